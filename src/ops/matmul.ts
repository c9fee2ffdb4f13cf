/** Products of vectors, matrices and stacks of them. */

import { checkDType, type DType } from '../core/dtype.js';
import { ShapeError } from '../core/errors.js';
import { handOver, type Made } from '../core/foreign.js';
import { NDArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { isScalar, promoted } from '../core/promotion.js';
import { broadcastShapes, formatShape, normalizeAxis, type Shape } from '../core/shape.js';
import type { MatrixProduct, MatrixProductProblem, ShapeOf } from '../core/static-shapes.js';
import { contract } from './contract.js';
import { conj, multiply } from './elementwise.js';
import { deliver, matrixProduct, stackedProduct, withAxes } from './product.js';
import { castTo } from './reduction.js';
import { checkOut, type UfuncOptions } from './result.js';
import type { Common, Result } from './types.js';
import { type Operand, toArray } from './ufunc.js';

type MatrixProducts = <A extends Operand, B extends Operand, O extends UfuncOptions>(
  a: A,
  b: B & MatrixProductProblem<ShapeOf<A>, ShapeOf<B>>,
  options?: O,
) => Result<O, Common<A, B>, MatrixProduct<ShapeOf<A>, ShapeOf<B>>, A | B>;

type Product<S extends Shape = Shape> = <A extends Operand, B extends Operand, O extends UfuncOptions>(
  a: A,
  b: B,
  options?: O,
) => Result<O, Common<A, B>, S, A | B>;

function inDType(operation: string, x: NDArray, dtype: DType): NDArray {
  return x.dtype === dtype ? x : castTo(operation, x, dtype);
}

/** `x` with its last two axes kept and the ones before broadcast to `lead`. */
function stacked(x: NDArray, lead: Shape): NDArray {
  const own = x.ndim - 2;
  const missing = lead.length - own;
  const strides = lead.map((_, axis) =>
    axis < missing || x.shape[axis - missing] === 1 ? 0 : x.strides[axis - missing],
  );
  return withAxes(x, [...lead, ...x.shape.slice(own)], [...strides, ...x.strides.slice(own)]);
}

/**
 * Matrix products. A 1-d `a` is a row, a 1-d `b` a column, and that axis is left out of the result; of more than two
 * axes the leading ones are stacks, which broadcast.
 *
 * Any dtypes → the promoted one, integers wrapping around, bools giving `or` of `and`s. Empty inner axes give zeros;
 * NaN and infinities propagate.
 *
 * Complexity: rows × columns × inner multiplications; float64 and float32 use the machine's vector units and threads.
 *
 * @throws ShapeError for scalars, inner lengths that differ, or stacks that do not broadcast; ShapeError or DTypeError
 * for an `out` that does not fit.
 * @example
 * matmul([[1, 2], [3, 4]], [[5], [6]]).toArray(); // [[17], [39]]
 * @see numpy.matmul
 */
export const matmul: MatrixProducts = (a: Operand, b: Operand, options?: UfuncOptions) => {
  const handed = handOver('matmul', [a, b], [a, b, options]);
  if (handed !== undefined) return handed as never;
  let x = toArray('matmul', a);
  let y = toArray('matmul', b);
  if (options === undefined) {
    const quick = matrixProduct('matmul', x, y);
    if (quick !== undefined) return quick as never;
  }
  const dtype = checkDType('matmul', options?.dtype ?? promoted(x.dtype, y.dtype));
  x = inDType('matmul', x, dtype);
  y = inDType('matmul', y, dtype);
  if (x.ndim === 0 || y.ndim === 0) {
    const argument = x.ndim === 0 ? 'a' : 'b';
    throw new ShapeError(`${argument} is a scalar; needs at least one axis (multiply takes scalars)`, {
      operation: 'matmul',
      argument,
      needs: 'at least one axis',
    });
  }
  const isRow = x.ndim === 1;
  const isColumn = y.ndim === 1;
  if (isRow) x = withAxes(x, [1, x.shape[0]], [0, x.strides[0]]);
  if (isColumn) y = withAxes(y, [y.shape[0], 1], [y.strides[0], 0]);
  if (x.shape[x.ndim - 1] !== y.shape[y.ndim - 2]) {
    throw new ShapeError(`b has ${y.shape[y.ndim - 2]} rows, a has ${x.shape[x.ndim - 1]} columns`, {
      operation: 'matmul',
      argument: 'b',
      got: y.shape,
      needs: `${x.shape[x.ndim - 1]} on its second last axis`,
    });
  }
  const lead = broadcastShapes('matmul', x.shape.slice(0, -2), y.shape.slice(0, -2));
  const shape = [
    ...lead,
    ...(isRow ? [] : [x.shape[x.ndim - 2]]),
    ...(isColumn ? [] : [y.shape[y.ndim - 1]]),
  ];
  if (options?.out !== undefined) checkOut('matmul', options.out, dtype, shape);
  const product = stackedProduct('matmul', stacked(x, lead), stacked(y, lead));
  const kept = (_: number, axis: number): boolean =>
    !(isRow && axis === product.ndim - 2) && !(isColumn && axis === product.ndim - 1);
  const result = new NDArray({ data: storage(product), dtype, shape, strides: product.strides.filter(kept) });
  return deliver(result, options?.out) as never;
};

/**
 * NumPy's dot product: of vectors the inner product, of matrices the matrix product, of a scalar and an array their
 * product; otherwise the sum over the last axis of `a` and the second last of `b`, without broadcasting.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when the summed axes differ in length.
 * @example
 * dot([1, 2, 3], [4, 5, 6]).item(); // 32
 * @see numpy.dot
 */
export const dot: Product = (a: Operand, b: Operand, given?: UfuncOptions) => {
  const handed = handOver('dot', [a, b], [a, b, given]);
  if (handed !== undefined) return handed as never;
  const options = given ?? {};
  if (isScalar(a) || isScalar(b)) return multiply(a, b, options) as never;
  const x = toArray('dot', a);
  const y = toArray('dot', b);
  if (x.ndim === 0 || y.ndim === 0) return multiply(x, y, options) as never;
  if (x.ndim <= 2 && y.ndim <= 2) return matmul(x, y, given) as never;
  return contractAxes('dot', x, y, [x.ndim - 1], [Math.max(y.ndim - 2, 0)], options) as never;
};

/**
 * Inner products over the last axes of both: of vectors the usual one.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when the last axes differ in length.
 * @example
 * inner([[1, 2], [3, 4]], [1, 1]).toArray(); // [3, 7]
 * @see numpy.inner
 */
export const inner: Product = (a: Operand, b: Operand, options: UfuncOptions = {}) => {
  const x = toArray('inner', a);
  const y = toArray('inner', b);
  if (x.ndim === 0 || y.ndim === 0) return multiply(x, y, options) as never;
  return contractAxes('inner', x, y, [x.ndim - 1], [y.ndim - 1], options) as never;
};

/**
 * All products of an element of `a` and one of `b`, both flattened: shape (a.size, b.size).
 *
 * Any dtypes → the promoted one. Empty arrays give an empty result; NaN gives NaN.
 *
 * @throws ShapeError or DTypeError for an `out` that does not fit.
 * @example
 * outer([1, 2], [3, 4]).toArray(); // [[3, 4], [6, 8]]
 * @see numpy.outer
 */
export const outer: Product<[number, number]> = (a: Operand, b: Operand, options: UfuncOptions = {}) => {
  const x = flat('outer', toArray('outer', a));
  const y = flat('outer', toArray('outer', b));
  return multiply(
    withAxes(x, [x.size, 1], [x.itemsize, 0]),
    withAxes(y, [1, y.size], [0, y.itemsize]),
    options,
  ) as never;
};

function flat(operation: string, x: NDArray): NDArray {
  const own = x.flags.cContiguous ? x : castTo(operation, x, x.dtype);
  return withAxes(own, [own.size], [own.itemsize]);
}

/** Options of `vecdot`. */
export interface VecdotOptions {
  /** The axis to sum over, in both. The last. */
  readonly axis?: number;
}

const vecdotNames: OptionNames<VecdotOptions> = { axis: true };

/**
 * Inner products of vectors along an axis, the others broadcasting; of complex numbers with the first conjugated.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when the lengths differ or the other axes do not broadcast; AxisError for an axis out of bounds.
 * @example
 * vecdot([[1, 2], [3, 4]], [[5, 6], [7, 8]]).toArray(); // [17, 53]
 * @see numpy.vecdot
 */
export function vecdot<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: VecdotOptions = {},
): NDArray<Common<A, B>> {
  checkOptions('vecdot', options, vecdotNames);
  let x = axisLast('vecdot', toArray('vecdot', a), options.axis ?? -1);
  const y = axisLast('vecdot', toArray('vecdot', b), options.axis ?? -1);
  if (x.dtype === 'complex64' || x.dtype === 'complex128') x = conj(x) as NDArray;
  const n = x.shape[x.ndim - 1];
  if (n !== y.shape[y.ndim - 1]) {
    throw new ShapeError(`b has vectors of ${y.shape[y.ndim - 1]}, a of ${n}`, {
      operation: 'vecdot',
      argument: 'b',
      got: y.shape,
    });
  }
  const rows = withAxes(
    x,
    [...x.shape.slice(0, -1), 1, n],
    [...x.strides.slice(0, -1), 0, x.strides[x.ndim - 1]],
  );
  const columns = withAxes(y, [...y.shape, 1], [...y.strides, 0]);
  const product = matmul(rows, columns) as NDArray;
  return withAxes(product, product.shape.slice(0, -2), product.strides.slice(0, -2)) as never;
}

/**
 * Products of matrices (…, m, n) and vectors (…, n): shape (…, m). The leading axes broadcast.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when there are no matrices or vectors, lengths differ or the leading axes do not broadcast.
 * @example
 * matvec([[1, 2], [3, 4]], [[5, 6], [7, 8]]).toArray(); // [[17, 39], [23, 53]]
 * @see numpy.matvec
 */
export function matvec<A extends Operand, B extends Operand>(a: A, b: B): NDArray<Common<A, B>> {
  const vectors = ofVectors('matvec', 'b', toArray('matvec', b));
  const columns = withAxes(vectors, [...vectors.shape, 1], [...vectors.strides, 0]);
  const product = matmul(ofMatrices('matvec', 'a', toArray('matvec', a)), columns) as NDArray;
  return withAxes(product, product.shape.slice(0, -1), product.strides.slice(0, -1)) as never;
}

/**
 * Products of vectors (…, m), complex ones conjugated, and matrices (…, m, n): shape (…, n). The leading axes broadcast.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when there are no matrices or vectors, lengths differ or the leading axes do not broadcast.
 * @example
 * vecmat([1, 2], [[3, 4], [5, 6]]).toArray(); // [13, 16]
 * @see numpy.vecmat
 */
export function vecmat<A extends Operand, B extends Operand>(a: A, b: B): NDArray<Common<A, B>> {
  let x = ofVectors('vecmat', 'a', toArray('vecmat', a));
  if (x.dtype === 'complex64' || x.dtype === 'complex128') x = conj(x) as NDArray;
  const [last] = x.shape.slice(-1);
  const rows = withAxes(
    x,
    [...x.shape.slice(0, -1), 1, last],
    [...x.strides.slice(0, -1), 0, ...x.strides.slice(-1)],
  );
  const product = matmul(rows, ofMatrices('vecmat', 'b', toArray('vecmat', b))) as NDArray;
  const without = <T>(list: readonly T[]): T[] => [...list.slice(0, -2), ...list.slice(-1)];
  return withAxes(product, without(product.shape), without(product.strides)) as never;
}

const ofVectors = (operation: string, argument: string, x: NDArray): NDArray =>
  ofAxes(operation, argument, x, 1);
const ofMatrices = (operation: string, argument: string, x: NDArray): NDArray =>
  ofAxes(operation, argument, x, 2);

function ofAxes(operation: string, argument: string, x: NDArray, least: number): NDArray {
  if (x.ndim >= least) return x;
  const needs = least === 1 ? 'vectors' : 'matrices';
  throw new ShapeError(`${argument} has ${x.ndim} axes; needs ${needs}`, {
    operation,
    argument,
    got: x.shape,
    needs,
  });
}

function axisLast(operation: string, x: NDArray, axis: number): NDArray {
  const at = normalizeAxis(operation, axis, x.ndim);
  const moved = <T>(list: readonly T[]): T[] => [...list.slice(0, at), ...list.slice(at + 1), list[at]];
  return withAxes(x, moved(x.shape), moved(x.strides));
}

/** Options of `tensordot`. */
export interface TensordotOptions {
  /** How many axes to sum over, last of `a` and first of `b`, or the axes of each. 2. */
  readonly axes?: number | readonly [a: readonly number[], b: readonly number[]];
}

const tensordotNames: OptionNames<TensordotOptions> = { axes: true };

/**
 * Sums of products over chosen axes of both; the result has the other axes of `a`, then those of `b`.
 *
 * Dtypes, empty arrays and NaN as for `matmul`.
 *
 * @throws ShapeError when the summed axes differ in number or length; AxisError for an axis out of bounds.
 * @example
 * tensordot([[1, 2], [3, 4]], [[1, 0], [0, 1]], { axes: 1 }).toArray(); // [[1, 2], [3, 4]]
 * @see numpy.tensordot
 */
export function tensordot<A extends Operand, B extends Operand>(
  a: A,
  b: B,
  options: TensordotOptions = {},
): Made<A | B, Common<A, B>, Shape> {
  checkOptions('tensordot', options, tensordotNames);
  const handed = handOver('tensordot', [a, b], [a, b, options]);
  if (handed !== undefined) return handed as never;
  const x = toArray('tensordot', a);
  const y = toArray('tensordot', b);
  const { axes = 2 } = options;
  const count = typeof axes === 'number' ? axes : axes[0].length;
  const aAxes =
    typeof axes === 'number' ? Array.from({ length: count }, (_, at) => x.ndim - count + at) : axes[0];
  const bAxes = typeof axes === 'number' ? Array.from({ length: count }, (_, at) => at) : axes[1];
  return contractAxes('tensordot', x, y, aAxes, bAxes, {}) as never;
}

function contractAxes(
  operation: string,
  x: NDArray,
  y: NDArray,
  aAxes: readonly number[],
  bAxes: readonly number[],
  options: UfuncOptions,
): NDArray {
  if (aAxes.length !== bAxes.length) {
    throw new ShapeError(`axes name ${aAxes.length} of a and ${bAxes.length} of b`, {
      operation,
      argument: 'axes',
      got: [aAxes, bAxes],
    });
  }
  const a = aAxes.map((axis) => normalizeAxis(operation, axis, x.ndim, 'axes'));
  const b = bAxes.map((axis) => normalizeAxis(operation, axis, y.ndim, 'axes'));
  for (let at = 0; at < a.length; at++) {
    if (x.shape[a[at]] === y.shape[b[at]]) continue;
    const shapes = `${formatShape(x.shape)} and ${formatShape(y.shape)}`;
    throw new ShapeError(
      `shapes ${shapes} differ where they are summed: ${x.shape[a[at]]} and ${y.shape[b[at]]}`,
      { operation, got: [x.shape, y.shape] },
    );
  }
  const dtype = checkDType(operation, options.dtype ?? promoted(x.dtype, y.dtype));
  const aLabels = x.shape.map((_, axis) => `a${axis}`);
  const bLabels = y.shape.map((_, axis) => (b.includes(axis) ? `a${a[b.indexOf(axis)]}` : `b${axis}`));
  const out = [
    ...aLabels.filter((label) => !bLabels.includes(label)),
    ...bLabels.filter((label) => !aLabels.includes(label)),
  ];
  const product = contract(
    operation,
    { array: inDType(operation, x, dtype), labels: aLabels },
    { array: inDType(operation, y, dtype), labels: bLabels },
    new Set(out),
    out,
  );
  if (options.out !== undefined) checkOut(operation, options.out, dtype, product.array.shape);
  return deliver(product.array, options.out);
}
