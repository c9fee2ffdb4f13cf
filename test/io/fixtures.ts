/** Files as NumPy writes them, from test/conformance/generate/io_files.py. */
import { readFileSync } from 'node:fs';
import { copyElements } from '../../src/core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../../src/core/dtype.js';
import { NDArray } from '../../src/core/ndarray.js';
import { contiguousStrides, type Order, type Shape, sizeOf } from '../../src/core/shape.js';

export interface Described {
  readonly dtype: DType;
  readonly shape: number[];
  readonly elements: string;
}

export interface NpyFixture extends Described {
  readonly file: string;
  readonly order: Order;
  readonly endian: '<' | '>';
}

export const fixtures = JSON.parse(
  readFileSync(new URL('../conformance/fixtures/io/files.json', import.meta.url), 'utf8'),
) as {
  npy: NpyFixture[];
  npz: { file: string; arrays: Record<string, Described> }[];
  refused: { name: string; file: string }[];
};

/** Bytes in a buffer of their own. */
export function decode(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

/** The elements in C order, little-endian, as base64. */
export function elementsOf(x: NDArray): string {
  const { dtype, shape } = x;
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const data = new storage(x.size * slots) as StorageOf<DType>;
  const source = { data: x.data, dtype, shape, strides: x.strides, offset: x.offset };
  copyElements({ data, dtype, shape, strides: contiguousStrides(shape, itemsize) }, source);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
}

export function described(x: NDArray): Described {
  return { dtype: x.dtype, shape: [...x.shape], elements: elementsOf(x) };
}

/** An array over little-endian elements in C order, laid out in `order`. */
export function arrayOf({ dtype, shape, elements }: Described, order: Order = 'C'): NDArray {
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const data = new storage(decode(elements).buffer as ArrayBuffer) as StorageOf<DType>;
  const strides = contiguousStrides(shape, itemsize);
  if (order === 'C') return new NDArray({ data, dtype, shape, strides });
  const turned = new storage(sizeOf(shape) * slots) as StorageOf<DType>;
  const fortran = contiguousStrides(shape, itemsize, 'F');
  copyElements({ data: turned, dtype, shape, strides: fortran }, { data, dtype, shape, strides });
  return new NDArray({ data: turned, dtype, shape, strides: fortran });
}

/** 0, 1, 2, … as float64. */
export function counted(shape: Shape): NDArray<'float64'> {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, at) => at);
  return new NDArray({ data, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) });
}
