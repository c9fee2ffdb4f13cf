/** The rarer mathematical functions of NumPy, element by element. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { handOver } from '../core/foreign.js';
import { NDArray, newArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import * as special from '../kernels/js/loops/special.js';
import { eachNumber } from '../kernels/js/loops/types.js';
import { floorDivide, remainder } from './elementwise.js';
import { partsByBits, scaledByBits, spacingByBits } from './exponents.js';
import { equal, isfinite, isnan } from './logic.js';
import { asType } from './manipulation.js';
import { copyWhere } from './masked.js';
import { imag, real } from './parts.js';
import { isNative } from './picks.js';
import { all } from './reductions.js';
import { binaryTable, type UnaryRow, unaryTable } from './registry.js';
import { ufuncNames } from './result.js';
import type { Arithmetic, Common, FloatMapping, FloatPair, Lifted, Mapping } from './types.js';
import { callBinary, callUnary, chooseLoop, type Operand, toArray, type UfuncOptions } from './ufunc.js';
import { binary, unary } from './universal.js';

/**
 * `log(exp(a) + exp(b))` without overflow on the way.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result.
 * NaN gives NaN. Where the result is near 0 it has the digits that the operands leave it.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * logaddexp([0, -1000], [0, -1000]).toArray(); // [0.6931471805599453, -999.3068528194401]
 * @see numpy.logaddexp
 */
export const logaddexp = binary<FloatPair, 'lifted'>('logaddexp');

/**
 * `log2(2 ** a + 2 ** b)` without overflow on the way.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result.
 * NaN gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * logaddexp2([0, 2], [0, 2]).toArray(); // [1, 3]
 * @see numpy.logaddexp2
 */
export const logaddexp2 = binary<FloatPair, 'lifted'>('logaddexp2');

/**
 * The number next to `a` on the way to `b`, of the dtype of the result.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result.
 * NaN gives NaN; equal numbers give `b`.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * nextafter([1], [2]).toArray(); // [1.0000000000000002]
 * @see numpy.nextafter
 */
export const nextafter = binary<FloatPair, 'lifted'>('nextafter');

/**
 * 0 where `a` is below 0, 1 where it is above, `b` where it is 0.
 *
 * Real dtypes → floats. The operands broadcast against each other; empty ones give an empty result.
 * A NaN `a` gives NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * heaviside([-1, 0, 2], 0.5).toArray(); // [0, 0.5, 1]
 * @see numpy.heaviside
 */
export const heaviside = binary<FloatPair, 'lifted'>('heaviside');

/**
 * Remainders with the sign of the dividend, as C's `fmod` and JavaScript's `%`.
 *
 * Real dtypes → the promoted one, bools → int8. The operands broadcast against each other; empty ones give an empty result.
 * NaN gives NaN; an integer modulo 0 gives 0, a float NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * fmod([7, -7], 3).toArray(); // [1, -1]
 * @see numpy.fmod
 */
export const fmod = binary<Arithmetic>('fmod');

/**
 * Greatest common divisors of magnitudes.
 *
 * Integers → the promoted dtype; bools are refused. The operands broadcast against each other; empty ones give an empty result.
 * gcd(0, 0) is 0.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * gcd(new Int32Array([12, -18]), new Int32Array([8, 12])).toArray(); // [4, 6]
 * @see numpy.gcd
 */
export const gcd = binary<Arithmetic>('gcd');

/**
 * Least common multiples of magnitudes.
 *
 * Integers → the promoted dtype, wrapping around; bools are refused. The operands broadcast against each other; empty ones give an empty result.
 * 0 in either gives 0.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for a dtype that has no such operation.
 * @example
 * lcm(new Int32Array([4, 6]), new Int32Array([6, 8])).toArray(); // [12, 24]
 * @see numpy.lcm
 */
export const lcm = binary<Arithmetic>('lcm');

/**
 * Degrees to radians.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * deg2rad([180]).toArray(); // [3.141592653589793]
 * @see numpy.deg2rad
 */
export const deg2rad = unary<FloatMapping>('deg2rad');

/**
 * Radians to degrees.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * rad2deg([Math.PI]).toArray(); // [180]
 * @see numpy.rad2deg
 */
export const rad2deg = unary<FloatMapping>('rad2deg');

/**
 * Absolute values as floats.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype. The shape stays; an empty array gives an empty result. NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * fabs([-1.5, 2]).toArray(); // [1.5, 2]
 * @see numpy.fabs
 */
export const fabs = unary<FloatMapping>('fabs');

/**
 * The nearest integers as floats, halves to the even one.
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype, complex numbers round in both parts. The shape stays; an empty array gives an empty result. NaN and
 * infinities pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * rint([0.5, 1.5, -2.6]).toArray(); // [0, 2, -3]
 * @see numpy.rint
 */
export const rint = unary<FloatMapping>('rint');

/**
 * The distance to the next number away from 0, with the sign of the element (float16: to the next larger one).
 *
 * Integers and bools → floats by their width (8 bits float16, 16 float32, else float64); floats keep their
 * dtype. The shape stays; an empty array gives an empty result. NaN and infinities give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * spacing([1, -4]).toArray(); // [2.220446049250313e-16, -8.881784197001252e-16]
 * @see numpy.spacing
 */
export const spacing = unary<FloatMapping>(
  'spacing',
  (x, options) =>
    (options === undefined && x instanceof NDArray ? spacingByBits(x) : undefined) ??
    callUnary('spacing', unaryTable.spacing, x, options),
);

/**
 * `sin(πx) / (πx)`, 1 at 0.
 *
 * Integers and bools → float64; floats and complex numbers keep their dtype. The shape stays; an empty array gives
 * an empty result. NaN and infinities give NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * sinc([0, 0.5]).toArray(); // [1, 0.6366197723675814]
 * @see numpy.sinc
 */
export const sinc = unary<FloatMapping>('sinc');

/**
 * The modified Bessel function of the first kind, order 0.
 *
 * Integers and bools → float64; floats keep their dtype. The shape stays; an empty array gives an empty result.
 * NaN gives NaN.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * i0([0, 1]).toArray(); // [1, 1.2660658777520084]
 * @see numpy.i0
 */
export const i0 = unary<FloatMapping>('i0');

/**
 * The elements without their fractions: `trunc` under its other name.
 *
 * Real dtypes stay as they are. The shape stays; an empty array gives an empty result. NaN and infinities pass.
 *
 * @throws DTypeError for a dtype that has no such operation.
 * @example
 * fix([1.5, -1.5]).toArray(); // [1, -1]
 * @see numpy.fix
 */
export const fix: Mapping = (x: Operand, options?: UfuncOptions) =>
  callUnary('fix', unaryTable.trunc, x, options) as never;

/**
 * Powers in float64 at least: `power` for operands that should not stay integers or short floats.
 *
 * Real dtypes → float64, complex → complex128. The operands broadcast against each other; empty ones give an
 * empty result. NaN gives NaN, except NaN ** 0 and 1 ** NaN, which are 1.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example
 * floatPower(new Int8Array([2, 3]), -1).toArray(); // [0.5, 0.3333333333333333]
 * @see numpy.float_power
 */
export function floatPower(
  a: Operand,
  b: Operand,
  options?: UfuncOptions,
): NDArray<'float64' | 'complex128'> {
  if (options !== undefined) checkOptions('floatPower', options, ufuncNames);
  const isComplex = [a, b].some((x) => dtypeInfo(toArray('floatPower', x).dtype).kind === 'c');
  const dtype = isComplex ? 'complex128' : 'float64';
  return callBinary('floatPower', binaryTable.power, a, b, { dtype, ...options }) as never;
}

/** `ldexp`, whose exponents may come in a list of JavaScript numbers. */
function scaled(x: Operand, exponents: Operand, options?: UfuncOptions): NDArray {
  const handed = handOver('ldexp', [x, exponents], [x, exponents, options]);
  if (handed !== undefined) return handed as never;
  const n = toArray('ldexp', exponents);
  const { kind } = dtypeInfo(n.dtype);
  const whole = kind === 'i' || kind === 'u' || kind === 'b';
  // A list of JavaScript numbers is float64, whatever is in it.
  if (
    !whole &&
    !(kind === 'f' && (n.asType('float64').ravel().toArray() as unknown[]).every(Number.isInteger))
  ) {
    throw new ArgumentError(`exponents hold what is no integer; needs integers`, {
      operation: 'ldexp',
      argument: 'exponents',
      got: n.dtype,
      needs: 'integers',
    });
  }
  const a = toArray('ldexp', x);
  const { dtype } = chooseLoop('ldexp', unaryTable.fabs, a.dtype);
  const own = a.dtype === dtype ? a : a.asType(dtype);
  return scaledByBits(own, n, options) ?? callBinary('ldexp', binaryTable.ldexp, x, n.asType(dtype), options);
}

/**
 * `x` times 2 to the power of `exponents`, exactly where the result has room for it.
 *
 * Real `x` → floats by their width; exponents are integers. Both broadcast against each other; empty ones give an
 * empty result. NaN, infinities and zeros pass.
 *
 * @throws ArgumentError for exponents that are no integers; ShapeError when the shapes do not broadcast.
 * @example
 * ldexp([0.5, 3], new Int32Array([3, -1])).toArray(); // [4, 1.5]
 * @see numpy.ldexp
 */
export const ldexp = binary<FloatPair, 'lifted'>('ldexp', scaled);

const mantissa: UnaryRow = { result: 'same', float: special.frexpMantissa };
const exponent: UnaryRow = { result: 'same', float: special.frexpExponent };
const whole: UnaryRow = { result: 'same', float: special.modfWhole };
const fraction: UnaryRow = { result: 'same', float: special.modfFraction };

type FloatOf<X> = Lifted<X extends NDArray<infer D> ? D : DType>;

/**
 * Mantissas m and exponents e with x = m 2^e and 1/2 ≤ |m| < 1.
 *
 * Real dtypes → floats by their width, and int32. The shape stays; an empty array gives empty results. 0, NaN and
 * infinities are their own mantissas, with exponent 0.
 *
 * @throws DTypeError for complex numbers.
 * @example
 * frexp([8, 0.3]).map((x) => x.toArray()); // [[0.5, 0.6], [4, -1]]
 * @see numpy.frexp
 */
export function frexp<X extends Operand>(x: X): [NDArray<FloatOf<X>>, NDArray<'int32'>] {
  const parts = partsByBits(toArray('frexp', x));
  if (parts !== undefined) return parts as never;
  const exponents = callUnary('frexp', exponent, x);
  return [callUnary('frexp', mantissa, x) as never, asType(exponents, 'int32') as never];
}

/**
 * Fractions and whole parts, both with the sign of the element.
 *
 * Real dtypes → floats by their width. The shape stays; an empty array gives empty results. NaN gives NaN in both;
 * an infinity has a fraction of 0.
 *
 * @throws DTypeError for complex numbers.
 * @example
 * modf([1.5, -2.25]).map((x) => x.toArray()); // [[0.5, -0.25], [1, -2]]
 * @see numpy.modf
 */
export function modf<X extends Operand>(x: X): [NDArray<FloatOf<X>>, NDArray<FloatOf<X>>] {
  const a = toArray('modf', x);
  if (!isNative(a.size))
    return [callUnary('modf', fraction, a) as never, callUnary('modf', whole, a) as never];
  const floats = callUnary('modf', unaryTable.fabs, a).dtype;
  const own = a.dtype === floats ? a : a.asType(floats);
  const cut = callUnary('modf', unaryTable.trunc, own);
  const rest = callBinary('modf', binaryTable.subtract, own, cut);
  // An infinity has no rest.
  copyWhere(rest, callUnary('modf', unaryTable.isinf, own), newArray('modf', floats, []) as NDArray, true);
  return [callBinary('modf', binaryTable.copysign, rest, own, { out: rest }) as never, cut as never];
}

/**
 * Quotients rounded down and the remainders that go with them: `[floorDivide(a, b), remainder(a, b)]`.
 *
 * Real dtypes → the promoted one, bools → int8. The operands broadcast against each other; empty ones give empty
 * results. NaN gives NaN; an integer divided by 0 gives 0 in both.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for complex numbers.
 * @example
 * divmod([7, -7], 3).map((x) => x.toArray()); // [[2, -3], [1, 2]]
 * @see numpy.divmod
 */
export function divmod<A extends Operand, B extends Operand>(
  a: A,
  b: B,
): [NDArray<Common<A, B>>, NDArray<Common<A, B>>] {
  return [floorDivide(a, b) as never, remainder(a, b) as never];
}

export interface NanToNumOptions {
  /** Whether to leave `x` alone; false writes into it, where it is a float array. */
  readonly copy?: boolean;
  /** What NaN becomes; 0 when not given. */
  readonly nan?: number;
  /** What positive infinity becomes; the largest number of the dtype when not given. */
  readonly posinf?: number;
  /** What negative infinity becomes; the lowest number of the dtype when not given. */
  readonly neginf?: number;
}

const largest: Partial<Record<DType, number>> = {
  float16: 65504,
  float32: (2 - 2 ** -23) * 2 ** 127,
  complex64: (2 - 2 ** -23) * 2 ** 127,
};

/** What is no finite number, in place, by kernels; an array of finite ones is looked at once. */
function replaceUnbounded(x: NDArray, nan: number, posinf: number, neginf: number): void {
  if (all(isfinite(x)).item()) return;
  const masks = [isnan(x), equal(x, Infinity), equal(x, -Infinity)] as NDArray[];
  [nan, posinf, neginf].forEach((value, i) => {
    copyWhere(x, masks[i], newArray('nanToNum', x.dtype, []).fill(value) as NDArray, true);
  });
}

const nanToNumNames: OptionNames<NanToNumOptions> = { copy: true, nan: true, posinf: true, neginf: true };

/**
 * NaN and infinities replaced by numbers.
 *
 * Every dtype stays; what is no float is copied as it is. Complex numbers are replaced in both parts. The shape
 * stays; an empty array gives an empty result.
 *
 * @throws ArgumentError when `copy` is false and `x` is read-only.
 * @example
 * nanToNum([NaN, Infinity, 1], { posinf: 9 }).toArray(); // [0, 9, 1]
 * @see numpy.nan_to_num
 */
export function nanToNum<X extends Operand>(
  x: X,
  options: NanToNumOptions = {},
): NDArray<X extends NDArray<infer D> ? D : DType> {
  checkOptions('nanToNum', options, nanToNumNames);
  const input = toArray('nanToNum', x);
  const limit = largest[input.dtype] ?? Number.MAX_VALUE;
  const { copy = true, nan = 0, posinf = limit, neginf = -limit } = options;
  const result = copy ? input.copy() : input;
  const { kind } = dtypeInfo(result.dtype);
  const parts = kind === 'c' ? [real(result), imag(result)] : kind === 'f' ? [result] : [];
  if (isNative(result.size)) {
    for (const part of parts) replaceUnbounded(part, nan, posinf, neginf);
    return result as never;
  }
  const replace: UnaryRow = {
    result: 'same',
    float: eachNumber((v) => (v - v === 0 ? v : v === Infinity ? posinf : v === -Infinity ? neginf : nan)),
  };
  for (const part of parts) callUnary('nanToNum', replace, part, { out: part });
  return result as never;
}
