/** Quantiles of weighted elements, by the one method that knows weights: 'inverted_cdf'. */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import { toFloat16 } from '../core/float16.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { formatShape, type Shape } from '../core/shape.js';
import { eachLane, positionsOf } from './lanes.js';
import type { MedianOptions } from './median.js';
import { nanTest, type Reduced, toLanes } from './order-statistics.js';
import type { QuantileMethod } from './quantile-methods.js';
import { castTo, reducedAxes } from './reduction.js';
import { sameShape } from './result.js';
import { orderOfLanes } from './sorting.js';
import { type Operand, toArray } from './ufunc.js';

/** Options of quantiles and percentiles. */
export interface QuantileOptions extends MedianOptions {
  /** What lies between two elements; 'linear' by default. */
  readonly method?: QuantileMethod;
  /** What each element counts, for the method 'inverted_cdf': of the shape of `x`, or of the one reduced axis. */
  readonly weights?: Operand;
}

/** The shares that are asked for, and what they do to the result's dtype. */
export interface Shares {
  readonly values: readonly number[];
  readonly shape: Shape;
  /** The dtype of the shares, or null for a JavaScript number, which takes the array's. */
  readonly dtype: DType | null;
}

/** Weights as numbers beside the lanes' elements. @throws as `quantile` for weights that are none. */
function checkWeights(
  operation: string,
  a: NDArray,
  weights: Operand,
  options: QuantileOptions,
): Float64Array {
  const refuse = (why: string): ArgumentError =>
    new ArgumentError(`weights ${why}`, { operation, argument: 'weights', got: weights });
  if (options.method !== 'inverted_cdf') throw refuse("work with the method 'inverted_cdf' alone");
  let given = toArray(operation, weights);
  if (dtypeInfo(given.dtype).kind === 'c') throw refuse(`are ${given.dtype}; needs real numbers`);
  if (!sameShape(given.shape, a.shape)) {
    const reduced = reducedAxes(operation, options.axis, a.ndim);
    const along = a.shape.filter((_, i) => reduced[i]);
    const { axis } = options;
    if (axis === undefined || axis === null || !sameShape(given.shape, along)) {
      throw new ShapeError(
        `weights have shape ${formatShape(given.shape)}, the array ${formatShape(a.shape)}`,
        {
          operation,
          argument: 'weights',
          got: given.shape,
          needs: 'the shape of the array, or of its reduced axes',
        },
      );
    }
    let at = 0;
    given = given
      .reshape(a.shape.map((_, i) => (reduced[i] ? given.shape[at++] : 1)))
      .broadcastTo(a.shape) as NDArray;
  }
  const { lanes } = toLanes(operation, castTo(operation, given, 'float64'), options.axis);
  const numbers = lanes.data as Float64Array;
  for (const weight of numbers) if (weight < 0) throw refuse(`has ${weight}; needs none below 0`);
  return numbers;
}

/** Quantiles of the weighted distribution: the first element whose cumulated share reaches the wanted one. */
export function weightedQuantiles(
  operation: string,
  a: NDArray,
  { lanes }: Reduced,
  shares: Shares,
  options: QuantileOptions,
  skipNaN: boolean,
): NDArray {
  const weights = checkWeights(operation, a, options.weights!, options);
  const { length, inner } = lanes;
  const results = lanes.outer * inner;
  const order = positionsOf(orderOfLanes(operation, lanes));
  const data = lanes.data as Float64Array;
  const isNaNAt = nanTest(new NDArray({ data, dtype: a.dtype, shape: [a.size], strides: [a.itemsize] }));
  const result = newArray(operation, a.dtype, [shares.values.length * results]) as unknown as NDArray;
  const out = storage(result) as Float64Array;
  const nan = a.dtype === 'float16' ? toFloat16(NaN) : NaN;
  let lane = 0;
  eachLane(lanes, (first) => {
    const at = (i: number): number => first + order[2 * (first + i * inner)] * inner;
    let count = length;
    if (dtypeInfo(a.dtype).kind === 'f') while (count > 0 && isNaNAt(at(count - 1))) count--;
    const isNaNLane = count === 0 || (!skipNaN && count < length);
    const cumulated = cumulate(operation, count, (i) => weights[at(i)], isNaNLane);
    shares.values.forEach((share, i) => {
      if (isNaNLane) {
        out[i * results + lane] = nan;
        return;
      }
      let place = cumulated.findIndex((sum) => sum >= share);
      if (place < 0) place = count - 1;
      out[i * results + lane] = data[at(place)];
    });
    lane++;
  });
  return result;
}

/** The cumulated weights as shares of their sum; -1 before the first weight that counts. */
function cumulate(
  operation: string,
  count: number,
  weight: (i: number) => number,
  unused: boolean,
): Float64Array {
  const sums = new Float64Array(unused ? 0 : count);
  let sum = 0;
  for (let i = 0; i < sums.length; i++) {
    sum += weight(i);
    sums[i] = sum;
  }
  for (let i = 0; i < sums.length; i++) sums[i] /= sum;
  if (sums.length > 0 && Number.isNaN(sums[sums.length - 1])) {
    throw new ArgumentError('weights have NaN, an infinity, or are all 0', {
      operation,
      argument: 'weights',
    });
  }
  for (let i = 0; i < sums.length; i++) if (sums[i] === 0) sums[i] = -1;
  return sums;
}
