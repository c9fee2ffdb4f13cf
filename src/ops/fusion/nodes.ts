/** Expressions: operations noted down, over arrays and scalars. */
import type { DType } from '../../core/dtype.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';

/** The number of a row of the kernel table and of the dtype that its loop runs in. */
export interface KernelRow {
  readonly row: number;
  readonly dtype: number;
}

export interface OperationNode {
  readonly kind: 'unary' | 'binary' | 'where';
  /** Absent where no kernel does the operation. */
  readonly kernel: KernelRow | undefined;
  /** What the loop reads; operands of another dtype are cast to it. */
  readonly reads: readonly DType[];
  readonly operands: readonly Node[];
  /** What the loop writes. */
  readonly dtype: DType;
  readonly shape: Shape;
  /** Does the operation step by step, with these operands. */
  readonly compute: (operands: readonly NDArray[]) => NDArray;
}

export interface ArrayNode {
  readonly kind: 'array';
  readonly array: NDArray;
  readonly dtype: DType;
  readonly shape: Shape;
}

export type Node = OperationNode | ArrayNode;

/** Every operation of an expression once, operands before what they are operands of. */
export function inOrder(root: Node): OperationNode[] {
  const order: OperationNode[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (node.kind === 'array' || seen.has(node)) return;
    seen.add(node);
    for (const operand of node.operands) visit(operand);
    order.push(node);
  };
  visit(root);
  return order;
}
