/**
 * What medians and quantiles share: the reduced axes as one lane for each result, and the elements of sorted lanes as
 * numbers.
 */
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { fromFloat16, toFloat16 } from '../core/float16.js';
import { type NDArray, storage } from '../core/ndarray.js';
import { type Shape, sizeOf } from '../core/shape.js';
import { isComplexNaN } from './complex-order.js';
import { elementsOf, type Lanes, lanesOf } from './lanes.js';
import { type AxisOptions, reducedAxes } from './reduction.js';
import { checkOut, layoutOf } from './result.js';

/** A lane for each result, and the shape of the results. */
export interface Reduced {
  readonly lanes: Lanes;
  readonly kept: Shape;
  readonly keptDims: Shape;
}

/** The reduced axes as one: where it lies, when there is only one, else as the last. */
export function toLanes(operation: string, x: NDArray, axis: AxisOptions['axis']): Reduced {
  const reduced = reducedAxes(operation, axis, x.ndim);
  const axes = x.shape.map((_, i) => i);
  const outer = axes.filter((i) => !reduced[i]);
  const inner = axes.filter((i) => reduced[i]);
  const kept = outer.map((i) => x.shape[i]);
  const keptDims = x.shape.map((n, i) => (reduced[i] ? 1 : n));
  if (inner.length === 1) return { lanes: lanesOf(operation, x, inner[0]), kept, keptDims };
  const order = [...outer, ...inner];
  const moved = order.every((i, at) => i === at) ? x : (x.transpose(order) as NDArray);
  const data = elementsOf(operation, moved);
  const length = sizeOf(inner.map((i) => x.shape[i]));
  const count = sizeOf(kept);
  const lanes = { dtype: x.dtype, shape: [count, length], outer: count, length, inner: 1, data };
  return { lanes, kept, keptDims };
}

/** A reader of real elements as numbers, by their place in the storage. */
export function numbersOf(x: NDArray): (at: number) => number {
  const data = storage(x) as Float64Array;
  if (x.dtype === 'float16') return (at) => fromFloat16(data[at]);
  if (dtypeInfo(x.dtype).itemsize === 8 && x.dtype !== 'float64') return (at) => Number(data[at]);
  return (at) => data[at];
}

export type Round = (x: number) => number;

export function rounding(dtype: DType): Round {
  if (dtype === 'float32') return Math.fround;
  if (dtype === 'float16') return (x) => fromFloat16(toFloat16(x));
  return (x) => x;
}

/** Gives the results their shape, and puts them into `out` where there is one. */
export function deliver(operation: string, result: NDArray, shape: Shape, out: NDArray | undefined): NDArray {
  const shaped = result.reshape(shape) as NDArray;
  if (out === undefined) return shaped;
  checkOut(operation, out, shaped.dtype, shape);
  copyElements(layoutOf(out), layoutOf(shaped));
  return out;
}

/** How many elements of a sorted lane are no NaN. */
export function countNumbers(
  isNaNAt: (at: number) => boolean,
  first: number,
  length: number,
  step: number,
): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isNaNAt(first + middle * step)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function nanTest(sorted: NDArray): (at: number) => boolean {
  if (dtypeInfo(sorted.dtype).kind === 'c') {
    const parts = storage(sorted) as Float64Array;
    return (at) => isComplexNaN(parts, at);
  }
  const read = numbersOf(sorted);
  return (at) => Number.isNaN(read(at));
}
