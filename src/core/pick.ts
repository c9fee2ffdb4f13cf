/** Reading and writing the elements an advanced index picks. */
import { copyElements, rawSlots, rawView } from './copy.js';
import { dtypeInfo } from './dtype.js';
import type { AdvancedSelection } from './indexing.js';
import type { Layout } from './layout.js';
import { contiguousStrides, sizeOf } from './shape.js';

/** Copies the picked elements of `source` into `target`, which is C-contiguous and of the same dtype. */
export function gather(target: Layout, source: Layout, selection: AdvancedSelection): void {
  const to = rawView(target.dtype, target.data);
  const from = rawView(source.dtype, source.data);
  const slots = rawSlots(source.dtype);
  const { before, picked, after } = inSlots(selection, from.BYTES_PER_ELEMENT);
  let at = 0;
  for (let a = 0; a < before.length; a++) {
    for (let b = 0; b < picked.length; b++) {
      const start = before[a] + picked[b];
      for (let c = 0; c < after.length; c++) {
        const slot = start + after[c];
        to[at++] = from[slot];
        if (slots === 2) to[at++] = from[slot + 1];
      }
    }
  }
}

/** Writes `values`, C-contiguous and of the target's dtype, over the picked elements; the last of several wins. */
export function scatter(target: Layout, selection: AdvancedSelection, values: Layout): void {
  const to = rawView(target.dtype, target.data);
  const from = rawView(values.dtype, values.data);
  const slots = rawSlots(target.dtype);
  const { before, picked, after } = inSlots(selection, to.BYTES_PER_ELEMENT);
  let at = 0;
  for (let a = 0; a < before.length; a++) {
    for (let b = 0; b < picked.length; b++) {
      const start = before[a] + picked[b];
      for (let c = 0; c < after.length; c++) {
        const slot = start + after[c];
        to[slot] = from[at++];
        if (slots === 2) to[slot + 1] = from[at++];
      }
    }
  }
}

function inSlots({ before, picked, after }: AdvancedSelection, bytes: number) {
  const scaled = (table: Float64Array) => table.map((offset) => offset / bytes);
  return { before: scaled(before), picked: scaled(picked), after: scaled(after) };
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
