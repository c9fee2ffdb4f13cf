/** Variables of modules and of common blocks, and parameters: where they are, and the wrappers that say so. */
import { copyElements } from '../../core/copy.js';
import { dtypeInfo } from '../../core/dtype.js';
import { describe } from '../../core/element.js';
import { ArgumentError, ShapeError } from '../../core/errors.js';
import { layoutSymbol } from '../../core/layout.js';
import { NDArray } from '../../core/ndarray.js';
import { contiguousStrides } from '../../core/shape.js';
import { asarray } from '../../ops/asarray.js';
import { findFunction, foreignBytes, type Handle } from '../c/koffi.js';
import type { FunctionType } from '../c/types.js';
import { evaluate, NoValue } from './expression.js';
import type { FortranSource, Scope } from './model.js';
import { type Argument, planNumbers, type Refusal, Refused } from './plan.js';
import { typeName } from './wrapper.js';

/** A variable that can be read, and written unless it is a parameter. */
export interface SharedVariable {
  readonly argument: Argument;
  /** The module or the common block. */
  readonly owner: string;
  readonly symbol: string;
  readonly shape: readonly number[];
  readonly constant: boolean;
  /** Fortran's statements that make the name known to the wrapper. */
  readonly statements: readonly string[];
}

export interface SharedVariables {
  readonly variables: readonly SharedVariable[];
  readonly refusals: readonly Refusal[];
}

/** Where a variable was declared. */
interface Place {
  readonly owner: string;
  readonly file: string;
  readonly line: number;
}

export function planVariables(source: FortranSource): SharedVariables {
  const modules = new Map(source.modules.map((module) => [module.name, module]));
  const variables: SharedVariable[] = [];
  const refusals: Refusal[] = [];
  const add = (
    name: string,
    scope: Scope,
    place: Place,
    make: (argument: Argument) => Omit<SharedVariable, 'argument' | 'shape' | 'constant'>,
  ) => {
    try {
      const argument = planNumbers(name, scope, modules);
      const variable = scope.variables.get(name)!;
      variables.push({
        argument,
        shape: fixedShape(argument),
        constant: variable.attributes.has('parameter'),
        ...make(argument),
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push({
        name,
        owner: place.owner,
        file: place.file,
        line: scope.variables.get(name)?.line ?? place.line,
        reason: error.message,
      });
    }
  };
  for (const module of source.modules) {
    for (const [name, variable] of module.variables) {
      if ((module.exceptions.get(name) ?? module.access) !== 'public') continue;
      add(name, module, { owner: module.name, file: module.file, line: variable.line }, () => ({
        owner: module.name,
        symbol: `strided_v_${module.name}_${name}`,
        statements: [`  use ${module.name}, only: ${name}`],
      }));
    }
  }
  addCommons(source, add);
  return { variables, refusals };
}

/** Each block once, as the first procedure that has it declares it. */
function addCommons(
  source: FortranSource,
  add: (
    name: string,
    scope: Scope,
    place: Place,
    make: (argument: Argument) => Omit<SharedVariable, 'argument' | 'shape' | 'constant'>,
  ) => void,
): void {
  const seen = new Set<string>();
  for (const procedure of source.procedures) {
    for (const { name: block, variables } of procedure.commons) {
      if (seen.has(block)) continue;
      seen.add(block);
      const owner = block === '' ? '_blank_' : block;
      const types = variables.map((name) => {
        const { axes, ...argument } = planNumbers(name, procedure, new Map());
        const shape = axes.length > 0 ? `(${axes.map(({ text }) => text).join(', ')})` : '';
        return `  ${typeName(argument as Argument)} :: ${name}${shape}`;
      });
      const common = `  common ${block === '' ? '' : `/${block}/ `}${variables.join(', ')}`;
      for (const name of variables) {
        add(name, procedure, { owner, file: procedure.file, line: procedure.line }, () => ({
          owner,
          symbol: `strided_v_${owner}_${name}`,
          statements: ['  implicit none', ...types, common],
        }));
      }
    }
  }
}

function fixedShape({ name, axes }: Argument): number[] {
  return axes.map(({ text, length }) => {
    try {
      if (length !== null)
        return Number(evaluate(length, { value: () => undefined, shape: () => undefined }));
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
    }
    throw new Refused(`the length ${text} of ${name} is not constant`);
  });
}

/** A function for each variable that gives its address, or writes a parameter's value to one. */
export function writeVariables(variables: readonly SharedVariable[]): string {
  return variables
    .map((variable) => {
      const { symbol, argument, statements, constant } = variable;
      const name = argument.name;
      const [uses, rest] = [
        statements.filter((line) => line.startsWith('  use')),
        statements.filter((line) => !line.startsWith('  use')),
      ];
      if (constant) {
        const shape = argument.axes.length > 0 ? `(${variable.shape.join(', ')})` : '';
        const value = argument.type.base === 'logical' ? `merge(1_1, 0_1, ${name})` : name;
        const type = argument.type.base === 'logical' ? 'integer(1)' : typeName(argument);
        return [
          `subroutine ${symbol}(st_out) bind(c, name='${symbol}')`,
          ...uses,
          `  ${type} :: st_out${shape}`,
          `  st_out = ${value}`,
          `end subroutine ${symbol}`,
        ].join('\n');
      }
      return [
        `function ${symbol}() result(st_address) bind(c, name='${symbol}')`,
        '  use, intrinsic :: iso_c_binding, only: c_intptr_t',
        ...uses,
        ...rest,
        '  integer(c_intptr_t) :: st_address',
        `  st_address = loc(${name})`,
        `end function ${symbol}`,
      ].join('\n');
    })
    .join('\n');
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

/** Defines a property that reads the variable and, unless it is a parameter, writes it. Arrays are views of Fortran's memory. */
export function defineShared(target: object, variable: SharedVariable, handle: Handle): void {
  const { argument, symbol, shape, constant } = variable;
  const { name } = argument;
  const elements = shape.reduce((product, length) => product * length, 1);
  const logical = argument.type.base === 'logical' && !constant;
  const { storage, itemsize } = dtypeInfo(argument.dtype!);
  const bytes = logical ? argument.bytes : itemsize;
  let buffer: ArrayBuffer | undefined;
  const memory = (): ArrayBuffer => {
    if (buffer !== undefined) return buffer;
    const ask = findFunction(handle, symbol, constant ? valueType : addressType)!;
    if (constant) {
      buffer = new ArrayBuffer(elements * bytes);
      ask(new Uint8Array(buffer));
    } else buffer = foreignBytes(BigInt(ask() as number | bigint), elements * bytes);
    return buffer;
  };
  const array = (): NDArray => {
    const data = new storage(memory());
    const strides = contiguousStrides(shape, itemsize, 'F');
    return new NDArray({ data: data as never, dtype: argument.dtype!, shape, strides, writeable: !constant });
  };
  const read = (): unknown => {
    if (logical) return new Uint8Array(memory())[0] !== 0;
    const all = array();
    return shape.length > 0 ? all : all.item();
  };
  const write = (value: unknown): void => {
    const place = { operation: 'fortran', argument: name };
    if (logical) {
      if (typeof value !== 'boolean')
        throw new ArgumentError(`${name} is ${describe(value)}; needs true or false`, place);
      new Uint8Array(memory()).fill(0)[0] = Number(value);
      return;
    }
    const given: NDArray = asarray(value as number, { dtype: argument.dtype! });
    if (given.shape.join() !== shape.join()) {
      throw new ShapeError(`${name} has shape (${shape.join(', ')}); got (${given.shape.join(', ')})`, {
        ...place,
        got: given.shape,
      });
    }
    copyElements(array()[layoutSymbol](), given[layoutSymbol]());
  };
  Object.defineProperty(target, name, { enumerable: true, get: read, ...(constant ? {} : { set: write }) });
}
