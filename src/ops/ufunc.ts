import { copyElements } from '../core/copy.js';
import { checkDType, type DType, dtypeInfo } from '../core/dtype.js';
import { writeElement } from '../core/element.js';
import { ArgumentError, DTypeError } from '../core/errors.js';
import { type Foreign, handOver, isForeign, refuseForeign } from '../core/foreign.js';
import { fromData } from '../core/from-data.js';
import { NDArray, newArray, newUninitialized, storage } from '../core/ndarray.js';
import {
  castsWithinKind,
  isScalar,
  promoted,
  promoteScalar,
  type Scalar,
  scalarDType,
  scalarFits,
} from '../core/promotion.js';
import { broadcastShapes, type Shape } from '../core/shape.js';
import { kernelCode, loopDType } from '../kernels/element-kind.js';
import {
  type AnyBinary,
  type AnyUnary,
  driveBinary,
  driveUnary,
  type Term,
} from '../kernels/js/loops/drive.js';
import type { Binary, Floats, Unary } from '../kernels/js/loops/types.js';
import { inPlace, type LoopKind, loopKind } from '../kernels/js/loops/work.js';
import { backend } from '../kernels/select.js';
import { type KernelBinary, type KernelUnary, kernelBinary, kernelUnary } from '../kernels/table.gen.js';
import { whereMasked } from './masked.js';
import { planLayout } from './plan.js';
import type { BinaryRow, UfuncRow, UnaryRow } from './registry.js';
import { castRefused, layoutOf, sameShape, type UfuncOptions, withResult } from './result.js';
import { tracing } from './tracing.js';

export type { UfuncOptions } from './result.js';

/** Lists of scalars, lists of such lists, and so on. */
export type OperandList = readonly (Scalar | OperandList)[];

/** Whatever stands for an array: an NDArray, a scalar, a typed array, nested lists; or an array of another kind. */
export type Operand = NDArray | Scalar | ArrayBufferView | OperandList | Foreign;

/** From this many float64 or float32 elements on a native call pays for itself. */
const NATIVE_SIZE = 256;

/** One loop of a row, with everything that follows from it. */
export interface Choice<Loop> {
  /** The dtype the loop runs in. */
  readonly dtype: DType;
  readonly kind: LoopKind;
  readonly loop: Loop;
  /** The dtype of the result. */
  readonly result: DType;
  /** Whether the loop writes the result's storage itself; integers and float16 pass through a buffer. */
  readonly direct: boolean;
  /** The row of the kernel table and the number of the dtype its C loop runs in, where there is one. */
  readonly kernel?: { readonly row: number; readonly dtype: number };
}

const choices = new Map<UfuncRow, Partial<Record<DType, Choice<never>>>>();

/** The loop that serves `dtype`, lifted where the row says so. @throws DTypeError when there is none. */
export function chooseLoop<Loop>(operation: string, row: UfuncRow<Loop>, dtype: DType): Choice<Loop> {
  let known = choices.get(row as UfuncRow);
  if (known === undefined) {
    known = {};
    choices.set(row as UfuncRow, known);
  }
  known[dtype] ??= makeChoice(operation, row, dtype) as Choice<never>;
  return known[dtype] as unknown as Choice<Loop>;
}

function makeChoice<Loop>(operation: string, row: UfuncRow<Loop>, dtype: DType): Choice<Loop> {
  const kind = loopKind[dtype];
  if (dtype === 'bool' && row.bool !== undefined) {
    if (row.bool === 'refused') throw refuse(operation, row, dtype);
    if (typeof row.bool === 'string') return makeChoice(operation, row, row.bool as DType);
    return choiceOf(row, dtype, row.bool as Loop);
  }
  const loop = dtype === 'float16' ? (row.half ?? row.float) : row[kind];
  if (loop !== undefined) return choiceOf(row, dtype, loop);
  if (row.float === undefined || kind === 'complex') throw refuse(operation, row, dtype);
  return makeChoice(operation, row, row.lift === 'float64' ? 'float64' : lifted(dtype));
}

function choiceOf<Loop>(row: UfuncRow<Loop>, dtype: DType, loop: Loop): Choice<Loop> {
  const kind = loopKind[dtype];
  const direct = row.result === 'truth' || inPlace(kind, dtype);
  return { dtype, kind, loop, result: resultOf(row, dtype), direct, kernel: kernelOf(row, dtype) };
}

const rowNumbers: { readonly [K in KernelBinary | KernelUnary]: number } = {
  ...kernelBinary,
  ...kernelUnary,
};

function kernelOf<Loop>(row: UfuncRow<Loop>, dtype: DType): Choice<Loop>['kernel'] {
  // C sees halves as float32.
  if (dtype === 'float16' && row.half !== undefined) return undefined;
  const name = row.kernel as keyof typeof rowNumbers | undefined;
  const own = name && loopDType(name, dtype);
  return own && { row: rowNumbers[name], dtype: kernelCode(own) };
}

function resultOf<Loop>(row: UfuncRow<Loop>, dtype: DType): DType {
  if (row.result === 'truth') return 'bool';
  if (row.result === 'magnitude' && dtype === 'complex64') return 'float32';
  if (row.result === 'magnitude' && dtype === 'complex128') return 'float64';
  return dtype;
}

function refuse<Loop>(operation: string, row: UfuncRow<Loop>, dtype: DType): DTypeError {
  const takes: string[] = [];
  if (row.bool !== 'refused' && (row.bool !== undefined || row.float !== undefined)) takes.push('bool');
  if (row.int !== undefined || row.float !== undefined) takes.push('integer');
  if (row.float !== undefined) takes.push('float');
  if (row.complex !== undefined) takes.push('complex');
  const needs = `${takes.join(', ')} arrays`;
  return new DTypeError(`takes no ${dtype}; needs ${needs}`, { operation, got: dtype, needs });
}

/** An operand as an array, or a scalar left as it is. */
function toOperand(operation: string, x: Operand): NDArray | Scalar {
  return x instanceof NDArray || isScalar(x) ? x : toArray(operation, x);
}

/** An operand as an array with elements; scalars become 0-d ones. */
export function toArray(operation: string, x: Operand): NDArray {
  if (!(x instanceof NDArray)) {
    if (isForeign(x)) throw refuseForeign(operation, x);
    return new NDArray(fromData(operation, x));
  }
  return tracing.current === null ? x : tracing.current.force(x);
}

export function callUnary(operation: string, row: UnaryRow, a: Operand, options?: UfuncOptions): NDArray {
  const traced = tracing.current?.unary(operation, row, a, options);
  if (traced !== undefined) return traced;
  if (isForeign(a)) return handOver(operation, [a], [a, options]) as never;
  let x = toArray(operation, a);
  if (options === undefined && x.flags.cContiguous) {
    const quick = together(operation, 'unary', chooseLoop<AnyUnary>(operation, row, x.dtype), x);
    if (quick !== undefined) return quick;
  }
  if (options?.where !== undefined) {
    return whereMasked(operation, { ...options, where: options.where }, (rest) =>
      callUnary(operation, row, a, rest),
    );
  }
  const choice = chooseUnary(operation, row, x, options?.dtype);
  x = inDType(operation, x, choice);
  const arrays = [x];
  return withResult(operation, choice.result, x.shape, arrays, options, (out) => {
    const { ndim, layout } = planLayout(out.shape, [out, x]);
    if (runsNatively('unary', choice, out.size, arrays)) {
      return backend().run('unary', [storage(out), storage(x), layout], kernelParams(choice, ndim, [out, x]));
    }
    driveUnary(choice.loop, choice.kind, ndim, layout, resultTerm(out, choice), termOf(x, choice.kind));
  });
}

export function callBinary(
  operation: string,
  row: BinaryRow,
  a: Operand,
  b: Operand,
  options?: UfuncOptions,
): NDArray {
  const traced = tracing.current?.binary(operation, row, a, b, options);
  if (traced !== undefined) return traced;
  if (isForeign(b) || isForeign(a)) return handOver(operation, [a, b], [a, b, options]) as never;
  if (options === undefined && a instanceof NDArray && a.flags.cContiguous) {
    const quick = quickBinary(operation, row, a, b);
    if (quick !== undefined) return quick;
  }
  if (options?.where !== undefined) {
    return whereMasked(operation, { ...options, where: options.where }, (rest) =>
      callBinary(operation, row, a, b, rest),
    );
  }
  const { choice, x, y } = chooseBinary(operation, row, a, b, options?.dtype);
  const left = x instanceof NDArray ? inDType(operation, x, choice) : scalarArray(operation, choice.dtype, x);
  const right =
    y instanceof NDArray ? inDType(operation, y, choice) : scalarArray(operation, choice.dtype, y);
  const shape = broadcastPair(operation, left.shape, right.shape);
  const arrays = [left, right];
  return withResult(operation, choice.result, shape, arrays, options, (out) => {
    const { ndim, layout } = planLayout(out.shape, [out, left, right]);
    if (runsNatively('binary', choice, out.size, arrays)) {
      const params = kernelParams(choice, ndim, [out, left, right]);
      return backend().run('binary', [storage(out), storage(left), storage(right), layout], params);
    }
    const { kind } = choice;
    driveBinary(
      choice.loop,
      kind,
      ndim,
      layout,
      resultTerm(out, choice),
      termOf(left, kind),
      termOf(right, kind),
    );
  });
}

/** The loop for an array, or for the dtype asked for. */
export function chooseUnary(operation: string, row: UnaryRow, x: NDArray, dtype?: DType): Choice<AnyUnary> {
  if (dtype !== undefined) checkDType(operation, dtype);
  const choice = chooseLoop<AnyUnary>(operation, row, dtype ?? x.dtype);
  if (dtype !== undefined) checkDTypeOption(operation, row, choice, dtype);
  return choice;
}

/** The loop for two operands, or for the dtype asked for, and what they are for it: arrays or scalars. */
export function chooseBinary(operation: string, row: BinaryRow, a: Operand, b: Operand, dtype?: DType) {
  let x = toOperand(operation, a);
  let y = toOperand(operation, b);
  if (dtype !== undefined) checkDType(operation, dtype);
  let choice = chooseLoop<AnyBinary>(operation, row, dtype ?? commonDType(row, x, y));
  if (dtype !== undefined) checkDTypeOption(operation, row, choice, dtype);
  if (row.result === 'truth') {
    // An integer that the array's dtype cannot hold still compares: as an infinity.
    const wide = x instanceof NDArray ? outside(choice.dtype, y) : outside(choice.dtype, x);
    if (wide !== undefined) {
      choice = chooseLoop<AnyBinary>(operation, row, 'float64');
      if (x instanceof NDArray) y = wide;
      else x = wide;
    }
  }
  return { choice, x, y };
}

/** An array with another of its dtype and shape, or with a number that takes its dtype: no broadcasting, no plan. */
function quickBinary(operation: string, row: BinaryRow, a: NDArray, b: Operand): NDArray | undefined {
  const { dtype } = a;
  let other: NDArray;
  if (b instanceof NDArray) {
    if (dtype !== b.dtype || !sameShape(a.shape, b.shape) || !b.flags.cContiguous) return undefined;
    other = b;
  } else {
    if (typeof b !== 'number' || !(Number.isInteger(b) || isFloat(dtype))) return undefined;
    if (dtype === 'bool' || !scalarFits(dtype, b)) return undefined;
    other = lastScalar(operation, dtype, b);
  }
  return together(operation, 'binary', chooseLoop<AnyBinary>(operation, row, dtype), a, other);
}

const lastScalars: { [D in DType]?: { readonly value: number; readonly array: NDArray } } = {};

/** `scalarArray` for an operand that is only read: a loop of calls mostly repeats its number. */
function lastScalar(operation: string, dtype: DType, value: number): NDArray {
  const last = lastScalars[dtype];
  if (last !== undefined && Object.is(last.value, value)) return last.array;
  const array = scalarArray(operation, dtype, value);
  lastScalars[dtype] = { value, array };
  return array;
}

function isFloat(dtype: DType): boolean {
  const kind = loopKind[dtype];
  return kind === 'float' || kind === 'complex';
}

const noArrays: readonly NDArray[] = [];
/** Layouts and parameters of the calls below: a call has read them when the next one writes them. */
const flatLayouts = [5, 7].map((length) => new Float64Array(length));
const flatParams = [5, 6].map((length) => new Float64Array(length));

/**
 * Runs a loop over arrays whose elements lie together, or one of which is repeated: small floats in the reference,
 * others natively. Undefined where there is no such loop.
 */
function together(
  operation: string,
  entry: 'unary' | 'binary',
  choice: Choice<AnyUnary | AnyBinary>,
  a: NDArray,
  b?: NDArray,
): NDArray | undefined {
  const { dtype, size } = a;
  if (choice.dtype !== dtype) return undefined;
  const isSmall = size < NATIVE_SIZE && isNumbers(dtype);
  if (!isSmall && !runsNatively(entry, choice, size, noArrays)) return undefined;
  const out = newUninitialized(operation, choice.result, a.shape);
  const repeated = b !== undefined && b.ndim === 0 ? 0 : 1;
  if (isSmall) {
    const { itemsize } = a;
    const [o, x] = [storage(out) as Floats, storage(a) as Floats];
    if (b === undefined) {
      (choice.loop as unknown as Unary<Floats>)(size, o, 0, 1, x, a.offset / itemsize, 1);
    } else {
      const loop = choice.loop as unknown as Binary<Floats>;
      loop(size, o, 0, 1, x, a.offset / itemsize, 1, storage(b) as Floats, b.offset / itemsize, repeated);
    }
    return out;
  }
  const at = b === undefined ? 0 : 1;
  const layout = flatLayouts[at];
  layout[0] = size;
  layout[2] = out.itemsize;
  layout[3] = a.offset;
  layout[4] = a.itemsize;
  if (b !== undefined) {
    layout[5] = b.offset;
    layout[6] = repeated * b.itemsize;
  }
  const params = flatParams[at];
  params[0] = choice.kernel!.row;
  params[1] = choice.kernel!.dtype;
  params[2] = 1;
  params[3] = kernelCode(choice.result);
  params[4] = kernelCode(dtype);
  if (b !== undefined) params[5] = params[4];
  const operands =
    b === undefined ? [storage(out), storage(a), layout] : [storage(out), storage(a), storage(b), layout];
  backend().run(entry, operands, params);
  return out;
}

/** The narrowest float that holds an integer dtype; other dtypes stay. */
function lifted(dtype: DType): DType {
  const { kind, itemsize } = dtypeInfo(dtype);
  if (kind === 'f' || kind === 'c') return dtype;
  return itemsize === 1 ? 'float16' : itemsize === 2 ? 'float32' : 'float64';
}

function commonDType(row: BinaryRow, x: NDArray | Scalar, y: NDArray | Scalar): DType {
  if (x instanceof NDArray && y instanceof NDArray) {
    // Signed and unsigned 64-bit integers compare exactly; only arithmetic takes them to float64.
    if (row.result === 'truth' && loopKind[x.dtype] === 'bigint' && loopKind[y.dtype] === 'bigint')
      return 'int64';
    // Without integer loops each operand is lifted by its own width first: int8 and uint8 meet as float16.
    if (row.int === undefined && row.lift !== 'float64') return promoted(lifted(x.dtype), lifted(y.dtype));
    return promoted(x.dtype, y.dtype);
  }
  if (x instanceof NDArray) return promoteScalar(x.dtype, y as Scalar);
  if (y instanceof NDArray) return promoteScalar(y.dtype, x);
  return promoted(scalarDType(x), scalarDType(y));
}

function outside(dtype: DType, value: NDArray | Scalar): Scalar | undefined {
  if (value instanceof NDArray || scalarFits(dtype, value)) return undefined;
  return (value as number | bigint) > 0 ? Infinity : -Infinity;
}

function checkDTypeOption<Loop>(
  operation: string,
  row: UfuncRow<Loop>,
  choice: Choice<Loop>,
  dtype: DType,
): void {
  if (row.result === 'truth') {
    throw new ArgumentError(`dtype is ${dtype}; the result is always bool`, {
      operation,
      argument: 'dtype',
      got: dtype,
    });
  }
  if (choice.dtype === dtype) return;
  throw new DTypeError(`has no loop for dtype ${dtype}`, { operation, argument: 'dtype', got: dtype });
}

/** `x` as the loop can read it: itself where its dtype casts safely, else a copy in the loop's dtype. */
function inDType<Loop>(operation: string, x: NDArray, choice: Choice<Loop>): NDArray {
  const { dtype, kind } = choice;
  if (x.dtype === dtype || promoted(x.dtype, dtype) === dtype) return x;
  if (kind === 'bigint' && loopKind[x.dtype] === 'bigint') return x;
  checkReads(operation, x.dtype, choice);
  const copy = newArray(operation, dtype, x.shape);
  copyElements(layoutOf(copy), layoutOf(x));
  return copy;
}

/** @throws DTypeError for an operand whose dtype a loop may not read. */
export function checkReads<Loop>(operation: string, from: DType, { dtype }: Choice<Loop>): void {
  // A comparison with an integer out of range reads its other operand as float64, whatever that is.
  if (dtype !== 'float64' && promoted(from, dtype) !== dtype && !castsWithinKind(from, dtype))
    throw castRefused(operation, from, dtype, 'an operand');
}

/** A 0-d array with one JavaScript value. */
export function scalarArray(operation: string, dtype: DType, value: Scalar): NDArray {
  const scalar = newArray(operation, dtype, []);
  writeElement(operation, dtype, storage(scalar), 0, value);
  return scalar as NDArray;
}

function broadcastPair(operation: string, a: Shape, b: Shape): Shape {
  if (b.length === 0 || sameShape(a, b)) return a;
  return a.length === 0 ? b : broadcastShapes(operation, a, b);
}

function isNumbers(dtype: DType): boolean {
  return dtype === 'float64' || dtype === 'float32';
}

function runsNatively<Loop>(
  entry: 'unary' | 'binary',
  { kernel, dtype, kind }: Choice<Loop>,
  size: number,
  inputs: readonly NDArray[],
): boolean {
  // Small floats run in place in the reference; what would pass through buffers there is faster in C at any size.
  if (kernel === undefined || size === 0 || (size < NATIVE_SIZE && isNumbers(dtype))) return false;
  // The reference reads 64-bit integers of the other signedness as they are; C would wrap them.
  if (kind === 'bigint') {
    for (const x of inputs) if (loopKind[x.dtype] === 'bigint' && x.dtype !== dtype) return false;
  }
  const chosen = backend();
  return chosen.name === 'native' && chosen.has(entry);
}

function kernelParams<Loop>(
  { kernel }: Choice<Loop>,
  ndim: number,
  arrays: readonly NDArray[],
): Float64Array {
  const params = new Float64Array(3 + arrays.length);
  params[0] = kernel!.row;
  params[1] = kernel!.dtype;
  params[2] = ndim;
  for (let at = 0; at < arrays.length; at++) params[3 + at] = kernelCode(arrays[at].dtype);
  return params;
}

export function termOf(x: NDArray, kind: LoopKind): Term {
  return { data: storage(x) as unknown as Term['data'], dtype: x.dtype, direct: inPlace(kind, x.dtype) };
}

function resultTerm<Loop>(out: NDArray, choice: Choice<Loop>): Term {
  return { data: storage(out) as unknown as Term['data'], dtype: out.dtype, direct: choice.direct };
}
