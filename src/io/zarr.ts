/** Zarr arrays, versions 2 and 3: a folder of chunks, of which only those that are asked for are read. */
import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements, fillElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { checkPath } from '../core/file-errors.js';
import type { Layout } from '../core/layout.js';
import { NDArray } from '../core/ndarray.js';
import { contiguousStrides, sizeOf } from '../core/shape.js';
import { readRegion } from './file-region.js';
import { nativeBigEndian } from './npy-header.js';
import {
  type AxisRange,
  boxesOf,
  parseSelection,
  type RangePart,
  rangeParts,
  type StoredIndex,
  shownOf,
} from './selection.js';
import { fileError, readingError, type Source, systemError } from './source.js';
import type { Attribute, StoredArray } from './stored-array.js';
import { decodeChunk } from './zarr-chunk.js';
import { parseJson, parseMetadata2, parseMetadata3, type ZarrMetadata } from './zarr-metadata.js';

/** Chunks that are read and decoded at the same time. */
const chunksAtOnce = 4;

/** An array in a Zarr store, read in parts. */
export class ZarrArray implements StoredArray {
  readonly path: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** The version of the format: 2 or 3. */
  readonly format: 2 | 3;
  readonly #metadata: ZarrMetadata;

  /** @internal Arrays come from `openZarr`. */
  constructor(path: string, metadata: ZarrMetadata) {
    this.path = path;
    this.#metadata = metadata;
    this.dtype = metadata.dtype;
    this.shape = metadata.shape;
    this.chunks = metadata.chunks;
    this.attributes = metadata.attributes;
    this.format = metadata.format;
  }

  /**
   * Reads the elements that the indices select; only the chunks they lie in are read.
   *
   * @param indices integers and slices, as in `at()`: `read('::2', 3)`; without any, the whole array
   * @returns an array of the store's dtype, in this machine's byte order; chunks that are not there are the fill value
   * @throws IndexError for indices outside, lists and newaxis
   * @throws FileError when a chunk cannot be read or decoded
   * @throws MemoryError when the elements do not fit in memory
   * @throws BackendError for zstd, blosc and lz4 without the package numcodecs
   * @see zarr's `Array.__getitem__`
   */
  async read(...indices: StoredIndex[]): Promise<NDArray> {
    const operation = 'read';
    const selection = parseSelection(operation, this.shape, indices);
    const { dtype } = this;
    const shape = selection.ranges.map(({ count }) => count);
    const data = allocateUninitialized(operation, dtype, sizeOf(shape));
    const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
    const whole = new NDArray({ data, dtype, shape, strides });
    const parts = selection.ranges.map((range, axis) => rangeParts(range, this.chunks[axis]));
    const boxes = boxesOf(parts);
    const work = async () => {
      for (const box of boxes) await this.#readBox({ data, dtype, shape, strides }, selection.ranges, box);
    };
    await Promise.all(Array.from({ length: chunksAtOnce }, work));
    return shownOf(whole, selection);
  }

  /** Reads what `box` selects of the one chunk it lies in. */
  async #readBox(whole: Layout, ranges: readonly AxisRange[], box: readonly RangePart[]): Promise<void> {
    const { chunks, dtype, fill, codecs } = this.#metadata;
    const first = box.map(({ at }, axis) => ranges[axis].first + at * ranges[axis].step);
    const place = first.map((position, axis) => Math.floor(position / chunks[axis]));
    const target: Layout = {
      ...whole,
      shape: box.map(({ count }) => count),
      offset: box.reduce((sum, { at }, axis) => sum + at * whole.strides[axis], 0),
    };
    const source = { operation: 'read', name: join(this.path, this.#metadata.keyOf(place)) };
    if (isPlain(this.#metadata)) {
      const within = first.map((position, axis) => ({
        first: position - place[axis] * chunks[axis],
        count: target.shape[axis],
        step: ranges[axis].step,
      }));
      if (!readPlain(source, chunks, within, target)) fillElements(target, fill);
      // Others have their turn between chunks.
      await setImmediate();
      return;
    }
    const file = await readIfThere(source);
    if (file === null) {
      fillElements(target, fill);
      return;
    }
    const chunk = await decodeChunk(source, { dtype, fill }, chunks, codecs, file);
    const offset = first.reduce(
      (sum, position, axis) => sum + (position - place[axis] * chunks[axis]) * chunk.strides[axis],
      0,
    );
    const strides = chunk.strides.map((stride, axis) => stride * ranges[axis].step);
    copyElements(target, { ...chunk, shape: target.shape, strides, offset });
  }
}

/** Whether the elements of a chunk lie in its file as they lie in memory. */
function isPlain({ codecs, dtype }: ZarrMetadata): boolean {
  const { bytes, shard, order, bigEndian } = codecs;
  const inOrder = order.every((axis, at) => axis === at);
  return bytes.length === 0 && shard === null && inOrder && bigEndian === nativeBigEndian && dtype !== 'bool';
}

/** Reads what `ranges` select of a chunk straight to where it belongs; false where there is no chunk. */
function readPlain(
  source: Source,
  chunks: readonly number[],
  ranges: readonly AxisRange[],
  target: Layout,
): boolean {
  let fd: number;
  try {
    fd = fs.openSync(source.name, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw systemError(source, 'read it', cause);
  }
  try {
    const { size } = fs.fstatSync(fd);
    const expected = sizeOf(chunks) * dtypeInfo(target.dtype).itemsize;
    if (size === expected && readRegion({ fd, position: 0, shape: chunks }, ranges, target)) return true;
    throw fileError(source, `holds ${size} bytes; a chunk has ${expected}`);
  } catch (cause) {
    throw readingError(source, cause);
  } finally {
    fs.closeSync(fd);
  }
}

async function readIfThere(source: Source): Promise<Uint8Array | null> {
  try {
    return await readFile(source.name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw systemError(source, 'read it', cause);
  }
}

/** A group in a Zarr store: arrays and further groups by name. */
export class ZarrGroup {
  readonly path: string;
  readonly attributes: Readonly<Record<string, Attribute>>;

  /** @internal Groups come from `openZarrGroup`. */
  constructor(path: string, attributes: Readonly<Record<string, Attribute>>) {
    this.path = path;
    this.attributes = attributes;
  }

  /** The names of the arrays and groups in the group, in alphabetical order. */
  keys(): string[] {
    return childrenOf(this.path);
  }

  /** The array at a path below the group. @throws FileError when there is none */
  array(path: string): Promise<ZarrArray> {
    return openZarr(join(this.path, path));
  }

  /** The group at a path below the group. @throws FileError when there is none */
  group(path: string): Promise<ZarrGroup> {
    return openZarrGroup(join(this.path, path));
  }
}

function childrenOf(path: string): string[] {
  return fs
    .readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isZarr(join(path, entry.name)))
    .map(({ name }) => name)
    .sort();
}

/** Whether a folder is an array or a group. */
export function isZarr(path: string): boolean {
  return ['zarr.json', '.zarray', '.zgroup'].some((name) => fs.existsSync(join(path, name)));
}

function textOf(source: Source, name: string): string | null {
  const path = join(source.name, name);
  try {
    return fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : null;
  } catch (cause) {
    throw systemError({ ...source, name: path }, 'read it', cause);
  }
}

function checkFolder(source: Source): void {
  checkPath(source.operation, source.name);
  try {
    fs.readdirSync(source.name);
  } catch (cause) {
    throw systemError(source, 'read it', cause);
  }
}

function attributes2(source: Source): Record<string, Attribute> {
  const text = textOf(source, '.zattrs');
  return text === null ? {} : (parseJson(source, text) as Record<string, Attribute>);
}

/**
 * Opens an array in a Zarr store, version 2 or 3. Nothing but its metadata is read.
 *
 * @param path the folder of the array
 * @returns the array, to be read in parts
 * @throws FileError when there is no array, or one of texts or records, or with codecs that are not known
 * @example
 * await writeZarr('x.zarr', arange(12).reshape(3, 4), { chunks: [1, 4] });
 * const x = await openZarr('x.zarr');
 * (await x.read(1, '::2')).toArray(); // [4, 6]
 * @see zarr's `open_array`
 */
export async function openZarr(path: string): Promise<ZarrArray> {
  const source = { operation: 'openZarr', name: path };
  checkFolder(source);
  const text3 = textOf(source, 'zarr.json');
  if (text3 !== null) {
    if (parseJson(source, text3).node_type === 'group') throw isGroup(source);
    return new ZarrArray(path, parseMetadata3(source, text3));
  }
  const text2 = textOf(source, '.zarray');
  if (text2 !== null) return new ZarrArray(path, parseMetadata2(source, text2, attributes2(source)));
  if (textOf(source, '.zgroup') !== null) throw isGroup(source);
  throw fileError(source, 'is no Zarr array: neither zarr.json nor .zarray is there');
}

function isGroup(source: Source): Error {
  const names = childrenOf(source.name).join(', ');
  return fileError(source, `is a group; needs openZarrGroup, or one of the arrays in it: ${names}`);
}

/**
 * Opens a group in a Zarr store, version 2 or 3.
 *
 * @param path the folder of the group
 * @throws FileError when there is no group
 * @example
 * await writeZarr('both.zarr', { x: arange(3), y: zeros([2, 2]) });
 * const group = await openZarrGroup('both.zarr');
 * group.keys(); // ['x', 'y']
 * (await (await group.array('x')).read()).toArray(); // [0, 1, 2]
 * @see zarr's `open_group`
 */
export async function openZarrGroup(path: string): Promise<ZarrGroup> {
  const source = { operation: 'openZarrGroup', name: path };
  checkFolder(source);
  const text3 = textOf(source, 'zarr.json');
  if (text3 !== null) {
    const { node_type, attributes = {} } = parseJson(source, text3);
    if (node_type === 'group') return new ZarrGroup(path, attributes as Record<string, Attribute>);
  }
  if (textOf(source, '.zgroup') !== null) return new ZarrGroup(path, attributes2(source));
  throw fileError(source, 'is no Zarr group: neither zarr.json nor .zgroup is there');
}
