/**
 * Where an operation asks whether it shall compute, or only be noted down: see fusion/trace.ts. Nothing is traced
 * outside a call of `fuse`'s functions, and then the question costs one comparison.
 */
import type { NDArray } from '../core/ndarray.js';
import type { Node } from './fusion/nodes.js';
import type { ReductionName, ReductionOptions } from './reduction.js';
import type { BinaryRow, UnaryRow } from './registry.js';
import type { UfuncOptions } from './result.js';
import type { Operand } from './ufunc.js';

/** What notes down; each answers undefined where no operand is a stand-in, and the operation computes as always. */
export interface Tracer {
  unary(operation: string, row: UnaryRow, x: Operand, options?: UfuncOptions): NDArray | undefined;
  binary(
    operation: string,
    row: BinaryRow,
    a: Operand,
    b: Operand,
    options?: UfuncOptions,
  ): NDArray | undefined;
  /** An array without elements that stands for `node`. */
  standIn(node: Node): NDArray;
  /** What stands for an array; the array itself where it stands for something. */
  standFor(x: NDArray): NDArray;
  reduce(name: ReductionName, x: Operand, options: ReductionOptions): NDArray | undefined;
  /** A stand-in's elements, computed: for operations that cannot be noted down. Other operands stay. */
  force<X>(x: X): X;
}

/** The tracer of the call that runs now, or null. */
export const tracing: { current: Tracer | null } = { current: null };
