/** The bytes of an array's elements, one after the other, without holding a second copy of a large array. */
import { copyElements } from '../core/copy.js';
import { dtypeInfo } from '../core/dtype.js';
import type { Layout } from '../core/layout.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, isContiguous, type Order, sizeOf } from '../core/shape.js';

/** Bytes to gather at a time from an array whose elements lie scattered. */
const chunkBytes = 1 << 22;

/** All bytes of a typed array. */
export function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The order to store `x` in: Fortran where its elements already lie that way and not in C order, as NumPy decides. */
export function fileOrder(x: NDArray): Order {
  return !x.flags.cContiguous && x.flags.fContiguous ? 'F' : 'C';
}

/**
 * The bytes of the elements of `x` in `order`, in this machine's byte order: one piece, and no copy, when they lie
 * that way already; otherwise pieces of a few MB, each valid until the next is asked for.
 */
export function* contiguousChunks(x: NDArray, order: Order): Generator<Uint8Array> {
  if (x.size === 0) return;
  const data = storage(x);
  if (isContiguous(x.shape, x.strides, x.itemsize, order)) {
    yield bytesOf(data).subarray(x.offset, x.offset + x.nbytes);
    return;
  }
  const { dtype, offset } = x;
  // With its axes the other way round, an array's C order is its Fortran order.
  const shape = order === 'C' ? x.shape : [...x.shape].reverse();
  const strides = order === 'C' ? x.strides : [...x.strides].reverse();
  yield* gathered({ data, dtype, shape, strides, offset });
}

function* gathered(x: Layout): Generator<Uint8Array> {
  const { storage, slots, itemsize } = dtypeInfo(x.dtype);
  const [length = 1, ...rest] = x.shape;
  const rowBytes = sizeOf(rest) * itemsize;
  const rowsPerChunk = Math.min(length, Math.max(1, Math.floor(chunkBytes / rowBytes)));
  const offset = x.offset ?? 0;
  if (rowsPerChunk === 1 && rowBytes > chunkBytes) {
    for (let row = 0; row < length; row++) {
      yield* gathered({
        ...x,
        shape: rest,
        strides: x.strides.slice(1),
        offset: offset + row * x.strides[0],
      });
    }
    return;
  }
  const data = new storage((rowsPerChunk * rowBytes * slots) / itemsize) as Layout['data'];
  for (let row = 0; row < length; row += rowsPerChunk) {
    const rows = Math.min(rowsPerChunk, length - row);
    const shape = x.shape.length === 0 ? [] : [rows, ...rest];
    const target: Layout = { data, dtype: x.dtype, shape, strides: contiguousStrides(shape, itemsize) };
    copyElements(target, { ...x, shape, offset: offset + (row === 0 ? 0 : row * x.strides[0]) });
    yield bytesOf(data).subarray(0, rows * rowBytes);
  }
}
