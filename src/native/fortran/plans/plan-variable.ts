/** Arguments, results and shared variables one by one: what each is, from its declaration. */

import type { FortranType, Implicit, Module, Procedure, Scope, Variable } from '../sources/model.js';
import type { Argument, Axis } from './call-plan.js';
import { type Expression, NoValue, readExpression } from './expression.js';
import { bytesOf, dtypeOf, logicalStorage, Names } from './kinds.js';

/** Thrown inside; the message is the reason. */
export class Refused extends Error {}

const one: Expression = { op: 'value', value: 1 };

const nothing: FortranType = { base: 'integer', kind: null, bytes: null, length: null, name: null };

export function blank(name: string): Argument {
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
    value: false,
    mayBeAbsent: false,
    initial: null,
    initialText: null,
    checks: [],
    length: null,
    callback: null,
    comment: '',
  };
}

/** A variable of a module or a common block. Arrays of logicals are seen as the integers that they are. */
export function planShared(name: string, scope: Scope, modules: ReadonlyMap<string, Module>): Argument {
  const argument = planVariable(name, scope.variables.get(name), scope, new Names(scope, modules));
  if (argument.kind === 'array' && argument.type.base === 'logical')
    return { ...argument, dtype: logicalStorage[argument.bytes] };
  return argument;
}

export function planVariable(
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
  if (type.base === 'derived') throw new Refused(derivedReason(name, type));
  const bytes = bytesOf(type, names);
  if (bytes === null) throw new Refused(`the kind '${type.kind}' of ${name} is not known`);
  const dtype = dtypeOf(type, names);
  if (dtype === null) throw new Refused(`${name} is ${type.base}(${bytes}), for which there is no dtype`);
  const dimensions = variable?.dimensions ?? null;
  const fixed = (text: string) => withConstants(text, procedure, names);
  const axes = (dimensions ?? []).map(({ lower, upper }, index) => {
    const axis = planAxis(name, lower === null ? null : fixed(lower), fixed(upper));
    const text = variable?.least?.[index] ?? '*';
    const length = text === '*' ? null : tryRead(fixed(text));
    return length === null ? axis : { ...axis, least: { text, length } };
  });
  const characters = type.base === 'character' && axes.length > 0;
  if (characters && type.length !== null && fixed(type.length) !== '1')
    throw new Refused(`${name} is an array of texts, for which there is no dtype`);
  const kind = axes.length > 0 ? 'array' : type.base === 'character' ? 'text' : 'scalar';
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
    value: variable?.attributes.has('value') ?? false,
    // What goes out is wanted: it is present.
    mayBeAbsent: (variable?.mayBeAbsent ?? false) && variable?.initial === null && reads,
    initial: variable?.initial == null ? null : tryRead(fixed(variable.initial)),
    initialText: variable?.initial ?? null,
    checks: (variable?.checks ?? []).flatMap((text) => {
      const holds = tryRead(fixed(text));
      if (holds === null) throw new Refused(`check(${text}) of ${name} cannot be read`);
      return [{ text, holds }];
    }),
    length: kind === 'text' && type.length !== null ? textLength(fixed(type.length)) : one,
    comment: variable?.comment ?? '',
  };
}

function derivedReason(name: string, { name: type }: FortranType): string {
  if (type === 'c_ptr' || type === 'c_funptr')
    return `${name} is a ${type}: an address says nothing of what is there`;
  return type === '*' ? `${name} may be of any type` : `${name} has the derived type ${type}`;
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
  if (upper === '*' || upper === ':') return { text: upper, length: null, from, least: null };
  const text = lower === null ? upper : `${upper} - (${lower}) + 1`;
  const length = tryRead(
    lower === '0' && /^[a-z_]\w* *- *1$/.test(upper) ? upper.replace(/ *- *1$/, '') : text,
  );
  if (length === null) throw new Refused(`the length ${written} of ${name} cannot be read`);
  return { text: written, length, from, least: null };
}

export function planResult(name: string, procedure: Procedure, names: Names): Argument {
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
