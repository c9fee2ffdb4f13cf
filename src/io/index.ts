/** `strided/io`: arrays in files. */
export { AtomicFile } from './atomic-file.js';
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
