/**
 * The commonest advanced index, one array of integers along one axis, by kernels: `x.at(rows)`, `x.at(':', columns)`.
 * It is taken without tables of offsets where the axes around it are each one run; everything else, and every index
 * that turns out to be out of bounds, goes the general way of indexing.ts, which says what is wrong.
 */
import { copyElements } from './copy.js';
import { dtypeInfo } from './dtype.js';
import { hasLayout, type Layout, layoutSymbol } from './layout.js';
import { contiguousPicks, type Picking, type Picks, pickKernels } from './pick-kernels.js';
import { contiguousStrides, isContiguous, type Shape, sizeOf } from './shape.js';

/** Bytes of a result from which on a kernel is worth its call, however few the picks. */
const KERNEL_BYTES = 65536;

export interface RowPick {
  readonly shape: number[];
  readonly picks: Picks;
  readonly picking: Picking;
}

/**
 * The picks of such an index; undefined for any other, or one not worth a kernel's call. They do not lie in the memory
 * of `written`, which changes while they are read.
 */
export function pickRows(source: Layout, indices: readonly unknown[], written?: Layout): RowPick | undefined {
  const axis = indices.findIndex((index) => index !== ':');
  const index = indices[axis];
  if (indices.length > source.shape.length || !hasLayout(index)) return undefined;
  for (let at = axis + 1; at < indices.length; at++) if (indices[at] !== ':') return undefined;
  const { itemsize } = dtypeInfo(source.dtype);
  const { shape, strides } = source;
  const after = shape.slice(axis + 1);
  if (!isContiguous(after, strides.slice(axis + 1), itemsize, 'C')) return undefined;
  const outerStride = mergedStride(shape.slice(0, axis), strides);
  const layout = index[layoutSymbol]();
  const { kind } = dtypeInfo(layout.dtype);
  if (outerStride === undefined || (kind !== 'i' && kind !== 'u') || layout.dtype === 'uint64')
    return undefined;
  const count = sizeOf(layout.shape);
  const outer = sizeOf(shape.slice(0, axis));
  const itemBytes = itemsize * sizeOf(after);
  const worth = outer * count * itemBytes >= KERNEL_BYTES ? Number.MAX_SAFE_INTEGER : outer * count;
  if (itemBytes === 0 || count === 0 || pickKernels(worth) === undefined) return undefined;
  return {
    shape: [...shape.slice(0, axis), ...layout.shape, ...after],
    picks: picksApart(layout, count, written?.data.buffer),
    picking: { itemBytes, outer, outerStride, length: shape[axis], stride: strides[axis], count },
  };
}

/** The stride of all these axes walked as one; undefined where they cannot be. */
function mergedStride(shape: Shape, strides: readonly number[]): number | undefined {
  let merged: number | undefined;
  let expected = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (merged === undefined) merged = strides[axis];
    else if (strides[axis] !== expected) return undefined;
    expected = strides[axis] * shape[axis];
  }
  return merged ?? 0;
}

/** The integers as kernels take them: themselves where they lie together in 64 or 32 bits, else cast. */
function picksApart(layout: Layout, count: number, written: ArrayBufferLike | undefined): Picks {
  const own = layout.data.buffer === written ? undefined : contiguousPicks(layout);
  if (own !== undefined) return own;
  const { shape } = layout;
  const picks = new BigInt64Array(count);
  copyElements({ data: picks, dtype: 'int64', shape, strides: contiguousStrides(shape, 8) }, layout);
  return picks;
}
