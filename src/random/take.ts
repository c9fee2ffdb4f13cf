/** New arrays from the elements of others: slices at given positions, and plain copies. */
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { dtypeInfo } from '../core/dtype.js';
import type { Layout } from '../core/layout.js';
import { NDArray } from '../core/ndarray.js';
import { gather } from '../core/pick.js';
import { contiguousStrides, type Shape, sizeOf } from '../core/shape.js';

/** The slices of `x` across `axis` at `positions`, which take the shape `shape`. NumPy: take. */
export function take(x: Layout, positions: Float64Array, shape: Shape, axis: number): NDArray {
  const before = x.shape.slice(0, axis);
  const after = x.shape.slice(axis + 1);
  const start = x.offset ?? 0;
  const target = newArray([...before, ...shape, ...after], x);
  gather(target, x, {
    kind: 'advanced',
    shape: target.shape,
    before: offsetsOf(before, x.strides.slice(0, axis), start),
    picked: positions.map((position) => position * x.strides[axis]),
    after: offsetsOf(after, x.strides.slice(axis + 1), 0),
  });
  return new NDArray(target);
}

/** A C-contiguous copy of `x` on memory of its own. */
export function copyOf(x: Layout): NDArray {
  const target = newArray([...x.shape], x);
  copyElements(target, x);
  return new NDArray(target);
}

function newArray(shape: number[], { dtype }: Layout) {
  const data = allocateUninitialized('random', dtype, sizeOf(shape));
  return { data, dtype, shape, strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize) };
}

/** The byte offset of every element of an array of `shape`, in C order. */
export function offsetsOf(shape: Shape, strides: readonly number[], start: number): Float64Array {
  const offsets = new Float64Array(sizeOf(shape));
  for (let at = 0; at < offsets.length; at++) {
    let rest = at;
    offsets[at] = start;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offsets[at] += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
  }
  return offsets;
}
