/**
 * The dtypes: one row each. Everything that depends on a dtype (item size, storage, the TypeScript type of an
 * element) is derived from this table.
 */
import type { Complex } from './complex.js';
import { DTypeError } from './errors.js';

/** What kind of number a dtype holds, in NumPy's one-letter codes. */
export type Kind = 'b' | 'i' | 'u' | 'f' | 'c';

type StorageConstructor =
  | Uint8ArrayConstructor
  | Int8ArrayConstructor
  | Int16ArrayConstructor
  | Uint16ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | BigInt64ArrayConstructor
  | BigUint64ArrayConstructor
  | Float32ArrayConstructor
  | Float64ArrayConstructor;

interface DTypeRow {
  readonly kind: Kind;
  /** Bytes of one element. */
  readonly itemsize: number;
  /** The typed array that holds the elements; complex numbers take two slots, float16 its 16 raw bits. */
  readonly storage: StorageConstructor;
  /** Storage slots per element: 2 for complex, else 1. */
  readonly slots: 1 | 2;
}

export const dtypeTable = {
  bool: { kind: 'b', itemsize: 1, storage: Uint8Array, slots: 1 },
  int8: { kind: 'i', itemsize: 1, storage: Int8Array, slots: 1 },
  int16: { kind: 'i', itemsize: 2, storage: Int16Array, slots: 1 },
  int32: { kind: 'i', itemsize: 4, storage: Int32Array, slots: 1 },
  int64: { kind: 'i', itemsize: 8, storage: BigInt64Array, slots: 1 },
  uint8: { kind: 'u', itemsize: 1, storage: Uint8Array, slots: 1 },
  uint16: { kind: 'u', itemsize: 2, storage: Uint16Array, slots: 1 },
  uint32: { kind: 'u', itemsize: 4, storage: Uint32Array, slots: 1 },
  uint64: { kind: 'u', itemsize: 8, storage: BigUint64Array, slots: 1 },
  float16: { kind: 'f', itemsize: 2, storage: Uint16Array, slots: 1 },
  float32: { kind: 'f', itemsize: 4, storage: Float32Array, slots: 1 },
  float64: { kind: 'f', itemsize: 8, storage: Float64Array, slots: 1 },
  complex64: { kind: 'c', itemsize: 8, storage: Float32Array, slots: 2 },
  complex128: { kind: 'c', itemsize: 16, storage: Float64Array, slots: 2 },
} as const satisfies Record<string, DTypeRow>;

/** The name of an element type, as NumPy and the Array API standard spell it. */
export type DType = keyof typeof dtypeTable;

/** The typed array of each dtype, over an ArrayBuffer or a SharedArrayBuffer. */
interface StorageTypes {
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  float16: Uint16Array;
  float32: Float32Array;
  float64: Float64Array;
  complex64: Float32Array;
  complex128: Float64Array;
}

/** The typed array that holds elements of dtype `D`. */
export type StorageOf<D extends DType> = StorageTypes[D];

/** The TypeScript type of one element: `bigint` for 64-bit integers, `Complex` for complex numbers. */
export type ElementOf<D extends DType> = D extends 'bool'
  ? boolean
  : D extends 'int64' | 'uint64'
    ? bigint
    : D extends 'complex64' | 'complex128'
      ? Complex
      : number;

/** All dtypes, smallest kind first. */
export const dtypeNames = Object.keys(dtypeTable) as readonly DType[];

export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(dtypeTable, value);
}

/** The row of a dtype. */
export function dtypeInfo(dtype: DType): DTypeRow {
  return dtypeTable[dtype];
}

/**
 * Checks that `value` names a dtype.
 * @throws DTypeError naming the operation and the dtypes there are.
 */
export function checkDType(operation: string, value: unknown, argument = 'dtype'): DType {
  if (isDType(value)) return value;
  throw new DTypeError(`${argument} is ${String(value)}; needs one of ${dtypeNames.join(', ')}`, {
    operation,
    argument,
    got: value,
    needs: dtypeNames.join(', '),
  });
}
