/** Distances between two sets of points, as a matrix. */
import { type Foreign, handOver, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, storage } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { backend } from '../kernels/select.js';
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
import type { DTypeOfInput, JoinedDType } from './inputDType.js';
import { type FloatDType, type Floats, keepMemory, type MatrixInput } from './inputs.js';
import type { Metric } from './metrics.js';
import { type AsyncOptions, type DistanceOptions, readOptions } from './options.js';
import { finish, type Problem, prepare, releaseCopies, writePairParameters } from './problem.js';
import { checkOut, checkResultSize, freshArray } from './result.js';

type Options = DistanceOptions<FloatDType>;

/** The dtype of the distances between X and Y under options O. */
export type DistanceDType<X, Y, O> = O extends { readonly dtype: infer D extends FloatDType }
  ? D
  : O extends { readonly out: NDArray<infer D extends FloatDType, Shape> }
    ? D
    : JoinedDType<DTypeOfInput<X>, DTypeOfInput<Y>>;

/** A distance matrix between the rows of X and the rows of Y. */
export type DistanceMatrix<X, Y, O> = Made<
  X | Y,
  DistanceDType<X, Y, O>,
  readonly [rowsX: number, rowsY: number]
>;

const instead = 'use cdistToFile, cdistBlocks, nearest or withinRadius';

/**
 * The distance of every row of `xa` to every row of `xb`.
 *
 * @param xa [rowsX, features], real or bool, any strides: float32 (float16) in gives float32 out, anything else
 *   float64; `dtype` overrules that
 * @param xb [rowsY, features]
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options `p`, `w`, `V`, `VI`, `centered`, `base`, `algorithm`, `dtype`, `threads`, `out`
 * @returns [rowsX, rowsY], C order; `out` itself where it was given. No rows give an empty matrix; no features give
 *   the metric's value for empty vectors, 0 or NaN. NaN and infinities spread as in SciPy: to their own rows and
 *   columns, except where a metric passes over NaN (chebyshev, nanEuclidean) or only asks for equality.
 * @throws ShapeError when there are not two dimensions, the columns differ, or `w`, `V`, `VI`, `out` do not fit
 * @throws DTypeError for complex inputs, elements that are not numbers, or an `out` of another dtype
 * @throws ArgumentError for an unknown metric or option, a value out of range, a singular `V` or covariance, or an
 *   `out` that is read-only, not C-contiguous or overlaps an input
 * @throws MemoryError when the matrix cannot be held: then see cdistToFile, cdistBlocks, nearest, withinRadius
 * @example
 * cdist([[0, 0], [3, 4]], [[0, 0]], 'euclidean').toArray(); // [[0], [5]]
 *
 * SciPy: `scipy.spatial.distance.cdist`. Time grows with rowsX · rowsY · features.
 */
export function cdist<
  X extends MatrixInput | Foreign,
  Y extends MatrixInput | Foreign,
  const O extends Options = Record<never, never>,
>(xa: X, xb: Y, metric?: Metric | O, options?: O): DistanceMatrix<X, Y, O> {
  if (isForeign(xa) || isForeign(xb)) return handOver('cdist', [xa, xb], [xa, xb, metric, options]) as never;
  const chosen: Options = readOptions<Options>('cdist', metric, options);
  const problem = finish(prepare('cdist', 'xa', xa, 'xb', xb, chosen));
  const { result, target } = destination(problem, chosen);
  if (problem.pair === null) {
    const params = fullParameters(syncParameters, problem);
    backend().run('distanceFull', operandsOf(problem, target), params, problem.threads);
  } else {
    runTiles(problem, matrixConsumer(problem, target), false);
  }
  releaseCopies(problem);
  return result as DistanceMatrix<X, Y, O>;
}

/**
 * `cdist` without keeping the event loop waiting: in the background where the backend can, else in pieces.
 *
 * The inputs and `out` must not change until the promise settles, nor their buffers be transferred elsewhere.
 *
 * @param options those of `cdist`, and `signal`, `onProgress`
 * @returns a promise of what `cdist` gives; it rejects with what `cdist` throws
 * @throws AbortError when `signal` fires
 * @example
 * const d = await cdistAsync([[0, 0], [3, 4]], [[0, 0]], { signal: AbortSignal.timeout(60_000) });
 *
 * SciPy: `scipy.spatial.distance.cdist`.
 */
export async function cdistAsync<
  X extends MatrixInput,
  Y extends MatrixInput,
  const O extends Options & AsyncOptions = Record<never, never>,
>(xa: X, xb: Y, metric?: Metric | O, options?: O): Promise<DistanceMatrix<X, Y, O>> {
  const chosen: Options & AsyncOptions = readOptions<Options & AsyncOptions>('cdist', metric, options);
  const turns = new Turns('cdist', chosen);
  keepMemory(xa, xb, chosen.w, chosen.V, chosen.out);
  const problem = await finishAsync(prepare('cdist', 'xa', xa, 'xb', xb, chosen), turns);
  const { result, target } = destination(problem, chosen);
  await computeMatrix(problem, target, chosen, turns);
  reportDone(chosen, target.length);
  releaseCopies(problem);
  return result as DistanceMatrix<X, Y, O>;
}

/** Fills `target` with the whole matrix of `problem`. */
export async function computeMatrix(
  problem: Problem,
  target: Floats,
  options: AsyncOptions,
  turns: Turns,
): Promise<void> {
  if (problem.pair === null && hasBackground()) {
    const params = fullParameters(new Float64Array(10), problem);
    const operands = operandsOf(problem, target);
    await runInBackground('distanceFull', operands, params, problem, options, target.length);
  } else {
    await runTilesAsync(problem, matrixConsumer(problem, target), false, turns, target.length);
  }
}

/** One for all synchronous calls, which never overlap; a call that runs on needs its own. */
const syncParameters = new Float64Array(10);

function fullParameters(params: Float64Array, problem: Problem): Float64Array {
  writePairParameters(params, problem, problem.rowsX, problem.rowsY);
  params[9] = problem.rowsY;
  return params;
}

function operandsOf(problem: Problem, target: Floats) {
  return [problem.x, problem.y, target, problem.weights, problem.matrix];
}

function destination(
  problem: Problem,
  { out }: Options,
): { result: NDArray<FloatDType, Shape>; target: Floats } {
  const { operation, rowsX, rowsY, resultDType } = problem;
  const shape = [rowsX, rowsY] as const;
  if (problem.pair !== null) keepMemory(out); // the caller's function may dispose of it
  if (out !== undefined && out !== null) return { result: out, target: checkOut(problem, out, shape) };
  checkResultSize(operation, rowsX * rowsY, resultDType, instead);
  const result = freshArray(operation, resultDType, shape);
  return { result, target: storage(result) };
}

function matrixConsumer({ rowsY }: Problem, target: Floats): TileConsumer {
  return (tile, row, rows, column, columns) => {
    for (let i = 0; i < rows; i++) {
      target.set(tile.subarray(i * columns, (i + 1) * columns), (row + i) * rowsY + column);
    }
  };
}
