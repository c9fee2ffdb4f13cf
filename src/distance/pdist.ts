/** Distances among one set of points, in condensed form. */
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, storage } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
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
import { type AsyncOptions, type DistanceOptions, readOptions } from './options.js';
import { finish, type Problem, prepare, releaseCopies, writePairParameters } from './problem.js';
import { checkOut, checkResultSize, freshArray } from './result.js';

type Options = DistanceOptions<FloatDType>;

/** The distances of the pairs i < j of the rows of X, row by row. */
export type CondensedMatrix<X, O> = Made<X, DistanceDType<X, X, O>, readonly [pairs: number]>;

const instead = 'use nearest, withinRadius or cdistBlocks';

/**
 * The distance of every row of `x` to every later row.
 *
 * @param x [rows, features], real or bool, any strides; dtypes as for `cdist`
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options as for `cdist`; `out` has the shape of the result
 * @returns `[rows · (rows − 1) / 2]`: pairs (0, 1), (0, 2), …, (1, 2), …; `squareform` makes a matrix of it. Fewer
 *   than two rows give an empty array; NaN and infinities spread as in `cdist`.
 * @throws ShapeError, DTypeError, ArgumentError, MemoryError as `cdist`
 * @example
 * pdist([[0, 0], [3, 4], [0, 1]]).toArray(); // [5, 1, √18]
 *
 * SciPy: `scipy.spatial.distance.pdist`.
 */
export function pdist<X extends MatrixInput | Foreign, const O extends Options = Record<never, never>>(
  x: X,
  metric?: Metric | O,
  options?: O,
): CondensedMatrix<X, O> {
  if (isForeign(x)) return x[foreignSymbol]('pdist', [x, metric, options]) as never;
  const chosen: Options = readOptions<Options>('pdist', metric, options);
  const problem = finish(prepare('pdist', 'x', x, 'x', null, chosen));
  const { result, target } = destination(problem, chosen);
  if (problem.pair === null) {
    const params = condensedParameters(syncParameters, problem);
    backend().run('distanceCondensed', operandsOf(problem, target), params, problem.threads);
  } else {
    runTiles(problem, condensedConsumer(problem, target), true);
  }
  releaseCopies(problem);
  return result as CondensedMatrix<X, O>;
}

/**
 * `pdist` without keeping the event loop waiting.
 *
 * @param options those of `pdist`, and `signal`, `onProgress`
 * @returns a promise of what `pdist` gives; it rejects with what `pdist` throws
 * @throws AbortError when `signal` fires
 * @example
 * const d = await pdistAsync([[0, 0], [3, 4], [0, 1]], 'cityblock');
 *
 * SciPy: `scipy.spatial.distance.pdist`.
 */
export async function pdistAsync<
  X extends MatrixInput,
  const O extends Options & AsyncOptions = Record<never, never>,
>(x: X, metric?: Metric | O, options?: O): Promise<CondensedMatrix<X, O>> {
  const chosen: Options & AsyncOptions = readOptions<Options & AsyncOptions>('pdist', metric, options);
  const turns = new Turns('pdist', chosen);
  keepMemory(x, chosen.w, chosen.V, chosen.out);
  const problem = await finishAsync(prepare('pdist', 'x', x, 'x', null, chosen), turns);
  const { result, target } = destination(problem, chosen);
  const total = target.length;
  if (problem.pair === null && hasBackground()) {
    const params = condensedParameters(new Float64Array(8), problem);
    await runInBackground('distanceCondensed', operandsOf(problem, target), params, problem, chosen, total);
  } else {
    await runTilesAsync(problem, condensedConsumer(problem, target), true, turns, total);
  }
  reportDone(chosen, total);
  releaseCopies(problem);
  return result as CondensedMatrix<X, O>;
}

const syncParameters = new Float64Array(8);
const pairParameters = new Float64Array(9);

/** Those of a full matrix, less rowsY. */
function condensedParameters(params: Float64Array, problem: Problem): Float64Array {
  writePairParameters(pairParameters, problem, problem.rowsX, problem.rowsX);
  params.set(pairParameters.subarray(0, 3));
  params.set(pairParameters.subarray(4, 9), 3);
  return params;
}

function operandsOf(problem: Problem, target: Floats) {
  return [problem.x, target, problem.weights, problem.matrix];
}

function destination(
  problem: Problem,
  { out }: Options,
): { result: NDArray<FloatDType, Shape>; target: Floats } {
  const { operation, rowsX, resultDType } = problem;
  const shape = [(rowsX * Math.max(rowsX - 1, 0)) / 2] as const;
  if (problem.pair !== null) keepMemory(out); // the caller's function may dispose of it
  if (out !== undefined && out !== null) return { result: out, target: checkOut(problem, out, shape) };
  checkResultSize(operation, shape[0], resultDType, instead);
  const result = freshArray(operation, resultDType, shape);
  return { result, target: storage(result) };
}

/** Takes from each tile what lies above the diagonal. */
function condensedConsumer({ rowsX }: Problem, target: Floats): TileConsumer {
  return (tile, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      const index = row + i;
      const first = Math.max(column, index + 1);
      if (first >= column + columns) continue;
      const position = index * rowsX - (index * (index + 1)) / 2 + first - index - 1;
      target.set(tile.subarray(i * columns + first - column, (i + 1) * columns), position);
    }
  };
}
