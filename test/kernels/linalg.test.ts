/** The factorizations of the native backend, its own and LAPACK's, against the reference: sizes around every cut. */
import { afterAll, describe, expect, test } from 'vitest';
import { reference } from '../../src/kernels/js/index.js';
import { setLapack } from '../../src/kernels/lapack.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { type EntryName, kernelDType } from '../../src/kernels/table.gen.js';
import { availableBackends } from './available.js';

type Numbers = Float64Array | Float32Array | Int32Array;

const types = [
  ['f64', Float64Array, 1],
  ['f32', Float32Array, 1],
  ['complex128', Float64Array, 2],
  ['complex64', Float32Array, 2],
] as const;

function drawn(type: typeof Float64Array | typeof Float32Array, n: number, seed: number): Numbers {
  let state = seed;
  const data = new type(n);
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 31 - 1;
  }
  return data;
}

/** Makes the diagonals large, so that the factors are as certain as the elements. */
function strengthen(a: Numbers, n: number, slots: number, by: number): Numbers {
  for (let at = 0; at < a.length; at += slots * n * n)
    for (let i = 0; i < n; i++) {
      a[at + slots * i * (n + 1)] += by;
      if (slots === 2) a[at + slots * i * (n + 1) + 1] = 0;
    }
  return a;
}

function compare(entry: EntryName, operands: Numbers[], params: number[], within: number): void {
  const own = operands.map((x) => x.slice());
  const wanted = operands.map((x) => x.slice());
  backend().run(entry, own, Float64Array.from(params));
  reference[entry](wanted, Float64Array.from(params));
  own.forEach((x, operand) => {
    // What a solution was found with is left over, and differs.
    if (entry === 'linalgSolve' && operand === 0) return;
    let worst = 0;
    for (let i = 0; i < x.length; i++) {
      const error = Math.abs(x[i] - wanted[operand][i]);
      if (!(error <= worst)) worst = error;
    }
    expect(worst, `${entry} ${params.join(' ')}, operand ${operand}`).toBeLessThanOrEqual(
      x instanceof Int32Array ? 0 : within,
    );
  });
}

describe.skipIf(!availableBackends().includes('native'))('factorizations', () => {
  afterAll(() => {
    setLapack('auto');
    setBackend('auto');
  });

  test.each(['auto', 'off'])('LAPACK %s', (choice) => {
    setBackend('native');
    setLapack(choice);
    for (const [name, type, slots] of types) {
      const dtype = kernelDType[name];
      const epsilon = type === Float64Array ? 2 ** -52 : 2 ** -23;
      for (const n of [0, 1, 2, 15, 16, 17, 31, 33, 64, 65, 130]) {
        const count = n < 20 ? 3 : 1;
        const info = new Int32Array(count);
        const a = strengthen(drawn(type, slots * count * n * n, n + 1), n, slots, 4 * n);
        const within = 100 * epsilon * Math.max(n, 1);
        compare('linalgLu', [a, new Int32Array(count * n), info], [dtype, count, n, n], within);
        compare('linalgCholesky', [a, info], [dtype, count, n], within);
        for (const columns of [1, 3, 40])
          for (const transposed of [0, 1]) {
            const b = drawn(type, slots * count * n * columns, 7);
            compare('linalgSolve', [a, b, info], [dtype, count, n, columns, transposed], within);
          }
      }
      for (const [rows, columns] of [
        [40, 20],
        [20, 40],
        [100, 3],
        [3, 100],
        [33, 70],
      ]) {
        const steps = Math.min(rows, columns);
        const a = drawn(type, slots * rows * columns, 5);
        const operands = [a, new Int32Array(steps), new Int32Array(1)];
        // Without a strong diagonal the factors grow, and their errors with them.
        compare('linalgLu', operands, [dtype, 1, rows, columns], 1e4 * epsilon);
      }
    }
  });

  test.each(['auto', 'off'])('what is singular or indefinite is said so: LAPACK %s', (choice) => {
    setBackend('native');
    setLapack(choice);
    for (const n of [3, 40]) {
      const a = new Float64Array(n * n);
      for (let i = 0; i + 1 < n; i++) a[i * (n + 1)] = 1;
      const info = new Int32Array(1);
      backend().run('linalgLu', [a.slice(), new Int32Array(n), info], Float64Array.of(0, 1, n, n));
      expect(info[0]).toBe(n);
      backend().run('linalgCholesky', [a.slice(), info], Float64Array.of(0, 1, n));
      expect(info[0]).toBe(n);
    }
  });
});
