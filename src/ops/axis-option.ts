/** Axes as options: bare, as NumPy's last argument, or in an object. */

import { ArgumentError } from '../core/errors.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';

/** One axis, null for the flattened array, or either as `{ axis }`. */
export type AxisOption = number | null | { readonly axis?: number | null };

/** One axis or several, null for the flattened array, or these as `{ axis }`. */
export type AxesOption =
  | number
  | readonly number[]
  | null
  | { readonly axis?: number | readonly number[] | null };

const optionNames: OptionNames<{ axis?: unknown }> = { axis: true };

/**
 * The axis an option names; `otherwise` where it names none.
 * @throws ArgumentError for other options.
 */
export function axisOf(
  operation: string,
  options: AxisOption | undefined,
  otherwise: number | null,
): number | null {
  if (typeof options !== 'object' || options === null) return options === undefined ? otherwise : options;
  checkOptions(operation, options, optionNames);
  return options.axis === undefined ? otherwise : options.axis;
}

/**
 * The axes an option names, null for the flattened array.
 * @throws ArgumentError for other options.
 */
export function axesOf(
  operation: string,
  options: AxesOption | undefined,
): number | readonly number[] | null {
  if (options === undefined || options === null) return null;
  if (typeof options === 'number' || isList(options)) return options;
  checkOptions(operation, options, optionNames);
  return options.axis ?? null;
}

function isList(options: unknown): options is readonly number[] {
  return Array.isArray(options);
}

/** @throws ArgumentError for what is no integer. */
export function checkInteger(
  operation: string,
  argument: string,
  value: unknown,
  lowest = -Infinity,
): number {
  if (Number.isSafeInteger(value) && (value as number) >= lowest) return value as number;
  const needs = lowest === -Infinity ? 'an integer' : `an integer, ${lowest} or more`;
  throw new ArgumentError(`${argument} is ${String(value)}; needs ${needs}`, {
    operation,
    argument,
    got: value,
    needs,
  });
}
