/** What one call gathers while its arguments are converted. */
import { ArgumentError } from '../../../core/errors.js';
import { NDArray } from '../../../core/ndarray.js';
import { ArrayPointer } from '../memory/array-pointer.js';
import { Memory } from '../memory/memory.js';
import { Pointer } from '../memory/pointer.js';
import type { Declarations } from '../types.js';
import { bytesOf } from './array-argument.js';
import type { Extents } from './extent.js';

const nothing: Extents = new Map();

/** An array whose address C gets, and how many bytes were checked. */
interface Passed {
  readonly argument: string;
  readonly data: ArrayBufferView;
  readonly nbytes: number;
}

/** Lists are made when there is something for them: most calls need none. */
export class Call {
  readonly operation: string;
  readonly declarations: Declarations;
  /** Whether the program goes on while C works. */
  readonly overlaps: boolean;
  /** Whether code of the caller ran since the first argument was checked: a getter of an object, for instance. */
  ranCallers = false;
  /** The first error of a callback while nothing waited for it. */
  failure: { readonly error: unknown } | null = null;
  #extents: Map<string, number | bigint> | null = null;
  #passed: Passed[] | null = null;
  #pointers: Pointer[] | null = null;
  #held: unknown[] | null = null;
  #undo: (() => void)[] | null = null;
  #after: (() => void)[] | null = null;

  constructor(operation: string, declarations: Declarations, overlaps = false) {
    this.operation = operation;
    this.declarations = declarations;
    this.overlaps = overlaps;
  }

  /** Integer arguments by name, for lengths. */
  get extents(): Extents {
    return this.#extents ?? nothing;
  }

  setExtent(name: string, value: number | bigint): void {
    this.#extents ??= new Map();
    this.#extents.set(name, value);
  }

  /**
   * The memory to pass for an array that was checked: its own. While others run beside the call, memory that they could
   * transfer or shrink is copied, and copied back where C may write to it.
   */
  pass(argument: string, data: ArrayBufferView, writes: boolean): ArrayBufferView {
    if (!this.overlaps || data.buffer instanceof SharedArrayBuffer) return this.own(argument, data);
    const { buffer, byteOffset } = data;
    const nbytes = bytesOf(data);
    const given = new Uint8Array(buffer as ArrayBuffer, byteOffset, nbytes);
    const shared = new Uint8Array(new SharedArrayBuffer(Math.max(1, nbytes)));
    shared.set(given);
    if (writes) {
      this.after(() => {
        if (given.byteLength < nbytes) throw this.#gone(argument);
        given.set(shared.subarray(0, nbytes));
      });
    }
    return this.own(argument, shared);
  }

  /** The same for memory that was made for the call, and that nobody else has. */
  own(argument: string, data: ArrayBufferView): ArrayBufferView {
    this.#passed ??= [];
    this.#passed.push({ argument, data, nbytes: bytesOf(data) });
    return data;
  }

  /** Holds what a pointer points into until the call is over, whoever frees it meanwhile. */
  keep(pointer: Pointer): void {
    this.#pointers ??= [];
    this.#pointers.push(pointer);
    const owner = pointer instanceof Memory ? pointer : pointer.owner;
    this.#held ??= [];
    this.#held.push(owner instanceof Memory ? owner.hold() : owner);
  }

  /** What of the arguments an address that C returned points into; undefined for memory of C's own. */
  ownerOf(address: bigint): Pointer | undefined {
    for (const pointer of this.#pointers ?? []) {
      const owner = pointer.owner instanceof Pointer ? pointer.owner : pointer;
      if (owner.roomFrom(address) !== null) return owner;
    }
    for (const { data } of this.#passed ?? []) {
      const owner = new ArrayPointer(data, { kind: 'void' });
      if (owner.roomFrom(address) !== null) return owner;
    }
    return undefined;
  }

  /** Right before the call: what was checked must still be there, if code of the caller ran since. */
  recheck(): void {
    if (!this.ranCallers) return;
    for (const { argument, data, nbytes } of this.#passed ?? [])
      if (bytesOf(data) < nbytes) throw this.#gone(argument);
    for (const pointer of this.#pointers ?? []) {
      if (!pointer.freed) continue;
      throw new ArgumentError(
        'memory of an argument was freed while the arguments were read; needs memory in use',
        { operation: this.operation, got: pointer },
      );
    }
  }

  #gone(argument: string): ArgumentError {
    return new ArgumentError(
      `argument '${argument}' was transferred away during the call; needs an array that stays`,
      { operation: this.operation, argument },
    );
  }

  /** What is undone after the call, whether it failed or not. */
  undo(step: () => void): void {
    this.#undo ??= [];
    this.#undo.push(step);
  }

  /** What is read back after the call. */
  after(step: () => void): void {
    this.#after ??= [];
    this.#after.push(step);
  }

  succeed(): void {
    if (this.failure !== null) throw this.failure.error;
    if (this.#after !== null) for (const step of this.#after) step();
  }

  end(): void {
    if (this.#undo !== null) for (const step of this.#undo) step();
    this.#passed = null;
    this.#held = null;
  }
}

/** Makes the memory of an array its own for good: `dispose` will not recycle it. */
export function pin(value: unknown): void {
  if (value instanceof NDArray) void value.data;
}
