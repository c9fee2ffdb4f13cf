/** What all draws share: one number without a size, an array with one, or the caller's array as `out`. */
import { allocateUninitialized } from '../core/buffer.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, formatShape, type Shape, sizeOf } from '../core/shape.js';
import { checkShape } from '../core/strides.js';

/** The shape of a result: one length, a list of lengths, or none for a single number. */
export type Size = number | readonly number[];

/** Dtypes of the continuous distributions. */
export type FloatDType = 'float64' | 'float32';

/** A new C-contiguous array of `size`, whose elements `fill` writes. */
export function drawArray<D extends DType>(
  operation: string,
  dtype: D,
  size: Size,
  fill: (data: StorageOf<D>) => void,
): NDArray<D> {
  const shape = checkShape(operation, size);
  const data = allocateUninitialized(operation, dtype, sizeOf(shape));
  fill(data);
  return new NDArray({ data, dtype, shape, strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize) });
}

/** The elements of `out` in memory order, once it is known to be of `dtype` and `size`, contiguous and writeable. */
export function outputOf<D extends DType>(
  operation: string,
  out: NDArray<D, Shape>,
  dtype: D,
  size: Size | null | undefined,
): StorageOf<D> {
  if (out.dtype !== dtype) {
    throw new DTypeError(`out is ${out.dtype}; needs ${dtype}`, {
      operation,
      argument: 'out',
      got: out.dtype,
      needs: dtype,
    });
  }
  if (size !== null && size !== undefined) {
    const shape = checkShape(operation, size);
    if (shape.length !== out.ndim || shape.some((length, axis) => length !== out.shape[axis])) {
      throw new ShapeError(`out has shape ${formatShape(out.shape)}, size is ${formatShape(shape)}`, {
        operation,
        argument: 'out',
        got: out.shape,
        needs: formatShape(shape),
      });
    }
  }
  const { cContiguous, fContiguous, writeable } = out.flags;
  if (!writeable || !(cContiguous || fContiguous)) {
    const got = writeable ? 'neither C- nor Fortran-contiguous' : 'read-only';
    throw new ArgumentError(`out is ${got}; needs a contiguous array that can be written`, {
      operation,
      argument: 'out',
      got,
    });
  }
  const data = storage(out);
  const first = out.offset / data.BYTES_PER_ELEMENT;
  return data.subarray(first, first + out.size) as StorageOf<D>;
}

/** @throws DTypeError unless `dtype` is float64 or float32 */
export function checkFloatDType(operation: string, dtype: unknown): FloatDType {
  if (dtype === undefined || dtype === 'float64') return 'float64';
  if (dtype === 'float32') return 'float32';
  throw new DTypeError(`dtype is ${String(dtype)}; needs float64 or float32`, {
    operation,
    argument: 'dtype',
    got: dtype,
    needs: 'float64 or float32',
  });
}
