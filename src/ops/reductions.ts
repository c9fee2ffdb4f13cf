/** Reductions: sums, extremes and tests over axes. Statistics are in statistics.ts. */
import type { DType } from '../core/dtype.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { logicalAnd, logicalOr } from '../kernels/js/loops/compare.js';
import * as fold from '../kernels/js/loops/fold.js';
import { loopKind } from '../kernels/js/loops/work.js';
import { driveReduce } from '../kernels/js/reduce.js';
import { subtract } from './elementwise.js';
import { notEqual } from './logic.js';
import { filledElsewhere, type Mask, maskFor } from './masked.js';
import { planLayout } from './plan.js';
import { type AxisOptions, finish, type ReductionOptions, reduceBy, reducedAxes } from './reduction.js';
import { type Operand, termOf, toArray } from './ufunc.js';

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;

/** The dtype sums and products of `D` have: integers become 64 bits wide. */
export type Widened<D extends DType> = D extends 'bool' | 'int8' | 'int16' | 'int32' | 'int64'
  ? 'int64'
  : D extends 'uint8' | 'uint16' | 'uint32' | 'uint64'
    ? 'uint64'
    : D;

/** A reduction whose result dtype follows from its operand's. */
interface Reduction<Kind extends 'widened' | 'same'> {
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
  ): NDArray<Kind extends 'widened' ? Widened<DTypeOf<X>> : DTypeOf<X>>;
}

/**
 * Sums over axes, pairwise along contiguous ones, bit for bit as NumPy's.
 *
 * Bools and signed integers → int64, unsigned → uint64, wrapping around; floats and complex keep their dtype, float16
 * accumulating in float32. The result is an array without the reduced axes (0-d when all are; `.item()` gives the
 * number). An empty sum is 0; NaN gives NaN.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * sum([[1, 2], [3, 4]], { axis: 0 }).toArray(); // [4, 6]
 * sum([[1, 2], [3, 4]]).item(); // 10
 * @see numpy.sum
 */
export const sum: Reduction<'widened'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('sum', x, options) as never;

/**
 * Products over axes.
 *
 * Dtypes as for `sum`. An empty product is 1; NaN gives NaN.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * prod([[1, 2], [3, 4]], { axis: 1 }).toArray(); // [2, 12]
 * @see numpy.prod
 */
export const prod: Reduction<'widened'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('prod', x, options) as never;

/**
 * The smallest elements over axes.
 *
 * Any dtype, which stays; complex numbers order by real part, then imaginary. NaN anywhere gives NaN.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds or named twice;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * min([[1, 5], [3, 2]], { axis: 0 }).toArray(); // [1, 2]
 * @see numpy.min
 */
export const min: Reduction<'same'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('min', x, options) as never;

/**
 * The largest elements over axes.
 *
 * Any dtype, which stays; complex numbers order by real part, then imaginary. NaN anywhere gives NaN.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds or named twice;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * max([[1, 5], [3, 2]], { axis: 0 }).toArray(); // [3, 5]
 * @see numpy.max
 */
export const max: Reduction<'same'> = (x: Operand, options?: ReductionOptions) =>
  reduceBy('max', x, options) as never;

/**
 * The range over axes, largest minus smallest.
 *
 * Numbers, whose dtype stays (integers may wrap around); bools are refused. NaN anywhere gives NaN.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds or named twice.
 * @example
 * ptp([1, 5, 3]).item(); // 4
 * @see numpy.ptp
 */
export function ptp<X extends Operand>(x: X, options: AxisOptions = {}): NDArray<DTypeOf<X>> {
  return subtract(max(x, options), min(x, options)) as never;
}

/** Options of the tests over axes. */
export interface TestOptions extends AxisOptions {
  /** Where the result goes. */
  readonly out?: NDArray;
  /** Booleans that broadcast to the array: only elements where they are true take part. */
  readonly where?: Mask;
}

/**
 * Whether any element over the axes is true (not zero).
 *
 * Any dtype → bool. False for no elements; NaN counts as true.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * any([[0, 0], [0, 1]], { axis: 1 }).toArray(); // [false, true]
 * @see numpy.any
 */
export function any(x: Operand, options: TestOptions = {}): NDArray<'bool'> {
  return testOver('any', x, options, { combine: logicalOr, fold: fold.anyFold }, 0);
}

/**
 * Whether all elements over the axes are true (not zero).
 *
 * Any dtype → bool. True for no elements; NaN counts as true.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * all([[0, 1], [1, 1]], { axis: 1 }).toArray(); // [false, true]
 * @see numpy.all
 */
export function all(x: Operand, options: TestOptions = {}): NDArray<'bool'> {
  return testOver('all', x, options, { combine: logicalAnd, fold: fold.allFold }, 1);
}

function testOver(
  operation: string,
  x: Operand,
  options: TestOptions,
  loops: Parameters<typeof driveReduce>[0],
  start: 0 | 1,
): NDArray<'bool'> {
  let a = toArray(operation, x);
  const reduced = reducedAxes(operation, options.axis, a.ndim);
  if (loopKind[a.dtype] === 'complex') a = notEqual(a, 0);
  if (options.where !== undefined) {
    a = filledElsewhere(operation, a, maskFor(operation, options.where, a.shape), start);
  }
  const acc = newArray(
    operation,
    'bool',
    a.shape.map((length, axis) => (reduced[axis] ? 1 : length)),
  );
  storage(acc).fill(start);
  const strides = acc.strides.map((stride, axis) => (reduced[axis] ? 0 : stride));
  const { ndim, layout } = planLayout(a.shape, [{ shape: a.shape, strides, offset: 0 }, a], 1);
  driveReduce(loops, 'float', ndim, layout, { ...termOf(acc, 'float'), direct: true }, termOf(a, 'float'));
  return finish(operation, acc, reduced, 'bool', options) as NDArray<'bool'>;
}

/**
 * How many elements over the axes are not zero.
 *
 * Any dtype → int64. 0 for no elements; NaN counts.
 *
 * @throws AxisError for an axis out of bounds or named twice.
 * @example
 * countNonzero([[0, 1], [2, 3]], { axis: 0 }).toArray(); // [1n, 2n]
 * @see numpy.count_nonzero
 */
export function countNonzero(x: Operand, options: AxisOptions = {}): NDArray<'int64'> {
  const a = toArray('countNonzero', x);
  return sum(a.dtype === 'bool' ? a : notEqual(a, 0), options) as NDArray<'int64'>;
}
