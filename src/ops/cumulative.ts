/** Running sums and products along an axis, and the loop that a ufunc's `accumulate` runs on. */

import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, newArray, storage, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted } from '../core/promotion.js';
import { normalizeAxis, type Shape } from '../core/shape.js';
import { kernelCode, loopDType, loopResult } from '../kernels/element-kind.js';
import { accumulate } from '../kernels/js/along.js';
import { backend } from '../kernels/select.js';
import { kernelReduction } from '../kernels/table.gen.js';
import { type Plan, planLayout, withLastAxis } from './plan.js';
import { castTo, finish } from './reduction.js';
import type { Widened } from './reductions.js';
import type { DTypeOf } from './types.js';
import { type Operand, toArray } from './ufunc.js';

/** Options of the running sums and products. */
export interface CumulativeOptions {
  /** The axis to run along; may be left out for an array of one axis (`cumsum` and `cumprod` then take all elements). */
  readonly axis?: number | null;
  /** The dtype to compute in and to give. */
  readonly dtype?: DType;
  /** Where the result goes. */
  readonly out?: NDArray;
}

/** Options of the Array API's running sums and products. */
export interface CumulativeOptionsWithInitial extends CumulativeOptions {
  /** Begins each run with the sum (product) of nothing, so that it is one longer. */
  readonly includeInitial?: boolean;
}

const runningNames: OptionNames<CumulativeOptions> = { axis: true, dtype: true, out: true };
const runningNamesWithInitial: OptionNames<CumulativeOptionsWithInitial> = {
  ...runningNames,
  includeInitial: true,
};

interface Cumulative<Options> {
  <T extends DType>(x: Operand, options: Options & { readonly dtype: T }): NDArray<T>;
  <X extends Operand>(x: X, options?: Options): Made<X, Widened<DTypeOf<X>>, Shape>;
}

/** The reductions whose running results there are loops for. */
export type RunningName = 'sum' | 'prod' | 'min' | 'max';

/**
 * Sums of the elements up to each one, along an axis.
 *
 * Bools and signed integers → int64, unsigned → uint64, wrapping around; floats and complex keep their dtype, float16
 * adding up in float32. The shape stays, or is one longer along the axis with `includeInitial`. Elements are added in order,
 * so NaN makes everything after it NaN.
 *
 * @throws AxisError for an axis out of bounds; ArgumentError without an axis for an array of several;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * cumulativeSum([1, 2, 3]).toArray(); // [1, 3, 6]
 * cumulativeSum([1, 2, 3], { includeInitial: true }).toArray(); // [0, 1, 3, 6]
 * @see numpy.cumulative_sum
 */
export const cumulativeSum: Cumulative<CumulativeOptionsWithInitial> = (
  x: Operand,
  options: CumulativeOptionsWithInitial = {},
) => cumulative('cumulativeSum', 'sum', x, options) as never;

/**
 * Products of the elements up to each one, along an axis.
 *
 * Dtypes and shapes as for `cumulativeSum`.
 *
 * @throws AxisError for an axis out of bounds; ArgumentError without an axis for an array of several;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * cumulativeProd([[1, 2], [3, 4]], { axis: 1 }).toArray(); // [[1, 2], [3, 12]]
 * @see numpy.cumulative_prod
 */
export const cumulativeProd: Cumulative<CumulativeOptionsWithInitial> = (
  x: Operand,
  options: CumulativeOptionsWithInitial = {},
) => cumulative('cumulativeProd', 'prod', x, options) as never;

/**
 * Running sums along an axis, or over all elements in C order without one.
 *
 * Dtypes as for `cumulativeSum`. The shape stays; without an axis it is that of the flattened array.
 *
 * @throws AxisError for an axis out of bounds; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * cumsum([[1, 2], [3, 4]]).toArray(); // [1, 3, 6, 10]
 * cumsum([[1, 2], [3, 4]], { axis: 0 }).toArray(); // [[1, 2], [4, 6]]
 * @see numpy.cumsum
 */
export const cumsum: Cumulative<CumulativeOptions> = (x: Operand, options: CumulativeOptions = {}) =>
  runOver('cumsum', 'sum', x, options) as never;

/**
 * Running products along an axis, or over all elements in C order without one.
 *
 * Dtypes as for `cumulativeSum`. The shape stays; without an axis it is that of the flattened array.
 *
 * @throws AxisError for an axis out of bounds; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * cumprod([1, 2, 3, 4]).toArray(); // [1, 2, 6, 24]
 * @see numpy.cumprod
 */
export const cumprod: Cumulative<CumulativeOptions> = (x: Operand, options: CumulativeOptions = {}) =>
  runOver('cumprod', 'prod', x, options) as never;

function runOver(operation: string, name: 'sum' | 'prod', x: Operand, options: CumulativeOptions): NDArray {
  if (isForeign(x)) return x[foreignSymbol](operation, [x, options]) as never;
  checkOptions(operation, options, runningNames);
  const a = toArray(operation, x);
  const flat = options.axis === undefined || options.axis === null;
  if (!flat || a.ndim === 1) return cumulative(operation, name, a, options);
  return cumulative(operation, name, a.ravel(), { ...options, axis: 0 });
}

function cumulative(
  operation: string,
  name: 'sum' | 'prod',
  x: Operand,
  options: CumulativeOptionsWithInitial,
): NDArray {
  const { axis, dtype, out, includeInitial = false } = options;
  if (isForeign(x)) return x[foreignSymbol](operation, [x, { axis, dtype, out, includeInitial }]) as never;
  checkOptions(operation, options, runningNamesWithInitial);
  const a = toArray(operation, x);
  if ((axis === undefined || axis === null) && a.ndim !== 1) {
    throw new ArgumentError(`the array has ${a.ndim} axes; needs the axis to run along`, {
      operation,
      argument: 'axis',
      got: axis,
      needs: 'an axis',
    });
  }
  const along = normalizeAxis(operation, axis ?? 0, a.ndim);
  const result = checkDType(operation, dtype ?? loopResult(name, a.dtype));
  const running = includeInitial
    ? withInitial(operation, name, a, along, result)
    : runningResults(operation, name, a, along, result);
  if (running.dtype === result && out === undefined) return running;
  const none = running.shape.map(() => false);
  return finish(operation, running, none, result, { out });
}

/** The running results after a first element that is what nothing adds up (multiplies) to. */
function withInitial(
  operation: string,
  name: 'sum' | 'prod',
  a: NDArray,
  axis: number,
  result: DType,
): NDArray {
  const work = workDType(name, result);
  const shape = a.shape.map((length, at) => (at === axis ? length + 1 : length));
  const all = newArray(operation, work, shape);
  const { slots, itemsize, kind } = dtypeInfo(work);
  if (name === 'prod') {
    const data = storage(all) as Float64Array;
    const one = (itemsize === 8 && kind !== 'f' && kind !== 'c' ? 1n : 1) as number;
    for (let slot = 0; slot < data.length; slot += slots) data[slot] = one;
  }
  const rest = viewOf(all, a.shape, all.strides, all.strides[axis]);
  runInto(operation, name, rest, a, axis, result);
  return all;
}

/** The dtype that results run in: float16 in float32, narrow integers as wide as the loops make them. */
function workDType(name: RunningName, result: DType): DType {
  return loopResult(name, loopDType(name, result)!);
}

/**
 * What the elements of `a` up to each one come to along `axis`: the sum and product in `dtype`, which may be narrower
 * than the result's; minimum and maximum in the dtype of `a`. The result's dtype is the one the loops write.
 */
export function runningResults(
  operation: string,
  name: RunningName,
  a: NDArray,
  axis: number,
  dtype: DType,
): NDArray {
  const out = newArray(operation, workDType(name, dtype), a.shape);
  runInto(operation, name, out, a, axis, dtype);
  return out;
}

function runInto(
  operation: string,
  name: RunningName,
  out: NDArray,
  a: NDArray,
  axis: number,
  dtype: DType,
): void {
  if (a.size === 0) return;
  // Elements whose own loop writes the dtype wanted need no cast; others are cast to it on the way, where that is safe.
  const own = loopDType(name, a.dtype);
  const loop = own !== undefined && loopResult(name, own) === out.dtype ? own : loopDType(name, dtype)!;
  const source = a.dtype === loop || promoted(a.dtype, loop) === loop ? a : castTo(operation, a, loop);
  const { ndim, layout } = a.ndim === 1 ? planLayout(a.shape, [out, source]) : planLanes(out, source, axis);
  const params = Float64Array.of(kernelReduction[name], kernelCode(loop), ndim, kernelCode(source.dtype));
  const operands = [storage(out), storage(source), layout];
  const chosen = backend();
  if (chosen.name === 'native' && chosen.has('accumulate')) chosen.run('accumulate', operands, params);
  else accumulate(operands, params);
}

/** The plan over the other axes, with the one to run along as its last. */
function planLanes(out: NDArray, source: NDArray, axis: number): Plan {
  const others = (x: NDArray) => ({
    shape: x.shape.filter((_, at) => at !== axis),
    strides: x.strides.filter((_, at) => at !== axis),
    offset: x.offset,
  });
  const target = others(out);
  const plan = planLayout(target.shape, [target, others(source)], 1);
  return withLastAxis(plan, source.shape[axis], [out.strides[axis], source.strides[axis]]);
}
