/**
 * The HDF5 library as a WebAssembly module (h5wasm), loaded when it is first asked for. It reads and writes the files
 * of the machine itself; only what a call asks for comes into its memory.
 *
 * A damaged file can make the library trap. Its memory is then not to be trusted, so the next call gets a fresh module.
 */
import { BackendError, StridedError } from '../core/errors.js';
import { fileError, type Source } from './source.js';

/** What the library says about a dataset, an attribute, or a member of a compound. */
export interface Hdf5Metadata {
  /** The class of the elements: see `hdf5Class`. */
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  readonly vlen: boolean;
  /** null for a dataset without a dataspace. */
  readonly shape: number[] | null;
  readonly maxshape?: (number | null)[] | null;
  readonly chunks?: number[] | null;
  readonly enum_type?: { readonly type: number; readonly members: Record<string, number> };
  readonly compound_type?: { readonly members: readonly (Hdf5Metadata & { readonly name: string })[] };
}

export interface Hdf5Filter {
  readonly id: number;
  readonly name: string;
  /** What it was told when the dataset was made. */
  readonly cd_values: readonly number[];
}

/** The classes of elements that arrays can hold. */
export const hdf5Class = { integer: 0, float: 1, compound: 6, enum: 8 } as const;

/** What a new dataset is described with. */
export interface NewDataset {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  readonly vlen: false;
  readonly shape: bigint[];
  readonly maxshape: bigint[];
  readonly chunks: bigint[] | null;
  readonly compression: number;
  readonly compression_opts: number[];
  readonly track_order: boolean;
  readonly compound_type?: unknown;
}

/** Count, offset and strides of the part of a dataset that is meant; nulls mean all of it. */
type Hyperslab = [bigint[], bigint[], bigint[]] | [null, null, null];

/** The calls of the library that are used here. Paths are absolute, within the file and outside. */
export interface Hdf5Module {
  readonly HEAPU8: Uint8Array;
  readonly H5F_ACC_RDONLY: number;
  readonly H5F_ACC_TRUNC: number;
  readonly H5G_GROUP: number;
  readonly H5G_DATASET: number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  activate_throwing_error_handler(): number;
  open(path: string, mode: number, trackOrder: boolean, lowest: number, highest: number): bigint;
  close_file(file: bigint): number;
  flush(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): string[];
  get_type(file: bigint, path: string): number;
  get_dataset_metadata(file: bigint, path: string): Hdf5Metadata;
  get_dataset_filters(file: bigint, path: string): Hdf5Filter[];
  get_dataset_data(file: bigint, path: string, ...where: [...Hyperslab, pointer: bigint]): number;
  set_dataset_data(file: bigint, path: string, ...where: [...Hyperslab, pointer: bigint]): number;
  create_group(file: bigint, path: string, trackOrder: boolean): number;
  create_dataset(file: bigint, path: string, pointer: bigint, metadata: NewDataset): number;
  resize_dataset(file: bigint, path: string, shape: bigint[]): number;
  get_attribute_names(file: bigint, path: string): string[];
  /** Eight bytes: the address of the object's header. */
  create_object_reference(file: bigint, path: string): readonly number[];
  /** The path that a link leads to; null where there is no such link at the path itself. */
  get_symbolic_link(file: bigint, path: string): string | null;
  /** File and path that a link leads to; nothing where there is no such link. */
  get_external_link(file: bigint, path: string): { readonly filename?: string };
}

/** The object form of the library, for attributes. */
interface Hdf5Group {
  readonly attrs: Record<string, { readonly value: unknown; readonly shape: number[] | null }>;
  create_attribute(name: string, data: unknown, shape?: number[] | null): void;
}

export interface Hdf5Library {
  readonly module: Hdf5Module;
  /** A group or a dataset, to read and write its attributes. */
  objectAt(file: bigint, path: string): Hdf5Group;
}

let library: Promise<Hdf5Library> | undefined;
let generation = 0;

/** @throws BackendError when h5wasm is not installed */
export function hdf5Library(operation: string): Promise<Hdf5Library> {
  library ??= load(operation);
  return library;
}

async function load(operation: string): Promise<Hdf5Library> {
  try {
    // Under another address the module is loaded anew, with memory of its own.
    const fresh = generation === 0 ? '' : `${import.meta.resolve('h5wasm/node')}?${generation}`;
    const loaded: typeof import('h5wasm/node') = await (fresh === '' ? import('h5wasm/node') : import(fresh));
    const module = (await loaded.ready) as unknown as Hdf5Module;
    // Without this, the library prints what went wrong and answers with whatever is in memory.
    module.activate_throwing_error_handler();
    const Group = loaded.Group as unknown as new (file: bigint, path: string) => Hdf5Group;
    return { module, objectAt: (file, path) => new Group(file, path) };
  } catch (cause) {
    library = undefined;
    throw new BackendError('the HDF5 library cannot be loaded; needs the package h5wasm', {
      operation,
      needs: 'npm install h5wasm',
      cause,
    });
  }
}

/** The part of a dataset that a call is about; a scalar has no parts. */
export function hyperslab(count: bigint[], offset: bigint[], strides: bigint[]): Hyperslab {
  return count.length === 0 ? [null, null, null] : [count, offset, strides];
}

/** Does `work` with the library, and says what it complains of as a FileError about `source`. */
export function withLibrary<T>(source: Source, action: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof StridedError) throw cause;
    if (cause instanceof RangeError || (cause as Error | null)?.name === 'RuntimeError') {
      library = undefined;
      generation++;
      throw fileError(source, `cannot ${action}: the HDF5 library failed at it; the file is damaged`, {
        cause,
      });
    }
    throw fileError(source, `cannot ${action}: ${reasonIn(cause)}`, { cause });
  }
}

/** The deepest line of the library's stack of errors: the reason behind the reasons. */
function reasonIn(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const reasons = [...message.matchAll(/#\d+: .*? in \w+\(\): (.*)/g)];
  return reasons.at(-1)?.[1] ?? message.split('\n', 1)[0];
}
