/** Condition numbers. */

import { LinAlgError, ShapeError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { divide, multiply } from '../ops/elementwise.js';
import { isnan } from '../ops/logic.js';
import { where } from '../ops/parts.js';
import type { Operand } from '../ops/ufunc.js';
import { realDType, type Stack, stackOf } from './matrices.js';
import { matrixNorm } from './norm.js';
import { inv } from './solve.js';
import { decompose } from './svd.js';
import type { RealFactoredOf } from './types.js';

/** Options of `cond`. */
export interface CondOptions {
  /** The norm: 2, -2, 1, -1, Infinity, -Infinity, 'fro' or 'nuc'. 2, by singular values. */
  readonly p?: number | 'fro' | 'nuc';
}

const condNames: OptionNames<CondOptions> = { p: true };

/**
 * Condition numbers of matrices (…, m, n): how much solving with them may magnify errors, by the norm `p`; shape (…).
 *
 * Real; singular matrices give Infinity, matrices with NaN give NaN for the norms that take no singular values.
 *
 * @throws ShapeError for fewer than two axes, or not square ones when `p` is none of 2 and -2; LinAlgError for empty
 * matrices, and as `svd`; ArgumentError for an unknown norm.
 * @example
 * linalg.cond([[2, 0], [0, 0.5]]).item(); // 4
 * @see numpy.linalg.cond
 */
export function cond<X extends Operand>(x: X, options: CondOptions = {}): NDArray<RealFactoredOf<X>> {
  checkOptions('cond', options, condNames);
  const { p = 2 } = options;
  const stack = stackOf('cond', x);
  if (stack.array.size === 0 && stack.count > 0) {
    throw new LinAlgError('the matrix is empty, which has no condition', {
      operation: 'cond',
      argument: 'x',
    });
  }
  if (p === 2 || p === -2) {
    const S = decompose('cond', stack, false, false) as NDArray;
    const [first, last] = [S.at('...', 0), S.at('...', -1)];
    return notNumber(divide(p === 2 ? first : last, p === 2 ? last : first) as NDArray, stack) as never;
  }
  if (stack.rows !== stack.columns) {
    throw new ShapeError(`x has matrices of ${stack.rows} by ${stack.columns}; p ${p} needs square ones`, {
      operation: 'cond',
      argument: 'x',
      got: stack.array.shape,
      needs: 'last two axes of the same length',
    });
  }
  const norm = matrixNorm(stack.array, { ord: p });
  return notNumber(
    multiply(norm, matrixNorm(inverseOrInfinite(stack), { ord: p })) as NDArray,
    stack,
  ) as never;
}

/** The inverses, matrices of infinities where there is none. */
function inverseOrInfinite(stack: Stack): NDArray {
  const { array, dtype, lead, count, rows } = stack;
  try {
    return inv(array) as NDArray;
  } catch (error) {
    if (!(error instanceof LinAlgError)) throw error;
  }
  const flat = array.reshape([count, rows, rows]) as NDArray;
  const out = newArray('cond', dtype, [count, rows, rows]);
  for (let at = 0; at < count; at++) {
    const own = flat.at(at) as NDArray;
    try {
      out.setAt([at], inv(own));
    } catch (error) {
      if (!(error instanceof LinAlgError)) throw error;
      out.setAt([at], Infinity);
    }
  }
  return out.reshape([...lead, rows, rows]) as NDArray;
}

/** As NumPy has it: what is 0/0 without a NaN in the matrix is infinite. */
function notNumber(condition: NDArray, { array, dtype }: Stack): NDArray {
  const own = isnan(array).any({ axis: [-2, -1] });
  return where(isnan(condition).logicalAnd(own.logicalNot()), Infinity, condition).asType(
    realDType(dtype),
  ) as NDArray;
}
