/**
 * The Fortran text between C and a source: for each routine a `bind(c)` subroutine with explicit shapes and `size_t` lengths,
 * which makes of the caller's memory what the routine wants: logicals of its kind, texts, absent arguments, procedures.
 *
 * The names of the wrapper's own variables begin with `st_`, which no argument may.
 */
import { hashOf } from '../compilers/cache.js';
import type { Argument, Routine } from './plans/call-plan.js';
import { writeExpression } from './plans/expression.js';

/** What the wrapper takes, in order, for one argument: see `passed` in call.ts. */
export function writeWrapper(routine: Routine): string {
  const { procedure, symbol, result } = routine;
  const all = [...routine.arguments, ...(result === null ? [] : [asResult(result)])];
  const parts = all.map(writeArgument);
  const heads = parts.flatMap(({ parameters }) => parameters);
  const called = routine.arguments.map((argument) => `${argument.name} = ${actual(argument)}`);
  const call = invocation(routine, called);
  const lines = [
    `subroutine ${wrapperName(symbol)}(${heads.join(', ')}) bind(c, name='${symbol}')`,
    '  use, intrinsic :: iso_c_binding',
    ...(procedure.module === null
      ? []
      : [`  use ${procedure.module.name}, only: st_target => ${procedure.calledAs}`]),
    '  implicit none',
    ...(procedure.module === null ? interfaceOf(routine) : []),
    ...parts.flatMap(({ declarations }) => declarations),
    ...parts.flatMap(({ before }) => before),
    ...call,
    ...parts.flatMap(({ after }) => after),
    'end subroutine',
  ];
  return lines.map(folded).join('\n');
}

/** A name for Fortran, which has room for 63 letters and sees no capitals. */
export function wrapperName(symbol: string): string {
  return `st_${hashOf([symbol])}`;
}

/** The result as one more argument. */
function asResult(result: Argument): Argument {
  return { ...result, name: 'st_result' };
}

interface Written {
  readonly parameters: string[];
  readonly declarations: string[];
  readonly before: string[];
  readonly after: string[];
}

/** The name by which the routine gets it. */
function actual(argument: Argument): string {
  if (argument.mayBeAbsent || argument.kind === 'callback') return `st_p_${argument.name}`;
  return converted(argument) ? `st_l_${argument.name}` : argument.name;
}

/** Whether the routine gets a copy in a form of its own. */
function converted({ kind, type }: Argument): boolean {
  return kind === 'text' || type.base === 'logical';
}

/** `real(8)`. */
export function typeName({ type, bytes }: Argument): string {
  return `${type.base}(${bytes})`;
}

/** Whether a scalar comes by value: what is only read, and is a number that C passes so. */
export function byValue(argument: Argument): boolean {
  return argument.kind === 'scalar' && argument.writes === 'no' && argument.type.base !== 'complex';
}

function writeArgument(argument: Argument): Written {
  if (argument.kind === 'callback') return writeCallback(argument);
  return argument.kind === 'text' ? writeText(argument) : writeNumbers(argument);
}

function writeNumbers(argument: Argument): Written {
  const { name, axes, type, mayBeAbsent } = argument;
  const logical = type.base === 'logical';
  const outside = logical ? 'integer(1)' : typeName(argument);
  const lengths = axes.map((_, axis) => `st_d${axis + 1}_${name}`);
  const shape = axes.length > 0 ? `(${lengths.join(', ')})` : '';
  const open = axes.length > 0 ? `(${axes.map(() => ':').join(', ')})` : '';
  const parameters = [name, ...lengths];
  const target = mayBeAbsent && !logical && !byValue(argument) ? ', target' : '';
  const declarations = [
    ...(lengths.length > 0 ? [`  integer(c_size_t), value :: ${lengths.join(', ')}`] : []),
    `  ${outside}${byValue(argument) ? ', value' : target} :: ${name}${shape}`,
  ];
  const before: string[] = [];
  const after: string[] = [];
  if (logical) {
    declarations.push(`  ${typeName(argument)}${mayBeAbsent ? ', target' : ''} :: st_l_${name}${shape}`);
    before.push(presence(argument, `st_l_${name} = ${name} /= 0`));
    if (argument.writes !== 'no') after.push(presence(argument, `${name} = merge(1_1, 0_1, st_l_${name})`));
  }
  if (mayBeAbsent) {
    const own = logical ? `st_l_${name}` : byValue(argument) ? `st_v_${name}` : name;
    if (!logical && byValue(argument)) {
      declarations.push(`  ${typeName(argument)}, target :: st_v_${name}`);
      before.push(`  st_v_${name} = ${name}`);
    }
    parameters.push(`st_has_${name}`);
    declarations.push(
      `  integer(c_int), value :: st_has_${name}`,
      `  ${typeName(argument)}, pointer :: st_p_${name}${open}`,
    );
    before.push(`  nullify(st_p_${name})`, `  if (st_has_${name} /= 0) st_p_${name} => ${own}`);
  }
  return { parameters, declarations, before, after };
}

function presence({ name, mayBeAbsent }: Argument, statement: string): string {
  return mayBeAbsent ? `  if (st_has_${name} /= 0) ${statement}` : `  ${statement}`;
}

function writeText(argument: Argument): Written {
  const { name, mayBeAbsent, writes } = argument;
  const parameters = [name, `st_n_${name}`];
  const declarations = [
    `  integer(c_size_t), value :: st_n_${name}`,
    `  character(kind=c_char) :: ${name}(st_n_${name})`,
    `  character(len=st_n_${name})${mayBeAbsent ? ', target' : ''} :: st_l_${name}`,
    `  integer(c_size_t) :: st_i_${name}`,
  ];
  const loop = `do st_i_${name} = 1, st_n_${name}`;
  const one = `st_l_${name}(st_i_${name}:st_i_${name})`;
  const before = [`  ${loop}`, `    ${one} = ${name}(st_i_${name})`, '  end do'];
  const after = writes === 'no' ? [] : [`  ${loop}`, `    ${name}(st_i_${name}) = ${one}`, '  end do'];
  if (mayBeAbsent) {
    parameters.push(`st_has_${name}`);
    declarations.push(
      `  integer(c_int), value :: st_has_${name}`,
      `  character(len=:), pointer :: st_p_${name}`,
    );
    before.push(`  nullify(st_p_${name})`, `  if (st_has_${name} /= 0) st_p_${name} => st_l_${name}`);
  }
  return { parameters, declarations, before, after };
}

function writeCallback({ name, callback }: Argument): Written {
  return {
    parameters: [name],
    declarations: [
      '  abstract interface',
      ...procedureLines(callback as Routine, `st_i_${name}`, '    '),
      '  end interface',
      `  type(c_funptr), value :: ${name}`,
      `  procedure(st_i_${name}), pointer :: st_p_${name}`,
    ],
    before: [
      `  nullify(st_p_${name})`,
      `  if (c_associated(${name})) call c_f_procpointer(${name}, st_p_${name})`,
    ],
    after: [],
  };
}

function invocation({ procedure, result }: Routine, called: readonly string[]): string[] {
  const name = procedure.module === null ? procedure.calledAs : 'st_target';
  const call = `${name}(${called.join(', ')})`;
  if (result === null) return [`  call ${call}`];
  return [`  ${converted(result) ? 'st_l_st_result' : 'st_result'} = ${call}`];
}

/** The interface of a procedure outside of modules, so that arguments can be named. */
function interfaceOf(routine: Routine): string[] {
  const { calledAs, bindName } = routine.procedure;
  const symbol = bindName === null ? '' : `, name='${bindName}'`;
  return ['  interface', ...procedureLines(routine, calledAs, '    ', symbol), '  end interface'];
}

/** The head and the declarations of a procedure, with kinds as numbers. What is called back has no symbol. */
function procedureLines(routine: Routine, name: string, indent: string, symbol = ''): string[] {
  const { procedure, result } = routine;
  const names = routine.arguments.map((argument) => argument.name).join(', ');
  const bind = procedure.bindName === null ? '' : ` bind(c${symbol})`;
  const resultName = result === null ? '' : ` result(st_r)`;
  // Numbers come first: lengths refer to them.
  const sorted = [...routine.arguments].sort(
    (a, b) => Number(a.kind !== 'scalar') - Number(b.kind !== 'scalar'),
  );
  return [
    `${indent}${procedure.kind} ${name}(${names})${resultName}${bind}`,
    `${indent}  import`,
    `${indent}  implicit none`,
    ...sorted.flatMap((argument) => dummy(argument, argument.name, procedure, indent)),
    ...(result === null ? [] : dummy(result, 'st_r', procedure, indent)),
    `${indent}end ${procedure.kind}`,
  ];
}

function dummy(argument: Argument, name: string, procedure: Routine['procedure'], indent: string): string[] {
  if (argument.kind === 'callback') {
    return [
      `${indent}  interface`,
      ...procedureLines(argument.callback as Routine, name, `${indent}    `),
      `${indent}  end interface`,
      ...(argument.mayBeAbsent ? [`${indent}  optional :: ${name}`] : []),
    ];
  }
  const variable = procedure.variables.get(argument.name);
  const length = argument.length === null ? '*' : writeExpression(argument.length);
  const type = argument.type.base === 'character' ? `character(len=${length})` : typeName(argument);
  const attributes = [
    ...(variable?.intent != null ? [`, intent(${variable.intent})`] : []),
    ...(variable?.attributes.has('value') ? [', value'] : []),
    ...(variable?.mayBeAbsent ? [', optional'] : []),
    ...(variable?.attributes.has('target') ? [', target'] : []),
    ...(variable?.attributes.has('contiguous') ? [', contiguous'] : []),
  ];
  const shape = argument.axes.length > 0 ? `(${argument.axes.map(({ text }) => text).join(', ')})` : '';
  return [`${indent}  ${type}${attributes.join('')} :: ${name}${shape}`];
}

/** Lines of at most 120 characters, continued. */
function folded(line: string): string {
  if (line.length <= 120) return line;
  const cut = line.lastIndexOf(', ', 115) + 1;
  if (cut <= 20) return line;
  return `${line.slice(0, cut)} &\n${folded(`    ${line.slice(cut).trimStart()}`)}`;
}
