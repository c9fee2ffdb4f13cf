/**
 * Eigenvalues of Hermitian matrices: Householder reduction to a real tridiagonal matrix, then the implicit QL method
 * (Bowdler, Martin, Reinsch and Wilkinson, "The QR and QL algorithms for symmetric matrices", 1968).
 *
 * State between the steps: d, the diagonal; e, what is beside it; q, column-major, the product of all that was applied
 * so far. The rotations of the QL method are real, so reals and complex numbers share them.
 */
import { formQ, makeReflection } from './householder.js';
import { addScaled, exchange, innerProduct, largestPart, rotate, type Slots } from './vectors.js';

const epsilon = 2 ** -52;
const maxTurns = 60;

/**
 * Overwrites a [n × n], of which one triangle is read, by the eigenvectors as columns where they are wanted; values
 * ascend. Returns 0, or 1 + the place of an eigenvalue that did not converge.
 */
export function eigenHermitian(
  slots: Slots,
  n: number,
  a: Float64Array,
  values: Float64Array,
  upper: boolean,
  wantVectors: boolean,
): number {
  fillTriangle(slots, n, a, upper);
  const largest = largestPart(a);
  const scale = largest > 0 && (largest > 1e140 || largest < 1e-140) ? largest : 1;
  if (scale !== 1) for (let i = 0; i < a.length; i++) a[i] /= scale;
  const beside = new Float64Array(n);
  const taus = new Float64Array(slots * n);
  tridiagonalize(slots, n, a, values, beside, taus);
  const q = wantVectors ? unitaryOf(slots, n, a, taus) : null;
  const info = implicitQl(slots, n, values, beside, q);
  if (info !== 0) return info;
  sortAscending(slots, n, values, q);
  if (scale !== 1) for (let i = 0; i < n; i++) values[i] *= scale;
  if (q !== null) a.set(q);
  return 0;
}

function fillTriangle(slots: Slots, n: number, a: Float64Array, upper: boolean): void {
  for (let j = 0; j < n; j++) {
    if (slots === 2) a[slots * (j * n + j) + 1] = 0;
    for (let i = j + 1; i < n; i++) {
      const below = slots * (j * n + i);
      const above = slots * (i * n + j);
      const [from, to] = upper ? [above, below] : [below, above];
      a[to] = a[from];
      if (slots === 2) a[to + 1] = -a[from + 1];
    }
  }
}

/** Leaves the reflections below the subdiagonal of a; the reflected part of a is kept whole, not as a triangle. */
function tridiagonalize(
  slots: Slots,
  n: number,
  a: Float64Array,
  d: Float64Array,
  e: Float64Array,
  taus: Float64Array,
): void {
  const v = new Float64Array(slots * n);
  const w = new Float64Array(slots * n);
  for (let k = 0; k + 1 < n; k++) {
    const m = n - k - 1;
    const at = slots * (k * n + k + 1);
    const { re, im } = makeReflection(slots, m, a, at);
    taus[slots * k] = re;
    if (slots === 2) taus[slots * k + 1] = im;
    d[k] = a[slots * (k * n + k)];
    e[k] = a[at];
    if (re === 0 && im === 0) continue;
    v.set(a.subarray(at, at + slots * m));
    v[0] = 1;
    if (slots === 2) v[1] = 0;
    // w = τ A v, then w −= ½ τ (wᴴ v) v, then A −= v wᴴ + w vᴴ.
    w.fill(0, 0, slots * m);
    for (let j = 0; j < m; j++) {
      const vRe = v[slots * j];
      const vIm = slots === 2 ? v[2 * j + 1] : 0;
      const column = slots * ((k + 1 + j) * n + k + 1);
      addScaled(slots, m, re * vRe - im * vIm, re * vIm + im * vRe, a, column, w, 0);
    }
    const dot = innerProduct(slots, m, w, 0, v, 0);
    const halfRe = -0.5 * (re * dot.re - im * dot.im);
    const halfIm = -0.5 * (re * dot.im + im * dot.re);
    addScaled(slots, m, halfRe, halfIm, v, 0, w, 0);
    for (let j = 0; j < m; j++) {
      const column = slots * ((k + 1 + j) * n + k + 1);
      addScaled(slots, m, -w[slots * j], slots === 2 ? w[2 * j + 1] : 0, v, 0, a, column);
      addScaled(slots, m, -v[slots * j], slots === 2 ? v[2 * j + 1] : 0, w, 0, a, column);
    }
  }
  if (n > 0) d[n - 1] = a[slots * (n * n - 1)];
}

/** 1 ⊕ (H₀ H₁ …), from the reflections that `tridiagonalize` left. */
function unitaryOf(slots: Slots, n: number, a: Float64Array, taus: Float64Array): Float64Array {
  const q = new Float64Array(slots * n * n);
  if (n === 0) return q;
  q[0] = 1;
  const m = n - 1;
  const inner = new Float64Array(slots * m * m);
  for (let j = 0; j < m; j++) inner.set(a.subarray(slots * (j * n + 1), slots * (j * n + n)), slots * j * m);
  const formed = formQ(slots, m, m, Math.max(m, 0), inner, taus);
  for (let j = 0; j < m; j++)
    q.set(formed.subarray(slots * j * m, slots * (j + 1) * m), slots * ((j + 1) * n + 1));
  return q;
}

/** Rotates the tridiagonal matrix until what is beside the diagonal is gone. */
export function implicitQl(
  slots: Slots,
  n: number,
  d: Float64Array,
  e: Float64Array,
  q: Float64Array | null,
): number {
  if (n > 0) e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let turn = 0; ; turn++) {
      let m = l;
      while (
        m + 1 < n &&
        !(Math.abs(e[m]) <= epsilon * Math.sqrt(Math.abs(d[m])) * Math.sqrt(Math.abs(d[m + 1])))
      ) {
        if (Math.abs(e[m]) < 1e-290) break;
        m++;
      }
      if (m === l) break;
      if (turn === maxTurns) return l + 1;
      chase(slots, n, l, m, d, e, q);
    }
  }
  return 0;
}

/** One QL step on the unreduced block l … m, with Wilkinson's shift. */
function chase(
  slots: Slots,
  n: number,
  l: number,
  m: number,
  d: Float64Array,
  e: Float64Array,
  q: Float64Array | null,
): void {
  let g = (d[l + 1] - d[l]) / (2 * e[l]);
  let r = Math.hypot(g, 1);
  g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i];
    const b = c * e[i];
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    r = (d[i] - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    if (q !== null) rotate(slots, n, c, s, q, slots * i * n, q, slots * (i + 1) * n);
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}

function sortAscending(slots: Slots, n: number, d: Float64Array, q: Float64Array | null): void {
  if (q === null) {
    d.subarray(0, n).sort();
    return;
  }
  for (let i = 0; i + 1 < n; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j] < d[least]) least = j;
    if (least === i) continue;
    const kept = d[i];
    d[i] = d[least];
    d[least] = kept;
    exchange(slots, n, q, slots * i * n, q, slots * least * n);
  }
}
