/** Means and spreads over axes, in the order NumPy computes them; float16 in float32, so that squares do not overflow. */

import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { kernelCode } from '../kernels/element-kind.js';
import { backend } from '../kernels/select.js';
import { conj, divide, maximum, multiply, subtract } from './elementwise.js';
import { maskFor } from './masked.js';
import { sqrt } from './math.js';
import { real } from './parts.js';
import { planLayout } from './plan.js';
import {
  castTo,
  finish,
  keptShape,
  nativeLoop,
  type ReductionOptions,
  reducedAxes,
  reducedOnto,
} from './reduction.js';
import { sum } from './reductions.js';
import type { Divided, DTypeOf, NoOptions, RealOf, ReductionResult, WithAxes } from './types.js';
import { type Operand, toArray } from './ufunc.js';

/** Options of `mean`. */
export type AverageOptions = Omit<ReductionOptions, 'initial'>;

/** Options of `var` and `std`. */
export interface SpreadOptions extends AverageOptions {
  /** What is taken off the number of elements to divide by: 0 for a population, 1 for a sample. NumPy's `ddof`. */
  readonly correction?: number;
  /** Another name for `correction`. */
  readonly ddof?: number;
}

export const averageNames: OptionNames<AverageOptions> = {
  axis: true,
  keepdims: true,
  dtype: true,
  out: true,
  where: true,
};
export const spreadNames: OptionNames<SpreadOptions> = { ...averageNames, correction: true, ddof: true };

type Average = <X extends Operand, const O extends AverageOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
) => ReductionResult<X, O, Divided<DTypeOf<X>>>;

type Spread = <X extends Operand, const O extends SpreadOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
) => ReductionResult<X, O, RealOf<Divided<DTypeOf<X>>>>;

/** How many elements each result is made from. */
function countOver(a: NDArray, reduced: readonly boolean[]): number {
  let count = 1;
  for (let axis = 0; axis < a.ndim; axis++) if (reduced[axis]) count *= a.shape[axis];
  return count;
}

/** The dtype to compute in, and the dtype to give. */
function dtypesFor(a: NDArray, dtype: DType | undefined): [work: DType, result: DType] {
  if (dtype !== undefined) return [dtype, dtype];
  const { kind } = dtypeInfo(a.dtype);
  if (kind !== 'f' && kind !== 'c') return ['float64', 'float64'];
  return [a.dtype === 'float16' ? 'float32' : a.dtype, a.dtype];
}

function meanOf(operation: string, a: NDArray, options: AverageOptions, work: DType): NDArray {
  const { axis, keepdims, where } = options;
  const reduced = reducedAxes(operation, axis, a.ndim);
  const total = sum(a, { axis, keepdims, where, dtype: work });
  const count = where === undefined ? countOver(a, reduced) : countWhere(operation, a, options);
  return divide(total, count, where === undefined ? undefined : { dtype: work });
}

/** How many elements each result is made from, under a mask. */
function countWhere(operation: string, a: NDArray, { axis, keepdims, where }: AverageOptions): NDArray {
  const mask = maskFor(operation, where!, a.shape).broadcastTo(a.shape) as NDArray;
  return castTo(operation, sum(mask, { axis, keepdims }) as NDArray, 'float64');
}

/** Casts to the result's dtype and into `out`, where there is one. */
function deliver(operation: string, x: NDArray, dtype: DType, out: NDArray | undefined): NDArray {
  const own = x.dtype === dtype ? x : castTo(operation, x, dtype);
  return out === undefined
    ? own
    : finish(
        operation,
        own,
        own.shape.map(() => false),
        dtype,
        { out },
      );
}

/**
 * Arithmetic means over axes.
 *
 * Bools and integers → float64; floats and complex keep their dtype, float16 computing in float32. NaN gives NaN, and
 * so does an empty mean.
 *
 * @throws AxisError for an axis out of bounds or named twice; ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * mean([[1, 2], [3, 4]], { axis: 0 }).toArray(); // [2, 3]
 * @see numpy.mean
 */
export const mean: Average = (x: Operand, options: AverageOptions = {}) => {
  if (isForeign(x)) return x[foreignSymbol]('mean', [x, options]) as never;
  checkOptions('mean', options, averageNames);
  const a = x instanceof NDArray ? x : toArray('mean', x);
  const [work, result] = dtypesFor(a, options.dtype);
  return deliver('mean', meanOf('mean', a, options, work), result, options.out) as never;
};

/** The squared distances from `center` summed natively, without a temporary; undefined where that is not to be had. */
function sumOfDeviations(
  operation: string,
  a: NDArray,
  center: NDArray,
  reduced: readonly boolean[],
  work: DType,
): NDArray | undefined {
  if ((work !== 'float64' && work !== 'float32') || dtypeInfo(a.dtype).kind === 'c') return undefined;
  if (nativeLoop('sum', a.size, work) === undefined) return undefined;
  const acc = newArray(operation, work, keptShape(a, reduced));
  const { ndim, layout } = planLayout(
    a.shape,
    [reducedOnto(acc, a, reduced), a, reducedOnto(center, a, reduced)],
    1,
  );
  const params = Float64Array.of(kernelCode(work), ndim, kernelCode(a.dtype));
  backend().run('deviations', [storage(acc), storage(a), storage(center), layout], params);
  return acc;
}

function varianceOf(operation: string, a: NDArray, options: SpreadOptions, work: DType): NDArray {
  if (options.correction !== undefined && options.ddof !== undefined && options.correction !== options.ddof) {
    throw new ArgumentError('ddof and correction differ; needs one of them', {
      operation,
      argument: 'ddof',
      got: options.ddof,
    });
  }
  const { axis, keepdims, where } = options;
  const reduced = reducedAxes(operation, axis, a.ndim);
  const center = meanOf(operation, a, { axis, keepdims: true, where }, work);
  const less = options.correction ?? options.ddof ?? 0;
  const degrees =
    where === undefined
      ? Math.max(countOver(a, reduced) - less, 0)
      : maximum(subtract(countWhere(operation, a, options), less), 0);
  const direct = where === undefined ? sumOfDeviations(operation, a, center, reduced, work) : undefined;
  if (direct !== undefined) {
    const total = finish(operation, direct, reduced, work, { keepdims });
    return divide(total, degrees);
  }
  const away = subtract(a, center) as NDArray;
  const isComplex = dtypeInfo(away.dtype).kind === 'c';
  const squares = isComplex ? real(multiply(away, conj(away))) : multiply(away, away, { out: away });
  const total = sum(squares, { axis, keepdims, where, dtype: isComplex ? undefined : work });
  const result = divide(total, degrees, { dtype: total.dtype });
  away.dispose();
  return result;
}

/** The dtype a spread has: complex numbers spread by a real amount. */
function spreadDType(dtype: DType): DType {
  return dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;
}

/**
 * Variances over axes: the mean squared distance from the mean, in two passes.
 *
 * Bools and integers → float64; floats keep their dtype, complex64 → float32, complex128 → float64. NaN gives NaN, and
 * so does an empty variance, or one of fewer elements than `correction`.
 *
 * @throws AxisError for an axis out of bounds or named twice; ArgumentError when `ddof` and `correction` differ;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * variance([1, 2, 3, 4]).item(); // 1.25
 * variance([1, 2, 3], { correction: 1 }).item(); // 1
 * @see numpy.var
 */
export const variance: Spread = (x: Operand, options: SpreadOptions = {}) => {
  if (isForeign(x)) return x[foreignSymbol]('var', [x, options]) as never;
  checkOptions('var', options, spreadNames);
  const a = toArray('var', x);
  const [work, result] = dtypesFor(a, options.dtype);
  return deliver('var', varianceOf('var', a, options, work), spreadDType(result), options.out) as never;
};

/**
 * Standard deviations over axes: square roots of the variances.
 *
 * Dtypes, empty arrays and NaN as for `variance`.
 *
 * @throws AxisError for an axis out of bounds or named twice; ArgumentError when `ddof` and `correction` differ;
 * ShapeError, DTypeError for an `out` that does not fit.
 * @example
 * std([1, 2, 3, 4]).item(); // 1.118033988749895
 * @see numpy.std
 */
export const std: Spread = (x: Operand, options: SpreadOptions = {}) => {
  if (isForeign(x)) return x[foreignSymbol]('std', [x, options]) as never;
  checkOptions('std', options, spreadNames);
  const a = toArray('std', x);
  const [work, result] = dtypesFor(a, options.dtype);
  const spread = deliver('std', varianceOf('std', a, options, work), spreadDType(result), undefined);
  return deliver('std', sqrt(spread), spreadDType(result), options.out) as never;
};
