/** What comes before the declarators: `static const unsigned long`, `struct point { … }`, a typedef's name. */

import { layoutOf } from '../layout.js';
import type { CType, FloatName, IntegerName, RecordType } from '../types.js';
import { type Attributes, mergeAttributes, readAttributes } from './attributes.js';
import type { Parser } from './parser.js';

export interface Specifiers {
  readonly type: CType;
  readonly storage: 'typedef' | 'static' | 'extern' | null;
  readonly inline: boolean;
  readonly attributes: Attributes;
}

const storageWords = [
  'typedef',
  'static',
  'extern',
  'register',
  'auto',
  '_Thread_local',
  '__thread',
  'thread_local',
];
const inlineWords = ['inline', '__inline', '__inline__', '__forceinline'];
const constWords = ['const', '__const', '__const__'];

/** How compilers spell the words of arithmetic types. */
const spellings: Readonly<Record<string, string>> = {
  __signed__: 'signed',
  __signed: 'signed',
  __complex__: '_Complex',
  bool: '_Bool',
  _Float32: 'float',
  _Float64: 'double',
  _Float32x: 'double',
  _Float64x: '__longdouble',
  _Float128: '__float128',
  __int128_t: '__int128',
};

const arithmetic = new Set(
  'void char short int long float double signed unsigned _Bool _Complex __int128 _Float16 __float128 __longdouble'.split(
    ' ',
  ),
);

export function readSpecifiers(parser: Parser): Specifiers {
  const { cursor } = parser;
  let storage: Specifiers['storage'] = null;
  let inline = false;
  let constant = false;
  let type: CType | null = null;
  const words: string[] = [];
  let attributes: Attributes = {};
  for (;;) {
    attributes = mergeAttributes(attributes, readAttributes(parser));
    const { kind, text } = cursor.peek();
    if (kind !== 'name') break;
    if (storageWords.includes(text)) {
      if (text === 'typedef' || text === 'static' || text === 'extern') storage ??= text;
    } else if (inlineWords.includes(text)) inline = true;
    else if (constWords.includes(text)) constant = true;
    else if (text === '_Atomic' && cursor.peek(1).text !== '(') {
      // An atomic object is laid out like a plain one on every platform there is a build for.
    } else if (arithmetic.has(spellings[text] ?? text)) words.push(spellings[text] ?? text);
    else if (text === '__uint128_t') words.push('unsigned', '__int128');
    else if (type === null && words.length === 0) {
      const found = readNamed(parser, text);
      if (found === null) break;
      type = found;
      continue;
    } else break;
    cursor.next();
  }
  if (type === null) {
    if (words.length === 0) throw cursor.error(`'${cursor.peek().text}' is no type`);
    type = arithmeticType(words) ?? null;
    if (type === null) throw cursor.error(`'${words.join(' ')}' is no type`);
  }
  return { type: constant ? asConstant(type) : type, storage, inline, attributes };
}

/** A copy that is const. A record keeps its identity by way of its fields. */
function asConstant(type: CType): CType {
  if (type.kind !== 'struct' && type.kind !== 'union') return { ...type, constant: true };
  return Object.create(type, { constant: { value: true, enumerable: true } }) as CType;
}

/** A struct, union, enum, or the name of a typedef; null where the word is none of them. */
function readNamed(parser: Parser, word: string): CType | null {
  const { cursor } = parser;
  if (word === 'struct' || word === 'union') {
    cursor.next();
    return readRecord(parser, word);
  }
  if (word === 'enum') {
    cursor.next();
    return readEnum(parser);
  }
  if (word === '__builtin_va_list' || word === '__builtin_ms_va_list') {
    cursor.next();
    return { kind: 'struct', tag: '__va_list_tag', fields: null };
  }
  const type = parser.declarations.typedefs.get(word);
  if (type !== undefined) cursor.next();
  return type ?? null;
}

/** `enum color { RED }`, also with C23's type behind the name. */
function readEnum(parser: Parser): CType {
  const { cursor, declarations } = parser;
  let attributes = readAttributes(parser);
  const tag = cursor.peek().kind === 'name' ? cursor.next().text : null;
  let fixed: number | undefined;
  if (cursor.is(':') && parser.startsType(1)) {
    cursor.next();
    fixed = layoutOf(readSpecifiers(parser).type).size;
  }
  let bytes = tag === null ? undefined : declarations.enumBytes.get(tag);
  if (cursor.is('{')) {
    const values = parser.readEnum(tag);
    attributes = mergeAttributes(attributes, readAttributes(parser));
    bytes = fixed ?? enumBytes(values, attributes.packed === true);
    if (tag !== null && bytes !== 4) declarations.enumBytes.set(tag, bytes);
  }
  return bytes === undefined || bytes === 4 ? { kind: 'enum', tag } : { kind: 'enum', tag, bytes };
}

/** As few bytes as hold every constant, and four at least unless it is packed. */
function enumBytes(values: ReadonlyMap<string, bigint>, packed: boolean): number {
  const all = [...values.values()];
  const signed = all.some((value) => value < 0n);
  const fits = (bytes: number) =>
    all.every((value) => (signed ? BigInt.asIntN : BigInt.asUintN)(bytes * 8, value) === value);
  return (packed ? [1, 2, 4] : [4]).find(fits) ?? 8;
}

function readRecord(parser: Parser, kind: 'struct' | 'union'): RecordType {
  const { cursor } = parser;
  let attributes = readAttributes(parser);
  const tag = cursor.peek().kind === 'name' ? cursor.next().text : null;
  const known = kind === 'struct' ? parser.declarations.structs : parser.declarations.unions;
  let record = tag === null ? undefined : known.get(tag);
  if (record === undefined) {
    record = { kind, tag, fields: null };
    if (tag !== null) known.set(tag, record);
  }
  if (cursor.is('{')) {
    if (record.fields !== null) throw cursor.error(`${kind} ${tag} is defined twice`);
    const { pack } = cursor.peek();
    parser.readFields(record);
    attributes = mergeAttributes(attributes, readAttributes(parser));
    if (pack !== undefined) record.pack = pack;
    if (attributes.packed) record.pack = 1;
    if (attributes.align !== undefined) record.aligned = attributes.align;
  }
  return record;
}

/** `['unsigned', 'long', 'int']` → unsigned long; undefined where they do not go together. */
function arithmeticType(words: readonly string[]): CType | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rest = words.filter(
    (word) => word !== 'signed' && word !== 'unsigned' && word !== 'int' && word !== '_Complex',
  );
  const base = rest.join(' ');
  if (counts.has('_Complex')) {
    const name = (base === '' ? 'double' : floatNames[base]) as FloatName | undefined;
    return name === undefined ? undefined : { kind: 'complex', name };
  }
  const sign = counts.has('unsigned') ? 'unsigned' : counts.has('signed') ? 'signed' : '';
  if (sign === '' && !counts.has('int')) {
    if (base === 'void') return { kind: 'void' };
    if (base === '_Bool') return { kind: 'bool' };
    if (base in floatNames) return { kind: 'float', name: floatNames[base] };
  }
  const name = integerName(base, sign);
  return name === undefined ? undefined : { kind: 'integer', name };
}

const floatNames: Readonly<Record<string, FloatName>> = {
  float: 'float',
  double: 'double',
  'long double': 'long double',
  'double long': 'long double',
  __longdouble: 'long double',
  _Float16: '_Float16',
  __float128: '__float128',
};

function integerName(base: string, sign: string): IntegerName | undefined {
  const plain: Readonly<Record<string, string>> = {
    '': 'int',
    char: 'char',
    short: 'short',
    long: 'long',
    'long long': 'long long',
    __int128: '__int128',
  };
  const name = plain[base];
  if (name === undefined) return undefined;
  if (sign === 'unsigned') return `unsigned ${name}` as IntegerName;
  return (sign === 'signed' && name === 'char' ? 'signed char' : name) as IntegerName;
}
