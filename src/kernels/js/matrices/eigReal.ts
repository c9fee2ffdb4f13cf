/**
 * Eigenvalues of real matrices: balancing, Hessenberg form, Francis's double-shift QR method to real Schur form
 * (1 × 1 and 2 × 2 blocks), and eigenvectors by back substitution (Peters and Wilkinson, "Eigenvectors of real and
 * complex matrices by LR and QR triangularizations", 1970). Column-major: element (i, j) is h[i + n j].
 */
import { balance, unbalance } from './balance.js';
import { reduceToHessenberg } from './hessenberg.js';
import { realEigenvectors } from './realEigenvectors.js';
import { allFinite, largestPart } from './vectors.js';

const epsilon = 2 ** -52;
const maxTurns = 90;

/** The Schur form as it comes about. */
interface Schur {
  readonly n: number;
  readonly h: Float64Array;
  readonly z: Float64Array | null;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * Overwrites a [n × n]; values interleaved complex [n], conjugate pairs together, and where given vectors, complex
 * [n × n], of length 1. Returns 0, or 1 + the place of an eigenvalue that did not converge.
 */
export function eigenReal(
  n: number,
  a: Float64Array,
  values: Float64Array,
  vectors: Float64Array | null,
): number {
  if (!allFinite(a)) return 1;
  const largest = largestPart(a);
  const scale = largest > 1e130 || (largest < 1e-130 && largest > 0) ? largest : 1;
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] /= scale;
  const balanced = balance(1, n, a);
  const z = reduceToHessenberg(1, n, a, balanced.low, balanced.high, vectors !== null);
  const schur = { n, h: a, z, re: new Float64Array(n), im: new Float64Array(n) };
  const info = francis(schur, balanced.low, balanced.high);
  if (info !== 0) return info;
  for (let i = 0; i < n; i++) {
    values[2 * i] = schur.re[i] * scale;
    values[2 * i + 1] = schur.im[i] * scale;
  }
  if (vectors === null || z === null) return 0;
  const packed = realEigenvectors(n, a, z, schur.re, schur.im);
  unbalance(1, n, packed, balanced);
  unpack(n, packed, schur.im, vectors);
  return 0;
}

function francis(schur: Schur, low: number, high: number): number {
  const { n, h, re, im } = schur;
  for (let i = 0; i < n; i++) if (i < low || i > high) re[i] = h[i + n * i];
  let total = 0;
  for (let j = 0; j < n; j++)
    for (let i = 0; i <= Math.min(j + 1, n - 1); i++) total += Math.abs(h[i + n * j]);
  let end = high;
  let turns = 0;
  while (end >= low) {
    const start = blockStart(schur, low, end, total);
    if (start === end) {
      re[end] = h[end + n * end];
      im[end] = 0;
      end--;
      turns = 0;
    } else if (start === end - 1) {
      standardize(schur, end);
      end -= 2;
      turns = 0;
    } else {
      if (turns === maxTurns) return end + 1;
      turns++;
      sweep(schur, start, end, turns);
    }
  }
  return 0;
}

/** Where the last block that does not decouple starts; what is negligible above it becomes 0. */
function blockStart({ n, h }: Schur, low: number, end: number, total: number): number {
  let start = end;
  for (; start > low; start--) {
    const beside = Math.abs(h[start + n * (start - 1)]);
    let near = Math.abs(h[start - 1 + n * (start - 1)]) + Math.abs(h[start + n * start]);
    if (near === 0) near = total;
    if (beside > epsilon * near) continue;
    h[start + n * (start - 1)] = 0;
    break;
  }
  return start;
}

/** The last 2 × 2 block: its eigenvalues, and when they are real, the rotation that makes it triangular. */
function standardize({ n, h, z, re, im }: Schur, end: number): void {
  const first = end - 1;
  const c = h[end + n * first];
  const d = h[end + n * end];
  const half = (h[first + n * first] - d) / 2;
  const discriminant = half * half + c * h[first + n * end];
  const root = Math.sqrt(Math.abs(discriminant));
  if (discriminant < 0) {
    re[first] = d + half;
    re[end] = d + half;
    im[first] = root;
    im[end] = -root;
    return;
  }
  const away = half + (half >= 0 ? root : -root);
  re[first] = d + away;
  re[end] = away === 0 ? re[first] : d - (c * h[first + n * end]) / away;
  im[first] = 0;
  im[end] = 0;
  const length = Math.hypot(c, away);
  const p = length === 0 ? 1 : c / length;
  const q = length === 0 ? 0 : away / length;
  for (let j = first; j < n; j++) {
    const x = h[first + n * j];
    h[first + n * j] = q * x + p * h[end + n * j];
    h[end + n * j] = q * h[end + n * j] - p * x;
  }
  rotateColumns(h, n, end + 1, first, p, q);
  if (z !== null) rotateColumns(z, n, n, first, p, q);
  h[end + n * first] = 0;
  h[first + n * first] = re[first];
  h[end + n * end] = re[end];
}

function rotateColumns(x: Float64Array, n: number, rows: number, first: number, p: number, q: number): void {
  for (let i = 0; i < rows; i++) {
    const one = x[i + n * first];
    const other = x[i + n * (first + 1)];
    x[i + n * first] = q * one + p * other;
    x[i + n * (first + 1)] = q * other - p * one;
  }
}

/** Both shifts and the product beside them: the last block's, or every tenth turn others, out of the way. */
function shifts(
  { n, h }: Schur,
  start: number,
  end: number,
  turns: number,
): readonly [number, number, number] {
  if (turns % 10 === 0) {
    const top = turns % 20 === 0;
    const one = top ? h[start + 1 + n * start] : h[end + n * (end - 1)];
    const other = top ? h[start + 2 + n * (start + 1)] : h[end - 1 + n * (end - 2)];
    const size = Math.abs(one) + Math.abs(other);
    const at = top ? start : end;
    const shift = h[at + n * at] + 0.75 * size;
    return [shift, shift, -0.4375 * size * size];
  }
  const product = h[end + n * (end - 1)] * h[end - 1 + n * end];
  return [h[end - 1 + n * (end - 1)], h[end + n * end], product];
}

/** One double-shift QR step on rows and columns start … end: a bulge of reflections of three, chased down. */
function sweep(schur: Schur, start: number, end: number, turns: number): void {
  const { n, h, z } = schur;
  const [one, other, product] = shifts(schur, start, end, turns);
  const head0 = h[start + n * start];
  const r = one - head0;
  const s = other - head0;
  let x = (r * s - product) / h[start + 1 + n * start] + h[start + n * (start + 1)];
  let y = h[start + 1 + n * (start + 1)] - head0 - r - s;
  let w = h[start + 2 + n * (start + 1)];
  for (let k = start; k < end; k++) {
    const three = k + 2 <= end;
    if (k > start) {
      x = h[k + n * (k - 1)];
      y = h[k + 1 + n * (k - 1)];
      w = three ? h[k + 2 + n * (k - 1)] : 0;
    } else if (!three) w = 0;
    const size = Math.abs(x) + Math.abs(y) + Math.abs(w);
    if (size === 0) continue;
    x /= size;
    y /= size;
    w /= size;
    const length = (x >= 0 ? 1 : -1) * Math.sqrt(x * x + y * y + w * w);
    const head = x + length;
    if (k > start) {
      h[k + n * (k - 1)] = -length * size;
      h[k + 1 + n * (k - 1)] = 0;
      if (three) h[k + 2 + n * (k - 1)] = 0;
    }
    const tau = head / length;
    reflectThree(schur, k, three, tau, y / head, w / head, Math.min(k + 3, end) + 1, z);
  }
}

/** Applies I − τ u uᵀ, u = (1, v, w), from both sides. */
function reflectThree(
  { n, h }: Schur,
  k: number,
  three: boolean,
  tau: number,
  v: number,
  w: number,
  rows: number,
  z: Float64Array | null,
): void {
  for (let j = k; j < n; j++) {
    const at = k + n * j;
    const sum = tau * (h[at] + v * h[at + 1] + (three ? w * h[at + 2] : 0));
    h[at] -= sum;
    h[at + 1] -= sum * v;
    if (three) h[at + 2] -= sum * w;
  }
  reflectColumns(h, n, rows, k, three, tau, v, w);
  if (z !== null) reflectColumns(z, n, n, k, three, tau, v, w);
}

function reflectColumns(
  x: Float64Array,
  n: number,
  rows: number,
  k: number,
  three: boolean,
  tau: number,
  v: number,
  w: number,
): void {
  const first = n * k;
  const second = first + n;
  const third = second + n;
  for (let i = 0; i < rows; i++) {
    const sum = tau * (x[first + i] + v * x[second + i] + (three ? w * x[third + i] : 0));
    x[first + i] -= sum;
    x[second + i] -= sum * v;
    if (three) x[third + i] -= sum * w;
  }
}

/** From a column for each real eigenvalue and two (real part, imaginary part) for each pair to complex unit vectors. */
function unpack(n: number, packed: Float64Array, im: Float64Array, vectors: Float64Array): void {
  vectors.fill(0);
  for (let j = 0; j < n; j++) {
    const pair = im[j] > 0 && j + 1 < n;
    const column = packed.subarray(n * j, n * (pair ? j + 2 : j + 1));
    const largest = largestPart(column) || 1;
    let squares = 0;
    for (let i = 0; i < column.length; i++) {
      column[i] /= largest;
      squares += column[i] * column[i];
    }
    const length = Math.sqrt(squares) || 1;
    const at = 2 * n * j;
    if (!pair) {
      for (let i = 0; i < n; i++) vectors[at + 2 * i] = column[i] / length;
      continue;
    }
    const [cos, sin] = phase(n, column);
    for (let i = 0; i < n; i++) {
      const re = (column[i] * cos + column[n + i] * sin) / length;
      const imaginary = (column[n + i] * cos - column[i] * sin) / length;
      vectors[at + 2 * i] = re;
      vectors[at + 2 * i + 1] = imaginary;
      vectors[at + 2 * (n + i)] = re;
      vectors[at + 2 * (n + i) + 1] = -imaginary;
    }
    j++;
  }
}

/** The phase of the element of largest size. */
function phase(n: number, column: Float64Array): readonly [number, number] {
  let best = 0;
  let size = -1;
  for (let i = 0; i < n; i++) {
    const here = column[i] ** 2 + column[n + i] ** 2;
    if (here > size) {
      size = here;
      best = i;
    }
  }
  const length = Math.sqrt(size) || 1;
  return [column[best] / length, column[n + best] / length];
}
