/** Arrays from functions of the indices, from iterables and from text. */

import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { describe, writeElement } from '../../core/element.js';
import { ArgumentError } from '../../core/errors.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { isScalar, type Scalar } from '../../core/promotion.js';
import type { Shape } from '../../core/shape.js';
import { checkShape } from '../../core/strides.js';
import type { Rank } from '../../core/types.js';
import { checkFunction } from '../argument-checks.js';
import { full } from '../creation.js';
import { indices } from '../places/grids.js';
import { type Operand, toArray } from '../ufunc.js';

const fromfunctionNames: OptionNames<{ readonly dtype?: DType }> = { dtype: true };

/**
 * What a function makes of the indices: it is called once, with an array for each axis that holds every element's
 * index along it, and gives an array of that shape (or a scalar, for all).
 *
 * @param f from arrays of indices (float64 unless `dtype` says otherwise) to the elements.
 * @throws ShapeError for a shape that is none; DTypeError.
 * @example
 * fromfunction((i, j) => i.mul(10).add(j), [2, 3]).toArray(); // [[0, 1, 2], [10, 11, 12]]
 * @see numpy.fromfunction
 */
export function fromfunction<const S extends Shape>(
  f: (...indices: NDArray[]) => Operand,
  shape: S,
  options: { readonly dtype?: DType } = {},
): NDArray<DType, Rank<S>> {
  checkOptions('fromfunction', options, fromfunctionNames);
  checkFunction('fromfunction', 'f', f);
  const lengths = checkShape('fromfunction', shape);
  const grid = indices(lengths, { dtype: options.dtype ?? 'float64' });
  const made = f(...([...grid] as NDArray[]));
  if (isScalar(made)) return full(lengths, made) as never;
  return toArray('fromfunction', made) as never;
}

/** Options of `fromiter`. */
export interface IterOptions<D extends DType> {
  /** The dtype of the elements. float64. */
  readonly dtype?: D;
  /** How many elements to take; -1, all. -1. */
  readonly count?: number;
}

const fromiterNames: OptionNames<IterOptions<DType>> = { dtype: true, count: true };

/**
 * A vector of what an iterable gives.
 *
 * @throws ArgumentError for an element that does not fit the dtype, or fewer elements than `count`; DTypeError.
 * @example
 * fromiter(new Set([3, 1]), { dtype: 'int32' }).toArray(); // [3, 1]
 * @see numpy.fromiter
 */
export function fromiter<D extends DType = 'float64'>(
  iterable: Iterable<Scalar>,
  options: IterOptions<D> = {},
): NDArray<D, [number]> {
  checkOptions('fromiter', options, fromiterNames);
  const dtype = checkDType('fromiter', options.dtype ?? 'float64');
  const { count = -1 } = options;
  if (!Number.isSafeInteger(count)) {
    throw new ArgumentError(`count is ${String(count)}; needs an integer`, {
      operation: 'fromiter',
      argument: 'count',
      got: count,
    });
  }
  const values: Scalar[] = [];
  if (typeof iterable !== 'object' || iterable === null || !(Symbol.iterator in iterable)) {
    throw new ArgumentError(`iterable is ${describe(iterable)}; needs something to iterate over`, {
      operation: 'fromiter',
      argument: 'iterable',
      got: iterable,
      needs: 'an iterable',
    });
  }
  if (count !== 0) {
    for (const value of iterable) {
      values.push(value);
      if (values.length === count) break;
    }
  }
  if (values.length < count) {
    throw new ArgumentError(`count is ${count}, the iterable has ${values.length} elements`, {
      operation: 'fromiter',
      argument: 'count',
      got: count,
      needs: `at most ${values.length}`,
    });
  }
  const result = newArray('fromiter', dtype, [values.length]);
  const { slots } = dtypeInfo(dtype);
  values.forEach((value, i) => {
    writeElement('fromiter', dtype, storage(result), i * slots, value, 'iterable');
  });
  return result as unknown as NDArray<D, [number]>;
}

/** Options of `fromstring`. */
export interface FromstringOptions<D extends DType> extends IterOptions<D> {
  /** What stands between the numbers; blanks around it do not matter, and a blank is any white space. ' '. */
  readonly sep?: string;
}

const fromstringNames: OptionNames<FromstringOptions<DType>> = { sep: true, dtype: true, count: true };

/**
 * A vector of the numbers in a text.
 *
 * Integer dtypes read whole numbers, bool what is not zero; nothing gives shape (0,). Reads 'nan' and 'inf'.
 *
 * @throws ArgumentError where the text is no number, or a number does not fit the dtype; DTypeError for complex dtypes.
 * @example
 * fromstring('1, 2, 3', { sep: ',' }).toArray(); // [1, 2, 3]
 * @see numpy.fromstring
 */
export function fromstring<D extends DType = 'float64'>(
  text: string,
  options: FromstringOptions<D> = {},
): NDArray<D, [number]> {
  checkOptions('fromstring', options, fromstringNames);
  if (typeof text !== 'string') {
    throw new ArgumentError(`text is ${describe(text)}; needs a string`, {
      operation: 'fromstring',
      argument: 'text',
      got: text,
      needs: 'a string',
    });
  }
  const { sep = ' ', count = -1 } = options;
  const dtype = (options.dtype ?? 'float64') as D;
  const mark = sep.trim();
  const pieces = mark === '' ? text.trim().split(/\s+/) : text.split(mark).map((piece) => piece.trim());
  // Nothing at all, or nothing behind the last separator, is no number.
  if (pieces[pieces.length - 1] === '') pieces.pop();
  const wanted = count < 0 ? pieces : pieces.slice(0, count);
  return fromiter(
    wanted.map((piece) => numberIn(piece, dtype)),
    { dtype, count },
  );
}

const INTEGER = /^[+-]?\d+$/;

function numberIn(piece: string, dtype: DType): Scalar {
  const { kind } = dtypeInfo(checkDType('fromstring', dtype));
  if ((kind === 'i' || kind === 'u') && INTEGER.test(piece)) return BigInt(piece.replace('+', ''));
  const word = /^([+-]?)(nan|inf|infinity)$/i.exec(piece);
  const value =
    word === null ? Number(piece) : (word[1] === '-' ? -1 : 1) * (/nan/i.test(word[2]) ? NaN : Infinity);
  const isNumber = piece !== '' && (word !== null || !Number.isNaN(value)) && !/^[+-]?0[xob]/i.test(piece);
  if (isNumber && kind !== 'i' && kind !== 'u') return value;
  const needs = kind === 'i' || kind === 'u' ? 'integers' : 'numbers';
  throw new ArgumentError(`text has ${JSON.stringify(piece)}; needs ${needs} between separators`, {
    operation: 'fromstring',
    argument: 'text',
    got: piece,
    needs,
  });
}
