/** Arrays as text, under NumPy's names. The work is in core/print.ts. */

import { layoutSymbol } from '../core/layout.js';
import type { NDArray } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { arrayToRepr, type PrintOptions, type TextOptions } from '../core/print.js';
import type { ArrayLike } from '../core/types.js';
import { asarray } from './asarray.js';

const textNames: OptionNames<TextOptions> = {
  precision: true,
  suppressSmall: true,
  threshold: true,
  edgeItems: true,
  lineWidth: true,
  separator: true,
  prefix: true,
  suffix: true,
};

/**
 * An array as a text, in brackets.
 *
 * @param options `precision`, `suppressSmall`, `threshold`, `edgeItems`, `lineWidth`, `separator`, `prefix`, `suffix`.
 * @throws DTypeError for elements that are no numbers.
 * @example
 * array2string([1, 2.5], { separator: ', ' }); // '[1. , 2.5]'
 * @see numpy.array2string
 */
export function array2string(x: ArrayLike, options: TextOptions = {}): string {
  checkOptions('array2string', options, textNames);
  const array = asarray(x) as NDArray;
  // A single element is printed as an array's element, not as a scalar: '3.' and not '3.0'.
  return array.ndim > 0 ? array.toString(options) : array.reshape(1).toString(options).slice(1, -1);
}

/**
 * An array as Python's `print` shows it.
 *
 * @throws DTypeError for elements that are no numbers.
 * @example
 * arrayStr([1, 2.5]); // '[1.  2.5]'
 * @see numpy.array_str
 */
export function arrayStr(x: ArrayLike, options: PrintOptions = {}): string {
  return (asarray(x) as NDArray).toString(options);
}

/**
 * An array as Python's interpreter shows it, with the dtype where the numbers do not tell it.
 *
 * @throws DTypeError for elements that are no numbers.
 * @example
 * arrayRepr(array([1, 2], { dtype: 'int8' })); // 'array([1, 2], dtype=int8)'
 * @see numpy.array_repr
 */
export function arrayRepr(x: ArrayLike, options: PrintOptions = {}): string {
  return arrayToRepr((asarray(x) as NDArray)[layoutSymbol](), options);
}
