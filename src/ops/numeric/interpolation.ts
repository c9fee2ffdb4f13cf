/** Values between given points. */

import { isComplex } from '../../core/complex.js';
import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { type NDArray, newUninitialized, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import type { Scalar } from '../../core/promotion.js';
import { castTo } from '../reduction.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `interp`. */
export interface InterpOptions {
  /** The value before the first point. That of the first point. */
  readonly left?: Scalar;
  /** The value behind the last point. That of the last point. */
  readonly right?: Scalar;
  /** After how much x repeats; the points need not ascend then, and `left` and `right` say nothing. */
  readonly period?: number;
}

type Interpolated<F> = DTypeOf<F> extends 'complex64' | 'complex128' ? 'complex128' : 'float64';

const interpNames: OptionNames<InterpOptions> = { left: true, right: true, period: true };

/**
 * The piecewise linear function through points (xp, fp), at every x.
 *
 * Real dtypes → float64, complex `fp` → complex128. The shape is that of `x`; empty ones give an empty result, NaN
 * gives NaN. Without a period `xp` must ascend, which is not checked.
 *
 * Complexity: the logarithm of the number of points for each x, constant for x that ascend.
 *
 * @throws ShapeError unless xp and fp are vectors of one length, not empty; ArgumentError for a period of 0; DTypeError
 * for complex x or xp.
 * @example
 * interp([0, 1.5, 9], [1, 2, 3], [10, 20, 30]).toArray(); // [10, 15, 30]
 * @see numpy.interp
 */
export function interp<F extends Operand>(
  x: Operand,
  xp: Operand,
  fp: F,
  options: InterpOptions = {},
): NDArray<Interpolated<F>> {
  checkOptions('interp', options, interpNames);
  const at = reals('x', toArray('interp', x));
  const given = toArray('interp', fp);
  const isComplexValued = dtypeInfo(given.dtype).kind === 'c';
  const values = castTo('interp', given, isComplexValued ? 'complex128' : 'float64');
  const points = reals('xp', toArray('interp', xp));
  if (points.ndim !== 1 || values.ndim !== 1 || points.size !== values.size || points.size === 0) {
    throw new ShapeError(
      `xp has shape (${points.shape.join(', ')}), fp (${values.shape.join(', ')}); needs vectors of one length`,
      { operation: 'interp', argument: 'fp', got: values.shape, needs: 'vectors of one length, not empty' },
    );
  }
  const slots = isComplexValued ? 2 : 1;
  const out = newUninitialized('interp', isComplexValued ? 'complex128' : 'float64', at.shape);
  let where = storage(at) as Float64Array;
  let xs = storage(points) as Float64Array;
  let fs = storage(values) as Float64Array;
  const n = xs.length;
  let left: readonly number[] = Array.from({ length: slots }, (_, part) => fs[part]);
  let right: readonly number[] = Array.from({ length: slots }, (_, part) => fs[(n - 1) * slots + part]);
  if (options.period !== undefined) {
    [where, xs, fs] = wrapped(where, xs, fs, slots, options.period);
  } else {
    if (options.left !== undefined) left = partsOf('left', options.left, slots);
    if (options.right !== undefined) right = partsOf('right', options.right, slots);
  }
  for (let part = 0; part < slots; part++)
    interpolate(where, xs, fs, storage(out) as Float64Array, part, slots, left[part], right[part]);
  return out as never;
}

function reals(argument: string, x: NDArray): NDArray {
  if (dtypeInfo(x.dtype).kind !== 'c') {
    // What is read only may stay where it is.
    return x.dtype === 'float64' && x.flags.cContiguous && x.offset === 0 && storage(x).length === x.size
      ? x
      : castTo('interp', x, 'float64');
  }
  throw new DTypeError(`${argument} is ${x.dtype}; needs real numbers`, {
    operation: 'interp',
    argument,
    got: x.dtype,
    needs: 'real numbers',
  });
}

function partsOf(argument: string, value: Scalar, slots: number): number[] {
  if (!isComplex(value)) return [Number(value), 0];
  if (slots === 2) return [value.re, value.im];
  throw new DTypeError(`${argument} is complex, fp is not`, {
    operation: 'interp',
    argument,
    got: value,
    needs: 'a real number',
  });
}

/** Everything moved into one period, the points ascending, and one more of them at each end. */
function wrapped(
  where: Float64Array,
  xs: Float64Array,
  fs: Float64Array,
  slots: number,
  given: number,
): [Float64Array, Float64Array, Float64Array] {
  const period = Math.abs(given);
  if (!(period > 0)) {
    throw new ArgumentError(`period is ${given}; needs a number that is not 0`, {
      operation: 'interp',
      argument: 'period',
      got: given,
      needs: 'a number that is not 0',
    });
  }
  const into = (value: number): number => {
    const rest = value % period;
    return rest < 0 ? rest + period : rest;
  };
  const moved = xs.map(into);
  const order = Array.from(moved.keys()).sort((i, j) => moved[i] - moved[j]);
  const around = [order[order.length - 1], ...order, order[0]];
  const points = Float64Array.from(around, (i) => moved[i]);
  points[0] -= period;
  points[points.length - 1] += period;
  const values = new Float64Array(around.length * slots);
  around.forEach((i, at) => {
    for (let part = 0; part < slots; part++) values[at * slots + part] = fs[i * slots + part];
  });
  return [where.map(into), points, values];
}

/** One part of the values, `slots` apart. */
function interpolate(
  where: Float64Array,
  xs: Float64Array,
  fs: Float64Array,
  out: Float64Array,
  part: number,
  slots: number,
  left: number,
  right: number,
): void {
  const n = xs.length;
  const last = n - 1;
  // As many slopes as gaps, computed once each where there are more x than points.
  const slopes = n <= where.length ? new Float64Array(Math.max(0, last)) : null;
  if (slopes !== null) {
    for (let j = 0; j < last; j++)
      slopes[j] = (fs[(j + 1) * slots + part] - fs[j * slots + part]) / (xs[j + 1] - xs[j]);
  }
  let guess = 0;
  for (let i = 0, to = part; i < where.length; i++, to += slots) {
    const x = where[i];
    if (Number.isNaN(x)) {
      // Of a single point NumPy gives the value even then.
      out[to] = n === 1 ? fs[part] : NaN;
    } else if (x < xs[0]) {
      out[to] = left;
    } else if (x > xs[last]) {
      out[to] = right;
    } else {
      const j = gapOf(xs, x, guess);
      guess = j;
      const f = fs[j * slots + part];
      if (j === last || xs[j] === x) {
        // On a point: a slope might be infinite.
        out[to] = f;
        continue;
      }
      const next = fs[(j + 1) * slots + part];
      const slope = slopes === null ? (next - f) / (xs[j + 1] - xs[j]) : slopes[j];
      let value = slope * (x - xs[j]) + f;
      if (Number.isNaN(value)) {
        value = slope * (x - xs[j + 1]) + next;
        if (Number.isNaN(value) && f === next) value = f;
      }
      out[to] = value;
    }
  }
}

/** The last j with xs[j] <= x, looked for near `guess` first. */
function gapOf(xs: Float64Array, x: number, guess: number): number {
  const last = xs.length - 1;
  let low = 0;
  let high = last + 1;
  if (xs[guess] <= x) {
    if (guess === last || x < xs[guess + 1]) return guess;
    if (guess + 1 === last || x < xs[guess + 2]) return guess + 1;
    low = guess + 2;
  } else {
    high = guess;
  }
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}
