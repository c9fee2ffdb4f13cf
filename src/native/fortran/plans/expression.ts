/**
 * Integer and logical expressions of Fortran, and of f2py's directives, which are C: lengths of arrays, kinds, default values,
 * checks. Read once, evaluated at every call.
 */

export type Value = number | string | boolean;

/** What names and functions in an expression stand for. */
export interface ExpressionScope {
  value(name: string): Value | undefined;
  /** Lengths of an array by axis; undefined where the name is none. */
  shape(name: string): readonly number[] | undefined;
}

export type Expression =
  | { readonly op: 'value'; readonly value: Value }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly op: 'unary'; readonly sign: string; readonly x: Expression }
  | { readonly op: 'binary'; readonly sign: string; readonly a: Expression; readonly b: Expression };

/** An expression that cannot be read or has no value here. */
export class NoValue extends Error {}

const token =
  /\s*(?:(\d+(?:\.\d*)?(?:[ed][+-]?\d+)?(?:_\w+)?|\.\d+(?:[ed][+-]?\d+)?)|('(?:[^']*)'|"(?:[^"]*)")|(\.(?:and|or|not|eq|ne|lt|le|gt|ge|true|false|eqv|neqv)\.)|([a-z_]\w*)|(\*\*|\/\/|==|\/=|!=|<=|>=|&&|\|\||[-+*/%()<>,!=?:[\]]))/iy;

/** From loose to tight; C's signs beside Fortran's. */
const levels: readonly (readonly string[])[] = [
  ['||', '.or.', '.eqv.', '.neqv.'],
  ['&&', '.and.'],
  ['==', '!=', '/=', '<', '>', '<=', '>=', '.eq.', '.ne.', '.lt.', '.le.', '.gt.', '.ge.'],
  ['+', '-'],
  ['*', '/', '%'],
];

const comparison = 2;

/** @throws NoValue when the text is no expression. */
export function readExpression(text: string): Expression {
  const tokens = split(text);
  let at = 0;
  const take = (...signs: string[]): string | null =>
    at < tokens.length && signs.includes(tokens[at]) ? tokens[at++] : null;
  const need = (sign: string): void => {
    if (take(sign) === null) throw new NoValue(`'${sign}' is missing in '${text}'`);
  };
  const level = (depth: number): Expression => {
    if (depth === levels.length) return unary();
    // Fortran's `.not.` takes the whole comparison, C's `!` the next value.
    if (depth === comparison && take('.not.') !== null)
      return { op: 'unary', sign: '.not.', x: level(depth) };
    let a = level(depth + 1);
    for (let sign = take(...levels[depth]); sign !== null; sign = take(...levels[depth])) {
      a = { op: 'binary', sign, a, b: level(depth + 1) };
    }
    return a;
  };
  const choice = (): Expression => {
    const condition = level(0);
    if (take('?') === null) return condition;
    const yes = choice();
    need(':');
    return { op: 'call', name: 'merge', args: [yes, choice(), condition] };
  };
  const unary = (): Expression => {
    const sign = take('-', '+', '!');
    if (sign !== null) return { op: 'unary', sign, x: unary() };
    const base = primary();
    return take('**') === null ? base : { op: 'binary', sign: '**', a: base, b: unary() };
  };
  const primary = (): Expression => {
    const next = tokens[at++];
    if (next === undefined) throw new NoValue(`'${text}' ends too early`);
    if (next === '(') {
      const inner = choice();
      need(')');
      return inner;
    }
    if (/^[\d.]*\d/.test(next)) return { op: 'value', value: number(next) };
    if (/^['"]/.test(next)) return { op: 'value', value: next.slice(1, -1) };
    if (next === '.true.' || next === '.false.') return { op: 'value', value: next === '.true.' };
    if (!/^[a-z_]/i.test(next)) throw new NoValue(`'${next}' is out of place in '${text}'`);
    const name = next.toLowerCase();
    const open = take('(', '[');
    if (open === null) return { op: 'name', name };
    const close = open === '(' ? ')' : ']';
    const args: Expression[] = [];
    while (take(close) === null) {
      // `kind=8` and `dim=1`: the word says nothing that the place does not.
      if (/^[a-z_]/i.test(tokens[at] ?? '') && tokens[at + 1] === '=') at += 2;
      args.push(choice());
      if (take(',') === null && tokens[at] !== close) throw new NoValue(`'${close}' is missing in '${text}'`);
    }
    return { op: 'call', name, args };
  };
  const read = choice();
  if (at < tokens.length) throw new NoValue(`'${tokens[at]}' is too much in '${text}'`);
  return read;
}

function split(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null) {
      if (text.slice(start).trim() === '') break;
      throw new NoValue(`'${text.slice(start)}' is no expression`);
    }
    tokens.push(match[2] ?? match[0].trim().toLowerCase());
  }
  return tokens;
}

/** `1.d0`, `3_int64`, `12`. */
function number(text: string): number {
  return Number(text.replace(/_\w+$/, '').replace(/d/i, 'e'));
}

/** @throws NoValue when a name or function has no value here. */
export function evaluate(expression: Expression, scope: ExpressionScope): Value {
  switch (expression.op) {
    case 'value':
      return expression.value;
    case 'name': {
      const value = scope.value(expression.name);
      if (value === undefined) throw new NoValue(`'${expression.name}' has no value`);
      return value;
    }
    case 'call':
      return call(expression.name, expression.args, scope);
    case 'unary': {
      const x = evaluate(expression.x, scope);
      if (expression.sign === '-') return -Number(x);
      return expression.sign === '+' ? Number(x) : !x;
    }
    case 'binary':
      return binary(expression.sign, evaluate(expression.a, scope), evaluate(expression.b, scope));
  }
}

function binary(sign: string, a: Value, b: Value): Value {
  const [x, y] = [Number(a), Number(b)];
  switch (sign) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return Number.isInteger(x) && Number.isInteger(y) ? Math.trunc(x / y) : x / y;
    case '%':
      return x % y;
    case '**':
      return x ** y;
    case '&&':
    case '.and.':
      return Boolean(a) && Boolean(b);
    case '||':
    case '.or.':
      return Boolean(a) || Boolean(b);
    case '==':
    case '.eq.':
    case '.eqv.':
      return typeof a === 'string' ? a === b : x === y;
    case '!=':
    case '/=':
    case '.ne.':
    case '.neqv.':
      return typeof a === 'string' ? a !== b : x !== y;
    case '<':
    case '.lt.':
      return x < y;
    case '>':
    case '.gt.':
      return x > y;
    case '<=':
    case '.le.':
      return x <= y;
    default:
      return x >= y;
  }
}

/** Functions of numbers: of Fortran, and of C's math.h. */
const numeric = new Map<string, (...x: number[]) => number>(
  Object.entries({
    max: Math.max,
    min: Math.min,
    abs: Math.abs,
    fabs: Math.abs,
    mod: (a, b) => a % b,
    modulo: (a, b) => ((a % b) + b) % b,
    int: Math.trunc,
    floor: Math.floor,
    ceiling: Math.ceil,
    ceil: Math.ceil,
    nint: Math.round,
    real: (x) => x,
    dble: (x) => x,
    sqrt: Math.sqrt,
    pow: (x, y) => x ** y,
    exp: Math.exp,
    log: Math.log,
  }),
);

/** Functions of arrays and texts, by name; `merge` is also C's `? :`. */
const inquiries = ['size', 'shape', 'len', 'len_trim', 'slen', 'rank', 'lbound', 'ubound'];

/** The first function of an expression that is not known here; undefined where all are. */
export function unknownFunction(expression: Expression): string | undefined {
  if (expression.op === 'unary') return unknownFunction(expression.x);
  if (expression.op === 'binary') return unknownFunction(expression.a) ?? unknownFunction(expression.b);
  if (expression.op !== 'call') return undefined;
  const { name, args } = expression;
  if (!numeric.has(name) && !inquiries.includes(name) && name !== 'merge') return name;
  return args.map(unknownFunction).find((unknown) => unknown !== undefined);
}

/** Axes count from 1 in `size`, from 0 in f2py's `shape`. */
function call(name: string, args: readonly Expression[], scope: ExpressionScope): Value {
  const shapeOf = (): readonly number[] => {
    const [array] = args;
    const shape = array?.op === 'name' ? scope.shape(array.name) : undefined;
    if (shape === undefined) throw new NoValue(`${name}(…) is of no array`);
    return shape;
  };
  const axis = (first: number): number => {
    const length = shapeOf()[Number(evaluate(args[1], scope)) - first];
    if (length === undefined) throw new NoValue(`${name}(…) has no such axis`);
    return length;
  };
  switch (name) {
    case 'size':
    case 'ubound':
      return args.length > 1 ? axis(1) : product(shapeOf());
    case 'shape':
      return axis(0);
    case 'len':
      if (args[0]?.op === 'name' && scope.shape(args[0].name) === undefined) {
        const text = scope.value(args[0].name);
        if (typeof text === 'string') return text.length;
      }
      return shapeOf()[0] ?? 1;
    case 'slen':
      return bytesIn(String(evaluate(args[0], scope)));
    case 'rank':
      return shapeOf().length;
    case 'lbound':
      return 1;
    case 'len_trim':
      return bytesIn(String(evaluate(args[0], scope)).replace(/ +$/, ''));
    case 'merge': {
      const [yes, no, condition] = args;
      return evaluate(condition, scope) ? evaluate(yes, scope) : evaluate(no, scope);
    }
    default: {
      const known = numeric.get(name);
      if (known === undefined) throw new NoValue(`function ${name} is not known`);
      return known(...args.map((arg) => Number(evaluate(arg, scope))));
    }
  }
}

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** An expression as text that `readExpression` reads as the same. */
export function writeExpression(expression: Expression): string {
  switch (expression.op) {
    case 'value':
      return typeof expression.value === 'boolean' ? `.${expression.value}.` : literal(expression.value);
    case 'name':
      return expression.name;
    case 'call':
      return `${expression.name}(${expression.args.map(writeExpression).join(', ')})`;
    case 'unary':
      return `${expression.sign}${inner(expression.x)}`;
    default:
      return `${inner(expression.a)} ${expression.sign} ${inner(expression.b)}`;
  }
}

function literal(value: number | string): string {
  return typeof value === 'number' ? String(value) : `'${value}'`;
}

function inner(expression: Expression): string {
  const text = writeExpression(expression);
  return expression.op === 'unary' || expression.op === 'binary' ? `(${text})` : text;
}

/** The names an expression refers to. */
export function namesIn(expression: Expression): string[] {
  switch (expression.op) {
    case 'name':
      return [expression.name];
    case 'call':
      return expression.args.flatMap(namesIn);
    case 'unary':
      return namesIn(expression.x);
    case 'binary':
      return [...namesIn(expression.a), ...namesIn(expression.b)];
    default:
      return [];
  }
}

/** The arrays whose bounds an expression asks for. */
export function boundsIn(expression: Expression): { readonly bound: string; readonly array: string }[] {
  switch (expression.op) {
    case 'call': {
      const inner = expression.args.flatMap(boundsIn);
      const [array] = expression.args;
      if (!/^[lu]bound$/.test(expression.name) || array?.op !== 'name') return inner;
      return [{ bound: expression.name, array: array.name }, ...inner];
    }
    case 'unary':
      return boundsIn(expression.x);
    case 'binary':
      return [...boundsIn(expression.a), ...boundsIn(expression.b)];
    default:
      return [];
  }
}

/**
 * The name that an expression determines where its value is known: `n` of `n`, of `n + 1` and of `n - 2`, with what is to be
 * added to the value; null for other forms.
 */
export function invert(expression: Expression): { readonly name: string; readonly add: number } | null {
  if (expression.op === 'name') return { name: expression.name, add: 0 };
  if (expression.op !== 'binary' || expression.a.op !== 'name' || expression.b.op !== 'value') return null;
  if (expression.sign === '+') return { name: expression.a.name, add: -Number(expression.b.value) };
  return expression.sign === '-' ? { name: expression.a.name, add: Number(expression.b.value) } : null;
}
