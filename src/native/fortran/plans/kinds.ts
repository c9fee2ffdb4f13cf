/** Kinds: which dtype a type of Fortran is, with gfortran's and flang's kinds, which are bytes. */
import type { DType } from '../../../core/dtype.js';
import type { FortranType, Module, Procedure, Scope } from '../sources/model.js';
import { type Expression, type ExpressionScope, evaluate, NoValue, readExpression } from './expression.js';

/** Constants of the intrinsic modules. */
const intrinsics: Readonly<Record<string, number>> = {
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  real32: 4,
  real64: 8,
  real128: 16,
  logical8: 1,
  logical16: 2,
  logical32: 4,
  logical64: 8,
  c_int: 4,
  c_short: 2,
  c_long: process.platform === 'win32' ? 4 : 8,
  c_long_long: 8,
  c_signed_char: 1,
  c_size_t: 8,
  c_int8_t: 1,
  c_int16_t: 2,
  c_int32_t: 4,
  c_int64_t: 8,
  c_int_least8_t: 1,
  c_int_least16_t: 2,
  c_int_least32_t: 4,
  c_int_least64_t: 8,
  c_intptr_t: 8,
  c_ptrdiff_t: 8,
  c_intmax_t: 8,
  c_float: 4,
  c_double: 8,
  c_long_double: 10,
  c_float_complex: 4,
  c_double_complex: 8,
  c_bool: 1,
  c_char: 1,
};

const intrinsicModules = ['iso_c_binding', 'iso_fortran_env'];

/** Everything a name may be found in, from inside to outside. */
export class Names implements ExpressionScope {
  readonly #scope: Scope;
  readonly #modules: ReadonlyMap<string, Module>;
  /** Names that are being looked up: a parameter defined by itself has no value. */
  readonly #asked: ReadonlySet<string>;

  constructor(scope: Scope, modules: ReadonlyMap<string, Module>, asked: ReadonlySet<string> = new Set()) {
    this.#scope = scope;
    this.#modules = modules;
    this.#asked = asked;
  }

  shape(): undefined {
    return undefined;
  }

  /** The value of a parameter that is known when the source is read. */
  value(name: string): number | string | boolean | undefined {
    const found = this.#find(name, (scope, own) => {
      const variable = scope.variables.get(own);
      return variable === undefined ? undefined : { variable, scope };
    });
    if (typeof found === 'number') return found;
    const initial = found?.variable.initial;
    if (found === undefined || !found.variable.attributes.has('parameter') || initial == null)
      return undefined;
    if (this.#asked.has(name)) return undefined;
    const names = new Names(found.scope, this.#modules, new Set([...this.#asked, name]));
    try {
      return names.evaluate(initial);
    } catch (error) {
      if (error instanceof NoValue) return undefined;
      throw error;
    }
  }

  /** @throws NoValue */
  evaluate(text: string): number | string | boolean {
    return evaluate(this.#withKinds(readExpression(literalKinds(text))), this);
  }

  /** `selected_real_kind(15, 307)` and its kin are numbers, and so is `kind(x)` of a parameter. */
  #withKinds(expression: Expression): Expression {
    const within = (inner: Expression) => this.#withKinds(inner);
    if (expression.op === 'binary')
      return { ...expression, a: within(expression.a), b: within(expression.b) };
    if (expression.op === 'unary') return { ...expression, x: within(expression.x) };
    if (expression.op !== 'call') return expression;
    const { name, args } = expression;
    if (name === 'kind' && args[0]?.op === 'name') return this.#kindOf(args[0].name) ?? expression;
    if (name !== 'selected_real_kind' && name !== 'selected_int_kind')
      return { ...expression, args: args.map(within) };
    const [digits = 0, range = 0] = args.map((arg) => Number(evaluate(within(arg), this)));
    return {
      op: 'value',
      value: name === 'selected_int_kind' ? integerKind(digits) : realKind(digits, range),
    };
  }

  #kindOf(name: string): Expression | null {
    const variable = this.#find(name, (scope, own) => scope.variables.get(own));
    if (typeof variable !== 'object' || variable.type === null) return null;
    const bytes = bytesOf(variable.type, this);
    return bytes === null ? null : { op: 'value', value: bytes };
  }

  /** The interface block, or the procedure of a module, of a name. */
  interface(name: string): Procedure | undefined {
    const found = this.#find(name, (scope, own) => {
      const procedures = 'procedures' in scope ? (scope as Module).procedures : [];
      return scope.interfaces.get(own) ?? procedures.find((procedure) => procedure.name === own);
    });
    return typeof found === 'number' ? undefined : found;
  }

  /** What the first scope that has the name gives for it; a number where it is a constant of an intrinsic module. */
  #find<T>(name: string, take: (scope: Scope, own: string) => T | undefined): T | number | undefined {
    const own = take(this.#scope, name);
    if (own !== undefined) return own;
    for (const use of this.#scope.uses) {
      const there = use.only === null ? (use.renames.get(name) ?? name) : use.only.get(name);
      if (there === undefined) continue;
      if (intrinsicModules.includes(use.module)) {
        if (there in intrinsics) return intrinsics[there];
        continue;
      }
      const module = this.#modules.get(use.module);
      if (module === undefined) continue;
      const found = new Names(module, this.#modules).#find(there, take);
      if (found !== undefined) return found;
    }
    const { host } = this.#scope as Partial<Procedure>;
    return host ? new Names(host, this.#modules).#find(name, take) : undefined;
  }
}

/** `kind(1.d0)`, `kind(1.0_dp)`, `kind(.true.)`: the kind of a literal, which a number would lose. */
function literalKinds(text: string): string {
  const literal = /\bkind\s*\(\s*(?:\.(?:true|false)\.|[\d.]+(?:([de])[+-]?\d+)?)(?:_(\w+))?\s*\)/gi;
  return text.replace(literal, (_, letter?: string, kind?: string) => {
    if (kind !== undefined) return kind;
    return letter?.toLowerCase() === 'd' ? '8' : '4';
  });
}

function realKind(digits: number, range: number): number {
  return digits <= 6 && range <= 37 ? 4 : digits <= 15 && range <= 307 ? 8 : 16;
}

function integerKind(digits: number): number {
  return digits <= 2 ? 1 : digits <= 4 ? 2 : digits <= 9 ? 4 : 8;
}

/** The bytes of one number of a type; null where the kind has no value, with the reason. */
export function bytesOf(type: FortranType, names: Names): number | null {
  const half = type.base === 'complex' ? 2 : 1;
  if (type.bytes !== null) return type.bytes / half;
  if (type.kind === null) return type.base === 'character' ? 1 : 4;
  try {
    const value = names.evaluate(type.kind);
    return typeof value === 'number' ? value : null;
  } catch (error) {
    if (error instanceof NoValue) return null;
    throw error;
  }
}

const dtypes: Readonly<Partial<Record<FortranType['base'], Readonly<Record<number, DType>>>>> = {
  integer: { 1: 'int8', 2: 'int16', 4: 'int32', 8: 'int64' },
  real: { 4: 'float32', 8: 'float64' },
  complex: { 4: 'complex64', 8: 'complex128' },
  logical: { 1: 'bool', 2: 'bool', 4: 'bool', 8: 'bool' },
  character: { 1: 'uint8' },
};

/** The integers that logicals of these bytes are. */
export const logicalStorage: Readonly<Record<number, DType>> = {
  1: 'int8',
  2: 'int16',
  4: 'int32',
  8: 'int64',
};

/** The dtype of a type; null where arrays have none, as for real(16). */
export function dtypeOf(type: FortranType, names: Names): DType | null {
  const bytes = bytesOf(type, names);
  return bytes === null ? null : (dtypes[type.base]?.[bytes] ?? null);
}
