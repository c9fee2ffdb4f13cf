/** Arrays put together, taken apart, padded, turned and made from rules. */
export { type DiagonalOptions, diag, diagflat, tri, type VanderOptions, vander } from './diagonals.js';
export {
  append,
  deleteAt,
  // `delete` is a reserved word, so the function goes by another name; as a property it may have NumPy's.
  deleteAt as delete,
  type EditOptions,
  insert,
  type Places,
  resize,
  type TrimOptions,
  trimZeros,
} from './editing.js';
export {
  type FromstringOptions,
  fromfunction,
  fromiter,
  fromstring,
  type IterOptions,
} from './from-functions.js';
export { type PadMode, type PadOptions, type PerBorder, pad } from './padding.js';
export {
  atleast1d,
  atleast2d,
  atleast3d,
  type BlockList,
  type Blocks,
  block,
  columnStack,
  dsplit,
  dstack,
  hsplit,
  rowStack,
  vsplit,
} from './stacking.js';
export { fliplr, flipud, type RotationOptions, rollaxis, rot90 } from './turning.js';
