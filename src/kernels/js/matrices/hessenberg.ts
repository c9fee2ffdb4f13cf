/** Reduction to Hessenberg form by Householder reflections: what the QR methods for eigenvalues start from. */
import { formQ, makeReflection, reflect } from './householder.js';
import { addScaled, type Slots } from './vectors.js';

/**
 * Overwrites a [n × n], column-major, by H = Qᴴ a Q, zero below the subdiagonal; only rows and columns low … high
 * change places. Returns Q where it is wanted.
 */
export function reduceToHessenberg(
  slots: Slots,
  n: number,
  a: Float64Array,
  low: number,
  high: number,
  wantQ: boolean,
): Float64Array | null {
  const inner = high - low;
  const stored = new Float64Array(slots * Math.max(inner, 0) ** 2);
  const taus = new Float64Array(slots * Math.max(inner, 0));
  const w = new Float64Array(slots * n);
  for (let k = low; k + 1 < high; k++) {
    const m = high - k;
    const at = slots * (k * n + k + 1);
    const { re, im } = makeReflection(slots, m, a, at);
    const place = k - low;
    taus[slots * place] = re;
    if (slots === 2) taus[slots * place + 1] = im;
    const vAt = slots * (place * inner + place);
    stored.set(a.subarray(at, at + slots * m), vAt);
    a.fill(0, at + slots, at + slots * m);
    if (re === 0 && im === 0) continue;
    applyRight(slots, n, high + 1, m, k + 1, a, stored, vAt, re, im, w);
    for (let j = k + 1; j < n; j++) reflect(slots, m, re, -im, stored, vAt, a, slots * (j * n + k + 1));
  }
  return wantQ ? embed(slots, n, low, inner, stored, taus) : null;
}

/** The first `rows` rows of columns first … first + m − 1: a ← a (I − τ v vᴴ). */
function applyRight(
  slots: Slots,
  n: number,
  rows: number,
  m: number,
  first: number,
  a: Float64Array,
  v: Float64Array,
  vAt: number,
  tauRe: number,
  tauIm: number,
  w: Float64Array,
): void {
  w.fill(0, 0, slots * rows);
  for (let j = 0; j < m; j++) {
    const re = j === 0 ? 1 : v[vAt + slots * j];
    const im = slots === 2 && j > 0 ? v[vAt + slots * j + 1] : 0;
    addScaled(slots, rows, re, im, a, slots * (first + j) * n, w, 0);
  }
  for (let j = 0; j < m; j++) {
    const re = j === 0 ? 1 : v[vAt + slots * j];
    const im = slots === 2 && j > 0 ? -v[vAt + slots * j + 1] : 0;
    addScaled(
      slots,
      rows,
      -(tauRe * re - tauIm * im),
      -(tauRe * im + tauIm * re),
      w,
      0,
      a,
      slots * (first + j) * n,
    );
  }
}

function embed(
  slots: Slots,
  n: number,
  low: number,
  inner: number,
  stored: Float64Array,
  taus: Float64Array,
): Float64Array {
  const q = new Float64Array(slots * n * n);
  for (let i = 0; i < n; i++) q[slots * (i * n + i)] = 1;
  if (inner < 1) return q;
  const formed = formQ(slots, inner, inner, Math.max(inner - 1, 0), stored, taus);
  for (let j = 0; j < inner; j++) {
    const to = slots * ((low + 1 + j) * n + low + 1);
    q.set(formed.subarray(slots * j * inner, slots * (j + 1) * inner), to);
  }
  return q;
}
