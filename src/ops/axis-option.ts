/** Axes as options: bare, as NumPy's last argument, or in an object. */
import { ArgumentError } from '../core/errors.js';

/** One axis, null for the flattened array, or either as `{ axis }`. */
export type AxisOption = number | null | { readonly axis?: number | null };

/** One axis or several, null for the flattened array, or these as `{ axis }`. */
export type AxesOption =
  | number
  | readonly number[]
  | null
  | { readonly axis?: number | readonly number[] | null };

/** The axis an option names; `otherwise` where it names none. */
export function axisOf(options: AxisOption | undefined, otherwise: number | null): number | null {
  const axis = typeof options === 'object' && options !== null ? options.axis : options;
  return axis === undefined ? otherwise : axis;
}

/** The axes an option names, null for the flattened array. */
export function axesOf(options: AxesOption | undefined): number | readonly number[] | null {
  if (options === undefined || options === null) return null;
  if (typeof options === 'number' || isList(options)) return options;
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
