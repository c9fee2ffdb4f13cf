/**
 * Padding: an array with a border around it.
 *
 * Policy: the array is copied into the middle of the result, and then one axis after the other gets its border, made
 * from what already lies inside along that axis. So a corner is a border's border, as in NumPy. Mirrored and repeated
 * borders longer than the array are filled by ever more whole periods.
 */

import { copyElements } from '../../core/copy.js';
import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError } from '../../core/errors.js';
import { layoutSymbol } from '../../core/layout.js';
import { type NDArray, newUninitialized, viewOf } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import type { Scalar } from '../../core/promotion.js';
import { sizeOf } from '../../core/shape.js';
import { arange } from '../creation.js';
import { add, divide, floor, multiply, round, subtract } from '../elementwise.js';
import { flip } from '../manipulation.js';
import { castTo } from '../reduction.js';
import { max, min } from '../reductions.js';
import { mean } from '../statistics.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';
import { medianAlong } from './median.js';

type Statistic = (x: NDArray, options: { readonly axis: number; readonly keepdims: true }) => NDArray;

const statistics = {
  maximum: max as Statistic,
  minimum: min as Statistic,
  mean: mean as Statistic,
  median: medianAlong as Statistic,
};

/** What a border is made of. */
export type PadMode =
  | 'constant'
  | 'edge'
  | 'linear_ramp'
  | 'maximum'
  | 'mean'
  | 'median'
  | 'minimum'
  | 'reflect'
  | 'symmetric'
  | 'wrap'
  | 'empty';

/** One value for all borders, `[before, after]` for all axes, or such a pair (or one value in a list) for each axis. */
export type PerBorder<T> = T | readonly [T] | readonly [T, T] | readonly (readonly [T, T] | readonly [T])[];

/** Options of `pad`. */
export interface PadOptions {
  /**
   * `constant`, a value; `edge`, the last element; `linear_ramp`, from it to a value; `maximum`, `minimum`, `mean` and
   * `median` of each row; `reflect`, mirrored at the last element; `symmetric`, mirrored behind it; `wrap`, repeated;
   * `empty`, anything. 'constant'.
   */
  readonly mode?: PadMode;
  /** 'constant': the values. 0. */
  readonly constantValues?: PerBorder<Scalar>;
  /** 'linear_ramp': the values at the outer ends. 0. */
  readonly endValues?: PerBorder<Scalar>;
  /** The statistics: how many elements at each edge count. All. */
  readonly statLength?: PerBorder<number> | null;
  /** 'reflect' and 'symmetric': 'odd' mirrors in the edge's value as well: 2 · edge - x. 'even'. */
  readonly reflectType?: 'even' | 'odd';
}

const modes: readonly PadMode[] = [
  'constant',
  'edge',
  'linear_ramp',
  'maximum',
  'mean',
  'median',
  'minimum',
  'reflect',
  'symmetric',
  'wrap',
  'empty',
];

/** A pair for each axis from any of the forms of `PerBorder`. */
function pairs<T>(argument: string, value: PerBorder<T>, ndim: number): [T, T][] {
  const list = (Array.isArray(value) ? value : [value]) as unknown[];
  const pairOf = (one: unknown): [T, T] => {
    const both = (Array.isArray(one) ? one : [one]) as T[];
    if (both.length === 1) return [both[0], both[0]];
    if (both.length === 2) return [both[0], both[1]];
    throw notPairs(argument, value, ndim);
  };
  if (!list.some(Array.isArray)) return Array.from({ length: ndim }, () => pairOf(list));
  if (list.length === 1) return Array.from({ length: ndim }, () => pairOf(list[0]));
  if (list.length === ndim) return list.map(pairOf);
  throw notPairs(argument, value, ndim);
}

function notPairs(argument: string, value: unknown, ndim: number): ArgumentError {
  const needs = `a value, a pair, or a pair for each of ${ndim} axes`;
  return new ArgumentError(`${argument} is ${JSON.stringify(value)}; needs ${needs}`, {
    operation: 'pad',
    argument,
    got: value,
    needs,
  });
}

function counts(argument: string, value: PerBorder<number>, ndim: number): [number, number][] {
  const read = pairs(argument, value, ndim);
  for (const pair of read) {
    for (const count of pair) {
      if (Number.isSafeInteger(count) && count >= 0) continue;
      throw new ArgumentError(`${argument} has ${String(count)}; needs integers that are not negative`, {
        operation: 'pad',
        argument,
        got: value,
        needs: 'integers that are not negative',
      });
    }
  }
  return read;
}

const padNames: OptionNames<PadOptions> = {
  mode: true,
  constantValues: true,
  endValues: true,
  statLength: true,
  reflectType: true,
};

/**
 * An array with a border around it.
 *
 * Any dtype, which stays; means and medians of integers are rounded, ramps rounded down. NaN in a row gives a border of
 * NaN where a statistic is taken. Empty axes take a border only of constants, or of anything.
 *
 * @param padWidth how many elements go before and after each axis: one number, a pair, or a pair for each axis.
 * @throws ArgumentError for widths that are none, an unknown mode, or an empty axis that has nothing to show.
 * @example
 * pad([1, 2, 3], 2).toArray(); // [0, 0, 1, 2, 3, 0, 0]
 * pad([1, 2, 3], [2, 1], { mode: 'reflect' }).toArray(); // [3, 2, 1, 2, 3, 2]
 * @see numpy.pad
 */
export function pad<X extends Operand>(
  x: X,
  padWidth: PerBorder<number>,
  options: PadOptions = {},
): NDArray<DTypeOf<X>> {
  checkOptions('pad', options, padNames);
  const a = toArray('pad', x);
  const { mode = 'constant' } = options;
  if (!modes.includes(mode)) {
    throw new ArgumentError(`mode is ${String(mode)}; needs one of ${modes.join(', ')}`, {
      operation: 'pad',
      argument: 'mode',
      got: mode,
      needs: modes.join(', '),
    });
  }
  const widths = counts('padWidth', padWidth, a.ndim);
  const shape = a.shape.map((length, axis) => length + widths[axis][0] + widths[axis][1]);
  const padded = newUninitialized('pad', a.dtype, shape) as NDArray;
  let inside = padded;
  for (let axis = 0; axis < a.ndim; axis++) inside = slab(inside, axis, widths[axis][0], a.shape[axis]);
  copyElements(inside[layoutSymbol](), a[layoutSymbol]());
  if (mode === 'empty') return padded as never;
  const fill = borderMaker(a, mode, options);
  // Later axes have no border yet: the region leaves it out, earlier ones have theirs.
  let region = inside;
  for (let axis = 0; axis < a.ndim; axis++) {
    region = widen(padded, region, axis, widths);
    const [before, after] = widths[axis];
    if (before + after === 0) continue;
    if (a.shape[axis] === 0 && mode !== 'constant' && sizeOf(shape) > 0) throw nothingToShow(axis, mode);
    if (a.shape[axis] === 0 && mode !== 'constant') continue;
    fill(region, axis, before, after);
  }
  return padded as never;
}

function nothingToShow(axis: number, mode: PadMode): ArgumentError {
  return new ArgumentError(`axis ${axis} is empty and mode is ${mode}; needs mode constant or empty`, {
    operation: 'pad',
    argument: 'mode',
    got: mode,
    needs: 'constant or empty',
  });
}

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

/** The region with the whole of one more axis. */
function widen(padded: NDArray, region: NDArray, axis: number, widths: readonly [number, number][]): NDArray {
  const shape = region.shape.slice();
  shape[axis] = padded.shape[axis];
  let offset = 0;
  for (let later = axis + 1; later < padded.ndim; later++) offset += widths[later][0] * padded.strides[later];
  return viewOf(padded, shape, padded.strides, sizeOf(shape) > 0 ? offset : 0) as NDArray;
}

function put(target: NDArray, source: NDArray): void {
  target.assign(source);
}

type Border = (region: NDArray, axis: number, before: number, after: number) => void;

function borderMaker(a: NDArray, mode: PadMode, options: PadOptions): Border {
  const { ndim } = a;
  switch (mode) {
    case 'constant': {
      const values = pairs('constantValues', options.constantValues ?? 0, ndim);
      return (region, axis, before, after) => {
        slab(region, axis, 0, before).assign(asElement(a, values[axis][0]));
        slab(region, axis, region.shape[axis] - after, after).assign(asElement(a, values[axis][1]));
      };
    }
    case 'edge':
      return (region, axis, before, after) => {
        const end = region.shape[axis] - after;
        put(slab(region, axis, 0, before), slab(region, axis, before, 1));
        put(slab(region, axis, end, after), slab(region, axis, end - 1, 1));
      };
    case 'linear_ramp': {
      const ends = pairs('endValues', options.endValues ?? 0, ndim);
      return (region, axis, before, after) => rampBorder(region, axis, before, after, ends[axis]);
    }
    case 'reflect':
    case 'symmetric':
      return mirrorBorder(mode, options.reflectType ?? 'even');
    case 'wrap':
      return wrapBorder;
    default: {
      const lengths = options.statLength == null ? null : counts('statLength', options.statLength, ndim);
      return statisticBorder(mode as keyof typeof statistics, lengths);
    }
  }
}

/** A constant as NumPy would cast it: a fraction loses what an integer cannot hold. */
function asElement(a: NDArray, value: Scalar): NDArray | Scalar {
  const isInteger = dtypeInfo(a.dtype).kind === 'i' || dtypeInfo(a.dtype).kind === 'u';
  return isInteger && typeof value === 'number' ? Math.trunc(value) : value;
}

function rampBorder(
  region: NDArray,
  axis: number,
  before: number,
  after: number,
  ends: readonly [Scalar, Scalar],
): void {
  const end = region.shape[axis] - after;
  put(slab(region, axis, 0, before), ramp(slab(region, axis, before, 1), axis, before, ends[0]));
  put(slab(region, axis, end, after), flip(ramp(slab(region, axis, end - 1, 1), axis, after, ends[1]), axis));
}

/** `count` steps from `start` towards the edge, which is not reached. */
function ramp(edge: NDArray, axis: number, count: number, start: Scalar): NDArray {
  const shape = new Array<number>(edge.ndim).fill(1);
  shape[axis] = count;
  const wide = dtypeInfo(edge.dtype).kind === 'c' ? edge : castTo('pad', edge, 'float64');
  const steps = divide(subtract(wide, start), Math.max(count, 1));
  const values = add(multiply(arange(count).reshape(shape), steps), start) as NDArray;
  const { kind } = dtypeInfo(edge.dtype);
  return kind === 'i' || kind === 'u' ? (floor(values) as NDArray) : values;
}

/** Mirrors go on in whole periods: what is inside already, borders included, cut to a multiple of the original. */
function mirrorBorder(mode: 'reflect' | 'symmetric', type: 'even' | 'odd'): Border {
  if (type !== 'even' && type !== 'odd') {
    throw new ArgumentError(`reflectType is ${String(type)}; needs even or odd`, {
      operation: 'pad',
      argument: 'reflectType',
      got: type,
      needs: 'even or odd',
    });
  }
  return (region, axis, before, after) => {
    const length = region.shape[axis];
    const original = length - before - after;
    if (mode === 'reflect' && original === 1) {
      // One element has nothing to mirror: it is repeated.
      put(slab(region, axis, 0, before), slab(region, axis, before, 1));
      put(slab(region, axis, length - after, after), slab(region, axis, before, 1));
      return;
    }
    // How far behind the edge the mirror stands: 'symmetric' repeats the edge itself.
    const skip = mode === 'reflect' ? 1 : 0;
    const period = original - skip;
    let low = before;
    let high = length - after;
    while (low > 0 || high < length) {
      const inside = Math.floor((high - low - skip) / period) * period;
      const reach = (edge: number, chunk: NDArray): NDArray =>
        type === 'even' ? chunk : (subtract(multiply(slab(region, axis, edge, 1), 2), chunk) as NDArray);
      const left = Math.min(inside, low);
      const right = Math.min(inside, length - high);
      if (left > 0) {
        const chunk = flip(slab(region, axis, low + skip, left), axis);
        put(slab(region, axis, low - left, left), reach(low, chunk));
      }
      if (right > 0) {
        const chunk = flip(slab(region, axis, high - skip - right, right), axis);
        put(slab(region, axis, high, right), reach(high - 1, chunk));
      }
      low -= left;
      high += right;
    }
  };
}

function wrapBorder(region: NDArray, axis: number, before: number, after: number): void {
  const length = region.shape[axis];
  const period = length - before - after;
  for (let low = before; low > 0; ) {
    // Everything from `low` on is periodic, so a whole number of periods can be copied at once.
    const inside = Math.floor((length - after - low) / period) * period;
    const count = Math.min(inside, low);
    put(slab(region, axis, low - count, count), slab(region, axis, low + inside - count, count));
    low -= count;
  }
  for (let high = length - after; high < length; ) {
    const inside = Math.floor((high - before) / period) * period;
    const count = Math.min(inside, length - high);
    put(slab(region, axis, high, count), slab(region, axis, high - inside, count));
    high += count;
  }
}

function statisticBorder(name: keyof typeof statistics, lengths: [number, number][] | null): Border {
  return (region, axis, before, after) => {
    const inside = region.shape[axis] - before - after;
    const [first, last] = lengths === null ? [inside, inside] : lengths[axis].map((n) => Math.min(n, inside));
    if ((first === 0 || last === 0) && (name === 'maximum' || name === 'minimum')) {
      throw new ArgumentError('statLength is 0; a border of extremes needs at least one element', {
        operation: 'pad',
        argument: 'statLength',
        got: 0,
        needs: 'at least 1',
      });
    }
    const of = (chunk: NDArray): NDArray => {
      const value = statistics[name](chunk, { axis, keepdims: true });
      const { kind } = dtypeInfo(region.dtype);
      return (kind === 'i' || kind === 'u') && dtypeInfo(value.dtype).kind === 'f'
        ? (round(value) as NDArray)
        : value;
    };
    const left = of(slab(region, axis, before, first));
    const right =
      first === inside && last === inside ? left : of(slab(region, axis, before + inside - last, last));
    put(slab(region, axis, 0, before), left);
    put(slab(region, axis, before + inside, after), right);
  };
}
