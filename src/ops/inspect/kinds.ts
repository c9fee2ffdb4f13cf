/** What kind of numbers an array holds. */

import { type DType, dtypeInfo } from '../../core/dtype.js';
import { DTypeError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { isScalar } from '../../core/promotion.js';
import { abs } from '../elementwise.js';
import { equal, less, notEqual } from '../logic.js';
import { imag, real } from '../parts.js';
import { all } from '../reductions.js';
import type { UfuncOptions } from '../result.js';
import { type Operand, toArray } from '../ufunc.js';

function isComplexDType(dtype: DType): boolean {
  return dtypeInfo(dtype).kind === 'c';
}

/**
 * Whether each element has no imaginary part. Any dtype → bool; NaN as an imaginary part is one.
 *
 * @throws DTypeError for what is no array.
 * @example
 * isreal([{ re: 1, im: 0 }, { re: 1, im: 2 }]).toArray(); // [true, false]
 * @see numpy.isreal
 */
export function isreal(x: Operand): NDArray<'bool'> {
  return equal(imag(toArray('isreal', x)) as NDArray, 0);
}

/**
 * Whether each element has an imaginary part that is not 0. Any dtype → bool.
 *
 * @throws DTypeError for what is no array.
 * @example
 * iscomplex([{ re: 1, im: 0 }, { re: 1, im: 2 }]).toArray(); // [false, true]
 * @see numpy.iscomplex
 */
export function iscomplex(x: Operand): NDArray<'bool'> {
  return notEqual(imag(toArray('iscomplex', x)) as NDArray, 0);
}

/**
 * Whether the dtype of `x` is no complex one, whatever the elements are.
 *
 * @throws DTypeError for what is no array.
 * @example
 * isrealobj([1, 2]); // true
 * @see numpy.isrealobj
 */
export function isrealobj(x: Operand): boolean {
  return !isComplexDType(toArray('isrealobj', x).dtype);
}

/**
 * Whether the dtype of `x` is a complex one, whatever the elements are.
 *
 * @throws DTypeError for what is no array.
 * @example
 * iscomplexobj([{ re: 1, im: 0 }]); // true
 * @see numpy.iscomplexobj
 */
export function iscomplexobj(x: Operand): boolean {
  return isComplexDType(toArray('iscomplexobj', x).dtype);
}

/**
 * Whether `x` is a scalar: a number, bigint, boolean or `{ re, im }`. An array without axes is none.
 *
 * @example
 * isscalar(3); // true
 * isscalar([3]); // false
 * @see numpy.isscalar
 */
export function isscalar(x: unknown): boolean {
  return isScalar(x);
}

/**
 * Whether each element is positive infinity. Real dtypes → bool; NaN is not.
 *
 * @throws DTypeError for complex numbers, which have no sign; ShapeError or DTypeError for an `out` that does not fit.
 * @example
 * isposinf([Infinity, -Infinity, 1]).toArray(); // [true, false, false]
 * @see numpy.isposinf
 */
export function isposinf(x: Operand, options?: Pick<UfuncOptions, 'out'>): NDArray<'bool'> {
  return equal(signed('isposinf', x), Infinity, options);
}

/**
 * Whether each element is negative infinity. Real dtypes → bool; NaN is not.
 *
 * @throws as `isposinf`.
 * @example
 * isneginf([Infinity, -Infinity, 1]).toArray(); // [false, true, false]
 * @see numpy.isneginf
 */
export function isneginf(x: Operand, options?: Pick<UfuncOptions, 'out'>): NDArray<'bool'> {
  return equal(signed('isneginf', x), -Infinity, options);
}

function signed(operation: string, x: Operand): NDArray {
  const a = toArray(operation, x);
  if (!isComplexDType(a.dtype)) return a;
  throw new DTypeError(`takes no ${a.dtype}: complex infinities have no sign; needs real numbers`, {
    operation,
    argument: 'x',
    got: a.dtype,
    needs: 'bool, integer or float arrays',
  });
}

const realIfCloseNames: OptionNames<{ readonly tol?: number }> = { tol: true };

/**
 * The real parts where all imaginary parts are as good as 0, else the array itself.
 *
 * complex64 → float32, complex128 → float64, or unchanged; other dtypes stay. A view.
 *
 * @param options `tol`, how large imaginary parts may be: above 1 in units of the dtype's epsilon (100), else absolute.
 * @throws DTypeError for what is no array.
 * @example
 * realIfClose([{ re: 2, im: 1e-15 }]).toArray(); // [2]
 * @see numpy.real_if_close
 */
export function realIfClose(x: Operand, options: { readonly tol?: number } = {}): NDArray {
  checkOptions('realIfClose', options, realIfCloseNames);
  const a = toArray('realIfClose', x);
  if (!isComplexDType(a.dtype)) return a;
  const { tol = 100 } = options;
  const epsilon = a.dtype === 'complex64' ? 2 ** -23 : 2 ** -52;
  const allowed = tol > 1 ? tol * epsilon : tol;
  return all(less(abs(imag(a) as NDArray), allowed)).item() ? (real(a) as NDArray) : a;
}
