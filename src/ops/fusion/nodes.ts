/** Expressions: operations noted down, over arrays, scalars and streams of random words. */
import type { DType } from '../../core/dtype.js';
import type { NDArray } from '../../core/ndarray.js';
import type { Shape } from '../../core/shape.js';
import type { KernelLoop } from '../../kernels/table.gen.js';

/**
 * Numbers in [0, 1) of a stream of Philox: each is made from the place of its word alone, so that none has to be stored.
 */
export interface WordStream {
  /** Counter and key: word 0 is the first of the next counter. */
  readonly register: Uint32Array;
  readonly shape: Shape;
  /** The word of the first element, and how many words on the next one of each axis is. */
  readonly offset: number;
  readonly strides: readonly number[];
}

export interface OperationNode {
  /** A cast converts its operand to the node's dtype; a stream has none. */
  readonly kind: 'unary' | 'binary' | 'cast' | 'stream';
  /** What a stream is made of. */
  readonly stream?: WordStream;
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
