/**
 * Medians over axes, with or without NaN.
 *
 * Policy: a lane is partitioned around its middle; its last element is asked for too, because NaN, which makes the
 * median NaN, goes there.
 */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { toFloat16 } from '../core/float16.js';
import { foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import type { Shape } from '../core/shape.js';
import { eachLane } from './lanes.js';
import { countNumbers, deliver, nanTest, numbersOf, rounding, toLanes } from './order-statistics.js';
import type { AxisOptions } from './reduction.js';
import { selectedInLanes, sortedLanes } from './sorting.js';
import type { Divided } from './types.js';
import { type Operand, toArray } from './ufunc.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

/** Options of `median` and `nanmedian`. */
export interface MedianOptions extends AxisOptions {
  /** Where the result goes. */
  readonly out?: NDArray;
}

const medianNames: OptionNames<MedianOptions> = { axis: true, keepdims: true, out: true };

function medianOver(operation: string, x: Operand, options: MedianOptions, skipNaN: boolean): NDArray {
  checkOptions(operation, options, medianNames);
  const a = toArray(operation, x);
  const { lanes, kept, keptDims } = toLanes(operation, a, options.axis);
  const { length, inner } = lanes;
  const middle = length >> 1;
  const { kind } = dtypeInfo(a.dtype);
  const isFloating = kind === 'f' || kind === 'c';
  const kths =
    length === 0 || (skipNaN && isFloating)
      ? null
      : Float64Array.of((length - 1) >> 1, middle, ...(isFloating ? [length - 1] : []));
  const sorted = kths === null ? sortedLanes(operation, lanes) : selectedInLanes(operation, lanes, kths);
  const isNaNAt = nanTest(sorted);
  const dtype = isFloating ? a.dtype : 'float64';
  const result = newArray(operation, dtype, [lanes.outer * inner]) as unknown as NDArray;
  const write = medianWriter(sorted, result);
  let lane = 0;
  eachLane(lanes, (first) => {
    const last = first + (length - 1) * inner;
    const count = skipNaN && isFloating ? countNumbers(isNaNAt, first, length, inner) : length;
    // NaN stands for an empty median, and is already at the end of a lane that has one.
    if (count === 0) write(lane, -1, -1);
    else if (isFloating && !skipNaN && isNaNAt(last)) write(lane, last, last);
    else write(lane, first + ((count - 1) >> 1) * inner, first + (count >> 1) * inner);
    lane++;
  });
  return deliver(operation, result, options.keepdims ? keptDims : kept, options.out);
}

/** Writes the mean of elements i and j, which may be one; NaN when there is none. */
function medianWriter(sorted: NDArray, result: NDArray): (lane: number, i: number, j: number) => void {
  const out = storage(result) as Float64Array;
  if (dtypeInfo(sorted.dtype).kind === 'c') {
    const parts = storage(sorted) as Float64Array;
    return (lane, i, j) => {
      for (const part of [0, 1]) {
        const value = i === j ? parts[2 * i + part] : (parts[2 * i + part] + parts[2 * j + part]) / 2;
        out[2 * lane + part] = i < 0 ? NaN : value;
      }
    };
  }
  const read = numbersOf(sorted);
  const isHalf = result.dtype === 'float16';
  const round = isHalf ? Math.fround : rounding(result.dtype);
  return (lane, i, j) => {
    const value = i < 0 ? NaN : i === j ? read(i) : round(round(read(i) + read(j)) / 2);
    out[lane] = isHalf ? toFloat16(value) : value;
  };
}

/**
 * Medians over axes: the middle element in order, or the mean of the middle two.
 *
 * Bools and integers → float64; floats and complex keep their dtype. NaN gives NaN, and so does an empty median.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * median([3, 1, 2, 10]).item(); // 2.5
 * @see numpy.median
 */
export function median<X extends Operand>(
  x: X,
  options: MedianOptions = {},
): Made<X, Divided<DTypeOf<X>>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('median', [x, options]) as never;
  return medianOver('median', x, options, false) as never;
}

/**
 * Medians over axes of the elements that are no NaN.
 *
 * Dtypes as for `median`. NaN is left out; where nothing is left, the result is NaN.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nanmedian([1, NaN, 3]).item(); // 2
 * @see numpy.nanmedian
 */
export function nanmedian<X extends Operand>(
  x: X,
  options: MedianOptions = {},
): Made<X, Divided<DTypeOf<X>>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('nanmedian', [x, options]) as never;
  return medianOver('nanmedian', x, options, true) as never;
}
