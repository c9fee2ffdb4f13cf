/** The frequencies that the elements of a transform stand for, and the order they come in. */

import { copyElements } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type NDArray, newUninitialized, storage, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { normalizeAxis, type Shape } from '../core/shape.js';
import type { Rank } from '../core/types.js';
import { layoutOf } from '../ops/result.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import { checkLength } from './transform.js';

/** Options of `fftfreq` and `rfftfreq`. */
export interface FrequencyOptions {
  /** The time between samples; not 0. 1. */
  readonly d?: number;
}

function checkSpacing(operation: string, d: unknown): number {
  if (typeof d === 'number' && d !== 0) return d;
  throw new ArgumentError(`d is ${String(d)}; needs a number that is not 0`, {
    operation,
    argument: 'd',
    got: d,
    needs: 'a number that is not 0',
  });
}

const frequencyNames: OptionNames<FrequencyOptions> = { d: true };

/** valueAt(i) for i < count, over n d. */
function frequencies(
  operation: string,
  n: number,
  options: FrequencyOptions,
  valueAt: (i: number) => number,
  count: number,
): NDArray<'float64', [number]> {
  checkOptions(operation, options, frequencyNames);
  const { d = 1 } = options;
  const result = newUninitialized(operation, 'float64', [count] as [number]);
  const data = storage(result);
  const unit = 1 / (n * checkSpacing(operation, d));
  for (let i = 0; i < count; i++) data[i] = valueAt(i) * unit;
  return result;
}

/**
 * The frequency of each element of an `fft` of length `n`, in cycles per unit of `d`: 0, 1, …, then the negative
 * ones, over n d. float64.
 *
 * @throws ArgumentError for an `n` below 1, or a `d` of 0.
 * @example
 * fft.fftfreq(5, { d: 0.1 }).toArray(); // [0, 2, 4, -4, -2]
 * @see numpy.fft.fftfreq
 */
export function fftfreq(n: number, options: FrequencyOptions = {}): NDArray<'float64', [number]> {
  checkLength('fftfreq', n);
  const positive = Math.floor((n - 1) / 2) + 1;
  return frequencies('fftfreq', n, options, (i) => (i < positive ? i : i - n), n);
}

/**
 * The frequency of each element of an `rfft` of length `n`: 0, 1, … n/2 over n d. float64.
 *
 * @throws ArgumentError for an `n` below 1, or a `d` of 0.
 * @example
 * fft.rfftfreq(4, { d: 0.5 }).toArray(); // [0, 0.5, 1]
 * @see numpy.fft.rfftfreq
 */
export function rfftfreq(n: number, options: FrequencyOptions = {}): NDArray<'float64', [number]> {
  checkLength('rfftfreq', n);
  return frequencies('rfftfreq', n, options, (i) => i, Math.floor(n / 2) + 1);
}

/** Options of `fftshift` and `ifftshift`. */
export interface ShiftOptions {
  /** The axes to shift; one named twice is shifted twice. All. */
  readonly axes?: number | readonly number[];
}

const shiftNames: OptionNames<ShiftOptions> = { axes: true };

/** A copy whose element i on an axis comes from i - shift, around the end. */
function shifted(
  operation: string,
  operand: Operand,
  options: ShiftOptions,
  shiftOf: (length: number) => number,
): NDArray {
  checkOptions(operation, options, shiftNames);
  const x = toArray(operation, operand);
  const { axes } = options;
  const given =
    axes === undefined ? x.shape.map((_, axis) => axis) : typeof axes === 'number' ? [axes] : axes;
  const shifts = new Array<number>(x.ndim).fill(0);
  for (const axis of given) {
    const at = normalizeAxis(operation, axis, x.ndim, 'axes');
    shifts[at] += shiftOf(x.shape[at]);
  }
  const result = newUninitialized(operation, x.dtype, x.shape);
  copyShifted(result, x, shifts, 0);
  return result;
}

/** Copies the parts before and after the turn of each axis from `axis` on. */
function copyShifted(to: NDArray, from: NDArray, shifts: readonly number[], axis: number): void {
  if (axis === from.ndim) {
    copyElements(layoutOf(to), layoutOf(from));
    return;
  }
  const length = from.shape[axis];
  const turn = length === 0 ? 0 : shifts[axis] % length;
  for (const [target, source, count] of [
    [turn, 0, length - turn],
    [0, length - turn, turn],
  ]) {
    if (count === 0) continue;
    copyShifted(part(to, axis, target, count), part(from, axis, source, count), shifts, axis + 1);
  }
}

function part(x: NDArray, axis: number, first: number, count: number): NDArray {
  const shape = x.shape.slice();
  shape[axis] = count;
  return viewOf(x, shape, x.strides, x.offset + first * x.strides[axis]) as NDArray;
}

type DTypeOf<X> = X extends NDArray<infer D> ? D : DType;
type ShapeOf<X> = X extends NDArray<DType, infer S> ? Rank<S> : Shape;

/**
 * A copy with frequency 0 in the middle: elements moved by half the length, around the end. Any dtype; scalars and
 * empty arrays stay as they are.
 *
 * @throws AxisError for an axis out of bounds.
 * @example
 * fft.fftshift([0, 1, 2, -2, -1]).toArray(); // [-2, -1, 0, 1, 2]
 * @see numpy.fft.fftshift
 */
export function fftshift<X extends Operand>(
  x: X,
  options: ShiftOptions = {},
): NDArray<DTypeOf<X>, ShapeOf<X>> {
  return shifted('fftshift', x, options, (length) => Math.floor(length / 2)) as never;
}

/**
 * The inverse of `fftshift`; another function for odd lengths only.
 *
 * @throws AxisError for an axis out of bounds.
 * @example
 * fft.ifftshift([-2, -1, 0, 1, 2]).toArray(); // [0, 1, 2, -2, -1]
 * @see numpy.fft.ifftshift
 */
export function ifftshift<X extends Operand>(
  x: X,
  options: ShiftOptions = {},
): NDArray<DTypeOf<X>, ShapeOf<X>> {
  return shifted('ifftshift', x, options, (length) => Math.ceil(length / 2)) as never;
}
