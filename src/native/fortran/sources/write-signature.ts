/** Signature files of f2py (`.pyf`), written: what `f2py -h` does. */
import { basename, extname } from 'node:path';
import type { SharedVariable } from '../calls/variables.js';
import { type FortranOptions, readFortran } from '../library.js';
import type { Argument, Routine } from '../plans/call-plan.js';
import { namesIn, writeExpression } from '../plans/expression.js';
import { planShared, Refused } from '../plans/plan-variable.js';
import type { Module, Procedure, Variable } from './model.js';

export interface SignatureOptions extends Pick<FortranOptions, 'includeFolders' | 'only'> {
  /** The name of the Python module; that of the first source where it is left out. */
  readonly name?: string;
}

/**
 * The text of a signature file (`.pyf`) for Fortran sources: every routine with its types, shapes, intents and checks, lengths that
 * follow from arrays as optional ones. Edit it and give it beside the sources: `fortran(['metrics.pyf', 'metrics.f90'])`. F2PY
 * reads it too. What cannot be bound is named in a comment, with its line and the reason.
 *
 * @throws FileError or ParseError.
 * @example
 * writeFileSync('metrics.pyf', writeSignature('cityblock.f90', { name: 'metrics' }));
 * @see `f2py -h`
 */
export function writeSignature(paths: string | readonly string[], options: SignatureOptions = {}): string {
  const list = typeof paths === 'string' ? [paths] : paths;
  const { source, plan, shared } = readFortran(list, options);
  const name = options.name ?? basename(list[0] ?? 'routines', extname(list[0] ?? '')).replace(/\W/g, '_');
  const outside = plan.routines.filter(({ owner }) => owner === null);
  const modules = source.modules.flatMap((module) => {
    const within = plan.routines.filter(({ owner }) => owner === module.name);
    const variables = shared.variables.filter(({ owner }) => owner === module.name);
    return within.length + variables.length === 0 ? [] : moduleLines(module, within, variables, name);
  });
  const refused = [...plan.refusals, ...shared.refusals].map(
    (one) => `! not bound: ${one.name} (${basename(one.file)}:${one.line}): ${one.reason}`,
  );
  return [
    '!    -*- f90 -*-',
    ...refused,
    `python module ${name} ! in`,
    `    interface ! in :${name}`,
    ...indented([...modules, ...outside.flatMap((routine) => routineLines(routine, `:${name}`))], 2),
    '    end interface',
    `end python module ${name}`,
    '',
  ].join('\n');
}

function indented(lines: readonly string[], levels: number): string[] {
  return lines.map((line) => `${'    '.repeat(levels)}${line}`);
}

function moduleLines(
  module: Module,
  routines: readonly Routine[],
  variables: readonly SharedVariable[],
  name: string,
): string[] {
  const inside = `:${name}:${basename(module.file)}:${module.name}`;
  return [
    `module ${module.name} ! in :${name}:${basename(module.file)}`,
    ...indented(
      [
        ...variables.map(({ argument, constant }) =>
          declaration(argument, constant ? ['parameter'] : [], argument.initialText),
        ),
        ...routines.flatMap((routine) => routineLines(routine, inside)),
      ],
      1,
    ),
    `end module ${module.name}`,
  ];
}

function routineLines(routine: Routine, where: string): string[] {
  const { procedure, result } = routine;
  const { kind, name, calledAs, threadsafe, file } = procedure;
  const returned = result === null || result.name === name ? '' : ` result (${result.name})`;
  const remark = where.includes('.') ? where : `${where}:${basename(file)}`;
  const arguments_ = routine.arguments.map((argument) => argument.name).join(', ');
  return [
    `${kind} ${name}(${arguments_})${returned} ! in ${remark}`,
    ...indented(
      [
        ...(threadsafe ? ['threadsafe'] : []),
        ...(calledAs !== name && procedure.module === null ? [`fortranname ${calledAs}`] : []),
        ...routine.arguments.flatMap((argument) => argumentLines(argument, routine, where)),
        ...(result === null ? [] : [declaration(result, [], null)]),
        ...commonLines(procedure),
      ],
      1,
    ),
    `end ${kind} ${name}`,
  ];
}

function argumentLines(argument: Argument, routine: Routine, where: string): string[] {
  const { name, callback } = argument;
  if (callback !== null) {
    const described = routineLines(callback as Routine, `${where}:${routine.name}`);
    return [`external ${name}`, 'interface', ...indented(described, 1), 'end interface'];
  }
  const variable = routine.procedure.variables.get(name);
  return [declaration(argument, attributesOf(argument, variable, routine), initialOf(argument))];
}

/** In f2py's order. */
function attributesOf(argument: Argument, variable: Variable | undefined, routine: Routine): string[] {
  const { role, checks } = argument;
  const intents = [...(variable?.intents ?? [])];
  const depends = variable?.depends ?? dependencies(argument, routine);
  const optional = role === 'option' || variable?.optional;
  return [
    ...(optional ? ['optional'] : []),
    ...(intents.length > 0 ? [`intent(${intents.join(', ')})`] : []),
    ...(checks.length > 0 ? [`check(${checks.map(({ text }) => text).join(', ')})`] : []),
    ...(depends.length > 0 ? [`depend(${depends.join(', ')})`] : []),
  ];
}

/** What must be known before; an array does not wait for the lengths that follow from it. */
function dependencies({ name, initial, axes, length }: Argument, routine: Routine): string[] {
  const used = [initial, length, ...axes.map((axis) => axis.length)].flatMap((one) =>
    one === null ? [] : namesIn(one),
  );
  return [...new Set(used)].filter((other) => {
    const by = routine.arguments.find((argument) => argument.name === other);
    return by !== undefined && other !== name && !(by.initial !== null && namesIn(by.initial).includes(name));
  });
}

function initialOf({ initial, initialText, role }: Argument): string | null {
  if (initialText !== null || initial === null) return initialText;
  // Optional without a value: zero, which the word alone says.
  return role !== 'given' && initial.op === 'value' ? null : writeExpression(initial);
}

function declaration(argument: Argument, attributes: readonly string[], initial: string | null): string {
  const { name, axes } = argument;
  const shape = axes.length > 0 ? [`dimension(${axes.map(({ text }) => text).join(', ')})`] : [];
  const value = initial === null ? '' : ` = ${initial}`;
  return `${[typeText(argument), ...shape, ...attributes].join(', ')} :: ${name}${value}`;
}

function typeText({ type, bytes, kind, length }: Argument): string {
  if (kind !== 'text') return `${type.base}(kind=${bytes})`;
  return `character*(${length === null ? '*' : writeExpression(length)})`;
}

/** The variables of common blocks, where all of them can be bound. */
function commonLines(scope: Procedure): string[] {
  return scope.commons.flatMap(({ name, variables }) => {
    try {
      const numbers = variables.map((variable) => planShared(variable, scope, new Map()));
      const block = name === '' ? '' : `/${name}/ `;
      return [
        ...numbers.map((number) => declaration(number, [], null)),
        `common ${block}${variables.join(', ')}`,
      ];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return [];
    }
  });
}
