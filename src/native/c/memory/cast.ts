import { ArgumentError } from '../../../core/errors.js';
import { isSigned, layoutOf } from '../layout.js';
import { type CType, writeType } from '../types.js';
import { Pointer } from './pointer.js';
import { fromWide, type Place, refuse } from './scalars.js';

/** What a cast gives: a pointer, a number, or true or false. */
export type CastResult = Pointer | number | bigint | boolean;

/** A value as another type, as C casts: pointers between types, numbers cut off to what fits. */
export function castValue(to: CType, value: unknown): CastResult {
  const place: Place = { operation: 'cast', argument: 'value' };
  switch (to.kind) {
    case 'pointer':
      if (value instanceof Pointer)
        return new Pointer(value.address, to.to, value.owner instanceof Pointer ? value.owner : value);
      return new Pointer(BigInt.asUintN(64, integerOf(value, place)), to.to);
    case 'integer': {
      const bits = layoutOf(to).size * 8;
      const integer = integerOf(value, place);
      return fromWide(isSigned(to.name) ? BigInt.asIntN(bits, integer) : BigInt.asUintN(bits, integer));
    }
    case 'enum':
      return Number(BigInt.asIntN(32, integerOf(value, place)));
    case 'bool':
      return value instanceof Pointer ? !value.isNull : numberOf(value, place) !== 0;
    case 'float': {
      if (to.name !== 'float' && to.name !== 'double') break;
      const number = numberOf(value, place);
      return to.name === 'float' ? Math.fround(number) : number;
    }
  }
  throw new ArgumentError(`type is '${writeType(to)}'; needs a pointer or a number`, { ...place, got: to });
}

function integerOf(value: unknown, place: Place): bigint {
  if (value instanceof Pointer) return value.address;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean' || value === null) return BigInt(value ?? 0);
  if (typeof value === 'string' && value.length === 1) return BigInt(value.charCodeAt(0));
  if (typeof value === 'number' && Number.isFinite(value)) return BigInt(Math.trunc(value));
  throw refuse(place, value, 'a finite number, a bigint or a pointer');
}

function numberOf(value: unknown, place: Place): number {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return Number(value);
  throw refuse(place, value, 'a number');
}
