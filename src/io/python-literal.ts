/**
 * Parses the Python literals that npy headers are written in: dicts, tuples, lists, strings, integers, True, False
 * and None. Nothing is evaluated. The parser is total: it returns a value or throws LiteralError, whatever the text.
 *
 * State: one position in one string. Nesting is bounded, so hostile text cannot exhaust the stack.
 */
export type Literal =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Literal[]
  | ReadonlyMap<string, Literal>;

/** Where and why a text is not a Python literal. */
export class LiteralError extends Error {
  override name = 'LiteralError';
}

/** More than any header needs: a structured dtype inside a structured dtype takes six. */
const deepest = 32;

/**
 * The value `text` stands for. Tuples and lists become arrays, dicts Maps with string keys; integers beyond 2⁵³
 * become bigints.
 * @throws LiteralError
 */
export function parseLiteral(text: string): Literal {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.skipSpace();
  if (parser.position < text.length) throw parser.unexpected('the end');
  return value;
}

class Parser {
  position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  unexpected(needs: string): LiteralError {
    const character = this.text[this.position];
    const got = character === undefined ? 'the end' : JSON.stringify(character);
    return new LiteralError(`${got} at character ${this.position}, where ${needs} should be`);
  }

  skipSpace(): void {
    while (this.position < this.text.length && ' \t\r\n\f'.includes(this.text[this.position]))
      this.position++;
  }

  value(depth: number): Literal {
    if (depth > deepest) throw new LiteralError(`nested more than ${deepest} deep`);
    this.skipSpace();
    const first = this.text[this.position];
    if (first === '{') return this.dict(depth);
    if (first === '(') return this.sequence(')', depth);
    if (first === '[') return this.sequence(']', depth);
    if (first === "'" || first === '"') return this.string();
    if (first !== undefined && /[-+0-9]/.test(first)) return this.integer();
    return this.word();
  }

  /** Steps over `character` if it comes next. */
  private take(character: string): boolean {
    this.skipSpace();
    if (this.text[this.position] !== character) return false;
    this.position++;
    return true;
  }

  private dict(depth: number): ReadonlyMap<string, Literal> {
    const entries = new Map<string, Literal>();
    this.position++;
    for (let separated = true; !this.take('}'); separated = this.take(',')) {
      if (!separated) throw this.unexpected('"," or "}"');
      const quote = this.text[this.position];
      if (quote !== "'" && quote !== '"') throw this.unexpected('a quoted key');
      const key = this.string();
      if (entries.has(key)) throw new LiteralError(`the key ${JSON.stringify(key)} stands there twice`);
      if (!this.take(':')) throw this.unexpected('":"');
      entries.set(key, this.value(depth + 1));
    }
    return entries;
  }

  /** A tuple or list. `(3)` without a comma is the number 3 in Python, but no writer of headers means that. */
  private sequence(close: string, depth: number): readonly Literal[] {
    const items: Literal[] = [];
    this.position++;
    for (let separated = true; !this.take(close); separated = this.take(',')) {
      if (!separated) throw this.unexpected(`"," or "${close}"`);
      items.push(this.value(depth + 1));
    }
    return items;
  }

  private string(): string {
    const quote = this.text[this.position++];
    let value = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || character === '\n') throw this.unexpected(`the closing ${quote}`);
      this.position++;
      if (character === quote) return value;
      if (character === '\\') {
        const escaped = this.text[this.position++];
        if (escaped !== '\\' && escaped !== "'" && escaped !== '"') {
          throw new LiteralError(`an escape this reader does not know at character ${this.position - 2}`);
        }
        value += escaped;
      } else value += character;
    }
  }

  private integer(): number | bigint {
    const pattern = /[-+]?[0-9]+/y;
    pattern.lastIndex = this.position;
    const digits = pattern.exec(this.text)?.[0];
    if (digits === undefined || digits.length > 400) throw this.unexpected('an integer');
    this.position += digits.length;
    // Python 2 wrote long integers as 3L.
    if (this.text[this.position] === 'L') this.position++;
    const next = this.text[this.position];
    if (next !== undefined && /[\w.]/.test(next)) throw this.unexpected('an integer to end');
    const value = Number(digits);
    return Number.isSafeInteger(value) ? value + 0 : BigInt(digits.replace('+', ''));
  }

  private word(): boolean | null {
    const pattern = /True|False|None/y;
    pattern.lastIndex = this.position;
    const word = pattern.exec(this.text)?.[0];
    const end = this.position + (word?.length ?? 0);
    if (word === undefined || /\w/.test(this.text[end] ?? '')) throw this.unexpected('a value');
    this.position = end;
    return word === 'None' ? null : word === 'True';
  }
}
