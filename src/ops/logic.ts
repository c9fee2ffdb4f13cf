/** Comparisons, logic, bits and tests, element by element. */
import type { Arithmetic, Comparison, Mapping, Test } from './types.js';
import { binary, unary } from './universal.js';

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
export const equal = binary<Comparison, 'truth'>('equal');

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
export const notEqual = binary<Comparison, 'truth'>('notEqual');

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
export const less = binary<Comparison, 'truth'>('less');

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
export const lessEqual = binary<Comparison, 'truth'>('lessEqual');

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
export const greater = binary<Comparison, 'truth'>('greater');

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
export const greaterEqual = binary<Comparison, 'truth'>('greaterEqual');

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
export const logicalAnd = binary<Comparison, 'truth'>('logicalAnd');

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
export const logicalOr = binary<Comparison, 'truth'>('logicalOr');

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
export const logicalXor = binary<Comparison, 'truth'>('logicalXor');

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
export const bitwiseAnd = binary<Arithmetic>('bitwiseAnd');

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
export const bitwiseOr = binary<Arithmetic>('bitwiseOr');

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
export const bitwiseXor = binary<Arithmetic>('bitwiseXor');

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
export const leftShift = binary<Arithmetic>('leftShift');

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
export const rightShift = binary<Arithmetic>('rightShift');

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
export const logicalNot = unary<Test>('logicalNot');

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
export const bitwiseInvert = unary<Mapping>('bitwiseInvert');

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
export const isnan = unary<Test>('isnan');

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
export const isinf = unary<Test>('isinf');

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
export const isfinite = unary<Test>('isfinite');

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
export const signbit = unary<Test>('signbit');
