/** Arrays of every dtype for tests of kernels: special values and noise, and a comparison that says where they differ. */
import { expect } from 'vitest';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { writeElement } from '../../src/core/element.js';
import { fromFloat16 } from '../../src/core/float16.js';

export const dtypes: readonly DType[] = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float16',
  'float32',
  'float64',
  'complex64',
  'complex128',
];

// prettier-ignore
const specialFloats = [
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
  NaN,
  Infinity,
  -Infinity,
  1e300,
  -1e300,
  5e-324,
  1e-310,
  2 ** 52,
  2 ** 52 - 0.5,
  2 ** 23 - 0.5,
  709.78,
  710,
  -745,
  -746,
  88.72,
  88.73,
  -103.9,
  -87.4,
  1e-40,
  3e38,
  65504,
  65520,
  6e-8,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 63,
  -(2 ** 63),
  2 ** 64 + 4096,
  1e19,
  255.9,
  -0.99,
];
const specialIntegers = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  -3n,
  7n,
  8n,
  31n,
  32n,
  63n,
  64n,
  127n,
  -128n,
  1n << 31n,
  -(1n << 31n),
];

/** `n` elements: a third of them special, the others noise of about ten; `mild` leaves out what is not finite. */
export function elements(dtype: DType, n: number, seed: number, mild = false): StorageOf<DType> {
  const { storage, slots, kind } = dtypeInfo(dtype);
  const data = new storage(n * slots) as StorageOf<DType>;
  let state = seed * 7919 + 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 8;
  };
  const float = (): number => {
    const noise = (next() / 2 ** 23 - 1) * 10;
    return mild || next() % 3 !== 0 ? noise : specialFloats[next() % specialFloats.length];
  };
  for (let i = 0; i < n; i++) {
    if (dtype === 'bool') data[i] = (next() & 1) as never;
    else if (kind === 'c') {
      data[2 * i] = float() as never;
      data[2 * i + 1] = float() as never;
    } else if (kind === 'f') writeElement('elements', dtype, data, i, float());
    else {
      const wide =
        next() % 3 === 0 ? specialIntegers[next() % specialIntegers.length] : BigInt((next() % 200) - 100);
      const value = next() % 16 === 0 ? (BigInt(next()) << 40n) + BigInt(next()) : wide;
      data[i] = (
        storage.BYTES_PER_ELEMENT === 8 ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value))
      ) as never;
    }
  }
  return data;
}

/** Distance in units in the last place of the dtype; NaN equals NaN, and zeros must have the same sign. */
function ulps(dtype: DType, x: number | bigint, y: number | bigint): number {
  if (Object.is(x, y)) return 0;
  if (typeof x === 'bigint' || typeof y === 'bigint') return Infinity;
  if (dtype === 'float16') return Object.is(fromFloat16(x), fromFloat16(y)) ? 0 : Infinity;
  if (Number.isNaN(x) || Number.isNaN(y) || x === 0 || y === 0) return Infinity;
  if (dtype === 'float32' || dtype === 'complex64') {
    const bits = new Int32Array(Float32Array.of(x, y).buffer);
    return Math.abs(bits[0] - bits[1]);
  }
  if (dtype !== 'float64' && dtype !== 'complex128') return Infinity;
  const bits = new BigInt64Array(Float64Array.of(x, y).buffer);
  return Math.abs(Number(bits[0] - bits[1]));
}

/**
 * Fails with the first slot that differs by more than `within` units in the last place (of the larger part of a pair),
 * and by more than `near`.
 */
export function expectSlots(
  dtype: DType,
  got: StorageOf<DType>,
  want: StorageOf<DType>,
  what: string,
  within = 0,
  near = 0,
): void {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < want.length; i++) {
    if (near > 0 && Math.abs(Number(got[i]) - Number(want[i])) <= near) continue;
    if (ulps(dtype, got[i], want[i]) <= within || isNearInPair(dtype, got, want, i, within)) continue;
    expect.fail(`${what}: slot ${i} is ${got[i]}, the reference has ${want[i]}`);
  }
}

/** One part of a complex number may lose digits that the other one has. */
function isNearInPair(
  dtype: DType,
  got: StorageOf<DType>,
  want: StorageOf<DType>,
  slot: number,
  within: number,
): boolean {
  if (dtypeInfo(dtype).kind !== 'c' || within === 0) return false;
  const unit = dtype === 'complex64' ? 2 ** -23 : 2 ** -52;
  const larger = Math.max(Math.abs(Number(want[slot])), Math.abs(Number(want[slot ^ 1])));
  return Math.abs(Number(got[slot]) - Number(want[slot])) <= within * unit * larger;
}
