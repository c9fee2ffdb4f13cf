/** `strided/io`: arrays in files. */
import { announceExports } from '../core/exported.js';
import * as self from './index.js';

export { AtomicFile } from './atomic-file.js';
export { parseCsv, readCsv, readCsvSync, type Table } from './csv.js';
export type { CsvOptions } from './csv-parser.js';
export { formatCsv, type WriteCsvOptions, writeCsv, writeCsvSync } from './csv-write.js';
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

announceExports('strided/io', () => self);
