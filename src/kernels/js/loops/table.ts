/** The reference's loop for each elementwise row of the kernel table, by kind of number; bools where they differ. */
import type { KernelBinary, KernelUnary } from '../../table.gen.js';
import * as test from './compare.js';
import * as complex from './complex.js';
import type { AnyBinary, AnyUnary } from './drive.js';
import * as float from './float.js';
import * as integer from './integer.js';
import * as special from './special.js';

export interface LoopsByKind<Loop> {
  readonly bool?: Loop;
  readonly int?: Loop;
  readonly bigint?: Loop;
  readonly float?: Loop;
  readonly complex?: Loop;
}

/** One loop for all numbers of up to 53 bits. */
function alike(numbers: AnyBinary, bigint: AnyBinary, complexLoop: AnyBinary): LoopsByKind<AnyBinary> {
  return { bool: numbers, int: numbers, bigint, float: numbers, complex: complexLoop };
}

function bits(int: AnyBinary, bigint: AnyBinary): LoopsByKind<AnyBinary> {
  return { bool: int, int, bigint };
}

/** A rounding, which leaves integers as they are. */
function rounding(loop: AnyUnary, complexLoop?: AnyUnary): LoopsByKind<AnyUnary> {
  return { int: float.positive, bigint: integer.positiveBigint, float: loop, complex: complexLoop };
}

/** A question that integers have one answer to. */
function question(answer: 0 | 1, loop: AnyUnary, complexLoop: AnyUnary): LoopsByKind<AnyUnary> {
  const always = test.always(answer);
  return { bool: always, int: always, bigint: always, float: loop, complex: complexLoop };
}

export const binaryLoops = {
  add: {
    bool: float.maximum,
    int: float.add,
    bigint: integer.addBigint,
    float: float.add,
    complex: complex.addComplex,
  },
  subtract: {
    int: float.subtract,
    bigint: integer.subtractBigint,
    float: float.subtract,
    complex: complex.subtractComplex,
  },
  multiply: {
    bool: float.minimum,
    int: integer.multiplyInt,
    bigint: integer.multiplyBigint,
    float: float.multiply,
    complex: complex.multiplyComplex,
  },
  divide: { float: float.divide, complex: complex.divideComplex },
  floorDivide: {
    int: integer.floorDivideInt,
    bigint: integer.floorDivideBigint,
    float: float.floorDivide,
  },
  remainder: { int: integer.remainderInt, bigint: integer.remainderBigint, float: float.remainder },
  fmod: { int: special.fmodInt, bigint: special.fmodBigint, float: special.fmod },
  gcd: { int: special.gcd, bigint: special.gcdBigint },
  lcm: { int: special.lcm, bigint: special.lcmBigint },
  heaviside: { float: special.heaviside },
  minimum: alike(float.minimum, integer.minimumBigint, complex.minimumComplex),
  maximum: alike(float.maximum, integer.maximumBigint, complex.maximumComplex),
  fmin: alike(float.fmin, integer.minimumBigint, complex.fminComplex),
  fmax: alike(float.fmax, integer.maximumBigint, complex.fmaxComplex),
  copysign: { float: float.copysignLoop },
  power: { float: float.powerLoop, complex: complex.powerComplex },
  atan2: { float: float.atan2 },
  hypot: { float: float.hypotLoop },
  logaddexp: { float: float.logaddexpLoop },
  logaddexp2: { float: float.logaddexp2Loop },
  nextafter: { float: float.nextafter },
  equal: alike(test.equal, test.equalBigint, test.equalComplex),
  notEqual: alike(test.notEqual, test.notEqualBigint, test.notEqualComplex),
  less: alike(test.less, test.lessBigint, test.lessComplex),
  lessEqual: alike(test.lessEqual, test.lessEqualBigint, test.lessEqualComplex),
  greater: alike(test.greater, test.greaterBigint, test.greaterComplex),
  greaterEqual: alike(test.greaterEqual, test.greaterEqualBigint, test.greaterEqualComplex),
  logicalAnd: alike(test.logicalAnd, test.logicalAndBigint, test.logicalAndComplex),
  logicalOr: alike(test.logicalOr, test.logicalOrBigint, test.logicalOrComplex),
  logicalXor: alike(test.logicalXor, test.logicalXorBigint, test.logicalXorComplex),
  bitwiseAnd: bits(integer.bitwiseAnd, integer.bitwiseAndBigint),
  bitwiseOr: bits(integer.bitwiseOr, integer.bitwiseOrBigint),
  bitwiseXor: bits(integer.bitwiseXor, integer.bitwiseXorBigint),
  leftShift: { int: integer.leftShift, bigint: integer.leftShiftBigint },
  rightShift: { int: integer.rightShift, bigint: integer.rightShiftBigint },
} as const satisfies { readonly [K in KernelBinary]: LoopsByKind<AnyBinary> };

export const unaryLoops = {
  negative: {
    int: float.negative,
    bigint: integer.negativeBigint,
    float: float.negative,
    complex: complex.negativeComplex,
  },
  positive: {
    int: float.positive,
    bigint: integer.positiveBigint,
    float: float.positive,
    complex: complex.positiveComplex,
  },
  abs: { int: float.abs, bigint: integer.absBigint, float: float.abs, complex: complex.absComplex },
  sign: { int: float.sign, bigint: integer.signBigint, float: float.sign },
  square: {
    int: integer.squareInt,
    bigint: integer.squareBigint,
    float: float.square,
    complex: complex.squareComplex,
  },
  reciprocal: {
    int: integer.reciprocalInt,
    bigint: integer.reciprocalBigint,
    float: float.reciprocal,
    complex: complex.reciprocalComplex,
  },
  conj: {
    int: float.positive,
    bigint: integer.positiveBigint,
    float: float.positive,
    complex: complex.conjComplex,
  },
  floor: rounding(float.floor),
  ceil: rounding(float.ceil),
  trunc: rounding(float.trunc),
  round: rounding(float.round, complex.roundComplex),
  sqrt: { float: float.sqrt, complex: complex.sqrtComplex },
  exp: { float: float.exp, complex: complex.expComplex },
  exp2: { float: float.exp2, complex: complex.exp2Complex },
  expm1: { float: float.expm1, complex: complex.expm1Complex },
  log: { float: float.log, complex: complex.logComplex },
  log2: { float: float.log2, complex: complex.log2Complex },
  log10: { float: float.log10, complex: complex.log10Complex },
  log1p: { float: float.log1p, complex: complex.log1pComplex },
  sin: { float: float.sin, complex: complex.sinComplex },
  cos: { float: float.cos, complex: complex.cosComplex },
  tan: { float: float.tan, complex: complex.tanComplex },
  asin: { float: float.asin, complex: complex.asinComplex },
  acos: { float: float.acos, complex: complex.acosComplex },
  atan: { float: float.atan, complex: complex.atanComplex },
  sinh: { float: float.sinh, complex: complex.sinhComplex },
  cosh: { float: float.cosh, complex: complex.coshComplex },
  tanh: { float: float.tanh, complex: complex.tanhComplex },
  asinh: { float: float.asinh, complex: complex.asinhComplex },
  acosh: { float: float.acosh, complex: complex.acoshComplex },
  atanh: { float: float.atanh, complex: complex.atanhComplex },
  cbrt: { float: float.cbrt },
  deg2rad: { float: float.deg2rad },
  rad2deg: { float: float.rad2deg },
  logicalNot: {
    bool: test.logicalNot,
    int: test.logicalNot,
    bigint: test.logicalNotBigint,
    float: test.logicalNot,
    complex: test.logicalNotComplex,
  },
  bitwiseInvert: {
    bool: integer.invertBool,
    int: integer.bitwiseInvert,
    bigint: integer.bitwiseInvertBigint,
  },
  bitwiseCount: { int: special.bitwiseCount, bigint: special.bitwiseCountBigint },
  isnan: question(0, test.isnan, test.isnanComplex),
  isinf: question(0, test.isinf, test.isinfComplex),
  isfinite: question(1, test.isfinite, test.isfiniteComplex),
  signbit: { float: test.signbit },
} as const satisfies { readonly [K in KernelUnary]: LoopsByKind<AnyUnary> };
