/** Writing into arrays: by mask, by position, along an axis, on the diagonal. All change the array they are given. */

import { dtypeInfo } from '../../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../../core/errors.js';
import { NDArray, storage } from '../../core/ndarray.js';
import { checkOptions, type OptionNames } from '../../core/option-check.js';
import { type Casting, canCast, isScalar, promoteScalar } from '../../core/promotion.js';
import type { Shape } from '../../core/shape.js';
import { notEqual } from '../logic.js';
import { copyWhere } from '../masked.js';
import { expandInto } from '../picks.js';
import { castTo } from '../reduction.js';
import { type Operand, toArray } from '../ufunc.js';

/** @throws ArgumentError for what cannot be written. */
function target(operation: string, x: unknown): NDArray {
  if (x instanceof NDArray && x.flags.writeable) return x;
  const what = x instanceof NDArray ? 'read-only' : 'no NDArray';
  throw new ArgumentError(`x is ${what}; needs an array to write into`, {
    operation,
    argument: 'x',
    got: x instanceof NDArray ? 'a read-only array' : x,
    needs: 'a writeable NDArray',
  });
}

function maskOf(operation: string, mask: Operand): NDArray {
  const test = toArray(operation, mask);
  return test.dtype === 'bool' ? test : (notEqual(test, 0) as NDArray);
}

/** Options of `copyto`. */
export interface CopyOptions {
  /** How far the cast to the array's dtype may go. 'same_kind'. */
  readonly casting?: Casting;
  /** Where to write. Everywhere. */
  readonly where?: Operand;
}

const copyNames: OptionNames<CopyOptions> = { casting: true, where: true };

/**
 * Writes `source`, broadcast, over the elements of `x`, or over those where a mask is true. `x` keeps its dtype.
 *
 * @throws DTypeError when the casting rule forbids it; ShapeError when source or mask do not broadcast to `x`;
 * ArgumentError when `x` cannot be written.
 * @example
 * const x = zeros(3);
 * copyto(x, [1, 2, 3], { where: [true, false, true] });
 * x.toArray(); // [1, 0, 3]
 * @see numpy.copyto
 */
export function copyto(x: NDArray, source: Operand, options: CopyOptions = {}): void {
  checkOptions('copyto', options, copyNames);
  const out = target('copyto', x);
  const { casting = 'same_kind', where = true } = options;
  const given = toArray('copyto', source);
  const fits = isScalar(source)
    ? casting === 'unsafe' || promoteScalar(out.dtype, source) === out.dtype
    : canCast(given.dtype, out.dtype, casting);
  if (!fits) {
    throw new DTypeError(
      `source is ${given.dtype}, which does not cast to ${out.dtype} by the rule '${casting}'`,
      {
        operation: 'copyto',
        argument: 'source',
        got: given.dtype,
        needs: `a dtype that casts to ${out.dtype}`,
      },
    );
  }
  let own = given.dtype === out.dtype ? given : castTo('copyto', given, out.dtype);
  while (own.ndim > out.ndim && own.shape[0] === 1) own = own.at(0) as NDArray;
  if (where === true) {
    out.assign(own);
    return;
  }
  const mask = maskOf('copyto', where).broadcastTo(out.shape) as NDArray;
  // The source may be another view of what is written.
  const apart = storage(own).buffer === storage(out).buffer ? own.copy() : own;
  copyWhere(out, mask, apart.broadcastTo(out.shape) as NDArray, true);
}

/** A function from a position in C order to the slot of that element. */
function slotOf(x: NDArray): (position: number) => number {
  const bytes = storage(x).BYTES_PER_ELEMENT;
  const start = x.offset / bytes;
  if (x.flags.cContiguous) {
    const step = x.itemsize / bytes;
    return (position) => start + position * step;
  }
  const { shape, strides } = x;
  return (position) => {
    let offset = x.offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += (position % shape[axis]) * strides[axis];
      position = Math.floor(position / shape[axis]);
    }
    return offset / bytes;
  };
}

/** The values as one contiguous run in the dtype of what they go into. */
function valuesFor(operation: string, out: NDArray, values: Operand): NDArray {
  const own = toArray(operation, values).ravel() as NDArray;
  return castTo(operation, own, out.dtype);
}

/** Copies one element, whatever its slots. */
function mover(out: NDArray, source: NDArray): (to: number, from: number) => void {
  const data = storage(out) as Float64Array;
  const values = storage(source) as Float64Array;
  if (dtypeInfo(out.dtype).slots === 1)
    return (to, from) => {
      data[to] = values[from];
    };
  return (to, from) => {
    data[to] = values[2 * from];
    data[to + 1] = values[2 * from + 1];
  };
}

/**
 * Writes values where a mask is true: each element the value at its own position, counted in C order and repeated.
 * `x` keeps its dtype, the values are cast to it.
 *
 * @throws ShapeError when the mask has another size; ArgumentError when `x` cannot be written.
 * @example
 * const x = arange(4);
 * putmask(x, [true, false, true, true], [10, 20]);
 * x.toArray(); // [10, 1, 10, 20]
 * @see numpy.putmask
 */
export function putmask(x: NDArray, mask: Operand, values: Operand): void {
  const out = target('putmask', x);
  writeMasked('putmask', out, mask, valuesFor('putmask', out, values), true);
}

/**
 * Writes values where a mask is true: the first value at the first true place, and so on; too few are repeated. `x`
 * keeps its dtype, the values are cast to it.
 *
 * @throws ShapeError when the mask has another size; ArgumentError when there are no values but places for them, or
 * when `x` cannot be written.
 * @example
 * const x = arange(4);
 * place(x, [true, false, true, true], [10, 20]);
 * x.toArray(); // [10, 1, 20, 10]
 * @see numpy.place
 */
export function place(x: NDArray, mask: Operand, values: Operand): void {
  const out = target('place', x);
  const source = valuesFor('place', out, values);
  if (source.size === 0 && maskOf('place', mask).any().item()) {
    throw new ArgumentError('values is empty; needs at least one', {
      operation: 'place',
      argument: 'values',
      got: values,
      needs: 'at least one value',
    });
  }
  writeMasked('place', out, mask, source, false);
}

function writeMasked(
  operation: string,
  out: NDArray,
  mask: Operand,
  source: NDArray,
  aligned: boolean,
): void {
  const test = maskOf(operation, mask);
  if (test.size !== out.size) {
    throw new ShapeError(`mask has ${test.size} elements, x has ${out.size}`, {
      operation,
      argument: 'mask',
      got: test.shape,
      needs: `${out.size} elements`,
    });
  }
  if (source.size === 0) return;
  if (source.size === 1 || (aligned && source.size === out.size)) {
    const own = storage(source).buffer === storage(out).buffer ? source.copy() : source;
    const shaped = own.size === 1 ? own : own.reshape(out.shape);
    const flags = test.reshape(out.shape) as NDArray;
    const free = storage(flags).buffer === storage(out).buffer ? flags.copy() : flags;
    copyWhere(out, free, shaped as NDArray, true);
    return;
  }
  if (out.flags.cContiguous) {
    const own = storage(source).buffer === storage(out).buffer ? source.copy() : source;
    expandInto(operation, out, test, own, aligned);
    return;
  }
  const flags = test.copy('C');
  const yes = storage(flags) as Uint8Array;
  const slot = slotOf(out);
  const move = mover(out, source);
  for (let position = 0, written = 0; position < out.size; position++) {
    if (yes[position] !== 0) move(slot(position), (aligned ? position : written++) % source.size);
  }
}

const fillDiagonalNames: OptionNames<{ readonly wrap?: boolean }> = { wrap: true };

/**
 * Writes values on the main diagonal, repeated as often as it takes. `x` keeps its dtype, the values are cast to it.
 *
 * @param options `wrap`: whether in a tall matrix the diagonal starts again below its end. false.
 * @throws ShapeError for fewer than two axes, or more than two of different lengths; ArgumentError when `x` cannot be
 * written.
 * @example
 * const x = zeros([2, 2]);
 * fillDiagonal(x, 5);
 * x.toArray(); // [[5, 0], [0, 5]]
 * @see numpy.fill_diagonal
 */
export function fillDiagonal(x: NDArray, values: Operand, options: { readonly wrap?: boolean } = {}): void {
  checkOptions('fillDiagonal', options, fillDiagonalNames);
  const out = target('fillDiagonal', x);
  const { shape } = out;
  const cubic = shape.every((length) => length === shape[0]);
  if (shape.length < 2 || (shape.length > 2 && !cubic)) {
    throw new ShapeError(`x has shape (${shape.join(', ')}); needs two axes, or more of one length`, {
      operation: 'fillDiagonal',
      argument: 'x',
      got: shape,
      needs: 'two axes, or more of one length',
    });
  }
  const source = valuesFor('fillDiagonal', out, values);
  if (out.size === 0 || source.size === 0) return;
  const flatStep = shape.length === 2 ? shape[1] + 1 : out.size > 1 ? diagonalStep(shape) : 1;
  const end =
    shape.length === 2 && options.wrap !== true ? Math.min(out.size, shape[1] * shape[1]) : out.size;
  const slot = slotOf(out);
  const move = mover(out, source);
  for (let position = 0, i = 0; position < end; position += flatStep, i++)
    move(slot(position), i % source.size);
}

/** From one element of the diagonal to the next in the flattened array. */
function diagonalStep(shape: Shape): number {
  let step = 0;
  for (let axis = 0, size = 1; axis < shape.length; axis++, size *= shape[0]) step += size;
  return step;
}
