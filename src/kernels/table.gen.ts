// Generated from native/kernels.def by scripts/generate-kernels.mjs. Change that file, not this one.

/** Names this state of the table; compiled into the addon and the WebAssembly module. */
export const tableHash = 'bbf0481ad7c6';

/** Every entry: its number, its operands in order, its parameters in order. */
export const entries = {
  distanceFull: { number: 0, operands: ['x', 'y', 'out', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'outStride'] },
  distanceCondensed: { number: 1, operands: ['x', 'out', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'features', 'p', 'base', 'centered', 'algorithm'] },
  distanceNearest: { number: 2, operands: ['x', 'y', 'indices', 'distances', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'k', 'excludeSelf'] },
  distanceRadiusCount: { number: 3, operands: ['x', 'y', 'counts', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'radius', 'excludeSelf'] },
  distanceRadiusFill: { number: 4, operands: ['x', 'y', 'starts', 'indices', 'distances', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'radius', 'excludeSelf'] },
  matmul: { number: 5, operands: ['a', 'b', 'out'], parameters: ['dtype', 'rows', 'columns', 'inner', 'aRowStride', 'aColumnStride', 'bRowStride', 'bColumnStride', 'outStride'] },
  binary: { number: 6, operands: ['out', 'a', 'b', 'layout'], parameters: ['operation', 'dtype', 'ndim', 'outDType', 'aDType', 'bDType'] },
  unary: { number: 7, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim', 'outDType', 'aDType'] },
  ternary: { number: 8, operands: ['out', 'a', 'b', 'c', 'layout'], parameters: ['operation', 'dtype', 'ndim', 'outDType', 'aDType', 'bDType', 'cDType'] },
  reduce: { number: 9, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim', 'aDType'] },
  deviations: { number: 10, operands: ['out', 'a', 'center', 'layout'], parameters: ['dtype', 'ndim', 'aDType'] },
  accumulate: { number: 11, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim', 'aDType'] },
  extreme: { number: 12, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim'] },
  copy: { number: 13, operands: ['out', 'a', 'layout'], parameters: ['ndim', 'outDType', 'aDType'] },
  fused: { number: 14, operands: ['out', 'program', 'constants', 'a?', 'b?', 'c?', 'd?', 'e?'], parameters: ['ndim', 'inputs', 'steps'] },
  fusedReduce: { number: 15, operands: ['out', 'program', 'constants', 'a?', 'b?', 'c?', 'd?', 'e?'], parameters: ['ndim', 'inputs', 'steps', 'operation', 'dtype', 'reducedNdim'] },
  fft: { number: 16, operands: ['out', 'x', 'layout'], parameters: ['kind', 'dtype', 'length', 'ndim', 'scale', 'inverse'] },
} as const;
export type EntryName = keyof typeof entries;

/** Every metric the kernels know: its number and the element kinds it takes. */
export const kernelMetrics = {
  braycurtis: { number: 0, dtypes: ['f64', 'f32'] },
  canberra: { number: 1, dtypes: ['f64', 'f32'] },
  chebyshev: { number: 2, dtypes: ['f64', 'f32'] },
  cityblock: { number: 3, dtypes: ['f64', 'f32'] },
  correlation: { number: 4, dtypes: ['f64', 'f32'] },
  cosine: { number: 5, dtypes: ['f64', 'f32'] },
  dice: { number: 6, dtypes: ['f64', 'f32', 'bit'] },
  dot: { number: 7, dtypes: ['f64', 'f32'] },
  euclidean: { number: 8, dtypes: ['f64', 'f32'] },
  hamming: { number: 9, dtypes: ['f64', 'f32', 'bit'] },
  haversine: { number: 10, dtypes: ['f64', 'f32'] },
  jaccard: { number: 11, dtypes: ['f64', 'f32', 'bit'] },
  jensenshannon: { number: 12, dtypes: ['f64', 'f32'] },
  mahalanobis: { number: 13, dtypes: ['f64', 'f32'] },
  minkowski: { number: 14, dtypes: ['f64', 'f32'] },
  nanEuclidean: { number: 15, dtypes: ['f64', 'f32'] },
  rogerstanimoto: { number: 16, dtypes: ['f64', 'f32', 'bit'] },
  russellrao: { number: 17, dtypes: ['f64', 'f32', 'bit'] },
  seuclidean: { number: 18, dtypes: ['f64', 'f32'] },
  sokalsneath: { number: 19, dtypes: ['f64', 'f32', 'bit'] },
  sqeuclidean: { number: 20, dtypes: ['f64', 'f32'] },
  yule: { number: 21, dtypes: ['f64', 'f32', 'bit'] },
} as const;
export type KernelMetric = keyof typeof kernelMetrics;

/** Element kinds, as `dtype` parameters send them: enum st_dtype of native/strided.h. */
export const kernelDType = { f64: 0, f32: 1, bit: 2, bool: 3, int8: 4, int16: 5, int32: 6, int64: 7, uint8: 8, uint16: 9, uint32: 10, uint64: 11, float16: 12, complex64: 13, complex128: 14 } as const;
export type KernelDType = keyof typeof kernelDType;

export const kernelBinary = {
  add: 0,
  subtract: 1,
  multiply: 2,
  divide: 3,
  floorDivide: 4,
  remainder: 5,
  minimum: 6,
  maximum: 7,
  fmin: 8,
  fmax: 9,
  copysign: 10,
  equal: 11,
  notEqual: 12,
  less: 13,
  lessEqual: 14,
  greater: 15,
  greaterEqual: 16,
  logicalAnd: 17,
  logicalOr: 18,
  logicalXor: 19,
  bitwiseAnd: 20,
  bitwiseOr: 21,
  bitwiseXor: 22,
  leftShift: 23,
  rightShift: 24,
} as const;
export type KernelBinary = keyof typeof kernelBinary;

export const kernelUnary = {
  negative: 0,
  positive: 1,
  abs: 2,
  sign: 3,
  square: 4,
  reciprocal: 5,
  conj: 6,
  floor: 7,
  ceil: 8,
  trunc: 9,
  round: 10,
  sqrt: 11,
  exp: 12,
  log: 13,
  logicalNot: 14,
  bitwiseInvert: 15,
  isnan: 16,
  isinf: 17,
  isfinite: 18,
  signbit: 19,
} as const;
export type KernelUnary = keyof typeof kernelUnary;

export const kernelTernary = {
  where: 0,
  clip: 1,
} as const;
export type KernelTernary = keyof typeof kernelTernary;

export const kernelReduction = {
  sum: 0,
  prod: 1,
  min: 2,
  max: 3,
  any: 4,
  all: 5,
  countNonzero: 6,
} as const;
export type KernelReduction = keyof typeof kernelReduction;

/** The dtypes that the loops of each operation or reduction take, and what they write: see kernels.def. */
export const kernelLoops = {
  add: { kinds: 'all', result: 'same' },
  subtract: { kinds: 'numbers', result: 'same' },
  multiply: { kinds: 'all', result: 'same' },
  divide: { kinds: 'inexact', result: 'same' },
  floorDivide: { kinds: 'reals', result: 'same' },
  remainder: { kinds: 'reals', result: 'same' },
  minimum: { kinds: 'all', result: 'same' },
  maximum: { kinds: 'all', result: 'same' },
  fmin: { kinds: 'all', result: 'same' },
  fmax: { kinds: 'all', result: 'same' },
  copysign: { kinds: 'floats', result: 'same' },
  equal: { kinds: 'all', result: 'truth' },
  notEqual: { kinds: 'all', result: 'truth' },
  less: { kinds: 'all', result: 'truth' },
  lessEqual: { kinds: 'all', result: 'truth' },
  greater: { kinds: 'all', result: 'truth' },
  greaterEqual: { kinds: 'all', result: 'truth' },
  logicalAnd: { kinds: 'all', result: 'truth' },
  logicalOr: { kinds: 'all', result: 'truth' },
  logicalXor: { kinds: 'all', result: 'truth' },
  bitwiseAnd: { kinds: 'bits', result: 'same' },
  bitwiseOr: { kinds: 'bits', result: 'same' },
  bitwiseXor: { kinds: 'bits', result: 'same' },
  leftShift: { kinds: 'integers', result: 'same' },
  rightShift: { kinds: 'integers', result: 'same' },
  negative: { kinds: 'numbers', result: 'same' },
  positive: { kinds: 'numbers', result: 'same' },
  abs: { kinds: 'numbers', result: 'magnitude' },
  sign: { kinds: 'reals', result: 'same' },
  square: { kinds: 'numbers', result: 'same' },
  reciprocal: { kinds: 'numbers', result: 'same' },
  conj: { kinds: 'numbers', result: 'same' },
  floor: { kinds: 'reals', result: 'same' },
  ceil: { kinds: 'reals', result: 'same' },
  trunc: { kinds: 'reals', result: 'same' },
  round: { kinds: 'numbers', result: 'same' },
  sqrt: { kinds: 'floats', result: 'same' },
  exp: { kinds: 'floats', result: 'same' },
  log: { kinds: 'floats', result: 'same' },
  logicalNot: { kinds: 'all', result: 'truth' },
  bitwiseInvert: { kinds: 'bits', result: 'same' },
  isnan: { kinds: 'all', result: 'truth' },
  isinf: { kinds: 'all', result: 'truth' },
  isfinite: { kinds: 'all', result: 'truth' },
  signbit: { kinds: 'floats', result: 'truth' },
  where: { kinds: 'all', result: 'same' },
  clip: { kinds: 'reals', result: 'same' },
  sum: { kinds: 'all', result: 'widened' },
  prod: { kinds: 'all', result: 'widened' },
  min: { kinds: 'all', result: 'same' },
  max: { kinds: 'all', result: 'same' },
  any: { kinds: 'all', result: 'truth' },
  all: { kinds: 'all', result: 'truth' },
  countNonzero: { kinds: 'all', result: 'count' },
} as const;
export type KernelLoop = keyof typeof kernelLoops;
