/** Where elements are: searchsorted and digitize in sorted arrays, nonzero and its relatives in any. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { type Foreign, handOver, type Made } from '../core/foreign.js';
import { type NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import { formatShape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { reference } from '../kernels/js/index.js';
import { backend } from '../kernels/select.js';
import { compareComplex } from './complex-order.js';
import { elementsOf, positionsOf, takeAt } from './lanes.js';
import { notEqual } from './logic.js';
import { positionsIn } from './picks.js';
import { castTo } from './reduction.js';
import { type Operand, toArray } from './ufunc.js';

type DTypeOf<X> = X extends NDArray<infer D> | Foreign<infer D> ? D : DType;

/** Options of `searchsorted`. */
export interface SearchOptions {
  /** 'left': before equal elements, 'right': after them. 'left'. */
  readonly side?: 'left' | 'right';
  /** Positions that put the array in order, as `argsort` gives them; needed when it is not sorted. */
  readonly sorter?: Operand;
}

/** Below this many searches, calling the kernel costs more than they do. */
const NATIVE_SIZE = 16;

function checkOneDimension(operation: string, x: NDArray, argument: string): void {
  if (x.ndim === 1) return;
  throw new ShapeError(`${argument} has shape ${formatShape(x.shape)}; needs one dimension`, {
    operation,
    argument,
    got: x.shape,
    needs: 'a one-dimensional array',
  });
}

/** The array with the elements that `sorter` names, in its order. */
function inSorterOrder(operation: string, a: NDArray, sorter: Operand): NDArray {
  const order = toArray(operation, sorter);
  const { kind } = dtypeInfo(order.dtype);
  // A list of JavaScript numbers is float64 here; whole numbers are what counts.
  if (kind !== 'i' && kind !== 'u' && (order === sorter || kind !== 'f')) {
    throw new DTypeError(`sorter is ${order.dtype}; needs integers`, {
      operation,
      argument: 'sorter',
      got: order.dtype,
      needs: 'integers',
    });
  }
  if (order.ndim !== 1 || order.size !== a.size) {
    throw new ShapeError(`sorter has shape ${formatShape(order.shape)}, the array ${formatShape(a.shape)}`, {
      operation,
      argument: 'sorter',
      got: order.shape,
      needs: formatShape(a.shape),
    });
  }
  const positions = Float64Array.from(
    elementsOf(operation, castTo(operation, order, 'float64')) as Float64Array,
  );
  for (const position of positions) {
    if (Number.isInteger(position) && position >= 0 && position < a.size) continue;
    throw new ArgumentError(`sorter has the position ${position}; needs positions in [0, ${a.size - 1}]`, {
      operation,
      argument: 'sorter',
      got: position,
    });
  }
  return takeAt(operation, a, positions);
}

/** A search value as an array: whole JavaScript numbers among integers stay integers. */
function valuesBeside(operation: string, a: NDArray, v: Operand): NDArray {
  if (typeof v === 'number' && Number.isSafeInteger(v) && dtypeInfo(a.dtype).kind !== 'f') {
    return toArray(operation, BigInt(v));
  }
  return toArray(operation, v);
}

function inDType(operation: string, x: NDArray, dtype: DType): NDArray {
  return x.dtype === dtype ? x : castTo(operation, x, dtype);
}

/** Searches of complex numbers, by their order. */
function searchComplex(a: NDArray, values: NDArray, right: boolean, out: NDArray<'int64'>): void {
  const sorted = elementsOf('searchsorted', a) as Float64Array;
  const wanted = elementsOf('searchsorted', values) as Float64Array;
  const positions = positionsOf(out);
  for (let i = 0; i < values.size; i++) {
    let low = 0;
    let high = a.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareComplex(sorted, middle, wanted, i);
      if (order < 0 || (right && order === 0)) low = middle + 1;
      else high = middle;
    }
    positions[2 * i] = low;
    positions[2 * i + 1] = 0;
  }
}

/** The searches themselves: `a` is sorted and one-dimensional. */
export function searchIn(operation: string, a: NDArray, v: NDArray, right: boolean): NDArray<'int64'> {
  const dtype = promoted(a.dtype, v.dtype);
  const sorted = inDType(operation, a, dtype);
  const values = inDType(operation, v, dtype);
  const out = newUninitialized(operation, 'int64', v.shape) as unknown as NDArray<'int64'>;
  if (dtypeInfo(dtype).kind === 'c') {
    searchComplex(sorted, values, right, out);
    return out;
  }
  const operands = [elementsOf(operation, sorted), elementsOf(operation, values), storage(out)];
  const params = new Float64Array([kernelCode(dtype), a.size, v.size, right ? 1 : 0]);
  if (v.size < NATIVE_SIZE && a.size < 1024) reference.searchsorted(operands, params);
  else backend().run('searchsorted', operands, params);
  return out;
}

const searchNames: OptionNames<SearchOptions> = { side: true, sorter: true };

/**
 * Where each value would go into a sorted array so that it stays sorted.
 *
 * The array and the values, of any dtypes, are compared in the dtype they promote to; → int64 of the shape of the
 * values, positions from 0 to the array's length. NaN goes where `sort` puts it. An empty array gives 0.
 *
 * @param a a one-dimensional array in ascending order, or any with a `sorter`.
 * @param v a value or an array of values.
 * @throws ShapeError when `a` or `sorter` does not have one dimension; ArgumentError for another `side`, or a sorter
 * that names what is not there; DTypeError for one that is no integers.
 * @example
 * searchsorted([1, 2, 3], 2).item(); // 1n
 * searchsorted([1, 2, 3], [0, 2], { side: 'right' }).toArray(); // [0n, 2n]
 * @see numpy.searchsorted
 */
export function searchsorted(a: Operand, v: Operand, options: SearchOptions = {}): NDArray<'int64'> {
  checkOptions('searchsorted', options, searchNames);
  const { side = 'left', sorter } = options;
  if (side !== 'left' && side !== 'right') {
    throw new ArgumentError(`side is ${String(side)}; needs 'left' or 'right'`, {
      operation: 'searchsorted',
      argument: 'side',
      got: side,
      needs: "'left' or 'right'",
    });
  }
  let sorted = toArray('searchsorted', a);
  checkOneDimension('searchsorted', sorted, 'a');
  if (sorter !== undefined && sorter !== null) sorted = inSorterOrder('searchsorted', sorted, sorter);
  return searchIn('searchsorted', sorted, valuesBeside('searchsorted', sorted, v), side === 'right');
}

/** 1: never falls, -1: never rises (and falls somewhere), 0: neither. NaN at the end of rising bins is in order. */
function direction(bins: NDArray): 1 | -1 | 0 {
  const data = elementsOf('digitize', bins) as Float64Array;
  const values = bins.dtype === 'float16' ? (elementsOf('digitize', bins.asType('float32')) as never) : data;
  let rises = true;
  let falls = true;
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[i - 1]) rises = false;
    if (values[i] > values[i - 1]) falls = false;
  }
  return rises ? 1 : falls ? -1 : 0;
}

const digitizeNames: OptionNames<{ readonly right?: boolean }> = { right: true };

/**
 * The number of the bin that each element falls into: 0 below all, `bins.length` above all.
 *
 * Any real dtypes → int64 of the shape of `x`. Bin i holds bins[i-1] <= x < bins[i], or with `right`
 * bins[i-1] < x <= bins[i]; of falling bins, the other way round. NaN is above all.
 *
 * @throws ArgumentError when the bins neither rise nor fall; ShapeError unless they have one dimension; DTypeError for
 * complex numbers.
 * @example
 * digitize([0.5, 1, 9], [0, 1, 2]).toArray(); // [1n, 2n, 3n]
 * @see numpy.digitize
 */
export function digitize(
  x: Operand,
  bins: Operand,
  options: { readonly right?: boolean } = {},
): NDArray<'int64'> {
  checkOptions('digitize', options, digitizeNames);
  const edges = toArray('digitize', bins);
  checkOneDimension('digitize', edges, 'bins');
  const values = valuesBeside('digitize', edges, x);
  for (const [array, argument] of [
    [values, 'x'],
    [edges, 'bins'],
  ] as const) {
    if (dtypeInfo(array.dtype).kind !== 'c') continue;
    throw new DTypeError(`${argument} is ${array.dtype}; needs real numbers`, {
      operation: 'digitize',
      argument,
      got: array.dtype,
      needs: 'a real dtype',
    });
  }
  const way = direction(edges);
  if (way === 0) {
    throw new ArgumentError('bins neither rise nor fall; needs them in ascending or descending order', {
      operation: 'digitize',
      argument: 'bins',
      got: edges,
    });
  }
  if (way === 1) return searchIn('digitize', edges, values, options.right !== true);
  const found = searchIn('digitize', edges.at('::-1') as NDArray, values, options.right !== true);
  const positions = positionsOf(found);
  for (let i = 0; i < found.size; i++) positions[2 * i] = edges.size - positions[2 * i];
  return found;
}

/** Which elements are not zero (NaN is not). */
function truths(x: NDArray): NDArray {
  return x.dtype === 'bool' ? x : (notEqual(x, 0) as NDArray);
}

/**
 * The positions of the elements that are not zero: one array for each axis, in C order.
 *
 * Any dtype → int64. NaN is not zero. An empty array has none.
 *
 * @throws ShapeError for an array without axes.
 * @example
 * nonzero([[0, 1], [2, 0]]).map((axis) => axis.toArray()); // [[0n, 1n], [1n, 0n]]
 * @see numpy.nonzero
 */
export function nonzero(x: Operand): NDArray<'int64'>[] {
  const a = toArray('nonzero', x);
  if (a.ndim === 0) {
    throw new ShapeError('x has no axes; needs at least one, as ravel() makes', {
      operation: 'nonzero',
      argument: 'x',
      got: a.shape,
      needs: 'at least one axis',
    });
  }
  const found = positionsIn('nonzero', truths(a), a.shape, false);
  return a.shape.map((_, axis) => found.at(axis) as NDArray<'int64'>);
}

/**
 * The positions of the elements that are not zero: a row of indices for each.
 *
 * Any dtype → int64 of shape (found, ndim). NaN is not zero. Of an array without axes, rows of no index.
 *
 * @throws DTypeError for what is no array.
 * @example
 * argwhere([[0, 1], [2, 0]]).toArray(); // [[0n, 1n], [1n, 0n]]
 * @see numpy.argwhere
 */
export function argwhere(x: Operand): NDArray<'int64', [number, number]> {
  const a = toArray('argwhere', x);
  if (a.ndim > 0)
    return positionsIn('argwhere', truths(a), a.shape, true) as NDArray<'int64', [number, number]>;
  const rows = truths(a).item() === true ? 1 : 0;
  return newUninitialized('argwhere', 'int64', [rows, 0]) as unknown as NDArray<'int64', [number, number]>;
}

/** The numbers of the elements that are not zero, counted in C order. */
function flatPositions(operation: string, x: NDArray): NDArray<'int64', [number]> {
  return positionsIn(operation, truths(x), [x.size], true).ravel();
}

/**
 * The positions of the elements that are not zero in the flattened array.
 *
 * Any dtype → int64. NaN is not zero. An empty array has none.
 *
 * @throws DTypeError for what is no array.
 * @example
 * flatnonzero([[0, 1], [2, 0]]).toArray(); // [1n, 2n]
 * @see numpy.flatnonzero
 */
export function flatnonzero(x: Operand): NDArray<'int64', [number]> {
  return flatPositions('flatnonzero', toArray('flatnonzero', x));
}

/**
 * The elements of the flattened array where the flattened condition is true.
 *
 * The condition is any dtype (not zero is true, NaN too); the elements keep their dtype. Of blocked arrays, a blocked
 * array whose length computing tells.
 *
 * @throws ArgumentError when the condition is true beyond the array's end.
 * @example
 * extract([true, false, true], [1, 2, 3]).toArray(); // [1, 3]
 * @see numpy.extract
 */
export function extract<C extends Operand, X extends Operand>(
  condition: C,
  x: X,
): Made<C | X, DTypeOf<X>, [number]> {
  const handed = handOver('extract', [condition, x], [condition, x]);
  if (handed !== undefined) return handed as never;
  const a = toArray('extract', x);
  const test = toArray('extract', condition);
  if (test.size === a.size) return a.ravel().at(truths(test).ravel()) as never;
  const found = flatPositions('extract', test);
  const last = found.size === 0 ? -1 : Number(found.item(found.size - 1));
  if (last >= a.size) {
    throw new ArgumentError(`the condition is true at ${last}, there are ${a.size} elements`, {
      operation: 'extract',
      argument: 'condition',
      got: last,
      needs: `true elements before ${a.size}`,
    });
  }
  return a.ravel().at(found) as never;
}
