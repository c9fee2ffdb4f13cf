/**
 * A distance matrix written to a file, of any size the disk holds.
 *
 * Policy: while one block of rows is being written the next is computed. Both blocks are within the budget and are
 * reused. The file has its name only when it is whole; on an error or an abort nothing of it remains.
 */
import type { DType } from '../core/dtype.js';
import { ArgumentError, MemoryError } from '../core/errors.js';
import { storage } from '../core/ndarray.js';
import { type BlockOptions, computeRows, rowsPerBlock } from './cdistBlocks.js';
import { finishAsync, Turns } from './execute.js';
import { type FloatDType, type Floats, keepMemory, type MatrixInput } from './inputs.js';
import type { Metric } from './metrics.js';
import { readOptions } from './options.js';
import { type Problem, prepare, releaseCopies } from './problem.js';
import { freshArray } from './result.js';

/** What a file of distances holds. */
export interface DistanceFile {
  readonly path: string;
  readonly shape: readonly [rowsX: number, rowsY: number];
  readonly dtype: FloatDType;
  /** Bytes of the file. */
  readonly bytes: number;
}

/**
 * Writes the distance matrix of `x` and `y` to an npy file, without ever holding it in memory.
 *
 * @param path where; a file of that name is replaced, in one step, when the new one is whole
 * @param x [rowsX, features]; dtypes as for `cdist`
 * @param y [rowsY, features]
 * @param metric a metric's name, a function `(u, v) => number`, or the options; 'euclidean' when left out
 * @param options those of `cdistBlocks`; `memoryBudget` is for the two blocks in flight, 64 MiB unless told otherwise
 * @returns a promise of what was written: `path`, `shape`, `dtype`, `bytes`. The values are those of `cdist`.
 * @throws what `cdist` throws; MemoryError when the disk has no room for it, before anything is computed; FileError
 *   when it cannot be written; AbortError when `signal` fires. Nothing is left behind then.
 * @example
 * await cdistToFile('distances.npy', [[0, 0], [3, 4]], [[0, 0]], 'cityblock');
 */
export async function cdistToFile<X extends MatrixInput, Y extends MatrixInput>(
  path: string,
  x: X,
  y: Y,
  metric?: Metric | BlockOptions,
  options?: BlockOptions,
): Promise<DistanceFile> {
  const chosen = readOptions<BlockOptions>('cdistToFile', metric, options);
  const turns = new Turns('cdistToFile', chosen);
  if (typeof path !== 'string') {
    throw new ArgumentError(`path is ${typeof path}; needs the name of a file`, {
      operation: 'cdistToFile',
      argument: 'path',
      got: path,
      needs: 'a string',
    });
  }
  keepMemory(x, y, chosen.w, chosen.V);
  const problem = await finishAsync(prepare('cdistToFile', 'x', x, 'y', y, chosen), turns);
  // One block is being written while the other is computed.
  const rows = rowsPerBlock(problem, chosen.memoryBudget, 2);
  // Only this function needs a file system: the rest of the module also loads in a browser.
  const [{ AtomicFile }, { npyHeader }] = await Promise.all([
    import('../core/atomic-file.js'),
    import('../io/npy-header.js'),
  ]);
  const shape = [problem.rowsX, problem.rowsY] as const;
  const header = npyHeader(problem.resultDType as DType, shape);
  const bytes = header.length + shape[0] * shape[1] * (problem.resultDType === 'float32' ? 4 : 8);
  await checkDisk(path, bytes);
  const file = new AtomicFile('cdistToFile', path);
  try {
    await file.write(header);
    await writeRows(problem, rows, (block) => file.write(block), chosen, turns);
    turns.check();
    await file.commit();
  } finally {
    file.discard(); // which does nothing to a file that was committed
  }
  releaseCopies(problem);
  return { path, shape, dtype: problem.resultDType, bytes };
}

async function writeRows(
  problem: Problem,
  rows: number,
  write: (bytes: Uint8Array) => Promise<void>,
  options: BlockOptions,
  turns: Turns,
): Promise<void> {
  const { operation, rowsX, rowsY, resultDType } = problem;
  const blockRows = Math.min(rows, rowsX);
  const blocks = [0, 1].map(() => freshArray(operation, resultDType, [blockRows, rowsY] as const));
  let writing: Promise<void> = Promise.resolve();
  try {
    for (let start = 0, turn = 0; start < rowsX; start += rows, turn ^= 1) {
      const stop = Math.min(rowsX, start + rows);
      const target = (storage(blocks[turn]) as Floats).subarray(0, (stop - start) * rowsY);
      await computeRows(problem, start, stop, target, options, turns);
      await writing;
      writing = write(new Uint8Array(target.buffer, target.byteOffset, target.byteLength));
      // A failed write is seen at the next `await writing`; until then it must not count as unhandled.
      writing.catch(() => {});
    }
  } finally {
    // Nothing may touch the file or the blocks once this function is left, whichever way.
    await writing.catch(() => {});
  }
  await writing;
  for (const block of blocks) block.dispose();
}

/** @throws MemoryError when the file system of `path` has fewer bytes left. */
async function checkDisk(path: string, bytes: number): Promise<void> {
  const [{ statfs }, { dirname }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  let free: number;
  try {
    const { bavail, bsize } = await statfs(dirname(path));
    free = bavail * bsize;
  } catch {
    return; // no such folder: creating the file says so better
  }
  if (bytes <= free) return;
  const instead = 'use another disk, nearest or withinRadius';
  throw new MemoryError(`${path} needs ${bytes} bytes, the disk has ${free} left; ${instead}`, {
    operation: 'cdistToFile',
    argument: 'path',
    got: bytes,
    needs: `at most ${free} bytes; ${instead}`,
  });
}
