/** Systems of linear equations and inverses. */
import { release } from '../core/buffer.js';
import { LinAlgError, ShapeError } from '../core/errors.js';
import { foreignSymbol, handOver, isForeign } from '../core/foreign.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { formatShape, sizeOf } from '../core/shape.js';
import { checkAxes } from '../core/strides.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import {
  checkInfo,
  columnMajor,
  counters,
  fromColumnMajor,
  fromRowMajor,
  overStack,
  refuseOption,
  rightSideOf,
  room,
  rowMajor,
  runEntry,
  slotsOf,
  squareStackOf,
} from './matrices.js';
import type { CommonFactored, CommonFactorOf, FactoredOf, FactorOf } from './types.js';

const singular = (info: number): string => `is singular: pivot ${info} is 0`;

/**
 * The x with a x = b, by LU factors with partial pivoting. `a` is a square matrix or a stack of them, (…, n, n); `b` of
 * one axis is a vector (n), otherwise matrices (…, n, k); stacks broadcast.
 *
 * float32, float64, complex64, complex128 → their common dtype; integers and bools become float64. Empty matrices give
 * empty results; NaN and infinities spread as the elimination goes. Complexity: n³/3 + n² k multiplications.
 *
 * @throws ShapeError when `a` is not square or `b` does not fit; DTypeError for float16; LinAlgError, which names the
 * matrix of the stack, when one is exactly singular.
 * @example
 * linalg.solve([[3, 1], [1, 2]], [9, 8]).toArray(); // [2, 3]
 * @see numpy.linalg.solve
 */
export function solve<A extends Operand, B extends Operand>(a: A, b: B): CommonFactorOf<A, B> {
  const handed = handOver('solve', [a, b], [a, b]);
  if (handed !== undefined) return handed as never;
  const left = squareStackOf('solve', a, 'a');
  const { isVector, matrix, dtype, columns, lead } = rightSideOf('solve', left, b);
  const n = left.rows;
  const stackedA = overStack(left.array, lead);
  const stackedB = overStack(matrix, lead);
  // In C order the matrices are their own transposes, column-major, and the entry solves with transposes as well.
  const turned = !left.array.flags.fContiguous || left.array.flags.cContiguous;
  const factors = turned ? rowMajor('solve', stackedA, dtype) : columnMajor('solve', stackedA, dtype);
  const solution = columnMajor('solve', stackedB, dtype);
  const info = counters('solve', sizeOf(lead));
  runEntry('linalgSolve', dtype, [factors, solution, info], [sizeOf(lead), n, columns, turned ? 1 : 0]);
  release(factors);
  checkInfo('solve', info, lead, singular, 'a');
  const shape = isVector ? [...lead, n] : [...lead, n, columns];
  if (isVector) return fromRowMajor(solution, dtype, shape) as never;
  return fromColumnMajor('solve', solution, dtype, shape) as never;
}

/**
 * Inverses of square matrices (…, n, n).
 *
 * Dtypes, empty matrices and NaN as for `solve`. To solve a system, `solve` is faster and more accurate. Complexity: n³.
 *
 * @throws ShapeError when the matrices are not square; DTypeError for float16; LinAlgError when one is exactly singular.
 * @example
 * linalg.inv([[2, 0], [0, 4]]).toArray(); // [[0.5, 0], [0, 0.25]]
 * @see numpy.linalg.inv
 */
export function inv<X extends Operand>(x: X): FactorOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('inv', [x]) as never;
  const stack = squareStackOf('inv', x);
  const { dtype, count, rows: n } = stack;
  const slots = slotsOf(dtype);
  // The inverse of the transpose, column-major, is the inverse, row-major.
  const factors = rowMajor('inv', stack.array, dtype);
  const result = room('inv', dtype, count * n * n).fill(0);
  for (let matrix = 0; matrix < count; matrix++)
    for (let i = 0; i < n; i++) result[slots * (matrix * n * n + i * (n + 1))] = 1;
  const info = counters('inv', count);
  runEntry('linalgSolve', dtype, [factors, result, info], [count, n, n, 0]);
  release(factors);
  checkInfo('inv', info, stack.lead, singular);
  return fromRowMajor(result, dtype, stack.array.shape) as never;
}

/** Options of `tensorinv`. */
export interface TensorinvOptions {
  /** How many of the first axes count as rows. 2. */
  readonly ind?: number;
}

const tensorinvNames: OptionNames<TensorinvOptions> = { ind: true };

/**
 * The inverse of an array taken as a matrix: its first `ind` axes as rows, the others as columns. The result has the axes of
 * the columns first.
 *
 * @throws ShapeError when the two products of lengths differ; ArgumentError unless `ind` is a positive integer;
 * LinAlgError as `inv`.
 * @example
 * linalg.tensorinv(eye(24).reshape(4, 6, 8, 3)).shape; // [8, 3, 4, 6]
 * @see numpy.linalg.tensorinv
 */
export function tensorinv<X extends Operand>(x: X, options: TensorinvOptions = {}): NDArray<FactoredOf<X>> {
  checkOptions('tensorinv', options, tensorinvNames);
  const array = toArray('tensorinv', x);
  const { ind = 2 } = options;
  if (!Number.isInteger(ind) || ind < 1) refuseOption('tensorinv', 'ind', ind, 'a positive integer');
  const first = array.shape.slice(0, ind);
  const rest = array.shape.slice(ind);
  const matrix = asSquare('tensorinv', array, sizeOf(first), sizeOf(rest));
  return inv(matrix).reshape([...rest, ...first]) as never;
}

/** Options of `tensorsolve`. */
export interface TensorsolveOptions {
  /** Axes of `a` that are moved to its end first. */
  readonly axes?: readonly number[];
}

const tensorsolveNames: OptionNames<TensorsolveOptions> = { axes: true };

/**
 * The x with tensordot(a, x, { axes: x.ndim }) = b: a system whose unknowns are the last axes of `a`.
 *
 * @throws ShapeError when `a` is not square in that sense; AxisError for `axes` out of bounds; LinAlgError as `solve`.
 * @example
 * linalg.tensorsolve(eye(24).reshape(6, 4, 2, 3, 4), ones([6, 4])).shape; // [2, 3, 4]
 * @see numpy.linalg.tensorsolve
 */
export function tensorsolve<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: TensorsolveOptions = {},
): NDArray<CommonFactored<A, B>> {
  checkOptions('tensorsolve', options, tensorsolveNames);
  let left = toArray('tensorsolve', a);
  const right = toArray('tensorsolve', b);
  if (options.axes !== undefined) {
    const moved = checkAxes('tensorsolve', options.axes, left.ndim, 'axes');
    const kept = left.shape.map((_, axis) => axis).filter((axis) => !moved.includes(axis));
    left = left.transpose([...kept, ...moved]) as NDArray;
  }
  const unknowns = left.shape.slice(right.ndim);
  const matrix = asSquare('tensorsolve', left, right.size, sizeOf(unknowns));
  return solve(matrix, right.reshape([right.size]) as NDArray).reshape(unknowns) as never;
}

function asSquare(operation: string, x: NDArray, rows: number, columns: number): NDArray {
  if (rows === columns && rows * columns === x.size) return x.reshape([rows, columns]) as NDArray;
  throw new ShapeError(`shape ${formatShape(x.shape)} is no square matrix: ${rows} by ${columns}`, {
    operation,
    argument: operation === 'tensorinv' ? 'x' : 'a',
    got: x.shape,
    needs: 'axes whose lengths have the same product on both sides',
  });
}

/** How `matrixPower` and others say that there is no inverse. */
export function refuseSingular(operation: string, error: unknown): never {
  if (error instanceof LinAlgError) {
    const message = error.message.slice(error.message.indexOf(': ') + 2);
    throw new LinAlgError(message, { operation, argument: 'x', cause: error });
  }
  throw error;
}
