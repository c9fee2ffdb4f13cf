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
import { NDArray, newArray, storage } from '../core/ndarray.js';
import { promoted, rangeOf, type Scalar } from '../core/promotion.js';
import { normalizeAxis } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import * as complex from '../kernels/js/loops/complex.js';
import * as fold from '../kernels/js/loops/fold.js';
import * as integer from '../kernels/js/loops/integer.js';
import { type LoopKind, loopKind } from '../kernels/js/loops/work.js';
import { driveReduce, floatReductions, type ReduceLoops } from '../kernels/js/reduce.js';
import { backend } from '../kernels/select.js';
import { type KernelReduction, kernelReduction } from '../kernels/table.gen.js';
import { filledElsewhere, type Mask, maskFor } from './masked.js';
import { planLayout } from './plan.js';
import { checkOut, layoutOf } from './result.js';
import { type Operand, scalarArray, termOf, toArray } from './ufunc.js';

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

interface ReductionRow {
  readonly float: ReduceLoops;
  readonly bigint: ReduceLoops;
  readonly complex: ReduceLoops;
  /** What an empty reduction gives, or null when it has no answer. */
  readonly identity: number | null;
  /** What the result starts from: the identity, or a value that everything beats. */
  readonly start: (dtype: DType) => number | bigint;
  /** Whether integers become 64 bits wide. */
  readonly widens: boolean;
  readonly kernel?: KernelReduction;
}

export const reductionTable = {
  sum: {
    float: floatReductions.sum,
    bigint: { combine: integer.addBigint, fold: fold.sumBigintFold },
    complex: { combine: complex.addComplex, fold: fold.sumComplexFold },
    identity: 0,
    start: () => 0,
    widens: true,
    kernel: 'sum',
  },
  prod: {
    float: floatReductions.prod,
    bigint: { combine: integer.multiplyBigint, fold: fold.prodBigintFold },
    complex: { combine: complex.multiplyComplex, fold: fold.prodComplexFold },
    identity: 1,
    start: () => 1,
    widens: true,
  },
  min: {
    float: floatReductions.min,
    bigint: { combine: integer.minimumBigint, fold: fold.minBigintFold },
    complex: { combine: complex.minimumComplex, fold: fold.minComplexFold },
    identity: null,
    start: (dtype) => rangeOf(dtype)?.[1] ?? Infinity,
    widens: false,
    kernel: 'min',
  },
  max: {
    float: floatReductions.max,
    bigint: { combine: integer.maximumBigint, fold: fold.maxBigintFold },
    complex: { combine: complex.maximumComplex, fold: fold.maxComplexFold },
    identity: null,
    start: (dtype) => rangeOf(dtype)?.[0] ?? -Infinity,
    widens: false,
    kernel: 'max',
  },
} as const satisfies Record<string, ReductionRow>;

export type ReductionName = keyof typeof reductionTable;

/** From this many elements on a native call pays for itself. */
const NATIVE_SIZE = 1024;

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

/** Reduces by one row of the table. */
export function reduceBy(name: ReductionName, x: Operand, options: ReductionOptions = {}): NDArray {
  const row: ReductionRow = reductionTable[name];
  let a = toArray(name, x);
  const reduced = reducedAxes(name, options.axis, a.ndim);
  const result = checkDType(name, options.dtype ?? resultDType(row, a.dtype));
  if (a.dtype !== result && promoted(a.dtype, result) !== result) a = castTo(name, a, result);
  let count = 1;
  for (let axis = 0; axis < a.ndim; axis++) if (reduced[axis]) count *= a.shape[axis];
  const initial = options.initial === undefined ? undefined : scalarArray(name, result, options.initial);
  if (count === 0 && row.identity === null && a.size === 0 && !initial) checkNotEmpty(name, a, reduced);
  if (options.where !== undefined) a = onlyWhere(name, a, options.where, row.identity ?? options.initial);
  const reach = initial === undefined ? 0 : Math.abs(Number(initial.item()));
  const work = workDType(row, a.dtype, result, count, reach);
  const acc = newArray(
    name,
    work,
    a.shape.map((length, axis) => (reduced[axis] ? 1 : length)),
  );
  if (initial === undefined) fillWith(acc, row.start(loopKind[work] === 'bigint' ? result : work));
  else acc.assign(initial);
  combineInto(acc, a, reduced, row);
  return finish(name, acc, reduced, result, options);
}

/** The operand with what is left out replaced by something that changes nothing. */
function onlyWhere(operation: string, a: NDArray, where: Mask, neutral: Scalar | undefined): NDArray {
  const mask = maskFor(operation, where, a.shape);
  if (neutral !== undefined) return filledElsewhere(operation, a, mask, neutral);
  throw new ArgumentError(`${operation} has no identity, so where needs an initial value too`, {
    operation,
    argument: 'initial',
    needs: 'an initial value',
  });
}

function checkNotEmpty(operation: string, a: NDArray, reduced: readonly boolean[]): void {
  if (a.shape.some((length, axis) => length === 0 && !reduced[axis])) return;
  throw new ArgumentError('the array has no elements along the reduced axes; needs at least one', {
    operation,
    argument: 'x',
    got: a.shape,
    needs: 'at least one element',
  });
}

function resultDType(row: ReductionRow, dtype: DType): DType {
  const { kind } = dtypeInfo(dtype);
  if (!row.widens || kind === 'f' || kind === 'c') return dtype;
  return kind === 'u' ? 'uint64' : 'int64';
}

/** The dtype the result accumulates in: one that loops work on in place. */
function workDType(row: ReductionRow, source: DType, result: DType, count: number, reach: number): DType {
  if (result === 'float16') return 'float32';
  const { kind } = dtypeInfo(result);
  if (kind === 'f' || kind === 'c') return result;
  if (!row.widens) return loopKind[result] === 'bigint' ? result : 'float64';
  const bits = loopKind[source] === 'int' ? 8 * dtypeInfo(source).itemsize : 64;
  if (row.kernel === 'sum' && count * 2 ** bits + reach <= 2 ** 53) return 'float64';
  return result === 'uint64' ? 'uint64' : 'int64';
}

export function castTo(operation: string, x: NDArray, dtype: DType): NDArray {
  const copy = newArray(operation, dtype, x.shape);
  copyElements(layoutOf(copy), layoutOf(x));
  return copy;
}

function fillWith(acc: NDArray, value: number | bigint): void {
  const data = storage(acc) as Float64Array;
  const own = loopKind[acc.dtype] === 'bigint' ? BigInt(value) : value;
  data.fill(own as number);
  // The imaginary part of an identity is 0; of an infinity that everything beats, infinite too.
  if (dtypeInfo(acc.dtype).kind !== 'c' || !Number.isFinite(own)) return;
  for (let slot = 1; slot < data.length; slot += 2) data[slot] = 0;
}

/** Runs the plan; `acc` has length 1 on the reduced axes, and any dtype that loops work on in place. */
function combineInto(acc: NDArray, a: NDArray, reduced: readonly boolean[], row: ReductionRow): void {
  const strides = acc.strides.map((stride, axis) => (reduced[axis] ? 0 : stride));
  const { ndim, layout } = planLayout(a.shape, [{ shape: a.shape, strides, offset: 0 }, a], 1);
  const native =
    row.kernel !== undefined && acc.dtype === a.dtype && (a.dtype === 'float64' || a.dtype === 'float32');
  if (native && a.size >= NATIVE_SIZE) {
    const chosen = backend();
    if (chosen.name === 'native' && chosen.has('reduce')) {
      const params = new Float64Array([kernelReduction[row.kernel!], kernelCode(a.dtype), ndim]);
      chosen.run('reduce', [storage(acc), storage(a), layout], params);
      return;
    }
  }
  const kind: LoopKind = loopKind[acc.dtype];
  const loops = kind === 'complex' ? row.complex : kind === 'bigint' ? row.bigint : row.float;
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
