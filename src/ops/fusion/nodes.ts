/** Expressions: operations noted down, over arrays and scalars. */
import type { DType } from '../../core/dtype.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { KernelLoop } from '../../kernels/table.gen.js';

export interface OperationNode {
  /** A cast converts its operand to the node's dtype. */
  readonly kind: 'unary' | 'binary' | 'cast';
  /** The row of the kernel table, and the dtype its loop runs in; undefined where no kernel does the operation, and for casts. */
  readonly kernel: { readonly name: KernelLoop; readonly loop: DType } | undefined;
  readonly operands: readonly Node[];
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

/** An array as a node. */
export function arrayNode(array: NDArray): ArrayNode {
  return { kind: 'array', array, dtype: array.dtype, shape: array.shape };
}

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
