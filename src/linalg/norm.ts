/** Norms of vectors and matrices. */

import { ShapeError } from '../core/errors.js';
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { type Shape, sizeOf } from '../core/shape.js';
import { checkAxes } from '../core/strides.js';
import { abs, power, square } from '../ops/elementwise.js';
import { asType, transpose } from '../ops/manipulation.js';
import { sqrt } from '../ops/math.js';
import { imag, real } from '../ops/parts.js';
import { countNonzero, max, min, sum } from '../ops/reductions.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { isComplexDType, realDType, refuseOption, stackOf } from './matrices.js';
import { decompose } from './svd.js';
import type { FactorDType } from './types.js';

/** The dtype of norms: real, float16 staying as it is. */
export type NormOf<X> = X extends NDArray<infer D> | Foreign<infer D>
  ? D extends 'float16' | 'float32'
    ? D
    : D extends 'complex64'
      ? 'float32'
      : 'float64'
  : 'float16' | 'float32' | 'float64';

/** Options of `norm`. */
export interface NormOptions {
  /**
   * Of vectors: any number p, for (Σ |x|^p)^(1/p); Infinity, -Infinity: the largest and smallest size; 0: how many are not
   * 0. Of matrices: 'fro', 'nuc', 1, -1 (sums of columns), Infinity, -Infinity (sums of rows), 2, -2 (singular values).
   * Absent: 2 of vectors, 'fro' of matrices.
   */
  readonly ord?: number | 'fro' | 'nuc' | null;
  /** One axis: norms of vectors; two: of matrices. Absent: all of one or two, or without `ord` all elements as one vector. */
  readonly axis?: number | readonly number[] | null;
  /** Leaves the axes in the shape with length 1. false. */
  readonly keepdims?: boolean;
}

/** Options of `vectorNorm`. */
export interface VectorNormOptions {
  /** Any number, as `norm` takes it for vectors. 2. */
  readonly ord?: number;
  /** The axes that together are the vector. All. */
  readonly axis?: number | readonly number[] | null;
  /** Leaves the axes in the shape with length 1. false. */
  readonly keepdims?: boolean;
}

/** Options of `matrixNorm`. */
export interface MatrixNormOptions {
  /** As `norm` takes it for matrices. 'fro'. */
  readonly ord?: number | 'fro' | 'nuc';
  /** Leaves the last two axes in the shape with length 1. false. */
  readonly keepdims?: boolean;
}

const matrixOrders = "'fro', 'nuc', 1, -1, 2, -2, Infinity or -Infinity";

/**
 * Elements as floats: integers and bools become float64. Arrays of other kinds stay what they are: every operation that
 * norms are made of hands over to them.
 */
function floating(operation: string, x: Operand): NDArray {
  const array = isForeign(x) ? (x as unknown as NDArray) : toArray(operation, x);
  if (array.dtype === 'float16' || isComplexDType(array.dtype) || array.dtype.startsWith('float'))
    return array;
  return asType(array, 'float64');
}

const normNames: OptionNames<NormOptions> = { ord: true, axis: true, keepdims: true };

/**
 * Norms of vectors or matrices.
 *
 * float16, float32, float64 stay, complex numbers give their real dtype, integers and bools float64. Without elements the
 * norm is 0, but the largest and smallest of none are refused. NaN gives NaN.
 *
 * @throws AxisError for axes out of bounds or named twice; ShapeError when `ord` is given and there are neither one nor
 * two axes; ArgumentError for an order that there is none of; LinAlgError as `svd` for the orders by singular values.
 * @example
 * linalg.norm([3, 4]).item(); // 5
 * linalg.norm([[1, 2], [3, 4]], { ord: 1 }).item(); // 6
 * @see numpy.linalg.norm
 */
export function norm<X extends Operand>(x: X, options: NormOptions = {}): Made<X, NormOf<X>, Shape> {
  checkOptions('norm', options, normNames);
  const { axis = null, keepdims = false } = options;
  const ord = options.ord ?? null;
  const array = floating('norm', x);
  if (axis === null && ord === null) {
    return vectorNormOf(
      'norm',
      array,
      2,
      array.shape.map((_, at) => at),
      keepdims,
    ) as never;
  }
  const given = axis === null ? array.shape.map((_, at) => at) : typeof axis === 'number' ? [axis] : axis;
  const axes = checkAxes('norm', given, array.ndim);
  if (axes.length === 1) {
    if (typeof ord === 'string') refuseOption('norm', 'ord', ord, 'a number for vectors');
    return vectorNormOf('norm', array, ord ?? 2, axes, keepdims) as never;
  }
  if (axes.length === 2) return matrixNormOf('norm', array, ord ?? 'fro', axes, keepdims) as never;
  throw new ShapeError(`there are ${axes.length} axes; needs one for vectors or two for matrices`, {
    operation: 'norm',
    argument: 'axis',
    got: axis ?? array.shape,
    needs: 'one or two axes',
  });
}

const vectorNormNames: OptionNames<VectorNormOptions> = { ord: true, axis: true, keepdims: true };

/**
 * Norms of vectors along one axis or several together.
 *
 * Dtypes, empty vectors and NaN as for `norm`.
 *
 * @throws AxisError for axes out of bounds or named twice; ArgumentError for an order that is no number.
 * @example
 * linalg.vectorNorm([[3, 4], [6, 8]], { axis: 1 }).toArray(); // [5, 10]
 * @see numpy.linalg.vector_norm
 */
export function vectorNorm<X extends Operand>(
  x: X,
  options: VectorNormOptions = {},
): Made<X, NormOf<X>, Shape> {
  checkOptions('vectorNorm', options, vectorNormNames);
  const { ord = 2, axis = null, keepdims = false } = options;
  const array = floating('vectorNorm', x);
  if (typeof ord !== 'number') refuseOption('vectorNorm', 'ord', ord, 'a number');
  const given = axis === null ? array.shape.map((_, at) => at) : typeof axis === 'number' ? [axis] : axis;
  return vectorNormOf(
    'vectorNorm',
    array,
    ord,
    checkAxes('vectorNorm', given, array.ndim),
    keepdims,
  ) as never;
}

const matrixNormNames: OptionNames<MatrixNormOptions> = { ord: true, keepdims: true };

/**
 * Norms of matrices (…, m, n): shape (…).
 *
 * Dtypes, empty matrices and NaN as for `norm`.
 *
 * @throws ShapeError for fewer than two axes; ArgumentError for an order that there is none of; LinAlgError as `svd` for the
 * orders by singular values.
 * @example
 * linalg.matrixNorm([[3, 0], [0, 4]]).item(); // 5
 * @see numpy.linalg.matrix_norm
 */
export function matrixNorm<X extends Operand>(
  x: X,
  options: MatrixNormOptions = {},
): Made<X, NormOf<X>, Shape> {
  checkOptions('matrixNorm', options, matrixNormNames);
  const { ord = 'fro', keepdims = false } = options;
  const array = floating('matrixNorm', x);
  if (array.ndim < 2) {
    throw new ShapeError(`x has ${array.ndim} axes; needs at least two`, {
      operation: 'matrixNorm',
      argument: 'x',
      got: array.shape,
      needs: 'at least two axes',
    });
  }
  const axes = [array.ndim - 2, array.ndim - 1];
  return matrixNormOf('matrixNorm', array, ord, axes, keepdims) as never;
}

/** Σ |x|² without a square root on the way. */
function squares(x: NDArray): NDArray {
  if (!isComplexDType(x.dtype)) return square(x) as NDArray;
  return (square(real(x)) as NDArray).add(square(imag(x)) as NDArray) as NDArray;
}

function vectorNormOf(
  operation: string,
  x: NDArray,
  ord: number,
  axis: readonly number[],
  keepdims: boolean,
): NDArray {
  const options = { axis, keepdims };
  if (Number.isNaN(ord)) refuseOption(operation, 'ord', ord, 'a number');
  if (axis.length === 0) return abs(x) as NDArray;
  if (ord === 2) return sqrt(sum(squares(x), options)) as NDArray;
  const sizes = abs(x) as NDArray;
  if (ord === Infinity || ord === -Infinity) {
    if (ord === Infinity && sizeOf(axis.map((at) => x.shape[at])) === 0)
      return sum(sizes, options) as NDArray;
    return (ord > 0 ? max(sizes, options) : min(sizes, options)) as NDArray;
  }
  if (ord === 0) return asType(countNonzero(x, options), sizes.dtype);
  if (ord === 1) return sum(sizes, options) as NDArray;
  return power(sum(power(sizes, ord) as NDArray, options), 1 / ord) as NDArray;
}

function matrixNormOf(
  operation: string,
  x: NDArray,
  ord: number | 'fro' | 'nuc',
  axes: readonly number[],
  keepdims: boolean,
): NDArray {
  if (ord === 'fro') return sqrt(sum(squares(x), { axis: axes, keepdims })) as NDArray;
  if (ord === 'nuc' || ord === 2 || ord === -2) return spectral(operation, x, ord, axes, keepdims);
  const size = Math.abs(ord as number);
  if (size !== 1 && size !== Infinity) refuseOption(operation, 'ord', ord, matrixOrders);
  const [row, column] = axes;
  const [inner, outer] = size === 1 ? [row, column] : [column, row];
  const sums = sum(abs(x) as NDArray, { axis: inner, keepdims: true }) as NDArray;
  const empty = (ord as number) > 0 && x.shape[outer] === 0;
  const over = { axis: outer, keepdims: true };
  const kept = (empty ? sum(sums, over) : (ord as number) > 0 ? max(sums, over) : min(sums, over)) as NDArray;
  return keepdims ? kept : (kept.squeeze([...axes]) as NDArray);
}

function spectral(
  operation: string,
  x: NDArray,
  ord: 'nuc' | 2 | -2,
  [row, column]: readonly number[],
  keepdims: boolean,
): NDArray {
  if (x.dtype === 'float16') refuseOption(operation, 'ord', ord, 'another order for float16');
  if (isForeign(x)) return foreignSpectral(x, ord, [row, column], keepdims);
  const others = x.shape.map((_, axis) => axis).filter((axis) => axis !== row && axis !== column);
  const stack = stackOf(operation, x.transpose([...others, row, column]) as NDArray);
  const shape: Shape = keepdims
    ? x.shape.map((n, axis) => (axis === row || axis === column ? 1 : n))
    : stack.lead;
  if (Math.min(stack.rows, stack.columns) === 0)
    return newArray(operation, realDType(x.dtype as FactorDType), shape) as NDArray;
  const s = decompose(operation, stack, false, false) as NDArray;
  const result =
    ord === 'nuc' ? sum(s, { axis: -1 }) : ord === 2 ? max(s, { axis: -1 }) : min(s, { axis: -1 });
  return (result as NDArray).reshape([...shape]) as NDArray;
}

/** The same of an array of another kind, which has one matrix at most. */
function foreignSpectral(
  x: Foreign & NDArray,
  ord: 'nuc' | 2 | -2,
  axes: readonly number[],
  keepdims: boolean,
): NDArray {
  const s = x[foreignSymbol]('svdvals', [axes[0] < axes[1] ? x : transpose(x)]) as NDArray;
  const result = (ord === 'nuc' ? sum(s) : ord === 2 ? max(s) : min(s)) as NDArray;
  return keepdims ? result.expandDims([0, 1]) : result;
}
