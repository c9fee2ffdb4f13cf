/** Where the extremes are: argmin and argmax. */
import { ArgumentError } from '../core/errors.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { contiguousStrides, normalizeAxis, sizeOf } from '../core/shape.js';
import { eachRow } from '../kernels/js/loops/drive.js';
import { CHUNK, inPlace, load, loopKind } from '../kernels/js/loops/work.js';
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
  let a = toArray(operation, x);
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
  const positions = storage(out);
  let at = 0;
  const rows = [...kept, ...a.strides.filter((_, other) => other !== axis)];
  // The searched axis is one run; the odometer walks the others in C order, which is the result's.
  const layout = [...kept, 1, a.offset, ...rows.slice(kept.length), 0];
  if (out.size > 0) {
    eachRow(kept.length + 1, layout, 1, ([start]) => {
      positions[at++] = BigInt(bestOf(a, start, a.strides[axis], length, direction));
    });
  }
  const shape = options.keepdims
    ? whole
      ? fullShape.map(() => 1)
      : a.shape.map((n, other) => (other === axis ? 1 : n))
    : kept;
  return new NDArray({ data: positions, dtype: 'int64', shape, strides: contiguousStrides(shape, 8) });
}

/** The position of the best element of a run, the first NaN before all. */
function bestOf(a: NDArray, start: number, stride: number, length: number, direction: 1 | -1): number {
  const data = storage(a);
  const kind = loopKind[a.dtype];
  const j = start / data.BYTES_PER_ELEMENT;
  const step = stride / data.BYTES_PER_ELEMENT;
  if (kind === 'complex') return bestComplex(data as Float64Array, j, step, length, direction);
  if (kind === 'bigint') return bestNumber(data as unknown as Float64Array, j, step, length, direction);
  if (inPlace(kind, a.dtype)) return bestNumber(data as Float64Array, j, step, length, direction);
  const chunk = new Float64Array(CHUNK + 1);
  let best = -1;
  for (let done = 0; done < length; done += CHUNK) {
    const m = Math.min(CHUNK, length - done);
    // The best so far stands before the chunk, so that it wins ties.
    load(kind, m, chunk.subarray(1), a.dtype, data, j + done * step, step);
    const position = bestNumber(chunk, best < 0 ? 1 : 0, 1, best < 0 ? m : m + 1, direction);
    const found = best < 0 ? position : position - 1;
    if (found >= 0) {
      best = done + found;
      chunk[0] = chunk[found + 1];
    }
    if (Number.isNaN(chunk[0])) return best;
  }
  return best;
}

/** Also for bigints, which compare alike and are never NaN (the test by comparison takes both). */
function bestNumber(data: Float64Array, j: number, step: number, length: number, direction: 1 | -1): number {
  let best = data[j];
  let position = 0;
  if (isNaNValue(best)) return 0;
  for (let at = 1; at < length; at++) {
    const x = data[j + at * step];
    if (direction > 0 ? !(x <= best) : !(x >= best)) {
      best = x;
      position = at;
      if (isNaNValue(x)) break;
    }
  }
  return position;
}

function isNaNValue(x: number): boolean {
  return !(x >= 0) && !(x < 0);
}

function bestComplex(data: Float64Array, j: number, step: number, length: number, direction: 1 | -1): number {
  let position = 0;
  for (let at = 0; at < length; at++) {
    const k = j + at * step;
    const best = j + position * step;
    const re = data[k];
    const im = data[k + 1];
    if (Number.isNaN(re) || Number.isNaN(im)) return at;
    const byReal = direction * (re - data[best]);
    if (byReal > 0 || (re === data[best] && direction * (im - data[best + 1]) > 0)) position = at;
  }
  return position;
}
