/** Arrays from what a user has: lists, typed arrays, Buffers, other arrays. */

import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { fromData, isRawMemory, reinterpret } from '../core/from-data.js';
import { hasLayout } from '../core/layout.js';
import { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { contiguousStrides, type Order, type Shape } from '../core/shape.js';
import type { Sizes } from '../core/static-shapes.js';
import { checkOrder, resolveShape } from '../core/strides.js';
import type { ArrayLike, DTypeFrom, ShapeFrom } from '../core/types.js';
import { checkDevice, type Device } from './device.js';
import { tracing } from './tracing.js';

export interface ArrayOptions<D extends DType = DType, S extends Shape = Shape> {
  /** The dtype of the result; what the data has, or needs, by default. */
  readonly dtype?: D;
  /** Memory order; by default what the data has, C for new memory. */
  readonly order?: Order;
  /** true: always; false: never, an error instead; undefined: only where needed. */
  readonly copy?: boolean;
  /** The shape of the result, of as many elements as the data has; one length may be -1. */
  readonly shape?: S;
  /** Where the result is: 'cpu', the one device there is. */
  readonly device?: Device;
}

type Result<T, D extends DType | undefined, S> = NDArray<
  D extends DType ? D : DTypeFrom<T>,
  S extends Shape ? Sizes<S> : ShapeFrom<T>
>;

const arrayNames: OptionNames<{
  dtype?: DType | undefined;
  order?: Order;
  copy?: boolean;
  shape?: Shape | undefined;
  device?: Device;
}> = { dtype: true, order: true, copy: true, shape: true, device: true };

/**
 * A new array from `data`: nested lists, a typed array, a scalar, an NDArray, or an iterable of these.
 *
 * Without `dtype`, booleans give bool, numbers float64 (integers too: ask for another dtype), bigints int64, `{re, im}`
 * complex128, typed arrays and NDArrays their own; mixed lists promote. Memory without a type (ArrayBuffer,
 * SharedArrayBuffer, DataView, Buffer) is read as elements of `dtype`, uint8 by default. Nothing gives shape (0,);
 * NaN stays NaN in floats and is an error in integers.
 *
 * @throws ShapeError for a ragged list; DTypeError for elements that are no numbers; ArgumentError when a number does
 * not fit `dtype`, or for `copy: false` where a copy is needed.
 * @example
 * array([[1, 2], [3, 4]], { dtype: 'int32' });
 * @see numpy.array
 */
export function array<
  const T extends ArrayLike | Iterable<ArrayLike>,
  D extends DType | undefined = undefined,
  const S extends Shape | undefined = undefined,
>(
  data: T,
  options: { dtype?: D; order?: Order; copy?: boolean; shape?: S; device?: Device } = {},
): Result<T, D, S> {
  checkOptions('array', options, arrayNames);
  return build('array', data, { copy: true, ...options } as ArrayOptions) as unknown as Result<T, D, S>;
}

/**
 * `data` as an array, without a copy where that is possible: an NDArray is returned as it is, and a typed array,
 * Buffer, ArrayBuffer or SharedArrayBuffer is wrapped: the array and its owner see each other's writes.
 * Dtypes as in `array`.
 *
 * @throws as `array`.
 * @example
 * const rows = asarray(new Float32Array(6), { shape: [2, 3] }); // never copies
 * @see numpy.asarray
 */
export function asarray<
  const T extends ArrayLike | Iterable<ArrayLike>,
  D extends DType | undefined = undefined,
  const S extends Shape | undefined = undefined,
>(
  data: T,
  options: { dtype?: D; order?: Order; copy?: boolean; shape?: S; device?: Device } = {},
): Result<T, D, S> {
  checkOptions('asarray', options, arrayNames);
  return build('asarray', data, options as ArrayOptions) as unknown as Result<T, D, S>;
}

function build(operation: string, data: unknown, options: ArrayOptions): NDArray {
  const { dtype, order, copy, shape } = options;
  checkDevice(operation, options.device);
  if (dtype !== undefined) checkDType(operation, dtype);
  if (order !== undefined) checkOrder(operation, order);
  // An array without elements, as a traced function gets it, becomes one that has them.
  const own = wrap(operation, tracing.current === null ? data : tracing.current.force(data), dtype);
  const fresh = own.base === null && own !== data;
  let result = own;
  if (dtype !== undefined && own.dtype !== dtype) {
    refuseCopy(operation, copy, `dtype ${dtype} from ${own.dtype}`);
    result = own.asType(dtype, { order: order ?? 'K' });
  } else if (order !== undefined && !own.flags[order === 'C' ? 'cContiguous' : 'fContiguous']) {
    if (!fresh) refuseCopy(operation, copy, `order ${order}`);
    result = own.copy(order);
  } else if (copy === true && !fresh) {
    result = own.copy(order ?? 'K');
  }
  if (fresh) refuseCopy(operation, copy, 'an array from lists or scalars');
  if (shape === undefined) return result;
  const wanted = resolveShape(operation, shape, result.size, result.shape);
  return result.reshape(wanted, order ?? 'C');
}

function refuseCopy(operation: string, copy: boolean | undefined, what: string): void {
  if (copy !== false) return;
  throw new ArgumentError(`copy is false, but ${what} needs a copy`, {
    operation,
    argument: 'copy',
    got: false,
  });
}

function wrap(operation: string, data: unknown, dtype: DType | undefined): NDArray {
  if (data instanceof NDArray) return data;
  const memory = isRawMemory(data) || isBuffer(data);
  if (memory && dtype !== undefined) return new NDArray(reinterpret(operation, data, dtype));
  const layout = fromData(operation, data, dtype);
  if (hasLayout(data)) return new NDArray({ ...layout, base: data });
  return new NDArray(layout);
}

/** A Node Buffer: bytes of anything, unlike a Uint8Array, whose elements are numbers. */
function isBuffer(data: unknown): boolean {
  return typeof Buffer === 'function' && Buffer.isBuffer(data);
}

const fromBufferNames: OptionNames<{ dtype?: DType; offset?: number; count?: number; shape?: Shape }> = {
  dtype: true,
  offset: true,
  count: true,
  shape: true,
};

/**
 * The bytes of a typed array, Buffer, ArrayBuffer, SharedArrayBuffer or DataView, seen as elements of `dtype`,
 * without a copy. One axis, unless `shape` says otherwise. No bytes give shape (0,).
 *
 * @throws ArgumentError when the bytes do not start at a multiple of the element's size or are no whole number of
 * elements; DTypeError for an unknown dtype; ShapeError when the shape has another size.
 * @example
 * fromBuffer(new Uint8Array([0, 60]).buffer, { dtype: 'float16' }).item(); // 1
 * @see numpy.frombuffer
 */
export function fromBuffer<D extends DType = 'uint8', const S extends Shape = [number]>(
  buffer: ArrayBufferLike | ArrayBufferView,
  options: { dtype?: D; offset?: number; count?: number; shape?: S } = {},
): NDArray<D, Sizes<S>> {
  checkOptions('fromBuffer', options, fromBufferNames);
  const dtype = checkDType('fromBuffer', options.dtype ?? 'uint8');
  const layout = reinterpret('fromBuffer', buffer, dtype, options.offset, options.count);
  if (options.shape === undefined) return new NDArray(layout) as unknown as NDArray<D, Sizes<S>>;
  const shape = resolveShape('fromBuffer', options.shape, layout.shape[0], layout.shape);
  const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
  return new NDArray({ ...layout, shape, strides }) as unknown as NDArray<D, Sizes<S>>;
}
