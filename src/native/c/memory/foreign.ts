/** Memory by its address: variables of libraries, and what pointers point to. */
import { constants } from 'node:buffer';
import { ArgumentError, IndexError } from '../../../core/errors.js';
import { foreignBytes } from '../koffi.js';
import { layoutOf } from '../layout.js';
import { type Declarations, writeType } from '../types.js';
import { Memory } from './memory.js';
import { checkPointer, type Pointer } from './pointer.js';
import type { Place } from './scalars.js';
import { readValue, writeValue } from './values.js';

/**
 * The bytes that a pointer points to, without a copy. How many there are is checked where it is known.
 *
 * @throws ArgumentError for NULL, freed memory, and more bytes than can be; IndexError where the memory is known to end before.
 */
export function bytesAt(operation: string, pointer: Pointer, bytes: number): ArrayBuffer {
  checkPointer(operation, pointer);
  const { room } = pointer;
  if (room !== null && bytes > room) {
    throw new IndexError(`pointer has ${room} bytes of memory; needs ${bytes}`, {
      operation,
      argument: 'pointer',
      got: pointer,
    });
  }
  if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > constants.MAX_LENGTH) {
    throw new ArgumentError(`${bytes} bytes are no piece of memory; needs 0 to ${constants.MAX_LENGTH}`, {
      operation,
      got: bytes,
    });
  }
  const found = foreignBytes(pointer.address, bytes);
  const { owner } = pointer;
  owners.set(
    found,
    pointer instanceof Memory ? pointer.hold() : owner instanceof Memory ? owner.hold() : pointer,
  );
  return found;
}

/** What must live as long as the bytes that are seen of it. */
const owners = new WeakMap<ArrayBuffer, unknown>();

/** The value `index` elements behind a pointer. */
export function readAt(operation: string, pointer: Pointer, index: number): unknown {
  const at = elementAt(operation, pointer, index);
  const view = new DataView(bytesAt(operation, at, layoutOf(at.to).size));
  const owner = at instanceof Memory ? at : at.owner;
  if (!(owner instanceof Memory)) return readValue(view, 0, at.to);
  const start = Number(at.address - owner.address);
  return readValue(view, 0, at.to, {
    ownerOf: (offset, address) => owner.ownerOf(start + offset, address),
  });
}

/** Writes the value `index` elements behind a pointer. */
export function writeAt(
  pointer: Pointer,
  index: number,
  value: unknown,
  { place, declarations }: { place: Place; declarations: Declarations },
): void {
  const at = elementAt(place.operation, pointer, index);
  const { to } = at;
  const owner = at instanceof Memory ? at : at.owner;
  if (to.constant) throw new ArgumentError(`'${writeType(to)}' is const; cannot be written`, place);
  const view = new DataView(bytesAt(place.operation, at, layoutOf(to).size));
  const memory = owner instanceof Memory ? owner : null;
  const start = memory === null ? 0 : Number(at.address - memory.address);
  writeValue(view, 0, to, value, place, {
    declarations,
    // C keeps what is stored in its own memory longer than anybody here knows: such pointers are kept for good.
    keep: (kept, offset) => (memory === null ? forGood.add(kept) : memory.keep(kept, start + offset)),
  });
}

const forGood = new Set<unknown>();

function elementAt(operation: string, pointer: Pointer, index: number): Pointer {
  checkPointer(operation, pointer);
  if (index === 0) return pointer;
  if (!Number.isSafeInteger(index)) {
    throw new IndexError(`index is ${index}; needs an integer`, { operation, argument: 'index', got: index });
  }
  return pointer.plus(index);
}
