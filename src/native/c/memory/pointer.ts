import { ArgumentError } from '../../../core/errors.js';
import { layoutOf } from '../layout.js';
import { type CType, writeType } from '../types.js';

/**
 * An address in memory, and the type of what lies there. A pointer that C gave says nothing of how much memory there is, nor
 * how long; one into memory of ours keeps that alive, and is refused once that was freed.
 *
 * @see cffi's pointer `cdata`
 */
export class Pointer {
  readonly address: bigint;
  /** What it points to. */
  readonly to: CType;
  /** What must live as long as the pointer. */
  readonly owner: unknown;

  /** @throws ArgumentError for what is no address. */
  constructor(address: bigint, to: CType, owner?: unknown) {
    if (typeof address !== 'bigint' || address < 0n || address >> 64n !== 0n) {
      throw new ArgumentError(`address is ${String(address)}; needs a bigint from 0 to 2⁶⁴ - 1`, {
        operation: 'Pointer',
        argument: 'address',
        got: address,
      });
    }
    this.address = address;
    this.to = to;
    this.owner = owner;
  }

  get isNull(): boolean {
    return this.address === 0n;
  }

  /** Whether the memory it points into was given up. */
  get freed(): boolean {
    return isFreed(this.owner);
  }

  /** Bytes from the address on that are known to be there; null where nobody knows. */
  get room(): number | null {
    return this.owner instanceof Pointer ? this.owner.roomFrom(this.address) : null;
  }

  /** The same for an address that was computed from this one. */
  roomFrom(address: bigint): number | null {
    return this.owner instanceof Pointer ? this.owner.roomFrom(address) : null;
  }

  /**
   * The pointer `count` elements further on; it keeps what this one keeps.
   * @throws ArgumentError for a type without a size, and where memory that is known ends before.
   * @see cffi's `pointer + count`
   */
  plus(count: number): Pointer {
    const where = { operation: 'Pointer.plus', argument: 'count', got: count };
    if (!Number.isSafeInteger(count)) throw new ArgumentError(`count is ${count}; needs an integer`, where);
    const address = this.address + BigInt(count) * BigInt(layoutOf(this.to).size);
    if (address < 0n || address >> 64n !== 0n)
      throw new ArgumentError(`count is ${count}; needs one that leads to an address`, where);
    if (this.room !== null && this.roomFrom(address) === null)
      throw new ArgumentError(`count is ${count}; needs one inside the memory that this points into`, where);
    return new Pointer(address, this.to, this.owner instanceof Pointer ? this.owner : this);
  }

  /**
   * Elements from `other` to this pointer.
   * @throws ArgumentError where both do not point to the same type.
   * @see cffi's `pointer - other`
   */
  minus(other: Pointer): number {
    if (!(other instanceof Pointer) || !pointsCompatibly(other.to, this.to)) {
      throw new ArgumentError(`other is ${String(other)}; needs a pointer to ${writeType(this.to)}`, {
        operation: 'Pointer.minus',
        argument: 'other',
        got: other,
      });
    }
    return Number(this.address - other.address) / layoutOf(this.to).size;
  }

  /** Whether both are the same address; null is NULL. */
  equals(other: Pointer | null): boolean {
    return this.address === (other?.address ?? 0n);
  }

  toString(): string {
    return `<${writeType({ kind: 'pointer', to: this.to })} 0x${this.address.toString(16)}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Whether what owns memory gave it up. */
function isFreed(owner: unknown): boolean {
  return typeof owner === 'object' && owner !== null && (owner as { freed?: unknown }).freed === true;
}

/** Whether a pointer to `from` is taken where C wants one to `to`: the same type, `void`, or bytes of any sign. */
export function pointsCompatibly(from: CType, to: CType): boolean {
  if (from.kind === 'void' || to.kind === 'void') return true;
  if (from.kind === 'array') return pointsCompatibly(from.of, to);
  if (to.kind === 'array') return pointsCompatibly(from, to.of);
  if (from.kind !== to.kind) return false;
  if (from.kind === 'pointer' && to.kind === 'pointer') return pointsCompatibly(from.to, to.to);
  if (from.kind === 'struct' || from.kind === 'union') {
    const other = to as typeof from;
    return from.tag === null ? from.fields === other.fields : from.tag === other.tag;
  }
  if (from.kind === 'integer' && to.kind === 'integer')
    return from.name === to.name || (from.name.endsWith('char') && to.name.endsWith('char'));
  if (from.kind === 'float' || from.kind === 'complex') return from.name === (to as typeof from).name;
  return true;
}

/** @throws ArgumentError for what is no pointer, for null, and for one into memory that was freed. */
export function checkPointer(
  operation: string,
  pointer: unknown,
  argument = 'pointer',
): asserts pointer is Pointer {
  const where = { operation, argument, got: pointer };
  if (!(pointer instanceof Pointer)) {
    const needs = 'a pointer';
    const got = pointer === null ? 'null' : `of type ${typeof pointer}`;
    throw new ArgumentError(`${argument} is ${got}; needs ${needs}`, { ...where, needs });
  }
  if (pointer.isNull)
    throw new ArgumentError(`${argument} is NULL; needs one that points to something`, where);
  if (pointer.freed)
    throw new ArgumentError(`${argument} points into memory that was freed; needs memory in use`, where);
}
