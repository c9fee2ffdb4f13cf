/**
 * Eigenvectors from a real Schur form. Column-major. A real eigenvalue has one column; a pair of complex ones has two,
 * real and imaginary part of the vector of the eigenvalue with positive imaginary part.
 */
import { largestPart, quotient } from './vectors.js';

const epsilon = 2 ** -52;

/** Z × eigenvectors of the quasi-triangle t, whose eigenvalues are re + i im. */
export function realEigenvectors(
  n: number,
  t: Float64Array,
  z: Float64Array,
  re: Float64Array,
  im: Float64Array,
): Float64Array {
  const out = new Float64Array(n * n);
  const least = Math.max(largestPart(t) * epsilon, 1e-290);
  const xRe = new Float64Array(n);
  const xIm = new Float64Array(n);
  for (let k = n - 1; k >= 0; k--) {
    if (im[k] > 0) continue;
    const pair = im[k] < 0;
    const first = pair ? k - 1 : k;
    start(n, t, k, pair, im, xRe, xIm);
    solveAbove(n, t, first, re[k], pair ? im[first] : 0, im, least, xRe, xIm);
    combine(n, z, k, xRe, out, n * first);
    if (pair) combine(n, z, k, xIm, out, n * k);
  }
  return out;
}

/** The last elements of the vector, and the right-hand side −T x of what is above them. */
function start(
  n: number,
  t: Float64Array,
  k: number,
  pair: boolean,
  im: Float64Array,
  xRe: Float64Array,
  xIm: Float64Array,
): void {
  xRe.fill(0);
  xIm.fill(0);
  if (!pair) {
    xRe[k] = 1;
    for (let i = 0; i < k; i++) xRe[i] = -t[i + n * k];
    return;
  }
  // (T − λ) x = 0 on the block: (t11 − λ) x1 + t12 x2 = 0 and t21 x1 + (t22 − λ) x2 = 0.
  const f = k - 1;
  const lambdaIm = im[f];
  const middle = (t[f + n * f] - t[k + n * k]) / 2;
  if (Math.abs(t[f + n * k]) >= Math.abs(t[k + n * f])) {
    xRe[f] = 1;
    xRe[k] = -middle / t[f + n * k];
    xIm[k] = lambdaIm / t[f + n * k];
  } else {
    xRe[k] = 1;
    xRe[f] = middle / t[k + n * f];
    xIm[f] = lambdaIm / t[k + n * f];
  }
  for (let i = 0; i < f; i++) {
    const a = t[i + n * f];
    const b = t[i + n * k];
    const sumIm = a * xIm[f] + b * xIm[k];
    xRe[i] = -(a * xRe[f] + b * xRe[k]);
    xIm[i] = -sumIm;
  }
}

/** Rows last … 0 of (T − λ) x = right-hand side, in place. */
function solveAbove(
  n: number,
  t: Float64Array,
  rows: number,
  lambdaRe: number,
  lambdaIm: number,
  im: Float64Array,
  least: number,
  xRe: Float64Array,
  xIm: Float64Array,
): void {
  for (let i = rows - 1; i >= 0; i--) {
    if (im[i] < 0) {
      solveBlock(n, t, i - 1, lambdaRe, lambdaIm, least, xRe, xIm);
      eliminate(n, t, i, i - 1, xRe, xIm);
      i--;
    } else {
      let dRe = t[i + n * i] - lambdaRe;
      let dIm = -lambdaIm;
      if (Math.abs(dRe) + Math.abs(dIm) < least) [dRe, dIm] = [least, 0];
      const value = quotient(xRe[i], xIm[i], dRe, dIm);
      xRe[i] = value.re;
      xIm[i] = value.im;
    }
    eliminate(n, t, i, i, xRe, xIm);
    if (Math.max(Math.abs(xRe[i]), Math.abs(xIm[i])) > 1e100) shrink(xRe, xIm);
  }
}

/** Two rows i, i + 1 by Cramer's rule. */
function solveBlock(
  n: number,
  t: Float64Array,
  i: number,
  lambdaRe: number,
  lambdaIm: number,
  least: number,
  xRe: Float64Array,
  xIm: Float64Array,
): void {
  const aRe = t[i + n * i] - lambdaRe;
  const dRe = t[i + 1 + n * (i + 1)] - lambdaRe;
  const b = t[i + n * (i + 1)];
  const c = t[i + 1 + n * i];
  // a = aRe − i λ, d = dRe − i λ; determinant a d − b c.
  let detRe = aRe * dRe - lambdaIm * lambdaIm - b * c;
  let detIm = -lambdaIm * (aRe + dRe);
  if (Math.abs(detRe) + Math.abs(detIm) < least * least) [detRe, detIm] = [least * least, 0];
  const [r1, i1, r2, i2] = [xRe[i], xIm[i], xRe[i + 1], xIm[i + 1]];
  const top = quotient(dRe * r1 + lambdaIm * i1 - b * r2, dRe * i1 - lambdaIm * r1 - b * i2, detRe, detIm);
  const bottom = quotient(aRe * r2 + lambdaIm * i2 - c * r1, aRe * i2 - lambdaIm * r2 - c * i1, detRe, detIm);
  xRe[i] = top.re;
  xIm[i] = top.im;
  xRe[i + 1] = bottom.re;
  xIm[i + 1] = bottom.im;
}

/** Takes x[k] times column k from the rows above `rows`. */
function eliminate(
  n: number,
  t: Float64Array,
  k: number,
  rows: number,
  xRe: Float64Array,
  xIm: Float64Array,
): void {
  const re = xRe[k];
  const im = xIm[k];
  for (let i = 0; i < rows; i++) {
    xRe[i] -= re * t[i + n * k];
    xIm[i] -= im * t[i + n * k];
  }
}

function shrink(xRe: Float64Array, xIm: Float64Array): void {
  const largest = Math.max(largestPart(xRe), largestPart(xIm));
  for (let i = 0; i < xRe.length; i++) {
    xRe[i] /= largest;
    xIm[i] /= largest;
  }
}

function combine(
  n: number,
  z: Float64Array,
  k: number,
  x: Float64Array,
  out: Float64Array,
  to: number,
): void {
  for (let j = 0; j <= k; j++) {
    const factor = x[j];
    if (factor === 0) continue;
    for (let i = 0; i < n; i++) out[to + i] += factor * z[i + n * j];
  }
}
