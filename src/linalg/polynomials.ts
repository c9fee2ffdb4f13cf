/** Polynomials and eigenvalues: roots are the eigenvalues of a matrix, and a matrix has a polynomial. */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ShapeError } from '../core/errors.js';
import { type NDArray, newArray } from '../core/ndarray.js';
import { divide, negative } from '../ops/elementwise.js';
import { concatenate } from '../ops/joining.js';
import { asType } from '../ops/manipulation.js';
import { poly as polyOfRoots } from '../ops/numeric/polynomials.js';
import { flatnonzero } from '../ops/searching.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { eigvals } from './eigen.js';

/** What a dtype is factored in; float16 too, which eigenvalues refuse. */
function factored(x: NDArray): NDArray {
  const { kind } = dtypeInfo(x.dtype);
  const stays = x.dtype !== 'float16' && (kind === 'f' || kind === 'c');
  return stays ? x : (asType(x, 'float64') as NDArray);
}

/**
 * The roots of a polynomial, in no order, by the eigenvalues of its companion matrix.
 *
 * The coefficients are a vector, the highest power first; zeros in front do not count. float32, float64 and complex
 * dtypes keep their precision, others become float64; the result is complex unless all roots are real. A constant has no
 * roots: an empty float64 array. Complexity: about 10 n³.
 *
 * @throws ShapeError unless the coefficients are a vector; LinAlgError for NaN and infinities, and should eigenvalues not
 * converge.
 * @example
 * roots([1, -6, 11, -6]).round(6).toArray().sort(); // [1, 2, 3]
 * @see numpy.roots
 */
export function roots(p: Operand): NDArray<DType, [number]> {
  const given = toArray('roots', p);
  if (given.ndim > 1) {
    throw new ShapeError(`p has ${given.ndim} axes; needs one`, {
      operation: 'roots',
      argument: 'p',
      got: given.shape,
      needs: 'one axis',
    });
  }
  const c = factored(given.reshape([given.size]) as NDArray);
  const places = [...flatnonzero(c).flat].map(Number);
  if (places.length === 0) return newArray('roots', 'float64', [0]) as never;
  const [first, last] = [places[0], places[places.length - 1]];
  const degree = last - first;
  const zeros = c.size - 1 - last;
  if (degree === 0) return newArray('roots', c.dtype, [zeros]) as never;
  const companion = newArray('roots', c.dtype, [degree, degree]) as NDArray;
  for (let i = 1; i < degree; i++) companion.set(1 as never, i, i - 1);
  const rest = c.at(`${first + 1}:${last + 1}`) as NDArray;
  companion.at(0).assign(negative(divide(rest, c.at(first) as NDArray)) as NDArray);
  const found = eigvals(companion) as NDArray;
  return concatenate([found, newArray('roots', found.dtype, [zeros]) as NDArray]) as never;
}

/**
 * The polynomial with these roots, or the characteristic polynomial of a square matrix; its highest coefficient is 1.
 *
 * float32, float64 and complex dtypes keep their precision, others become float64; complex roots in conjugate pairs give
 * a real polynomial. No roots give 1.
 *
 * @throws ShapeError for what is neither a vector nor a square matrix; LinAlgError should eigenvalues not converge.
 * @example
 * poly([1, 2]).toArray(); // [1, -3, 2]
 * poly([[2, 0], [0, 3]]).toArray(); // [1, -5, 6]
 * @see numpy.poly
 */
export function poly(zeros: Operand): NDArray<DType, [number]> {
  const x = toArray('poly', zeros);
  const isMatrix = x.ndim === 2 && x.shape[0] === x.shape[1] && x.size > 0;
  if (x.ndim < 2 || isMatrix) return polyOfRoots(isMatrix ? (eigvals(factored(x)) as NDArray) : x) as never;
  throw new ShapeError(`zeros has shape (${x.shape.join(', ')}); needs a vector or a square matrix`, {
    operation: 'poly',
    argument: 'zeros',
    got: x.shape,
    needs: 'a vector or a square matrix',
  });
}
