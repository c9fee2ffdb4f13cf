/**
 * xʸ to the last bit as the C library computes it on x86-64 processors with fused multiply-add; see exp.ts for why, and
 * for how the fused operations are left out where that cannot change the result.
 *
 * Method: log x in two doubles, from a table as in log.ts but with eleven bits more; times y in two doubles; e to that.
 */
import { expFar, expFused, expUnfused } from './exp.js';
import { fusedMultiplyAdd as fma, productError } from './fused-multiply-add.js';
import { ln2High, ln2Low } from './log.js';
import { powTable } from './tables.js';

const a1 = -0.6666666666666679;
const a2 = 0.5000000000000007;
const a3 = 0.7999999995323976;
const a4 = -0.6666666663487739;
const a5 = -1.142909628459501;
const a6 = 1.0000415263675542;

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
const top = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
/** The upper half of the number from which on z is in the next octave. */
const first = 0x3fe69555;
/** 2⁻⁵⁸, and what an error of the logarithm adds for each unit of y. */
const doubt = 3.469446951953614e-18;
const doubtOfLog = 1e-22;
let table: Float64Array | undefined;

/** xʸ for x ≥ 0; where x is 0, 1, subnormal or not finite, or |y| beyond 10⁻¹⁸ … 10⁶, as Math.pow. */
export function pow(x: number, y: number): number {
  const size = Math.abs(y);
  const plain = x >= 2.2250738585072014e-308 && x < Number.POSITIVE_INFINITY;
  if (!plain || !(size > 1e-18 && size < 1e6) || x === 1) return x ** y;
  table ??= powTable();
  double[0] = x;
  const offset = (words[top] - first) | 0;
  const k = offset >> 20;
  const i = 3 * ((offset >>> 13) & 127);
  words[top] -= k << 20;
  const z = double[0];
  const product = z * table[i];
  const r = product - 1 + productError(z, table[i], product);
  const start = k * ln2High + table[i + 1];
  const sum = start + r;
  const half = -0.5 * r;
  const half2 = r * half;
  const high = sum + half2;
  const polynomial = a1 + r * a2 + half2 * (a3 + r * a4 + half2 * (a5 + r * a6));
  const large = k * ln2Low + table[i + 2] + (start - sum + r);
  const parts = large + productError(half, r, half2) + (sum - high + half2);
  const low = parts + r * half2 * polynomial;
  const logarithm = high + low;
  const exponent = y * logarithm;
  if (Math.abs(exponent) < 512 && Math.abs(exponent) >= 5.551115123125783e-17) {
    const rest = y * (high - logarithm + low) + productError(y, logarithm, exponent);
    const value = expUnfused(exponent, rest, doubt + size * doubtOfLog);
    if (value >= 0) return value;
  }
  const fused = fma(half2, fma(fma(r, a6, a5), half2, fma(a4, r, a3)), fma(a2, r, a1));
  return fusedPow(y, high, fma(fused, r * half2, fusedParts(k, table[i + 2], start, sum, r, half2, high)));
}

/** The small parts of log x, summed with the C library's fused operations. */
function fusedParts(
  k: number,
  tail: number,
  start: number,
  sum: number,
  r: number,
  half2: number,
  high: number,
): number {
  return fma(k, ln2Low, tail) + (start - sum + r) + fma(-0.5 * r, r, -half2) + (sum - high + half2);
}

/** e^(y × (high + low)) with the C library's fused operations. */
function fusedPow(y: number, high: number, low: number): number {
  const logarithm = high + low;
  const exponent = y * logarithm;
  const rest = fma(y, high - logarithm + low, fma(logarithm, y, -exponent));
  const size = Math.abs(exponent);
  if (!(size < 512)) return expFar(exponent, rest);
  return size < 5.551115123125783e-17 ? 1 + exponent : expFused(exponent, rest);
}
