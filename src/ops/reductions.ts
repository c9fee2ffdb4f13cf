/** Reductions: sums, extremes and tests over axes. Statistics are in statistics.ts. */

import type { DType } from '../core/dtype.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { type NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { loopKind } from '../kernels/js/loops/work.js';
import { driveReduce, reductionLoops } from '../kernels/js/reduce.js';
import { subtract } from './elementwise.js';
import { notEqual } from './logic.js';
import { filledElsewhere, type Mask, maskFor } from './masked.js';
import { planLayout } from './plan.js';
import {
  type AxisOptions,
  finish,
  keptShape,
  nativeLoop,
  type ReductionOptions,
  reduceBy,
  reducedAxes,
  reducedOnto,
  runReduction,
} from './reduction.js';
import type { DTypeOf, NoOptions, ReductionResult, WithAxes } from './types.js';
import { type Operand, termOf, toArray } from './ufunc.js';

/** The dtype sums and products of `D` have: integers become 64 bits wide. */
export type Widened<D extends DType> = D extends 'bool' | 'int8' | 'int16' | 'int32' | 'int64'
  ? 'int64'
  : D extends 'uint8' | 'uint16' | 'uint32' | 'uint64'
    ? 'uint64'
    : D;

/** A reduction whose result dtype follows from its operand's. */
type Reduction<Kind extends 'widened' | 'same'> = <
  X extends Operand,
  const O extends ReductionOptions = NoOptions,
>(
  x: X,
  options?: WithAxes<X, O>,
) => ReductionResult<X, O, Kind extends 'widened' ? Widened<DTypeOf<X>> : DTypeOf<X>>;

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
export function ptp<X extends Operand, const O extends AxisOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, DTypeOf<X>> {
  const largest: NDArray = reduceBy('max', x, options as AxisOptions);
  return subtract(largest, reduceBy('min', x, options as AxisOptions)) as never;
}

/** Options of the tests over axes. */
export interface TestOptions extends AxisOptions {
  /** Where the result goes. */
  readonly out?: NDArray;
  /** Booleans that broadcast to the array: only elements where they are true take part. */
  readonly where?: Mask;
}

const testNames: OptionNames<TestOptions> = { axis: true, keepdims: true, out: true, where: true };
const countNames: OptionNames<AxisOptions> = { axis: true, keepdims: true };

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
export function any<X extends Operand, const O extends TestOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, 'bool'> {
  return testOver('any', x, options ?? {}, 0) as never;
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
export function all<X extends Operand, const O extends TestOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, 'bool'> {
  return testOver('all', x, options ?? {}, 1) as never;
}

function testOver(operation: 'any' | 'all', x: Operand, options: TestOptions, start: 0 | 1): NDArray<'bool'> {
  if (isForeign(x)) return x[foreignSymbol](operation, [x, options]) as never;
  checkOptions(operation, options, testNames);
  let a = toArray(operation, x);
  const reduced = reducedAxes(operation, options.axis, a.ndim);
  if (options.where !== undefined) {
    if (loopKind[a.dtype] === 'complex') a = notEqual(a, 0);
    a = filledElsewhere(operation, a, maskFor(operation, options.where, a.shape), start);
  }
  const loop = nativeLoop(operation, a.size, a.dtype);
  const acc = newArray(operation, 'bool', keptShape(a, reduced));
  storage(acc).fill(start);
  if (loop !== undefined) {
    runReduction(operation, acc, a, reduced, loop);
  } else {
    if (loopKind[a.dtype] === 'complex') a = notEqual(a, 0);
    const { ndim, layout } = planLayout(a.shape, [reducedOnto(acc, a, reduced), a], 1);
    const target = { ...termOf(acc, 'float'), direct: true };
    driveReduce(reductionLoops[operation].float, 'float', ndim, layout, target, termOf(a, 'float'));
  }
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
export function countNonzero<X extends Operand, const O extends AxisOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, 'int64'> {
  if (isForeign(x)) return x[foreignSymbol]('countNonzero', [x, options]) as never;
  const a = toArray('countNonzero', x);
  const given: AxisOptions = options ?? {};
  checkOptions('countNonzero', given, countNames);
  const loop = nativeLoop('countNonzero', a.size, a.dtype);
  if (loop !== undefined) {
    const reduced = reducedAxes('countNonzero', given.axis, a.ndim);
    const acc = newArray('countNonzero', 'int64', keptShape(a, reduced));
    runReduction('countNonzero', acc, a, reduced, loop);
    return finish('countNonzero', acc, reduced, 'int64', given) as never;
  }
  return sum(a.dtype === 'bool' ? a : notEqual(a, 0), given) as never;
}
