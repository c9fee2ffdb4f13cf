/** TypeScript declarations of a Fortran library: what each routine takes and gives, with shapes, dtypes and intents as comments. */

import type { SharedVariable, SharedVariables } from '../fortran/calls/variables.js';
import type { Argument, CallPlan, Plan, Routine } from '../fortran/plans/call-plan.js';

/** Names that a module cannot export. */
const reserved = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await'.split(
    ' ',
  ),
);

/** Whether a module can export something under this name. */
export function exportable(name: string): boolean {
  return /^[a-z_]\w*$/i.test(name) && !reserved.has(name);
}

/** Everything of a library by owner: the names outside of modules, and one object for each module and common block. */
export interface Grouped {
  readonly routines: readonly Routine[];
  readonly owners: ReadonlyMap<string, { routines: Routine[]; variables: SharedVariable[] }>;
}

export function group(plan: Plan, shared: SharedVariables): Grouped {
  const owners = new Map<string, { routines: Routine[]; variables: SharedVariable[] }>();
  const within = (owner: string) => {
    let known = owners.get(owner);
    if (known === undefined) {
      known = { routines: [], variables: [] };
      owners.set(owner, known);
    }
    return known;
  };
  for (const routine of plan.routines)
    if (routine.owner !== null) within(routine.owner).routines.push(routine);
  for (const variable of shared.variables) within(variable.owner).variables.push(variable);
  return { routines: plan.routines.filter(({ owner }) => owner === null), owners };
}

/** The text of a `.d.ts`. With `isolate`, calls give promises. */
export function writeFortranDeclarations(plan: Plan, shared: SharedVariables, isolate = false): string {
  const { routines, owners } = group(plan, shared);
  const parts: string[] = [];
  const names: string[] = [];
  const add = (name: string, comment: string, type: string) => {
    names.push(`  ${key(name)}: ${exportable(name) ? `typeof ${name}` : type};`);
    if (exportable(name)) parts.push(`${comment}export declare const ${name}: ${type};`);
  };
  for (const routine of routines) add(routine.name, docOf(routine, ''), typeOf(routine, '', isolate));
  for (const [owner, { routines: own, variables }] of owners) {
    const lines = [
      ...own.map(
        (routine) =>
          `${docOf(routine, '  ')}  readonly ${key(routine.name)}: ${typeOf(routine, '  ', isolate)};`,
      ),
      ...variables.map(variableLine),
    ];
    add(owner, '', `{\n${lines.join('\n')}\n}`);
  }
  return [
    "import type { Complex, DType, NDArray, Shape } from 'strided';",
    '',
    '/** An array of the caller: in Fortran order it is passed as it is, otherwise copied. */',
    'type Input<D extends DType, T> = NDArray<D, Shape> | T | readonly Items[];',
    'type Items = number | bigint | boolean | Complex | readonly Items[];',
    '',
    ...parts,
    '',
    `declare const library: {\n${names.join('\n')}\n};`,
    'export default library;',
    '',
  ].join('\n');
}

function key(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? name : JSON.stringify(name);
}

const typedArrays: Readonly<Record<string, string>> = {
  float64: 'Float64Array',
  float32: 'Float32Array',
  int8: 'Int8Array',
  uint8: 'Uint8Array',
  int16: 'Int16Array',
  int32: 'Int32Array',
  int64: 'BigInt64Array',
};

/** What the caller gives. */
function inputType(argument: Argument): string {
  const { kind, dtype, writes, type, bytes } = argument;
  const typed = typedArrays[dtype ?? ''] ?? 'never';
  if (kind === 'callback') return callbackType(argument.callback!);
  if (kind === 'text') return 'string';
  const inPlace = typed === 'never' ? `NDArray<'${dtype}', Shape>` : `NDArray<'${dtype}', Shape> | ${typed}`;
  if (writes === 'inPlace') return inPlace;
  if (kind === 'array') return `Input<'${dtype}', ${typed}>`;
  if (type.base === 'complex') return 'Complex | number';
  if (type.base === 'logical') return 'boolean';
  return type.base === 'integer' && bytes === 8 ? 'number | bigint' : 'number';
}

/** What comes back. */
function outputType({ kind, dtype, axes, type, bytes }: Argument): string {
  if (kind === 'text') return 'string';
  if (kind === 'array') return `NDArray<'${dtype}', [${axes.map(() => 'number').join(', ')}]>`;
  if (type.base === 'complex') return 'Complex';
  if (type.base === 'logical') return 'boolean';
  return type.base === 'integer' && bytes === 8 ? 'number | bigint' : 'number';
}

/** The function that Fortran calls. */
function callbackType({ arguments: known, result }: CallPlan): string {
  const given = known.filter(({ reads, kind }) => reads || kind === 'array');
  const parameters = given.map((argument) => `${argument.name}: ${outputType(argument)}`);
  const outs = known.filter(({ writes, kind }) => writes === 'returned' && kind === 'scalar');
  const all = (result === null ? outs : [result, ...outs]).map(outputType);
  const returns = all.length === 0 ? 'void' : all.length === 1 ? all[0] : `[${all.join(', ')}]`;
  return `(${parameters.join(', ')}) => ${returns}`;
}

function resultsOf({ arguments: known, result }: CallPlan): Argument[] {
  const returned = known.filter(({ writes }) => writes === 'returned');
  return result === null ? returned : [result, ...returned];
}

function typeOf(routine: Routine, indent: string, isolate: boolean): string {
  const required = routine.arguments.filter(({ role }) => role === 'given');
  const options = routine.arguments.filter(({ role }) => role === 'option');
  const parameters = required.map((argument) => `${argument.name}: ${inputType(argument)}`);
  if (options.length > 0) {
    const fields = options.map((argument) => `${key(argument.name)}?: ${inputType(argument)}`);
    parameters.push(`options?: { ${fields.join('; ')} }`);
  }
  const results = resultsOf(routine).map(outputType);
  const returns =
    results.length === 0 ? 'void' : results.length === 1 ? results[0] : `[${results.join(', ')}]`;
  const list = parameters.join(', ');
  return [
    '{',
    `${indent}  (${list}): ${isolate ? `Promise<${returns}>` : returns};`,
    `${indent}  /** The same off the event loop. */`,
    `${indent}  async(${list}): Promise<${returns}>;`,
    `${indent}}`,
  ].join('\n');
}

/** `float64 (n, m), inout: what it is for`. */
function describeArgument(argument: Argument): string {
  const { dtype, axes, kind, writes, role, initialText, mayBeAbsent, comment } = argument;
  const shape = axes.length > 0 ? ` (${axes.map(({ text }) => text).join(', ')})` : '';
  const what = kind === 'callback' ? 'a function' : kind === 'text' ? 'a text' : `${dtype}${shape}`;
  const intent = writes === 'inPlace' ? ', written to' : writes === 'returned' ? ', in and out' : '';
  const least = axes.find((axis) => axis.least !== null)?.least;
  const open = axes.some(({ text }) => text === '*')
    ? `, ${least ? `* at least ${least.text}` : '* not checked'}`
    : '';
  const given =
    role !== 'option' ? '' : mayBeAbsent ? ', optional' : `, default ${initialText ?? 'from the arrays'}`;
  return `${what}${open}${intent}${given}${comment === '' ? '' : `: ${oneLine(comment)}`}`;
}

function docOf(routine: Routine, indent: string): string {
  const { comment, file, line } = routine.procedure;
  const results = resultsOf(routine).map((argument) => {
    const { name, dtype, axes, kind } = argument;
    const shape = axes.length > 0 ? ` (${axes.map(({ text }) => text).join(', ')}), Fortran order` : '';
    const note = argument.comment === '' ? '' : `: ${oneLine(argument.comment)}`;
    return `${name}: ${kind === 'text' ? 'a text' : `${dtype}${shape}`}${note}`;
  });
  const lines = [
    ...(comment === '' ? [] : comment.split('\n').map(safe)),
    `Fortran: ${safe(file.replace(/^.*[\\/]/, ''))}:${line}.`,
    ...routine.arguments
      .filter(({ role }) => role !== 'hidden')
      .map((argument) => {
        const name = argument.role === 'option' ? `options.${argument.name}` : argument.name;
        return `@param ${name} ${describeArgument(argument)}`;
      }),
    ...(results.length === 0 ? [] : [`@returns ${results.join('; ')}`]),
  ];
  return `${indent}/**\n${lines.map((text) => `${indent} * ${text}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

function variableLine({ argument, readOnly }: SharedVariable): string {
  const doc = argument.comment === '' ? '' : `  /** ${oneLine(argument.comment)} */\n`;
  return `${doc}  ${readOnly ? 'readonly ' : ''}${key(argument.name)}: ${outputType(argument)};`;
}

function oneLine(comment: string): string {
  return safe(comment.replace(/\s+/g, ' ').trim());
}

/** A comment must not end the one it stands in. */
function safe(text: string): string {
  return text.replaceAll('*/', '* /');
}
