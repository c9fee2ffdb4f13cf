/**
 * Arrays between threads: descriptors over shared memory, so that elements are never copied. What does not lie there
 * is copied there once in a computation, however many tasks need it; small things travel as copies, which is faster.
 */
import { allocateUninitialized } from '../../core/buffer.js';
import { layoutSymbol } from '../../core/layout.js';
import type { NDArray } from '../../core/ndarray.js';
import { fromShared, isShared, type SharedArray, share, toShared } from '../../core/share.js';
import type { Patch } from './values.js';

/** How arrays and typed arrays go over and come back. */
export interface ArrayTransfer {
  array(x: NDArray): unknown;
  /** The view itself where structured clone does well. */
  view(x: ArrayBufferView): unknown;
  unpackArray(payload: unknown): NDArray;
  unpackView(payload: unknown): ArrayBufferView;
  /** Nobody wants what is in these patches any more. */
  release?(patches: readonly Patch[]): void;
  /** A value that may have been packed is not wanted any more either. */
  forget?(x: object): void;
}

/** Below this, a copy is cheaper than shared memory. */
const copyBelow = 64 * 1024;

export class SharedMemory implements ArrayTransfer {
  /** Copies on shared memory by what they are copies of. Null: nothing is sent twice, so nothing is remembered. */
  readonly #copies: WeakMap<object, unknown> | null;

  constructor(options: { readonly remember: boolean }) {
    this.#copies = options.remember ? new WeakMap() : null;
  }

  array(x: NDArray): SharedArray {
    if (isShared(x)) return share(x);
    if (x.nbytes < copyBelow) return compact(x);
    const kept = this.#copies?.get(x);
    if (kept !== undefined) return kept as SharedArray;
    const shared = share(toShared(x));
    this.#copies?.set(x, shared);
    return shared;
  }

  view(x: ArrayBufferView): unknown {
    if (x.buffer instanceof SharedArrayBuffer) return x;
    if (x.byteLength >= copyBelow) {
      const kept = this.#copies?.get(x);
      if (kept !== undefined) return kept;
      const shared = sharedView(x);
      this.#copies?.set(x, shared);
      return shared;
    }
    // Structured clone copies the whole buffer behind a view.
    if (x.byteLength === x.buffer.byteLength) return x;
    const bytes = new Uint8Array(x.buffer, x.byteOffset, x.byteLength).slice();
    return viewLike(x, bytes.buffer);
  }

  unpackArray(payload: unknown): NDArray {
    return fromShared(payload as SharedArray);
  }

  unpackView(payload: unknown): ArrayBufferView {
    return payload as ArrayBufferView;
  }
}

/** A small array on memory of its own. */
function compact(x: NDArray): SharedArray {
  const { data, dtype, shape, strides } = x.copy('C')[layoutSymbol]();
  return { data, dtype, shape, strides, offset: 0, writeable: x.flags.writeable };
}

function sharedView(x: ArrayBufferView): ArrayBufferView {
  let bytes: Uint8Array = allocateUninitialized('compute', 'uint8', x.byteLength);
  if (!(bytes.buffer instanceof SharedArrayBuffer))
    bytes = new Uint8Array(new SharedArrayBuffer(x.byteLength));
  bytes.set(new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
  return viewLike(x, bytes.buffer, bytes.byteOffset);
}

type ViewConstructor = new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayBufferView;

/** A view of the same kind and length over another buffer. */
export function viewLike(x: ArrayBufferView, buffer: ArrayBufferLike, offset = 0): ArrayBufferView {
  // A Buffer is a Uint8Array to structured clone.
  const kind = (x instanceof Uint8Array ? Uint8Array : x.constructor) as ViewConstructor;
  const unit = (x as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  return new kind(buffer, offset, x.byteLength / unit);
}
