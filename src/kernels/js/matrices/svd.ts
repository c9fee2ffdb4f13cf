/**
 * Singular values by one-sided Jacobi rotations, which find small ones to high relative accuracy, after a QR
 * factorization with exchanges of columns, which makes them converge fast (Drmač and Veselić, "New fast and accurate
 * Jacobi SVD algorithm", SIAM J. Matrix Anal. Appl. 29, 2008).
 *
 * With a P = Q R and rotations V that make the columns of Rᴴ V = W Σ orthogonal: a = (Q V) Σ (P W)ᴴ. A wide matrix is
 * taken by its conjugate transpose.
 */
import { factorQr, formQ } from './householder.js';
import {
  addScaled,
  adjoint,
  allFinite,
  exchange,
  identityMatrix,
  innerProduct,
  largestPart,
  multiplyMatrices,
  norm,
  rotate,
  type Slots,
  scaleBy,
  squaredNorm,
} from './vectors.js';

const epsilon = 2 ** -52;
const maxSweeps = 60;

/** U [rows × uColumns], S descending, Vᴴ [vhRows × columns], column-major. */
export interface SingularValues {
  readonly s: Float64Array;
  readonly u: Float64Array | null;
  readonly vh: Float64Array | null;
}

/** Null when the matrix has NaN or infinities, or the rotations do not converge. */
export function singularValues(
  slots: Slots,
  rows: number,
  columns: number,
  a: Float64Array,
  vectors: 'none' | 'thin' | 'full',
): SingularValues | null {
  if (!allFinite(a)) return null;
  if (rows >= columns) return tall(slots, rows, columns, a.slice(), vectors);
  const turned = tall(slots, columns, rows, adjoint(slots, rows, columns, a), vectors);
  if (turned === null || turned.u === null || turned.vh === null) return turned;
  const uColumns = vectors === 'full' ? columns : rows;
  return {
    s: turned.s,
    u: adjoint(slots, rows, rows, turned.vh),
    vh: adjoint(slots, columns, uColumns, turned.u),
  };
}

function tall(
  slots: Slots,
  rows: number,
  n: number,
  a: Float64Array,
  vectors: 'none' | 'thin' | 'full',
): SingularValues | null {
  const largest = largestPart(a);
  const scale = largest > 0 ? largest : 1;
  for (let i = 0; i < a.length; i++) a[i] /= scale;
  const order = Int32Array.from({ length: n }, (_, j) => j);
  const taus = new Float64Array(slots * n);
  factorQr(slots, rows, n, a, taus, order);
  const w = adjointOfR(slots, rows, n, a);
  const v = vectors === 'none' ? null : identityMatrix(slots, n);
  const s = orthogonalize(slots, n, w, v);
  if (s === null) return null;
  for (let j = 0; j < n; j++) s[j] *= scale;
  if (v === null) return { s, u: null, vh: null };
  completeBasis(slots, n, w, s);
  const uColumns = vectors === 'full' ? rows : n;
  const q = formQ(slots, rows, uColumns, n, a, taus);
  const u = new Float64Array(slots * rows * uColumns);
  u.set(multiplyMatrices(slots, rows, n, n, q, v));
  u.set(q.subarray(slots * rows * n), slots * rows * n);
  const vh = new Float64Array(slots * n * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const to = slots * (order[i] * n + j);
      vh[to] = w[slots * (j * n + i)];
      if (slots === 2) vh[to + 1] = -w[slots * (j * n + i) + 1];
    }
  }
  return { s, u, vh };
}

function adjointOfR(slots: Slots, rows: number, n: number, a: Float64Array): Float64Array {
  const w = new Float64Array(slots * n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      w[slots * (i * n + j)] = a[slots * (j * rows + i)];
      if (slots === 2) w[slots * (i * n + j) + 1] = -a[slots * (j * rows + i) + 1];
    }
  }
  return w;
}

/** Rotates pairs of columns until all are orthogonal; they end as unit vectors, their lengths, descending, as result. */
function orthogonalize(
  slots: Slots,
  n: number,
  w: Float64Array,
  v: Float64Array | null,
): Float64Array | null {
  const squares = new Float64Array(n);
  const tolerance = epsilon * Math.sqrt(Math.max(n, 4));
  let turned = true;
  for (let sweep = 0; turned; sweep++) {
    if (sweep === maxSweeps) return null;
    turned = false;
    for (let j = 0; j < n; j++) squares[j] = squaredNorm(slots, n, w, slots * j * n);
    for (let p = 0; p + 1 < n; p++)
      for (let q = p + 1; q < n; q++) if (rotatePair(slots, n, w, v, squares, p, q, tolerance)) turned = true;
  }
  const s = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    s[j] = norm(slots, n, w, slots * j * n);
    if (s[j] > 0) for (let i = slots * j * n; i < slots * (j + 1) * n; i++) w[i] /= s[j];
  }
  for (let j = 0; j + 1 < n; j++) {
    let best = j;
    for (let k = j + 1; k < n; k++) if (s[k] > s[best]) best = k;
    if (best === j) continue;
    const kept = s[j];
    s[j] = s[best];
    s[best] = kept;
    exchange(slots, n, w, slots * j * n, w, slots * best * n);
    if (v !== null) exchange(slots, n, v, slots * j * n, v, slots * best * n);
  }
  return s;
}

function rotatePair(
  slots: Slots,
  n: number,
  w: Float64Array,
  v: Float64Array | null,
  squares: Float64Array,
  p: number,
  q: number,
  tolerance: number,
): boolean {
  const pAt = slots * p * n;
  const qAt = slots * q * n;
  const { re, im } = innerProduct(slots, n, w, pAt, w, qAt);
  const size = im === 0 ? Math.abs(re) : Math.hypot(re, im);
  if (!(size > tolerance * Math.sqrt(squares[p]) * Math.sqrt(squares[q]))) return false;
  // The second column's phase is turned so that the inner product becomes real and positive.
  if (im !== 0 || re < 0) {
    scaleBy(slots, n, re / size, -im / size, w, qAt);
    if (v !== null) scaleBy(slots, n, re / size, -im / size, v, qAt);
  }
  const zeta = (squares[q] - squares[p]) / (2 * size);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const c = 1 / Math.hypot(1, t);
  rotate(slots, n, c, c * t, w, pAt, w, qAt);
  if (v !== null) rotate(slots, n, c, c * t, v, pAt, v, qAt);
  squares[p] = Math.max(squares[p] - t * size, 0);
  squares[q] += t * size;
  return true;
}

/** Gives the columns whose singular value vanished a direction orthogonal to all others. */
function completeBasis(slots: Slots, n: number, w: Float64Array, s: Float64Array): void {
  // Below this the rotations leave no direction that is orthogonal to the others to working accuracy.
  const least = n > 0 ? s[0] * 1e-290 : 0;
  for (let j = 0; j < n; j++) {
    if (s[j] > least) continue;
    for (let candidate = 0; candidate < n; candidate++) {
      const at = slots * j * n;
      w.fill(0, at, at + slots * n);
      w[at + slots * candidate] = 1;
      // Twice is enough for orthogonality to working accuracy.
      for (let pass = 0; pass < 2; pass++) {
        for (let k = 0; k < j; k++) {
          const { re, im } = innerProduct(slots, n, w, slots * k * n, w, at);
          addScaled(slots, n, -re, -im, w, slots * k * n, w, at);
        }
      }
      const length = norm(slots, n, w, at);
      if (length < 0.5 / Math.sqrt(n)) continue;
      for (let i = at; i < at + slots * n; i++) w[i] /= length;
      break;
    }
  }
}
