import type { Operand } from '../backend.js';

export function binary(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('binary: being written');
}

export function unary(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('unary: being written');
}
