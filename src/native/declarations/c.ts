/** TypeScript declarations of a C library: its functions with their comments, its variables and constants. */
import { dtypesOf } from '../c/element-types.js';
import { integerSize } from '../c/layout.js';
import {
  type CType,
  type Declarations,
  type FunctionDeclaration,
  type FunctionType,
  writeType,
} from '../c/types.js';

export interface COptions {
  /** Only what these files declare; everything where it is left out. */
  readonly files?: (file: string | null) => boolean;
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
  { files = () => true }: COptions = {},
): string {
  const functions = [...declarations.functions.values()].filter(
    ({ type, file }) => !type.variadic && files(file),
  );
  const constants = [...declarations.constants]
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) => `  readonly ${name}: ${typeof value === 'string' ? 'string' : 'number | bigint'};`,
    );
  return [
    "import type { Complex, NDArray, Shape } from 'strided';",
    "import type { Callback, Cdef, Pointer, Signature } from 'strided/native';",
    '',
    '/** The functions of the library. */',
    `export interface Library {\n${functions.map(writeFunction).join('\n')}\n}`,
    '',
    '/** The constants of the header. */',
    `export declare const constants: {\n${constants.join('\n')}\n};`,
    '/** Memory, types and callbacks of its declarations. */',
    'export declare const ffi: Cdef;',
    'declare const library: Library;',
    'export default library;',
    '',
  ].join('\n');
}

function writeFunction({ name, type, comment }: FunctionDeclaration): string {
  const words = comment.replaceAll('*/', '* /');
  const lines = [...(words === '' ? [] : words.split('\n')), `\`${writeType(type, name)}\``];
  const doc = `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`;
  const parameters = type.parameters.map((parameter, index) => {
    const own = parameter.name ?? `x${index}`;
    return `${own}: ${inputType(parameter.type)}`;
  });
  return `${doc}  readonly ${name}: Signature<[${parameters.join(', ')}], ${outputType(type.returns)}>;`;
}

function inputType(type: CType): string {
  switch (type.kind) {
    case 'pointer':
      return pointerType(type.to);
    case 'array':
      return pointerType(type.of);
    case 'function':
      return callbackType(type);
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
function pointerType(to: CType): string {
  if (to.kind === 'function') return callbackType(to);
  const dtypes = dtypesOf(to);
  const arrays = dtypes.flatMap((dtype) => [`NDArray<'${dtype}', Shape>`, typedArrays[dtype] ?? []].flat());
  const text = to.kind === 'integer' && integerSize(to.name) === 1 && to.constant ? ['string'] : [];
  const record = to.kind === 'struct' || to.kind === 'union' ? ['object'] : [];
  const any = to.kind === 'void' ? ['NDArray', 'ArrayBufferView'] : [];
  const list = to.kind === 'pointer' ? ['readonly unknown[]'] : [];
  return [...text, ...arrays, ...record, ...any, ...list, 'Pointer', 'null'].join(' | ');
}

function callbackType({ parameters, returns }: FunctionType): string {
  const given = parameters.map(({ name, type }, index) => `${name ?? `x${index}`}: ${outputType(type)}`);
  const result = returns.kind === 'void' ? 'void' : inputType(returns);
  return `((${given.join(', ')}) => ${result}) | Callback | null`;
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
