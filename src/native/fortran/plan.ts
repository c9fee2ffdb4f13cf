/**
 * How each procedure of a source is called: what the caller gives, what is derived, made and returned. What cannot be bound is
 * refused with a reason, and the rest goes on.
 *
 * The rules are f2py's: an integer that is the length of an array given by the caller is derived from it and becomes optional; an
 * array with intent out is made by the call and returned; `intent(in, out)` is given and returned.
 */
import type { DType } from '../../core/dtype.js';
import { boundsIn, type Expression, invert, NoValue, namesIn, readExpression } from './expression.js';
import { bytesOf, dtypeOf, Names } from './kinds.js';
import type { FortranSource, FortranType, Implicit, Module, Procedure, Scope, Variable } from './model.js';

/** One axis of an array. */
export interface Axis {
  /** As it was written, for messages. */
  readonly text: string;
  /** Its length; null where the caller's array decides. */
  readonly length: Expression | null;
  /** Whether its indices begin elsewhere than at 1. */
  readonly from: boolean;
}

export interface Argument {
  readonly name: string;
  readonly kind: 'scalar' | 'array' | 'text' | 'callback';
  /** What the caller's numbers are; of texts and callbacks null. */
  readonly dtype: DType | null;
  readonly type: FortranType;
  /** Bytes of one number as Fortran has it: logicals are bool outside. */
  readonly bytes: number;
  readonly axes: readonly Axis[];
  /** Whether the dimensions are assumed shape, so that the callee needs an explicit interface. */
  readonly assumedShape: boolean;
  /** Given by the caller in order, given by name, or not at all. */
  readonly role: 'given' | 'option' | 'hidden';
  /** Whether the caller's value is used. */
  readonly reads: boolean;
  /** `'returned'`: part of the result. `'inPlace'`: the caller's array is written to. */
  readonly writes: 'no' | 'returned' | 'inPlace';
  readonly copy: boolean;
  /** Whether the source says inout: the caller expects to see what was written. */
  readonly declaredInPlace: boolean;
  readonly order: 'F' | 'C';
  /** Fortran's optional: the callee is told when it is absent. */
  readonly mayBeAbsent: boolean;
  /** The value where the caller gives none. */
  readonly initial: Expression | null;
  readonly initialText: string | null;
  readonly checks: readonly { readonly text: string; readonly holds: Expression }[];
  /** Of a text: its length; null where the caller's decides. */
  readonly length: Expression | null;
  /** Of a callback. */
  readonly callback: CallPlan | null;
  readonly comment: string;
}

/** What a call needs to know; it survives JSON. */
export interface CallPlan {
  readonly name: string;
  /** The module it belongs to; null outside. */
  readonly owner: string | null;
  /** Whether calls may run beside one another. */
  readonly overlaps: boolean;
  /** The wrapper's symbol. */
  readonly symbol: string;
  /** In Fortran's order. */
  readonly arguments: readonly Argument[];
  readonly result: Argument | null;
}

export interface Routine extends CallPlan {
  readonly procedure: Procedure;
}

/** What cannot be bound. */
export interface Refusal {
  readonly name: string;
  /** The module or common block it belongs to; null outside. */
  readonly owner: string | null;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
}

export interface Plan {
  readonly routines: readonly Routine[];
  readonly refusals: readonly Refusal[];
}

/** Thrown inside; the message is the reason. */
export class Refused extends Error {}

export function planSource(source: FortranSource): Plan {
  const modules = new Map(source.modules.map((module) => [module.name, module]));
  const routines: Routine[] = [];
  const refusals: Refusal[] = [];
  const procedures = [...source.procedures, ...source.modules.flatMap((module) => visible(module))];
  for (const procedure of procedures) {
    try {
      routines.push(planRoutine(procedure, modules));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { name, file, line } = procedure;
      const owner = procedure.module?.name ?? null;
      refusals.push({ name, owner, file, line, reason: error.message });
    }
  }
  return { routines, refusals };
}

/** Procedures of a module that others may use. */
function visible(module: Module): Procedure[] {
  return module.procedures.filter(({ name }) => (module.exceptions.get(name) ?? module.access) === 'public');
}

function planRoutine(procedure: Procedure, modules: ReadonlyMap<string, Module>, depth = 0): Routine {
  const names = new Names(procedure, modules);
  const at = procedure.module === null ? '' : `${procedure.module.name}_`;
  const known = procedure.arguments.map((name) => {
    if (name === '*') throw new Refused('an alternate return has no counterpart');
    return planArgument(name, procedure, modules, names, depth);
  });
  const lengths = derivable(known);
  const arguments_ = known.map((argument) => withRole(argument, procedure, lengths));
  const result = procedure.result === null ? null : planResult(procedure.result, procedure, names);
  checkNames(result === null ? arguments_ : [...arguments_, result]);
  return {
    name: procedure.name,
    owner: procedure.module?.name ?? null,
    overlaps: procedure.threadsafe || procedure.prefixes.includes('pure'),
    symbol: `strided_${at}${procedure.name}`,
    arguments: arguments_,
    result,
    procedure,
  };
}

/** Lengths may refer to arguments alone, whose values are known before the call. */
function checkNames(all: readonly Argument[]): void {
  for (const { name, axes, length } of all) {
    const lengths = [...axes.map((axis) => axis.length), length];
    for (const expression of lengths) {
      if (expression === null) continue;
      const unknown = namesIn(expression).find((used) => !all.some((argument) => argument.name === used));
      if (unknown !== undefined) throw new Refused(`the length of ${name} refers to ${unknown}, no argument`);
      for (const { bound, array } of boundsIn(expression)) {
        // Whoever passes an array passes lengths, not where its indices begin.
        const moved = all.some(
          (argument) => argument.name === array && argument.axes.some(({ from }) => from),
        );
        if (moved)
          throw new Refused(`the length of ${name} refers to ${bound}(${array}), with a lower bound`);
      }
    }
  }
}

function planArgument(
  name: string,
  procedure: Procedure,
  modules: ReadonlyMap<string, Module>,
  names: Names,
  depth: number,
): Argument {
  const described = procedure.interfaces.get(name);
  const variable = procedure.variables.get(name);
  if (described !== undefined) return planCallback(name, described, variable, modules, depth);
  if (variable?.attributes.has('external')) {
    throw new Refused(
      `argument ${name} is a procedure without an interface block, and its calls do not describe it`,
    );
  }
  return planVariable(name, variable, procedure, names);
}

function planCallback(
  name: string,
  described: Procedure,
  variable: Variable | undefined,
  modules: ReadonlyMap<string, Module>,
  depth: number,
): Argument {
  if (depth > 0) throw new Refused(`argument ${name} is a procedure that takes a procedure`);
  const callback = planRoutine(described, modules, depth + 1);
  for (const inner of [...callback.arguments, ...(callback.result === null ? [] : [callback.result])]) {
    const plain =
      (inner.kind === 'scalar' || inner.kind === 'array') &&
      !inner.assumedShape &&
      inner.type.base !== 'logical';
    if (!plain)
      throw new Refused(
        `argument ${name} is a procedure whose ${inner.name} is neither a number nor an array with lengths`,
      );
  }
  if (callback.result !== null && callback.result.kind === 'array') {
    throw new Refused(`argument ${name} is a function that returns an array`);
  }
  return {
    ...blank(name),
    kind: 'callback',
    callback,
    mayBeAbsent: variable?.mayBeAbsent ?? false,
    comment: variable?.comment ?? '',
  };
}

const one: Expression = { op: 'value', value: 1 };

const nothing: FortranType = { base: 'integer', kind: null, bytes: null, length: null, name: null };

function blank(name: string): Argument {
  return {
    name,
    kind: 'scalar',
    dtype: null,
    type: nothing,
    bytes: 0,
    axes: [],
    assumedShape: false,
    role: 'given',
    reads: true,
    writes: 'no',
    copy: false,
    declaredInPlace: false,
    order: 'F',
    mayBeAbsent: false,
    initial: null,
    initialText: null,
    checks: [],
    length: null,
    callback: null,
    comment: '',
  };
}

/** A variable of a module or a common block, which must be numbers. */
export function planNumbers(name: string, scope: Scope, modules: ReadonlyMap<string, Module>): Argument {
  const argument = planVariable(name, scope.variables.get(name), scope, new Names(scope, modules));
  if (argument.kind === 'text') throw new Refused(`${name} is a text`);
  if (argument.type.base === 'logical' && argument.kind === 'array')
    throw new Refused(`${name} is an array of logicals`);
  return argument;
}

function planVariable(
  name: string,
  variable: Variable | undefined,
  procedure: Scope,
  names: Names,
): Argument {
  const type = typeOf(name, variable, procedure);
  for (const attribute of ['allocatable', 'pointer'] as const) {
    if (variable?.attributes.has(attribute))
      throw new Refused(`${name} is ${attribute}: memory that Fortran manages`);
  }
  if (type.base === 'derived') throw new Refused(`${name} has the derived type ${type.name}`);
  const bytes = bytesOf(type, names);
  if (bytes === null) throw new Refused(`the kind '${type.kind}' of ${name} is not known`);
  const dtype = dtypeOf(type, names);
  if (dtype === null) throw new Refused(`${name} is ${type.base}(${bytes}), for which there is no dtype`);
  const dimensions = variable?.dimensions ?? null;
  const fixed = (text: string) => withConstants(text, procedure, names);
  const axes = (dimensions ?? []).map(({ lower, upper }) =>
    planAxis(name, lower === null ? null : fixed(lower), fixed(upper)),
  );
  const kind = type.base === 'character' ? 'text' : axes.length > 0 ? 'array' : 'scalar';
  if (kind === 'text' && axes.length > 0) throw new Refused(`${name} is an array of characters`);
  const intents = variable?.intents ?? new Set();
  const returned = intents.has('out');
  const reads = !returned || intents.has('in') || intents.has('inout');
  const inPlace = intents.has('inout') || intents.has('inplace') || (intents.size === 0 && kind === 'array');
  return {
    ...blank(name),
    kind,
    dtype,
    type,
    bytes,
    axes,
    assumedShape: dimensions?.some(({ upper }) => upper === ':') ?? false,
    role: intents.has('hide') || !reads ? 'hidden' : 'given',
    reads,
    writes: returned ? 'returned' : inPlace ? 'inPlace' : 'no',
    copy: intents.has('copy') || (returned && reads && !intents.has('overwrite')),
    declaredInPlace: intents.has('inout') || intents.has('inplace'),
    order: intents.has('c') ? 'C' : 'F',
    mayBeAbsent: (variable?.mayBeAbsent ?? false) && variable?.initial === null,
    initial: variable?.initial == null ? null : tryRead(variable.initial),
    initialText: variable?.initial ?? null,
    checks: (variable?.checks ?? []).flatMap((text) => {
      const holds = tryRead(text);
      if (holds === null) throw new Refused(`check(${text}) of ${name} cannot be read`);
      return [{ text, holds }];
    }),
    length: kind === 'text' && type.length !== null ? textLength(fixed(type.length)) : one,
    comment: variable?.comment ?? '',
  };
}

function tryRead(text: string): Expression | null {
  try {
    return readExpression(text);
  } catch (error) {
    if (error instanceof NoValue) return null;
    throw error;
  }
}

function textLength(text: string): Expression | null {
  return text === '*' || text === ':' ? null : tryRead(text);
}

/** Parameters of the source by their values: a wrapper does not see their names. */
function withConstants(text: string, scope: Scope, names: Names): string {
  return text.replace(/[a-z_]\w*/g, (name) => {
    if ((scope as Procedure).arguments?.includes(name)) return name;
    const value = names.value(name);
    return typeof value === 'number' ? String(value) : name;
  });
}

function planAxis(name: string, lower: string | null, upper: string): Axis {
  if (upper === '..') throw new Refused(`${name} has assumed rank`);
  const from = lower !== null && lower !== '1';
  const written = lower === null ? upper : `${lower}:${upper}`;
  if (upper === '*' || upper === ':') return { text: upper, length: null, from };
  const text = lower === null ? upper : `${upper} - (${lower}) + 1`;
  const length = tryRead(
    lower === '0' && /^[a-z_]\w* *- *1$/.test(upper) ? upper.replace(/ *- *1$/, '') : text,
  );
  if (length === null) throw new Refused(`the length ${written} of ${name} cannot be read`);
  return { text: written, length, from };
}

function planResult(name: string, procedure: Procedure, names: Names): Argument {
  const result = planVariable(name, procedure.variables.get(name), procedure, names);
  for (const axis of result.axes) {
    if (axis.length === null)
      throw new Refused(`the length ${axis.text} of the result is not known before the call`);
  }
  if (result.kind === 'text' && result.length === null)
    throw new Refused('the length of the result is not known before the call');
  return { ...result, role: 'hidden', reads: false, writes: 'returned' };
}

/** The type that was declared, or that the first letter says. */
function typeOf(name: string, variable: Variable | undefined, scope: Scope): FortranType {
  if (variable?.type != null) return variable.type;
  const implicit: Implicit | undefined = scope.implicit ?? (scope as Procedure).module?.implicit;
  if (implicit === null) throw new Refused(`${name} has no type`);
  const said = implicit?.get(name[0]);
  if (said !== undefined) return said;
  return { ...nothing, base: /^[i-n]/.test(name) ? 'integer' : 'real' };
}

/** Integers that the arrays given by the caller determine. */
function derivable(known: readonly Argument[]): ReadonlyMap<string, Expression> {
  const found = new Map<string, Expression>();
  for (const argument of known) {
    if (argument.kind !== 'array' || argument.role !== 'given' || argument.mayBeAbsent) continue;
    argument.axes.forEach(({ length }, axis) => {
      const by = length === null ? null : invert(length);
      if (by === null || found.has(by.name)) return;
      const target = known.find(({ name }) => name === by.name);
      if (target?.kind !== 'scalar' || target.type.base !== 'integer') return;
      const measured = readExpression(`shape(${argument.name}, ${axis})`);
      const added: Expression = { op: 'value', value: by.add };
      found.set(by.name, by.add === 0 ? measured : { op: 'binary', sign: '+', a: measured, b: added });
    });
  }
  return found;
}

function withRole(
  argument: Argument,
  procedure: Procedure,
  lengths: ReadonlyMap<string, Expression>,
): Argument {
  const derived = lengths.get(argument.name);
  const variable = procedure.variables.get(argument.name);
  if (argument.role === 'hidden') {
    return argument.initial === null && derived !== undefined ? { ...argument, initial: derived } : argument;
  }
  if (argument.writes === 'inPlace' && argument.kind === 'scalar') return argument;
  if (argument.initial !== null || argument.mayBeAbsent) return { ...argument, role: 'option' };
  if (derived !== undefined && argument.reads) return { ...argument, role: 'option', initial: derived };
  // f2py's optional without a value: zero, or zeros.
  if (variable?.optional) return { ...argument, role: 'option', initial: { op: 'value', value: 0 } };
  return argument;
}

/** The names that a routine's lengths, values and checks refer to: for the order in which they are evaluated. */
export function dependsOn(argument: Argument): string[] {
  const expressions = [argument.initial, argument.length, ...argument.axes.map(({ length }) => length)];
  return expressions.flatMap((expression) => (expression === null ? [] : namesIn(expression)));
}
