/**
 * Operands and results of the linear algebra entries: checked, lifted to a dtype that matrices are factored in, and laid out as
 * the entries want them. A row-major matrix is its own transpose, column-major, which saves most copies a transposition.
 */
import { release } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, LinAlgError, ShapeError } from '../core/errors.js';
import { NDArray, newArray, newUninitialized, storage } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import { broadcastShapes, contiguousStrides, formatShape, type Shape, sizeOf } from '../core/shape.js';
import type { Operand as KernelOperand } from '../kernels/backend.js';
import { kernelCode } from '../kernels/element-kind.js';
import { lapack } from '../kernels/lapack.js';
import { backend } from '../kernels/select.js';
import type { EntryName } from '../kernels/table.gen.js';
import { layoutOf } from '../ops/result.js';
import { type Operand, toArray } from '../ops/ufunc.js';
import type { FactorDType } from './types.js';

export type Floats = Float64Array | Float32Array;

/** A stack of matrices: what it holds and how many. */
export interface Stack {
  readonly array: NDArray;
  readonly dtype: FactorDType;
  /** The axes before the last two. */
  readonly lead: Shape;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** The dtype that matrices of `dtype` are factored in. @throws DTypeError for float16, which NumPy refuses too. */
export function factorDType(operation: string, dtype: DType, argument: string): FactorDType {
  const { kind } = dtypeInfo(dtype);
  if (dtype === 'float16') {
    throw new DTypeError(
      `${argument} is float16; needs float32, float64, complex64, complex128 or integers`,
      {
        operation,
        argument,
        got: dtype,
        needs: 'float32, float64, complex64, complex128 or integers',
      },
    );
  }
  return kind === 'f' || kind === 'c' ? (dtype as FactorDType) : 'float64';
}

export function isComplexDType(dtype: DType): boolean {
  return dtypeInfo(dtype).kind === 'c';
}

/** The dtype of the real parts. */
export function realDType(dtype: DType): 'float32' | 'float64' {
  return dtype === 'float32' || dtype === 'complex64' ? 'float32' : 'float64';
}

/** The complex dtype of the same precision. */
export function complexDType(dtype: DType): 'complex64' | 'complex128' {
  return realDType(dtype) === 'float32' ? 'complex64' : 'complex128';
}

/** The distance from 1 to the next number of the dtype's parts. */
export function epsilonOf(dtype: DType): number {
  return realDType(dtype) === 'float32' ? 2 ** -23 : 2 ** -52;
}

/** @throws ShapeError unless there are at least two axes. */
export function stackOf(operation: string, x: Operand, argument = 'x'): Stack {
  const array = toArray(operation, x);
  if (array.ndim < 2) {
    throw new ShapeError(
      `${argument} has ${array.ndim} axes; needs at least two, a matrix or a stack of them`,
      {
        operation,
        argument,
        got: array.shape,
        needs: 'at least two axes',
      },
    );
  }
  const lead = array.shape.slice(0, -2);
  return {
    array,
    dtype: factorDType(operation, array.dtype, argument),
    lead,
    count: sizeOf(lead),
    rows: array.shape[array.ndim - 2],
    columns: array.shape[array.ndim - 1],
  };
}

/** The right side of a system: a vector is a matrix of one column. */
export interface RightSide {
  readonly isVector: boolean;
  readonly matrix: NDArray;
  readonly dtype: FactorDType;
  readonly columns: number;
  /** The stacks of both sides, broadcast. */
  readonly lead: Shape;
}

/** @throws ShapeError unless `b` has as many rows as the matrices of `left`, and the stacks broadcast. */
export function rightSideOf(operation: string, left: Stack, b: Operand): RightSide {
  const right = toArray(operation, b);
  const dtype = commonDType(left.dtype, factorDType(operation, right.dtype, 'b'));
  const isVector = right.ndim === 1;
  const matrix = isVector ? right.expandDims(1) : right;
  const n = left.rows;
  if (matrix.ndim < 2 || matrix.shape[matrix.ndim - 2] !== n) {
    throw new ShapeError(`b has shape ${formatShape(right.shape)}, a has matrices of ${n} by ${n}`, {
      operation,
      argument: 'b',
      got: right.shape,
      needs: `${n} rows, or a vector of ${n}`,
    });
  }
  const columns = matrix.shape[matrix.ndim - 1];
  return {
    isVector,
    matrix,
    dtype,
    columns,
    lead: broadcastShapes(operation, left.lead, matrix.shape.slice(0, -2)),
  };
}

/** @throws ShapeError unless the last two axes have the same length. */
export function squareStackOf(operation: string, x: Operand, argument = 'x'): Stack {
  const stack = stackOf(operation, x, argument);
  if (stack.rows === stack.columns) return stack;
  throw new ShapeError(`${argument} has matrices of ${stack.rows} by ${stack.columns}; needs square ones`, {
    operation,
    argument,
    got: stack.array.shape,
    needs: 'last two axes of the same length',
  });
}

/** The dtype of two stacks together. */
export function commonDType(a: DType, b: DType): FactorDType {
  return promoted(a, b) as FactorDType;
}

/** A fresh copy of the matrices, row-major, one after the other. What an entry only works in is released after it: fresh
 * memory costs as much as a small factorization. */
export function rowMajor(operation: string, x: NDArray, dtype: FactorDType): Floats {
  return copied(operation, x, dtype, contiguousStrides(x.shape, dtypeInfo(dtype).itemsize));
}

/** A fresh copy of the matrices, column-major, one after the other. */
export function columnMajor(operation: string, x: NDArray, dtype: FactorDType): Floats {
  return copied(operation, x, dtype, columnMajorStrides(x.shape, dtypeInfo(dtype).itemsize));
}

function copied(operation: string, x: NDArray, dtype: FactorDType, strides: readonly number[]): Floats {
  const data = room(operation, dtype, x.size);
  copyElements({ data, dtype, shape: x.shape, strides }, layoutOf(x));
  return data;
}

function columnMajorStrides(shape: Shape, itemsize: number): number[] {
  const strides = contiguousStrides(shape, itemsize);
  strides[shape.length - 2] = itemsize;
  strides[shape.length - 1] = itemsize * Math.max(shape[shape.length - 2], 1);
  return strides;
}

/** Memory for `size` elements, which may hold anything. */
export function room(operation: string, dtype: FactorDType, size: number): Floats {
  return storage(newUninitialized(operation, dtype, [size])) as Floats;
}

/** `count` zeros that an entry may write; see `numbersFor` for why not a typed array of its own. */
export function counters(operation: string, count: number): Int32Array {
  return storage(newArray(operation, 'int32', [count]));
}

/** `x` with the axes `lead` before its last two. */
export function overStack(x: NDArray, lead: Shape): NDArray {
  if (lead.length === 0) return x;
  return x.broadcastTo([...lead, ...x.shape.slice(-2)]) as NDArray;
}

/** The array over row-major matrices that nobody else holds. */
export function fromRowMajor(data: Floats, dtype: FactorDType, shape: Shape): NDArray {
  return new NDArray({ data, dtype, shape, strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize) });
}

/** The C-contiguous array of column-major matrices, whose memory the caller gives away. */
export function fromColumnMajor(operation: string, data: Floats, dtype: FactorDType, shape: Shape): NDArray {
  const { itemsize } = dtypeInfo(dtype);
  if (Math.min(...shape.slice(-2)) <= 1) return fromRowMajor(data, dtype, shape);
  const turned = new NDArray({ data, dtype, shape, strides: columnMajorStrides(shape, itemsize) });
  const result = newUninitialized(operation, dtype, shape);
  copyElements(layoutOf(result), layoutOf(turned));
  release(data);
  return result as NDArray;
}

/** Runs an entry; operands of no elements are given one, so that every pointer points somewhere. */
export function runEntry(
  entry: EntryName,
  dtype: FactorDType,
  operands: readonly KernelOperand[],
  params: readonly number[],
): void {
  const chosen = backend();
  if (chosen.name === 'native') lapack();
  chosen.run(entry, operands, Float64Array.of(kernelCode(dtype), ...params));
}

/** The index of the first matrix that failed as text for a message: empty where there is only one. */
export function placeOf(at: number, lead: Shape): string {
  if (lead.length === 0) return '';
  const index: number[] = [];
  let rest = at;
  for (let axis = lead.length - 1; axis >= 0; axis--) {
    index.unshift(rest % lead[axis]);
    rest = Math.floor(rest / lead[axis]);
  }
  return ` [${index.join(', ')}] of the stack`;
}

/** @throws LinAlgError when one of the matrices failed, naming the first. */
export function checkInfo(
  operation: string,
  info: Int32Array,
  lead: Shape,
  what: (info: number) => string,
  argument = 'x',
): void {
  const at = info.findIndex((one) => one !== 0);
  if (at < 0) return;
  throw new LinAlgError(`matrix${placeOf(at, lead)} ${what(info[at])}`, {
    operation,
    argument,
    got: `shape ${formatShape(lead)}`,
  });
}

/** Which of `count` matrices of `size` slots have NaN or infinities; null for none. */
export function nonFinite(data: Floats, count: number, size: number): Int32Array | null {
  let found: Int32Array | null = null;
  for (let matrix = 0; matrix < count; matrix++) {
    for (let slot = matrix * size, end = slot + size; slot < end; slot++) {
      // A difference with itself is 0 for finite numbers only.
      if (data[slot] - data[slot] === 0) continue;
      found ??= new Int32Array(count);
      found[matrix] = 1;
      break;
    }
  }
  return found;
}

/** @throws LinAlgError when a matrix has NaN or infinities. */
export function checkFinite(
  operation: string,
  data: Floats,
  { lead, count }: Stack,
  size: number,
  argument = 'x',
): void {
  const found = nonFinite(data, count, size);
  if (found !== null) checkInfo(operation, found, lead, () => 'has NaN or infinities', argument);
}

/** Refuses a value of an option that is none of those it can have. */
export function refuseOption(operation: string, argument: string, got: unknown, needs: string): never {
  throw new ArgumentError(`${argument} is ${String(got)}; needs ${needs}`, {
    operation,
    argument,
    got,
    needs,
  });
}

/** Slots that one element takes. */
export function slotsOf(dtype: DType): number {
  return dtypeInfo(dtype).slots;
}
