/** Random vectors: counts and shares that belong together, and correlated normal numbers. */
import { copyElements } from '../../core/copy.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { fromData } from '../../core/from-data.js';
import type { NDArray } from '../../core/ndarray.js';
import { broadcastShapes, contiguousStrides, formatShape, sizeOf } from '../../core/shape.js';
import { broadcastStrides, checkShape } from '../../core/strides.js';
import type { ArrayLike as Data } from '../../core/types.js';
import type { BitGenerator } from '../bits/bit-generator.js';
import { covarianceFactor, type FactorMethod } from '../covariance-factor.js';
import { type MaybeSize, writeWhole } from '../draw.js';
import { drawArray } from '../draws.js';
import { fillStandard } from '../fill.js';
import { drawMultinomialByAddon } from '../native.js';
import { checkParameter, type Parameter } from '../parameters.js';
import { fillCounted, fillDirichlet, fillMarginals, fillMultinomial } from '../vectors.js';
import { CountDraws } from './count-draws.js';

export interface MultivariateNormalOptions {
  /** How the covariance is factored: 'svd' (as NumPy by default), 'eigh' or 'cholesky'. */
  readonly method?: FactorMethod;
  /** What is done where the covariance is not positive semidefinite: 'raise', or 'ignore'. */
  readonly checkValid?: 'raise' | 'ignore';
  /** How negative a variance may be; 1e-8. */
  readonly tol?: number;
}

export interface MultivariateHypergeometricOptions {
  /** 'marginals' draws a number for each colour, 'count' shuffles all items. */
  readonly method?: 'marginals' | 'count';
}

export class VectorDraws extends CountDraws {
  /**
   * Rows of shares that sum to 1: the conjugate prior of multinomial probabilities.
   *
   * @param alpha the weights, 0 or more: one for each share
   * @param size the shape of the result but for its last axis, which is that of alpha
   * @throws ArgumentError when alpha is not a list of numbers, 0 or more
   * @example
   * defaultRng(42).dirichlet([1, 2, 3]).shape; // [3]
   *
   * NumPy: `Generator.dirichlet`.
   */
  dirichlet(alpha: Data, size?: MaybeSize): NDArray<'float64'> {
    const weights = listOf('dirichlet', 'alpha', alpha);
    for (const weight of weights) {
      if (!(weight < 0) && !Number.isNaN(weight)) continue;
      throw wrong('dirichlet', 'alpha', `alpha holds ${weight}; needs numbers, 0 or more`, weight);
    }
    const shape = [...shapeOf('dirichlet', size), weights.length];
    return drawArray('dirichlet', 'float64', shape, (data) =>
      fillDirichlet(this.bitGenerator, weights, data),
    );
  }

  /**
   * How many of n fall to each of some outcomes, int64.
   *
   * @param n trials: a number, or an array that is broadcast with the lists of probabilities
   * @param pvals the probability of each outcome, along the last axis; the last is what the others leave
   * @param size the shape of the result but for its last axis, which is that of pvals
   * @throws ArgumentError when n is no integer, 0 or more, pvals are no probabilities, or all but the last sum to more
   *   than 1
   * @throws ShapeError when pvals has no axis, or n, pvals and size do not broadcast
   * @example
   * defaultRng(42).multinomial(20, [1 / 2, 1 / 4, 1 / 4]).toArray(); // [12n, 4n, 4n]
   *
   * NumPy: `Generator.multinomial`.
   */
  multinomial(n: Parameter, pvals: Data, size?: MaybeSize): NDArray<'int64'> {
    const trials = elementsOf('multinomial', 'n', n);
    const chances = elementsOf('multinomial', 'pvals', pvals);
    const count = chances.shape.at(-1);
    if (count === undefined || count === 0) {
      throw new ShapeError(
        `pvals has shape ${formatShape(chances.shape)}; needs a last axis of one or more`,
        {
          operation: 'multinomial',
          argument: 'pvals',
          got: chances.shape,
        },
      );
    }
    for (const value of trials.data) checkParameter('multinomial', 'n', value, 'count');
    checkRows(chances.data, count);
    const lead = chances.shape.slice(0, -1);
    const common = broadcastShapes('multinomial', trials.shape, lead);
    const shape = size === undefined || size === null ? common : checkShape('multinomial', size);
    if (trials.data.length === 1 && lead.length === 0) {
      return drawArray('multinomial', 'int64', [...shape, count], (out) =>
        fillMultinomialRows(this.bitGenerator, trials.data[0], chances.data, out),
      );
    }
    const trialAt = placesOf(trials.shape, shape);
    const rowAt = placesOf(lead, shape);
    const counts = new Float64Array(sizeOf(shape) * count);
    for (let draw = 0; draw < trialAt.length; draw++) {
      const p = chances.data.subarray(rowAt[draw] * count, (rowAt[draw] + 1) * count);
      const row = counts.subarray(draw * count, (draw + 1) * count);
      fillMultinomial(this.bitGenerator, trials.data[trialAt[draw]], p, row);
    }
    return wholeArray('multinomial', counts, [...shape, count]);
  }

  /**
   * How many of each colour are in a sample drawn without replacement, int64.
   *
   * @param colors how many there are of each
   * @param nsample how many are drawn
   * @param size the shape of the result but for its last axis, which is that of colors
   * @param options method: 'marginals' or 'count'
   * @throws ArgumentError when colors or nsample are no integers, 0 or more, nsample is more than there are, or there are
   *   10⁹ or more for 'marginals'
   * @example
   * defaultRng(42).multivariateHypergeometric([16, 8, 4], 6).toArray(); // [6n, 0n, 0n]
   *
   * NumPy: `Generator.multivariate_hypergeometric`.
   */
  multivariateHypergeometric(
    colors: Data,
    nsample: number,
    size?: MaybeSize,
    options: MultivariateHypergeometricOptions = {},
  ): NDArray<'int64'> {
    const operation = 'multivariateHypergeometric';
    const { method = 'marginals' } = options;
    if (method !== 'marginals' && method !== 'count')
      throw wrong(operation, 'method', `method is ${method}; needs 'marginals' or 'count'`, method);
    const counts = listOf(operation, 'colors', colors);
    for (const count of counts) checkParameter(operation, 'colors', count, 'count');
    checkParameter(operation, 'nsample', nsample, 'count');
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (nsample > total)
      throw wrong(
        operation,
        'nsample',
        `nsample is ${nsample}; needs at most ${total}, the sum of colors`,
        nsample,
      );
    if (total >= mostItems) {
      const needs =
        method === 'marginals' ? 'a sum below 10⁹' : 'a sum below 10⁹, as they are shuffled one by one';
      throw wrong(operation, 'colors', `colors sum to ${total}; needs ${needs}`, total);
    }
    const shape = [...shapeOf(operation, size), counts.length];
    const drawn = new Float64Array(sizeOf(shape));
    const fill = method === 'marginals' ? fillMarginals : fillCounted;
    fill(this.bitGenerator, counts, total, nsample, drawn);
    return wholeArray(operation, drawn, shape);
  }

  /**
   * Normally distributed vectors with given means and covariances, float64.
   *
   * With method 'cholesky' the numbers are NumPy's to rounding. With 'svd' and 'eigh' they are made from the same
   * standard normal numbers, but an axis may point the other way than LAPACK's.
   *
   * @param mean the means
   * @param cov the covariances, symmetric and positive semidefinite; the lower triangle is read
   * @param size the shape of the result but for its last axis, which is that of mean
   * @param options method, checkValid, tol
   * @throws ShapeError when mean is no list, or cov no square of its length
   * @throws ArgumentError when cov is not positive semidefinite (with 'cholesky': definite)
   * @example
   * defaultRng(42).multivariateNormal([0, 1], [[2, 1], [1, 2]], 1000).mean({ axis: 0 }).shape; // [2]
   *
   * NumPy: `Generator.multivariate_normal`, which only warns of a wrong covariance.
   */
  multivariateNormal(
    mean: Data,
    cov: Data,
    size?: MaybeSize,
    options: MultivariateNormalOptions = {},
  ): NDArray<'float64'> {
    const operation = 'multivariateNormal';
    const { method = 'svd', checkValid = 'raise', tol = 1e-8 } = options;
    if (method !== 'svd' && method !== 'eigh' && method !== 'cholesky')
      throw wrong(operation, 'method', `method is ${method}; needs 'svd', 'eigh' or 'cholesky'`, method);
    const means = listOf(operation, 'mean', mean);
    const covariance = elementsOf(operation, 'cov', cov);
    const count = means.length;
    if (formatShape(covariance.shape) !== formatShape([count, count])) {
      const needs = `shape ${formatShape([count, count])}, as mean has length ${count}`;
      throw new ShapeError(`cov has shape ${formatShape(covariance.shape)}; needs ${needs}`, {
        operation,
        argument: 'cov',
        got: covariance.shape,
        needs,
      });
    }
    const factor = covarianceFactor(symmetric(covariance.data, count), count, method);
    const isValid = factor !== null && factor.least >= -tol;
    if (factor === null || (checkValid === 'raise' && !isValid)) {
      const needs = method === 'cholesky' ? 'a positive definite matrix' : 'a positive semidefinite matrix';
      throw wrong(operation, 'cov', `cov is not ${needs.slice(2)}; needs one`, covariance.shape);
    }
    return drawArray(operation, 'float64', [...shapeOf(operation, size), count], (data) => {
      fillStandard(this.bitGenerator, 'normal', data);
      correlate(data, means, factor.matrix);
    });
  }
}

const mostItems = 1e9;

/** Each row x of `data` becomes mean + factor x. */
function correlate(data: Float64Array, mean: Float64Array, factor: Float64Array): void {
  const count = mean.length;
  const row = new Float64Array(count);
  for (let start = 0; start < data.length; start += count) {
    row.set(data.subarray(start, start + count));
    for (let i = 0; i < count; i++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += row[k] * factor[i * count + k];
      data[start + i] = mean[i] + sum;
    }
  }
}

/** The matrix whose lower triangle `matrix` has. */
function symmetric(matrix: Float64Array, count: number): Float64Array {
  const whole = matrix.slice();
  for (let row = 0; row < count; row++)
    for (let column = row + 1; column < count; column++)
      whole[row * count + column] = matrix[column * count + row];
  return whole;
}

function shapeOf(operation: string, size: MaybeSize): number[] {
  return size === undefined || size === null ? [] : checkShape(operation, size);
}

function elementsOf(operation: string, argument: string, value: unknown) {
  const given = fromData(operation, value, undefined, argument);
  if (given.dtype === 'complex64' || given.dtype === 'complex128')
    throw wrong(operation, argument, `${argument} is complex; needs real numbers`, given.dtype);
  const { shape } = given;
  const data = new Float64Array(sizeOf(shape));
  copyElements({ data, dtype: 'float64', shape, strides: contiguousStrides(shape, 8) }, given);
  return { data, shape };
}

function listOf(operation: string, argument: string, value: unknown): Float64Array {
  const { data, shape } = elementsOf(operation, argument, value);
  if (shape.length === 1) return data;
  throw new ShapeError(`${argument} has shape ${formatShape(shape)}; needs one dimension`, {
    operation,
    argument,
    got: shape,
    needs: 'one dimension',
  });
}

/** For each place of `target`, which element of an array of `shape` is there. */
function placesOf(shape: readonly number[], target: readonly number[]): Float64Array {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, at) => at);
  const places = new Float64Array(sizeOf(target));
  const strides = broadcastStrides('multinomial', shape, contiguousStrides(shape, 8), target);
  copyElements(
    { data: places, dtype: 'float64', shape: target, strides: contiguousStrides(target, 8) },
    { data, dtype: 'float64', shape: target, strides },
  );
  return places;
}

/** Every row of `out` from the same trials and chances. */
function fillMultinomialRows(bits: BitGenerator, n: number, p: Float64Array, out: BigInt64Array): void {
  if (drawMultinomialByAddon(bits, n, p, out)) return;
  const counts = new Float64Array(out.length);
  for (let at = 0; at < counts.length; at += p.length)
    fillMultinomial(bits, n, p, counts.subarray(at, at + p.length));
  writeWhole(counts, out);
}

function checkRows(p: Float64Array, count: number): void {
  for (let row = 0; row < p.length; row += count) {
    let sum = 0;
    for (let at = 0; at < count; at++) {
      checkParameter('multinomial', 'pvals', p[row + at], 'probability');
      if (at < count - 1) sum += p[row + at];
    }
    if (!(sum <= 1 + 1e-12))
      throw wrong('multinomial', 'pvals', `all of pvals but the last sum to ${sum}; needs 1 at most`, sum);
  }
}

function wholeArray(operation: string, counts: Float64Array, shape: readonly number[]): NDArray<'int64'> {
  return drawArray(operation, 'int64', shape, (data) => writeWhole(counts, data));
}

function wrong(operation: string, argument: string, message: string, got: unknown): ArgumentError {
  return new ArgumentError(message, { operation, argument, got });
}
