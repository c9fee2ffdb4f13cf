/** The datasets of one HDF5 file that can be read without the library, which says where their headers are. */
import fs from 'node:fs';
import type { Hdf5Filter, Hdf5Metadata, Hdf5Module } from '../hdf5-library.js';
import { nativeBigEndian } from '../npy-header.js';
import { Cursor, type StoredBytes } from './cursor.js';
import { openStoredBytes } from './object-header.js';
import { StoredDataset, type StoredOutline } from './stored-dataset.js';

/** What the library says of a dataset that may be read without it; others can be told. */
export interface StoredDescription {
  /** Where its header is. */
  readonly address: number;
  readonly outline: StoredOutline;
}

/** The description of the dataset at a path of the open file `id`; null where the library has to read it. */
export function describeStored(
  module: Hdf5Module,
  id: bigint,
  path: string,
  metadata: Hdf5Metadata,
  filters: readonly Hdf5Filter[],
): StoredDescription | null {
  const known = filters.map(({ id: number, cd_values }) => ({ id: number, values: [...cd_values] }));
  if (!StoredDataset.canUndo(known)) return null;
  try {
    if (isElsewhere(module, id, path)) return null;
    // A reference to an object is the address of its header.
    const reference = module.create_object_reference(id, path);
    if (reference.length !== 8) return null;
    const shape = metadata.shape!;
    const outline = {
      shape,
      most: (metadata.maxshape ?? shape).map((length) => (Number.isSafeInteger(length) ? length : null)),
      chunks: metadata.chunks ?? null,
      itemsize: metadata.size,
      filters: known,
      isSwapped: metadata.size > 1 && isBigEndian(metadata) !== nativeBigEndian,
    };
    return { address: new Cursor(Uint8Array.from(reference)).unsigned(8), outline };
  } catch {
    return null;
  }
}

export class StoredFile {
  readonly #path: string;
  readonly #datasets = new Map<number, StoredDataset | null>();
  /** Null where the file is not read so; undefined until somebody asks. */
  #bytes: StoredBytes | null | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** The dataset that is described; null where the library has to read it. */
  dataset({ address, outline }: StoredDescription): StoredDataset | null {
    let found = this.#datasets.get(address);
    if (found === undefined) {
      found = this.#open(address, outline);
      this.#datasets.set(address, found);
    }
    return found;
  }

  #open(address: number, outline: StoredOutline): StoredDataset | null {
    try {
      if (this.#bytes === undefined) this.#bytes = openBytes(this.#path);
      return this.#bytes && new StoredDataset(this.#bytes, address, outline);
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
