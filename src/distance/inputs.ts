/**
 * What the distances take as rows of features, and how it becomes what the kernels take: contiguous float64,
 * float32, or packed bits. An array that already is so is used in place; anything else is copied once.
 */
import { allocateUninitialized } from '../core/buffer.js';
import { copyElements } from '../core/copy.js';
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError, DTypeError, ShapeError } from '../core/errors.js';
import { NDArray, storage } from '../core/ndarray.js';
import { contiguousStrides, formatShape, isContiguous, type Shape } from '../core/shape.js';

/** One row: numbers (booleans for the boolean metrics), in an array or a typed array. */
export type RowInput = ArrayLike<number> | ArrayLike<boolean> | ArrayLike<bigint>;

/** Any typed array of real numbers. */
export type NumberStorage =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** Rows of features: a 2-d NDArray, an array of rows, or a typed array with its shape (C order). */
export type MatrixInput =
  | NDArray<DType, Shape>
  | readonly RowInput[]
  | { readonly data: NumberStorage; readonly shape: readonly [rows: number, features: number] };

/** One vector: a 1-d NDArray, an array of numbers or booleans, or a typed array. */
export type VectorInput = NDArray<DType, Shape> | RowInput;

export type Floats = Float64Array | Float32Array;
export type FloatDType = 'float64' | 'float32';

/** A matrix that was looked at but not yet converted. */
export interface Matrix {
  readonly array: NDArray<DType, Shape> | null;
  readonly rowList: readonly RowInput[] | null;
  readonly rows: number;
  readonly columns: number;
  readonly dtype: DType;
}

/** Row numbers are int32 in results and in kernels. */
const mostRows = 2 ** 31 - 1;

/**
 * Finds out shape and dtype.
 * @throws ShapeError unless there are two dimensions and rows of one length.
 * @throws DTypeError for complex numbers and things that are not numbers.
 */
export function readMatrix(operation: string, argument: string, value: MatrixInput): Matrix {
  const matrix = readAny(operation, argument, value);
  const { rows, columns } = matrix;
  if (rows <= mostRows && columns <= mostRows) return matrix;
  throw new ShapeError(`${argument} has ${rows} rows of ${columns}; needs at most ${mostRows} of either`, {
    operation,
    argument,
    got: [rows, columns],
    needs: `at most ${mostRows} rows and columns; work in blocks`,
  });
}

function readAny(operation: string, argument: string, value: MatrixInput): Matrix {
  if (value instanceof NDArray) return readArray(operation, argument, value);
  if (Array.isArray(value)) return readRowList(operation, argument, value);
  const wrapped = value as { data?: unknown; shape?: unknown };
  if (ArrayBuffer.isView(wrapped?.data) && Array.isArray(wrapped.shape)) {
    return readArray(operation, argument, wrapTyped(operation, argument, wrapped as never));
  }
  throw new ArgumentError(`${argument} is ${describe(value)}; needs rows of features`, {
    operation,
    argument,
    got: value,
    needs: 'a 2-d NDArray, an array of rows, or { data, shape }',
  });
}

function readArray(operation: string, argument: string, array: NDArray<DType, Shape>): Matrix {
  if (array.shape.length !== 2) {
    throw new ShapeError(
      `${argument} has shape ${formatShape(array.shape)}; needs 2 dimensions: rows of features`,
      { operation, argument, got: array.shape, needs: '2 dimensions' },
    );
  }
  if (array.dtype === 'complex64' || array.dtype === 'complex128') {
    throw new DTypeError(`${argument} is ${array.dtype}; needs real numbers`, {
      operation,
      argument,
      got: array.dtype,
      needs: 'a real dtype',
    });
  }
  return { array, rowList: null, rows: array.shape[0], columns: array.shape[1], dtype: array.dtype };
}

const dtypeOfStorage = new Map<unknown, DType>([
  [Float64Array, 'float64'],
  [Float32Array, 'float32'],
  [Int8Array, 'int8'],
  [Uint8Array, 'uint8'],
  [Uint8ClampedArray, 'uint8'],
  [Int16Array, 'int16'],
  [Uint16Array, 'uint16'],
  [Int32Array, 'int32'],
  [Uint32Array, 'uint32'],
  [BigInt64Array, 'int64'],
  [BigUint64Array, 'uint64'],
]);

function wrapTyped(
  operation: string,
  argument: string,
  { data, shape }: { data: NumberStorage; shape: number[] },
): NDArray<DType, Shape> {
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length !== 2 || !shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new ShapeError(`${argument} has shape (${shape.join(', ')}); needs [rows, features]`, {
      operation,
      argument,
      got: shape,
      needs: '2 dimensions',
    });
  }
  if (size !== data.length) {
    throw new ShapeError(
      `${argument} has ${data.length} elements, its shape (${shape.join(', ')}) has ${size}`,
      {
        operation,
        argument,
        got: data.length,
        needs: `${size} elements`,
      },
    );
  }
  const dtype = storageDType(data);
  const strides = contiguousStrides(shape, dtypeInfo(dtype).itemsize);
  // The array freezes its shape: a copy, because this list is the caller's.
  return new NDArray<DType, Shape>({ data: data as never, dtype, shape: shape.slice(), strides, base: data });
}

function storageDType(data: ArrayBufferView): DType {
  for (const [constructor, dtype] of dtypeOfStorage) {
    if (data instanceof (constructor as Float64ArrayConstructor)) return dtype;
  }
  return 'uint8'; // a DataView or another view of bytes
}

function readRowList(operation: string, argument: string, rowList: readonly RowInput[]): Matrix {
  const columns = rowList.length === 0 ? 0 : rowList[0]?.length;
  let dtype: DType | undefined;
  for (let row = 0; row < rowList.length; row++) {
    const values = rowList[row];
    if (typeof values !== 'object' || values === null || typeof values.length !== 'number') {
      throw new ShapeError(`${argument}[${row}] is ${describe(values)}; needs a row of numbers`, {
        operation,
        argument,
        got: values,
        needs: '2 dimensions: an array of rows',
      });
    }
    if (!Number.isSafeInteger(values.length) || values.length < 0) {
      throw new ShapeError(`${argument}[${row}] has length ${values.length}; needs a row of numbers`, {
        operation,
        argument,
        got: values.length,
        needs: 'rows with an integer length',
      });
    }
    if (values.length !== columns) {
      throw new ShapeError(
        `${argument} is ragged: row ${row} has ${values.length} columns, row 0 has ${columns}`,
        { operation, argument, got: values.length, needs: `${columns} columns` },
      );
    }
    const rowDType = ArrayBuffer.isView(values) ? storageDType(values) : listDType(values);
    dtype = dtype === undefined || dtype === rowDType ? rowDType : 'float64';
  }
  return { array: null, rowList, rows: rowList.length, columns, dtype: dtype ?? 'float64' };
}

/** Plain arrays hold float64 numbers, unless every element is a boolean. */
function listDType(values: ArrayLike<unknown>): DType {
  for (let index = 0; index < values.length; index++) {
    if (typeof values[index] !== 'boolean') return 'float64';
  }
  return values.length > 0 ? 'bool' : 'float64';
}

/** Whether `floatsOf` would use the matrix in place. */
export function isInPlace(matrix: Matrix, dtype: DType): boolean {
  const { array } = matrix;
  return (
    array !== null &&
    array.dtype === dtype &&
    isContiguous(array.shape, array.strides, dtypeInfo(dtype).itemsize, 'C') &&
    !isResizable(storage(array))
  );
}

/** Whether the memory may be taken back by a `resize` while threads work on it. Shared memory only grows. */
export function isResizable({ buffer }: ArrayBufferView): boolean {
  return (buffer as { readonly resizable?: boolean }).resizable === true;
}

/**
 * Keeps `dispose` from recycling the memory of what is an array here: for calls during which, or after which, code
 * outside may dispose of it while it is still read or written.
 * @throws ArgumentError when it was disposed.
 */
export function keepMemory(...inputs: readonly unknown[]): void {
  for (const input of inputs) if (input instanceof NDArray) input.data;
}

/** The elements as contiguous rows of `dtype`: the array's own memory where it is so already, else a copy. */
export function floatsOf(operation: string, argument: string, matrix: Matrix, dtype: FloatDType): Floats {
  const { array, rowList, rows, columns } = matrix;
  if (array !== null && isInPlace(matrix, dtype)) {
    const data = storage(array) as Floats;
    if (array.offset === 0 && data.length === array.size) return data;
    const start = array.offset / data.BYTES_PER_ELEMENT;
    return data.subarray(start, start + array.size);
  }
  const copy = allocateUninitialized(operation, dtype, rows * columns) as Floats;
  if (array !== null) copyInto(copy, dtype, array);
  else fillFromRows(operation, argument, rowList!, columns, copy);
  return copy;
}

function copyInto(target: Floats | Uint8Array, dtype: DType, array: NDArray<DType, Shape>): void {
  const { shape, strides, offset } = array;
  copyElements(
    { data: target as never, dtype, shape, strides: contiguousStrides(shape, dtypeInfo(dtype).itemsize) },
    { data: storage(array), dtype: array.dtype, shape, strides, offset },
  );
}

function fillFromRows(
  operation: string,
  argument: string,
  rowList: readonly RowInput[],
  columns: number,
  target: Floats | Uint8Array,
): void {
  for (let row = 0; row < rowList.length; row++) {
    const values = rowList[row];
    for (let column = 0; column < columns; column++) {
      const value: unknown = values[column];
      if (typeof value !== 'number' && typeof value !== 'boolean' && typeof value !== 'bigint') {
        throw new DTypeError(`${argument}[${row}][${column}] is ${describe(value)}; needs a number`, {
          operation,
          argument,
          got: value,
          needs: 'a number',
        });
      }
      target[row * columns + column] = Number(value);
    }
  }
}

/**
 * Truth values as packed rows of 64-bit words: bit f of a row is feature f, padding bits are 0.
 * The matrix is of dtype bool.
 */
export function bitsOf(operation: string, argument: string, matrix: Matrix): BigUint64Array {
  const { array, rowList, rows, columns } = matrix;
  let bytes: Uint8Array;
  if (array !== null && isInPlace(matrix, 'bool')) {
    bytes = (storage(array) as Uint8Array).subarray(array.offset, array.offset + array.size);
  } else {
    bytes = new Uint8Array(rows * columns);
    if (array !== null) copyInto(bytes, 'bool', array);
    else fillFromRows(operation, argument, rowList!, columns, bytes);
  }
  const packed = allocateUninitialized(operation, 'uint64', rows * Math.ceil(columns / 64)) as BigUint64Array;
  packBits(bytes, rows, columns, packed);
  return packed;
}

function packBits(bytes: Uint8Array, rows: number, columns: number, packed: BigUint64Array): void {
  const words = new Uint32Array(packed.buffer, packed.byteOffset, packed.length * 2);
  const wordsPerRow = 2 * Math.ceil(columns / 64);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let word = 0; word < wordsPerRow; word++) {
      const first = start + word * 32;
      const end = Math.min(32, columns - word * 32);
      let bits = 0;
      for (let bit = 0; bit < end; bit++) bits |= bytes[first + bit] << bit;
      words[row * wordsPerRow + word] = bits;
    }
  }
}

/**
 * A vector as float64, or a copy in `dtype`.
 * @throws ShapeError unless there is one dimension. @throws DTypeError for complex numbers and non-numbers.
 */
export function readVector(
  operation: string,
  argument: string,
  value: VectorInput,
  dtype: FloatDType = 'float64',
): Floats {
  if (value instanceof Float64Array && dtype === 'float64' && !isResizable(value)) return value;
  if (value instanceof NDArray) {
    if (value.shape.length !== 1) {
      throw new ShapeError(`${argument} has shape ${formatShape(value.shape)}; needs 1 dimension`, {
        operation,
        argument,
        got: value.shape,
        needs: '1 dimension',
      });
    }
    const row = new NDArray<DType, Shape>({
      data: storage(value) as never,
      dtype: value.dtype,
      shape: [1, value.shape[0]],
      strides: [0, value.strides[0]],
      offset: value.offset,
    });
    return floatsOf(operation, argument, readArray(operation, argument, row), dtype);
  }
  if (typeof value !== 'object' || value === null || typeof value.length !== 'number') {
    throw new ArgumentError(`${argument} is ${describe(value)}; needs a vector of numbers`, {
      operation,
      argument,
      got: value,
      needs: 'a 1-d NDArray, an array or a typed array of numbers',
    });
  }
  if (!Number.isSafeInteger(value.length) || value.length < 0) {
    throw new ShapeError(`${argument} has length ${value.length}; needs a vector of numbers`, {
      operation,
      argument,
      got: value.length,
      needs: 'an integer length',
    });
  }
  const target = dtype === 'float64' ? new Float64Array(value.length) : new Float32Array(value.length);
  for (let index = 0; index < value.length; index++) {
    const element: unknown = value[index];
    if (typeof element !== 'number' && typeof element !== 'boolean' && typeof element !== 'bigint') {
      throw new DTypeError(`${argument}[${index}] is ${describe(element)}; needs a number`, {
        operation,
        argument,
        got: element,
        needs: 'a number',
      });
    }
    target[index] = Number(element);
  }
  return target;
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? `a ${value.constructor?.name ?? 'object'}` : typeof value;
}
