/** Pointer arguments: arrays, memory, texts, structs as objects, and lists of them. */

import { dtypesOf } from '../element-types.js';
import { layoutOf } from '../layout.js';
import { ArrayPointer, isBytes, terminated } from '../memory/array-pointer.js';
import { Memory } from '../memory/memory.js';
import { openBytes } from '../memory/new-memory.js';
import { Pointer, pointsCompatibly } from '../memory/pointer.js';
import { type Place, refuse } from '../memory/scalars.js';
import { type CType, writeType } from '../types.js';
import {
  type ArrayRule,
  arrayData,
  checkLength,
  checkSized,
  isArray,
  neededLength,
} from './array-argument.js';
import type { Call } from './call.js';

type Convert = (value: unknown, call: Call) => bigint | ArrayBufferView | null;

/** The converter of a parameter that points to `to`. */
export function pointerConverter(to: CType, rule: ArrayRule, nullable: boolean, place: Place): Convert {
  const bytes = isBytes(to);
  const record = to.kind === 'struct' || to.kind === 'union';
  return (value, call) => {
    if (isArray(value)) {
      if (rule.dtypes.length > 0 || to.kind === 'void')
        return call.pass(place.argument, arrayData(value, rule, place, call.extents), rule.writes);
    } else if (value instanceof Pointer) {
      return passPointer(value, to, rule, place, call);
    } else if (value === null || value === undefined) {
      if (nullable) return null;
    } else if (typeof value === 'string' && bytes) {
      if (rule.writes) throw refuse(place, value, 'memory that C may write to, as in new Uint8Array(…)');
      const text = terminated(value, place);
      checkLength(text.length, rule, place, call.extents);
      return call.own(place.argument, text);
    } else if (Array.isArray(value)) {
      if (to.kind === 'pointer') return passAddresses(value, to.to, rule, place, call);
      if (record) return passRecords(value, to, rule, place, call);
    } else if (record && typeof value === 'object') {
      return passRecord(value, to, rule, place, call);
    }
    throw refuse(place, value, needs(to, rule, nullable));
  };
}

function needs(to: CType, rule: ArrayRule, nullable: boolean): string {
  const [dtype] = rule.dtypes;
  const array = dtype === undefined ? '' : `a ${dtype} array, `;
  const text = isBytes(to) && !rule.writes ? 'a string, ' : '';
  const record =
    to.kind === 'struct' || to.kind === 'union' ? 'an object with its fields, a list of them, ' : '';
  return `${array}${text}${record}a pointer to ${writeType(to).replace(/^const /, '')}${nullable ? ', or null' : ''}`;
}

/** A pointer goes through where its type fits; one into memory of ours also says how much there is. */
function passPointer(value: Pointer, to: CType, rule: ArrayRule, place: Place, call: Call): bigint {
  if (!pointsCompatibly(value.to, to)) throw refuse(place, value, `a pointer to ${writeType(to)}`);
  if (value.freed) throw refuse(place, value, 'memory that was not freed');
  const { room } = value;
  if (room !== null) {
    const elements = neededLength(rule, place, call.extents);
    // A struct is read and written whole; how many numbers are, nobody knows without a size.
    const least = (to.kind === 'struct' || to.kind === 'union') && to.fields !== null ? 1 : 0;
    if (least === 0) checkSized(rule, place);
    const needed = (elements ?? least) * (elements === null && least === 0 ? 0 : sizeOf(to));
    if (room < needed) throw refuse(place, value, `memory of ${needed} bytes; this has ${room}`);
  }
  call.keep(value);
  return value.address;
}

/** Bytes are counted where nobody knows the elements. */
function sizeOf(to: CType): number {
  return to.kind === 'void' ? 1 : layoutOf(to).size;
}

/** The items that a list has now: code of the caller may run while they are converted, and change it. */
function itemsOf(values: readonly unknown[], rule: ArrayRule, place: Place, call: Call): unknown[] {
  call.ranCallers = true;
  const items = [...values];
  checkLength(items.length, rule, place, call.extents);
  return items;
}

/** An object as a struct that lives as long as the call; what C wrote to it is put back into the object. */
function passRecord(value: object, to: CType, rule: ArrayRule, place: Place, call: Call): bigint {
  checkLength(1, rule, place, call.extents);
  return passRecords([value], to, { ...rule, extents: null }, place, call);
}

/** A list of objects as structs that lie one after the other. */
function passRecords(
  values: readonly unknown[],
  to: CType,
  rule: ArrayRule,
  place: Place,
  call: Call,
): bigint {
  const items = itemsOf(values, rule, place, call);
  const extra = items.length === 1 ? openBytes(to, items[0]) : 0;
  const memory = new Memory(to, items.length, call.declarations, extra);
  items.forEach((item, index) => {
    const where = items.length === 1 ? place : { ...place, argument: `${place.argument}[${index}]` };
    memory.write(index, item, where);
  });
  call.keep(memory);
  if (rule.writes) {
    call.after(() =>
      items.forEach((item, index) => {
        if (!Object.isFrozen(item)) Object.assign(item as object, memory.get(index));
      }),
    );
  }
  return memory.address;
}

/** A list of arrays, strings or pointers as the array of pointers that C wants, with NULL behind the last. */
function passAddresses(
  values: readonly unknown[],
  to: CType,
  rule: ArrayRule,
  place: Place,
  call: Call,
): bigint {
  const items = itemsOf(values, rule, place, call);
  const inner: ArrayRule = {
    dtypes: dtypesOf(to),
    writes: !to.constant,
    order: rule.order,
    extents: null,
    bytes: to.kind === 'void',
  };
  const list = new Memory({ kind: 'pointer', to }, items.length + 1, call.declarations);
  items.forEach((value, index) => {
    const at = { ...place, argument: `${place.argument}[${index}]` };
    const given = pointerConverter(to, inner, true, at)(value, call);
    if (given === null) return;
    list.set(index, ArrayBuffer.isView(given) ? new ArrayPointer(given, to) : new Pointer(given, to));
  });
  call.keep(list);
  return list.address;
}
