/**
 * Lengths that Fortran does not declare, as in `a(lda, *)`: what the caller says of them, and what the comments of BLAS and LAPACK
 * say, `A is REAL array, dimension (LDA,N)`.
 *
 * Policy: a comment counts only where it is certain: as many lengths as axes, arguments and numbers alone in them, and no
 * condition behind them. What the caller says comes before it. An array must have at least so many elements on the axis.
 */
import { ArgumentError } from '../../../core/errors.js';
import { takeGroup } from '../sources/declarations.js';
import type { FortranSource, Procedure, Variable } from '../sources/model.js';
import { splitAt } from '../sources/source.js';
import type { CallPlan } from './call-plan.js';
import { type Expression, NoValue, namesIn, readExpression, unknownFunction } from './expression.js';

/**
 * Routine (`dgemm`, `module.routine`) → argument → its lengths by axis, in terms of the other arguments: `['lda', 'n']` or
 * `'lda, n'`. `'*'` leaves an axis unchecked.
 */
export type Lengths = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** An argument of which nothing says how far Fortran reads and writes. */
export interface Unchecked {
  readonly name: string;
  /** The module; null outside. */
  readonly owner: string | null;
  readonly argument: string;
  /** As declared: `lda, *`. */
  readonly dimensions: string;
}

/** Adds what the caller says. @throws ArgumentError for a routine, argument or length that is not there. */
export function addLengths(source: FortranSource, lengths: Lengths): void {
  const refuse = (got: string, needs: string) =>
    new ArgumentError(`lengths has '${got}'; needs ${needs}`, {
      operation: 'fortran',
      argument: 'lengths',
      got,
      needs,
    });
  const procedures = [...source.procedures, ...source.modules.flatMap((module) => module.procedures)];
  for (const [routine, known] of Object.entries(lengths)) {
    const [name, owner] = routine.toLowerCase().split('.').reverse();
    const procedure = procedures.find((one) => one.name === name && one.module?.name === owner);
    if (procedure === undefined) throw refuse(routine, 'the name of a routine, or module.routine');
    for (const [argument, given] of Object.entries(known)) {
      const variable = procedure.variables.get(argument.toLowerCase());
      const axes = typeof given === 'string' ? splitAt(given, ',').map((axis) => axis.trim()) : given;
      if (variable?.dimensions?.length !== axes.length)
        throw refuse(`${routine}.${argument}: ${axes.join(', ')}`, 'an array, with a length for each axis');
      const wrong = axes.find((text) => text !== '*' && !isLength(text, procedure));
      if (wrong !== undefined)
        throw refuse(`${routine}.${argument}: ${wrong}`, 'arguments of the routine and numbers');
      setLeast(
        variable,
        axes.map((text) => text.toLowerCase()),
      );
    }
  }
}

/** Adds what the comments in the text of a source say of its procedures: lengths, and which numbers go out. */
export function addDocumented(procedures: readonly Procedure[], text: string): void {
  const wanted = procedures.filter((procedure) =>
    argumentsOf(procedure).some((one) => isOpen(one) || isUntold(one)),
  );
  if (wanted.length === 0) return;
  const lines = text.split(/\r?\n/);
  for (const procedure of wanted) {
    const comments = commentsOf(lines, procedure.line - 1);
    if (comments === '') continue;
    const known = argumentsOf(procedure);
    for (const variable of known.filter(isUntold)) addIntent(variable, comments);
    for (const variable of known.filter(isOpen)) {
      const axes = documented(variable.name, comments);
      if (axes?.length === variable.dimensions?.length && axes?.every((axis) => isLength(axis, procedure)))
        setLeast(variable, axes);
    }
  }
}

function argumentsOf({ arguments: names, variables }: Procedure): Variable[] {
  return names.flatMap((name) => variables.get(name) ?? []);
}

function isOpen({ dimensions, least }: Variable): boolean {
  return least === null && dimensions?.at(-1)?.upper === '*';
}

/** A number that neither Fortran nor a directive says anything of. */
function isUntold({ dimensions, intents, type, attributes }: Variable): boolean {
  return (
    dimensions === null && intents.size === 0 && type?.base !== 'character' && !attributes.has('external')
  );
}

/** `\param[out] INFO`: the number is returned. Of arrays nothing follows: the caller brings them, as without the comment. */
function addIntent(variable: Variable, comments: string): void {
  const said =
    new RegExp(`^\\\\param\\[([^\\]]*)\\]\\s+${variable.name}\\s*$`, 'im')
      .exec(comments)?.[1]
      .toLowerCase() ?? '';
  if (!said.includes('out')) return;
  variable.intents.add('out');
  if (said.includes('in')) variable.intents.add('in');
}

/** Of axes that Fortran itself declares nothing more is asked. */
function setLeast(variable: Variable, axes: readonly string[]): void {
  variable.least = axes.map((axis, index) => (variable.dimensions?.[index].upper === '*' ? axis : '*'));
}

function isLength(text: string, procedure: Procedure): boolean {
  try {
    const expression: Expression = readExpression(text);
    const known = namesIn(expression).every((name) => {
      const variable = procedure.variables.get(name);
      const made = variable?.intents.has('out') && !variable.intents.has('in');
      return procedure.arguments.includes(name) && variable?.dimensions == null && !made;
    });
    return known && unknownFunction(expression) === undefined;
  } catch (error) {
    if (error instanceof NoValue) return false;
    throw error;
  }
}

const comment = /^(?:[*cC]|\s*!)[>*!]*/;

/** The comments right above the head of a procedure, and those in it. */
function commentsOf(lines: readonly string[], head: number): string {
  const isComment = (line: string) => line.trim() === '' || comment.test(line);
  let first = head;
  while (first > 0 && isComment(lines[first - 1])) first--;
  const end = lines.findIndex(
    (line, index) => index > head && /^\s+end( (subroutine|function)\b.*)?\s*$/i.test(line),
  );
  const inside = lines.slice(first, end === -1 ? undefined : end).filter((line) => comment.test(line));
  return inside.map((line) => line.replace(comment, '').trim()).join('\n');
}

/** `A is REAL array, dimension (LDA,N)`, older `A (input) REAL array of dimension (LDA, N)`, `A - REAL array of DIMENSION`. */
function documented(name: string, comments: string): string[] | null {
  const words = '(?:[A-Z*0-9]+ +){1,3}array *,? *(?:of )?dimension(?: at least)?\\s*(?=\\()';
  const match = new RegExp(`^${name}(?: +is| +-| +\\([^)]*\\)) +(?:an? )?${words}`, 'im').exec(comments);
  if (match === null) return null;
  const [lengths, rest] = takeGroup(comments.slice(match.index + match[0].length));
  const paragraph = rest.split(/\n *(?:\n|\\)/, 1)[0].replace(/\s+/g, ' ');
  const conditional =
    /^[ .,;]*(where|when|if|otherwise|for|or|and)\b/.test(paragraph) || /dimension/i.test(paragraph);
  // An array that some calls do not need at all may be of any length there.
  const unneeded = new RegExp(
    `(?<!part of )\\b${name} is not (referenced|used|accessed)|\\. *not (referenced|used)`,
    'i',
  );
  if (conditional || unneeded.test(paragraph)) return null;
  return splitAt(lengths.replace(/\s+/g, ' ').toLowerCase(), ',').map((axis) => axis.trim());
}

/** The arguments of routines whose length nothing says. */
export function uncheckedIn(routines: readonly CallPlan[]): Unchecked[] {
  return routines.flatMap(({ name, owner, arguments: known }) =>
    known
      .filter(({ kind, role, axes, checks, name: own }) => {
        const open = axes.some(({ text, least }) => text === '*' && least === null);
        const checked = checks.some(({ holds }) => asksFor(holds, own));
        return kind === 'array' && role !== 'hidden' && open && !checked;
      })
      .map(({ name: argument, axes }) => {
        return { name, owner, argument, dimensions: axes.map(({ text }) => text).join(', ') };
      }),
  );
}

/** Whether a check asks how long an array is. */
function asksFor(expression: Expression, array: string): boolean {
  switch (expression.op) {
    case 'call':
      return (
        (/^(len|size|shape)$/.test(expression.name) && namesIn(expression.args[0]).includes(array)) ||
        expression.args.some((inner) => asksFor(inner, array))
      );
    case 'unary':
      return asksFor(expression.x, array);
    case 'binary':
      return asksFor(expression.a, array) || asksFor(expression.b, array);
    default:
      return false;
  }
}
