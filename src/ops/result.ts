/** Results: made in the right order, or checked and filled without disturbing operands in the same memory. */

import { byteBounds, copyElements } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import type { Layout } from '../core/layout.js';
import { NDArray, newArray, newUninitialized, storage } from '../core/ndarray.js';
import type { OptionNames } from '../core/option-check.js';
import { castsWithinKind } from '../core/promotion.js';
import { formatShape, type Order, type Shape } from '../core/shape.js';
import type { Mask } from './masked.js';

export interface UfuncOptions {
  /** Where the result goes; its shape must be the broadcast one, and its dtype of the same kind or a higher one. */
  readonly out?: NDArray;
  /** The dtype to compute in, instead of the promoted one. */
  readonly dtype?: DType;
  /**
   * Booleans that broadcast with the operands: only where they are true the result is written. Elsewhere `out` keeps
   * what it has, and a new result has zeros.
   */
  readonly where?: Mask;
}

export const ufuncNames: OptionNames<UfuncOptions> = { out: true, dtype: true, where: true };

export function castRefused(operation: string, from: DType, to: DType, argument: string): DTypeError {
  return new DTypeError(`${argument} is ${from}, which does not cast to ${to} within its kind`, {
    operation,
    argument,
    got: from,
    needs: `a dtype that casts to ${to}`,
  });
}

/** The layout of an array, without pinning it. */
export function layoutOf(x: NDArray): Layout {
  return { data: storage(x), dtype: x.dtype, shape: x.shape, strides: x.strides, offset: x.offset };
}

/** Makes or checks the result array, has it filled, and gives it back. */
export function withResult(
  operation: string,
  dtype: DType,
  shape: Shape,
  inputs: readonly NDArray[],
  options: UfuncOptions | undefined,
  fill: (out: NDArray) => void,
): NDArray {
  const out = options?.out;
  if (out === undefined) {
    const made = newUninitialized(operation, dtype, shape, memoryOrder(shape, inputs));
    fill(made);
    return made;
  }
  checkOut(operation, out, dtype, shape, true);
  if (out.dtype === dtype && !inputs.some((x) => clashes(out, x))) {
    fill(out);
    return out;
  }
  const aside = newArray(operation, dtype, out.shape);
  fill(aside);
  copyElements(layoutOf(out), layoutOf(aside));
  return out;
}

/** Checks an `out` argument: writeable, of the shape the operands broadcast to, of a dtype the result casts to. */
export function checkOut(
  operation: string,
  out: unknown,
  dtype: DType,
  shape: Shape,
  mayBroadcast = false,
): asserts out is NDArray {
  if (!(out instanceof NDArray)) {
    throw new ArgumentError('out is not an NDArray', {
      operation,
      argument: 'out',
      got: out,
      needs: 'an NDArray',
    });
  }
  if (!out.flags.writeable) {
    throw new ArgumentError('out is read-only; needs a writeable array', {
      operation,
      argument: 'out',
      needs: 'a writeable array',
    });
  }
  if (!sameShape(out.shape, shape) && !(mayBroadcast && isBroadcast(shape, out.shape))) {
    throw new ShapeError(`out has shape ${formatShape(out.shape)}, the result ${formatShape(shape)}`, {
      operation,
      argument: 'out',
      got: out.shape,
      needs: formatShape(shape),
    });
  }
  if (!castsWithinKind(dtype, out.dtype)) throw castRefused(operation, dtype, out.dtype, 'the result');
}

/** Whether `shape` broadcasts to `wider` as it is. */
function isBroadcast(shape: Shape, wider: Shape): boolean {
  const lead = wider.length - shape.length;
  return lead >= 0 && shape.every((length, axis) => length === 1 || length === wider[lead + axis]);
}

/** Whether writing `out` element by element could change elements of `x` that are still to be read. */
function clashes(out: NDArray, x: NDArray): boolean {
  const mine = layoutOf(out);
  const other = layoutOf(x);
  if (mine.data.buffer !== other.data.buffer || out.size === 0) return false;
  const [low, high] = byteBounds(mine);
  const [otherLow, otherHigh] = byteBounds(other);
  if (low >= otherHigh || otherLow >= high) return false;
  const sameElements =
    mine.data.byteOffset + out.offset === other.data.byteOffset + x.offset &&
    out.dtype === x.dtype &&
    sameShape(out.shape, x.shape) &&
    sameShape(out.strides, x.strides);
  return !sameElements;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** Fortran order when all operands of the result's shape have it, as NumPy's order 'K' gives. */
function memoryOrder(shape: Shape, inputs: readonly NDArray[]): Order {
  if (shape.length < 2) return 'C';
  let order: Order = 'C';
  for (const x of inputs) {
    if (!sameShape(x.shape, shape)) continue;
    const { cContiguous, fContiguous } = x.flags;
    if (!fContiguous || cContiguous) return 'C';
    order = 'F';
  }
  return order;
}
