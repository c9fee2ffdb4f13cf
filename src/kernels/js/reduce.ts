import type { Operand } from '../backend.js';

export function reduce(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('reduce: being written');
}
