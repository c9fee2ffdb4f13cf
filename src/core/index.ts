/** The core's public names. */
export { emptyPool, getPoolLimit, setPoolLimit } from './buffer.js';
export { formatBytes } from './bytes.js';
export { type Complex, complex, isComplex } from './complex.js';
export { type DType, dtypeNames, type ElementOf, isDType, type Kind, type StorageOf } from './dtype.js';
export {
  AbortError,
  ArgumentError,
  AxisError,
  BackendError,
  DTypeError,
  type ErrorDetails,
  FileError,
  GraphError,
  IndexError,
  LinAlgError,
  MemoryError,
  ShapeError,
  StridedError,
  TaskError,
  type TaskErrorDetails,
} from './errors.js';
export { type Index, type IndexList, type Slice, slice } from './index-parse.js';
export type { HasLayout } from './layout.js';
export { type AsTypeOptions, type Flags, type Layout, NDArray } from './ndarray.js';
export {
  getPrintoptions,
  type PrintOptions,
  printoptions,
  setPrintoptions,
  type TextOptions,
} from './print.js';
export { type Casting, canCast, type Promote, promoteTypes, resultType, type Scalar } from './promotion.js';
export type { Order, Shape } from './shape.js';
export { fromShared, isShared, type SharedArray, share, toShared } from './share.js';
export type { ArrayLike, Nested, NestedList, Rank } from './types.js';
