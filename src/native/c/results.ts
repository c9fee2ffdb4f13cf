/** From what C returned to JavaScript. */
import { decodeString, recordToBytes } from './koffi.js';
import { Pointer } from './pointer.js';
import type { CType } from './types.js';
import { readValue } from './values.js';

/** How a result of this type is read. A `const char *` is a string, or null; other pointers are Pointers, NULL included. */
export function resultReader(type: CType): (value: unknown) => unknown {
  switch (type.kind) {
    case 'void':
      return () => undefined;
    case 'pointer': {
      const { to } = type;
      if (to.kind === 'integer' && to.name === 'char' && to.constant) {
        return (value) => (value === null ? null : decodeString(value as bigint));
      }
      return (value) => new Pointer((value as bigint | null) ?? 0n, to);
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
