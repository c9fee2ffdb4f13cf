/** Blocks made from nothing but what they are. */
import type { DType } from '../../core/dtype.js';
import { DTypeError, ShapeError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { canCast, type Scalar } from '../../core/promotion.js';
import { formatShape } from '../../core/shape.js';
import type { ArrayLike } from '../../core/types.js';
import { empty, eye, full, zeros } from '../../ops/creation.js';
import { add, multiply } from '../../ops/elementwise.js';
import { arange, asarray, asType, broadcastTo, expandDims } from '../../ops/index.js';
import { tracing } from '../../ops/tracing.js';
import type { Range } from '../selection.js';

const lengths = (ranges: readonly Range[]): number[] => ranges.map(({ count }) => count);

/** One value everywhere. */
export function filledBlock(dtype: DType, value: Scalar, ranges: readonly Range[]): NDArray {
  // In a fused call nobody needs the memory.
  if (tracing.current !== null) {
    const one = value === 0 ? zeros([], dtype) : full([], value, dtype);
    return tracing.current.standFor(broadcastTo(one, lengths(ranges)));
  }
  return value === 0 ? zeros(lengths(ranges), dtype) : full(lengths(ranges), value, dtype);
}

/** Elements that may be anything. */
export function emptyBlock(dtype: DType, ranges: readonly Range[]): NDArray {
  return empty(lengths(ranges), dtype);
}

/** The places of a range along one axis. */
function placesIn({ first, count, step }: Range): NDArray {
  return add(multiply(arange(count), step), first);
}

/** start + place × step. */
export function rangeBlock(dtype: DType, start: number, step: number, [range]: readonly Range[]): NDArray {
  return asType(add(multiply(placesIn(range), step), start), dtype);
}

/** The same, with the last element of the whole set to `stop`. */
export function spaceBlock(
  dtype: DType,
  start: number,
  step: number,
  last: number,
  stop: number,
  [range]: readonly Range[],
): NDArray {
  const block = add(multiply(placesIn(range), step), start);
  const at = (last - range.first) / range.step;
  if (Number.isInteger(at) && at >= 0 && at < range.count) block.set(stop, at);
  return asType(block, dtype);
}

/** Ones where column − row is `k`. */
export function eyeBlock(dtype: DType, k: number, [rows, columns]: readonly Range[]): NDArray {
  if (rows.step === 1 && columns.step === 1) {
    return eye(rows.count, columns.count, { k: k + rows.first - columns.first, dtype });
  }
  const block = zeros([rows.count, columns.count], dtype);
  for (let row = 0; row < rows.count; row++) {
    const column = (rows.first + row * rows.step + k - columns.first) / columns.step;
    if (Number.isInteger(column) && column >= 0 && column < columns.count) block.set(1, row, column);
  }
  return block;
}

/** The indices along one axis of every element of a block. */
export function gridBlock(dtype: DType, axis: number, ranges: readonly Range[]): NDArray {
  const others = ranges.map((_, at) => at).filter((at) => at !== axis);
  const places = asType(placesIn(ranges[axis]), dtype);
  return broadcastTo(others.length === 0 ? places : expandDims(places, others), lengths(ranges));
}

/** What a user's function gave, as the block that was promised. */
export function promisedBlock(
  result: unknown,
  operation: string,
  dtype: DType,
  shape: readonly number[],
): NDArray {
  const block = asarray(result as ArrayLike) as NDArray;
  const fits =
    block.ndim === shape.length && block.shape.every((n, at) => n === shape[at] || Number.isNaN(shape[at]));
  if (!fits && block.size !== 1) {
    throw new ShapeError(
      `the function gave shape ${formatShape(block.shape)}; the block has ${formatShape(shape)}`,
      { operation, argument: 'fn', got: block.shape, needs: formatShape(shape) },
    );
  }
  // Plain numbers come as float64, whatever they are meant to be.
  if (block.dtype !== dtype && !canCast(block.dtype, dtype, 'same_kind') && block.dtype !== 'float64') {
    throw new DTypeError(`the function gave ${block.dtype}; the array has ${dtype}`, {
      operation,
      argument: 'fn',
      got: block.dtype,
      needs: dtype,
    });
  }
  const own = block.dtype === dtype ? block : asType(block, dtype);
  return fits ? own : broadcastTo(own.reshape([]), [...shape]);
}
