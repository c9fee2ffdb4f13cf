/**
 * Single elements: from storage to a JavaScript value and back. Loops over many elements belong in copy.ts, which
 * does not box them.
 *
 * A JavaScript value that goes into an array obeys NumPy's rules for Python scalars: an integer out of range is an
 * error rather than a wrap, NaN does not become an integer, a complex number does not become real.
 */
import { type Complex, isComplex } from './complex.js';
import { type DType, dtypeInfo, type ElementOf, type StorageOf } from './dtype.js';
import { ArgumentError, DTypeError } from './errors.js';
import { fromFloat16, toFloat16 } from './float16.js';

/** A JavaScript value that stands for one element and has no dtype of its own. */
export type Scalar = number | bigint | boolean | Complex;

type NumberStorage = Float64Array;

/** The element at `slot`, an index into `data`. */
export function readElement<D extends DType>(dtype: D, data: StorageOf<D>, slot: number): ElementOf<D> {
  let value: unknown;
  switch (dtype as DType) {
    case 'bool':
      value = data[slot] !== 0;
      break;
    case 'float16':
      value = fromFloat16(data[slot] as number);
      break;
    case 'complex64':
    case 'complex128':
      value = { re: data[slot], im: data[slot + 1] };
      break;
    default:
      value = data[slot];
  }
  return value as ElementOf<D>;
}

/** A reader of elements by slot, chosen once for the dtype. */
export function getter<D extends DType>(dtype: D, data: StorageOf<D>): (slot: number) => ElementOf<D> {
  const numbers = data as unknown as NumberStorage;
  let read: (slot: number) => unknown;
  switch (dtype as DType) {
    case 'bool':
      read = (slot) => numbers[slot] !== 0;
      break;
    case 'float16':
      read = (slot) => fromFloat16(numbers[slot]);
      break;
    case 'complex64':
    case 'complex128':
      read = (slot) => ({ re: numbers[slot], im: numbers[slot + 1] });
      break;
    default:
      read = (slot) => numbers[slot];
  }
  return read as (slot: number) => ElementOf<D>;
}

/**
 * Writes one JavaScript value at `slot`.
 * @throws ArgumentError when an integer does not fit the dtype, or NaN or infinity goes into an integer.
 * @throws DTypeError when a complex number goes into a real dtype, or the value is no scalar.
 */
export function writeElement(
  operation: string,
  dtype: DType,
  data: StorageOf<DType>,
  slot: number,
  value: unknown,
  argument = 'value',
): void {
  const numbers = data as unknown as NumberStorage;
  const { kind, itemsize } = dtypeInfo(dtype);
  if (kind === 'f') {
    const number = typeof value === 'number' ? value : toReal(operation, dtype, value, argument);
    numbers[slot] = itemsize === 2 ? toFloat16(number) : number;
  } else if (kind === 'c') {
    const parts = isComplex(value) ? value : null;
    numbers[slot] = parts === null ? toReal(operation, dtype, value, argument) : parts.re;
    numbers[slot + 1] = parts === null ? 0 : parts.im;
  } else if (kind === 'b') {
    numbers[slot] = toBool(operation, value, argument) ? 1 : 0;
  } else if (itemsize === 8) {
    (data as BigInt64Array)[slot] = toWideInteger(operation, dtype, value, argument);
  } else {
    numbers[slot] = toInteger(operation, dtype, value, argument);
  }
}

function toReal(operation: string, dtype: DType, value: unknown, argument: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  throw notAScalar(operation, dtype, value, argument);
}

function toBool(operation: string, value: unknown, argument: string): boolean {
  if (isComplex(value)) return value.re !== 0 || value.im !== 0;
  // NaN is true in NumPy.
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'boolean' || typeof value === 'bigint') return Boolean(value);
  throw notAScalar(operation, 'bool', value, argument);
}

function toInteger(operation: string, dtype: DType, value: unknown, argument: string): number {
  const number = Math.trunc(toReal(operation, dtype, value, argument));
  const { kind, itemsize } = dtypeInfo(dtype);
  const lowest = kind === 'u' ? 0 : -(2 ** (itemsize * 8 - 1));
  const highest = 2 ** (kind === 'u' ? itemsize * 8 : itemsize * 8 - 1) - 1;
  if (number >= lowest && number <= highest) return number;
  throw outOfRange(operation, dtype, value, argument);
}

function toWideInteger(operation: string, dtype: DType, value: unknown, argument: string): bigint {
  let integer: bigint;
  if (typeof value === 'bigint') {
    integer = value;
  } else {
    const number = Math.trunc(toReal(operation, dtype, value, argument));
    if (!Number.isFinite(number)) throw outOfRange(operation, dtype, value, argument);
    integer = BigInt(number);
  }
  const [lowest, highest] = integerRange(dtype);
  if (integer >= lowest && integer <= highest) return integer;
  throw outOfRange(operation, dtype, value, argument);
}

/** The lowest and highest value of an integer dtype. */
export function integerRange(dtype: DType): readonly [bigint, bigint] {
  const { kind, itemsize } = dtypeInfo(dtype);
  const bits = BigInt(itemsize * 8);
  return kind === 'u' ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}

function outOfRange(operation: string, dtype: DType, value: unknown, argument: string): ArgumentError {
  const [lowest, highest] = integerRange(dtype);
  return new ArgumentError(`${argument} is ${String(value)}; ${dtype} holds ${lowest} to ${highest}`, {
    operation,
    argument,
    got: value,
    needs: `a number from ${lowest} to ${highest}`,
  });
}

function notAScalar(operation: string, dtype: DType, value: unknown, argument: string): DTypeError {
  const got = isComplex(value) ? 'a complex number' : describe(value);
  return new DTypeError(`${argument} is ${got}, which does not go into ${dtype}`, {
    operation,
    argument,
    got: value,
  });
}

/** What `value` is, for a message. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (typeof value === 'object') return `an object (${className(value)})`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}

/** A class that refers to itself is named `_NDArray` in a bundle. */
function className(value: object): string {
  return value.constructor?.name.replace(/^_/, '') ?? 'no prototype';
}

/** Whether a JavaScript value counts as one element. */
export function isScalar(value: unknown): value is Scalar {
  const type = typeof value;
  return type === 'number' || type === 'bigint' || type === 'boolean' || isComplex(value);
}
