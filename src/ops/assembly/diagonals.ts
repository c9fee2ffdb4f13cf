/** Matrices made from a vector or a rule: diagonals, triangles, powers. */

import { checkDType, type DType } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { promoted } from '../../core/promotion.js';
import type { Shape } from '../../core/shape.js';
import { checkShape } from '../../core/strides.js';
import { multiply } from '../elementwise.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Which diagonal. */
export interface DiagonalOptions {
  /** 0 the main one, positive above, negative below. 0. */
  readonly k?: number;
}

function diagonalIndex(operation: string, { k = 0 }: DiagonalOptions): number {
  if (Number.isSafeInteger(k)) return k;
  throw new ArgumentError(`k is ${String(k)}; needs an integer`, {
    operation,
    argument: 'k',
    got: k,
    needs: 'an integer',
  });
}

/** The view of a diagonal of a matrix. */
export function diagonalView(x: NDArray, k: number): NDArray<DType, [number]> {
  const [rows, columns] = x.shape;
  const top = Math.max(0, -k);
  const left = Math.max(0, k);
  const count = Math.max(0, Math.min(rows - top, columns - left));
  const [down, right] = x.strides;
  const offset = count > 0 ? x.offset + top * down + left * right : x.offset;
  return viewOf(x, [count], [down + right], offset);
}

const diagonalNames: OptionNames<DiagonalOptions> = { k: true };

/**
 * Of a vector the matrix with it on a diagonal and zeros elsewhere; of a matrix its diagonal, a view that NumPy would
 * make read-only too.
 *
 * Any dtype, which stays. Empty ones give an empty result; NaN passes.
 *
 * @throws ShapeError for other numbers of axes; ArgumentError when `k` is no integer.
 * @example
 * diag([1, 2]).toArray(); // [[1, 0], [0, 2]]
 * diag([[1, 2], [3, 4]], { k: 1 }).toArray(); // [2]
 * @see numpy.diag
 */
export function diag<X extends Operand>(x: X, options: DiagonalOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('diag', options, diagonalNames);
  const a = toArray('diag', x);
  const k = diagonalIndex('diag', options);
  if (a.ndim === 1) return spread('diag', a, k) as never;
  if (a.ndim === 2) {
    const view = diagonalView(a, k);
    return viewOf(view, view.shape, view.strides, view.offset, false) as never;
  }
  throw new ShapeError(`x has ${a.ndim} axes; needs one or two`, {
    operation: 'diag',
    argument: 'x',
    got: a.shape,
    needs: 'one or two axes',
  });
}

function spread(operation: string, a: NDArray, k: number): NDArray {
  const n = a.size + Math.abs(k);
  const matrix = newArray(operation, a.dtype, checkShape(operation, [n, n])) as NDArray;
  diagonalView(matrix, k).assign(a);
  return matrix;
}

/**
 * The matrix with all elements of `x` on a diagonal and zeros elsewhere. Any dtype, which stays.
 *
 * @throws ArgumentError when `k` is no integer.
 * @example
 * diagflat([[1, 2]], { k: -1 }).toArray(); // [[0, 0, 0], [1, 0, 0], [0, 2, 0]]
 * @see numpy.diagflat
 */
export function diagflat<X extends Operand>(x: X, options: DiagonalOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('diagflat', options, diagonalNames);
  const a = toArray('diagflat', x);
  return spread('diagflat', a.ravel() as NDArray, diagonalIndex('diagflat', options)) as never;
}

const triNames: OptionNames<DiagonalOptions & { readonly dtype?: DType }> = { k: true, dtype: true };

/**
 * A matrix of ones on and below a diagonal, zeros above.
 *
 * @param columns as many as rows by default.
 * @param options `k`, the diagonal, and `dtype` (float64).
 * @throws ShapeError for a length that is no integer; DTypeError; ArgumentError when `k` is no integer.
 * @example
 * tri(2, 3).toArray(); // [[1, 0, 0], [1, 1, 0]]
 * @see numpy.tri
 */
export function tri<D extends DType = 'float64'>(
  rows: number,
  columns: number | null = rows,
  options: DiagonalOptions & { readonly dtype?: D } = {},
): NDArray<D, [number, number]> {
  checkOptions('tri', options, triNames);
  const dtype = checkDType('tri', options.dtype ?? 'float64');
  const k = diagonalIndex('tri', options);
  const shape = checkShape('tri', [rows, columns ?? rows]) as [number, number];
  const result = newArray('tri', dtype, shape);
  for (let row = 0; row < shape[0]; row++) {
    const length = Math.max(0, Math.min(shape[1], row + k + 1));
    if (length > 0) viewOf(result, [length], [result.itemsize], row * result.strides[0]).fill(1);
  }
  return result as unknown as NDArray<D, [number, number]>;
}

/** Options of `vander`. */
export interface VanderOptions {
  /** How many columns; as many as `x` has elements by default. */
  readonly columns?: number;
  /** Whether powers increase from left to right. false. */
  readonly increasing?: boolean;
}

const vanderNames: OptionNames<VanderOptions> = { columns: true, increasing: true };

/**
 * The Vandermonde matrix: in each row the powers of one element, highest first.
 *
 * Any dtype → what it promotes to with int64. No elements give no rows; NaN gives NaN, except
 * in its power 0.
 *
 * @throws ShapeError unless `x` has one axis; ShapeError for a number of columns that is none.
 * @example
 * vander([1, 2, 3], { columns: 3 }).toArray(); // [[1, 1, 1], [4, 2, 1], [9, 3, 1]]
 * @see numpy.vander
 */
export function vander(x: Operand, options: VanderOptions = {}): NDArray {
  checkOptions('vander', options, vanderNames);
  const a = toArray('vander', x);
  if (a.ndim !== 1) {
    throw new ShapeError(`x has ${a.ndim} axes; needs one`, {
      operation: 'vander',
      argument: 'x',
      got: a.shape,
      needs: 'one axis',
    });
  }
  const { columns = a.size, increasing = false } = options;
  const dtype = promoted(a.dtype, 'int64');
  const shape: Shape = checkShape('vander', [a.size, columns]);
  const result = newArray('vander', dtype, shape) as NDArray;
  const column = (power: number): NDArray =>
    viewOf(
      result,
      [a.size],
      [result.strides[0]],
      (increasing ? power : columns - 1 - power) * result.itemsize,
    ) as NDArray;
  if (columns > 0 && a.size > 0) column(0).fill(1);
  for (let power = 1; power < columns && a.size > 0; power++)
    multiply(column(power - 1), a, { out: column(power) });
  return result;
}
