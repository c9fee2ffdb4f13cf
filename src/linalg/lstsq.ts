/** Least squares. */
import { release } from '../core/buffer.js';
import { ShapeError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { formatShape } from '../core/shape.js';
import { abs, square, subtract } from '../ops/elementwise.js';
import { matmul } from '../ops/matmul.js';
import { sum } from '../ops/reductions.js';
import type { RealOf } from '../ops/types.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import {
  checkFinite,
  checkInfo,
  columnMajor,
  commonDType,
  counters,
  epsilonOf,
  factorDType,
  fromColumnMajor,
  fromRowMajor,
  realDType,
  refuseOption,
  room,
  runEntry,
  type Stack,
  slotsOf,
} from './matrices.js';
import type { CommonFactored } from './types.js';

/** Options of `lstsq`. */
export interface LstsqOptions {
  /** Singular values of at most this times the largest count as 0. max(m, n) ε; -1: ε alone. */
  readonly rcond?: number | null;
}

/** What `lstsq` gives. */
export interface LeastSquares<A extends Operand, B extends Operand> {
  /** The solution: (n) for a vector b, (n, k) for a matrix. */
  readonly x: NDArray<CommonFactored<A, B>>;
  /** Σ |b − a x|² for each column of b; empty unless a has more rows than columns and full rank. */
  readonly residuals: NDArray<RealOf<CommonFactored<A, B>>>;
  readonly rank: number;
  /** The singular values of a, descending. */
  readonly singularValues: NDArray<RealOf<CommonFactored<A, B>>>;
}

const lstsqNames: OptionNames<LstsqOptions> = { rcond: true };

/**
 * The x that makes ‖a x − b‖ least, of several the shortest, by singular values. `a` is one matrix (m, n), `b` a vector (m) or
 * a matrix (m, k) of as many right-hand sides.
 *
 * float32, float64, complex64, complex128 → their common dtype; integers and bools become float64. Without rows or columns
 * x is zeros. Complexity: about 4 m n².
 *
 * @throws ShapeError when `a` is no matrix or `b` does not fit; DTypeError for float16; LinAlgError for NaN and infinities, and
 * should the singular values not converge; ArgumentError when `rcond` is no number.
 * @example
 * linalg.lstsq([[1, 0], [1, 1], [1, 2]], [1, 3, 5]).rank; // 2
 * @see numpy.linalg.lstsq
 */
export function lstsq<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: LstsqOptions = {},
): LeastSquares<A, B> {
  checkOptions('lstsq', options, lstsqNames);
  const left = toArray('lstsq', a);
  const right = toArray('lstsq', b);
  checkShapes(left, right);
  const dtype = commonDType(factorDType('lstsq', left.dtype, 'a'), factorDType('lstsq', right.dtype, 'b'));
  const [rows, columns] = left.shape;
  const cutoff = cutoffOf(
    options.rcond ?? null,
    Math.max(rows, columns) * epsilonOf(dtype),
    epsilonOf(dtype),
  );
  const matrix = (right.ndim === 1 ? right.expandDims(1) : right) as NDArray;
  const k = matrix.shape[1];
  const steps = Math.min(rows, columns);
  const height = Math.max(rows, columns);
  const slots = slotsOf(dtype);
  const factors = columnMajor('lstsq', left, dtype);
  const sides = columnMajor('lstsq', matrix, dtype);
  const one: Stack = { array: left, dtype, lead: [], count: 1, rows, columns };
  checkFinite('lstsq', factors, one, slots * rows * columns, 'a');
  checkFinite('lstsq', sides, one, slots * rows * k, 'b');
  // At least one column, so that the singular values come out even where there is nothing to solve.
  const padded = room('lstsq', dtype, height * Math.max(k, 1)).fill(0);
  for (let j = 0; j < k; j++)
    padded.set(sides.subarray(slots * j * rows, slots * (j + 1) * rows), slots * j * height);
  const s = room('lstsq', realDType(dtype), steps);
  const ranks = counters('lstsq', 1);
  const info = counters('lstsq', 1);
  if (steps > 0) {
    const sizes = [1, rows, columns, Math.max(k, 1), cutoff];
    runEntry('linalgLstsq', dtype, [factors, padded, s, ranks, info], sizes);
    checkInfo('lstsq', info, [], () => 'has singular values that did not converge', 'a');
  } else padded.fill(0);
  const solution = room('lstsq', dtype, columns * k);
  for (let j = 0; j < k; j++)
    solution.set(padded.subarray(slots * j * height, slots * (j * height + columns)), slots * j * columns);
  for (const scratch of [factors, sides, padded]) release(scratch);
  const x = fromColumnMajor('lstsq', solution, dtype, [columns, k]);
  const full = ranks[0] === columns && rows > columns;
  return {
    x: right.ndim === 1 ? x.reshape([columns]) : x,
    residuals: full ? residualsOf(left, x, matrix, dtype) : newArray('lstsq', realDType(dtype), [0]),
    rank: ranks[0],
    singularValues: fromRowMajor(s, realDType(dtype), [steps]),
  } as never;
}

function cutoffOf(rcond: number | null, usual: number, epsilon: number): number {
  if (rcond === null) return usual;
  if (typeof rcond !== 'number' || Number.isNaN(rcond)) refuseOption('lstsq', 'rcond', rcond, 'a number');
  return rcond < 0 ? epsilon : rcond;
}

function residualsOf(
  a: NDArray,
  x: NDArray,
  b: NDArray,
  dtype: 'float32' | 'float64' | 'complex64' | 'complex128',
) {
  const rest = subtract(b, matmul(a, x) as NDArray) as NDArray;
  return sum(square(abs(rest)) as NDArray, { axis: 0 }).asType(realDType(dtype));
}

function checkShapes(a: NDArray, b: NDArray): void {
  if (a.ndim !== 2) {
    throw new ShapeError(`a has ${a.ndim} axes; needs two, a matrix`, {
      operation: 'lstsq',
      argument: 'a',
      got: a.shape,
      needs: 'two axes',
    });
  }
  if ((b.ndim === 1 || b.ndim === 2) && b.shape[0] === a.shape[0]) return;
  throw new ShapeError(`b has shape ${formatShape(b.shape)}, a has ${a.shape[0]} rows`, {
    operation: 'lstsq',
    argument: 'b',
    got: b.shape,
    needs: `a vector of ${a.shape[0]}, or a matrix with so many rows`,
  });
}
