/** Regions of files as blocks, and blocks into files. Every thread opens files for itself. */
import fs from 'node:fs';
import { type DType, dtypeInfo } from '../../core/dtype.js';
import type { Index } from '../../core/index-parse.js';
import { type NDArray, newUninitialized } from '../../core/ndarray.js';
import { contiguousStrides } from '../../core/shape.js';
import { contiguousChunks } from '../../io/array-bytes.js';
import { type Hdf5File, openHdf5, readDescribed } from '../../io/hdf5.js';
import { type StoredDescription, StoredFile } from '../../io/hdf5-stored/stored-file.js';
import { writeNpySync } from '../../io/npy-file.js';
import { OpenNpy } from '../../io/npy-region.js';
import type { AxisRange, StoredIndex } from '../../io/selection.js';
import { systemError } from '../../io/source.js';
import { openZarr, type ZarrArray } from '../../io/zarr.js';
import { writeZarrBlock, type ZarrTarget } from '../../io/zarr-write.js';
import { zeros } from '../../ops/index.js';
import type { Range } from '../selection.js';

const indexOf = ({ first, count, step }: Range): StoredIndex & Index => {
  if (count === 0) return { start: 0, stop: 0 };
  const stop = first + count * step;
  return { start: first, stop: stop < 0 ? null : stop, step };
};

/** What a file was when the array was made of it; another file of the name is another array. */
export interface FileMark {
  readonly path: string;
  readonly modified: number;
}

/** A file of which it is known where a dataset is, if it can be read without the HDF5 library. */
export interface Hdf5Mark extends FileMark {
  readonly dtype: DType;
  readonly stored: StoredDescription | null;
}

/** A file that is kept open, and how many are reading it. */
interface Opened<T> {
  readonly file: Promise<T>;
  users: number;
}

/** Things of files that are kept open, the latest last; none is closed while somebody reads it. */
class OpenFiles<T> {
  readonly #known = new Map<string, Opened<T>>();
  readonly #most: number;
  readonly #close: (file: T) => void;

  constructor(most: number, close: (file: T) => void) {
    this.#most = most;
    this.#close = close;
  }

  /** What `read` gives for the file, which is opened unless it is open. */
  async read<R>(
    { path, modified }: FileMark,
    open: (path: string) => T | Promise<T>,
    read: (file: T) => R | Promise<R>,
  ): Promise<R> {
    const name = `${modified} ${path}`;
    const opened = this.#known.get(name) ?? { file: this.#open(name, () => open(path)), users: 0 };
    this.#known.delete(name);
    this.#known.set(name, opened);
    opened.users++;
    try {
      return await read(await opened.file);
    } finally {
      opened.users--;
      this.#makeRoom();
    }
  }

  /** What cannot be opened is not known. */
  #open(name: string, open: () => T | Promise<T>): Promise<T> {
    const file = Promise.resolve().then(open);
    file.catch(() => this.#known.delete(name));
    return file;
  }

  #makeRoom(): void {
    for (const [oldest, { file, users }] of this.#known) {
      if (this.#known.size <= this.#most) return;
      if (users > 0) continue;
      this.#known.delete(oldest);
      void file.then(this.#close);
    }
  }
}

const npyFiles = new OpenFiles<OpenNpy>(64, (file) => file.close());
const storedFiles = new OpenFiles<StoredFile>(64, (file) => file.close());
const hdf5Files = new OpenFiles<Hdf5File>(64, (file) => file.close());
const zarrArrays = new OpenFiles<ZarrArray>(64, () => {});

/** A region of an npy file. */
export async function npyRegion(file: FileMark, ranges: readonly Range[]): Promise<NDArray> {
  const ascending = ranges.map(
    (range): AxisRange =>
      range.step > 0
        ? range
        : { first: range.first + (range.count - 1) * range.step, count: range.count, step: -range.step },
  );
  const part = await npyFiles.read(
    file,
    (path) => new OpenNpy(path),
    (open) => open.read(ascending),
  );
  if (ranges.every(({ step }) => step > 0)) return part;
  return part.at(...ranges.map(({ step }): Index => (step > 0 ? ':' : '::-1'))) as NDArray;
}

/** A region of a dataset of an HDF5 file. */
export async function hdf5Region(
  file: Hdf5Mark,
  dataset: string,
  ranges: readonly Range[],
): Promise<NDArray> {
  const { dtype, stored } = file;
  const indices = ranges.map(indexOf);
  const part =
    stored &&
    (await storedFiles.read(
      file,
      (path) => new StoredFile(path),
      (open) => readDescribed(open, dtype, stored, indices),
    ));
  return part ?? hdf5Files.read(file, openHdf5, (open) => open.dataset(dataset).readSync(...indices));
}

/** The same region of datasets of several files, one after the other along a new first axis. */
export async function hdf5Stack(
  files: readonly Hdf5Mark[],
  dataset: string,
  ranges: readonly Range[],
): Promise<NDArray> {
  return stacked(files, ranges, (file, own) => hdf5Region(file, dataset, own));
}

/** A region of a Zarr array. */
export async function zarrRegion(file: FileMark, ranges: readonly Range[]): Promise<NDArray> {
  return zarrArrays.read(file, openZarr, (array) => array.read(...ranges.map(indexOf)));
}

/** The same region of several Zarr arrays, one after the other along a new first axis. */
export async function zarrStack(files: readonly FileMark[], ranges: readonly Range[]): Promise<NDArray> {
  return stacked(files, ranges, zarrRegion);
}

async function stacked<Mark extends FileMark>(
  files: readonly Mark[],
  [first, ...own]: readonly Range[],
  region: (file: Mark, ranges: readonly Range[]) => Promise<NDArray>,
): Promise<NDArray> {
  if (first.count === 0) {
    const none = own.map(() => ({ first: 0, count: 0, step: 1 }));
    const { dtype } = await region(files[0], none);
    return zeros([0, ...own.map(({ count }) => count)], dtype);
  }
  const one = (at: number): Promise<NDArray> => region(files[first.first + at * first.step], own);
  if (first.count === 1) return (await one(0)).expandDims(0) as NDArray;
  const shape = [first.count, ...own.map(({ count }) => count)];
  let whole: NDArray | undefined;
  for (let at = 0; at < first.count; at++) {
    const part = await one(at);
    whole ??= newUninitialized('stack', part.dtype, shape);
    whole.setAt([at], part);
  }
  return whole!;
}

/** An npy file that is being written: its header is there, and room for the elements in C order. */
export interface NpyTarget {
  readonly path: string;
  readonly operation: string;
  readonly dataOffset: number;
  readonly shape: readonly number[];
}

/** Writes a block, whose first element belongs at `start`, row by row. */
export function npyBlock(target: NpyTarget, start: readonly number[], block: NDArray): null {
  const { itemsize } = dtypeInfo(block.dtype);
  const strides = contiguousStrides(target.shape, itemsize);
  // Axes from here on lie in one run in the file.
  let run = block.ndim;
  while (run > 0 && (run === block.ndim || block.shape[run] === target.shape[run])) run--;
  const source = { operation: target.operation, name: target.path };
  try {
    const fd = fs.openSync(target.path, 'r+');
    try {
      const write = (part: NDArray, axis: number, offset: number): void => {
        if (axis < run) {
          for (let at = 0; at < part.shape[0]; at++) {
            write(part.at(at) as NDArray, axis + 1, offset + (start[axis] + at) * strides[axis]);
          }
          return;
        }
        let position = offset;
        for (let rest = axis; rest < block.ndim; rest++) position += start[rest] * strides[rest];
        for (const bytes of contiguousChunks(part, 'C')) {
          for (let at = 0; at < bytes.length; ) {
            at += fs.writeSync(fd, bytes, at, Math.min(1 << 30, bytes.length - at), position + at);
          }
          position += bytes.length;
        }
      };
      write(block, 0, target.dataOffset);
    } finally {
      fs.closeSync(fd);
    }
  } catch (cause) {
    throw systemError(source, 'write it', cause);
  }
  return null;
}

/** Writes a block as a file of its own. */
export function npyFile(path: string, block: NDArray): null {
  writeNpySync(path, block);
  return null;
}

/** Writes the chunks of a block. */
export async function zarrBlock(target: ZarrTarget, start: readonly number[], block: NDArray): Promise<null> {
  await writeZarrBlock(target, start, block);
  return null;
}
