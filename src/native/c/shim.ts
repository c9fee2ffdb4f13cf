/**
 * The C text that is compiled behind a user's source: a function around every declared one, so that macros and inline functions
 * can be called too; a check of every declaration, so that a wrong one does not compile; and the facts that only the compiler
 * knows: sizes, offsets, the values of constants.
 */
import { layoutOf, placeFields } from './layout.js';
import {
  type CType,
  type Declarations,
  type FunctionDeclaration,
  type RecordType,
  writeType,
} from './types.js';

/** What the names of the shim start with. */
export const prefix = 'strided_shim_';

export function writeShim(declarations: Declarations): string {
  const lines = [
    '#include <stddef.h>',
    '#include <stdint.h>',
    '#if defined(_WIN32)',
    '#define STRIDED_EXPORT __declspec(dllexport)',
  ];
  lines.push('#else', '#define STRIDED_EXPORT __attribute__((visibility("default")))', '#endif');
  for (const declaration of declarations.functions.values()) {
    if (!declaration.type.variadic) lines.push(...wrapper(declaration));
  }
  for (const { name } of declarations.variables.values()) {
    lines.push(`STRIDED_EXPORT void *${prefix}address_${name}(void) { return (void *)&${name}; }`);
  }
  for (const [name, value] of declarations.constants) lines.push(...constantLines(name, value));
  for (const record of recordsOf(declarations)) lines.push(...recordLines(record));
  return `${lines.join('\n')}\n`;
}

function wrapper({ name, type }: FunctionDeclaration): string[] {
  // Lengths such as x[n] refer to the names of parameters, so these stay.
  const parameters = type.parameters.map((parameter, index) => ({
    ...parameter,
    name: parameter.name ?? `a${index}`,
  }));
  const called = `${name}(${parameters.map((parameter) => parameter.name).join(', ')})`;
  const head = writeType({ ...type, parameters }, `${prefix}${name}`);
  const body = type.returns.kind === 'void' ? `${called};` : `return ${called};`;
  const check = writeType({ ...type, parameters }, `(*const ${prefix}check_${name})`);
  // A macro has no address to check.
  return [
    `STRIDED_EXPORT ${head} { ${body} }`,
    `#ifndef ${name}`,
    `static __attribute__((unused)) ${check} = ${name};`,
    '#endif',
  ];
}

function constantLines(name: string, value: bigint | number | string | null): string[] {
  if (value === null) {
    return [
      `STRIDED_EXPORT uint64_t ${prefix}constant_${name}(void) { return (uint64_t)(${name}); }`,
      `STRIDED_EXPORT int ${prefix}negative_${name}(void) { return (${name}) < 0; }`,
    ];
  }
  if (typeof value !== 'bigint') return [];
  return [`#ifdef ${name}`, `_Static_assert((${name}) == ${value}, "${name} is not ${value}");`, '#endif'];
}

/** Structs and unions that have fields and a name to write. */
export function* recordsOf({ structs, unions, typedefs }: Declarations): Iterable<RecordType> {
  const seen = new Set<unknown>();
  const named: CType[] = [...structs.values(), ...unions.values(), ...typedefs.values()];
  for (const type of named) {
    if ((type.kind !== 'struct' && type.kind !== 'union') || type.fields === null || seen.has(type.fields))
      continue;
    seen.add(type.fields);
    if (type.tag !== null || type.alias !== undefined) yield type;
  }
}

/** How the record's facts are named: unique among tags and typedefs. */
export function recordName(record: RecordType): string {
  return `${record.tag === null ? 'type' : record.kind}_${record.tag ?? record.alias}`;
}

function recordLines(record: RecordType): string[] {
  const type = writeType(record);
  const fields = record.fields!.filter((field) => field.name !== null && field.bits === undefined);
  if (record.partial) {
    const name = `${prefix}${recordName(record)}`;
    const offsets = fields.map((field) => `offsetof(${type}, ${field.name})`);
    const facts = [`sizeof(${type})`, `_Alignof(${type})`, ...offsets].join(', ');
    return [
      `STRIDED_EXPORT const size_t *${name}(void) { static const size_t facts[] = { ${facts} }; return facts; }`,
    ];
  }
  const places = new Map(placeFields(record).fields.map(({ name, offset }) => [name, offset]));
  return [
    `_Static_assert(sizeof(${type}) == ${layoutOf(record).size}, "the declaration of ${type} has another size");`,
    ...fields.map(
      ({ name }) =>
        `_Static_assert(offsetof(${type}, ${name}) == ${places.get(name!)}, "${type} has ${name} elsewhere");`,
    ),
  ];
}
