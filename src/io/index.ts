/** `strided/io`: arrays in files. */
export { AtomicFile } from './atomic-file.js';
export { npyHeader } from './npy-header.js';
