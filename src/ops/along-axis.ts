/** For each line along an axis its own indices: takeAlongAxis and putAlongAxis. */
import { rawSlots, rawView } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { broadcastShapes, contiguousStrides, normalizeAxis, type Shape } from '../core/shape.js';
import type { ArrayLike, DTypeFrom } from '../core/types.js';
import { asarray } from './asarray.js';
import { type AxisOption, axisOf } from './axis-option.js';
import { placesIn, readIndices } from './places.js';
import { sameShape } from './result.js';
import { lined } from './ufunc-step.js';

/** The lengths that the array and the indices have together, with 1 on the axis. */
function leadOf(operation: string, a: NDArray, places: NDArray, axis: number): number[] {
  if (places.ndim !== a.ndim) {
    throw new ShapeError(`indices has ${places.ndim} axes, x has ${a.ndim}`, {
      operation,
      argument: 'indices',
      got: places.shape,
      needs: `${a.ndim} axes`,
    });
  }
  const besides = (shape: Shape): number[] => shape.map((length, at) => (at === axis ? 1 : length));
  return broadcastShapes(operation, besides(a.shape), besides(places.shape));
}

/** The index that walks `indices` along an axis, and every other axis place by place. */
function alongAxis(operation: string, a: NDArray, indices: ArrayLike, axis: number): Index[] {
  const places = readIndices(operation, indices);
  const lead = leadOf(operation, a, places, axis);
  return a.shape.map((own, other) => {
    if (other === axis) return places;
    const data = Int32Array.from({ length: lead[other] }, (_, i) => (own === 1 ? 0 : i));
    const shape = a.shape.map((_, at) => (at === other ? lead[other] : 1));
    return new NDArray({ data, dtype: 'int32', shape, strides: contiguousStrides(shape, 4) });
  }) as Index[];
}

/**
 * For each place of the other axes its own indices along an axis: what `argsort` and `argmax` give, applied.
 *
 * Any dtype, which stays. `indices` has as many axes as `x` and broadcasts against it on all but the one; the result
 * has its length there.
 *
 * @param options the axis: the last by default; null for the flattened array.
 * @throws IndexError for indices that are no integers or out of bounds; ShapeError when they do not fit; AxisError.
 * @example
 * takeAlongAxis([[3, 1], [2, 4]], [[1], [0]], { axis: 1 }).toArray(); // [[1], [2]]
 * @see numpy.take_along_axis
 */
export function takeAlongAxis<const X extends ArrayLike>(
  x: X,
  indices: ArrayLike,
  options?: AxisOption,
): NDArray<DTypeFrom<X>, Shape> {
  const own = asarray(x) as NDArray;
  const wanted = axisOf('takeAlongAxis', options, -1);
  const a = wanted === null ? own.ravel() : own;
  const axis = normalizeAxis('takeAlongAxis', wanted ?? 0, a.ndim);
  const read = readIndices('takeAlongAxis', indices);
  const lead = leadOf('takeAlongAxis', a, read, axis);
  const length = a.shape[axis];
  const count = read.shape[axis];
  const values = lined('takeAlongAxis', spread(a, lead, axis), [axis], a.dtype);
  const chosen = lined('takeAlongAxis', spread(read, lead, axis), [axis], read.dtype);
  const places = placesIn('takeAlongAxis', chosen, length, 'raise');
  const result = newUninitialized('takeAlongAxis', a.dtype, [...lead.toSpliced(axis, 1), count]);
  const to = rawView(a.dtype, storage(result));
  const from = rawView(a.dtype, storage(values));
  const slots = rawSlots(a.dtype);
  for (let line = 0, at = 0; at < places.length; line += length) {
    for (const end = at + count; at < end; at++) {
      const slot = (line + places[at]) * slots;
      to[at * slots] = from[slot];
      if (slots === 2) to[at * slots + 1] = from[slot + 1];
    }
  }
  const order = lead.map((_, at) => at).slice(0, -1);
  order.splice(axis, 0, a.ndim - 1);
  return (axis === a.ndim - 1 ? result : (result.transpose(order) as NDArray).copy('C')) as never;
}

/** `x` broadcast on every axis but one. */
function spread(x: NDArray, lead: Shape, axis: number): NDArray {
  const shape = lead.map((length, at) => (at === axis ? x.shape[axis] : length));
  return sameShape(shape, x.shape) ? x : (x.broadcastTo(shape) as NDArray);
}

/**
 * Writes values where `takeAlongAxis` would read, and gives `x`.
 *
 * Values are cast to the dtype of `x` and broadcast against the indices; of several for one place the last stays.
 *
 * @throws as `takeAlongAxis`; ArgumentError when `x` is read-only; ShapeError when the values do not broadcast.
 * @example
 * putAlongAxis(array([[3, 1], [2, 4]]), [[1], [0]], 0, { axis: 1 }).toArray(); // [[3, 0], [0, 4]]
 * @see numpy.put_along_axis
 */
export function putAlongAxis<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  indices: ArrayLike,
  values: ArrayLike,
  options?: AxisOption,
): NDArray<D, S> {
  const wanted = axisOf('putAlongAxis', options, -1);
  const a = wanted === null ? flatView('putAlongAxis', x) : x;
  const axis = normalizeAxis('putAlongAxis', wanted ?? 0, a.ndim);
  a.setAt(alongAxis('putAlongAxis', a as NDArray, indices, axis), values);
  return x;
}

/** The array as one axis of the same memory. @throws ArgumentError when there is no such view. */
function flatView<D extends DType>(operation: string, x: NDArray<D, Shape>): NDArray<D, [number]> {
  const flat = x.ravel();
  if (storage(flat) === storage(x)) return flat;
  throw new ArgumentError('the array is not contiguous, so its flattened elements are not in one view', {
    operation,
    argument: 'x',
    needs: 'a C-contiguous array',
  });
}
