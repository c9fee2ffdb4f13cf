/**
 * Vectors of real (slots 1) or complex (slots 2, interleaved) numbers, next to each other in memory: the few loops
 * that the factorizations are written in, so that each is written once for both.
 */
export type Slots = 1 | 2;

export interface Value {
  readonly re: number;
  readonly im: number;
}

/** y += factor x. */
export function addScaled(
  slots: Slots,
  n: number,
  re: number,
  im: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  if (slots === 1) {
    for (let i = 0; i < n; i++) y[yAt + i] += re * x[xAt + i];
    return;
  }
  for (let end = xAt + 2 * n; xAt < end; xAt += 2, yAt += 2) {
    const a = x[xAt];
    const b = x[xAt + 1];
    y[yAt] += re * a - im * b;
    y[yAt + 1] += re * b + im * a;
  }
}

/** x *= factor. */
export function scaleBy(slots: Slots, n: number, re: number, im: number, x: Float64Array, xAt: number): void {
  if (slots === 1) {
    for (let i = 0; i < n; i++) x[xAt + i] *= re;
    return;
  }
  for (let end = xAt + 2 * n; xAt < end; xAt += 2) {
    const a = x[xAt];
    const b = x[xAt + 1];
    x[xAt] = re * a - im * b;
    x[xAt + 1] = re * b + im * a;
  }
}

/** The sum of conj(x) y. */
export function innerProduct(
  slots: Slots,
  n: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): Value {
  let re = 0;
  let im = 0;
  if (slots === 1) {
    let other = 0;
    let i = 0;
    for (; i + 1 < n; i += 2) {
      re += x[xAt + i] * y[yAt + i];
      other += x[xAt + i + 1] * y[yAt + i + 1];
    }
    if (i < n) re += x[xAt + i] * y[yAt + i];
    return { re: re + other, im };
  }
  for (let end = xAt + 2 * n; xAt < end; xAt += 2, yAt += 2) {
    const a = x[xAt];
    const b = x[xAt + 1];
    const c = y[yAt];
    const d = y[yAt + 1];
    re += a * c + b * d;
    im += a * d - b * c;
  }
  return { re, im };
}

/** The sum of |x|². */
export function squaredNorm(slots: Slots, n: number, x: Float64Array, xAt: number): number {
  let sum = 0;
  for (let end = xAt + slots * n; xAt < end; xAt++) sum += x[xAt] * x[xAt];
  return sum;
}

/** The length of x; scaled where squares would overflow or vanish. */
export function norm(slots: Slots, n: number, x: Float64Array, xAt: number): number {
  const squares = squaredNorm(slots, n, x, xAt);
  if (squares > 1e-280 && squares < 1e300) return Math.sqrt(squares);
  let largest = 0;
  const end = xAt + slots * n;
  for (let i = xAt; i < end; i++) {
    const size = Math.abs(x[i]);
    if (!(size <= largest)) largest = size;
  }
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = xAt; i < end; i++) sum += (x[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** Exchanges x and y. */
export function exchange(
  slots: Slots,
  n: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  for (let i = 0; i < slots * n; i++) {
    const kept = x[xAt + i];
    x[xAt + i] = y[yAt + i];
    y[yAt + i] = kept;
  }
}

/** The plane rotation (x, y) ← (c x − s y, s x + c y) with real c and s. */
export function rotate(
  slots: Slots,
  n: number,
  c: number,
  s: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  for (let i = 0; i < slots * n; i++) {
    const a = x[xAt + i];
    const b = y[yAt + i];
    x[xAt + i] = c * a - s * b;
    y[yAt + i] = s * a + c * b;
  }
}

/** a / b without overflow on the way; real where both are. */
export function quotient(aRe: number, aIm: number, bRe: number, bIm: number): Value {
  if (bIm === 0 && aIm === 0) return { re: aRe / bRe, im: 0 };
  if (Math.abs(bRe) >= Math.abs(bIm)) {
    const ratio = bIm / bRe;
    const divisor = bRe + bIm * ratio;
    return { re: (aRe + aIm * ratio) / divisor, im: (aIm - aRe * ratio) / divisor };
  }
  const ratio = bRe / bIm;
  const divisor = bRe * ratio + bIm;
  return { re: (aRe * ratio + aIm) / divisor, im: (aIm * ratio - aRe) / divisor };
}

/** Whether no element is NaN or infinite. */
export function allFinite(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (!Number.isFinite(x[i])) return false;
  return true;
}

/** The largest absolute value of a part; 0 for none. */
export function largestPart(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  return largest;
}

/** The identity, column-major. */
export function identityMatrix(slots: Slots, n: number): Float64Array {
  const x = new Float64Array(slots * n * n);
  for (let i = 0; i < n; i++) x[slots * (i * n + i)] = 1;
  return x;
}

/** The conjugate transpose of a column-major matrix. */
export function adjoint(slots: Slots, rows: number, columns: number, a: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) {
      const from = slots * (i + j * rows);
      const to = slots * (j + i * columns);
      out[to] = a[from];
      if (slots === 2) out[to + 1] = -a[from + 1];
    }
  }
  return out;
}

/** a b, column-major: a is [rows × inner], b [inner × columns]. */
export function multiplyMatrices(
  slots: Slots,
  rows: number,
  inner: number,
  columns: number,
  a: Float64Array,
  b: Float64Array,
): Float64Array {
  const out = new Float64Array(slots * rows * columns);
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < inner; k++) {
      const at = slots * (k + j * inner);
      const im = slots === 2 ? b[at + 1] : 0;
      if (b[at] === 0 && im === 0) continue;
      addScaled(slots, rows, b[at], im, a, slots * k * rows, out, slots * j * rows);
    }
  }
  return out;
}
