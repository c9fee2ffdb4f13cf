/**
 * Eigenvalues of complex matrices: balancing, Hessenberg form, the QR method with Wilkinson's shift to upper triangular
 * form T (a = Z T Zᴴ), and eigenvectors by back substitution. Numbers interleaved, matrices column-major.
 */
import { balance, unbalance } from './balance.js';
import { reduceToHessenberg } from './hessenberg.js';
import { addScaled, allFinite, largestPart, norm, quotient, type Value } from './vectors.js';

const epsilon = 2 ** -52;
const maxTurns = 60;

/**
 * Overwrites a [n × n]; values [n] and, where given, vectors [n × n] of length 1 whose largest element is real. Returns 0, or
 * 1 + the place of an eigenvalue that did not converge.
 */
export function eigenComplex(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array | null,
): number {
  if (!allFinite(a)) return 1;
  const largest = largestPart(a);
  const scale = largest > 1e130 || (largest < 1e-130 && largest > 0) ? largest : 1;
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] /= scale;
  const balanced = balance(2, n, a);
  const z = reduceToHessenberg(2, n, a, balanced.low, balanced.high, vectors !== null);
  const info = triangularize(n, a, balanced.low, balanced.high, z);
  if (info !== 0) return info;
  for (let i = 0; i < n; i++) {
    values[2 * i] = a[2 * (i * n + i)] * scale;
    values[2 * i + 1] = a[2 * (i * n + i) + 1] * scale;
  }
  if (vectors === null || z === null) return 0;
  backSubstitute(n, a, z, vectors);
  unbalance(2, n, vectors, balanced);
  for (let j = 0; j < n; j++) normalize(n, vectors, 2 * j * n);
  return 0;
}

function sizeAt(h: Float64Array, at: number): number {
  return Math.abs(h[at]) + Math.abs(h[at + 1]);
}

function triangularize(
  n: number,
  h: Float64Array,
  low: number,
  high: number,
  z: Float64Array | null,
): number {
  let end = high;
  let turns = 0;
  while (end > low) {
    let start = end;
    for (; start > low; start--) {
      const beside = sizeAt(h, 2 * ((start - 1) * n + start));
      const near = sizeAt(h, 2 * ((start - 1) * n + start - 1)) + sizeAt(h, 2 * (start * n + start));
      if (beside <= epsilon * near || beside < 1e-290) break;
    }
    if (start > low) {
      h[2 * ((start - 1) * n + start)] = 0;
      h[2 * ((start - 1) * n + start) + 1] = 0;
    }
    if (start === end) {
      end--;
      turns = 0;
      continue;
    }
    if (turns === maxTurns) return end + 1;
    turns++;
    step(n, h, start, end, turns % 10 === 0 ? exceptional(n, h, end) : wilkinson(n, h, end), z);
  }
  return 0;
}

function exceptional(n: number, h: Float64Array, end: number): Value {
  const beside = sizeAt(h, 2 * ((end - 1) * n + end));
  return { re: h[2 * (end * n + end)] + 0.75 * beside, im: h[2 * (end * n + end) + 1] };
}

/** The eigenvalue of the last 2 × 2 block that is nearer to its last element. */
function wilkinson(n: number, h: Float64Array, end: number): Value {
  const at = (i: number, j: number): Value => ({ re: h[2 * (j * n + i)], im: h[2 * (j * n + i) + 1] });
  const a = at(end - 1, end - 1);
  const b = at(end - 1, end);
  const c = at(end, end - 1);
  const d = at(end, end);
  const halfRe = (a.re - d.re) / 2;
  const halfIm = (a.im - d.im) / 2;
  const bcRe = b.re * c.re - b.im * c.im;
  const bcIm = b.re * c.im + b.im * c.re;
  const root = squareRoot(halfRe * halfRe - halfIm * halfIm + bcRe, 2 * halfRe * halfIm + bcIm);
  const sign = halfRe * root.re + halfIm * root.im >= 0 ? 1 : -1;
  const divisorRe = halfRe + sign * root.re;
  const divisorIm = halfIm + sign * root.im;
  if (divisorRe === 0 && divisorIm === 0) return d;
  const less = quotient(bcRe, bcIm, divisorRe, divisorIm);
  return { re: d.re - less.re, im: d.im - less.im };
}

export function squareRoot(re: number, im: number): Value {
  const size = Math.hypot(re, im);
  if (size === 0) return { re: 0, im: 0 };
  const root = Math.sqrt((size + Math.abs(re)) / 2);
  const other = im / (2 * root);
  return re >= 0 ? { re: root, im: other } : { re: Math.abs(other), im: im >= 0 ? root : -root };
}

/** One QR step on rows and columns start … end: H − σ = Q R, H ← R Q + σ, as rotations that chase a bulge. */
function step(
  n: number,
  h: Float64Array,
  start: number,
  end: number,
  shift: Value,
  z: Float64Array | null,
): void {
  let xRe = h[2 * (start * n + start)] - shift.re;
  let xIm = h[2 * (start * n + start) + 1] - shift.im;
  let yRe = h[2 * (start * n + start + 1)];
  let yIm = h[2 * (start * n + start + 1) + 1];
  for (let k = start; k < end; k++) {
    if (k > start) {
      const at = 2 * ((k - 1) * n + k);
      [xRe, xIm, yRe, yIm] = [h[at], h[at + 1], h[at + 2], h[at + 3]];
    }
    // [c, s; −s̄, c] takes (x, y) to (r, 0), c real.
    const xSize = Math.hypot(xRe, xIm);
    const length = Math.hypot(xSize, yRe, yIm);
    if (length === 0) continue;
    const phaseRe = xSize === 0 ? 1 : xRe / xSize;
    const phaseIm = xSize === 0 ? 0 : xIm / xSize;
    const c = xSize / length;
    const sRe = (phaseRe * yRe + phaseIm * yIm) / length;
    const sIm = (phaseIm * yRe - phaseRe * yIm) / length;
    rotateRows(n, h, k, Math.max(k - 1, 0), c, sRe, sIm);
    if (k > start) {
      const at = 2 * ((k - 1) * n + k + 1);
      h[at] = 0;
      h[at + 1] = 0;
    }
    rotateColumns(n, h, k, Math.min(k + 2, end) + 1, c, sRe, sIm);
    if (z !== null) rotateColumns(n, z, k, n, c, sRe, sIm);
  }
}

/** Rows k and k + 1 ← (c r + s r′, c r′ − s̄ r), from a column on. */
function rotateRows(
  n: number,
  h: Float64Array,
  k: number,
  from: number,
  c: number,
  sRe: number,
  sIm: number,
): void {
  for (let at = 2 * (from * n + k), end = 2 * n * n; at < end; at += 2 * n) {
    const aRe = h[at];
    const aIm = h[at + 1];
    const bRe = h[at + 2];
    const bIm = h[at + 3];
    h[at] = c * aRe + sRe * bRe - sIm * bIm;
    h[at + 1] = c * aIm + sRe * bIm + sIm * bRe;
    h[at + 2] = c * bRe - (sRe * aRe + sIm * aIm);
    h[at + 3] = c * bIm - (sRe * aIm - sIm * aRe);
  }
}

/** Columns k and k + 1 ← (c x + s̄ x′, c x′ − s x), the first `rows` rows. */
function rotateColumns(
  n: number,
  h: Float64Array,
  k: number,
  rows: number,
  c: number,
  sRe: number,
  sIm: number,
): void {
  let one = 2 * k * n;
  let other = one + 2 * n;
  for (let i = 0; i < rows; i++, one += 2, other += 2) {
    const aRe = h[one];
    const aIm = h[one + 1];
    const bRe = h[other];
    const bIm = h[other + 1];
    h[one] = c * aRe + sRe * bRe + sIm * bIm;
    h[one + 1] = c * aIm + sRe * bIm - sIm * bRe;
    h[other] = c * bRe - (sRe * aRe - sIm * aIm);
    h[other + 1] = c * bIm - (sRe * aIm + sIm * aRe);
  }
}

/** vectors = Z × eigenvectors of the triangle T. */
function backSubstitute(n: number, t: Float64Array, z: Float64Array, vectors: Float64Array): void {
  const x = new Float64Array(2 * n);
  const least = Math.max(largestPart(t) * epsilon, Number.MIN_VALUE / epsilon);
  vectors.fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const column = 2 * k * n;
    const re = t[column + 2 * k];
    const im = t[column + 2 * k + 1];
    x.fill(0);
    for (let i = 0; i < k; i++) {
      x[2 * i] = -t[column + 2 * i];
      x[2 * i + 1] = -t[column + 2 * i + 1];
    }
    x[2 * k] = 1;
    for (let i = k - 1; i >= 0; i--) {
      const diagonal = 2 * (i * n + i);
      let dRe = t[diagonal] - re;
      let dIm = t[diagonal + 1] - im;
      // An eigenvalue that comes twice: a divisor as small as its own rounding error.
      if (Math.abs(dRe) + Math.abs(dIm) < least) [dRe, dIm] = [least, 0];
      const value = quotient(x[2 * i], x[2 * i + 1], dRe, dIm);
      x[2 * i] = value.re;
      x[2 * i + 1] = value.im;
      if (Math.abs(value.re) + Math.abs(value.im) > 1e100) keepSmall(x, k);
      addScaled(2, i, -x[2 * i], -x[2 * i + 1], t, 2 * i * n, x, 0);
    }
    for (let i = 0; i <= k; i++) addScaled(2, n, x[2 * i], x[2 * i + 1], z, 2 * i * n, vectors, column);
  }
}

/** Scales down before numbers overflow. */
function keepSmall(x: Float64Array, k: number): void {
  const largest = largestPart(x.subarray(0, 2 * k + 2));
  for (let i = 0; i < 2 * k + 2; i++) x[i] /= largest;
}

/** Length 1, the element of largest size real. */
function normalize(n: number, v: Float64Array, at: number): void {
  const length = norm(2, n, v, at);
  if (length === 0) return;
  let best = at;
  let size = -1;
  for (let i = at; i < at + 2 * n; i += 2) {
    v[i] /= length;
    v[i + 1] /= length;
    const here = v[i] * v[i] + v[i + 1] * v[i + 1];
    if (here > size) {
      size = here;
      best = i;
    }
  }
  const root = Math.sqrt(size);
  const re = v[best] / root;
  const im = -v[best + 1] / root;
  for (let i = at; i < at + 2 * n; i += 2) {
    const a = v[i];
    const b = v[i + 1];
    v[i] = a * re - b * im;
    v[i + 1] = a * im + b * re;
  }
  v[best + 1] = 0;
}
