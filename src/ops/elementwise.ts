/** Arithmetic, element by element. */
import type { Arithmetic, Division, FloatPair, Magnitude, Mapping } from './types.js';
import { binary, unary } from './universal.js';

/**
 * Sums `a + b`.
 *
 * Any dtypes → the promoted one; integers wrap around, bools give `or`. The operands broadcast against each
 * other; empty ones give an empty result. NaN gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * add([1, 2], 10).toArray(); // [11, 12]
 * @see numpy.add
 */
export const add = binary<Arithmetic, 'widened'>('add');

/**
 * Differences `a - b`.
 *
 * Numbers → the promoted dtype; integers wrap around. Bools are refused: use `logicalXor`. The operands
 * broadcast against each other; empty ones give an empty result. NaN gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * subtract([5, 7], [1, 2]).toArray(); // [4, 5]
 * @see numpy.subtract
 */
export const subtract = binary<Arithmetic>('subtract');

/**
 * Products `a * b`.
 *
 * Any dtypes → the promoted one; integers wrap around, bools give `and`. The operands broadcast against each
 * other; empty ones give an empty result. NaN gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * multiply([1, 2, 3], 2).toArray(); // [2, 4, 6]
 * @see numpy.multiply
 */
export const multiply = binary<Arithmetic, 'widened'>('multiply');

/**
 * Quotients `a / b`, always floating-point.
 *
 * Integers and bools → float64; floats and complex → the promoted dtype. The operands broadcast against each
 * other; empty ones give an empty result. NaN gives NaN; x / 0 gives an infinity, 0 / 0 NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * divide([1, 3], 2).toArray(); // [0.5, 1.5]
 * @see numpy.divide
 */
export const divide = binary<Division, 'divided'>('divide');

/**
 * Quotients rounded down.
 *
 * Real dtypes → the promoted one, bools → int8. The operands broadcast against each other; empty ones give an
 * empty result. NaN gives NaN; an integer divided by 0 gives 0.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * floorDivide([7, -7], 2).toArray(); // [3, -4]
 * @see numpy.floor_divide
 */
export const floorDivide = binary<Arithmetic>('floorDivide');

/**
 * Remainders with the sign of the divisor, as Python's `%`.
 *
 * Real dtypes → the promoted one, bools → int8. The operands broadcast against each other; empty ones give an
 * empty result. NaN gives NaN; an integer modulo 0 gives 0, a float NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * remainder([7, -7], 3).toArray(); // [1, 2]
 * @see numpy.remainder
 */
export const remainder = binary<Arithmetic>('remainder');

/**
 * Powers `a ** b`.
 *
 * Numbers → the promoted dtype, integers wrapping around; bools → int8. The operands broadcast against each
 * other; empty ones give an empty result. NaN gives NaN, except NaN ** 0 and 1 ** NaN, which are 1. An
 * integer to a negative power throws an ArgumentError.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * power([2, 3], 2).toArray(); // [4, 9]
 * @see numpy.power
 */
export const power = binary<Arithmetic>('power');

/**
 * The smaller of two elements.
 *
 * Any dtypes → the promoted one; complex numbers order by real part, then imaginary. The operands broadcast
 * against each other; empty ones give an empty result. NaN in either gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * minimum([1, 5], [3, 2]).toArray(); // [1, 2]
 * @see numpy.minimum
 */
export const minimum = binary<Arithmetic>('minimum');

/**
 * The larger of two elements.
 *
 * Any dtypes → the promoted one; complex numbers order by real part, then imaginary. The operands broadcast
 * against each other; empty ones give an empty result. NaN in either gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * maximum([1, 5], [3, 2]).toArray(); // [3, 5]
 * @see numpy.maximum
 */
export const maximum = binary<Arithmetic>('maximum');

/**
 * The smaller of two elements, ignoring NaN.
 *
 * Any dtypes → the promoted one. The operands broadcast against each other; empty ones give an empty result.
 * NaN only where both are.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * fmin([1, NaN], [3, 2]).toArray(); // [1, 2]
 * @see numpy.fmin
 */
export const fmin = binary<Arithmetic>('fmin');

/**
 * The larger of two elements, ignoring NaN.
 *
 * Any dtypes → the promoted one. The operands broadcast against each other; empty ones give an empty result.
 * NaN only where both are.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * fmax([1, NaN], [3, 2]).toArray(); // [3, 2]
 * @see numpy.fmax
 */
export const fmax = binary<Arithmetic>('fmax');

/**
 * The magnitude of `a` with the sign of `b`.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result. NaN keeps
 * being NaN; the sign of a NaN or zero `b` counts.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * copysign([1, 2], [-1, 1]).toArray(); // [-1, 2]
 * @see numpy.copysign
 */
export const copysign = binary<FloatPair, 'lifted'>('copysign');

/**
 * Elements with the opposite sign.
 *
 * Numbers keep their dtype, integers wrapping around; bools are refused. The shape stays; an empty array
 * gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * negative([1, -2]).toArray(); // [-1, 2]
 * @see numpy.negative
 */
export const negative = unary<Mapping>('negative');

/**
 * A copy of the elements.
 *
 * Numbers keep their dtype; bools are refused. The shape stays; an empty array gives an empty result. NaN
 * gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * positive([1, -2]).toArray(); // [1, -2]
 * @see numpy.positive
 */
export const positive = unary<Mapping>('positive');

/**
 * Absolute values; of complex numbers the distance from 0.
 *
 * Real dtypes stay; complex64 → float32, complex128 → float64. The lowest integer stays negative. The shape
 * stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * abs([-1, 2]).toArray(); // [1, 2]
 * @see numpy.absolute
 */
export const abs = unary<Magnitude>('abs');

/**
 * -1, 0 or 1; of a complex number z / |z|.
 *
 * Numbers keep their dtype; bools are refused. The shape stays; an empty array gives an empty result. NaN
 * gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * sign([-5, 0, 3]).toArray(); // [-1, 0, 1]
 * @see numpy.sign
 */
export const sign = unary<Mapping>('sign');

/**
 * Squares.
 *
 * Numbers keep their dtype, integers wrapping around; bools → int8. The shape stays; an empty array gives an
 * empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * square([1, 2, 3]).toArray(); // [1, 4, 9]
 * @see numpy.square
 */
export const square = unary<Mapping>('square');

/**
 * Reciprocals `1 / x`.
 *
 * Numbers keep their dtype (integers lose the fraction); bools → int8. The shape stays; an empty array gives
 * an empty result. NaN gives NaN; 0.0 an infinity.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * reciprocal([2, 4]).toArray(); // [0.5, 0.25]
 * @see numpy.reciprocal
 */
export const reciprocal = unary<Mapping>('reciprocal');

/**
 * Complex conjugates.
 *
 * Numbers keep their dtype; bools → int8. The shape stays; an empty array gives an empty result. NaN gives
 * NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * conj([{ re: 1, im: 2 }]).toArray(); // [{ re: 1, im: -2 }]
 * @see numpy.conjugate
 */
export const conj = unary<Mapping>('conj');

/**
 * Angles of complex numbers in radians, from -π to π.
 *
 * complex64 → float32, complex128 → float64, real dtypes → floats. The shape stays; an empty array gives an
 * empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * angle([{ re: 0, im: 2 }]).toArray(); // [1.5707963267948966]
 * @see numpy.angle
 */
export const angle = unary<Magnitude>('angle');

/**
 * The largest integers not above the elements.
 *
 * Real dtypes stay as they are. The shape stays; an empty array gives an empty result. NaN and infinities
 * pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * floor([1.5, -1.5]).toArray(); // [1, -2]
 * @see numpy.floor
 */
export const floor = unary<Mapping>('floor');

/**
 * The smallest integers not below the elements.
 *
 * Real dtypes stay as they are. The shape stays; an empty array gives an empty result. NaN and infinities
 * pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * ceil([1.5, -1.5]).toArray(); // [2, -1]
 * @see numpy.ceil
 */
export const ceil = unary<Mapping>('ceil');

/**
 * The elements without their fractions.
 *
 * Real dtypes stay as they are. The shape stays; an empty array gives an empty result. NaN and infinities
 * pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * trunc([1.5, -1.5]).toArray(); // [1, -1]
 * @see numpy.trunc
 */
export const trunc = unary<Mapping>('trunc');

/**
 * The nearest integers, halves to the even one.
 *
 * Numbers keep their dtype; bools → float16. Complex numbers round in both parts. The shape stays; an empty
 * array gives an empty result. NaN and infinities pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * round([0.5, 1.5, 2.5]).toArray(); // [0, 2, 2]
 * @see numpy.round
 */
export const round = unary<Mapping>('round');
