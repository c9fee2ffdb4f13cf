/** A distance matrix in blocks of rows, for results that need never exist in whole. */
import { MemoryError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { computeMatrix, type DistanceDType } from './cdist.js';
import { finishAsync, Turns } from './execute.js';
import { type FloatDType, type Floats, keepMemory, type MatrixInput } from './inputs.js';
import type { Metric } from './metrics.js';
import { type AsyncOptions, checkCount, type MetricOptions, readOptions } from './options.js';
import { checkPresent, type Problem, prepare, releaseCopies } from './problem.js';
import { checkResultSize, freshArray } from './result.js';

/** Options of `cdistBlocks`. */
export interface BlockOptions extends MetricOptions, AsyncOptions {
  /** Bytes that a block may take; 64 MiB unless told otherwise. */
  readonly memoryBudget?: number;
}

/** Rows [start, stop) of a distance matrix. */
export interface DistanceBlock<D extends FloatDType> {
  readonly start: number;
  readonly stop: number;
  /** [stop − start, rowsY]. */
  readonly block: NDArray<D, readonly [rows: number, rowsY: number]>;
}

const defaultBudget = 64 * 2 ** 20;

/**
 * The distance matrix of `x` and `y` a block of rows at a time, each within `memoryBudget` bytes.
 *
 * A block is computed when it is asked for, in the background, and belongs to the caller. The inputs must not change
 * until the iteration ends, nor their buffers be transferred elsewhere.
 *
 * @param x [rowsX, features]; dtypes as for `cdist`
 * @param y [rowsY, features]
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options those of `cdist` but `out`, and `memoryBudget`, `signal`, `onProgress`
 * @returns an async iterator of `{ start, stop, block }`; nothing for no rows. The values are those of `cdist`.
 * @throws what `cdist` throws, at the first step; MemoryError when not even one row fits the budget; AbortError
 * @example
 * for await (const { start, block } of cdistBlocks([[0, 0], [3, 4]], [[0, 0]])) console.log(start, block.toArray());
 *
 * scikit-learn: `pairwise_distances_chunked`.
 */
export async function* cdistBlocks<
  X extends MatrixInput,
  Y extends MatrixInput,
  const O extends BlockOptions = Record<never, never>,
>(x: X, y: Y, metric?: Metric | O, options?: O): AsyncGenerator<DistanceBlock<DistanceDType<X, Y, O>>, void> {
  const chosen: BlockOptions = readOptions<BlockOptions>('cdistBlocks', metric, options);
  const turns = new Turns('cdistBlocks', chosen);
  keepMemory(x, y, chosen.w, chosen.V);
  const problem = await finishAsync(prepare('cdistBlocks', 'x', x, 'y', y, chosen), turns);
  const rows = rowsPerBlock(problem, chosen.memoryBudget);
  for (let start = 0; start < problem.rowsX; start += rows) {
    const stop = Math.min(problem.rowsX, start + rows);
    const shape = [stop - start, problem.rowsY] as const;
    checkResultSize('cdistBlocks', shape[0] * shape[1], problem.resultDType, 'take a smaller memoryBudget');
    const block = freshArray('cdistBlocks', problem.resultDType, shape);
    await computeRows(problem, start, stop, storage(block), chosen, turns);
    yield { start, stop, block } as never;
    turns.check();
  }
  releaseCopies(problem);
}

/**
 * How many rows of the matrix each of `blocks` blocks holds, within a budget of bytes for all of them.
 * @throws ArgumentError for a budget that is no positive integer; MemoryError when it holds no row.
 */
export function rowsPerBlock(problem: Problem, budget = defaultBudget, blocks = 1): number {
  checkCount(problem.operation, 'memoryBudget', budget, 1);
  const rowBytes = blocks * problem.rowsY * (problem.resultDType === 'float32' ? 4 : 8);
  if (rowBytes === 0) return Math.max(1, problem.rowsX);
  if (rowBytes > budget) {
    throw new MemoryError(
      `memoryBudget is ${budget} bytes, a row of the result in ${blocks} block${blocks === 1 ? '' : 's'} takes ${rowBytes}`,
      {
        operation: problem.operation,
        argument: 'memoryBudget',
        got: budget,
        needs: `at least ${rowBytes} bytes`,
      },
    );
  }
  return Math.floor(budget / rowBytes);
}

/** Rows [start, stop) of the matrix into `target`; progress counts the whole matrix. */
export async function computeRows(
  problem: Problem,
  start: number,
  stop: number,
  target: Floats,
  options: AsyncOptions,
  turns: Turns,
): Promise<void> {
  const { rowsX, rowsY, width } = problem;
  checkPresent(problem);
  const { signal, onProgress } = options;
  const total = rowsX * rowsY;
  const report =
    onProgress && (({ done }: { done: number }) => onProgress({ done: start * rowsY + done, total }));
  const band = { ...problem, x: problem.x.subarray(start * width, stop * width), rowsX: stop - start };
  await computeMatrix(band, target, { signal, onProgress: report }, turns);
  report?.({ done: (stop - start) * rowsY });
}
