import { Pointer } from './pointer.js';

/**
 * A pointer that C gave, with what gives its memory back: called once, by `free` or when nobody has the pointer any more.
 *
 * @see cffi's `ffi.gc`
 */
export class OwnedPointer extends Pointer {
  #release: ((pointer: Pointer) => unknown) | null;

  /** Use `ffi.gc`. */
  constructor(pointer: Pointer, release: (pointer: Pointer) => unknown) {
    super(pointer.address, pointer.to);
    this.#release = release;
    abandoned.register(this, { pointer, release }, this);
  }

  /** Gives the memory back now; using the pointer from then on is an error. */
  free(): void {
    const release = this.#release;
    if (release === null) return;
    abandoned.unregister(this);
    // Another pointer: this one is refused from now on.
    const plain = new Pointer(this.address, this.to);
    this.#release = null;
    release(plain);
  }

  override get freed(): boolean {
    return this.#release === null;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

const abandoned = new FinalizationRegistry<{ pointer: Pointer; release: (pointer: Pointer) => unknown }>(
  ({ pointer, release }) => void release(pointer),
);
