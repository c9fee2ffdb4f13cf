/**
 * How each procedure of a source is called: what the caller gives, what is derived, made and returned. What cannot be bound is
 * refused with a reason, and the rest goes on.
 *
 * The rules are f2py's: an integer that is the length of an array given by the caller is derived from it and becomes optional; an
 * array with intent out is made by the call and returned; `intent(in, out)` is given and returned.
 */

import type { FortranSource, Module, Procedure, Variable } from '../sources/model.js';
import type { Argument, Plan, Refusal, Routine } from './call-plan.js';
import { boundsIn, type Expression, invert, namesIn, readExpression, unknownFunction } from './expression.js';
import { Names } from './kinds.js';
import { blank, planResult, planVariable, Refused } from './plan-variable.js';

export function planSource(source: FortranSource): Plan {
  const modules = new Map(source.modules.map((module) => [module.name, module]));
  const routines: Routine[] = [];
  const refusals: Refusal[] = source.skipped
    .filter(({ what }) => what.startsWith('program'))
    .map(({ what, file, line }) => {
      const [, name = 'main'] = what.split(' ');
      return { name, owner: null, file, line, reason: 'a main program cannot be called' };
    });
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
  refusals.push(...source.modules.flatMap(refusedGenerics));
  return { routines, refusals };
}

/** Whether others may use a name of a module. */
export function isPublic({ exceptions, access }: Module, name: string): boolean {
  return (exceptions.get(name) ?? access) === 'public';
}

/** Procedures of a module that others may use: by their own names, or by a generic one. */
function visible(module: Module): Procedure[] {
  return module.procedures.flatMap((procedure) => {
    if (isPublic(module, procedure.name)) return [procedure];
    const generic = [...module.generics].find(
      ([name, { names }]) => isPublic(module, name) && names.includes(procedure.name),
    );
    return generic === undefined ? [] : [{ ...procedure, calledAs: generic[0] }];
  });
}

/** A generic name is none of a procedure: those that it stands for are bound. */
function refusedGenerics(module: Module): Refusal[] {
  return [...module.generics].flatMap(([name, { names, line }]) => {
    if (!isPublic(module, name) || module.procedures.some((procedure) => procedure.name === name)) return [];
    const reason = `is a generic name: call ${names.join(' or ')}`;
    return [{ name, owner: module.name, file: module.file, line, reason }];
  });
}

function planRoutine(procedure: Procedure, modules: ReadonlyMap<string, Module>, depth = 0): Routine {
  if (procedure.unsupported !== null) throw new Refused(procedure.unsupported);
  const names = new Names(procedure, modules);
  // Fortran's names are in lower case here: no other one is the same.
  const at = procedure.module === null ? '' : `${procedure.module.name}_MOD_`;
  const known = procedure.arguments.map((name) => {
    if (name === '*') throw new Refused('an alternate return has no counterpart');
    return planArgument(name, procedure, modules, names, depth);
  });
  const lengths = derivable(known);
  const arguments_ = known.map((argument) => withRole(argument, procedure, lengths));
  const result = procedure.result === null ? null : planResult(procedure.result, procedure, names);
  const all = result === null ? arguments_ : [...arguments_, result];
  for (const argument of all) checkExpressions(argument, all);
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

/** Lengths, values and checks may refer to arguments alone, whose values are known before the call. */
function checkExpressions(argument: Argument, all: readonly Argument[]): void {
  const { name, axes, length, initial, initialText, checks, reads } = argument;
  const known = (used: string) => all.some((other) => other.name === used);
  for (const [what, expression] of [
    ...axes.map((axis) => [`the length of ${name}`, axis.length ?? axis.least?.length ?? null] as const),
    [`the length of ${name}`, length] as const,
    [`the value ${initialText} of ${name}`, initial] as const,
    ...checks.map(({ text, holds }) => [`check(${text}) of ${name}`, holds] as const),
  ]) {
    if (expression === null) continue;
    const unknown = namesIn(expression).find((used) => !known(used));
    if (unknown !== undefined) throw new Refused(`${what} refers to ${unknown}, no argument`);
    const called = unknownFunction(expression);
    if (called !== undefined)
      throw new Refused(`${what} needs ${called}(…), which is not known before the call`);
    for (const { bound, array } of boundsIn(expression)) {
      // Whoever passes an array passes lengths, not where its indices begin.
      const moved = all.some((other) => other.name === array && other.axes.some(({ from }) => from));
      if (moved) throw new Refused(`${what} refers to ${bound}(${array}), with a lower bound`);
    }
  }
  if (argument.role !== 'hidden' || (reads && argument.mayBeAbsent)) return;
  const open = axes.find((axis) => axis.length === null && axis.least === null);
  if (open !== undefined)
    throw new Refused(`${name} is made by the call, and its length ${open.text} is not known before`);
}

function planArgument(
  name: string,
  procedure: Procedure,
  modules: ReadonlyMap<string, Module>,
  names: Names,
  depth: number,
): Argument {
  const variable = procedure.variables.get(name);
  const interfaceName = variable?.interfaceName ?? null;
  const described = interfaceName === null ? procedure.interfaces.get(name) : names.interface(interfaceName);
  if (described !== undefined) return planCallback(name, described, variable, modules, depth);
  if (variable?.attributes.has('external')) {
    if (variable.attributes.has('pointer')) throw new Refused(`argument ${name} is a pointer to a procedure`);
    if (interfaceName)
      throw new Refused(
        `argument ${name} is a procedure(${interfaceName}), which does not say what it takes`,
      );
    throw new Refused(
      `argument ${name} is a procedure without an interface block, and its calls do not describe it`,
    );
  }
  const argument = planVariable(name, variable, procedure, names);
  const { initial, initialText } = argument;
  if (initial === null && initialText !== null)
    throw new Refused(`the value ${initialText} of ${name} cannot be read`);
  return argument;
}

function planCallback(
  name: string,
  described: Procedure,
  variable: Variable | undefined,
  modules: ReadonlyMap<string, Module>,
  depth: number,
): Argument {
  if (depth > 0) throw new Refused(`argument ${name} is a procedure that takes a procedure`);
  if (variable?.attributes.has('pointer')) throw new Refused(`argument ${name} is a pointer to a procedure`);
  const callback = planRoutine(described, modules, depth + 1);
  for (const inner of [...callback.arguments, ...(callback.result === null ? [] : [callback.result])]) {
    const array = inner.kind === 'array' && inner.axes.every(({ length }) => length !== null);
    if (inner.kind !== 'scalar' && !(array && inner.type.base !== 'logical')) {
      const needs = 'neither a number nor an array of numbers with lengths';
      throw new Refused(`argument ${name} is a procedure whose ${inner.name} is ${needs}`);
    }
    if (described.variables.get(inner.name)?.mayBeAbsent)
      throw new Refused(`argument ${name} is a procedure whose ${inner.name} is optional`);
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
  const zero: Expression = { op: 'value', value: argument.kind === 'text' ? '' : 0 };
  if (argument.role === 'hidden') {
    // What nothing says begins with zeros, as F2PY's workspaces do.
    const absent = argument.mayBeAbsent || !argument.reads;
    return { ...argument, initial: argument.initial ?? derived ?? (absent ? null : zero) };
  }
  if (variable?.required) return argument;
  if (argument.writes === 'inPlace' && argument.kind === 'scalar') return argument;
  if (argument.initial !== null || argument.mayBeAbsent) return { ...argument, role: 'option' };
  if (derived !== undefined && argument.reads) return { ...argument, role: 'option', initial: derived };
  // f2py's optional without a value: zero, or zeros.
  if (variable?.optional) return { ...argument, role: 'option', initial: zero };
  return argument;
}

/** The names that a routine's lengths, values and checks refer to: for the order in which they are evaluated. */
export function dependsOn(argument: Argument): string[] {
  const expressions = [
    argument.initial,
    argument.length,
    ...argument.axes.map(({ length, least }) => length ?? least?.length ?? null),
  ];
  return expressions.flatMap((expression) => (expression === null ? [] : namesIn(expression)));
}
