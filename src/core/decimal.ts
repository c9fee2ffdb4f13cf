/**
 * Floats as decimal digits, as NumPy prints them: the fewest digits that still mean the same float of that precision,
 * cut to a number of decimals by rounding the exact value, ties to even. JavaScript rounds such ties up, and knows
 * the fewest digits of float64 only.
 */
import { fromFloat16, toFloat16 } from './float16.js';

/** The precisions there are; complex numbers print by their parts. */
export type FloatWidth = 'float16' | 'float32' | 'float64';

/** The nearest value of that precision. */
export function roundTo(width: FloatWidth, value: number): number {
  if (width === 'float64') return value;
  return width === 'float32' ? Math.fround(value) : fromFloat16(toFloat16(value));
}

/** `d.ddde+x` with the fewest digits, of a value that is not negative. */
function shortest(width: FloatWidth, value: number): string {
  if (width === 'float64') return value.toExponential();
  const most = width === 'float32' ? 8 : 4;
  for (let digits = 0; digits < most; digits++) {
    const nearest = toExponentialEven(value, digits);
    if (roundTo(width, Number(nearest)) === value) return nearest;
    // Above a power of two floats lie twice as far apart as below it, so the next decimal up may do as well.
    const above = nextDecimal(nearest);
    if (roundTo(width, Number(above)) === value) return above;
  }
  return toExponentialEven(value, most);
}

/** The decimal one step up in its last digit. */
function nextDecimal(text: string): string {
  const e = text.indexOf('e');
  const decimals = Math.max(0, e - 2);
  const stepped = Number(text.slice(0, e)) + 10 ** -decimals;
  return Number(`${stepped.toFixed(decimals)}${text.slice(e)}`).toExponential(decimals);
}

/** Mantissa digits without the point, and the power of ten of the first. */
interface Digits {
  negative: boolean;
  digits: string;
  exponent: number;
}

function digitsOf(text: string): Digits {
  const negative = text.startsWith('-');
  const e = text.indexOf('e');
  return {
    negative,
    digits: text.slice(negative ? 1 : 0, e).replace('.', ''),
    exponent: Number(text.slice(e + 1)),
  };
}

/** The sign of a float, minus zero included. */
function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

/** Without the digit that the tie rounded up: whether `exact`, the digits after the last kept one, is just a 5. */
const TIE = /^50*$/;

/**
 * Digits beyond the last kept one that are looked at to tell a tie. A float this close to a tie without being one
 * would need more than float64's 53 bits.
 */
const EXACT = 50;

/** `value.toFixed(decimals)` of a finite value below 1e21, but ties go to even. */
export function toFixedEven(value: number, decimals: number): string {
  const size = Math.abs(value);
  let text = size.toFixed(decimals);
  if (size.toFixed(decimals + 1).endsWith('5')) {
    const exact = size.toFixed(Math.min(100, decimals + EXACT));
    const point = exact.indexOf('.');
    if (TIE.test(exact.slice(point + 1 + decimals))) {
      const down = decimals === 0 ? exact.slice(0, point) : exact.slice(0, point + 1 + decimals);
      if (Number(down.at(-1)) % 2 === 0) text = down;
    }
  }
  return signOf(value) + text;
}

/** `value.toExponential(decimals)` of a finite value, but ties go to even. */
export function toExponentialEven(value: number, decimals: number): string {
  const size = Math.abs(value);
  let text = size.toExponential(decimals);
  const longer = size.toExponential(decimals + 1);
  const e = longer.indexOf('e');
  if (longer[e - 1] === '5') {
    const exact = size.toExponential(Math.min(100, decimals + EXACT));
    const cut = decimals === 0 ? 1 : decimals + 2;
    const rest = exact.slice(cut, exact.indexOf('e')).replace('.', '');
    if (TIE.test(rest) && Number(exact[cut - 1]) % 2 === 0) text = exact.slice(0, cut) + longer.slice(e);
  }
  return signOf(value) + text;
}

/** Integer part (with its sign) and fraction of the positional form with at most `decimals` decimals. */
export function positional(width: FloatWidth, value: number, decimals: number): [string, string] {
  const { digits, exponent } = digitsOf(shortest(width, Math.abs(value)));
  let whole: string;
  let fraction: string;
  if (exponent < 0) {
    whole = '0';
    fraction = '0'.repeat(-exponent - 1) + digits;
  } else {
    whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
    fraction = digits.slice(exponent + 1);
  }
  if (fraction.length > decimals) {
    [whole, fraction = ''] = toFixedEven(Math.abs(value), decimals).split('.');
  }
  return [signOf(value) + whole, trimZeros(fraction)];
}

/** First digit (with its sign), decimals (at most `decimals`) and exponent of the scientific form. */
export function scientific(width: FloatWidth, value: number, decimals: number): [string, string, number] {
  let parts = digitsOf(shortest(width, Math.abs(value)));
  if (parts.digits.length - 1 > decimals) parts = digitsOf(toExponentialEven(Math.abs(value), decimals));
  return [signOf(value) + parts.digits[0], trimZeros(parts.digits.slice(1)), parts.exponent];
}

/**
 * The scientific form with exactly `decimals` decimals: the fewest digits if they are that many, more digits of the
 * exact value if they are fewer.
 */
export function scientificFixed(
  width: FloatWidth,
  value: number,
  decimals: number,
): [string, string, number] {
  let parts = digitsOf(shortest(width, Math.abs(value)));
  if (parts.digits.length - 1 !== decimals) parts = digitsOf(toExponentialEven(Math.abs(value), decimals));
  return [signOf(value) + parts.digits[0], parts.digits.slice(1), parts.exponent];
}

function trimZeros(fraction: string): string {
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === '0') end--;
  return fraction.slice(0, end);
}

/** `+05`: a sign and at least `digits` digits. */
export function exponentText(exponent: number, digits: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(digits, '0');
}

const scalarCutoff: Record<FloatWidth, number> = { float16: 1e3, float32: 1e6, float64: 1e16 };

/** A float on its own, as NumPy's scalars print: all its digits. `dotZero` is what follows a whole number. */
export function scalarText(width: FloatWidth, value: number, dotZero = '.0'): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < scalarCutoff[width])) {
    const [whole, fraction] = positional(width, value, 100);
    return whole + (fraction === '' ? dotZero : `.${fraction}`);
  }
  const [first, fraction, exponent] = scientific(width, value, 100);
  return `${first}${fraction === '' ? '' : `.${fraction}`}e${exponentText(exponent, 2)}`;
}
