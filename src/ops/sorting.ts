/**
 * Sorting along an axis: whole (sort, argsort, lexsort) and around given positions (partition, argpartition).
 *
 * Policy: every sort is stable, whatever is asked for, so that results depend on nothing but the elements. NaN counts
 * as greater than every number: last in ascending order, first in descending.
 */

import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { NDArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import { numbersFor } from '../core/slabs.js';
import { kernelCode } from '../kernels/element-kind.js';
import { reference } from '../kernels/js/index.js';
import { backend } from '../kernels/select.js';
import { orderComplex } from './complex-order.js';
import { eachLane, type Lanes, lanesOf, likeLanes, positionsOf } from './lanes.js';
import { castTo } from './reduction.js';
import { layoutOf, sameShape } from './result.js';
import { type Operand, toArray } from './ufunc.js';

type DTypeOf<X> = X extends NDArray<infer D> | Foreign<infer D> ? D : DType;

/** Names of algorithms that NumPy knows; all give the same result here. */
export type SortKind = 'quicksort' | 'mergesort' | 'heapsort' | 'stable';

/** Options of `sort` and `argsort`. */
export interface SortOptions {
  /** The axis to sort along, the last one by default; null: all elements in C order. */
  readonly axis?: number | null;
  /** From the greatest to the smallest. */
  readonly descending?: boolean;
  /** Equal elements keep their order. They always do; the option is there for the standard. */
  readonly stable?: boolean;
  /** NumPy's names of algorithms. Accepted, without effect. */
  readonly kind?: SortKind;
}

/** Options of `partition` and `argpartition`. */
export interface PartitionOptions {
  /** The axis to partition along, the last one by default; null: all elements in C order. */
  readonly axis?: number | null;
  /** NumPy's name of the algorithm. Accepted, without effect. */
  readonly kind?: 'introselect';
}

/** Below this, calling the kernel costs more than the sort. */
const sortNames: OptionNames<SortOptions> = { axis: true, descending: true, stable: true, kind: true };
const partitionNames: OptionNames<PartitionOptions> = { axis: true, kind: true };

const NATIVE_SIZE = 16;

const kinds: readonly unknown[] = [undefined, 'quicksort', 'mergesort', 'heapsort', 'stable'];

function checkKind(operation: string, kind: unknown, allowed: readonly unknown[] = kinds): void {
  if (allowed.includes(kind)) return;
  const needs = allowed.slice(1).join(', ');
  throw new ArgumentError(`kind is ${String(kind)}; needs one of ${needs}`, {
    operation,
    argument: 'kind',
    got: kind,
    needs,
  });
}

function axisOf(options: { readonly axis?: number | null }): number | null {
  return options.axis === undefined ? -1 : options.axis;
}

/** Runs `sort` or `argsort` of the kernels over the lanes into `out`, elements in C order; `sort` may work in place. */
function runKernel(
  entry: 'sort' | 'argsort',
  lanes: Lanes,
  out: StorageOf<DType>,
  descending: boolean,
  kths: Float64Array | null,
  select = false,
): void {
  const { dtype, outer, length, inner, data } = lanes;
  const params = numbersFor(7);
  params[0] = kernelCode(dtype);
  params[1] = outer;
  params[2] = length;
  params[3] = inner;
  params[4] = descending ? 1 : 0;
  params[5] = kths === null ? 0 : kths.length;
  params[6] = select ? 1 : 0;
  const operands = [data, out, kths];
  if (outer * length * inner < NATIVE_SIZE) reference[entry](operands, params);
  else backend().run(entry, operands, params);
}

function isComplex(dtype: DType): boolean {
  return dtypeInfo(dtype).kind === 'c';
}

function sortComplexLanes(lanes: Lanes, out: NDArray, descending: boolean): void {
  const from = lanes.data as Float64Array;
  const to = storage(out) as Float64Array;
  const { length, inner } = lanes;
  eachLane(lanes, (first) => {
    const order = orderComplex(from, first, length, inner, descending);
    for (let i = 0; i < length; i++) {
      to[2 * (first + i * inner)] = from[2 * (first + order[i] * inner)];
      to[2 * (first + i * inner) + 1] = from[2 * (first + order[i] * inner) + 1];
    }
  });
}

function argsortComplexLanes(lanes: Lanes, out: NDArray<'int64'>, descending: boolean): void {
  const positions = positionsOf(out);
  const { length, inner } = lanes;
  eachLane(lanes, (first) => {
    const order = orderComplex(lanes.data as Float64Array, first, length, inner, descending);
    for (let i = 0; i < length; i++) {
      positions[2 * (first + i * inner)] = order[i];
      positions[2 * (first + i * inner) + 1] = 0;
    }
  });
}

/** The elements that come to stand at positions `kths` of the sorted lanes; the rest of the result may be anything. */
export function selectedInLanes(operation: string, lanes: Lanes, kths: Float64Array): NDArray {
  if (isComplex(lanes.dtype)) return sortedLanes(operation, lanes);
  const out = likeLanes(operation, lanes, lanes.dtype) as unknown as NDArray;
  runKernel('sort', lanes, storage(out), false, kths, true);
  return out;
}

/** The sorted lanes as a new array; with `kths`, right at least around those positions. */
export function sortedLanes(
  operation: string,
  lanes: Lanes,
  descending = false,
  kths: Float64Array | null = null,
): NDArray {
  const out = likeLanes(operation, lanes, lanes.dtype) as unknown as NDArray;
  if (isComplex(lanes.dtype)) sortComplexLanes(lanes, out, descending);
  else runKernel('sort', lanes, storage(out), descending, kths);
  return out;
}

/** The order of the lanes' elements; with `kths`, right at least around those positions. */
export function orderOfLanes(
  operation: string,
  lanes: Lanes,
  descending = false,
  kths: Float64Array | null = null,
): NDArray<'int64'> {
  const out = likeLanes(operation, lanes, 'int64');
  if (isComplex(lanes.dtype)) argsortComplexLanes(lanes, out, descending);
  else runKernel('argsort', lanes, storage(out), descending, kths);
  return out;
}

/**
 * The elements in order along an axis, as a new array.
 *
 * Any dtype, which stays. Complex numbers go by real parts, then imaginary ones. NaN comes last (first when
 * descending); an empty axis stays empty. Stable: equal elements keep their order.
 *
 * Of a blocked array, a blocked one: the axis has to be in one block.
 *
 * @throws AxisError for an axis out of bounds, and for an array without axes unless `axis` is null; ArgumentError for
 * an unknown `kind`.
 * @example
 * sort([3, NaN, 1]).toArray(); // [1, 3, NaN]
 * sort([[3, 1], [2, 4]], { axis: 0, descending: true }).toArray(); // [[3, 4], [2, 1]]
 * @see numpy.sort
 */
export function sort<X extends Operand>(x: X, options: SortOptions = {}): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('sort', [x, options]) as never;
  checkOptions('sort', options, sortNames);
  checkKind('sort', options.kind);
  const lanes = lanesOf('sort', toArray('sort', x), axisOf(options));
  return sortedLanes('sort', lanes, options.descending === true) as never;
}

/**
 * The positions that the elements have in order along an axis: `x.at(argsort(x))` is `sort(x)` for one axis.
 *
 * Any dtype → int64. The order is that of `sort`, equal elements (both zeros, and NaN) in the order they have, also
 * when descending.
 *
 * Of a blocked array, a blocked one: the axis has to be in one block.
 *
 * @throws AxisError for an axis out of bounds, and for an array without axes unless `axis` is null; ArgumentError for
 * an unknown `kind`.
 * @example
 * argsort([30, 10, 20]).toArray(); // [1n, 2n, 0n]
 * argsort([1, 2, 2], { descending: true }).toArray(); // [1n, 2n, 0n]
 * @see numpy.argsort
 */
export function argsort<X extends Operand>(x: X, options: SortOptions = {}): Made<X, 'int64', Shape> {
  if (isForeign(x)) return x[foreignSymbol]('argsort', [x, options]) as never;
  checkOptions('argsort', options, sortNames);
  checkKind('argsort', options.kind);
  const lanes = lanesOf('argsort', toArray('argsort', x), axisOf(options));
  return orderOfLanes('argsort', lanes, options.descending === true) as never;
}

/**
 * The elements in order as complex numbers: by real parts, then imaginary ones, along the last axis.
 *
 * Integers of up to 16 bits and complex64 → complex64; others → complex128, as in NumPy.
 *
 * @throws AxisError for an array without axes.
 * @example
 * sortComplex([2, 1]).toArray(); // [{ re: 1, im: 0 }, { re: 2, im: 0 }]
 * @see numpy.sort_complex
 */
export function sortComplex(x: Operand): NDArray<'complex64' | 'complex128'> {
  const a = toArray('sortComplex', x);
  const { kind, itemsize } = dtypeInfo(a.dtype);
  const narrow = (kind === 'i' || kind === 'u') && itemsize < 4;
  const dtype = narrow || a.dtype === 'complex64' ? 'complex64' : 'complex128';
  const own = a.dtype === dtype ? a : castTo('sortComplex', a, dtype);
  return sortedLanes('sortComplex', lanesOf('sortComplex', own, -1)) as never;
}

/** The positions of a partition, ascending. @throws ArgumentError for one that is none of the axis. */
function checkKths(operation: string, kth: number | readonly number[], length: number): Float64Array {
  const list: readonly number[] = Array.isArray(kth) ? kth : [kth];
  for (const k of list) {
    if (Number.isInteger(k) && ((k >= -length && k < length) || length === 0)) continue;
    throw new ArgumentError(`kth is ${String(k)}, the axis has ${length} elements`, {
      operation,
      argument: 'kth',
      got: kth,
      needs: `integers in [${-length}, ${length - 1}]`,
    });
  }
  if (length === 0) return new Float64Array(0);
  return Float64Array.from(list, (k) => (k < 0 ? k + length : k)).sort();
}

/**
 * The elements rearranged along an axis so that those at positions `kth` are as in order, with nothing greater before
 * them and nothing smaller after.
 *
 * Any dtype, which stays; order as for `sort`.
 *
 * @param kth a position, counted from the end when negative, or several.
 * @throws ArgumentError for a position outside the axis; AxisError as for `sort`.
 * @example
 * partition([5, 1, 4, 2], 1).get(1); // 2
 * @see numpy.partition
 */
export function partition<X extends Operand>(
  x: X,
  kth: number | readonly number[],
  options: PartitionOptions = {},
): NDArray<DTypeOf<X>> {
  checkKind('partition', options.kind, [undefined, 'introselect']);
  const lanes = lanesOf('partition', toArray('partition', x), axisOf(options));
  checkOptions('partition', options, partitionNames);
  return sortedLanes('partition', lanes, false, checkKths('partition', kth, lanes.length)) as never;
}

/**
 * The positions that partition an array along an axis: `x.at(argpartition(x, k))` is partitioned at `k`.
 *
 * Any dtype → int64; order as for `sort`.
 *
 * @param kth a position, counted from the end when negative, or several.
 * @throws ArgumentError for a position outside the axis; AxisError as for `sort`.
 * @example
 * argpartition([5, 1, 4, 2], 0).get(0); // 1n
 * @see numpy.argpartition
 */
export function argpartition(
  x: Operand,
  kth: number | readonly number[],
  options: PartitionOptions = {},
): NDArray<'int64'> {
  checkKind('argpartition', options.kind, [undefined, 'introselect']);
  const lanes = lanesOf('argpartition', toArray('argpartition', x), axisOf(options));
  checkOptions('argpartition', options, partitionNames);
  return orderOfLanes('argpartition', lanes, false, checkKths('argpartition', kth, lanes.length));
}

/** Elements of each lane in the order that `positions` gives, into `out`. */
function takeInOrder(from: Lanes, positions: Uint32Array, out: Float64Array): void {
  const source = from.data as Float64Array;
  const { length, inner } = from;
  const { slots } = dtypeInfo(from.dtype);
  eachLane(from, (first) => {
    for (let i = 0; i < length; i++) {
      const to = first + i * inner;
      const at = first + positions[2 * to] * inner;
      for (let part = 0; part < slots; part++) out[slots * to + part] = source[slots * at + part];
    }
  });
}

const lexsortNames: OptionNames<{ readonly axis?: number }> = { axis: true };

/**
 * The order by several keys: the last key first, among its equals the one before it, and so on.
 *
 * @param keys arrays of one shape, of any dtypes; or one array, whose rows are the keys.
 * @returns int64, of the keys' shape. Empty keys give an empty order; NaN comes last.
 * @throws ArgumentError for no key; ShapeError when the shapes differ; AxisError for an axis out of bounds.
 * @example
 * lexsort([[3, 1, 2], [0, 1, 0]]).toArray(); // [2n, 0n, 1n]
 * @see numpy.lexsort
 */
export function lexsort(
  keys: readonly Operand[] | NDArray,
  options: { readonly axis?: number } = {},
): NDArray<'int64'> {
  checkOptions('lexsort', options, lexsortNames);
  if (!(keys instanceof NDArray) && !Array.isArray(keys)) {
    throw new ArgumentError('keys is no list of arrays; needs one', {
      operation: 'lexsort',
      argument: 'keys',
      got: keys,
      needs: 'a list of arrays, or an array of keys',
    });
  }
  const list = Array.from(keys as Iterable<Operand>, (key) => toArray('lexsort', key));
  if (list.length === 0) {
    throw new ArgumentError('keys is empty; needs at least one key', {
      operation: 'lexsort',
      argument: 'keys',
    });
  }
  const [{ shape, ndim }] = list;
  for (const key of list) {
    if (sameShape(key.shape, shape)) continue;
    throw new ShapeError(`keys have shapes ${formatShape(shape)} and ${formatShape(key.shape)}`, {
      operation: 'lexsort',
      argument: 'keys',
      got: key.shape,
      needs: formatShape(shape),
    });
  }
  const axis = ndim === 0 ? null : normalizeAxis('lexsort', options.axis ?? -1, ndim);
  let order: NDArray<'int64'> | null = null;
  for (const key of list) {
    const lanes = lanesOf('lexsort', key, axis);
    if (order === null) {
      order = orderOfLanes('lexsort', lanes);
      continue;
    }
    const arranged = likeLanes('lexsort', lanes, key.dtype) as unknown as NDArray;
    takeInOrder(lanes, positionsOf(order), storage(arranged) as Float64Array);
    const next = orderOfLanes('lexsort', lanesOf('lexsort', arranged, axis));
    const before: Lanes = { ...lanes, dtype: 'int64', data: storage(order) };
    const merged = likeLanes('lexsort', lanes, 'int64');
    takeInOrder(before, positionsOf(next), storage(merged) as unknown as Float64Array);
    order = merged;
  }
  return (axis === null ? order!.reshape([]) : order!) as NDArray<'int64'>;
}

function checkInPlace(operation: string, x: NDArray): void {
  if (x.flags.writeable) return;
  throw new ArgumentError('the array is read-only; needs a writeable one', {
    operation,
    argument: 'x',
    needs: 'a writeable array',
  });
}

/** The method `sort`: this array, put in order in place. */
export function sortInPlace<A extends NDArray>(
  x: A,
  options: SortOptions & { readonly axis?: number } = {},
): A {
  checkInPlace('sort', x);
  checkOptions('sort', options, sortNames);
  checkKind('sort', options.kind);
  if (x.flags.cContiguous && !isComplex(x.dtype)) {
    const lanes = lanesOf('sort', x, options.axis ?? -1);
    runKernel('sort', lanes, lanes.data, options.descending === true, null);
    return x;
  }
  copyElements(layoutOf(x), layoutOf(sort(x as NDArray, { ...options, axis: options.axis ?? -1 })));
  return x;
}

const partitionInPlaceNames: OptionNames<PartitionOptions & { readonly axis?: number }> = {
  axis: true,
  kind: true,
};

/** The method `partition`: this array, partitioned in place. */
export function partitionInPlace<A extends NDArray>(
  x: A,
  kth: number | readonly number[],
  options: PartitionOptions & { readonly axis?: number } = {},
): A {
  checkOptions('partitionInPlace', options, partitionInPlaceNames);
  checkInPlace('partition', x);
  copyElements(layoutOf(x), layoutOf(partition(x, kth, { ...options, axis: options.axis ?? -1 })));
  return x;
}
