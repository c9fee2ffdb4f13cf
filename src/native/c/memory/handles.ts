/** JavaScript values by addresses that C can carry around: the `void *user_data` of callbacks. */
import { ArgumentError } from '../../../core/errors.js';
import type { Declarations } from '../types.js';
import { Memory } from './memory.js';
import { Pointer } from './pointer.js';

/**
 * An address that stands for a value of JavaScript, as long as this object lives and is not freed.
 *
 * @see cffi's `ffi.new_handle`
 */
export class ValueHandle extends Pointer {
  #value: unknown;
  #live = true;

  /** Use `ffi.newHandle`. */
  constructor(value: unknown, declarations: Declarations) {
    // A byte of our own, so that no two handles have the same address.
    const place = new Memory({ kind: 'bool' }, 1, declarations);
    super(place.address, { kind: 'void' }, place);
    this.#value = value;
    handles.set(this.address, new WeakRef(this));
    addresses.register(this, this.address);
  }

  /** The value it stands for. */
  get value(): unknown {
    return this.#value;
  }

  /** Makes the address mean nothing again. */
  free(): void {
    this.#live = false;
    this.#value = undefined;
    handles.delete(this.address);
  }

  override get freed(): boolean {
    return !this.#live;
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

const handles = new Map<bigint, WeakRef<ValueHandle>>();
const addresses = new FinalizationRegistry<bigint>((address) => {
  // The address may be another handle's by now.
  if (handles.get(address)?.deref() === undefined) handles.delete(address);
});

/** The value that an address stands for. @throws ArgumentError for one that is no handle, or no longer. */
export function valueOfHandle(pointer: unknown): unknown {
  const handle = pointer instanceof Pointer ? handles.get(pointer.address)?.deref() : undefined;
  if (handle !== undefined) return handle.value;
  throw new ArgumentError(
    'pointer is no handle that is in use; needs one that newHandle gave, and somebody keeps',
    {
      operation: 'fromHandle',
      argument: 'pointer',
      got: pointer,
    },
  );
}
