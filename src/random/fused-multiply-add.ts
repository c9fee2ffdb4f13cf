/**
 * a × b + c, rounded once, as a processor's fused multiply-add gives it. JavaScript has none.
 *
 * The product is split into two doubles exactly (Dekker 1971), and the three terms are added with one rounding by
 * rounding the small part to odd first (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums", 2008).
 * Holds while nothing over- or underflows.
 */
const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** 2²⁷ + 1 splits a double into two halves of 26 bits. */
const splitter = 134217729;

export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const aHigh = a * splitter - (a * splitter - a);
  const bHigh = b * splitter - (b * splitter - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const small = c + productError;
  const smallError = sumError(c, productError, small);
  const large = product + small;
  const largeError = sumError(product, small, large);
  return large + addToOdd(largeError, smallError);
}

/** What was lost in `sum = a + b` (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return a - (sum - bPart) + (b - bPart);
}

/** a + b; where it is not exact, the neighbour on either side whose last bit is 1. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  double[0] = sum;
  if (error === 0 || (bits[0] & 1n) === 1n) return sum;
  bits[0] += error > 0 === sum > 0 ? 1n : -1n;
  return double[0];
}
