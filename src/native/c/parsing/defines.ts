/** Constants of `#define NAME value`. */
import { ParseError } from '../../errors.js';
import type { Declarations } from '../types.js';
import { type Constant, type ConstantScope, evaluate, NotConstant } from './constant.js';
import { Cursor } from './cursor.js';
import { type Define, tokenize } from './tokens.js';

/**
 * Puts what has a value among the constants; read after everything else, because a `#define` may use a constant that comes later.
 * @throws ParseError for a value that is written out and no number, in a text of the caller's own.
 */
export function readDefines(defines: readonly Define[], constants: Declarations['constants']): void {
  for (const { name, value, line, file } of defines) {
    if (value === '...') constants.set(name, null);
    else if (value !== '') {
      const found = valueOf(value, constants);
      if (found !== undefined) constants.set(name, found);
      else if (file === null && !/[A-Za-z_(]/.test(value)) {
        throw new ParseError(`the value of ${name} is no constant`, { line, text: value, file });
      }
    }
  }
}

/** What a `#define` stands for; undefined where it is no constant. */
function valueOf(text: string, constants: Declarations['constants']): Constant | string | undefined {
  // Types would need a parser of these tokens: a cast makes it no constant.
  const scope: ConstantScope = {
    constant: (name) => {
      const value = constants.get(name);
      return typeof value === 'string' || value === null ? undefined : value;
    },
    sizeofType: () => undefined,
    alignOfType: () => undefined,
    skipType: () => false,
  };
  try {
    const { tokens } = tokenize(text);
    if (tokens.length > 0 && tokens.every(({ kind }) => kind === 'string')) {
      return tokens.map((token) => readString(token.text)).join('');
    }
    const cursor = new Cursor(tokens);
    const value = evaluate(cursor, scope);
    return cursor.done ? value : undefined;
  } catch (error) {
    if (error instanceof NotConstant || error instanceof ParseError) return undefined;
    throw error;
  }
}

/** The text of a string literal. */
function readString(literal: string): string {
  const inner = literal.slice(literal.indexOf('"') + 1, -1);
  return inner.replace(/\\(x[\da-fA-F]+|[0-7]{1,3}|\n|.)/g, (_, code: string) => {
    if (code === '\n') return '';
    if (code[0] === 'x') return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' }[code] ?? code;
  });
}
