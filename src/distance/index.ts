/** `strided/distance`: distance matrices, nearest neighbours, and the distances of single pairs. */
import { announceExports } from '../core/exported.js';
import * as self from './index.js';

export { cdist, cdistAsync, type DistanceDType, type DistanceMatrix } from './cdist.js';
export { type BlockOptions, cdistBlocks, type DistanceBlock } from './cdistBlocks.js';
export { cdistToFile, type DistanceFile } from './cdistToFile.js';
export { directedHausdorff, type HausdorffResult } from './directedHausdorff.js';
export type { FloatDType, MatrixInput, NumberStorage, RowInput, VectorInput } from './inputs.js';
export { type JensenshannonOptions, jensenshannon } from './jensenshannon.js';
export { type Metric, type MetricFunction, type MetricName, metricNames } from './metrics.js';
export {
  argmin,
  argminAsync,
  type Nearest,
  type NearestOptions,
  type Neighbours,
  nearest,
  nearestAsync,
} from './nearest.js';
export type { Algorithm, AsyncOptions, DistanceOptions, MetricOptions, Progress } from './options.js';
export { type CondensedMatrix, pdist, pdistAsync } from './pdist.js';
export {
  braycurtis,
  canberra,
  chebyshev,
  cityblock,
  correlation,
  cosine,
  dice,
  dot,
  euclidean,
  hamming,
  haversine,
  jaccard,
  mahalanobis,
  minkowski,
  nanEuclidean,
  rogerstanimoto,
  russellrao,
  seuclidean,
  sokalsneath,
  sqeuclidean,
  yule,
} from './single.js';
export {
  type DistancesInput,
  isValidDm,
  isValidY,
  numObsDm,
  numObsY,
  type SquareformOptions,
  squareform,
  type ValidityOptions,
} from './squareform.js';
export { type SparseDistances, withinRadius, withinRadiusAsync } from './withinRadius.js';

announceExports('strided/distance', () => self);
