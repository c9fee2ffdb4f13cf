/**
 * Values in memory, as C lays them out: what a struct's field or an array's element is in JavaScript, and back. Structs and
 * unions are plain objects, arrays are lists, pointers are Pointers.
 */
import { ShapeError } from '../../../core/errors.js';
import { integerSize, isSigned, layoutOf, type PlacedField, placeFields } from '../layout.js';
import { type ArrayType, type CType, type Declarations, type RecordType, writeType } from '../types.js';
import { pointerTo } from './array-pointer.js';
import { Pointer, pointsCompatibly } from './pointer.js';
import { fromWide, type Place, refuse, toBoolean, toComplex, toEnum, toFloat, toInteger } from './scalars.js';

const little = true; // every platform there is a build for
const pointerWords = layoutOf({ kind: 'pointer', to: { kind: 'void' } }).size === 8;

/** Memory that knows what the addresses in it belong to. */
export interface Keeper {
  ownerOf(at: number, address: bigint): unknown;
}

/** Reads what lies `at` bytes into the view. Pointers keep what `keeper` says they belong to. */
export function readValue(view: DataView, at: number, type: CType, keeper?: Keeper): unknown {
  switch (type.kind) {
    case 'bool':
      return view.getUint8(at) !== 0;
    case 'integer':
      return readInteger(view, at, integerSize(type.name), isSigned(type.name));
    case 'enum':
      return readInteger(view, at, type.bytes ?? 4, true);
    case 'float':
      return readFloat(view, at, type.name);
    case 'complex': {
      const half = layoutOf(type).size / 2;
      return { re: readFloat(view, at, type.name), im: readFloat(view, at + half, type.name) };
    }
    case 'pointer': {
      const address = pointerWords ? view.getBigUint64(at, little) : BigInt(view.getUint32(at, little));
      return new Pointer(address, type.to, keeper?.ownerOf(at, address));
    }
    case 'array':
      return readArray(view, at, type.of, type.length as number, keeper);
    case 'struct':
    case 'union':
      return Object.fromEntries(
        placeFields(type).fields.map((field) => [field.name, readField(view, at, field, keeper)]),
      );
    default:
      throw refuse({ operation: 'read', argument: 'type' }, writeType(type), 'a type with a size');
  }
}

function readArray(view: DataView, at: number, of: CType, length: number, keeper?: Keeper): unknown[] {
  const { size } = layoutOf(of);
  return Array.from({ length }, (_, index) => readValue(view, at + index * size, of, keeper));
}

/** How many elements an open array at the end of a struct has: as many as the view has room for. */
function openLength(view: DataView, at: number, of: CType): number {
  return Math.floor(Math.max(0, view.byteLength - at) / layoutOf(of).size);
}

export function readField(
  view: DataView,
  at: number,
  { type, offset, bit }: PlacedField,
  keeper?: Keeper,
): unknown {
  if (type.kind === 'array' && typeof type.length !== 'number')
    return readArray(view, at + offset, type.of, openLength(view, at + offset, type.of), keeper);
  if (bit === undefined) return readValue(view, at + offset, type, keeper);
  const { size } = layoutOf(type);
  const word = readWord(view, at + offset, size) >> BigInt(bit.shift);
  const signed = type.kind === 'integer' && isSigned(type.name);
  const value = signed ? BigInt.asIntN(bit.width, word) : BigInt.asUintN(bit.width, word);
  return type.kind === 'bool' ? value !== 0n : fromWide(value);
}

function readInteger(view: DataView, at: number, bytes: number, signed: boolean): number | bigint {
  switch (bytes) {
    case 1:
      return signed ? view.getInt8(at) : view.getUint8(at);
    case 2:
      return signed ? view.getInt16(at, little) : view.getUint16(at, little);
    case 4:
      return signed ? view.getInt32(at, little) : view.getUint32(at, little);
    case 8:
      return fromWide(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
    default: {
      const word = readWord(view, at, bytes);
      return fromWide(signed ? BigInt.asIntN(bytes * 8, word) : word);
    }
  }
}

function readWord(view: DataView, at: number, bytes: number): bigint {
  let word = 0n;
  for (let index = bytes - 1; index >= 0; index--) word = (word << 8n) | BigInt(view.getUint8(at + index));
  return word;
}

function readFloat(view: DataView, at: number, name: string): number {
  if (name === 'float') return view.getFloat32(at, little);
  if (name === 'double') return view.getFloat64(at, little);
  throw refuse(
    { operation: 'read', argument: 'type' },
    name,
    'float or double: JavaScript has no wider numbers',
  );
}

/** What is written, and what must stay alive because its address was. */
export interface Writing {
  readonly declarations: Declarations;
  /** `at`: bytes into the view, where the address was written. */
  keep(pointer: Pointer, at: number): void;
}

/** Writes a value `at` bytes into the view. @throws ArgumentError or ShapeError when it does not fit the type. */
export function writeValue(
  view: DataView,
  at: number,
  type: CType,
  value: unknown,
  place: Place,
  writing: Writing,
): void {
  switch (type.kind) {
    case 'bool':
      view.setUint8(at, Number(toBoolean(value, place)));
      return;
    case 'integer':
      writeWord(view, at, integerSize(type.name), BigInt(toInteger(type, value, place)));
      return;
    case 'enum':
      writeWord(view, at, type.bytes ?? 4, BigInt(toEnum(type, writing.declarations, value, place)));
      return;
    case 'float':
      writeFloat(view, at, type.name, toFloat(value, place), place);
      return;
    case 'complex': {
      const { re, im } = toComplex(value, place);
      writeFloat(view, at, type.name, re, place);
      writeFloat(view, at + layoutOf(type).size / 2, type.name, im, place);
      return;
    }
    case 'pointer':
      writeWord(view, at, pointerWords ? 8 : 4, toAddress(type.to, value, at, place, writing));
      return;
    case 'array':
      writeArray(view, at, type, value, place, writing);
      return;
    case 'struct':
    case 'union':
      writeRecord(view, at, type, value, place, writing);
      return;
    default:
      throw refuse(place, value, `nothing: '${writeType(type)}' has no size`);
  }
}

function writeArray(
  view: DataView,
  at: number,
  { of, length }: ArrayType,
  value: unknown,
  place: Place,
  writing: Writing,
): void {
  const { size } = layoutOf(of);
  const most = typeof length === 'number' ? length : openLength(view, at, of);
  let items: ArrayLike<unknown>;
  if (typeof value === 'string' && of.kind === 'integer' && size === 1) {
    items = new TextEncoder().encode(value);
  } else if (Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))) {
    items = value as unknown as ArrayLike<unknown>;
  } else throw refuse(place, value, `a list of ${most}`);
  if (items.length > most) {
    throw new ShapeError(`argument '${place.argument}' has ${items.length} elements; needs at most ${most}`, {
      operation: place.operation,
      argument: place.argument,
      got: value,
    });
  }
  // The length is read once: a list may change while its elements are asked for.
  for (let index = 0, count = Math.min(items.length, most); index < count; index++) {
    writeValue(view, at + index * size, of, items[index], within(place, `[${index}]`), writing);
  }
}

function writeRecord(
  view: DataView,
  at: number,
  type: RecordType,
  value: unknown,
  place: Place,
  writing: Writing,
): void {
  if (typeof value !== 'object' || value === null)
    throw refuse(place, value, `an object with the fields of ${writeType(type)}`);
  const { fields } = placeFields(type);
  for (const [name, item] of Object.entries(value)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (field === undefined) {
      throw refuse(
        within(place, `.${name}`),
        item,
        `one of the fields ${fields.map((known) => known.name).join(', ')}`,
      );
    }
    writeField(view, at, field, item, within(place, `.${name}`), writing);
  }
}

export function writeField(
  view: DataView,
  at: number,
  { type, offset, bit }: PlacedField,
  value: unknown,
  place: Place,
  writing: Writing,
): void {
  if (bit === undefined) {
    writeValue(view, at + offset, type, value, place, writing);
    return;
  }
  const integer = BigInt(
    type.kind === 'bool' ? toBoolean(value, place) : toInteger(type as never, value, place),
  );
  const signed = type.kind === 'integer' && isSigned(type.name);
  const kept = signed ? BigInt.asIntN(bit.width, integer) : BigInt.asUintN(bit.width, integer);
  if (kept !== integer) throw refuse(place, value, `an integer of ${bit.width} bits`);
  const { size } = layoutOf(type);
  const mask = ((1n << BigInt(bit.width)) - 1n) << BigInt(bit.shift);
  const word = readWord(view, at + offset, size);
  writeWord(view, at + offset, size, (word & ~mask) | ((integer << BigInt(bit.shift)) & mask));
}

function writeWord(view: DataView, at: number, bytes: number, value: bigint): void {
  let word = BigInt.asUintN(bytes * 8, value);
  for (let index = 0; index < bytes; index++) {
    view.setUint8(at + index, Number(word & 0xffn));
    word >>= 8n;
  }
}

function writeFloat(view: DataView, at: number, name: string, value: number, place: Place): void {
  if (name === 'float') view.setFloat32(at, value, little);
  else if (name === 'double') view.setFloat64(at, value, little);
  else throw refuse(place, value, `nothing: JavaScript has no ${name}`);
}

/** The address to store: what has it is kept alive by the memory it is stored in. */
function toAddress(to: CType, value: unknown, at: number, place: Place, writing: Writing): bigint {
  if (value === null || value === undefined) return 0n;
  const pointer = value instanceof Pointer ? value : pointerTo(value, to, place);
  if (pointer === null || !pointsCompatibly(pointer.to, to))
    throw refuse(place, value, `a pointer to ${writeType(to)}, or null`);
  if (pointer.freed) throw refuse(place, value, 'memory that was not freed');
  writing.keep(pointer, at);
  return pointer.address;
}

function within({ operation, argument }: Place, inner: string): Place {
  return { operation, argument: argument + inner };
}
