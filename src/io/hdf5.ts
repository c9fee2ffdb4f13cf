/** HDF5 files: groups, datasets and attributes, read where and when they are asked for. */
import fs from 'node:fs';
import { resolve } from 'node:path';
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { checkPath } from '../core/file-errors.js';
import { NDArray } from '../core/ndarray.js';
import { contiguousStrides, sizeOf } from '../core/shape.js';
import { bytesOf } from './array-bytes.js';
import {
  type Hdf5Filter,
  type Hdf5Library,
  type Hdf5Metadata,
  hdf5Library,
  hyperslab,
  withLibrary,
} from './hdf5-library.js';
import { describeStored, type StoredDescription, StoredFile } from './hdf5-stored/stored-file.js';
import { elementDType } from './hdf5-types.js';
import {
  type AxisRange,
  boxesOf,
  parseSelection,
  pieces,
  type RangePart,
  type StoredIndex,
  shownOf,
} from './selection.js';
import { fileError, type Source, systemError } from './source.js';
import type { Attribute, StoredArray } from './stored-array.js';

/** Deflate, shuffle, Fletcher's checksum, n-bit and scale-offset: what the library can undo. */
const knownFilters = new Set([1, 2, 3, 5, 6]);

/** How much is in the library's memory at a time. */
const pieceBytes = 1 << 24;

/** An open file, as its groups and datasets know it. */
interface OpenFile {
  readonly path: string;
  /** What can be read without the library. */
  readonly stored: StoredFile;
  readonly library: Hdf5Library;
  /** The library's number for it; null once it is closed. */
  id: bigint | null;
}

/** A group of an HDF5 file: datasets and further groups by name. */
export class Hdf5Group {
  readonly path: string;
  protected readonly file: OpenFile;

  /** @internal Groups come from `openHdf5`. */
  constructor(file: OpenFile, path: string) {
    this.file = file;
    this.path = path;
  }

  /** The names of what is in the group. @throws FileError when the file is closed or damaged */
  keys(): string[] {
    const source = sourceOf(this.file, this.path, 'keys');
    const id = openId(source, this.file);
    return withLibrary(source, 'list it', () => this.file.library.module.get_names(id, this.path, false));
  }

  /** The attributes of the group, by name. @throws FileError when the file is closed or damaged */
  get attributes(): Readonly<Record<string, Attribute>> {
    return attributesAt(this.file, this.path);
  }

  /**
   * The dataset at a path below the group.
   *
   * @param path names joined by `/`
   * @throws FileError when there is none, or its elements are no numbers
   */
  dataset(path: string): Hdf5Dataset {
    const found = this.get(path);
    if (found instanceof Hdf5Dataset) return found;
    throw fileError(sourceOf(this.file, found.path, 'dataset'), 'is a group; needs the name of a dataset');
  }

  /**
   * The group or dataset at a path below the group.
   *
   * @param path names joined by `/`
   * @throws FileError when there is none, it lies in another file, or its elements are no numbers
   */
  get(path: string): Hdf5Group | Hdf5Dataset {
    const full = `${this.path === '/' ? '' : this.path}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    const source = sourceOf(this.file, full, 'get');
    const id = openId(source, this.file);
    const { module } = this.file.library;
    const type = withLibrary(source, 'find it', () => module.get_type(id, full));
    if (type === module.H5G_GROUP) return new Hdf5Group(this.file, full);
    if (type === module.H5G_DATASET) return new Hdf5Dataset(this.file, full);
    const names = this.keys().map((name) => `'${name}'`);
    const there = names.length === 0 ? 'nothing' : names.slice(0, 20).join(', ');
    throw fileError(source, `is no dataset and no group; '${this.path}' holds ${there}`, {
      argument: 'path',
      got: path,
    });
  }
}

/** An open HDF5 file: the group at its root. Close it, or let `using` do so. */
export class Hdf5File extends Hdf5Group {
  /** Closes the file; its datasets can no longer be read. */
  close(): void {
    const { id, library } = this.file;
    this.file.id = null;
    this.file.stored.close();
    if (id !== null) library.module.close_file(id);
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A dataset of an HDF5 file: an array that is read in parts. */
export class Hdf5Dataset implements StoredArray {
  readonly path: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly chunks: readonly number[] | null;
  /** The filters that its chunks went through, by name: `deflate`, `shuffle`, … */
  readonly filters: readonly string[];
  readonly #file: OpenFile;
  readonly #metadata: Hdf5Metadata;
  readonly #filters: readonly Hdf5Filter[];
  #stored: StoredDescription | null | undefined;
  readonly #unknownFilter: string | undefined;

  /** @internal Datasets come from `openHdf5`. */
  constructor(file: OpenFile, path: string) {
    const source = sourceOf(file, path, 'dataset');
    const id = openId(source, file);
    const { module } = file.library;
    const [metadata, filters] = withLibrary(source, 'read it', () => [
      module.get_dataset_metadata(id, path),
      module.get_dataset_filters(id, path),
    ]);
    if (metadata.shape === null) throw fileError(source, 'has no elements and no shape; needs an array');
    this.#file = file;
    this.path = path;
    this.dtype = elementDType(source, metadata);
    this.shape = metadata.shape;
    this.chunks = metadata.chunks ?? null;
    this.filters = filters.map(({ name }) => name);
    const unknown = filters.find((filter) => !knownFilters.has(filter.id));
    this.#unknownFilter = unknown && `'${unknown.name}' (filter ${unknown.id})`;
    this.#metadata = metadata;
    this.#filters = filters;
  }

  /** The attributes of the dataset, by name. @throws FileError when the file is closed or damaged */
  get attributes(): Readonly<Record<string, Attribute>> {
    return attributesAt(this.#file, this.path);
  }

  /**
   * Reads the elements that the indices select; only the chunks they lie in are touched.
   *
   * @param indices integers and slices, as in `at()`: `read('::2', 3)`; without any, the whole dataset
   * @returns an array of the dataset's dtype, in this machine's byte order
   * @throws IndexError for indices outside, lists and newaxis
   * @throws FileError when the file is closed, damaged, or compressed with a filter that is not there
   * @throws MemoryError when the elements do not fit in memory
   * @see h5py's `Dataset.__getitem__`
   */
  async read(...indices: StoredIndex[]): Promise<NDArray> {
    return this.readSync(...indices);
  }

  /** `read`, at once. @throws as `read` */
  readSync(...indices: StoredIndex[]): NDArray {
    const source = sourceOf(this.#file, this.path, 'read');
    return readSelected(source.operation, this, indices, (whole, data, ranges) => {
      this.#readInto(source, whole, data, ranges);
      return true;
    })!;
  }

  /** @internal What tells others how to read it without the library; null where they cannot. */
  get stored(): StoredDescription | null {
    if (this.#stored === undefined) {
      const id = openId(sourceOf(this.#file, this.path, 'read'), this.#file);
      const { module } = this.#file.library;
      this.#stored = describeStored(module, id, this.path, this.#metadata, this.#filters);
    }
    return this.#stored;
  }

  #readInto(source: Source, whole: NDArray, data: StorageOf<DType>, ranges: readonly AxisRange[]): void {
    const id = openId(source, this.#file);
    if (this.#unknownFilter !== undefined) {
      const needs = 'deflate, shuffle, fletcher32, nbit or scaleoffset';
      throw fileError(source, `is compressed with ${this.#unknownFilter}; needs ${needs}`, { needs });
    }
    const { module } = this.#file.library;
    const { dtype, itemsize, shape, strides } = whole;
    const { stored } = this;
    const dataset = stored && this.#file.stored.dataset(stored);
    if (dataset?.readInto({ data, dtype, shape, strides }, ranges)) return;
    const boxes = [...boxesOf(pieces(ranges, this.chunks, itemsize, pieceBytes))];
    if (boxes.length === 0) return;
    const bytes = itemsize * Math.max(...boxes.map((box) => sizeOf(box.map(({ count }) => count))));
    const steps = ranges.map((range) => BigInt(range.step));
    withLibrary(source, 'read it', () => {
      const pointer = module._malloc(bytes);
      if (pointer === 0) throw new Error(`no room for ${bytes} bytes`);
      try {
        for (const box of boxes) {
          const count = box.map((part) => BigInt(part.count));
          const offset = box.map(({ at }, axis) => BigInt(ranges[axis].first + at * ranges[axis].step));
          const where = hyperslab(count, offset, steps);
          const status = module.get_dataset_data(id, this.path, ...where, BigInt(pointer));
          if (status < 0) throw new Error('the HDF5 library failed');
          place(module.HEAPU8, pointer, box, whole, data);
        }
      } finally {
        module._free(pointer);
      }
    });
  }
}

/** What indices select of an array, as `readInto` reads it; null where it says that it cannot. */
function readSelected(
  operation: string,
  { dtype, shape: of }: Pick<StoredArray, 'dtype' | 'shape'>,
  indices: readonly StoredIndex[],
  readInto: (whole: NDArray, data: StorageOf<DType>, ranges: readonly AxisRange[]) => boolean,
): NDArray | null {
  const selection = parseSelection(operation, of, indices);
  const shape = selection.ranges.map(({ count }) => count);
  const data = allocateUninitialized(operation, dtype, sizeOf(shape));
  const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
  const whole = new NDArray({ data, dtype, shape, strides });
  if (!readInto(whole, data, selection.ranges)) return null;
  // Kernels rely on bools being 0 or 1.
  if (dtype === 'bool') for (let at = 0; at < data.length; at++) if (data[at] !== 0) data[at] = 1;
  return shownOf(whole, selection);
}

/**
 * What indices select of a dataset that somebody else has described; null where the library has to read it.
 * @throws IndexError, MemoryError as `Hdf5Dataset.read`
 */
export function readDescribed(
  file: StoredFile,
  dtype: DType,
  description: StoredDescription,
  indices: readonly StoredIndex[],
): NDArray | null {
  const dataset = file.dataset(description);
  if (dataset === null) return null;
  const { shape } = description.outline;
  return readSelected('read', { dtype, shape }, indices, ({ shape, strides }, data, ranges) =>
    dataset.readInto({ data, dtype, shape, strides }, ranges),
  );
}

/** Copies a box that was read to where it belongs. */
function place(
  heap: Uint8Array,
  pointer: number,
  box: readonly RangePart[],
  whole: NDArray,
  data: StorageOf<DType>,
): void {
  const { dtype, itemsize, strides } = whole;
  const { storage, slots } = dtypeInfo(dtype);
  const shape = box.map(({ count }) => count);
  const size = sizeOf(shape);
  const offset = box.reduce((sum, { at }, axis) => sum + at * strides[axis], 0);
  if (size === whole.size) {
    bytesOf(data).set(heap.subarray(pointer, pointer + size * itemsize));
    return;
  }
  const piece = new storage(heap.buffer as ArrayBuffer, pointer, size * slots) as StorageOf<DType>;
  copyElements(
    { data, dtype, shape, strides, offset },
    { data: piece, dtype, shape, strides: contiguousStrides(shape, itemsize) },
  );
}

function sourceOf(file: OpenFile, path: string, operation: string): Source {
  return { operation, name: path === '/' ? file.path : `${file.path}[${path}]` };
}

function openId(source: Source, file: OpenFile): bigint {
  if (file.id === null) throw fileError(source, 'the file is closed');
  return file.id;
}

function attributesAt(file: OpenFile, path: string): Record<string, Attribute> {
  const source = sourceOf(file, path, 'attributes');
  const id = openId(source, file);
  return withLibrary(source, 'read its attributes', () => {
    const { attrs } = file.library.objectAt(id, path);
    return Object.fromEntries(Object.keys(attrs).map((name) => [name, plain(attrs[name].value)]));
  });
}

/** Numbers and lists instead of bigints and typed arrays; what has no such form, as text. */
function plain(value: unknown): Attribute {
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, plain);
  if (Array.isArray(value)) return value.map(plain);
  return String(value);
}

/**
 * Opens an HDF5 file for reading. Nothing but its outline is read: datasets are read in parts, when they are asked for.
 *
 * @param path the file
 * @returns the group at the root of the file
 * @throws FileError when the file cannot be read or is no HDF5 file
 * @throws BackendError when the package h5wasm is not installed
 * @example
 * await writeHdf5('x.h5', { temperature: arange(12).reshape(3, 4) });
 * using file = await openHdf5('x.h5');
 * file.keys(); // ['temperature']
 * (await file.dataset('temperature').read(1, '::2')).toArray(); // [4, 6]
 * @see h5py's `File`
 */
export async function openHdf5(path: string): Promise<Hdf5File> {
  checkPath('openHdf5', path);
  const source = { operation: 'openHdf5', name: path };
  try {
    fs.accessSync(path, fs.constants.R_OK);
    if (!fs.statSync(path).isFile()) throw Object.assign(new Error('is a directory'), { code: 'EISDIR' });
  } catch (cause) {
    throw systemError(source, 'read it', cause);
  }
  const library = await hdf5Library(source.operation);
  const { module } = library;
  const id = withLibrary(source, 'read it', () =>
    module.open(resolve(path), module.H5F_ACC_RDONLY, false, -1, -1),
  );
  if (id <= 0n) throw fileError(source, 'is no HDF5 file');
  return new Hdf5File({ path, library, id, stored: new StoredFile(resolve(path)) }, '/');
}
