/** Shapes and strides as plain numbers: nothing here touches data. */
import { AxisError, ShapeError } from './errors.js';

/** The length of each axis. */
export type Shape = readonly number[];

/** Memory order: C (last axis varies fastest) or Fortran (first axis varies fastest). */
export type Order = 'C' | 'F';

/** The number of elements an array of `shape` has. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** Byte strides of a contiguous array. Like NumPy, an empty array gets the strides of its lengths clamped to 1. */
export function contiguousStrides(shape: Shape, itemsize: number, order: Order = 'C'): number[] {
  const strides = new Array<number>(shape.length);
  let strideBytes = itemsize;
  for (let step = 0; step < shape.length; step++) {
    const axis = order === 'C' ? shape.length - 1 - step : step;
    strides[axis] = strideBytes;
    strideBytes *= Math.max(shape[axis], 1);
  }
  return strides;
}

/** Whether the elements lie one after the other in `order`. Axes of length 1 may have any stride. */
export function isContiguous(
  shape: Shape,
  strides: readonly number[],
  itemsize: number,
  order: Order,
): boolean {
  let expected = itemsize;
  for (let step = 0; step < shape.length; step++) {
    const axis = order === 'C' ? shape.length - 1 - step : step;
    if (shape[axis] === 0) return true;
    if (shape[axis] === 1) continue;
    if (strides[axis] !== expected) return sizeOf(shape) === 0;
    expected *= shape[axis];
  }
  return true;
}

/**
 * The shape that all of `shapes` broadcast to, by NumPy's rules.
 * @throws ShapeError naming the shapes that do not fit.
 */
export function broadcastShapes(operation: string, ...shapes: Shape[]): number[] {
  if (shapes.length > 0 && allEqual(shapes)) return shapes[0].slice();
  const ndim = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    const lead = ndim - shape.length;
    for (let axis = 0; axis < shape.length; axis++) {
      const length = shape[axis];
      if (length === 1) continue;
      if (result[lead + axis] !== 1 && result[lead + axis] !== length) {
        const listed = shapes.map(formatShape).join(' and ');
        throw new ShapeError(
          `shapes ${listed} do not broadcast: axis ${lead + axis - ndim} is ${result[lead + axis]} and ${length}`,
          {
            operation,
            got: shapes,
            needs: 'equal lengths, or 1, on every axis counted from the last',
          },
        );
      }
      result[lead + axis] = length;
    }
  }
  return result;
}

function allEqual([first, ...others]: readonly Shape[]): boolean {
  for (const shape of others) {
    if (shape.length !== first.length) return false;
    for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== first[axis]) return false;
  }
  return true;
}

/**
 * An axis counted from the front.
 * @throws AxisError when it lies outside an array of `ndim` axes.
 */
export function normalizeAxis(operation: string, axis: number, ndim: number, argument = 'axis'): number {
  if (Number.isInteger(axis) && axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  throw new AxisError(
    `${argument} ${axis} is out of bounds for an array of ${ndim} dimension${ndim === 1 ? '' : 's'}`,
    {
      operation,
      argument,
      got: axis,
      needs: ndim === 0 ? 'no axis: the array is a scalar' : `an integer in [${-ndim}, ${ndim - 1}]`,
    },
  );
}

/** A shape as NumPy prints it: `(3, 4)`, `(3,)`, `()`. */
export function formatShape(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}
