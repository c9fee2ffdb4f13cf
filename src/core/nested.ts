/** Arrays as nested JavaScript lists. */
import { dtypeInfo } from './dtype.js';
import { getter } from './element.js';
import type { Layout } from './layout.js';

/** The elements as lists nested by axis, or the one element of an array without axes. */
export function toNested(layout: Layout): unknown {
  const { dtype, shape } = layout;
  const asStored =
    shape.length > 0 && dtypeInfo(dtype).slots === 1 && dtype !== 'bool' && dtype !== 'float16';
  const read = asStored ? null : (getter(dtype, layout.data) as (slot: number) => unknown);
  return nest(layout, read, 0, layout.offset ?? 0);
}

/** As `toNested`, with elements that JSON can hold. */
export function toPlain(layout: Layout): unknown {
  const read = getter(layout.dtype, layout.data) as (slot: number) => unknown;
  return nest(layout, (slot) => plain(read(slot)), 0, layout.offset ?? 0);
}

function plain(value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** @param read how an element is read from its slot; null where the stored value is the element. */
function nest(
  layout: Layout,
  read: ((slot: number) => unknown) | null,
  axis: number,
  offset: number,
): unknown {
  const { shape, strides, data } = layout;
  const bytes = data.BYTES_PER_ELEMENT;
  if (axis === shape.length) return read === null ? data[offset / bytes] : read(offset / bytes);
  const list = new Array<unknown>(shape[axis]);
  if (axis === shape.length - 1) {
    const step = strides[axis] / bytes;
    if (read === null) {
      for (let i = 0, slot = offset / bytes; i < list.length; i++, slot += step) list[i] = data[slot];
      return list;
    }
    for (let i = 0, slot = offset / bytes; i < list.length; i++, slot += step) list[i] = read(slot);
  } else {
    for (let i = 0; i < list.length; i++) list[i] = nest(layout, read, axis + 1, offset + i * strides[axis]);
  }
  return list;
}
