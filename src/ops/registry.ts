/**
 * The elementwise operations: one row each. A row names the loop for each kind of number; what is missing decides
 * how dtypes are lifted, as in NumPy: without integer loops integers become floats, without complex ones complex
 * numbers are refused. The public function of a row is one line in elementwise.ts, math.ts or logic.ts.
 */
import * as complex from '../kernels/js/loops/complex.js';
import type { AnyBinary, AnyUnary } from '../kernels/js/loops/drive.js';
import * as float from '../kernels/js/loops/float.js';
import * as integer from '../kernels/js/loops/integer.js';
import * as loops from '../kernels/js/loops/table.js';
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
  /** The row of the kernel table: its C loops serve the dtypes that the table says. */
  readonly kernel?: Kernel;
}

export type UnaryRow = UfuncRow<AnyUnary, KernelUnary>;
export type BinaryRow = UfuncRow<AnyBinary, KernelBinary>;

/** An operation whose loops are all in the kernel table, and whose result is bool. */
function comparison<K extends KernelBinary>(kernel: K) {
  return { result: 'truth', ...loops.binaryLoops[kernel], kernel } as const;
}

/** The same where the result has the dtype of the loop. */
function arithmetic<K extends KernelBinary>(kernel: K) {
  return { result: 'same', ...loops.binaryLoops[kernel], kernel } as const;
}

/** The same for one operand. */
function single<K extends KernelUnary>(kernel: K) {
  return { result: 'same', ...loops.unaryLoops[kernel], kernel } as const;
}

function question<K extends KernelUnary>(kernel: K) {
  return { result: 'truth', ...loops.unaryLoops[kernel], kernel } as const;
}

/** A function of floats and complex numbers. */
function analytic(float: AnyUnary, complexLoop?: AnyUnary, kernel?: KernelUnary): UnaryRow {
  return { result: 'same', float, complex: complexLoop, kernel };
}

const identity = float.positive;

export const binaryTable = {
  add: arithmetic('add'),
  subtract: { ...arithmetic('subtract'), bool: 'refused' },
  multiply: arithmetic('multiply'),
  divide: { ...arithmetic('divide'), lift: 'float64' },
  floorDivide: { ...arithmetic('floorDivide'), bool: 'int8' },
  remainder: { ...arithmetic('remainder'), bool: 'int8' },
  power: {
    result: 'same',
    bool: 'int8',
    int: integer.powerInt,
    bigint: integer.powerBigint,
    float: float.powerLoop,
    complex: complex.powerComplex,
  },
  minimum: arithmetic('minimum'),
  maximum: arithmetic('maximum'),
  fmin: arithmetic('fmin'),
  fmax: arithmetic('fmax'),
  atan2: { result: 'same', float: float.atan2 },
  hypot: { result: 'same', float: float.hypotLoop },
  copysign: arithmetic('copysign'),
  equal: comparison('equal'),
  notEqual: comparison('notEqual'),
  less: comparison('less'),
  lessEqual: comparison('lessEqual'),
  greater: comparison('greater'),
  greaterEqual: comparison('greaterEqual'),
  logicalAnd: comparison('logicalAnd'),
  logicalOr: comparison('logicalOr'),
  logicalXor: comparison('logicalXor'),
  bitwiseAnd: arithmetic('bitwiseAnd'),
  bitwiseOr: arithmetic('bitwiseOr'),
  bitwiseXor: arithmetic('bitwiseXor'),
  leftShift: { ...arithmetic('leftShift'), bool: 'int8' },
  rightShift: { ...arithmetic('rightShift'), bool: 'int8' },
} as const satisfies Record<string, BinaryRow>;

export const unaryTable = {
  negative: { ...single('negative'), bool: 'refused' },
  positive: { ...single('positive'), bool: 'refused' },
  abs: { ...single('abs'), result: 'magnitude', bool: identity },
  sign: { ...single('sign'), bool: 'refused', complex: complex.signComplex },
  square: { ...single('square'), bool: 'int8' },
  reciprocal: { ...single('reciprocal'), bool: 'int8' },
  conj: { ...single('conj'), bool: 'int8' },
  angle: {
    result: 'magnitude',
    bool: 'float64',
    float: eachNumber((x) => Math.atan2(0, x)),
    complex: complex.angleComplex,
  },
  floor: { ...single('floor'), bool: identity },
  ceil: { ...single('ceil'), bool: identity },
  trunc: { ...single('trunc'), bool: identity },
  round: { ...single('round'), bool: 'float16' },
  sqrt: analytic(float.sqrt, complex.sqrtComplex, 'sqrt'),
  cbrt: analytic(float.cbrt),
  exp: analytic(float.exp, complex.expComplex, 'exp'),
  exp2: analytic(float.exp2, complex.exp2Complex),
  expm1: analytic(float.expm1, complex.expm1Complex),
  log: analytic(float.log, complex.logComplex, 'log'),
  log2: analytic(float.log2, complex.log2Complex),
  log10: analytic(float.log10, complex.log10Complex),
  log1p: analytic(float.log1p, complex.log1pComplex),
  sin: analytic(float.sin, complex.sinComplex),
  cos: analytic(float.cos, complex.cosComplex),
  tan: analytic(float.tan, complex.tanComplex),
  asin: analytic(float.asin, complex.asinComplex),
  acos: analytic(float.acos, complex.acosComplex),
  atan: analytic(float.atan, complex.atanComplex),
  sinh: analytic(float.sinh, complex.sinhComplex),
  cosh: analytic(float.cosh, complex.coshComplex),
  tanh: analytic(float.tanh, complex.tanhComplex),
  asinh: analytic(float.asinh, complex.asinhComplex),
  acosh: analytic(float.acosh, complex.acoshComplex),
  atanh: analytic(float.atanh, complex.atanhComplex),
  logicalNot: question('logicalNot'),
  bitwiseInvert: single('bitwiseInvert'),
  isnan: question('isnan'),
  isinf: question('isinf'),
  isfinite: question('isfinite'),
  signbit: question('signbit'),
} as const satisfies Record<string, UnaryRow>;

export type BinaryName = keyof typeof binaryTable;
export type UnaryName = keyof typeof unaryTable;
