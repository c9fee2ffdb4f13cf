/**
 * The mathematical functions against correctly rounded values at hard points, on every backend: within 4 units in the
 * last place, and at ±0, infinities and NaN exactly what C99 annex F says. The points are chosen by
 * test/accuracy/fixture.mjs.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { setBackend } from '../../src/kernels/select.js';
import * as st from '../../src/ops/index.js';
import { availableBackends } from '../kernels/available.js';
import { readFixture } from './fixtures.js';

interface Case {
  readonly operation: string;
  readonly dtype: 'float64' | 'float32';
  readonly operands: readonly string[];
  readonly values: string;
}
const { cases } = readFixture<{ cases: Case[] }>('accuracy');
const functions = st as unknown as Record<string, (...args: st.Operand[]) => NDArray>;
type Numbers = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

function decode(text: string, dtype: string): Numbers {
  const { buffer } = Uint8Array.from(Buffer.from(text, 'base64'));
  return dtype === 'float64' ? new Float64Array(buffer) : new Float32Array(buffer);
}

/** Numbers between two of the same sign; every NaN is one number. */
function steps(x: Numbers, y: Numbers, i: number): number {
  if (Object.is(x[i], y[i])) return 0;
  if (Number.isNaN(x[i]) || Number.isNaN(y[i])) return Infinity;
  if (x instanceof Float64Array) {
    const bits = [x, y].map((list) => new BigInt64Array(list.buffer, list.byteOffset)[i]);
    return bits[0] < 0n !== bits[1] < 0n ? Infinity : Math.abs(Number(bits[0] - bits[1]));
  }
  const bits = [x, y].map((list) => new Int32Array(list.buffer, list.byteOffset)[i]);
  return bits[0] < 0 !== bits[1] < 0 ? Infinity : Math.abs(bits[0] - bits[1]);
}

/** The function over all points, and over so many copies of them that kernels run. */
function evaluate(operation: string, operands: readonly Numbers[]): Numbers[] {
  const count = operands[0].length;
  const repeats = Math.ceil(1100 / count);
  const arrays = operands.map((x) => {
    const many = new (x.constructor as Float64ArrayConstructor)(count * repeats);
    for (let r = 0; r < repeats; r++) many.set(x, r * count);
    return many;
  });
  return [functions[operation](...operands), functions[operation](...arrays)].map((x) => x.data as Numbers);
}

const special: Record<string, [x: number, y: number][]> = {
  exp: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, 0],
    [0, 1],
    [-0, 1],
    [1e4, Infinity],
    [-1e4, 0],
  ],
  exp2: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, 0],
    [0, 1],
    [-0, 1],
    [10, 1024],
    [-1e4, 0],
  ],
  expm1: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -1],
    [0, 0],
    [-0, -0],
    [-1e4, -1],
    [1e4, Infinity],
  ],
  log: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, NaN],
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [-1, NaN],
  ],
  log2: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-1, NaN],
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [1024, 10],
  ],
  log10: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-1, NaN],
    [0, -Infinity],
    [-0, -Infinity],
    [1, 0],
    [100, 2],
  ],
  log1p: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, NaN],
    [-1, -Infinity],
    [-2, NaN],
    [0, 0],
    [-0, -0],
  ],
  sin: [
    [NaN, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [0, 0],
    [-0, -0],
  ],
  cos: [
    [NaN, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [0, 1],
    [-0, 1],
  ],
  tan: [
    [NaN, NaN],
    [Infinity, NaN],
    [-Infinity, NaN],
    [0, 0],
    [-0, -0],
  ],
  asin: [
    [NaN, NaN],
    [2, NaN],
    [-2, NaN],
    [Infinity, NaN],
    [0, 0],
    [-0, -0],
  ],
  acos: [
    [NaN, NaN],
    [2, NaN],
    [-2, NaN],
    [Infinity, NaN],
    [1, 0],
  ],
  atan: [
    [NaN, NaN],
    [Infinity, Math.PI / 2],
    [-Infinity, -Math.PI / 2],
    [0, 0],
    [-0, -0],
  ],
  sinh: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [1e4, Infinity],
  ],
  cosh: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, Infinity],
    [0, 1],
    [-0, 1],
    [-1e4, Infinity],
  ],
  tanh: [
    [NaN, NaN],
    [Infinity, 1],
    [-Infinity, -1],
    [0, 0],
    [-0, -0],
    [1e4, 1],
  ],
  asinh: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
  ],
  acosh: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, NaN],
    [1, 0],
    [0, NaN],
    [-1, NaN],
  ],
  atanh: [
    [NaN, NaN],
    [1, Infinity],
    [-1, -Infinity],
    [2, NaN],
    [-2, NaN],
    [0, 0],
    [-0, -0],
    [Infinity, NaN],
  ],
  cbrt: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [0, 0],
    [-0, -0],
    [8, 2],
    [-27, -3],
  ],
  deg2rad: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-0, -0],
    [0, 0],
  ],
  rad2deg: [
    [NaN, NaN],
    [Infinity, Infinity],
    [-0, -0],
    [0, 0],
  ],
};

const [inf, nan, pi] = [Infinity, NaN, Math.PI];
const specialPairs: Record<string, [x: number, y: number, z: number][]> = {
  power: [
    ...([
      [nan, 0, 1],
      [nan, -0, 1],
      [1, nan, 1],
      [nan, 1, nan],
      [2, nan, nan],
      [-1, inf, 1],
      [-1, -inf, 1],
    ] as const),
    ...([
      [0, 3, 0],
      [-0, 3, -0],
      [0, -3, inf],
      [-0, -3, -inf],
      [-0, 2, 0],
      [-0, -2, inf],
      [0, inf, 0],
    ] as const),
    ...([
      [0, -inf, inf],
      [2, inf, inf],
      [2, -inf, 0],
      [0.5, inf, 0],
      [0.5, -inf, inf],
      [inf, 2, inf],
    ] as const),
    ...([
      [inf, -2, 0],
      [-inf, 3, -inf],
      [-inf, 2, inf],
      [-inf, -3, -0],
      [-inf, -2, 0],
      [-inf, 0.5, inf],
    ] as const),
    ...([
      [-8, 1 / 3, nan],
      [-2, 3, -8],
      [-2, 2, 4],
      [2, 0.5, Math.SQRT2],
      [-0, -0.5, inf],
      [-0, 0.5, 0],
    ] as const),
    ...([
      [1, inf, 1],
      [inf, inf, inf],
      [inf, -inf, 0],
      [-inf, inf, inf],
      [-inf, -inf, 0],
      [2, 1e4, inf],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
  atan2: [
    ...([
      [0, 0, 0],
      [-0, 0, -0],
      [0, -0, pi],
      [-0, -0, -pi],
      [0, 1, 0],
      [-0, 1, -0],
      [0, -1, pi],
    ] as const),
    ...([
      [-0, -1, -pi],
      [1, 0, pi / 2],
      [1, -0, pi / 2],
      [-1, 0, -pi / 2],
      [-1, -0, -pi / 2],
    ] as const),
    ...([
      [1, inf, 0],
      [-1, inf, -0],
      [1, -inf, pi],
      [-1, -inf, -pi],
      [inf, 1, pi / 2],
    ] as const),
    ...([
      [-inf, 1, -pi / 2],
      [inf, inf, pi / 4],
      [-inf, inf, -pi / 4],
      [inf, -inf, (3 * pi) / 4],
    ] as const),
    ...([
      [-inf, -inf, (-3 * pi) / 4],
      [nan, 1, nan],
      [1, nan, nan],
      [nan, nan, nan],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
  hypot: [
    ...([
      [inf, nan, inf],
      [nan, -inf, inf],
      [nan, 1, nan],
      [0, -0, 0],
      [3, -4, 5],
      [-inf, 1, inf],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
  logaddexp: [
    ...([
      [inf, inf, inf],
      [-inf, -inf, -inf],
      [inf, -inf, inf],
      [-inf, 2, 2],
      [nan, 1, nan],
    ] as const),
    ...([
      [1, nan, nan],
      [0, 0, Math.LN2],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
  logaddexp2: [
    ...([
      [inf, inf, inf],
      [-inf, -inf, -inf],
      [inf, -inf, inf],
      [-inf, 2, 2],
      [nan, 1, nan],
      [0, 0, 1],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
  nextafter: [
    ...([
      [0, 0, 0],
      [0, -0, -0],
      [nan, 1, nan],
      [1, nan, nan],
      [inf, inf, inf],
      [1, 1, 1],
    ] as const),
  ].map((row) => [...row]) as [number, number, number][],
};

for (const backendName of availableBackends()) {
  describe(`accuracy on ${backendName}`, () => {
    afterAll(() => setBackend('auto'));
    for (const { operation, dtype, operands, values } of cases) {
      test(`${operation} ${dtype}: within 4 units of the exact value`, () => {
        setBackend(backendName);
        const points = operands.map((text) => decode(text, dtype));
        const want = decode(values, dtype);
        for (const got of evaluate(operation, points)) {
          for (let i = 0; i < want.length; i++) {
            if (steps(got, want, i) <= 4) continue;
            const at = points.map((list) => list[i]).join(', ');
            expect.fail(`${operation}(${at}) is ${got[i]}, exactly ${want[i]}`);
          }
        }
      });
    }
    for (const dtype of ['float64', 'float32'] as const) {
      const numbers = dtype === 'float64' ? Float64Array : Float32Array;
      test(`special values in ${dtype}`, () => {
        setBackend(backendName);
        const rows = [
          ...Object.entries(special).map(([name, list]) => [name, list, 1] as const),
          ...Object.entries(specialPairs).map(([name, list]) => [name, list, 2] as const),
        ];
        for (const [operation, list, count] of rows) {
          const operands = Array.from({ length: count }, (_, k) => numbers.from(list.map((row) => row[k])));
          const want = numbers.from(list.map((row) => row[count] as number));
          for (const got of evaluate(operation, operands)) {
            for (let i = 0; i < want.length; i++) {
              // Exact where the value is, to the last digit where it is an angle or a root.
              const allowed = Number.isInteger(want[i]) || !Number.isFinite(want[i]) ? 0 : 1;
              expect(
                steps(got, want, i) <= allowed,
                `${operation}(${list[i].slice(0, count).join(', ')}) is ${got[i]}, exactly ${want[i]}`,
              ).toBe(true);
            }
          }
        }
      });
    }
  });
}
