/**
 * Arrays between threads: descriptors over shared memory, so that elements are never copied. What does not lie there
 * is copied there once in a computation, however many tasks need it; small things travel as copies, which is faster.
 */
import { accountFor, discard, passUnseen } from '../../core/buffer.js';
import type { NDArray } from '../../core/ndarray.js';
import { fromShared, isShared, type SharedArray, share, sharedStorage, toShared } from '../../core/share.js';
import type { Encoded, Patch } from './values.js';

/** How arrays and typed arrays go over and come back. */
export interface ArrayTransfer {
  array(x: NDArray): unknown;
  /** The view itself where structured clone does well. */
  view(x: ArrayBufferView): unknown;
  unpackArray(payload: unknown): NDArray;
  unpackView(payload: unknown): ArrayBufferView;
  /** A worker sent these patches; `fresh`: or they were made for the results alone. */
  accept?(patches: readonly Patch[], fresh?: boolean): void;
  /** No result has these patches any more. `kept`: but somebody may have what they stand for. */
  release?(patches: readonly Patch[], kept: boolean): void;
  /** A value that may have been packed is not wanted any more either. */
  forget?(x: object): void;
}

/** A descriptor, and which memory it is of: threads see the same memory under different objects. */
interface Payload extends SharedArray {
  readonly memory: string;
}

interface Memory {
  /** Patches of results that lie in it. */
  patches: number;
  kept: boolean;
}

/** Below this, a copy is cheaper than shared memory. */
const copyBelow = 64 * 1024;

/**
 * State: `#names` names the memory this thread has seen; `#memories` has what the results of a computation lie in, on
 * the side that keeps the results.
 */
export class SharedMemory implements ArrayTransfer {
  readonly #owner: string;
  readonly #names = new WeakMap<object, string>();
  readonly #memories = new Map<string, Memory>();
  #named = 0;
  /** Copies on shared memory by what they are copies of. Null: nothing is sent twice, so nothing is remembered. */
  readonly #copies: WeakMap<object, unknown> | null;

  /** `owner` is what no other thread is called. */
  constructor(owner: string, options: { readonly remember: boolean }) {
    this.#owner = owner;
    this.#copies = options.remember ? new WeakMap() : null;
  }

  array(x: NDArray): SharedArray {
    if (isShared(x)) return this.#withName(share(x));
    if (x.nbytes < copyBelow) return compact(x);
    const kept = this.#copies?.get(x);
    if (kept !== undefined) return kept as SharedArray;
    const shared = this.#withName(share(toShared(x)));
    this.#copies?.set(x, shared);
    return shared;
  }

  #withName(shared: SharedArray): Payload {
    const { buffer } = shared.data;
    let memory = this.#names.get(buffer);
    if (memory === undefined) {
      memory = `${this.#owner} ${this.#named++}`;
      this.#names.set(buffer, memory);
    }
    return { ...shared, memory };
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
    const { data, memory } = payload as Payload;
    if (memory !== undefined) {
      this.#names.set(data.buffer, memory);
      passUnseen(data.buffer.byteLength);
    }
    return fromShared(payload as SharedArray);
  }

  unpackView(payload: unknown): ArrayBufferView {
    return payload as ArrayBufferView;
  }

  accept(patches: readonly Patch[], fresh = false): void {
    for (const { data, memory } of payloads(patches)) {
      // What does not come from a worker is somebody's here, and accounted for.
      const own = memory.startsWith(`${this.#owner} `);
      if (!own) accountFor(data.buffer as unknown as SharedArrayBuffer);
      const known = this.#memories.get(memory);
      if (known) known.patches++;
      else this.#memories.set(memory, { patches: 1, kept: own && !fresh });
    }
  }

  /** Gives memory back at once, where no result lies in it any more and nobody else can have it. */
  release(patches: readonly Patch[], kept: boolean): void {
    for (const { data, memory } of payloads(patches)) {
      const known = this.#memories.get(memory);
      if (known === undefined) continue;
      known.kept ||= kept;
      if (--known.patches > 0) continue;
      this.#memories.delete(memory);
      if (!known.kept) discard(data.buffer as unknown as SharedArrayBuffer);
    }
  }
}

/** The arrays on shared memory among patches, also inside maps and sets. */
function* payloads(patches: readonly Patch[]): Iterable<Payload> {
  for (const { kind, payload } of patches) {
    if (kind === 'array' && (payload as Payload).memory !== undefined) yield payload as Payload;
    else if (kind === 'map' || kind === 'set') yield* payloads((payload as Encoded).patches ?? []);
  }
}

/** A small array on memory of its own. */
function compact(x: NDArray): SharedArray {
  const { data, dtype, shape, strides } = x.copy('C');
  return { data, dtype, shape, strides, offset: 0, writeable: x.flags.writeable };
}

function sharedView(x: ArrayBufferView): ArrayBufferView {
  const bytes = sharedStorage('uint8', x.byteLength);
  bytes.set(new Uint8Array(x.buffer, x.byteOffset, x.byteLength));
  return viewLike(x, bytes.buffer, bytes.byteOffset);
}

type ViewConstructor = new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayBufferView;

/** A view of the same kind over another buffer. */
export function viewLike(
  x: ArrayBufferView,
  buffer: ArrayBufferLike,
  offset = 0,
  bytes = x.byteLength,
): ArrayBufferView {
  // A Buffer is a Uint8Array to structured clone.
  const kind = (x instanceof Uint8Array ? Uint8Array : x.constructor) as ViewConstructor;
  const unit = (x as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  return new kind(buffer, offset, bytes / unit);
}
