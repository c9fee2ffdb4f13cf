/**
 * Copying elements between two layouts of equal shape, with or without a change of dtype.
 *
 * Policy: first the axes are put in the order of the target's memory, reversed where they run backwards, and merged
 * where two of them are one (`planCopy`), so most copies end as a single run. What is left is an odometer over the
 * outer axes and a two-dimensional kernel over the inner two, which goes by blocks when source and target disagree
 * about which axis is contiguous. Elements that do not change dtype move as raw bits.
 */
import { castRun } from './cast.js';
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import type { Layout } from './layout.js';
import { contiguousStrides, isContiguous, type Shape, sizeOf } from './shape.js';

/** From this many elements on, whoever has faster code for copies is asked. */
const KERNEL_SIZE = 4096;

/**
 * Copies along a plan where it can: the axes in the order of the target's memory, strides and offsets in bytes.
 * Otherwise it leaves everything as it is and says false.
 */
export type CopyKernel = (target: Layout, source: Layout, plan: CopyPlan) => boolean;

let kernel: CopyKernel = () => false;

/** Installs faster code for large copies; the kernels' layer does. */
export function installCopyKernel(faster: CopyKernel): void {
  kernel = faster;
}

/** Elements of a block that is gathered or cast at a time: 64 x 64. */
const BLOCK_SIDE = 64;
const BLOCK_SIZE = BLOCK_SIDE * BLOCK_SIDE;

/** Typed arrays that move bits and nothing else: floats of 4 and 2 bytes travel as integers. */
export type RawStorage = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** The same memory as raw bits. float64 stays float64; other elements of 8 bytes are two words. */
export function rawView(dtype: DType, data: StorageOf<DType>): RawStorage {
  const constructor = rawConstructor(dtype);
  if (data.constructor === constructor) return data as RawStorage;
  return new constructor(
    data.buffer as ArrayBuffer,
    data.byteOffset,
    Math.floor(data.byteLength / constructor.BYTES_PER_ELEMENT),
  );
}

function rawConstructor(dtype: DType) {
  const { itemsize } = dtypeInfo(dtype);
  if (itemsize === 1) return Uint8Array;
  if (itemsize === 2) return Uint16Array;
  return dtype === 'float64' || itemsize === 16 ? Float64Array : Int32Array;
}

/** Raw slots per element. */
export function rawSlots(dtype: DType): 1 | 2 {
  return dtypeInfo(dtype).itemsize === 16 || (dtypeInfo(dtype).itemsize === 8 && dtype !== 'float64') ? 2 : 1;
}

/** The axes of one copy: lengths, and the byte strides and offsets on both sides. */
export interface CopyPlan {
  shape: number[];
  target: number[];
  source: number[];
  targetOffset: number;
  sourceOffset: number;
}

/**
 * Copies every element of `source` into `target`, cast as NumPy's 'unsafe' does. The shapes are equal (broadcast the
 * source first, with strides of 0). The two may overlap.
 */
export function copyElements(target: Layout, source: Layout): void {
  const size = sizeOf(target.shape);
  if (size === 0) return;
  const from = overlaps(target, source, size) ? contiguousCopy(source) : source;
  if (size >= KERNEL_SIZE && kernel(target, from, planCopy(target, from))) return;
  if (copyRun(target, from, size)) return;
  const plan = planCopy(target, from);
  if (target.dtype === from.dtype) copyRaw(target, from, plan);
  else castPlan(target, from, plan);
}

/** Copies in one go when both sides are contiguous in the same order. */
function copyRun(target: Layout, source: Layout, size: number): boolean {
  const targetSize = dtypeInfo(target.dtype).itemsize;
  const sourceSize = dtypeInfo(source.dtype).itemsize;
  const order = isContiguous(target.shape, target.strides, targetSize, 'C') ? 'C' : 'F';
  if (order === 'F' && !isContiguous(target.shape, target.strides, targetSize, 'F')) return false;
  if (!isContiguous(source.shape, source.strides, sourceSize, order)) return false;
  const to = (target.offset ?? 0) / targetSize;
  const from = (source.offset ?? 0) / sourceSize;
  // Complex numbers seen through `view` may start at any float, which is half an element.
  if (!Number.isInteger(to) || !Number.isInteger(from)) return false;
  if (target.dtype === source.dtype) {
    const slots = dtypeInfo(target.dtype).slots;
    moveSlots(
      target.data as Float64Array,
      to * slots,
      source.data as Float64Array,
      from * slots,
      size * slots,
    );
  } else {
    castRun(target.dtype, target.data, to, source.dtype, source.data, from, size);
  }
  return true;
}

function moveSlots(target: RawStorage, to: number, source: RawStorage, from: number, count: number): void {
  if (count < 16) {
    for (let i = 0; i < count; i++) target[to + i] = source[from + i];
  } else {
    target.set(from === 0 && count === source.length ? source : source.subarray(from, from + count), to);
  }
}

/** Lowest and highest byte an array touches, from the start of its buffer; the highest is exclusive. */
export function byteBounds(layout: Layout): [number, number] {
  let low = layout.data.byteOffset + (layout.offset ?? 0);
  let high = low + dtypeInfo(layout.dtype).itemsize;
  for (let axis = 0; axis < layout.shape.length; axis++) {
    const reach = (layout.shape[axis] - 1) * layout.strides[axis];
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

/** Whether writing the target could change source elements that are still to be read. */
function overlaps(target: Layout, source: Layout, size: number): boolean {
  if (target.data.buffer !== source.data.buffer || size === 1) return false;
  const [targetLow, targetHigh] = byteBounds(target);
  const [sourceLow, sourceHigh] = byteBounds(source);
  return targetLow < sourceHigh && sourceLow < targetHigh;
}

/** A C-contiguous copy of the source alone, on plain memory of its own. */
function contiguousCopy(source: Layout): Layout {
  const { itemsize, slots, storage } = dtypeInfo(source.dtype);
  const data = new storage(sizeOf(source.shape) * slots) as StorageOf<DType>;
  const copy: Layout = {
    data,
    dtype: source.dtype,
    shape: source.shape,
    strides: contiguousStrides(source.shape, itemsize),
  };
  copyElements(copy, source);
  return copy;
}

function planCopy(target: Layout, source: Layout): CopyPlan {
  const plan: CopyPlan = {
    shape: [],
    target: [],
    source: [],
    targetOffset: target.offset ?? 0,
    sourceOffset: source.offset ?? 0,
  };
  const axes: number[] = [];
  for (let axis = 0; axis < target.shape.length; axis++) if (target.shape[axis] !== 1) axes.push(axis);
  if (axes.length > 1)
    axes.sort((a, b) => Math.abs(target.strides[b]) - Math.abs(target.strides[a]) || a - b);
  for (const axis of axes) appendAxis(plan, target.shape[axis], target.strides[axis], source.strides[axis]);
  return plan;
}

/** Adds the next inner axis, merged into the one before where both sides step over it in one stride. */
function appendAxis(plan: CopyPlan, length: number, targetStride: number, sourceStride: number): void {
  let to = targetStride;
  let from = sourceStride;
  if (to < 0) {
    plan.targetOffset += (length - 1) * to;
    plan.sourceOffset += (length - 1) * from;
    to = -to;
    from = -from;
  }
  const last = plan.shape.length - 1;
  if (last >= 0 && plan.target[last] === to * length && plan.source[last] === from * length) {
    plan.shape[last] *= length;
    plan.target[last] = to;
    plan.source[last] = from;
  } else {
    plan.shape.push(length);
    plan.target.push(to);
    plan.source.push(from);
  }
}

/** Calls `visit(targetOffset, sourceOffset)` in bytes for each position of the outer axes. */
function forEachOuter(plan: CopyPlan, outer: number, visit: (target: number, source: number) => void): void {
  if (outer === 0) {
    visit(plan.targetOffset, plan.sourceOffset);
    return;
  }
  const counter = new Array<number>(outer).fill(0);
  let to = plan.targetOffset;
  let from = plan.sourceOffset;
  for (;;) {
    visit(to, from);
    let axis = outer - 1;
    for (; axis >= 0; axis--) {
      to += plan.target[axis];
      from += plan.source[axis];
      if (++counter[axis] < plan.shape[axis]) break;
      to -= plan.target[axis] * plan.shape[axis];
      from -= plan.source[axis] * plan.shape[axis];
      counter[axis] = 0;
    }
    if (axis < 0) return;
  }
}

function copyRaw(target: Layout, source: Layout, plan: CopyPlan): void {
  const to = rawView(target.dtype, target.data);
  const from = rawView(source.dtype, source.data);
  const bytes = to.BYTES_PER_ELEMENT;
  const slots = rawSlots(target.dtype);
  const ndim = plan.shape.length;
  const columns = ndim > 0 ? plan.shape[ndim - 1] : 1;
  const rows = ndim > 1 ? plan.shape[ndim - 2] : 1;
  const toColumn = ndim > 0 ? plan.target[ndim - 1] / bytes : 0;
  const fromColumn = ndim > 0 ? plan.source[ndim - 1] / bytes : 0;
  const toRow = ndim > 1 ? plan.target[ndim - 2] / bytes : 0;
  const fromRow = ndim > 1 ? plan.source[ndim - 2] / bytes : 0;
  forEachOuter(plan, Math.max(0, ndim - 2), (toOffset, fromOffset) => {
    const t = toOffset / bytes;
    const f = fromOffset / bytes;
    copyPlane(to, t, toRow, toColumn, from, f, fromRow, fromColumn, rows, columns, slots);
  });
}

/** One plane; all distances in slots. */
function copyPlane(
  to: RawStorage,
  t: number,
  toRow: number,
  toColumn: number,
  from: RawStorage,
  f: number,
  fromRow: number,
  fromColumn: number,
  rows: number,
  columns: number,
  slots: number,
): void {
  if (toColumn === slots && fromColumn === slots && columns >= 32) {
    for (let row = 0; row < rows; row++)
      moveSlots(to, t + row * toRow, from, f + row * fromRow, columns * slots);
    return;
  }
  // Blocks keep both sides' cache lines in use when the source runs down columns; otherwise one block is the plane.
  const byBlocks = Math.abs(fromRow) < Math.abs(fromColumn) && rows > 8 && columns > BLOCK_SIDE;
  const width = byBlocks ? BLOCK_SIDE : columns;
  const height = byBlocks ? BLOCK_SIDE : rows;
  for (let top = 0; top < rows; top += height) {
    const bottom = Math.min(top + height, rows);
    for (let left = 0; left < columns; left += width) {
      const count = Math.min(width, columns - left);
      for (let row = top; row < bottom; row++) {
        let p = t + row * toRow + left * toColumn;
        let q = f + row * fromRow + left * fromColumn;
        if (slots === 1) {
          for (let i = 0; i < count; i++, p += toColumn, q += fromColumn) to[p] = from[q];
        } else {
          for (let i = 0; i < count; i++, p += toColumn, q += fromColumn) {
            to[p] = from[q];
            to[p + 1] = from[q + 1];
          }
        }
      }
    }
  }
}

/** A cast of anything that is not one run: blocks are gathered, cast, and scattered, each step only where needed. */
function castPlan(target: Layout, source: Layout, plan: CopyPlan): void {
  const ndim = plan.shape.length;
  const columns = ndim > 0 ? plan.shape[ndim - 1] : 1;
  const rows = ndim > 1 ? plan.shape[ndim - 2] : 1;
  const toColumn = ndim > 0 ? plan.target[ndim - 1] : 0;
  const fromColumn = ndim > 0 ? plan.source[ndim - 1] : 0;
  const toRow = ndim > 1 ? plan.target[ndim - 2] : 0;
  const fromRow = ndim > 1 ? plan.source[ndim - 2] : 0;
  const wide = Math.abs(fromRow) >= Math.abs(fromColumn);
  const width = Math.min(columns, wide ? BLOCK_SIZE : BLOCK_SIDE);
  const height = Math.min(rows, Math.max(1, Math.floor(BLOCK_SIZE / width)));
  const block = castBlock(target, source, width * height);
  forEachOuter(plan, Math.max(0, ndim - 2), (toOffset, fromOffset) => {
    for (let top = 0; top < rows; top += height) {
      for (let left = 0; left < columns; left += width) {
        const shape = [Math.min(height, rows - top), Math.min(width, columns - left)];
        block(
          shape,
          toOffset + top * toRow + left * toColumn,
          [toRow, toColumn],
          fromOffset + top * fromRow + left * fromColumn,
          [fromRow, fromColumn],
        );
      }
    }
  });
}

type CastBlock = (shape: Shape, to: number, toStrides: number[], from: number, fromStrides: number[]) => void;

/** A function that casts one block by way of buffers of `size` elements. */
function castBlock(target: Layout, source: Layout, size: number): CastBlock {
  const inDType = source.dtype;
  const outDType = target.dtype;
  const inInfo = dtypeInfo(inDType);
  const outInfo = dtypeInfo(outDType);
  const gathered = new inInfo.storage(size * inInfo.slots) as StorageOf<DType>;
  const converted = new outInfo.storage(size * outInfo.slots) as StorageOf<DType>;
  return (shape, to, toStrides, from, fromStrides) => {
    const count = shape[0] * shape[1];
    const inStrides = [shape[1] * inInfo.itemsize, inInfo.itemsize];
    const outStrides = [shape[1] * outInfo.itemsize, outInfo.itemsize];
    const gather = { data: gathered, dtype: inDType, shape, strides: inStrides };
    const scatter = { data: converted, dtype: outDType, shape, strides: outStrides };
    const input = { data: source.data, dtype: inDType, shape, strides: fromStrides, offset: from };
    copyRaw(gather, input, planCopy(gather, input));
    castRun(outDType, converted, 0, inDType, gathered, 0, count);
    const output = { data: target.data, dtype: outDType, shape, strides: toStrides, offset: to };
    copyRaw(output, scatter, planCopy(output, scatter));
  };
}

/** Writes the one element of `value` (of the target's dtype, at the start of its data) over all of the target. */
export function fillElements(target: Layout, value: StorageOf<DType>): void {
  const { dtype, shape, data } = target;
  const { itemsize, slots } = dtypeInfo(dtype);
  const start = (target.offset ?? 0) / itemsize;
  const contiguous =
    isContiguous(shape, target.strides, itemsize, 'C') || isContiguous(shape, target.strides, itemsize, 'F');
  const source = { data: value, dtype, shape, strides: new Array(shape.length).fill(0) };
  if (sizeOf(shape) >= KERNEL_SIZE && kernel(target, source, planCopy(target, source))) return;
  if (slots === 1 && contiguous) {
    (data as Float64Array).fill((value as Float64Array)[0], start, start + sizeOf(shape));
  } else {
    copyElements(target, source);
  }
}
