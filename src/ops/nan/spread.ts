/** Means and spreads that skip NaN. */

import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError } from '../../core/errors.js';
import { foreignSymbol, isForeign, type Made } from '../../core/foreign.js';
import type { NDArray } from '../../core/ndarray.js';
import { checkOptions } from '../../core/option-check.js';
import type { Shape } from '../../core/shape.js';
import { conj, divide, maximum, multiply, subtract } from '../elementwise.js';
import { isnan, logicalNot } from '../logic.js';
import { filledElsewhere, maskFor } from '../masked.js';
import { sqrt } from '../math.js';
import { real, where } from '../parts.js';
import { castTo, finish, reducedAxes } from '../reduction.js';
import { any, sum } from '../reductions.js';
import {
  type AverageOptions,
  averageNames,
  mean,
  type SpreadOptions,
  spreadNames,
  variance,
} from '../statistics.js';
import type { Divided, DTypeOf, RealOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';
import { mayHaveNaN, reduceSkipping, replaced } from './skipping.js';

/** Sums and numbers of what is not NaN, with length 1 on the reduced axes. */
function totals(
  operation: string,
  a: NDArray,
  reduced: readonly boolean[],
): { total: NDArray; count: NDArray } {
  if (dtypeInfo(a.dtype).kind !== 'c')
    return {
      total: reduceSkipping(operation, 'sum', a, reduced),
      count: reduceSkipping(operation, 'count', a, reduced),
    };
  const axis = reduced.flatMap((yes, at) => (yes ? [at] : []));
  const total = sum(replaced(operation, a, 0), { axis, keepdims: true }) as NDArray;
  return { total, count: castTo(operation, sum(logicalNot(isnan(a)), { axis, keepdims: true }), 'float64') };
}

function centers(
  operation: string,
  a: NDArray,
  reduced: readonly boolean[],
): { center: NDArray; count: NDArray } {
  const { total, count } = totals(operation, a, reduced);
  return { center: divide(total, count, { dtype: total.dtype }) as NDArray, count };
}

/**
 * Arithmetic means over axes of what is not NaN.
 *
 * Dtypes as for `mean`. Nothing, or nothing but NaN, gives NaN.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nanmean([1, NaN, 3]).item(); // 2
 * @see numpy.nanmean
 */
export function nanmean<X extends Operand>(
  x: X,
  options: AverageOptions = {},
): Made<X, Divided<DTypeOf<X>>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('nanmean', [x, options]) as never;
  checkOptions('nanmean', options, averageNames);
  const a = considered('nanmean', x, options);
  const { axis, keepdims, out } = options;
  const ordinary = mean(a, { axis, keepdims }) as NDArray;
  if (!mayHaveNaN(a) || !any(isnan(ordinary)).item()) return deliver('nanmean', ordinary, out) as never;
  const reduced = reducedAxes('nanmean', axis, a.ndim);
  const { center } = centers('nanmean', a, reduced);
  return finish('nanmean', center, reduced, a.dtype, { keepdims, out }) as never;
}

/** The elements that take part, in the dtype to compute in: what `where` leaves out is NaN, and skipped with it. */
function considered(operation: string, x: Operand, { dtype, where: mask }: AverageOptions): NDArray {
  let a = toArray(operation, x);
  if (dtype !== undefined && dtype !== a.dtype) a = castTo(operation, a, dtype);
  if (mask === undefined) return a;
  if (!mayHaveNaN(a)) a = castTo(operation, a, 'float64');
  return filledElsewhere(operation, a, maskFor(operation, mask, a.shape), NaN);
}

function deliver(operation: string, x: NDArray, out: NDArray | undefined): NDArray {
  if (out === undefined) return x;
  return finish(
    operation,
    x,
    x.shape.map(() => false),
    x.dtype,
    { out },
  );
}

function varianceOf(operation: string, x: Operand, options: SpreadOptions): NDArray {
  checkOptions(operation, options, spreadNames);
  const a = considered(operation, x, options);
  const { axis, keepdims, correction, ddof } = options;
  if (correction !== undefined && ddof !== undefined && correction !== ddof) {
    throw new ArgumentError('ddof and correction differ; needs one of them', {
      operation,
      argument: 'ddof',
      got: ddof,
    });
  }
  const ordinary = variance(a, { axis, keepdims, correction, ddof }) as NDArray;
  if (!mayHaveNaN(a) || !any(isnan(ordinary)).item()) return ordinary;
  const reduced = reducedAxes(operation, axis, a.ndim);
  const { center, count } = centers(operation, a, reduced);
  const isComplexValued = dtypeInfo(a.dtype).kind === 'c';
  const squares = isComplexValued
    ? complexSquares(operation, a, center, reduced)
    : reduceSkipping(operation, 'squares', a, reduced, center);
  const degrees = subtract(count, correction ?? ddof ?? 0) as NDArray;
  const spread = divide(squares, maximum(degrees, 0), { dtype: squares.dtype });
  const result = where(degrees.greater(0), spread, NaN) as NDArray;
  const dtype = isComplexValued ? squares.dtype : a.dtype;
  return finish(operation, castTo(operation, result, squares.dtype), reduced, dtype, { keepdims });
}

function complexSquares(
  operation: string,
  a: NDArray,
  center: NDArray,
  reduced: readonly boolean[],
): NDArray {
  const axis = reduced.flatMap((yes, at) => (yes ? [at] : []));
  const away = replaced(operation, subtract(a, center) as NDArray, 0);
  return sum(real(multiply(away, conj(away))), { axis, keepdims: true }) as NDArray;
}

/**
 * Variances over axes of what is not NaN.
 *
 * Dtypes as for `variance`. Nothing but NaN, or no more numbers than `correction`, gives NaN.
 *
 * @throws AxisError for an axis out of bounds or named twice; ArgumentError when `ddof` and `correction` differ;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * nanvar([1, NaN, 3]).item(); // 1
 * @see numpy.nanvar
 */
export function nanvar<X extends Operand>(
  x: X,
  options: SpreadOptions = {},
): Made<X, RealOf<Divided<DTypeOf<X>>>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('nanvar', [x, options]) as never;
  return deliver('nanvar', varianceOf('nanvar', x, options), options.out) as never;
}

/**
 * Standard deviations over axes of what is not NaN: square roots of the variances.
 *
 * Dtypes, empty arrays and NaN as for `nanvar`.
 *
 * @throws as `nanvar`.
 * @example
 * nanstd([1, NaN, 3]).item(); // 1
 * @see numpy.nanstd
 */
export function nanstd<X extends Operand>(
  x: X,
  options: SpreadOptions = {},
): Made<X, RealOf<Divided<DTypeOf<X>>>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('nanstd', [x, options]) as never;
  return deliver('nanstd', sqrt(varianceOf('nanstd', x, options)) as NDArray, options.out) as never;
}
