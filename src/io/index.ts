/** `strided/io`: arrays in files. */
import { announceExports } from '../core/exported.js';
import * as self from './index.js';

export { AtomicFile } from '../core/atomic-file.js';
export { parseCsv, readCsv, readCsvSync, type Table } from './csv.js';
export type { CsvOptions } from './csv-parser.js';
export { formatCsv, type WriteCsvOptions, writeCsv, writeCsvSync } from './csv-write.js';
export { type Hdf5Dataset, type Hdf5File, type Hdf5Group, openHdf5 } from './hdf5.js';
export { type Hdf5Storage, type WriteHdf5Options, writeHdf5 } from './hdf5-write.js';
export { formatNpy, parseNpy } from './npy.js';
export {
  type ReadNpyOptions,
  readNpy,
  readNpyHeader,
  readNpySync,
  writeNpy,
  writeNpySync,
} from './npy-file.js';
export { type NpyHeader, npyHeader } from './npy-header.js';
export { NpzArchive, parseNpz, readNpz, readNpzSync } from './npz.js';
export {
  formatNpz,
  type NamedArrays,
  type WriteNpzOptions,
  writeNpz,
  writeNpzSync,
} from './npz-write.js';
export type { StoredIndex } from './selection.js';
export type { Attribute, StoredArray } from './stored-array.js';
export { openZarr, openZarrGroup, type ZarrArray, type ZarrGroup } from './zarr.js';
export { writeZarr, type ZarrStorage } from './zarr-write.js';

announceExports('strided/io', () => self);
