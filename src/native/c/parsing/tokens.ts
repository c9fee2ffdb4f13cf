/**
 * From text to the tokens of C. Comments are gone, `#define NAME value` and line markers of the preprocessor are kept
 * apart, every other directive is an error: a text with conditions must be preprocessed first.
 */
import { ParseError } from '../../errors.js';

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
  return new Tokenizer(text, firstPack).run();
}

class Tokenizer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  readonly #defines: Define[] = [];
  readonly #packing: Packing;
  #at = 0;
  #line = 1;
  #file: string | null = null;
  #lineStart = true;
  /** The last comment, and whether an empty line follows it. */
  #remark = '';
  #apart = false;

  constructor(text: string, firstPack: number | undefined) {
    this.#text = text;
    this.#packing = new Packing(firstPack);
  }

  run(): Tokens {
    const text = this.#text;
    while (this.#at < text.length) {
      if (text[this.#at] === '\n') {
        this.#skip('\n');
        this.#lineStart = true;
        continue;
      }
      const ignored = this.#match(blank) ?? this.#match(comment) ?? this.#continuation();
      if (ignored !== null) {
        if (ignored.startsWith('/')) this.#comment(ignored);
        this.#skip(ignored);
      } else if (text[this.#at] === '#' && this.#lineStart) this.#directive(this.#match(directive)!);
      else this.#token();
    }
    return { tokens: this.#tokens, defines: this.#defines };
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0] ?? null;
  }

  #continuation(): string | null {
    return this.#text.startsWith('\\\n', this.#at) ? '\\\n' : null;
  }

  #skip(found: string): void {
    this.#at += found.length;
    for (const character of found) if (character === '\n') this.#line++;
  }

  /** A comment is of what follows, or of what was just declared where an empty line comes after it. */
  #comment(found: string): void {
    const end = this.#at + found.length;
    this.#apart = /^[ \t]*\r?\n[ \t]*\r?\n/.test(this.#text.slice(end, end + 80));
    const last = this.#tokens.at(-1);
    const behind =
      this.#apart && last?.text === ';' && last.file === this.#file && this.#line - last.line <= 1;
    if (behind && this.#remark === '') last.after = plainComment(found);
    else this.#remark = plainComment(found);
  }

  #directive(found: string): void {
    const marker = /^#[ \t]*(?:line[ \t]+)?(\d+)(?:[ \t]+"((?:\\.|[^"\\])*)")?/.exec(found);
    if (marker !== null) {
      this.#skip(found);
      // The marker counts the line that follows it.
      this.#line = Number(marker[1]) - 1;
      this.#file = marker[2]?.replace(/\\(.)/g, '$1') ?? this.#file;
      return;
    }
    const define = readDirective(found, this.#line, this.#file);
    if (define !== null) this.#defines.push(define);
    else this.#packing.read(found);
    this.#skip(found);
  }

  #token(): void {
    this.#lineStart = false;
    const [line, file] = [this.#line, this.#file];
    const token = readToken((pattern) => this.#match(pattern));
    if (token === null) {
      throw new ParseError(`character ${JSON.stringify(this.#text[this.#at])} is no C`, {
        line,
        text: lineOf(this.#text, this.#at),
        file,
      });
    }
    const { pack } = this.#packing;
    this.#tokens.push({
      ...token,
      line,
      file,
      comment: this.#remark,
      ...(this.#apart && { apart: true }),
      ...(pack !== undefined && { pack }),
    });
    this.#remark = '';
    this.#apart = false;
    this.#skip(token.text);
  }
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
