/**
 * A factor A of a covariance matrix C = A Aᵀ, by which standard normal vectors are multiplied.
 *
 * Methods as in NumPy: `cholesky` is the lower triangle; `eigh` and `svd` are the principal axes times the square roots of
 * their variances, in ascending and in descending order. The axes are found by Jacobi's rotations and point so that their
 * largest component is positive: LAPACK's may point the other way, and then the vectors are other ones of the same
 * distribution.
 */
export type FactorMethod = 'svd' | 'eigh' | 'cholesky';

export interface Factor {
  /** [size × size], row after row. */
  readonly matrix: Float64Array;
  /** The smallest variance along an axis; for cholesky 0. */
  readonly least: number;
}

/** The factor, or null where `cholesky` meets a matrix that is not positive definite. */
export function covarianceFactor(
  covariance: Float64Array,
  size: number,
  method: FactorMethod,
): Factor | null {
  if (method === 'cholesky') return lowerTriangle(covariance, size);
  const { values, vectors } = principalAxes(covariance, size);
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  if (method === 'svd') order.reverse();
  const matrix = new Float64Array(size * size);
  order.forEach((from, column) => {
    const length = Math.sqrt(Math.abs(values[from]));
    for (let row = 0; row < size; row++) matrix[row * size + column] = vectors[row * size + from] * length;
  });
  return { matrix, least: values.reduce((least, value) => Math.min(least, value), 0) };
}

function lowerTriangle(covariance: Float64Array, size: number): Factor | null {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = covariance[row * size + column];
      for (let k = 0; k < column; k++) sum -= matrix[row * size + k] * matrix[column * size + k];
      if (row !== column) matrix[row * size + column] = sum / matrix[column * size + column];
      else if (sum > 0) matrix[row * size + row] = Math.sqrt(sum);
      else return null;
    }
  }
  return { matrix, least: 0 };
}

const mostSweeps = 60;

/** Eigenvalues and eigenvectors (as columns) of a symmetric matrix by cyclic Jacobi rotations. */
function principalAxes(covariance: Float64Array, size: number) {
  const a = covariance.slice();
  const vectors = new Float64Array(size * size);
  for (let at = 0; at < size; at++) vectors[at * size + at] = 1;
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, size) > 0; sweep++) {
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
  }
  for (let column = 0; column < size; column++) pointUp(vectors, size, column);
  return { values: Float64Array.from({ length: size }, (_, at) => a[at * size + at]), vectors };
}

/** The sum of what is off the diagonal, less what is nothing beside it. */
function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let p = 0; p < size; p++) {
    for (let q = p + 1; q < size; q++) {
      const smaller = Math.min(Math.abs(a[p * size + p]), Math.abs(a[q * size + q]));
      const value = Math.abs(a[p * size + q]);
      if (value > 1e-17 * smaller && value > 1e-300) sum += value;
    }
  }
  return sum;
}

/** Turns axes p and q so that a[p, q] becomes 0. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q];
  if (apq === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p];
    const kq = a[k * size + q];
    a[k * size + p] = cosine * kp - sine * kq;
    a[k * size + q] = sine * kp + cosine * kq;
    const vp = vectors[k * size + p];
    const vq = vectors[k * size + q];
    vectors[k * size + p] = cosine * vp - sine * vq;
    vectors[k * size + q] = sine * vp + cosine * vq;
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k];
    const qk = a[q * size + k];
    a[p * size + k] = cosine * pk - sine * qk;
    a[q * size + k] = sine * pk + cosine * qk;
  }
  a[p * size + q] = 0;
  a[q * size + p] = 0;
}

function pointUp(vectors: Float64Array, size: number, column: number): void {
  let largest = 0;
  for (let row = 0; row < size; row++) {
    const value = vectors[row * size + column];
    if (Math.abs(value) > Math.abs(largest)) largest = value;
  }
  if (largest < 0) for (let row = 0; row < size; row++) vectors[row * size + column] *= -1;
}
