/** npy files: reading whole, memory-mapped or in the background, and writing so that a half file never shows. */

import fs from 'node:fs';
import { promisify } from 'node:util';
import { AtomicFile } from '../core/atomic-file.js';
import { allocate } from '../core/buffer.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { checkArray, keepArray } from './arguments.js';
import { bytesOf, contiguousChunks, fileOrder } from './array-bytes.js';
import { checkDataBytes, finishNpy, parseNpyBytes } from './npy.js';
import { type NpyHeader, npyHeader, npyHeaderBytes, npyPreambleBytes, parseNpyHeader } from './npy-header.js';
import { mapNpy } from './npy-map.js';
import { fileError, openForReading, readingError, type Source } from './source.js';

const readAsync = promisify(fs.read) as (
  fd: number,
  bytes: Uint8Array,
  offset: number,
  length: number,
  position: number,
) => Promise<{ bytesRead: number }>;

/** One read call takes at most 2³¹ − 1 bytes; shorter ones let other work of the thread pool in between. */
const largestRead = 1 << 28;

export interface ReadNpyOptions {
  /**
   * Map the file instead of reading it: the array is there at once, read-only, and its pages are loaded when they
   * are touched, so files larger than memory can be opened. Files in foreign byte order, and all files where the
   * native addon is missing, are read as usual. The file must not be made shorter while the array is in use: the
   * operating system ends a process that touches pages that are gone. Files written by this library are replaced,
   * never changed in place, so that an older mapping stays valid.
   */
  readonly mmap?: boolean;
}

const readNpyNames: OptionNames<ReadNpyOptions> = { mmap: true };

/**
 * Reads an npy file.
 *
 * @param path the file; something that is no regular file (a pipe) is read to its end
 * @param options `mmap` maps the file instead of reading it; the result is then read-only
 * @returns an array of the shape, dtype and order in the file, in this machine's byte order
 * @throws FileError when the file cannot be read, is no npy file, is cut short, holds objects or records, or its
 *   header does not fit its length
 * @throws MemoryError when it does not fit in memory
 * @example
 * const x = readNpySync('data/iris.npy'); // 150×4 float64
 *
 * NumPy: `numpy.load`.
 */
export function readNpySync(path: string, options: ReadNpyOptions = {}): NDArray {
  checkOptions('readNpySync', options, readNpyNames);
  const source = { operation: 'readNpySync', name: path };
  const fd = openForReading(source);
  try {
    const opened = openNpy(source, fd, options);
    if ('array' in opened) return opened.array;
    const { header, data } = opened;
    const bytes = bytesOf(data);
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(largestRead, bytes.length - at);
      const count = fs.readSync(fd, bytes, at, length, header.dataOffset + at);
      if (count === 0) throw shortened(source, header, at);
      at += count;
    }
    return finishNpy(header, data);
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
}

/**
 * Reads an npy file in the background.
 *
 * @param path the file; something that is no regular file (a pipe) is read to its end
 * @param options `mmap` maps the file instead of reading it; the result is then read-only
 * @returns what readNpySync returns
 * @throws FileError, MemoryError as readNpySync (the promise rejects)
 * @example
 * const x = await readNpy('data/iris.npy'); // 150×4 float64
 *
 * NumPy: `numpy.load`.
 */
export async function readNpy(path: string, options: ReadNpyOptions = {}): Promise<NDArray> {
  checkOptions('readNpy', options, readNpyNames);
  const source = { operation: 'readNpy', name: path };
  const fd = openForReading(source);
  try {
    // The header is a few hundred bytes; only the data are worth a trip through the thread pool.
    const opened = openNpy(source, fd, options);
    if ('array' in opened) return opened.array;
    const { header, data } = opened;
    const bytes = bytesOf(data);
    for (let at = 0; at < bytes.length; ) {
      const length = Math.min(largestRead, bytes.length - at);
      const { bytesRead } = await readAsync(fd, bytes, at, length, header.dataOffset + at);
      if (bytesRead === 0) throw shortened(source, header, at);
      at += bytesRead;
    }
    return finishNpy(header, data);
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
}

type Opened = { readonly array: NDArray } | { readonly header: NpyHeader; readonly data: StorageOf<DType> };

/** Checks everything the header claims, then gives the array (mapped, or from a pipe) or memory to read into. */
function openNpy(source: Source, fd: number, options: ReadNpyOptions): Opened {
  const stat = fs.fstatSync(fd);
  if (!stat.isFile()) return { array: parseNpyBytes(source, fs.readFileSync(fd)) };
  const header = readHeader(source, fd);
  checkDataBytes(source, header, stat.size - header.dataOffset);
  const array = options.mmap === true ? mapNpy(source, header) : null;
  if (array !== null) return { array };
  const size = header.dataBytes / dtypeInfo(header.dtype).itemsize;
  return { header, data: allocate(source.operation, header.dtype, size) };
}

/**
 * Reads only the header of an npy file: what is in it, without reading it.
 *
 * @param path the file
 * @returns dtype, shape, order, byte order, and where the data begin
 * @throws FileError as readNpySync
 * @example
 * readNpyHeader('data/iris.npy').shape; // [150, 4]
 *
 * NumPy: `numpy.lib.format.read_array_header_1_0`.
 */
export function readNpyHeader(path: string): NpyHeader {
  const source = { operation: 'readNpyHeader', name: path };
  const fd = openForReading(source);
  try {
    const header = readHeader(source, fd);
    const stat = fs.fstatSync(fd);
    if (stat.isFile()) checkDataBytes(source, header, stat.size - header.dataOffset);
    return header;
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
}

function readHeader(source: Source, fd: number): NpyHeader {
  const start = readStart(fd, npyPreambleBytes);
  return parseNpyHeader(source, readStart(fd, npyHeaderBytes(source, start)));
}

/** The first `length` bytes, or as many as there are. */
function readStart(fd: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let count = -1; at < length && count !== 0; at += count) {
    count = fs.readSync(fd, bytes, at, length - at, at);
  }
  return bytes.subarray(0, at);
}

function shortened(source: Source, header: NpyHeader, got: number): Error {
  return fileError(
    source,
    `became shorter while it was read: ${got} of ${header.dataBytes} bytes were there`,
  );
}

/**
 * Writes `x` as an npy file, whole or not at all: an existing file is replaced only by a complete one.
 *
 * @param path where to; the folder must exist
 * @param x any array, empty ones and scalars too; Fortran-contiguous ones are stored in Fortran order
 * @throws FileError when the file cannot be written; nothing is left behind
 * @example
 * writeNpySync('x.npy', zeros([2, 3]));
 *
 * NumPy: `numpy.save` (without its adding of `.npy` to the name).
 */
export function writeNpySync(path: string, x: NDArray): void {
  checkArray('writeNpySync', x);
  using file = new AtomicFile('writeNpySync', path);
  const order = fileOrder(x);
  file.writeSync(npyHeader(x.dtype, x.shape, order));
  for (const chunk of contiguousChunks(x, order)) file.writeSync(chunk);
  file.commitSync();
}

/**
 * Writes `x` as an npy file in the background, whole or not at all. `x` must not change until the promise settles.
 *
 * @param path where to; the folder must exist
 * @param x any array, empty ones and scalars too; Fortran-contiguous ones are stored in Fortran order
 * @throws FileError when the file cannot be written (the promise rejects); nothing is left behind
 * @example
 * await writeNpy('x.npy', zeros([2, 3]));
 *
 * NumPy: `numpy.save` (without its adding of `.npy` to the name).
 */
export async function writeNpy(path: string, x: NDArray): Promise<void> {
  const kept = keepArray('writeNpy', x);
  using file = new AtomicFile('writeNpy', path);
  const order = fileOrder(kept);
  await file.write(npyHeader(kept.dtype, kept.shape, order));
  for (const chunk of contiguousChunks(kept, order)) await file.write(chunk);
  await file.commit();
}
