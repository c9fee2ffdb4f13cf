/**
 * eˣ − 1 to the last bit as the C library computes it on x86-64 processors with fused multiply-add; see log1p.ts.
 *
 * Method (fdlibm's, K. C. Ng, Sun Microsystems, 1993, s_expm1.c): x = k log 2 + r with |r| ≤ log(2)/2; expm1(r) from a
 * rational function of r; the rounding error of r is carried along as `correction`.
 */
import { fusedMultiplyAdd as fma } from './fused-multiply-add.js';

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const q1 = -0.033333333333333132;
const q2 = 0.0015873015872548146;
const q3 = -7.93650757867488e-5;
const q4 = 4.008217827329362e-6;
const q5 = -2.0109921818362437e-7;

export function expm1(x: number): number {
  const size = Math.abs(x);
  if (!(size >= 5.551115123125783e-17)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -38.81624221801758) return -1;
  let k = 0;
  let r = x;
  let correction = 0;
  if (size > 0.34657287597656256) {
    k = size < 1.0397205352783205 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -0.5 : 0.5));
    const high = fma(-k, ln2High, x);
    const low = k * ln2Low;
    r = high - low;
    correction = high - r - low;
  }
  const half = 0.5 * r;
  const half2 = r * half;
  const half4 = half2 * half2;
  const early = fma(half4, fma(q3, half2, q2), fma(half2, q1, 1));
  const r1 = fma(half4 * half4, fma(q5, half2, q4), early);
  const t = fma(-r1, half, 3);
  const e = half2 * ((r1 - t) / fma(-r, t, 6));
  if (k === 0) return r - fma(e, r, -half2);
  return scaled(k, r, fma(e - correction, r, -correction) - half2);
}

/** 2ᵏ (1 + r − e) − 1, taken in the order that loses least. */
function scaled(k: number, r: number, e: number): number {
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2) return (1 - (e - r)) * 2 ** k - 1;
  if (k > 56) return k === 1024 ? (1 - (e - r)) * 2 * 2 ** 1023 : (1 - (e - r)) * 2 ** k - 1;
  if (k < 20) return (1 - 2 ** -k - (e - r)) * 2 ** k;
  return (r - (e + 2 ** -k) + 1) * 2 ** k;
}
