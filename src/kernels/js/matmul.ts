import type { Operand } from '../backend.js';

export function matmul(_operands: readonly Operand[], _params: Float64Array): void {
  throw new Error('matmul: being written');
}
