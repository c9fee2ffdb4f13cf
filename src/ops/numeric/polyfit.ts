/**
 * The polynomial nearest to points.
 *
 * Policy: the columns of the Vandermonde matrix are scaled to length 1 and reduced by Householder reflections, which
 * keep lengths; a triangular system is left. The matrix is tall and narrow, so it is worked on column by column.
 */

import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { type NDArray, newArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { castTo } from '../reduction.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `polyfit`. */
export interface FitOptions {
  /** A weight for each point, by which its distance is multiplied. */
  readonly w?: Operand;
}

/** A vector of float64, in memory of its own. */
function vector(argument: string, x: Operand, count: number | null): Float64Array {
  const a = toArray('polyfit', x);
  if (dtypeInfo(a.dtype).kind === 'c') {
    throw new DTypeError(`${argument} is ${a.dtype}; needs real numbers`, {
      operation: 'polyfit',
      argument,
      got: a.dtype,
      needs: 'real numbers',
    });
  }
  if (a.ndim !== 1 || a.size === 0 || (count !== null && a.size !== count)) {
    const needs = count === null ? 'a vector that is not empty' : `a vector of ${count}`;
    throw new ShapeError(`${argument} has shape (${a.shape.join(', ')}); needs ${needs}`, {
      operation: 'polyfit',
      argument,
      got: a.shape,
      needs,
    });
  }
  return storage(castTo('polyfit', a, 'float64')) as Float64Array;
}

const fitNames: OptionNames<FitOptions> = { w: true };

/**
 * The coefficients, highest power first, of the polynomial of a degree whose squared distances from points (x, y) have
 * the least sum.
 *
 * Real dtypes → float64. NaN gives NaN. Points that do not determine the polynomial (fewer places than coefficients)
 * are refused, where NumPy warns and takes the shortest of all solutions.
 *
 * @param options `w`, a weight for each point.
 * @throws ArgumentError for a degree that is none, or points that do not determine the polynomial; ShapeError unless x,
 * y and w are vectors of one length; DTypeError for complex numbers.
 * @example
 * round(polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1), 6).toArray(); // [2, 1]
 * @see numpy.polyfit
 */
export function polyfit(
  x: Operand,
  y: Operand,
  degree: number,
  options: FitOptions = {},
): NDArray<'float64', [number]> {
  checkOptions('polyfit', options, fitNames);
  if (!Number.isSafeInteger(degree) || degree < 0) {
    throw new ArgumentError(`degree is ${String(degree)}; needs an integer that is not negative`, {
      operation: 'polyfit',
      argument: 'degree',
      got: degree,
      needs: 'an integer that is not negative',
    });
  }
  const at = vector('x', x, null);
  const right = vector('y', y, at.length);
  const weights = options.w === undefined ? null : vector('w', options.w, at.length);
  const count = degree + 1;
  if (new Set(at).size < count && !at.some(Number.isNaN)) throw undetermined(at.length, count);
  if (weights !== null) for (let i = 0; i < right.length; i++) right[i] *= weights[i];
  const columns: Float64Array[] = [];
  for (let power = 0; power < count; power++)
    columns.unshift(
      at.map((value, i) => (power === 0 ? 1 : value ** power) * (weights === null ? 1 : weights[i])),
    );
  const scales = columns.map((column) => Math.sqrt(dot(column, column, 0)));
  columns.forEach((column, k) => {
    for (let i = 0; i < column.length; i++) column[i] /= scales[k];
  });
  const result = newArray('polyfit', 'float64', [count] as [number]);
  const solution = storage(result);
  solution.set(leastSquares(columns, right));
  const smallest = Math.min(...columns.map((column, k) => Math.abs(column[k])));
  if (smallest < at.length * 2 ** -52) throw undetermined(at.length, count);
  for (let k = 0; k < count; k++) solution[k] /= scales[k];
  return result;
}

function undetermined(points: number, count: number): ArgumentError {
  return new ArgumentError(`${points} points do not determine ${count} coefficients`, {
    operation: 'polyfit',
    argument: 'degree',
    got: count - 1,
    needs: 'more points, or a lower degree',
  });
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Solves by reflections; the columns become the triangle, and what made it. */
function leastSquares(columns: readonly Float64Array[], right: Float64Array): Float64Array {
  const count = columns.length;
  for (let k = 0; k < count; k++) {
    // The reflection that leaves nothing of column k below its diagonal.
    const mirror = columns[k].slice();
    mirror.fill(0, 0, k);
    const length = Math.sqrt(dot(mirror, mirror, k));
    const diagonal = mirror[k] > 0 ? -length : length;
    mirror[k] -= diagonal;
    const size = dot(mirror, mirror, k);
    if (size === 0) continue;
    for (const column of [...columns.slice(k), right]) {
      const factor = (2 * dot(mirror, column, k)) / size;
      for (let i = k; i < column.length; i++) column[i] -= factor * mirror[i];
    }
    columns[k][k] = diagonal;
  }
  const solution = new Float64Array(count);
  for (let k = count - 1; k >= 0; k--) {
    let rest = right[k];
    for (let j = k + 1; j < count; j++) rest -= columns[j][k] * solution[j];
    solution[k] = rest / columns[k][k];
  }
  return solution;
}
