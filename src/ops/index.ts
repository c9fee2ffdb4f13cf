/** The operations' public names. */
export {
  type ArrayOptions,
  arange,
  array,
  asarray,
  type CreateOptions,
  empty,
  emptyLike,
  eye,
  fromBuffer,
  full,
  fullLike,
  identity,
  linspace,
  ones,
  onesLike,
  zeros,
  zerosLike,
} from './creation.js';
export { arraySplit, concatenate, hstack, type JoinOptions, split, stack, vstack } from './joining.js';
export {
  asType,
  broadcastArrays,
  broadcastTo,
  copy,
  expandDims,
  flip,
  moveaxis,
  permuteDims,
  ravel,
  reshape,
  squeeze,
  swapaxes,
  transpose,
} from './manipulation.js';

import './methods.js';

export { type ArgOptions, argmax, argmin } from './arg.js';
export * from './assembly/index.js';
export { einsum } from './einsum.js';
export {
  abs,
  add,
  angle,
  ceil,
  conj,
  copysign,
  divide,
  floor,
  floorDivide,
  fmax,
  fmin,
  maximum,
  minimum,
  multiply,
  negative,
  positive,
  power,
  reciprocal,
  remainder,
  sign,
  square,
  subtract,
  trunc,
} from './elementwise.js';
export * from './inspect/index.js';
export {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseOr,
  bitwiseXor,
  equal,
  greater,
  greaterEqual,
  isfinite,
  isinf,
  isnan,
  leftShift,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  notEqual,
  rightShift,
  signbit,
} from './logic.js';
export {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cbrt,
  cos,
  cosh,
  exp,
  exp2,
  expm1,
  hypot,
  log,
  log1p,
  log2,
  log10,
  sin,
  sinh,
  sqrt,
  tan,
  tanh,
} from './math.js';
export {
  dot,
  inner,
  matmul,
  outer,
  type TensordotOptions,
  tensordot,
  type VecdotOptions,
  vecdot,
} from './matmul.js';
export * from './nan/index.js';
export * from './numeric/index.js';
export { clip, imag, real, where } from './parts.js';
export * from './places/index.js';
export type { AxisOptions, ReductionOptions } from './reduction.js';
export {
  all,
  any,
  countNonzero,
  max,
  min,
  prod,
  ptp,
  sum,
  type TestOptions,
  type Widened,
} from './reductions.js';
export type { UfuncOptions } from './result.js';
export { mean, type SpreadOptions, std, variance, variance as var } from './statistics.js';
export type {
  Arithmetic,
  Common,
  Comparison,
  Divided,
  Division,
  FloatMapping,
  FloatPair,
  Lifted,
  LiftedPair,
  Magnitude,
  Mapping,
  RealOf,
  Test,
} from './types.js';
export type { Operand, OperandList } from './ufunc.js';
