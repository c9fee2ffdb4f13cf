/** Differences of neighbours. */

import { ArgumentError } from '../core/errors.js';
import { type Foreign, foreignSymbol, isForeign, type Made } from '../core/foreign.js';
import { type NDArray, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { normalizeAxis, type Shape } from '../core/shape.js';
import type { ArrayLike } from '../core/types.js';
import { asarray } from './asarray.js';
import { checkInteger } from './axis-option.js';
import { subtract } from './elementwise.js';
import { concatenate } from './joining.js';
import { notEqual } from './logic.js';
import type { DTypeOf } from './types.js';

export interface DiffOptions {
  /** How many times differences are taken. 1. */
  readonly n?: number;
  /** The axis along which. The last. */
  readonly axis?: number;
  /** Values put before the first ones along the axis; a scalar is one of them everywhere. */
  readonly prepend?: ArrayLike;
  /** Values put after the last ones. */
  readonly append?: ArrayLike;
}

const diffNames: OptionNames<DiffOptions> = { n: true, axis: true, prepend: true, append: true };

/**
 * Differences of neighbours along an axis, `x[i + 1] - x[i]`, taken `n` times.
 *
 * Numbers keep their dtype, integers wrapping around; of bools, whether neighbours differ. Each time the axis gets
 * shorter by one, down to 0. NaN gives NaN; `n` 0 gives `x` itself.
 *
 * @throws AxisError; ArgumentError when `n` is no integer or negative, or `x` has no axis; ShapeError when what is
 * put before or after does not fit.
 * @example
 * diff([1, 4, 9]).toArray(); // [3, 5]
 * diff([1, 4, 9], { n: 2 }).toArray(); // [2]
 * @see numpy.diff
 */
export function diff<const X extends ArrayLike | Foreign>(
  x: X,
  options: DiffOptions = {},
): Made<X, DTypeOf<X>, Shape> {
  if (isForeign(x)) return x[foreignSymbol]('diff', [x, options]) as never;
  checkOptions('diff', options, diffNames);
  let a = asarray(x) as NDArray;
  const n = checkInteger('diff', 'n', options.n ?? 1, 0);
  if (n === 0) return a as never;
  if (a.ndim === 0) {
    throw new ArgumentError('x has no axes; needs at least one', { operation: 'diff', argument: 'x' });
  }
  const axis = normalizeAxis('diff', options.axis ?? -1, a.ndim);
  const parts = [edge(options.prepend, a, axis), a, edge(options.append, a, axis)];
  const joined = parts.filter((part) => part !== undefined);
  if (joined.length > 1) a = concatenate(joined, axis) as NDArray;
  for (let time = 0; time < n; time++) {
    const shape = a.shape.slice();
    shape[axis] = Math.max(0, shape[axis] - 1);
    const before = viewOf(a, shape as Shape, a.strides, a.offset);
    // An empty view starts where the array does, so that it never points outside its memory.
    const after =
      shape[axis] === 0 ? before : viewOf(a, shape as Shape, a.strides, a.offset + a.strides[axis]);
    a = a.dtype === 'bool' ? (notEqual(after, before) as NDArray) : (subtract(after, before) as NDArray);
  }
  return a as never;
}

function edge(values: ArrayLike | undefined, a: NDArray, axis: number): NDArray | undefined {
  if (values === undefined) return undefined;
  // A scalar without a dtype takes the array's, where that holds it.
  const weak = typeof values === 'number' && Number.isInteger(values);
  const own = asarray(values, weak ? { dtype: a.dtype } : {}) as NDArray;
  if (own.ndim > 0) return own;
  return own.broadcastTo(a.shape.map((length, at) => (at === axis ? 1 : length))) as NDArray;
}
