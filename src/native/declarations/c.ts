/** TypeScript declarations of a C library: its functions with their comments, its variables and constants. */
import type { Annotations, ParameterAnnotation } from '../c/calls/annotations.js';
import { planCall } from '../c/calls/function.js';
import { dtypesOf } from '../c/element-types.js';
import { integerSize } from '../c/layout.js';
import {
  type CType,
  type Declarations,
  type FunctionDeclaration,
  type FunctionType,
  type Parameter,
  type VariableDeclaration,
  writeType,
} from '../c/types.js';
import { exportable } from './fortran.js';

export interface COptions {
  /** Only what these files declare; everything where it is left out. */
  readonly files?: (file: string | null) => boolean;
  /** What is known of the parameters beyond their types. */
  readonly annotations?: Annotations;
}

const typedArrays: Readonly<Record<string, string>> = {
  float64: 'Float64Array',
  float32: 'Float32Array',
  int8: 'Int8Array',
  uint8: 'Uint8Array',
  int16: 'Int16Array',
  uint16: 'Uint16Array',
  int32: 'Int32Array',
  uint32: 'Uint32Array',
  int64: 'BigInt64Array',
  uint64: 'BigUint64Array',
};

/** The text of a `.d.ts` whose default export is the library. */
export function writeCDeclarations(
  declarations: Declarations,
  { files = () => true, annotations = {} }: COptions = {},
): string {
  const writer = new Writer(declarations, annotations);
  const functions = [...declarations.functions.values()]
    .filter(({ type, file }) => !type.variadic && files(file))
    .map((declaration) => writer.function(declaration));
  const variables = [...declarations.variables.values()]
    .filter(({ file }) => files(file))
    .map((declaration) => writer.variable(declaration));
  const { constants, constantFiles } = declarations;
  const isOther = (name: string) => constantFiles.has(name) && !files(constantFiles.get(name)!);
  const values = [...constants].flatMap(([name, value]) =>
    value === null || isOther(name) ? [] : [`  readonly ${name}: ${writeConstant(value)};`],
  );
  return [
    "import type { Complex, NDArray, Shape } from 'strided';",
    "import type { Callback, Cdef, Pointer, Signature } from 'strided/native';",
    '',
    ...writer.aliases(),
    '/** The functions and variables of the library. */',
    `export interface Library {\n${[...functions, ...variables].join('\n')}\n}`,
    '',
    '/** The constants of the header. */',
    `export declare const constants: {\n${values.join('\n')}\n};`,
    '/** Memory, types and callbacks of its declarations. */',
    'export declare const ffi: Cdef;',
    'declare const library: Library;',
    'export default library;',
    '',
  ].join('\n');
}

function writeConstant(value: bigint | number | string): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'number';
  return Number.isSafeInteger(Number(value)) ? String(value) : `${value}n`;
}

/** Writes functions and variables, and knows which names of types they used. */
class Writer {
  readonly #declarations: Declarations;
  readonly #annotations: Annotations;
  readonly #used = new Map<string, string>();

  constructor(declarations: Declarations, annotations: Annotations) {
    this.#declarations = declarations;
    this.#annotations = annotations;
  }

  function({ name, type, ...rest }: FunctionDeclaration): string {
    const notes = this.#annotations[name] ?? {};
    const lines = docLines(rest.comment, writeType(type, name));
    const unchecked = this.#unchecked({ name, type, ...rest });
    if (unchecked.length > 0)
      lines.push(`Nothing checks how long ${unchecked.join(', ')} must be: C reads and writes as it likes.`);
    const names = parameterNames(type.parameters);
    const parameters = type.parameters.flatMap((parameter, index) => {
      const note = noteOf(parameter, notes);
      return note?.intent === 'out' ? [] : `${names[index]}: ${this.#input(parameter.type, note)}`;
    });
    const outs = type.parameters.filter((parameter) => noteOf(parameter, notes)?.intent === 'out');
    const returned = outs.map((parameter) => arrayOutput(parameter.type, noteOf(parameter, notes)!));
    if (type.returns.kind !== 'void' || outs.length === 0) returned.unshift(outputType(type.returns));
    const result = returned.length === 1 ? returned[0] : `[${returned.join(', ')}]`;
    return `${comment(lines)}  readonly ${name}: Signature<[${parameters.join(', ')}], ${result}>;`;
  }

  variable({ name, type }: VariableDeclaration): string {
    const readonly = type.constant ? 'readonly ' : '';
    return `${comment([`\`${writeType(type, name)}\``])}  ${readonly}${name}: ${outputType(type)};`;
  }

  /** The declarations of the names that were used. */
  aliases(): string[] {
    const aliases = [...this.#used].map(([name, type]) => `type ${name} = ${type};`);
    return aliases.length === 0 ? [] : ['/** What pointers take. */', ...aliases.sort(), ''];
  }

  #unchecked(declaration: FunctionDeclaration): readonly string[] {
    const { name } = declaration;
    return planCall(declaration, this.#annotations[name] ?? {}, this.#declarations, 'allow').unchecked.map(
      plainName,
    );
  }

  #input(type: CType, note?: ParameterAnnotation): string {
    switch (type.kind) {
      case 'pointer':
        return this.#pointer(type.to, note);
      case 'array':
        return this.#pointer(type.of, note);
      case 'function':
        return this.#callback(type);
      case 'enum':
        return 'number | string';
      case 'struct':
      case 'union':
        return 'object';
      default:
        return numberType(type);
    }
  }

  /** What is taken where C wants an address. */
  #pointer(to: CType, note?: ParameterAnnotation): string {
    if (to.kind === 'function') return this.#callback(to);
    if (to.kind === 'array') return this.#pointer(to.of, note);
    if (to.kind === 'struct' || to.kind === 'union') {
      if (to.fields === null) return 'Pointer | null';
      return this.#alias('Structs', 'object | readonly object[] | Pointer | null');
    }
    if (to.kind === 'pointer') return this.#alias('Pointers', 'readonly unknown[] | Pointer | null');
    if (to.kind === 'void') return this.#alias('Bytes', 'NDArray | ArrayBufferView | Pointer | null');
    const dtypes = dtypesOf(to);
    if (dtypes.length === 0) return 'Pointer | null';
    const arrays = dtypes.flatMap((dtype) => [`NDArray<'${dtype}', Shape>`, typedArrays[dtype] ?? []].flat());
    const text = to.kind === 'integer' && integerSize(to.name) === 1 && to.constant && note?.intent !== 'out';
    const named = to.kind === 'integer' && to.name === 'char' ? 'Chars' : capitalized(`${dtypes[0]}s`);
    const taken = [...arrays, 'Pointer', 'null'].join(' | ');
    return text
      ? this.#alias(named === 'Chars' ? 'Text' : `${named}OrText`, `string | ${taken}`)
      : this.#alias(named, taken);
  }

  #alias(name: string, type: string): string {
    this.#used.set(name, type);
    return name;
  }

  #callback({ parameters, returns }: FunctionType): string {
    const names = parameterNames(parameters);
    const given = parameters.map(({ type }, index) => `${names[index]}: ${outputType(type)}`);
    const result =
      returns.kind === 'void' ? 'void' : returns.kind === 'pointer' ? 'Pointer | null' : this.#input(returns);
    return `((${given.join(', ')}) => ${result}) | Callback | Pointer | null`;
  }
}

function noteOf({ name }: Parameter, notes: Annotations[string]): ParameterAnnotation | undefined {
  return name === null ? undefined : notes[name];
}

/** Names that TypeScript takes, without the underscores of system headers. */
function parameterNames(parameters: readonly Parameter[]): string[] {
  const plain = parameters.map(({ name }, index) => (name === null ? `x${index}` : plainName(name)));
  const unique = new Set(plain).size === plain.length;
  return (unique ? plain : parameters.map(({ name }, index) => name ?? `x${index}`)).map((name) =>
    exportable(name) ? name : `${name}_`,
  );
}

function plainName(name: string): string {
  return name.replace(/^_+(?=[A-Za-z])/, '');
}

function capitalized(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function docLines(words: string, declaration: string): string[] {
  return [...(words === '' ? [] : words.replaceAll('*/', '* /').split('\n')), `\`${declaration}\``];
}

function comment(lines: readonly string[]): string {
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`;
}

/** An array that the call makes. */
function arrayOutput(type: CType, { shape }: ParameterAnnotation): string {
  const to = type.kind === 'pointer' ? type.to : type;
  const axes = (shape?.length ?? 1) === 1 ? 'number' : shape!.map(() => 'number').join(', ');
  return `NDArray<'${dtypesOf(to)[0]}', readonly [${axes}]>`;
}

function outputType(type: CType): string {
  switch (type.kind) {
    case 'void':
      return 'undefined';
    case 'pointer':
      return type.to.kind === 'integer' && type.to.name === 'char' && type.to.constant
        ? 'string | null'
        : 'Pointer';
    case 'array':
      return 'unknown[]';
    case 'function':
      return 'Pointer';
    case 'enum':
      return 'number';
    case 'struct':
    case 'union':
      return 'Record<string, unknown>';
    default:
      return numberType(type);
  }
}

function numberType(type: CType): string {
  if (type.kind === 'bool') return 'boolean';
  if (type.kind === 'complex') return 'Complex';
  return type.kind === 'integer' && integerSize(type.name) >= 8 ? 'number | bigint' : 'number';
}
