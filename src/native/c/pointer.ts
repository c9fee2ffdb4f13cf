import { ArgumentError } from '../../core/errors.js';
import { type CType, writeType } from './types.js';

/**
 * An address in memory, and the type of what lies there. A pointer that C gave says nothing of how much memory there is, nor
 * how long; one into memory of ours keeps that alive.
 */
export class Pointer {
  readonly address: bigint;
  /** What it points to. */
  readonly to: CType;
  /** What must live as long as the pointer. */
  readonly owner: unknown;

  constructor(address: bigint, to: CType, owner?: unknown) {
    this.address = address;
    this.to = to;
    this.owner = owner;
  }

  get isNull(): boolean {
    return this.address === 0n;
  }

  toString(): string {
    return `<${writeType({ kind: 'pointer', to: this.to })} 0x${this.address.toString(16)}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** Whether a pointer to `from` is taken where C wants one to `to`: the same type, `void`, or bytes. */
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
  if (from.kind === 'integer' || from.kind === 'float' || from.kind === 'complex')
    return from.name === (to as typeof from).name;
  return true;
}

/** @throws ArgumentError for null, which cannot be read or written through. */
export function checkNotNull(operation: string, pointer: Pointer): void {
  if (pointer.isNull) {
    throw new ArgumentError('pointer is NULL; needs one that points to something', {
      operation,
      argument: 'pointer',
      got: pointer,
    });
  }
}
