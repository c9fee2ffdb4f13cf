/** `view(dtype)`: the same bytes as another dtype, by NumPy's rules for the last axis. */
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { ArgumentError, DTypeError } from './errors.js';
import type { Layout } from './layout.js';

/**
 * The layout of the same memory with elements of `dtype`.
 * @throws DTypeError when the item sizes differ and the last axis is missing, not contiguous, or does not divide;
 * ArgumentError when elements of `dtype` would not be aligned.
 */
export function reinterpretStrides(layout: Layout, dtype: DType): Layout {
  const from = dtypeInfo(layout.dtype);
  const to = dtypeInfo(dtype);
  const shape = layout.shape.slice();
  const strides = layout.strides.slice();
  if (from.itemsize !== to.itemsize) {
    const last = shape.length - 1;
    const bytes = last < 0 ? from.itemsize : shape[last] * from.itemsize;
    if (last < 0) throw refuse(layout.dtype, dtype, 'an array without axes keeps its item size');
    // The last axis has one element or its elements lie side by side.
    if (strides[last] !== from.itemsize && shape[last] !== 1) {
      throw refuse(layout.dtype, dtype, 'the last axis is not contiguous');
    }
    if (bytes % to.itemsize !== 0) {
      throw refuse(layout.dtype, dtype, `the last axis has ${bytes} bytes, no multiple of ${to.itemsize}`);
    }
    shape[last] = bytes / to.itemsize;
    strides[last] = to.itemsize;
  }
  return { ...layout, dtype, shape, strides, ...alignedStorage(layout, dtype, shape, strides) };
}

function refuse(from: DType, to: DType, why: string): DTypeError {
  return new DTypeError(`${from} does not view as ${to}: ${why}`, {
    operation: 'view',
    argument: 'dtype',
    got: to,
  });
}

/** The buffer as storage of `dtype`; it begins at the first aligned byte of what the old one covered. */
function alignedStorage(layout: Layout, dtype: DType, shape: readonly number[], strides: readonly number[]) {
  const { storage } = dtypeInfo(dtype);
  const { data } = layout;
  const unit = storage.BYTES_PER_ELEMENT;
  const first = data.byteOffset + (layout.offset ?? 0);
  const aligned =
    first % unit === 0 && strides.every((stride, axis) => shape[axis] <= 1 || stride % unit === 0);
  if (!aligned) {
    throw new ArgumentError(
      `elements of ${dtype} would not lie at multiples of ${unit} bytes; needs a copy, x.copy()`,
      {
        operation: 'view',
        argument: 'dtype',
        got: dtype,
      },
    );
  }
  const start = Math.ceil(data.byteOffset / unit) * unit;
  const length = Math.max(0, Math.floor((data.byteOffset + data.byteLength - start) / unit));
  const viewed = new storage(data.buffer as ArrayBuffer, Math.min(start, data.buffer.byteLength), length);
  return { data: viewed as StorageOf<DType>, offset: first - start };
}
