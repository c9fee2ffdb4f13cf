/**
 * From whatever a user passes as an array to a layout: NDArrays and typed arrays are taken as they are, without a
 * copy; scalars and nested lists are written into new memory.
 *
 * What plain values become: booleans bool; numbers float64, integers too (NumPy's int64 would turn every whole number
 * into a bigint); bigints int64, or uint64 where one is too large for that and none negative; `{re, im}` complex128.
 * Mixed lists promote as NumPy's do.
 */
import { allocateUninitialized } from './buffer.js';
import { isComplex } from './complex.js';
import { copyElements } from './copy.js';
import { type DType, dtypeInfo, type StorageOf } from './dtype.js';
import { describe, isScalar, writeElement } from './element.js';
import { ArgumentError, DTypeError, ShapeError } from './errors.js';
import { foreignSymbol, refuseForeign } from './foreign-symbol.js';
import { hasLayout, type Layout, layoutSymbol } from './layout.js';
import { promoted } from './promotion.js';
import { contiguousStrides, formatShape, type Shape, sizeOf } from './shape.js';

/** As many axes as NumPy allows; also what stops a list that contains itself. */
const MAX_NDIM = 64;

const typedArrayDTypes: Record<string, DType> = {
  Uint8Array: 'uint8',
  Uint8ClampedArray: 'uint8',
  Int8Array: 'int8',
  Int16Array: 'int16',
  Uint16Array: 'uint16',
  Int32Array: 'int32',
  Uint32Array: 'uint32',
  BigInt64Array: 'int64',
  BigUint64Array: 'uint64',
  Float16Array: 'float16',
  Float32Array: 'float32',
  Float64Array: 'float64',
};

/** Whether `value` is raw memory: it has bytes, but no element type of its own. */
export function isRawMemory(value: unknown): value is ArrayBufferLike | DataView {
  if (value instanceof ArrayBuffer || value instanceof DataView) return true;
  return typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer;
}

/** The layout of `value`; new memory has `dtype` if that is given. See the head of this file for what is copied. */
export function fromData(operation: string, value: unknown, dtype?: DType, argument = 'data'): Layout {
  if (hasLayout(value)) return value[layoutSymbol]();
  if (isRawMemory(value)) return wrapTyped(bytesOf(value), value);
  if (ArrayBuffer.isView(value)) return wrapTyped(value, value);
  if (isScalar(value)) return fromNested(operation, value, [], dtype, argument);
  if (Array.isArray(value))
    return fromNested(operation, value, shapeOf(operation, value, argument), dtype, argument);
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) {
    return fromData(operation, Array.from(value as Iterable<unknown>), dtype, argument);
  }
  throw notData(operation, value, argument);
}

function notData(operation: string, value: unknown, argument: string): DTypeError {
  if (typeof value === 'object' && value !== null && foreignSymbol in value) {
    return refuseForeign(operation, value);
  }
  return new DTypeError(
    `${argument} holds ${describe(value)}; needs numbers, booleans, bigints or {re, im}`,
    {
      operation,
      argument,
      got: value,
      needs: 'numbers, booleans, bigints or {re, im}',
    },
  );
}

function bytesOf(value: ArrayBufferLike | DataView): Uint8Array {
  return value instanceof DataView
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value as ArrayBuffer);
}

/** A one-dimensional layout over a typed array's own memory. */
function wrapTyped(view: ArrayBufferView, base: unknown): Layout {
  const dtype = typedArrayDTypes[(view as Uint8Array)[Symbol.toStringTag]];
  const { storage, itemsize } = dtypeInfo(dtype);
  const length = view.byteLength / itemsize;
  // A Buffer, a clamped or a Float16 array: the same memory, seen as the storage type of its dtype.
  const data =
    view.constructor === storage ? view : new storage(view.buffer as ArrayBuffer, view.byteOffset, length);
  return { data: data as StorageOf<DType>, dtype, shape: [length], strides: [itemsize], base };
}

/** A list, or something that holds a list's place inside one. */
type Sequence = ArrayLike<unknown>;

function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** The shape a nested list announces by its first elements. */
function shapeOf(operation: string, value: unknown, argument: string): number[] {
  const shape: number[] = [];
  let level = value;
  while (isSequence(level)) {
    if (shape.length === MAX_NDIM) {
      throw new ShapeError(`${argument} is nested more than ${MAX_NDIM} deep`, { operation, argument });
    }
    shape.push(level.length);
    if (level.length === 0) return shape;
    level = level[0];
  }
  return hasLayout(level) ? shape.concat(level[layoutSymbol]().shape) : shape;
}

/** What kinds of leaves a nested list has. */
interface Leaves {
  bool: boolean;
  number: boolean;
  bigint: boolean;
  negative: boolean;
  /** A bigint too large for int64. */
  large: boolean;
  complex: boolean;
  /** What the arrays among them promote to. */
  arrays: DType | null;
}

function fromNested(
  operation: string,
  value: unknown,
  shape: Shape,
  dtype: DType | undefined,
  argument: string,
): Layout {
  const leaves: Leaves = {
    bool: false,
    number: false,
    bigint: false,
    negative: false,
    large: false,
    complex: false,
    arrays: null,
  };
  survey(operation, value, shape, 0, leaves, argument);
  const chosen = dtype ?? dtypeOfLeaves(leaves);
  const data = allocateUninitialized(operation, chosen, sizeOf(shape)) as StorageOf<DType>;
  const layout: Layout = {
    data,
    dtype: chosen,
    shape,
    strides: contiguousStrides(shape, dtypeInfo(chosen).itemsize),
  };
  fill(operation, layout, value, 0, 0, argument);
  return layout;
}

/** Checks that the list is rectangular and notes what it holds. */
function survey(
  operation: string,
  value: unknown,
  shape: Shape,
  axis: number,
  leaves: Leaves,
  argument: string,
): void {
  if (hasLayout(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    const { shape: own, dtype } = fromData(operation, value);
    const fits = own.length === shape.length - axis && own.every((length, i) => length === shape[axis + i]);
    if (!fits) throw ragged(operation, shape, axis, formatShape(own), argument);
    leaves.arrays = leaves.arrays === null ? dtype : promoted(leaves.arrays, dtype);
  } else if (axis === shape.length) {
    noteLeaf(operation, value, leaves, shape, argument);
  } else {
    if (!Array.isArray(value)) throw ragged(operation, shape, axis, describe(value), argument);
    if (value.length !== shape[axis])
      throw ragged(operation, shape, axis, `${value.length} elements`, argument);
    if (axis === shape.length - 1) {
      for (let i = 0; i < value.length; i++) {
        if (typeof value[i] === 'number') leaves.number = true;
        else survey(operation, value[i], shape, axis + 1, leaves, argument);
      }
    } else {
      for (let i = 0; i < value.length; i++) survey(operation, value[i], shape, axis + 1, leaves, argument);
    }
  }
}

function noteLeaf(operation: string, value: unknown, leaves: Leaves, shape: Shape, argument: string): void {
  if (typeof value === 'number') leaves.number = true;
  else if (typeof value === 'boolean') leaves.bool = true;
  else if (isComplex(value)) leaves.complex = true;
  else if (typeof value === 'bigint') {
    leaves.bigint = true;
    if (value < 0n) leaves.negative = true;
    if (value >= 2n ** 63n) leaves.large = true;
  } else if (Array.isArray(value)) {
    throw ragged(operation, shape, shape.length, `a list of ${value.length}`, argument);
  } else {
    throw notData(operation, value, argument);
  }
}

function ragged(operation: string, shape: Shape, axis: number, got: string, argument: string): ShapeError {
  const needs = axis === shape.length ? 'a scalar' : `${shape[axis]} elements`;
  return new ShapeError(
    `${argument} is ragged: on axis ${axis} there is ${got}, where the first has ${needs}`,
    {
      operation,
      argument,
      needs: 'lists of equal lengths on each level',
    },
  );
}

function dtypeOfLeaves(leaves: Leaves): DType {
  let dtype = leaves.arrays;
  const add = (next: DType): void => {
    dtype = dtype === null ? next : promoted(dtype, next);
  };
  if (leaves.bool) add('bool');
  if (leaves.bigint && (leaves.negative || !leaves.large)) add('int64');
  if (leaves.large) add('uint64');
  if (leaves.number) add('float64');
  if (leaves.complex) add('complex128');
  return dtype ?? 'float64';
}

/** Writes a (rectangular) nested value from element `at` on; gives the element after it. */
function fill(
  operation: string,
  layout: Layout,
  value: unknown,
  axis: number,
  at: number,
  argument: string,
): number {
  const { dtype, data, shape } = layout;
  const { itemsize, slots } = dtypeInfo(dtype);
  if (hasLayout(value) || ArrayBuffer.isView(value)) {
    const source = fromData(operation, value);
    const target = {
      data,
      dtype,
      shape: source.shape,
      strides: layout.strides.slice(axis),
      offset: at * itemsize,
    };
    copyElements(target, source);
    return at + sizeOf(source.shape);
  }
  if (axis === shape.length) {
    writeElement(operation, dtype, data, at * slots, value, argument);
    return at + 1;
  }
  const list = value as readonly unknown[];
  let next = at;
  if (axis < shape.length - 1) {
    for (let i = 0; i < list.length; i++) next = fill(operation, layout, list[i], axis + 1, next, argument);
    return next;
  }
  const plain = dtype === 'float64' || dtype === 'float32';
  for (let i = 0; i < list.length; i++) {
    const element = list[i];
    if (plain && typeof element === 'number') data[next++] = element;
    else next = fill(operation, layout, element, axis + 1, next, argument);
  }
  return next;
}

/**
 * The memory of `value` (a typed array, Buffer, ArrayBuffer, SharedArrayBuffer or DataView) seen as `dtype`, without
 * a copy.
 * @throws ArgumentError when it is no memory, does not start at a multiple of the element's size, or is too short.
 */
export function reinterpret(operation: string, value: unknown, dtype: DType, offset = 0, count = -1): Layout {
  if (!isRawMemory(value) && !ArrayBuffer.isView(value)) {
    throw new ArgumentError(`buffer is ${describe(value)}; needs a typed array, Buffer or ArrayBuffer`, {
      operation,
      argument: 'buffer',
      got: value,
    });
  }
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : bytesOf(value);
  const { itemsize, slots, storage } = dtypeInfo(dtype);
  const available = Math.floor((bytes.byteLength - offset) / itemsize);
  const length = count < 0 ? available : count;
  if (
    !Number.isSafeInteger(offset) ||
    offset < 0 ||
    offset > bytes.byteLength ||
    !(length <= available) ||
    !Number.isInteger(length)
  ) {
    throw new ArgumentError(
      `${length} elements of ${dtype} from byte ${offset} on do not fit into ${bytes.byteLength} bytes`,
      {
        operation,
        argument: 'offset',
        got: offset,
      },
    );
  }
  const start = bytes.byteOffset + offset;
  if (start % storage.BYTES_PER_ELEMENT !== 0) {
    throw new ArgumentError(
      `${dtype} needs memory that starts at a multiple of ${storage.BYTES_PER_ELEMENT} bytes, this starts at ${start}; copy it first, with buffer.slice()`,
      { operation, argument: 'buffer', got: start },
    );
  }
  if (count < 0 && (bytes.byteLength - offset) % itemsize !== 0) {
    throw new ArgumentError(`${bytes.byteLength - offset} bytes are no whole number of ${dtype} elements`, {
      operation,
      argument: 'buffer',
      got: bytes.byteLength - offset,
      needs: `a multiple of ${itemsize} bytes`,
    });
  }
  const data = new storage(bytes.buffer as ArrayBuffer, start, length * slots) as StorageOf<DType>;
  return { data, dtype, shape: [length], strides: [itemsize], base: value };
}
