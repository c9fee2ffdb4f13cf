/** From what C returned to JavaScript. */
import { decodeString, recordToBytes } from '../koffi.js';
import { Pointer } from '../memory/pointer.js';
import { readValue } from '../memory/values.js';
import type { CType } from '../types.js';

/** Who knows what an address belongs to: the call that gave it. */
interface AddressBook {
  ownerOf(address: bigint): unknown;
}

/**
 * How a result of this type is read. A `const char *` is a string, or null; other pointers are Pointers, NULL included, that
 * keep what of the arguments they point into.
 */
export function resultReader(type: CType): (value: unknown, call?: AddressBook) => unknown {
  switch (type.kind) {
    case 'void':
      return () => undefined;
    case 'pointer': {
      const { to } = type;
      if (to.kind === 'integer' && to.name === 'char' && to.constant) {
        return (value) => (value === null ? null : decodeString(value as bigint));
      }
      return (value, call) => {
        if (value === null) return new Pointer(0n, to);
        return new Pointer(value as bigint, to, call?.ownerOf(value as bigint));
      };
    }
    case 'complex':
      return (value) => {
        const { re, im } = value as { re: number; im: number };
        return { re, im };
      };
    case 'struct':
    case 'union':
      return (value) => {
        const bytes = recordToBytes(value, type);
        return readValue(new DataView(bytes.buffer), 0, type);
      };
    default:
      return (value) => value; // koffi gives a bigint only where a number would not be exact
  }
}
