/**
 * The elementwise operations: one row each. A row names the loop for each kind of number; what is missing decides
 * how dtypes are lifted, as in NumPy: without integer loops integers become floats, without complex ones complex
 * numbers are refused. The public function of a row is one line in elementwise.ts, math.ts or logic.ts.
 */
import * as test from '../kernels/js/loops/compare.js';
import * as complex from '../kernels/js/loops/complex.js';
import type { AnyBinary, AnyUnary } from '../kernels/js/loops/drive.js';
import * as float from '../kernels/js/loops/float.js';
import * as integer from '../kernels/js/loops/integer.js';
import * as special from '../kernels/js/loops/special.js';
import { eachNumber } from '../kernels/js/loops/types.js';
import type { KernelBinary, KernelUnary } from '../kernels/table.gen.js';

/** What the result holds: the dtype the loop runs in, bool, or for complex numbers the real dtype of their parts. */
export type ResultRule = 'same' | 'truth' | 'magnitude';

export interface UfuncRow<Loop = AnyUnary | AnyBinary, Kernel extends string = string> {
  readonly result: ResultRule;
  /** How bools are served: by a loop, as another dtype, or not at all. Absent: as the integers are. */
  readonly bool?: Loop | 'int8' | 'float16' | 'float64' | 'refused';
  readonly int?: Loop;
  readonly bigint?: Loop;
  readonly float?: Loop;
  readonly complex?: Loop;
  /** The float dtype integers become where there is no integer loop: by their width (8 bits float16, 16 float32). */
  readonly lift?: 'width' | 'float64';
  /** The row of the kernel table for float64 and float32. */
  readonly kernel?: Kernel;
}

export type UnaryRow = UfuncRow<AnyUnary, KernelUnary>;
export type BinaryRow = UfuncRow<AnyBinary, KernelBinary>;

/** The same loop for bools, integers of up to 32 bits, and floats. */
function comparison(
  kernel: KernelBinary | undefined,
  float: AnyBinary,
  bigint: AnyBinary,
  pair: AnyBinary,
): BinaryRow {
  return { result: 'truth', bool: float, int: float, bigint, float, complex: pair, kernel };
}

function bits(bool: AnyBinary | 'int8', int: AnyBinary, bigint: AnyBinary): BinaryRow {
  return { result: 'same', bool, int, bigint };
}

/** A function of floats and complex numbers. */
function analytic(float: AnyUnary, complexLoop?: AnyUnary, kernel?: KernelUnary): UnaryRow {
  return { result: 'same', float, complex: complexLoop, kernel };
}

/** A rounding: integers are left as they are. */
function rounding(
  float: AnyUnary,
  kernel: KernelUnary,
  complexLoop?: AnyUnary,
  bool: UnaryRow['bool'] = identity,
): UnaryRow {
  return {
    result: 'same',
    bool,
    int: identity,
    bigint: integer.positiveBigint,
    float,
    complex: complexLoop,
    kernel,
  };
}

const identity = float.positive;

export const binaryTable = {
  add: {
    result: 'same',
    bool: float.maximum,
    int: float.add,
    bigint: integer.addBigint,
    float: float.add,
    complex: complex.addComplex,
    kernel: 'add',
  },
  subtract: {
    result: 'same',
    bool: 'refused',
    int: float.subtract,
    bigint: integer.subtractBigint,
    float: float.subtract,
    complex: complex.subtractComplex,
    kernel: 'subtract',
  },
  multiply: {
    result: 'same',
    bool: float.minimum,
    int: integer.multiplyInt,
    bigint: integer.multiplyBigint,
    float: float.multiply,
    complex: complex.multiplyComplex,
    kernel: 'multiply',
  },
  divide: {
    result: 'same',
    float: float.divide,
    complex: complex.divideComplex,
    lift: 'float64',
    kernel: 'divide',
  },
  floorDivide: {
    result: 'same',
    bool: 'int8',
    int: integer.floorDivideInt,
    bigint: integer.floorDivideBigint,
    float: float.floorDivide,
  },
  remainder: {
    result: 'same',
    bool: 'int8',
    int: integer.remainderInt,
    bigint: integer.remainderBigint,
    float: float.remainder,
  },
  power: {
    result: 'same',
    bool: 'int8',
    int: integer.powerInt,
    bigint: integer.powerBigint,
    float: float.powerLoop,
    complex: complex.powerComplex,
    kernel: 'power',
  },
  minimum: {
    result: 'same',
    bool: float.minimum,
    int: float.minimum,
    bigint: integer.minimumBigint,
    float: float.minimum,
    complex: complex.minimumComplex,
    kernel: 'minimum',
  },
  maximum: {
    result: 'same',
    bool: float.maximum,
    int: float.maximum,
    bigint: integer.maximumBigint,
    float: float.maximum,
    complex: complex.maximumComplex,
    kernel: 'maximum',
  },
  fmin: {
    result: 'same',
    bool: float.fmin,
    int: float.fmin,
    bigint: integer.minimumBigint,
    float: float.fmin,
    complex: complex.fminComplex,
  },
  fmax: {
    result: 'same',
    bool: float.fmax,
    int: float.fmax,
    bigint: integer.maximumBigint,
    float: float.fmax,
    complex: complex.fmaxComplex,
  },
  atan2: { result: 'same', float: float.atan2, kernel: 'atan2' },
  hypot: { result: 'same', float: float.hypotLoop, kernel: 'hypot' },
  logaddexp: { result: 'same', float: float.logaddexpLoop, kernel: 'logaddexp' },
  logaddexp2: { result: 'same', float: float.logaddexp2Loop, kernel: 'logaddexp2' },
  nextafter: { result: 'same', float: float.nextafter, kernel: 'nextafter' },
  copysign: { result: 'same', float: float.copysignLoop },
  heaviside: { result: 'same', float: special.heaviside },
  ldexp: { result: 'same', float: special.ldexp },
  fmod: {
    result: 'same',
    bool: 'int8',
    int: special.fmodInt,
    bigint: special.fmodBigint,
    float: special.fmod,
  },
  gcd: { result: 'same', bool: 'refused', int: special.gcd, bigint: special.gcdBigint },
  lcm: { result: 'same', bool: 'refused', int: special.lcm, bigint: special.lcmBigint },
  equal: comparison('equal', test.equal, test.equalBigint, test.equalComplex),
  notEqual: comparison('notEqual', test.notEqual, test.notEqualBigint, test.notEqualComplex),
  less: comparison('less', test.less, test.lessBigint, test.lessComplex),
  lessEqual: comparison('lessEqual', test.lessEqual, test.lessEqualBigint, test.lessEqualComplex),
  greater: comparison('greater', test.greater, test.greaterBigint, test.greaterComplex),
  greaterEqual: comparison(
    'greaterEqual',
    test.greaterEqual,
    test.greaterEqualBigint,
    test.greaterEqualComplex,
  ),
  logicalAnd: comparison(undefined, test.logicalAnd, test.logicalAndBigint, test.logicalAndComplex),
  logicalOr: comparison(undefined, test.logicalOr, test.logicalOrBigint, test.logicalOrComplex),
  logicalXor: comparison(undefined, test.logicalXor, test.logicalXorBigint, test.logicalXorComplex),
  bitwiseAnd: bits(integer.bitwiseAnd, integer.bitwiseAnd, integer.bitwiseAndBigint),
  bitwiseOr: bits(integer.bitwiseOr, integer.bitwiseOr, integer.bitwiseOrBigint),
  bitwiseXor: bits(integer.bitwiseXor, integer.bitwiseXor, integer.bitwiseXorBigint),
  leftShift: bits('int8', integer.leftShift, integer.leftShiftBigint),
  rightShift: bits('int8', integer.rightShift, integer.rightShiftBigint),
} as const satisfies Record<string, BinaryRow>;

export const unaryTable = {
  negative: {
    result: 'same',
    bool: 'refused',
    int: float.negative,
    bigint: integer.negativeBigint,
    float: float.negative,
    complex: complex.negativeComplex,
    kernel: 'negative',
  },
  positive: {
    result: 'same',
    bool: 'refused',
    int: identity,
    bigint: integer.positiveBigint,
    float: identity,
    complex: complex.positiveComplex,
  },
  abs: {
    result: 'magnitude',
    bool: identity,
    int: float.abs,
    bigint: integer.absBigint,
    float: float.abs,
    complex: complex.absComplex,
    kernel: 'abs',
  },
  sign: {
    result: 'same',
    bool: 'refused',
    int: float.sign,
    bigint: integer.signBigint,
    float: float.sign,
    complex: complex.signComplex,
  },
  square: {
    result: 'same',
    bool: 'int8',
    int: integer.squareInt,
    bigint: integer.squareBigint,
    float: float.square,
    complex: complex.squareComplex,
    kernel: 'square',
  },
  reciprocal: {
    result: 'same',
    bool: 'int8',
    int: integer.reciprocalInt,
    bigint: integer.reciprocalBigint,
    float: float.reciprocal,
    complex: complex.reciprocalComplex,
    kernel: 'reciprocal',
  },
  conj: {
    result: 'same',
    bool: 'int8',
    int: identity,
    bigint: integer.positiveBigint,
    float: identity,
    complex: complex.conjComplex,
  },
  angle: {
    result: 'magnitude',
    bool: 'float64',
    float: eachNumber((x) => Math.atan2(0, x)),
    complex: complex.angleComplex,
  },
  floor: rounding(float.floor, 'floor'),
  ceil: rounding(float.ceil, 'ceil'),
  trunc: rounding(float.trunc, 'trunc'),
  round: rounding(float.round, 'round', complex.roundComplex, 'float16'),
  sqrt: analytic(float.sqrt, complex.sqrtComplex, 'sqrt'),
  cbrt: analytic(float.cbrt, undefined, 'cbrt'),
  deg2rad: analytic(float.deg2rad, undefined, 'deg2rad'),
  rad2deg: analytic(float.rad2deg, undefined, 'rad2deg'),
  exp: analytic(float.exp, complex.expComplex, 'exp'),
  exp2: analytic(float.exp2, complex.exp2Complex, 'exp2'),
  expm1: analytic(float.expm1, complex.expm1Complex, 'expm1'),
  log: analytic(float.log, complex.logComplex, 'log'),
  log2: analytic(float.log2, complex.log2Complex, 'log2'),
  log10: analytic(float.log10, complex.log10Complex, 'log10'),
  log1p: analytic(float.log1p, complex.log1pComplex, 'log1p'),
  sin: analytic(float.sin, complex.sinComplex, 'sin'),
  cos: analytic(float.cos, complex.cosComplex, 'cos'),
  tan: analytic(float.tan, complex.tanComplex, 'tan'),
  asin: analytic(float.asin, complex.asinComplex, 'asin'),
  acos: analytic(float.acos, complex.acosComplex, 'acos'),
  atan: analytic(float.atan, complex.atanComplex, 'atan'),
  sinh: analytic(float.sinh, complex.sinhComplex, 'sinh'),
  cosh: analytic(float.cosh, complex.coshComplex, 'cosh'),
  tanh: analytic(float.tanh, complex.tanhComplex, 'tanh'),
  asinh: analytic(float.asinh, complex.asinhComplex, 'asinh'),
  acosh: analytic(float.acosh, complex.acoshComplex, 'acosh'),
  atanh: analytic(float.atanh, complex.atanhComplex, 'atanh'),
  fabs: analytic(float.abs, undefined, 'abs'),
  rint: analytic(float.round, complex.roundComplex, 'round'),
  spacing: analytic(special.spacing),
  sinc: { result: 'same', float: special.sinc, complex: complex.sincComplex, lift: 'float64' },
  i0: { result: 'same', float: special.i0, lift: 'float64' },
  logicalNot: {
    result: 'truth',
    bool: test.logicalNot,
    int: test.logicalNot,
    bigint: test.logicalNotBigint,
    float: test.logicalNot,
    complex: test.logicalNotComplex,
  },
  bitwiseInvert: {
    result: 'same',
    bool: integer.invertBool,
    int: integer.bitwiseInvert,
    bigint: integer.bitwiseInvertBigint,
  },
  isnan: {
    result: 'truth',
    bool: test.always(0),
    int: test.always(0),
    bigint: test.always(0),
    float: test.isnan,
    complex: test.isnanComplex,
  },
  isinf: {
    result: 'truth',
    bool: test.always(0),
    int: test.always(0),
    bigint: test.always(0),
    float: test.isinf,
    complex: test.isinfComplex,
  },
  isfinite: {
    result: 'truth',
    bool: test.always(1),
    int: test.always(1),
    bigint: test.always(1),
    float: test.isfinite,
    complex: test.isfiniteComplex,
  },
  signbit: { result: 'truth', float: test.signbit },
} as const satisfies Record<string, UnaryRow>;

export type BinaryName = keyof typeof binaryTable;
export type UnaryName = keyof typeof unaryTable;
