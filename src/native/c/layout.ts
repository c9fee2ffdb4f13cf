/**
 * Sizes, alignments and offsets, as the platform's C compilers lay types out: System V on Unix, where `long` has eight bytes
 * on 64-bit machines, and Windows, where it has four.
 */
import { ArgumentError } from '../../core/errors.js';
import {
  type CType,
  type Field,
  type FloatName,
  type IntegerName,
  type RecordType,
  writeType,
} from './types.js';

export interface Layout {
  readonly size: number;
  readonly align: number;
}

const windows = process.platform === 'win32';
const longBytes = windows || process.arch === 'ia32' || process.arch === 'arm' ? 4 : 8;
const pointerBytes = process.arch === 'ia32' || process.arch === 'arm' ? 4 : 8;
const longDoubleBytes = windows || (process.platform === 'darwin' && process.arch === 'arm64') ? 8 : 16;

const integerBytes: Record<IntegerName, number> = {
  char: 1,
  'signed char': 1,
  'unsigned char': 1,
  short: 2,
  'unsigned short': 2,
  int: 4,
  'unsigned int': 4,
  long: longBytes,
  'unsigned long': longBytes,
  'long long': 8,
  'unsigned long long': 8,
  __int128: 16,
  'unsigned __int128': 16,
};

const floatBytes: Record<FloatName, number> = {
  _Float16: 2,
  float: 4,
  double: 8,
  'long double': longDoubleBytes,
  __float128: 16,
};

/** Whether a plain `char` has a sign: on ARM outside Apple it has none. */
const charSigned = !(process.arch === 'arm' || (process.arch === 'arm64' && process.platform === 'linux'));

export function isSigned(name: IntegerName): boolean {
  return name === 'char' ? charSigned : !name.startsWith('unsigned');
}

export function integerSize(name: IntegerName): number {
  return integerBytes[name];
}

/** @throws ArgumentError for a type without a size: void, a function, an open array, a struct that is not defined. */
export function layoutOf(type: CType): Layout {
  const layout = naturalLayout(type);
  return type.align === undefined ? layout : { size: layout.size, align: type.align };
}

function naturalLayout(type: CType): Layout {
  switch (type.kind) {
    case 'bool':
      return { size: 1, align: 1 };
    case 'integer':
      return scalar(integerBytes[type.name]);
    case 'enum':
      return scalar(type.bytes ?? 4);
    case 'float':
      return scalar(floatBytes[type.name]);
    case 'complex':
      return { size: 2 * floatBytes[type.name], align: floatBytes[type.name] };
    case 'pointer':
      return scalar(pointerBytes);
    case 'array': {
      if (typeof type.length !== 'number') throw sizeless(type);
      const { size, align } = layoutOf(type.of);
      return { size: size * type.length, align };
    }
    case 'struct':
    case 'union': {
      const { size, align } = placeFields(type);
      return { size, align };
    }
    default:
      throw sizeless(type);
  }
}

function scalar(size: number): Layout {
  return { size, align: size };
}

function sizeless(type: CType): ArgumentError {
  return new ArgumentError(`'${writeType(type)}' has no size; needs a type that is defined`, {
    operation: 'sizeof',
    argument: 'type',
    got: writeType(type),
  });
}

export interface PlacedField {
  readonly name: string;
  readonly type: CType;
  /** Bytes from the start of the record. */
  readonly offset: number;
  /** For bit fields: the lowest bit, counted from `offset`, and the width. */
  readonly bit?: { readonly shift: number; readonly width: number };
}

export interface PlacedRecord extends Layout {
  readonly fields: readonly PlacedField[];
}

/** By their lists of fields: a const copy of a record has the same one. */
const placed = new WeakMap<readonly Field[], PlacedRecord>();

/** Where every field of a struct or union lies; the fields of unnamed ones inside are among them. */
export function placeFields(record: RecordType): PlacedRecord {
  const { fields } = record;
  let known = fields === null ? undefined : placed.get(fields);
  if (known === undefined) {
    if (fields === null || record.partial) throw sizeless(record);
    known = record.kind === 'union' ? placeUnion(record, fields) : placeStruct(record, fields);
    placed.set(fields, known);
  }
  return known;
}

/** Tells where the compiler put the fields of a record that was declared in part. */
export function placeRecord(record: RecordType, place: PlacedRecord): void {
  placed.set(record.fields!, place);
}

/** The alignment of a field in its record. */
function fieldAlign(field: Field, natural: number, { pack }: RecordType): number {
  const align = field.packed ? 1 : Math.min(natural, pack ?? natural);
  return Math.max(align, field.align ?? 1);
}

function placeUnion(record: RecordType, fields: readonly Field[]): PlacedRecord {
  let size = 0;
  let align = record.aligned ?? 1;
  const found: PlacedField[] = [];
  for (const field of fields) {
    const layout = layoutOf(field.type);
    size = Math.max(size, field.bits === undefined ? layout.size : Math.ceil(field.bits / 8));
    align = Math.max(align, fieldAlign(field, layout.align, record));
    found.push(...namedFields(field, 0));
  }
  return { size: roundUp(size, align), align, fields: found };
}

function placeStruct(record: RecordType, fields: readonly Field[]): PlacedRecord {
  let bits = 0;
  let align = record.aligned ?? 1;
  const found: PlacedField[] = [];
  for (const [index, field] of fields.entries()) {
    // An open array at the end takes no room of its own.
    const open = field.type.kind === 'array' && field.type.length === null && index === fields.length - 1;
    const layout =
      open && field.type.kind === 'array' ? { ...layoutOf(field.type.of), size: 0 } : layoutOf(field.type);
    const own = fieldAlign(field, layout.align, record);
    if (field.bits === undefined) {
      bits = roundUp(bits, own * 8);
      found.push(...namedFields(field, bits / 8));
      bits += layout.size * 8;
      align = Math.max(align, own);
    } else if (field.bits === 0) {
      bits = roundUp(bits, layout.align * 8);
    } else {
      const packed = own < layout.align;
      const whole = layout.size * 8;
      // A bit field does not cross a boundary of its type.
      if (!packed && Math.floor(bits / whole) !== Math.floor((bits + field.bits - 1) / whole))
        bits = roundUp(bits, own * 8);
      if (field.name !== null) {
        const offset = packed ? Math.floor(bits / 8) : Math.floor(bits / whole) * layout.size;
        const bit = { shift: bits - offset * 8, width: field.bits };
        found.push({ name: field.name, type: field.type, offset, bit });
        align = Math.max(align, own);
      }
      bits += field.bits;
    }
  }
  return { size: roundUp(Math.ceil(bits / 8), align), align, fields: found };
}

/** A field, or what is inside an unnamed struct or union. */
function namedFields(field: Field, offset: number): PlacedField[] {
  if (field.name !== null) return [{ name: field.name, type: field.type, offset }];
  if (field.type.kind !== 'struct' && field.type.kind !== 'union') return [];
  return placeFields(field.type).fields.map((inner) => ({ ...inner, offset: inner.offset + offset }));
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** Whether the type has eight bytes. */
export function isWide(name: IntegerName): boolean {
  return integerBytes[name] === 8;
}

/** The integer of so many bytes with the sign of another one. */
export function integerOfSize(bytes: number, like: IntegerName): IntegerName {
  const unsigned = !isSigned(like);
  const names = ['char', 'short', 'int', 'long', 'long long', '__int128'] as const;
  const name = names.find((candidate) => integerBytes[candidate] === bytes)!;
  if (name === 'char') return unsigned ? 'unsigned char' : 'signed char';
  return unsigned ? `unsigned ${name}` : name;
}
