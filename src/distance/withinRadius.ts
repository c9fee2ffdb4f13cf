/** All pairs of rows that are near enough, as a sparse matrix. */
import { allocate } from '../core/buffer.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
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
import type { NearestOptions } from './nearest.js';
import { type AsyncOptions, readOptions } from './options.js';
import { directly, finish, type Problem, prepare, releaseCopies, writePairParameters } from './problem.js';
import { checkResultSize, freshArray } from './result.js';
import { asDistances, isSimilarity, restoreSimilarity } from './similarity.js';

/** Sparse rows (CSR): row i holds entries indptr[i] up to indptr[i + 1], columns ascending. */
export interface SparseDistances<D extends FloatDType> {
  /** `[rowsX + 1]`: float64, so that more than 2³¹ pairs can be counted. */
  readonly indptr: NDArray<'float64', readonly [rows: number]>;
  /** `[pairs]`: row numbers of `y`. */
  readonly indices: NDArray<'int32', readonly [pairs: number]>;
  /** [pairs]. */
  readonly distances: NDArray<D, readonly [pairs: number]>;
}

type Other<X, Y> = Y extends null | undefined ? X : Y;

const instead = 'take a smaller radius, or use nearest';

/**
 * Every row of `y` within `radius` of each row of `x`, the radius included.
 *
 * @param x [rowsX, features]; dtypes as for `cdist`
 * @param y [rowsY, features]; null or undefined looks among the rows of `x` themselves, each row left out of its own
 * @param radius the largest distance; for 'dot', a similarity, the smallest value
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options those of `nearest`
 * @returns sparse rows `indptr`, `indices`, `distances`. A NaN distance is never within.
 * @throws ShapeError, DTypeError, ArgumentError as `cdist`, and ArgumentError for a radius that is not a number
 * @throws MemoryError when the pairs found do not fit
 * @example
 * withinRadius([[0, 0]], [[5, 5], [1, 0], [0, 2]], 2).indices.toArray(); // [1, 2]
 *
 * scikit-learn: `radius_neighbors_graph`. Memory grows with the pairs found; time is up to twice that of `cdist`.
 */
export function withinRadius<
  X extends MatrixInput,
  Y extends MatrixInput | null | undefined,
  const O extends NearestOptions = Record<never, never>,
>(
  x: X,
  y: Y,
  radius: number,
  metric?: Metric | O,
  options?: O,
): SparseDistances<DistanceDType<X, Other<X, Y>, O>> {
  const chosen: NearestOptions = readOptions<NearestOptions>('withinRadius', metric, options);
  const given = finish(prepare('withinRadius', 'x', x, 'y', y ?? null, chosen));
  const search = newSearch(given, radius, chosen.excludeSelf ?? (y === null || y === undefined));
  const { problem } = search;
  if (problem.pair !== null) {
    const found = new TileCollector(search);
    runTiles(problem, found.consume, false);
    return finished(given, search, found.sparse()) as never;
  }
  const counts = allocate('withinRadius', 'float64', problem.rowsX);
  backend().run('distanceRadiusCount', countOperands(problem, counts), parametersOf(search), problem.threads);
  const sparse = emptySparse(problem, counts);
  backend().run('distanceRadiusFill', fillOperands(problem, sparse), parametersOf(search), problem.threads);
  return finished(given, search, sparse) as never;
}

/**
 * `withinRadius` without keeping the event loop waiting.
 *
 * @param options those of `withinRadius`, and `signal`, `onProgress`
 * @returns a promise of what `withinRadius` gives; it rejects with what `withinRadius` throws
 * @throws AbortError when `signal` fires
 * @example
 * const { indptr } = await withinRadiusAsync([[0, 0]], [[5, 5], [1, 0]], 2, 'chebyshev');
 *
 * scikit-learn: `radius_neighbors_graph`.
 */
export async function withinRadiusAsync<
  X extends MatrixInput,
  Y extends MatrixInput | null | undefined,
  const O extends NearestOptions & AsyncOptions = Record<never, never>,
>(
  x: X,
  y: Y,
  radius: number,
  metric?: Metric | O,
  options?: O,
): Promise<SparseDistances<DistanceDType<X, Other<X, Y>, O>>> {
  type Options = NearestOptions & AsyncOptions;
  const chosen: Options = readOptions<Options>('withinRadius', metric, options);
  const turns = new Turns('withinRadius', chosen);
  keepMemory(x, y, chosen.w, chosen.V);
  const given = await finishAsync(prepare('withinRadius', 'x', x, 'y', y ?? null, chosen), turns);
  const search = newSearch(given, radius, chosen.excludeSelf ?? (y === null || y === undefined));
  const { problem } = search;
  const total = problem.rowsX * problem.rowsY;
  const sparse =
    problem.pair === null && hasBackground()
      ? await searchInBackground(search, chosen, turns, total)
      : await searchByTiles(search, turns, total);
  reportDone(chosen, total);
  return finished(given, search, sparse) as never;
}

interface Search {
  readonly problem: Problem;
  readonly radius: number;
  readonly excludeSelf: boolean;
}

function newSearch(given: Problem, radius: number, excludeSelf: boolean): Search {
  if (typeof radius !== 'number' || Number.isNaN(radius)) {
    throw new ArgumentError(`radius is ${String(radius)}; needs a number`, {
      operation: 'withinRadius',
      argument: 'radius',
      got: radius,
      needs: 'a number',
    });
  }
  return { problem: asDistances(given), radius: isSimilarity(given) ? -radius : radius, excludeSelf };
}

/** Counting is the first half of the progress, filling the second. */
async function searchInBackground(
  search: Search,
  options: AsyncOptions,
  turns: Turns,
  total: number,
): Promise<SparseDistances<FloatDType>> {
  const { problem } = search;
  const half = (from: number): AsyncOptions => ({
    signal: options.signal,
    onProgress:
      options.onProgress &&
      (({ done }) => options.onProgress?.({ done: Math.floor(from + done / 2), total })),
  });
  const counts = allocate('withinRadius', 'float64', problem.rowsX);
  const params = parametersOf(search);
  await runInBackground(
    'distanceRadiusCount',
    countOperands(problem, counts),
    params,
    problem,
    half(0),
    total,
  );
  turns.check();
  const sparse = emptySparse(problem, counts);
  const operands = fillOperands(problem, sparse);
  await runInBackground('distanceRadiusFill', operands, params, problem, half(total / 2), total);
  return sparse;
}

async function searchByTiles(
  search: Search,
  turns: Turns,
  total: number,
): Promise<SparseDistances<FloatDType>> {
  const found = new TileCollector(search);
  await runTilesAsync(directly(search.problem), found.consume, false, turns, total);
  return found.sparse();
}

function finished(given: Problem, { problem }: Search, sparse: SparseDistances<FloatDType>) {
  restoreSimilarity(problem, storage(sparse.distances));
  releaseCopies(problem);
  if (given !== problem) releaseCopies(given);
  return sparse;
}

function parametersOf({ problem, radius, excludeSelf }: Search): Float64Array {
  const params = new Float64Array(11);
  writePairParameters(params, problem, problem.rowsX, problem.rowsY);
  params[9] = radius;
  params[10] = excludeSelf ? 1 : 0;
  return params;
}

function countOperands({ x, y, weights, matrix }: Problem, counts: Float64Array) {
  return [x, y, counts, weights, matrix];
}

function fillOperands({ x, y, weights, matrix }: Problem, sparse: SparseDistances<FloatDType>) {
  const { indptr, indices, distances } = sparse;
  return [x, y, storage(indptr), storage(indices), storage(distances), weights, matrix];
}

/** Room for as many entries as each row counted. @throws MemoryError */
function emptySparse(problem: Problem, counts: ArrayLike<number>): SparseDistances<FloatDType> {
  const { operation, rowsX, resultDType } = problem;
  const indptr = freshArray(operation, 'float64', [rowsX + 1] as const);
  const starts = storage(indptr);
  starts[0] = 0;
  for (let row = 0; row < rowsX; row++) starts[row + 1] = starts[row] + counts[row];
  checkResultSize(operation, starts[rowsX], resultDType, instead);
  return {
    indptr,
    indices: freshArray(operation, 'int32', [starts[rowsX]] as const),
    distances: freshArray(operation, resultDType, [starts[rowsX]] as const),
  };
}

/** Gathers the near pairs of finished tiles, row by row. */
class TileCollector {
  readonly #search: Search;
  readonly #columns: number[][];
  readonly #distances: number[][];

  constructor(search: Search) {
    this.#search = search;
    this.#columns = Array.from({ length: search.problem.rowsX }, () => []);
    this.#distances = Array.from({ length: search.problem.rowsX }, () => []);
  }

  readonly consume: TileConsumer = (tile: Floats, row, rows, column, columns) => {
    const { radius, excludeSelf } = this.#search;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const distance = tile[i * columns + j];
        if (!(distance <= radius) || (excludeSelf && row + i === column + j)) continue;
        this.#columns[row + i].push(column + j);
        this.#distances[row + i].push(distance);
      }
    }
  };

  sparse(): SparseDistances<FloatDType> {
    const sparse = emptySparse(
      this.#search.problem,
      this.#columns.map((columns) => columns.length),
    );
    const starts = storage(sparse.indptr);
    this.#columns.forEach((columns, row) => {
      storage(sparse.indices).set(columns, starts[row]);
      (storage(sparse.distances) as Floats).set(this.#distances[row], starts[row]);
    });
    return sparse;
  }
}
