/** From an argument to what C gets: one converter for each parameter, made when the function is first asked for. */
import { ArgumentError } from '../../core/errors.js';
import { NDArray } from '../../core/ndarray.js';
import type { ParameterAnnotation } from './annotations.js';
import { type ArrayRule, arrayData } from './array-argument.js';
import type { Call } from './call.js';
import { Callback } from './callback.js';
import { dtypesOf } from './element-types.js';
import { type Extent, readExtent } from './extent.js';
import { addressOf, recordFromBytes } from './koffi.js';
import { layoutOf } from './layout.js';
import { Memory } from './memory.js';
import { Pointer, pointsCompatibly } from './pointer.js';
import { type Place, refuse, toBoolean, toComplex, toEnum, toFloat, toInteger } from './scalars.js';
import { type CType, type Declarations, type FunctionType, type Parameter, writeType } from './types.js';
import { writeValue } from './values.js';

export type Convert = (value: unknown, call: Call) => unknown;

export interface BoundParameter {
  readonly name: string;
  /** Whether its lengths depend on other arguments, so that it is converted after them. */
  readonly late: boolean;
  readonly convert: Convert;
  /** What arrays must be; null for other parameters. */
  readonly rule: ArrayRule | null;
}

export function bindParameter(
  operation: string,
  parameter: Parameter,
  index: number,
  annotation: ParameterAnnotation | undefined,
  declarations: Declarations,
): BoundParameter {
  const name = parameter.name ?? `argument ${index + 1}`;
  const place: Place = { operation, argument: name };
  const { type } = parameter;
  if (type.kind !== 'pointer' && type.kind !== 'array') {
    return { name, late: false, convert: scalarConverter(type, name, place, declarations), rule: null };
  }
  if (type.kind === 'pointer' && type.to.kind === 'function') {
    return { name, late: false, convert: functionConverter(type.to, place), rule: null };
  }
  const { to, rule } = arrayRule(operation, type, annotation, declarations);
  const known = rule.extents !== null;
  const nullable = annotation?.nullable ?? !known;
  return { name, late: known, convert: pointerConverter(to, rule, nullable, place), rule };
}

/** What a parameter points to, and what arrays must be to be passed for it. */
function arrayRule(
  operation: string,
  type: CType & { kind: 'pointer' | 'array' },
  annotation: ParameterAnnotation | undefined,
  declarations: Declarations,
): { to: CType; rule: ArrayRule } {
  const lengths: (string | number)[] = [];
  let to: CType = type.kind === 'pointer' ? type.to : type;
  let open = false;
  while (to.kind === 'array') {
    if (to.length === null) open = true;
    else lengths.push(to.length);
    to = to.of;
  }
  const written =
    annotation?.shape ?? (annotation?.size === undefined ? (open ? [] : lengths) : [annotation.size]);
  const extents: Extent[] = written.map((text) => readExtent(operation, text, declarations.constants));
  const constant = to.constant === true;
  const rule: ArrayRule = {
    dtypes: dtypesOf(to),
    writes: annotation?.intent === undefined ? !constant : annotation.intent !== 'in',
    order: annotation?.order ?? 'C',
    extents: extents.length > 0 ? extents : null,
  };
  return { to, rule };
}

function scalarConverter(type: CType, name: string, place: Place, declarations: Declarations): Convert {
  switch (type.kind) {
    case 'bool':
      return (value) => toBoolean(value, place);
    case 'integer':
      return (value, call) => {
        const integer = toInteger(type, value, place);
        call.setExtent(name, integer);
        return integer;
      };
    case 'enum':
      return (value) => toEnum(type, declarations, value, place);
    case 'float':
      return (value) => toFloat(value, place);
    case 'complex':
      return (value) => toComplex(value, place);
    case 'struct':
    case 'union':
      return (value, call) => {
        const bytes = new Uint8Array(layoutOf(type).size);
        if (value instanceof Memory && pointsCompatibly(value.to, type))
          bytes.set(value.bytes.subarray(0, bytes.length));
        else writeValue(new DataView(bytes.buffer), 0, type, value, place, call);
        return recordFromBytes(bytes, type);
      };
    default:
      throw new ArgumentError(`'${writeType(type)}' is no type of an argument`, place);
  }
}

function functionConverter(type: FunctionType, place: Place): Convert {
  return (value, call) => {
    if (value === null || value === undefined) return null;
    if (typeof value === 'function') {
      const callback = new Callback(type, value as (...args: never[]) => unknown, call.declarations);
      call.undo(() => callback.free());
      return callback.address;
    }
    if (value instanceof Callback && value.freed) throw refuse(place, value, 'a callback that was not freed');
    if (value instanceof Pointer && (value.to.kind === 'function' || value.to.kind === 'void'))
      return value.address;
    throw refuse(place, value, `a function (${writeType(type)}), or null`);
  };
}

function pointerConverter(to: CType, rule: ArrayRule, nullable: boolean, place: Place): Convert {
  const bytes = to.kind === 'void' || (to.kind === 'integer' && layoutOf(to).size === 1);
  const record = to.kind === 'struct' || to.kind === 'union';
  return (value, call) => {
    if (value instanceof NDArray || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
      if (rule.dtypes.length > 0 || to.kind === 'void') {
        const data = arrayData(value, rule, place, call.extents);
        call.keep(value);
        return data;
      }
    } else if (value instanceof Pointer) {
      return pointerValue(value, to, rule, place, call);
    } else if (value === null || value === undefined) {
      if (nullable) return null;
    } else if (typeof value === 'string' && bytes) {
      if (rule.writes) throw refuse(place, value, 'memory that C may write to, as in new Uint8Array(…)');
      return terminated(value, place);
    } else if (record && typeof value === 'object' && !Array.isArray(value)) {
      return recordValue(value, to, rule, place, call);
    } else if (to.kind === 'pointer' && Array.isArray(value)) {
      return addressList(value, to.to, rule, place, call);
    }
    throw refuse(place, value, needs(to, rule, bytes, nullable));
  };
}

function needs(to: CType, rule: ArrayRule, bytes: boolean, nullable: boolean): string {
  const [dtype] = rule.dtypes;
  const array = dtype === undefined ? '' : `a ${dtype} array, `;
  const text = bytes && !rule.writes ? 'a string, ' : '';
  return `${array}${text}a pointer to ${writeType({ ...to, constant: false } as CType)}${nullable ? ', or null' : ''}`;
}

/** A pointer goes through where its type fits; memory of ours also says how much there is. */
function pointerValue(value: Pointer, to: CType, rule: ArrayRule, place: Place, call: Call): bigint {
  if (!pointsCompatibly(value.to, to)) throw refuse(place, value, `a pointer to ${writeType(to)}`);
  if (value instanceof Memory) {
    if (value.freed) throw refuse(place, value, 'memory that was not freed');
    if (rule.extents !== null) {
      const length = rule.extents.reduce(
        (product, extent) => product * extent.evaluate(place.operation, call.extents),
        1,
      );
      const needed = length * layoutOf(to).size;
      if (value.nbytes < needed)
        throw refuse(place, value, `memory of ${needed} bytes; this has ${value.nbytes}`);
    }
  }
  call.keep(value);
  return value.address;
}

/** A string with its closing zero. @throws ArgumentError for one with a zero inside, which C would cut off. */
function terminated(value: string, place: Place): Uint8Array {
  if (value.includes('\0')) throw refuse(place, value, 'a string without \\0 inside');
  return new TextEncoder().encode(`${value}\0`);
}

/** An object as a struct that lives as long as the call; what C wrote to it is put back into the object. */
function recordValue(value: object, to: CType, rule: ArrayRule, place: Place, call: Call): bigint {
  const memory = new Memory(to, 1, call.declarations);
  writeValue(new DataView(memory.bytes.buffer), 0, to, value, place, memory);
  call.keep(memory);
  if (rule.writes && !Object.isFrozen(value)) call.after(() => Object.assign(value, memory.contents));
  return memory.address;
}

/** A list of arrays, strings or pointers as the array of pointers that C wants. */
function addressList(
  values: readonly unknown[],
  to: CType,
  rule: ArrayRule,
  place: Place,
  call: Call,
): bigint {
  const inner: ArrayRule = { dtypes: dtypesOf(to), writes: !to.constant, order: rule.order, extents: null };
  const list = new Memory({ kind: 'pointer', to }, values.length + 1, call.declarations);
  values.forEach((value, index) => {
    const at = { ...place, argument: `${place.argument}[${index}]` };
    const given = pointerConverter(to, inner, true, at)(value, call);
    const data = ArrayBuffer.isView(given)
      ? new Pinned(given, to)
      : given === null
        ? null
        : new Pointer(given as bigint, to);
    list.set(index, data);
  });
  call.keep(list);
  return list.address;
}

/** The address of a typed array, which it keeps. */
class Pinned extends Pointer {
  constructor(data: ArrayBufferView, to: CType) {
    super(addressOf(data), to, data);
  }
}
