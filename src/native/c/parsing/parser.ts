/**
 * A parser of C declarations: what headers hold after preprocessing, and cffi's `...` where the compiler shall fill in.
 *
 * Policy: everything that declares is read, everything else is stepped over (bodies of functions, initial values,
 * attributes, asm labels). What cannot be read is an error with its line; nothing is guessed. Declarators are read inside out,
 * as C's grammar has them: each part gives a function that wraps the type of the part around it.
 *
 * State: a cursor over the tokens, and the names that typedefs gave so far, because `a * b;` means two things.
 */
import { ArgumentError } from '../../../core/errors.js';
import { layoutOf } from '../layout.js';
import type { CType, Declarations, Field, FunctionType, Parameter, RecordType } from '../types.js';
import { applyAttributes, mergeAttributes, readAttributes } from './attributes.js';
import { type Constant, type ConstantScope, evaluate, NotConstant } from './constant.js';
import { Cursor } from './cursor.js';
import { declaredAlike } from './declared-alike.js';
import { readDefines } from './defines.js';
import { emptyDeclarations } from './empty-declarations.js';
import { readSpecifiers, type Specifiers } from './specifiers.js';
import { type Define, type Token, tokenize } from './tokens.js';
import { attributeWords, silent, typeWords } from './words.js';

export interface ParseOptions {
  /** Declarations whose types, enums and constants the text uses. */
  readonly include?: readonly Declarations[];
  /** `true` lays structs out without gaps; a number aligns their fields to so many bytes at most. */
  readonly packed?: boolean | number;
}

/** Reads declarations. @throws ParseError for what is no declaration of C, with its line. */
export function parseDeclarations(text: string, options: ParseOptions = {}): Declarations {
  const { include = [], packed = false } = options;
  const pack = packed === true ? 1 : packed || undefined;
  if (pack !== undefined && ![1, 2, 4, 8, 16].includes(pack)) {
    throw new ArgumentError(`packed is ${pack}; needs true, 1, 2, 4, 8 or 16`, {
      operation: 'cdef',
      argument: 'packed',
      got: packed,
    });
  }
  return new Parser(text, emptyDeclarations(include), pack).parse();
}

/** The type that a text names, with what was declared before: `'struct point *'`, `'int(int, int)'`. @throws ParseError */
export function parseType(text: string, declarations: Declarations): CType {
  const parser = new Parser(text, declarations);
  const type = parser.readTypeName();
  if (!parser.cursor.done) throw parser.cursor.error(`'${parser.cursor.peek().text}' is too much`);
  return type;
}

type Wrap = (type: CType) => CType;

interface Declarator {
  readonly name: string | null;
  readonly wrap: Wrap;
}

export class Parser implements ConstantScope {
  readonly cursor: Cursor;
  readonly declarations: Declarations;
  readonly #defines: readonly Define[];

  /** @param pack to how many bytes fields are aligned at most, where no `#pragma pack` says so. */
  constructor(text: string, declarations: Declarations, pack?: number) {
    const { tokens, defines } = tokenize(text, pack);
    this.cursor = new Cursor(tokens);
    this.#defines = defines;
    this.declarations = declarations;
  }

  parse(): Declarations {
    while (!this.cursor.done) this.#external();
    readDefines(this.#defines, this.declarations.constants);
    return this.declarations;
  }

  /** One declaration on the outside of everything. */
  #external(): void {
    const { cursor } = this;
    if (cursor.accept(';')) return;
    if (cursor.is('extern') && cursor.peek(1).kind === 'string') {
      cursor.next();
      cursor.next();
      if (cursor.accept('{')) {
        while (!cursor.accept('}')) {
          if (cursor.done) throw cursor.error('\'}\' of extern "C" is missing');
          this.#external();
        }
        return;
      }
    }
    if (cursor.is('_Static_assert', 'static_assert')) {
      cursor.next();
      cursor.skipGroup();
      cursor.expect(';');
      return;
    }
    if (cursor.is('__asm__', 'asm', '__asm')) {
      readAttributes(this);
      cursor.accept(';');
      return;
    }
    this.#declaration();
  }

  #declaration(): void {
    const { cursor } = this;
    const first = cursor.peek();
    const specifiers = readSpecifiers(this);
    if (cursor.accept(';')) return; // a struct, union or enum alone
    for (;;) {
      const { name, wrap } = this.#declarator();
      if (name === null) throw cursor.error(`a name is missing before '${cursor.peek().text}'`);
      const attributes = mergeAttributes(specifiers.attributes, readAttributes(this));
      const type = applyAttributes(wrap(specifiers.type), attributes, this);
      this.#declare(name, type, specifiers, first);
      if (cursor.is('{') && type.kind === 'function') {
        cursor.skipGroup();
        return;
      }
      if (cursor.accept('=')) this.#skipInitialValue();
      if (cursor.accept(';')) return;
      if (!cursor.accept(',')) throw cursor.error(`';' is missing before '${cursor.peek().text}'`);
    }
  }

  #declare(name: string, type: CType, specifiers: Specifiers, { line, file, comment, apart }: Token): void {
    const { typedefs, functions, variables } = this.declarations;
    if (specifiers.storage === 'typedef') {
      typedefs.set(name, named(type, name));
    } else if (type.kind === 'function') {
      const local = specifiers.storage === 'static' || (specifiers.inline && this.cursor.is('{'));
      const { after } = this.cursor.peek();
      const words = after !== undefined && (comment === '' || apart) ? after : comment;
      const known = functions.get(name);
      if (file === null && known !== undefined && !declaredAlike(known.type, type))
        throw this.cursor.error(`${name} is declared twice, in different ways`);
      if (known === undefined) functions.set(name, { name, type, local, line, file, comment: words });
    } else if (!variables.has(name)) {
      variables.set(name, { name, type, line, file });
    }
  }

  #skipInitialValue(): void {
    const { cursor } = this;
    while (!cursor.is(',', ';')) {
      if (cursor.done) throw cursor.error("';' is missing");
      if (cursor.is('(', '{', '[')) cursor.skipGroup();
      else cursor.next();
    }
  }

  /** Pointers, then a name or a declarator in parentheses, then arrays and parameters. */
  #declarator(): Declarator {
    const { cursor } = this;
    readAttributes(this);
    const pointers: boolean[] = [];
    while (cursor.is('*', '^')) {
      cursor.next();
      let constant = false;
      for (;;) {
        readAttributes(this);
        if (!cursor.is('const', '__const', '__const__')) break;
        constant = true;
        cursor.next();
      }
      pointers.push(constant);
    }
    const pointed: Wrap = (type) =>
      pointers.reduce<CType>(
        (to, constant) => ({ kind: 'pointer', to, ...(constant ? { constant } : {}) }),
        type,
      );
    let inner: Declarator = { name: null, wrap: (type) => type };
    if (cursor.is('(') && this.#groups()) {
      cursor.next();
      inner = this.#declarator();
      cursor.expect(')');
    } else if (cursor.peek().kind === 'name') {
      inner = { name: cursor.next().text, wrap: (type) => type };
    }
    const suffix = this.#suffixes();
    return { name: inner.name, wrap: (type) => inner.wrap(suffix(pointed(type))) };
  }

  /** Whether `(` opens a declarator in parentheses, and not the parameters of a function without a name. */
  #groups(): boolean {
    const after = this.cursor.peek(1);
    if (after.text === ')') return false;
    if (after.kind === 'name') return silentOrAttribute(after.text) || !this.startsType(1);
    return after.text === '*' || after.text === '(' || after.text === '[' || after.text === '^';
  }

  #suffixes(): Wrap {
    const { cursor } = this;
    const start = cursor.position;
    readAttributes(this);
    if (!cursor.is('[', '(')) cursor.position = start; // they say something of what is declared
    if (cursor.is('[')) {
      const length = this.#arrayLength();
      const rest = this.#suffixes();
      return (type) => ({ kind: 'array', of: rest(type), length });
    }
    if (cursor.is('(')) {
      const { parameters, variadic } = this.#parameters();
      const rest = this.#suffixes();
      return (type) => ({ kind: 'function', returns: rest(type), parameters, variadic });
    }
    return (type) => type;
  }

  #arrayLength(): number | string | null {
    const { cursor } = this;
    cursor.expect('[');
    while (cursor.is('static', 'const', 'restrict', '__restrict', '__restrict__', 'volatile', '__const'))
      cursor.next();
    const start = cursor.position;
    if (cursor.accept(']')) return null;
    if ((cursor.is('...') || cursor.is('*')) && cursor.peek(1).text === ']') {
      cursor.next();
      cursor.next();
      return null;
    }
    try {
      const value = evaluate(cursor, this);
      if (cursor.is(']')) {
        cursor.next();
        const length = Number(value);
        if (!(length >= 0)) throw cursor.error(`an array has ${length} elements`);
        return length;
      }
    } catch (error) {
      if (!(error instanceof NotConstant)) throw error;
    }
    // An expression of other parameters; kept as it is.
    cursor.position = start;
    while (!cursor.is(']')) {
      if (cursor.done) throw cursor.error("']' is missing");
      if (cursor.is('(', '[', '{')) cursor.skipGroup();
      else cursor.next();
    }
    const text = cursor.text(start, cursor.position);
    cursor.expect(']');
    return text;
  }

  #parameters(): Pick<FunctionType, 'parameters' | 'variadic'> {
    const { cursor } = this;
    cursor.expect('(');
    if (cursor.accept(')')) return { parameters: [], variadic: false };
    if (cursor.is('void') && cursor.peek(1).text === ')') {
      cursor.next();
      cursor.next();
      return { parameters: [], variadic: false };
    }
    const parameters: Parameter[] = [];
    for (;;) {
      if (cursor.accept('...')) {
        cursor.expect(')');
        return { parameters, variadic: true };
      }
      const { type: base } = readSpecifiers(this);
      const { name, wrap } = this.#declarator();
      readAttributes(this);
      parameters.push({ name, type: asParameter(wrap(base)) });
      if (cursor.accept(')')) return { parameters, variadic: false };
      cursor.expect(',');
    }
  }

  /** The fields of a struct or union; `{` is next. */
  readFields(record: RecordType): void {
    const { cursor } = this;
    const fields: Field[] = [];
    cursor.expect('{');
    while (!cursor.accept('}')) {
      if (cursor.done) throw cursor.error("'}' is missing");
      if (cursor.accept(';')) continue;
      if (cursor.accept('...')) {
        record.partial = true;
        cursor.accept(';');
        continue;
      }
      if (cursor.is('_Static_assert', 'static_assert')) {
        cursor.next();
        cursor.skipGroup();
        continue;
      }
      const { type, attributes } = readSpecifiers(this);
      if (cursor.accept(';')) {
        if (type.kind === 'struct' || type.kind === 'union') fields.push({ name: null, type });
        continue;
      }
      do {
        const { name, wrap } = cursor.is(':')
          ? { name: null, wrap: (inner: CType) => inner }
          : this.#declarator();
        const bits = cursor.accept(':') ? Number(this.constantHere('the width of a bit field')) : undefined;
        const own = mergeAttributes(attributes, readAttributes(this));
        const { align, packed } = own;
        const field = { name, type: applyAttributes(wrap(type), { ...own, align: undefined }, this) };
        fields.push({
          ...field,
          ...(bits !== undefined && { bits }),
          ...(align !== undefined && { align }),
          ...(packed && { packed }),
        });
      } while (cursor.accept(','));
      cursor.expect(';');
    }
    record.fields = fields;
  }

  /** The names of an enum; `{` is next. */
  readEnum(tag: string | null): ReadonlyMap<string, bigint> {
    const { cursor } = this;
    const values = new Map<string, bigint>();
    let next: bigint | null = 0n;
    cursor.expect('{');
    while (!cursor.accept('}')) {
      if (cursor.accept('...')) {
        cursor.accept(',');
        continue;
      }
      const { file } = cursor.peek();
      const name = cursor.name('the name of a constant');
      readAttributes(this);
      if (cursor.accept('='))
        next = cursor.accept('...') ? null : BigInt(this.constantHere(`the value of ${name}`));
      this.declarations.constants.set(name, next);
      this.declarations.constantFiles.set(name, file);
      if (next !== null) {
        values.set(name, next);
        next++;
      }
      if (!cursor.accept(',') && !cursor.is('}'))
        throw cursor.error(`',' is missing before '${cursor.peek().text}'`);
    }
    if (tag !== null) this.declarations.enums.set(tag, values);
    return values;
  }

  constantHere(what: string): Constant {
    const at = this.cursor.peek();
    try {
      return evaluate(this.cursor, this);
    } catch (error) {
      if (error instanceof NotConstant) throw this.cursor.error(`${what} is no constant expression`, at);
      throw error;
    }
  }

  /** Whether a type name starts at the token `ahead` of the cursor. */
  startsType(ahead: number): boolean {
    const { kind, text } = this.cursor.peek(ahead);
    return kind === 'name' && (typeWords.has(text) || this.declarations.typedefs.has(text));
  }

  /** A type without a name, as in `sizeof(int *)`. */
  readTypeName(): CType {
    const { type } = readSpecifiers(this);
    const { name, wrap } = this.#declarator();
    if (name !== null) throw this.cursor.error(`a type has no name '${name}'`);
    return wrap(type);
  }

  constant(name: string): Constant | undefined {
    const value = this.declarations.constants.get(name);
    return typeof value === 'string' || value === null ? undefined : value;
  }

  sizeofType(cursor: Cursor): bigint | undefined {
    const type = this.#typeInParentheses(cursor);
    return type && BigInt(layoutOf(type).size);
  }

  #typeInParentheses(cursor: Cursor): CType | undefined {
    if (!cursor.is('(') || !this.startsType(1)) return undefined;
    cursor.next();
    const type = this.readTypeName();
    cursor.expect(')');
    return type;
  }

  alignOfType(cursor: Cursor): bigint | undefined {
    const type = this.#typeInParentheses(cursor);
    return type && BigInt(layoutOf(type).align);
  }

  sizeOf(type: CType): number {
    return layoutOf(type).size;
  }

  skipType(cursor: Cursor): boolean {
    return this.#typeInParentheses(cursor) !== undefined;
  }
}

/** The type a typedef names; records keep their identity, because a struct may point to itself. */
function named(type: CType, alias: string): CType {
  if (type.kind !== 'struct' && type.kind !== 'union') return { ...type, alias };
  if (type.tag === null) (type as { alias?: string }).alias ??= alias;
  return type;
}

/** Arrays and functions become pointers; the length that was written stays, because it can be checked. */
function asParameter(type: CType): CType {
  return type.kind === 'function' ? { kind: 'pointer', to: type } : type;
}

function silentOrAttribute(word: string): boolean {
  return silent.has(word) || attributeWords.has(word);
}
