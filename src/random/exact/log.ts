/**
 * log x to the last bit as the C library computes it on x86-64 processors with fused multiply-add; see exp.ts for why,
 * and for how the fused operations are left out where that cannot change the result.
 *
 * Method: x = 2ᵏ z with z near 1, c near z from a table; log x = k log 2 + log c + log1p(z/c − 1). Near 1 a polynomial in
 * x − 1, whose square is taken exactly.
 */
import { fusedMultiplyAdd as fma, productError } from './fused-multiply-add.js';
import { logTable } from './tables.js';

export const ln2High = 0.6931471805598903;
export const ln2Low = 5.497923018708371e-14;
const a0 = -0.5000000000000001;
const a1 = 0.33333333331825593;
const a2 = -0.2499999999622955;
const a3 = 0.20000304511814496;
const a4 = -0.16667054827627667;
const b1 = 0.3333333333333352;
const b2 = -0.24999999999998432;
const b3 = 0.19999999999320328;
const b4 = -0.16666666669929706;
const b5 = 0.14285715076560868;
const b6 = -0.12499997863982555;
const b7 = 0.11110712032936046;
const b8 = -0.10000486757818193;
const b9 = 0.09181994006195467;
const b10 = -0.08328363062289341;

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
const top = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;
let table: Float64Array | undefined;

/** log x; −∞ for 0, NaN below. */
export function log(x: number): number {
  if (x >= 0.9375 && x < 1.064697265625) return logNearOne(x);
  if (!(x >= 2.2250738585072014e-308 && x < Number.POSITIVE_INFINITY)) return logUnusual(x);
  table ??= logTable();
  double[0] = x;
  const offset = (words[top] - 0x3fe60000) | 0;
  const k = offset >> 20;
  const i = (offset >>> 13) & 127;
  words[top] -= k << 20;
  const z = double[0];
  const inverse = table[2 * i];
  const product = z * inverse;
  const r = product - 1 + productError(z, inverse, product);
  const start = k * ln2High + table[2 * i + 1];
  const high = start + r;
  const low = start - high + r + k * ln2Low;
  const r2 = r * r;
  const small = low + r2 * a0 + r * r2 * (a1 + r * a2 + r2 * (a3 + r * a4));
  const margin = r2 * 3.0517578125e-15 + 1e-24;
  const below = small - margin + high;
  if (below === small + margin + high) return below;
  const polynomial = fma(fma(r, a4, a3), r2, fma(a2, r, a1));
  return fma(r * r2, polynomial, fma(r2, a0, fma(k, ln2Low, start - high + r))) + high;
}

function logNearOne(x: number): number {
  if (x === 1) return 0;
  const r = x - 1;
  const r2 = r * r;
  const r3 = r * r2;
  const large = r * 134217728;
  const rHigh = r + large - large;
  const rLow = r - rHigh;
  const square = rHigh * rHigh;
  const high = r - 0.5 * square;
  const low = r - high - 0.5 * square - 0.5 * rLow * (rHigh + r);
  const inner = b7 + r * b8 + r2 * b9 + r3 * b10;
  const polynomial = b1 + r * b2 + r2 * b3 + r3 * (b4 + r * b5 + r2 * b6 + r3 * inner);
  const small = r3 * polynomial + low;
  const margin = Math.abs(r3) * 1.7763568394002505e-15;
  const below = small - margin + high;
  return below === small + margin + high ? below : fusedNearOne(r, r2, rHigh, high);
}

function fusedNearOne(r: number, r2: number, rHigh: number, high: number): number {
  const r3 = r * r2;
  const first = fma(r2, b3, fma(b2, r, b1));
  const second = fma(r2, b6, fma(b5, r, b4));
  const third = fma(r3, b10, fma(r2, b9, fma(b8, r, b7)));
  const square = rHigh * rHigh;
  const rest = fma(square, -0.5, r - high);
  const low = fma(-0.5 * (r - rHigh), r + rHigh, rest);
  return fma(fma(fma(third, r3, second), r3, first), r3, low) + high;
}

/** Zero, subnormal and negative numbers, ∞ and NaN. */
function logUnusual(x: number): number {
  return x > 0 && x < 1 ? Math.log(x) : x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN;
}
