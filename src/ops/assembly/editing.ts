/** Arrays with elements added, taken out, or repeated to a size. */

import { copyElements } from '../../core/copy.js';
import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, IndexError } from '../../core/errors.js';
import { type Slice, slice as sliceOf, sliceRange } from '../../core/index-parse.js';
import { checkIndex } from '../../core/indexing.js';
import { layoutSymbol } from '../../core/layout.js';
import { type NDArray, newArray, newUninitialized, storage, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { normalizeAxis, type Shape, sizeOf } from '../../core/shape.js';
import { checkShape } from '../../core/strides.js';
import type { ArrayLike, Rank } from '../../core/types.js';
import { concatenate } from '../joining.js';
import { notEqual } from '../logic.js';
import { moveaxis } from '../manipulation.js';
import { castTo } from '../reduction.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** The axis along which an array is edited. */
export interface EditOptions {
  /** Absent or null: the array is flattened first. */
  readonly axis?: number | null;
}

/** Where elements go in or come out: positions, a range, or a mask. */
export type Places = number | bigint | Slice | Operand;

const editNames: OptionNames<EditOptions> = { axis: true };

/**
 * A copy of `x` with `values` at the end, along an axis or flattened. Dtypes promote.
 *
 * @throws ShapeError when the other lengths differ; AxisError.
 * @example
 * append([1, 2], [3, 4]).toArray(); // [1, 2, 3, 4]
 * @see numpy.append
 */
export function append(x: Operand, values: Operand, options: EditOptions = {}): NDArray {
  checkOptions('append', options, editNames);
  const a = toArray('append', x);
  const b = toArray('append', values);
  return concatenate([a, b] as ArrayLike[], { axis: options.axis ?? null }) as NDArray;
}

/** The array to edit and the axis: flattened without one. */
function target(operation: string, x: Operand, axis: number | null | undefined): [NDArray, number] {
  const a = toArray(operation, x);
  if (axis === undefined || axis === null) return [a.ravel() as NDArray, 0];
  return [a, normalizeAxis(operation, axis, a.ndim)];
}

function isSlice(value: unknown): value is Slice {
  return (
    typeof value === 'object' &&
    value !== null &&
    ('start' in value || 'stop' in value || 'step' in value) &&
    !('dtype' in value)
  );
}

/** Positions along an axis of `length`, not yet checked or counted from the front; and whether there was just one. */
function positionsOf(operation: string, places: Places, length: number): { at: number[]; single: boolean } {
  if (isSlice(places)) {
    const { first, count, step } = sliceRange(
      sliceOf(places.start ?? null, places.stop ?? null, places.step),
      length,
    );
    return { at: Array.from({ length: count }, (_, i) => first + i * step), single: false };
  }
  const list = toArray(operation, places as Operand);
  if (list.dtype === 'bool' && list.ndim > 0) {
    if (list.ndim !== 1 || list.size !== length) {
      throw new IndexError(`a mask of ${list.size} elements on an axis of length ${length}`, {
        operation,
        argument: 'places',
        got: list.shape,
        needs: `a mask of ${length} elements`,
      });
    }
    const mask = list.toArray() as boolean[];
    return { at: mask.flatMap((yes, i) => (yes ? [i] : [])), single: false };
  }
  const at = [...list.flat].map((value) => Number(value));
  if (!at.every(Number.isSafeInteger) || (list.dtype !== 'float64' && dtypeInfo(list.dtype).kind === 'f')) {
    throw new IndexError('places are no integers; needs integers, a range or a mask', {
      operation,
      argument: 'places',
      got: places,
      needs: 'integers, a range or a mask',
    });
  }
  return { at, single: list.size === 1 && list.ndim === 0 };
}

/**
 * A copy of `x` without some elements, along an axis or flattened. Any dtype, which stays.
 *
 * @param places positions (counted from the end when negative), a range as `slice()` makes it, or a mask.
 * @throws IndexError for a position out of bounds, or a mask of another length; AxisError.
 * @example
 * deleteAt([1, 2, 3, 4], [0, -1]).toArray(); // [2, 3]
 * @see numpy.delete
 */
export function deleteAt<X extends Operand>(
  x: X,
  places: Places,
  options: EditOptions = {},
): NDArray<DTypeOf<X>> {
  checkOptions('deleteAt', options, editNames);
  const [a, axis] = target('delete', x, options.axis);
  const length = a.shape[axis];
  const { at } = positionsOf('delete', places, length);
  const gone = Float64Array.from(at, (index) => checkIndex('delete', index, length, axis)).sort();
  const runs = runsBetween(gone, length);
  const shape = a.shape.slice();
  shape[axis] = runs.reduce((sum, [start, end]) => sum + end - start, 0);
  const result = newUninitialized('delete', a.dtype, shape) as NDArray;
  let to = 0;
  for (const [start, end] of runs) {
    copySlab(result, to, a, start, end - start, axis);
    to += end - start;
  }
  return result as never;
}

/** Stretches of an axis without these positions, which ascend. */
function runsBetween(gone: Float64Array, length: number): [start: number, end: number][] {
  const runs: [number, number][] = [];
  let start = 0;
  for (const position of gone) {
    if (position > start) runs.push([start, position]);
    start = position + 1;
  }
  if (start < length) runs.push([start, length]);
  return runs;
}

function slab(x: NDArray, start: number, count: number, axis: number): NDArray {
  const shape = x.shape.slice();
  shape[axis] = count;
  return viewOf(
    x,
    shape,
    x.strides,
    sizeOf(shape) > 0 ? x.offset + start * x.strides[axis] : x.offset,
  ) as NDArray;
}

function copySlab(to: NDArray, at: number, from: NDArray, start: number, count: number, axis: number): void {
  copyElements(slab(to, at, count, axis)[layoutSymbol](), slab(from, start, count, axis)[layoutSymbol]());
}

/**
 * A copy of `x` with `values` put in before the given positions, which are those before anything was put in.
 *
 * The dtype of `x` stays; the values are cast to it and broadcast.
 *
 * @param places positions (counted from the end when negative; the length puts at the end), a range, or a mask.
 * @throws IndexError for a position out of bounds; ShapeError for values that do not fit; AxisError.
 * @example
 * insert([1, 2, 3], 1, 9).toArray(); // [1, 9, 2, 3]
 * insert([1, 2, 3], [0, 2], [8, 9]).toArray(); // [8, 1, 2, 9, 3]
 * @see numpy.insert
 */
export function insert<X extends Operand>(
  x: X,
  places: Places,
  values: Operand,
  options: EditOptions = {},
): NDArray<DTypeOf<X>> {
  checkOptions('insert', options, editNames);
  const [a, axis] = target('insert', x, options.axis);
  const length = a.shape[axis];
  const { at, single } = positionsOf('insert', places, length);
  let added = toArray('insert', values);
  if (added.dtype !== a.dtype) added = castTo('insert', added, a.dtype);
  const before = at.map((index) => insertionPoint(index, length, axis));
  let count = before.length;
  if (count === 1) {
    // One position takes all values, along the axis; a bare position stands for no axis, so their first one goes along.
    while (added.ndim < a.ndim) added = added.expandDims(0) as NDArray;
    if (single) added = moveaxis(added, 0, axis) as NDArray;
    count = added.shape[axis];
  }
  const shape = a.shape.slice();
  shape[axis] = length + count;
  const result = newUninitialized('insert', a.dtype, shape) as NDArray;
  const order = before
    .map((position, i) => [position, i] as const)
    .sort((p, q) => p[0] - q[0] || p[1] - q[1]);
  const source = added.broadcastTo(slabShape(a.shape, axis, count)) as NDArray;
  const width = before.length === 1 ? count : 1;
  let from = 0;
  let to = 0;
  for (const [position, i] of order) {
    copySlab(result, to, a, from, position - from, axis);
    to += position - from;
    from = position;
    copySlab(result, to, source, i, width, axis);
    to += width;
  }
  copySlab(result, to, a, from, length - from, axis);
  return result as never;
}

/** A position to insert before, counted from the front; the length itself is one. */
function insertionPoint(index: number, length: number, axis: number): number {
  return index === length ? index : checkIndex('insert', index, length, axis);
}

function slabShape(shape: Shape, axis: number, count: number): number[] {
  const result = shape.slice() as number[];
  result[axis] = count;
  return result;
}

/**
 * The elements of `x` repeated, in C order, until the shape is full, or as many as it takes.
 *
 * Any dtype, which stays; of nothing, zeros.
 *
 * @throws ShapeError for a shape that is none.
 * @example
 * resize([1, 2, 3], [2, 2]).toArray(); // [[1, 2], [3, 1]]
 * @see numpy.resize
 */
export function resize<X extends Operand, const S extends Shape | number>(
  x: X,
  shape: S,
): NDArray<DTypeOf<X>, Rank<S>> {
  const a = toArray('resize', x).ravel() as NDArray;
  const wanted = checkShape('resize', shape);
  const result = newArray('resize', checkDType('resize', a.dtype) as DType, wanted) as NDArray;
  const flat = viewOf(result, [result.size], [result.itemsize]) as NDArray;
  for (let at = 0; at < result.size && a.size > 0; at += a.size)
    copySlab(flat, at, a, 0, Math.min(a.size, result.size - at), 0);
  return result as never;
}

/** Options of `trimZeros`. */
export interface TrimOptions {
  /** Where: 'f' the front, 'b' the back, 'fb' both. 'fb'. */
  readonly trim?: 'f' | 'b' | 'fb' | 'bf';
  /** Along which axes. All. */
  readonly axis?: number | readonly number[] | null;
}

const trimNames: OptionNames<TrimOptions> = { trim: true, axis: true };

/**
 * A view without the zeros at the ends: of several axes, the smallest box that holds everything that is not zero.
 *
 * Any dtype, which stays; NaN is not zero. Of nothing but zeros an empty array is left.
 *
 * @throws ArgumentError for an unknown `trim`; AxisError.
 * @example
 * trimZeros([0, 0, 1, 0, 2, 0]).toArray(); // [1, 0, 2]
 * @see numpy.trim_zeros
 */
export function trimZeros<X extends Operand>(x: X, options: TrimOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('trimZeros', options, trimNames);
  const a = toArray('trimZeros', x);
  const { trim = 'fb', axis = null } = options;
  if (!['f', 'b', 'fb', 'bf'].includes(trim)) {
    throw new ArgumentError(`trim is ${String(trim)}; needs f, b or fb`, {
      operation: 'trimZeros',
      argument: 'trim',
      got: trim,
      needs: 'f, b or fb',
    });
  }
  const axes = axis === null ? a.shape.map((_, i) => i) : typeof axis === 'number' ? [axis] : axis;
  const mask = notEqual(a, 0);
  let result = a;
  for (const one of axes) {
    const at = normalizeAxis('trimZeros', one, a.ndim);
    const [first, last] = boundsOf(mask, at);
    const start = last < 0 ? (trim === 'b' ? 0 : a.shape[at]) : trim.includes('f') ? first : 0;
    const end = last < 0 ? start : trim.includes('b') ? last + 1 : a.shape[at];
    result = slab(result, start, end - start, at);
  }
  return result as never;
}

/** The first and last position along an axis that has anything true; [0, -1] when none has. */
function boundsOf(mask: NDArray, axis: number): [first: number, last: number] {
  const lanes = (moveaxis(mask, axis, 0) as NDArray).copy('C');
  const data = storage(lanes);
  const width = lanes.size / Math.max(1, mask.shape[axis]);
  const at = (from: number) => Math.floor(from / width);
  const first = (data as Uint8Array).indexOf(1);
  return first < 0 ? [0, -1] : [at(first), at((data as Uint8Array).lastIndexOf(1))];
}
