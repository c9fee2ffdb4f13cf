/** A place in a list of tokens, and what a parser asks about it. */
import { ParseError } from '../../errors.js';
import type { Token } from './tokens.js';

export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const last = tokens[tokens.length - 1];
    this.#end = {
      kind: 'end',
      text: 'the end',
      comment: '',
      line: last?.line ?? 1,
      file: last?.file ?? null,
    };
  }

  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#end;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Whether the next token is one of these words or signs. */
  is(...texts: string[]): boolean {
    const { kind, text } = this.peek();
    return kind !== 'string' && kind !== 'character' && kind !== 'end' && texts.includes(text);
  }

  /** Takes the token if it is next. */
  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  /** @throws ParseError when something else is next. */
  expect(text: string): void {
    if (!this.accept(text)) throw this.error(`'${text}' is missing before '${this.peek().text}'`);
  }

  name(what: string): string {
    const { kind, text } = this.peek();
    if (kind !== 'name') throw this.error(`${what} is missing before '${text}'`);
    this.#at++;
    return text;
  }

  /** Steps over `( … )`, `{ … }` or `[ … ]`, whatever is inside; the opening one is next. */
  skipGroup(): void {
    const open = this.next();
    let depth = 1;
    while (depth > 0) {
      if (this.done) throw this.error(`'${open.text}' is never closed`, open);
      if (this.is('(', '{', '[')) depth++;
      else if (this.is(')', '}', ']')) depth--;
      this.#at++;
    }
  }

  /** The text between two positions, with single spaces. */
  text(from: number, to: number): string {
    return this.#tokens
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ');
  }

  error(message: string, at: Token = this.peek()): ParseError {
    const index = this.#tokens.indexOf(at);
    const around =
      index < 0
        ? this.#tokens.slice(-8)
        : this.#tokens.filter(({ line, file }) => line === at.line && file === at.file);
    const text = around.map((token) => token.text).join(' ');
    return new ParseError(message, {
      line: at.line,
      file: at.file,
      text: text.length > 160 ? `${text.slice(0, 160)} …` : text,
    });
  }
}
