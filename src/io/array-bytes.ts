/** The bytes of an array's elements, one after the other, without holding a second copy of a large array. */
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { NDArray, storage } from '../core/ndarray.js';
import { isContiguous, type Order } from '../core/shape.js';

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
  if (isContiguous(x.shape, x.strides, x.itemsize, order)) {
    const bytes = bytesOf(storage(x));
    yield bytes.subarray(x.offset, x.offset + x.nbytes);
    return;
  }
  const source = order === 'C' ? x : reversedAxes(x);
  const { slots, storage: Storage } = dtypeInfo(x.dtype);
  const perChunk = Math.min(x.size, Math.max(1, Math.floor(chunkBytes / x.itemsize)));
  const chunk = new Storage(perChunk * slots) as StorageOf<DType>;
  const gather = gatherer(source);
  for (let done = 0; done < x.size; ) {
    const count = Math.min(perChunk, x.size - done);
    gather(chunk, count);
    done += count;
    yield bytesOf(chunk).subarray(0, count * x.itemsize);
  }
}

/** The same elements with the axes the other way round: its C order is the Fortran order of `x`. */
function reversedAxes(x: NDArray): NDArray {
  return new NDArray({
    data: storage(x),
    dtype: x.dtype,
    shape: [...x.shape].reverse(),
    strides: [...x.strides].reverse(),
    offset: x.offset,
    base: x,
  });
}

/** A function that copies the next `count` elements, in C order, to the start of `target`. */
function gatherer(x: NDArray): (target: StorageOf<DType>, count: number) => void {
  const { slots } = dtypeInfo(x.dtype);
  const from = storage(x) as Float64Array;
  const slotBytes = from.BYTES_PER_ELEMENT;
  const { shape } = x;
  const strides = x.strides.map((stride) => stride / slotBytes);
  const index = new Array<number>(shape.length).fill(0);
  let at = x.offset / slotBytes;
  return (target, count) => {
    const to = target as Float64Array;
    for (let element = 0; element < count; element++) {
      to[element * slots] = from[at];
      if (slots === 2) to[element * 2 + 1] = from[at + 1];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis];
        if (++index[axis] < shape[axis]) break;
        at -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
  };
}
