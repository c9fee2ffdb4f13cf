/** Reading and writing the elements an advanced index picks. */
import { copyElements, rawSlots, rawView } from './copy.js';
import { dtypeInfo } from './dtype.js';
import { type AdvancedSelection, truth } from './indexing.js';
import type { Layout } from './layout.js';
import { type Picking, pickKernels } from './pick-kernels.js';
import type { RowPick } from './pick-rows.js';
import { contiguousStrides, sizeOf } from './shape.js';

/** Bytes of a run from which on a block copy beats a loop. */
const RUN_BYTES = 128;

/** Copies the picked elements of `source` into `target`, which is C-contiguous and of the same dtype. */
export function gather(target: Layout, source: Layout, selection: AdvancedSelection): void {
  const { before, picked, after } = selection;
  const picking = pickingOf(selection, dtypeInfo(source.dtype).itemsize);
  const kernels = pickKernels(before.length * picked.length * after.length);
  if (picking !== undefined && kernels !== undefined) {
    kernels.gather(target.data, bytesFrom(source.data, before[0]), picked, picking);
    return;
  }
  const to = rawView(target.dtype, target.data);
  const from = rawView(source.dtype, source.data);
  const slots = rawSlots(source.dtype);
  // Dividing offsets by 1, 2, 4 or 8 bytes a slot is exact as a product.
  const scale = 1 / from.BYTES_PER_ELEMENT;
  const run = runSlots(after, dtypeInfo(source.dtype).itemsize, slots);
  if (before.length === 1 && after.length === 1 && slots === 1) {
    // One offset is added to all: the usual list of places, or mask, over all axes.
    const own = before[0] + after[0];
    for (let b = 0; b < picked.length; b++) to[b] = from[(own + picked[b]) * scale];
    return;
  }
  let at = 0;
  for (let a = 0; a < before.length; a++) {
    for (let b = 0; b < picked.length; b++) {
      const start = before[a] + picked[b];
      if (run > 0) {
        to.set(from.subarray(start * scale, start * scale + run), at);
        at += run;
        continue;
      }
      for (let c = 0; c < after.length; c++) {
        const slot = (start + after[c]) * scale;
        to[at++] = from[slot];
        if (slots === 2) to[at++] = from[slot + 1];
      }
    }
  }
}

/**
 * Copies the elements of `source` where `mask`, a byte for each, is true. Both layouts are C-contiguous and of one
 * dtype, and the target is as long as the mask has true bytes.
 */
export function gatherTrue(target: Layout, source: Layout, mask: Uint8Array): void {
  const kernels = pickKernels(mask.length);
  if (kernels !== undefined) {
    const { itemsize } = dtypeInfo(source.dtype);
    const whole = bytesFrom(source.data, source.offset ?? 0);
    kernels.compress(target.data, whole, mask, itemsize, sizeOf(target.shape));
    return;
  }
  const to = rawView(target.dtype, target.data);
  const from = rawView(source.dtype, source.data);
  const slots = rawSlots(source.dtype);
  // Where a worker changes the mask meanwhile, whichever end comes first ends it.
  const count = sizeOf(target.shape) * slots;
  let slot = (source.offset ?? 0) / from.BYTES_PER_ELEMENT;
  // Every element is written, and the next one over it unless it was wanted: there is no branch to predict.
  if (slots === 1) {
    for (let i = 0, at = 0; at < count && i < mask.length; i++) {
      to[at] = from[slot++];
      at += truth(mask[i]);
    }
    return;
  }
  for (let i = 0, at = 0; at < count && i < mask.length; i++, slot += 2) {
    to[at] = from[slot];
    to[at + 1] = from[slot + 1];
    at += 2 * truth(mask[i]);
  }
}

/** Writes `values`, C-contiguous and of the target's dtype, over the picked elements; the last of several wins. */
export function scatter(target: Layout, selection: AdvancedSelection, values: Layout): void {
  const { before, picked, after } = selection;
  const picking = pickingOf(selection, dtypeInfo(target.dtype).itemsize);
  const count = before.length * picked.length;
  const kernels = pickKernels(count * after.length);
  if (picking !== undefined && kernels !== undefined) {
    kernels.scatter(bytesFrom(target.data, before[0]), values.data, picked, picking, count);
    return;
  }
  const to = rawView(target.dtype, target.data);
  const from = rawView(values.dtype, values.data);
  const slots = rawSlots(target.dtype);
  const scale = 1 / to.BYTES_PER_ELEMENT;
  const run = runSlots(after, dtypeInfo(target.dtype).itemsize, slots);
  let at = 0;
  for (let a = 0; a < before.length; a++) {
    for (let b = 0; b < picked.length; b++) {
      const start = before[a] + picked[b];
      if (run > 0) {
        to.set(from.subarray(at, at + run), start * scale);
        at += run;
        continue;
      }
      for (let c = 0; c < after.length; c++) {
        const slot = (start + after[c]) * scale;
        to[slot] = from[at++];
        if (slots === 2) to[slot + 1] = from[at++];
      }
    }
  }
}

/** What a kernel needs to know of a selection by offsets; undefined where these are not regular around the picks. */
function pickingOf({ before, picked, after }: AdvancedSelection, itemsize: number): Picking | undefined {
  for (let i = 0; i < after.length; i++) if (after[i] !== i * itemsize) return undefined;
  const outerStride = before.length > 1 ? before[1] - before[0] : 0;
  for (let i = 0; i < before.length; i++) if (before[i] !== before[0] + i * outerStride) return undefined;
  const itemBytes = itemsize * after.length;
  return { itemBytes, outer: before.length, outerStride, length: 0, stride: 0, count: picked.length };
}

/** The memory from an offset on. */
function bytesFrom(data: ArrayBufferView, offset: number): Uint8Array {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset + offset);
}

/** Copies the picks of pick-rows.ts; false when one is out of bounds. */
export function gatherRows(target: Layout, source: Layout, { picks, picking }: RowPick): boolean {
  const from = bytesFrom(source.data, source.offset ?? 0);
  return pickKernels(Infinity)!.gather(target.data, from, picks, picking);
}

/** Writes values over those picks; false, and nothing is written, when one is out of bounds. */
export function scatterRows(target: Layout, { picks, picking }: RowPick, values: Layout): boolean {
  const to = bytesFrom(target.data, target.offset ?? 0);
  const valueCount = (sizeOf(values.shape) * dtypeInfo(values.dtype).itemsize) / picking.itemBytes;
  const from = bytesFrom(values.data, values.offset ?? 0);
  return pickKernels(Infinity)!.scatter(to, from, picks, picking, valueCount);
}

/** Writes values, used again from the first, over the elements of a C-contiguous target where a mask is true. */
export function scatterTrue(target: Layout, mask: Uint8Array, values: Layout): void {
  const to = bytesFrom(target.data, target.offset ?? 0);
  const valueCount = sizeOf(values.shape);
  if (valueCount === 0) return;
  const { itemsize } = dtypeInfo(target.dtype);
  const from = bytesFrom(values.data, values.offset ?? 0);
  pickKernels(Infinity)!.expand(to, mask, from, itemsize, valueCount);
}

/** The length of the run that the inner offsets make, when they are one worth a block copy; else 0. */
function runSlots(after: Float64Array, itemsize: number, slots: number): number {
  if (after.length * itemsize < RUN_BYTES) return 0;
  for (let i = 0; i < after.length; i++) if (after[i] !== i * itemsize) return 0;
  return after.length * slots;
}

/** The elements of `source`, broadcast already, as a C-contiguous layout of `dtype` on memory of its own. */
export function materialize(source: Layout, dtype: Layout['dtype']): Layout {
  const { storage, slots, itemsize } = dtypeInfo(dtype);
  const { shape } = source;
  const data = new storage(sizeOf(shape) * slots) as Layout['data'];
  const layout: Layout = { data, dtype, shape, strides: contiguousStrides(shape, itemsize) };
  copyElements(layout, source);
  return layout;
}
