/** Messages of failed assertions, as NumPy words them. */
import { isComplex } from '../core/complex.js';
import { scalarText } from '../core/decimal.js';
import { NDArray } from '../core/ndarray.js';
import { arrayRepr, arrayStr } from '../ops/text.js';

/** What every assertion takes beside its own options. */
export interface MessageOptions {
  /** More to say when the assertion fails. */
  readonly errMsg?: string;
  /** Whether to show the values. true. */
  readonly verbose?: boolean;
}

interface Wording extends MessageOptions {
  readonly header?: string;
  readonly names?: readonly [string, string];
  /** Decimals of floats in arrays. 8. */
  readonly precision?: number;
}

/** The whole message: a header, what was found, and the two values. */
export function failureMessage(pair: readonly [unknown, unknown], wording: Wording): string {
  const { header = 'Items are not equal:', errMsg = '', verbose = true, precision = 8 } = wording;
  const { names = ['ACTUAL', 'DESIRED'] } = wording;
  const lines = [`\n${header}`];
  if (errMsg !== '') {
    if (!errMsg.includes('\n') && errMsg.length < 79 - header.length) lines[0] += ` ${errMsg}`;
    else lines.push(errMsg);
  }
  if (verbose) {
    pair.forEach((value, i) => {
      let text = value instanceof NDArray ? arrayRepr(value, { precision }) : pythonRepr(value);
      const rows = text.split('\n');
      if (rows.length > 4) text = `${rows.slice(0, 3).join('\n')}...`;
      lines.push(` ${names[i]}: ${text}`);
    });
  }
  return lines.join('\n');
}

/** A value as Python would show it. */
export function pythonRepr(value: unknown): string {
  if (value instanceof NDArray) return arrayRepr(value);
  if (typeof value === 'number')
    return Number.isInteger(value) && !Object.is(value, -0) ? String(value) : scalarText('float64', value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  if (value === null || value === undefined) return 'None';
  if (isComplex(value)) return arrayStr(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return String(value);
}

/** A number with so many digits at most, as C's %g writes it. */
export function general(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return scalarText('float64', value);
  const [mantissa, exponentPart] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentPart);
  if (value === 0) return '0';
  if (exponent >= -4 && exponent < digits) {
    const fixed = value.toFixed(Math.max(0, digits - 1 - exponent));
    return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
  }
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${short}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
