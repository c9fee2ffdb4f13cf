// Generated from native/kernels.def by scripts/generate-kernels.mjs. Change that file, not this one.

/** Names this state of the table; compiled into the addon and the WebAssembly module. */
export const tableHash = '7cb7d2415948';

/** Every entry: its number, its operands in order, its parameters in order. */
export const entries = {
  distanceFull: { number: 0, operands: ['x', 'y', 'out', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'outStride'] },
  distanceCondensed: { number: 1, operands: ['x', 'out', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'features', 'p', 'base', 'centered', 'algorithm'] },
  distanceNearest: { number: 2, operands: ['x', 'y', 'indices', 'distances', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'k', 'excludeSelf'] },
  distanceRadiusCount: { number: 3, operands: ['x', 'y', 'counts', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'radius', 'excludeSelf'] },
  distanceRadiusFill: { number: 4, operands: ['x', 'y', 'starts', 'indices', 'distances', 'weights?', 'matrix?'], parameters: ['metric', 'dtype', 'rowsX', 'rowsY', 'features', 'p', 'base', 'centered', 'algorithm', 'radius', 'excludeSelf'] },
  matmul: { number: 5, operands: ['a', 'b', 'out'], parameters: ['dtype', 'rows', 'columns', 'inner', 'aRowStride', 'aColumnStride', 'bRowStride', 'bColumnStride', 'outStride'] },
  binary: { number: 6, operands: ['out', 'a', 'b', 'layout'], parameters: ['operation', 'dtype', 'ndim'] },
  unary: { number: 7, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim'] },
  reduce: { number: 8, operands: ['out', 'a', 'layout'], parameters: ['operation', 'dtype', 'ndim'] },
  correlate: { number: 9, operands: ['x', 'w', 'out'], parameters: ['dtype', 'n', 'taps', 'first', 'count'] },
  skipNaN: { number: 10, operands: ['out', 'a', 'center?'], parameters: ['operation', 'dtype', 'outer', 'n', 'inner'] },
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
  minimum: 4,
  maximum: 5,
  equal: 6,
  notEqual: 7,
  less: 8,
  lessEqual: 9,
  greater: 10,
  greaterEqual: 11,
} as const;
export type KernelBinary = keyof typeof kernelBinary;

export const kernelUnary = {
  negative: 0,
  abs: 1,
  square: 2,
  sqrt: 3,
  exp: 4,
  log: 5,
  reciprocal: 6,
  floor: 7,
  ceil: 8,
  trunc: 9,
  round: 10,
} as const;
export type KernelUnary = keyof typeof kernelUnary;

export const kernelReduction = {
  sum: 0,
  min: 1,
  max: 2,
} as const;
export type KernelReduction = keyof typeof kernelReduction;
