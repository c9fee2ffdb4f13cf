/**
 * eˣ to the last bit as the C library computes it on x86-64 processors with fused multiply-add (glibc from 2.28 on:
 * Arm's optimized routines). NumPy takes the C library's, and Math.exp differs in the last bit of a few values in a
 * hundred.
 *
 * Method: x = k log(2)/128 + r, so eˣ = 2^(k/128) (1 + r + r²/2 + …), the first factor from a table. The sum is computed
 * twice, with its smallest part a little smaller and a little larger than it may have become by leaving out the fused
 * operations; where both give the same number, that is it; else (one time in thirty) the fused ones are carried out.
 */
import { fusedMultiplyAdd as fma } from './fused-multiply-add.js';
import { type ExpTable, expTable } from './tables.js';

const inverseLn2Times128 = 184.6649652337873;
const ln2Over128High = -0.005415212348111709;
const ln2Over128Low = -1.2864023111638346e-14;
const c2 = 0.49999999999996786;
const c3 = 0.16666666666665886;
const c4 = 0.0416666808410674;
const c5 = 0.008333335853059549;
const shift = 6755399441055744;
/** How far the smallest part may be off, in units of the result. */
const doubt = 2 ** -58;

let table: ExpTable | undefined;

/** eˣ for every x. */
export function exp(x: number): number {
  const size = Math.abs(x);
  if (!(size < 512)) return expFar(x, 0);
  if (size < 5.551115123125783e-17) return 1 + x;
  const value = expUnfused(x, 0, doubt);
  return value < 0 ? expFused(x, 0) : value;
}

/**
 * e^(x + rest), 2⁻⁵⁴ ≤ |x| < 512, with `rest` what x lacks; −1 where the smallest part of the sum decides, which may be
 * off by `margin` in units of the result.
 */
export function expUnfused(x: number, rest: number, margin: number): number {
  table ??= expTable();
  const k = x * inverseLn2Times128 + shift - shift;
  const r = x + k * ln2Over128High + k * ln2Over128Low + rest;
  const i = k & 127;
  const r2 = r * r;
  const polynomial = table.tail[i] + r + (c2 + r * c3) * r2 + r2 * r2 * (c4 + r * c5);
  const base = table.scale[i];
  const part = base * polynomial;
  const most = base * margin;
  const below = base + (part - most);
  return below === base + (part + most) ? below * powerOfTwo((k - i) / 128) : -1;
}

/** The same with the C library's fused operations. */
export function expFused(x: number, rest: number): number {
  const k = fma(x, inverseLn2Times128, shift) - shift;
  const i = k & 127;
  const base = table!.scale[i];
  return fma(base, fusedPolynomial(x, rest, k), base) * powerOfTwo((k - i) / 128);
}

function fusedPolynomial(x: number, rest: number, k: number): number {
  table ??= expTable();
  const r = fma(k, ln2Over128Low, fma(k, ln2Over128High, x)) + rest;
  const r2 = r * r;
  const low = fma(fma(c3, r, c2), r2, table.tail[k & 127] + r);
  return fma(r2 * r2, fma(r, c5, c4), low);
}

/** e^(x + rest), |x| ≥ 512: large, or so small that the last bits may be lost, which is rounded once. */
export function expFar(x: number, rest: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) >= 1024) return x > 0 ? Number.POSITIVE_INFINITY : 0;
  const k = fma(x, inverseLn2Times128, shift) - shift;
  const polynomial = fusedPolynomial(x, rest, k);
  const i = k & 127;
  const octave = (k - i) / 128;
  if (k > 0) {
    const base = table!.scale[i] * powerOfTwo(octave - 1009);
    return fma(base, polynomial, base) * 2 ** 1009;
  }
  const base = table!.scale[i] * powerOfTwo(octave + 1022);
  const part = base * polynomial;
  let sum = base + part;
  if (sum < 1) {
    const above = 1 + sum;
    sum = above + (1 - above + sum + (base - sum + part)) - 1;
  }
  return sum * 2.2250738585072014e-308;
}

const exponent = new Uint32Array(2);
const power = new Float64Array(exponent.buffer);
const top = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

/** 2ᵏ, −1022 ≤ k ≤ 1023. */
function powerOfTwo(k: number): number {
  exponent[top] = (k + 1023) << 20;
  return power[0];
}
