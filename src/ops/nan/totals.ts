/** Sums, products, extremes and running totals that skip NaN. */

import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError } from '../../core/errors.js';
import { fromFloat16, toFloat16 } from '../../core/float16.js';
import { foreignSymbol, isForeign, type Made } from '../../core/foreign.js';
import { type NDArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { normalizeAxis, type Shape } from '../../core/shape.js';
import { type ArgOptions, argmax, argmin } from '../arg.js';
import { cumprod, cumsum } from '../cumulative.js';
import { isnan } from '../logic.js';
import { moveaxis } from '../manipulation.js';
import { where } from '../parts.js';
import { castTo, finish, type ReductionOptions, reducedAxes, reductionNames } from '../reduction.js';
import { all, any, max, min, prod, sum, type Widened } from '../reductions.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';
import { reduceWith } from '../ufunc-methods.js';
import { hasNaN, mayHaveNaN, reduceSkipping, replaced } from './skipping.js';

/** A reduction whose result dtype follows from its operand's. */
interface SkippingReduction<Kind extends 'widened' | 'same'> {
  <O extends DType, S extends Shape>(
    x: Operand,
    options: ReductionOptions & { readonly out: NDArray<O, S> },
  ): NDArray<O, S>;
  <T extends DType>(
    x: Operand,
    options: ReductionOptions & { readonly dtype: T; readonly out?: undefined },
  ): NDArray<T>;
  <X extends Operand>(
    x: X,
    options?: ReductionOptions,
  ): Made<X, Kind extends 'widened' ? Widened<DTypeOf<X>> : DTypeOf<X>, Shape>;
}

const plain = { sum, prod, min, max } as const;
const neutral = { sum: 0, prod: 1, min: Infinity, max: -Infinity } as const;

function reduceBy(
  operation: string,
  name: keyof typeof plain,
  x: Operand,
  options: ReductionOptions = {},
): NDArray {
  if (isForeign(x)) return x[foreignSymbol](operation, [x, options]) as never;
  checkOptions(operation, options, reductionNames);
  let a = toArray(operation, x);
  if (options.dtype !== undefined) {
    const dtype = checkDType(operation, options.dtype);
    if (a.dtype !== dtype) a = castTo(operation, a, dtype);
  }
  if (options.where !== undefined || options.initial !== undefined)
    return reduceFrom(operation, name, a, options);
  const ordinary = plain[name] as (x: NDArray, options: ReductionOptions) => NDArray;
  const first = ordinary(a, { axis: options.axis, keepdims: options.keepdims });
  const reduced = reducedAxes(operation, options.axis, a.ndim);
  const keep = first.shape.map(() => false);
  if (!mayHaveNaN(first) || !any(isnan(first)).item())
    return options.out === undefined ? first : finish(operation, first, keep, first.dtype, options);
  if (name === 'prod' || dtypeInfo(a.dtype).kind === 'c') {
    // Products and complex numbers have no kernel of their own.
    const over = { axis: options.axis, keepdims: options.keepdims };
    let result = ordinary(replaced(operation, a, neutral[name]), over);
    // Of nothing but NaN the extreme is NaN too.
    if (name === 'min' || name === 'max')
      result = where(all(isnan(a), over), { re: NaN, im: 0 }, result) as NDArray;
    return options.out === undefined ? result : finish(operation, result, keep, result.dtype, options);
  }
  return finish(operation, reduceSkipping(operation, name, a, reduced), reduced, a.dtype, options);
}

/** A reduction of some elements only, or one that starts from a value: NaN replaced, or beaten by every number. */
function reduceFrom(
  operation: string,
  name: keyof typeof plain,
  a: NDArray,
  options: ReductionOptions,
): NDArray {
  if (name === 'min' || name === 'max')
    return reduceWith(name === 'min' ? 'fmin' : 'fmax', a, { ...options, axis: options.axis ?? null });
  return plain[name](mayHaveNaN(a) ? replaced(operation, a, neutral[name]) : a, options) as NDArray;
}

/**
 * Sums over axes, NaN counting as 0.
 *
 * Dtypes as for `sum`. Nothing, or nothing but NaN, gives 0.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nansum([1, NaN, 3]).item(); // 4
 * @see numpy.nansum
 */
export const nansum: SkippingReduction<'widened'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('nansum', 'sum', x, options) as never;

/**
 * Products over axes, NaN counting as 1.
 *
 * Dtypes as for `sum`. Nothing, or nothing but NaN, gives 1.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nanprod([2, NaN, 3]).item(); // 6
 * @see numpy.nanprod
 */
export const nanprod: SkippingReduction<'widened'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('nanprod', 'prod', x, options) as never;

/**
 * The smallest elements over axes that are not NaN.
 *
 * Any dtype, which stays. Nothing but NaN gives NaN.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds or named twice.
 * @example
 * nanmin([3, NaN, 1]).item(); // 1
 * @see numpy.nanmin
 */
export const nanmin: SkippingReduction<'same'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('nanmin', 'min', x, options) as never;

/**
 * The largest elements over axes that are not NaN.
 *
 * Any dtype, which stays. Nothing but NaN gives NaN.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds or named twice.
 * @example
 * nanmax([3, NaN, 1]).item(); // 3
 * @see numpy.nanmax
 */
export const nanmax: SkippingReduction<'same'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('nanmax', 'max', x, options) as never;

function argSkipping(operation: string, x: Operand, options: ArgOptions, value: number): NDArray<'int64'> {
  const a = toArray(operation, x);
  const search = value > 0 ? argmin : argmax;
  if (!hasNaN(a)) return search(a, options);
  const axis = options.axis ?? undefined;
  if (any(all(isnan(a), { axis })).item()) {
    throw new ArgumentError('a slice has nothing but NaN; needs a number in each', {
      operation,
      argument: 'x',
      needs: 'a number in each slice',
    });
  }
  return search(replaced(operation, a, value), options);
}

/**
 * Where the smallest element is that is not NaN, the first one if there are several. Any dtype → int64.
 *
 * @throws ArgumentError when there is nothing, or nothing but NaN, to choose from; AxisError.
 * @example
 * nanargmin([NaN, 3, 1]).item(); // 2n
 * @see numpy.nanargmin
 */
export function nanargmin(x: Operand, options: ArgOptions = {}): NDArray<'int64'> {
  if (isForeign(x)) return x[foreignSymbol]('nanargmin', [x, options]) as never;
  return argSkipping('nanargmin', x, options, Infinity);
}

/**
 * Where the largest element is that is not NaN, the first one if there are several. Any dtype → int64.
 *
 * @throws ArgumentError when there is nothing, or nothing but NaN, to choose from; AxisError.
 * @example
 * nanargmax([NaN, 3, 1]).item(); // 1n
 * @see numpy.nanargmax
 */
export function nanargmax(x: Operand, options: ArgOptions = {}): NDArray<'int64'> {
  if (isForeign(x)) return x[foreignSymbol]('nanargmax', [x, options]) as never;
  return argSkipping('nanargmax', x, options, -Infinity);
}

/** Options of the running totals. */
export interface RunningOptions {
  /** The axis along which; absent or null: all elements in C order. */
  readonly axis?: number | null;
  /** The dtype to compute in and to give; 64-bit integers of integers by default. */
  readonly dtype?: DType;
  /** Where the result goes. */
  readonly out?: NDArray;
}

const runningNames: OptionNames<RunningOptions> = { axis: true, dtype: true, out: true };

type Running = <X extends Operand>(x: X, options?: RunningOptions) => NDArray<Widened<DTypeOf<X>>>;

/**
 * Running sums along an axis, or of the flattened array, NaN counting as 0.
 *
 * Dtypes as for `sum`. An empty axis stays empty.
 *
 * @throws AxisError; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nancumsum([1, NaN, 3]).toArray(); // [1, 1, 4]
 * @see numpy.nancumsum
 */
export const nancumsum: Running = (x: Operand, options?: RunningOptions) =>
  running('nancumsum', x, options, 0) as never;

/**
 * Running products along an axis, or of the flattened array, NaN counting as 1.
 *
 * Dtypes as for `sum`. An empty axis stays empty.
 *
 * @throws AxisError; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nancumprod([2, NaN, 3]).toArray(); // [2, 2, 6]
 * @see numpy.nancumprod
 */
export const nancumprod: Running = (x: Operand, options?: RunningOptions) =>
  running('nancumprod', x, options, 1) as never;

function running(operation: string, x: Operand, options: RunningOptions = {}, start: 0 | 1): NDArray {
  checkOptions(operation, options, runningNames);
  let a = toArray(operation, x);
  const whole = options.axis === undefined || options.axis === null;
  if (whole) a = a.ravel() as NDArray;
  const axis = whole ? 0 : normalizeAxis(operation, options.axis as number, a.ndim);
  const { kind } = dtypeInfo(a.dtype);
  const wide = kind === 'u' ? 'uint64' : kind === 'i' || kind === 'b' ? 'int64' : a.dtype;
  const dtype = checkDType(operation, options.dtype ?? wide);
  const lanes = moveaxis(a, axis, -1) as NDArray;
  const totals = mayHaveNaN(a) ? replaced(operation, lanes, start) : castTo(operation, lanes, dtype);
  const cast = totals.dtype === dtype ? totals : castTo(operation, totals, dtype);
  const own = runningTotals(cast, start === 0);
  const back = moveaxis(own, -1, axis) as NDArray;
  const result = back.flags.cContiguous ? back : castTo(operation, back, dtype);
  if (options.out === undefined) return result;
  return finish(
    operation,
    result,
    result.shape.map(() => false),
    dtype,
    { out: options.out },
  );
}

/** Running totals along the last axis of a C-contiguous array, which may be overwritten. */
function runningTotals(x: NDArray, adds: boolean): NDArray {
  const { dtype } = x;
  if (dtype !== 'float16' && dtypeInfo(dtype).kind !== 'c' && x.ndim > 0)
    return (adds ? cumsum : cumprod)(x, { axis: -1, dtype }) as NDArray;
  const n = x.shape[x.ndim - 1];
  const { slots } = dtypeInfo(dtype);
  const data = storage(x);
  const length = n * slots;
  for (let lane = 0; lane < x.size * slots; lane += length) {
    const run = data.subarray(lane, lane + length);
    if (slots === 2) accumulateComplex(run as Float64Array, adds);
    else accumulateHalves(run as Uint16Array, adds);
  }
  return x;
}

function accumulateHalves(run: Uint16Array, adds: boolean): void {
  for (let i = 1; i < run.length; i++) {
    const [before, here] = [fromFloat16(run[i - 1]), fromFloat16(run[i])];
    run[i] = toFloat16(adds ? before + here : before * here);
  }
}

function accumulateComplex(run: Float64Array, adds: boolean): void {
  for (let i = 2; i < run.length; i += 2) {
    const [a, b, c, d] = [run[i - 2], run[i - 1], run[i], run[i + 1]];
    run[i] = adds ? a + c : a * c - b * d;
    run[i + 1] = adds ? b + d : a * d + b * c;
  }
}
