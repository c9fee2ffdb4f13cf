/**
 * Views in other shapes: the functions of NumPy and the Array API whose methods NDArray has, and those it has not.
 * None touches an element, except `reshape` and `ravel` where no view can have the shape.
 */

import type { DType } from '../core/dtype.js';
import { describe } from '../core/element.js';
import { ArgumentError, AxisError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { type AsTypeOptions, NDArray, viewOf } from '../core/ndarray.js';
import { broadcastShapes, normalizeAxis, type Order, type Shape } from '../core/shape.js';
import type { Permuted, Reversed, Sizes } from '../core/static-shapes.js';
import { broadcastStrides, checkAxes } from '../core/strides.js';
import type { Rank } from '../core/types.js';
import { checkDevice, type Device } from './device.js';

/** @throws ArgumentError: a view needs an array to be a view of. */
function arrayOf<A extends NDArray>(operation: string, x: A): A {
  if (x instanceof NDArray) return x;
  throw new ArgumentError(`x is ${describe(x)}; needs an NDArray, as asarray(x) makes one`, {
    operation,
    argument: 'x',
    got: x,
    needs: 'an NDArray',
  });
}

/**
 * The elements of `x` in another shape; one length may be -1. A view where strides allow it, else a copy.
 *
 * @param order how elements are counted, 'C' (last axis fastest) or 'F'.
 * @throws ShapeError when the sizes differ.
 * @example
 * reshape(arange(6), [2, -1]).shape; // [2, 3]
 * @see numpy.reshape
 */
export function reshape<D extends DType, const R extends Shape>(
  x: NDArray<D, Shape>,
  shape: R,
  order: Order = 'C',
): NDArray<D, Sizes<R>> {
  if (isForeign(x)) return x[foreignSymbol]('reshape', [x, shape]) as never;
  return arrayOf('reshape', x).reshape(shape, order);
}

/**
 * A view with the axes permuted, or reversed when no order is given.
 *
 * @throws AxisError unless every axis is named exactly once.
 * @example
 * transpose(zeros([2, 3])).shape; // [3, 2]
 * @see numpy.transpose
 */
export function transpose<
  D extends DType,
  S extends Shape,
  const A extends readonly number[] | undefined = undefined,
>(x: NDArray<D, S>, axes?: A): NDArray<D, A extends Shape ? Permuted<S, A> : Reversed<S>> {
  if (isForeign(x)) return x[foreignSymbol]('transpose', [x, axes]) as never;
  return arrayOf('transpose', x).transpose(axes as undefined) as never;
}

/**
 * A view with the axes in the given order.
 *
 * @throws AxisError unless every axis is named exactly once.
 * @example
 * permuteDims(zeros([2, 3, 4]), [2, 0, 1]).shape; // [4, 2, 3]
 * @see Array API permute_dims
 */
export function permuteDims<D extends DType, S extends Shape, const A extends readonly number[]>(
  x: NDArray<D, S>,
  axes: A,
): NDArray<D, Permuted<S, A>> {
  if (isForeign(x)) return x[foreignSymbol]('transpose', [x, axes]) as never;
  return arrayOf('permuteDims', x).transpose(axes);
}

/**
 * All elements in one axis: a view when they lie in that order, else a copy.
 *
 * @throws ArgumentError for an unknown order.
 * @example
 * ravel(array([[1, 2], [3, 4]]), 'F').toArray(); // [1, 3, 2, 4]
 * @see numpy.ravel
 */
export function ravel<D extends DType>(x: NDArray<D, Shape>, order: Order = 'C'): NDArray<D, [number]> {
  if (isForeign(x)) return x[foreignSymbol]('ravel', [x]) as never;
  return arrayOf('ravel', x).ravel(order);
}

/**
 * A view with axes of length 1 added, at these places of the result.
 *
 * @throws AxisError for a place outside the result, or named twice.
 * @example
 * expandDims(zeros(3), 0).shape; // [1, 3]
 * @see numpy.expand_dims
 */
export function expandDims<D extends DType>(
  x: NDArray<D, Shape>,
  axis: number | readonly number[],
): NDArray<D, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('expandDims', [x, axis]) as never;
  return arrayOf('expandDims', x).expandDims(axis);
}

/**
 * A view without axes of length 1: all of them, or those named.
 *
 * @throws ShapeError when a named axis has another length; AxisError when it does not exist.
 * @example
 * squeeze(zeros([1, 3, 1])).shape; // [3]
 * @see numpy.squeeze
 */
export function squeeze<D extends DType>(
  x: NDArray<D, Shape>,
  axis?: number | readonly number[],
): NDArray<D, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('squeeze', [x, axis]) as never;
  return arrayOf('squeeze', x).squeeze(axis);
}

/**
 * A read-only view of `x` repeated over a larger shape, without using memory for it.
 *
 * @throws ShapeError when `x` does not broadcast to the shape.
 * @example
 * broadcastTo(arange(3), [2, 3]).toArray(); // [[0, 1, 2], [0, 1, 2]]
 * @see numpy.broadcast_to
 */
export function broadcastTo<D extends DType, const R extends Shape>(
  x: NDArray<D, Shape>,
  shape: R,
): NDArray<D, Sizes<R>> {
  if (isForeign(x)) return x[foreignSymbol]('broadcastTo', [x, shape]) as never;
  return arrayOf('broadcastTo', x).broadcastTo(shape);
}

/**
 * Read-only views of the arrays, all broadcast to one shape. No arrays give an empty list.
 *
 * @throws ShapeError when the shapes do not broadcast together.
 * @example
 * const [a, b] = broadcastArrays(zeros([2, 1]), zeros(3)); // both of shape [2, 3]
 * @see numpy.broadcast_arrays
 */
export function broadcastArrays(...arrays: NDArray[]): NDArray[] {
  const shape = broadcastShapes('broadcastArrays', ...arrays.map((x) => arrayOf('broadcastArrays', x).shape));
  return arrays.map((x) => {
    const strides = broadcastStrides('broadcastArrays', x.shape, x.strides, shape);
    return viewOf(x, shape, strides, x.offset, false) as NDArray;
  });
}

/**
 * A copy of `x` with another dtype; see `NDArray.asType` for what is lost.
 *
 * @throws DTypeError for an unknown dtype, or one the casting rule does not allow.
 * @example
 * asType(array([1.7, -1.7]), 'int32').toArray(); // [1, -1]
 * @see numpy.astype
 */
export function asType<D extends DType, S extends Shape>(
  x: NDArray<DType, S>,
  dtype: D,
  options: AsTypeOptions & { readonly device?: Device } = {},
): NDArray<D, S> {
  if (isForeign(x)) return x[foreignSymbol]('asType', [x, dtype]) as never;
  checkDevice('asType', options.device);
  return arrayOf('asType', x).asType(dtype, options);
}

/**
 * A copy of `x`, in C order unless another is asked for.
 *
 * @throws ArgumentError for an unknown order; MemoryError.
 * @example
 * const own = copy(broadcastTo(arange(3), [2, 3]));
 * @see numpy.copy
 */
export function copy<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  order: Order | 'K' = 'K',
): NDArray<D, S> {
  return arrayOf('copy', x).copy(order);
}

/**
 * A view that runs backwards along some axes, or along all.
 *
 * @throws AxisError for an axis that does not exist, or is named twice.
 * @example
 * flip(arange(3)).toArray(); // [2, 1, 0]
 * @see numpy.flip
 */
export function flip<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  axis?: number | readonly number[],
): NDArray<D, S> {
  if (isForeign(x)) return x[foreignSymbol]('flip', [x, axis]) as never;
  arrayOf('flip', x);
  const given = axis === undefined ? x.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  const strides = x.strides.slice();
  let { offset } = x;
  for (const i of checkAxes('flip', given, x.ndim)) {
    if (x.shape[i] > 0) offset += (x.shape[i] - 1) * strides[i];
    strides[i] = -strides[i];
  }
  return viewOf(x, x.shape, strides, offset);
}

/**
 * A view with some axes moved to other places; the rest keep their order.
 *
 * @param source the axes to move.
 * @param destination where each goes.
 * @throws AxisError when the two lists differ in length, or an axis does not exist or is named twice.
 * @example
 * moveaxis(zeros([2, 3, 4]), 0, -1).shape; // [3, 4, 2]
 * @see numpy.moveaxis
 */
export function moveaxis<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  source: number | readonly number[],
  destination: number | readonly number[],
): NDArray<D, Rank<S>> {
  if (isForeign(x)) return x[foreignSymbol]('moveaxis', [x, source, destination]) as never;
  arrayOf('moveaxis', x);
  const from = checkAxes('moveaxis', typeof source === 'number' ? [source] : source, x.ndim, 'source');
  const to = checkAxes(
    'moveaxis',
    typeof destination === 'number' ? [destination] : destination,
    x.ndim,
    'destination',
  );
  if (from.length !== to.length) {
    throw new AxisError(`source has ${from.length} axes, destination has ${to.length}`, {
      operation: 'moveaxis',
      argument: 'destination',
      got: destination,
    });
  }
  const order = x.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const places = to.map((place, i) => [place, from[i]]).sort((a, b) => a[0] - b[0]);
  for (const [place, axis] of places) order.splice(place, 0, axis);
  return x.transpose(order) as unknown as NDArray<D, Rank<S>>;
}

/**
 * A view with two axes exchanged.
 *
 * @throws AxisError when one does not exist.
 * @example
 * swapaxes(zeros([2, 3, 4]), 0, 2).shape; // [4, 3, 2]
 * @see numpy.swapaxes
 */
export function swapaxes<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  axis1: number,
  axis2: number,
): NDArray<D, Rank<S>> {
  if (isForeign(x)) return x[foreignSymbol]('swapaxes', [x, axis1, axis2]) as never;
  arrayOf('swapaxes', x);
  const a = normalizeAxis('swapaxes', axis1, x.ndim, 'axis1');
  const b = normalizeAxis('swapaxes', axis2, x.ndim, 'axis2');
  const order = x.shape.map((_, axis) => axis);
  order[a] = b;
  order[b] = a;
  return x.transpose(order) as unknown as NDArray<D, Rank<S>>;
}
