/** Index arrays as places along an axis. */
import { dtypeInfo } from '../core/dtype.js';
import { ArgumentError, IndexError } from '../core/errors.js';
import { checkIndex } from '../core/indexing.js';
import { NDArray, storage } from '../core/ndarray.js';
import type { ArrayLike } from '../core/types.js';
import { asarray } from './asarray.js';
import { castTo } from './reduction.js';

/** What becomes of an index out of bounds: an error, counting on round the end, or the nearest place. */
export type IndexMode = 'raise' | 'wrap' | 'clip';

/** Integers given as an array or as lists of JavaScript numbers. @throws IndexError for anything else. */
export function readIndices(operation: string, indices: ArrayLike): NDArray {
  const read = asarray(indices) as NDArray;
  const { kind } = dtypeInfo(read.dtype);
  if (kind === 'i' || kind === 'u') return read;
  if (read.size === 0 && Array.isArray(indices)) return castTo(operation, read, 'int32');
  const listed = Array.isArray(indices) || typeof indices === 'number';
  if (listed && kind === 'f' && numbersOf(read).every(Number.isSafeInteger))
    return castTo(operation, read, 'int64');
  throw new IndexError(`indices has dtype ${read.dtype}; needs integers`, {
    operation,
    argument: 'indices',
    got: read.dtype,
    needs: 'integers',
  });
}

/** The elements in C order as float64. */
export function numbersOf(x: NDArray): Float64Array {
  return storage(castTo('take', x, 'float64')) as unknown as Float64Array;
}

/** Places along an axis, counted from the front. */
export type Places = Int32Array | Float64Array;

/** Places along an axis, counted from the front, in C order: by the mode, or checked. */
export function placesIn(operation: string, indices: NDArray, length: number, mode: IndexMode): Places {
  if (mode !== 'raise' && mode !== 'wrap' && mode !== 'clip') {
    throw new ArgumentError(`mode is ${String(mode)}; needs raise, wrap or clip`, {
      operation,
      argument: 'mode',
      got: mode,
      needs: 'raise, wrap or clip',
    });
  }
  const numbers = numbersOf(indices);
  // Elements are reached faster by integers than by doubles.
  const places = length <= 2 ** 31 ? new Int32Array(numbers.length) : numbers;
  if (mode !== 'raise' && length === 0 && places.length > 0) {
    throw new IndexError('the array has no elements to take', { operation, argument: 'indices' });
  }
  for (let i = 0; i < places.length; i++) {
    const place = numbers[i];
    if (mode === 'clip') places[i] = Math.max(0, Math.min(length - 1, place));
    else if (mode === 'wrap') places[i] = place - length * Math.floor(place / length);
    else places[i] = place >= 0 && place < length ? place : checkIndex(operation, place, length, 0);
  }
  return places;
}

/** An index array over places. */
export function placesArray(data: Places): NDArray {
  const shape = [data.length];
  if (data instanceof Int32Array) return new NDArray({ data, dtype: 'int32', shape, strides: [4] });
  return castTo('take', new NDArray({ data, dtype: 'float64', shape, strides: [8] }), 'int64');
}
