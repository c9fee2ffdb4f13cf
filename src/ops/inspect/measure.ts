/** The measures of an array as functions, which take lists and scalars too. */
import { normalizeAxis, type Shape } from '../../core/shape.js';
import { type Operand, toArray } from '../ufunc.js';

/**
 * The lengths of the axes.
 *
 * @throws DTypeError for what is no array.
 * @example
 * shape([[1, 2, 3]]); // [1, 3]
 * @see numpy.shape
 */
export function shape(x: Operand): Shape {
  return toArray('shape', x).shape;
}

/**
 * How many axes there are.
 *
 * @throws DTypeError for what is no array.
 * @example
 * ndim([[1, 2, 3]]); // 2
 * @see numpy.ndim
 */
export function ndim(x: Operand): number {
  return toArray('ndim', x).ndim;
}

/**
 * How many elements there are, or how many along an axis.
 *
 * @throws DTypeError for what is no array; AxisError.
 * @example
 * size([[1, 2, 3]]); // 3
 * @see numpy.size
 */
export function size(x: Operand, axis?: number | null): number {
  const a = toArray('size', x);
  return axis === undefined || axis === null ? a.size : a.shape[normalizeAxis('size', axis, a.ndim)];
}
