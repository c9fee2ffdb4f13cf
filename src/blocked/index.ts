/** `strided/blocked`: arrays larger than memory, in blocks, over task graphs. */
import './arranging.js';
import './elementwise.js';
import './methods.js';
import './reductions.js';

export { concatenate, stack } from './arranging.js';
export { type BlockFunction, blockFunction } from './block-function.js';
export { BlockedArray, type BlockedKind } from './blocked-array.js';
export { type AxisChunks, type Chunks, type ChunksOption, normalizeChunks } from './chunks.js';
export {
  arange,
  type CreateOptions,
  empty,
  eye,
  fromArray,
  fromDelayed,
  fromFunction,
  full,
  linspace,
  ones,
  zeros,
} from './creation.js';
export {
  type BlockInfo,
  type Boundary,
  blockwise,
  type MapOptions,
  type MappedFunction,
  mapBlocks,
  mapOverlap,
  type OverlapOptions,
} from './mapping.js';
export { BlockedGenerator, defaultRng, random } from './random.js';
export { argtopk, type BlockedReductionOptions, topk } from './reductions.js';
