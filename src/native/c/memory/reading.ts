/** Texts, lists and bytes behind pointers. */
import { dtypeInfo } from '../../../core/dtype.js';
import { ArgumentError, IndexError } from '../../../core/errors.js';
import { NDArray } from '../../../core/ndarray.js';
import { contiguousStrides } from '../../../core/shape.js';
import { bytesOf, isArray } from '../calls/array-argument.js';
import { dtypesOf } from '../element-types.js';
import { decodeString } from '../koffi.js';
import { layoutOf } from '../layout.js';
import { type CType, writeType } from '../types.js';
import { bytesAt } from './foreign.js';
import { checkPointer, Pointer } from './pointer.js';
import { readValue } from './values.js';

/** @throws ArgumentError for what is no length. */
export function checkCount(operation: string, argument: string, count: unknown): asserts count is number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return;
  throw new ArgumentError(`${argument} is ${String(count)}; needs an integer from 0 on`, {
    operation,
    argument,
    got: count,
  });
}

/** The text at a pointer: up to a zero, and `most` bytes at most. */
export function textAt(pointer: Pointer, most: number | undefined): string {
  checkPointer('string', pointer);
  const { to } = pointer;
  const element = to.kind === 'array' ? to.of : to;
  if (element.kind !== 'void' && !(element.kind === 'integer' && layoutOf(element).size === 1)) {
    throw new ArgumentError(`pointer is one to ${writeType(to)}; needs one to char`, {
      operation: 'string',
      argument: 'pointer',
      got: pointer,
    });
  }
  if (most !== undefined) checkCount('string', 'length', most);
  const { room } = pointer;
  if (room === null && most === undefined) return decodeString(pointer.address);
  const bytes = new Uint8Array(bytesAt('string', pointer, Math.min(most ?? Infinity, room ?? Infinity)));
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(bytes.slice(0, end < 0 ? undefined : end));
}

/** The values behind a pointer, copied. */
export function unpackAt(pointer: Pointer, length: number): unknown[] {
  checkPointer('unpack', pointer);
  checkCount('unpack', 'length', length);
  const { size } = layoutOf(pointer.to);
  const view = new DataView(bytesAt('unpack', pointer, size * length));
  return Array.from({ length }, (_, index) => readValue(view, index * size, pointer.to));
}

/** An array over what a pointer points to. */
export function arrayAt(pointer: Pointer, shape: number | readonly number[]): NDArray {
  checkPointer('asNDArray', pointer);
  const lengths = typeof shape === 'number' ? [shape] : [...shape];
  for (const length of lengths) checkCount('asNDArray', 'shape', length);
  let element: CType = pointer.to;
  while (element.kind === 'array') element = element.of;
  const [dtype] = dtypesOf(element);
  if (dtype === undefined) {
    throw new ArgumentError(`'${writeType(pointer.to)}' is no dtype; needs a pointer to numbers`, {
      operation: 'asNDArray',
      argument: 'pointer',
      got: pointer,
    });
  }
  const { storage, itemsize } = dtypeInfo(dtype);
  if (pointer.address % BigInt(storage.BYTES_PER_ELEMENT) !== 0n) {
    throw new ArgumentError(`pointer is not aligned to ${storage.BYTES_PER_ELEMENT} bytes, as ${dtype} is`, {
      operation: 'asNDArray',
      argument: 'pointer',
      got: pointer,
    });
  }
  const size = lengths.reduce((product, length) => product * length, 1);
  const bytes = bytesAt('asNDArray', pointer, size * itemsize);
  const data = new storage(bytes, 0, (size * itemsize) / storage.BYTES_PER_ELEMENT);
  const strides = contiguousStrides(lengths, itemsize);
  return new NDArray({ data: data as never, dtype, shape: lengths, strides, base: pointer });
}

/** Copies bytes between pointers and arrays; they may overlap. */
export function moveBytes(
  target: Pointer | NDArray | ArrayBufferView,
  source: Pointer | NDArray | ArrayBufferView,
  length: number,
): void {
  checkCount('memmove', 'length', length);
  const to = bytesFor('target', target, length);
  if (target instanceof NDArray && !target.flags.writeable)
    throw new ArgumentError('target is read-only; needs a writeable array', {
      operation: 'memmove',
      argument: 'target',
    });
  if (target instanceof Pointer && target.to.constant)
    throw new ArgumentError(`target points to ${writeType(target.to)}; needs one that is not const`, {
      operation: 'memmove',
      argument: 'target',
      got: target,
    });
  to.set(bytesFor('source', source, length));
}

function bytesFor(argument: string, place: unknown, length: number): Uint8Array {
  if (!isArray(place)) {
    checkPointer('memmove', place, argument);
    return new Uint8Array(bytesAt('memmove', place, length));
  }
  if (place instanceof NDArray && !place.flags.cContiguous) {
    throw new ArgumentError(`${argument} is not contiguous; needs ascontiguousarray(${argument})`, {
      operation: 'memmove',
      argument,
    });
  }
  const data = place instanceof NDArray ? place.data : place;
  const start = place instanceof NDArray ? place.offset : 0;
  const nbytes = place instanceof NDArray ? place.nbytes : bytesOf(place);
  if (length > nbytes) {
    throw new IndexError(`${argument} has ${nbytes} bytes; needs ${length}`, {
      operation: 'memmove',
      argument,
      got: nbytes,
    });
  }
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset + start, length);
}
