/** Reading and writing the elements an advanced index picks. */
import { copyElements, rawSlots, rawView } from './copy.js';
import { dtypeInfo } from './dtype.js';
import { type AdvancedSelection, truth } from './indexing.js';
import type { Layout } from './layout.js';
import { contiguousStrides, sizeOf } from './shape.js';

/** Bytes of a run from which on a block copy beats a loop. */
const RUN_BYTES = 128;

/** Copies the picked elements of `source` into `target`, which is C-contiguous and of the same dtype. */
export function gather(target: Layout, source: Layout, { before, picked, after }: AdvancedSelection): void {
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
export function scatter(target: Layout, { before, picked, after }: AdvancedSelection, values: Layout): void {
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
