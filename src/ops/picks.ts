/** Kernels that pick by number and by mask, for the functions of picking.ts, searching.ts and places/. */
import { dtypeInfo } from '../core/dtype.js';
import { countTrue } from '../core/indexing.js';
import { type NDArray, newUninitialized, storage } from '../core/ndarray.js';
import type { Picking, Picks } from '../core/pick-kernels.js';
import { type Shape, sizeOf } from '../core/shape.js';
import { reference } from '../kernels/js/index.js';
import { pickParams } from '../kernels/pick.js';
import { backend } from '../kernels/select.js';
import { elementsOf } from './lanes.js';
import type { IndexMode } from './places.js';
import { castTo } from './reduction.js';

/** Below this many elements a call costs more than a loop. */
const NATIVE_SIZE = 512;

const modes: Record<IndexMode, number> = { raise: 0, wrap: 1, clip: 2 };

/** Whether the addon is there, and worth its call for so many elements. */
export function isNative(elements: number): boolean {
  return elements >= NATIVE_SIZE && backend().name === 'native';
}

/** Integers in C order as kernels take them: int64 or int32. */
function picksOf(operation: string, indices: NDArray): Picks {
  const asIs = indices.dtype === 'int64' || indices.dtype === 'int32';
  return elementsOf(operation, asIs ? indices : castTo(operation, indices, 'int64')) as Picks;
}

function pickingAlong(a: NDArray, axis: number, count: number): Picking {
  const rest = sizeOf(a.shape.slice(axis + 1));
  const itemBytes = a.itemsize * rest;
  const length = a.shape[axis];
  const outer = sizeOf(a.shape.slice(0, axis));
  return { itemBytes, outer, outerStride: length * itemBytes, length, stride: itemBytes, count };
}

/** Fills `out` with the rows of an axis; both C-contiguous. False when an index is out of bounds. */
export function gatherAlong(
  operation: string,
  out: NDArray,
  a: NDArray,
  axis: number,
  indices: NDArray,
  mode: IndexMode,
): boolean {
  const info = new Int32Array(1);
  const picks = picksOf(operation, indices);
  const params = pickParams(pickingAlong(a, axis, indices.size), picks, modes[mode]);
  backend().run('gather', [storage(out), elementsOf(operation, a), picks, info], params);
  return info[0] === 0;
}

/** Writes values, used again from the first, at places of a C-contiguous array; false, and nothing, for a bad one. */
export function scatterFlat(
  operation: string,
  out: NDArray,
  indices: NDArray,
  mode: IndexMode,
  values: NDArray,
): boolean {
  const info = new Int32Array(1);
  const flat = elementsOf(operation, out);
  const read = picksOf(operation, indices);
  const picks = read.buffer === flat.buffer ? read.slice() : read;
  const { itemsize } = dtypeInfo(out.dtype);
  const axis = { length: out.size, stride: itemsize, count: indices.size };
  const picking = { itemBytes: itemsize, outer: 1, outerStride: 0, ...axis };
  const params = pickParams(picking, picks, modes[mode], values.size);
  backend().run('scatter', [flat, elementsOf(operation, values), picks, info], params);
  return info[0] === 0;
}

/**
 * The indices of the true elements of a C-contiguous mask: a row for each axis, or with `together` for each element.
 * The shape has an axis at least.
 */
export function positionsIn(
  operation: string,
  mask: NDArray,
  shape: Shape,
  together: boolean,
): NDArray<'int64'> {
  const bytes = elementsOf(operation, mask) as Uint8Array;
  const count = countTrue(bytes);
  const ndim = shape.length;
  const out = newUninitialized(operation, 'int64', together ? [count, ndim] : [ndim, count]);
  const params = Float64Array.of(ndim, count, together ? 1 : count, together ? ndim : 1);
  const operands = [storage(out), bytes, Float64Array.from(shape)];
  if (bytes.length < NATIVE_SIZE) reference.positions(operands, params);
  else backend().run('positions', operands, params);
  return out as unknown as NDArray<'int64'>;
}

/** Writes values over the true elements of C-contiguous memory: in turn, or each at its own place. */
export function expandInto(
  operation: string,
  out: NDArray,
  mask: NDArray,
  values: NDArray,
  aligned: boolean,
): void {
  const target = elementsOf(operation, out);
  const bytes = elementsOf(operation, mask) as Uint8Array;
  const wanted = bytes.buffer === target.buffer ? bytes.slice() : bytes;
  const params = Float64Array.of(out.itemsize, out.size, values.size, aligned ? 1 : 0);
  const operands = [target, wanted, elementsOf(operation, values)];
  if (out.size < NATIVE_SIZE) reference.expand(operands, params);
  else backend().run('expand', operands, params);
}
