/** Where the extremes are: argmin and argmax. */

import { ArgumentError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { contiguousStrides, normalizeAxis, sizeOf } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import { extreme } from '../kernels/js/along.js';
import { backend } from '../kernels/select.js';
import { planLayout, withLastAxis } from './plan.js';
import { castTo } from './reduction.js';
import type { NoOptions, ReductionResult, WithAxes } from './types.js';
import { type Operand, toArray } from './ufunc.js';

/** Options of `argmin` and `argmax`. */
export interface ArgOptions {
  /** The axis to search along; absent or null: all elements in C order. */
  readonly axis?: number | null;
  /** Leaves the searched axis in the shape with length 1. */
  readonly keepdims?: boolean;
}

const argNames: OptionNames<ArgOptions> = { axis: true, keepdims: true };

/**
 * Where the smallest element is, the first one if there are several.
 *
 * Any dtype → int64. The first NaN wins.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds.
 * @example
 * argmin([3, 1, 2]).item(); // 1n
 * @see numpy.argmin
 */
export function argmin<X extends Operand, const O extends ArgOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, 'int64'> {
  return argBest('argmin', x, options ?? {}, -1) as never;
}

/**
 * Where the largest element is, the first one if there are several.
 *
 * Any dtype → int64. The first NaN wins.
 *
 * @throws ArgumentError when there is nothing to choose from; AxisError for an axis out of bounds.
 * @example
 * argmax([[1, 5], [3, 2]], { axis: 1 }).toArray(); // [1n, 0n]
 * @see numpy.argmax
 */
export function argmax<X extends Operand, const O extends ArgOptions = NoOptions>(
  x: X,
  options?: WithAxes<X, O>,
): ReductionResult<X, O, 'int64'> {
  return argBest('argmax', x, options ?? {}, 1) as never;
}

function argBest(operation: string, x: Operand, options: ArgOptions, direction: 1 | -1): NDArray<'int64'> {
  if (isForeign(x)) return x[foreignSymbol](operation, [x, options]) as never;
  checkOptions(operation, options, argNames);
  let a = toArray(operation, x);
  // Halves order as the floats they are.
  if (a.dtype === 'float16') a = castTo(operation, a, 'float32');
  const whole = options.axis === undefined || options.axis === null;
  const fullShape = a.shape;
  if (whole) {
    // One axis of all elements in C order.
    const flat = a.flags.cContiguous ? a : castTo(operation, a, a.dtype);
    a = new NDArray({
      data: storage(flat),
      dtype: a.dtype,
      shape: [a.size],
      strides: [a.itemsize],
      offset: flat.offset,
    });
  }
  const axis = whole ? 0 : normalizeAxis(operation, options.axis!, a.ndim);
  const length = a.shape[axis];
  const kept = a.shape.filter((_, at) => at !== axis);
  if (length === 0 && sizeOf(kept) > 0) {
    throw new ArgumentError('the array has no elements along the axis; needs at least one', {
      operation,
      argument: 'x',
      got: fullShape,
    });
  }
  const out = newArray(operation, 'int64', kept);
  const others = { shape: kept, strides: a.strides.filter((_, other) => other !== axis), offset: a.offset };
  const { ndim, layout } = withLastAxis(planLayout(kept, [out, others], 1), length, [0, a.strides[axis]]);
  if (out.size > 0) {
    const params = Float64Array.of(direction < 0 ? 0 : 1, kernelCode(a.dtype), ndim);
    const chosen = backend();
    if (chosen.name === 'native') chosen.run('extreme', [storage(out), storage(a), layout], params);
    else extreme([storage(out), storage(a), layout], params);
  }
  const shape = options.keepdims
    ? whole
      ? fullShape.map(() => 1)
      : a.shape.map((n, other) => (other === axis ? 1 : n))
    : kept;
  return new NDArray({ data: storage(out), dtype: 'int64', shape, strides: contiguousStrides(shape, 8) });
}
