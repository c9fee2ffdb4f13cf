/**
 * Regions of arrays that lie in a file in C order, read straight to where they belong.
 *
 * Policy: of the axes, the last ones are read together, in one read from the first element wanted to the last one; the
 * others one place after the other. How many is decided by what costs least, a read counting as much as some KB. What
 * was read together and has gaps, or belongs in different places, goes over a scratch.
 */
import fs from 'node:fs';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import type { Layout } from '../core/layout.js';
import { contiguousStrides, sizeOf } from '../core/shape.js';
import { bytesOf } from './array-bytes.js';
import type { AxisRange } from './selection.js';

/** One read costs about as much as reading so many bytes more. */
const readBytes = 8 * 1024;
/** What goes over the scratch at a time, where it can be chosen: it stays in the cache. */
const scratchBytes = 1 << 18;

/** An array in a file. */
export interface FileArray {
  readonly fd: number;
  /** Where its first element is. */
  readonly position: number;
  readonly shape: readonly number[];
}

/** Reads the elements that `ranges` select into `target`, which has their shape; false where the file is cut short. */
export function readRegion(file: FileArray, ranges: readonly AxisRange[], target: Layout): boolean {
  const { itemsize } = dtypeInfo(target.dtype);
  if (sizeOf(target.shape) === 0) return true;
  const strides = contiguousStrides(file.shape, itemsize);
  const lead = leadingAxes(ranges, strides, target, itemsize);
  const first = file.position + ranges.reduce((sum, range, axis) => sum + range.first * strides[axis], 0);
  const read = readerOf(file.fd, ranges, strides, target, itemsize, lead);
  const places = new Array<number>(lead).fill(0);
  for (;;) {
    let position = first;
    let offset = target.offset ?? 0;
    for (let axis = 0; axis < lead; axis++) {
      position += places[axis] * ranges[axis].step * strides[axis];
      offset += places[axis] * target.strides[axis];
    }
    if (!read(position, offset)) return false;
    let axis = lead - 1;
    while (axis >= 0 && ++places[axis] === ranges[axis].count) places[axis--] = 0;
    if (axis < 0) return true;
  }
}

/** Bytes from the first element to the end of the last one, over the axes from `lead` on. */
function spanOf(
  ranges: readonly AxisRange[],
  strides: readonly number[],
  itemsize: number,
  lead: number,
): number {
  let span = itemsize;
  for (let axis = lead; axis < ranges.length; axis++)
    span += (ranges[axis].count - 1) * ranges[axis].step * strides[axis];
  return span;
}

/** Whether what is read over the axes from `lead` on can go where it belongs as it is. */
function isPlain(span: number, target: Layout, itemsize: number, lead: number): boolean {
  const shape = target.shape.slice(lead);
  if (span !== sizeOf(shape) * itemsize) return false;
  const plain = contiguousStrides(shape, itemsize);
  return plain.every((stride, axis) => shape[axis] === 1 || stride === target.strides[lead + axis]);
}

/** How many axes are gone over one place after the other. */
function leadingAxes(
  ranges: readonly AxisRange[],
  strides: readonly number[],
  target: Layout,
  itemsize: number,
): number {
  let best = ranges.length;
  let least = Number.POSITIVE_INFINITY;
  let reads = sizeOf(target.shape);
  for (let lead = ranges.length; lead >= 0; lead--) {
    const span = spanOf(ranges, strides, itemsize, lead);
    const isDirect = isPlain(span, target, itemsize, lead);
    // A scratch of any size would do, but for memory.
    if (lead < ranges.length && !isDirect && span > scratchBytes) break;
    const cost = reads * (readBytes + (isDirect ? 1 : 2) * span);
    if (cost < least) [best, least] = [lead, cost];
    if (lead > 0) reads /= ranges[lead - 1].count;
  }
  return best;
}

/** Reads the axes from `lead` on at a position of the file, to an offset of the target. */
function readerOf(
  fd: number,
  ranges: readonly AxisRange[],
  fileStrides: readonly number[],
  target: Layout,
  itemsize: number,
  lead: number,
): (position: number, offset: number) => boolean {
  const span = spanOf(ranges, fileStrides, itemsize, lead);
  if (isPlain(span, target, itemsize, lead)) {
    const bytes = bytesOf(target.data);
    return (position, offset) => readFully(fd, bytes.subarray(offset, offset + span), position);
  }
  const { dtype } = target;
  const { storage, slots } = dtypeInfo(dtype);
  const scratch = new storage((span / itemsize) * slots) as StorageOf<DType>;
  const shape = target.shape.slice(lead);
  const strides = ranges.slice(lead).map(({ step }, axis) => step * fileStrides[lead + axis]);
  return (position, offset) => {
    if (!readFully(fd, bytesOf(scratch), position)) return false;
    copyElements(
      { ...target, shape, strides: target.strides.slice(lead), offset },
      { data: scratch, dtype, shape, strides },
    );
    return true;
  };
}

/** One read call takes at most 2³¹ − 1 bytes. */
const largestRead = 1 << 30;

/** Fills `bytes` from a position of the file on; false where the file ends before. */
export function readFully(fd: number, bytes: Uint8Array, position: number): boolean {
  for (let at = 0; at < bytes.length; ) {
    const count = fs.readSync(fd, bytes, at, Math.min(largestRead, bytes.length - at), position + at);
    if (count === 0) return false;
    at += count;
  }
  return true;
}
