/** Arrays and texts as pointers that keep them: what is stored in structs and lists of pointers. */
import { arrayData, bytesOf, isArray } from '../calls/array-argument.js';
import type { Extents } from '../calls/extent.js';
import { dtypesOf } from '../element-types.js';
import { addressOf } from '../koffi.js';
import { layoutOf } from '../layout.js';
import type { CType } from '../types.js';
import { Pointer } from './pointer.js';
import { type Place, refuse } from './scalars.js';

/** The address of a typed array, which it keeps. */
export class ArrayPointer extends Pointer {
  readonly #data: ArrayBufferView;
  readonly #nbytes: number;

  constructor(data: ArrayBufferView, to: CType) {
    super(addressOf(data), to);
    this.#data = data;
    this.#nbytes = bytesOf(data);
  }

  override get room(): number {
    return this.#nbytes;
  }

  override roomFrom(address: bigint): number | null {
    const offset = Number(address - this.address);
    return offset >= 0 && offset <= this.#nbytes ? this.#nbytes - offset : null;
  }

  /** Whether its buffer was transferred to somebody else. */
  override get freed(): boolean {
    return bytesOf(this.#data) < this.#nbytes;
  }
}

const noExtents: Extents = new Map();

/** A pointer of the type to an array or text; null for what is neither. @throws where it does not fit the type. */
export function pointerTo(value: unknown, to: CType, place: Place): Pointer | null {
  if (typeof value === 'string' && isBytes(to)) {
    if (!to.constant) throw refuse(place, value, 'memory that C may write to, as in new Uint8Array(…)');
    return new ArrayPointer(terminated(value, place), to);
  }
  const dtypes = dtypesOf(to);
  if (!isArray(value) || (dtypes.length === 0 && to.kind !== 'void')) return null;
  const rule = { dtypes, writes: to.constant !== true, order: 'C', extents: null } as const;
  return new ArrayPointer(arrayData(value, rule, place, noExtents), to);
}

/** Whether text can lie there. */
export function isBytes(to: CType): boolean {
  return to.kind === 'void' || (to.kind === 'integer' && layoutOf(to).size === 1);
}

/** A text with its closing zero. @throws ArgumentError for one with a zero inside, which C would cut off. */
export function terminated(value: string, place: Place): Uint8Array {
  if (value.includes('\0')) throw refuse(place, value, 'a string without \\0 inside');
  return new TextEncoder().encode(`${value}\0`);
}
