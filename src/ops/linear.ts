/** Diagonals, traces, transposes and cross products: what linear algebra asks of arrays beside matmul. */

import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError, AxisError, ShapeError } from '../core/errors.js';
import { type NDArray, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { broadcastShapes, normalizeAxis, type Shape } from '../core/shape.js';
import type { MatrixTransposed } from '../core/static-shapes.js';
import { multiply, subtract } from './elementwise.js';
import { stack } from './joining.js';
import { sum, type Widened } from './reductions.js';
import type { Common, DTypeOf } from './types.js';
import { type Operand, toArray } from './ufunc.js';

/**
 * The view with the last two axes exchanged.
 *
 * @throws ShapeError for fewer than two axes.
 * @example
 * matrixTranspose(zeros([5, 2, 3])).shape; // [5, 3, 2]
 * @see numpy.matrix_transpose
 */
export function matrixTranspose<X extends Operand>(
  x: X,
): X extends NDArray<infer D, infer S> ? NDArray<D, MatrixTransposed<S>> : NDArray {
  const array = toArray('matrixTranspose', x);
  const { ndim } = array;
  if (ndim < 2) {
    throw new ShapeError(`x has ${ndim} axes; needs at least two`, {
      operation: 'matrixTranspose',
      argument: 'x',
      got: array.shape,
      needs: 'at least two axes',
    });
  }
  const turned = <T>(list: readonly T[]): T[] => [...list.slice(0, -2), list[ndim - 1], list[ndim - 2]];
  return viewOf(array, turned(array.shape), turned(array.strides)) as never;
}

/** Options of `diagonal`. */
export interface DiagonalOptions {
  /** How far above the main diagonal; below it when negative. 0. */
  readonly offset?: number;
  /** The axis that counts as rows. 0. */
  readonly axis1?: number;
  /** The axis that counts as columns. 1. */
  readonly axis2?: number;
}

const diagonalNames: OptionNames<DiagonalOptions> = { offset: true, axis1: true, axis2: true };

/**
 * The diagonals of the matrices in two axes: a read-only view without those axes, the diagonal as its last one.
 *
 * @throws ShapeError for fewer than two axes; AxisError for axes that are out of bounds or the same; ArgumentError for
 * an offset that is no integer.
 * @example
 * diagonal(arange(9).reshape(3, 3), { offset: 1 }).toArray(); // [1, 5]
 * @see numpy.diagonal
 */
export function diagonal<X extends Operand>(x: X, options: DiagonalOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('diagonal', options, diagonalNames);
  return diagonalOf('diagonal', toArray('diagonal', x), options) as never;
}

/** `diagonal`, in the name of another operation. */
export function diagonalOf(operation: string, array: NDArray, options: DiagonalOptions): NDArray {
  const { offset = 0, axis1 = 0, axis2 = 1 } = options;
  if (array.ndim < 2) {
    throw new ShapeError(`x has ${array.ndim} axes; needs at least two`, {
      operation,
      argument: 'x',
      got: array.shape,
      needs: 'at least two axes',
    });
  }
  if (!Number.isSafeInteger(offset)) {
    throw new ArgumentError(`offset is ${String(offset)}; needs an integer`, {
      operation,
      argument: 'offset',
      got: offset,
      needs: 'an integer',
    });
  }
  const row = normalizeAxis(operation, axis1, array.ndim, 'axis1');
  const column = normalizeAxis(operation, axis2, array.ndim, 'axis2');
  if (row === column) {
    throw new AxisError(`axis1 and axis2 are both ${row}`, { operation, argument: 'axis2', got: axis2 });
  }
  const rows = array.shape[row] - Math.max(-offset, 0);
  const columns = array.shape[column] - Math.max(offset, 0);
  const length = Math.max(Math.min(rows, columns), 0);
  const kept = (_: number, axis: number): boolean => axis !== row && axis !== column;
  const start = offset >= 0 ? offset * array.strides[column] : -offset * array.strides[row];
  return viewOf(
    array,
    [...array.shape.filter(kept), length],
    [...array.strides.filter(kept), array.strides[row] + array.strides[column]],
    length === 0 ? array.offset : array.offset + start,
    false,
  );
}

/** Options of `trace`. */
export interface TraceOptions<T extends DType = DType> extends DiagonalOptions {
  /** The dtype to sum in and to give. */
  readonly dtype?: T;
}

const traceNames: OptionNames<TraceOptions<DType>> = { offset: true, axis1: true, axis2: true, dtype: true };

/**
 * The sum along the diagonals of the matrices in two axes, which the result is without.
 *
 * Dtypes as for `sum`: bools and integers become 64 bits wide. Empty diagonals give 0; NaN gives NaN.
 *
 * @throws as `diagonal`; DTypeError for an unknown dtype.
 * @example
 * trace([[1, 2], [3, 4]]).item(); // 5
 * @see numpy.trace
 */
export function trace<X extends Operand, T extends DType = Widened<DTypeOf<X>>>(
  x: X,
  options: TraceOptions<T> = {},
): NDArray<T> {
  checkOptions('trace', options, traceNames);
  const view = diagonalOf('trace', toArray('trace', x), options);
  const { dtype } = options;
  if (dtype !== undefined) checkDType('trace', dtype);
  return sum(view, dtype === undefined ? { axis: -1 } : { axis: -1, dtype }) as never;
}

/** Options of `cross`. */
export interface CrossOptions {
  /** The axis of the vectors in both operands and the result; instead of the three below. */
  readonly axis?: number;
  /** The axis of the vectors in `a`. The last. */
  readonly axisa?: number;
  /** The axis of the vectors in `b`. The last. */
  readonly axisb?: number;
  /** The axis of the vectors in the result. The last. */
  readonly axisc?: number;
}

const crossNames: OptionNames<CrossOptions> = { axis: true, axisa: true, axisb: true, axisc: true };

/**
 * Cross products of vectors of 3; a vector of 2 counts as one whose third component is 0, and of two of those only that
 * component of the product is given, without an axis. The other axes broadcast.
 *
 * Any dtypes but bool → the promoted one. NaN spreads.
 *
 * @throws ShapeError when the vectors are not of 2 or 3, or the other axes do not broadcast; AxisError for an axis out of
 * bounds; DTypeError for bools.
 * @example
 * cross([1, 0, 0], [0, 1, 0]).toArray(); // [0, 0, 1]
 * @see numpy.cross
 */
export function cross<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: CrossOptions = {},
): NDArray<Common<A, B>> {
  checkOptions('cross', options, crossNames);
  const { axis, axisa = axis ?? -1, axisb = axis ?? -1, axisc = axis ?? -1 } = options;
  const x = vectors(toArray('cross', a), axisa, 'a', 'axisa');
  const y = vectors(toArray('cross', b), axisb, 'b', 'axisb');
  const shape = broadcastShapes('cross', x[0].shape, y[0].shape);
  const times = (i: number, j: number): NDArray | null =>
    x[i] === undefined || y[j] === undefined ? null : (multiply(x[i], y[j]) as NDArray);
  const third = difference(times(0, 1), times(1, 0));
  if (x.length === 2 && y.length === 2) return third as never;
  const at = normalizeAxis('cross', axis ?? axisc, shape.length + 1, axis === undefined ? 'axisc' : 'axis');
  const parts = [difference(times(1, 2), times(2, 1)), difference(times(2, 0), times(0, 2)), third];
  return stack(parts, { axis: at }) as never;
}

/** The components of vectors along an axis. @throws ShapeError unless there are 2 or 3. */
function vectors(x: NDArray, axis: number, argument: string, axisName: string): NDArray[] {
  const got = x.ndim === 0 ? 0 : x.shape[normalizeAxis('cross', axis, x.ndim, axisName)];
  if (got !== 2 && got !== 3) {
    throw new ShapeError(`${argument} has vectors of ${got}; needs vectors of 2 or 3`, {
      operation: 'cross',
      argument,
      got: x.shape,
      needs: 'vectors of 2 or 3',
    });
  }
  const at = normalizeAxis('cross', axis, x.ndim, axisName);
  const without = <T>(list: readonly T[]): T[] => [...list.slice(0, at), ...list.slice(at + 1)];
  return Array.from({ length: got }, (_, component) =>
    viewOf(x, without(x.shape) as Shape, without(x.strides), x.offset + component * x.strides[at]),
  );
}

/** left − right, where a missing one is a product with 0. */
function difference(left: NDArray | null, right: NDArray | null): NDArray {
  if (left === null) return subtract(0, right as NDArray) as NDArray;
  return right === null ? left : (subtract(left, right) as NDArray);
}
