/**
 * Results on disk. Each has a file that loses its name as soon as it is open, so that nothing is left behind however the
 * process ends; systems where open files keep their names have them removed at the end.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DType, dtypeInfo, type StorageOf } from '../../core/dtype.js';
import { MemoryError } from '../../core/errors.js';
import { layoutSymbol } from '../../core/layout.js';
import { NDArray } from '../../core/ndarray.js';
import { contiguousStrides, type Shape } from '../../core/shape.js';
import { sharedStorage } from '../../core/share.js';
import { type ArrayTransfer, viewLike } from '../workers/shared-memory.js';
import { Encoded, type Patch } from '../workers/values.js';

const pieceBytes = 2 ** 26;
/** Smaller things stay in memory. */
const least = 64 * 1024;

/** Where the elements of one patch are in the file. */
interface Part {
  readonly patch: number;
  readonly bytes: number;
  readonly dtype: DType | null;
  readonly shape: Shape | null;
  /** An empty view of the same kind. */
  readonly like: ArrayBufferView | null;
}

/** A result without its elements. */
export class Spilled {
  readonly value: unknown;
  readonly patches: readonly Patch[];
  readonly parts: readonly Part[];
  readonly fd: number;
  readonly path: string | null;

  constructor(
    value: unknown,
    patches: readonly Patch[],
    parts: readonly Part[],
    fd: number,
    path: string | null,
  ) {
    this.value = value;
    this.patches = patches;
    this.parts = parts;
    this.fd = fd;
    this.path = path;
  }
}

export class Spill {
  readonly #directory: string;
  readonly #transfer: ArrayTransfer;
  readonly #open = new Set<Spilled>();

  constructor(directory: string | undefined, transfer: ArrayTransfer) {
    this.#directory = directory ?? tmpdir();
    this.#transfer = transfer;
  }

  /**
   * Writes the elements of a result to disk; null where there are none to speak of.
   * @throws MemoryError when there is no room on the disk either.
   */
  write({ value, patches }: Encoded): Spilled | null {
    if (patches === null) return null;
    const parts: Part[] = [];
    const pieces: Uint8Array[] = [];
    patches.forEach(({ kind, payload }, patch) => {
      if (kind !== 'array' && kind !== 'view') return;
      const unpacked =
        kind === 'array' ? this.#transfer.unpackArray(payload) : this.#transfer.unpackView(payload);
      const bytes = unpacked instanceof NDArray ? bytesOfArray(unpacked) : bytesOfView(unpacked);
      if (bytes.length < least) return;
      pieces.push(bytes);
      parts.push(
        unpacked instanceof NDArray
          ? { patch, bytes: bytes.length, dtype: unpacked.dtype, shape: unpacked.shape, like: null }
          : {
              patch,
              bytes: bytes.length,
              dtype: null,
              shape: null,
              like: viewLike(unpacked, new ArrayBuffer(0), 0, 0),
            },
      );
    });
    if (parts.length === 0) return null;
    const without = new Set(parts.map(({ patch }) => patch));
    const left = patches.map((patch, i) => (without.has(i) ? { ...patch, payload: null } : patch));
    const { fd, path } = this.#create();
    const spilled = new Spilled(value, left, parts, fd, path);
    this.#open.add(spilled);
    try {
      for (const bytes of pieces) writeAll(fd, bytes);
    } catch (cause) {
      this.drop(spilled);
      throw new MemoryError(`results that exceed memoryLimit cannot be written to ${this.#directory}`, {
        operation: 'compute',
        argument: 'spillDirectory',
        got: this.#directory,
        cause,
      });
    }
    return spilled;
  }

  #create(): { fd: number; path: string | null } {
    const folder = mkdtempSync(join(this.#directory, 'strided-'));
    const path = join(folder, 'result');
    const fd = openSync(path, 'wx+', 0o600);
    try {
      rmSync(folder, { recursive: true });
      return { fd, path: null };
    } catch {
      return { fd, path: folder };
    }
  }

  /** Of the patches of a result, those whose elements are on disk. */
  static written({ parts }: Spilled, patches: readonly Patch[]): Patch[] {
    return parts.map(({ patch }) => patches[patch]);
  }

  /** Of the patches of a result, those that stayed in memory. */
  static left({ patches }: Spilled): Patch[] {
    return patches.filter(({ payload }) => payload !== null);
  }

  /** The result in memory again; its file is gone. */
  read(spilled: Spilled): Encoded {
    const patches = [...spilled.patches];
    let at = 0;
    for (const { patch, bytes, dtype, shape, like } of spilled.parts) {
      const payload =
        dtype === null
          ? this.#transfer.view(viewLike(like!, readAll(spilled.fd, at, bytes).buffer, 0, bytes))
          : this.#transfer.array(arrayOf(dtype, shape!, readAll(spilled.fd, at, bytes)));
      patches[patch] = { ...patches[patch], payload };
      at += bytes;
    }
    this.drop(spilled);
    return new Encoded(spilled.value, patches);
  }

  drop(spilled: Spilled): void {
    if (!this.#open.delete(spilled)) return;
    closeSync(spilled.fd);
    if (spilled.path !== null) rmSync(spilled.path, { recursive: true, force: true });
  }

  close(): void {
    for (const spilled of this.#open) this.drop(spilled);
  }
}

function bytesOfArray(x: NDArray): Uint8Array {
  const whole = x.flags.cContiguous ? x : x.copy('C');
  const { data, offset = 0 } = whole[layoutSymbol]();
  return new Uint8Array(data.buffer, data.byteOffset + offset, whole.nbytes);
}

function bytesOfView(x: ArrayBufferView): Uint8Array {
  return new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
}

function arrayOf(dtype: DType, shape: Shape, bytes: Uint8Array): NDArray {
  const { storage, itemsize } = dtypeInfo(dtype);
  const length = bytes.length / storage.BYTES_PER_ELEMENT;
  const data = new storage(bytes.buffer as ArrayBuffer, bytes.byteOffset, length) as StorageOf<DType>;
  return new NDArray({ data, dtype, shape, strides: contiguousStrides(shape, itemsize) });
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; )
    at += writeSync(fd, bytes, at, Math.min(pieceBytes, bytes.length - at));
}

function readAll(fd: number, position: number, length: number): Uint8Array {
  const bytes = sharedStorage('uint8', length);
  for (let at = 0; at < length; ) {
    at += readSync(fd, bytes, at, Math.min(pieceBytes, length - at), position + at);
  }
  return bytes;
}
