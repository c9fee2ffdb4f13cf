/** Arrays as sets: their distinct elements, flattened and in order. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { type NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import { minimum } from './elementwise.js';
import { concatenate } from './joining.js';
import { elementsOf, flattened, fromPositions, lanesOf, positionsOf, takeAt } from './lanes.js';
import { equal, notEqual } from './logic.js';
import { isNative } from './picks.js';
import { castTo } from './reduction.js';
import { searchIn } from './searching.js';
import { orderOfLanes } from './sorting.js';
import type { Common } from './types.js';
import { type Operand, toArray } from './ufunc.js';
import { unique } from './unique.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

/** Options of the set operations. */
export interface SetOptions {
  /** Says that neither array has an element twice, which saves the check. */
  readonly assumeUnique?: boolean;
}

/** Options of `isin`. */
export interface IsinOptions extends SetOptions {
  /** Gives the opposite: which elements are not there. */
  readonly invert?: boolean;
  /** NumPy's names of algorithms. Accepted, without effect. */
  readonly kind?: 'sort' | 'table' | null;
}

/** What `intersect1d` gives with `returnIndices`. */
export interface Intersection<D extends DType = DType> {
  readonly values: NDArray<D>;
  /** int64: where each value is first in the flattened first array. */
  readonly indices1: NDArray<'int64'>;
  /** int64: where each value is first in the flattened second array. */
  readonly indices2: NDArray<'int64'>;
}

function inDType(operation: string, x: NDArray, dtype: DType): NDArray {
  return x.dtype === dtype ? x : castTo(operation, x, dtype);
}

/** Both arrays flattened, in the dtype they promote to. */
function bothFlat(operation: string, a: Operand, b: Operand): [NDArray, NDArray] {
  const x = toArray(operation, a);
  const y = toArray(operation, b);
  const dtype = promoted(x.dtype, y.dtype);
  return [
    flattened(operation, inDType(operation, x, dtype)),
    flattened(operation, inDType(operation, y, dtype)),
  ];
}

/** Whether elements i of x and j of y, both one-dimensional and of one dtype, are equal; NaN is equal to none. */
function equality(operation: string, x: NDArray, y: NDArray): (i: number, j: number) => boolean {
  const a = elementsOf(
    operation,
    x.dtype === 'float16' ? castTo(operation, x, 'float32') : x,
  ) as Float64Array;
  const b = elementsOf(
    operation,
    y.dtype === 'float16' ? castTo(operation, y, 'float32') : y,
  ) as Float64Array;
  if (dtypeInfo(x.dtype).slots === 1) return (i, j) => a[i] === b[j];
  return (i, j) => a[2 * i] === b[2 * j] && a[2 * i + 1] === b[2 * j + 1];
}

/** For each element of `x`, whether it is in `sorted`; 1 or 0. */
function membership(operation: string, x: NDArray, sorted: NDArray, invert: boolean): NDArray<'bool'> {
  const places = searchIn(operation, sorted, x, false);
  if (sorted.size > 0 && isNative(x.size)) {
    const nearest = minimum(places, sorted.size - 1, { out: places });
    return (invert ? notEqual : equal)(x, sorted.at(nearest)) as NDArray<'bool'>;
  }
  const out = newUninitialized(operation, 'bool', [x.size]) as unknown as NDArray<'bool'>;
  const flags = storage(out);
  const positions = positionsOf(places);
  const isEqual = equality(operation, x, sorted);
  for (let i = 0; i < x.size; i++) {
    const at = positions[2 * i];
    flags[i] = Number((at < sorted.size && isEqual(i, at)) !== invert);
  }
  return out;
}

/** Elements of a one-dimensional array by a mask of its length. */
function where(operation: string, x: NDArray, mask: (i: number) => boolean): NDArray {
  const found: number[] = [];
  for (let i = 0; i < x.size; i++) if (mask(i)) found.push(i);
  return takeAt(operation, x, found);
}

const isinNames: OptionNames<IsinOptions> = { invert: true, kind: true, assumeUnique: true };

/**
 * Which elements of the first array are in the second.
 *
 * Any dtypes, compared in the one they promote to; → bool of the shape of `element`. NaN is in nothing.
 *
 * @throws DTypeError for what is no array.
 * @example
 * isin([1, 2, 3], [3, 1]).toArray(); // [true, false, true]
 * @see numpy.isin
 */
export function isin(element: Operand, testElements: Operand, options: IsinOptions = {}): NDArray<'bool'> {
  checkOptions('isin', options, isinNames);
  const { shape } = toArray('isin', element);
  const [x, tests] = bothFlat('isin', element, testElements);
  const flags = membership('isin', x, unique(tests) as NDArray, options.invert === true);
  return flags.reshape(shape) as NDArray<'bool'>;
}

/**
 * Which elements of the flattened first array are in the second: `isin` in one dimension.
 *
 * Any dtypes → bool. NaN is in nothing.
 *
 * @throws DTypeError for what is no array.
 * @example
 * in1d([1, 2, 3], [3, 1]).toArray(); // [true, false, true]
 * @see numpy.in1d
 */
export function in1d(ar1: Operand, ar2: Operand, options: IsinOptions = {}): NDArray<'bool', [number]> {
  checkOptions('in1d', options, isinNames);
  return isin(ar1, ar2, options).ravel() as NDArray<'bool', [number]>;
}

const intersect1dNames: OptionNames<SetOptions & { readonly returnIndices?: boolean }> = {
  assumeUnique: true,
  returnIndices: true,
};

/**
 * The elements that are in both arrays, in order.
 *
 * Any dtypes → the one they promote to. NaN is in no intersection; without common elements the result is empty.
 *
 * @returns the values, or with `returnIndices` an object with `values`, `indices1` and `indices2`.
 * @throws DTypeError for what is no array.
 * @example
 * intersect1d([1, 3, 4, 3], [3, 1, 2]).toArray(); // [1, 3]
 * @see numpy.intersect1d
 */
export function intersect1d<A extends Operand, B extends Operand, const O extends boolean = false>(
  ar1: A,
  ar2: B,
  options: SetOptions & { readonly returnIndices?: O } = {},
): O extends true ? Intersection<DTypeOf<NDArray<Common<A, B>>>> : NDArray<Common<A, B>> {
  checkOptions('intersect1d', options, intersect1dNames);
  const [x, y] = bothFlat('intersect1d', ar1, ar2);
  const first = distinct(x, options);
  const second = distinct(y, options);
  const joined = concatenate([first.values, second.values]) as NDArray;
  const order = positionsOf(orderOfLanes('intersect1d', lanesOf('intersect1d', joined, null)));
  const isEqual = equality('intersect1d', joined, joined);
  const starts: number[] = [];
  for (let i = 0; i + 1 < joined.size; i++) if (isEqual(order[2 * i], order[2 * i + 2])) starts.push(i);
  const values = takeAt(
    'intersect1d',
    joined,
    starts.map((i) => order[2 * i]),
  );
  if (options.returnIndices !== true) return values as never;
  const { size } = first.values;
  return {
    values,
    indices1: fromPositions(
      'intersect1d',
      starts.map((i) => first.at(order[2 * i])),
    ),
    indices2: fromPositions(
      'intersect1d',
      starts.map((i) => second.at(order[2 * i + 2] - size)),
    ),
  } as never;
}

/** The distinct values of an array, and where each is first; as it is when it is said to have none twice. */
function distinct(x: NDArray, options: SetOptions): { values: NDArray; at: (i: number) => number } {
  if (options.assumeUnique) return { values: x, at: (i) => i };
  const { values, indices } = unique(x, { returnIndex: true });
  const words = positionsOf(indices);
  return { values: values as NDArray, at: (i) => words[2 * i] };
}

/**
 * The elements that are in either array, in order.
 *
 * Any dtypes → the one they promote to. NaN is one value, at the end.
 *
 * @throws DTypeError for what is no array.
 * @example
 * union1d([3, 1], [2, 1]).toArray(); // [1, 2, 3]
 * @see numpy.union1d
 */
export function union1d<A extends Operand, B extends Operand>(ar1: A, ar2: B): NDArray<Common<A, B>> {
  return unique(concatenate(bothFlat('union1d', ar1, ar2)) as NDArray) as never;
}

const setNames: OptionNames<SetOptions> = { assumeUnique: true };

/**
 * The elements of the first array that are not in the second, in order (as they are with `assumeUnique`).
 *
 * The elements keep their dtype. NaN is in nothing, so it stays.
 *
 * @throws DTypeError for what is no array.
 * @example
 * setdiff1d([1, 2, 3, 2], [3, 4]).toArray(); // [1, 2]
 * @see numpy.setdiff1d
 */
export function setdiff1d<A extends Operand>(
  ar1: A,
  ar2: Operand,
  options: SetOptions = {},
): NDArray<DTypeOf<A>> {
  checkOptions('setdiff1d', options, setNames);
  const x = flattened('setdiff1d', toArray('setdiff1d', ar1));
  const own = options.assumeUnique ? x : (unique(x) as NDArray);
  const flags = storage(isin(own, ar2, { invert: true }));
  return where('setdiff1d', own, (i) => flags[i] !== 0) as never;
}

/**
 * The elements that are in exactly one of the arrays, in order.
 *
 * Any dtypes → the one they promote to. NaN is equal to none, so it stays.
 *
 * @throws DTypeError for what is no array.
 * @example
 * setxor1d([1, 2, 3], [3, 4]).toArray(); // [1, 2, 4]
 * @see numpy.setxor1d
 */
export function setxor1d<A extends Operand, B extends Operand>(
  ar1: A,
  ar2: B,
  options: SetOptions = {},
): NDArray<Common<A, B>> {
  checkOptions('setxor1d', options, setNames);
  const [x, y] = bothFlat('setxor1d', ar1, ar2);
  const joined = concatenate(options.assumeUnique ? [x, y] : [unique(x), unique(y)]) as NDArray;
  const order = positionsOf(orderOfLanes('setxor1d', lanesOf('setxor1d', joined, null)));
  const sorted = takeAt(
    'setxor1d',
    joined,
    Uint32Array.from({ length: joined.size }, (_, i) => order[2 * i]),
  );
  const isEqual = equality('setxor1d', sorted, sorted);
  const last = sorted.size - 1;
  return where(
    'setxor1d',
    sorted,
    (i) => (i === 0 || !isEqual(i, i - 1)) && (i === last || !isEqual(i, i + 1)),
  ) as never;
}
