/**
 * What seuclidean and mahalanobis need to know of the data: variances, covariance, and the factor that whitens.
 *
 * Policy: generators, which yield between pieces of a few milliseconds, so that the promise forms can let the event
 * loop turn. Pieces have a fixed size: the sums do not depend on who drives them or on how many threads there are.
 */
import { ArgumentError } from '../core/errors.js';
import { backend } from '../kernels/select.js';
import type { Floats } from './inputs.js';

/** Multiply-adds between two yields: some milliseconds of plain JavaScript. */
const piece = 4_000_000;

/** The rows of x, and of y below them where there is one. */
export interface Observations {
  readonly blocks: readonly Floats[];
  readonly rows: number;
  readonly features: number;
}

/** Sums over rows from first to last, as `numpy.mean(axis=0)` of few rows. */
function* means({ blocks, rows, features }: Observations): Generator<void, Float64Array> {
  const sums = new Float64Array(features);
  const rowsPerPiece = Math.max(1, Math.ceil(piece / Math.max(1, features)));
  for (const block of blocks) {
    for (let start = 0; start < block.length; start += rowsPerPiece * features) {
      const end = Math.min(block.length, start + rowsPerPiece * features);
      for (let row = start; row < end; row += features) {
        for (let f = 0; f < features; f++) sums[f] += block[row + f];
      }
      yield;
    }
  }
  for (let f = 0; f < features; f++) sums[f] /= rows;
  return sums;
}

/** `numpy.var(axis=0, ddof=1)`: NaN with fewer than two rows. */
export function* variances(observations: Observations): Generator<void, Float64Array> {
  const { blocks, rows, features } = observations;
  const mean = yield* means(observations);
  const sums = new Float64Array(features);
  const rowsPerPiece = Math.max(1, Math.ceil(piece / Math.max(1, features)));
  for (const block of blocks) {
    for (let start = 0; start < block.length; start += rowsPerPiece * features) {
      const end = Math.min(block.length, start + rowsPerPiece * features);
      for (let row = start; row < end; row += features) {
        for (let f = 0; f < features; f++) sums[f] += (block[row + f] - mean[f]) ** 2;
      }
      yield;
    }
  }
  for (let f = 0; f < features; f++) sums[f] = rows < 2 ? Number.NaN : sums[f] / (rows - 1);
  return sums;
}

/** `numpy.cov(rowvar=False)`: the products of a few hundred centred rows at a time, by the matmul kernel. */
export function* covariance(observations: Observations): Generator<void, Float64Array> {
  const { blocks, rows, features } = observations;
  const mean = yield* means(observations);
  const sums = new Float64Array(features * features);
  const product = new Float64Array(features * features);
  const rowsPerPiece = Math.max(8, Math.min(512, Math.ceil((4 * piece) / Math.max(1, features * features))));
  const centred = new Float64Array(rowsPerPiece * features);
  for (const block of blocks) {
    const blockRows = block.length / features;
    for (let first = 0; first < blockRows; first += rowsPerPiece) {
      const count = Math.min(rowsPerPiece, blockRows - first);
      for (let row = 0; row < count; row++) {
        for (let f = 0; f < features; f++) {
          centred[row * features + f] = block[(first + row) * features + f] - mean[f];
        }
      }
      // transpose(centred) centred: the transpose is a stride.
      const params = Float64Array.of(0, features, features, count, 1, features, features, 1, features);
      backend().run('matmul', [centred, centred, product], params);
      for (let index = 0; index < sums.length; index++) sums[index] += product[index];
      yield;
    }
  }
  for (let index = 0; index < sums.length; index++) sums[index] /= rows - 1;
  return sums;
}

/**
 * The upper triangular U with transpose(U) U = inverse(C), for a symmetric positive definite C.
 *
 * C = R transpose(R) with R upper triangular (Cholesky from the last row up), then U = inverse(R): the inverse
 * covariance itself is never formed, which keeps twice as many digits. A covariance with NaN gives NaN.
 * @throws ArgumentError when C is singular.
 */
export function* whitenerOfCovariance(
  operation: string,
  covarianceMatrix: Float64Array,
  features: number,
): Generator<void, Float64Array> {
  if (!covarianceMatrix.every(Number.isFinite)) {
    return new Float64Array(features * features).fill(Number.NaN);
  }
  const flipped = new Float64Array(features * features);
  for (let index = 0; index < flipped.length; index++)
    flipped[flipped.length - 1 - index] = covarianceMatrix[index];
  const lower = yield* choleskyLower(flipped, features);
  if (lower === null) {
    throw new ArgumentError(
      'the covariance of the data is singular (a feature is constant, or a combination of others); give VI, or leave such features out',
      { operation, argument: 'VI', needs: 'linearly independent features, or VI' },
    );
  }
  const inverse = yield* invertLower(lower, features);
  return inverse.reverse(); // flipping rows and columns back turns lower into upper
}

/** The upper triangular U with transpose(U) U = VI; null when VI is not safely positive definite. */
export function* whitenerOfInverse(
  inverse: Float64Array,
  features: number,
): Generator<void, Float64Array | null> {
  const lower = yield* choleskyLower(inverse, features);
  if (lower === null) return null;
  const upper = new Float64Array(features * features);
  for (let row = 0; row < features; row++) {
    for (let column = 0; column <= row; column++)
      upper[column * features + row] = lower[row * features + column];
  }
  return upper;
}

/**
 * L with L transpose(L) = A (Cholesky–Banachiewicz, row by row). null when a pivot is not positive beyond what
 * rounding leaves of a zero: features · ε of its diagonal element.
 */
function* choleskyLower(a: Float64Array, features: number): Generator<void, Float64Array | null> {
  const lower = new Float64Array(features * features);
  let work = 0;
  for (let row = 0; row < features; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = a[row * features + column];
      for (let k = 0; k < column; k++) sum -= lower[row * features + k] * lower[column * features + k];
      if (column < row) {
        lower[row * features + column] = sum / lower[column * features + column];
      } else {
        if (!(sum > features * Number.EPSILON * a[row * features + row])) return null;
        lower[row * features + row] = Math.sqrt(sum);
      }
    }
    work += (row * row) / 2;
    if (work > piece) {
      work = 0;
      yield;
    }
  }
  return lower;
}

/** The inverse of a lower triangular matrix, itself lower triangular, by forward substitution. */
function* invertLower(lower: Float64Array, features: number): Generator<void, Float64Array> {
  const inverse = new Float64Array(features * features);
  let work = 0;
  for (let row = 0; row < features; row++) {
    const pivot = lower[row * features + row];
    inverse[row * features + row] = 1 / pivot;
    for (let k = 0; k < row; k++) {
      const factor = lower[row * features + k] / pivot;
      for (let column = 0; column <= k; column++) {
        inverse[row * features + column] -= factor * inverse[k * features + column];
      }
    }
    work += (row * row) / 2;
    if (work > piece) {
      work = 0;
      yield;
    }
  }
  return inverse;
}
