/** Constant expressions: the lengths of arrays, the values of enums and of `#define`s. */
import type { Cursor } from './cursor.js';

/** What an expression may refer to. */
export interface ConstantScope {
  constant(name: string): bigint | number | undefined;
  /** The bytes of the type whose name comes next in parentheses; undefined where what comes is no type. */
  sizeofType(cursor: Cursor): bigint | undefined;
  /** The same for its alignment. */
  alignOfType(cursor: Cursor): bigint | undefined;
  /** Steps over a type in parentheses; false where what comes is none. */
  skipType(cursor: Cursor): boolean;
}

export type Constant = bigint | number;

/** Thrown inside, where an expression is not constant; the caller decides what that means. */
export class NotConstant extends Error {}

/** Thrown for an expression of constants that has no value: a division by zero, a shift by too much. */
export class WithoutValue extends NotConstant {}

/** From loose to tight. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * Evaluates the expression that comes next.
 * @throws NotConstant when it has something without a value of its own.
 */
export function evaluate(cursor: Cursor, scope: ConstantScope): Constant {
  const condition = binary(cursor, scope, 0);
  if (!cursor.accept('?')) return condition;
  const yes = evaluate(cursor, scope);
  if (!cursor.accept(':')) throw new NotConstant();
  const no = evaluate(cursor, scope);
  return truth(condition) ? yes : no;
}

function binary(cursor: Cursor, scope: ConstantScope, level: number): Constant {
  if (level === levels.length) return unary(cursor, scope);
  let left = binary(cursor, scope, level + 1);
  while (cursor.is(...levels[level])) {
    const operator = cursor.next().text;
    left = apply(operator, left, binary(cursor, scope, level + 1));
  }
  return left;
}

function apply(operator: string, a: Constant, b: Constant): Constant {
  if (operator === '&&') return BigInt(truth(a) && truth(b));
  if (operator === '||') return BigInt(truth(a) || truth(b));
  if (typeof a === 'bigint' && typeof b === 'bigint') return applyIntegers(operator, a, b);
  const [x, y] = [Number(a), Number(b)];
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '<':
      return BigInt(x < y);
    case '>':
      return BigInt(x > y);
    case '<=':
      return BigInt(x <= y);
    case '>=':
      return BigInt(x >= y);
    case '==':
      return BigInt(x === y);
    case '!=':
      return BigInt(x !== y);
    default:
      throw new NotConstant();
  }
}

function applyIntegers(operator: string, a: bigint, b: bigint): bigint {
  if ((operator === '/' || operator === '%') && b === 0n) throw new WithoutValue();
  if ((operator === '<<' || operator === '>>') && (b < 0n || b > 127n)) throw new WithoutValue();
  const operations: Record<string, () => bigint> = {
    '+': () => a + b,
    '-': () => a - b,
    '*': () => a * b,
    '/': () => a / b,
    '%': () => a % b,
    '<<': () => a << b,
    '>>': () => a >> b,
    '&': () => a & b,
    '|': () => a | b,
    '^': () => a ^ b,
    '<': () => BigInt(a < b),
    '>': () => BigInt(a > b),
    '<=': () => BigInt(a <= b),
    '>=': () => BigInt(a >= b),
    '==': () => BigInt(a === b),
    '!=': () => BigInt(a !== b),
  };
  return operations[operator]();
}

function unary(cursor: Cursor, scope: ConstantScope): Constant {
  if (cursor.is('+', '-', '!', '~')) {
    const operator = cursor.next().text;
    const x = unary(cursor, scope);
    if (operator === '!') return BigInt(!truth(x));
    if (operator === '+') return x;
    if (operator === '-') return -x;
    if (typeof x !== 'bigint') throw new NotConstant();
    return ~x;
  }
  if (cursor.is('sizeof', '_Alignof', 'alignof', '__alignof__', '__alignof')) {
    const bytes = cursor.next().text === 'sizeof' ? scope.sizeofType(cursor) : scope.alignOfType(cursor);
    if (bytes === undefined) throw new NotConstant();
    return bytes;
  }
  if (cursor.is('(')) {
    if (scope.skipType(cursor)) return unary(cursor, scope);
    cursor.next();
    const x = evaluate(cursor, scope);
    if (!cursor.accept(')')) throw new NotConstant();
    return x;
  }
  return primary(cursor, scope);
}

function primary(cursor: Cursor, scope: ConstantScope): Constant {
  const { kind, text } = cursor.peek();
  let value: Constant | undefined;
  if (kind === 'number') value = readNumber(text);
  else if (kind === 'character') value = readCharacter(text);
  else if (kind === 'name') value = scope.constant(text);
  if (value === undefined) throw new NotConstant();
  cursor.next();
  return value;
}

function truth(x: Constant): boolean {
  return typeof x === 'bigint' ? x !== 0n : x !== 0;
}

/** `12`, `0x1Fu`, `017`, `0b11`, `1e-3f`; undefined where it is none of them. */
export function readNumber(text: string): Constant | undefined {
  const plain = text.replaceAll("'", '');
  const integer = /^(0[xX][\da-fA-F]+|0[bB][01]+|\d+)([uUlLzZ]*)$/.exec(plain);
  if (integer !== null) {
    const digits = integer[1];
    if (/^0\d+$/.test(digits)) return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : undefined;
    return BigInt(digits);
  }
  const decimal = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?(?:[fFlL]|[fF]\d+x?)?$/.exec(plain);
  if (decimal !== null) return Number(decimal[1] + (decimal[2] ?? ''));
  return readHexadecimal(plain);
}

/** `0x1.8p3`. */
function readHexadecimal(text: string): number | undefined {
  const match = /^0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)[fFlL]?$/.exec(text);
  if (match === null || match[1] + match[2] === '') return undefined;
  return Number.parseInt(match[1] + match[2], 16) * 2 ** (Number(match[3]) - 4 * match[2].length);
}

const escapes: Record<string, number> = { n: 10, t: 9, r: 13, 0: 0, a: 7, b: 8, f: 12, v: 11 };

function readCharacter(text: string): bigint | undefined {
  const inner = text.slice(text.indexOf("'") + 1, -1);
  if (!inner.startsWith('\\')) return inner.length === 1 ? BigInt(inner.charCodeAt(0)) : undefined;
  if (/^\\x[\da-fA-F]+$/.test(inner)) return BigInt.asIntN(8, BigInt(`0x${inner.slice(2)}`));
  if (/^\\[0-7]{1,3}$/.test(inner)) return BigInt.asIntN(8, BigInt(`0o${inner.slice(1)}`));
  return BigInt(escapes[inner[1]] ?? inner.charCodeAt(1));
}
