/** The binary and unary kernels of each backend against the reference, over sizes, strides and special values. */
import { afterAll, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/kernels/backend.js';
import { reference } from '../../src/kernels/js/index.js';
import { backend, setBackend } from '../../src/kernels/select.js';
import { kernelBinary, kernelDType, kernelUnary } from '../../src/kernels/table.gen.js';
import { availableBackends, filled } from './available.js';

const special = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  2.5,
  -2.5,
  0.3,
  -0.3,
  NaN,
  Infinity,
  -Infinity,
  1e300,
  -1e300,
  5e-324,
  1e-310,
];
const moreSpecial = [
  2 ** 52,
  2 ** 52 - 0.5,
  2 ** 23 - 0.5,
  709.78,
  709.79,
  710,
  -745,
  -746,
  -708.5,
  88.72,
  88.73,
  -103.9,
  -87.4,
  1e-40,
  3e38,
];
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 100, 1000];

type FloatArray = typeof Float64Array | typeof Float32Array;

function values(type: FloatArray, n: number, seed: number): Float64Array | Float32Array {
  const all = [...special, ...moreSpecial];
  let state = seed;
  return filled(type, n, (i) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return i % 3 === 0 ? all[(state >>> 8) % all.length] : (state / 2 ** 31) * 10;
  });
}

/** Distance in units in the last place; NaN equals NaN, and zeros must have the same sign. */
function ulps(type: FloatArray, x: number, y: number): number {
  if (Object.is(x, y)) return 0;
  if (Number.isNaN(x) || Number.isNaN(y) || x === 0 || y === 0) return Infinity;
  if (type === Float32Array) {
    const bits = new Int32Array(Float32Array.of(x, y).buffer);
    return Math.abs(bits[0] - bits[1]);
  }
  const bits = new BigInt64Array(Float64Array.of(x, y).buffer);
  return Math.abs(Number(bits[0] - bits[1]));
}

function expectSame(
  type: FloatArray,
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  within: number,
  what: string,
  near = 0,
): void {
  for (let i = 0; i < want.length; i++) {
    const distance = Math.abs(got[i] - want[i]) <= near ? 0 : ulps(type, got[i], want[i]);
    if (!(distance <= within))
      expect.fail(`${what}: element ${i} is ${got[i]}, the reference has ${want[i]}`);
  }
  expect(got.length).toBe(want.length);
}

/** Runs on a backend and on the reference, with the result in the middle of an array that must stay as it is around. */
function bothWays(
  chosen: Backend,
  entry: 'binary' | 'unary',
  type: FloatArray,
  operation: number,
  out: { array: new (n: number) => Float64Array | Float32Array | Uint8Array; slots: number },
  inputs: ArrayBufferView[],
  layout: number[],
  ndim: number,
): [got: ArrayLike<number>, want: ArrayLike<number>] {
  const params = new Float64Array([
    operation,
    type === Float64Array ? kernelDType.f64 : kernelDType.f32,
    ndim,
  ]);
  const plan = Float64Array.from(layout);
  const got = new out.array(out.slots).fill(7);
  const want = new out.array(out.slots).fill(7);
  chosen.run(entry, [got, ...inputs, plan], params);
  reference[entry]([want, ...inputs, plan], params);
  return [got, want];
}

/** Polynomials of our own in C and the platform's in TypeScript: within 3 and 2 ULP of the exact values (docs/accuracy.md). */
const approximated = new Set(
  (
    'exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh cbrt ' +
    'power atan2 hypot logaddexp logaddexp2'
  ).split(' '),
);
const tolerance = (name: string): number => (approximated.has(name) ? 5 : 0);
/** A sum of logarithms near 0 has only the digits that operands near 1 leave it. */
const slack = (name: string, type: FloatArray): number =>
  name.startsWith('logaddexp') ? (type === Float64Array ? 2 ** -50 : 2 ** -21) : 0;
const comparisons = new Set(['equal', 'notEqual', 'less', 'lessEqual', 'greater', 'greaterEqual']);

for (const name of availableBackends()) {
  describe(`elementwise kernels on ${name}`, () => {
    setBackend(name);
    const chosen = backend();
    afterAll(() => setBackend('auto'));
    for (const type of [Float64Array, Float32Array] as const) {
      const unit = type.BYTES_PER_ELEMENT;
      for (const [operation, number] of Object.entries(kernelBinary)) {
        const isTest = comparisons.has(operation);
        const array = (isTest ? Uint8Array : type) as typeof Float64Array;
        const size = isTest ? 1 : unit;
        test.skipIf(!chosen.has('binary'))(
          `${operation} ${type.name}: contiguous, scalar, strided, backwards`,
          () => {
            for (const n of sizes) {
              const a = values(type, 2 * n + 3, 1);
              const b = values(type, 2 * n + 3, 2);
              const steps = [
                [unit, unit],
                [unit, 0],
                [0, unit],
                [2 * unit, unit],
                [-unit, 2 * unit],
              ];
              for (const [sa, sb] of steps) {
                const layout = [n, 2 * size, size, sa < 0 ? n * unit : unit, sa, 0, sb];
                const [got, want] = bothWays(
                  chosen,
                  'binary',
                  type,
                  number,
                  { array, slots: n + 4 },
                  [a, b],
                  layout,
                  1,
                );
                const what = `${operation} of ${n} by steps ${sa}, ${sb}`;
                expectSame(type, got, want, tolerance(operation), what, slack(operation, type));
              }
            }
          },
        );
        test.skipIf(!chosen.has('binary'))(`${operation} ${type.name}: three axes, broadcast`, () => {
          const a = values(type, 5 * 7, 3);
          const b = values(type, 3 * 7, 4);
          const layout = [3, 5, 7, 0, 35 * size, 7 * size, size, 0, 0, 7 * unit, unit, 0, 7 * unit, 0, unit];
          const [got, want] = bothWays(
            chosen,
            'binary',
            type,
            number,
            { array, slots: 105 },
            [a, b],
            layout,
            3,
          );
          expectSame(type, got, want, tolerance(operation), operation, slack(operation, type));
        });
      }
      for (const [operation, number] of Object.entries(kernelUnary)) {
        test.skipIf(!chosen.has('unary'))(
          `${operation} ${type.name}: contiguous, strided, backwards, transposed`,
          () => {
            for (const n of sizes) {
              const a = values(type, 2 * n + 3, 5);
              for (const step of [unit, 2 * unit, -unit]) {
                const layout = [n, unit, unit, step < 0 ? n * unit : unit, step];
                const [got, want] = bothWays(
                  chosen,
                  'unary',
                  type,
                  number,
                  { array: type, slots: n + 2 },
                  [a],
                  layout,
                  1,
                );
                expectSame(type, got, want, tolerance(operation), `${operation} of ${n} by step ${step}`);
              }
            }
            const a = values(type, 6 * 9, 6);
            const layout = [9, 6, 0, 6 * unit, unit, 0, unit, 9 * unit];
            const [got, want] = bothWays(
              chosen,
              'unary',
              type,
              number,
              { array: type, slots: 54 },
              [a],
              layout,
              2,
            );
            expectSame(type, got, want, tolerance(operation), operation);
          },
        );
        test.skipIf(!chosen.has('unary'))(`${operation} ${type.name}: over many tasks and long runs`, () => {
          const n = 200_003;
          const a = values(type, n, 7);
          const [got, want] = bothWays(
            chosen,
            'unary',
            type,
            number,
            { array: type, slots: n },
            [a],
            [n, 0, unit, 0, unit],
            1,
          );
          expectSame(type, got, want, tolerance(operation), operation);
          const rows = [1001, 100, 0, 100 * unit, unit, 0, unit, 1001 * unit];
          const [cut, whole] = bothWays(
            chosen,
            'unary',
            type,
            number,
            { array: type, slots: 100_100 },
            [a],
            rows,
            2,
          );
          expectSame(type, cut, whole, tolerance(operation), operation);
        });
      }
    }
  });
}
