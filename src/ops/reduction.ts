/**
 * How a reduction runs: a result filled with the identity, whose stride is 0 on the reduced axes, into which a plan
 * over all elements combines them.
 *
 * Policy: axes go in the order of the operand's memory, so that sums come out as NumPy's do, bit for bit, along a
 * contiguous axis and across one. float16 accumulates in float32 throughout (NumPy rounds to float16 between rows).
 * Sums of narrow integers, which are int64 or uint64 in the end, run in doubles as long as they cannot leave 2^53.
 */

import { copyElements } from '../core/copy.js';
import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, AxisError } from '../core/errors.js';
import { foreignSymbol, isForeign } from '../core/foreign.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { checkOptions, type OptionNames } from '../core/option-check.js';
import { promoted, rangeOf, type Scalar } from '../core/promotion.js';
import { normalizeAxis, type Shape } from '../core/shape.js';
import { kernelCode, loopDType, loopResult } from '../kernels/element-kind.js';
import { loopKind } from '../kernels/js/loops/work.js';
import { driveReduce, type ReduceLoops, reductionLoops } from '../kernels/js/reduce.js';
import { backend } from '../kernels/select.js';
import { type KernelReduction, kernelReduction } from '../kernels/table.gen.js';
import { filledElsewhere, type Mask, maskFor } from './masked.js';
import { type Placed, planLayout } from './plan.js';
import { binaryTable } from './registry.js';
import { checkOut, layoutOf } from './result.js';
import { tracing } from './tracing.js';
import { callBinary, type Operand, scalarArray, termOf, toArray } from './ufunc.js';

/** Which axes a reduction runs over, and what shape is left. */
export interface AxisOptions {
  /** One axis or several, counted from the end when negative; absent or null: all. */
  readonly axis?: number | readonly number[] | null;
  /** Leaves the reduced axes in the shape with length 1. */
  readonly keepdims?: boolean;
}

export interface ReductionOptions extends AxisOptions {
  /** The dtype to compute in and to give. */
  readonly dtype?: DType;
  /** Where the result goes. */
  readonly out?: NDArray;
  /** What the result starts from, instead of the identity; what `min` and `max` of nothing give. */
  readonly initial?: Scalar;
  /** Booleans that broadcast to the array: only elements where they are true take part. */
  readonly where?: Mask;
}

export const reductionNames: OptionNames<ReductionOptions> = {
  axis: true,
  keepdims: true,
  dtype: true,
  out: true,
  initial: true,
  where: true,
};

interface ReductionRow {
  /** The operation of two elements. */
  readonly pair: 'add' | 'multiply' | 'minimum' | 'maximum';
  /** What an empty reduction gives, or null when it has no answer. */
  readonly identity: number | null;
  /** What the result starts from: the identity, or a value that everything beats. */
  readonly start: (dtype: DType) => number | bigint;
  /** Whether integers become 64 bits wide. */
  readonly widens: boolean;
}

export const reductionTable = {
  sum: { pair: 'add', identity: 0, start: () => 0, widens: true },
  prod: { pair: 'multiply', identity: 1, start: () => 1, widens: true },
  min: { pair: 'minimum', identity: null, start: (dtype) => rangeOf(dtype)?.[1] ?? Infinity, widens: false },
  max: { pair: 'maximum', identity: null, start: (dtype) => rangeOf(dtype)?.[0] ?? -Infinity, widens: false },
} as const satisfies Record<string, ReductionRow>;

export type ReductionName = keyof typeof reductionTable;

/** Which axes are reduced. @throws AxisError for one that is out of bounds or named twice. */
export function reducedAxes(operation: string, axis: AxisOptions['axis'], ndim: number): boolean[] {
  if (axis === undefined || axis === null) return new Array<boolean>(ndim).fill(true);
  const reduced = new Array<boolean>(ndim).fill(false);
  for (const one of typeof axis === 'number' ? [axis] : axis) {
    const at = normalizeAxis(operation, one, ndim);
    if (reduced[at])
      throw new AxisError(`axis ${one} is named twice`, { operation, argument: 'axis', got: axis });
    reduced[at] = true;
  }
  return reduced;
}

/** What is reduced: an array, or one that is still to be made. */
interface Reducible {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly size: number;
}

/** A reduction decided on: its axes, its dtypes, and where it accumulates. */
interface OpenReduction {
  readonly reduced: readonly boolean[];
  /** The dtype of the result. */
  readonly result: DType;
  /** The dtype of the native loop; undefined where the reference runs. */
  readonly loop: DType | undefined;
  /** Of length 1 on the reduced axes, and filled with what the reduction starts from. */
  readonly acc: NDArray;
  /** What the result starts from besides. */
  readonly initial: NDArray | undefined;
}

/** @throws AxisError, DTypeError for options that do not fit; ArgumentError where there is nothing to choose from. */
export function openReduction(name: ReductionName, a: Reducible, options: ReductionOptions): OpenReduction {
  const row: ReductionRow = reductionTable[name];
  const { shape, dtype } = a;
  const reduced = reducedAxes(name, options.axis, shape.length);
  const own = resultDType(row, dtype);
  const result = checkDType(name, options.dtype ?? own);
  const source = promoted(dtype, result) === result ? dtype : result;
  let count = 1;
  for (let axis = 0; axis < shape.length; axis++) if (reduced[axis]) count *= shape[axis];
  const initial = options.initial === undefined ? undefined : scalarArray(name, result, options.initial);
  if (count === 0 && row.identity === null && a.size === 0 && !initial) checkNotEmpty(name, shape, reduced);
  const reach = initial === undefined ? 0 : Math.abs(Number(initial.item()));
  const loop = nativeLoop(name, a.size, result === resultDType(row, source) ? source : result);
  const work = loop === undefined ? workDType(name, source, result, count, reach) : loopResult(name, loop);
  const acc = newArray(name, work, keptShape(a, reduced));
  fillWith(acc, startOf(row, work, result));
  return { reduced, result, loop, acc, initial };
}

/** Reduces by one row of the table. */
export function reduceBy(name: ReductionName, x: Operand, options: ReductionOptions = {}): NDArray {
  if (isForeign(x)) return x[foreignSymbol](name, [x, options]) as never;
  checkOptions(name, options, reductionNames);
  const traced = tracing.current?.reduce(name, x, options);
  if (traced !== undefined) return traced;
  let a = toArray(name, x);
  const quick = reduceWhole(name, a, options);
  if (quick !== undefined) return quick;
  const { reduced, result, loop, acc, initial } = openReduction(name, a, options);
  if (promoted(a.dtype, result) !== result) a = castTo(name, a, result);
  if (options.where !== undefined) a = onlyWhere(name, a, options.where, options.initial);
  if (loop === undefined) {
    if (initial !== undefined) acc.assign(initial);
    combineInto(acc, a, reduced, name);
  } else {
    runReduction(name, acc, a, reduced, loop);
    // Every part of a native reduction starts from what the result holds: what is initial comes in once, afterwards.
    if (initial !== undefined)
      callBinary(name, binaryTable[reductionTable[name].pair], initial, acc, { out: acc });
  }
  return finish(name, acc, reduced, result, options);
}

/** The operand with what is left out replaced by something that changes nothing. */
function onlyWhere(operation: ReductionName, a: NDArray, where: Mask, initial: Scalar | undefined): NDArray {
  const neutral = reductionTable[operation].identity ?? initial;
  const mask = maskFor(operation, where, a.shape);
  if (neutral !== undefined) return filledElsewhere(operation, a, mask, neutral);
  throw new ArgumentError(`${operation} has no identity, so where needs an initial value too`, {
    operation,
    argument: 'initial',
    needs: 'an initial value',
  });
}

const wholeLayout = new Float64Array(5);
const wholeParams = Float64Array.of(0, 0, 1, 0);

/** All elements of a contiguous array natively into the dtype that a loop writes, without a plan. */
function reduceWhole(name: ReductionName, a: NDArray, options: ReductionOptions): NDArray | undefined {
  if (a.size === 0 || !a.flags.cContiguous || options.keepdims === true || options.out !== undefined)
    return undefined;
  if (options.axis !== undefined && options.axis !== null) return undefined;
  if (options.where !== undefined || options.initial !== undefined) return undefined;
  const row: ReductionRow = reductionTable[name];
  const own = resultDType(row, a.dtype);
  const result = options.dtype === undefined ? own : checkDType(name, options.dtype);
  const loop = result === own ? a.dtype : result;
  // Only where no element, and not the result, is cast other than on the way into the loop.
  if (a.dtype === 'float16' || result === 'float16' || resultDType(row, loop) !== result) return undefined;
  if (loop !== a.dtype && promoted(a.dtype, loop) !== loop) return undefined;
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('reduce')) return undefined;
  const acc = newArray(name, result, []);
  fillWith(acc, startOf(row, result, result));
  wholeLayout[0] = a.size;
  wholeLayout[3] = a.offset;
  wholeLayout[4] = a.itemsize;
  wholeParams[0] = kernelReduction[name];
  wholeParams[1] = kernelCode(loop);
  wholeParams[3] = kernelCode(a.dtype);
  chosen.run('reduce', [storage(acc), storage(a), wholeLayout], wholeParams);
  return acc;
}

/** The shape of `a` with length 1 on the reduced axes. */
export function keptShape(a: { readonly shape: Shape }, reduced: readonly boolean[]): number[] {
  return a.shape.map((length, axis) => (reduced[axis] ? 1 : length));
}

function startOf(row: ReductionRow, work: DType, result: DType): number | bigint {
  const value = row.start(loopKind[work] === 'bigint' ? result : work);
  // Bools have no range of integers: what everything beats is the other of the two.
  return work === 'bool' ? (Number(value) > 0 ? 1 : 0) : value;
}

/** The dtype of the native loop that reduces `size` elements when `dtype` is wanted; undefined where the reference runs. */
export function nativeLoop(kernel: KernelReduction, size: number, dtype: DType): DType | undefined {
  if (size === 0) return undefined;
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('reduce')) return undefined;
  return loopDType(kernel, dtype);
}

/** Combines `a` natively into `acc`, which has the dtype that the loop writes and length 1 on the reduced axes. */
export function runReduction(
  kernel: KernelReduction,
  acc: NDArray,
  a: NDArray,
  reduced: readonly boolean[],
  loop: DType,
): void {
  const { ndim, layout } = planLayout(a.shape, [reducedOnto(acc, a, reduced), a], 1);
  const params = Float64Array.of(kernelReduction[kernel], kernelCode(loop), ndim, kernelCode(a.dtype));
  backend().run('reduce', [storage(acc), storage(a), layout], params);
}

/** `acc` as a plan sees it: with the shape of `a`, and not moving along the reduced axes. */
export function reducedOnto(acc: NDArray, a: { readonly shape: Shape }, reduced: readonly boolean[]): Placed {
  return {
    shape: a.shape,
    strides: acc.strides.map((stride, axis) => (reduced[axis] ? 0 : stride)),
    offset: 0,
  };
}

function checkNotEmpty(operation: string, shape: Shape, reduced: readonly boolean[]): void {
  if (shape.some((length, axis) => length === 0 && !reduced[axis])) return;
  throw new ArgumentError('the array has no elements along the reduced axes; needs at least one', {
    operation,
    argument: 'x',
    got: shape,
    needs: 'at least one element',
  });
}

function resultDType(row: ReductionRow, dtype: DType): DType {
  const { kind } = dtypeInfo(dtype);
  if (!row.widens || kind === 'f' || kind === 'c') return dtype;
  return kind === 'u' ? 'uint64' : 'int64';
}

/** The dtype the result accumulates in: one that loops work on in place. */
function workDType(name: ReductionName, source: DType, result: DType, count: number, reach: number): DType {
  const row: ReductionRow = reductionTable[name];
  if (result === 'float16') return 'float32';
  const { kind } = dtypeInfo(result);
  if (kind === 'f' || kind === 'c') return result;
  if (!row.widens) return loopKind[result] === 'bigint' ? result : 'float64';
  const bits = loopKind[source] === 'int' ? 8 * dtypeInfo(source).itemsize : 64;
  if (name === 'sum' && count * 2 ** bits + reach <= 2 ** 53) return 'float64';
  return result === 'uint64' ? 'uint64' : 'int64';
}

export function castTo(operation: string, x: NDArray, dtype: DType): NDArray {
  const copy = newArray(operation, dtype, x.shape);
  copyElements(layoutOf(copy), layoutOf(x));
  return copy;
}

function fillWith(acc: NDArray, value: number | bigint): void {
  const data = storage(acc) as Float64Array;
  const own = loopKind[acc.dtype] === 'bigint' ? BigInt(value) : Number(value);
  data.fill(own as number);
  // The imaginary part of an identity is 0; of an infinity that everything beats, infinite too.
  if (dtypeInfo(acc.dtype).kind !== 'c' || !Number.isFinite(own)) return;
  for (let slot = 1; slot < data.length; slot += 2) data[slot] = 0;
}

/** Runs the plan; `acc` has length 1 on the reduced axes, and any dtype that loops work on in place. */
function combineInto(acc: NDArray, a: NDArray, reduced: readonly boolean[], name: ReductionName): void {
  const { ndim, layout } = planLayout(a.shape, [reducedOnto(acc, a, reduced), a], 1);
  const kind = loopKind[acc.dtype];
  const loops: ReduceLoops = reductionLoops[name][kind === 'int' ? 'float' : kind];
  driveReduce(loops, kind, ndim, layout, termOf(acc, kind), termOf(a, kind));
}

/** The accumulated result in its own dtype and shape. */
export function finish(
  operation: string,
  acc: NDArray,
  reduced: readonly boolean[],
  dtype: DType,
  options: { readonly keepdims?: boolean; readonly out?: NDArray },
): NDArray {
  const keep = (_: number, axis: number): boolean => options.keepdims === true || !reduced[axis];
  const shape = acc.shape.filter(keep);
  const strides = acc.strides.filter(keep);
  const own = acc.dtype === dtype ? acc : castTo(operation, acc, dtype);
  const result = new NDArray({
    data: storage(own),
    dtype,
    shape,
    strides: own === acc ? strides : own.strides.filter(keep),
  });
  if (options.out === undefined) return result;
  checkOut(operation, options.out, dtype, shape);
  copyElements(layoutOf(options.out), layoutOf(result));
  return options.out;
}
