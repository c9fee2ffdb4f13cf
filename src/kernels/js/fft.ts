/**
 * The reference for the `fft` entry: every line of the array is gathered into float64, transformed by splitting off
 * its smallest prime factor again and again, and scattered. Large primes go by Bluestein's way.
 */
import type { Operand } from '../backend.js';
import type { Floats } from './loops/types.js';

/** Complex numbers, real and imaginary parts apart. */
interface Numbers {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Primes above this are transformed as a convolution. */
const largestPrime = 64;

const complexToComplex = 0;
const realToHalf = 1;
const halfToReal = 2;
const realToComplex = 3;

export function fft(operands: readonly Operand[], params: Float64Array): void {
  const [out, x, layout] = operands as unknown as readonly [Floats, Floats, Float64Array];
  const [kind, , length, ndim, scale, inverse] = params;
  const item = out.BYTES_PER_ELEMENT;
  const slot = (at: number): number => layout[at] / item;
  const outAt = ndim;
  const xAt = 2 * ndim + 2;
  const index = new Array<number>(ndim).fill(0);
  if (layout.subarray(0, ndim).includes(0)) return;
  for (let more = true; more; more = advance(index, layout)) {
    let to = slot(outAt);
    let from = slot(xAt);
    for (let axis = 0; axis < ndim; axis++) {
      to += index[axis] * slot(outAt + 2 + axis);
      from += index[axis] * slot(xAt + 2 + axis);
    }
    const line = gather(kind, x, from, slot(xAt + 1), length);
    // The inverse transform is the forward one between two exchanges of real and imaginary parts.
    const isBack = kind === halfToReal || inverse === 1;
    const done = transform(isBack ? { re: line.im, im: line.re } : line);
    scatter(kind, isBack ? { re: done.im, im: done.re } : done, scale, out, to, slot(outAt + 1));
  }
}

/** The next index of the other axes; false after the last. */
function advance(index: number[], shape: Float64Array): boolean {
  for (let axis = index.length - 1; axis >= 0; axis--) {
    if (++index[axis] < shape[axis]) return true;
    index[axis] = 0;
  }
  return false;
}

function gather(kind: number, x: Floats, from: number, step: number, length: number): Numbers {
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  if (kind === realToHalf || kind === realToComplex) {
    for (let i = 0; i < length; i++) re[i] = x[from + i * step];
    return { re, im };
  }
  const count = kind === complexToComplex ? length : Math.floor(length / 2) + 1;
  for (let i = 0; i < count; i++) {
    re[i] = x[from + i * step];
    im[i] = x[from + i * step + 1];
  }
  if (kind === complexToComplex) return { re, im };
  im[0] = 0;
  if (length % 2 === 0) im[length / 2] = 0;
  for (let i = 1; 2 * i < length; i++) {
    re[length - i] = re[i];
    im[length - i] = -im[i];
  }
  return { re, im };
}

function scatter(kind: number, from: Numbers, scale: number, out: Floats, to: number, step: number): void {
  const length = from.re.length;
  const count = kind === realToHalf ? Math.floor(length / 2) + 1 : length;
  for (let i = 0; i < count; i++) {
    out[to + i * step] = from.re[i] * scale;
    if (kind !== halfToReal) out[to + i * step + 1] = from.im[i] * scale;
  }
  if (kind !== realToHalf) return;
  // What is real by symmetry is so exactly.
  out[to + 1] = 0;
  if (length % 2 === 0) out[to + (length / 2) * step + 1] = 0;
}

/** exp(-2 pi i k / n) for all k < n, each from an angle in the first octant. */
function rootsOf(n: number): Numbers {
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let eighths = 8 * k;
    const below = eighths > 4 * n;
    if (below) eighths = 8 * n - eighths;
    const left = eighths > 2 * n;
    if (left) eighths = 4 * n - eighths;
    const steep = eighths > n;
    if (steep) eighths = 2 * n - eighths;
    const angle = (Math.PI * eighths) / (4 * n);
    const cosine = steep ? Math.sin(angle) : Math.cos(angle);
    const sine = steep ? Math.cos(angle) : Math.sin(angle);
    re[k] = left ? -cosine : cosine;
    im[k] = below ? sine : -sine;
  }
  return { re, im };
}

function transform(x: Numbers): Numbers {
  const n = x.re.length;
  if (largestFactor(n) > largestPrime) return convolved(x);
  return split(x, 0, 1, n, rootsOf(n));
}

function smallestFactor(n: number): number {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p;
  return n;
}

function largestFactor(n: number): number {
  let factor = 1;
  for (let left = n; left > 1; left /= factor) factor = smallestFactor(left);
  return factor;
}

/**
 * The transform of x[start + step i], i < n: with n = p m, those of p subsequences of length m, then p of their
 * elements at a time. `roots` are those of the whole length.
 */
function split(x: Numbers, start: number, step: number, n: number, roots: Numbers): Numbers {
  if (n === 1) return { re: x.re.slice(start, start + 1), im: x.im.slice(start, start + 1) };
  const p = smallestFactor(n);
  const m = n / p;
  const parts = Array.from({ length: p }, (_, r) => split(x, start + r * step, step * p, m, roots));
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let sumRe = 0;
    let sumIm = 0;
    for (let r = 0; r < p; r++) {
      const at = ((r * k) % n) * (roots.re.length / n);
      const part = parts[r];
      sumRe += part.re[k % m] * roots.re[at] - part.im[k % m] * roots.im[at];
      sumIm += part.re[k % m] * roots.im[at] + part.im[k % m] * roots.re[at];
    }
    re[k] = sumRe;
    im[k] = sumIm;
  }
  return { re, im };
}

/** Bluestein: j k = (j^2 + k^2 - (k - j)^2) / 2 makes the transform a convolution with a chirp. */
function convolved(x: Numbers): Numbers {
  const n = x.re.length;
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const roots = rootsOf(2 * n);
  const chirp: Numbers = { re: new Float64Array(n), im: new Float64Array(n) };
  const kernel: Numbers = { re: new Float64Array(size), im: new Float64Array(size) };
  let square = 0;
  for (let i = 0; i < n; i++) {
    chirp.re[i] = roots.re[square];
    chirp.im[i] = roots.im[square];
    for (const at of [i, (size - i) % size]) {
      kernel.re[at] = roots.re[square];
      kernel.im[at] = -roots.im[square];
    }
    square = (square + 2 * i + 1) % (2 * n);
  }
  const padded: Numbers = { re: new Float64Array(size), im: new Float64Array(size) };
  multiplyInto(padded, x, chirp, n, 1);
  const spectrum = transform(padded);
  multiplyInto(spectrum, spectrum, transform(kernel), size, 1 / size);
  const back = transform({ re: spectrum.im, im: spectrum.re });
  const result: Numbers = { re: new Float64Array(n), im: new Float64Array(n) };
  multiplyInto(result, { re: back.im, im: back.re }, chirp, n, 1);
  return result;
}

function multiplyInto(out: Numbers, a: Numbers, b: Numbers, count: number, scale: number): void {
  for (let i = 0; i < count; i++) {
    const re = a.re[i] * b.re[i] - a.im[i] * b.im[i];
    out.im[i] = (a.re[i] * b.im[i] + a.im[i] * b.re[i]) * scale;
    out.re[i] = re * scale;
  }
}
