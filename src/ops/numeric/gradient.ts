/** Differences and areas: gradients, consecutive differences, trapezoids, unwrapped angles. */

import { type DType, dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { NDArray, newUninitialized, storage, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { canCast, isScalar } from '../../core/promotion.js';
import { normalizeAxis, sizeOf } from '../../core/shape.js';
import { checkAxes } from '../../core/strides.js';
import { add, divide, multiply, subtract } from '../elementwise.js';
import { castTo } from '../reduction.js';
import { sum } from '../reductions.js';
import type { Divided, DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** A view of `count` positions along an axis. */
function slab(x: NDArray, axis: number, start: number, count: number): NDArray {
  const shape = x.shape.slice();
  shape[axis] = count;
  return viewOf(
    x,
    shape,
    x.strides,
    sizeOf(shape) > 0 ? x.offset + start * x.strides[axis] : x.offset,
  ) as NDArray;
}

/** Options of `gradient`. */
export interface GradientOptions {
  /**
   * How far apart the samples are: a number for all axes, or for each axis a number or the coordinates of its samples.
   * Coordinates may stand alone where there is one axis. 1.
   */
  readonly spacing?: number | Operand | readonly (number | Operand)[];
  /** Along which axes. All. */
  readonly axis?: number | readonly number[] | null;
  /** How exact the ends are: 1 takes the difference of two samples, 2 fits a parabola through three. 1. */
  readonly edgeOrder?: 1 | 2;
}

/** One array for one axis, a list of them for several or for all. */
export type Gradient<X, O> = O extends { readonly axis: number }
  ? NDArray<Divided<DTypeOf<X>>>
  : O extends { readonly axis: readonly number[] }
    ? NDArray<Divided<DTypeOf<X>>>[]
    : X extends readonly number[] | NDArray<DType, readonly [number]>
      ? NDArray<Divided<DTypeOf<X>>>
      : NDArray<Divided<DTypeOf<X>>> | NDArray<Divided<DTypeOf<X>>>[];

const gradientNames: OptionNames<GradientOptions> = { spacing: true, axis: true, edgeOrder: true };

/**
 * The slope at every sample: central differences of second order inside, one-sided ones at the ends.
 *
 * Integers → float64, floats and complex stay. One array for a single axis, a list of arrays for several. NaN makes its
 * neighbours NaN.
 *
 * @throws ArgumentError for an axis with too few samples, an unknown order, or spacings that do not fit; AxisError.
 * @example
 * gradient([1, 2, 4, 7]).toArray(); // [1, 1.5, 2.5, 3]
 * gradient([1, 4, 9], { spacing: 2 }).toArray(); // [1.5, 2, 2.5]
 * @see numpy.gradient
 */
export function gradient<X extends Operand, const O extends GradientOptions = GradientOptions>(
  x: X,
  options?: O,
): Gradient<X, O>;
export function gradient(x: Operand, options: GradientOptions = {}): NDArray | NDArray[] {
  checkOptions('gradient', options, gradientNames);
  let a = toArray('gradient', x);
  const { axis = null, edgeOrder = 1 } = options;
  const every = a.shape.map((_, at) => at);
  const axes =
    axis === null ? every : checkAxes('gradient', typeof axis === 'number' ? [axis] : axis, a.ndim);
  if (edgeOrder !== 1 && edgeOrder !== 2) {
    throw new ArgumentError(`edgeOrder is ${String(edgeOrder)}; needs 1 or 2`, {
      operation: 'gradient',
      argument: 'edgeOrder',
      got: edgeOrder,
      needs: '1 or 2',
    });
  }
  const steps = stepsOf(a, axes, options.spacing ?? 1);
  const { kind } = dtypeInfo(a.dtype);
  if (kind === 'b') {
    throw new DTypeError('takes no bool; needs numbers', {
      operation: 'gradient',
      argument: 'x',
      got: a.dtype,
      needs: 'numbers',
    });
  }
  // Unsigned and narrow integers would wrap around.
  if (kind !== 'f' && kind !== 'c') a = castTo('gradient', a, 'float64');
  const slopes = axes.map((at, i) => slopesAlong(a, at, steps[i], edgeOrder));
  const single = slopes.length === 1 && (typeof axis === 'number' || axis === null);
  return single ? slopes[0] : slopes;
}

/** For each axis the one distance, or the distances between neighbours. */
function stepsOf(
  a: NDArray,
  axes: readonly number[],
  spacing: NonNullable<GradientOptions['spacing']>,
): (number | Float64Array)[] {
  if (typeof spacing === 'number') return axes.map(() => spacing);
  const list = Array.isArray(spacing) ? (spacing as readonly (number | Operand)[]) : [spacing as Operand];
  const alone = axes.length === 1 && list.length > 1 && list.every((one) => typeof one === 'number');
  const each: readonly (number | Operand)[] = alone ? [list as Operand] : list;
  if (each.length !== axes.length) {
    throw new ArgumentError(`spacing is for ${each.length} axes; needs ${axes.length}`, {
      operation: 'gradient',
      argument: 'spacing',
      got: each.length,
      needs: `${axes.length} spacings`,
    });
  }
  return each.map((one, i) => {
    const given = isScalar(one) ? null : toArray('gradient', one);
    if (given === null || given.ndim === 0) return Number(given === null ? one : given.item());
    if (given.ndim !== 1 || given.size !== a.shape[axes[i]]) {
      throw new ArgumentError(
        `spacing has ${given.size} coordinates, axis ${axes[i]} ${a.shape[axes[i]]} samples`,
        {
          operation: 'gradient',
          argument: 'spacing',
          got: given.shape,
          needs: `a number, or ${a.shape[axes[i]]} coordinates`,
        },
      );
    }
    const at = storage(castTo('gradient', given, 'float64')) as Float64Array;
    const steps = Float64Array.from({ length: Math.max(0, at.length - 1) }, (_, j) => at[j + 1] - at[j]);
    return steps.every((step) => step === steps[0]) && steps.length > 0 ? steps[0] : steps;
  });
}

/** Factors along an axis, in the dtype's precision. */
function along(a: NDArray, axis: number, values: Float64Array): NDArray {
  const shape = new Array<number>(a.ndim).fill(1);
  shape[axis] = values.length;
  return new NDArray({ data: values, dtype: 'float64', shape: [values.length], strides: [8] }).reshape(
    shape,
  ) as NDArray;
}

function slopesAlong(a: NDArray, axis: number, step: number | Float64Array, edgeOrder: 1 | 2): NDArray {
  const n = a.shape[axis];
  if (n < edgeOrder + 1) {
    throw new ArgumentError(`axis ${axis} has ${n} samples; needs at least ${edgeOrder + 1}`, {
      operation: 'gradient',
      argument: 'x',
      got: a.shape,
      needs: `at least ${edgeOrder + 1} samples along the axis`,
    });
  }
  const out = newUninitialized('gradient', a.dtype, a.shape) as NDArray;
  const at = (start: number, count = n - 2): NDArray => slab(a, axis, start, count);
  const inner = slab(out, axis, 1, n - 2);
  if (typeof step === 'number') {
    divide(subtract(at(2), at(0)), 2 * step, { out: inner });
  } else {
    const before = step.subarray(0, n - 2);
    const after = step.subarray(1);
    const terms = [
      before.map((d, i) => -after[i] / (d * (d + after[i]))),
      before.map((d, i) => (after[i] - d) / (d * after[i])),
      before.map((d, i) => d / (after[i] * (d + after[i]))),
    ].map((factors, i) => multiply(along(a, axis, factors), at(i)) as NDArray);
    inner.assign(add(add(terms[0], terms[1]), terms[2]));
  }
  for (const end of [0, n - 1]) slab(out, axis, end, 1).assign(slopeAtEnd(a, axis, step, end, edgeOrder));
  return out;
}

function slopeAtEnd(
  a: NDArray,
  axis: number,
  step: number | Float64Array,
  end: number,
  order: 1 | 2,
): NDArray {
  const n = a.shape[axis];
  const isFirst = end === 0;
  if (order === 1) {
    const d = typeof step === 'number' ? step : step[isFirst ? 0 : n - 2];
    const from = isFirst ? 0 : n - 2;
    return divide(subtract(slab(a, axis, from + 1, 1), slab(a, axis, from, 1)), d) as NDArray;
  }
  const factors = endFactors(step, n, isFirst);
  const from = isFirst ? 0 : n - 3;
  const terms = factors.map((factor, i) => multiply(slab(a, axis, from + i, 1), factor) as NDArray);
  return add(add(terms[0], terms[1]), terms[2]) as NDArray;
}

/** The weights of three samples in the slope of their parabola at the outer one. */
function endFactors(step: number | Float64Array, n: number, isFirst: boolean): number[] {
  if (typeof step === 'number') {
    return isFirst ? [-1.5 / step, 2 / step, -0.5 / step] : [0.5 / step, -2 / step, 1.5 / step];
  }
  if (isFirst) {
    const [p, q] = [step[0], step[1]];
    return [-(2 * p + q) / (p * (p + q)), (p + q) / (p * q), -p / (q * (p + q))];
  }
  const [p, q] = [step[n - 3], step[n - 2]];
  return [q / (p * (p + q)), -(q + p) / (p * q), (2 * q + p) / (q * (p + q))];
}

/** Options of `ediff1d`. */
export interface DifferenceOptions {
  /** What to put before the differences. */
  readonly toBegin?: Operand;
  /** What to put after them. */
  readonly toEnd?: Operand;
}

const differenceNames: OptionNames<DifferenceOptions> = { toBegin: true, toEnd: true };

/**
 * The differences of consecutive elements of the flattened array.
 *
 * Numbers, whose dtype stays (integers wrap around). Fewer than two elements have no differences.
 *
 * @throws DTypeError for bools, or for ends that do not cast within their kind.
 * @example
 * ediff1d([1, 2, 4], { toEnd: 99 }).toArray(); // [1, 2, 99]
 * @see numpy.ediff1d
 */
export function ediff1d<X extends Operand>(
  x: X,
  options: DifferenceOptions = {},
): NDArray<DTypeOf<X>, [number]> {
  checkOptions('ediff1d', options, differenceNames);
  const a = toArray('ediff1d', x).ravel() as NDArray;
  const ends = (['toBegin', 'toEnd'] as const).map((name) => {
    const given = options[name];
    if (given === undefined) return null;
    const end = toArray('ediff1d', given).ravel() as NDArray;
    if (!isScalar(given) && !Array.isArray(given) && !canCast(end.dtype, a.dtype, 'same_kind')) {
      throw new DTypeError(`${name} is ${end.dtype}, which does not cast to ${a.dtype} within its kind`, {
        operation: 'ediff1d',
        argument: name,
        got: end.dtype,
        needs: `a dtype that casts to ${a.dtype}`,
      });
    }
    return end;
  });
  const count = Math.max(0, a.size - 1);
  const before = ends[0]?.size ?? 0;
  const out = newUninitialized('ediff1d', a.dtype, [before + count + (ends[1]?.size ?? 0)]) as NDArray;
  subtract(slab(a, 0, a.size - count, count), slab(a, 0, 0, count), { out: slab(out, 0, before, count) });
  if (ends[0] !== null) slab(out, 0, 0, before).assign(ends[0]);
  if (ends[1] !== null) slab(out, 0, before + count, ends[1].size).assign(ends[1]);
  return out as never;
}

/** Options of `trapezoid`. */
export interface TrapezoidOptions {
  /** Where the samples were taken: along the axis, or for each sample. */
  readonly x?: Operand;
  /** How far apart they are, where `x` is not given. 1. */
  readonly dx?: number;
  /** The axis to integrate along. The last. */
  readonly axis?: number;
}

const trapezoidNames: OptionNames<TrapezoidOptions> = { x: true, dx: true, axis: true };

/**
 * The area under samples, by trapezoids.
 *
 * Integers and bools → float64, floats and complex stay (or become what they promote to with `x`). Fewer than two
 * samples have no area: 0. NaN gives NaN.
 *
 * @throws AxisError; ShapeError when `x` does not fit.
 * @example
 * trapezoid([1, 2, 3]).item(); // 4
 * trapezoid([1, 2, 3], { x: [4, 6, 8] }).item(); // 8
 * @see numpy.trapezoid
 */
export function trapezoid(y: Operand, options: TrapezoidOptions = {}): NDArray {
  checkOptions('trapezoid', options, trapezoidNames);
  const samples = toArray('trapezoid', y);
  const axis = normalizeAxis('trapezoid', options.axis ?? -1, samples.ndim);
  const gaps = Math.max(0, samples.shape[axis] - 1);
  const start = samples.shape[axis] - gaps;
  const heights = add(slab(samples, axis, start, gaps), slab(samples, axis, 0, gaps)) as NDArray;
  const widths =
    options.x === undefined ? (options.dx ?? 1) : widthsOf(toArray('trapezoid', options.x), samples, axis);
  const areas = widths === 1 ? heights : (multiply(heights, widths) as NDArray);
  // Halving is exact, so the sum can be halved instead of its terms; integers and bools become floats on the way.
  const { kind } = dtypeInfo(areas.dtype);
  if (kind !== 'f' && kind !== 'c') return sum(divide(areas, 2), { axis }) as NDArray;
  return divide(sum(areas, { axis }), 2) as NDArray;
}

function widthsOf(x: NDArray, samples: NDArray, axis: number): NDArray {
  const own = x.ndim === 1 ? 0 : normalizeAxis('trapezoid', axis - samples.ndim, x.ndim, 'axis');
  const gaps = Math.max(0, x.shape[own] - 1);
  if (x.ndim === 0 || gaps !== Math.max(0, samples.shape[axis] - 1)) {
    throw new ShapeError(
      `x has ${x.shape[own] ?? 1} places, y ${samples.shape[axis]} samples along axis ${axis}`,
      {
        operation: 'trapezoid',
        argument: 'x',
        got: x.shape,
        needs: `${samples.shape[axis]} places along the axis`,
      },
    );
  }
  const widths = subtract(slab(x, own, x.shape[own] - gaps, gaps), slab(x, own, 0, gaps)) as NDArray;
  if (x.ndim > 1) return widths;
  const shape = new Array<number>(samples.ndim).fill(1);
  shape[axis] = gaps;
  return widths.reshape(shape) as NDArray;
}
