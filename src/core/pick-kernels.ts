/** The hook for faster code that picks and writes elements by number or by mask; the kernels' layer fills it. */
import { dtypeInfo } from './dtype.js';
import type { Layout } from './layout.js';
import { isContiguous, sizeOf } from './shape.js';

/** A view whose first byte is where its elements start. */
export type Bytes = ArrayBufferView;

/** Picks along an axis: see `gather` in native/kernels.def. */
export interface Picking {
  /** Bytes that move for each pick. */
  readonly itemBytes: number;
  /** How often the picks are used, and the bytes from one time to the next. */
  readonly outer: number;
  readonly outerStride: number;
  /** The axis, its stride in bytes. Without meaning where picks are byte offsets. */
  readonly length: number;
  readonly stride: number;
  readonly count: number;
}

/** Integers along an axis, or float64: byte offsets that are within bounds. */
export type Picks = BigInt64Array | Int32Array | Float64Array;

export interface PickKernels {
  /** Adds what picks along an axis add in bytes; false when one is out of bounds. */
  offsets(out: Float64Array, picks: Picks, length: number, stride: number): boolean;
  countTrue(mask: Uint8Array): number;
  compress(out: Bytes, a: Bytes, mask: Uint8Array, itemBytes: number, count: number): void;
  expand(out: Bytes, mask: Uint8Array, values: Bytes, itemBytes: number, valueCount: number): void;
  /** False when a pick is out of bounds; `out` may be anything then. */
  gather(out: Bytes, a: Bytes, picks: Picks, picking: Picking): boolean;
  /** The same, but `out` is as it was then. Values are used again from the first; the last for a place stays. */
  scatter(out: Bytes, values: Bytes, picks: Picks, picking: Picking, valueCount: number): boolean;
}

/** The integers of an array where they lie together in 64 or 32 bits. */
export function contiguousPicks(layout: Layout): Picks | undefined {
  const { dtype, shape, strides, data, offset = 0 } = layout;
  if (dtype !== 'int64' && dtype !== 'int32') return undefined;
  const { itemsize } = dtypeInfo(dtype);
  if (!isContiguous(shape, strides, itemsize, 'C')) return undefined;
  const start = offset / itemsize;
  return (data as Int32Array).subarray(start, start + sizeOf(shape));
}

/** From this many elements on, whoever has faster code is asked. */
const KERNEL_SIZE = 1024;

let installed: () => PickKernels | undefined = () => undefined;

export function installPickKernels(kernels: () => PickKernels | undefined): void {
  installed = kernels;
}

/** Faster code for so many elements, where there is some. */
export function pickKernels(elements: number): PickKernels | undefined {
  return elements >= KERNEL_SIZE ? installed() : undefined;
}
