/** Mathematical functions, element by element. */
import type { FloatMapping, FloatPair } from './types.js';
import { binary, unary } from './universal.js';

/**
 * Square roots.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and negative numbers
 * give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * sqrt([4, 9]).toArray(); // [2, 3]
 * @see numpy.sqrt
 */
export const sqrt = unary<FloatMapping>('sqrt');

/**
 * Cube roots.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * cbrt([8, -27]).toArray(); // [2, -3]
 * @see numpy.cbrt
 */
export const cbrt = unary<FloatMapping>('cbrt');

/**
 * Exponentials, e to the power of the elements.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * exp([0]).toArray(); // [1]
 * @see numpy.exp
 */
export const exp = unary<FloatMapping>('exp');

/**
 * 2 to the power of the elements.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * exp2([3]).toArray(); // [8]
 * @see numpy.exp2
 */
export const exp2 = unary<FloatMapping>('exp2');

/**
 * `exp(x) - 1`, accurate near 0.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * expm1([0]).toArray(); // [0]
 * @see numpy.expm1
 */
export const expm1 = unary<FloatMapping>('expm1');

/**
 * Natural logarithms.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and negative numbers
 * give NaN, 0 gives -Infinity.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * log([1]).toArray(); // [0]
 * @see numpy.log
 */
export const log = unary<FloatMapping>('log');

/**
 * Logarithms to base 2.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and negative numbers
 * give NaN, 0 gives -Infinity.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * log2([8]).toArray(); // [3]
 * @see numpy.log2
 */
export const log2 = unary<FloatMapping>('log2');

/**
 * Logarithms to base 10.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and negative numbers
 * give NaN, 0 gives -Infinity.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * log10([100]).toArray(); // [2]
 * @see numpy.log10
 */
export const log10 = unary<FloatMapping>('log10');

/**
 * `log(1 + x)`, accurate near 0.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and numbers below -1
 * give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * log1p([0]).toArray(); // [0]
 * @see numpy.log1p
 */
export const log1p = unary<FloatMapping>('log1p');

/**
 * Sines of angles in radians.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and infinities give
 * NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * sin([0]).toArray(); // [0]
 * @see numpy.sin
 */
export const sin = unary<FloatMapping>('sin');

/**
 * Cosines of angles in radians.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and infinities give
 * NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * cos([0]).toArray(); // [1]
 * @see numpy.cos
 */
export const cos = unary<FloatMapping>('cos');

/**
 * Tangents of angles in radians.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and infinities give
 * NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * tan([0]).toArray(); // [0]
 * @see numpy.tan
 */
export const tan = unary<FloatMapping>('tan');

/**
 * Arcsines in radians, from -π/2 to π/2.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and real numbers
 * outside [-1, 1] give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * asin([0]).toArray(); // [0]
 * @see numpy.arcsin
 */
export const asin = unary<FloatMapping>('asin');

/**
 * Arccosines in radians, from 0 to π.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and real numbers
 * outside [-1, 1] give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * acos([1]).toArray(); // [0]
 * @see numpy.arccos
 */
export const acos = unary<FloatMapping>('acos');

/**
 * Arctangents in radians, from -π/2 to π/2.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * atan([0]).toArray(); // [0]
 * @see numpy.arctan
 */
export const atan = unary<FloatMapping>('atan');

/**
 * Hyperbolic sines.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * sinh([0]).toArray(); // [0]
 * @see numpy.sinh
 */
export const sinh = unary<FloatMapping>('sinh');

/**
 * Hyperbolic cosines.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * cosh([0]).toArray(); // [1]
 * @see numpy.cosh
 */
export const cosh = unary<FloatMapping>('cosh');

/**
 * Hyperbolic tangents.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * tanh([0]).toArray(); // [0]
 * @see numpy.tanh
 */
export const tanh = unary<FloatMapping>('tanh');

/**
 * Inverse hyperbolic sines.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * asinh([0]).toArray(); // [0]
 * @see numpy.arcsinh
 */
export const asinh = unary<FloatMapping>('asinh');

/**
 * Inverse hyperbolic cosines.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and real numbers below
 * 1 give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * acosh([1]).toArray(); // [0]
 * @see numpy.arccosh
 */
export const acosh = unary<FloatMapping>('acosh');

/**
 * Inverse hyperbolic tangents.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats and complex
 * numbers keep their dtype. The shape stays; an empty array gives an empty result. NaN and real numbers
 * outside [-1, 1] give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * atanh([0]).toArray(); // [0]
 * @see numpy.arctanh
 */
export const atanh = unary<FloatMapping>('atanh');

/**
 * Angles in radians of the points (b, a), from -π to π.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result. NaN gives
 * NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * atan2([1], [1]).toArray(); // [0.7853981633974483]
 * @see numpy.arctan2
 */
export const atan2 = binary<FloatPair, 'lifted'>('atan2');

/**
 * Lengths `sqrt(a² + b²)` without overflow on the way.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result. NaN gives
 * NaN, unless the other is infinite.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * hypot([3], [4]).toArray(); // [5]
 * @see numpy.hypot
 */
export const hypot = binary<FloatPair, 'lifted'>('hypot');
