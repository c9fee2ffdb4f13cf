/**
 * Stacks of matrix products, for every dtype.
 *
 * Policy: floats and complex numbers go to the `matmul` kernel, except products so small that the call would cost more.
 * Integers whose sums fit 53 bits, bools and float16 are multiplied as float64 and cast back, which wraps and rounds
 * as their own arithmetic would; wider integers have loops of their own.
 */
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { NDArray, newArray, storage } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { kernelCode } from '../kernels/element-kind.js';
import {
  dotFloat,
  type Matrix,
  productBigint,
  productComplex,
  productFloat,
  productInt,
} from '../kernels/js/loops/product.js';
import type { Floats } from '../kernels/js/loops/types.js';
import { type LoopKind, loopKind } from '../kernels/js/loops/work.js';
import { backend } from '../kernels/select.js';
import { notEqual } from './logic.js';
import { castTo } from './reduction.js';
import { layoutOf } from './result.js';

/** Multiplications below which a call to a backend does not pay: copying, to the wasm one, costs more. */
const KERNEL_SIZE = 4096;
const NATIVE_SIZE = 512;

/**
 * `out[..., i, j] = sum of a[..., i, k] b[..., k, j]`. Both have at least two axes, the same leading shape (broadcast
 * by strides of 0), the same dtype and matching inner lengths. The result is new and C-contiguous.
 */
export function stackedProduct(operation: string, a: NDArray, b: NDArray): NDArray {
  const { dtype } = a;
  const work = workDType(dtype, a.shape[a.ndim - 1]);
  if (work !== dtype) {
    const product = stackedProduct(operation, castTo(operation, a, work), castTo(operation, b, work));
    return dtype === 'bool' ? notEqual(product, 0) : castTo(operation, product, dtype);
  }
  const lead = a.shape.slice(0, -2);
  const rows = a.shape[a.ndim - 2];
  const columns = b.shape[b.ndim - 1];
  const out = newArray(operation, dtype, [...lead, rows, columns]);
  if (out.size === 0) return out;
  if (isDot(a, b) && !paysNative(out.size * a.shape[a.ndim - 1])) dotEach(a, b, out, lead);
  else multiplyEach(a, b, out, lead);
  return out;
}

/** The short cut of matrices and vectors of one dtype: floats, complex numbers, and few integers, which are quicker
 * multiplied as they are than cast; undefined for all others, also empty ones. */
export function matrixProduct(operation: string, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  const kind = loopKind[dtype];
  if (a.ndim > 2 || a.ndim === 0 || b.ndim > 2 || b.ndim === 0 || dtype !== b.dtype) return undefined;
  if (dtype === 'bool' || dtype === 'float16') return undefined;
  const isRow = a.ndim === 1;
  const rows = isRow ? 1 : a.shape[0];
  const inner = isRow ? a.shape[0] : a.shape[1];
  const isColumn = b.ndim === 1;
  const columns = isColumn ? 1 : b.shape[1];
  const work = rows * inner * columns;
  if (inner !== b.shape[0] || work === 0) return undefined;
  const isInteger = kind === 'int' || kind === 'bigint';
  if (isInteger && work >= NATIVE_SIZE) return undefined;
  const shape = isRow ? (isColumn ? [] : [columns]) : isColumn ? [rows] : [rows, columns];
  const out = newArray(operation, dtype, shape);
  const { slots } = dtypeInfo(dtype);
  const left = isRow ? rowAt(a) : matrixAt(a, a.offset);
  const right = isColumn ? columnAt(b) : matrixAt(b, b.offset);
  const target = { data: storage(out) as Floats, start: 0, rowStride: columns * slots, columnStride: slots };
  const chosen = worthwhile(work);
  if (chosen?.has('matmul'))
    runKernel(chosen, kernelCode(dtype), slots, rows, columns, inner, left, right, target);
  else loopOf(kind)(rows, columns, inner, left, right, target);
  return out as NDArray;
}

/** The reference's product for a kind; typed as if all were of floats. */
function loopOf(kind: LoopKind): typeof productFloat {
  if (kind === 'float') return productFloat;
  if (kind === 'complex') return productComplex;
  return kind === 'int' ? productInt : (productBigint as unknown as typeof productFloat);
}

/** Whether the products are inner products of floats. */
function isDot(a: NDArray, b: NDArray): boolean {
  const { dtype } = a;
  if (dtype !== 'float64' && dtype !== 'float32') return false;
  return a.shape[a.ndim - 2] === 1 && b.shape[b.ndim - 1] === 1;
}

/** Whether the native kernels are there and so many multiplications are worth a call of them; memory limits inner
 * products, so that copying to another backend's never pays. */
const paysNative = (work: number): boolean => worthwhile(work)?.name === 'native';

/** The dtype to multiply in. */
function workDType(dtype: DType, inner: number): DType {
  const { kind, itemsize } = dtypeInfo(dtype);
  if (kind === 'b' || dtype === 'float16') return 'float64';
  const isInteger = kind === 'i' || kind === 'u';
  return isInteger && inner * 2 ** (16 * itemsize) <= 2 ** 53 ? 'float64' : dtype;
}

/** Multiplications of one product from which a call for each costs nothing beside it. */
const STACKED_SIZE = 1e7;

/** Calls `visit` with the byte offsets of each pair of matrices, in C order. */
function eachPair(
  a: NDArray,
  b: NDArray,
  lead: Shape,
  visit: (aOffset: number, bOffset: number, at: number) => void,
): void {
  let aOffset = a.offset;
  let bOffset = b.offset;
  const index = new Array<number>(lead.length).fill(0);
  for (let at = 0; ; at++) {
    visit(aOffset, bOffset, at);
    let axis = lead.length - 1;
    for (; axis >= 0; axis--) {
      if (++index[axis] < lead[axis]) {
        aOffset += a.strides[axis];
        bOffset += b.strides[axis];
        break;
      }
      aOffset -= a.strides[axis] * (lead[axis] - 1);
      bOffset -= b.strides[axis] * (lead[axis] - 1);
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Rows by columns of length 1: inner products, without a call for each. */
function dotEach(a: NDArray, b: NDArray, out: NDArray, lead: Shape): void {
  const x = storage(a) as Floats;
  const y = storage(b) as Floats;
  const results = storage(out) as Floats;
  const { itemsize } = a;
  const inner = a.shape[a.ndim - 1];
  const dj = a.strides[a.ndim - 1] / itemsize;
  const dk = b.strides[b.ndim - 2] / itemsize;
  eachPair(a, b, lead, (aOffset, bOffset, at) => {
    results[at] = dotFloat(inner, x, aOffset / itemsize, dj, y, bOffset / itemsize, dk);
  });
}

function multiplyEach(a: NDArray, b: NDArray, out: NDArray, lead: Shape): void {
  const rows = a.shape[a.ndim - 2];
  const inner = a.shape[a.ndim - 1];
  const columns = b.shape[b.ndim - 1];
  const { slots } = dtypeInfo(a.dtype);
  const kind = loopKind[a.dtype];
  const suits = kind === 'float' || kind === 'complex';
  const chosen = suits ? worthwhile(rows * columns * inner) : undefined;
  if (suits && lead.length > 0 && rows * columns * inner < STACKED_SIZE && multiplyStack(a, b, out, lead))
    return;
  const multiply = loopOf(kind);
  eachPair(a, b, lead, (aOffset, bOffset, at) => {
    const left = matrixAt(a, aOffset);
    const right = matrixAt(b, bOffset);
    const target = {
      data: storage(out) as Floats,
      start: at * rows * columns * slots,
      rowStride: columns * slots,
      columnStride: slots,
    };
    if (chosen?.has('matmul'))
      runKernel(chosen, kernelCode(a.dtype), slots, rows, columns, inner, left, right, target);
    else multiply(rows, columns, inner, left, right, target);
  });
}

/** The backend, where a product of so many multiplications is worth a call of it. */
function worthwhile(work: number): ReturnType<typeof backend> | undefined {
  if (work < NATIVE_SIZE) return undefined;
  const chosen = backend();
  return work >= KERNEL_SIZE || chosen.name === 'native' ? chosen : undefined;
}

/** One call for all products of a stack; false where there is no kernel for it, or not enough to do. */
function multiplyStack(a: NDArray, b: NDArray, out: NDArray, lead: Shape): boolean {
  const rows = a.shape[a.ndim - 2];
  const inner = a.shape[a.ndim - 1];
  const columns = b.shape[b.ndim - 1];
  const count = out.size / (rows * columns);
  if (count < 2 || count * rows * columns * inner < NATIVE_SIZE) return false;
  const chosen = backend();
  if (chosen.name !== 'native' || !chosen.has('matmulStack')) return false;
  const aStep = stepOf(a, lead);
  const bStep = stepOf(b, lead);
  const hasSteps = aStep !== undefined && bStep !== undefined;
  const left = matrixAt(a, hasSteps ? a.offset : 0);
  const right = matrixAt(b, hasSteps ? b.offset : 0);
  const strides = [left.rowStride, left.columnStride, right.rowStride, right.columnStride];
  const steps = hasSteps ? [aStep, bStep] : [0, 0];
  const params = Float64Array.of(kernelCode(a.dtype), count, rows, columns, inner, ...strides, ...steps);
  const offsets = hasSteps ? null : offsetsOf(a, b, lead, count);
  chosen.run('matmulStack', [from(left), from(right), storage(out) as Floats, offsets], params);
  return true;
}

/** What lies between one matrix and the next, in slots, where that is always the same. */
function stepOf(x: NDArray, lead: Shape): number | undefined {
  let step: number | undefined;
  let expected = 0;
  for (let axis = lead.length - 1; axis >= 0; axis--) {
    if (lead[axis] === 1) continue;
    if (step === undefined) step = x.strides[axis];
    else if (x.strides[axis] !== expected) return undefined;
    expected = x.strides[axis] * lead[axis];
  }
  return (step ?? 0) / (storage(x) as Floats).BYTES_PER_ELEMENT;
}

/** Where each matrix of both starts, in slots. */
function offsetsOf(a: NDArray, b: NDArray, lead: Shape, count: number): Float64Array {
  const bytes = (storage(a) as Floats).BYTES_PER_ELEMENT;
  const offsets = new Float64Array(2 * count);
  eachPair(a, b, lead, (aOffset, bOffset, at) => {
    offsets[at] = aOffset / bytes;
    offsets[count + at] = bOffset / bytes;
  });
  return offsets;
}

/** The memory from a matrix's first element on. */
const from = ({ data, start }: Matrix<Floats>): Floats => (start === 0 ? data : data.subarray(start));

/** A vector as a matrix of one row. */
function rowAt(x: NDArray): Matrix<Floats> {
  const data = storage(x) as Floats;
  const bytes = data.BYTES_PER_ELEMENT;
  return { data, start: x.offset / bytes, rowStride: 0, columnStride: x.strides[0] / bytes };
}

/** A vector as a matrix of one column. */
function columnAt(x: NDArray): Matrix<Floats> {
  const data = storage(x) as Floats;
  const bytes = data.BYTES_PER_ELEMENT;
  return {
    data,
    start: x.offset / bytes,
    rowStride: x.strides[0] / bytes,
    columnStride: dtypeInfo(x.dtype).slots,
  };
}

function matrixAt(x: NDArray, offset: number): Matrix<Floats> {
  const data = storage(x) as Floats;
  const bytes = data.BYTES_PER_ELEMENT;
  return {
    data,
    start: offset / bytes,
    rowStride: x.strides[x.ndim - 2] / bytes,
    columnStride: x.strides[x.ndim - 1] / bytes,
  };
}

function runKernel(
  chosen: ReturnType<typeof backend>,
  dtype: number,
  slots: number,
  rows: number,
  columns: number,
  inner: number,
  a: Matrix<Floats>,
  b: Matrix<Floats>,
  out: Matrix<Floats>,
): void {
  const left = forward(a, slots, rows, inner);
  const right = forward(b, slots, inner, columns);
  const params = new Float64Array(9);
  params[0] = dtype;
  params[1] = rows;
  params[2] = columns;
  params[3] = inner;
  params[4] = left.rowStride;
  params[5] = left.columnStride;
  params[6] = right.rowStride;
  params[7] = right.columnStride;
  params[8] = out.rowStride;
  chosen.run(
    'matmul',
    [
      extent(left, slots, rows, inner),
      extent(right, slots, inner, columns),
      extent(out, slots, rows, columns),
    ],
    params,
  );
}

/** The memory from a matrix's first element to its last: what an operand of the kernel is. */
function extent(x: Matrix<Floats>, slots: number, rows: number, columns: number): Floats {
  const last = x.start + Math.max(rows - 1, 0) * x.rowStride + Math.max(columns - 1, 0) * x.columnStride;
  if (x.start === 0 && last + slots === x.data.length) return x.data;
  return x.data.subarray(x.start, last + slots);
}

/** The matrix itself, or a copy where it runs backwards: an operand starts at its lowest element. */
function forward(x: Matrix<Floats>, slots: number, rows: number, columns: number): Matrix<Floats> {
  if ((x.rowStride >= 0 || rows < 2) && (x.columnStride >= 0 || columns < 2)) return x;
  const size = slots * rows * columns;
  const data = x.data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const from = x.start + i * x.rowStride + j * x.columnStride;
      for (let part = 0; part < slots; part++) data[slots * (i * columns + j) + part] = x.data[from + part];
    }
  }
  return { data, start: 0, rowStride: slots * columns, columnStride: slots };
}

/** Copies a product into `out`, which has been checked. */
export function deliver(product: NDArray, out: NDArray | undefined): NDArray {
  if (out === undefined) return product;
  copyElements(layoutOf(out), layoutOf(product));
  return out;
}

/** `x` with other axes: a view where one is possible by strides alone. */
export function withAxes(x: NDArray, shape: Shape, strides: readonly number[]): NDArray {
  return new NDArray({ data: storage(x), dtype: x.dtype, shape, strides, offset: x.offset });
}
