/**
 * Memory of collected arrays, used again.
 *
 * A fresh buffer costs as much as computing into it: the system clears every page at its first touch. Loops make
 * results of the same size again and again, whose memory is warm; but JavaScript gives it back to the system when it
 * collects them. So every buffer has a second handle on its memory, the keeper. When the host says that the first one
 * was collected, nobody in this thread can see the memory, and the keeper gives the next result a handle of its own.
 *
 * Policy: only sizes that match exactly, from `least` to `most` bytes each, the latest first, whose memory is most likely still
 * in a cache; of those under watch the oldest are forgotten beyond a limit. Code outside may send a buffer to another
 * thread, which nobody here would see: whoever lets a buffer out (reading `x.data` does) has it forgotten.
 *
 * A loop would walk through all memory that it is given between two collections, most of it out of the caches. So after
 * every `collectEvery` bytes the collector is asked for what died young: 50 microseconds, where filling so much fresh memory
 * takes milliseconds, and cold memory twice as long as warm. It is asked less and less often while that finds nothing.
 *
 * Memory under watch counts as one array for the collector's accounts, however often it is used; what is no longer under
 * watch is handed to `dropped`, with the buffer where there still is one.
 *
 * State: `sizes` has what is under watch by size: `live` as far as is known, oldest first, and `free`, found collected by
 * the last look, which is taken only where something was collected since the one before. `canary` is garbage by
 * which to tell that, and `generation` counts those. `slotOf` finds a buffer's own.
 */

/** Weak handles that can be asked at any time. */
export interface Watcher {
  watch(object: object): unknown;
  /** The object; undefined once it was collected. */
  watched(handle: unknown): object | undefined;
  /** Collects what was made lately and is of no use any more; missing where that cannot be asked for. */
  readonly collectYoung?: (() => void) | null;
}

interface Slot {
  readonly keeper: SharedArrayBuffer;
  readonly handle: unknown;
  readonly watcher: Watcher;
}

interface Size {
  live: Slot[];
  readonly free: SharedArrayBuffer[];
  /** The generation of the last look. */
  seen: number;
}

const least = 64 * 1024;
const most = 256 * 2 ** 20;
const collectEvery = 16 * 2 ** 20;
/** How much rarer collections get at most that find nothing. */
const mostPatience = 64;

export class Recycling {
  readonly #dropped: (buffer: object | undefined, bytes: number) => void;
  readonly #sizes = new Map<number, Size>();
  readonly #slotOf = new WeakMap<object, Slot>();
  #bytes = 0;
  #canary: unknown;
  #generation = 0;
  /** Bytes put under watch since the last collection. */
  #passed = 0;
  #patience = 1;

  /** `dropped` is told of memory that is no longer under watch. */
  constructor(dropped: (buffer: object | undefined, bytes: number) => void) {
    this.#dropped = dropped;
  }

  /** Puts a buffer under watch, of which `limit` bytes may be; false where it is too small or too large for that. */
  watch(buffer: SharedArrayBuffer, watcher: Watcher, limit: number): boolean {
    const bytes = buffer.byteLength;
    if (bytes < least || bytes > Math.min(most, limit)) return false;
    const slot = { keeper: structuredClone(buffer), handle: watcher.watch(buffer), watcher };
    const size = this.#sizes.get(bytes);
    if (size === undefined) this.#sizes.set(bytes, { live: [slot], free: [], seen: this.#generation });
    else size.live.push(slot);
    this.#slotOf.set(buffer, slot);
    this.#bytes += bytes;
    this.#passed += bytes;
    while (this.#bytes > limit) this.#dropOldest();
    return true;
  }

  /** The memory of a collected buffer of just this size, under a handle that nobody else has. */
  take(bytes: number): SharedArrayBuffer | undefined {
    const size = this.#sizes.get(bytes);
    if (size === undefined) return undefined;
    this.#collectIfDue(size);
    if (size.free.length === 0) this.#look(size);
    const keeper = size.free.pop();
    if (keeper !== undefined) this.#removed(bytes, size);
    return keeper;
  }

  /** Leaves a buffer alone: somebody else may see its memory, or uses it again. */
  forget(buffer: object): void {
    const slot = this.#slotOf.get(buffer);
    if (slot === undefined) return;
    this.#slotOf.delete(buffer);
    const bytes = slot.keeper.byteLength;
    const size = this.#sizes.get(bytes);
    const at = size?.live.lastIndexOf(slot) ?? -1;
    if (at < 0) return;
    size!.live.splice(at, 1);
    this.#removed(bytes, size!);
    this.#dropped(buffer, bytes);
  }

  /** Gives everything back. */
  clear(): void {
    while (this.#sizes.size > 0) this.#dropOldest();
  }

  #removed(bytes: number, size: Size): void {
    this.#bytes -= bytes;
    if (size.live.length + size.free.length === 0) this.#sizes.delete(bytes);
  }

  /** Finds what was collected since the last look. */
  #look(size: Size): void {
    if (size.live.length === 0) return;
    const { watcher } = size.live[0];
    if (this.#canary === undefined || watcher.watched(this.#canary) === undefined) {
      this.#canary = watcher.watch({});
      this.#generation++;
      this.#passed = 0;
    }
    if (size.seen === this.#generation) return;
    size.seen = this.#generation;
    size.live = size.live.filter((slot) => {
      if (watcher.watched(slot.handle) !== undefined) return true;
      size.free.push(slot.keeper);
      return false;
    });
  }

  /** Asks for a collection after so many bytes, also where memory is free: what was freed last is in the caches. */
  #collectIfDue(size: Size): void {
    if (this.#passed < collectEvery * this.#patience) return;
    const collectYoung = size.live[0]?.watcher.collectYoung;
    if (!collectYoung) return;
    const before = size.free.length;
    collectYoung();
    this.#look(size);
    this.#patience = size.free.length > before ? 1 : Math.min(2 * this.#patience, mostPatience);
  }

  /** Of the size that has been there longest. */
  #dropOldest(): void {
    const [bytes, size] = this.#sizes.entries().next().value!;
    if (size.free.length > 0) {
      size.free.shift();
      this.#removed(bytes, size);
      this.#dropped(undefined, bytes);
      return;
    }
    const { watcher, handle } = size.live.shift()!;
    this.#removed(bytes, size);
    this.#dropped(watcher.watched(handle), bytes);
  }
}
