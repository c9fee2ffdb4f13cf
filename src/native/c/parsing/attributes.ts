/** What compilers add to declarations: read where it changes how a type is laid out, stepped over elsewhere. */

import { integerOfSize } from '../layout.js';
import { type CType, type FloatName, type RecordType, writeType } from '../types.js';
import { type Constant, evaluate, NotConstant } from './constant.js';
import type { Parser } from './parser.js';
import { attributeWords, silent } from './words.js';

/** What the attributes of one place say of layouts. */
export interface Attributes {
  readonly packed?: boolean;
  /** Bytes of `aligned` or `_Alignas`. */
  readonly align?: number;
  /** The machine mode of `mode`: `DI`, `word`. */
  readonly mode?: string;
  /** Bytes of `vector_size`. */
  readonly vector?: number;
}

const none: Attributes = {};
/** What `aligned` without a number means on every platform there is a build for. */
const mostAligned = 16;

/** Steps over attributes, words without meaning here, and asm labels. */
export function readAttributes(parser: Parser): Attributes {
  const { cursor } = parser;
  let found = none;
  for (;;) {
    const { kind, text } = cursor.peek();
    if (kind === 'name' && silent.has(text)) {
      cursor.next();
    } else if (kind === 'name' && attributeWords.has(text)) {
      cursor.next();
      while (cursor.is('volatile', '__volatile__', 'inline', 'goto')) cursor.next();
      if (!cursor.is('(')) continue;
      if (text === '_Alignas' || text === 'alignas') found = withAlign(found, readAlignment(parser));
      else if (text.includes('attribute')) found = mergeAttributes(found, readList(parser));
      else cursor.skipGroup();
    } else if (kind === 'punctuator' && text === '[' && cursor.peek(1).text === '[') {
      cursor.skipGroup();
    } else return found;
  }
}

/** Both together; the stricter alignment counts. */
export function mergeAttributes(a: Attributes, b: Attributes): Attributes {
  if (a === none) return b;
  if (b === none) return a;
  return b.align === undefined
    ? { ...a, ...b, align: a.align }
    : withAlign({ ...a, ...b, align: a.align }, b.align);
}

function withAlign(attributes: Attributes, align: number): Attributes {
  return { ...attributes, align: Math.max(attributes.align ?? 0, align) };
}

/** `((packed, aligned(8)))`. */
function readList(parser: Parser): Attributes {
  const { cursor } = parser;
  const start = cursor.position;
  cursor.skipGroup();
  const end = cursor.position;
  let found = none;
  cursor.position = start;
  while (cursor.position < end) {
    const word = cursor.next().text.replace(/^__|__$/g, '');
    if (word === 'packed') found = { ...found, packed: true };
    else if (word === 'aligned')
      found = withAlign(found, cursor.is('(') ? readAlignment(parser) : mostAligned);
    else if (word === 'mode' && cursor.is('('))
      found = { ...found, mode: cursor.peek(1).text.replace(/^__|__$/g, '') };
    else if (word === 'vector_size' && cursor.is('(')) found = { ...found, vector: readAlignment(parser) };
  }
  cursor.position = end;
  return found;
}

/** A number, or a type whose alignment is meant, in parentheses. */
function readAlignment(parser: Parser): number {
  const { cursor } = parser;
  const start = cursor.position;
  const align = parser.alignOfType(cursor);
  if (align !== undefined) return Number(align);
  cursor.next();
  let value: Constant = 1;
  try {
    value = evaluate(cursor, parser);
  } catch (error) {
    if (!(error instanceof NotConstant)) throw error;
  }
  cursor.position = start;
  cursor.skipGroup();
  return Number(value);
}

const integerModes: Readonly<Record<string, number>> = {
  QI: 1,
  byte: 1,
  HI: 2,
  SI: 4,
  DI: 8,
  word: 8,
  pointer: 8,
  unwind_word: 8,
  TI: 16,
};
const floatModes: Readonly<Record<string, FloatName>> = {
  SF: 'float',
  SC: 'float',
  DF: 'double',
  DC: 'double',
  XF: 'long double',
  XC: 'long double',
  TF: '__float128',
  TC: '__float128',
};

/** An arithmetic type in a machine mode. */
function inMode(type: CType, mode: string): CType | null {
  const bytes = integerModes[mode];
  if (bytes !== undefined && type.kind === 'integer')
    return { kind: 'integer', name: integerOfSize(bytes, type.name) };
  const name = floatModes[mode];
  if (name === undefined) return null;
  return mode.endsWith('C') ? { kind: 'complex', name } : { kind: 'float', name };
}

/** The type with what attributes say of it. @throws ParseError for a mode that is unknown. */
export function applyAttributes(type: CType, { mode, vector, align }: Attributes, parser: Parser): CType {
  const applied = mode === undefined ? type : inMode(type, mode);
  if (applied === null) throw parser.cursor.error(`mode ${mode} of '${writeType(type)}' is unknown`);
  if (vector !== undefined) return vectorOf(applied, vector, parser);
  if (align === undefined) return applied;
  if (applied.kind !== 'struct' && applied.kind !== 'union') return { ...applied, align };
  return Object.create(applied, { align: { value: align, enumerable: true } }) as CType;
}

/** Lanes in a register: laid out like a struct of an array, and never passed. */
function vectorOf(of: CType, bytes: number, parser: Parser): RecordType {
  const lanes: CType = { kind: 'array', of, length: bytes / parser.sizeOf(of) };
  return {
    kind: 'struct',
    tag: null,
    fields: [{ name: 'lanes', type: lanes }],
    aligned: bytes,
    vector: true,
  };
}
