/** Numbers between JavaScript and C: what fits passes, everything else is refused, nothing wraps around. */
import { type Complex, isComplex } from '../../../core/complex.js';
import { describe } from '../../../core/element.js';
import { ArgumentError } from '../../../core/errors.js';
import { integerSize, isSigned } from '../layout.js';
import type { Declarations, EnumType, IntegerType } from '../types.js';
import { Pointer } from './pointer.js';

/** Where a value comes from, for messages: `add: argument 'x'`. */
export interface Place {
  readonly operation: string;
  readonly argument: string;
}

export function refuse({ operation, argument }: Place, value: unknown, needs: string): ArgumentError {
  const got = value instanceof Pointer ? String(value) : describe(value);
  return new ArgumentError(`argument '${argument}' is ${got}; needs ${needs}`, {
    operation,
    argument,
    got: value,
    needs,
  });
}

/** The least and the greatest value of an integer type. */
export function rangeOf({ name }: IntegerType): readonly [bigint, bigint] {
  const bits = BigInt(integerSize(name) * 8);
  return isSigned(name) ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
}

/** An integer that fits its type; booleans count as 0 and 1. */
export function toInteger(type: IntegerType, value: unknown, place: Place): number | bigint {
  if (typeof value === 'number' && Number.isInteger(value)) {
    const bytes = integerSize(type.name);
    if (bytes >= 8) {
      if (!Number.isSafeInteger(value)) throw refuse(place, value, 'a bigint, because it is above 2⁵³');
      if (value >= 0 || isSigned(type.name)) return value;
    } else {
      const limit = 2 ** (bytes * 8);
      if (isSigned(type.name) ? value >= -limit / 2 && value < limit / 2 : value >= 0 && value < limit)
        return value;
    }
  } else if (typeof value === 'bigint') {
    const [least, greatest] = rangeOf(type);
    if (value >= least && value <= greatest) return value;
  } else if (typeof value === 'boolean') return Number(value);
  else if (typeof value === 'string' && value.length === 1 && type.name.endsWith('char')) {
    const code = value.charCodeAt(0);
    if (code < 128) return code;
  }
  const [least, greatest] = rangeOf(type);
  throw refuse(place, value, `an integer from ${least} to ${greatest} (${type.alias ?? type.name})`);
}

export function toFloat(value: unknown, place: Place): number {
  if (typeof value === 'number') return value;
  throw refuse(place, value, 'a number');
}

export function toBoolean(value: unknown, place: Place): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 0 || value === 1) return value === 1;
  throw refuse(place, value, 'true or false');
}

export function toComplex(value: unknown, place: Place): Complex {
  if (isComplex(value)) return { re: value.re, im: value.im };
  if (typeof value === 'number') return { re: value, im: 0 };
  throw refuse(place, value, 'a number or { re, im }');
}

/** A constant of the enum by its name, or any integer of its size: C allows values without a name. */
export function toEnum(
  type: EnumType,
  declarations: Declarations,
  value: unknown,
  place: Place,
): number | bigint {
  if (typeof value === 'string') {
    const values = type.tag === null ? undefined : declarations.enums.get(type.tag);
    const found = values === undefined ? declarations.constants.get(value) : values.get(value);
    if (typeof found === 'bigint') return fromWide(BigInt.asIntN(8 * (type.bytes ?? 4), found));
    const names = values === undefined ? 'the name of a constant' : `one of ${[...values.keys()].join(', ')}`;
    throw refuse(place, value, names);
  }
  // Enums without negative constants are unsigned for most compilers: both ranges pass, with the same bits.
  const bits = 8 * (type.bytes ?? 4);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) {
    const integer = BigInt(value);
    if (BigInt.asIntN(bits, integer) === integer || BigInt.asUintN(bits, integer) === integer)
      return fromWide(BigInt.asIntN(bits, integer));
  }
  throw refuse(place, value, 'an int or the name of a constant');
}

/** A number where it is exact, otherwise a bigint. */
export function fromWide(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
}
