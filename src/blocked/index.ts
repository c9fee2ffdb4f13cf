/** `strided/blocked`: arrays larger than memory, in blocks, over task graphs. */
import './arranging.js';
import './elementwise.js';
import './methods.js';
import './reductions.js';
import './selecting.js';
import './sorting.js';

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
export { type BlockedNeighbours, cdist, nearest, pdist } from './distances.js';
export {
  type FromFileOptions,
  type FromNpyStackOptions,
  fromHdf5,
  fromNpy,
  fromNpyStack,
  fromZarr,
} from './files.js';
export {
  type BlockedQr,
  type BlockedSvd,
  type CompressedOptions,
  cholesky,
  norm,
  qr,
  svd,
  svdCompressed,
  tsqr,
} from './linalg.js';
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
export { type BlockedOperand, dot, einsum, inner, matmul, outer, tensordot } from './products.js';
export { BlockedGenerator, defaultRng, random } from './random.js';
export type { RechunkOptions } from './rechunk-plan.js';
export { argtopk, type BlockedReductionOptions, topk } from './reductions.js';
export {
  type BlockedSolveOptions,
  type BlockedTriangularOptions,
  inv,
  solve,
  solveTriangular,
} from './solving.js';
export {
  type StoreTarget,
  store,
  type ToHdf5Options,
  type ToNpyStackOptions,
  type ToZarrOptions,
  toHdf5,
  toNpy,
  toNpyStack,
  toZarr,
} from './store.js';
