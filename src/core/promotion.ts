/**
 * Which dtype a result has: NumPy 2's rules (NEP 50).
 *
 * Arrays promote by the table below, whatever their values. A JavaScript scalar is weak: it takes the dtype of the
 * arrays it meets, and only its kind can lift them (a fraction lifts integers to float64, a Complex lifts floats to
 * complex). A number with an integer value counts as an integer, as Python's int would; any other as a float. Where
 * no array takes part, a number is what `array` makes of it, float64.
 */
import { type Complex, isComplex } from './complex.js';
import { checkDType, type DType, dtypeInfo, type Kind } from './dtype.js';
import { ArgumentError } from './errors.js';
import { type HasLayout, hasLayout } from './layout.js';
import type { NDArray } from './ndarray.js';

/** A JavaScript value that stands for one element and has no dtype of its own. */
export type Scalar = number | bigint | boolean | Complex;

const b = 'bool';
const i1 = 'int8';
const i2 = 'int16';
const i4 = 'int32';
const i8 = 'int64';
const u1 = 'uint8';
const u2 = 'uint16';
const u4 = 'uint32';
const u8 = 'uint64';
const f2 = 'float16';
const f4 = 'float32';
const f8 = 'float64';
const c8 = 'complex64';
const c16 = 'complex128';

// biome-ignore format: a table
const promotionTable = {
  bool:       { bool: b,   int8: i1,  int16: i2,  int32: i4,  int64: i8,  uint8: u1,  uint16: u2,  uint32: u4,  uint64: u8,  float16: f2,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  int8:       { bool: i1,  int8: i1,  int16: i2,  int32: i4,  int64: i8,  uint8: i2,  uint16: i4,  uint32: i8,  uint64: f8,  float16: f2,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  int16:      { bool: i2,  int8: i2,  int16: i2,  int32: i4,  int64: i8,  uint8: i2,  uint16: i4,  uint32: i8,  uint64: f8,  float16: f4,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  int32:      { bool: i4,  int8: i4,  int16: i4,  int32: i4,  int64: i8,  uint8: i4,  uint16: i4,  uint32: i8,  uint64: f8,  float16: f8,  float32: f8,  float64: f8,  complex64: c16, complex128: c16 },
  int64:      { bool: i8,  int8: i8,  int16: i8,  int32: i8,  int64: i8,  uint8: i8,  uint16: i8,  uint32: i8,  uint64: f8,  float16: f8,  float32: f8,  float64: f8,  complex64: c16, complex128: c16 },
  uint8:      { bool: u1,  int8: i2,  int16: i2,  int32: i4,  int64: i8,  uint8: u1,  uint16: u2,  uint32: u4,  uint64: u8,  float16: f2,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  uint16:     { bool: u2,  int8: i4,  int16: i4,  int32: i4,  int64: i8,  uint8: u2,  uint16: u2,  uint32: u4,  uint64: u8,  float16: f4,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  uint32:     { bool: u4,  int8: i8,  int16: i8,  int32: i8,  int64: i8,  uint8: u4,  uint16: u4,  uint32: u4,  uint64: u8,  float16: f8,  float32: f8,  float64: f8,  complex64: c16, complex128: c16 },
  uint64:     { bool: u8,  int8: f8,  int16: f8,  int32: f8,  int64: f8,  uint8: u8,  uint16: u8,  uint32: u8,  uint64: u8,  float16: f8,  float32: f8,  float64: f8,  complex64: c16, complex128: c16 },
  float16:    { bool: f2,  int8: f2,  int16: f4,  int32: f8,  int64: f8,  uint8: f2,  uint16: f4,  uint32: f8,  uint64: f8,  float16: f2,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  float32:    { bool: f4,  int8: f4,  int16: f4,  int32: f8,  int64: f8,  uint8: f4,  uint16: f4,  uint32: f8,  uint64: f8,  float16: f4,  float32: f4,  float64: f8,  complex64: c8,  complex128: c16 },
  float64:    { bool: f8,  int8: f8,  int16: f8,  int32: f8,  int64: f8,  uint8: f8,  uint16: f8,  uint32: f8,  uint64: f8,  float16: f8,  float32: f8,  float64: f8,  complex64: c16, complex128: c16 },
  complex64:  { bool: c8,  int8: c8,  int16: c8,  int32: c16, int64: c16, uint8: c8,  uint16: c8,  uint32: c16, uint64: c16, float16: c8,  float32: c8,  float64: c16, complex64: c8,  complex128: c16 },
  complex128: { bool: c16, int8: c16, int16: c16, int32: c16, int64: c16, uint8: c16, uint16: c16, uint32: c16, uint64: c16, float16: c16, float32: c16, float64: c16, complex64: c16, complex128: c16 },
} as const satisfies Record<DType, Record<DType, DType>>;

/** The dtype two arrays of dtypes `A` and `B` promote to, as a type. */
export type Promote<A extends DType, B extends DType> = (typeof promotionTable)[A][B];

/**
 * The smallest dtype that both dtypes cast to safely; int64 with uint64 gives float64.
 *
 * @throws DTypeError for a name that is no dtype.
 * @example
 * promoteTypes('int8', 'uint8'); // 'int16'
 * @see numpy.promote_types
 */
export function promoteTypes<A extends DType, B extends DType>(a: A, b: B): Promote<A, B> {
  checkDType('promoteTypes', a, 'a');
  checkDType('promoteTypes', b, 'b');
  return promotionTable[a][b];
}

/** `promoteTypes` for dtypes that were checked before. */
export function promoted(a: DType, b: DType): DType {
  return promotionTable[a][b];
}

/** Whether a JavaScript value counts as one element. */
export function isScalar(value: unknown): value is Scalar {
  const type = typeof value;
  return type === 'number' || type === 'bigint' || type === 'boolean' || isComplex(value);
}

/** The kind a weak scalar has: integer-valued numbers and bigints are integers. */
export function scalarKind(value: Scalar): 'b' | 'i' | 'f' | 'c' {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'i' : 'f';
    case 'bigint':
      return 'i';
    case 'boolean':
      return 'b';
    default:
      return 'c';
  }
}

/** What a scalar is where no array takes part: bool, int64 for bigint, float64, complex128. */
export function scalarDType(value: Scalar): DType {
  switch (typeof value) {
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int64';
    case 'boolean':
      return 'bool';
    default:
      return 'complex128';
  }
}

const kindRank: Record<Kind, number> = { b: 0, i: 1, u: 1, f: 2, c: 3 };

/** The dtype an array of `dtype` takes on when it meets a weak scalar. */
export function promoteScalar(dtype: DType, value: Scalar): DType {
  const kind = scalarKind(value);
  const own = dtypeInfo(dtype).kind;
  if (kindRank[kind] <= kindRank[own]) return dtype;
  if (kind === 'i') return 'int64';
  if (kind === 'f') return 'float64';
  return dtype === 'float16' || dtype === 'float32' ? 'complex64' : 'complex128';
}

/**
 * The dtype that an operation on these operands computes in: arrays and dtypes by the promotion table, JavaScript
 * scalars weakly.
 *
 * @param operands arrays, dtype names, and scalars; at least one.
 * @throws ArgumentError for no operand; DTypeError for a name that is no dtype.
 * @example
 * resultType('float32', 1.5); // 'float32'
 * resultType('int8', 1.5); // 'float64'
 * @see numpy.result_type
 */
export function resultType(...operands: readonly (NDArray | DType | Scalar)[]): DType {
  let dtype: DType | undefined;
  for (const operand of operands) {
    if (isScalar(operand)) continue;
    const next = hasLayout(operand)
      ? (operand as HasLayout & NDArray).dtype
      : checkDType('resultType', operand);
    dtype = dtype === undefined ? next : promotionTable[dtype][next];
  }
  if (dtype !== undefined) {
    // A complex scalar after a fraction must see what the fraction made of an integer array.
    for (const operand of operands) if (isScalar(operand)) dtype = promoteScalar(dtype, operand);
    return dtype;
  }
  for (const operand of operands) {
    const next = scalarDType(operand as Scalar);
    dtype = dtype === undefined ? next : promotionTable[dtype][next];
  }
  if (dtype !== undefined) return dtype;
  throw new ArgumentError('no operands were given; needs at least one array, dtype or scalar', {
    operation: 'resultType',
    argument: 'operands',
    got: operands,
    needs: 'at least one operand',
  });
}

/** How far a cast may go, from not at all to anything. */
export type Casting = 'no' | 'equiv' | 'safe' | 'same_kind' | 'unsafe';

const sameKindRank: Record<Kind, number> = { b: 0, u: 1, i: 2, f: 3, c: 4 };

/**
 * Whether a cast from one dtype (or an array's) to another is allowed: 'safe' keeps every value, 'same_kind' may
 * also narrow within a kind (float64 to float32), 'unsafe' allows all.
 *
 * @throws DTypeError for a name that is no dtype; ArgumentError for an unknown `casting`.
 * @example
 * canCast('int32', 'float32'); // false
 * canCast('float64', 'float32', 'same_kind'); // true
 * @see numpy.can_cast
 */
export function canCast(from: DType | NDArray, to: DType, casting: Casting = 'safe'): boolean {
  const source = hasLayout(from) ? (from as HasLayout & NDArray).dtype : checkDType('canCast', from, 'from');
  checkDType('canCast', to, 'to');
  switch (casting) {
    case 'no':
    case 'equiv':
      return source === to;
    case 'safe':
      return promotionTable[source][to] === to;
    case 'same_kind':
      return castsWithinKind(source, to);
    case 'unsafe':
      return true;
  }
  throw new ArgumentError(`casting is ${String(casting)}; needs no, equiv, safe, same_kind or unsafe`, {
    operation: 'canCast',
    argument: 'casting',
    got: casting,
    needs: 'no, equiv, safe, same_kind or unsafe',
  });
}

/** Same-kind casting of dtypes that were checked before. */
export function castsWithinKind(from: DType, to: DType): boolean {
  return from === to || sameKindRank[dtypeInfo(from).kind] <= sameKindRank[dtypeInfo(to).kind];
}

const integerRange: Partial<Record<DType, readonly [min: bigint, max: bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-2147483648n, 2147483647n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 4294967295n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Smallest and largest value of an integer dtype; undefined for the others. */
export function rangeOf(dtype: DType): readonly [min: bigint, max: bigint] | undefined {
  return integerRange[dtype];
}

/** Whether a weak integer fits the integer dtype it meets; true for other dtypes. */
export function scalarFits(dtype: DType, value: Scalar): boolean {
  const range = integerRange[dtype];
  if (range === undefined || typeof value === 'boolean' || isComplex(value)) return true;
  return value >= range[0] && value <= range[1];
}
