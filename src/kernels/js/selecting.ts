/** The reference for entries that pick items by number or by mask, and for bits packed into bytes. */
import type { Operand } from '../backend.js';

type Slots = Uint8Array | Uint16Array | Int32Array;

/** The memory of an operand in the widest slots that items of so many bytes are made of. */
function slotsOf(operand: Operand, itemBytes: number): Slots {
  const { buffer, byteOffset, byteLength } = operand!;
  const bits = itemBytes | byteOffset;
  const Raw = bits % 4 === 0 ? Int32Array : bits % 2 === 0 ? Uint16Array : Uint8Array;
  return new Raw(buffer as ArrayBuffer, byteOffset, Math.floor(byteLength / Raw.BYTES_PER_ELEMENT));
}

/** Both in slots of one width. */
function slotPair(one: Operand, other: Operand, itemBytes: number): [Slots, Slots] {
  const width = itemBytes | one!.byteOffset | other!.byteOffset;
  return [slotsOf(one, width & 3 || 4), slotsOf(other, width & 3 || 4)];
}

/** Copies an item of `count` slots. */
function move(to: Slots, at: number, from: Slots, start: number, count: number): void {
  if (count >= 16) to.set(from.subarray(start, start + count), at);
  else for (let i = 0; i < count; i++) to[at + i] = from[start + i];
}

/** Pick i as a number; 64-bit ones by their two words. */
function pickReader(picks: Operand): (i: number) => number {
  if (!(picks instanceof BigInt64Array)) return (i) => (picks as Int32Array | Float64Array)[i];
  const words = new Int32Array(picks.buffer, picks.byteOffset, 2 * picks.length);
  return (i) => (words[2 * i] >>> 0) + words[2 * i + 1] * 4294967296;
}

/** Where a pick leads along an axis; -1 for one out of bounds. */
function placeOf(pick: number, length: number, mode: number): number {
  if (pick >= 0 && pick < length) return pick;
  if (length === 0) return -1;
  if (mode === 1) return pick - length * Math.floor(pick / length);
  if (mode === 2) return pick < 0 ? 0 : length - 1;
  return pick < 0 && pick >= -length ? pick + length : -1;
}

/** Byte offsets of all picks, or undefined when one is out of bounds. */
function offsetsOf(
  picks: Operand,
  count: number,
  length: number,
  stride: number,
  mode: number,
): Float64Array | undefined {
  if (picks instanceof Float64Array) return picks;
  const read = pickReader(picks);
  const offsets = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const place = placeOf(read(i), length, mode);
    if (place < 0) return undefined;
    offsets[i] = place * stride;
  }
  return offsets;
}

export function gather([out, a, picks, info]: readonly Operand[], params: Float64Array): void {
  const [itemBytes, outer, outerStride, length, stride, count, , mode] = params;
  const offsets = offsetsOf(picks, count, length, stride, mode);
  (info as Int32Array)[0] = offsets === undefined ? 1 : 0;
  if (offsets === undefined) return;
  const [to, from] = slotPair(out, a, itemBytes);
  const width = to.BYTES_PER_ELEMENT;
  const slots = itemBytes / width;
  for (let row = 0, at = 0; row < outer; row++) {
    for (let i = 0; i < count; i++, at += slots)
      move(to, at, from, (row * outerStride + offsets[i]) / width, slots);
  }
}

export function scatter([out, values, picks, info]: readonly Operand[], params: Float64Array): void {
  const [itemBytes, outer, outerStride, length, stride, count, , mode, valueCount] = params;
  const offsets = offsetsOf(picks, count, length, stride, mode);
  (info as Int32Array)[0] = offsets === undefined ? 1 : 0;
  if (offsets === undefined) return;
  const [to, from] = slotPair(out, values, itemBytes);
  const width = to.BYTES_PER_ELEMENT;
  const slots = itemBytes / width;
  for (let row = 0, value = 0; row < outer; row++) {
    for (let i = 0; i < count; i++) {
      move(to, (row * outerStride + offsets[i]) / width, from, value * slots, slots);
      if (++value === valueCount) value = 0;
    }
  }
}

export function offsets([out, picks, info]: readonly Operand[], params: Float64Array): void {
  const [length, stride, count] = params;
  const added = offsetsOf(picks, count, length, stride, 0);
  (info as Int32Array)[0] = added === undefined ? 1 : 0;
  const sums = out as Float64Array;
  if (added !== undefined) for (let i = 0; i < count; i++) sums[i] += added[i];
}

export function compress([out, a, mask]: readonly Operand[], params: Float64Array): void {
  const [itemBytes, n, count] = params;
  const [to, from] = slotPair(out, a, itemBytes);
  const slots = itemBytes / to.BYTES_PER_ELEMENT;
  const wanted = mask as Uint8Array;
  for (let i = 0, at = 0; i < n && at < count; i++) {
    if (wanted[i] !== 0) move(to, slots * at++, from, slots * i, slots);
  }
}

export function expand([out, mask, values]: readonly Operand[], params: Float64Array): void {
  const [itemBytes, n, valueCount, aligned] = params;
  const [to, from] = slotPair(out, values, itemBytes);
  const slots = itemBytes / to.BYTES_PER_ELEMENT;
  const wanted = mask as Uint8Array;
  for (let i = 0, value = 0; i < n; i++) {
    if (wanted[i] !== 0) move(to, slots * i, from, slots * value, slots);
    if ((wanted[i] !== 0 || aligned === 1) && ++value === valueCount) value = 0;
  }
}

export function positions([out, mask, shape]: readonly Operand[], params: Float64Array): void {
  const [ndim, count, axisStride, itemStride] = params;
  const lengths = shape as Float64Array;
  const wanted = mask as Uint8Array;
  const target = out as BigInt64Array;
  const words = new Uint32Array(target.buffer, target.byteOffset, 2 * target.length);
  const n = lengths.subarray(0, ndim).reduce((size, length) => size * length, 1);
  for (let i = 0, found = 0; i < n && found < count; i++) {
    if (wanted[i] === 0) continue;
    let rest = i;
    for (let axis = ndim - 1; axis >= 0; axis--) {
      const at = 2 * (axis * axisStride + found * itemStride);
      words[at] = rest % lengths[axis];
      words[at + 1] = 0;
      rest = Math.floor(rest / lengths[axis]);
    }
    found++;
  }
}

export function packBits([out, a]: readonly Operand[], params: Float64Array): void {
  const [rows, n, little] = params;
  const [to, from] = [out, a] as Uint8Array[];
  const width = Math.ceil(n / 8);
  to.fill(0, 0, rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < n; i++) {
      if (from[row * n + i] !== 0) to[row * width + (i >> 3)] |= little === 1 ? 1 << (i & 7) : 128 >> (i & 7);
    }
  }
}

export function unpackBits([out, a]: readonly Operand[], params: Float64Array): void {
  const [rows, n, bytes, little] = params;
  const [to, from] = [out, a] as Uint8Array[];
  const most = Math.min(n, 8 * bytes);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < most; i++) {
      to[row * n + i] = (from[row * bytes + (i >> 3)] >> (little === 1 ? i & 7 : 7 - (i & 7))) & 1;
    }
  }
}
