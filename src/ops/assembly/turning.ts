/** Views of arrays turned and mirrored. */

import { AxisError, ShapeError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { normalizeAxis } from '../../core/shape.js';
import { flip, moveaxis, swapaxes } from '../manipulation.js';
import type { DTypeOf } from '../types.js';
import { type Operand, toArray } from '../ufunc.js';

/** Options of `rot90`. */
export interface RotationOptions {
  /** How many quarter turns, backwards when negative. 1. */
  readonly k?: number;
  /** The plane: turned from the first of these axes towards the second. [0, 1]. */
  readonly axes?: readonly [number, number];
}

const rotationNames: OptionNames<RotationOptions> = { k: true, axes: true };

/**
 * A view turned by quarters in the plane of two axes. Any dtype, which stays.
 *
 * @throws AxisError for an axis out of bounds, or the same one twice.
 * @example
 * rot90([[1, 2], [3, 4]]).toArray(); // [[2, 4], [1, 3]]
 * @see numpy.rot90
 */
export function rot90<X extends Operand>(x: X, options: RotationOptions = {}): NDArray<DTypeOf<X>> {
  checkOptions('rot90', options, rotationNames);
  const a = toArray('rot90', x);
  const { k = 1, axes = [0, 1] } = options;
  const first = normalizeAxis('rot90', axes[0], a.ndim, 'axes');
  const second = normalizeAxis('rot90', axes[1], a.ndim, 'axes');
  if (first === second || axes.length !== 2) {
    throw new AxisError(`axes are ${axes.join(', ')}; needs two different ones`, {
      operation: 'rot90',
      argument: 'axes',
      got: axes,
      needs: 'two different axes',
    });
  }
  const quarters = ((k % 4) + 4) % 4;
  if (quarters === 0) return a as never;
  if (quarters === 2) return flip(a, [first, second]) as never;
  const turned = swapaxes(a, first, second);
  // The turned array has its axes exchanged, so mirroring the first of them mirrors what was the second.
  return flip(turned, quarters === 1 ? first : second) as never;
}

/**
 * A view with the columns in reverse: mirrored along the second axis. Any dtype, which stays.
 *
 * @throws ShapeError for fewer than two axes.
 * @example
 * fliplr([[1, 2], [3, 4]]).toArray(); // [[2, 1], [4, 3]]
 * @see numpy.fliplr
 */
export function fliplr<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  return mirrored('fliplr', x, 1) as never;
}

/**
 * A view with the rows in reverse: mirrored along the first axis. Any dtype, which stays.
 *
 * @throws ShapeError for a scalar.
 * @example
 * flipud([[1, 2], [3, 4]]).toArray(); // [[3, 4], [1, 2]]
 * @see numpy.flipud
 */
export function flipud<X extends Operand>(x: X): NDArray<DTypeOf<X>> {
  return mirrored('flipud', x, 0) as never;
}

function mirrored(operation: string, x: Operand, axis: number): NDArray {
  const a = toArray(operation, x);
  if (a.ndim > axis) return flip(a, axis);
  throw new ShapeError(`x has ${a.ndim} axes; needs at least ${axis + 1}`, {
    operation,
    argument: 'x',
    got: a.shape,
    needs: `at least ${axis + 1} axes`,
  });
}

/**
 * A view with one axis moved to stand before another; 'moveaxis' is clearer.
 *
 * @param axis the axis to move.
 * @param start the axis before which it shall stand; the number of axes puts it last.
 * @throws AxisError for an axis out of bounds.
 * @example
 * rollaxis(zeros([2, 3, 4]), 2).shape; // [4, 2, 3]
 * @see numpy.rollaxis
 */
export function rollaxis<X extends Operand>(x: X, axis: number, start = 0): NDArray<DTypeOf<X>> {
  const a = toArray('rollaxis', x);
  const from = normalizeAxis('rollaxis', axis, a.ndim);
  const before = start === a.ndim ? start : normalizeAxis('rollaxis', start, a.ndim, 'start');
  return moveaxis(a, from, from < before ? before - 1 : before) as never;
}
