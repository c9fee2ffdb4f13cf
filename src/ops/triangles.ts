/** Triangles of matrices. */

import { dtypeInfo } from '../core/dtype.js';
import { ShapeError } from '../core/errors.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import type { ArrayLike, DTypeFrom, ShapeFrom } from '../core/types.js';
import { asarray } from './asarray.js';
import { checkInteger } from './axis-option.js';

/** Which diagonal bounds a triangle: bare, or as `{ k }`. */
export type DiagonalOption = number | { readonly k?: number };

const optionNames: OptionNames<{ k?: number }> = { k: true };

/**
 * The lower triangle: a copy of the matrix, or stack of matrices, with zeros above the k-th diagonal.
 *
 * Any dtype, which stays. A vector counts as every row of a square matrix.
 *
 * @param options `k`: 0 the main diagonal, positive above it, negative below.
 * @throws ShapeError for an array without axes; ArgumentError when `k` is no integer.
 * @example
 * tril([[1, 2], [3, 4]]).toArray(); // [[1, 0], [3, 4]]
 * @see numpy.tril
 */
export function tril<const X extends ArrayLike>(
  x: X,
  options?: DiagonalOption,
): NDArray<DTypeFrom<X>, ShapeFrom<X>> {
  return triangle('tril', x, options) as never;
}

/**
 * The upper triangle: a copy of the matrix, or stack of matrices, with zeros below the k-th diagonal.
 *
 * Any dtype, which stays. A vector counts as every row of a square matrix.
 *
 * @param options `k`: 0 the main diagonal, positive above it, negative below.
 * @throws ShapeError for an array without axes; ArgumentError when `k` is no integer.
 * @example
 * triu([[1, 2], [3, 4]], { k: 1 }).toArray(); // [[0, 2], [0, 0]]
 * @see numpy.triu
 */
export function triu<const X extends ArrayLike>(
  x: X,
  options?: DiagonalOption,
): NDArray<DTypeFrom<X>, ShapeFrom<X>> {
  return triangle('triu', x, options) as never;
}

function triangle(operation: 'tril' | 'triu', x: ArrayLike, options: DiagonalOption = 0): NDArray {
  const own = asarray(x) as NDArray;
  if (typeof options === 'object') checkOptions(operation, options, optionNames);
  const k = checkInteger(operation, 'k', typeof options === 'number' ? options : (options.k ?? 0));
  if (own.ndim === 0) {
    throw new ShapeError('x has no axes; needs a matrix, or a stack of matrices', {
      operation,
      argument: 'x',
      got: own.shape,
      needs: 'at least two axes',
    });
  }
  const square = own.ndim === 1 ? (own.broadcastTo([own.size, own.size]) as NDArray) : own;
  const result = square.copy('C');
  const [rows, columns] = result.shape.slice(-2);
  const { slots } = dtypeInfo(result.dtype);
  const data = storage(result) as Float64Array;
  const zero = (data instanceof BigInt64Array || data instanceof BigUint64Array ? 0n : 0) as number;
  for (let row = 0, start = 0; start < result.size; row = (row + 1) % rows, start += columns) {
    const edge = Math.max(0, Math.min(columns, operation === 'tril' ? row + k + 1 : row + k));
    const from = operation === 'tril' ? edge : 0;
    const to = operation === 'tril' ? columns : edge;
    data.fill(zero, (start + from) * slots, (start + to) * slots);
  }
  return result;
}
