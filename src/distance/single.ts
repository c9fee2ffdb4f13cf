/**
 * The distance of two vectors, one function per metric.
 *
 * All take 1-d NDArrays, arrays or typed arrays of real numbers or booleans, compute in float64, and give a number:
 * the one `cdist` gives for a pair of rows in float64. Where SciPy's own single-pair functions differ from its cdist
 * (NaN in canberra, chebyshev and euclidean, vectors without a true element in sokalsneath), these follow cdist.
 */
import { ArgumentError, ShapeError } from '../core/errors.js';
import { referenceMetrics } from '../kernels/js/distanceMetrics.js';
import { type KernelMetric, kernelDType } from '../kernels/table.gen.js';
import { type MatrixInput, readVector, type VectorInput } from './inputs.js';
import type { MetricOptions } from './options.js';
import { metricParameters } from './parameters.js';
import { checkFeatures, finish } from './problem.js';

/** One pair by the reference. The observations are the two vectors, so nothing is derived from them. */
function single(metric: KernelMetric, u: VectorInput, v: VectorInput, options: MetricOptions): number {
  const x = readVector(metric, 'u', u) as Float64Array;
  const y = readVector(metric, 'v', v) as Float64Array;
  const features = x.length;
  if (y.length !== features) {
    throw new ShapeError(`v has ${y.length} elements, u has ${features}`, {
      operation: metric,
      argument: 'v',
      got: y.length,
      needs: `${features} elements`,
    });
  }
  checkFeatures(metric, 'u', metric, features);
  const observations = { blocks: [x, y], rows: 2, features };
  const parameters = finish(metricParameters(metric, metric, options, 'float64', features, observations));
  if (parameters.pair !== null) return parameters.pair(x, y);
  return referenceMetrics[parameters.metric ?? metric]({
    metric: parameters.metric ?? metric,
    dtype: kernelDType.f64,
    rowsX: 1,
    rowsY: 1,
    features,
    x,
    y,
    weights: parameters.weights,
    matrix: parameters.matrix,
    p: parameters.p,
    base: parameters.base,
    centered: parameters.centered === 1,
  })(0, 0);
}

/**
 * Σ w |u − v| / Σ w |u + v|.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN where both sums are 0.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * braycurtis([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.braycurtis`.
 */
export function braycurtis(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('braycurtis', u, v, { w });
}

/**
 * Σ w |u − v| / (|u| + |v|), where 0 / 0 counts as 0.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * canberra([1, 0, 0], [0, 1, 0]); // 2
 *
 * SciPy: `scipy.spatial.distance.canberra`.
 */
export function canberra(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('canberra', u, v, { w });
}

/**
 * The largest |u − v| among features whose weight is not 0.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors; a NaN difference is passed over.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * chebyshev([1, 0, 0], [0, 2, 0]); // 2
 *
 * SciPy: `scipy.spatial.distance.chebyshev`.
 */
export function chebyshev(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('chebyshev', u, v, { w });
}

/**
 * Σ w |u − v|; also known as manhattan or l1.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors, NaN where an element is NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * cityblock([1, 0, 0], [0, 2, 0]); // 3
 *
 * SciPy: `scipy.spatial.distance.cityblock`.
 */
export function cityblock(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('cityblock', u, v, { w });
}

/**
 * 1 − u · v / (|u| |v|), between 0 and 2.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN where a vector is all zeros, empty, or holds NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * cosine([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.cosine`.
 */
export function cosine(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('cosine', u, v, { w });
}

/**
 * The Dice dissimilarity (tf + ft) / (2 tt + tf + ft) of truth values 0 and 1.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN where nothing is true.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * dice([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.dice`.
 */
export function dice(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('dice', u, v, { w });
}

/**
 * The inner product Σ w u v: a similarity.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * dot([1, 2], [3, 4]); // 11
 *
 * NumPy: `numpy.dot`.
 */
export function dot(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('dot', u, v, { w });
}

/**
 * √Σ w (u − v)²; also known as l2.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors, NaN where an element is NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * euclidean([0, 0], [3, 4]); // 5
 *
 * SciPy: `scipy.spatial.distance.euclidean`.
 */
export function euclidean(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('euclidean', u, v, { w });
}

/**
 * The share of features, by weight, that differ.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN for empty vectors; NaN differs from everything.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * hamming([1, 0, 0], [0, 1, 0]); // 2 / 3
 *
 * SciPy: `scipy.spatial.distance.hamming`.
 */
export function hamming(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('hamming', u, v, { w });
}

/**
 * (tf + ft) / (tt + tf + ft), nonzero being true.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 where nothing is true.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * jaccard([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.jaccard`.
 */
export function jaccard(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('jaccard', u, v, { w });
}

/**
 * 2 (tf + ft) / (tt + ff + 2 (tf + ft)), nonzero being true.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN for empty vectors.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * rogerstanimoto([1, 0, 0], [0, 1, 0]); // 0.8
 *
 * SciPy: `scipy.spatial.distance.rogerstanimoto`.
 */
export function rogerstanimoto(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('rogerstanimoto', u, v, { w });
}

/**
 * The share of features, by weight, that are not true in both; nonzero is true.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN for empty vectors.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * russellrao([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.russellrao`.
 */
export function russellrao(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('russellrao', u, v, { w });
}

/**
 * 2 (tf + ft) / (tt + 2 (tf + ft)), nonzero being true.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. NaN where nothing is true.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * sokalsneath([1, 0, 0], [0, 1, 0]); // 1
 *
 * SciPy: `scipy.spatial.distance.sokalsneath`.
 */
export function sokalsneath(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('sokalsneath', u, v, { w });
}

/**
 * Σ w (u − v)².
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors, NaN where an element is NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * sqeuclidean([0, 0], [3, 4]); // 25
 *
 * SciPy: `scipy.spatial.distance.sqeuclidean`.
 */
export function sqeuclidean(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('sqeuclidean', u, v, { w });
}

/**
 * 2 tf ft / (tt ff + tf ft), nonzero being true.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 where tf ft is 0.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * yule([1, 0, 0], [0, 1, 0]); // 2
 *
 * SciPy: `scipy.spatial.distance.yule`.
 */
export function yule(u: VectorInput, v: VectorInput, w?: VectorInput): number {
  return single('yule', u, v, { w });
}

/**
 * 1 − the weighted correlation of the two vectors, between 0 and 2.
 *
 * @param u a vector
 * @param v a vector as long
 * @param w one weight per feature, none negative; 1 each when left out
 * @param centered whether the means are subtracted first; without, this is `cosine`
 * @returns a number. NaN where a vector is constant, empty, or holds NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or weights that do not fit
 * @example
 * correlation([1, 0, 1], [1, 1, 0]); // 1.5
 *
 * SciPy: `scipy.spatial.distance.correlation`.
 */
export function correlation(u: VectorInput, v: VectorInput, w?: VectorInput, centered = true): number {
  return single('correlation', u, v, { w, centered });
}

/**
 * (Σ w |u − v|ᵖ)^(1/p); p = Infinity gives `chebyshev`.
 *
 * @param u a vector
 * @param v a vector as long
 * @param p the exponent, above 0
 * @param w one weight per feature, none negative; 1 each when left out
 * @returns a number. 0 for empty vectors, NaN where an element is NaN (but see chebyshev).
 * @throws ShapeError, ArgumentError or DTypeError for vectors, weights or a `p` that do not fit
 * @example
 * minkowski([1, 0, 0], [0, 1, 0], 3); // ∛2
 *
 * SciPy: `scipy.spatial.distance.minkowski`.
 */
export function minkowski(u: VectorInput, v: VectorInput, p = 2, w?: VectorInput): number {
  return single('minkowski', u, v, { p, w });
}

/**
 * √((u − v)ᵀ VI (u − v)).
 *
 * @param u a vector
 * @param v a vector as long
 * @param VI the inverse covariance, [features, features]; only its symmetric part matters
 * @returns a number. 0 for empty vectors, NaN where an element is NaN or VI makes the square negative.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or a `VI` that do not fit
 * @example
 * mahalanobis([1, 0], [0, 1], [[1, 0.5], [0.5, 1]]); // 1
 *
 * SciPy: `scipy.spatial.distance.mahalanobis`.
 */
export function mahalanobis(u: VectorInput, v: VectorInput, VI: MatrixInput): number {
  if (VI === undefined || VI === null) throw missing('mahalanobis', 'VI', 'the inverse covariance');
  return single('mahalanobis', u, v, { VI });
}

/**
 * √Σ (u − v)² / V.
 *
 * @param u a vector
 * @param v a vector as long
 * @param V the variance of each feature, above 0
 * @returns a number. 0 for empty vectors, NaN where an element is NaN.
 * @throws ShapeError, ArgumentError or DTypeError for vectors or variances that do not fit
 * @example
 * seuclidean([1, 0], [0, 1], [0.25, 0.25]); // √8
 *
 * SciPy: `scipy.spatial.distance.seuclidean`.
 */
export function seuclidean(u: VectorInput, v: VectorInput, V: VectorInput): number {
  if (V === undefined || V === null) throw missing('seuclidean', 'V', 'the variances');
  return single('seuclidean', u, v, { V });
}

/**
 * The great-circle distance of two places on the unit sphere.
 *
 * @param u latitude and longitude in radians
 * @param v latitude and longitude in radians
 * @returns a number in radians, at most π: times 6371 km on the earth. NaN where an element is NaN.
 * @throws ShapeError, ArgumentError or DTypeError unless both have two numbers
 * @example
 * haversine([0, 0], [0, Math.PI / 2]); // π / 2
 *
 * scikit-learn: `sklearn.metrics.pairwise.haversine_distances`.
 */
export function haversine(u: VectorInput, v: VectorInput): number {
  return single('haversine', u, v, {});
}

/**
 * The Euclidean distance over the features that are NaN in neither vector, scaled up to all of them.
 *
 * @param u a vector
 * @param v a vector as long
 * @returns a number: √(features / present · Σ (u − v)²). NaN where no feature is present in both.
 * @throws ShapeError, ArgumentError or DTypeError for vectors that do not fit
 * @example
 * nanEuclidean([3, NaN], [1, 7]); // √8
 *
 * scikit-learn: `sklearn.metrics.pairwise.nan_euclidean_distances`.
 */
export function nanEuclidean(u: VectorInput, v: VectorInput): number {
  return single('nanEuclidean', u, v, {});
}

function missing(operation: string, argument: string, what: string): ArgumentError {
  return new ArgumentError(`${argument} is missing; needs ${what}`, { operation, argument, needs: what });
}
