/** New arrays from a shape or a range. */

import { checkDType, type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { isScalar, type Scalar } from '../core/element.js';
import { ArgumentError } from '../core/errors.js';
import { checkNotForeign } from '../core/foreign.js';
import { fromData } from '../core/from-data.js';
import { NDArray, newArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { scalarDType } from '../core/promotion.js';
import type { Order, Shape } from '../core/shape.js';
import type { Sizes } from '../core/static-shapes.js';
import { checkOrder, checkShape, keepOrderStrides } from '../core/strides.js';
import type { ArrayLike } from '../core/types.js';
import { checkDevice, type Device } from './device.js';

export { type ArrayOptions, array, asarray, fromBuffer } from './asarray.js';
export { arange, linspace } from './ranges.js';

/** What a creation function takes after the shape: options, or just the dtype. */
export type CreateOptions<D extends DType> =
  | D
  | { readonly dtype?: D; readonly order?: Order; readonly device?: Device };

const createNames: OptionNames<Exclude<CreateOptions<DType>, DType>> = {
  dtype: true,
  order: true,
  device: true,
};

function readOptions(
  operation: string,
  options: CreateOptions<DType> | undefined,
  otherwise: DType,
  names: OptionNames<object> = createNames,
) {
  const given = typeof options === 'object' ? options : { dtype: options };
  if (given === options) checkOptions(operation, given as object, names);
  const { dtype = otherwise, order = 'C', device } = given as Exclude<CreateOptions<DType>, DType>;
  checkDevice(operation, device);
  return { dtype: checkDType(operation, dtype), order: checkOrder(operation, order) };
}

/**
 * An array of zeros: float64 unless `dtype` says otherwise, false for bool.
 *
 * @param shape the lengths of the axes, or the one length.
 * @throws ShapeError for a length that is no integer or negative; DTypeError; MemoryError.
 * @example
 * zeros([2, 3], 'int32');
 * @see numpy.zeros
 */
export function zeros<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options?: CreateOptions<D>,
): NDArray<D, Sizes<S>> {
  const { dtype, order } = readOptions('zeros', options, 'float64');
  return newArray('zeros', dtype, checkShape('zeros', shape), order) as unknown as NDArray<D, Sizes<S>>;
}

/**
 * An array whose elements may be anything; write before you read. float64 unless `dtype` says otherwise.
 *
 * @throws as `zeros`.
 * @example
 * const out = empty([1000, 1000], { order: 'F' });
 * @see numpy.empty
 */
export function empty<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options?: CreateOptions<D>,
): NDArray<D, Sizes<S>> {
  const { dtype, order } = readOptions('empty', options, 'float64');
  return newUninitialized('empty', dtype, checkShape('empty', shape), order) as unknown as NDArray<
    D,
    Sizes<S>
  >;
}

/**
 * An array of ones: float64 unless `dtype` says otherwise, true for bool.
 *
 * @throws as `zeros`.
 * @example
 * ones(3).toArray(); // [1, 1, 1]
 * @see numpy.ones
 */
export function ones<const S extends Shape | number, D extends DType = 'float64'>(
  shape: S,
  options?: CreateOptions<D>,
): NDArray<D, Sizes<S>> {
  const { dtype, order } = readOptions('ones', options, 'float64');
  const result = newUninitialized('ones', dtype, checkShape('ones', shape), order);
  return result.fill(1) as unknown as NDArray<D, Sizes<S>>;
}

/**
 * An array of one value, or of values that broadcast to the shape. The dtype is that of the value (number: float64,
 * boolean: bool, bigint: int64, `{re, im}`: complex128) unless given.
 *
 * @throws as `zeros`; ArgumentError when the value does not fit the dtype; ShapeError when it does not broadcast.
 * @example
 * full([2, 2], 7, 'uint8');
 * @see numpy.full
 */
export function full<const S extends Shape | number, D extends DType = DType>(
  shape: S,
  value: ArrayLike,
  options?: CreateOptions<D>,
): NDArray<D, Sizes<S>> {
  const own = isScalar(value) ? scalarDType(value) : fromData('full', value, undefined, 'value').dtype;
  const { dtype, order } = readOptions('full', options, own);
  const result = newUninitialized('full', dtype, checkShape('full', shape), order);
  return result.assign(value) as unknown as NDArray<D, Sizes<S>>;
}

interface LikeOptions<D extends DType> {
  readonly dtype?: D;
  /** 'K', the default, keeps the axes in the order they have in memory. */
  readonly order?: Order | 'K';
  readonly device?: Device;
}

function like(operation: string, x: NDArray, zeroed: boolean, options: LikeOptions<DType>): NDArray {
  checkNotForeign(operation, x);
  checkDevice(operation, options.device);
  const dtype = checkDType(operation, options.dtype ?? x.dtype);
  const order = options.order ?? 'K';
  const make = zeroed ? newArray : newUninitialized;
  if (order !== 'K') return make(operation, dtype, x.shape, checkOrder(operation, order));
  const flat = make(operation, dtype, x.shape);
  const strides = keepOrderStrides(x.shape, x.strides, dtypeInfo(dtype).itemsize);
  return new NDArray({ data: storage(flat), dtype, shape: x.shape, strides });
}

const likeNames: OptionNames<LikeOptions<DType>> = { dtype: true, order: true, device: true };

/**
 * Zeros of the shape, dtype and memory order of `x`.
 *
 * @throws DTypeError for an unknown dtype; MemoryError.
 * @example
 * zerosLike(array([[1, 2]]), { dtype: 'bool' });
 * @see numpy.zeros_like
 */
export function zerosLike<D extends DType, S extends Shape, E extends DType = D>(
  x: NDArray<D, S>,
  options: LikeOptions<E> = {},
): NDArray<E, S> {
  checkOptions('zerosLike', options, likeNames);
  return like('zerosLike', x, true, options) as unknown as NDArray<E, S>;
}

/**
 * An array like `x` whose elements may be anything.
 *
 * @throws as `zerosLike`.
 * @example
 * const out = emptyLike(array([[1, 2]]));
 * @see numpy.empty_like
 */
export function emptyLike<D extends DType, S extends Shape, E extends DType = D>(
  x: NDArray<D, S>,
  options: LikeOptions<E> = {},
): NDArray<E, S> {
  checkOptions('emptyLike', options, likeNames);
  return like('emptyLike', x, false, options) as unknown as NDArray<E, S>;
}

/**
 * Ones of the shape, dtype and memory order of `x`.
 *
 * @throws as `zerosLike`.
 * @example
 * onesLike(array([1n, 2n])).toArray(); // [1n, 1n]
 * @see numpy.ones_like
 */
export function onesLike<D extends DType, S extends Shape, E extends DType = D>(
  x: NDArray<D, S>,
  options: LikeOptions<E> = {},
): NDArray<E, S> {
  checkOptions('onesLike', options, likeNames);
  return like('onesLike', x, false, options).fill(1) as unknown as NDArray<E, S>;
}

/**
 * One value, or values that broadcast, in the shape, dtype and memory order of `x`.
 *
 * @throws as `zerosLike`, and as `full` for the value.
 * @example
 * fullLike(array([1, 2]), 5).toArray(); // [5, 5]
 * @see numpy.full_like
 */
export function fullLike<D extends DType, S extends Shape, E extends DType = D>(
  x: NDArray<D, S>,
  value: ArrayLike | Scalar,
  options: LikeOptions<E> = {},
): NDArray<E, S> {
  checkOptions('fullLike', options, likeNames);
  return like('fullLike', x, false, options).assign(value) as unknown as NDArray<E, S>;
}

const eyeNames: OptionNames<{
  readonly k?: number;
  readonly dtype?: DType;
  readonly order?: Order;
  readonly device?: Device;
}> = { k: true, dtype: true, order: true, device: true };

/**
 * A matrix with ones on one diagonal and zeros elsewhere.
 *
 * @param rows its rows.
 * @param columns its columns; as many as rows by default.
 * @param options `k`, the diagonal: 0 the main one, positive above, negative below; dtype (float64); order.
 * @throws ShapeError, DTypeError, MemoryError as `zeros`; ArgumentError when `k` is no integer.
 * @example
 * eye(2).toArray(); // [[1, 0], [0, 1]]
 * @see numpy.eye
 */
export function eye<D extends DType = 'float64'>(
  rows: number,
  columns: number | null = rows,
  options: {
    readonly k?: number;
    readonly dtype?: D;
    readonly order?: Order;
    readonly device?: Device;
  } = {},
): NDArray<D, [number, number]> {
  const { dtype, order } = readOptions('eye', options, 'float64', eyeNames);
  const k = options.k ?? 0;
  if (!Number.isSafeInteger(k)) {
    throw new ArgumentError(`k is ${String(k)}; needs an integer`, {
      operation: 'eye',
      argument: 'k',
      got: k,
    });
  }
  const shape = checkShape('eye', [rows, columns ?? rows]) as [number, number];
  const result = newArray('eye', dtype, shape, order);
  const first = Math.max(0, -k);
  const count = Math.max(0, Math.min(shape[0] - first, shape[1] - Math.max(0, k)));
  const [down, right] = result.strides;
  const data: StorageOf<DType> = storage(result);
  const diagonal = new NDArray({
    data,
    dtype,
    shape: [count],
    strides: [down + right],
    offset: first * down + Math.max(0, k) * right,
  });
  diagonal.fill(1);
  return result as unknown as NDArray<D, [number, number]>;
}

/**
 * The square identity matrix.
 *
 * @throws as `eye`.
 * @example
 * identity(2, 'int8');
 * @see numpy.identity
 */
export function identity<D extends DType = 'float64'>(n: number, dtype?: D): NDArray<D, [number, number]> {
  return eye(n, n, { dtype });
}
