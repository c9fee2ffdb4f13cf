/** Products of whole arrays: of two flattened ones, and of every element with a whole array. */
import { dtypeInfo } from '../../core/dtype.js';
import { ShapeError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { conj, multiply } from '../elementwise.js';
import { dot } from '../matmul.js';
import type { Common } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/**
 * The inner product of two arrays, both flattened, the first conjugated.
 *
 * Any dtypes → the promoted one, without axes. Of nothing it is 0; NaN gives NaN.
 *
 * @throws ShapeError when the sizes differ.
 * @example
 * vdot([[1, 2], [3, 4]], [[1, 0], [0, 1]]).item(); // 5
 * @see numpy.vdot
 */
export function vdot<A extends Operand, B extends Operand>(a: A, b: B): NDArray<Common<A, B>> {
  const x = toArray('vdot', a).ravel() as NDArray;
  const y = toArray('vdot', b).ravel() as NDArray;
  if (x.size !== y.size) {
    throw new ShapeError(`b has ${y.size} elements, a has ${x.size}`, {
      operation: 'vdot',
      argument: 'b',
      got: y.size,
      needs: `${x.size} elements`,
    });
  }
  return dot(dtypeInfo(x.dtype).kind === 'c' ? (conj(x) as NDArray) : x, y) as never;
}

/**
 * The Kronecker product: every element of `a` replaced by its product with all of `b`.
 *
 * Any dtypes → the promoted one. Each axis is as long as both together multiplied; the one with fewer axes gets more
 * in front. Empty ones give an empty result; NaN gives NaN.
 *
 * @throws MemoryError when there is no room for the result.
 * @example
 * kron([1, 10], [1, 2]).toArray(); // [1, 2, 10, 20]
 * @see numpy.kron
 */
export function kron<A extends Operand, B extends Operand>(a: A, b: B): NDArray<Common<A, B>> {
  let x = toArray('kron', a);
  let y = toArray('kron', b);
  while (x.ndim < y.ndim) x = x.expandDims(0) as NDArray;
  while (y.ndim < x.ndim) y = y.expandDims(0) as NDArray;
  const axes = x.shape.map((_, axis) => axis);
  // Axes in pairs, of a and of b; together they are one of the result.
  const outer = x.expandDims(axes.map((axis) => 2 * axis + 1)) as NDArray;
  const inner = y.expandDims(axes.map((axis) => 2 * axis)) as NDArray;
  const product = multiply(outer, inner) as NDArray;
  return product.reshape(x.shape.map((length, axis) => length * y.shape[axis])) as never;
}
