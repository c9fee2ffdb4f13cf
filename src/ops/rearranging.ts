/** Arrays whose elements are moved along axes, or repeated: roll, repeat, tile, unstack. */

import { copyElements } from '../core/copy.js';
import { dtypeInfo } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type Layout, layoutSymbol } from '../core/layout.js';
import { NDArray, newUninitialized, storage, viewOf } from '../core/ndarray.js';
import { contiguousStrides, normalizeAxis, type Shape } from '../core/shape.js';
import type { ShapeOf } from '../core/static-shapes.js';
import type { ArrayLike, DTypeFrom } from '../core/types.js';
import { asarray } from './asarray.js';
import { type AxesOption, type AxisOption, axesOf, axisOf, checkInteger } from './axis-option.js';
import { castTo } from './reduction.js';
import type { DTypeOf } from './types.js';

/**
 * Elements moved on by `shift` places along axes; those that leave at one end come in at the other.
 *
 * Any dtype and shape, which stay; without `axis` the flattened array is rolled and gets its shape back. Several
 * shifts go with several axes, or all along the one. Empty arrays stay empty.
 *
 * @param shift how many places, towards higher indices where positive; one for each axis, or one for all.
 * @throws ArgumentError for a shift that is no integer, or when there are more shifts than axes; AxisError.
 * @example
 * roll(arange(5), 2).toArray(); // [3, 4, 0, 1, 2]
 * roll([[1, 2], [3, 4]], 1, { axis: 0 }).toArray(); // [[3, 4], [1, 2]]
 * @see numpy.roll
 */
export function roll<const X extends ArrayLike | Foreign>(
  x: X,
  shift: number | readonly number[],
  options?: AxesOption,
): Made<X, DTypeOf<X>, ShapeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('roll', [x, shift, options]) as never;
  const a = asarray(x) as NDArray;
  const axis = axesOf('roll', options);
  const source = axis === null ? a.ravel() : a;
  const shifts = shiftsOf(source.shape, shift, axis ?? 0);
  const result = newUninitialized('roll', a.dtype, source.shape);
  copyRolled(result[layoutSymbol](), source[layoutSymbol](), shifts, 0);
  return (axis === null ? reshaped(result, a.shape) : result) as never;
}

/** How far each axis is rolled, from 0 to its length. */
function shiftsOf(
  shape: Shape,
  shift: number | readonly number[],
  axis: number | readonly number[],
): number[] {
  const shifts = typeof shift === 'number' ? [shift] : shift;
  const axes = typeof axis === 'number' ? [axis] : axis;
  if (shifts.length !== axes.length && shifts.length !== 1 && axes.length !== 1) {
    throw new ArgumentError(`shift has ${shifts.length} values for ${axes.length} axes; needs one for each`, {
      operation: 'roll',
      argument: 'shift',
      got: shift,
      needs: `${axes.length} shifts, or one`,
    });
  }
  const total = shape.map(() => 0);
  for (let i = 0; i < Math.max(shifts.length, axes.length); i++) {
    const at = normalizeAxis('roll', axes[axes.length === 1 ? 0 : i], shape.length);
    const by = checkInteger('roll', 'shift', shifts[shifts.length === 1 ? 0 : i]);
    const length = shape[at];
    if (length > 0) total[at] = (((total[at] + (by % length)) % length) + length) % length;
  }
  return total;
}

/** Each rolled axis cuts what is to be copied in two. */
function copyRolled(target: Layout, source: Layout, shifts: readonly number[], from: number): void {
  let axis = from;
  while (axis < shifts.length && shifts[axis] === 0) axis++;
  if (axis === shifts.length) {
    copyElements(target, source);
    return;
  }
  const shift = shifts[axis];
  const rest = source.shape[axis] - shift;
  copyRolled(stretch(target, axis, shift, rest), stretch(source, axis, 0, rest), shifts, axis + 1);
  copyRolled(stretch(target, axis, 0, shift), stretch(source, axis, rest, shift), shifts, axis + 1);
}

/** The places from `start` on along an axis. */
function stretch(layout: Layout, axis: number, start: number, count: number): Layout {
  const shape = layout.shape.slice();
  shape[axis] = count;
  return { ...layout, shape, offset: (layout.offset ?? 0) + start * layout.strides[axis] };
}

/** A new C-contiguous array in another shape, still the owner of its memory. */
function reshaped(x: NDArray, shape: Shape): NDArray {
  return new NDArray({
    data: storage(x),
    dtype: x.dtype,
    shape,
    strides: contiguousStrides(shape, x.itemsize),
  });
}

/**
 * Every element repeated, one after the other, along an axis.
 *
 * Any dtype, which stays; without `axis` the flattened array is repeated. An empty array gives an empty result.
 *
 * @param repeats how often: a number for all, or a list or integer array with one for each place of the axis.
 * @throws ArgumentError for a negative number of times, or one that is no integer; ShapeError when there are not as
 * many as the axis is long; AxisError.
 * @example
 * repeat([1, 2], 2).toArray(); // [1, 1, 2, 2]
 * repeat([[1, 2], [3, 4]], [1, 2], { axis: 0 }).shape; // [3, 2]
 * @see numpy.repeat
 */
export function repeat<const X extends ArrayLike | Foreign>(
  x: X,
  repeats: number | ArrayLike,
  options?: AxisOption,
): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('repeat', [x, repeats, options]) as never;
  const own = asarray(x) as NDArray;
  const wanted = axisOf('repeat', options, null);
  const a = wanted === null ? own.ravel() : own;
  const axis = normalizeAxis('repeat', wanted ?? 0, a.ndim);
  const counts = countsOf(repeats, a.shape[axis]);
  if (typeof counts !== 'number') return takeRepeated(a, counts, axis) as never;
  const wide = [...a.shape.slice(0, axis + 1), counts, ...a.shape.slice(axis + 1)];
  const strides = [...a.strides.slice(0, axis + 1), 0, ...a.strides.slice(axis + 1)];
  const shape = a.shape.slice();
  shape[axis] *= counts;
  if (axis === a.ndim - 1 && counts < LONG_RUN) return interleaved(a, shape as Shape, counts) as never;
  return copiedAs(a, shape as Shape, wide, strides, 'repeat') as never;
}

/** Runs shorter than this are written by one pass for each of their places, not one after the other. */
const LONG_RUN = 16;

/** Every element of the last axis repeated. */
function interleaved(a: NDArray, shape: Shape, count: number): NDArray {
  const result = newUninitialized('repeat', a.dtype, shape);
  const { itemsize } = dtypeInfo(a.dtype);
  const target = result[layoutSymbol]();
  const strides = contiguousStrides(a.shape, count * itemsize);
  for (let offset = 0; offset < count * itemsize; offset += itemsize) {
    copyElements({ ...target, shape: a.shape, strides, offset }, a[layoutSymbol]());
  }
  return result;
}

function countsOf(repeats: number | ArrayLike, length: number): number | Float64Array {
  if (typeof repeats === 'number') return checkInteger('repeat', 'repeats', repeats, 0);
  const counts = (asarray(repeats) as NDArray).ravel();
  const list = storage(castTo('repeat', counts, 'float64')) as Float64Array;
  for (const count of list) checkInteger('repeat', 'repeats', count, 0);
  if (list.length === 1) return list[0];
  if (list.length === length) return list;
  throw new ShapeError(`repeats has ${list.length} elements, the axis ${length}`, {
    operation: 'repeat',
    argument: 'repeats',
    got: list.length,
    needs: `one element, or ${length}`,
  });
}

function takeRepeated(a: NDArray, counts: Float64Array, axis: number): NDArray {
  let total = 0;
  for (const count of counts) total += count;
  const picks = newUninitialized('repeat', 'int32', [total]);
  const places = storage(picks);
  for (let place = 0, at = 0; place < counts.length; place++) {
    for (const end = at + counts[place]; at < end; at++) places[at] = place;
  }
  return a.at(...new Array<string>(axis).fill(':'), picks) as NDArray;
}

/** A new array of `shape`, filled in the order of `wide`, whose steps through `a` are `strides`. */
function copiedAs(
  a: NDArray,
  shape: Shape,
  wide: Shape,
  strides: readonly number[],
  operation: string,
): NDArray {
  const result = newUninitialized(operation, a.dtype, shape);
  const { itemsize } = dtypeInfo(a.dtype);
  const target = { ...result[layoutSymbol](), shape: wide, strides: contiguousStrides(wide, itemsize) };
  copyElements(target, { ...a[layoutSymbol](), shape: wide, strides });
  return result;
}

/**
 * The whole array repeated along its axes, as tiles.
 *
 * Any dtype, which stays. Where `repetitions` has more entries than the array axes, axes of length 1 are put in
 * front; where it has fewer, the first axes are not repeated. An empty array gives an empty result.
 *
 * @param repetitions how often along each axis, or along the last.
 * @throws ArgumentError for a negative number of times, or one that is no integer.
 * @example
 * tile([1, 2], 2).toArray(); // [1, 2, 1, 2]
 * tile([1, 2], [2, 1]).toArray(); // [[1, 2], [1, 2]]
 * @see numpy.tile
 */
export function tile<const X extends ArrayLike | Foreign>(
  x: X,
  repetitions: number | readonly number[],
): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('tile', [x, repetitions]) as never;
  const a = asarray(x) as NDArray;
  const given = typeof repetitions === 'number' ? [repetitions] : repetitions;
  for (const count of given) checkInteger('tile', 'repetitions', count, 0);
  const ndim = Math.max(a.ndim, given.length);
  const shape: number[] = [];
  const wide: number[] = [];
  const strides: number[] = [];
  for (let axis = 0; axis < ndim; axis++) {
    const own = axis - (ndim - a.ndim);
    const count = given[axis - (ndim - given.length)] ?? 1;
    const length = own < 0 ? 1 : a.shape[own];
    shape.push(count * length);
    wide.push(count, length);
    strides.push(0, own < 0 ? 0 : a.strides[own]);
  }
  return copiedAs(a, shape, wide, strides, 'tile') as never;
}

/**
 * The parts of an array along an axis, as views without that axis.
 *
 * Any dtype, which stays. An axis of length 0 gives an empty list.
 *
 * @throws AxisError when the axis does not exist; an array without axes has none.
 * @example
 * unstack(array([[1, 2], [3, 4]])).map(String); // ['[1. 2.]', '[3. 4.]']
 * @see numpy.unstack
 */
export function unstack<const X extends ArrayLike>(
  x: X,
  options?: AxisOption,
): NDArray<DTypeFrom<X>, Shape>[] {
  const a = asarray(x) as NDArray;
  const axis = normalizeAxis('unstack', axisOf('unstack', options, 0) ?? 0, a.ndim);
  const shape = a.shape.toSpliced(axis, 1);
  const strides = a.strides.toSpliced(axis, 1);
  return Array.from({ length: a.shape[axis] }, (_, i) =>
    viewOf(a, shape.slice() as Shape, strides.slice(), a.offset + i * a.strides[axis]),
  ) as never;
}
