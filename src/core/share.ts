/**
 * Arrays in several threads: a descriptor that `postMessage` clones without copying the elements, because they lie
 * on a SharedArrayBuffer, and the array that another thread makes of it. Both see each other's writes; use Atomics
 * or messages to say when something is ready.
 */

import { allocatesShared, allocateUninitialized, passUnseen } from './buffer.js';
import { formatBytes } from './bytes.js';
import { copyElements } from './copy.js';
import { type DType, dtypeInfo, isDType, type StorageOf } from './dtype.js';
import { describe } from './element.js';
import { ArgumentError, MemoryError } from './errors.js';
import { checkNDArray } from './foreign.js';
import { layoutSymbol } from './layout.js';
import { NDArray } from './ndarray.js';
import { contiguousStrides, type Shape } from './shape.js';

/** What goes through `postMessage`. */
export interface SharedArray<D extends DType = DType, S extends Shape = Shape> {
  readonly data: StorageOf<D>;
  readonly dtype: D;
  readonly shape: S;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly writeable: boolean;
}

/**
 * Whether `x` lies on shared memory, so that `share(x)` works. Large arrays made by strided's native build do.
 *
 * @throws DTypeError for what is no NDArray.
 */
export function isShared(x: NDArray): boolean {
  checkNDArray('isShared', x);
  return onSharedMemory(x[layoutSymbol]().data);
}

function onSharedMemory(data: ArrayBufferView): boolean {
  return typeof SharedArrayBuffer === 'function' && data.buffer instanceof SharedArrayBuffer;
}

/**
 * A descriptor of `x` for another thread: any dtype, any strides, no copy.
 *
 * @throws ArgumentError when `x` does not lie on shared memory; DTypeError for what is no NDArray.
 * @example
 * worker.postMessage(share(toShared(x)));
 */
export function share<D extends DType, S extends Shape>(x: NDArray<D, S>): SharedArray<D, S> {
  checkNDArray('share', x);
  // Read through `data`: from now on others hold this memory, so it must never be recycled.
  const { data, dtype, shape, strides, offset } = x;
  if (!onSharedMemory(data)) {
    throw new ArgumentError('x does not lie on shared memory; needs toShared(x), which copies it there', {
      operation: 'share',
      argument: 'x',
      needs: 'an array on a SharedArrayBuffer',
    });
  }
  return { data, dtype, shape, strides, offset, writeable: x.flags.writeable };
}

/**
 * The array a descriptor from `share` describes, over the same memory.
 *
 * @throws ArgumentError when it is no such descriptor, or names elements outside its data.
 * @example
 * parentPort.on('message', (shared) => fromShared(shared).fill(1));
 */
export function fromShared<D extends DType, S extends Shape>(descriptor: SharedArray<D, S>): NDArray<D, S> {
  const problem = problemOf(descriptor);
  if (problem !== null) {
    throw new ArgumentError(`descriptor ${problem}; needs what share(x) gave`, {
      operation: 'fromShared',
      argument: 'descriptor',
      got: descriptor,
    });
  }
  const { data, dtype, shape, strides, offset, writeable } = descriptor;
  return new NDArray<D, S>({ data, dtype, shape, strides, offset, writeable, base: data });
}

/** What is wrong with a descriptor; null when nothing is. */
function problemOf(descriptor: SharedArray): string | null {
  if (typeof descriptor !== 'object' || descriptor === null) return `is ${describe(descriptor)}`;
  const { data, dtype, shape, strides, offset } = descriptor;
  if (!isDType(dtype)) return `has dtype ${describe(dtype)}`;
  const { storage, itemsize } = dtypeInfo(dtype);
  if (!(data instanceof storage)) return `has data that is no ${storage.name}`;
  const lists = Array.isArray(shape) && Array.isArray(strides) && shape.length === strides.length;
  if (!lists || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) return 'has no valid shape';
  const unit = data.BYTES_PER_ELEMENT;
  if (![offset, ...strides].every((n) => Number.isSafeInteger(n) && n % unit === 0))
    return 'has strides that do not fit';
  let low = offset;
  let high = offset + itemsize;
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 0) return null;
    const reach = (shape[axis] - 1) * strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  return low < 0 || high > data.byteLength ? 'reaches outside its data' : null;
}

/**
 * A C-ordered copy of `x` on shared memory; `x` itself when it lies there already.
 *
 * @throws MemoryError when there is not enough; DTypeError for what is no NDArray.
 * @example
 * const shared = toShared(asarray(new Float64Array(8)));
 */
export function toShared<D extends DType, S extends Shape>(x: NDArray<D, S>): NDArray<D, S> {
  checkNDArray('toShared', x);
  if (isShared(x)) return x;
  const { dtype, shape } = x;
  const { itemsize } = dtypeInfo(dtype);
  const data = sharedStorage(dtype, x.size);
  const copy = new NDArray<D, S>({ data, dtype, shape, strides: contiguousStrides(shape, itemsize) });
  copyElements(copy[layoutSymbol](), x[layoutSymbol]());
  return copy;
}

/**
 * Shared memory, by way of `allocate` where that gives it: then the garbage collector knows its size. What is in it, is
 * anything.
 * @throws MemoryError when there is not enough.
 */
export function sharedStorage<D extends DType>(dtype: D, size: number): StorageOf<D> {
  const { storage, slots } = dtypeInfo(dtype);
  const length = size * slots;
  const bytes = length * storage.BYTES_PER_ELEMENT;
  if (allocatesShared(bytes)) return allocateUninitialized('toShared', dtype, size);
  try {
    passUnseen(bytes);
    return new storage(new SharedArrayBuffer(bytes) as unknown as ArrayBuffer, 0, length) as StorageOf<D>;
  } catch (cause) {
    throw new MemoryError(`${formatBytes(bytes)} of shared memory could not be allocated`, {
      operation: 'toShared',
      got: bytes,
      cause,
    });
  }
}
