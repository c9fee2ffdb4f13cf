/** Mathematical functions, element by element. */
import { binaryTable, unaryTable } from './registry.js';
import type { FloatMapping, FloatPair } from './types.js';
import { callBinary, callUnary, type Operand, type UfuncOptions } from './ufunc.js';

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
export const sqrt: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('sqrt', unaryTable.sqrt, x, options) as never;

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
export const cbrt: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('cbrt', unaryTable.cbrt, x, options) as never;

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
export const exp: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('exp', unaryTable.exp, x, options) as never;

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
export const exp2: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('exp2', unaryTable.exp2, x, options) as never;

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
export const expm1: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('expm1', unaryTable.expm1, x, options) as never;

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
export const log: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('log', unaryTable.log, x, options) as never;

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
export const log2: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('log2', unaryTable.log2, x, options) as never;

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
export const log10: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('log10', unaryTable.log10, x, options) as never;

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
export const log1p: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('log1p', unaryTable.log1p, x, options) as never;

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
export const sin: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('sin', unaryTable.sin, x, options) as never;

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
export const cos: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('cos', unaryTable.cos, x, options) as never;

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
export const tan: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('tan', unaryTable.tan, x, options) as never;

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
export const asin: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('asin', unaryTable.asin, x, options) as never;

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
export const acos: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('acos', unaryTable.acos, x, options) as never;

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
export const atan: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('atan', unaryTable.atan, x, options) as never;

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
export const sinh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('sinh', unaryTable.sinh, x, options) as never;

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
export const cosh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('cosh', unaryTable.cosh, x, options) as never;

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
export const tanh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('tanh', unaryTable.tanh, x, options) as never;

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
export const asinh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('asinh', unaryTable.asinh, x, options) as never;

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
export const acosh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('acosh', unaryTable.acosh, x, options) as never;

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
export const atanh: FloatMapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('atanh', unaryTable.atanh, x, options) as never;

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
export const atan2: FloatPair = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('atan2', binaryTable.atan2, a, b, options) as never;

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
export const hypot: FloatPair = (a: Operand, b: Operand, options?: UfuncOptions) =>
  callBinary('hypot', binaryTable.hypot, a, b, options) as never;
