/**
 * The elementwise operations: one row each. A row names the loop for each kind of number; what is missing decides
 * how dtypes are lifted, as in NumPy: without integer loops integers become floats, without complex ones complex
 * numbers are refused. The public function of a row is one line in elementwise.ts, math.ts or logic.ts.
 */
import * as complex from '../kernels/js/loops/complex.js';
import type { AnyBinary, AnyUnary } from '../kernels/js/loops/drive.js';
import * as float from '../kernels/js/loops/float.js';
import * as integer from '../kernels/js/loops/integer.js';
import * as special from '../kernels/js/loops/special.js';
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
  /** float16's own loop, where it has to know the difference: `float` sees halves as float64. */
  readonly half?: Loop;
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
  power: { ...arithmetic('power'), bool: 'int8', int: integer.powerInt, bigint: integer.powerBigint },
  minimum: arithmetic('minimum'),
  maximum: arithmetic('maximum'),
  fmin: arithmetic('fmin'),
  fmax: arithmetic('fmax'),
  atan2: arithmetic('atan2'),
  hypot: arithmetic('hypot'),
  logaddexp: arithmetic('logaddexp'),
  logaddexp2: arithmetic('logaddexp2'),
  nextafter: { ...arithmetic('nextafter'), half: special.nextafterHalf },
  copysign: arithmetic('copysign'),
  heaviside: arithmetic('heaviside'),
  ldexp: { result: 'same', float: special.ldexp },
  fmod: { ...arithmetic('fmod'), bool: 'int8' },
  gcd: { ...arithmetic('gcd'), bool: 'refused' },
  lcm: { ...arithmetic('lcm'), bool: 'refused' },
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
  sqrt: single('sqrt'),
  cbrt: single('cbrt'),
  deg2rad: single('deg2rad'),
  rad2deg: single('rad2deg'),
  exp: single('exp'),
  exp2: single('exp2'),
  expm1: single('expm1'),
  log: single('log'),
  log2: single('log2'),
  log10: single('log10'),
  log1p: single('log1p'),
  sin: single('sin'),
  cos: single('cos'),
  tan: single('tan'),
  asin: single('asin'),
  acos: single('acos'),
  atan: single('atan'),
  sinh: single('sinh'),
  cosh: single('cosh'),
  tanh: single('tanh'),
  asinh: single('asinh'),
  acosh: single('acosh'),
  atanh: single('atanh'),
  fabs: analytic(float.abs, undefined, 'abs'),
  rint: analytic(float.round, complex.roundComplex, 'round'),
  spacing: { ...analytic(special.spacing), half: special.spacingHalf },
  sinc: { result: 'same', float: special.sinc, complex: complex.sincComplex, lift: 'float64' },
  i0: { result: 'same', float: special.i0, lift: 'float64' },
  logicalNot: question('logicalNot'),
  bitwiseInvert: single('bitwiseInvert'),
  isnan: question('isnan'),
  isinf: question('isinf'),
  isfinite: question('isfinite'),
  signbit: question('signbit'),
} as const satisfies Record<string, UnaryRow>;

export type BinaryName = keyof typeof binaryTable;
export type UnaryName = keyof typeof unaryTable;
