/** The methods of binary operations over axes and places: reduce, accumulate, reduceat, outer, at. */

import type { DType } from '../core/dtype.js';
import { ArgumentError, DTypeError, IndexError, ShapeError } from '../core/errors.js';
import type { Index } from '../core/index-parse.js';
import { NDArray, newArray, viewOf } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { castsWithinKind, isScalar, type Scalar } from '../core/promotion.js';
import { broadcastShapes, contiguousStrides, normalizeAxis, type Shape, sizeOf } from '../core/shape.js';
import { isdtype } from './inspection.js';
import { type Mask, maskFor } from './masked.js';
import { isNative } from './picks.js';
import { type Places, placesIn } from './places.js';
import { castTo, finish, type ReductionOptions, reduceBy, reducedAxes } from './reduction.js';
import { type BinaryName, type BinaryRow, binaryTable } from './registry.js';
import { castRefused, checkOut, type UfuncOptions, ufuncNames } from './result.js';
import { callBinary, type Operand, scalarArray, toArray } from './ufunc.js';
import {
  foldsOf,
  lined,
  type Slots,
  type Stepper,
  scatterWith,
  slotsOf,
  stepperOf,
  widenedDType,
} from './ufunc-step.js';

/** What an operation of no elements gives; null where there is no such value. */
export const identities: { readonly [K in BinaryName]?: Scalar } = {
  add: 0,
  multiply: 1,
  hypot: 0,
  logicalAnd: true,
  logicalOr: false,
  logicalXor: false,
  bitwiseAnd: -1,
  bitwiseOr: 0,
  bitwiseXor: 0,
};

/** Operations whose elements may be combined in any order, so that they reduce several axes. */
const reorderable = new Set<BinaryName>(['minimum', 'maximum', 'fmin', 'fmax']);

export interface AccumulateOptions {
  /** The axis along which. 0. */
  readonly axis?: number;
  /** The dtype to compute in and to give. */
  readonly dtype?: DType;
  /** Where the result goes. */
  readonly out?: NDArray;
}

const accumulateNames: OptionNames<AccumulateOptions> = { axis: true, dtype: true, out: true };

/** The identity in a dtype: all bits set for `bitwiseAnd`, also where there is no -1. */
function identityIn(name: BinaryName, dtype: DType): NDArray | undefined {
  const identity = identities[name];
  if (identity === undefined) return undefined;
  if (identity !== -1) return scalarArray(name, dtype, identity);
  return dtype === 'bool' ? scalarArray(name, 'bool', true) : scalarArray(name, 'int8', -1).asType(dtype);
}

/** Combines the elements over axes, the first axis unless `axis` says otherwise. */
export function reduceWith(name: BinaryName, x: Operand, options: ReductionOptions = {}): NDArray {
  const row: BinaryRow = binaryTable[name];
  let a = toArray(name, x);
  const axis = options.axis === undefined ? (a.ndim === 0 ? null : 0) : options.axis;
  const reduction = foldsOf[name];
  if (reduction !== undefined) return reduceBy(reduction, a, { ...options, axis });
  const isLogic = name === 'logicalAnd' || name === 'logicalOr' || name === 'logicalXor';
  if (isLogic && a.dtype !== 'bool') a = castTo(name, a, 'bool');
  if (name === 'logicalAnd' || name === 'logicalOr') {
    const { initial = identities[name], ...rest } = options;
    return reduceBy(name === 'logicalAnd' ? 'min' : 'max', a, { ...rest, axis, initial });
  }
  const reduced = reducedAxes(name, axis, a.ndim);
  const axes = reduced.flatMap((isReduced, at) => (isReduced ? [at] : []));
  if (axes.length > 1 && identities[name] === undefined && !reorderable.has(name)) {
    throw new ArgumentError(`several axes are reduced, but the order of elements matters to ${name}`, {
      operation: name,
      argument: 'axis',
      got: options.axis,
      needs: 'one axis',
    });
  }
  const stepper = stepperOf(name, row, options.dtype ?? a.dtype);
  const acc = foldLines(name, stepper, a, axes, options);
  return finish(name, acc, reduced, stepper.dtype, options);
}

/** The reduced array, with length 1 on the reduced axes. */
function foldLines(
  name: BinaryName,
  stepper: Stepper,
  a: NDArray,
  axes: readonly number[],
  options: ReductionOptions,
): NDArray {
  const { dtype, slots } = stepper;
  const initial = options.initial === undefined ? undefined : scalarArray(name, dtype, options.initial);
  const start = initial ?? identityIn(name, dtype);
  const lines = lined(name, a, axes, dtype);
  const kept = lines.shape.slice(0, a.ndim - axes.length);
  const length = sizeOf(lines.shape.slice(kept.length));
  const data = slotsOf(lines);
  const places = options.where === undefined ? undefined : maskLines(name, a, axes, options.where);
  if (start === undefined && (places !== undefined || (length === 0 && sizeOf(kept) > 0))) {
    throw new ArgumentError(
      `${name} has no identity, so it needs an initial value, or elements and no where`,
      {
        operation: name,
        argument: 'initial',
        needs: 'an initial value',
      },
    );
  }
  const flat = newArray(name, dtype, kept);
  const acc = slotsOf(flat);
  if (start !== undefined) flat.assign(start);
  const skip = start === undefined ? 1 : 0;
  for (let line = 0; line < flat.size; line++) {
    const from = line * length;
    const to = line * slots;
    if (skip === 1) copySlots(acc, to, data, from * slots, slots);
    if (places === undefined) stepper.fold(length - skip, acc, to, data, (from + skip) * slots, slots);
    else foldMasked(stepper, length, acc, to, data, from, places);
  }
  const shape = a.shape.map((n, axis) => (axes.includes(axis) ? 1 : n));
  return new NDArray({ data: acc as never, dtype, shape, strides: contiguousStrides(shape, flat.itemsize) });
}

function maskLines(name: BinaryName, a: NDArray, axes: readonly number[], where: Mask): Uint8Array {
  const mask = maskFor(name, where, a.shape).broadcastTo(a.shape) as NDArray;
  return slotsOf(lined(name, mask, axes, 'bool')) as unknown as Uint8Array;
}

function foldMasked(
  { one, slots }: Stepper,
  length: number,
  acc: Slots,
  to: number,
  data: Slots,
  from: number,
  places: Uint8Array,
): void {
  for (let at = from; at < from + length; at++) {
    if (places[at] !== 0) one(acc, to, acc, to, data, at * slots);
  }
}

function copySlots(to: Slots, i: number, from: Slots, j: number, slots: number): void {
  for (let slot = 0; slot < slots; slot++) to[i + slot] = from[j + slot];
}

/** Puts lines, whose axis is last, into the result with that axis in its place. */
function deliverLines(name: string, lines: NDArray, axis: number, out: NDArray | undefined): NDArray {
  const order = lines.shape.map((_, at) => at).slice(0, -1);
  order.splice(axis, 0, lines.ndim - 1);
  const turned = lines.transpose(order) as NDArray;
  if (out === undefined) return turned.flags.cContiguous ? turned : turned.copy('C');
  checkOut(name, out, turned.dtype, turned.shape);
  return out.assign(turned);
}

/** The operand of `accumulate` and `reduceat`: lines along the axis, in the dtype of the operation. */
function linesAlong(name: BinaryName, x: Operand, options: AccumulateOptions) {
  checkOptions(name, options, accumulateNames);
  const given = toArray(name, x);
  const isLogic = name === 'logicalAnd' || name === 'logicalOr' || name === 'logicalXor';
  const a = isLogic && given.dtype !== 'bool' ? castTo(name, given, 'bool') : given;
  const axis = normalizeAxis(name, options.axis ?? 0, a.ndim);
  const stepper = stepperOf(name, binaryTable[name], options.dtype ?? widenedDType(name, a));
  return { axis, stepper, lines: lined(name, a, [axis], stepper.dtype), length: a.shape[axis] };
}

/** The results of reducing ever more elements along an axis. */
export function accumulateWith(name: BinaryName, x: Operand, options: AccumulateOptions = {}): NDArray {
  const { axis, stepper, lines, length } = linesAlong(name, x, options);
  const { slots } = stepper;
  const result = newArray(name, stepper.dtype, lines.shape);
  const data = slotsOf(lines);
  const into = slotsOf(result);
  for (let at = 0; at < result.size; at += length) {
    copySlots(into, at * slots, data, at * slots, slots);
    stepper.scan(length - 1, into, at * slots, data, at * slots, slots);
  }
  return deliverLines(name, result, axis, options.out);
}

/** The results of reducing stretches of an axis: from each index up to the next one, or that one element. */
export function reduceatWith(
  name: BinaryName,
  x: Operand,
  indices: Operand,
  options: AccumulateOptions = {},
): NDArray {
  const { axis, stepper, lines, length } = linesAlong(name, x, options);
  const starts = startsIn(name, indices, axis, length);
  const even = evenSums(name, lines, starts, length);
  if (even !== undefined) return deliverLines(name, even, axis, options.out);
  const { slots } = stepper;
  const result = newArray(name, stepper.dtype, [...lines.shape.slice(0, -1), starts.length]);
  const data = slotsOf(lines);
  const into = slotsOf(result);
  for (let line = 0, to = 0; to < result.size; line += length) {
    for (let i = 0; i < starts.length; i++) {
      const start = starts[i];
      const end = i + 1 < starts.length ? starts[i + 1] : length;
      const from = (line + start) * slots;
      copySlots(into, to * slots, data, from, slots);
      stepper.fold(Math.max(0, end - start - 1), into, to * slots, data, from + slots, slots);
      to++;
    }
  }
  return deliverLines(name, result, axis, options.out);
}

/** Where stretches start, as numbers. */
function startsIn(name: BinaryName, indices: Operand, axis: number, length: number): Slots {
  const starts = slotsOf(castTo(name, toArray(name, indices), 'float64'));
  for (let i = 0; i < starts.length; i++) {
    const index = starts[i];
    if (Number.isSafeInteger(index) && index >= 0 && index < length) continue;
    throw new IndexError(`index ${index} is out of bounds for axis ${axis} with length ${length}`, {
      operation: name,
      argument: 'indices',
      got: index,
      needs: `integers from 0 to ${length - 1}`,
    });
  }
  return starts;
}

/** Sums of stretches that are all of one length, by kernels: as elsewhere the first element of each and the sum of the others. */
function evenSums(name: BinaryName, lines: NDArray, starts: Slots, length: number): NDArray | undefined {
  const step = starts.length > 1 ? starts[1] - starts[0] : 0;
  const wide = lines.itemsize === 8 || lines.dtype === 'float32';
  if (name !== 'add' || !wide || step < 2 || !isNative(lines.size)) return undefined;
  if (starts[0] + step * starts.length !== length) return undefined;
  for (let i = 2; i < starts.length; i++) if (starts[i] !== starts[0] + i * step) return undefined;
  const { itemsize } = lines;
  const shape = [...lines.shape.slice(0, -1), starts.length];
  const strides = [...lines.strides.slice(0, -1), step * itemsize];
  const at = lines.offset + starts[0] * itemsize;
  const first = viewOf(lines, shape, strides, at) as NDArray;
  const others = viewOf(lines, [...shape, step - 1], [...strides, itemsize], at + itemsize) as NDArray;
  const sums = reduceBy('sum', others, { axis: -1, dtype: lines.dtype });
  return callBinary(name, binaryTable[name], first, sums, { out: sums });
}

/** The operation on every pair of an element of `a` and one of `b`. */
export function outerWith(name: BinaryName, a: Operand, b: Operand, options?: UfuncOptions): NDArray {
  if (options !== undefined) checkOptions(name, options, ufuncNames);
  const y = toArray(name, b);
  // A weak scalar needs no axes, and stays weak.
  if (isScalar(a)) return callBinary(name, binaryTable[name], a, isScalar(b) ? b : y, options);
  const x = toArray(name, a);
  const shape = [...x.shape, ...y.shape.map(() => 1)];
  const strides = [...x.strides, ...y.shape.map(() => 0)];
  return callBinary(name, binaryTable[name], viewOf(x, shape, strides), isScalar(b) ? b : y, options);
}

/** Many indices that all count from the front, by kernels. */
function quickPlaces(indices: NDArray, length: number): Places | undefined {
  if (!isNative(indices.size) || length > 2 ** 31) return undefined;
  const [least, most] = (['min', 'max'] as const).map((name) => Number(reduceBy(name, indices, {}).item()));
  if (least < 0 || most >= length) return undefined;
  return slotsOf(indices.asType('int32', { order: 'C' }) as NDArray) as unknown as Int32Array;
}

/** For every place the indices name, byte offsets in C order, a place named twice twice. */
export function placesOf(operation: string, x: NDArray, indices: readonly Index[] | Index): Placed {
  const only: unknown = Array.isArray(indices) && indices.length === 1 ? indices[0] : indices;
  if (x.ndim === 1 && x.flags.writeable && only instanceof NDArray && isdtype(only.dtype, 'integral')) {
    const slots = quickPlaces(only, x.shape[0]) ?? placesIn(operation, only, x.shape[0], 'raise');
    const unit = slotsOf(x).BYTES_PER_ELEMENT;
    const step = x.strides[0] / unit;
    const start = x.offset / unit;
    if (step === 1 && start === 0) return { shape: only.shape, slots };
    return { shape: only.shape, slots: Float64Array.from(slots, (place) => start + step * place) };
  }
  let offsets: NDArray = new NDArray({
    data: new Float64Array([x.offset]),
    dtype: 'float64',
    shape: [],
    strides: [],
  });
  x.shape.forEach((length, axis) => {
    const data = Float64Array.from({ length }, (_, i) => i * x.strides[axis]);
    const steps = new NDArray({ data, dtype: 'float64', shape: [length], strides: [8] });
    offsets = outerWith('add', offsets, steps);
  });
  if (!x.flags.writeable) {
    throw new ArgumentError('x is read-only; needs a writeable array', {
      operation,
      argument: 'x',
      needs: 'a writeable array',
    });
  }
  const picked = offsets.at(
    ...(Array.isArray(indices) ? (indices as Index[]) : [indices as Index]),
  ) as NDArray;
  const scale = slotsOf(x).BYTES_PER_ELEMENT;
  const slots = slotsOf(castTo(operation, picked, 'float64'));
  for (let i = 0; i < slots.length; i++) slots[i] /= scale;
  return { shape: picked.shape, slots };
}

interface Placed {
  readonly shape: Shape;
  readonly slots: Places;
}

/** Writes `x[i] op b` over `x[i]` for every index one after the other, so that a place named twice changes twice. */
export function atWith(name: BinaryName, x: NDArray, indices: readonly Index[] | Index, b: Operand): void {
  if (!(x instanceof NDArray)) {
    throw new ArgumentError('x is no NDArray; needs one to write into', {
      operation: name,
      argument: 'x',
      got: x,
    });
  }
  const row: BinaryRow = binaryTable[name];
  const places = placesOf(name, x, indices);
  const weak = isScalar(b) ? b : undefined;
  const dtype = commonFor(name, row, x, b);
  const stepper = stepperOf(name, row, dtype);
  if (!castsWithinKind(stepper.dtype, x.dtype)) throw castRefused(name, stepper.dtype, x.dtype, 'the result');
  const given = weak === undefined ? toArray(name, b) : scalarArray(name, stepper.dtype, weak);
  // What is read must not change while x does.
  const y = slotsOf(given).buffer === slotsOf(x).buffer ? given.copy() : given;
  const wide = broadcastShapes(name, y.shape, places.shape);
  if (wide.length !== places.shape.length || sizeOf(wide) !== places.slots.length) {
    throw new ShapeError('b is larger than what the indices pick', {
      operation: name,
      argument: 'b',
      got: y.shape,
    });
  }
  // One value for all places is read again and again.
  const step = y.size === 1 ? 0 : stepper.slots;
  const each = (step === 0 ? y.reshape([]) : y.broadcastTo(places.shape)) as NDArray;
  const values = slotsOf(lined(name, each, [], stepper.dtype));
  // In another dtype the operation runs on a copy, which is cast back at the end.
  const same = stepper.dtype === x.dtype;
  const own = same ? x : castTo(name, x, stepper.dtype);
  const at = same ? places.slots : placesOf(name, own, indices).slots;
  const data = slotsOf(own);
  scatterWith(name, stepper, at, data, values, step);
  if (!same) x.assign(own);
}

/** The dtype that an operation on `x` and `b` computes in. */
function commonFor(name: BinaryName, row: BinaryRow, x: NDArray, b: Operand): DType {
  const one = newArray(name, x.dtype, [0]);
  const other = isScalar(b) ? b : newArray(name, toArray(name, b).dtype, [0]);
  const result = callBinary(name, row, one, other);
  if (row.result === 'truth' && x.dtype !== 'bool') {
    throw new DTypeError('gives bools, which do not go into x', {
      operation: name,
      argument: 'x',
      got: x.dtype,
    });
  }
  return result.dtype;
}
