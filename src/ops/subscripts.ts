/** The subscripts of einsum: letters for axes, taken apart and checked against the operands. */
import { describe } from '../core/element.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { formatShape } from '../core/shape.js';

/** Subscripts taken apart: the labels of each operand's axes, and of the result's. */
export interface Subscripts {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

export function malformed(subscripts: string, what: string): ArgumentError {
  return new ArgumentError(`subscripts '${subscripts}' ${what}`, {
    operation: 'einsum',
    argument: 'subscripts',
    got: subscripts,
    needs: "letters for axes, ',' between operands, at most one '...' in each, '->' before the result",
  });
}

/** Stands for the axes of '...' counted from the last: no letter can be one of these. */
function ellipsisLabel(fromLast: number): string {
  return `...${fromLast}`;
}

/** Only letters, and '...' at most once. */
function checkTerm(subscripts: string, term: string): void {
  const parts = term.split('...');
  if (parts.length > 2) throw malformed(subscripts, "has more than one '...' in a term");
  for (const part of parts) {
    const stranger = /[^A-Za-z]/u.exec(part);
    if (stranger !== null) throw malformed(subscripts, `holds '${stranger[0]}', which is no letter`);
  }
}

/** The labels of one term, with its '...' standing for `hidden` axes. */
function labelsOf(term: string, hidden: number): string[] {
  const [before, after] = term.split('...');
  if (after === undefined) return [...before];
  return [...before, ...Array.from({ length: hidden }, (_, at) => ellipsisLabel(hidden - at)), ...after];
}

function letters(term: string): number {
  return term.replace('...', '').length;
}

/** Subscripts that were parsed, without '...': a loop repeats them, and small sums take no longer than parsing. */
const parsed = new Map<string, Subscripts>();
const mostParsed = 256;
const longestKept = 64;

function fits({ inputs }: Subscripts, operands: readonly NDArray[]): boolean {
  if (inputs.length !== operands.length) return false;
  for (let at = 0; at < inputs.length; at++) if (inputs[at].length !== operands[at].ndim) return false;
  return true;
}

/** @throws ArgumentError for malformed subscripts; ShapeError where they name more or fewer axes than there are. */
export function parseSubscripts(subscripts: string, operands: readonly NDArray[]): Subscripts {
  const known = parsed.get(subscripts);
  if (known !== undefined && fits(known, operands)) return known;
  const own = parse(subscripts, operands);
  if (subscripts.length > longestKept || subscripts.includes('...')) return own;
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(subscripts, own);
  return own;
}

function parse(subscripts: string, operands: readonly NDArray[]): Subscripts {
  if (typeof subscripts !== 'string') {
    throw new ArgumentError(`subscripts is ${describe(subscripts)}; needs a string such as 'ij,jk->ik'`, {
      operation: 'einsum',
      argument: 'subscripts',
      got: subscripts,
      needs: 'a string',
    });
  }
  const [left, right, ...rest] = subscripts.replaceAll(/\s/gu, '').split('->');
  if (rest.length > 0) throw malformed(subscripts, "has more than one '->'");
  const terms = left.split(',');
  if (terms.length !== operands.length) {
    throw malformed(
      subscripts,
      `names ${terms.length} operand${terms.length === 1 ? '' : 's'}; ${operands.length} were given`,
    );
  }
  let hidden = 0;
  const inputs = terms.map((term, at) => {
    const { ndim, shape } = operands[at];
    checkTerm(subscripts, term);
    const own = ndim - letters(term);
    if (own < 0 || (own > 0 && !term.includes('...'))) {
      throw new ShapeError(
        `'${term}' names ${letters(term)} axes; operand ${at} has shape ${formatShape(shape)}`,
        {
          operation: 'einsum',
          argument: 'operands',
          got: shape,
          needs: `${letters(term)} axes`,
        },
      );
    }
    if (term.includes('...')) hidden = Math.max(hidden, own);
    return labelsOf(term, own);
  });
  if (right !== undefined) checkTerm(subscripts, right);
  const output = right === undefined ? impliedOutput(inputs, hidden) : labelsOf(right, hidden);
  checkOutput(subscripts, inputs, output);
  if (right !== undefined && hidden > 0 && !right.includes('...')) {
    throw malformed(subscripts, "leaves '...' out of the result; sum those axes by naming them");
  }
  return { inputs, output };
}

/** Without '->': the broadcast axes, then all letters that stand once, in alphabetical order. */
function impliedOutput(inputs: readonly (readonly string[])[], hidden: number): string[] {
  const all = inputs.flat().filter((label) => label.length === 1);
  const once = all.filter((label) => all.indexOf(label) === all.lastIndexOf(label)).sort();
  return [...Array.from({ length: hidden }, (_, at) => ellipsisLabel(hidden - at)), ...once];
}

function checkOutput(
  subscripts: string,
  inputs: readonly (readonly string[])[],
  output: readonly string[],
): void {
  for (const [at, label] of output.entries()) {
    if (output.indexOf(label) !== at) throw malformed(subscripts, `names '${label}' twice in the result`);
    if (!inputs.some((labels) => labels.includes(label))) {
      throw malformed(subscripts, `names '${label}' in the result, but no operand has it`);
    }
  }
}

/** The length each label has; an axis of length 1 fits any. */
export function lengthsOf({ inputs }: Subscripts, operands: readonly NDArray[]): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const [at, labels] of inputs.entries()) {
    for (const [axis, label] of labels.entries()) {
      const length = operands[at].shape[axis];
      const known = lengths.get(label);
      if (known === undefined || known === 1) lengths.set(label, length);
      else if (length !== 1 && length !== known) {
        throw new ShapeError(`'${label}' is ${known} in one operand and ${length} in operand ${at}`, {
          operation: 'einsum',
          argument: 'operands',
          got: operands.map(({ shape }) => shape),
        });
      }
    }
  }
  return lengths;
}
