/** What one call gathers while its arguments are converted. */
import type { Declarations } from './types.js';

export class Call {
  readonly operation: string;
  readonly declarations: Declarations;
  /** Integer arguments by name, for lengths. */
  readonly extents = new Map<string, number | bigint>();
  /** Everything whose memory C sees: held until the call is over. */
  readonly kept: unknown[] = [];
  /** What is undone after the call, whether it failed or not. */
  readonly undo: (() => void)[] = [];
  /** What is read back after the call. */
  readonly after: (() => void)[] = [];

  constructor(operation: string, declarations: Declarations) {
    this.operation = operation;
    this.declarations = declarations;
  }

  keep(value: unknown): void {
    this.kept.push(value);
  }

  succeed(): void {
    for (const step of this.after) step();
  }

  end(): void {
    for (const step of this.undo) step();
  }
}
