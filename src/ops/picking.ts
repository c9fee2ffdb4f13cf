/** Elements picked by number, and written by number: take, put, compress, choose. */

import { rawSlots, rawView } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError, IndexError, ShapeError } from '../core/errors.js';
import { checkNotForeign, type Foreign, handOver, type Made } from '../core/foreign.js';
import { NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import { broadcastShapes, normalizeAxis, type Shape, sizeOf } from '../core/shape.js';
import type { ArrayLike, DTypeFrom } from '../core/types.js';
import { asarray } from './asarray.js';
import { equal } from './logic.js';
import { copyWhere } from './masked.js';
import { gatherAlong, isNative, positionsIn, scatterFlat } from './picks.js';
import { type IndexMode, type Places, placesArray, placesIn, readIndices } from './places.js';
import { castTo } from './reduction.js';
import { max, min } from './reductions.js';
import { checkOut } from './result.js';
import type { DTypeOf } from './types.js';

export interface TakeOptions {
  /** The axis to take along; absent or null: the flattened array. */
  readonly axis?: number | null;
  /** 'raise' (the default) refuses indices out of bounds; negative ones count from the end only here. */
  readonly mode?: IndexMode;
  /** Where the result goes. */
  readonly out?: NDArray;
}

/** From this many slots on a block copy beats a loop. */
const LONG_ROW = 16;

function intoOut(operation: string, result: NDArray, out: NDArray | undefined): NDArray {
  if (out === undefined) return result;
  checkOut(operation, out, result.dtype, result.shape);
  out.assign(result);
  return out;
}

const takeNames: OptionNames<TakeOptions> = { axis: true, mode: true, out: true };

/**
 * The elements at these places of the flattened array, or these rows of an axis.
 *
 * Any dtype, which stays. The axis gives way to the axes of `indices`: `x.shape` (5, 4) along axis 0 with indices of
 * shape (2, 3) gives (2, 3, 4). No indices give an empty result.
 *
 * @throws IndexError for indices that are no integers or, unless `mode` says otherwise, out of bounds; AxisError.
 * @example
 * take([10, 20, 30], [2, 0, 2]).toArray(); // [30, 10, 30]
 * take([[1, 2], [3, 4]], [1], { axis: 1 }).toArray(); // [[2], [4]]
 * @see numpy.take
 */
export function take<const X extends ArrayLike>(
  x: X,
  indices: ArrayLike,
  options: TakeOptions = {},
): NDArray<DTypeFrom<X>, Shape> {
  checkOptions('take', options, takeNames);
  const own = asarray(x as ArrayLike) as NDArray;
  const whole = options.axis === undefined || options.axis === null;
  const a = whole ? own.ravel() : own;
  const axis = whole ? 0 : normalizeAxis('take', options.axis!, a.ndim);
  const read = readIndices('take', indices);
  const mode = options.mode ?? 'raise';
  const shape = [...a.shape.slice(0, axis), ...read.shape, ...a.shape.slice(axis + 1)];
  const result = newUninitialized('take', a.dtype, shape as Shape);
  const rows = a.flags.cContiguous ? a : (a.copy('C') as NDArray);
  const taken = isNative(result.size) && gatherAlong('take', result as NDArray, rows, axis, read, mode);
  // A place out of bounds is found again, and named.
  if (!taken) takeRows(result, rows, axis, placesIn('take', read, a.shape[axis], mode));
  return intoOut('take', result as NDArray, options.out) as never;
}

/** Copies the rows that stand at `places` of an axis; both arrays are C-contiguous. */
function takeRows(result: NDArray, a: NDArray, axis: number, places: Places): void {
  if (result.size === 0) return;
  const to = rawView(a.dtype, storage(result));
  const from = rawView(a.dtype, storage(a));
  const slots = rawSlots(a.dtype);
  const row = sizeOf(a.shape.slice(axis + 1)) * slots;
  const block = a.shape[axis] * row;
  const end = a.offset / from.BYTES_PER_ELEMENT + a.size * slots;
  let at = 0;
  for (let start = a.offset / from.BYTES_PER_ELEMENT; start < end; start += block) {
    if (row === 1) {
      for (let i = 0; i < places.length; i++) to[at++] = from[start + places[i]];
      continue;
    }
    for (let i = 0; i < places.length; i++, at += row) {
      const j = start + places[i] * row;
      if (row >= LONG_ROW) to.set(from.subarray(j, j + row), at);
      else for (let slot = 0; slot < row; slot++) to[at + slot] = from[j + slot];
    }
  }
}

const putNames: OptionNames<{ readonly mode?: IndexMode }> = { mode: true };

/**
 * Writes values at these places of the flattened array, and gives `x`. Too few values are used again from the first.
 *
 * Values are cast to the dtype of `x`; of several for one place the last stays; without values nothing changes.
 *
 * @throws IndexError for indices that are no integers or, unless `mode` says otherwise, out of bounds; ArgumentError
 * when `x` is read-only.
 * @example
 * put(zeros(4), [0, 2], [5, 6]).toArray(); // [5, 0, 6, 0]
 * @see numpy.put
 */
export function put<D extends DType, S extends Shape>(
  x: NDArray<D, S>,
  indices: ArrayLike,
  values: ArrayLike,
  options: { readonly mode?: IndexMode } = {},
): NDArray<D, S> {
  checkOptions('put', options, putNames);
  const read = readIndices('put', indices);
  const mode = options.mode ?? 'raise';
  const given = (asarray(values) as NDArray).ravel();
  if (x.flags.writeable && x.flags.cContiguous && given.size > 0 && isNative(read.size)) {
    const own = castTo('put', given, x.dtype);
    if (scatterFlat('put', x as NDArray, read, mode, own)) return x;
  }
  const places = placesIn('put', read, x.size, mode);
  if (places.length === 0 || given.size === 0) return x;
  const turn = Int32Array.from({ length: places.length }, (_, i) => i % given.size);
  const own = given.at(turn) as NDArray;
  const flat = x.flags.cContiguous ? x.reshape([x.size]) : x.copy('C').reshape([x.size]);
  flat.setAt([placesArray(places)], own);
  return x.flags.cContiguous ? x : x.assign(flat.reshape(x.shape));
}

/** The condition of `compress` as booleans. @throws ShapeError unless it has one axis */
export function conditionOf(condition: ArrayLike): NDArray<'bool'> {
  const test = castTo('compress', asarray(condition) as NDArray, 'bool') as NDArray<'bool'>;
  if (test.ndim === 1) return test;
  throw new ShapeError(`condition has ${test.ndim} axes; needs one`, {
    operation: 'compress',
    argument: 'condition',
    got: test.shape,
    needs: 'one axis',
  });
}

const compressNames: OptionNames<Pick<TakeOptions, 'axis' | 'out'>> = { axis: true, out: true };

/**
 * The rows of an axis, or the elements of the flattened array, where a condition of one axis is true.
 *
 * Any dtype, which stays. A condition shorter than the axis leaves out the rest.
 *
 * @throws ShapeError for a condition that has not one axis; IndexError when it is true beyond the end; AxisError.
 * @example
 * compress([true, false, true], [1, 2, 3]).toArray(); // [1, 3]
 * @see numpy.compress
 */
export function compress<const C extends ArrayLike | Foreign, const X extends ArrayLike | Foreign>(
  condition: C,
  x: X,
  options: Pick<TakeOptions, 'axis' | 'out'> = {},
): Made<C | X, DTypeOf<X>, Shape> {
  checkOptions('compress', options, compressNames);
  const handed = handOver('compress', [condition, x], [condition, x, options]);
  if (handed !== undefined) return handed as never;
  const test = conditionOf(condition as ArrayLike);
  const own = asarray(x as ArrayLike) as NDArray;
  const whole = options.axis === undefined || options.axis === null;
  if (whole && test.size === own.size) {
    return intoOut('compress', own.ravel().at(test) as NDArray, options.out) as never;
  }
  return take(own, positionsIn('compress', test, [test.size], true).ravel(), options) as never;
}

/** The rows of an array, or the members of a list. */
function listOf(arrays: readonly ArrayLike[] | NDArray): ArrayLike[] {
  checkNotForeign('choose', arrays);
  if (!(arrays instanceof NDArray)) return [...arrays];
  return Array.from({ length: arrays.ndim === 0 ? 0 : arrays.shape[0] }, (_, row) => arrays.at(row));
}

/** The numbers of arrays, by the mode or checked; negative ones do not count from the end here. */
function chosenNumbers(read: NDArray, length: number, mode: IndexMode): NDArray {
  if (mode !== 'raise')
    return placesArray(placesIn('choose', read, length, mode)).reshape(read.shape) as NDArray;
  if (read.size === 0) return read;
  const stray = [min(read).item(), max(read).item()].map(Number).find((n) => n < 0 || n >= length);
  if (stray === undefined) return read;
  throw new IndexError(`index ${stray} is out of bounds for ${length} arrays`, {
    operation: 'choose',
    argument: 'indices',
    got: stray,
    needs: `an integer from 0 to ${length - 1}`,
  });
}

const chooseNames: OptionNames<Pick<TakeOptions, 'mode' | 'out'>> = { out: true, mode: true };

/**
 * For each place, the element of the array whose number stands there.
 *
 * The arrays promote to one dtype and broadcast with `indices`.
 *
 * @param indices integers from 0 to the number of arrays, without it; `mode` says what becomes of others.
 * @throws IndexError for indices that are no integers or out of bounds; ArgumentError without arrays; ShapeError.
 * @example
 * choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]]).toArray(); // [1, 20, 3]
 * @see numpy.choose
 */
export function choose(
  indices: ArrayLike,
  arrays: readonly ArrayLike[] | NDArray,
  options: Pick<TakeOptions, 'mode' | 'out'> = {},
): NDArray {
  checkOptions('choose', options, chooseNames);
  const choices = listOf(arrays).map((one) => asarray(one) as NDArray);
  if (choices.length === 0) {
    throw new ArgumentError('arrays is empty; needs at least one array', {
      operation: 'choose',
      argument: 'arrays',
    });
  }
  const mode = options.mode ?? 'raise';
  const given = asarray(indices) as NDArray;
  // Bools choose between two, as numbers of 0 and 1.
  const read = readIndices('choose', given.dtype === 'bool' ? given.asType('int64') : given);
  const numbers = chosenNumbers(read, choices.length, mode);
  const shape = broadcastShapes('choose', read.shape, ...choices.map((one) => one.shape));
  const dtype = choices.map((one) => one.dtype as DType).reduce(promoted);
  const result = castTo('choose', choices[0].broadcastTo(shape) as NDArray, dtype);
  for (let one = 1; one < choices.length; one++) {
    const mask = equal(numbers, one) as NDArray;
    const choice = choices[one].dtype === dtype ? choices[one] : castTo('choose', choices[one], dtype);
    copyWhere(result, mask, choice, true);
  }
  return intoOut('choose', result, options.out);
}
