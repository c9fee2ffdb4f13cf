/**
 * Polynomials as vectors of coefficients, the highest power first: NumPy's `poly…` functions.
 *
 * Policy: coefficients are few and points are many, so arithmetic on coefficients is made of array operations, and
 * evaluation is one pass over the points where they are float64.
 */

import { type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, newUninitialized, storage, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { promoted } from '../../core/promotion.js';
import { trimZeros } from '../assembly/editing.js';
import { add, divide, multiply, negative, subtract } from '../elementwise.js';
import { concatenate } from '../joining.js';
import { castTo } from '../reduction.js';
import { type Operand, toArray } from '../ufunc.js';
import { convolve } from './convolution.js';

/** Coefficients: a vector. */
function coefficients(operation: string, p: Operand, argument = 'p'): NDArray {
  const a = toArray(operation, p);
  if (a.ndim > 1) {
    throw new ShapeError(`${argument} has ${a.ndim} axes; needs one`, {
      operation,
      argument,
      got: a.shape,
      needs: 'one axis',
    });
  }
  return (a.ndim === 0 ? a.reshape([1]) : a) as NDArray;
}

function part(p: NDArray, from: number, end: number): NDArray {
  return viewOf(
    p,
    [end - from],
    p.strides,
    end > from ? p.offset + from * p.strides[0] : p.offset,
  ) as NDArray;
}

/**
 * The values of a polynomial at every x, by Horner's scheme.
 *
 * Any dtypes → the promoted one. The shape is that of `x`; no coefficients give zeros; NaN gives NaN.
 *
 * @throws ShapeError unless the coefficients are a vector.
 * @example
 * polyval([3, 0, 1], [5, 2]).toArray(); // [76, 13]
 * @see numpy.polyval
 */
export function polyval(p: Operand, x: Operand): NDArray {
  const c = coefficients('polyval', p);
  const at = toArray('polyval', x);
  if (c.size === 0) return newArray('polyval', at.dtype, at.shape) as NDArray;
  const dtype = promoted(c.dtype, at.dtype);
  if (dtype === 'float64' && at.dtype === 'float64') return hornerFloat64(castTo('polyval', c, dtype), at);
  let value = newArray('polyval', at.dtype, at.shape) as NDArray;
  for (let i = 0; i < c.size; i++) value = add(multiply(value, at), c.at(i)) as NDArray;
  return value;
}

function hornerFloat64(c: NDArray, at: NDArray): NDArray {
  const own = at.flags.cContiguous ? at : at.copy('C');
  const out = newUninitialized('polyval', 'float64', at.shape);
  const coefficient = storage(c) as Float64Array;
  const points = storage(own) as Float64Array;
  const values = storage(out);
  const start = own.offset / 8;
  for (let i = 0; i < values.length; i++) {
    const x = points[start + i];
    let value = 0;
    for (let k = 0; k < coefficient.length; k++) value = value * x + coefficient[k];
    values[i] = value;
  }
  return out as NDArray;
}

/**
 * The polynomial with these roots, its highest coefficient 1.
 *
 * Bools, integers and float16 → float64, other floats and complex stay; complex roots in conjugate pairs give a real
 * polynomial. No roots give 1.
 *
 * The public function, which takes matrices too, is linalg's.
 *
 * @throws ShapeError unless the roots are a vector.
 */
export function poly(roots: Operand): NDArray {
  let r = coefficients('poly', roots, 'roots');
  if (r.dtype !== 'float32' && dtypeInfo(r.dtype).kind !== 'c') r = castTo('poly', r, 'float64');
  let p = newArray('poly', r.dtype, [1]).fill(1) as NDArray;
  for (let i = 0; i < r.size; i++) {
    const factor = newArray('poly', r.dtype, [2]).fill(1) as NDArray;
    part(factor, 1, 2).assign(negative(r.at(i)) as NDArray);
    p = convolve(p, factor) as NDArray;
  }
  return r.size > 0 && hasConjugates(r)
    ? castTo('poly', p, r.dtype === 'complex64' ? 'float32' : 'float64')
    : p;
}

/** Whether complex roots come in pairs with opposite imaginary parts. */
function hasConjugates(r: NDArray): boolean {
  if (dtypeInfo(r.dtype).kind !== 'c') return false;
  const keys = (sign: 1 | -1) =>
    ([...r.flat] as { re: number; im: number }[]).map(({ re, im }) => `${re},${sign * im + 0}`).sort();
  const mirrored = keys(-1);
  return keys(1).every((key, i) => key === mirrored[i]);
}

function combined(operation: string, a: Operand, b: Operand, combine: typeof add | typeof subtract): NDArray {
  let p = coefficients(operation, a, 'a');
  let q = coefficients(operation, b, 'b');
  const zeros = (like: NDArray, count: number): NDArray =>
    newArray(operation, like.dtype, [count]) as NDArray;
  const missing = p.size - q.size;
  if (missing > 0) q = concatenate([zeros(q, missing), q]) as NDArray;
  else if (missing < 0) p = concatenate([zeros(p, -missing), p]) as NDArray;
  return combine(p, q) as NDArray;
}

/**
 * The sum of two polynomials. Any dtypes → the promoted one.
 *
 * @throws ShapeError unless both are vectors.
 * @example
 * polyadd([1, 2], [9, 5, 4]).toArray(); // [9, 6, 6]
 * @see numpy.polyadd
 */
export function polyadd(a: Operand, b: Operand): NDArray {
  return combined('polyadd', a, b, add);
}

/**
 * The difference of two polynomials. Numbers → the promoted dtype.
 *
 * @throws ShapeError unless both are vectors.
 * @example
 * polysub([2, 10, -2], [3, 10, -4]).toArray(); // [-1, 0, 2]
 * @see numpy.polysub
 */
export function polysub(a: Operand, b: Operand): NDArray {
  return combined('polysub', a, b, subtract);
}

/** Without zeros in front; one zero at least. */
function trimmed(p: NDArray): NDArray {
  const short = trimZeros(p, { trim: 'f' }) as NDArray;
  return short.size > 0 ? short : (newArray('polymul', p.dtype, [1]) as NDArray);
}

/**
 * The product of two polynomials; zeros in front fall away. Any dtypes → the promoted one.
 *
 * @throws ShapeError unless both are vectors.
 * @example
 * polymul([1, 2], [1, 3]).toArray(); // [1, 5, 6]
 * @see numpy.polymul
 */
export function polymul(a: Operand, b: Operand): NDArray {
  return convolve(
    trimmed(coefficients('polymul', a, 'a')),
    trimmed(coefficients('polymul', b, 'b')),
  ) as NDArray;
}

/**
 * Quotient and remainder of two polynomials.
 *
 * Real dtypes → floats, complex stay.
 *
 * @throws ShapeError unless both are vectors; ArgumentError for a divisor without coefficients.
 * @example
 * polydiv([3, 5, 2], [2, 1]).map(String); // ['[1.5  1.75]', '[0.25]']
 * @see numpy.polydiv
 */
export function polydiv(a: Operand, b: Operand): [quotient: NDArray, remainder: NDArray] {
  const u = coefficients('polydiv', a, 'a');
  const v = coefficients('polydiv', b, 'b');
  if (u.size === 0 || v.size === 0) {
    throw new ArgumentError(`${u.size === 0 ? 'a' : 'b'} has no coefficients; needs at least one`, {
      operation: 'polydiv',
      argument: u.size === 0 ? 'a' : 'b',
      got: [],
      needs: 'at least one coefficient',
    });
  }
  const common = promoted(u.dtype, v.dtype);
  const { kind } = dtypeInfo(common);
  const dtype: DType = kind === 'f' || kind === 'c' ? common : 'float64';
  let rest = castTo('polydiv', u, dtype);
  const divisor = castTo('polydiv', v, dtype);
  const steps = Math.max(0, u.size - v.size + 1);
  const quotient = newArray('polydiv', dtype, [Math.max(steps, 1)]) as NDArray;
  const scale = divide(newArray('polydiv', dtype, [1]).fill(1), part(divisor, 0, 1)) as NDArray;
  for (let i = 0; i < steps; i++) {
    const digit = multiply(part(rest, i, i + 1), scale) as NDArray;
    part(quotient, i, i + 1).assign(digit);
    const under = part(rest, i, i + v.size);
    subtract(under, multiply(divisor, digit), { out: under });
  }
  // What is as good as nothing in front of the remainder is rounding; NumPy's bound.
  while (rest.size > 1 && isNegligible(rest.item(0))) rest = part(rest, 1, rest.size);
  return [quotient, rest.copy()];
}

function isNegligible(value: unknown): boolean {
  const { re, im } =
    typeof value === 'object' ? (value as { re: number; im: number }) : { re: Number(value), im: 0 };
  return Math.hypot(re, im) <= 1e-8;
}

function timesToDo(operation: string, m: number): number {
  if (Number.isSafeInteger(m) && m >= 0) return m;
  throw new ArgumentError(`m is ${m}; needs an integer that is not negative`, {
    operation,
    argument: 'm',
    got: m,
    needs: 'an integer that is not negative',
  });
}

/**
 * The derivative of a polynomial, taken `m` times. Integers → int64, other dtypes stay.
 *
 * @throws ShapeError unless it is a vector; ArgumentError when `m` is no order.
 * @example
 * polyder([1, 1, 1, 1]).toArray(); // [3, 2, 1]
 * @see numpy.polyder
 */
export function polyder(p: Operand, m = 1): NDArray {
  let c = coefficients('polyder', p);
  for (let left = timesToDo('polyder', m); left > 0 && c.size > 0; left--) {
    const n = Math.max(0, c.size - 1);
    c = multiply(part(c, 0, n), powers(n, c.dtype)) as NDArray;
  }
  return c;
}

/** n, n - 1, …, 1: integers that do not change float dtypes. */
function powers(n: number, dtype: DType): NDArray {
  const { kind } = dtypeInfo(dtype);
  const wide: DType = kind === 'f' || kind === 'c' ? promoted(dtype, 'float64') : 'int64';
  const result = newArray('polyder', 'float64', [n]);
  storage(result).forEach((_, i, all) => {
    all[i] = n - i;
  });
  return castTo('polyder', result as NDArray, wide);
}

/** Options of `polyint`. */
export interface IntegralOptions {
  /** How often. 1. */
  readonly m?: number;
  /** The constants, in the order of integration: one number for a single or for all, or as many as `m`. 0. */
  readonly k?: number | readonly number[];
}

const integralNames: OptionNames<IntegralOptions> = { m: true, k: true };

/**
 * The antiderivative of a polynomial, taken `m` times. Real dtypes → float64, complex → complex128.
 *
 * @throws ShapeError unless it is a vector; ArgumentError when `m` is no order, or there are not `m` constants.
 * @example
 * polyint([3, 2, 1]).toArray(); // [1, 1, 1, 0]
 * @see numpy.polyint
 */
export function polyint(p: Operand, options: IntegralOptions = {}): NDArray {
  checkOptions('polyint', options, integralNames);
  const m = timesToDo('polyint', options.m ?? 1);
  const { k = 0 } = options;
  const constants = typeof k === 'number' ? [k] : [...k];
  if (constants.length === 1) while (constants.length < m) constants.push(constants[0]);
  if (constants.length < m) {
    throw new ArgumentError(`k has ${constants.length} constants; needs ${m}`, {
      operation: 'polyint',
      argument: 'k',
      got: k,
      needs: `one constant, or ${m}`,
    });
  }
  let c = coefficients('polyint', p);
  for (let i = 0; i < m; i++) {
    const raised = divide(c, powers(c.size, c.dtype)) as NDArray;
    const constant = newArray('polyint', raised.dtype, [1]).fill(constants[i]) as NDArray;
    c = concatenate([raised, constant]) as NDArray;
  }
  return c;
}
