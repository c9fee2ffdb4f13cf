/** The reference for the `binary` and `unary` entries: the same loops and the same plan as every other dtype uses. */
import type { DType } from '../../core/dtype.js';
import type { Operand } from '../backend.js';
import { type KernelBinary, type KernelUnary, kernelBinary, kernelDType, kernelUnary } from '../table.gen.js';
import * as test from './loops/compare.js';
import { type AnyBinary, type AnyUnary, driveBinary, driveUnary, type Term } from './loops/drive.js';
import * as float from './loops/float.js';

const binaryLoops: { readonly [K in KernelBinary]: AnyBinary } = {
  add: float.add,
  subtract: float.subtract,
  multiply: float.multiply,
  divide: float.divide,
  minimum: float.minimum,
  maximum: float.maximum,
  equal: test.equal,
  notEqual: test.notEqual,
  less: test.less,
  lessEqual: test.lessEqual,
  greater: test.greater,
  greaterEqual: test.greaterEqual,
  power: float.powerLoop,
  atan2: float.atan2,
  hypot: float.hypotLoop,
  logaddexp: float.logaddexpLoop,
  logaddexp2: float.logaddexp2Loop,
  nextafter: float.nextafter,
};

const unaryLoops: { readonly [K in KernelUnary]: AnyUnary } = {
  negative: float.negative,
  abs: float.abs,
  square: float.square,
  sqrt: float.sqrt,
  exp: float.exp,
  log: float.log,
  reciprocal: float.reciprocal,
  floor: float.floor,
  ceil: float.ceil,
  trunc: float.trunc,
  round: float.round,
  exp2: float.exp2,
  expm1: float.expm1,
  log2: float.log2,
  log10: float.log10,
  log1p: float.log1p,
  sin: float.sin,
  cos: float.cos,
  tan: float.tan,
  asin: float.asin,
  acos: float.acos,
  atan: float.atan,
  sinh: float.sinh,
  cosh: float.cosh,
  tanh: float.tanh,
  asinh: float.asinh,
  acosh: float.acosh,
  atanh: float.atanh,
  cbrt: float.cbrt,
  deg2rad: float.deg2rad,
  rad2deg: float.rad2deg,
};

const binaryByNumber = byNumber(kernelBinary, binaryLoops);
const unaryByNumber = byNumber(kernelUnary, unaryLoops);

function byNumber<K extends string, L>(
  numbers: { readonly [P in K]: number },
  loops: { readonly [P in K]: L },
): L[] {
  const list: L[] = [];
  for (const name of Object.keys(numbers) as K[]) list[numbers[name]] = loops[name];
  return list;
}

function term(operand: Operand, dtype: DType): Term {
  return { data: operand as unknown as Term['data'], dtype, direct: true };
}

export function binary(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, b, layout] = operands;
  const [operation, kind, ndim] = params;
  const dtype = kind === kernelDType.f32 ? 'float32' : 'float64';
  const plan = layout as Float64Array;
  driveBinary(
    binaryByNumber[operation],
    'float',
    ndim,
    plan,
    term(out, dtype),
    term(a, dtype),
    term(b, dtype),
  );
}

export function unary(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, layout] = operands;
  const [operation, kind, ndim] = params;
  const dtype = kind === kernelDType.f32 ? 'float32' : 'float64';
  driveUnary(
    unaryByNumber[operation],
    'float',
    ndim,
    layout as Float64Array,
    term(out, dtype),
    term(a, dtype),
  );
}
