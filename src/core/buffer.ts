/**
 * Where new arrays get their memory from, and where it goes when they are disposed.
 *
 * Policy: small arrays are plain typed arrays, the smallest on buffers that they share (core/slabs.ts). From `sharedFrom`
 * bytes on, memory is a SharedArrayBuffer where its size can be told to the garbage collector (which otherwise does not see
 * it, and lets gigabytes of garbage pile up), so that worker threads can use every array without a copy; elsewhere it is an
 * ArrayBuffer. From `hugeFrom` bytes on the system is asked for huge pages, which makes the first touch several times cheaper. Memory that is released
 * explicitly is kept for the next allocation of about its size, up to a limit and for a while.
 * Memory of arrays that were collected is used again as well, where the host can tell (core/recycling.ts).
 *
 * State: `owned` knows the buffers made here and not handed back; `pool` holds released ones, newest last. The core
 * knows nothing of addons: who does installs a host, asked for when first needed.
 */
import { formatBytes } from './bytes.js';
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { MemoryError } from './errors.js';
import { Recycling, type Watcher } from './recycling.js';
import { cut, pieceOffset, slabTo } from './slabs.js';

/** What the platform can do for memory; installed by the kernels' layer. */
export interface MemoryHost {
  /** Tells the collector of bytes it cannot see (negative: gone); null where it cannot be told. */
  readonly adjust: ((bytes: number) => void) | null;
  /** Asks for huge pages under a view; null where there are none. */
  readonly adviseHuge: ((view: ArrayBufferView) => boolean) | null;
  /** Tells when an object was collected, also within one turn of the event loop; null where nothing can. */
  readonly watcher?: Watcher | null;
  /** Gives the pages of a view that nobody will read again back to the system. */
  readonly discard?: ((view: ArrayBufferView) => void) | null;
  /** Collects garbage now, where the collector cannot be told of shared memory. */
  readonly collect?: (() => void) | null;
  /** The pages of a file, copied only where written to; null where it cannot be mapped. */
  readonly mapFile?: (path: string) => ArrayBuffer | null;
  /** Bytes that this process can still use, by what the machine and its limits say; Infinity where nothing says. */
  available(): number;
}

const sharedFrom = 64 * 1024;
const hugeFrom = 4 * 2 ** 20;
/** Below this, asking the system what is free costs more than it can save. */
const checkFrom = 64 * 2 ** 20;
/** Beyond this, fresh zeros, which the system makes at the first touch, are better than cleared memory of collected arrays. */
const clearTo = 64 * 2 ** 20;
/** A kept buffer serves requests of at least 7/8 of its size. */
const fit = 7 / 8;
const keepMs = 10_000;
/** Shared memory that passes unseen between two collections. */
const collectEvery = 8 * 2 ** 20;
let unseenBytes = 0;
/** Bytes under watch at most: the garbage of a loop between two collections. */
const mostCollected = 256 * 2 ** 20;
const recycling = new Recycling((buffer, bytes) => {
  if (buffer === undefined) host?.adjust?.(-bytes);
  else collected.register(buffer, bytes);
});

const plainHost: MemoryHost = { adjust: null, adviseHuge: null, available: () => Number.POSITIVE_INFINITY };

let loadHost: () => MemoryHost = () => plainHost;
let host: MemoryHost | undefined;

/** Installs where memory facts come from; `load` runs at the first large allocation. */
export function installMemoryHost(load: () => MemoryHost): void {
  loadHost = load;
  host = undefined;
}

type AnyBuffer = ArrayBuffer | SharedArrayBuffer;

const owned = new WeakSet<AnyBuffer>();
const pool: AnyBuffer[] = [];
let pooledBytes = 0;
let poolLimit: number | undefined;
let emptyTimer: { refresh?: () => unknown } | undefined;

const collected = new FinalizationRegistry<number>((bytes) => host?.adjust?.(-bytes));

/**
 * Zeroed storage for `size` elements of `dtype`.
 * @throws MemoryError with the number of bytes, when they are not to be had.
 */
export function allocate<D extends DType>(operation: string, dtype: D, size: number): StorageOf<D> {
  return allocateStorage(operation, dtype, size, true);
}

/**
 * Storage that the caller will overwrite whole: its contents may be anything. A recycled buffer need not be cleared.
 * @throws MemoryError as `allocate`.
 */
export function allocateUninitialized<D extends DType>(
  operation: string,
  dtype: D,
  size: number,
): StorageOf<D> {
  return allocateStorage(operation, dtype, size, false);
}

function allocateStorage<D extends DType>(
  operation: string,
  dtype: D,
  size: number,
  zeroed: boolean,
): StorageOf<D> {
  const { storage, slots } = dtypeInfo(dtype);
  const count = size * slots;
  const bytes = count * storage.BYTES_PER_ELEMENT;
  if (bytes < sharedFrom) {
    const slab = bytes <= slabTo ? cut(bytes) : undefined;
    return (slab === undefined ? new storage(count) : new storage(slab, pieceOffset, count)) as StorageOf<D>;
  }
  const recycled = takeFromPool(bytes) ?? (zeroed && bytes > clearTo ? undefined : takeCollected(bytes));
  try {
    const view = new storage((recycled ?? makeBuffer(operation, bytes)) as ArrayBuffer, 0, count);
    if (recycled && zeroed)
      (view as Uint8Array).fill(
        view instanceof BigInt64Array || view instanceof BigUint64Array ? (0n as never) : 0,
      );
    return view as StorageOf<D>;
  } catch (error) {
    throw error instanceof RangeError ? tooLarge(operation, bytes, error) : error;
  }
}

/** A zeroed buffer of the kind the policy says. */
function makeBuffer(operation: string, bytes: number): AnyBuffer {
  host ??= loadHost();
  if (bytes >= checkFrom) ensureAvailable(operation, bytes);
  const buffer = host.adjust ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
  owned.add(buffer);
  host.adjust?.(bytes);
  if (bytes >= hugeFrom && host.adviseHuge) host.adviseHuge(new Uint8Array(buffer));
  if (host.adjust && !watched(buffer)) collected.register(buffer, bytes);
  return buffer;
}

/**
 * Refuses what would not fit, before any work is done: an operating system grants memory it does not have, and ends
 * the process when it is used.
 * @throws MemoryError with the bytes needed and available, and what to do instead.
 */
export function ensureAvailable(
  operation: string,
  bytes: number,
  instead = 'work in blocks, use a smaller dtype, or write to a file',
): void {
  host ??= loadHost();
  if (bytes <= host.available()) return;
  emptyPool();
  const available = host.available();
  if (bytes <= available) return;
  throw new MemoryError(
    `the result takes ${formatBytes(bytes)} and ${formatBytes(available)} of memory are available; ${instead}`,
    { operation, got: bytes, needs: `at most ${available} bytes` },
  );
}

function tooLarge(operation: string, bytes: number, cause: RangeError): MemoryError {
  const message = `${formatBytes(bytes)} could not be allocated in one piece; work in blocks, or write to a file`;
  return new MemoryError(message, { operation, got: bytes, cause });
}

/** Memory of an array that was collected, as a buffer of its own. */
function takeCollected(bytes: number): AnyBuffer | undefined {
  const buffer = recycling.take(bytes);
  if (buffer === undefined) return undefined;
  owned.add(buffer);
  if (!watched(buffer)) collected.register(buffer, bytes);
  return buffer;
}

/** Whether the memory will be used again once nobody sees the buffer any more. */
function watched(buffer: AnyBuffer): boolean {
  if (!host?.watcher || !(buffer instanceof SharedArrayBuffer)) return false;
  return recycling.watch(buffer, host.watcher, Math.min(getPoolLimit(), mostCollected));
}

function takeFromPool(bytes: number): AnyBuffer | undefined {
  for (let i = pool.length - 1; i >= 0; i--) {
    const kept = pool[i].byteLength;
    if (kept < bytes || bytes < kept * fit) continue;
    const [buffer] = pool.splice(i, 1);
    pooledBytes -= kept;
    owned.add(buffer);
    return buffer;
  }
  return undefined;
}

/** Whether `allocate` gives shared memory for an array of so many bytes. */
export function allocatesShared(bytes: number): boolean {
  host ??= loadHost();
  return host.adjust !== null && bytes >= sharedFrom;
}

/** Tells the collector of shared memory that came from another thread, for as long as this buffer is there. */
export function accountFor(buffer: SharedArrayBuffer): void {
  passUnseen(buffer.byteLength);
  if (!host?.adjust) return;
  host.adjust(buffer.byteLength);
  collected.register(buffer, buffer.byteLength);
}

/**
 * Says that this thread got or made so much shared memory. Where the collector cannot be told of it, it is asked to collect
 * now and then: it would not see that there is anything to collect.
 */
export function passUnseen(bytes: number): void {
  host ??= loadHost();
  if (host.adjust) return;
  unseenBytes += bytes;
  if (unseenBytes < collectEvery) return;
  unseenBytes = 0;
  host.collect?.();
}

/** Gives back the memory behind a buffer that nobody in any thread will read again. The caller vouches for that. */
export function discard(buffer: SharedArrayBuffer): void {
  host ??= loadHost();
  host.discard?.(new Uint8Array(buffer));
}

/** The pages of a file as memory; null where the platform or the file does not allow that. */
export function mapFile(path: string): ArrayBuffer | null {
  host ??= loadHost();
  return host.mapFile?.(path) ?? null;
}

/** Gives back storage from `allocate` that nobody can see any more. The caller vouches for that. */
export function release(storage: ArrayBufferView): void {
  const buffer = storage.buffer;
  if (!owned.delete(buffer)) return;
  recycling.forget(buffer);
  const limit = getPoolLimit();
  if (buffer.byteLength > limit) return;
  pool.push(buffer);
  pooledBytes += buffer.byteLength;
  while (pooledBytes > limit) pooledBytes -= pool.shift()!.byteLength;
  scheduleEmptying();
}

/** Says that code outside can now see this storage: it is never recycled, whoever releases it. */
export function retain(storage: ArrayBufferView): void {
  owned.delete(storage.buffer);
  recycling.forget(storage.buffer);
}

/** Forgets the released buffers: the garbage collector takes them. */
export function emptyPool(): void {
  pool.length = 0;
  pooledBytes = 0;
  recycling.clear();
}

/** How many bytes of released buffers are kept at most: a quarter of what was available at the first release. */
export function getPoolLimit(): number {
  if (poolLimit === undefined) {
    host ??= loadHost();
    const available = host.available();
    poolLimit = Number.isFinite(available) ? Math.floor(available / 4) : 2 ** 28;
  }
  return poolLimit;
}

/** Sets how many bytes of released buffers are kept for reuse; 0 keeps none. */
export function setPoolLimit(bytes: number): void {
  poolLimit = bytes;
  while (pooledBytes > bytes) pooledBytes -= pool.shift()!.byteLength;
}

/** Memory that was of no use for a while goes back, without keeping the process alive for it. */
function scheduleEmptying(): void {
  if (emptyTimer?.refresh) {
    emptyTimer.refresh();
    return;
  }
  const timer = setTimeout(emptyPool, keepMs) as { refresh?: () => unknown; unref?: () => unknown };
  timer.unref?.();
  emptyTimer = timer;
}
