/** Choosing, writing and walking by conditions, positions and indices. */
export { applyAlongAxis, applyOverAxes } from './along-axis.js';
export { type Piece, piecewise, select } from './choosing.js';
export {
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
export { mgrid, ogrid } from './meshes.js';
export { type CopyOptions, copyto, fillDiagonal, place, putmask } from './placing.js';
