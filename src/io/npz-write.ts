/**
 * Writing npz archives.
 *
 * Policy: a member's checksum and lengths stand before it, so its bytes are gone through once to count and once to
 * write, in pieces: an array of any size is written without a second copy of it. Compressed pieces are deflated one
 * by one and joined, which deflate allows. The date is always 1980-01-01, so equal arrays give equal files.
 *
 * State: one generator makes the pieces for the synchronous and the promise form; `null` among them is where the
 * promise form lets other work run.
 */
import { constants, crc32, deflateRawSync } from 'node:zlib';
import { AtomicFile } from '../core/atomic-file.js';
import { ArgumentError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { keepArray } from './arguments.js';
import { contiguousChunks, fileOrder } from './array-bytes.js';
import { npyHeader } from './npy-header.js';
import { centralHeader, directoryEnd, localHeader, type PackedEntry } from './zip-headers.js';

export interface WriteNpzOptions {
  /** Whether to deflate the arrays: smaller, and much slower to write. */
  readonly compress?: boolean;
}

/** Arrays by name, or in a list: `arr_0`, `arr_1`, … */
export type NamedArrays = Readonly<Record<string, NDArray>> | readonly NDArray[];

/** Bytes to work on at a time: some milliseconds of checksum or deflate. */
const pieceBytes = 1 << 20;

/**
 * Writes arrays to an npz file, whole or not at all.
 *
 * @param path where to; the folder must exist
 * @param arrays by name, or a list, whose names become `arr_0`, `arr_1`, …
 * @param options compress: false
 * @throws FileError when the file cannot be written; nothing is left behind
 * @throws ArgumentError when a name is empty or something is no array
 * @example
 * writeNpzSync('model.npz', { weights: zeros([3, 4]), bias: zeros([4]) });
 *
 * NumPy: `numpy.savez`, `numpy.savez_compressed`.
 */
export function writeNpzSync(path: string, arrays: NamedArrays, options: WriteNpzOptions = {}): void {
  const named = checkArrays('writeNpzSync', arrays);
  using file = new AtomicFile('writeNpzSync', path);
  for (const piece of npzPieces(named, options)) if (piece !== null) file.writeSync(piece);
  file.commitSync();
}

/**
 * Writes arrays to an npz file in the background, whole or not at all. They must not change until the promise
 * settles.
 *
 * @param path where to; the folder must exist
 * @param arrays by name, or a list, whose names become `arr_0`, `arr_1`, …
 * @param options compress: false
 * @throws FileError, ArgumentError as writeNpzSync (the promise rejects)
 * @example
 * await writeNpz('model.npz', { weights: zeros([3, 4]) }, { compress: true });
 *
 * NumPy: `numpy.savez`, `numpy.savez_compressed`.
 */
export async function writeNpz(
  path: string,
  arrays: NamedArrays,
  options: WriteNpzOptions = {},
): Promise<void> {
  const named = checkArrays('writeNpz', arrays).map(([name, x]): [string, NDArray] => [
    name,
    keepArray('writeNpz', x),
  ]);
  using file = new AtomicFile('writeNpz', path);
  for (const piece of npzPieces(named, options)) {
    if (piece === null) await new Promise((resume) => setImmediate(resume));
    else await file.write(piece);
  }
  await file.commit();
}

/**
 * The bytes of an npz file: what writeNpz would write.
 *
 * @throws ArgumentError when a name is empty or something is no array
 * @example
 * formatNpz({ x: zeros([2]) }).length; // 252
 *
 * NumPy: `numpy.savez`, `numpy.savez_compressed`.
 */
export function formatNpz(arrays: NamedArrays, options: WriteNpzOptions = {}): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const piece of npzPieces(checkArrays('formatNpz', arrays), options)) {
    // Pieces may be shown in memory that the next one uses.
    if (piece !== null) pieces.push(piece.slice());
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function checkArrays(operation: string, arrays: NamedArrays): [string, NDArray][] {
  if (typeof arrays !== 'object' || arrays === null) {
    throw new ArgumentError(
      `arrays is ${arrays === null ? 'null' : typeof arrays}; needs arrays by name, or a list`,
      {
        operation,
        argument: 'arrays',
        got: arrays,
        needs: 'arrays by name, or a list',
      },
    );
  }
  const named: [string, unknown][] = Array.isArray(arrays)
    ? arrays.map((x, index) => [`arr_${index}`, x])
    : Object.entries(arrays);
  for (const [name, x] of named) {
    if (!(x instanceof NDArray)) {
      throw new ArgumentError(`arrays has no array under '${name}'`, {
        operation,
        argument: 'arrays',
        got: x,
      });
    }
    if (name === '' || new TextEncoder().encode(name).length > 0xff00) {
      throw new ArgumentError(`arrays has a name of ${name.length} characters; needs 1 to 65 280 bytes`, {
        operation,
        argument: 'arrays',
        got: name,
      });
    }
  }
  return named as [string, NDArray][];
}

function* npzPieces(arrays: readonly [string, NDArray][], { compress = false }: WriteNpzOptions) {
  const entries: PackedEntry[] = [];
  let offset = 0;
  for (const [name, x] of arrays) {
    const packed: Uint8Array[] = [];
    let crc = 0;
    let bytes = 0;
    for (const piece of memberPieces(x)) {
      crc = crc32(piece, crc);
      bytes += piece.length;
      if (compress) packed.push(deflateRawSync(piece, { finishFlush: constants.Z_SYNC_FLUSH }));
      yield null;
    }
    if (compress) packed.push(deflateRawSync(new Uint8Array(0)));
    const packedBytes = compress ? packed.reduce((sum, piece) => sum + piece.length, 0) : bytes;
    const entry = { name: `${name}.npy`, method: compress ? 8 : 0, crc, bytes, packedBytes, offset };
    const header = localHeader(entry);
    yield header;
    yield* compress ? packed : memberPieces(x);
    entries.push(entry);
    offset += header.length + packedBytes;
  }
  let directoryBytes = 0;
  for (const entry of entries) {
    const header = centralHeader(entry);
    directoryBytes += header.length;
    yield header;
  }
  yield directoryEnd({ count: entries.length, bytes: directoryBytes, offset });
}

/** The npy file of `x`, a piece at a time. */
function* memberPieces(x: NDArray): Generator<Uint8Array> {
  const order = fileOrder(x);
  yield npyHeader(x.dtype, x.shape, order);
  for (const chunk of contiguousChunks(x, order)) {
    for (let at = 0; at < chunk.length; at += pieceBytes) yield chunk.subarray(at, at + pieceBytes);
  }
}
