/**
 * Lanes: the runs of an array along one axis, as the sorting kernels take them, from memory in C order.
 */
import { type DType, dtypeInfo, type StorageOf } from '../core/dtype.js';
import { NDArray, newUninitialized, storage } from '../core/ndarray.js';
import { normalizeAxis, type Shape, sizeOf } from '../core/shape.js';
import { castTo } from './reduction.js';

/** An array as [outer x length x inner], of which the middle axis holds the lanes. */
export interface Lanes {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** The elements in C order, and nothing else. */
  readonly data: StorageOf<DType>;
}

/** The elements of `x` in C order: its own memory where they lie so, else a copy. */
export function elementsOf(operation: string, x: NDArray): StorageOf<DType> {
  const own = x.flags.cContiguous ? x : castTo(operation, x, x.dtype);
  const data = storage(own);
  const start = own.offset / data.BYTES_PER_ELEMENT;
  const count = own.size * dtypeInfo(own.dtype).slots;
  return start === 0 && count === data.length ? data : data.subarray(start, start + count);
}

/** Cuts `x` into lanes along an axis, or into the one lane of all elements in C order where the axis is null. */
export function lanesOf(operation: string, x: NDArray, axis: number | null): Lanes {
  const data = elementsOf(operation, x);
  if (axis === null) {
    return { dtype: x.dtype, shape: [x.size], outer: 1, length: x.size, inner: 1, data };
  }
  const at = normalizeAxis(operation, axis, x.ndim);
  return {
    dtype: x.dtype,
    shape: x.shape,
    outer: sizeOf(x.shape.slice(0, at)),
    length: x.shape[at],
    inner: sizeOf(x.shape.slice(at + 1)),
    data,
  };
}

/** A new array of the lanes' shape, to be written whole. */
export function likeLanes<D extends DType>(operation: string, lanes: Lanes, dtype: D): NDArray<D> {
  return newUninitialized(operation, dtype, lanes.shape) as unknown as NDArray<D>;
}

/** Calls `visit` with the position of the first element of each lane; the next one is `inner` further. */
export function eachLane({ outer, length, inner }: Lanes, visit: (first: number) => void): void {
  for (let block = 0; block < outer; block++)
    for (let at = 0; at < inner; at++) visit(block * length * inner + at);
}

/**
 * The low words of int64 positions, every second number: what JavaScript reads and writes without making a bigint.
 * Positions are below 2^32, so the high words are 0.
 */
export function positionsOf(x: NDArray<'int64'>): Uint32Array {
  const data = storage(x);
  return new Uint32Array(data.buffer as ArrayBuffer, data.byteOffset, 2 * data.length);
}

/** A new int64 array of these positions. */
export function fromPositions(
  operation: string,
  positions: ArrayLike<number>,
  shape: Shape = [positions.length],
): NDArray<'int64'> {
  const out = newUninitialized(operation, 'int64', shape) as unknown as NDArray<'int64'>;
  const words = positionsOf(out);
  for (let i = 0; i < positions.length; i++) {
    words[2 * i] = positions[i];
    words[2 * i + 1] = 0;
  }
  return out;
}

/** All elements in one axis: a view where the memory is in C order, else a copy. */
export function flattened(operation: string, x: NDArray): NDArray {
  if (x.ndim === 1 && x.flags.cContiguous) return x;
  const data = elementsOf(operation, x);
  return new NDArray({ data, dtype: x.dtype, shape: [x.size], strides: [x.itemsize], base: x });
}

/** The elements of a one-dimensional array in C order at these positions, as a new array. */
export function takeAt<D extends DType>(
  operation: string,
  x: NDArray<D>,
  positions: ArrayLike<number>,
): NDArray<D> {
  const source = elementsOf(operation, x as unknown as NDArray) as Float64Array;
  const out = newUninitialized(operation, x.dtype, [positions.length]) as unknown as NDArray<D>;
  const target = storage(out as unknown as NDArray) as Float64Array;
  const { slots } = dtypeInfo(x.dtype);
  if (slots === 1) {
    for (let i = 0; i < positions.length; i++) target[i] = source[positions[i]];
  } else {
    for (let i = 0; i < positions.length; i++) {
      target[2 * i] = source[2 * positions[i]];
      target[2 * i + 1] = source[2 * positions[i] + 1];
    }
  }
  return out;
}
