/** Where new arrays get their memory from. */
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';

/** Zeroed storage for `size` elements of `dtype`. */
export function allocate<D extends DType>(_operation: string, dtype: D, size: number): StorageOf<D> {
  const { storage, slots } = dtypeInfo(dtype);
  return new storage(size * slots) as StorageOf<D>;
}

/** Gives back storage from `allocate` that nobody can see any more. The caller vouches for that. */
export function release(storage: ArrayBufferView): void {
  // Without a pool the garbage collector takes it.
  void storage;
}
