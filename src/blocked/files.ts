/** Blocked arrays from files. Blocks are read where they are computed, and slices reach into the read. */
import fs from 'node:fs';
import { resolve } from 'node:path';
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { formatShape } from '../core/shape.js';
import { Task } from '../graph/tasks/task.js';
import { openHdf5 } from '../io/hdf5.js';
import { readNpyHeader } from '../io/npy-file.js';
import { systemError } from '../io/source.js';
import { openZarr } from '../io/zarr.js';
import { type BlockFunction, blockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import type { FileMark } from './blocks/files.js';
import { type Chunks, type ChunksOption, normalizeChunks } from './chunks.js';
import { fromSource } from './creation.js';
import { type Source, SourceExpression } from './expressions/source.js';
import { layerName } from './layer-name.js';

/** How an array in a file is cut. */
export interface FromFileOptions {
  /** `'auto'`: about 32 MiB, of whole chunks of the file where it has chunks. */
  readonly chunks?: ChunksOption;
}

function markOf(operation: string, path: string): FileMark {
  if (typeof path !== 'string') {
    throw new ArgumentError(`path is ${typeof path}; needs the name of a file`, {
      operation,
      argument: 'path',
      got: path,
    });
  }
  try {
    return { path: resolve(path), modified: fs.statSync(path).mtimeMs };
  } catch (cause) {
    throw systemError({ operation, name: path }, 'read it', cause);
  }
}

/** What is known of an array in a file before it is read. */
interface Stored {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[] | null;
}

function sourceOf(
  operation: string,
  { dtype, shape }: Pick<Stored, 'dtype' | 'shape'>,
  block: BlockFunction,
  args: readonly unknown[],
): Source {
  const callable = blockFunction(block, operation);
  return {
    name: layerName(operation, dtype, shape, args),
    dtype,
    shape,
    region: (key, ranges) => new Task(key, callable, [...args, ranges], []),
  };
}

/** An array of a source, cut at the borders of the chunks it is stored in where it is cut as it fits. */
function cut(
  operation: string,
  source: Source,
  stored: Stored,
  chunks: ChunksOption | undefined,
): BlockedArray {
  const isAutomatic = chunks === undefined || typeof chunks === 'string';
  if (!isAutomatic || stored.chunks === null) return fromSource(operation, source, chunks);
  const wished = normalizeChunks(chunks, source.shape, { dtype: source.dtype, operation });
  const aligned: Chunks = wished.map((axis, at) => {
    const length = source.shape[at];
    const unit = stored.chunks![at];
    const size = Math.max(unit, Math.round(Math.max(...axis) / unit) * unit);
    return Array.from({ length: Math.max(1, Math.ceil(length / size)) }, (_, block) =>
      Math.min(size, length - block * size),
    );
  });
  return new BlockedArray(new SourceExpression(source, aligned));
}

/** Several equal arrays in files as one, along a new first axis. @throws ShapeError when they are not equal */
function checkAlike(operation: string, paths: readonly string[], all: readonly Stored[]): Stored {
  const [first] = all;
  if (first === undefined) {
    throw new ArgumentError('path is an empty list; needs at least one file', {
      operation,
      argument: 'path',
      needs: 'at least one file',
    });
  }
  for (const [at, one] of all.entries()) {
    if (one.dtype === first.dtype && formatShape(one.shape) === formatShape(first.shape)) continue;
    const got = `${one.dtype} of shape ${formatShape(one.shape)}`;
    const needs = `${first.dtype} of shape ${formatShape(first.shape)}`;
    throw new ShapeError(`${paths[at]} holds ${got}; ${paths[0]} holds ${needs}`, {
      operation,
      argument: 'path',
      got,
      needs,
    });
  }
  const chunks = first.chunks && [1, ...first.chunks];
  return { dtype: first.dtype, shape: [all.length, ...first.shape], chunks };
}

/**
 * An npy file as a blocked array. The file is mapped by every thread that computes a block, and must not change.
 *
 * @param path the file
 * @param options `chunks`
 * @returns a blocked array of the file's shape and dtype; nothing but the header is read
 * @throws FileError when the file cannot be read or is no npy file; ArgumentError for chunks that do not fit.
 * @example
 * const x = blocked.fromNpy('data/iris.npy', { chunks: [50, -1] });
 * (await x.at('::50').compute()).shape; // [3, 4]
 * @see dask.array.from_npy_stack, over one file
 */
export function fromNpy(path: string, options: FromFileOptions = {}): BlockedArray {
  const file = markOf('fromNpy', path);
  return fromSource('fromNpy', sourceOf('fromNpy', readNpyHeader(path), 'npyRegion', [file]), options.chunks);
}

/**
 * A dataset of an HDF5 file as a blocked array, or that of several files as one, stacked along a new first axis: one
 * file a day becomes days × rows × columns.
 *
 * @param path the file, or files whose datasets have one shape and dtype
 * @param dataset the path of the dataset in each file
 * @param options `chunks`
 * @returns a promise of a blocked array; nothing but the outlines of the files is read
 * @throws FileError when a file cannot be read or has no such dataset; ShapeError when files do not agree
 * (the promise rejects).
 * @example
 * await writeHdf5('x.h5', { temperature: arange(12).reshape(3, 4) });
 * const x = await blocked.fromHdf5('x.h5', 'temperature', { chunks: 2 });
 * (await x.at('::2', 1).compute()).toArray(); // [1, 9]
 * @see dask.array.from_array over h5py datasets, and dask.array.stack
 */
export async function fromHdf5(
  path: string | readonly string[],
  dataset: string,
  options: FromFileOptions = {},
): Promise<BlockedArray> {
  const operation = 'fromHdf5';
  const describe = async (one: string): Promise<Stored> => {
    using file = await openHdf5(one);
    const { dtype, shape, chunks } = file.dataset(dataset);
    return { dtype, shape, chunks };
  };
  if (typeof path === 'string') {
    const file = markOf(operation, path);
    const stored = await describe(path);
    return cut(operation, sourceOf(operation, stored, 'hdf5Region', [file, dataset]), stored, options.chunks);
  }
  const files = path.map((one) => markOf(operation, one));
  const all: Stored[] = [];
  for (const one of path) all.push(await describe(one));
  const stored = checkAlike(operation, path, all);
  return cut(operation, sourceOf(operation, stored, 'hdf5Stack', [files, dataset]), stored, options.chunks);
}

/**
 * A Zarr array as a blocked array, or several as one, stacked along a new first axis.
 *
 * @param path the folder of the array, or folders of arrays of one shape and dtype
 * @param options `chunks`
 * @returns a promise of a blocked array; nothing but metadata is read
 * @throws FileError when there is no array; ShapeError when arrays do not agree (the promise rejects).
 * @example
 * await writeZarr('x.zarr', arange(12).reshape(3, 4), { chunks: [2, 2] });
 * const x = await blocked.fromZarr('x.zarr');
 * x.numblocks; // [1, 1]
 * @see dask.array.from_zarr
 */
export async function fromZarr(
  path: string | readonly string[],
  options: FromFileOptions = {},
): Promise<BlockedArray> {
  const operation = 'fromZarr';
  if (typeof path === 'string') {
    const file = markOf(operation, path);
    const stored = await openZarr(path);
    return cut(operation, sourceOf(operation, stored, 'zarrRegion', [file]), stored, options.chunks);
  }
  const files = path.map((one) => markOf(operation, one));
  const stored = checkAlike(operation, path, await Promise.all(path.map((one) => openZarr(one))));
  return cut(operation, sourceOf(operation, stored, 'zarrStack', [files]), stored, options.chunks);
}
