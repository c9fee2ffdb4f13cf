/** Reductions, running results and positions of each backend against the reference, bit for bit, whatever the cut. */
import { afterAll, describe, expect, test } from 'vitest';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { kernelCode, loopDType, loopResult } from '../../src/kernels/element-kind.js';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { type KernelReduction, kernelDType, kernelReduction } from '../../src/kernels/table.gen.js';
import { availableBackends, filled } from './available.js';
import { dtypes, elements, expectSlots } from './dtypes.js';

const lengths = [
  0, 1, 7, 8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, 129, 136, 137, 255, 256, 257, 1000, 8191, 65_536,
  65_537, 200_003,
];

function noise(type: typeof Float64Array | typeof Float32Array, n: number): Float64Array | Float32Array {
  let state = 12345;
  return filled(type, n, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state / 2 ** 31) * 10 ** ((state >>> 4) % 9);
  });
}

/** What results start from. */
function startOf(operation: KernelReduction, dtype: DType): number | bigint {
  if (operation === 'prod' || operation === 'all') return 1;
  if (operation !== 'min' && operation !== 'max') return 0;
  const { kind, itemsize } = dtypeInfo(dtype);
  const least = operation === 'max';
  if (kind === 'b') return least ? 0 : 1;
  if (kind === 'f' || kind === 'c') return least ? -Infinity : Infinity;
  if (kind === 'u') return least ? 0 : 2n ** BigInt(8 * itemsize) - 1n;
  return least ? -(2n ** BigInt(8 * itemsize - 1)) : 2n ** BigInt(8 * itemsize - 1) - 1n;
}

function started(operation: KernelReduction, dtype: DType, n: number): StorageOf<DType> {
  const { storage, slots, itemsize, kind } = dtypeInfo(dtype);
  const data = new storage(n * slots) as StorageOf<DType>;
  const value = startOf(operation, dtype);
  const wide = itemsize === 8 && kind !== 'f' && kind !== 'c';
  for (let i = 0; i < data.length; i++) data[i] = (wide ? BigInt(value) : Number(value)) as never;
  if (slots === 2 && Number.isFinite(value)) for (let i = 1; i < data.length; i += 2) data[i] = 0;
  return data;
}

for (const name of availableBackends()) {
  describe(`reductions on ${name}`, () => {
    setBackend(name);
    const chosen = backend();
    afterAll(() => setBackend('auto'));
    const each = test.skipIf(!chosen.has('reduce'));

    for (const [operation, number] of Object.entries(kernelReduction) as [KernelReduction, number][]) {
      /** layout with strides in elements of each side; `from` is what the elements are cast from. */
      const same = (
        loop: DType,
        n: number,
        a: StorageOf<DType>,
        layout: number[],
        ndim: number,
        from: DType = loop,
      ): void => {
        const result = loopResult(operation, loop);
        const plan = Float64Array.from(layout, (value, at) => {
          if (at < ndim) return value;
          return value * dtypeInfo(at <= 2 * ndim ? result : from).itemsize;
        });
        const params = Float64Array.of(number, kernelCode(loop), ndim, kernelCode(from));
        const got = started(operation, result, n);
        const want = started(operation, result, n);
        chosen.run('reduce', [got, a, plan], params);
        reference.reduce([want, a, plan], params);
        // Complex products round at each step in C and once in the reference, as far as they do not overflow.
        const within = operation === 'prod' && loop === 'complex64' ? 4096 : 0;
        expectSlots(result, got, want, `${operation} of ${from} in ${loop}, layout ${layout}`, within);
      };

      each(`${operation}: floats in one run of any length, also strided and backwards`, () => {
        for (const dtype of ['float64', 'float32'] as const) {
          const a = noise(dtype === 'float64' ? Float64Array : Float32Array, 400_007);
          for (const n of lengths) {
            same(dtype, 1, a, [n, 0, 0, 0, 1], 1);
            same(dtype, 1, a, [n, 0, 0, 1, 2], 1);
            same(dtype, 1, a, [n, 0, 0, n, -1], 1);
          }
        }
      });
      each(`${operation}: floats in rows, columns, and axes on both sides`, () => {
        for (const dtype of ['float64', 'float32'] as const) {
          const a = noise(dtype === 'float64' ? Float64Array : Float32Array, 300 * 400);
          same(dtype, 300, a, [300, 400, 0, 1, 0, 0, 400, 1], 2);
          same(dtype, 400, a, [300, 400, 0, 0, 1, 0, 400, 1], 2);
          same(dtype, 30, a, [10, 30, 400, 0, 0, 1, 0, 0, 12_000, 400, 1], 3);
          same(dtype, 4000, a, [10, 30, 400, 0, 400, 0, 1, 0, 12_000, 400, 1], 3);
        }
      });
      each(`${operation}: all dtypes, runs, rows and columns`, () => {
        for (const dtype of dtypes.filter((one) => loopDType(operation, one) === one)) {
          // Products of many numbers leave every range, and infinite complex ones depend on how that happened.
          const mild = operation === 'prod' && dtypeInfo(dtype).kind === 'c';
          const a = elements(dtype, 140_000, 5, mild);
          for (const n of [0, 1, 3, 4, 5, 17, 63, 64, 65, 130, 1000, 1025, 20_000]) {
            const count = mild ? Math.min(n, 20) : n;
            same(dtype, 1, a, [count, 0, 0, 0, 1], 1);
            same(dtype, 1, a, [count, 0, 0, 1, 2], 1);
          }
          if (mild) continue;
          same(dtype, 1, a, [140_000, 0, 0, 0, 1], 1);
          same(dtype, 30, a, [30, 70, 0, 1, 0, 0, 70, 1], 2);
          same(dtype, 700, a, [30, 700, 0, 0, 1, 0, 700, 1], 2);
          same(dtype, 200, a, [200, 7, 100, 0, 1, 0, 0, 0, 690, 100, 1], 3);
        }
      });
      each(`${operation}: elements of other dtypes are cast on the way`, () => {
        for (const from of dtypes.filter((one) => dtypeInfo(one).kind !== 'c')) {
          const a = elements(from, 5000, 6);
          for (const n of [1, 100, 513, 5000]) same('float64', 1, a, [n, 0, 0, 0, 1], 1, from);
          same('float64', 70, a, [70, 50, 0, 1, 0, 0, 50, 1], 2, from);
          same('float64', 700, a, [7, 700, 0, 0, 1, 0, 700, 1], 2, from);
        }
        const halves = elements('float16', 5000, 6);
        same('float32', 1, halves, [5000, 0, 0, 0, 1], 1, 'float16');
      });
    }

    for (const operation of ['sum', 'min', 'max'] as const) {
      each(`${operation}: NaN anywhere wins`, () => {
        for (const at of [0, 1, 31, 64, 99]) {
          const a = noise(Float64Array, 100);
          a[at] = NaN;
          const out = started(operation, 'float64', 1);
          const params = Float64Array.of(kernelReduction[operation], kernelDType.f64, 1, kernelDType.f64);
          chosen.run('reduce', [out, a, Float64Array.of(100, 0, 0, 0, 8)], params);
          expect(out[0]).toBeNaN();
        }
      });
      each(`${operation}: NaN anywhere wins in its column, whatever comes after`, () => {
        const [rows, columns] = [19, 37];
        const params = Float64Array.of(kernelReduction[operation], kernelDType.f32, 2, kernelDType.f32);
        for (let row = 0; row < rows; row++) {
          for (const column of [0, 5, 31, 36]) {
            const a = noise(Float32Array, rows * columns);
            a[row * columns + column] = NaN;
            const out = started(operation, 'float32', columns);
            const layout = Float64Array.of(rows, columns, 0, 0, 4, 0, 4 * columns, 4);
            chosen.run('reduce', [out, a, layout], params);
            const found = [...(out as Float32Array)].flatMap((value, at) =>
              Number.isNaN(value) ? [at] : [],
            );
            expect(found).toEqual([column]);
          }
        }
      });
    }

    each('deviations: rows, columns and all, of any real dtype', () => {
      for (const from of dtypes.filter((one) => dtypeInfo(one).kind !== 'c')) {
        const a = elements(from, 7000, 9, true);
        const size = dtypeInfo(from).itemsize;
        for (const [type, dtype] of [
          [Float64Array, 'float64'],
          [Float32Array, 'float32'],
        ] as const) {
          const center = noise(type, 700);
          const unit = type.BYTES_PER_ELEMENT;
          const layouts = [
            [7000, 0, 0, 0, size, 0, 0],
            [70, 100, 0, unit, 0, 0, 100 * size, size, 0, unit, 0],
            [10, 700, 0, 0, unit, 0, 700 * size, size, 0, 0, unit],
          ];
          layouts.forEach((layout, at) => {
            const params = Float64Array.of(kernelCode(dtype), at === 0 ? 1 : 2, kernelCode(from));
            const got = new type(700);
            const want = new type(700);
            chosen.run('deviations', [got, a, center, Float64Array.from(layout)], params);
            reference.deviations([want, a, center, Float64Array.from(layout)], params);
            expectSlots(dtype, got, want, `deviations of ${from} in ${dtype}, ${layout}`);
          });
        }
      }
    });

    each('accumulate: all dtypes along and across', () => {
      for (const operation of ['sum', 'prod', 'min', 'max'] as const) {
        for (const dtype of dtypes.filter((one) => loopDType(operation, one) === one)) {
          const result = loopResult(operation, dtype);
          const mild = dtypeInfo(dtype).kind === 'c';
          const a = elements(dtype, 2400, 3, mild);
          const [from, to] = [dtypeInfo(dtype).itemsize, dtypeInfo(result).itemsize];
          const lengths = mild && operation === 'prod' ? [1, 12] : [1, 2, 600, 1200];
          const layouts = lengths.map((n) => [n, 0, to, 0, from]);
          layouts.push(
            [60, 12, 0, 12 * to, to, 0, 12 * from, from],
            [60, 12, 0, to, 60 * to, 0, from, 60 * from],
          );
          layouts.push([600, 3, 0, to, 600 * to, 0, 2 * from, 600 * from], [0, 3, 0, to, to, 0, from, from]);
          for (const layout of layouts) {
            const ndim = layout.length === 5 ? 1 : 2;
            const params = Float64Array.of(
              kernelReduction[operation],
              kernelCode(dtype),
              ndim,
              kernelCode(dtype),
            );
            const got = started('sum', result, 2400);
            const want = started('sum', result, 2400);
            chosen.run('accumulate', [got, a, Float64Array.from(layout)], params);
            reference.accumulate([want, a, Float64Array.from(layout)], params);
            const within = operation === 'prod' && dtype === 'complex64' ? 64 : 0;
            expectSlots(result, got, want, `${operation} along ${layout} of ${dtype}`, within);
          }
        }
      }
    });
    each('accumulate: elements of other dtypes are cast on the way', () => {
      for (const from of dtypes.filter((one) => dtypeInfo(one).kind !== 'c')) {
        const a = elements(from, 2400, 3, true);
        const size = dtypeInfo(from).itemsize;
        for (const layout of [
          [1200, 0, 8, 0, size],
          [60, 12, 0, 8, 480, 0, size, 60 * size],
        ]) {
          const ndim = layout.length === 5 ? 1 : 2;
          const params = Float64Array.of(kernelReduction.sum, kernelDType.f64, ndim, kernelCode(from));
          const got = new Float64Array(1200);
          const want = new Float64Array(1200);
          chosen.run('accumulate', [got, a, Float64Array.from(layout)], params);
          reference.accumulate([want, a, Float64Array.from(layout)], params);
          expectSlots('float64', got, want, `sums along ${layout} of ${from}`);
        }
      }
    });

    each('extreme: all dtypes along, across, in one long run, with NaN or ties', () => {
      for (const dtype of dtypes.filter((one) => one !== 'float16')) {
        const size = dtypeInfo(dtype).itemsize;
        for (const mild of [true, false]) {
          const a = elements(dtype, 140_000, mild ? 3 : 4, mild);
          const layouts = [1, 2, 33, 1023, 1025, 5000, 140_000].map((n) => [n, 0, 0, 0, size]);
          layouts.push([500, 0, 0, 0, 3 * size], [500, 0, 0, 499 * size, -size]);
          layouts.push([60, 700, 0, 8, 0, 0, 700 * size, size], [700, 60, 0, 8, 0, 0, size, 700 * size]);
          layouts.push([30, 40, 9, 0, 320, 8, 0, 0, 360 * size, size, 40 * size]);
          for (const layout of layouts) {
            const ndim = layout.length === 5 ? 1 : layout.length === 8 ? 2 : 3;
            for (const operation of [0, 1]) {
              const params = Float64Array.of(operation, kernelCode(dtype), ndim);
              const got = new BigInt64Array(1200);
              const want = new BigInt64Array(1200);
              chosen.run('extreme', [got, a, Float64Array.from(layout)], params);
              reference.extreme([want, a, Float64Array.from(layout)], params);
              expectSlots('int64', got, want, `extreme ${operation} of ${dtype} along ${layout}`);
            }
          }
        }
      }
    });
  });
}
