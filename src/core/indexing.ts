/**
 * Indexing: from parsed items to a view, or to the places an advanced index picks.
 *
 * Policy, as NumPy's: integers, slices, newaxis and the ellipsis only change metadata. As soon as there is one array
 * (or mask), integers count as arrays too, all arrays broadcast together, and the axes of the result are those of the
 * broadcast, put where the arrays stood when they stood side by side, else in front. A mask is the arrays of its
 * true places. The elements picked are those at `before[a] + picked[b] + after[c]`, three tables of byte offsets.
 */
import { copyElements } from './copy.js';
import { dtypeInfo } from './dtype.js';
import { IndexError } from './errors.js';
import { fromData } from './from-data.js';
import { type IndexItem, parseIndices, sliceRange } from './index-parse.js';
import type { Layout } from './layout.js';
import { contiguousPicks, type Picks, pickKernels } from './pick-kernels.js';
import { broadcastShapes, contiguousStrides, formatShape, type Shape, sizeOf } from './shape.js';
import { broadcastStrides } from './strides.js';

/** Where a basic index leads: the metadata of a view. */
export interface BasicSelection {
  readonly kind: 'basic';
  readonly shape: number[];
  readonly strides: number[];
  readonly offset: number;
}

/** What an advanced index picks; `before`, `picked` and `after` are byte offsets. */
export interface AdvancedSelection {
  readonly kind: 'advanced';
  readonly shape: number[];
  readonly before: Float64Array;
  readonly picked: Float64Array;
  readonly after: Float64Array;
}

/** An index array, as the byte offsets it adds: one for each of its elements, C-ordered. */
interface Picker {
  readonly bytes: Float64Array;
  readonly shape: Shape;
}

/** The axes of the result while items are applied one after the other. */
interface Progress {
  shape: number[];
  strides: number[];
  offset: number;
  pickers: Picker[];
  /** Where in the result the first picker stands. */
  pickedAt: number;
  /** Whether another kind of item came since the last picker. */
  apart: boolean;
  scattered: boolean;
  axis: number;
}

/** Applies the indices a user wrote to an array. */
export function select(
  operation: string,
  source: Layout,
  indices: readonly unknown[],
): BasicSelection | AdvancedSelection {
  const items = parseIndices(operation, indices);
  const advanced = items.some((item) => item.kind === 'array');
  const prepared = advanced ? items.map((item) => prepareItem(operation, item)) : (items as PreparedItem[]);
  const full = fillEllipsis(operation, prepared, source.shape);
  const progress: Progress = {
    shape: [],
    strides: [],
    offset: source.offset ?? 0,
    pickers: [],
    pickedAt: -1,
    apart: false,
    scattered: false,
    axis: 0,
  };
  for (const item of full) applyItem(operation, progress, item, source, advanced);
  const { shape, strides, offset } = progress;
  if (!advanced) return { kind: 'basic', shape, strides, offset };
  return combine(operation, progress);
}

type PreparedItem =
  | Exclude<IndexItem, { kind: 'array' }>
  | { kind: 'integers'; values: () => Float64Array; shape: Shape; picks?: Picks }
  | { kind: 'mask'; mask: Uint8Array; shape: Shape };

/** Turns what the user passed as an array into integers or a mask. */
function prepareItem(operation: string, item: IndexItem): PreparedItem {
  if (item.kind !== 'array') return item;
  let layout: Layout;
  try {
    layout = fromData(operation, item.array);
  } catch (cause) {
    throw new IndexError('an index list is not a rectangular list of integers or booleans', {
      operation,
      argument: 'indices',
      got: item.array,
      cause,
    });
  }
  const { kind } = dtypeInfo(layout.dtype);
  const size = sizeOf(layout.shape);
  if (kind === 'b')
    return { kind: 'mask', mask: elementsOf(layout, new Uint8Array(size)), shape: layout.shape };
  // Read now or, where kernels take the integers as they are, not at all.
  const picks = pickKernels(size) && contiguousPicks(layout);
  if (picks !== undefined) {
    const values = (): Float64Array => elementsOf(layout, new Float64Array(size));
    return { kind: 'integers', values, shape: layout.shape, picks };
  }
  const values = elementsOf(layout, new Float64Array(size));
  // JavaScript numbers come as float64; an empty list has no dtype to hold against it.
  const integral =
    kind === 'i' || kind === 'u' || (Array.isArray(item.array) && values.every(Number.isSafeInteger));
  if (integral) return { kind: 'integers', values: () => values, shape: layout.shape };
  throw new IndexError(`an index array has dtype ${layout.dtype}; needs integers or booleans`, {
    operation,
    argument: 'indices',
    got: layout.dtype,
    needs: 'integers or booleans',
  });
}

/** The elements in C order, cast to float64 or bool. */
function elementsOf<T extends Float64Array | Uint8Array>(layout: Layout, into: T): T {
  const dtype = into instanceof Float64Array ? 'float64' : 'bool';
  const { shape } = layout;
  copyElements(
    { data: into, dtype, shape, strides: contiguousStrides(shape, into.BYTES_PER_ELEMENT) },
    layout,
  );
  return into;
}

/** Axes of the source an item uses up. */
function axesUsed(item: PreparedItem): number {
  if (item.kind === 'mask') return item.shape.length;
  return item.kind === 'newaxis' || item.kind === 'ellipsis' ? 0 : 1;
}

/** Replaces the ellipsis (one stands at the end if none was written) by full slices. */
function fillEllipsis(operation: string, items: PreparedItem[], shape: Shape): PreparedItem[] {
  let used = 0;
  let ellipses = 0;
  for (const item of items) {
    used += axesUsed(item);
    if (item.kind === 'ellipsis') ellipses++;
  }
  if (ellipses > 1)
    throw new IndexError("'...' stands twice", {
      operation,
      argument: 'indices',
      needs: "one '...' at most",
    });
  if (used > shape.length) {
    throw new IndexError(
      `${used} indices for an array of shape ${formatShape(shape)}; needs at most ${shape.length}`,
      {
        operation,
        argument: 'indices',
        got: used,
        needs: `at most ${shape.length}`,
      },
    );
  }
  const all: PreparedItem[] = new Array(shape.length - used).fill({ kind: 'slice', slice: {} });
  if (ellipses === 0) return items.concat(all);
  const at = items.findIndex((item) => item.kind === 'ellipsis');
  // The ellipsis itself stays, as it keeps arrays on both sides apart even when it stands for no axis.
  return [...items.slice(0, at + 1), ...all, ...items.slice(at + 1)];
}

function applyItem(
  operation: string,
  progress: Progress,
  item: PreparedItem,
  source: Layout,
  advanced: boolean,
): void {
  const length = source.shape[progress.axis];
  const stride = source.strides[progress.axis];
  if (item.kind === 'slice') {
    const { first, count, step } = sliceRange(item.slice, length);
    progress.shape.push(count);
    // A step too long to be counted in bytes leaves at most one element, whose stride says nothing.
    progress.strides.push(Number.isSafeInteger(stride * step) ? stride * step : stride);
    // NumPy leaves the start of an empty slice where it is; so no view ever points outside its data.
    if (count > 0) progress.offset += first * stride;
  } else if (item.kind === 'newaxis') {
    progress.shape.push(1);
    progress.strides.push(0);
  } else if (item.kind === 'integer' && !advanced) {
    progress.offset += checkIndex(operation, item.value, length, progress.axis) * stride;
  } else if (item.kind === 'integer') {
    const bytes = checkIndex(operation, item.value, length, progress.axis) * stride;
    addPicker(progress, { bytes: Float64Array.of(bytes), shape: [] });
  } else if (item.kind === 'integers') {
    const { shape } = item;
    const bytes = offsetsAlong(operation, item, length, stride, progress.axis);
    addPicker(progress, { bytes, shape });
  } else if (item.kind === 'mask') {
    addMask(operation, progress, item.mask, item.shape, source);
  }
  progress.apart ||=
    progress.pickers.length > 0 &&
    (item.kind === 'slice' || item.kind === 'newaxis' || item.kind === 'ellipsis');
  progress.axis += axesUsed(item);
}

/** What integers along an axis add, in bytes. @throws IndexError for one out of bounds. */
function offsetsAlong(
  operation: string,
  { values, picks }: Extract<PreparedItem, { kind: 'integers' }>,
  length: number,
  stride: number,
  axis: number,
): Float64Array {
  if (picks !== undefined) {
    const bytes = new Float64Array(picks.length);
    if (pickKernels(picks.length)?.offsets(bytes, picks, length, stride)) return bytes;
  }
  const numbers = values();
  const bytes = new Float64Array(numbers.length);
  for (let i = 0; i < bytes.length; i++) {
    const value = numbers[i];
    bytes[i] = (value >= 0 && value < length ? value : checkIndex(operation, value, length, axis)) * stride;
  }
  return bytes;
}

function addPicker(progress: Progress, picker: Picker): void {
  if (progress.pickers.length === 0) progress.pickedAt = progress.shape.length;
  if (progress.apart) progress.scattered = true;
  progress.pickers.push(picker);
}

/** A mask picks along each of its axes the places where it is true. */
function addMask(
  operation: string,
  progress: Progress,
  mask: Uint8Array,
  shape: Shape,
  source: Layout,
): void {
  for (let axis = 0; axis < shape.length; axis++) {
    const length = source.shape[progress.axis + axis];
    if (shape[axis] === length) continue;
    throw new IndexError(
      `a mask of shape ${formatShape(shape)} on axis ${progress.axis + axis} of length ${length}`,
      {
        operation,
        argument: 'indices',
        got: shape,
        needs: 'a mask as long as the axes it stands for',
      },
    );
  }
  const bytes = new Float64Array(countTrue(mask));
  truePlaces(bytes, mask, shape, source.strides.slice(progress.axis));
  addPicker(progress, { bytes, shape: [bytes.length] });
}

/** 1 for a byte that is true, and 0: without a branch, as nothing predicts the elements of a mask. */
export function truth(byte: number): number {
  return (byte + 255) >> 8;
}

export function countTrue(mask: Uint8Array): number {
  const kernels = pickKernels(mask.length);
  if (kernels !== undefined) return kernels.countTrue(mask);
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += truth(mask[i]);
  return count;
}

/** Offsets of the places where the mask is true, in C order. A write past the last place goes nowhere. */
function truePlaces(bytes: Float64Array, mask: Uint8Array, shape: Shape, strides: readonly number[]): void {
  const inner = shape.length - 1;
  if (inner < 0) return;
  const length = shape[inner];
  const stride = strides[inner];
  const counter = new Array<number>(inner).fill(0);
  let start = 0;
  for (let row = 0, at = 0; row < mask.length; row += length) {
    for (let i = 0, place = start; i < length; i++, place += stride) {
      bytes[at] = place;
      at += truth(mask[row + i]);
    }
    for (let axis = inner - 1; axis >= 0; axis--) {
      start += strides[axis];
      if (++counter[axis] < shape[axis]) break;
      start -= strides[axis] * shape[axis];
      counter[axis] = 0;
    }
  }
}

/** An index counted from the front. */
export function checkIndex(operation: string, index: number, length: number, axis: number): number {
  if (index >= -length && index < length) return index < 0 ? index + length : index;
  throw new IndexError(`index ${index} is out of bounds for axis ${axis} with length ${length}`, {
    operation,
    argument: 'indices',
    got: index,
    needs: length === 0 ? 'an axis that is not empty' : `an integer in [${-length}, ${length - 1}]`,
  });
}

function combine(operation: string, progress: Progress): AdvancedSelection {
  const { pickers, shape, strides } = progress;
  const picks = broadcastPickers(operation, pickers);
  // What all elements have in common is added once, to the offsets in front.
  let base = progress.offset;
  for (const { bytes, shape: own } of pickers) if (own.length === 0) base += bytes[0];
  const arrays = pickers.filter(({ shape: own }) => own.length > 0);
  const count = sizeOf(picks);
  const alone = arrays.length === 1 && arrays[0].bytes.length === count;
  const picked = alone ? arrays[0].bytes : new Float64Array(count);
  if (!alone) for (const picker of arrays) addOffsets(operation, picked, picks, picker);
  const at = progress.scattered ? 0 : progress.pickedAt;
  return {
    kind: 'advanced',
    shape: [...shape.slice(0, at), ...picks, ...shape.slice(at)],
    before: offsetTable(shape.slice(0, at), strides.slice(0, at)).map((bytes) => base + bytes),
    picked,
    after: offsetTable(shape.slice(at), strides.slice(at)),
  };
}

function broadcastPickers(operation: string, pickers: Picker[]): number[] {
  try {
    return broadcastShapes(operation, ...pickers.map((picker) => picker.shape));
  } catch (cause) {
    const listed = pickers.map((picker) => formatShape(picker.shape)).join(', ');
    throw new IndexError(`index arrays of shapes ${listed} do not broadcast together`, {
      operation,
      argument: 'indices',
      cause,
    });
  }
}

/** Adds what one index array contributes to every place it is broadcast to. */
function addOffsets(operation: string, picked: Float64Array, picks: Shape, { bytes, shape }: Picker): void {
  if (bytes.length === picked.length) {
    for (let i = 0; i < bytes.length; i++) picked[i] += bytes[i];
    return;
  }
  const ownStrides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    ownStrides[axis] = stride;
    stride *= shape[axis];
  }
  const places = offsetTable(picks, broadcastStrides(operation, shape, ownStrides, picks));
  for (let i = 0; i < picked.length; i++) picked[i] += bytes[places[i]];
}

/** The offset of every element of these axes, in C order. */
function offsetTable(shape: Shape, strides: readonly number[]): Float64Array {
  let table: Float64Array = new Float64Array(1);
  for (let axis = 0; axis < shape.length; axis++) {
    const next = new Float64Array(table.length * shape[axis]);
    for (let i = 0, at = 0; i < table.length; i++) {
      for (let j = 0; j < shape[axis]; j++) next[at++] = table[i] + j * strides[axis];
    }
    table = next;
  }
  return table;
}
