/**
 * From text to the tokens of C. Comments are gone, `#define NAME value` and line markers of the preprocessor are kept
 * apart, every other directive is an error: a text with conditions must be preprocessed first.
 */
import { ParseError } from '../errors.js';

export type TokenKind = 'name' | 'number' | 'string' | 'character' | 'punctuator' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly line: number;
  /** The header it comes from, where the preprocessor said so. */
  readonly file: string | null;
  /** The comment right before it; empty where there is none. */
  readonly comment: string;
  /** Whether an empty line comes between the two: it may be a heading. */
  readonly apart?: boolean;
  /** The comment right behind it, with an empty line before what follows: zlib describes functions so. */
  after?: string;
  /** The bytes of `#pragma pack` where it is; left out where there is none. */
  readonly pack?: number;
}

export interface Define {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly file: string | null;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  readonly defines: readonly Define[];
}

const blank = /[ \t\r\f\v]+/y;
const comment = /\/\/(?:\\\r?\n|[^\n])*|\/\*[\s\S]*?\*\//y;
const name = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\.?\d(?:[eEpP][+-]|[\w.'])*/y;
const string = /(?:u8|[LuU])?"(?:\\[\s\S]|[^"\\\n])*"/y;
const character = /[LuU]?'(?:\\[\s\S]|[^'\\\n])+'/y;
const punctuator =
  /\.\.\.|<<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|##|[-+*/%&|^~!=<>?:;,.()[\]{}#@]/y;
const directive = /#[ \t]*(?:\\\r?\n|\/\*[\s\S]*?\*\/|[^\n])*/y;

/**
 * @param firstPack the packing that holds until a pragma says otherwise.
 * @throws ParseError for what is no C, and for directives that the preprocessor would have taken out.
 */
export function tokenize(text: string, firstPack?: number): Tokens {
  const tokens: Token[] = [];
  const defines: Define[] = [];
  let line = 1;
  let file: string | null = null;
  let at = 0;
  let lineStart = true;
  let remark = '';
  let apart = false;
  const packs = new Packing(firstPack);

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  const skip = (found: string): void => {
    at += found.length;
    for (const character of found) if (character === '\n') line++;
  };

  while (at < text.length) {
    if (text[at] === '\n') {
      at++;
      line++;
      lineStart = true;
      continue;
    }
    const ignored = match(blank) ?? match(comment) ?? (text.startsWith('\\\n', at) ? '\\\n' : null);
    if (ignored !== null) {
      if (ignored.startsWith('/')) {
        apart = /^[ \t]*\r?\n[ \t]*\r?\n/.test(text.slice(at + ignored.length, at + ignored.length + 80));
        const last = tokens.at(-1);
        const behind = apart && last?.text === ';' && last.file === file && line - last.line <= 1;
        if (behind && remark === '') last.after = plainComment(ignored);
        else remark = plainComment(ignored);
      }
      skip(ignored);
      continue;
    }
    if (text[at] === '#' && lineStart) {
      const found = match(directive)!;
      const marker = /^#[ \t]*(?:line[ \t]+)?(\d+)(?:[ \t]+"((?:\\.|[^"\\])*)")?/.exec(found);
      if (marker !== null) {
        skip(found);
        // The marker counts the line that follows it.
        line = Number(marker[1]) - 1;
        file = marker[2]?.replace(/\\(.)/g, '$1') ?? file;
      } else {
        const define = readDirective(found, line, file);
        if (define !== null) defines.push(define);
        else packs.read(found);
        skip(found);
      }
      continue;
    }
    lineStart = false;
    const token = readToken(match);
    if (token === null) {
      throw new ParseError(`character ${JSON.stringify(text[at])} is no C`, {
        line,
        text: lineOf(text, at),
        file,
      });
    }
    const { pack } = packs;
    tokens.push({
      ...token,
      line,
      file,
      comment: remark,
      ...(apart && { apart }),
      ...(pack !== undefined && { pack }),
    });
    apart = false;
    remark = '';
    skip(token.text);
  }
  return { tokens, defines };
}

/** What `#pragma pack` says, with what was pushed before. */
class Packing {
  readonly #first: number | undefined;
  readonly #pushed: { readonly name: string; readonly pack: number | undefined }[] = [];
  pack: number | undefined;

  constructor(first: number | undefined) {
    this.#first = first;
    this.pack = first;
  }

  /** `#pragma pack(push, name, 1)`, `#pragma pack(pop)`, `#pragma pack(2)`, `#pragma pack()`. */
  read(directive: string): void {
    const match = /^#[ \t]*pragma[ \t]+pack[ \t]*\(([^)]*)\)/.exec(directive);
    if (match === null) return;
    const words = match[1].split(',').map((word) => word.trim());
    const bytes = words.find((word) => /^\d+$/.test(word));
    const name = words.slice(1).find((word) => /^[A-Za-z_]/.test(word)) ?? '';
    if (words[0] === 'push') this.#pushed.push({ name, pack: this.pack });
    if (words[0] === 'pop') this.#pop(name);
    if (bytes !== undefined) this.pack = Number(bytes) || this.#first;
    else if (words[0] === '') this.pack = this.#first;
  }

  #pop(name: string): void {
    const at =
      name === '' ? this.#pushed.length - 1 : this.#pushed.findLastIndex((entry) => entry.name === name);
    if (at < 0) return;
    this.pack = this.#pushed[at].pack;
    this.#pushed.length = at;
  }
}

/** The words of a comment, without its stars and slashes. */
function plainComment(text: string): string {
  return text
    .replace(/^\/\/[/!<]*|^\/\*[*!<]*|\*+\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*(\*{1,2}(?=[\s/]|$))?\s?/, '').trimEnd())
    .join('\n')
    .trim();
}

/** A letter before a quote belongs to the string, so strings come before names. */
function readToken(match: (pattern: RegExp) => string | null): Pick<Token, 'kind' | 'text'> | null {
  const kinds: [TokenKind, RegExp][] = [
    ['string', string],
    ['character', character],
    ['name', name],
    ['number', number],
    ['punctuator', punctuator],
  ];
  for (const [kind, pattern] of kinds) {
    const text = match(pattern);
    if (text !== null) return { kind, text };
  }
  return null;
}

/** `#define NAME value`; null for directives that say nothing about declarations. */
function readDirective(text: string, line: number, file: string | null): Define | null {
  const plain = text
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\\\r?\n/g, ' ')
    .replace(/\/\/.*/, '');
  const define = /^#[ \t]*define[ \t]+([A-Za-z_]\w*)(\(?)(.*)$/s.exec(plain);
  if (define !== null) {
    // A macro with parameters is no constant.
    return define[2] === '(' ? null : { name: define[1], value: define[3].trim(), line, file };
  }
  const word = /^#[ \t]*([a-z]*)/.exec(plain)![1];
  if (['', 'undef', 'pragma', 'ident', 'include', 'error', 'warning'].includes(word)) return null;
  throw new ParseError(`#${word} needs the preprocessor: give the header's path instead of its text`, {
    line,
    text,
    file,
  });
}

/** The line of the text that position `at` is in. */
export function lineOf(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end).trim();
}
