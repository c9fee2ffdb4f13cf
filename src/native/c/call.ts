/** What one call gathers while its arguments are converted. */
import { NDArray } from '../../core/ndarray.js';
import type { Extents } from './extent.js';
import type { Declarations } from './types.js';

const nothing: Extents = new Map();

/** Lists are made when there is something for them: most calls need none. */
export class Call {
  readonly operation: string;
  readonly declarations: Declarations;
  #extents: Map<string, number | bigint> | null = null;
  #kept: unknown[] | null = null;
  #undo: (() => void)[] | null = null;
  #after: (() => void)[] | null = null;

  constructor(operation: string, declarations: Declarations) {
    this.operation = operation;
    this.declarations = declarations;
  }

  /** Integer arguments by name, for lengths. */
  get extents(): Extents {
    return this.#extents ?? nothing;
  }

  setExtent(name: string, value: number | bigint): void {
    this.#extents ??= new Map();
    this.#extents.set(name, value);
  }

  /** Holds something whose memory C sees until the call is over. */
  keep(value: unknown): void {
    this.#kept ??= [];
    this.#kept.push(value);
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

  /** Before a call that others run beside: what it sees must not be given up by `dispose`. */
  pin(): void {
    this.#kept?.forEach(pin);
  }

  succeed(): void {
    if (this.#after !== null) for (const step of this.#after) step();
  }

  end(): void {
    if (this.#undo !== null) for (const step of this.#undo) step();
    this.#kept = null;
  }
}

/** Makes the memory of an array its own for good: `dispose` will not recycle it. */
export function pin(value: unknown): void {
  if (value instanceof NDArray) void value.data;
}
