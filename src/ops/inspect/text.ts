/** Arrays and numbers as text, by NumPy's rules. */
import {
  exponentText,
  type FloatWidth,
  positional,
  scientific,
  scientificFixed,
  toFixedEven,
} from '../../core/decimal.js';
import { ArgumentError, DTypeError } from '../../core/errors.js';
import { type Operand, toArray } from '../ufunc.js';

/**
 * What becomes of zeros at the end: 'k' keeps them, '.' takes them away, '0' leaves one behind the point, '-' takes the
 * point away with them.
 */
export type TrimMode = 'k' | '.' | '0' | '-';

/** Options of both formats. */
export interface FloatFormatOptions {
  /** Digits behind the point, at most, or exactly where `unique` is false. */
  readonly precision?: number | null;
  /** Whether the fewest digits do that mean this number, or those of its exact value. true. */
  readonly unique?: boolean;
  /** What becomes of zeros at the end. 'k'. */
  readonly trim?: TrimMode;
  /** Whether positive numbers have a sign. false. */
  readonly sign?: boolean;
  /** Blanks in front, so that so many characters stand before the point. */
  readonly padLeft?: number | null;
  /** Digits behind the point, at least. */
  readonly minDigits?: number | null;
}

/** Options of `formatFloatPositional`. */
export interface PositionalOptions extends FloatFormatOptions {
  /** Blanks behind, so that so many characters stand after the point. */
  readonly padRight?: number | null;
}

/** Options of `formatFloatScientific`. */
export interface ScientificOptions extends FloatFormatOptions {
  /** Digits of the exponent, at least. 2. */
  readonly expDigits?: number | null;
}

/** More decimals than any shortest form has. */
const ALL = 400;

function floatOf(operation: string, x: Operand): { width: FloatWidth; value: number } {
  const a = toArray(operation, x);
  const width = a.dtype === 'float16' || a.dtype === 'float32' ? a.dtype : 'float64';
  if (a.size !== 1 || !['float16', 'float32', 'float64'].includes(a.dtype)) {
    throw new DTypeError(`x is ${a.dtype} of ${a.size} elements; needs one float`, {
      operation,
      argument: 'x',
      got: x,
      needs: 'one float',
    });
  }
  return { width, value: a.item() as number };
}

function checkOptions(
  operation: string,
  { precision = null, unique = true, trim = 'k' }: FloatFormatOptions,
): void {
  if (precision !== null && !(Number.isInteger(precision) && precision >= 0 && precision <= 100)) {
    throw new ArgumentError(`precision is ${precision}; needs an integer from 0 to 100`, {
      operation,
      argument: 'precision',
      got: precision,
      needs: 'an integer from 0 to 100',
    });
  }
  if (!unique && precision === null) {
    throw new ArgumentError('unique is false, and there is no precision; needs one', {
      operation,
      argument: 'precision',
      got: precision,
      needs: 'a precision',
    });
  }
  if (['k', '.', '0', '-'].includes(trim)) return;
  throw new ArgumentError(`trim is ${String(trim)}; needs k, ., 0 or -`, {
    operation,
    argument: 'trim',
    got: trim,
    needs: 'k, ., 0 or -',
  });
}

function wordFor(value: number, sign: boolean): string | null {
  if (Number.isFinite(value)) return null;
  return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : sign ? '+inf' : 'inf';
}

/** The fraction with its point, trimmed and filled up. */
function fractionText(fraction: string, trim: TrimMode, least: number, exact: boolean): string {
  let digits = trim === 'k' && exact ? fraction : fraction.replace(/0+$/, '');
  digits = digits.padEnd(least, '0');
  if (trim === '0' && digits === '') digits = '0';
  return trim === '-' && digits === '' ? '' : `.${digits}`;
}

/**
 * A float in positional notation.
 *
 * Of float32 and float16 (arrays of one element) the fewest digits are those that tell it from others of its precision.
 *
 * @throws DTypeError for anything but one float; ArgumentError for a precision that is none, or missing.
 * @example
 * formatFloatPositional(Math.PI, { precision: 3 }); // '3.142'
 * formatFloatPositional(1e-7); // '0.0000001'
 * @see numpy.format_float_positional
 */
export function formatFloatPositional(x: Operand, options: PositionalOptions = {}): string {
  const {
    precision = null,
    unique = true,
    trim = 'k',
    sign = false,
    padLeft = null,
    padRight = null,
  } = options;
  checkOptions('formatFloatPositional', options);
  const { width, value } = floatOf('formatFloatPositional', x);
  const word = wordFor(value, sign);
  if (word !== null) return word;
  const size = Math.abs(value);
  let [whole, fraction] = positional(width, size, ALL);
  const least = Math.min(options.minDigits ?? 0, 100);
  // A shortest form that is too short goes on with the digits of the exact value.
  if (unique && fraction.length < least && size < 1e21)
    [whole, fraction = ''] = toFixedEven(size, least).split('.');
  // Digits that are cut off leave zeros where they round to zeros; those a number never had do not appear.
  const exact = precision !== null && (!unique || fraction.length > precision) && size < 1e21;
  if (exact) [whole, fraction = ''] = toFixedEven(size, precision).split('.');
  const minus = value < 0 || Object.is(value, -0) ? '-' : sign ? '+' : '';
  const text = fractionText(fraction, trim, least, exact);
  return (minus + whole).padStart(padLeft ?? 0) + (padRight === null ? text : text.padEnd(padRight + 1));
}

/**
 * A float in scientific notation.
 *
 * Of float32 and float16 (arrays of one element) the fewest digits are those that tell it from others of its precision.
 *
 * @throws DTypeError for anything but one float; ArgumentError for a precision that is none, or missing.
 * @example
 * formatFloatScientific(Math.PI, { precision: 3 }); // '3.142e+00'
 * @see numpy.format_float_scientific
 */
export function formatFloatScientific(x: Operand, options: ScientificOptions = {}): string {
  const {
    precision = null,
    unique = true,
    trim = 'k',
    sign = false,
    padLeft = null,
    expDigits = null,
  } = options;
  checkOptions('formatFloatScientific', options);
  const { width, value } = floatOf('formatFloatScientific', x);
  const word = wordFor(value, sign);
  if (word !== null) return word;
  const size = Math.abs(value);
  let [first, fraction, exponent] = scientific(width, size, 100);
  const least = Math.min(options.minDigits ?? 0, 100);
  if (unique && fraction.length < least) [first, fraction, exponent] = scientificFixed(width, size, least);
  const exact = precision !== null && (!unique || fraction.length > precision);
  if (exact) [first, fraction, exponent] = scientificFixed(width, size, precision);
  const minus = value < 0 || Object.is(value, -0) ? '-' : sign ? '+' : '';
  const text = fractionText(fraction, trim, least, exact);
  return `${(minus + first).padStart(padLeft ?? 0)}${text}e${exponentText(exponent, expDigits ?? 2)}`;
}
