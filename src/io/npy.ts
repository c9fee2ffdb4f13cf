/** npy data in memory: bytes to array and back. Reading and writing files is in npy-file.ts. */
import { allocate } from '../core/buffer.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import { contiguousStrides, formatShape } from '../core/shape.js';
import { checkArray, checkBytes } from './arguments.js';
import { bytesOf, contiguousChunks, fileOrder } from './array-bytes.js';
import { swapBytes } from './byte-order.js';
import { type NpyHeader, nativeBigEndian, npyHeader, parseNpyHeader } from './npy-header.js';
import { fileError, type Source } from './source.js';

/**
 * The array in the bytes of an npy file.
 *
 * The result shows `bytes` itself, without a copy, where their order and alignment allow (always so for what this
 * library and NumPy write, in a buffer of its own); otherwise the elements are copied and put in this machine's order.
 *
 * @param bytes a whole npy file, version 1.0, 2.0 or 3.0, of any of the 14 dtypes, in C or Fortran order and either
 *   endianness
 * @returns an array of the shape, dtype and order in the file; empty arrays stay empty, NaNs keep their bits
 * @throws FileError when the bytes are no npy file, are cut short, hold objects or records, or their header does
 *   not fit them
 * @example
 * parseNpy(formatNpy(asarray([[1, 2], [3, 4]]))).shape; // [2, 2]
 *
 * NumPy: `numpy.load`.
 */
export function parseNpy(bytes: Uint8Array): NDArray {
  checkBytes('parseNpy', bytes);
  return parseNpyBytes({ operation: 'parseNpy', name: 'bytes' }, bytes);
}

/** parseNpy for bytes that came from `source`. */
export function parseNpyBytes(source: Source, bytes: Uint8Array): NDArray {
  const header = parseNpyHeader(source, bytes);
  checkDataBytes(source, header, bytes.length - header.dataOffset);
  const { dtype, shape, order, dataOffset, dataBytes } = header;
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const start = bytes.byteOffset + dataOffset;
  const aligned = start % storage.BYTES_PER_ELEMENT === 0;
  const native = header.bigEndian === nativeBigEndian || storage.BYTES_PER_ELEMENT === 1;
  const payload = bytes.subarray(dataOffset, dataOffset + dataBytes);
  if (aligned && native && (dtype !== 'bool' || isCanonicalBool(payload))) {
    const data = new storage(
      bytes.buffer as ArrayBuffer,
      start,
      (dataBytes / itemsize) * slots,
    ) as StorageOf<DType>;
    return new NDArray({
      data,
      dtype,
      shape,
      strides: contiguousStrides(shape, itemsize, order),
      base: bytes,
    });
  }
  const data = allocate(source.operation, dtype, dataBytes / itemsize);
  bytesOf(data).set(payload);
  return finishNpy(header, data);
}

/** The array over freshly read `data`, once they are in this machine's order. */
export function finishNpy(header: NpyHeader, data: StorageOf<DType>): NDArray {
  const { dtype, shape, order } = header;
  if (header.bigEndian !== nativeBigEndian) swapBytes(data);
  if (dtype === 'bool') makeCanonicalBool(data as Uint8Array);
  return new NDArray({
    data,
    dtype,
    shape,
    strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize, order),
  });
}

/** @throws FileError unless exactly the bytes that the header promises are there */
export function checkDataBytes(source: Source, header: NpyHeader, available: number): void {
  if (available === header.dataBytes) return;
  const promise = `${header.dataBytes} bytes of data (shape ${formatShape(header.shape)}, ${header.dtype})`;
  if (available < header.dataBytes) {
    throw fileError(source, `is truncated: its header promises ${promise}, it holds ${available}`);
  }
  throw fileError(source, `holds ${available} bytes of data, but its header promises ${promise}`);
}

/** Kernels rely on bools being 0 or 1; files may hold any byte, and NumPy reads them all as true. */
export function isCanonicalBool(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] > 1) return false;
  return true;
}

function makeCanonicalBool(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; at++) if (bytes[at] > 1) bytes[at] = 1;
}

/**
 * The bytes of an npy file that holds `x`: what writeNpy would write, byte for byte what `numpy.save` writes.
 *
 * @param x any array; Fortran-contiguous ones are stored in Fortran order, all others in C order
 * @returns a new Uint8Array
 * @example
 * formatNpy(asarray([1, 2, 3])).length; // 152
 *
 * NumPy: `numpy.save`.
 */
export function formatNpy(x: NDArray): Uint8Array {
  checkArray('formatNpy', x);
  const order = fileOrder(x);
  const header = npyHeader(x.dtype, x.shape, order);
  const bytes = new Uint8Array(header.length + x.nbytes);
  bytes.set(header);
  let at = header.length;
  for (const chunk of contiguousChunks(x, order)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
