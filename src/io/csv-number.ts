/**
 * Decimal numbers from bytes, correctly rounded, without making strings.
 *
 * Method: the digits are gathered into an integer of up to 19 digits, kept exactly as a sum of two doubles, and
 * multiplied or divided by a power of ten that is exact in a double (10⁰ … 10²²) in double-double arithmetic. The
 * result is right unless it lies too near the middle between two doubles; then, and for longer numbers, the text
 * goes through Number, as Clinger's fast path does ("How to Read Floating Point Numbers Accurately", 1990).
 */
const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const zero = 0x30;
const point = 0x2e;
const minus = 0x2d;
const plus = 0x2b;

/** What parseNumber found; reused, so read it before the next call. */
export const parsed = {
  value: 0,
  /** One past the last byte of the number; the start when there is none. */
  end: 0,
};

/** Reads the number at `at` into `parsed`: sign, digits, point, exponent; what follows is not looked at. */
export function parseNumber(bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  const negative = bytes[at] === minus;
  if (negative || bytes[at] === plus) at++;
  let high = 0;
  let low = 0;
  let digits = 0;
  let scale = 0;
  let seen = false;
  let afterPoint = false;
  for (; at < end; at++) {
    const digit = bytes[at] - zero;
    if (digit >= 0 && digit <= 9) {
      seen = true;
      if (afterPoint) scale--;
      if (digits === 0 && digit === 0) continue;
      if (digits < 15) high = high * 10 + digit;
      else if (digits < 19) low = low * 10 + digit;
      digits++;
    } else if (digit === point - zero && !afterPoint) afterPoint = true;
    else break;
  }
  if (!seen) {
    parsed.end = start;
    return;
  }
  let exponentEnd = at;
  if (at < end && (bytes[at] | 0x20) === 0x65) {
    let exponent = 0;
    let from = at + 1;
    const negativeExponent = bytes[from] === minus;
    if (negativeExponent || bytes[from] === plus) from++;
    for (exponentEnd = from; exponentEnd < end; exponentEnd++) {
      const digit = bytes[exponentEnd] - zero;
      if (digit < 0 || digit > 9) break;
      if (exponent < 100000) exponent = exponent * 10 + digit;
    }
    // An e without digits is not part of the number.
    if (exponentEnd === from) exponentEnd = at;
    else scale += negativeExponent ? -exponent : exponent;
  }
  parsed.end = exponentEnd;
  let value = digits > 19 || scale < -22 || scale > 22 ? Number.NaN : scaled(high, low, digits, scale);
  if (Number.isNaN(value)) value = Math.abs(Number(textOf(bytes, start, exponentEnd)));
  parsed.value = negative ? -value : value;
}

/** (high · 10^(digits − 15) + low) · 10^scale for digits > 15, else high · 10^scale; NaN when that is too close to call. */
function scaled(high: number, low: number, digits: number, scale: number): number {
  if (digits <= 15) return scale < 0 ? high / powersOfTen[-scale] : high * powersOfTen[scale];
  const shift = powersOfTen[digits - 15];
  // high < 10¹⁵ and shift ≤ 10⁴ split without error: 32 upper bits times 14 bits, 18 lower bits times 14 bits.
  const upper = Math.floor(high / 262144) * 262144;
  const big = upper * shift;
  const small = (high - upper) * shift + low;
  const sum = big + small;
  const lost = small - (sum - big);
  const power = powersOfTen[Math.abs(scale)];
  return scale < 0 ? divided(sum, lost, power) : multiplied(sum, lost, power);
}

const splitter = 134217729;

/** a · b − product, exactly (Dekker). */
function productError(a: number, b: number, product: number): number {
  const aHigh = a * splitter - (a * splitter - a);
  const bHigh = b * splitter - (b * splitter - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function divided(sum: number, lost: number, power: number): number {
  const quotient = sum / power;
  const product = quotient * power;
  return rounded(quotient, (sum - product - productError(quotient, power, product) + lost) / power);
}

function multiplied(sum: number, lost: number, power: number): number {
  const product = sum * power;
  return rounded(product, productError(sum, power, product) + lost * power);
}

/** value + rest, or NaN when an error of 10⁻¹⁰ of the rest could make it round the other way. */
function rounded(value: number, rest: number): number {
  const result = value + rest;
  return result === value + rest * 1.0000000001 && result === value + rest * 0.9999999999
    ? result
    : Number.NaN;
}

/** Bytes as text, one character a byte. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]);
  return text;
}
