/** The elementwise kernels of each backend against the reference: every row, dtype, size around the lanes and stride. */
import { afterAll, describe, test } from 'vitest';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import type { Backend } from '../../src/kernels/backend.js';
import { kernelCode, loopDType, loopResult } from '../../src/kernels/element-kind.js';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import {
  type KernelBinary,
  type KernelUnary,
  kernelBinary,
  kernelLoops,
  kernelTernary,
  kernelUnary,
} from '../../src/kernels/table.gen.js';
import { availableBackends } from './available.js';
import { dtypes, elements, expectSlots } from './dtypes.js';

const sizes = [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 129, 600];

/** One array of a call: its dtype, its slots, where its first element is and how far the next one is, in elements. */
interface Side {
  readonly dtype: DType;
  readonly data: StorageOf<DType>;
  readonly first: number;
  readonly steps: readonly number[];
}

function blank(dtype: DType, n: number): StorageOf<DType> {
  const { storage, slots } = dtypeInfo(dtype);
  const data = new storage(n * slots) as Uint8Array;
  return data.fill(
    (data as unknown) instanceof BigInt64Array || (data as unknown) instanceof BigUint64Array
      ? (7n as never)
      : 7,
  );
}

/** Runs on a backend and on the reference into arrays that must stay as they are around the result. */
function expectSame(
  chosen: Backend,
  entry: 'binary' | 'unary' | 'ternary' | 'copy',
  head: readonly number[],
  shape: readonly number[],
  out: Omit<Side, 'data'> & { readonly slots: number },
  inputs: readonly Side[],
  what: string,
  within = 0,
  near = 0,
): void {
  const layout = [...shape];
  for (const side of [out, ...inputs]) {
    const { itemsize } = dtypeInfo(side.dtype);
    layout.push(side.first * itemsize, ...side.steps.map((step) => step * itemsize));
  }
  const codes = [out, ...inputs].map((side) => kernelCode(side.dtype));
  const params = Float64Array.from([...head, shape.length, ...codes]);
  const got = blank(out.dtype, out.slots);
  const want = blank(out.dtype, out.slots);
  const rest = [...inputs.map(({ data }) => data), Float64Array.from(layout)];
  chosen.run(entry, [got, ...rest], params);
  reference[entry]([want, ...rest], params);
  expectSlots(out.dtype, got, want, what, within, near);
}

/**
 * Where C and the reference may differ. Functions are polynomials of our own in C and the platform's in TypeScript:
 * within 3 and 2 ULP of the exact values (docs/accuracy.md). In float32, quotients and complex arithmetic round at each
 * step in C, as in NumPy, and once in the reference. Magnitudes are within 1 ULP.
 */
function tolerance(name: KernelBinary | KernelUnary, dtype: DType): number {
  if (name === 'exp' || name === 'log') return 2;
  if (approximated.has(name)) return 5;
  if (name === 'floorDivide' && dtype === 'float32') return 1;
  if (dtypeInfo(dtype).kind !== 'c') return 0;
  if (name === 'abs') return 2;
  return dtype === 'complex64' && rounding.has(name) ? 8 : 0;
}
const approximated: ReadonlySet<string> = new Set(
  (
    'exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh cbrt ' +
    'power atan2 hypot logaddexp logaddexp2'
  ).split(' '),
);
/** A sum of logarithms near 0 has only the digits that operands near 1 leave it. */
function slack(name: KernelBinary | KernelUnary, dtype: DType): number {
  if (!name.startsWith('logaddexp')) return 0;
  return dtype === 'float64' ? 2 ** -50 : 2 ** -21;
}
const rounding: ReadonlySet<string> = new Set(['multiply', 'divide', 'square', 'reciprocal']);

/** Elements for a row: where rounding differs, complex numbers whose products neither overflow nor cancel. */
function operand(name: string, dtype: DType, n: number, seed: number): StorageOf<DType> {
  if (dtype !== 'complex64' || !rounding.has(name)) return elements(dtype, n, seed);
  const data = elements(dtype, n, seed, true) as Float32Array;
  for (let i = 0; i < n; i++) {
    data[2 * i] = Math.abs(data[2 * i]) + 20;
    data[2 * i + 1] = Math.abs(data[2 * i + 1]) * 0.5;
  }
  return data;
}

for (const name of availableBackends()) {
  describe(`elementwise kernels on ${name}`, () => {
    setBackend(name);
    const chosen = backend();
    afterAll(() => setBackend('auto'));
    const each = test.skipIf(!chosen.has('binary'));
    for (const [row, number] of Object.entries(kernelBinary) as [KernelBinary, number][]) {
      each(`${row}: all dtypes, contiguous, scalar, strided, backwards, broadcast`, () => {
        for (const dtype of dtypes.filter((one) => loopDType(row, one) === one)) {
          const result = loopResult(row, dtype);
          const head = [number, kernelCode(dtype)];
          const within = tolerance(row, dtype);
          const near = slack(row, dtype);
          const a = operand(row, dtype, 1300, 1);
          const b = operand(row, dtype, 1300, 2);
          for (const n of sizes) {
            for (const [x, y] of [
              [1, 1],
              [1, 0],
              [0, 1],
              [2, 1],
              [-1, 2],
            ]) {
              const sides = [x, y].map((step, at) => ({
                dtype,
                data: at === 0 ? a : b,
                first: step < 0 ? n : 1,
                steps: [step],
              }));
              const out = { dtype: result, first: 2, steps: [1], slots: n + 4 };
              expectSame(
                chosen,
                'binary',
                head,
                [n],
                out,
                sides,
                `${row} ${dtype} of ${n} by ${x}, ${y}`,
                within,
                near,
              );
            }
          }
          const out = { dtype: result, first: 0, steps: [35, 7, 1], slots: 105 };
          const sides = [
            { dtype, data: a, first: 0, steps: [0, 7, 1] },
            { dtype, data: b, first: 0, steps: [7, 0, 1] },
          ];
          expectSame(
            chosen,
            'binary',
            head,
            [3, 5, 7],
            out,
            sides,
            `${row} ${dtype} broadcast`,
            within,
            near,
          );
        }
      });
    }
    for (const [row, number] of Object.entries(kernelUnary) as [KernelUnary, number][]) {
      each(`${row}: all dtypes, contiguous, strided, backwards, transposed`, () => {
        for (const dtype of dtypes.filter((one) => loopDType(row, one) === one)) {
          const result = loopResult(row, dtype);
          const head = [number, kernelCode(dtype)];
          const within = tolerance(row, dtype);
          const a = operand(row, dtype, 1300, 5);
          for (const n of sizes) {
            for (const step of [1, 2, -1]) {
              const side = { dtype, data: a, first: step < 0 ? n : 1, steps: [step] };
              const out = { dtype: result, first: 1, steps: [1], slots: n + 2 };
              expectSame(
                chosen,
                'unary',
                head,
                [n],
                out,
                [side],
                `${row} ${dtype} of ${n} by ${step}`,
                within,
              );
            }
          }
          const out = { dtype: result, first: 0, steps: [6, 1], slots: 54 };
          const side = { dtype, data: a, first: 0, steps: [1, 9] };
          expectSame(chosen, 'unary', head, [9, 6], out, [side], `${row} ${dtype} transposed`, within);
        }
      });
    }
    each('long runs and many rows come out the same whatever the tasks', () => {
      const data = elements('float64', 200_003, 7);
      const side = { dtype: 'float64' as const, data, first: 0, steps: [1] };
      const head = [kernelUnary.negative, kernelCode('float64')];
      const out = { dtype: 'float64' as const, first: 0, steps: [1], slots: 200_003 };
      expectSame(chosen, 'unary', head, [200_003], out, [side], 'a long run');
      const rows = { ...out, steps: [100, 1], slots: 100_100 };
      expectSame(chosen, 'unary', head, [1001, 100], rows, [{ ...side, steps: [1, 1001] }], 'many rows');
    });
    each('operands of other dtypes are cast on the way, repeated ones too', () => {
      const head = [kernelBinary.add, kernelCode('float64')];
      for (const other of dtypes.filter((one) => dtypeInfo(one).kind !== 'c')) {
        const data = elements(other, 3000, 3);
        const numbers = elements('float64', 3000, 4);
        for (const [n, x, y] of [
          [1300, 1, 1],
          [1300, 2, 0],
          [700, -1, 1],
          [5, 0, 1],
        ]) {
          const a = { dtype: other, data, first: x < 0 ? n : 0, steps: [x] };
          const b = { dtype: 'float64' as const, data: numbers, first: 0, steps: [y] };
          const out = { dtype: 'float64' as const, first: 0, steps: [1], slots: n };
          expectSame(chosen, 'binary', head, [n], out, [a, b], `${other} + float64 of ${n}`);
          expectSame(
            chosen,
            'binary',
            head,
            [n],
            out,
            [{ ...b, steps: [1] }, { ...a }],
            `float64 + ${other} of ${n}`,
          );
        }
      }
    });
    each('halves compute in float32 and round once', () => {
      const a = { dtype: 'float16' as const, data: elements('float16', 1300, 8), first: 0, steps: [1] };
      const b = { dtype: 'float16' as const, data: elements('float16', 1300, 9), first: 0, steps: [1] };
      for (const row of ['add', 'multiply', 'divide', 'maximum', 'less'] as const) {
        const result = kernelLoops[row].result === 'truth' ? 'bool' : 'float16';
        const out = { dtype: result as DType, first: 0, steps: [1], slots: 1300 };
        const head = [kernelBinary[row], kernelCode('float32')];
        expectSame(chosen, 'binary', head, [1300], out, [a, b], `${row} of halves`);
      }
    });
    each('where and clip', () => {
      const test = elements('bool', 1300, 1);
      for (const dtype of dtypes) {
        const a = elements(dtype, 1300, 2);
        const b = elements(dtype, 1300, 3);
        for (const n of sizes) {
          for (const [c, x, y] of [
            [1, 1, 1],
            [1, 1, 0],
            [1, 0, 1],
            [2, 2, 1],
            [-1, 1, -1],
            [0, 1, 1],
          ]) {
            const first = (step: number): number => (step < 0 ? n : 0);
            const out = { dtype, first: 1, steps: [1], slots: n + 2 };
            const condition = { dtype: 'bool' as const, data: test, first: first(c), steps: [c] };
            const left = { dtype, data: a, first: first(x), steps: [x] };
            const right = { dtype, data: b, first: first(y), steps: [y] };
            const what = `where ${dtype} of ${n} by ${c}, ${x}, ${y}`;
            const { where, clip } = kernelTernary;
            expectSame(
              chosen,
              'ternary',
              [where, kernelCode(dtype)],
              [n],
              out,
              [condition, left, right],
              what,
            );
            if (dtype === 'float16' || loopDType('clip', dtype) !== dtype) continue;
            const sides = [left, right, { ...left, steps: [0] }];
            expectSame(
              chosen,
              'ternary',
              [clip, kernelCode(dtype)],
              [n],
              out,
              sides,
              `clip ${dtype} of ${n}`,
            );
          }
        }
      }
    });
    test.skipIf(!chosen.has('copy'))(
      'copy: between all dtypes, contiguous, strided, transposed, repeated',
      () => {
        for (const from of dtypes) {
          const data = elements(from, 3000, 11);
          for (const to of dtypes) {
            for (const [n, x, y] of [
              [1300, 1, 1],
              [600, 2, 1],
              [17, -1, 2],
              [600, 0, 1],
              [1, 1, 1],
            ]) {
              const out = { dtype: to, first: 1, steps: [y], slots: y * n + 2 };
              const side = { dtype: from, data, first: x < 0 ? n : 1, steps: [x] };
              expectSame(chosen, 'copy', [], [n], out, [side], `${from} to ${to}, ${n} by ${x}`);
            }
            const out = { dtype: to, first: 0, steps: [55, 1], slots: 2035 };
            const side = { dtype: from, data, first: 0, steps: [1, 37] };
            expectSame(chosen, 'copy', [], [37, 55], out, [side], `${from} to ${to}, transposed`);
            const solid = { dtype: to, first: 0, steps: [30 * 31, 31, 1], slots: 3 * 30 * 31 };
            const turned = { dtype: from, data, first: 0, steps: [1, 3, 90] };
            expectSame(chosen, 'copy', [], [3, 30, 31], solid, [turned], `${from} to ${to}, all axes turned`);
          }
        }
      },
    );
  });
}
