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
export {
  arraySplit,
  concatenate,
  hstack,
  type JoinOptions,
  type Sections,
  split,
  stack,
  vstack,
} from './joining.js';
export {
  asType,
  broadcastArrays,
  broadcastTo,
  copy,
  expandDims,
  flip,
  moveaxis,
  permuteDims,
  type ReshapeOptions,
  ravel,
  reshape,
  slidingWindowView,
  squeeze,
  swapaxes,
  transpose,
  type WindowOptions,
} from './manipulation.js';

import './array-methods.js';
import './methods.js';

// The rest of the Array API standard, and what NumPy has beside it.
export { putAlongAxis, takeAlongAxis } from './along-axis.js';
export { type ArgOptions, argmax, argmin } from './arg.js';
export * from './assembly/index.js';
export type { AxesOption, AxisOption } from './axis-option.js';
// Sorting, searching, sets, order statistics, histograms.
export { bincount } from './bincount.js';
export { e, eulerGamma, inf, nan, newaxis, pi } from './constants.js';
export {
  type CumulativeOptions,
  type CumulativeOptionsWithInitial,
  cumprod,
  cumsum,
  cumulativeProd,
  cumulativeSum,
} from './cumulative.js';
export { type Device, toDevice } from './device.js';
export { type DiffOptions, diff } from './differences.js';
export { type DlpackCapsule, type DlpackExporter, fromDlpack } from './dlpack.js';
export { type EinsumOptions, type EinsumPath, einsum, einsumPath } from './einsum.js';
export type { ContractionPath, Optimize } from './einsum-path.js';
// Other names for the same functions: those NumPy has, and those of the standard where NumPy's are the first.
export {
  abs,
  abs as absolute,
  add,
  angle,
  ceil,
  conj,
  conj as conjugate,
  copysign,
  divide,
  divide as trueDivide,
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
  power as pow,
  reciprocal,
  remainder,
  remainder as mod,
  sign,
  square,
  subtract,
  trunc,
} from './elementwise.js';
export { fuse } from './fusion/fuse.js';
export { broadcastShapes, type MeshgridOptions, meshgrid } from './grids.js';
export {
  type BinOptions,
  type BinRule,
  type Bins,
  type BinsNd,
  type HistogramNdOptions,
  type HistogramOptions,
  histogram,
  histogram2d,
  histogramBinEdges,
  histogramdd,
} from './histograms.js';
export * from './inspect/index.js';
export {
  arrayNamespaceInfo,
  type DTypeKind,
  type FloatInfo,
  finfo,
  type IntegerInfo,
  iinfo,
  isdtype,
  type NamespaceInfo,
} from './inspection.js';
export { concatenate as concat } from './joining.js';
export {
  type CrossOptions,
  cross,
  type DiagonalOptions,
  diagonal,
  matrixTranspose,
  type TraceOptions,
  trace,
} from './linear.js';
export {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseInvert as bitwiseNot,
  bitwiseInvert as invert,
  bitwiseOr,
  bitwiseXor,
  equal,
  greater,
  greaterEqual,
  isfinite,
  isinf,
  isnan,
  leftShift,
  leftShift as bitwiseLeftShift,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  notEqual,
  rightShift,
  rightShift as bitwiseRightShift,
  signbit,
} from './logic.js';
export { asType as astype } from './manipulation.js';
export type { Mask } from './masked.js';
export {
  acos,
  acos as arccos,
  acosh,
  acosh as arccosh,
  asin,
  asin as arcsin,
  asinh,
  asinh as arcsinh,
  atan,
  atan as arctan,
  atan2,
  atan2 as arctan2,
  atanh,
  atanh as arctanh,
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
  matvec,
  outer,
  type TensordotOptions,
  tensordot,
  type VecdotOptions,
  vecdot,
  vecmat,
} from './matmul.js';
export { type MedianOptions, median, nanmedian } from './median.js';
export { type ArrayNamespace, arrayNamespace } from './namespace.js';
export * from './nan/index.js';
export * from './numeric/index.js';
export { clip, imag, real, where } from './parts.js';
export {
  choose,
  compress,
  put,
  type TakeOptions,
  take,
} from './picking.js';
export * from './places/index.js';
export type { IndexMode } from './places.js';
export {
  nanpercentile,
  nanquantile,
  percentile,
  type QuantileMethod,
  type QuantileOptions,
  quantile,
} from './quantiles.js';
export { byteswap, tobytes } from './raw-bytes.js';
export { repeat, roll, tile, unstack } from './rearranging.js';
export type { AxisOptions, ReductionOptions } from './reduction.js';
export {
  all,
  any,
  countNonzero,
  max,
  max as amax,
  min,
  min as amin,
  prod,
  ptp,
  sum,
  type TestOptions,
  type Widened,
} from './reductions.js';
export type { UfuncOptions } from './result.js';
export {
  argwhere,
  digitize,
  extract,
  flatnonzero,
  nonzero,
  type SearchOptions,
  searchsorted,
} from './searching.js';
export {
  type Intersection,
  type IsinOptions,
  in1d,
  intersect1d,
  isin,
  type SetOptions,
  setdiff1d,
  setxor1d,
  union1d,
} from './sets.js';
export {
  argpartition,
  argsort,
  lexsort,
  type PartitionOptions,
  partition,
  type SortKind,
  type SortOptions,
  sort,
  sortComplex,
} from './sorting.js';
export { geomspace, logspace } from './spaces.js';
export {
  deg2rad,
  deg2rad as radians,
  divmod,
  fabs,
  fix,
  floatPower,
  fmod,
  frexp,
  gcd,
  heaviside,
  i0,
  lcm,
  ldexp,
  logaddexp,
  logaddexp2,
  modf,
  type NanToNumOptions,
  nanToNum,
  nextafter,
  rad2deg,
  rad2deg as degrees,
  rint,
  sinc,
  spacing,
} from './special.js';
export {
  type AverageOptions,
  mean,
  type SpreadOptions,
  std,
  variance,
  variance as var,
} from './statistics.js';
export { array2string, arrayRepr, arrayStr } from './text.js';
export { type DiagonalOption, tril, triu } from './triangles.js';
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
export type { AccumulateOptions } from './ufunc-methods.js';
export {
  type Unique,
  type UniqueOptions,
  type UniqueResult,
  unique,
  uniqueAll,
  uniqueCounts,
  uniqueInverse,
  uniqueValues,
} from './unique.js';
export type { BinaryMethods, ReduceRule, UnaryMethods, Universal, UniversalPair } from './universal.js';
export {
  type ElementFunction,
  type FrompyfuncOptions,
  frompyfunc,
  type MadeOperation,
  type VectorizeOptions,
  vectorize,
} from './vectorize.js';
