/**
 * Writing HDF5 files: under a temporary name, renamed when everything is in it. The library writes to the file as it
 * goes along, so that arrays larger than memory can be written part by part.
 */
import { resolve } from 'node:path';
import { AtomicFile } from '../core/atomic-file.js';
import { copyElements } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { dtypeInfo, type StorageOf } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, type Shape, sizeOf } from '../core/shape.js';
import { checkArray } from './arguments.js';
import { checkChunks, chunkShape } from './chunk-shape.js';
import { type Hdf5Library, hdf5Library, hyperslab, withLibrary } from './hdf5-library.js';
import { typeDescription } from './hdf5-types.js';
import { boxesOf, pieces } from './selection.js';
import type { Source } from './source.js';
import type { Attribute } from './stored-array.js';

/** How a dataset is stored. */
export interface Hdf5Storage {
  /** The shape of the pieces; chosen (1 MiB) where it is left out. */
  readonly chunks?: readonly number[];
  /** The level of deflate, 1 (quick) to 9 (small); not compressed where it is left out. */
  readonly compression?: number;
}

export interface WriteHdf5Options extends Hdf5Storage {
  /** Attributes of each dataset by its name, and of the whole file under `'/'`. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, Attribute>>>>;
}

const chunkBytes = 1 << 20;
const pieceBytes = 1 << 24;
const deflate = 1;

/** A file that is being written. Used as NpzWriter is: datasets, then `commit`; everything else discards it. */
export class Hdf5Writer {
  readonly #source: Source;
  readonly #file: AtomicFile;
  readonly #library: Hdf5Library;
  #id: bigint;

  private constructor(source: Source, file: AtomicFile, library: Hdf5Library, id: bigint) {
    this.#source = source;
    this.#file = file;
    this.#library = library;
    this.#id = id;
  }

  /** @throws FileError when the file cannot be written there, BackendError without the package h5wasm */
  static async open(operation: string, path: string): Promise<Hdf5Writer> {
    const source = { operation, name: path };
    const library = await hdf5Library(operation);
    const file = new AtomicFile(operation, path);
    try {
      const { module } = library;
      const id = withLibrary(source, 'write it', () =>
        module.open(resolve(file.temporaryPath), module.H5F_ACC_TRUNC, false, -1, -1),
      );
      return new Hdf5Writer(source, file, library, id);
    } catch (error) {
      file.discard();
      throw error;
    }
  }

  /** Makes a dataset of a shape; elements that are never written are 0. */
  createDataset(name: string, dtype: DType, shape: Shape, options: Hdf5Storage = {}): Hdf5Target {
    const { operation } = this.#source;
    const described = typeDescription(operation, name, dtype);
    const { itemsize } = dtypeInfo(dtype);
    const chunks =
      options.chunks === undefined
        ? chunkShape(shape, itemsize, chunkBytes)
        : checkChunks(operation, options.chunks, shape);
    const path = `/${name}`;
    const { module } = this.#library;
    withLibrary(this.#source, `write '${name}' to it`, () => {
      this.#makeGroups(name);
      const chunked = shape.length > 0 && sizeOf(shape) > 0;
      const pointer = module._malloc(16);
      module.HEAPU8.fill(0, pointer, pointer + 16);
      // The library writes all elements of a new dataset at once, so it starts with none and grows.
      module.create_dataset(this.#id, path, BigInt(pointer), {
        ...described,
        shape: chunked ? shape.map(() => 0n) : shape.map(BigInt),
        maxshape: shape.map(BigInt),
        chunks: chunked ? chunks.map(BigInt) : null,
        compression: chunked && options.compression !== undefined ? deflate : 0,
        compression_opts: chunked && options.compression !== undefined ? [options.compression] : [],
        track_order: false,
      });
      module._free(pointer);
      if (chunked) module.resize_dataset(this.#id, path, shape.map(BigInt));
    });
    return { path, dtype, chunks };
  }

  #makeGroups(name: string): void {
    const { module } = this.#library;
    const parts = name.split('/');
    for (let count = 1; count < parts.length; count++) {
      const path = `/${parts.slice(0, count).join('/')}`;
      if (module.get_type(this.#id, path) !== module.H5G_GROUP) module.create_group(this.#id, path, false);
    }
  }

  /** Writes `block` where its first element belongs at `start`. */
  write({ path, dtype, chunks }: Hdf5Target, start: readonly number[], block: NDArray): void {
    if (block.size === 0) return;
    const { module } = this.#library;
    const { storage: View, slots, itemsize } = dtypeInfo(dtype);
    const ranges = block.shape.map((count) => ({ first: 0, count, step: 1 }));
    const boxes = [...boxesOf(pieces(ranges, chunks, itemsize, pieceBytes))];
    const bytes = itemsize * Math.max(...boxes.map((box) => sizeOf(box.map(({ count }) => count))));
    const data = storage(block);
    const ones = block.shape.map(() => 1n);
    withLibrary(this.#source, `write '${path.slice(1)}' to it`, () => {
      const pointer = module._malloc(bytes);
      if (pointer === 0) throw new Error(`no room for ${bytes} bytes`);
      try {
        for (const box of boxes) {
          const shape = box.map(({ count }) => count);
          const offset = box.reduce((sum, { at }, axis) => sum + at * block.strides[axis], block.offset);
          const { buffer } = module.HEAPU8;
          const piece = new View(buffer as ArrayBuffer, pointer, sizeOf(shape) * slots) as StorageOf<DType>;
          copyElements(
            { data: piece, dtype, shape, strides: contiguousStrides(shape, itemsize) },
            { data, dtype, shape, strides: block.strides, offset },
          );
          const count = shape.map(BigInt);
          const first = box.map(({ at }, axis) => BigInt(start[axis] + at));
          module.set_dataset_data(this.#id, path, ...hyperslab(count, first, ones), BigInt(pointer));
        }
      } finally {
        module._free(pointer);
      }
    });
  }

  /** Gives a dataset, or the file (`'/'`), attributes. */
  setAttributes(path: string, attributes: Readonly<Record<string, Attribute>>): void {
    withLibrary(this.#source, `write the attributes of '${path}' to it`, () => {
      const object = this.#library.objectAt(this.#id, path);
      for (const [name, value] of Object.entries(attributes)) {
        const known = typeof value === 'boolean' ? Number(value) : value;
        const scalar = typeof known === 'number' || typeof known === 'bigint' || typeof known === 'string';
        if (!scalar && !Array.isArray(known)) {
          throw new ArgumentError(`attribute ${name} is ${value === null ? 'null' : 'an object'}`, {
            operation: this.#source.operation,
            argument: 'attributes',
            got: value,
            needs: 'a number, a text, or a list of numbers or of texts',
          });
        }
        object.create_attribute(name, typeof known === 'bigint' ? BigInt64Array.of(known) : known);
      }
    });
  }

  /** Flushes the file and gives it its name. @throws FileError, after which nothing is left of it */
  async commit(): Promise<void> {
    try {
      this.#close();
      await this.#file.commit();
    } finally {
      this.discard();
    }
  }

  /** Gives up: removes what was written. Does nothing after `commit`. */
  discard(): void {
    try {
      this.#close();
    } finally {
      this.#file.discard();
    }
  }

  [Symbol.dispose](): void {
    this.discard();
  }

  #close(): void {
    const id = this.#id;
    this.#id = 0n;
    if (id === 0n) return;
    withLibrary(this.#source, 'write it', () => this.#library.module.close_file(id));
  }
}

/** A dataset of a file that is being written. */
export interface Hdf5Target {
  readonly path: string;
  readonly dtype: DType;
  readonly chunks: readonly number[];
}

/**
 * Writes arrays as the datasets of an HDF5 file, whole or not at all.
 *
 * @param path where to; the folder must exist
 * @param arrays arrays by the names of their datasets; `/` in a name makes groups
 * @param options `chunks`, `compression` (deflate) and `attributes`
 * @throws DTypeError for bool and float16, which h5wasm cannot write
 * @throws FileError when the file cannot be written (the promise rejects); nothing is left behind
 * @throws BackendError when the package h5wasm is not installed
 * @example
 * const x = arange(12).reshape(3, 4);
 * await writeHdf5('x.h5', { 'day/temperature': x }, { chunks: [1, 4], compression: 4 });
 * @see h5py's `Group.create_dataset`
 */
export async function writeHdf5(
  path: string,
  arrays: Readonly<Record<string, NDArray>>,
  options: WriteHdf5Options = {},
): Promise<void> {
  const operation = 'writeHdf5';
  for (const x of Object.values(arrays)) checkArray(operation, x);
  using writer = await Hdf5Writer.open(operation, path);
  for (const [name, x] of Object.entries(arrays)) {
    const target = writer.createDataset(name, x.dtype, x.shape, options);
    writer.write(
      target,
      x.shape.map(() => 0),
      x,
    );
  }
  for (const [name, attributes] of Object.entries(options.attributes ?? {})) {
    writer.setAttributes(name.startsWith('/') ? name : `/${name}`, attributes);
  }
  await writer.commit();
}
