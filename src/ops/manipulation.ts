/**
 * Views in other shapes: the functions of NumPy and the Array API whose methods NDArray has, and those it has not.
 * None touches an element, except `reshape` and `ravel` where no view can have the shape.
 */

import type { DType } from '../core/dtype.js';
import { describe } from '../core/element.js';
import { ArgumentError, AxisError, ShapeError } from '../core/errors.js';
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type AsTypeOptions, NDArray, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { broadcastShapes, normalizeAxis, type Order, type Shape } from '../core/shape.js';
import type { Permuted, Reversed, ShapeOf, Sizes } from '../core/static-shapes.js';
import { broadcastStrides, checkAxes, checkShape } from '../core/strides.js';
import type { Rank } from '../core/types.js';
import { checkDevice, type Device } from './device.js';
import type { DTypeOf } from './types.js';

/** What has shapes to change: an array, of whatever kind. */
type AnyArray = NDArray<DType, Shape> | Foreign;

/** @throws ArgumentError: a view needs an array to be a view of. */
function arrayOf<D extends DType, S extends Shape>(
  operation: string,
  x: NDArray<D, S> | Foreign,
): NDArray<D, S> {
  if (x instanceof NDArray) return x as NDArray<D, S>;
  throw new ArgumentError(`x is ${describe(x)}; needs an NDArray, as asarray(x) makes one`, {
    operation,
    argument: 'x',
    got: x,
    needs: 'an NDArray',
  });
}

/** Options of `reshape`. */
export interface ReshapeOptions {
  /** How elements are counted, 'C' (last axis fastest) or 'F'. 'C'. */
  readonly order?: Order;
  /** true for a copy in any case, false where there must be none; otherwise a view where strides allow it. */
  readonly copy?: boolean | null;
}

const reshapeNames: OptionNames<ReshapeOptions> = { order: true, copy: true };

/**
 * The elements of `x` in another shape; one length may be -1. A view where strides allow it, else a copy.
 *
 * @param options order and copy, or the order alone.
 * @throws ShapeError when the sizes differ; ArgumentError where `copy` is false and there is no such view.
 * @example
 * reshape(arange(6), [2, -1]).shape; // [2, 3]
 * reshape(arange(4), [2, 2], { order: 'F' }).toArray(); // [[0, 2], [1, 3]]
 * @see numpy.reshape
 */
export function reshape<X extends AnyArray, const R extends Shape>(
  x: X,
  shape: R,
  options: Order | ReshapeOptions = {},
): Made<X, DTypeOf<X>, Sizes<R>> {
  if (isForeign(x)) return x[foreignSymbol]('reshape', [x, shape]) as never;
  const given = typeof options === 'string' ? { order: options } : options;
  checkOptions('reshape', given, reshapeNames);
  const { order = 'C', copy: wanted = null } = given;
  const a = arrayOf('reshape', x);
  const result = a.reshape(shape, order);
  const isView = result.base !== null;
  if (wanted === false && !isView) {
    const needs = 'strides that a view of that shape can have';
    throw new ArgumentError(`copy is false; needs ${needs}`, {
      operation: 'reshape',
      argument: 'copy',
      got: false,
      needs,
    });
  }
  return (wanted === true && isView ? result.copy() : result) as never;
}

/**
 * A view with the axes permuted, or reversed when no order is given.
 *
 * @throws AxisError unless every axis is named exactly once.
 * @example
 * transpose(zeros([2, 3])).shape; // [3, 2]
 * @see numpy.transpose
 */
export function transpose<X extends AnyArray, const A extends readonly number[] | undefined = undefined>(
  x: X,
  axes?: A,
): Made<X, DTypeOf<X>, A extends Shape ? Permuted<ShapeOf<X>, A> : Reversed<ShapeOf<X>>> {
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
export function permuteDims<X extends AnyArray, const A extends readonly number[]>(
  x: X,
  axes: A,
): Made<X, DTypeOf<X>, Permuted<ShapeOf<X>, A>> {
  if (isForeign(x)) return x[foreignSymbol]('transpose', [x, axes]) as never;
  return arrayOf('permuteDims', x).transpose(axes) as never;
}

/**
 * All elements in one axis: a view when they lie in that order, else a copy.
 *
 * @throws ArgumentError for an unknown order.
 * @example
 * ravel(array([[1, 2], [3, 4]]), 'F').toArray(); // [1, 3, 2, 4]
 * @see numpy.ravel
 */
export function ravel<X extends AnyArray>(x: X, order: Order = 'C'): Made<X, DTypeOf<X>, [number]> {
  if (isForeign(x)) return x[foreignSymbol]('ravel', [x]) as never;
  return arrayOf('ravel', x).ravel(order) as never;
}

/**
 * A view with axes of length 1 added, at these places of the result.
 *
 * @throws AxisError for a place outside the result, or named twice.
 * @example
 * expandDims(zeros(3), 0).shape; // [1, 3]
 * @see numpy.expand_dims
 */
export function expandDims<X extends AnyArray>(
  x: X,
  axis: number | readonly number[],
): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('expandDims', [x, axis]) as never;
  return arrayOf('expandDims', x).expandDims(axis) as never;
}

/**
 * A view without axes of length 1: all of them, or those named.
 *
 * @throws ShapeError when a named axis has another length; AxisError when it does not exist.
 * @example
 * squeeze(zeros([1, 3, 1])).shape; // [3]
 * @see numpy.squeeze
 */
export function squeeze<X extends AnyArray>(
  x: X,
  axis?: number | readonly number[],
): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('squeeze', [x, axis]) as never;
  return arrayOf('squeeze', x).squeeze(axis) as never;
}

/**
 * A read-only view of `x` repeated over a larger shape, without using memory for it.
 *
 * @throws ShapeError when `x` does not broadcast to the shape.
 * @example
 * broadcastTo(arange(3), [2, 3]).toArray(); // [[0, 1, 2], [0, 1, 2]]
 * @see numpy.broadcast_to
 */
export function broadcastTo<X extends AnyArray, const R extends Shape>(
  x: X,
  shape: R,
): Made<X, DTypeOf<X>, Sizes<R>> {
  if (isForeign(x)) return x[foreignSymbol]('broadcastTo', [x, shape]) as never;
  return arrayOf('broadcastTo', x).broadcastTo(shape) as never;
}

/** Options of `slidingWindowView`. */
export interface WindowOptions {
  /** The axis of each length of the window; all axes in order. */
  readonly axis?: number | readonly number[];
  /** Whether the view can be written through; an element that several windows hold is written once for each. false. */
  readonly writeable?: boolean;
}

const windowNames: OptionNames<WindowOptions> = { axis: true, writeable: true };

/**
 * A view of all windows of this shape that fit into `x`: the axes that they slide along, shorter by the window less 1,
 * then the axes of the window. Uses no memory; reductions over the last axes are moving sums, means, extremes.
 *
 * Any dtype, which stays. A window of length 0 is empty, and fits once more than there are elements.
 *
 * @throws ShapeError for a window that is longer than its axis, or has another number of axes than `axis` names; AxisError.
 * @example
 * slidingWindowView(arange(5), 3).mean({ axis: -1 }).toArray(); // [1, 2, 3]
 * @see numpy.lib.stride_tricks.sliding_window_view
 */
export function slidingWindowView<D extends DType>(
  x: NDArray<D, Shape>,
  window: number | readonly number[],
  options: WindowOptions = {},
): NDArray<D, Shape> {
  const operation = 'slidingWindowView';
  checkOptions(operation, options, windowNames);
  const { ndim, shape, strides } = arrayOf(operation, x);
  const lengths = checkShape(operation, window);
  const { axis = shape.map((_, at) => at) } = options;
  const axes = (typeof axis === 'number' ? [axis] : axis).map((one) => normalizeAxis(operation, one, ndim));
  if (axes.length !== lengths.length) {
    throw new ShapeError(`window has ${lengths.length} lengths; needs ${axes.length}, one for each axis`, {
      operation,
      argument: 'window',
      got: window,
      needs: `${axes.length} lengths`,
    });
  }
  const places = [...shape];
  for (const [i, at] of axes.entries()) places[at] -= lengths[i] - 1;
  const short = places.findIndex((length, at) => length < 0 || (length === 0 && axes.includes(at)));
  if (short >= 0) {
    throw new ShapeError(`window is longer than axis ${short} of length ${shape[short]}`, {
      operation,
      argument: 'window',
      got: window,
      needs: `at most ${shape[short]} along axis ${short}`,
    });
  }
  const all = [...strides, ...axes.map((at) => strides[at])];
  return viewOf(
    x,
    [...places, ...lengths] as Shape,
    all,
    x.offset,
    options.writeable === true && x.flags.writeable,
  );
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

const asTypeNames: OptionNames<AsTypeOptions & { readonly device?: Device }> = {
  casting: true,
  copy: true,
  order: true,
  device: true,
};

/**
 * A copy of `x` with another dtype; see `NDArray.asType` for what is lost.
 *
 * @throws DTypeError for an unknown dtype, or one the casting rule does not allow.
 * @example
 * asType(array([1.7, -1.7]), 'int32').toArray(); // [1, -1]
 * @see numpy.astype
 */
export function asType<X extends AnyArray, D extends DType>(
  x: X,
  dtype: D,
  options: AsTypeOptions & { readonly device?: Device } = {},
): Made<X, D, ShapeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('asType', [x, dtype]) as never;
  checkOptions('asType', options, asTypeNames);
  checkDevice('asType', options.device);
  return arrayOf('asType', x).asType(dtype, options) as never;
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
export function flip<X extends AnyArray>(
  x: X,
  axis?: number | readonly number[],
): Made<X, DTypeOf<X>, ShapeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('flip', [x, axis]) as never;
  const a = arrayOf('flip', x);
  const given = axis === undefined ? a.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  const strides = a.strides.slice();
  let { offset } = a;
  for (const i of checkAxes('flip', given, a.ndim)) {
    if (a.shape[i] > 0) offset += (a.shape[i] - 1) * strides[i];
    strides[i] = -strides[i];
  }
  return viewOf(a, a.shape, strides, offset) as never;
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
export function moveaxis<X extends AnyArray>(
  x: X,
  source: number | readonly number[],
  destination: number | readonly number[],
): Made<X, DTypeOf<X>, Rank<ShapeOf<X>>> {
  if (isForeign(x)) return x[foreignSymbol]('moveaxis', [x, source, destination]) as never;
  const a = arrayOf('moveaxis', x);
  const from = checkAxes('moveaxis', typeof source === 'number' ? [source] : source, a.ndim, 'source');
  const to = checkAxes(
    'moveaxis',
    typeof destination === 'number' ? [destination] : destination,
    a.ndim,
    'destination',
  );
  if (from.length !== to.length) {
    throw new AxisError(`source has ${from.length} axes, destination has ${to.length}`, {
      operation: 'moveaxis',
      argument: 'destination',
      got: destination,
    });
  }
  const order = a.shape.map((_, axis) => axis).filter((axis) => !from.includes(axis));
  const places = to.map((place, i) => [place, from[i]]).sort(([one], [other]) => one - other);
  for (const [place, axis] of places) order.splice(place, 0, axis);
  return a.transpose(order) as never;
}

/**
 * A view with two axes exchanged.
 *
 * @throws AxisError when one does not exist.
 * @example
 * swapaxes(zeros([2, 3, 4]), 0, 2).shape; // [4, 3, 2]
 * @see numpy.swapaxes
 */
export function swapaxes<X extends AnyArray>(
  x: X,
  axis1: number,
  axis2: number,
): Made<X, DTypeOf<X>, Rank<ShapeOf<X>>> {
  if (isForeign(x)) return x[foreignSymbol]('swapaxes', [x, axis1, axis2]) as never;
  const a = arrayOf('swapaxes', x);
  const from = normalizeAxis('swapaxes', axis1, a.ndim, 'axis1');
  const to = normalizeAxis('swapaxes', axis2, a.ndim, 'axis2');
  const order = a.shape.map((_, axis) => axis);
  order[from] = to;
  order[to] = from;
  return a.transpose(order) as never;
}
