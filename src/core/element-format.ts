/**
 * How each element of one array is written, so that the columns align: chosen by a first pass over all elements that
 * will be shown, by NumPy's rules.
 */
import type { Complex } from './complex.js';
import {
  exponentText,
  type FloatWidth,
  positional,
  roundTo,
  scientific,
  scientificFixed,
} from './decimal.js';
import { type DType, dtypeInfo } from './dtype.js';

export type ElementFormat = (value: unknown) => string;

export interface NumberOptions {
  readonly precision: number;
  readonly suppressSmall: boolean;
}

/** A format for these elements, which all have `dtype`. */
export function elementFormat(
  dtype: DType,
  values: readonly unknown[],
  ndim: number,
  options: NumberOptions,
): ElementFormat {
  const { kind } = dtypeInfo(dtype);
  if (kind === 'b') {
    const yes = ndim === 0 ? 'True' : ' True';
    return (value) => (value ? yes : 'False');
  }
  if (kind === 'i' || kind === 'u') {
    let width = 0;
    for (const value of values) width = Math.max(width, String(value).length);
    return (value) => String(value).padStart(width);
  }
  if (kind === 'f') {
    return floatFormat(dtype as FloatWidth, values as number[], options, '');
  }
  const width = dtype === 'complex64' ? 'float32' : 'float64';
  const parts = values as Complex[];
  const real = floatFormat(
    width,
    parts.map((part) => part.re),
    options,
    '',
  );
  const imag = floatFormat(
    width,
    parts.map((part) => part.im),
    options,
    '+',
  );
  return (value) => {
    const { re, im } = value as Complex;
    const text = imag(im);
    const end = text.trimEnd().length;
    return `${real(re)}${text.slice(0, end)}j${text.slice(end)}`;
  };
}

/** From here on one exponent is clearer than many digits; NumPy ties it to the digits the dtype has. */
const exponentFrom: Record<FloatWidth, number> = { float16: 1e3, float32: 1e6, float64: 1e8 };

function wantsExponent(width: FloatWidth, finite: readonly number[], suppressSmall: boolean): boolean {
  let largest = 0;
  let smallest = Infinity;
  for (const value of finite) {
    const size = Math.abs(value);
    if (size === 0) continue;
    if (size > largest) largest = size;
    if (size < smallest) smallest = size;
  }
  if (largest === 0) return false;
  if (largest >= exponentFrom[width]) return true;
  if (suppressSmall) return false;
  return smallest < roundTo(width, 0.0001) || roundTo(width, largest / smallest) > 1000;
}

/** @param plus '+' where positive numbers show their sign (imaginary parts), else ''. */
function floatFormat(
  width: FloatWidth,
  values: readonly number[],
  { precision, suppressSmall }: NumberOptions,
  plus: '' | '+',
): ElementFormat {
  const finite = values.filter(Number.isFinite);
  const signed = (text: string): string => (text.startsWith('-') ? text : plus + text);
  let padLeft = 0;
  let padRight = 0;
  let write: (value: number) => string;
  if (wantsExponent(width, finite, suppressSmall)) {
    let decimals = 0;
    let exponentDigits = 2;
    for (const value of finite) {
      const [first, fraction, exponent] = scientific(width, value, precision);
      padLeft = Math.max(padLeft, signed(first).length);
      decimals = Math.max(decimals, fraction.length);
      exponentDigits = Math.max(exponentDigits, String(Math.abs(exponent)).length);
    }
    padRight = decimals + exponentDigits + 2;
    write = (value) => {
      const [first, fraction, exponent] = scientificFixed(width, value, decimals);
      return `${signed(first).padStart(padLeft)}.${fraction}e${exponentText(exponent, exponentDigits)}`;
    };
  } else {
    for (const value of finite) {
      const [whole, fraction] = positional(width, value, precision);
      padLeft = Math.max(padLeft, signed(whole).length);
      padRight = Math.max(padRight, fraction.length);
    }
    write = (value) => {
      const [whole, fraction] = positional(width, value, precision);
      return `${signed(whole).padStart(padLeft)}.${fraction.padEnd(padRight)}`;
    };
  }
  if (finite.length < values.length) {
    const signedInfinity = plus === '+' || values.includes(-Infinity) ? 1 : 0;
    padLeft = Math.max(padLeft, 3 - (padRight + 1), 3 + signedInfinity - (padRight + 1));
  }
  return (value) => {
    const number = value as number;
    if (Number.isFinite(number)) return write(number);
    const word = Number.isNaN(number) ? `${plus}nan` : number < 0 ? '-inf' : `${plus}inf`;
    return word.padStart(padLeft + padRight + 1);
  };
}
