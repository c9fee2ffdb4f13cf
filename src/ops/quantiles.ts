/**
 * Quantiles and percentiles over axes, with or without NaN.
 *
 * Policy: a lane is partitioned around the positions that matter; without NaN the last element is one of them, because
 * NaN, which makes the result NaN, goes there. Values are combined in the result's dtype, rounding after each operation
 * as NumPy does.
 */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { toFloat16 } from '../core/float16.js';
import { foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import type { Shape } from '../core/shape.js';
import { eachLane, elementsOf } from './lanes.js';
import { countNumbers, deliver, nanTest, numbersOf, rounding, toLanes } from './order-statistics.js';
import {
  interpolates,
  type Place,
  placeOf,
  type QuantileMethod,
  quantileMethods,
} from './quantile-methods.js';
import { castTo } from './reduction.js';
import { selectedInLanes, sortedLanes } from './sorting.js';
import { type Operand, toArray } from './ufunc.js';
import { type QuantileOptions, type Shares, weightedQuantiles } from './weighted-quantiles.js';

export type { QuantileMethod } from './quantile-methods.js';
export type { QuantileOptions } from './weighted-quantiles.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

function checkShares(operation: string, q: Operand, scale: number): Shares {
  const given = toArray(operation, q);
  if (given.ndim > 2) {
    throw new ShapeError(`q has ${given.ndim} dimensions; needs at most two`, {
      operation,
      argument: 'q',
      got: given.shape,
    });
  }
  const { kind } = dtypeInfo(given.dtype);
  if (kind === 'c') {
    throw new DTypeError(`q is ${given.dtype}; needs real numbers`, {
      operation,
      argument: 'q',
      got: given.dtype,
    });
  }
  const dtype = kind === 'f' ? given.dtype : 'float64';
  const round = rounding(dtype);
  const numbers = elementsOf(operation, castTo(operation, given, 'float64')) as Float64Array;
  const values = Array.from(numbers, (value) => round(value / scale));
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= 0 && values[i] <= 1) continue;
    throw new ArgumentError(`q is ${numbers[i]}; needs numbers in [0, ${scale}]`, {
      operation,
      argument: 'q',
      got: numbers[i],
      needs: `numbers in [0, ${scale}]`,
    });
  }
  return { values, shape: given.shape, dtype: typeof q === 'number' ? null : dtype };
}

function checkMethod(operation: string, method: unknown): QuantileMethod {
  if (typeof method === 'string' && Object.hasOwn(quantileMethods, method)) return method as QuantileMethod;
  const needs = Object.keys(quantileMethods).join(', ');
  throw new ArgumentError(`method is ${String(method)}; needs one of ${needs}`, {
    operation,
    argument: 'method',
    got: method,
    needs,
  });
}

function checkQuantileInput(operation: string, a: NDArray, method: QuantileMethod): void {
  const { kind } = dtypeInfo(a.dtype);
  if (kind === 'c' || (kind === 'b' && interpolates(method))) {
    const needs = kind === 'c' ? 'real numbers' : 'numbers, or a method that does not interpolate';
    throw new DTypeError(`x is ${a.dtype}; needs ${needs}`, {
      operation,
      argument: 'x',
      got: a.dtype,
      needs,
    });
  }
}

/** The dtype of quantiles: the array's, unless there is something between two elements. */
function quantileDType(a: NDArray, method: QuantileMethod, shares: Shares): DType {
  if (!interpolates(method)) return a.dtype;
  if (dtypeInfo(a.dtype).kind !== 'f') return 'float64';
  return shares.dtype === null ? a.dtype : promoted(a.dtype, shares.dtype);
}

/** Between two elements, from the nearer one, as NumPy's `_lerp` does. */
function lerpReader(sorted: NDArray, step: number, dtype: DType): (first: number, place: Place) => number {
  const read = numbersOf(sorted);
  const round = rounding(dtype);
  const own = rounding(sorted.dtype);
  const wide = storage(sorted) as unknown as BigInt64Array;
  const isWide = sorted.dtype === 'int64' || sorted.dtype === 'uint64';
  return (first, { before, after, fraction }) => {
    const a = read(first + before * step);
    const b = read(first + after * step);
    // The difference of 64-bit integers is exact as such.
    const apart = isWide ? Number(wide[first + after * step] - wide[first + before * step]) : own(b - a);
    const t = round(fraction);
    if (t >= 0.5) return round(b - round(apart * round(1 - t)));
    return round(a + round(apart * t));
  };
}

/** Copies elements or writes numbers, as the dtypes of both sides want it. */
function quantileWriter(sorted: NDArray, step: number, result: NDArray, method: QuantileMethod) {
  const out = storage(result) as Float64Array;
  if (!interpolates(method)) {
    const data = storage(sorted) as Float64Array;
    return (at: number, first: number, place: Place): void => {
      out[at] = data[first + place.before * step];
    };
  }
  const lerp = lerpReader(sorted, step, result.dtype);
  const isHalf = result.dtype === 'float16';
  return (at: number, first: number, place: Place): void => {
    const value = lerp(first, place);
    out[at] = isHalf ? toFloat16(value) : value;
  };
}

function quantilesOver(
  operation: string,
  x: Operand,
  q: Operand,
  options: QuantileOptions,
  scale: number,
  skipNaN: boolean,
): NDArray {
  const a = toArray(operation, x);
  const shares = checkShares(operation, q, scale);
  const method = checkMethod(operation, options.method ?? 'linear');
  checkQuantileInput(operation, a, method);
  const reduced = toLanes(operation, a, options.axis);
  const { lanes, kept, keptDims } = reduced;
  const { length, inner } = lanes;
  const results = lanes.outer * inner;
  const isFloat = dtypeInfo(a.dtype).kind === 'f';
  if (length === 0 && results > 0 && !(skipNaN && isFloat)) {
    throw new ArgumentError('the array has no elements along the axes; needs at least one', {
      operation,
      argument: 'x',
      got: a.shape,
    });
  }
  const shape = [...shares.shape, ...(options.keepdims ? keptDims : kept)];
  if (options.weights !== undefined && options.weights !== null) {
    const result = weightedQuantiles(operation, a, reduced, shares, options, skipNaN);
    return deliver(operation, result, shape, options.out);
  }
  const dtype = quantileDType(a, method, shares);
  const count = shares.values.length;
  const result = newArray(operation, dtype, [count * results]) as unknown as NDArray;
  const skips = skipNaN && isFloat;
  const places = length === 0 ? [] : shares.values.map((share) => placeOf(method, length, share));
  const wanted = new Set(places.flatMap(({ before, after }) => [before, after]));
  if (isFloat) wanted.add(length - 1);
  const kths = skips || length === 0 ? null : Float64Array.from(wanted).sort();
  const sorted = kths === null ? sortedLanes(operation, lanes) : selectedInLanes(operation, lanes, kths);
  const isNaNAt = nanTest(sorted);
  const write = quantileWriter(sorted, inner, result, method);
  const empty = { before: length - 1, after: length - 1, fraction: 0 };
  let lane = 0;
  eachLane(lanes, (first) => {
    const numbers = skips ? countNumbers(isNaNAt, first, length, inner) : length;
    const hasNaN = isFloat && !skips && isNaNAt(first + (length - 1) * inner);
    for (let i = 0; i < count; i++) {
      const place =
        numbers === 0 || hasNaN
          ? empty
          : numbers === length
            ? places[i]
            : placeOf(method, numbers, shares.values[i]);
      write(i * results + lane, first, place);
    }
    lane++;
  });
  if (length === 0) fillNaN(result);
  return deliver(operation, result, shape, options.out);
}

function fillNaN(x: NDArray): void {
  (storage(x) as Float64Array).fill(x.dtype === 'float16' ? toFloat16(NaN) : NaN);
}

/** The dtype of quantiles, as far as it is known without the method. */
type QuantileOf<X> = Made<X, DTypeOf<X> extends 'float64' ? 'float64' : DType, Shape>;

const quantileNames: OptionNames<QuantileOptions> = {
  axis: true,
  method: true,
  weights: true,
  out: true,
  keepdims: true,
};

/**
 * Quantiles over axes: for each share `q`, the value below which that share of the elements lies.
 *
 * Integers → float64, or with a method that does not interpolate their own dtype; floats keep their dtype beside a
 * JavaScript number, and promote with the dtype of an array or list of shares. NaN gives NaN.
 *
 * @param q a share in [0, 1], or an array of them, whose shape comes first in the result's.
 * @throws ArgumentError for a share out of range, an unknown method, weights that are negative, all 0 or not with
 * 'inverted_cdf', and no elements; DTypeError for complex numbers, and bools to interpolate; AxisError for an axis out
 * of bounds or named twice; ShapeError for weights or an `out` that do not fit.
 * @example
 * quantile([1, 2, 3, 4], 0.5).item(); // 2.5
 * quantile([1, 2, 3, 4], [0.25, 0.75], { method: 'nearest' }).toArray(); // [2, 3]
 * @see numpy.quantile
 */
export function quantile<X extends Operand>(x: X, q: Operand, options: QuantileOptions = {}): QuantileOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('quantile', [x, q, options]) as never;
  checkOptions('quantile', options, quantileNames);
  return quantilesOver('quantile', x, q, options, 1, false) as never;
}

/**
 * Percentiles over axes: quantiles whose shares are counted in hundredths.
 *
 * Dtypes and NaN as for `quantile`.
 *
 * @param q a percentage in [0, 100], or an array of them, whose shape comes first in the result's.
 * @throws as `quantile`.
 * @example
 * percentile([1, 2, 3, 4], 50).item(); // 2.5
 * @see numpy.percentile
 */
export function percentile<X extends Operand>(
  x: X,
  q: Operand,
  options: QuantileOptions = {},
): QuantileOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('percentile', [x, q, options]) as never;
  checkOptions('percentile', options, quantileNames);
  return quantilesOver('percentile', x, q, options, 100, false) as never;
}

/**
 * Quantiles over axes of the elements that are no NaN.
 *
 * Dtypes as for `quantile`. NaN is left out; where nothing is left, the result is NaN.
 *
 * @param q a share in [0, 1], or an array of them, whose shape comes first in the result's.
 * @throws as `quantile`, except for no elements.
 * @example
 * nanquantile([1, NaN, 3], 0.5).item(); // 2
 * @see numpy.nanquantile
 */
export function nanquantile<X extends Operand>(
  x: X,
  q: Operand,
  options: QuantileOptions = {},
): QuantileOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('nanquantile', [x, q, options]) as never;
  checkOptions('nanquantile', options, quantileNames);
  return quantilesOver('nanquantile', x, q, options, 1, true) as never;
}

/**
 * Percentiles over axes of the elements that are no NaN.
 *
 * Dtypes as for `quantile`. NaN is left out; where nothing is left, the result is NaN.
 *
 * @param q a percentage in [0, 100], or an array of them, whose shape comes first in the result's.
 * @throws as `quantile`, except for no elements.
 * @example
 * nanpercentile([1, NaN, 3], 50).item(); // 2
 * @see numpy.nanpercentile
 */
export function nanpercentile<X extends Operand>(
  x: X,
  q: Operand,
  options: QuantileOptions = {},
): QuantileOf<X> {
  if (isForeign(x)) return x[foreignSymbol]('nanpercentile', [x, q, options]) as never;
  checkOptions('nanpercentile', options, quantileNames);
  return quantilesOver('nanpercentile', x, q, options, 100, true) as never;
}
