/** Weighted means, and how variables vary together. */

import { checkDType, type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { promoted } from '../../core/promotion.js';
import { formatShape } from '../../core/shape.js';
import { checkAxes } from '../../core/strides.js';
import { diagonalView } from '../assembly/diagonals.js';
import { conj, divide, multiply, subtract } from '../elementwise.js';
import { concatenate } from '../joining.js';
import { equal } from '../logic.js';
import { sqrt } from '../math.js';
import { matmul } from '../matmul.js';
import { clip, imag, real } from '../parts.js';
import { type AxisOptions, castTo } from '../reduction.js';
import { any, sum } from '../reductions.js';
import { sameShape } from '../result.js';
import { mean } from '../statistics.js';
import type { Divided, DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `average`. */
export interface AverageOptions extends AxisOptions {
  /** What each element counts: of the same shape, or a weight for each place along the axes. */
  readonly weights?: Operand | null;
  /** Whether to give the sums of weights as well. false. */
  readonly returned?: boolean;
}

type Averaged<X, O> = O extends { readonly returned: true }
  ? [average: NDArray<Divided<DTypeOf<X>>>, weights: NDArray]
  : NDArray<Divided<DTypeOf<X>>>;

const averageNames: OptionNames<AverageOptions> = {
  weights: true,
  returned: true,
  axis: true,
  keepdims: true,
};

/**
 * Weighted means over axes.
 *
 * Bools and integers → float64, else the dtype that array and weights promote to. NaN gives NaN.
 *
 * @throws ShapeError for weights that do not fit; ArgumentError for weights that add up to 0; AxisError.
 * @example
 * average([1, 2, 3], { weights: [3, 1, 0] }).item(); // 1.25
 * @see numpy.average
 */
export function average<X extends Operand, const O extends AverageOptions = AverageOptions>(
  x: X,
  options?: O,
): Averaged<X, O>;
export function average(x: Operand, options: AverageOptions = {}): NDArray | NDArray[] {
  checkOptions('average', options, averageNames);
  const a = toArray('average', x);
  const { axis, keepdims, weights = null, returned = false } = options;
  if (weights === null) {
    const result = mean(a, { axis, keepdims }) as NDArray;
    if (!returned) return result;
    return [
      result,
      newArray('average', result.dtype, result.shape).fill(a.size / Math.max(1, result.size)) as NDArray,
    ];
  }
  const w = weightsFor(a, toArray('average', weights), axis);
  const { kind } = dtypeInfo(a.dtype);
  const dtype =
    kind === 'f' || kind === 'c'
      ? promoted(a.dtype, w.dtype)
      : promoted(promoted(a.dtype, w.dtype), 'float64');
  const total = sum(w.broadcastTo(a.shape), { axis, keepdims, dtype }) as NDArray;
  if (any(equal(total, 0)).item()) {
    throw new ArgumentError('weights add up to 0; needs another sum', {
      operation: 'average',
      argument: 'weights',
      got: weights,
      needs: 'weights whose sum is not 0',
    });
  }
  const result = divide(sum(multiply(a, w, { dtype }), { axis, keepdims }), total) as NDArray;
  return returned ? [result, total] : result;
}

/** Weights along the reduced axes, spread over the others. */
function weightsFor(a: NDArray, w: NDArray, axis: AxisOptions['axis']): NDArray {
  if (sameShape(a.shape, w.shape)) return w;
  if (axis === undefined || axis === null) {
    throw new ShapeError(
      `weights has shape ${formatShape(w.shape)}, x ${formatShape(a.shape)}; needs an axis`,
      {
        operation: 'average',
        argument: 'weights',
        got: w.shape,
        needs: `${formatShape(a.shape)}, or an axis along which to weigh`,
      },
    );
  }
  const axes = checkAxes('average', typeof axis === 'number' ? [axis] : axis, a.ndim);
  if (w.ndim !== axes.length || axes.some((at, i) => a.shape[at] !== w.shape[i])) {
    throw new ShapeError(
      `weights has shape ${formatShape(w.shape)}; needs ${formatShape(axes.map((at) => a.shape[at]))}`,
      {
        operation: 'average',
        argument: 'weights',
        got: w.shape,
        needs: formatShape(axes.map((at) => a.shape[at])),
      },
    );
  }
  // The axes of the weights in the array's order, then a length for each axis of the array.
  const order = axes.map((_, i) => i).sort((i, j) => axes[i] - axes[j]);
  const shape = a.shape.map((length, at) => (axes.includes(at) ? length : 1));
  return w.transpose(order).reshape(shape) as NDArray;
}

/** Options of `cov`. */
export interface CovarianceOptions {
  /** More variables and observations. */
  readonly y?: Operand;
  /** Whether each row is a variable and each column an observation, or the other way round. true. */
  readonly rowvar?: boolean;
  /** Whether to divide by the number of observations rather than one less. false. */
  readonly bias?: boolean;
  /** What is taken off the number of observations to divide by; overrides `bias`. */
  readonly ddof?: number | null;
  /** How often each observation counts: whole numbers. */
  readonly fweights?: Operand | null;
  /** What each observation counts. */
  readonly aweights?: Operand | null;
  /** The dtype of the result, float64 at least by default. */
  readonly dtype?: DType;
}

/** Variables as rows, observations as columns. */
function variables(operation: string, x: Operand, rowvar: boolean, dtype: DType | undefined): NDArray {
  const a = toArray(operation, x);
  if (a.ndim > 2) {
    throw new ShapeError(`x has ${a.ndim} axes; needs two at most`, {
      operation,
      argument: 'x',
      got: a.shape,
      needs: 'two axes at most',
    });
  }
  const rows = (a.ndim < 2 ? a.reshape([1, a.size]) : a) as NDArray;
  const wide = castTo(operation, rows, dtype ?? promoted(a.dtype, 'float64'));
  return (rowvar || a.ndim < 2 ? wide : wide.T) as NDArray;
}

function observationWeights(
  operation: string,
  name: 'fweights' | 'aweights',
  w: Operand,
  count: number,
): NDArray {
  const weights = castTo(operation, toArray(operation, w), 'float64');
  const values = [...weights.flat] as number[];
  const wrong =
    weights.ndim !== 1 || weights.size !== count
      ? `has shape ${formatShape(weights.shape)}`
      : values.some((value) => value < 0)
        ? 'has negative elements'
        : name === 'fweights' && !values.every(Number.isInteger)
          ? 'has fractions'
          : '';
  if (wrong === '') return weights;
  const needs = `${count} ${name === 'fweights' ? 'whole numbers' : 'numbers'} that are not negative`;
  throw new ArgumentError(`${name} ${wrong}; needs ${needs}`, { operation, argument: name, got: w, needs });
}

const covarianceNames: OptionNames<CovarianceOptions> = {
  y: true,
  rowvar: true,
  bias: true,
  ddof: true,
  fweights: true,
  aweights: true,
  dtype: true,
};

/**
 * The covariance matrix of variables: how each varies with each.
 *
 * Real dtypes → float64, complex → complex128, or `dtype`. A single variable gives its variance, without axes. Too few
 * observations give NaN or infinities; NaN gives NaN for its variable.
 *
 * @throws ShapeError for more than two axes, or another number of observations in `y`; ArgumentError for weights that
 * do not fit, or a `ddof` that is no integer.
 * @example
 * cov([[0, 1, 2], [2, 1, 0]]).toArray(); // [[1, -1], [-1, 1]]
 * @see numpy.cov
 */
export function cov(x: Operand, options: CovarianceOptions = {}): NDArray {
  checkOptions('cov', options, covarianceNames);
  return covarianceOf('cov', x, options);
}

function covarianceOf(operation: string, x: Operand, options: CovarianceOptions): NDArray {
  const { y, rowvar = true, bias = false, fweights = null, aweights = null, dtype } = options;
  if (dtype !== undefined) checkDType(operation, dtype);
  const ddof = options.ddof ?? (bias ? 0 : 1);
  if (!Number.isInteger(ddof)) {
    throw new ArgumentError(`ddof is ${ddof}; needs an integer`, { operation, argument: 'ddof', got: ddof });
  }
  let rows = variables(operation, x, rowvar, dtype);
  if (rows.shape[0] === 0) return newArray(operation, 'float64', [0, 0]) as NDArray;
  if (y !== undefined) rows = concatenate([rows, variables(operation, y, rowvar, dtype)], 0) as NDArray;
  const count = rows.shape[1];
  let weights: NDArray | null = null;
  let total = count;
  let squares = 0;
  if (fweights !== null) weights = observationWeights(operation, 'fweights', fweights, count);
  if (aweights !== null) {
    const a = observationWeights(operation, 'aweights', aweights, count);
    weights = weights === null ? a : (multiply(weights, a) as NDArray);
    squares = sum(multiply(weights, a)).item() as number;
  }
  if (weights !== null) total = sum(weights).item() as number;
  const means = average(rows, { axis: 1, weights, keepdims: true }) as NDArray;
  const degrees = Math.max(
    0,
    ddof === 0 || aweights === null ? total - ddof : total - (ddof * squares) / total,
  );
  const away = subtract(rows, means) as NDArray;
  const weighted = weights === null ? away : (multiply(away, weights) as NDArray);
  const isComplexValued = dtypeInfo(away.dtype).kind === 'c';
  const products = matmul(away, isComplexValued ? conj(weighted).T : weighted.T) as NDArray;
  return multiply(products, 1 / degrees, { dtype: products.dtype }).squeeze() as NDArray;
}

const corrcoefNames: OptionNames<Pick<CovarianceOptions, 'y' | 'rowvar' | 'dtype'>> = {
  dtype: true,
  y: true,
  rowvar: true,
};

/**
 * The correlation coefficients of variables, between -1 and 1.
 *
 * Dtypes as for `cov`. A variable that does not vary has NaN.
 *
 * @throws ShapeError for more than two axes, or another number of observations in `y`.
 * @example
 * corrcoef([[0, 1, 2], [2, 1, 0]]).toArray(); // [[1, -1], [-1, 1]]
 * @see numpy.corrcoef
 */
export function corrcoef(
  x: Operand,
  options: Pick<CovarianceOptions, 'y' | 'rowvar' | 'dtype'> = {},
): NDArray {
  checkOptions('corrcoef', options, corrcoefNames);
  const c = covarianceOf('corrcoef', x, options);
  if (c.ndim === 0) return divide(c, c) as NDArray;
  const spread = sqrt(real(diagonalView(c, 0) as NDArray)) as NDArray;
  const n = spread.size;
  const scaled = divide(divide(c, spread.reshape([n, 1])), spread.reshape([1, n])) as NDArray;
  if (dtypeInfo(scaled.dtype).kind !== 'c') return clip(scaled, -1, 1) as NDArray;
  for (const part of [real(scaled), imag(scaled)] as NDArray[]) part.assign(clip(part, -1, 1) as NDArray);
  return scaled;
}
