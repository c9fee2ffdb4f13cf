/** Products in the linear algebra namespace whose rules differ from those of the functions outside, and powers. */

import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { checkNotForeign } from '../core/foreign.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { sizeOf } from '../core/shape.js';
import { eye } from '../ops/creation.js';
import { cross as anyCross, type CrossOptions, diagonalOf } from '../ops/linear.js';
import { outer as anyOuter, matmul } from '../ops/matmul.js';
import { sum, type Widened } from '../ops/reductions.js';
import type { Common, DTypeOf } from '../ops/types.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { refuseOption, squareStackOf } from './matrices.js';
import { inv, refuseSingular } from './solve.js';

const crossNames: OptionNames<Pick<CrossOptions, 'axis'>> = { axis: true };

/**
 * Cross products of vectors of 3 along an axis, the last unless `axis` says otherwise. The other axes broadcast.
 *
 * Any dtypes but bool → the promoted one. NaN spreads.
 *
 * @throws ShapeError when the vectors are not of 3 or the other axes do not broadcast; AxisError; DTypeError for bools.
 * @example
 * linalg.cross([1, 0, 0], [0, 1, 0]).toArray(); // [0, 0, 1]
 * @see numpy.linalg.cross
 */
export function cross<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: Pick<CrossOptions, 'axis'> = {},
): NDArray<Common<A, B>> {
  checkOptions('cross', options, crossNames);
  const { axis = -1 } = options;
  for (const [argument, operand] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const x = toArray('cross', operand);
    const length = x.shape.at(axis);
    if (length === 3 || length === undefined) continue;
    throw new ShapeError(`${argument} has vectors of ${length}; needs vectors of 3`, {
      operation: 'cross',
      argument,
      got: x.shape,
      needs: 'vectors of 3',
    });
  }
  return anyCross(a, b, { axis }) as never;
}

/** Options of `diagonal` and `trace` for matrices in the last two axes. */
export interface MatrixDiagonalOptions {
  /** How far above the main diagonal; below it when negative. 0. */
  readonly offset?: number;
}

const matrixDiagonalNames: OptionNames<MatrixDiagonalOptions> = { offset: true };

/**
 * Diagonals of matrices (…, m, n), as a read-only view (…, length).
 *
 * @throws ShapeError for fewer than two axes; ArgumentError for an offset that is no integer.
 * @example
 * linalg.diagonal([[1, 2], [3, 4]]).toArray(); // [1, 4]
 * @see numpy.linalg.diagonal
 */
export function diagonal<X extends Operand>(x: X, options: MatrixDiagonalOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('diagonal', options, matrixDiagonalNames);
  const { offset = 0 } = options;
  return diagonalOf('diagonal', toArray('diagonal', x), { offset, axis1: -2, axis2: -1 }) as never;
}

const traceNames: OptionNames<MatrixDiagonalOptions & { readonly dtype?: DType }> = {
  offset: true,
  dtype: true,
};

/**
 * Sums of the diagonals of matrices (…, m, n): shape (…).
 *
 * Dtypes as for `sum`. Empty diagonals give 0; NaN gives NaN.
 *
 * @throws as `diagonal`; DTypeError for an unknown dtype.
 * @example
 * linalg.trace([[1, 2], [3, 4]]).item(); // 5
 * @see numpy.linalg.trace
 */
export function trace<X extends Operand, T extends DType = Widened<DTypeOf<X>>>(
  x: X,
  options: MatrixDiagonalOptions & { readonly dtype?: T } = {},
): NDArray<T> {
  checkOptions('trace', options, traceNames);
  const { offset = 0, dtype } = options;
  const view = diagonalOf('trace', toArray('trace', x), { offset, axis1: -2, axis2: -1 });
  return sum(view, dtype === undefined ? { axis: -1 } : { axis: -1, dtype }) as never;
}

/**
 * All products of an element of the vector `a` and one of the vector `b`: shape (a.size, b.size).
 *
 * Any dtypes → the promoted one. Empty vectors give an empty result; NaN gives NaN.
 *
 * @throws ShapeError unless both have one axis.
 * @example
 * linalg.outer([1, 2], [3, 4]).toArray(); // [[3, 4], [6, 8]]
 * @see numpy.linalg.outer
 */
export function outer<A extends Operand, B extends Operand>(a: A, b: B): NDArray<Common<A, B>> {
  const x = toArray('outer', a);
  const y = toArray('outer', b);
  for (const [argument, operand] of [
    ['a', x],
    ['b', y],
  ] as const) {
    if (operand.ndim === 1) continue;
    throw new ShapeError(`${argument} has ${operand.ndim} axes; needs one, a vector`, {
      operation: 'outer',
      argument,
      got: operand.shape,
      needs: 'one axis',
    });
  }
  return anyOuter(x, y) as never;
}

/**
 * Square matrices (…, n, n) to an integer power, by repeated squaring; 0 gives identities, negative powers those of the
 * inverse.
 *
 * Any dtypes; integers stay integers and wrap around, but negative powers are float64.
 *
 * @throws ShapeError when the matrices are not square; ArgumentError when `n` is no integer; LinAlgError for a negative
 * power of a singular matrix.
 * @example
 * linalg.matrixPower([[1, 1], [0, 1]], 5).toArray(); // [[1, 5], [0, 1]]
 * @see numpy.linalg.matrix_power
 */
export function matrixPower<X extends Operand>(x: X, n: number): NDArray<DTypeOf<X> | 'float64'> {
  if (!Number.isSafeInteger(n)) refuseOption('matrixPower', 'n', n, 'an integer');
  let base = toArray('matrixPower', x);
  // float16 has powers though it has no factors.
  const { lead, rows } = squareStackOf(
    'matrixPower',
    base.dtype === 'float16' ? base.asType('float32') : base,
  );
  if (n === 0)
    return eye(rows, rows, { dtype: base.dtype })
      .broadcastTo([...lead, rows, rows])
      .copy() as never;
  if (n < 0) {
    try {
      base = inv(base) as NDArray;
    } catch (error) {
      refuseSingular('matrixPower', error);
    }
  }
  let result: NDArray | null = null;
  for (let rest = Math.abs(n); ; base = matmul(base, base) as NDArray) {
    if (rest % 2 === 1) result = result === null ? base : (matmul(result, base) as NDArray);
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
  }
  return (n === 1 ? (result as NDArray).copy() : result) as never;
}

/**
 * The product of two or more matrices, in the order that takes the fewest multiplications. The first may be a row and the
 * last a column, of one axis.
 *
 * Any dtypes → the promoted one. Complexity of finding the order: the number of matrices cubed.
 *
 * @throws ArgumentError for fewer than two arrays; ShapeError when an array is no matrix or lengths do not meet.
 * @example
 * linalg.multiDot([ones([10, 100]), ones([100, 5]), ones([5, 50])]).shape; // [10, 50]
 * @see numpy.linalg.multi_dot
 */
export function multiDot(arrays: readonly Operand[]): NDArray {
  checkNotForeign('multiDot', arrays);
  const parts = arrays.map((one) => toArray('multiDot', one));
  const last = parts.length - 1;
  if (parts.length < 2) {
    throw new ArgumentError(`arrays has ${parts.length}; needs at least two`, {
      operation: 'multiDot',
      argument: 'arrays',
      got: parts.length,
      needs: 'at least two arrays',
    });
  }
  const isRow = parts[0].ndim === 1;
  const isColumn = parts[last].ndim === 1;
  if (isRow) parts[0] = parts[0].expandDims(0) as NDArray;
  if (isColumn) parts[last] = parts[last].expandDims(1) as NDArray;
  for (const part of parts) {
    if (part.ndim === 2) continue;
    throw new ShapeError(`an array has ${part.ndim} axes; needs matrices`, {
      operation: 'multiDot',
      argument: 'arrays',
      got: part.shape,
      needs: 'two axes; the first and last may have one',
    });
  }
  const product = inOrder(parts, bestSplits(parts), 0, last);
  const shape = [...(isRow ? [] : [product.shape[0]]), ...(isColumn ? [] : [product.shape[1]])];
  return (sizeOf(shape) === product.size ? product.reshape(shape) : product) as NDArray;
}

/** For each run of matrices where it is split last (Cormen et al., "Introduction to Algorithms", 15.2). */
function bestSplits(parts: readonly NDArray[]): number[][] {
  const n = parts.length;
  const lengths = [...parts.map((part) => part.shape[0]), parts[n - 1].shape[1]];
  const cost = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const splits = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let span = 1; span < n; span++) {
    for (let i = 0; i + span < n; i++) {
      const j = i + span;
      cost[i][j] = Infinity;
      for (let k = i; k < j; k++) {
        const here = cost[i][k] + cost[k + 1][j] + lengths[i] * lengths[k + 1] * lengths[j + 1];
        if (here >= cost[i][j]) continue;
        cost[i][j] = here;
        splits[i][j] = k;
      }
    }
  }
  return splits;
}

function inOrder(parts: readonly NDArray[], splits: readonly number[][], i: number, j: number): NDArray {
  if (i === j) return parts[i];
  const at = splits[i][j];
  return matmul(inOrder(parts, splits, i, at), inOrder(parts, splits, at + 1, j)) as NDArray;
}
