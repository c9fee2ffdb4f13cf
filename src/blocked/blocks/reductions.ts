/**
 * Reductions of blocks in three steps: a part of each block, parts combined into parts, and the last parts into the
 * result. Parts keep the reduced axes with length 1. Lists of parts come in C order of their blocks.
 */
import type { DType } from '../../core/dtype.js';
import type { NDArray } from '../../core/ndarray.js';
import { fusedCall } from '../../ops/fusion/trace.js';
import * as ops from '../../ops/index.js';
import { tracing } from '../../ops/tracing.js';
import { combinedInPieces } from './combining.js';

type AnyFunction = (...args: unknown[]) => NDArray;
const functions = ops as unknown as Readonly<Record<string, AnyFunction>>;

/** Combined in pairs, pairs of pairs and so on, so that rounding errors of floats do not add up. */
function pairwise<Part>(parts: readonly Part[], combine: (a: Part, b: Part) => Part): Part {
  let level = parts;
  while (level.length > 1) {
    const next: Part[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) next.push(combine(level[at], level[at + 1]));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    level = next;
  }
  return level[0];
}

/** The result without its reduced axes, unless they are kept. */
function withoutAxes(x: NDArray, axes: readonly number[], keepdims: boolean): NDArray {
  return keepdims ? x : (x.squeeze(axes) as NDArray);
}

/** A part made by the reduction itself. */
export function reducedPart(name: string, x: NDArray, axes: readonly number[], options: object): NDArray {
  return functions[name](x, { ...options, axis: axes, keepdims: true });
}

/** Parts combined by an operation of two operands. */
export function pairedParts(pair: string, parts: readonly NDArray[]): NDArray {
  return combinedInPieces(functions[pair], parts) ?? pairwise(parts, (a, b) => functions[pair](a, b));
}

/** The same, and the result. */
export function pairedResult(
  pair: string,
  dtype: DType,
  axes: readonly number[],
  keepdims: boolean,
  parts: readonly NDArray[],
): NDArray {
  return ops.asType(withoutAxes(pairedParts(pair, parts), axes, keepdims), dtype, { copy: false });
}

/** How many numbers there are, and their sum. */
export interface Total {
  readonly count: NDArray;
  readonly sum: NDArray;
}

/** The sum of a block; with `skip`, of what is not NaN. */
export function totalPart(x: NDArray, axes: readonly number[], dtype: DType, skip: boolean): Total {
  const count = countOf(x, axes, skip);
  const isSum = !skip && x.dtype === dtype && axes.every((axis) => x.shape[axis] === 1);
  if (isSum) return { count, sum: tracing.current?.force(x) ?? x };
  return { count, sum: functions[skip ? 'nansum' : 'sum'](x, { axis: axes, keepdims: true, dtype }) };
}

export function totalParts(parts: readonly Total[]): Total {
  return {
    count: pairedParts(
      'add',
      parts.map(({ count }) => count),
    ),
    sum: pairedParts(
      'add',
      parts.map(({ sum }) => sum),
    ),
  };
}

/** Means; NaN of nothing. */
export function meanResult(
  dtype: DType,
  axes: readonly number[],
  keepdims: boolean,
  parts: readonly Total[],
): NDArray {
  const { count, sum } = totalParts(parts);
  const divisor = ops.asType(count, realOf(sum.dtype));
  // Of several parts, and of one that nobody else gets, the sum is this function's own.
  const out = parts.length > 1 ? { out: sum } : {};
  const mean = functions.divide(sum, divisor, out);
  return ops.asType(withoutAxes(mean, axes, keepdims), dtype, { copy: false });
}

/** How many elements there are along the axes: one number for all, but where NaN is left out. */
function countOf(x: NDArray, axes: readonly number[], skip: boolean): NDArray {
  if (skip) {
    const numbers = ops.logicalNot(ops.isnan(x));
    return functions.sum(numbers, { axis: axes, keepdims: true, dtype: 'float64' });
  }
  const length = axes.reduce((size, axis) => size * x.shape[axis], 1);
  return ops.full(
    x.shape.map(() => 1),
    length,
    'float64',
  );
}

/** How many numbers there are, their mean, and the squares of their distances from it. */
export interface Moments {
  readonly count: NDArray;
  readonly mean: NDArray;
  readonly squares: NDArray;
}

/** The moments of a block; with `skip`, of what is not NaN. */
export function momentsPart(x: NDArray, axes: readonly number[], dtype: DType, skip: boolean): Moments {
  const over = { axis: axes, keepdims: true } as const;
  const own = x.dtype === dtype ? x : ops.asType(x, dtype);
  const sum = functions[skip ? 'nansum' : 'sum'];
  const count = countOf(x, axes, skip);
  const total = sum(own, { ...over, dtype });
  const mean = ops.divide(total, ops.asType(ops.maximum(count, 1), realOf(dtype))) as NDArray;
  const squares = fusedCall((standIn) =>
    sum(ops.square(ops.abs(ops.subtract(standIn(own), mean))) as NDArray, over),
  );
  return { count, mean, squares };
}

function realOf(dtype: DType): DType {
  return dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
}

/** Moments of both (Chan, Golub and LeVeque, 1979): stable however the elements were divided. */
function together(a: Moments, b: Moments): Moments {
  const count = ops.add(a.count, b.count) as NDArray;
  const share = ops.asType(ops.divide(b.count, ops.maximum(count, 1)), realOf(a.mean.dtype)) as NDArray;
  const away = ops.subtract(b.mean, a.mean) as NDArray;
  const mean = ops.add(a.mean, ops.multiply(away, share)) as NDArray;
  const weight = ops.multiply(share, ops.asType(a.count, realOf(a.mean.dtype))) as NDArray;
  const between = ops.multiply(ops.square(ops.abs(away)), weight) as NDArray;
  return { count, mean, squares: ops.add(ops.add(a.squares, b.squares), between) as NDArray };
}

export function momentsParts(parts: readonly Moments[]): Moments {
  return pairwise(parts, together);
}

/** How parts are added up: pairs by an operation, sums and counts, or moments. */
export type Accumulation = 'paired' | 'totals' | 'moments';

/** A sum of parts with one more; in the memory of the sum where that is the caller's own. */
export function accumulated(
  accumulation: Accumulation,
  pair: string,
  sum: unknown,
  part: unknown,
  isOwn: boolean,
): unknown {
  if (accumulation === 'moments') return together(sum as Moments, part as Moments);
  if (accumulation === 'paired') return withOne(pair, sum as NDArray, part as NDArray, isOwn);
  const [a, b] = [sum as Total, part as Total];
  return { count: withOne('add', a.count, b.count, false), sum: withOne('add', a.sum, b.sum, isOwn) };
}

function withOne(pair: string, sum: NDArray, part: NDArray, isOwn: boolean): NDArray {
  return functions[pair](sum, part, isOwn && sum.dtype === part.dtype ? { out: sum } : {});
}

/** Variances, or their roots; NaN or infinite, as NumPy's, where too few elements are left to divide by. */
export function spreadResult(
  dtype: DType,
  axes: readonly number[],
  keepdims: boolean,
  correction: number,
  root: boolean,
  parts: readonly Moments[],
): NDArray {
  const { count, squares } = momentsParts(parts);
  const degrees = ops.maximum(ops.subtract(count, correction), 0) as NDArray;
  const variance = ops.divide(squares, ops.asType(degrees, squares.dtype)) as NDArray;
  const result = withoutAxes(root ? (ops.sqrt(variance) as NDArray) : variance, axes, keepdims);
  return ops.asType(result, dtype, { copy: false });
}

/** The best values of parts of an array, and where in the whole they are. */
export interface Best {
  readonly values: NDArray;
  readonly places: NDArray;
}

/**
 * The best elements of a block along one axis, or of all of it where `axis` is null; `starts` is where the block is in
 * an array of `shape`.
 */
export function bestPart(
  name: 'argmin' | 'argmax' | 'nanargmin' | 'nanargmax',
  x: NDArray,
  axis: number | null,
  starts: readonly number[],
  shape: readonly number[],
): Best {
  const skip = name.startsWith('nan');
  const plain = skip ? name.slice(3) : name;
  const worst = plain === 'argmin' ? Infinity : -Infinity;
  const isFloat = x.dtype.startsWith('float');
  const own = skip && isFloat ? (ops.where(ops.isnan(x), worst, x) as NDArray) : x;
  const local = functions[plain](own, { axis, keepdims: true });
  if (axis !== null) {
    const values = ops.takeAlongAxis(x, local, axis) as NDArray;
    return { values, places: ops.add(local, BigInt(starts[axis])) as NDArray };
  }
  let rest = Number(local.item());
  const flat = x.ravel() as NDArray;
  const values = flat.at([rest]).reshape(x.shape.map(() => 1)) as NDArray;
  let place = 0;
  let stride = 1;
  for (let at = x.ndim - 1; at >= 0; at--) {
    place += ((rest % x.shape[at]) + starts[at]) * stride;
    rest = Math.floor(rest / x.shape[at]);
    stride *= shape[at];
  }
  return { values, places: ops.full(values.shape, BigInt(place)) as NDArray };
}

export function bestParts(name: string, parts: readonly Best[]): Best {
  const better = functions[name.endsWith('min') ? 'less' : 'greater'];
  const skip = name.startsWith('nan');
  return pairwise(parts, (a, b) => {
    const [aNaN, bNaN] = [isNaNOf(a.values), isNaNOf(b.values)];
    const only = skip
      ? ops.logicalAnd(aNaN, ops.logicalNot(bNaN))
      : ops.logicalAnd(bNaN, ops.logicalNot(aNaN));
    const equal = ops.logicalOr(ops.equal(a.values, b.values), ops.logicalAnd(aNaN, bNaN));
    const first = ops.logicalAnd(equal, ops.less(b.places, a.places));
    const beats = ops.logicalOr(ops.logicalOr(better(b.values, a.values), only), first);
    return {
      values: ops.where(beats, b.values, a.values) as NDArray,
      places: ops.where(beats, b.places, a.places) as NDArray,
    };
  });
}

function isNaNOf(x: NDArray): NDArray {
  return ops.notEqual(x, x) as NDArray;
}

export function bestResult(
  name: string,
  axes: readonly number[],
  keepdims: boolean,
  parts: readonly Best[],
): NDArray {
  const { places } = bestParts(name, parts);
  return withoutAxes(places, axes, keepdims);
}

/** The largest elements along an axis, largest first; of a negative `k` the smallest. Or where they are. */
export function topPart(x: NDArray, k: number, axis: number): NDArray {
  const sorted = ops.sort(x, { axis, descending: k > 0 }) as NDArray;
  return firstAlong(sorted, Math.abs(k), axis);
}

function firstAlong(x: NDArray, count: number, axis: number): NDArray {
  return x.at(...x.shape.map((_, at) => (at === axis ? { stop: count } : ':'))) as NDArray;
}

export function topParts(k: number, axis: number, parts: readonly NDArray[]): NDArray {
  return topPart(ops.concatenate(parts, axis) as NDArray, k, axis);
}

export function bestFew(x: NDArray, k: number, axis: number, start: number): Best {
  const order = firstAlong(ops.argsort(x, { axis, descending: k > 0 }) as NDArray, Math.abs(k), axis);
  return {
    values: ops.takeAlongAxis(x, order, axis) as NDArray,
    places: ops.add(order, BigInt(start)) as NDArray,
  };
}

export function bestFewParts(k: number, axis: number, parts: readonly Best[]): Best {
  const values = ops.concatenate(
    parts.map((part) => part.values),
    axis,
  ) as NDArray;
  const places = ops.concatenate(
    parts.map((part) => part.places),
    axis,
  ) as NDArray;
  const best = bestFew(values, k, axis, 0);
  return { values: best.values, places: ops.takeAlongAxis(places, best.places, axis) as NDArray };
}

export function bestFewResult(k: number, axis: number, parts: readonly Best[]): NDArray {
  return bestFewParts(k, axis, parts).places;
}

/** How many elements of a block are in each bin. */
export function binnedPart(x: NDArray, edges: NDArray): NDArray {
  return ops.histogram(x, edges)[0];
}

/** The weights of the elements of a block in each bin. */
export function weighedPart(x: NDArray, weights: NDArray, edges: NDArray): NDArray {
  return ops.histogram(x, edges, { weights })[0];
}

/** Counts of each integer in a block. */
export function countedPart(x: NDArray, minlength: number): NDArray {
  return ops.bincount(x, { minlength }) as NDArray;
}

/** The weights of each integer in a block. */
export function weighedCounts(x: NDArray, weights: NDArray, minlength: number): NDArray {
  return ops.bincount(x, { weights, minlength }) as NDArray;
}

/** Counts added up, the shorter ones as if zeros followed. */
export function countedParts(parts: readonly NDArray[]): NDArray {
  const longest = Math.max(...parts.map(({ size }) => size));
  return pairwise(
    parts.map((part) =>
      part.size === longest
        ? part
        : (ops.concatenate([part, ops.zeros([longest - part.size], part.dtype)]) as NDArray),
    ),
    (a, b) => ops.add(a, b) as NDArray,
  );
}

/** The distinct elements of blocks together. */
export function distinctParts(parts: readonly NDArray[]): NDArray {
  return ops.unique(ops.concatenate(parts.map((part) => part.ravel()))) as NDArray;
}

/** The last place along an axis, with the axis. */
export function lastAlong(x: NDArray, axis: number): NDArray {
  return x.at(...x.shape.map((_, at) => (at === axis ? '-1:' : ':'))) as NDArray;
}
