/** The reduction kernel of each backend against the reference: sums bit for bit, whatever the shape and the cut. */
import { afterAll, describe, expect, test } from 'vitest';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { type KernelReduction, kernelDType, kernelReduction } from '../../src/kernels/table.gen.js';
import { availableBackends, filled } from './available.js';

const identity: Record<KernelReduction, number> = { sum: 0, min: Infinity, max: -Infinity };
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

for (const name of availableBackends()) {
  describe(`reductions on ${name}`, () => {
    setBackend(name);
    const chosen = backend();
    afterAll(() => setBackend('auto'));
    for (const type of [Float64Array, Float32Array] as const) {
      const unit = type.BYTES_PER_ELEMENT;
      const dtype = type === Float64Array ? kernelDType.f64 : kernelDType.f32;
      for (const [operation, number] of Object.entries(kernelReduction)) {
        const same = (
          slots: number,
          a: Float64Array | Float32Array,
          layout: number[],
          ndim: number,
        ): void => {
          const params = new Float64Array([number, dtype, ndim]);
          const plan = Float64Array.from(layout);
          const got = new type(slots).fill(identity[operation as KernelReduction]);
          const want = got.slice();
          chosen.run('reduce', [got, a, plan], params);
          reference.reduce([want, a, plan], params);
          expect(got).toEqual(want);
        };
        const each = test.skipIf(!chosen.has('reduce'));
        each(`${operation} ${type.name}: one run of any length, also strided and backwards`, () => {
          for (const n of lengths) {
            const a = noise(type, 2 * n + 1);
            same(1, a, [n, 0, 0, 0, unit], 1);
            same(1, a, [n, 0, 0, unit, 2 * unit], 1);
            same(1, a, [n, 0, 0, n * unit, -unit], 1);
          }
        });
        each(`${operation} ${type.name}: rows, columns, and axes on both sides`, () => {
          const a = noise(type, 300 * 400);
          same(300, a, [300, 400, 0, unit, 0, 0, 400 * unit, unit], 2);
          same(400, a, [300, 400, 0, 0, unit, 0, 400 * unit, unit], 2);
          same(30, a, [10, 30, 400, 0, 0, unit, 0, 0, 12_000 * unit, 400 * unit, unit], 3);
          same(4000, a, [10, 30, 400, 0, 400 * unit, 0, unit, 0, 12_000 * unit, 400 * unit, unit], 3);
        });
        each(`${operation} ${type.name}: NaN anywhere wins`, () => {
          for (const at of [0, 1, 31, 64, 99]) {
            const a = noise(type, 100);
            a[at] = NaN;
            same(1, a, [100, 0, 0, 0, unit], 1);
            const out = new type(1).fill(identity[operation as KernelReduction]);
            chosen.run(
              'reduce',
              [out, a, Float64Array.of(100, 0, 0, 0, unit)],
              Float64Array.of(number, dtype, 1),
            );
            expect(out[0]).toBeNaN();
          }
        });
      }
    }
  });
}
