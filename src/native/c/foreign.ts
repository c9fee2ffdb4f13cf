/** Memory that is not ours: variables of libraries, and what pointers from C point to. */
import { ArgumentError } from '../../core/errors.js';
import { missingSymbol } from './function.js';
import { findVariable, foreignBytes, type Handle } from './koffi.js';
import { layoutOf } from './layout.js';
import type { Place } from './scalars.js';
import { type CType, type Declarations, writeType } from './types.js';
import { readValue, writeValue } from './values.js';

export function addressOfVariable(handle: Handle, path: string | null, name: string): bigint {
  const address = findVariable(handle, name);
  if (address === null || address === 0n) throw missingSymbol('dlopen', path, name);
  return address;
}

export function readForeign(address: bigint, type: CType): unknown {
  return readValue(viewAt(address, type), 0, type);
}

export function writeForeign(
  address: bigint,
  type: CType,
  value: unknown,
  place: Place,
  declarations: Declarations,
): void {
  if (type.constant) throw new ArgumentError(`'${writeType(type)}' is const; cannot be written`, place);
  // The library keeps what is written longer than anybody here knows: pointers stored there are kept for good.
  writeValue(viewAt(address, type), 0, type, value, place, {
    declarations,
    keep: (kept) => forGood.add(kept),
  });
}

const forGood = new Set<unknown>();

function viewAt(address: bigint, type: CType): DataView {
  return new DataView(foreignBytes(address, layoutOf(type).size));
}
