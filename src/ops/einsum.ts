/** Einstein summation: any sums of products, written as labels of axes. */
import { checkDType, type DType } from '../core/dtype.js';
import { describe } from '../core/element.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { viewOf } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import { formatShape } from '../core/shape.js';
import { contract, type Labelled, ordered, sumOut } from './contract.js';
import { deliver } from './product.js';
import { castTo } from './reduction.js';
import { checkOut, type UfuncOptions } from './result.js';
import { type Operand, toArray } from './ufunc.js';

/** Subscripts taken apart: the labels of each operand's axes, and of the result's. */
interface Subscripts {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

function malformed(subscripts: string, what: string): ArgumentError {
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
function lengthsOf({ inputs }: Subscripts, operands: readonly NDArray[]): Map<string, number> {
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

/** Each label once: a repeated one walks the diagonal, and an axis of length 1 is broadcast. */
function labelled(array: NDArray, labels: readonly string[], lengths: ReadonlyMap<string, number>): Labelled {
  const own = [...new Set(labels)];
  const strides = own.map((label) =>
    labels.reduce(
      (total, other, axis) =>
        other === label && array.shape[axis] !== 1 ? total + array.strides[axis] : total,
      0,
    ),
  );
  return {
    array: viewOf(
      array,
      own.map((label) => lengths.get(label)!),
      strides,
    ),
    labels: own,
  };
}

/**
 * Sums of products over labelled axes: `einsum('ik,jk->ij', a, b)`.
 *
 * Each operand has a letter for every axis; labels missing from the result are summed. Without '->' the result has
 * the letters that stand once, in alphabetical order. A letter twice in one operand takes its diagonal, '...' stands
 * for axes that broadcast. Any dtypes → the promoted one (integers wrap around, bools give `or` of `and`s). Sums over
 * nothing are 0; NaN propagates. With one operand and nothing to sum the result is a view.
 *
 * Complexity: operands are contracted from left to right, each pair as one matrix product.
 *
 * @throws ArgumentError for malformed subscripts; ShapeError when labels and axes, or lengths, do not agree.
 * @example
 * einsum('ij,ij->i', [[1, 2], [3, 4]], [[1, 2], [3, 4]]).toArray(); // [5, 25]
 * einsum('ii', [[1, 2], [3, 4]]).item(); // 5
 * @see numpy.einsum
 */
export function einsum<D extends DType = DType>(
  subscripts: string,
  ...operands: readonly Operand[]
): NDArray<D> {
  return einsumInto(subscripts, operands, {}) as NDArray<D>;
}

/** `einsum` with options. */
export function einsumInto(subscripts: string, operands: readonly Operand[], options: UfuncOptions): NDArray {
  if (operands.length === 0) throw malformed(subscripts, 'has no operands');
  let arrays = operands.map((operand) => toArray('einsum', operand));
  const dtype = checkDType('einsum', options.dtype ?? arrays.map((x) => x.dtype).reduce(promoted));
  arrays = arrays.map((x) => (x.dtype === dtype ? x : castTo('einsum', x, dtype)));
  const parsed = parse(subscripts, arrays);
  const lengths = lengthsOf(parsed, arrays);
  const terms = arrays.map((array, at) => labelled(array, parsed.inputs[at], lengths));
  let result = terms[0];
  for (let at = 1; at < terms.length; at++) {
    const needed = new Set([...parsed.output, ...terms.slice(at + 1).flatMap(({ labels }) => labels)]);
    result = contract('einsum', result, terms[at], needed, parsed.output);
  }
  result = sumOut(result, new Set(parsed.output));
  const { array } = ordered(result, parsed.output);
  if (options.out !== undefined) checkOut('einsum', options.out, dtype, array.shape);
  if (terms.length === 1) return deliver(viewOf(array, array.shape, array.strides), options.out);
  return deliver(array.flags.cContiguous ? array : castTo('einsum', array, dtype), options.out);
}
