/** The datasets of one HDF5 file that can be read without the library, which says where their headers are. */
import fs from 'node:fs';
import type { Hdf5Filter, Hdf5Metadata, Hdf5Module } from '../hdf5-library.js';
import { nativeBigEndian } from '../npy-header.js';
import { Cursor, type StoredBytes } from './cursor.js';
import { openStoredBytes } from './object-header.js';
import { StoredDataset } from './stored-dataset.js';

export class StoredFile {
  readonly #path: string;
  readonly #datasets = new Map<string, StoredDataset | null>();
  /** Null where the file is not read so; undefined until somebody asks. */
  #bytes: StoredBytes | null | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The dataset at a path of the open file `id`; null where the library has to read it. */
  dataset(
    module: Hdf5Module,
    id: bigint,
    path: string,
    metadata: Hdf5Metadata,
    filters: readonly Hdf5Filter[],
  ): StoredDataset | null {
    let found = this.#datasets.get(path);
    if (found === undefined) {
      found = this.#open(module, id, path, metadata, filters);
      this.#datasets.set(path, found);
    }
    return found;
  }

  #open(
    module: Hdf5Module,
    id: bigint,
    path: string,
    metadata: Hdf5Metadata,
    filters: readonly Hdf5Filter[],
  ): StoredDataset | null {
    const known = filters.map(({ id: number, cd_values }) => ({ id: number, values: cd_values }));
    if (!StoredDataset.canUndo(known) || isElsewhere(module, id, path)) return null;
    try {
      this.#bytes ??= openBytes(this.#path);
      // A reference to an object is the address of its header.
      const reference = module.create_object_reference(id, path);
      if (this.#bytes === null || reference.length !== 8) return null;
      const address = new Cursor(Uint8Array.from(reference)).unsigned(8);
      return new StoredDataset(this.#bytes, address, {
        shape: metadata.shape!,
        most: (metadata.maxshape ?? metadata.shape!).map((length) =>
          Number.isSafeInteger(length) ? length : null,
        ),
        chunks: metadata.chunks ?? null,
        itemsize: metadata.size,
        filters: known,
        isSwapped: metadata.size > 1 && isBigEndian(metadata) !== nativeBigEndian,
      });
    } catch {
      return null;
    }
  }

  close(): void {
    if (this.#bytes) fs.closeSync(this.#bytes.fd);
    this.#bytes = null;
    this.#datasets.clear();
  }
}

function openBytes(path: string): StoredBytes | null {
  const fd = fs.openSync(path, 'r');
  try {
    return openStoredBytes(fd, fs.fstatSync(fd).size);
  } catch {
    fs.closeSync(fd);
    return null;
  }
}

/** Of complex numbers, the parts have an order. */
function isBigEndian({ littleEndian, compound_type }: Hdf5Metadata): boolean {
  return !(compound_type?.members[0]?.littleEndian ?? littleEndian);
}

/** Whether a link on the way leads somewhere else, perhaps into another file. */
function isElsewhere(module: Hdf5Module, id: bigint, path: string): boolean {
  const names = path.split('/').filter((name) => name !== '');
  return names.some((_, at) => {
    const part = `/${names.slice(0, at + 1).join('/')}`;
    return (
      module.get_symbolic_link(id, part) !== null ||
      Object.keys(module.get_external_link(id, part)).length > 0
    );
  });
}
