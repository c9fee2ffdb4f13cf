import { ArgumentError } from '../../../core/errors.js';
import { layoutOf } from '../layout.js';
import type { CType, Declarations } from '../types.js';
import { Memory } from './memory.js';

/** Memory for a type as it was written, with first values. */
export function newMemory(written: string, type: CType, value: unknown, declarations: Declarations): Memory {
  if (type.kind === 'pointer') {
    const memory = new Memory(type.to, 1, declarations, openBytes(type.to, value));
    if (value !== undefined) memory.write(0, value, { operation: 'new', argument: 'value' });
    return memory;
  }
  const { length, items } = itemsOf(type, value);
  if (type.kind !== 'array' || length === undefined) {
    throw new ArgumentError(
      `type is '${written}'; needs a pointer or an array, as in 'int *' or 'int[3]', and a value for 'int[]'`,
      { operation: 'new', argument: 'type', got: written },
    );
  }
  const memory = new Memory(type.of, length, declarations);
  for (let index = 0; index < items.length; index++) memory.set(index, items[index]);
  return memory;
}

/** How many elements an array has, and the first of them. */
function itemsOf(type: CType, value: unknown): { length: number | undefined; items: ArrayLike<unknown> } {
  const open = type.kind === 'array' && type.length === null;
  if (open && typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)
    return { length: value, items: [] };
  const items =
    typeof value === 'string'
      ? new TextEncoder().encode(open ? `${value}\0` : value)
      : ((value ?? []) as ArrayLike<unknown>);
  const length =
    type.kind !== 'array' ? undefined : open ? (value === undefined ? undefined : items.length) : type.length;
  return { length: typeof length === 'number' ? length : undefined, items };
}

/** Bytes of the open array at the end of a struct, as the value says. */
export function openBytes(type: CType, value: unknown): number {
  if ((type.kind !== 'struct' && type.kind !== 'union') || typeof value !== 'object' || value === null)
    return 0;
  const last = type.fields?.at(-1);
  if (last?.name == null || last.type.kind !== 'array' || last.type.length !== null) return 0;
  const items = (value as Record<string, unknown>)[last.name] as ArrayLike<unknown> | undefined;
  return items === undefined ? 0 : items.length * layoutOf(last.type.of).size;
}
