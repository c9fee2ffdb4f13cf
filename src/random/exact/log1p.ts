/**
 * log(1 + x) for −1 < x ≤ 1, to the last bit as the C library computes it, in float64 and float32.
 *
 * The tails of the normal and exponential distributions go through log1p, and Math.log1p differs from the C
 * library's in the last bit of one value in a thousand (float32: one in fourteen). NumPy takes the C library's; so
 * does this. It follows glibc on x86-64 processors with fused multiply-add, in which fdlibm's reduction and
 * constants (K. C. Ng, Sun Microsystems, 1993, s_log1p.c and s_log1pf.c) are evaluated with these roundings.
 *
 * Method: 1 + x = 2ᵏ (1 + f) with √2/2 < 1 + f < √2; log(1 + f) from a polynomial in s² with s = f / (2 + f); the
 * rounding error of 1 + x is carried along as `correction`. It runs for a few draws in ten thousand, so it is plain.
 */
import { fusedMultiplyAdd as fma } from './fused-multiply-add.js';

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);
/** Which of the two words of a double holds the exponent. */
const top = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;
const p1 = 0.6666666666666735;
const p2 = 0.3999999999940942;
const p3 = 0.2857142874366239;
const p4 = 0.22222198432149784;
const p5 = 0.1818357216161805;
const p6 = 0.15313837699209373;
const p7 = 0.14798198605116586;

/** log(1 + x) in float64, −1 < x ≤ 1. */
export function log1p(x: number): number {
  const size = Math.abs(x);
  if (size < 1.862645149230957e-9) return size < 5.551115123125783e-17 ? x : x - x * x * 0.5;
  let k = 0;
  let f = x;
  let correction = 0;
  let nearOne = false;
  double[0] = x;
  if (words[top] > 0xbfd2bec3 || (x > 0 && words[top] >= 0x3fda827a)) {
    const sum = 1 + x;
    double[0] = sum;
    const exponent = (words[top] >>> 20) - 1023;
    correction = (exponent > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
    const fraction = words[top] & 0xfffff;
    k = fraction < 0x6a09e ? exponent : exponent + 1;
    words[top] = fraction | (fraction < 0x6a09e ? 0x3ff00000 : 0x3fe00000);
    nearOne = (fraction < 0x6a09e ? fraction : (0x100000 - fraction) >>> 2) === 0;
    f = double[0] - 1;
  }
  const half = 0.5 * f * f;
  const low = fma(k, ln2Low, correction);
  if (nearOne) {
    if (f === 0) return k === 0 ? 0 : fma(k, ln2High, low);
    const rest = half * fma(-0.6666666666666666, f, 1);
    return k === 0 ? f - rest : fma(k, ln2High, -(rest - low - f));
  }
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  let polynomial = fma(z, p1, z2 * fma(p3, z, p2));
  polynomial = fma(z4, fma(p5, z, p4), polynomial);
  polynomial = fma(z2 * z4, fma(p7, z, p6), polynomial);
  const product = (polynomial + half) * s;
  if (k === 0) return f - (half - product);
  return fma(k, ln2High, -(half - (low + product) - f));
}

const fround = Math.fround;
const ln2High32 = fround(6.9313812256e-1);
const ln2Low32 = fround(9.0580006145e-6);
const coefficients32 = [
  6.6666668653e-1, 4.0000000596e-1, 2.8571429849e-1, 2.2222198546e-1, 1.818357259e-1, 1.5313838422e-1,
  1.479819864e-1,
].map(fround);

/** log(1 + x) in float32 arithmetic, x = 0 or −1 < x ≤ −2⁻²⁴. */
export function log1p32(x: number): number {
  if (x > -1.862645149230957e-9) return x;
  let k = 0;
  let f = x;
  let correction = 0;
  let nearOne = false;
  single[0] = x;
  if (word[0] > 0xbe95f61f) {
    const sum = fround(1 + x);
    single[0] = sum;
    const exponent = (word[0] >>> 23) - 127;
    const lost = exponent > 0 ? fround(1 - fround(sum - x)) : fround(x - fround(sum - 1));
    correction = fround(lost / sum);
    const fraction = word[0] & 0x7fffff;
    k = fraction < 0x3504f7 ? exponent : exponent + 1;
    word[0] = fraction | (fraction < 0x3504f7 ? 0x3f800000 : 0x3f000000);
    nearOne = (fraction < 0x3504f7 ? fraction : (0x800000 - fraction) >>> 2) === 0;
    f = fround(single[0] - 1);
  }
  const low = fround(fround(k * ln2Low32) + correction);
  const half = fround(fround(0.5 * f) * f);
  if (nearOne) {
    if (f === 0)
      return k === 0 ? 0 : fround(fround(k * ln2High32) + fround(correction + fround(k * ln2Low32)));
    const rest = fround(half * fround(1 - fround(fround(0.6666666666666666) * f)));
    return k === 0 ? fround(f - rest) : fround(fround(k * ln2High32) - fround(fround(rest - low) - f));
  }
  const s = fround(f / fround(2 + f));
  const z = fround(s * s);
  let polynomial = 0;
  for (let at = 6; at >= 0; at--) polynomial = fround(z * fround(coefficients32[at] + polynomial));
  const product = fround(s * fround(half + polynomial));
  if (k === 0) return fround(f - fround(half - product));
  return fround(fround(k * ln2High32) - fround(fround(half - fround(product + low)) - f));
}
