/** Choosing, writing and walking by conditions, positions and indices. */
export { applyAlongAxis, applyOverAxes } from './along-axis.js';
export { choose, compress, extract, type Piece, piecewise, select } from './choosing.js';
export {
  broadcastShapes,
  type IndexMode,
  ndenumerate,
  ndindex,
  type RavelOptions,
  ravelMultiIndex,
  unravelIndex,
} from './flat-index.js';
export {
  diagIndices,
  diagIndicesFrom,
  indices,
  ix_,
  maskIndices,
  type TriangleOptions,
  trilIndices,
  trilIndicesFrom,
  triuIndices,
  triuIndicesFrom,
} from './grids.js';
export { type CopyOptions, copyto, fillDiagonal, place, put, putAlongAxis, putmask } from './placing.js';
