/** npz archives: several named npy arrays in one zip file. */
import { crc32 } from 'node:zlib';
import { allocate } from '../core/buffer.js';
import { dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { checkBytes } from './arguments.js';
import { bytesOf } from './array-bytes.js';
import { type ByteSource, bytesInFile, bytesInMemory } from './byte-source.js';
import { checkDataBytes, finishNpy, parseNpyBytes } from './npy.js';
import { npyHeaderBytes, npyPreambleBytes, parseNpyHeader } from './npy-header.js';
import { fileError, type Source } from './source.js';
import { checkEntry, inflateEntry, packedOffset, readZipDirectory, type ZipEntry } from './zip.js';

/** Bytes to read and check at a time. */
const pieceBytes = 1 << 26;

/**
 * The arrays of an npz file, read when they are asked for. Works like a read-only Map.
 *
 * NumPy: `numpy.lib.npyio.NpzFile`.
 */
export class NpzArchive {
  readonly #file: ByteSource;
  readonly #entries = new Map<string, ZipEntry>();

  /** Trusts nothing in the file. @throws FileError */
  constructor(file: ByteSource) {
    this.#file = file;
    for (const entry of readZipDirectory(file)) {
      if (!entry.name.endsWith('.npy')) continue;
      const key = entry.name.slice(0, -4);
      if (this.#entries.has(key)) throw fileError(file.source, `holds ${entry.name} twice`);
      this.#entries.set(key, entry);
    }
  }

  /** How many arrays there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** The names, in the order of the file, without `.npy`. Members that are no npy files are left out. */
  keys(): MapIterator<string> {
    return this.#entries.keys();
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * Reads an array, anew each time.
   * @returns as readNpySync
   * @throws ArgumentError when there is no array of that name
   * @throws FileError when the member is damaged or holds no numbers
   */
  get(name: string): NDArray {
    const entry = this.#entries.get(name);
    if (entry === undefined) {
      const needs = `one of ${[...this.#entries.keys()].join(', ')}`;
      throw new ArgumentError(`${this.#file.source.name} has no array '${name}'; needs ${needs}`, {
        operation: 'NpzArchive.get',
        argument: 'name',
        got: name,
        needs,
      });
    }
    const source = { operation: this.#file.source.operation, name: `${this.#file.source.name}:${name}` };
    if (entry.method !== 0) return parseNpyBytes(source, inflateEntry(this.#file, entry));
    return readStored(source, this.#file, entry);
  }

  /** Each name with its array, read on the way. */
  *entries(): Generator<[string, NDArray]> {
    for (const name of this.keys()) yield [name, this.get(name)];
  }

  [Symbol.iterator](): Generator<[string, NDArray]> {
    return this.entries();
  }
}

/** Reads a stored member straight into the array's memory. */
function readStored(source: Source, file: ByteSource, entry: ZipEntry): NDArray {
  const offset = packedOffset(file, entry);
  const start = file.read(offset, Math.min(npyPreambleBytes, entry.bytes));
  const start2 = file.read(offset, Math.min(npyHeaderBytes(source, start), entry.bytes));
  const header = parseNpyHeader(source, start2);
  checkDataBytes(source, header, entry.bytes - header.dataOffset);
  const data = allocate(source.operation, header.dtype, header.dataBytes / dtypeInfo(header.dtype).itemsize);
  const bytes = bytesOf(data);
  let crc = crc32(start2);
  let at = 0;
  while (at < bytes.length) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const count = file.readInto(piece, offset + header.dataOffset + at);
    crc = crc32(piece.subarray(0, count), crc);
    at += count;
    if (count < piece.length) break;
  }
  checkEntry(file, entry, header.dataOffset + at, crc);
  return finishNpy(header, data);
}

/**
 * Opens an npz file. Only its directory is read; each array is read when it is asked for.
 *
 * @param path the file, of stored or deflated members, zip64 too
 * @returns the arrays by name: `keys()`, `has(name)`, `get(name)`, `size`, iteration
 * @throws FileError when the file cannot be read, is no zip file, is damaged, encrypted, or names an array twice
 * @example
 * const weights = readNpzSync('model.npz').get('weights');
 *
 * NumPy: `numpy.load`.
 */
export function readNpzSync(path: string): NpzArchive {
  return new NpzArchive(bytesInFile({ operation: 'readNpzSync', name: path }));
}

/**
 * Opens an npz file. Only its directory is read; each array is read when it is asked for.
 *
 * @param path the file, of stored or deflated members, zip64 too
 * @returns as readNpzSync
 * @throws FileError as readNpzSync (the promise rejects)
 * @example
 * const archive = await readNpz('model.npz');
 * for (const [name, x] of archive) console.log(name, x.shape);
 *
 * NumPy: `numpy.load`.
 */
export async function readNpz(path: string): Promise<NpzArchive> {
  return new NpzArchive(bytesInFile({ operation: 'readNpz', name: path }));
}

/**
 * The arrays in the bytes of an npz file.
 *
 * @throws FileError as readNpzSync
 * @example
 * parseNpz(formatNpz({ x: asarray([1, 2]) })).get('x').shape; // [2]
 *
 * NumPy: `numpy.load`.
 */
export function parseNpz(bytes: Uint8Array): NpzArchive {
  checkBytes('parseNpz', bytes);
  return new NpzArchive(bytesInMemory({ operation: 'parseNpz', name: 'bytes' }, bytes));
}
