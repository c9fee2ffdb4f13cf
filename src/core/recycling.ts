/**
 * Memory of collected arrays, used again.
 *
 * A fresh buffer costs as much as computing into it: the system clears every page at its first touch. Loops make
 * results of the same size again and again, whose memory is warm; but JavaScript gives it back to the system when it
 * collects them. So every buffer has a second handle on its memory, the keeper. When the host says that the first one
 * was collected, nobody in this thread can see the memory, and the keeper gives the next result a handle of its own.
 *
 * Policy: only sizes that match exactly, from `least` to `most` bytes each, oldest first; of those under watch the
 * oldest are forgotten beyond a limit. Code outside may send a buffer to another thread, which nobody here would see:
 * whoever lets a buffer out (reading `x.data` does) has it forgotten.
 *
 * Memory under watch counts as one array for the collector's accounts, however often it is used; what is no longer under
 * watch is handed to `dropped`, with the buffer where there still is one.
 *
 * State: `slots` has what is under watch by size, each list oldest first; `slotOf` finds a buffer's own.
 */

/** Weak handles that can be asked at any time. */
export interface Watcher {
  watch(object: object): unknown;
  /** The object; undefined once it was collected. */
  watched(handle: unknown): object | undefined;
}

interface Slot {
  readonly keeper: SharedArrayBuffer;
  readonly handle: unknown;
  readonly watcher: Watcher;
}

const least = 64 * 1024;
const most = 64 * 2 ** 20;
/** Slots of a size that are asked about for one allocation: what was made first is collected first. */
const asked = 4;

export class Recycling {
  readonly #dropped: (buffer: object | undefined, bytes: number) => void;
  readonly #slots = new Map<number, Slot[]>();
  readonly #slotOf = new WeakMap<object, Slot>();
  #bytes = 0;

  /** `dropped` is told of memory that is no longer under watch. */
  constructor(dropped: (buffer: object | undefined, bytes: number) => void) {
    this.#dropped = dropped;
  }

  /** Puts a buffer under watch, of which `limit` bytes may be; false where it is too small or too large for that. */
  watch(buffer: SharedArrayBuffer, watcher: Watcher, limit: number): boolean {
    const bytes = buffer.byteLength;
    if (bytes < least || bytes > Math.min(most, limit)) return false;
    const slot = { keeper: structuredClone(buffer), handle: watcher.watch(buffer), watcher };
    const list = this.#slots.get(bytes);
    if (list === undefined) this.#slots.set(bytes, [slot]);
    else list.push(slot);
    this.#slotOf.set(buffer, slot);
    this.#bytes += bytes;
    while (this.#bytes > limit) this.#dropOldest();
    return true;
  }

  /** The memory of a collected buffer of just this size, under a handle that nobody else has. */
  take(bytes: number): SharedArrayBuffer | undefined {
    const list = this.#slots.get(bytes);
    if (list === undefined) return undefined;
    for (let at = 0; at < Math.min(asked, list.length); at++) {
      const { watcher, handle, keeper } = list[at];
      if (watcher.watched(handle) !== undefined) continue;
      this.#remove(bytes, list, at);
      return keeper;
    }
    return undefined;
  }

  /** Leaves a buffer alone: somebody else may see its memory, or uses it again. */
  forget(buffer: object): void {
    const slot = this.#slotOf.get(buffer);
    if (slot === undefined) return;
    this.#slotOf.delete(buffer);
    const bytes = slot.keeper.byteLength;
    const list = this.#slots.get(bytes);
    const at = list?.indexOf(slot) ?? -1;
    if (at < 0) return;
    this.#remove(bytes, list!, at);
    this.#dropped(buffer, bytes);
  }

  /** Gives everything back. */
  clear(): void {
    while (this.#slots.size > 0) this.#dropOldest();
  }

  #remove(bytes: number, list: Slot[], at: number): void {
    list.splice(at, 1);
    this.#bytes -= bytes;
    if (list.length === 0) this.#slots.delete(bytes);
  }

  /** Of the size that has been there longest. */
  #dropOldest(): void {
    const [bytes, list] = this.#slots.entries().next().value!;
    const { watcher, handle } = list[0];
    this.#remove(bytes, list, 0);
    this.#dropped(watcher.watched(handle), bytes);
  }
}
