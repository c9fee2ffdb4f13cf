/**
 * Distinct elements: NumPy's `unique` and the four functions of the Array API standard.
 *
 * Policy: the array is sorted (with its positions, when they are wanted), and the runs of equal elements are read off.
 */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { type NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { normalizeAxis, sizeOf } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import { isComplexNaN } from './complex-order.js';
import { elementsOf, flattened, fromPositions, lanesOf, positionsOf } from './lanes.js';
import { orderOfLanes, sortedLanes } from './sorting.js';
import { type Operand, toArray } from './ufunc.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

/** Options of `unique`. */
export interface UniqueOptions {
  /** Also gives the positions of the first occurrences. */
  readonly returnIndex?: boolean;
  /** Also gives, for each element, the position of its value among the results. */
  readonly returnInverse?: boolean;
  /** Also gives how often each value occurs. */
  readonly returnCounts?: boolean;
  /** The axis whose slices are compared; absent or null: single elements. */
  readonly axis?: number | null;
  /** Whether NaN is equal to NaN. true. */
  readonly equalNan?: boolean;
  /** Whether the values must come in order. They always do. */
  readonly sorted?: boolean;
}

/** Distinct values, and what else was asked for. */
export interface UniqueResult<D extends DType = DType> {
  readonly values: NDArray<D>;
  /** int64: where each value is first. */
  readonly indices: NDArray<'int64'>;
  /** int64: for each element, the position of its value. */
  readonly inverseIndices: NDArray<'int64'>;
  /** int64: how often each value is there. */
  readonly counts: NDArray<'int64'>;
}

/** The parts of a result that the options ask for. */
type Wanted<O, D extends DType> = { readonly values: NDArray<D> } & (O extends { readonly returnIndex: true }
  ? { readonly indices: NDArray<'int64'> }
  : unknown) &
  (O extends { readonly returnInverse: true } ? { readonly inverseIndices: NDArray<'int64'> } : unknown) &
  (O extends { readonly returnCounts: true } ? { readonly counts: NDArray<'int64'> } : unknown);

const uniqueNames: OptionNames<UniqueOptions> = {
  returnIndex: true,
  returnInverse: true,
  returnCounts: true,
  axis: true,
  equalNan: true,
  sorted: true,
};

/** What `unique` gives: values alone, or with the parts that were asked for. */
export type Unique<O, D extends DType> = O extends
  | { readonly returnIndex: true }
  | { readonly returnInverse: true }
  | { readonly returnCounts: true }
  ? Wanted<O, D>
  : NDArray<D>;

interface Parts {
  readonly indices?: boolean;
  readonly inverse?: boolean;
  readonly counts?: boolean;
}

/** The first `length` elements of a fresh array, on memory of their own size. */
function firstOf<D extends DType>(x: NDArray<D, readonly number[]>, length: number): NDArray<D> {
  if (length === x.size) return x as NDArray<D>;
  const result = newUninitialized('unique', x.dtype, [length]) as unknown as NDArray<D>;
  (storage(result) as Float64Array).set((storage(x) as Float64Array).subarray(0, length));
  return result;
}

/** Distinct elements of the flattened array. */
function distinctElements(
  operation: string,
  x: NDArray,
  parts: Parts,
  equalNan: boolean,
): Partial<UniqueResult> {
  const flat = flattened(operation, x);
  const lanes = lanesOf(operation, flat, null);
  const withOrder = parts.indices || parts.inverse || dtypeInfo(x.dtype).kind === 'c';
  const order = withOrder ? orderOfLanes(operation, lanes) : null;
  const sorted = order === null ? sortedLanes(operation, lanes) : flat;
  if (dtypeInfo(x.dtype).kind === 'c')
    return distinctComplex(operation, flat, order!, parts, equalNan, x.shape);
  // Runs are written behind where they are read: in the sorted copy itself.
  const values = order === null ? sorted : newUninitialized(operation, x.dtype, [x.size]);
  const counts = parts.counts ? newUninitialized(operation, 'int64', [x.size]) : null;
  const firsts = parts.indices ? newUninitialized(operation, 'int64', [x.size]) : null;
  const inverse = parts.inverse ? newUninitialized(operation, 'int64', x.shape) : null;
  const found = new Float64Array(1);
  backend().run(
    'distinct',
    [
      elementsOf(operation, sorted),
      storage(values),
      found,
      counts && storage(counts),
      firsts && storage(firsts),
      inverse && storage(inverse),
      order && storage(order),
    ],
    new Float64Array([kernelCode(x.dtype), x.size, equalNan ? 1 : 0]),
  );
  return {
    values: firstOf(values, found[0]) as NDArray,
    ...(counts && { counts: firstOf(counts, found[0]) }),
    ...(firsts && { indices: firstOf(firsts, found[0]) }),
    ...(inverse && { inverseIndices: inverse as unknown as NDArray<'int64'> }),
  };
}

/** The runs that `isNew` finds in an order; `isNew(i, j)` says whether element i differs from j before it. */
function runsOf(order: Uint32Array, isNew: (i: number, j: number) => boolean) {
  const starts: number[] = [];
  const inverse = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    if (i === 0 || isNew(order[i], order[i - 1])) starts.push(i);
    inverse[order[i]] = starts.length - 1;
  }
  const counts = starts.map((start, run) => (starts[run + 1] ?? order.length) - start);
  return { firsts: starts.map((start) => order[start]), inverse, counts };
}

function distinctComplex(
  operation: string,
  flat: NDArray,
  order: NDArray<'int64'>,
  parts: Parts,
  equalNan: boolean,
  shape: readonly number[],
): Partial<UniqueResult> {
  const data = elementsOf(operation, flat) as Float64Array;
  const words = positionsOf(order);
  const runs = runsOf(
    Uint32Array.from({ length: flat.size }, (_, i) => words[2 * i]),
    (i, j) => {
      if (equalNan && isComplexNaN(data, i) && isComplexNaN(data, j)) return false;
      return !(data[2 * i] === data[2 * j] && data[2 * i + 1] === data[2 * j + 1]);
    },
  );
  const last = runs.firsts.length - 1;
  if (
    equalNan &&
    !parts.counts &&
    !parts.indices &&
    !parts.inverse &&
    isComplexNaN(data, runs.firsts[last])
  ) {
    // Alone, values stand for NaN as NumPy's do: by the first one of the array, not of the order.
    runs.firsts[last] = runs.inverse.indexOf(last);
  }
  return {
    values: flat.at(runs.firsts) as NDArray,
    ...(parts.counts && { counts: fromPositions(operation, runs.counts) }),
    ...(parts.indices && { indices: fromPositions(operation, runs.firsts) }),
    ...(parts.inverse && { inverseIndices: fromPositions(operation, runs.inverse, shape) }),
  };
}

/** Distinct slices along an axis, in the order of their elements; a slice with NaN is equal to none. */
function distinctSlices(operation: string, x: NDArray, axis: number, parts: Parts): Partial<UniqueResult> {
  const at = normalizeAxis(operation, axis, x.ndim);
  const front = x.transpose([at, ...x.shape.map((_, i) => i).filter((i) => i !== at)]) as NDArray;
  const count = x.shape[at];
  const width = sizeOf(front.shape.slice(1)) * dtypeInfo(x.dtype).slots;
  // float16 compares as numbers, not as bits.
  const data = elementsOf(operation, x.dtype === 'float16' ? (front.asType('float32') as NDArray) : front);
  const values = data as Float64Array;
  const compare = (i: number, j: number): number => {
    for (let k = 0; k < width; k++) {
      const a = values[i * width + k];
      const b = values[j * width + k];
      if (a < b) return -1;
      if (a > b) return 1;
      // biome-ignore lint/suspicious/noSelfCompare: bigints pass here too, which Number.isNaN does not take
      if (a !== b && (a !== a) !== (b !== b)) return a !== a ? 1 : -1;
    }
    return 0;
  };
  const differ = (i: number, j: number): boolean => {
    for (let k = 0; k < width; k++) if (values[i * width + k] !== values[j * width + k]) return true;
    return false;
  };
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort(compare);
  const runs = runsOf(order, differ);
  const picked = front.at(runs.firsts) as NDArray;
  const back = x.shape.map((_, i) => (i === at ? 0 : i < at ? i + 1 : i));
  return {
    values: picked.transpose(back).copy() as NDArray,
    ...(parts.counts && { counts: fromPositions(operation, runs.counts) }),
    ...(parts.indices && { indices: fromPositions(operation, runs.firsts) }),
    ...(parts.inverse && { inverseIndices: fromPositions(operation, runs.inverse) }),
  };
}

/**
 * The distinct elements in order, or with `axis` the distinct slices along it.
 *
 * Any dtype, which stays; positions and counts → int64. Both zeros are one value; NaN is one value, at the end, unless
 * `equalNan` is false. An empty array has none.
 *
 * @returns the values alone, or, when any `return…` option is true, an object with `values` and, of those asked for,
 * `indices`, `inverseIndices` (of the shape of `x`; with `axis` of one dimension) and `counts`.
 * @throws AxisError for an axis out of bounds.
 * @example
 * unique([3, 1, 3]).toArray(); // [1, 3]
 * unique([3, 1, 3], { returnCounts: true }).counts.toArray(); // [1n, 2n]
 * @see numpy.unique
 */
export function unique<X extends Operand, const O extends UniqueOptions = Record<never, never>>(
  x: X,
  options?: O,
): Unique<O, DTypeOf<X>> {
  if (isForeign(x)) return x[foreignSymbol]('unique', [x, options]) as never;
  if (options !== undefined) checkOptions<UniqueOptions>('unique', options, uniqueNames);
  const { returnIndex, returnInverse, returnCounts, axis, equalNan = true }: UniqueOptions = options ?? {};
  const a = toArray('unique', x);
  const parts = { indices: returnIndex, inverse: returnInverse, counts: returnCounts };
  if (axis !== undefined && axis !== null) normalizeAxis('unique', axis, a.ndim);
  const result =
    axis === undefined || axis === null || a.ndim === 1
      ? distinctElements('unique', a, parts, equalNan)
      : distinctSlices('unique', a, axis, parts);
  return (returnIndex || returnInverse || returnCounts ? result : result.values) as never;
}

/**
 * The distinct elements in order, where each is first, where each element's value is, and how often each is there.
 *
 * Any dtype, which stays; the rest → int64, `inverseIndices` of the shape of `x`. Both zeros are one value; each NaN
 * is a value of its own. An empty array has none.
 *
 * @throws DTypeError for what is no array.
 * @example
 * const { values, counts } = uniqueAll([3, 1, 3]); // values [1, 3], counts [1n, 2n]
 * @see Array API unique_all
 */
export function uniqueAll<X extends Operand>(x: X): UniqueResult<DTypeOf<X>> {
  const parts = { indices: true, inverse: true, counts: true };
  return distinctElements('uniqueAll', toArray('uniqueAll', x), parts, false) as never;
}

/**
 * The distinct elements in order, and how often each is there; see `uniqueAll`.
 *
 * @throws DTypeError for what is no array.
 * @example
 * uniqueCounts([3, 1, 3]).counts.toArray(); // [1n, 2n]
 * @see Array API unique_counts
 */
export function uniqueCounts<X extends Operand>(x: X): Pick<UniqueResult<DTypeOf<X>>, 'values' | 'counts'> {
  return distinctElements('uniqueCounts', toArray('uniqueCounts', x), { counts: true }, false) as never;
}

/**
 * The distinct elements in order, and where each element's value is among them; see `uniqueAll`.
 *
 * @throws DTypeError for what is no array.
 * @example
 * uniqueInverse([3, 1, 3]).inverseIndices.toArray(); // [1n, 0n, 1n]
 * @see Array API unique_inverse
 */
export function uniqueInverse<X extends Operand>(
  x: X,
): Pick<UniqueResult<DTypeOf<X>>, 'values' | 'inverseIndices'> {
  return distinctElements('uniqueInverse', toArray('uniqueInverse', x), { inverse: true }, false) as never;
}

/**
 * The distinct elements in order; see `uniqueAll`.
 *
 * @throws DTypeError for what is no array.
 * @example
 * uniqueValues([3, 1, 3]).toArray(); // [1, 3]
 * @see Array API unique_values
 */
export function uniqueValues<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  return distinctElements('uniqueValues', toArray('uniqueValues', x), {}, false).values as never;
}
