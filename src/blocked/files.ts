/** Blocked arrays from files. Blocks are read where they are computed, and slices reach into the read. */
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import { Task } from '../graph/tasks/task.js';
import { openHdf5 } from '../io/hdf5.js';
import { readNpyHeader } from '../io/npy-file.js';
import { fileError, systemError } from '../io/source.js';
import { openZarr } from '../io/zarr.js';
import { concatenate } from './arranging.js';
import { type BlockFunction, blockFunction } from './block-function.js';
import { BlockedArray } from './blocked-array.js';
import type { FileMark, Hdf5Mark } from './blocks/files.js';
import { type Chunks, type ChunksOption, normalizeChunks } from './chunks.js';
import { fromSource } from './creation.js';
import { type Source, SourceExpression } from './expressions/source.js';
import { layerName } from './layer-name.js';

/** The names of the files of a stack. */
export const stackedName = /^(?:0|[1-9]\d*)\.npy$/;

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
 * @see numpy.load with `mmap_mode`, in blocks
 */
export function fromNpy(path: string, options: FromFileOptions = {}): BlockedArray {
  const file = markOf('fromNpy', path);
  return fromSource('fromNpy', sourceOf('fromNpy', readNpyHeader(path), 'npyRegion', [file]), options.chunks);
}

/** How a stack of npy files is read. */
export interface FromNpyStackOptions extends FromFileOptions {
  /** Along which axis the files follow each other, where neither `info` nor their shapes tell. */
  readonly axis?: number;
}

/**
 * A folder of npy files `0.npy`, `1.npy`, … as one array, each file a block: what `toNpyStack` and Dask write.
 *
 * All files of such names belong to the array. They follow each other along the axis that is given, or that `info`
 * names, or along which their lengths differ. Of the `info` of Dask, a Python pickle, nothing but the axis is read.
 *
 * @param folder where the files are
 * @param options `chunks`, where blocks are not to be the files; `axis`
 * @returns a blocked array of the dtype of the files; nothing but their headers is read
 * @throws FileError when a file is missing or is no npy file; ShapeError when files do not fit together; ArgumentError
 * when nothing tells the axis; AxisError.
 * @example
 * await blocked.toNpyStack('stack', blocked.ones([5, 2], { chunks: [2, -1] }));
 * blocked.fromNpyStack('stack').chunks; // [[2, 2, 1], [2]]
 * @see dask.array.from_npy_stack
 */
export function fromNpyStack(folder: string, options: FromNpyStackOptions = {}): BlockedArray {
  const operation = 'fromNpyStack';
  const paths = stackedFiles(operation, folder);
  const headers = paths.map((path) => readNpyHeader(path));
  const [{ dtype, shape }] = headers;
  if (shape.length === 0) {
    throw new ShapeError(`${paths[0]} holds a scalar; needs arrays with an axis to follow each other along`, {
      operation,
      argument: 'folder',
      got: '()',
    });
  }
  const given = options.axis ?? axisOfInfo(folder) ?? axisOfShapes(operation, headers);
  const axis = normalizeAxis(operation, given, shape.length);
  for (const [at, one] of headers.entries()) {
    const fits =
      one.dtype === dtype &&
      one.shape.length === shape.length &&
      one.shape.every((length, i) => i === axis || length === shape[i]);
    if (fits) continue;
    const got = `${one.dtype} of shape ${formatShape(one.shape)}`;
    const needs = `${dtype} of shape ${formatShape(shape)}, other than along axis ${axis}`;
    const details = { operation, argument: 'folder', got, needs };
    throw new ShapeError(`${paths[at]} holds ${got}; ${paths[0]} holds ${needs}`, details);
  }
  const whole = concatenate(
    paths.map((path) => fromNpy(path, { chunks: -1 })),
    axis,
  );
  return options.chunks === undefined ? whole : whole.rechunk(options.chunks);
}

/** The files of a stack, in order. @throws FileError when there are none, or a number is left out */
function stackedFiles(operation: string, folder: string): string[] {
  const { path } = markOf(operation, folder);
  const source = { operation, name: folder };
  let names: string[];
  try {
    names = fs.readdirSync(path);
  } catch (cause) {
    throw systemError(source, 'read it', cause);
  }
  const count = names.filter((name) => stackedName.test(name)).length;
  if (count === 0) throw fileError(source, 'has no 0.npy; needs files 0.npy, 1.npy, …');
  const there = new Set(names);
  return Array.from({ length: count }, (_, at) => {
    if (there.has(`${at}.npy`)) return join(path, `${at}.npy`);
    throw fileError(source, `has no ${at}.npy, but ${count} files of a stack`);
  });
}

/** The axis that the `info` of a stack names: in a pickle the key, perhaps a note to remember it, and an integer. */
function axisOfInfo(folder: string): number | undefined {
  const path = join(folder, 'info');
  if (!fs.existsSync(path)) return undefined;
  const found = /axis(?:\x94|q[\s\S])?(?:K([\s\S])|J([\s\S]{4}))/.exec(fs.readFileSync(path, 'latin1'));
  if (found === null) return undefined;
  const [, byte, word] = found;
  return byte === undefined ? Buffer.from(word, 'latin1').readInt32LE() : byte.charCodeAt(0);
}

/** The axis along which files follow each other, where only one can be meant. */
function axisOfShapes(operation: string, headers: readonly { readonly shape: Shape }[]): number {
  const { shape } = headers[0];
  if (headers.length === 1 || shape.length === 1) return 0;
  const axis = shape.findIndex((length, at) => headers.some((one) => one.shape[at] !== length));
  if (axis >= 0) return axis;
  throw new ArgumentError('all files have one shape, and no info names the axis; needs axis', {
    operation,
    argument: 'axis',
    got: undefined,
    needs: 'the axis along which the files follow each other',
  });
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
  const describe = async (one: string): Promise<Stored & Hdf5Mark> => {
    const mark = markOf(operation, one);
    using file = await openHdf5(one);
    const { dtype, shape, chunks, stored } = file.dataset(dataset);
    return { ...mark, dtype, shape, chunks, stored };
  };
  const fileOf = ({ path, modified, dtype, stored }: Hdf5Mark): Hdf5Mark => ({
    path,
    modified,
    dtype,
    stored,
  });
  if (typeof path === 'string') {
    const one = await describe(path);
    const source = sourceOf(operation, one, 'hdf5Region', [fileOf(one), dataset]);
    return cut(operation, source, one, options.chunks);
  }
  const all: (Stored & Hdf5Mark)[] = [];
  for (const one of path) all.push(await describe(one));
  const files = all.map(fileOf);
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
