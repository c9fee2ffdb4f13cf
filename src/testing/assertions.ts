/** Assertions about arrays and numbers. Each returns nothing when it holds. */
import { isComplex } from '../core/complex.js';
import { dtypeInfo } from '../core/dtype.js';
import { NDArray } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import { abs, subtract } from '../ops/elementwise.js';
import { isclose } from '../ops/inspect/comparison.js';
import { equal, less } from '../ops/logic.js';
import { castTo } from '../ops/reduction.js';
import type { Operand } from '../ops/ufunc.js';
import { AssertionError } from './assertion-error.js';
import { compareArrays } from './compare.js';
import { failureMessage, general, type MessageOptions, pythonRepr } from './message.js';

/** Options of assertions about arrays. */
export interface ArrayAssertionOptions extends MessageOptions {
  /** Whether dtypes must be equal, and scalars fit nothing but scalars. false. */
  readonly strict?: boolean;
}

/** Options of `assertAllclose`. */
export interface ClosenessOptions extends ArrayAssertionOptions {
  /** How far apart, relative to the desired elements. 1e-7. */
  readonly rtol?: number;
  /** How far apart at least. 0. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. true. */
  readonly equalNan?: boolean;
}

/**
 * Asserts that |actual - desired| ≤ atol + rtol · |desired|, element by element.
 *
 * Shapes must be equal, or one a scalar. NaN is close to NaN, and an infinity to the same one.
 *
 * @throws AssertionError when it does not hold, with NumPy's message; DTypeError for what is no array.
 * @example
 * assertAllclose([1, 2], [1, 2 + 1e-9]);
 * @see numpy.testing.assert_allclose
 */
export function assertAllclose(actual: Operand, desired: Operand, options: ClosenessOptions = {}): void {
  const { rtol = 1e-7, atol = 0, equalNan = true } = options;
  compareArrays('assertAllclose', actual, desired, {
    ...options,
    equalNan,
    header: `Not equal to tolerance rtol=${general(rtol)}, atol=${general(atol)}`,
    holds: (x, y) => isclose(x, y, { rtol, atol, equalNan }),
  });
}

/**
 * Asserts that two arrays are equal, element by element, NaN to NaN.
 *
 * Shapes must be equal, or one a scalar; dtypes only when `strict`.
 *
 * @throws AssertionError when it does not hold, with NumPy's message; DTypeError for what is no array.
 * @example
 * assertArrayEqual([1, NaN], [1, NaN]);
 * @see numpy.testing.assert_array_equal
 */
export function assertArrayEqual(
  actual: Operand,
  desired: Operand,
  options: ArrayAssertionOptions = {},
): void {
  compareArrays('assertArrayEqual', actual, desired, {
    ...options,
    header: 'Arrays are not equal',
    holds: (x, y) => equal(x, y),
  });
}

/** Options of assertions to a number of decimals. */
export interface DecimalOptions extends MessageOptions {
  /** How many decimals count. */
  readonly decimal?: number;
}

/**
 * Asserts that |actual - desired| < 1.5 · 10 ** -decimal (6), element by element. `assertAllclose` says more clearly
 * what is close.
 *
 * @throws AssertionError when it does not hold, with NumPy's message; DTypeError for what is no array.
 * @example
 * assertArrayAlmostEqual([1, 2.3333], [1, 2.33331], { decimal: 3 });
 * @see numpy.testing.assert_array_almost_equal
 */
export function assertArrayAlmostEqual(
  actual: Operand,
  desired: Operand,
  options: DecimalOptions = {},
): void {
  const { decimal = 6 } = options;
  compareArrays('assertArrayAlmostEqual', actual, desired, {
    ...options,
    header: `Arrays are not almost equal to ${decimal} decimals`,
    precision: decimal,
    holds: (x, y) => less(abs(subtract(x, inexact(y))), 1.5 * 10 ** -decimal),
  });
}

/** As floats, whose differences do not wrap around. */
function inexact(y: NDArray): NDArray {
  const { kind } = dtypeInfo(y.dtype);
  return kind === 'f' || kind === 'c' ? y : castTo('assertArrayAlmostEqual', y, promoted(y.dtype, 'float64'));
}

/**
 * Asserts that x < y, element by element. NaN must stand at the same places.
 *
 * @throws AssertionError when it does not hold, with NumPy's message; DTypeError for what is no array.
 * @example
 * assertArrayLess([1, 2], [2, 3]);
 * @see numpy.testing.assert_array_less
 */
export function assertArrayLess(x: Operand, y: Operand, options: ArrayAssertionOptions = {}): void {
  compareArrays('assertArrayLess', x, y, {
    ...options,
    header: 'Arrays are not strictly ordered `x < y`',
    equalInf: false,
    names: ['x', 'y'],
    holds: (a, b) => less(a, b),
  });
}

function isArray(value: unknown): value is Operand {
  return value instanceof NDArray || ArrayBuffer.isView(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isArray(value) &&
    !Array.isArray(value) &&
    !isComplex(value)
  );
}

/**
 * Asserts that two things are equal: numbers, strings, arrays, and lists and objects of these. NaN equals NaN; 0 and -0
 * differ, except in arrays.
 *
 * @throws AssertionError when it does not hold, with NumPy's message.
 * @example
 * assertEqual([1, { x: [NaN] }], [1, { x: [NaN] }]);
 * @see numpy.testing.assert_equal
 */
export function assertEqual(actual: unknown, desired: unknown, options: MessageOptions = {}): void {
  const { errMsg = '' } = options;
  const fail: () => never = () => {
    throw new AssertionError(failureMessage([actual, desired], options), actual, desired);
  };
  if (isArray(actual) || isArray(desired)) {
    assertArrayEqual(actual as Operand, desired as Operand, options);
  } else if (isRecord(desired)) {
    if (!isRecord(actual)) fail();
    assertEqual(Object.keys(actual).length, Object.keys(desired).length, options);
    for (const [key, value] of Object.entries(desired)) {
      if (!Object.hasOwn(actual, key)) throw new AssertionError(pythonRepr(key), actual, desired);
      assertEqual(actual[key], value, { ...options, errMsg: `key=${pythonRepr(key)}\n${errMsg}` });
    }
  } else if (Array.isArray(desired) && Array.isArray(actual)) {
    assertEqual(actual.length, desired.length, options);
    desired.forEach((value, at) => {
      assertEqual(actual[at], value, { ...options, errMsg: `item=${at}\n${errMsg}` });
    });
  } else if (isComplex(actual) && isComplex(desired)) {
    if (!Object.is(actual.re, desired.re) || !Object.is(actual.im, desired.im)) fail();
  } else if (!Object.is(actual, desired) && !equalNumbers(actual, desired)) {
    fail();
  }
}

/** A number and a bigint of the same value; 0 and -0 are told apart before. */
function equalNumbers(a: unknown, b: unknown): boolean {
  if (typeof a === typeof b) return false;
  const numeric = (value: unknown) => ['number', 'bigint', 'boolean'].includes(typeof value);
  return numeric(a) && numeric(b) && Number(a) === Number(b);
}

/**
 * Asserts that |desired - actual| < 1.5 · 10 ** -decimal (7), of numbers or element by element.
 *
 * @throws AssertionError when it does not hold, with NumPy's message; DTypeError for what is no number or array.
 * @example
 * assertAlmostEqual(2.3333333333, 2.33333334);
 * @see numpy.testing.assert_almost_equal
 */
export function assertAlmostEqual(actual: Operand, desired: Operand, options: DecimalOptions = {}): void {
  const { decimal = 7 } = options;
  if (typeof actual !== 'number' || typeof desired !== 'number') {
    assertArrayAlmostEqual(actual, desired, { ...options, decimal });
    return;
  }
  const same = Object.is(actual, desired) || actual === desired;
  if (same || Math.abs(desired - actual) < 1.5 * 10 ** -decimal) return;
  const header = `Arrays are not almost equal to ${decimal} decimals`;
  throw new AssertionError(failureMessage([actual, desired], { ...options, header }), actual, desired);
}

/** Options of `assertApproxEqual`. */
export interface SignificanceOptions extends MessageOptions {
  /** How many digits count. 7. */
  readonly significant?: number;
}

/**
 * Asserts that two numbers agree to a number of significant digits.
 *
 * @throws AssertionError when it does not hold, with NumPy's message.
 * @example
 * assertApproxEqual(0.12345677777777e-20, 0.1234567e-20);
 * @see numpy.testing.assert_approx_equal
 */
export function assertApproxEqual(actual: number, desired: number, options: SignificanceOptions = {}): void {
  const { significant = 7 } = options;
  if (actual === desired || Object.is(actual, desired)) return;
  const size = (Math.abs(desired) + Math.abs(actual)) / 2;
  const scale = 10 ** Math.floor(Math.log10(size));
  if (Math.abs(desired / scale - actual / scale) < 10 ** -(significant - 1)) return;
  const header = `Items are not equal to ${significant} significant digits:`;
  // NumPy makes floats of both first.
  const shown = [actual, desired].map((value) =>
    new NDArray({ data: Float64Array.of(value), dtype: 'float64', shape: [], strides: [] }).toString(),
  );
  throw new AssertionError(
    failureMessage([raw(shown[0]), raw(shown[1])], { ...options, header }),
    actual,
    desired,
  );
}

/** A text that shows itself without quotes. */
function raw(text: string): { toString(): string } {
  return Object.assign(() => text, { toString: () => text });
}
