/** The kernels of sliding products and NaN-skipping reductions on every backend, against plain sums. */
import { afterAll, describe, expect, it } from 'vitest';
import { skipOperation } from '../../src/kernels/js/skip-nan.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { kernelDType } from '../../src/kernels/table.gen.js';
import { availableBackends, filled } from './available.js';

afterAll(() => setBackend('auto'));

const types = [
  ['float64', Float64Array, kernelDType.f64, 2 ** -52],
  ['float32', Float32Array, kernelDType.f32, 2 ** -23],
] as const;

/** Sums of whole numbers are exact in any order. */
const whole = (i: number): number => ((i * 7919) % 31) - 15;

describe.each(availableBackends())('%s', (name) => {
  it.each(types)('correlate %s', (_, type, dtype) => {
    setBackend(name);
    for (const n of [1, 2, 7, 63, 64, 65, 130, 500]) {
      for (const taps of [1, 2, 3, 16, 65, n].filter((count) => count <= n)) {
        const x = filled(type, n, whole);
        const w = filled(type, taps, (i) => whole(i + 5));
        for (const [first, count] of [
          [1 - taps, n + taps - 1],
          [0, n - taps + 1],
          [-Math.floor(taps / 2), n],
        ]) {
          const out = new type(count + 1).fill(77);
          backend().run('correlate', [x, w, out], Float64Array.of(dtype, n, taps, first, count));
          for (let i = 0; i < count; i++) {
            let sum = 0;
            for (let k = 0; k < taps; k++) sum += (x[i + first + k] ?? 0) * w[k];
            if (out[i] !== sum)
              expect.fail(`n ${n}, taps ${taps}, first ${first}: out[${i}] is ${out[i]}, not ${sum}`);
          }
          expect(out[count]).toBe(77);
        }
      }
    }
  });

  it('sums sliding products in one order, wherever a result lies', () => {
    setBackend(name);
    const n = 700;
    const x = filled(Float64Array, n, (i) => Math.sin(i) * 10 ** (i % 7));
    const w = filled(Float64Array, 90, (i) => Math.cos(i));
    const whole = new Float64Array(n - 89);
    backend().run('correlate', [x, w, whole], Float64Array.of(0, n, 90, 0, whole.length));
    for (const start of [1, 60, 64, 300]) {
      const part = new Float64Array(200);
      backend().run('correlate', [x, w, part], Float64Array.of(0, n, 90, start, 200));
      expect(part).toEqual(whole.subarray(start, start + 200));
    }
  });

  it.each(types)('skipNaN %s', (_, type, dtype, epsilon) => {
    setBackend(name);
    for (const [outer, n, inner] of [
      [1, 0, 1],
      [1, 1, 1],
      [3, 7, 1],
      [2, 129, 1],
      [1, 1000, 1],
      [1, 70000, 1],
      [1, 5, 3],
      [4, 9, 17],
      [1, 40, 1030],
      [0, 3, 2],
    ]) {
      const a = filled(type, outer * n * inner, (i) => (i % 5 === 3 ? NaN : whole(i)));
      const center = filled(type, outer * inner, (i) => whole(i) / 2);
      for (const [operation, code] of Object.entries(skipOperation)) {
        const out = operation === 'count' ? new Float64Array(outer * inner) : new type(outer * inner);
        backend().run('skipNaN', [out, a, center], Float64Array.of(code, dtype, outer, n, inner));
        for (let at = 0; at < out.length; at++) {
          const lane = Array.from(
            { length: n },
            (_x, i) => a[(Math.floor(at / inner) * n + i) * inner + (at % inner)],
          );
          const want = plain(
            operation,
            lane.filter((x) => !Number.isNaN(x)),
            center[at],
          );
          const close = Object.is(out[at], want) || Math.abs(out[at] - want) <= 64 * epsilon * Math.abs(want);
          if (!close)
            expect.fail(`${operation} of ${outer} × ${n} × ${inner}: out[${at}] is ${out[at]}, not ${want}`);
        }
      }
    }
  });
});

function plain(operation: string, numbers: number[], center: number): number {
  if (operation === 'count') return numbers.length;
  if (operation === 'min' || operation === 'max') {
    const best = (a: number, b: number): number => (operation === 'min' ? Math.min(a, b) : Math.max(a, b));
    return numbers.length === 0 ? NaN : numbers.reduce(best);
  }
  const term = (x: number): number => (operation === 'sum' ? x : (x - center) ** 2);
  return numbers.reduce((sum, x) => sum + term(x), 0);
}

it('gives the same bits with any number of threads, and on every backend', () => {
  const a = filled(Float64Array, 200_000, (i) => (i % 11 === 0 ? NaN : Math.sin(i) * 10 ** (i % 9)));
  const results = new Set<number>();
  for (const name of availableBackends()) {
    setBackend(name);
    for (const threads of [1, 2, 5]) {
      const out = new Float64Array(1);
      backend().run(
        'skipNaN',
        [out, a, null],
        Float64Array.of(skipOperation.sum, 0, 1, a.length, 1),
        threads,
      );
      results.add(out[0]);
    }
  }
  expect(results.size).toBe(1);
});
