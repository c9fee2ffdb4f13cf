/** Views as arithmetic on shapes and strides: what reshape, transpose and the others do to an array's metadata. */
import { type DType, dtypeInfo } from './dtype.js';
import { describe } from './element.js';
import { ArgumentError, AxisError, ShapeError } from './errors.js';
import { contiguousStrides, formatShape, normalizeAxis, type Order, type Shape, sizeOf } from './shape.js';

/** Shape and strides of a view. */
export interface Axes {
  readonly shape: number[];
  readonly strides: number[];
}

/**
 * Checks a shape given by a user, as a list of lengths or one length.
 * @throws ShapeError unless every length is an integer, 0 or more.
 */
export function checkShape(operation: string, shape: unknown): number[] {
  const lengths = typeof shape === 'number' ? [shape] : shape;
  if (!Array.isArray(lengths)) {
    throw new ShapeError(`shape is ${describe(shape)}; needs a length or a list of lengths`, {
      operation,
      got: shape,
    });
  }
  for (const length of lengths) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ShapeError(`shape has length ${String(length)}; needs integers, 0 or more`, {
        operation,
        argument: 'shape',
        got: shape,
        needs: 'integers, 0 or more',
      });
    }
  }
  return lengths.slice();
}

/** Checks a memory order given by a user. */
export function checkOrder(operation: string, order: unknown): Order {
  if (order === 'C' || order === 'F') return order;
  throw new ArgumentError(
    `order is ${typeof order === 'string' ? `'${order}'` : describe(order)}; needs 'C' or 'F'`,
    {
      operation,
      argument: 'order',
      got: order,
    },
  );
}

/**
 * The wanted shape with its one -1, if any, replaced by the length that makes `size` elements.
 * @throws ShapeError when no length does.
 */
export function resolveShape(
  operation: string,
  wanted: readonly number[],
  size: number,
  from: Shape,
): number[] {
  const unknown = wanted.indexOf(-1);
  const shape = checkShape(
    operation,
    unknown < 0 ? wanted : wanted.map((n, axis) => (axis === unknown ? 1 : n)),
  );
  const known = sizeOf(shape);
  if (unknown >= 0 && known > 0 && size % known === 0) shape[unknown] = size / known;
  if (sizeOf(shape) === size && !(unknown >= 0 && known === 0)) return shape;
  throw new ShapeError(`an array of shape ${formatShape(from)} does not reshape to ${formatShape(wanted)}`, {
    operation,
    argument: 'shape',
    got: wanted,
    needs: `a shape of ${size} element${size === 1 ? '' : 's'}`,
  });
}

/**
 * The strides of `newShape` over the same memory, or null when only a copy can have that shape. The old axes (without
 * those of length 1) and the new ones are grouped into runs of equal size; a run stays a view if its old axes
 * step evenly.
 */
export function reshapeStrides(
  shape: Shape,
  strides: readonly number[],
  newShape: Shape,
  itemsize: number,
  order: Order,
): number[] | null {
  if (sizeOf(shape) === 0) return contiguousStrides(newShape, itemsize, order);
  const oldShape: number[] = [];
  const oldStrides: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    oldShape.push(shape[axis]);
    oldStrides.push(strides[axis]);
  }
  const newStrides = new Array<number>(newShape.length);
  let oldFirst = 0;
  let newFirst = 0;
  let lastStride = itemsize;
  while (oldFirst < oldShape.length && newFirst < newShape.length) {
    let oldEnd = oldFirst + 1;
    let newEnd = newFirst + 1;
    let oldSize = oldShape[oldFirst];
    let newSize = newShape[newFirst];
    while (oldSize !== newSize) {
      if (newSize < oldSize) newSize *= newShape[newEnd++];
      else oldSize *= oldShape[oldEnd++];
    }
    for (let axis = oldFirst; axis < oldEnd - 1; axis++) {
      const even =
        order === 'C'
          ? oldStrides[axis] === oldShape[axis + 1] * oldStrides[axis + 1]
          : oldStrides[axis + 1] === oldShape[axis] * oldStrides[axis];
      if (!even) return null;
    }
    fillRun(
      newStrides,
      newShape,
      newFirst,
      newEnd,
      order === 'C' ? oldStrides[oldEnd - 1] : oldStrides[oldFirst],
      order,
    );
    oldFirst = oldEnd;
    newFirst = newEnd;
    lastStride = order === 'C' ? newStrides[newEnd - 1] : newStrides[newEnd - 1] * newShape[newEnd - 1];
  }
  // What is left of the new shape is axes of length 1.
  for (let axis = newFirst; axis < newShape.length; axis++) newStrides[axis] = lastStride;
  return newStrides;
}

/** Strides of the new axes first..end-1, which together step over one even run. */
function fillRun(
  strides: number[],
  shape: Shape,
  first: number,
  end: number,
  step: number,
  order: Order,
): void {
  let stride = step;
  for (let i = 0; i < end - first; i++) {
    const axis = order === 'C' ? end - 1 - i : first + i;
    strides[axis] = stride;
    stride *= shape[axis];
  }
}

/**
 * The axes of a permutation, counted from the front; no argument reverses them.
 * @throws AxisError unless every axis is named exactly once.
 */
export function checkPermutation(
  operation: string,
  axes: readonly number[] | undefined,
  ndim: number,
): number[] {
  if (axes === undefined) return Array.from({ length: ndim }, (_, axis) => ndim - 1 - axis);
  if (axes.length !== ndim) {
    throw new AxisError(`axes has ${axes.length} entries, the array has ${ndim} axes`, {
      operation,
      argument: 'axes',
      got: axes,
    });
  }
  return checkAxes(operation, axes, ndim, 'axes');
}

function noAxes(operation: string, argument: string, got: unknown): AxisError {
  const needs = 'an integer or a list of integers';
  return new AxisError(`${argument} is ${describe(got)}; needs ${needs}`, {
    operation,
    argument,
    got,
    needs,
  });
}

/**
 * Axes counted from the front.
 * @throws AxisError when one lies outside the array or is named twice.
 */
export function checkAxes(
  operation: string,
  axes: readonly number[],
  ndim: number,
  argument = 'axis',
): number[] {
  if (!Array.isArray(axes)) throw noAxes(operation, argument, axes);
  const result = axes.map((axis) => normalizeAxis(operation, axis, ndim, argument));
  if (new Set(result).size !== result.length) {
    throw new AxisError(`${argument} names an axis twice: ${axes.join(', ')}`, {
      operation,
      argument,
      got: axes,
    });
  }
  return result;
}

/** Axes of length 1 at the given places of the result. */
export function expandAxes(
  operation: string,
  { shape, strides }: Axes,
  axis: number | readonly number[],
): Axes {
  const places = typeof axis === 'number' ? [axis] : axis;
  const ndim = shape.length + places.length;
  const added = new Set(checkAxes(operation, places, ndim));
  const newShape: number[] = [];
  const newStrides: number[] = [];
  for (let at = 0, from = 0; at < ndim; at++) {
    if (added.has(at)) {
      newShape.push(1);
      newStrides.push(0);
    } else {
      newShape.push(shape[from]);
      newStrides.push(strides[from++]);
    }
  }
  return { shape: newShape, strides: newStrides };
}

/**
 * Without the named axes of length 1, or without all of them.
 * @throws ShapeError when a named axis is longer.
 */
export function squeezeAxes(
  operation: string,
  axes: Axes,
  axis: number | readonly number[] | undefined,
): Axes {
  const { shape, strides } = axes;
  let dropped: Set<number> | null = null;
  if (axis !== undefined) {
    dropped = new Set(checkAxes(operation, typeof axis === 'number' ? [axis] : axis, shape.length));
    for (const a of dropped) {
      if (shape[a] === 1) continue;
      throw new ShapeError(`axis ${a} has length ${shape[a]}; only axes of length 1 can go`, {
        operation,
        argument: 'axis',
        got: axis,
      });
    }
  }
  const kept: number[] = [];
  for (let a = 0; a < shape.length; a++)
    if (dropped === null ? shape[a] !== 1 : !dropped.has(a)) kept.push(a);
  return { shape: kept.map((a) => shape[a]), strides: kept.map((a) => strides[a]) };
}

/**
 * Strides that repeat an array over `target`.
 * @throws ShapeError when the shape does not broadcast to it.
 */
export function broadcastStrides(
  operation: string,
  shape: Shape,
  strides: readonly number[],
  target: Shape,
): number[] {
  const lead = target.length - shape.length;
  const result = new Array<number>(target.length).fill(0);
  let fits = lead >= 0;
  for (let axis = 0; fits && axis < shape.length; axis++) {
    if (shape[axis] === target[lead + axis]) result[lead + axis] = strides[axis];
    else if (shape[axis] !== 1) fits = false;
  }
  if (fits) return result;
  throw new ShapeError(`shape ${formatShape(shape)} does not broadcast to ${formatShape(target)}`, {
    operation,
    got: shape,
    needs: `a shape that broadcasts to ${formatShape(target)}`,
  });
}

/** Contiguous strides whose axes lie in memory as those of `strides` do: NumPy's order 'K'. */
export function keepOrderStrides(shape: Shape, strides: readonly number[], itemsize: number): number[] {
  const axes = shape.map((_, axis) => axis);
  axes.sort((a, b) => Math.abs(strides[b]) - Math.abs(strides[a]) || a - b);
  const result = new Array<number>(shape.length);
  let stride = itemsize;
  for (let i = axes.length - 1; i >= 0; i--) {
    result[axes[i]] = stride;
    stride *= Math.max(shape[axes[i]], 1);
  }
  return result;
}

/** Bytes of `size` elements. */
export function bytesOf(dtype: DType, size: number): number {
  return size * dtypeInfo(dtype).itemsize;
}
