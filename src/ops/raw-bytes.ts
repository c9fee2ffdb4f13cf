/** The bytes under the elements. */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { checkNDArray } from '../core/foreign.js';
import { type NDArray, storage } from '../core/ndarray.js';
import type { Order, Shape } from '../core/shape.js';

/**
 * The elements as bytes, one after the other: a copy, in the byte order of the machine.
 *
 * @param order 'C', the last axis fastest, or 'F'.
 * @throws ArgumentError for an unknown order; MemoryError; DTypeError for what is no NDArray.
 * @example
 * tobytes(array([1, 2], { dtype: 'int16' })).length; // 4
 * @see numpy.ndarray.tobytes
 */
export function tobytes(x: NDArray, order: Order = 'C'): Uint8Array {
  checkNDArray('tobytes', x);
  const data = storage(x.copy(order));
  const bytes = new Uint8Array(x.nbytes);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, x.nbytes));
  return bytes;
}

/**
 * A copy with the bytes of every number in reverse, as data from a machine of the other byte order needs.
 *
 * Any dtype, which stays; complex numbers turn each of their parts.
 *
 * @throws MemoryError; DTypeError for what is no NDArray.
 * @example
 * byteswap(array([1, 256], { dtype: 'int16' })).toArray(); // [256, 1]
 * @see numpy.ndarray.byteswap
 */
export function byteswap<D extends DType, S extends Shape>(x: NDArray<D, S>): NDArray<D, S> {
  checkNDArray('byteswap', x);
  const result = x.copy('C');
  const data = storage(result);
  const { itemsize, slots } = dtypeInfo(x.dtype);
  const width = itemsize / slots;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, x.nbytes);
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
  return result;
}
