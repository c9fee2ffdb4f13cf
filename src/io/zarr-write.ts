/**
 * Writing Zarr stores. Everything goes into a temporary folder, which is renamed at the end. What says where the chunks
 * of an array go is a plain object, so that several threads can write the chunks of one array.
 */
import fs from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allocate } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, type Shape, sizeOf } from '../core/shape.js';
import { checkArray } from './arguments.js';
import { AtomicFolder } from './atomic-folder.js';
import { checkChunks, chunkShape } from './chunk-shape.js';
import { nativeBigEndian } from './npy-header.js';
import { boxesOf, rangeParts } from './selection.js';
import { systemError } from './source.js';
import type { Attribute } from './stored-array.js';
import { isZarr } from './zarr.js';
import { encodeChunk } from './zarr-chunk.js';
import { bytesCodec } from './zarr-codecs.js';
import { type ChunkCodecs, dtypeCode } from './zarr-metadata.js';

/** How an array is stored. */
export interface ZarrStorage {
  /** The shape of the chunks; chosen (4 MiB) where it is left out. */
  readonly chunks?: readonly number[];
  /** What chunks are compressed with; zstd where it is left out. */
  readonly codec?: 'zstd' | 'gzip' | 'blosc' | 'none';
  /** How hard the codec tries: 1 to 9, to 22 for zstd. */
  readonly level?: number;
  /** The version of the format; 3 where it is left out. */
  readonly format?: 2 | 3;
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

const chunkBytes = 1 << 22;

/** Where the chunks of an array go: plain, so that it can be sent to another thread. */
export interface ZarrTarget {
  readonly operation: string;
  readonly path: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly codec: 'zstd' | 'gzip' | 'blosc' | 'none';
  readonly level: number;
  readonly format: 2 | 3;
}

/** A store that is being written: arrays, then `commit`; everything else discards it. */
export class ZarrWriter {
  readonly #folder: AtomicFolder;
  readonly #operation: string;
  readonly #format: 2 | 3;

  /** @throws FileError when something else is there, or the folder cannot be made */
  constructor(operation: string, path: string, format: 2 | 3 = 3) {
    if (format !== 2 && format !== 3) {
      const needs = '2 or 3';
      throw new ArgumentError(`format is ${String(format)}; needs ${needs}`, {
        operation,
        argument: 'format',
        got: format,
        needs,
      });
    }
    this.#operation = operation;
    this.#format = format;
    this.#folder = new AtomicFolder(operation, path, isReplaceable, 'Zarr store');
  }

  /** Makes the root a group, with attributes of its own. */
  createGroup(attributes: Readonly<Record<string, Attribute>> = {}): void {
    const path = this.#folder.temporaryPath;
    if (this.#format === 3) {
      writeJson(join(path, 'zarr.json'), { zarr_format: 3, node_type: 'group', attributes });
    } else {
      writeJson(join(path, '.zgroup'), { zarr_format: 2 });
      writeJson(join(path, '.zattrs'), attributes);
    }
  }

  /** Makes an array at a name in the store, or the store itself (`''`); chunks that are never written are 0. */
  createArray(name: string, dtype: DType, shape: Shape, options: ZarrStorage = {}): ZarrTarget {
    const operation = this.#operation;
    const { itemsize } = dtypeInfo(dtype);
    const chunks =
      options.chunks === undefined
        ? chunkShape(shape, itemsize, chunkBytes)
        : checkChunks(operation, options.chunks, shape);
    const codec = options.codec ?? 'zstd';
    if (!['zstd', 'gzip', 'blosc', 'none'].includes(codec)) {
      const needs = "'zstd', 'gzip', 'blosc' or 'none'";
      throw new ArgumentError(`codec is ${String(codec)}; needs ${needs}`, {
        operation,
        argument: 'codec',
        got: codec,
        needs,
      });
    }
    const level = options.level ?? (codec === 'zstd' ? 1 : 5);
    const format = this.#format;
    const path = join(this.#folder.temporaryPath, name);
    if (path !== this.#folder.temporaryPath) checkName(operation, name);
    fs.mkdirSync(path, { recursive: true });
    const target: ZarrTarget = { operation, path, dtype, shape: [...shape], chunks, codec, level, format };
    if (format === 3) writeJson(join(path, 'zarr.json'), metadata3(target, options.attributes ?? {}));
    else {
      writeJson(join(path, '.zarray'), metadata2(target));
      writeJson(join(path, '.zattrs'), options.attributes ?? {});
    }
    return target;
  }

  /** Gives the store its name. @throws FileError, after which the old store is there and nothing else */
  commit(): void {
    this.#folder.commit();
  }

  /** Gives up: removes what was written. Does nothing after `commit`. */
  discard(): void {
    this.#folder.discard();
  }

  [Symbol.dispose](): void {
    this.discard();
  }
}

/** Nothing of the user's is removed but what is a store, or holds nothing. */
function isReplaceable(path: string): boolean {
  return fs.statSync(path).isDirectory() && (isZarr(path) || fs.readdirSync(path).length === 0);
}

function checkName(operation: string, name: string): void {
  const parts = name.split('/');
  if (parts.length === 1 && !/^\.*$/.test(name) && !name.startsWith('__') && name !== 'zarr.json') return;
  const needs = 'a name without / that is not made of dots and does not start with __';
  throw new ArgumentError(`an array is named '${name}'; needs ${needs}`, {
    operation,
    argument: 'arrays',
    got: name,
    needs,
  });
}

function writeJson(path: string, value: unknown): void {
  fs.writeFileSync(path, JSON.stringify(value, jsonValue, 1));
}

/** Big integers as numbers: JSON has no others. */
function jsonValue(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

function configurationOf({ codec, level, dtype }: ZarrTarget): Record<string, unknown> | null {
  if (codec === 'none') return null;
  const shuffle = { typesize: dtypeInfo(dtype).itemsize, blocksize: 0 };
  if (codec === 'blosc') return { cname: 'lz4', clevel: level, shuffle: 1, ...shuffle };
  return { level };
}

function metadata2(target: ZarrTarget): unknown {
  const { shape, chunks, dtype, codec } = target;
  const { typesize: _, ...configuration } = configurationOf(target) ?? {};
  return {
    zarr_format: 2,
    shape,
    chunks,
    dtype: dtypeCode(dtype),
    compressor: codec === 'none' ? null : { id: codec, ...configuration },
    fill_value: zeroOf(dtype),
    order: 'C',
    filters: null,
  };
}

function metadata3(target: ZarrTarget, attributes: Readonly<Record<string, Attribute>>): unknown {
  const { shape, chunks, dtype, codec } = target;
  const configuration = configurationOf(target);
  const named = codec === 'blosc' ? { ...configuration, shuffle: 'shuffle' } : configuration;
  const endian = nativeBigEndian ? 'big' : 'little';
  const single = dtypeInfo(dtype).itemsize === 1;
  const checked = codec === 'zstd' ? { ...named, checksum: false } : named;
  return {
    zarr_format: 3,
    node_type: 'array',
    shape,
    data_type: dtype,
    chunk_grid: { name: 'regular', configuration: { chunk_shape: chunks } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: zeroOf(dtype),
    codecs: [
      single ? { name: 'bytes' } : { name: 'bytes', configuration: { endian } },
      ...(codec === 'none' ? [] : [{ name: codec, configuration: checked }]),
    ],
    attributes,
  };
}

function zeroOf(dtype: DType): unknown {
  const { kind } = dtypeInfo(dtype);
  return kind === 'c' ? [0, 0] : kind === 'b' ? false : 0;
}

/**
 * Writes the chunks of `block`, whose first element belongs at `start`: a corner of a chunk. Every side ends at the
 * end of a chunk or of the array.
 */
export async function writeZarrBlock(
  target: ZarrTarget,
  start: readonly number[],
  block: NDArray,
): Promise<void> {
  const { chunks, dtype, codec, level, format } = target;
  const codecs: ChunkCodecs = {
    order: chunks.map((_, axis) => axis),
    bigEndian: nativeBigEndian,
    shard: null,
    bytes: codec === 'none' ? [] : [bytesCodec(codec, configurationOf({ ...target, level })!)!],
  };
  const strides = contiguousStrides(chunks, block.itemsize);
  const source = storage(block);
  const ranges = block.shape.map((count, axis) => rangeParts({ first: 0, count, step: 1 }, chunks[axis]));
  for (const box of boxesOf(ranges)) {
    const data = allocate(target.operation, dtype, sizeOf(chunks));
    const shape = box.map(({ count }) => count);
    const offset = box.reduce((sum, { at }, axis) => sum + at * block.strides[axis], block.offset);
    copyElements(
      { data, dtype, shape, strides },
      { data: source, dtype, shape, strides: block.strides, offset },
    );
    const place = box.map(({ at }, axis) => Math.floor((start[axis] + at) / chunks[axis]));
    const path = join(target.path, keyOf(format, place));
    try {
      if (format === 3) await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await encodeChunk(codecs, data));
    } catch (cause) {
      throw systemError({ operation: target.operation, name: path }, 'write it', cause);
    }
  }
}

function keyOf(format: 2 | 3, place: readonly number[]): string {
  if (format === 3) return ['c', ...place].join('/');
  return place.length === 0 ? '0' : place.join('.');
}

/**
 * Writes an array, or several as a group, as a Zarr store, whole or not at all. A store of that name is replaced; any
 * other folder is left alone.
 *
 * @param path the folder to make; the one above it must exist
 * @param arrays an array, which becomes the store itself, or arrays by their names
 * @param options `chunks`, `codec`, `level`, `format` and `attributes`
 * @throws FileError when something else is there, or the store cannot be written; nothing is left behind
 * @throws BackendError for zstd and blosc without the package numcodecs
 * @example
 * const x = arange(12).reshape(3, 4);
 * await writeZarr('x.zarr', x, { chunks: [2, 2], codec: 'gzip', attributes: { units: 'K' } });
 * @see zarr's `save`
 */
export async function writeZarr(
  path: string,
  arrays: NDArray | Readonly<Record<string, NDArray>>,
  options: ZarrStorage = {},
): Promise<void> {
  const operation = 'writeZarr';
  const single = arrays instanceof NDArray;
  const named = single ? { '': arrays } : arrays;
  for (const x of Object.values(named)) checkArray(operation, x);
  using writer = new ZarrWriter(operation, path, options.format);
  if (!single) writer.createGroup(options.attributes);
  const own = single ? options : { ...options, attributes: {} };
  for (const [name, x] of Object.entries(named)) {
    const target = writer.createArray(name, x.dtype, x.shape, own);
    await writeZarrBlock(
      target,
      x.shape.map(() => 0),
      x,
    );
  }
  writer.commit();
}
