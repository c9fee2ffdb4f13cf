/** The nearest rows of y for each row of x, without the matrix between them. */
import { ArgumentError } from '../core/errors.js';
import { type Foreign, handOver, isForeign, type Made } from '../core/foreign.js';
import { NDArray, storage } from '../core/ndarray.js';
import { offerNearest } from '../kernels/js/selection.js';
import { backend } from '../kernels/select.js';
import type { DistanceDType } from './cdist.js';
import {
  finishAsync,
  hasBackground,
  reportDone,
  runInBackground,
  runTiles,
  runTilesAsync,
  type TileConsumer,
  Turns,
} from './execute.js';
import { type FloatDType, type Floats, keepMemory, type MatrixInput } from './inputs.js';
import type { Metric } from './metrics.js';
import { type AsyncOptions, checkCount, type MetricOptions, readOptions } from './options.js';
import { directly, finish, type Problem, prepare, releaseCopies, writePairParameters } from './problem.js';
import { checkResultSize, freshArray } from './result.js';
import { asDistances, restoreSimilarity } from './similarity.js';

/** Options of `nearest` and `argmin`. */
export interface NearestOptions extends MetricOptions {
  /** Whether row i of `y` may not be a neighbour of row i of `x`; true by default when there is no `y`. */
  readonly excludeSelf?: boolean;
}

type PlaceDType<X> = [Extract<X, Foreign>] extends [never] ? 'int32' : 'int64';

/** The k nearest of each row, nearest first. */
export interface Neighbours<D extends FloatDType, X = never> {
  /** `[rowsX, k]`: row numbers of `y`; those of blocked arrays, which may have more rows, are int64. */
  readonly indices: Made<X, PlaceDType<X>, readonly [rowsX: number, k: number]>;
  /** [rowsX, k], ascending (descending for 'dot', where larger is nearer); NaN last. */
  readonly distances: Made<X, D, readonly [rowsX: number, k: number]>;
}

/** The one nearest of each row. */
export interface Nearest<D extends FloatDType> {
  /** `[rowsX]`: row numbers of `y`. */
  readonly indices: NDArray<'int32', readonly [rowsX: number]>;
  /** [rowsX]. */
  readonly distances: NDArray<D, readonly [rowsX: number]>;
}

type Other<X, Y> = Y extends null | undefined ? X : Y;

/**
 * The `k` nearest rows of `y` for every row of `x`: exact, equal distances in the order of their row numbers.
 *
 * @param x [rowsX, features]; dtypes as for `cdist`
 * @param y [rowsY, features]; null or undefined looks among the rows of `x` themselves
 * @param k how many, at most the rows there are to choose from
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options those of `cdist` but `out`, and `excludeSelf`
 * @returns `indices` int32 and `distances`, both [rowsX, k], nearest first. For 'dot', a similarity, nearest is
 *   largest. A NaN distance is farther than any number.
 * @throws ShapeError, DTypeError, ArgumentError as `cdist`, and ArgumentError for a `k` out of range
 * @example
 * nearest([[0, 0]], [[5, 5], [1, 0], [0, 2]], 2).indices.toArray(); // [[1, 2]]
 *
 * scikit-learn: `NearestNeighbors(algorithm='brute').kneighbors`; faiss: `IndexFlat.search`. Memory grows with
 * rowsX · k, time with rowsX · rowsY · features.
 */
export function nearest<
  X extends MatrixInput | Foreign,
  Y extends MatrixInput | Foreign | null | undefined,
  const O extends NearestOptions = Record<never, never>,
>(
  x: X,
  y: Y,
  k: number,
  metric?: Metric | O,
  options?: O,
): Neighbours<DistanceDType<X, Other<X, Y>, O>, X | Y> {
  if (isForeign(x) || isForeign(y)) return handOver('nearest', [x, y], [x, y, k, metric, options]) as never;
  const chosen: NearestOptions = readOptions<NearestOptions>('nearest', metric, options);
  const problem = finish(prepare('nearest', 'x', x, 'y', y ?? null, chosen));
  return runNearest(problem, k, excludesSelf(y, chosen)) as never;
}

/**
 * `nearest` without keeping the event loop waiting.
 *
 * @param options those of `nearest`, and `signal`, `onProgress`
 * @returns a promise of what `nearest` gives; it rejects with what `nearest` throws
 * @throws AbortError when `signal` fires
 * @example
 * const { indices } = await nearestAsync([[0, 0]], [[5, 5], [1, 0]], 1, 'cosine');
 *
 * scikit-learn: `NearestNeighbors(algorithm='brute').kneighbors`.
 */
export async function nearestAsync<
  X extends MatrixInput,
  Y extends MatrixInput | null | undefined,
  const O extends NearestOptions & AsyncOptions = Record<never, never>,
>(
  x: X,
  y: Y,
  k: number,
  metric?: Metric | O,
  options?: O,
): Promise<Neighbours<DistanceDType<X, Other<X, Y>, O>>> {
  const chosen: NearestOptions & AsyncOptions = readOptions<NearestOptions & AsyncOptions>(
    'nearest',
    metric,
    options,
  );
  const turns = new Turns('nearest', chosen);
  keepMemory(x, y, chosen.w, chosen.V);
  const problem = await finishAsync(prepare('nearest', 'x', x, 'y', y ?? null, chosen), turns);
  return (await runNearestAsync(problem, k, excludesSelf(y, chosen), chosen, turns)) as never;
}

/**
 * The nearest row of `y` for every row of `x`; the lowest row number among equals.
 *
 * @param x [rowsX, features]; dtypes as for `cdist`
 * @param y [rowsY, features], at least one row
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @returns `indices` int32 and `distances`, both [rowsX]
 * @throws as `nearest`
 * @example
 * argmin([[0, 0], [4, 4]], [[5, 5], [1, 0]]).indices.toArray(); // [1, 0]
 *
 * scikit-learn: `pairwise_distances_argmin_min`.
 */
export function argmin<
  X extends MatrixInput,
  Y extends MatrixInput,
  const O extends NearestOptions = Record<never, never>,
>(x: X, y: Y, metric?: Metric | O, options?: O): Nearest<DistanceDType<X, Y, O>> {
  const chosen: NearestOptions = readOptions<NearestOptions>('argmin', metric, options);
  const problem = finish(prepare('argmin', 'x', x, 'y', y, chosen));
  return firstColumn(runNearest(problem, 1, excludesSelf(y, chosen))) as never;
}

/**
 * `argmin` without keeping the event loop waiting.
 *
 * @param options those of `argmin`, and `signal`, `onProgress`
 * @returns a promise of what `argmin` gives
 * @throws AbortError when `signal` fires
 * @example
 * const { indices } = await argminAsync([[0, 0], [4, 4]], [[5, 5], [1, 0]]);
 *
 * scikit-learn: `pairwise_distances_argmin_min`.
 */
export async function argminAsync<
  X extends MatrixInput,
  Y extends MatrixInput,
  const O extends NearestOptions & AsyncOptions = Record<never, never>,
>(x: X, y: Y, metric?: Metric | O, options?: O): Promise<Nearest<DistanceDType<X, Y, O>>> {
  const chosen: NearestOptions & AsyncOptions = readOptions<NearestOptions & AsyncOptions>(
    'argmin',
    metric,
    options,
  );
  const turns = new Turns('argmin', chosen);
  keepMemory(x, y, chosen.w, chosen.V);
  const problem = await finishAsync(prepare('argmin', 'x', x, 'y', y, chosen), turns);
  return firstColumn(await runNearestAsync(problem, 1, excludesSelf(y, chosen), chosen, turns)) as never;
}

function excludesSelf(y: unknown, { excludeSelf }: NearestOptions): boolean {
  return excludeSelf ?? (y === null || y === undefined);
}

function runNearest(given: Problem, k: number, excludeSelf: boolean): Neighbours<FloatDType> {
  const problem = asDistances(given);
  const found = emptyNeighbours(problem, k, excludeSelf);
  if (problem.pair !== null) {
    runTiles(problem, nearestConsumer(problem, found, k, excludeSelf), false);
  } else if (found.indices.size > 0) {
    const params = nearestParameters(problem, k, excludeSelf);
    backend().run('distanceNearest', operandsOf(problem, found), params, problem.threads);
  }
  return finished(given, problem, found);
}

async function runNearestAsync(
  given: Problem,
  k: number,
  excludeSelf: boolean,
  options: AsyncOptions,
  turns: Turns,
): Promise<Neighbours<FloatDType>> {
  const problem = asDistances(given);
  const found = emptyNeighbours(problem, k, excludeSelf);
  const total = problem.rowsX * problem.rowsY;
  if (found.indices.size === 0) {
    turns.check();
  } else if (problem.pair === null && hasBackground()) {
    const params = nearestParameters(problem, k, excludeSelf);
    await runInBackground('distanceNearest', operandsOf(problem, found), params, problem, options, total);
  } else {
    // Distances must be the ones the kernel decides by: direct ones.
    const direct = directly(problem);
    await runTilesAsync(direct, nearestConsumer(problem, found, k, excludeSelf), false, turns, total);
  }
  reportDone(options, total);
  return finished(given, problem, found);
}

function finished(given: Problem, problem: Problem, found: Neighbours<FloatDType>): Neighbours<FloatDType> {
  restoreSimilarity(problem, storage(found.distances));
  releaseCopies(problem);
  if (given !== problem) releaseCopies(given);
  return found;
}

function emptyNeighbours(problem: Problem, k: number, excludeSelf: boolean): Neighbours<FloatDType> {
  const { operation, rowsX, rowsY, resultDType } = problem;
  checkCount(operation, 'k', k, operation === 'argmin' ? 1 : 0);
  // A row beyond the end of y has no self to leave out, but the result is a rectangle.
  const choices = Math.max(excludeSelf && rowsX > 0 ? rowsY - 1 : rowsY, 0);
  if (k > choices) {
    const needs = `at most ${choices}, the rows there are to choose from`;
    const message = operation === 'argmin' ? 'y has no row to choose' : `k is ${k}; needs ${needs}`;
    throw new ArgumentError(message, {
      operation,
      argument: operation === 'argmin' ? 'y' : 'k',
      got: k,
      needs,
    });
  }
  checkResultSize(operation, rowsX * k, resultDType, 'ask for fewer neighbours, or go by blocks of x');
  return {
    indices: freshArray(operation, 'int32', [rowsX, k] as const),
    distances: freshArray(operation, resultDType, [rowsX, k] as const),
  };
}

function nearestParameters(problem: Problem, k: number, excludeSelf: boolean): Float64Array {
  const params = new Float64Array(11);
  writePairParameters(params, problem, problem.rowsX, problem.rowsY);
  params[9] = k;
  params[10] = excludeSelf ? 1 : 0;
  return params;
}

function operandsOf(problem: Problem, { indices, distances }: Neighbours<FloatDType>) {
  return [problem.x, problem.y, storage(indices), storage(distances), problem.weights, problem.matrix];
}

function nearestConsumer(
  { rowsX }: Problem,
  found: Neighbours<FloatDType>,
  k: number,
  excludeSelf: boolean,
): TileConsumer {
  const indices = storage(found.indices);
  const distances = storage(found.distances) as Floats;
  const counts = new Int32Array(rowsX);
  return (tile, row, rows, column, columns) => {
    for (let i = row; i < row + rows; i++) {
      let count = counts[i];
      const start = (i - row) * columns;
      for (let j = 0; j < columns; j++) {
        if (excludeSelf && column + j === i) continue;
        count = offerNearest(indices, distances, i * k, k, count, column + j, tile[start + j]);
      }
      counts[i] = count;
    }
  };
}

/** The same memory with one axis less: the lists are one long. */
function firstColumn({ indices, distances }: Neighbours<FloatDType>): Nearest<FloatDType> {
  const rows = [indices.shape[0]] as const;
  return {
    indices: new NDArray({ data: storage(indices), dtype: 'int32', shape: rows, strides: [4] }),
    distances: new NDArray({
      data: storage(distances),
      dtype: distances.dtype,
      shape: rows,
      strides: [distances.itemsize],
    }),
  };
}
