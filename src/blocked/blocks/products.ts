/** Products of blocks. */
import type { NDArray } from '../../core/ndarray.js';
import { add } from '../../ops/elementwise.js';
import { einsum } from '../../ops/index.js';

/**
 * The sum of products of corresponding operands, added up in their order: `operands[k]` are those of the k-th product.
 * The order is part of the result, so it is the same whoever computes it.
 */
export function sumOfProducts(subscripts: string, operands: readonly (readonly NDArray[])[]): NDArray {
  const product = (blocks: readonly NDArray[]) => einsum(subscripts, ...blocks) as NDArray;
  let sum = product(operands[0]);
  for (const blocks of operands.slice(1)) {
    const term = product(blocks);
    // A scalar has no memory to add into that is cheaper than a new one.
    sum = sum.ndim === 0 ? (add(sum, term) as NDArray) : (add(sum, term, { out: sum as never }) as NDArray);
    // The next product has the same size, and takes its memory; the collector would come later than that.
    if (term.base === null) term.dispose();
  }
  return sum;
}

/** The sum of blocks in their order. */
export function sumOfBlocks(blocks: readonly NDArray[]): NDArray {
  return blocks.reduce((sum, block) => add(sum, block) as NDArray);
}
