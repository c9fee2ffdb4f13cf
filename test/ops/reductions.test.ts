/** Reductions against NumPy: every dtype and axis, and sums bit for bit over many lengths, on each backend. */
import { afterAll, describe, expect, test } from 'vitest';
import type { DType } from '../../src/core/dtype.js';
import { ArgumentError, AxisError, ShapeError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { expectLike, type Packed, readFixture, scattered, unpack } from './fixtures.js';

interface Case {
  readonly op: string;
  readonly a: DType;
  readonly axis: number | number[] | null;
  readonly out: Packed;
}
interface Run {
  readonly a: DType;
  readonly n: number;
  readonly sum: Packed;
  readonly mean: Packed;
  readonly strided: Packed;
  readonly var?: Packed;
}
const { inputs, cases, runs } = readFixture<{ inputs: Record<DType, Packed>; cases: Case[]; runs: Run[] }>(
  'reductions',
);
const functions = st as unknown as Record<string, (x: NDArray, options?: object) => NDArray>;

/** The values the generator made: see test/conformance/generate/ops.py. */
function sequence(dtype: DType, n: number): NDArray {
  const values = Array.from({ length: n }, (_, i) => {
    const value = ((i * 7919) % 10007) / 1024 - 5;
    return i % 3 === 0 ? value / 3 : value;
  });
  if (!dtype.startsWith('complex')) return st.array(values).asType(dtype);
  return st.array(values.map((re, i) => ({ re, im: values[n - 1 - i] }))).asType(dtype);
}

describe('against NumPy', () => {
  for (const op of new Set(cases.map((one) => one.op))) {
    test(op, () => {
      for (const one of cases.filter((other) => other.op === op)) {
        const x = unpack(inputs[one.a]);
        const what = `${op}(${one.a}, axis ${String(one.axis)})`;
        // float16 accumulates in float32 here; NumPy rounds to float16 from row to row.
        // Products of complex numbers and spreads round in an order that NumPy does not define.
        const ulps =
          one.a.startsWith('complex') || ['var', 'std', 'mean'].includes(op) || one.a === 'float16' ? 16 : 0;
        expectLike(functions[op](x, { axis: one.axis }), unpack(one.out), ulps, what);
        const ownOrder = one.a.startsWith('float') && ['sum', 'prod'].includes(op) ? 64 : ulps;
        expectLike(
          functions[op](scattered(x), { axis: one.axis }),
          unpack(one.out),
          ownOrder,
          `${what}, strided`,
        );
        const kept = functions[op](x, { axis: one.axis, keepdims: true });
        expect(kept.ndim, what).toBe(3);
        expect(kept.size, what).toBe(unpack(one.out).size);
      }
    });
  }
});

for (const name of availableBackends()) {
  describe(`on ${name}`, () => {
    afterAll(() => setBackend('auto'));
    test('sums, means and variances of long runs have the bits of NumPy', () => {
      setBackend(name);
      for (const run of runs) {
        const x = sequence(run.a, run.n);
        const what = `${run.a}, ${run.n}`;
        expectLike(st.sum(x), unpack(run.sum), 0, `sum of ${what}`);
        expectLike(st.mean(x), unpack(run.mean), run.a.startsWith('complex') ? 1 : 0, `mean of ${what}`);
        expectLike(st.sum(x.at('::-2') as NDArray), unpack(run.strided), 0, `strided sum of ${what}`);
        if (run.var !== undefined)
          expectLike(st.variance(x) as NDArray, unpack(run.var), 0, `variance of ${what}`);
      }
    });
    test('extremes of long runs, and NaN', () => {
      setBackend(name);
      const x = st.arange(100_000).mul(7919).mod(10_007);
      expect([x.min().item(), x.max().item(), x.argmin().item(), x.argmax().item()]).toEqual([
        0,
        10_006,
        0n,
        1040n,
      ]);
      x.set(NaN, 77_777);
      expect([x.min().item(), x.max().item(), x.argmin().item(), x.argmax().item()]).toEqual([
        NaN,
        NaN,
        77_777n,
        77_777n,
      ]);
    });
  });
}

describe('rules', () => {
  test('empty arrays', () => {
    const x = st.zeros([0, 3]);
    expect(st.sum(x).item()).toBe(0);
    expect(st.prod(x, { axis: 0 }).toArray()).toEqual([1, 1, 1]);
    expect(st.mean(x).item()).toBeNaN();
    expect(st.variance(x).item()).toBeNaN();
    expect([st.any(x).item(), st.all(x).item()]).toEqual([false, true]);
    expect(st.max(x, { axis: 1 }).shape).toEqual([0]);
    expect(st.argmax(x, { axis: 1 }).shape).toEqual([0]);
    for (const f of [st.min, st.max, st.argmin, st.argmax] as ((
      x: st.Operand,
      options?: object,
    ) => unknown)[]) {
      expect(() => f(x)).toThrow(ArgumentError);
      expect(() => f(x, { axis: 0 })).toThrow(/no elements/);
    }
  });
  test('axes, out, dtype', () => {
    const x = st.arange(24).reshape([2, 3, 4]);
    // @ts-expect-error axis 3 is out of bounds for an array of 3 axes
    expect(() => st.sum(x, { axis: 3 })).toThrow(AxisError);
    expect(() => st.sum(x, { axis: [0, -3] })).toThrow(/twice/);
    const out = st.zeros([2]);
    expect(st.sum(x, { axis: [1, 2], out })).toBe(out);
    expect(out.toArray()).toEqual([66, 210]);
    expect(() => st.sum(x, { out: st.zeros([5]) })).toThrow(ShapeError);
    expect(st.sum(new Int8Array([100, 100]), { dtype: 'int8' }).item()).toBe(-56);
    expect(st.sum(new Float32Array([1]), { dtype: 'float64' }).dtype).toBe('float64');
    expect(st.sum([1.9, 1.9], { dtype: 'int32' }).item()).toBe(2);
    expect(st.std([1, 2, 3], { correction: 1 }).item()).toBe(1);
    expect(st.variance([1, 2, 3], { ddof: 1 }).item()).toBe(1);
    expect(() => st.variance([1], { ddof: 1, correction: 0 })).toThrow(ArgumentError);
    expect(
      st
        .countNonzero(
          [
            [0, 1],
            [NaN, 0],
          ],
          { axis: 1 },
        )
        .toArray(),
    ).toEqual([1n, 1n]);
    expect(st.ptp(new Int8Array([-100, 100])).item()).toBe(-56);
  });
  test('sums of many narrow integers do not lose a unit', () => {
    const n = 3_000_000;
    expect(st.sum(st.full([n], 2 ** 31 - 1, { dtype: 'int32' })).item()).toBe(BigInt(n) * (2n ** 31n - 1n));
    expect(st.sum(st.full([2], 2n ** 63n - 1n, { dtype: 'int64' })).item()).toBe(-2n);
  });
});
