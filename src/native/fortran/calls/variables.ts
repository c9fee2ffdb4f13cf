/** Variables of modules and of common blocks, and parameters: where they are, and the wrappers that say so. */
import { copyElements } from '../../../core/copy.js';
import { dtypeInfo } from '../../../core/dtype.js';
import { ArgumentError, ShapeError } from '../../../core/errors.js';
import { layoutSymbol } from '../../../core/layout.js';
import { NDArray } from '../../../core/ndarray.js';
import { contiguousStrides } from '../../../core/shape.js';
import { asarray } from '../../../ops/asarray.js';
import { findFunction, foreignBytes, type Handle } from '../../c/koffi.js';
import { type Place, refuse } from '../../c/memory/scalars.js';
import type { FunctionType } from '../../c/types.js';
import type { Argument, Refusal } from '../plans/call-plan.js';
import { type Expression, evaluate, NoValue } from '../plans/expression.js';
import { logicalStorage } from '../plans/kinds.js';
import { isPublic } from '../plans/plan.js';
import { planShared, Refused } from '../plans/plan-variable.js';
import type { CommonBlock, FortranSource, Module, Procedure } from '../sources/model.js';
import { typeName, wrapperName } from '../wrapper.js';
import { readCell, scalarConverter, writeCell } from './cells.js';

/** A variable that can be read, and written unless it is a parameter or protected. */
export interface SharedVariable {
  readonly argument: Argument;
  /** The module or the common block. */
  readonly owner: string;
  readonly symbol: string;
  readonly shape: readonly number[];
  /** Of a text: its bytes. */
  readonly length: number;
  /** A parameter, which has no address. */
  readonly constant: boolean;
  readonly readOnly: boolean;
}

/** The same while it is built. */
export interface PlannedVariable extends SharedVariable {
  /** Fortran's statements that make the name known to the wrapper. */
  readonly statements: readonly string[];
  readonly file: string;
  readonly line: number;
}

export interface SharedVariables {
  readonly variables: readonly PlannedVariable[];
  readonly refusals: readonly Refusal[];
}

type Modules = ReadonlyMap<string, Module>;

export function planVariables(source: FortranSource): SharedVariables {
  const modules = new Map(source.modules.map((module) => [module.name, module]));
  const found: SharedVariables[] = source.modules.map((module) => variablesOf(module, modules));
  found.push(commonsOf(source, modules));
  return {
    variables: found.flatMap(({ variables }) => variables),
    refusals: found.flatMap(({ refusals }) => refusals),
  };
}

function variablesOf(module: Module, modules: Modules): SharedVariables {
  const variables: PlannedVariable[] = [];
  const refusals: Refusal[] = [];
  const common = new Set(module.commons.flatMap((block) => block.variables));
  for (const [name, variable] of module.variables) {
    if (!isPublic(module, name) || common.has(name)) continue;
    try {
      const argument = planShared(name, module, modules);
      const constant = variable.attributes.has('parameter');
      variables.push({
        argument,
        owner: module.name,
        symbol: `strided_v_${module.name}_MOD_${name}`,
        shape: fixedShape(argument),
        length: fixedLength(argument),
        constant,
        readOnly: constant || variable.attributes.has('protected'),
        statements: [`  use ${module.name}, only: ${name}`],
        file: module.file,
        line: variable.line,
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { file, name: owner } = module;
      refusals.push({ name, owner, file, line: variable.line, reason: error.message });
    }
  }
  return { variables, refusals };
}

/** Each block once, as the first scope that has it declares it. */
function commonsOf(source: FortranSource, modules: Modules): SharedVariables {
  const scopes = [
    ...source.modules,
    ...source.modules.flatMap(({ procedures }) => procedures),
    ...source.procedures,
  ];
  const known = new Map<string, SharedVariables>();
  for (const scope of scopes) {
    for (const block of scope.commons) {
      if (!known.has(block.name)) known.set(block.name, commonOf(block, scope, modules));
    }
  }
  return {
    variables: [...known.values()].flatMap(({ variables }) => variables),
    refusals: [...known.values()].flatMap(({ refusals }) => refusals),
  };
}

/** All of a block or nothing: where one variable lies depends on those before it. */
function commonOf(block: CommonBlock, scope: Module | Procedure, modules: Modules): SharedVariables {
  const owner = block.name === '' ? '_blank_' : block.name;
  try {
    const known = block.variables.map((name) => planShared(name, scope, modules));
    const common = `  common ${block.name === '' ? '' : `/${block.name}/ `}${block.variables.join(', ')}`;
    const statements = ['  implicit none', ...known.map(commonDeclaration), common];
    const variables = known.map((argument) => ({
      argument,
      owner,
      symbol: `strided_v_${owner}_COMMON_${argument.name}`,
      shape: fixedShape(argument),
      length: fixedLength(argument),
      constant: false,
      readOnly: false,
      statements,
      file: scope.file,
      line: scope.variables.get(argument.name)?.line ?? scope.line,
    }));
    return { variables, refusals: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { file } = scope;
    const reason = block.name === '' ? error.message : `in common /${block.name}/, ${error.message}`;
    const refusals = block.variables.map((name) => {
      const line = scope.variables.get(name)?.line ?? scope.line;
      return { name, owner, file, line, reason };
    });
    return { variables: [], refusals };
  }
}

function commonDeclaration(argument: Argument): string {
  const { name, kind } = argument;
  const shape = kind === 'array' ? `(${argument.axes.map(({ text }) => text).join(', ')})` : '';
  const type = kind === 'text' ? `character(len=${fixedLength(argument)})` : typeName(argument);
  return `  ${type} :: ${name}${shape}`;
}

function fixedShape({ name, axes }: Argument): number[] {
  return axes.map(({ text, length }) => constant(name, text, length));
}

/** The bytes of a text; of numbers 1. A parameter with `len=*` has the length of its value. */
function fixedLength({ name, kind, type, length, initial }: Argument): number {
  const value = initial?.op === 'value' ? initial.value : null;
  if (length === null && typeof value === 'string') return new TextEncoder().encode(value).length;
  return kind === 'text' ? constant(name, type.length ?? '1', length) : 1;
}

function constant(name: string, text: string, length: Expression | null): number {
  try {
    if (length !== null) return Number(evaluate(length, { value: () => undefined, shape: () => undefined }));
  } catch (error) {
    if (!(error instanceof NoValue)) throw error;
  }
  throw new Refused(`the length ${text} of ${name} is not constant`);
}

/** The wrapper of a variable, which gives its address, or writes a parameter's value to one. */
export function writeVariable(variable: PlannedVariable): string {
  return variable.constant ? writeConstant(variable) : writeAddress(variable);
}

function writeConstant({ symbol, argument, shape, length, statements }: PlannedVariable): string {
  const { name, kind, type, bytes } = argument;
  const lengths = kind === 'text' ? [length] : shape;
  const dimensions = lengths.length > 0 ? `(${lengths.join(', ')})` : '';
  const logical = type.base === 'logical';
  const value = kind === 'text' ? `transfer(${name}, st_out)` : logical ? `merge(1, 0, ${name})` : name;
  const out = kind === 'text' ? 'character(kind=c_char)' : logical ? `integer(${bytes})` : typeName(argument);
  return [
    `subroutine ${wrapperName(symbol)}(st_out) bind(c, name='${symbol}')`,
    '  use, intrinsic :: iso_c_binding, only: c_char',
    ...statements,
    `  ${out} :: st_out${dimensions}`,
    `  st_out = ${value}`,
    'end subroutine',
  ].join('\n');
}

function writeAddress({ symbol, argument, statements }: PlannedVariable): string {
  return [
    `function ${wrapperName(symbol)}() result(st_address) bind(c, name='${symbol}')`,
    '  use, intrinsic :: iso_c_binding, only: c_intptr_t',
    ...statements,
    '  integer(c_intptr_t) :: st_address',
    `  st_address = loc(${argument.name})`,
    'end function',
  ].join('\n');
}

const addressType: FunctionType = {
  kind: 'function',
  returns: { kind: 'integer', name: 'long long' },
  parameters: [],
  variadic: false,
};
const valueType: FunctionType = {
  kind: 'function',
  returns: { kind: 'void' },
  parameters: [{ name: null, type: { kind: 'pointer', to: { kind: 'void' } } }],
  variadic: false,
};

/** What of a variable's memory is read and written, by what it is. */
interface View {
  read(memory: ArrayBuffer): unknown;
  write(memory: ArrayBuffer, value: unknown): void;
}

/** Defines a property that reads the variable and, where it may, writes it. Arrays are views of Fortran's memory. */
export function defineShared(target: object, variable: SharedVariable, handle: Handle): void {
  const { argument, symbol, shape, length, constant, readOnly } = variable;
  const { name, kind, type, bytes } = argument;
  const elements = kind === 'text' ? length : shape.reduce((product, extent) => product * extent, 1);
  const size = elements * (type.base === 'complex' ? 2 : 1) * bytes;
  let memory: ArrayBuffer | undefined;
  const here = (): ArrayBuffer => {
    if (memory !== undefined) return memory;
    const ask = findFunction(handle, symbol, constant ? valueType : addressType)!;
    if (constant) {
      memory = new ArrayBuffer(size);
      ask(new Uint8Array(memory));
    } else memory = foreignBytes(BigInt(ask() as number | bigint), size);
    return memory;
  };
  const view =
    kind === 'text' ? textView(name) : kind === 'array' ? arrayView(variable) : scalarView(argument);
  Object.defineProperty(target, name, {
    enumerable: true,
    get: () => view.read(here()),
    set: (value: unknown) => {
      if (!readOnly) return view.write(here(), value);
      const why = constant ? 'a parameter' : 'protected';
      throw new ArgumentError(`${name} is ${why}: it can only be read`, {
        operation: 'fortran',
        argument: name,
      });
    },
  });
}

/** Fortran fills texts with blanks. */
function textView(name: string): View {
  return {
    read: (memory) => new TextDecoder().decode(new Uint8Array(memory)).replace(/ +$/, ''),
    write: (memory, value) => {
      const where: Place = { operation: 'fortran', argument: name };
      if (typeof value !== 'string') throw refuse(where, value, 'a string');
      const encoded = new TextEncoder().encode(value);
      if (encoded.length > memory.byteLength)
        throw refuse(where, value, `at most ${memory.byteLength} bytes`);
      const bytes = new Uint8Array(memory).fill(32);
      bytes.set(encoded);
    },
  };
}

function scalarView(argument: Argument): View {
  const convert = scalarConverter('fortran', argument);
  const { storage } = dtypeInfo(
    argument.type.base === 'logical' ? logicalStorage[argument.bytes] : argument.dtype!,
  );
  return {
    read: (memory) => readCell(argument, new storage(memory) as ArrayBufferView),
    write: (memory, value) => writeCell(argument, new storage(memory) as ArrayBufferView, convert(value)),
  };
}

function arrayView({ argument, shape, readOnly }: SharedVariable): View {
  const { name } = argument;
  const dtype = argument.dtype!;
  const { storage, itemsize } = dtypeInfo(dtype);
  const strides = contiguousStrides(shape, itemsize, 'F');
  const array = (memory: ArrayBuffer): NDArray =>
    new NDArray({ data: new storage(memory) as never, dtype, shape, strides, writeable: !readOnly });
  return {
    read: array,
    write: (memory, value) => {
      const given: NDArray = asarray(value as number, { dtype });
      if (given.shape.join() !== shape.join()) {
        throw new ShapeError(`${name} has shape (${shape.join(', ')}); got (${given.shape.join(', ')})`, {
          operation: 'fortran',
          argument: name,
          got: given.shape,
          needs: shape.join(', '),
        });
      }
      copyElements(array(memory)[layoutSymbol](), given[layoutSymbol]());
    },
  };
}
