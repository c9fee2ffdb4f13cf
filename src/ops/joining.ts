/** Arrays joined into one, and one array divided into several. */

import { copyElements } from '../core/copy.js';
import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { checkNotForeign, type Foreign, handOver, type Made } from '../core/foreign.js';
import { layoutSymbol } from '../core/layout.js';
import { NDArray, newUninitialized, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import { formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import type { ArrayLike } from '../core/types.js';
import { itemsOf } from './argument-checks.js';
import { asarray } from './asarray.js';
import { toArray } from './ufunc.js';

/** How arrays are joined. */
export interface JoinOptions<D extends DType = DType> {
  /** The axis along which; 0 by default. For `concatenate`, null joins the flattened arrays. */
  readonly axis?: number | null;
  /** The dtype of the result; by default what the arrays promote to. */
  readonly dtype?: D;
}

function axisOf(options: JoinOptions | number | undefined): number | null {
  return typeof options === 'number' ? options : options?.axis === undefined ? 0 : options.axis;
}

function readArrays(operation: string, arrays: Iterable<ArrayLike>): NDArray[] {
  const read: NDArray[] = [];
  checkNotForeign(operation, arrays);
  for (const x of arrays) {
    checkNotForeign(operation, x);
    read.push(x instanceof NDArray ? toArray(operation, x) : asarray(x));
  }
  if (read.length > 0) return read;
  throw new ArgumentError('arrays is empty; needs at least one array', {
    operation,
    argument: 'arrays',
    needs: 'at least one array',
  });
}

const joinNames: OptionNames<JoinOptions> = { axis: true, dtype: true };

/**
 * Arrays joined along an axis they have. Their other lengths are equal; dtypes promote. The result is a new array in
 * C order, or in Fortran order when all arrays are.
 *
 * @param options the axis, or `{ axis, dtype }`.
 * @throws ArgumentError for no arrays; ShapeError when lengths differ or an array has no axis; AxisError.
 * @example
 * concatenate([zeros([1, 2]), ones([2, 2])]).shape; // [3, 2]
 * @see numpy.concatenate
 */
export function concatenate<D extends DType = DType>(
  arrays: Iterable<ArrayLike>,
  options?: JoinOptions<D> | number,
): NDArray<D, Shape>;
export function concatenate<X extends ArrayLike | Foreign, D extends DType = DType>(
  arrays: Iterable<X>,
  options?: JoinOptions<D> | number,
): Made<X, D, Shape>;
export function concatenate(arrays: Iterable<ArrayLike | Foreign>, options?: JoinOptions | number): unknown {
  checkNotForeign('concatenate', arrays);
  const list = [...arrays];
  const handed = handOver('concatenate', list, [list, options]);
  if (handed !== undefined) return handed as never;
  if (typeof options === 'object') checkOptions('concatenate', options, joinNames);
  const axis = axisOf(options);
  let parts = readArrays('concatenate', list as ArrayLike[]);
  if (axis === null) parts = parts.map((x) => x.ravel());
  const dtype = typeof options === 'object' ? options.dtype : undefined;
  return join('concatenate', parts, axis ?? 0, dtype);
}

function join(operation: string, parts: NDArray[], axis: number, wanted: DType | undefined): NDArray {
  const [first] = parts;
  if (first.ndim === 0) {
    throw new ShapeError('arrays without axes do not join; needs stack, which adds one', {
      operation,
      argument: 'arrays',
    });
  }
  const along = normalizeAxis(operation, axis, first.ndim);
  const shape = first.shape.slice();
  shape[along] = 0;
  let dtype = first.dtype as DType;
  for (const part of parts) {
    checkJoins(operation, part.shape, first.shape, along);
    shape[along] += part.shape[along];
    dtype = promoted(dtype, part.dtype);
  }
  if (wanted !== undefined) dtype = checkDType(operation, wanted);
  const fortran = parts.every((part) => part.order === 'F');
  const result = newUninitialized(operation, dtype, shape as Shape, fortran ? 'F' : 'C');
  const { data } = result[layoutSymbol]();
  let { offset } = result;
  for (const part of parts) {
    copyElements({ data, dtype, shape: part.shape, strides: result.strides, offset }, part[layoutSymbol]());
    offset += part.shape[along] * result.strides[along];
  }
  return result;
}

function checkJoins(operation: string, shape: Shape, first: Shape, along: number): void {
  let fits = shape.length === first.length;
  for (let axis = 0; axis < shape.length; axis++) fits &&= axis === along || shape[axis] === first[axis];
  if (fits) return;
  throw new ShapeError(
    `shapes ${formatShape(first)} and ${formatShape(shape)} do not join along axis ${along}; needs equal lengths on the others`,
    { operation, argument: 'arrays', got: shape, needs: 'equal lengths on the other axes' },
  );
}

/**
 * Arrays of one shape joined along a new axis, which stands at `axis` of the result.
 *
 * @throws ArgumentError for no arrays; ShapeError when shapes differ; AxisError.
 * @example
 * stack([arange(3), arange(3)], 1).shape; // [3, 2]
 * @see numpy.stack
 */
export function stack<D extends DType = DType>(
  arrays: Iterable<ArrayLike>,
  options?: JoinOptions<D> | number,
): NDArray<D, Shape>;
export function stack<X extends ArrayLike | Foreign, D extends DType = DType>(
  arrays: Iterable<X>,
  options?: JoinOptions<D> | number,
): Made<X, D, Shape>;
export function stack(arrays: Iterable<ArrayLike | Foreign>, options?: JoinOptions | number): unknown {
  checkNotForeign('stack', arrays);
  const list = [...arrays];
  const handed = handOver('stack', list, [list, options]);
  if (handed !== undefined) return handed as never;
  if (typeof options === 'object') checkOptions('stack', options, joinNames);
  const parts = readArrays('stack', list as ArrayLike[]);
  for (const part of parts) {
    if (formatShape(part.shape) === formatShape(parts[0].shape)) continue;
    throw new ShapeError(`shapes ${formatShape(parts[0].shape)} and ${formatShape(part.shape)} differ`, {
      operation: 'stack',
      argument: 'arrays',
      got: part.shape,
      needs: 'arrays of one shape',
    });
  }
  const axis = normalizeAxis('stack', axisOf(options) ?? 0, parts[0].ndim + 1);
  const dtype = typeof options === 'object' ? options.dtype : undefined;
  const expanded = parts.map((part) => part.expandDims(axis));
  return join('stack', expanded, axis, dtype);
}

/**
 * Arrays below each other: along the first axis, after vectors became rows.
 *
 * @throws as `concatenate`.
 * @example
 * vstack([arange(2), arange(2)]).shape; // [2, 2]
 * @see numpy.vstack
 */
export function vstack(arrays: Iterable<ArrayLike>): NDArray {
  const parts = readArrays('vstack', arrays).map((x) => (x.ndim < 2 ? x.reshape([1, x.size]) : x));
  return join('vstack', parts as NDArray[], 0, undefined);
}

/**
 * Arrays beside each other: along the second axis, or the only one of vectors.
 *
 * @throws as `concatenate`.
 * @example
 * hstack([arange(2), arange(3)]).shape; // [5]
 * @see numpy.hstack
 */
export function hstack(arrays: Iterable<ArrayLike>): NDArray {
  const parts = readArrays('hstack', arrays).map((x) => (x.ndim === 0 ? x.reshape([1]) : x));
  return join('hstack', parts as NDArray[], parts[0].ndim === 1 ? 0 : 1, undefined);
}

/** How many parts, or the places between them: a list of integers, or an array of them as `flatnonzero` gives. */
export type Sections = number | readonly (number | bigint)[] | NDArray;

/**
 * Views of consecutive parts of `x`: so many equal ones, or those between the given indices.
 *
 * @throws ArgumentError when the axis does not divide into that many equal parts, or an index is no integer; AxisError.
 * @example
 * split(arange(6), 3).map(String); // ['[0. 1.]', '[2. 3.]', '[4. 5.]']
 * @see numpy.split
 */
export function split<D extends DType>(
  x: NDArray<D, Shape>,
  sections: Sections,
  axis = 0,
): NDArray<D, Shape>[] {
  checkNotForeign('split', x);
  const along = normalizeAxis('split', axis, x.ndim);
  if (typeof sections === 'number' && sections > 0 && x.shape[along] % sections !== 0) {
    throw new ArgumentError(
      `axis ${along} of length ${x.shape[along]} does not divide into ${sections} equal parts; arraySplit makes unequal ones`,
      { operation: 'split', argument: 'sections', got: sections },
    );
  }
  return divide('split', x, sections, along);
}

/**
 * As `split`, but the first parts are one longer where the length does not divide.
 *
 * @throws as `split`, except for lengths that do not divide.
 * @example
 * arraySplit(arange(5), 2).map((part) => part.size); // [3, 2]
 * @see numpy.array_split
 */
export function arraySplit<D extends DType>(
  x: NDArray<D, Shape>,
  sections: Sections,
  axis = 0,
): NDArray<D, Shape>[] {
  checkNotForeign('arraySplit', x);
  return divide('arraySplit', x, sections, normalizeAxis('arraySplit', axis, x.ndim));
}

function divide<D extends DType>(
  operation: string,
  x: NDArray<D, Shape>,
  sections: Sections,
  along: number,
): NDArray<D, Shape>[] {
  const length = x.shape[along];
  const bounds =
    typeof sections === 'number'
      ? evenBounds(operation, sections, length)
      : [0, ...itemsOf<unknown>(operation, 'sections', sections).map(placeOf), length];
  for (const place of bounds) if (!Number.isInteger(place)) throw notASection(operation, place);
  const parts: NDArray<D, Shape>[] = [];
  for (let i = 0; i + 1 < bounds.length; i++) {
    const start = clampIndex(bounds[i], length);
    const end = i + 2 === bounds.length ? length : clampIndex(bounds[i + 1], length);
    const shape = x.shape.slice();
    shape[along] = Math.max(0, end - start);
    const offset = shape[along] > 0 ? x.offset + start * x.strides[along] : x.offset;
    parts.push(viewOf(x, shape as Shape, x.strides, offset));
  }
  return parts;
}

/** A place as a number; NaN where it is none. */
function placeOf(place: unknown): number {
  return typeof place === 'number' || typeof place === 'bigint' ? Number(place) : NaN;
}

function clampIndex(index: number, length: number): number {
  return Math.max(0, Math.min(length, index < 0 ? index + length : index));
}

function evenBounds(operation: string, sections: number, length: number): number[] {
  if (!Number.isSafeInteger(sections) || sections < 1) throw notASection(operation, sections);
  const bounds = [0];
  for (let i = 0; i < sections; i++) {
    bounds.push(bounds[i] + Math.floor(length / sections) + (i < length % sections ? 1 : 0));
  }
  return bounds;
}

function notASection(operation: string, got: number): ArgumentError {
  return new ArgumentError(`sections is ${String(got)}; needs a positive integer, or a list of integers`, {
    operation,
    argument: 'sections',
    got,
  });
}
