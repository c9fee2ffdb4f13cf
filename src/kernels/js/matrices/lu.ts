/** LU factors with partial pivoting, and the systems they solve, column-major. */
import { addScaled, innerProduct, quotient, type Slots, type Value } from './vectors.js';

/**
 * Overwrites a [rows × columns] by its factors: L below the diagonal (ones on it are not stored), U from it on. Row i
 * was exchanged with row pivots[i], i ascending. Returns 0, or 1 + the place of the first pivot that is zero.
 *
 * Of complex pivots |re| + |im| is compared, as LAPACK does.
 */
export function factorLu(
  slots: Slots,
  rows: number,
  columns: number,
  a: Float64Array,
  pivots: Int32Array,
): number {
  let info = 0;
  const steps = Math.min(rows, columns);
  for (let k = 0; k < steps; k++) {
    const column = slots * k * rows;
    const pivot = largestBelow(slots, k, rows, a, column);
    pivots[k] = pivot;
    if (pivot !== k) exchangeRows(slots, rows, columns, a, k, pivot);
    const at = column + slots * k;
    const re = a[at];
    const im = slots === 2 ? a[at + 1] : 0;
    if (re === 0 && im === 0) {
      if (info === 0) info = k + 1;
      continue;
    }
    divideBy(slots, rows - k - 1, re, im, a, at + slots);
    for (let j = k + 1; j < columns; j++) {
      const top = slots * (j * rows + k);
      const topIm = slots === 2 ? a[top + 1] : 0;
      if (a[top] !== 0 || topIm !== 0)
        addScaled(slots, rows - k - 1, -a[top], -topIm, a, at + slots, a, top + slots);
    }
  }
  return info;
}

function largestBelow(slots: Slots, k: number, rows: number, a: Float64Array, column: number): number {
  let best = k;
  let size = -1;
  for (let i = k; i < rows; i++) {
    const at = column + slots * i;
    const here = slots === 1 ? Math.abs(a[at]) : Math.abs(a[at]) + Math.abs(a[at + 1]);
    if (here > size) {
      size = here;
      best = i;
    }
  }
  return best;
}

function exchangeRows(
  slots: Slots,
  rows: number,
  columns: number,
  a: Float64Array,
  i: number,
  j: number,
): void {
  for (let column = 0; column < columns; column++) {
    for (let part = 0; part < slots; part++) {
      const one = slots * (column * rows + i) + part;
      const other = slots * (column * rows + j) + part;
      const kept = a[one];
      a[one] = a[other];
      a[other] = kept;
    }
  }
}

function divideBy(slots: Slots, n: number, re: number, im: number, x: Float64Array, at: number): void {
  if (slots === 1) {
    for (let i = 0; i < n; i++) x[at + i] /= re;
    return;
  }
  for (let end = at + 2 * n; at < end; at += 2) {
    const value = quotient(x[at], x[at + 1], re, im);
    x[at] = value.re;
    x[at + 1] = value.im;
  }
}

/**
 * Overwrites a [n × n] by its factors and b [n × columns] by the solution of a x = b, or of aᵀ x = b; returns as
 * `factorLu`.
 */
export function solveGeneral(
  slots: Slots,
  n: number,
  columns: number,
  a: Float64Array,
  b: Float64Array,
  transposed: boolean,
): number {
  const pivots = new Int32Array(n);
  const info = factorLu(slots, n, n, a, pivots);
  if (info !== 0) return info;
  if (transposed) {
    solveTransposed(slots, n, columns, a, b, true);
    solveTransposed(slots, n, columns, a, b, false);
    for (let k = n - 1; k >= 0; k--) if (pivots[k] !== k) exchangeRows(slots, n, columns, b, k, pivots[k]);
    return 0;
  }
  for (let k = 0; k < n; k++) if (pivots[k] !== k) exchangeRows(slots, n, columns, b, k, pivots[k]);
  solveFactor(slots, n, columns, a, b, false);
  solveFactor(slots, n, columns, a, b, true);
  return 0;
}

/** Overwrites b by the solution of U x = b, or of L x = b. */
function solveFactor(
  slots: Slots,
  n: number,
  columns: number,
  a: Float64Array,
  b: Float64Array,
  upper: boolean,
): void {
  for (let j = 0; j < columns; j++) {
    const column = slots * j * n;
    for (let step = 0; step < n; step++) {
      const k = upper ? n - 1 - step : step;
      const at = column + slots * k;
      const diagonal = slots * (k * n + k);
      if (upper) divideBy(slots, 1, a[diagonal], slots === 2 ? a[diagonal + 1] : 0, b, at);
      const re = b[at];
      const im = slots === 2 ? b[at + 1] : 0;
      if (re === 0 && im === 0) continue;
      if (upper) addScaled(slots, k, -re, -im, a, slots * k * n, b, column);
      else addScaled(slots, n - k - 1, -re, -im, a, diagonal + slots, b, at + slots);
    }
  }
}

/** Overwrites b by the solution of Uᵀ x = b, or of Lᵀ x = b. */
function solveTransposed(
  slots: Slots,
  n: number,
  columns: number,
  a: Float64Array,
  b: Float64Array,
  upper: boolean,
): void {
  for (let j = 0; j < columns; j++) {
    const column = slots * j * n;
    for (let step = 0; step < n; step++) {
      const k = upper ? step : n - 1 - step;
      const at = column + slots * k;
      const diagonal = slots * (k * n + k);
      const { re, im } = upper
        ? product(slots, k, a, slots * k * n, b, column)
        : product(slots, n - k - 1, a, diagonal + slots, b, at + slots);
      b[at] -= re;
      if (slots === 2) b[at + 1] -= im;
      if (upper) divideBy(slots, 1, a[diagonal], slots === 2 ? a[diagonal + 1] : 0, b, at);
    }
  }
}

/** The sum of x y, neither conjugated. */
function product(slots: Slots, n: number, x: Float64Array, xAt: number, y: Float64Array, yAt: number): Value {
  if (slots === 1) return innerProduct(1, n, x, xAt, y, yAt);
  let re = 0;
  let im = 0;
  for (let end = xAt + 2 * n; xAt < end; xAt += 2, yAt += 2) {
    re += x[xAt] * y[yAt] - x[xAt + 1] * y[yAt + 1];
    im += x[xAt] * y[yAt + 1] + x[xAt + 1] * y[yAt];
  }
  return { re, im };
}
