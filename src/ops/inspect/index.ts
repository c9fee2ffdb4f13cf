/** What arrays and dtypes are: comparison, kinds, memory, bits, text. */
export {
  baseRepr,
  binaryRepr,
  bitwiseCount,
  type PackOptions,
  packbits,
  type UnpackOptions,
  unpackbits,
} from './bits.js';
export { allclose, arrayEqual, arrayEquiv, type CloseOptions, isclose } from './comparison.js';
export {
  commonType,
  type DTypeGroup,
  issubdtype,
  minScalarType,
  type Requirement,
  require,
} from './dtypes.js';
export {
  iscomplex,
  iscomplexobj,
  isneginf,
  isposinf,
  isreal,
  isrealobj,
  isscalar,
  realIfClose,
} from './kinds.js';
export { ndim, shape, size } from './measure.js';
export {
  asarrayChkfinite,
  ascontiguousarray,
  asfortranarray,
  isfortran,
  mayShareMemory,
  sharesMemory,
} from './memory.js';
export {
  type FloatFormatOptions,
  formatFloatPositional,
  formatFloatScientific,
  type PositionalOptions,
  type ScientificOptions,
  type TrimMode,
} from './text.js';
