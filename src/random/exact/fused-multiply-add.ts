/**
 * a × b + c, rounded once, as a processor's fused multiply-add gives it. JavaScript has none.
 *
 * The product is split into two doubles exactly (Dekker 1971). Nearly always the sum of the small parts is far enough
 * from where rounding changes for one addition to settle it; else the small part is rounded to odd first (Boldo and
 * Melquiond, "Emulation of FMA and correctly rounded sums", 2008). Holds while nothing over- or underflows.
 */
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Which of the two words of a double holds its last bit. */
const last = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 1;

/** 2²⁷ + 1 splits a double into two halves of 26 bits. */
const splitter = 134217729;
const doubt = 2 ** -51;

export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const rest = productError(a, b, product);
  const sum = product + c;
  const sumRest = sumError(product, c, sum);
  const small = sumRest + rest;
  const margin = small * doubt;
  const below = sum + (small - margin);
  if (below === sum + (small + margin)) return below;
  return roundedOnce(product, rest, c);
}

/** What was lost in `product = a × b`, exactly. */
export function productError(a: number, b: number, product: number): number {
  const aHigh = a * splitter - (a * splitter - a);
  const bHigh = b * splitter - (b * splitter - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function roundedOnce(product: number, rest: number, c: number): number {
  const small = c + rest;
  const smallError = sumError(c, rest, small);
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
  if (error === 0 || (words[last] & 1) === 1) return sum;
  if (error > 0 === sum > 0) words[last] |= 1;
  else {
    if (words[last] === 0) words[1 - last]--;
    words[last]--;
  }
  return double[0];
}
