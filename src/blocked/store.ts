/**
 * Blocked arrays into files and other targets. Blocks are written as they come, each by one task, and are gone when they
 * are written; nothing has the whole array. Files appear whole or not at all.
 */
import fs from 'node:fs';
import { join, resolve } from 'node:path';
import { AtomicFile } from '../core/atomic-file.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { normalizeAxis, sizeOf } from '../core/shape.js';
import { type Collection, type CollectionParts, collectionSymbol } from '../graph/collection.js';
import { type ComputeOptions, compute } from '../graph/compute.js';
import type { Callable } from '../graph/tasks/callable.js';
import type { Key } from '../graph/tasks/key.js';
import { Ref, Task } from '../graph/tasks/task.js';
import { AtomicFolder } from '../io/atomic-folder.js';
import { type Hdf5Storage, Hdf5Writer } from '../io/hdf5-write.js';
import { npyHeader } from '../io/npy-header.js';
import { type ZarrStorage, ZarrWriter } from '../io/zarr-write.js';
import { blockFunction } from './block-function.js';
import type { BlockedArray } from './blocked-array.js';
import { blockIndices, isKnown, startsOf } from './chunks.js';
import { addBlocks } from './expressions/expression.js';
import { stackedName } from './files.js';
import { identityOf, layerName } from './layer-name.js';

/** Something that takes blocks: `store` calls it in the main thread, for one block after the other. */
export interface StoreTarget<D extends DType = DType> {
  /** Puts `block` where its first element belongs at `start`. */
  write(block: NDArray<D>, start: readonly number[]): void | Promise<void>;
}

/** For every block a task that calls `callable` with what `argsOf` gives and the block. */
function written(
  x: BlockedArray,
  operation: string,
  callable: Callable,
  argsOf: (start: readonly number[], index: readonly number[]) => readonly unknown[],
  target: object,
): Collection<null> {
  const { expression } = x;
  const name = layerName(operation, expression.name, identityOf(target));
  const starts = expression.chunks.map(startsOf);
  const indices = [...blockIndices(expression.chunks)];
  const keyOf = (index: readonly number[]): Key => [name, ...index].join();
  const parts: CollectionParts<null> = {
    keys: indices.map(keyOf),
    addTo(graph) {
      addBlocks(graph, expression, indices);
      for (const index of indices) {
        const start = index.map((at, axis) => starts[axis][at]);
        const block = expression.key(index);
        const key = keyOf(index);
        graph.set(key, new Task(key, callable, [...argsOf(start, index), new Ref(block)], [block]));
      }
    },
    finish: () => null,
    rebuild: () => ({ [collectionSymbol]: () => parts }),
  };
  return { [collectionSymbol]: () => parts };
}

function checkKnown(operation: string, x: BlockedArray): void {
  if (isKnown(x.chunks)) return;
  const needs = 'an array whose shape is known, as persist() makes it';
  throw new ArgumentError(`x has axes whose length only computing tells; needs ${needs}`, {
    operation,
    argument: 'x',
    got: x.shape,
    needs,
  });
}

/**
 * Computes a blocked array into an NDArray of its shape, or into anything that takes blocks. Blocks are let go of as
 * soon as they are written.
 *
 * @throws ArgumentError when the target is neither, or an array that does not fit.
 * @example
 * const target = zeros([4]);
 * await blocked.store(blocked.arange(4, { chunks: 2 }), target);
 * target.toArray(); // [0, 1, 2, 3]
 * @see dask.array.store
 */
export async function store<D extends DType>(
  x: BlockedArray<D>,
  target: NDArray | StoreTarget<D>,
  options?: ComputeOptions,
): Promise<void> {
  const operation = 'store';
  checkKnown(operation, x);
  if (target instanceof NDArray) {
    const fits = target.ndim === x.ndim && target.shape.every((length, axis) => length === x.shape[axis]);
    if (!fits) throw notATarget(`an NDArray of shape [${target.shape}]`, `one of shape [${x.shape}]`);
  } else if (typeof target?.write !== 'function') {
    throw notATarget(typeof target, 'an NDArray, or an object with write(block, start)');
  }
  const write = async (start: readonly number[], block: NDArray<D>): Promise<null> => {
    if (target instanceof NDArray) {
      const place = start.map((first, axis) => ({ start: first, stop: first + block.shape[axis] }));
      target.setAt(place, block);
    } else await target.write(block, start);
    return null;
  };
  const callable: Callable = { name: operation, run: write, staysHere: true };
  await compute([written(x, operation, callable, (start) => [start], target)], options);
}

function notATarget(got: string, needs: string): ArgumentError {
  const details = { operation: 'store', argument: 'target', got, needs };
  return new ArgumentError(`target is ${got}; needs ${needs}`, details);
}

/**
 * Computes a blocked array into an npy file, block by block, whole or not at all.
 *
 * @param path where to; the folder must exist
 * @throws FileError when the file cannot be written; an interrupted call leaves the old file, or none.
 * @example
 * await blocked.toNpy('x.npy', blocked.arange(10, { chunks: 4 }));
 * (await readNpy('x.npy')).shape; // [10]
 * @see dask.array.to_npy_stack, into one file
 */
export async function toNpy(path: string, x: BlockedArray, options?: ComputeOptions): Promise<void> {
  const operation = 'toNpy';
  checkKnown(operation, x);
  using file = new AtomicFile(operation, path);
  const header = npyHeader(x.dtype, x.shape, 'C');
  file.writeSync(header);
  const bytes = sizeOf(x.shape) * dtypeInfo(x.dtype).itemsize;
  fs.truncateSync(file.temporaryPath, header.length + bytes);
  const target = { path: file.temporaryPath, operation, dataOffset: header.length, shape: [...x.shape] };
  const callable = blockFunction('npyBlock', operation);
  await compute([written(x, operation, callable, (start) => [target, start], target)], options);
  await file.commit();
}

/** Options of `toNpyStack`: the axis, and how the array is computed. */
export interface ToNpyStackOptions extends ComputeOptions {
  /** Along which axis the files follow each other; 0. */
  readonly axis?: number;
}

/**
 * Computes a blocked array into a folder of npy files `0.npy`, `1.npy`, …, one for each chunk of an axis, whole or not
 * at all. Blocks are whole along the other axes, and written by the threads that compute them. Dask reads the folder.
 *
 * @param folder the folder to make; the one above it must exist
 * @throws FileError when something is there that is no such folder, or it cannot be written; nothing is left behind.
 * ShapeError for an array without axes; AxisError.
 * @example
 * await blocked.toNpyStack('stack', blocked.arange(10, { chunks: 4 }));
 * (await readNpy('stack/2.npy')).toArray(); // [8, 9]
 * @see dask.array.to_npy_stack
 */
export async function toNpyStack(
  folder: string,
  x: BlockedArray,
  options: ToNpyStackOptions = {},
): Promise<void> {
  const operation = 'toNpyStack';
  checkKnown(operation, x);
  if (x.ndim === 0) {
    throw new ShapeError('x has no axes; needs one for files to follow each other along', {
      operation,
      argument: 'x',
      got: '()',
    });
  }
  const { axis: given = 0, ...rest } = options;
  const axis = normalizeAxis(operation, given, x.ndim);
  const files = x.rechunk(x.chunks.map((lengths, at) => (at === axis ? lengths : [x.shape[at]])));
  using target = new AtomicFolder(operation, folder, isStack, 'stack of npy files');
  const info = stackInfo(files, axis);
  fs.writeFileSync(join(target.temporaryPath, 'info'), info, 'latin1');
  const callable = blockFunction('npyFile', operation);
  const place = resolve(target.temporaryPath);
  const pathOf = (_: unknown, index: readonly number[]) => [join(place, `${index[axis]}.npy`)];
  await compute([written(files, operation, callable, pathOf, target)], rest);
  target.commit();
}

function isStack(path: string): boolean {
  if (!fs.statSync(path).isDirectory()) return false;
  return fs.readdirSync(path).every((name) => name === 'info' || stackedName.test(name));
}

/** What Dask wants to know of a stack: a dict of its chunks, dtype and axis, as a pickle of protocol 2. */
function stackInfo({ chunks, dtype }: BlockedArray, axis: number): string {
  const text = (value: string) => `X${String.fromCharCode(value.length)}\0\0\0${value}`;
  const integer = (value: number) => `I${value}\n`;
  const tuple = (items: readonly string[]) => `(${items.join('')}t`;
  const { kind, itemsize } = dtypeInfo(dtype);
  const numpyDType = `cnumpy\ndtype\n${tuple([text(`${kind}${itemsize}`)])}R`;
  const lengths = tuple(chunks.map((one) => tuple(one.map(integer))));
  const axisByte = `K${String.fromCharCode(axis)}`;
  return `\x80\x02}(${text('chunks')}${lengths}${text('dtype')}${numpyDType}${text('axis')}${axisByte}u.`;
}

/** Options of `toZarr`: how the array is stored, and how it is computed. */
export interface ToZarrOptions extends Omit<ZarrStorage, 'chunks'>, ComputeOptions {}

/**
 * Computes a blocked array into a Zarr store whose chunks are the blocks, whole or not at all. Blocks are compressed
 * and written by the threads that compute them. Chunks of different lengths are first cut alike.
 *
 * @param path the folder to make; the one above it must exist
 * @param options `codec`, `level`, `format`, `attributes`, and those of `compute`
 * @throws FileError when something else is there, or the store cannot be written; nothing is left behind.
 * @example
 * await blocked.toZarr('x.zarr', blocked.ones([4, 6], { chunks: 2 }));
 * (await openZarr('x.zarr')).chunks; // [2, 2]
 * @see dask.array.to_zarr
 */
export async function toZarr(path: string, x: BlockedArray, options: ToZarrOptions = {}): Promise<void> {
  const operation = 'toZarr';
  checkKnown(operation, x);
  const chunks = x.chunks.map((axis) => Math.max(1, axis[0]));
  const isRegular = x.chunks.every((axis, at) =>
    axis.every(
      (length, place) => length === chunks[at] || (place === axis.length - 1 && length < chunks[at]),
    ),
  );
  const alike = isRegular ? x : x.rechunk(x.chunkSize.map((length) => Math.max(1, length)));
  const sizes = alike.chunks.map((axis) => Math.max(1, axis[0]));
  using writer = new ZarrWriter(operation, path, options.format);
  const target = writer.createArray('', x.dtype, x.shape, { ...options, chunks: sizes });
  const callable = blockFunction('zarrBlock', operation);
  const { attributes, codec, level, format, ...rest } = options;
  await compute([written(alike, operation, callable, (start) => [target, start], target)], rest);
  writer.commit();
}

/** Options of `toHdf5`: how datasets are stored, and how they are computed. */
export interface ToHdf5Options extends Hdf5Storage, ComputeOptions {}

/**
 * Computes blocked arrays into the datasets of an HDF5 file, whole or not at all. One thread writes, as the format wants
 * it; blocks are computed by the others meanwhile.
 *
 * @param path where to; the folder must exist
 * @param arrays blocked arrays by the names of their datasets
 * @param options `chunks` (of the file), `compression`, and those of `compute`
 * @throws DTypeError for bool and float16; FileError when the file cannot be written; nothing is left behind.
 * @example
 * await blocked.toHdf5('x.h5', { x: blocked.ones([4, 6], { chunks: 2 }) }, { compression: 4 });
 * @see dask.array.to_hdf5
 */
export async function toHdf5(
  path: string,
  arrays: Readonly<Record<string, BlockedArray>>,
  options: ToHdf5Options = {},
): Promise<void> {
  const operation = 'toHdf5';
  for (const x of Object.values(arrays)) checkKnown(operation, x);
  using writer = await Hdf5Writer.open(operation, path);
  const { chunks, compression, ...rest } = options;
  const collections = Object.entries(arrays).map(([name, x]) => {
    const target = writer.createDataset(name, x.dtype, x.shape, { chunks, compression });
    const run = (start: readonly number[], block: NDArray): null => {
      writer.write(target, start, block);
      return null;
    };
    const callable: Callable = { name: operation, run, keepsNothing: true, staysHere: true };
    return written(x, operation, callable, (start) => [start], target);
  });
  await compute(collections, rest);
  await writer.commit();
}
