/** Comparisons, logic, bits and tests, element by element. */
import { binaryTable, unaryTable } from './registry.js';
import type { Arithmetic, Comparison, Mapping, Test } from './types.js';
import { callBinary, callUnary, type Operand, type UfuncOptions } from './ufunc.js';

/**
 * Whether elements are equal.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is unequal to everything.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * equal([1, 2], [1, 3]).toArray(); // [true, false]
 * @see numpy.equal
 */
export const equal: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('equal', binaryTable.equal, a, b, options) as never;

/**
 * Whether elements differ.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is unequal to everything.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * notEqual([1, 2], [1, 3]).toArray(); // [false, true]
 * @see numpy.not_equal
 */
export const notEqual: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('notEqual', binaryTable.notEqual, a, b, options) as never;

/**
 * Whether `a < b`.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is never less, equal or
 * greater.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * less([1, 3], 2).toArray(); // [true, false]
 * @see numpy.less
 */
export const less: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('less', binaryTable.less, a, b, options) as never;

/**
 * Whether `a <= b`.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is never less, equal or
 * greater.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * lessEqual([1, 3], 1).toArray(); // [true, false]
 * @see numpy.less_equal
 */
export const lessEqual: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('lessEqual', binaryTable.lessEqual, a, b, options) as never;

/**
 * Whether `a > b`.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is never less, equal or
 * greater.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * greater([1, 3], 2).toArray(); // [false, true]
 * @see numpy.greater
 */
export const greater: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('greater', binaryTable.greater, a, b, options) as never;

/**
 * Whether `a >= b`.
 *
 * Any dtypes → bool; 64-bit integers compare exactly, complex numbers by real part, then imaginary. The
 * operands broadcast against each other; empty ones give an empty result. NaN is never less, equal or
 * greater.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * greaterEqual([1, 3], 3).toArray(); // [false, true]
 * @see numpy.greater_equal
 */
export const greaterEqual: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('greaterEqual', binaryTable.greaterEqual, a, b, options) as never;

/**
 * Whether both elements are true (not zero).
 *
 * Any dtypes → bool. The operands broadcast against each other; empty ones give an empty result. NaN counts
 * as true.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * logicalAnd([1, 0], [1, 1]).toArray(); // [true, false]
 * @see numpy.logical_and
 */
export const logicalAnd: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('logicalAnd', binaryTable.logicalAnd, a, b, options) as never;

/**
 * Whether at least one element is true (not zero).
 *
 * Any dtypes → bool. The operands broadcast against each other; empty ones give an empty result. NaN counts
 * as true.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * logicalOr([1, 0], [0, 0]).toArray(); // [true, false]
 * @see numpy.logical_or
 */
export const logicalOr: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('logicalOr', binaryTable.logicalOr, a, b, options) as never;

/**
 * Whether exactly one element is true (not zero).
 *
 * Any dtypes → bool. The operands broadcast against each other; empty ones give an empty result. NaN counts
 * as true.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * logicalXor([1, 1], [0, 1]).toArray(); // [true, false]
 * @see numpy.logical_xor
 */
export const logicalXor: Comparison = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('logicalXor', binaryTable.logicalXor, a, b, options) as never;

/**
 * Bits set in both.
 *
 * Bools and integers → the promoted dtype. The operands broadcast against each other; empty ones give an
 * empty result. Floats are refused.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * bitwiseAnd([6n], [3n]).toArray(); // [2n]
 * @see numpy.bitwise_and
 */
export const bitwiseAnd: Arithmetic = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('bitwiseAnd', binaryTable.bitwiseAnd, a, b, options) as never;

/**
 * Bits set in either.
 *
 * Bools and integers → the promoted dtype. The operands broadcast against each other; empty ones give an
 * empty result. Floats are refused.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * bitwiseOr([6n], [3n]).toArray(); // [7n]
 * @see numpy.bitwise_or
 */
export const bitwiseOr: Arithmetic = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('bitwiseOr', binaryTable.bitwiseOr, a, b, options) as never;

/**
 * Bits set in exactly one.
 *
 * Bools and integers → the promoted dtype. The operands broadcast against each other; empty ones give an
 * empty result. Floats are refused.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * bitwiseXor([6n], [3n]).toArray(); // [5n]
 * @see numpy.bitwise_xor
 */
export const bitwiseXor: Arithmetic = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('bitwiseXor', binaryTable.bitwiseXor, a, b, options) as never;

/**
 * `a` shifted `b` bits to the left.
 *
 * Integers → the promoted dtype, bools → int8. Shifts by the width or more give 0. The operands broadcast
 * against each other; empty ones give an empty result. Floats are refused.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * leftShift([1n], [3n]).toArray(); // [8n]
 * @see numpy.left_shift
 */
export const leftShift: Arithmetic = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('leftShift', binaryTable.leftShift, a, b, options) as never;

/**
 * `a` shifted `b` bits to the right, keeping the sign.
 *
 * Integers → the promoted dtype, bools → int8. Shifts by the width or more give 0 or -1. The operands
 * broadcast against each other; empty ones give an empty result. Floats are refused.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * rightShift([8n], [2n]).toArray(); // [2n]
 * @see numpy.right_shift
 */
export const rightShift: Arithmetic = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('rightShift', binaryTable.rightShift, a, b, options) as never;

/**
 * Whether elements are false (zero).
 *
 * Any dtype → bool. The shape stays; an empty array gives an empty result. NaN counts as true.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * logicalNot([1, 0]).toArray(); // [false, true]
 * @see numpy.logical_not
 */
export const logicalNot: Test = (x: Operand, options?: UfuncOptions) =>
  callUnary('logicalNot', unaryTable.logicalNot, x, options) as never;

/**
 * All bits turned over; of bools the opposite.
 *
 * Bools and integers keep their dtype. The shape stays; an empty array gives an empty result. Floats are
 * refused.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * bitwiseInvert([0n]).toArray(); // [-1n]
 * @see numpy.invert
 */
export const bitwiseInvert: Mapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('bitwiseInvert', unaryTable.bitwiseInvert, x, options) as never;

/**
 * Whether elements are NaN.
 *
 * Any dtype → bool; integers are never NaN. The shape stays; an empty array gives an empty result. NaN gives
 * true.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * isnan([1, NaN]).toArray(); // [false, true]
 * @see numpy.isnan
 */
export const isnan: Test = (x: Operand, options?: UfuncOptions) =>
  callUnary('isnan', unaryTable.isnan, x, options) as never;

/**
 * Whether elements are infinite.
 *
 * Any dtype → bool; integers are never infinite. The shape stays; an empty array gives an empty result. NaN
 * gives false.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * isinf([1, Infinity]).toArray(); // [false, true]
 * @see numpy.isinf
 */
export const isinf: Test = (x: Operand, options?: UfuncOptions) =>
  callUnary('isinf', unaryTable.isinf, x, options) as never;

/**
 * Whether elements are neither infinite nor NaN.
 *
 * Any dtype → bool; integers always are. The shape stays; an empty array gives an empty result. NaN gives
 * false.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * isfinite([1, NaN]).toArray(); // [true, false]
 * @see numpy.isfinite
 */
export const isfinite: Test = (x: Operand, options?: UfuncOptions) =>
  callUnary('isfinite', unaryTable.isfinite, x, options) as never;

/**
 * Whether the sign bit is set, also of -0 and NaN.
 *
 * Real dtypes → bool. The shape stays; an empty array gives an empty result. The sign bit of a NaN counts.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * signbit([1, -0]).toArray(); // [false, true]
 * @see numpy.signbit
 */
export const signbit: Test = (x: Operand, options?: UfuncOptions) =>
  callUnary('signbit', unaryTable.signbit, x, options) as never;
