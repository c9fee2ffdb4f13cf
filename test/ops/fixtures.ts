/** Reading of the stored NumPy results, and comparing with them. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type DType, dtypeInfo } from '../../src/core/dtype.js';
import { fromFloat16 } from '../../src/core/float16.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides } from '../../src/core/shape.js';

export interface Packed {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly hex: string;
}

export function readFixture<T>(name: string, area = 'ops'): T {
  return JSON.parse(
    readFileSync(new URL(`../conformance/fixtures/${area}/${name}.json`, import.meta.url), 'utf8'),
  ) as T;
}

export function unpack({ dtype, shape, hex }: Packed): NDArray {
  const { storage, itemsize } = dtypeInfo(dtype);
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
  return new NDArray({
    data: new storage(bytes.buffer),
    dtype,
    shape,
    strides: contiguousStrides(shape, itemsize),
  });
}

/** The same elements, every second one of a larger array and backwards: strides that no fast path takes. */
export function scattered(x: NDArray): NDArray {
  const { storage, itemsize, slots } = dtypeInfo(x.dtype);
  const data = new storage(2 * x.size * slots + slots);
  const shape = x.shape;
  const strides = contiguousStrides(shape, itemsize).map((stride) => -2 * stride);
  const source = x.data as Float64Array;
  for (let i = 0; i < x.size; i++) {
    for (let part = 0; part < slots; part++) {
      (data as Float64Array)[2 * (x.size - i) * slots + part] = source[i * slots + part];
    }
  }
  return new NDArray({ data, dtype: x.dtype, shape, strides, offset: 2 * x.size * itemsize });
}

/** All real slots in C order as numbers or bigints; NaN and signed zeros kept. */
export function slotsOf(x: NDArray): (number | bigint)[] {
  const own = x.flags.cContiguous ? x : x.copy('C');
  const { slots } = dtypeInfo(x.dtype);
  const start = own.offset / own.data.BYTES_PER_ELEMENT;
  const values = Array.from(own.data.subarray(start, start + own.size * slots) as Float64Array) as (
    | number
    | bigint
  )[];
  return x.dtype === 'float16' ? values.map((bits) => fromFloat16(bits as number)) : values;
}

const epsilons: Partial<Record<DType, number>> = {
  float16: 2 ** -10,
  float32: 2 ** -23,
  complex64: 2 ** -23,
  float64: 2 ** -52,
  complex128: 2 ** -52,
};

/** Expects dtype, shape and values; `ulps` 0 means every bit but those of NaN. */
export function expectLike(got: NDArray, want: NDArray, ulps: number, what: string): void {
  expect(got.dtype, what).toBe(want.dtype);
  expect(got.shape, what).toEqual(want.shape);
  const values = slotsOf(got);
  const wanted = slotsOf(want);
  const isComplex = dtypeInfo(want.dtype).slots === 2;
  for (let i = 0; i < wanted.length; i++) {
    if (Object.is(values[i], wanted[i])) continue;
    if (ulps > 0) {
      // Of complex numbers, an error is measured against the size of the whole number.
      const pair = i - (i % 2);
      const size = isComplex
        ? Math.hypot(Number(wanted[pair]), Number(wanted[pair + 1]))
        : Math.abs(Number(wanted[i]));
      const smallest = want.dtype === 'float16' ? 2 ** -24 : 0;
      const allowed = Math.max(ulps * epsilons[want.dtype]! * size, ulps * smallest);
      if (Math.abs(Number(values[i]) - Number(wanted[i])) <= allowed) continue;
    }
    expect.fail(`${what}: slot ${i} is ${values[i]}, NumPy has ${wanted[i]}`);
  }
}
