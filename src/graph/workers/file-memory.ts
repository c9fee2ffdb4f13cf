/**
 * Arrays between processes: files in memory that have no name. Who has elements to give writes them into one and says
 * its process and descriptor; the other opens it through /proc and maps it, so that both see the same pages. A file
 * without a name is gone when nobody has it open, whoever is killed when. Where there are no such files (outside Linux,
 * or when that file system is full), elements go through the pipe.
 *
 * State: `#open` has the descriptors of this process that others may still want, by what is in them.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { allocateUninitialized, mapFile } from '../../core/buffer.js';
import { type DType, dtypeInfo, type StorageOf } from '../../core/dtype.js';
import { layoutSymbol } from '../../core/layout.js';
import { NDArray } from '../../core/ndarray.js';
import { contiguousStrides, type Shape } from '../../core/shape.js';
import type { ArrayTransfer } from './shared-memory.js';
import type { Patch } from './values.js';

/** Below this, the pipe is faster. */
const pipeBelow = 64 * 1024;
/** O_TMPFILE, which Node does not name. */
const withoutName = 0o20200000;
const pieceBytes = 2 ** 30;

/** Elements on their way: in a file of a process, or with the message. */
interface Packed {
  readonly file: { readonly pid: number; readonly fd: number } | null;
  readonly data: ArrayBufferView | null;
  readonly bytes: number;
  readonly dtype: DType | null;
  readonly shape: Shape | null;
  /** Of typed arrays, the name of their constructor. */
  readonly view: string | null;
}

export class FileMemory implements ArrayTransfer {
  readonly #open = new Set<number>();
  readonly #packed = new WeakMap<object, Packed>();

  array(x: NDArray): Packed {
    const whole = x.flags.cContiguous ? x : x.copy('C');
    const { data, offset = 0 } = whole[layoutSymbol]();
    const bytes = new Uint8Array(data.buffer, data.byteOffset + offset, whole.nbytes);
    return this.#pack(x, bytes, { dtype: x.dtype, shape: x.shape, view: null });
  }

  view(x: ArrayBufferView): unknown {
    if (x.byteLength < pipeBelow && x.byteLength === x.buffer.byteLength && x.buffer instanceof ArrayBuffer)
      return x;
    const bytes = new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
    const view = x instanceof Uint8Array ? 'Uint8Array' : x.constructor.name;
    return this.#pack(x, bytes, { dtype: null, shape: null, view });
  }

  /** Packs the same thing once, however many tasks need it. */
  #pack(owner: object, bytes: Uint8Array, facts: Pick<Packed, 'dtype' | 'shape' | 'view'>): Packed {
    const kept = this.#packed.get(owner);
    if (kept !== undefined) return kept;
    const fd = bytes.length < pipeBelow ? null : fileWith(bytes);
    const file = fd === null ? null : { pid: process.pid, fd };
    if (fd !== null) this.#open.add(fd);
    const packed = { file, data: file ? null : bytes.slice(), bytes: bytes.length, ...facts };
    this.#packed.set(owner, packed);
    return packed;
  }

  unpackArray(payload: unknown): NDArray {
    const packed = payload as Packed;
    const dtype = packed.dtype!;
    const shape = packed.shape!;
    const { storage, itemsize } = dtypeInfo(dtype);
    const bytes = bytesOfPacked(packed);
    const length = packed.bytes / storage.BYTES_PER_ELEMENT;
    const data = new storage(bytes.buffer as ArrayBuffer, bytes.byteOffset, length) as StorageOf<DType>;
    return new NDArray({ data, dtype, shape, strides: contiguousStrides(shape, itemsize) });
  }

  unpackView(payload: unknown): ArrayBufferView {
    const packed = payload as Packed;
    const { buffer, byteOffset } = bytesOfPacked(packed);
    const kinds = globalThis as unknown as Record<string, ViewKind>;
    const kind = kinds[packed.view!];
    return new kind(buffer, byteOffset, packed.bytes / (kind.BYTES_PER_ELEMENT ?? 1));
  }

  /** Takes over what another process sent, so that it can close its files. Gives the patches as ours, and its files. */
  adopt(patches: readonly Patch[]): { patches: Patch[]; theirs: number[] } {
    const theirs: number[] = [];
    const own = patches.map((patch): Patch => {
      const packed = patch.payload as Packed;
      if ((patch.kind !== 'array' && patch.kind !== 'view') || !packed.file) return patch;
      const fd = openSync(pathOf(packed.file), constants.O_RDONLY);
      theirs.push(packed.file.fd);
      this.#open.add(fd);
      return { ...patch, payload: { ...packed, file: { pid: process.pid, fd } } };
    });
    return { patches: own, theirs };
  }

  /** Nobody wants these patches any more. */
  release(patches: readonly Patch[]): void {
    for (const { kind, payload } of patches) {
      const file = kind === 'array' || kind === 'view' ? (payload as Packed).file : null;
      if (file) this.close([file.fd]);
    }
  }

  forget(x: object): void {
    const file = this.#packed.get(x)?.file;
    if (!file) return;
    this.#packed.delete(x);
    this.close([file.fd]);
  }

  /** Closes files that others have taken over. */
  close(files: Iterable<number> = [...this.#open]): void {
    for (const fd of files) if (this.#open.delete(fd)) closeSync(fd);
  }
}

interface ViewKind {
  new (buffer: ArrayBufferLike, offset: number, length: number): ArrayBufferView;
  readonly BYTES_PER_ELEMENT?: number;
}

function pathOf({ pid, fd }: { pid: number; fd: number }): string {
  return `/proc/${pid}/fd/${fd}`;
}

/** A file without a name with these bytes; null where there can be none. */
function fileWith(bytes: Uint8Array): number | null {
  if (process.platform !== 'linux') return null;
  for (const folder of ['/dev/shm', tmpdir()]) {
    let fd: number | undefined;
    try {
      fd = openSync(folder, withoutName | constants.O_RDWR, 0o600);
      for (let at = 0; at < bytes.length; )
        at += writeSync(fd, bytes, at, Math.min(pieceBytes, bytes.length - at), at);
      return fd;
    } catch {
      // Not there, full, or a file system without such files.
      if (fd !== undefined) closeSync(fd);
    }
  }
  return null;
}

/** The elements, mapped where that is possible and read where it is not. */
function bytesOfPacked({ file, data, bytes }: Packed): Uint8Array {
  // A message's bytes lie where they happen to: elements need an aligned start.
  if (file === null) return new Uint8Array(data as Uint8Array);
  const path = pathOf(file);
  const mapping = mapFile(path);
  if (mapping !== null && mapping.byteLength >= bytes) return new Uint8Array(mapping, 0, bytes);
  const read = allocateUninitialized('compute', 'uint8', bytes);
  const fd = openSync(path, constants.O_RDONLY);
  try {
    for (let at = 0; at < bytes; ) at += readSync(fd, read, at, Math.min(pieceBytes, bytes - at), at);
  } finally {
    closeSync(fd);
  }
  return read;
}
