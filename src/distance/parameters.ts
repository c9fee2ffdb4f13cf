/** The options that belong to single metrics: checked, defaulted as SciPy does, and brought into kernel form. */
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { KernelMetric } from '../kernels/table.gen.js';
import {
  covariance,
  type Observations,
  variances,
  whitenerOfCovariance,
  whitenerOfInverse,
} from './covariance.js';
import { type FloatDType, type Floats, floatsOf, readMatrix, readVector } from './inputs.js';
import { type MetricFunction, type MetricOption, metricInfo } from './metrics.js';
import type { MetricOptions } from './options.js';

export interface MetricParameters {
  /** A simpler metric that gives the same, or null. */
  readonly metric: KernelMetric | null;
  readonly weights: Floats | null;
  readonly matrix: Floats | null;
  readonly p: number;
  readonly base: number;
  readonly centered: number;
  readonly pair: MetricFunction | null;
}

const metricOptions: readonly MetricOption[] = ['p', 'w', 'V', 'VI', 'centered', 'base'];

/** @throws ArgumentError when options are given to a metric that is a function. */
export function refuseOptions(operation: string, options: MetricOptions): void {
  for (const option of metricOptions) {
    if (options[option] === undefined) continue;
    throw new ArgumentError(`${option} was given with a function as metric; let the function use it itself`, {
      operation,
      argument: option,
      needs: 'a metric by name',
    });
  }
}

/**
 * @throws ArgumentError for an option the metric does not take, or a value out of range; ShapeError for one of the
 * wrong length.
 */
export function* metricParameters(
  operation: string,
  metric: KernelMetric,
  options: MetricOptions,
  dtype: FloatDType,
  features: number,
  observations: Observations,
): Generator<void, MetricParameters> {
  checkTaken(operation, metric, options);
  const weights = readWeights(operation, options, dtype, features);
  const p = metric === 'minkowski' ? readExponent(operation, options.p) : 2;
  let matrix: Floats | null = null;
  let pair: MetricFunction | null = null;
  if (metric === 'seuclidean') {
    matrix = yield* seuclideanVariances(operation, options, features, observations);
  } else if (metric === 'mahalanobis') {
    ({ matrix, pair } = yield* mahalanobisMatrix(operation, options, features, observations));
  }
  return {
    metric: metric === 'minkowski' ? minkowskiAs(p) : null,
    weights,
    matrix: matrix !== null && dtype === 'float32' ? Float32Array.from(matrix) : matrix,
    p,
    base: readBase(operation, options.base),
    centered: readCentered(operation, options.centered),
    pair,
  };
}

function checkTaken(operation: string, metric: KernelMetric, options: MetricOptions): void {
  const taken = metricInfo(metric).options;
  for (const option of metricOptions) {
    if (options[option] === undefined || options[option] === null || taken.includes(option)) continue;
    const needs = taken.length === 0 ? 'no options of its own' : `only ${taken.join(', ')}`;
    throw new ArgumentError(`${metric} does not take ${option}; it takes ${needs}`, {
      operation,
      argument: option,
      got: options[option],
      needs,
    });
  }
}

function readWeights(
  operation: string,
  { w }: MetricOptions,
  dtype: FloatDType,
  features: number,
): Floats | null {
  if (w === undefined || w === null) return null;
  const weights = readVector(operation, 'w', w, dtype);
  checkLength(operation, 'w', weights.length, features);
  for (let f = 0; f < features; f++) {
    if (weights[f] < 0) {
      throw new ArgumentError(`w[${f}] is ${weights[f]}; needs weights that are not negative`, {
        operation,
        argument: 'w',
        got: weights[f],
        needs: 'numbers >= 0',
      });
    }
  }
  return weights;
}

function checkLength(operation: string, argument: string, length: number, features: number): void {
  if (length === features) return;
  throw new ShapeError(`${argument} has ${length} elements, the rows have ${features} features`, {
    operation,
    argument,
    got: length,
    needs: `${features} elements`,
  });
}

function readExponent(operation: string, p: number | undefined): number {
  if (p === undefined) return 2;
  if (typeof p === 'number' && p > 0) return p;
  throw new ArgumentError(`p is ${String(p)}; needs a number above 0`, {
    operation,
    argument: 'p',
    got: p,
    needs: 'a number > 0, or Infinity',
  });
}

function minkowskiAs(p: number): KernelMetric | null {
  if (p === 1) return 'cityblock';
  if (p === 2) return 'euclidean';
  return p === Number.POSITIVE_INFINITY ? 'chebyshev' : null;
}

/** 0 stands for the natural logarithm. */
function readBase(operation: string, base: number | undefined): number {
  if (base === undefined || base === null) return 0;
  if (typeof base === 'number' && base > 1) return base;
  throw new ArgumentError(`base is ${String(base)}; needs a number above 1`, {
    operation,
    argument: 'base',
    got: base,
    needs: 'a number > 1',
  });
}

function readCentered(operation: string, centered: boolean | undefined): number {
  if (centered === undefined || centered === null || typeof centered === 'boolean')
    return centered === false ? 0 : 1;
  throw new ArgumentError(`centered is ${typeof centered}; needs true or false`, {
    operation,
    argument: 'centered',
    got: centered,
    needs: 'a boolean',
  });
}

function* seuclideanVariances(
  operation: string,
  { V }: MetricOptions,
  features: number,
  observations: Observations,
): Generator<void, Floats> {
  const given = V !== undefined && V !== null;
  const values = given ? readVector(operation, 'V', V) : yield* variances(observations);
  checkLength(operation, 'V', values.length, features);
  for (let f = 0; f < features; f++) {
    if (!(values[f] <= 0)) continue; // NaN stays, and spreads
    throw new ArgumentError(
      given
        ? `V[${f}] is ${values[f]}; needs variances above 0`
        : `V is singular: feature ${f} has variance 0; give V, or leave out constant features`,
      { operation, argument: 'V', got: values[f], needs: 'variances > 0' },
    );
  }
  return values;
}

function* mahalanobisMatrix(
  operation: string,
  { VI }: MetricOptions,
  features: number,
  observations: Observations,
): Generator<void, { matrix: Floats; pair: MetricFunction | null }> {
  if (VI === undefined || VI === null) {
    if (observations.rows <= features) {
      throw new ArgumentError(
        `the number of observations (${observations.rows}) is too small, the covariance matrix is singular: ` +
          `${features} features need at least ${features + 1}; or give VI`,
        { operation, argument: 'VI', got: observations.rows, needs: `${features + 1} rows, or VI` },
      );
    }
    const data = yield* covariance(observations);
    const upper = yield* whitenerOfCovariance(operation, data, features);
    return { matrix: withCentre(upper, features, observations), pair: null };
  }
  const given = readMatrix(operation, 'VI', VI);
  if (given.rows !== features || given.columns !== features) {
    throw new ShapeError(`VI is ${given.rows} × ${given.columns}; needs ${features} × ${features}`, {
      operation,
      argument: 'VI',
      got: [given.rows, given.columns],
      needs: `[${features}, ${features}]`,
    });
  }
  const inverse = symmetric(floatsOf(operation, 'VI', given, 'float64'), features);
  const upper = yield* whitenerOfInverse(inverse, features);
  if (upper !== null) return { matrix: withCentre(upper, features, observations), pair: null };
  checkUsable(operation, inverse, features);
  return { matrix: inverse, pair: quadraticForm(inverse, features) };
}

/**
 * The factor, and after it a row near the points: the first. Measured from there, points that lie together far from
 * the origin keep their digits when they are whitened. Any row will do, if only every block of a matrix has the same.
 */
function withCentre(upper: Float64Array, features: number, { blocks }: Observations): Float64Array {
  const matrix = new Float64Array((features + 1) * features);
  matrix.set(upper);
  const block = blocks.find((rows) => rows.length > 0);
  for (let f = 0; block !== undefined && f < features; f++) {
    if (Number.isFinite(block[f])) matrix[features * features + f] = block[f];
  }
  return matrix;
}

/** Only the symmetric part counts in a quadratic form. */
function symmetric(matrix: Floats, features: number): Float64Array {
  const result = new Float64Array(features * features);
  for (let row = 0; row < features; row++) {
    for (let column = 0; column < features; column++) {
      result[row * features + column] =
        (matrix[row * features + column] + matrix[column * features + row]) / 2;
    }
  }
  return result;
}

/** A matrix of zeros, in whole or in one feature's row, cannot have come out of an inversion. */
function checkUsable(operation: string, inverse: Float64Array, features: number): void {
  for (let row = 0; row < features; row++) {
    const values = inverse.subarray(row * features, (row + 1) * features);
    if (values.some((value) => value !== 0)) continue;
    throw new ArgumentError(`VI is singular: row ${row} is all zeros`, {
      operation,
      argument: 'VI',
      needs: 'an inverse covariance',
    });
  }
}

/**
 * √(dᵀ VI d), pair by pair: what SciPy computes for any VI. NaN where an indefinite VI makes the square negative.
 * Slower than whitening by as much as there are features, and more.
 */
function quadraticForm(inverse: Float64Array, features: number): MetricFunction {
  const difference = new Float64Array(features);
  return (u, v) => {
    for (let f = 0; f < features; f++) difference[f] = u[f] - v[f];
    let sum = 0;
    for (let row = 0; row < features; row++) {
      let product = 0;
      for (let f = 0; f < features; f++) product += inverse[row * features + f] * difference[f];
      sum += product * difference[row];
    }
    return Math.sqrt(sum);
  };
}
