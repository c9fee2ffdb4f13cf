/**
 * Householder reflections H = I − τ v vᴴ with v[0] = 1, and the factorizations made of them: QR, with and without
 * exchanges of columns. Column-major, reals and complex numbers alike; the conventions are LAPACK's.
 */
import {
  addScaled,
  exchange,
  innerProduct,
  norm,
  quotient,
  type Slots,
  scaleBy,
  squaredNorm,
  type Value,
} from './vectors.js';

const none: Value = { re: 0, im: 0 };

/**
 * The reflection whose Hᴴ takes x to (β, 0, …) with β real: x[0] becomes β, the rest v[1…]. Returns τ; 0 where x has
 * that form already.
 */
export function makeReflection(slots: Slots, n: number, x: Float64Array, at: number): Value {
  const re = x[at];
  const im = slots === 2 ? x[at + 1] : 0;
  const rest = norm(slots, n - 1, x, at + slots);
  if (rest === 0 && im === 0) return none;
  const beta = -Math.sign(re || 1) * Math.hypot(re, im, rest);
  const inverse = quotient(1, 0, re - beta, im);
  scaleBy(slots, n - 1, inverse.re, inverse.im, x, at + slots);
  x[at] = beta;
  if (slots === 2) x[at + 1] = 0;
  return { re: (beta - re) / beta, im: -im / beta };
}

/** y ← y − τ v (vᴴ y), where v[0] = 1 is not stored: v starts at `at`. */
export function reflect(
  slots: Slots,
  n: number,
  tauRe: number,
  tauIm: number,
  v: Float64Array,
  at: number,
  y: Float64Array,
  yAt: number,
): void {
  if (tauRe === 0 && tauIm === 0) return;
  const rest = innerProduct(slots, n - 1, v, at + slots, y, yAt + slots);
  const sumRe = y[yAt] + rest.re;
  const sumIm = slots === 2 ? y[yAt + 1] + rest.im : 0;
  const re = tauRe * sumRe - tauIm * sumIm;
  const im = tauRe * sumIm + tauIm * sumRe;
  y[yAt] -= re;
  if (slots === 2) y[yAt + 1] -= im;
  addScaled(slots, n - 1, -re, -im, v, at + slots, y, yAt + slots);
}

/** Overwrites a [rows × columns] by R and, below the diagonal, the reflections; taus has one for each. */
export function factorQr(
  slots: Slots,
  rows: number,
  columns: number,
  a: Float64Array,
  taus: Float64Array,
  order?: Int32Array,
): void {
  for (let k = 0; k < Math.min(rows, columns); k++) {
    if (order !== undefined) bringLongest(slots, rows, columns, a, order, k);
    const at = slots * (k * rows + k);
    const { re, im } = makeReflection(slots, rows - k, a, at);
    taus[slots * k] = re;
    if (slots === 2) taus[slots * k + 1] = im;
    for (let j = k + 1; j < columns; j++) reflect(slots, rows - k, re, -im, a, at, a, slots * (j * rows + k));
  }
}

/** Exchanges columns so that the longest of what is left comes next. */
function bringLongest(
  slots: Slots,
  rows: number,
  columns: number,
  a: Float64Array,
  order: Int32Array,
  k: number,
): void {
  let best = k;
  let longest = -1;
  for (let j = k; j < columns; j++) {
    const size = squaredNorm(slots, rows - k, a, slots * (j * rows + k));
    if (size > longest) {
      longest = size;
      best = j;
    }
  }
  if (best === k) return;
  exchange(slots, rows, a, slots * k * rows, a, slots * best * rows);
  const kept = order[k];
  order[k] = order[best];
  order[best] = kept;
}

/** The first `columns` columns of H₀ H₁ … from `count` reflections that lie below the diagonal of a [rows × …]. */
export function formQ(
  slots: Slots,
  rows: number,
  columns: number,
  count: number,
  a: Float64Array,
  taus: Float64Array,
): Float64Array {
  const q = new Float64Array(slots * rows * columns);
  for (let j = 0; j < columns; j++) q[slots * (j * rows + j)] = 1;
  for (let k = count - 1; k >= 0; k--) {
    const im = slots === 2 ? taus[slots * k + 1] : 0;
    // Columns before k are still those of the identity, which the reflection leaves alone.
    for (let j = k; j < columns; j++)
      reflect(slots, rows - k, taus[slots * k], im, a, slots * (k * rows + k), q, slots * (j * rows + k));
  }
  return q;
}
