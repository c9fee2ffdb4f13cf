/**
 * Whether a result fits, before any work: in memory, or on the disk it is to be written to. What does not fit is
 * refused with its size, what there is, and what to do instead.
 */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { FileError, MemoryError } from '../core/errors.js';
import { availableMemory } from '../kernels/memory.js';
import { formatBytes, formatCount } from '../plot/format.js';

export interface ResultSize {
  readonly command: string;
  /** What the result is, as in `12000 × 12000 distances`. */
  readonly what: string;
  readonly elements: number;
  readonly dtype: DType;
  /** Other ways to the same end, best first. */
  readonly instead: readonly Alternative[];
}

export interface Alternative {
  readonly advice: string;
  /** What it would need of the same memory or disk; it is named only where that is there. */
  readonly bytes?: number;
}

/** No single array holds more elements. */
const mostElements = 2 ** 32 - 1;

/** @throws MemoryError when the result cannot be held in `limit` bytes (default: what is available). */
export function checkFitsMemory(size: ResultSize, limit?: number): void {
  const bytes = size.elements * dtypeInfo(size.dtype).itemsize;
  const available = availableMemory();
  if (limit !== undefined && bytes > limit) {
    throw refusal(size, bytes, limit, `--memory allows ${formatBytes(limit)}`);
  }
  if (size.elements > mostElements) {
    const limitText = `one array in memory holds at most ${formatCount(mostElements)} elements`;
    throw refusal(size, bytes, 0, limitText);
  }
  if (bytes > available)
    throw refusal(size, bytes, available, `${formatBytes(available)} of memory are available`);
}

/**
 * @throws MemoryError when the disk that `path` is on has too little room.
 * @throws FileError when the folder does not exist.
 */
export function checkFitsDisk(size: ResultSize, path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) {
    throw new FileError(`${path}: there is no folder ${folder}`, {
      operation: size.command,
      argument: '--out',
      got: path,
      needs: 'an existing folder',
    });
  }
  const bytes = size.elements * dtypeInfo(size.dtype).itemsize;
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  if (bytes > free)
    throw refusal(size, bytes, free, `${formatBytes(free)} are free on the disk of ${folder}`);
}

function refusal(size: ResultSize, bytes: number, room: number, limit: string): MemoryError {
  const total = bytes < 1000 ? formatBytes(bytes) : `${formatCount(bytes)} bytes (${formatBytes(bytes)})`;
  const instead = size.instead
    .filter((alternative) => (alternative.bytes ?? 0) <= room)
    .map(({ advice }) => advice)
    .join('; or ');
  const sentence = `${size.what} take ${total}, but ${limit}; nothing was started`;
  return new MemoryError(instead === '' ? sentence : `${sentence}. Instead: ${instead}`, {
    operation: size.command,
    got: bytes,
    needs: instead,
  });
}
