/** From an argument to what C gets: one converter for each parameter, made when the function is first asked for. */
import { ArgumentError } from '../../../core/errors.js';
import { dtypesOf } from '../element-types.js';
import { recordFromBytes } from '../koffi.js';
import { layoutOf } from '../layout.js';
import { Memory } from '../memory/memory.js';
import { Pointer, pointsCompatibly } from '../memory/pointer.js';
import { type Place, refuse, toBoolean, toComplex, toEnum, toFloat, toInteger } from '../memory/scalars.js';
import { writeValue } from '../memory/values.js';
import { type CType, type Declarations, type FunctionType, type Parameter, writeType } from '../types.js';
import type { ParameterAnnotation } from './annotations.js';
import type { ArrayRule } from './array-argument.js';
import type { Call } from './call.js';
import { Callback } from './callback.js';
import { Extent } from './extent.js';
import { pointerConverter } from './pointer-argument.js';

export type Convert = (value: unknown, call: Call) => unknown;

export interface BoundParameter {
  readonly name: string;
  /** Whether its lengths depend on other arguments, so that it is converted after them. */
  readonly late: boolean;
  readonly convert: Convert;
  /** What arrays must be; null for other parameters. */
  readonly rule: ArrayRule | null;
}

/** What is known where a parameter is bound. */
export interface Binding {
  readonly operation: string;
  readonly declarations: Declarations;
  /** Names of the integers among the parameters, for lengths. */
  readonly integers: ReadonlySet<string>;
  readonly unsized: 'allow' | 'refuse';
}

export function bindParameter(
  parameter: Parameter,
  index: number,
  annotation: ParameterAnnotation | undefined,
  binding: Binding,
): BoundParameter {
  const name = parameter.name ?? `argument ${index + 1}`;
  const place: Place = { operation: binding.operation, argument: name };
  const { type } = parameter;
  if (type.kind !== 'pointer' && type.kind !== 'array') {
    return {
      name,
      late: false,
      convert: scalarConverter(type, name, place, binding.declarations),
      rule: null,
    };
  }
  if (type.kind === 'pointer' && type.to.kind === 'function') {
    return { name, late: false, convert: functionConverter(type.to, place), rule: null };
  }
  const { to, rule } = arrayRule(type, annotation, binding);
  const known = rule.extents !== null;
  const nullable = annotation?.nullable ?? !known;
  return { name, late: true, convert: pointerConverter(to, rule, nullable, place), rule };
}

/** What a parameter points to, and what arrays must be to be passed for it. */
function arrayRule(
  type: CType & { kind: 'pointer' | 'array' },
  annotation: ParameterAnnotation | undefined,
  binding: Binding,
): { to: CType; rule: ArrayRule } {
  const declared: (string | number)[] = [];
  let to: CType = type.kind === 'pointer' ? type.to : type;
  let open = false;
  while (to.kind === 'array') {
    if (to.length === null) open = true;
    else declared.push(to.length);
    to = to.of;
  }
  const annotated = annotation?.shape ?? (annotation?.size === undefined ? null : [annotation.size]);
  const extents =
    annotated === null ? (open ? [] : declaredExtents(declared, binding)) : extentsOf(annotated, binding);
  const rule: ArrayRule = {
    dtypes: dtypesOf(to),
    writes: annotation?.intent === undefined ? to.constant !== true : annotation.intent !== 'in',
    order: annotation?.order ?? 'C',
    extents: extents.length > 0 ? extents : null,
    bytes: to.kind === 'void',
    unsized: annotation?.unsized ?? binding.unsized,
  };
  return { to, rule };
}

function extentsOf(written: readonly (string | number)[], binding: Binding): Extent[] {
  const { operation, declarations, integers } = binding;
  return written.map((text) => new Extent(operation, text, integers, declarations.constants));
}

/** Lengths of the declaration itself; none where they refer to what only C knows. */
function declaredExtents(declared: readonly (string | number)[], binding: Binding): Extent[] {
  try {
    return extentsOf(declared, binding);
  } catch (error) {
    if (error instanceof ArgumentError) return [];
    throw error;
  }
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
      return (value, call) => {
        call.ranCallers = true;
        return toComplex(value, place);
      };
    case 'struct':
    case 'union':
      return (value, call) => {
        call.ranCallers = true;
        const bytes = new Uint8Array(layoutOf(type).size);
        if (value instanceof Memory && pointsCompatibly(value.to, type)) {
          bytes.set(value.bytes.subarray(0, bytes.length));
          call.keep(value);
        } else {
          const { declarations } = call;
          const keep = (pointer: Pointer) => call.keep(pointer);
          writeValue(new DataView(bytes.buffer), 0, type, value, place, { declarations, keep });
        }
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
      listen(callback, call);
      return callback.address;
    }
    if (value instanceof Pointer && value.freed) throw refuse(place, value, 'a callback that was not freed');
    if (value instanceof Callback) listen(value, call);
    if (value instanceof Pointer && (value.to.kind === 'function' || value.to.kind === 'void')) {
      call.keep(value);
      return value.address;
    }
    throw refuse(place, value, `a function (${writeType(type)}), or null`);
  };
}

/** While a call runs beside the program, errors of its callbacks are the call's. */
function listen(callback: Callback, call: Call): void {
  if (call.overlaps) call.undo(callback.listen((error) => (call.failure ??= { error })));
}
