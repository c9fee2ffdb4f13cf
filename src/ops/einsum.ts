/** Einstein summation: any sums of products, written as labels of axes. */

import { isComplex } from '../core/complex.js';
import { checkDType, type DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { handOver } from '../core/foreign.js';
import { hasLayout } from '../core/layout.js';
import type { NDArray } from '../core/ndarray.js';
import { viewOf } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import type { Shape } from '../core/shape.js';
import type { EinsumProblem, EinsumShape, ShapeOf } from '../core/static-shapes.js';
import { contract, type Labelled, ordered, sumOut } from './contract.js';
import { type ContractionPath, checkOptimize, findPath, type Optimize, report } from './einsum-path.js';
import { deliver } from './product.js';
import { castTo } from './reduction.js';
import { checkOut, type UfuncOptions } from './result.js';
import { lengthsOf, malformed, parseSubscripts } from './subscripts.js';
import type { Common, Result } from './types.js';
import { type Operand, toArray } from './ufunc.js';

/** Options of `einsum`, after the operands. */
export interface EinsumOptions extends UfuncOptions {
  /**
   * In which order operands are contracted: true or 'greedy', the cheapest pair first; 'optimal', the cheapest order of
   * all (more than about eight operands take long); false, from left to right; or a path as `einsumPath` gives. true.
   */
  readonly optimize?: Optimize;
}

/** Operands, and perhaps options after them. */
type WithOptions = readonly [...Operand[], EinsumOptions] | readonly Operand[];

type OperandsOf<Args extends readonly unknown[]> = Args extends readonly [...infer Before, infer Last]
  ? Last extends Operand
    ? Args
    : Before
  : Args;
type OptionsOf<Args extends readonly unknown[]> = Args extends readonly [...unknown[], infer Last]
  ? Last extends Operand
    ? Record<never, never>
    : Last
  : Record<never, never>;
type ShapesOf<Operands extends readonly unknown[]> = {
  readonly [At in keyof Operands]: ShapeOf<Operands[At]>;
};
type CommonOf<Operands extends readonly unknown[]> = Operands extends readonly [infer Only]
  ? Common<Only, Only>
  : Operands extends readonly [infer A, infer B]
    ? Common<A, B>
    : Operands extends readonly [infer A, infer B, ...infer Rest]
      ? CommonOf<readonly [NDArray<Common<A, B>, Shape>, ...Rest]>
      : DType;

/** Why subscripts and operands do not fit together, as a type that nothing has. */
type Problem<Subscripts extends string, Args extends readonly unknown[]> =
  ShapesOf<OperandsOf<Args>> extends infer Shapes extends readonly unknown[]
    ? EinsumProblem<Subscripts, Shapes>
    : unknown;

/** What `einsum` of these arguments gives. */
type EinsumResult<Subscripts extends string, Args extends readonly unknown[]> = Result<
  OptionsOf<Args>,
  CommonOf<OperandsOf<Args>>,
  ShapesOf<OperandsOf<Args>> extends infer Shapes extends readonly unknown[]
    ? EinsumShape<Subscripts, Shapes>
    : Shape
>;

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
 * nothing are 0; NaN propagates. With one operand and nothing to sum the result is a view. Options come last:
 * `einsum('ij,jk,kl->il', a, b, c, { optimize: 'optimal' })`.
 *
 * Complexity: operands are contracted pair by pair, each as one matrix product, in the order `optimize` chooses.
 *
 * @throws ArgumentError for malformed subscripts or an `optimize` that is none; ShapeError when labels and axes, or
 * lengths, do not agree.
 * @example
 * einsum('ij,ij->i', [[1, 2], [3, 4]], [[1, 2], [3, 4]]).toArray(); // [5, 25]
 * einsum('ii', [[1, 2], [3, 4]]).item(); // 5
 * @see numpy.einsum
 */
export function einsum<const T extends string, const Args extends WithOptions>(
  subscripts: T & Problem<T, Args>,
  ...operands: Args
): EinsumResult<T, Args> {
  const handed = handOver('einsum', operands, [subscripts, ...operands]);
  if (handed !== undefined) return handed as never;
  const { arrays, options } = separate('einsum', operands);
  return einsumInto(subscripts, arrays, options) as never;
}

/** What `einsumPath` gives. */
export interface EinsumPath {
  /** Which operands each step contracts; its result comes last among those that are left. */
  readonly path: ContractionPath;
  /** The same for people: steps, operations and the speedup over doing all in one loop. */
  readonly report: string;
}

/**
 * The order in which `einsum` of the same arguments contracts its operands, for looking at or for `optimize`.
 *
 * Complexity: 'greedy' looks at all pairs in each step, 'optimal' at all orders.
 *
 * @throws ArgumentError, ShapeError as `einsum`.
 * @example
 * const { path } = einsumPath('ij,jk,kl->il', zeros([2, 9]), zeros([9, 9]), zeros([9, 3]));
 * path; // [[0, 1], [0, 1]]
 * @see numpy.einsum_path
 */
export function einsumPath(subscripts: string, ...operands: WithOptions): EinsumPath {
  const { arrays, options } = separate('einsumPath', operands);
  const given = arrays.map((operand) => toArray('einsumPath', operand));
  const parsed = parseSubscripts(subscripts, given);
  const lengths = lengthsOf(parsed, given);
  const optimize = checkOptimize('einsumPath', options.optimize ?? true, given.length);
  const path = findPath(parsed, lengths, optimize);
  return { path, report: report(parsed, lengths, path) };
}

/** Takes the options off the end. */
function separate(
  operation: string,
  args: readonly unknown[],
): { arrays: readonly Operand[]; options: EinsumOptions } {
  const last = args.at(-1);
  if (!isOptions(last)) return { arrays: args as readonly Operand[], options: {} };
  for (const name of Object.keys(last)) {
    if (name === 'out' || name === 'dtype' || name === 'optimize') continue;
    throw new ArgumentError(`there is no option ${name}; needs optimize, dtype or out`, {
      operation,
      argument: 'options',
      got: name,
      needs: 'optimize, dtype, out',
    });
  }
  return { arrays: args.slice(0, -1) as readonly Operand[], options: last };
}

/** Whether an argument is a plain object: every operand is something else. */
function isOptions(value: unknown): value is EinsumOptions {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !ArrayBuffer.isView(value) && !hasLayout(value) && !isComplex(value);
}

/** `einsum` with its options apart. */
export function einsumInto(
  subscripts: string,
  operands: readonly Operand[],
  options: EinsumOptions,
): NDArray {
  if (operands.length === 0) throw malformed(subscripts, 'has no operands');
  let arrays = operands.map((operand) => toArray('einsum', operand));
  const dtype = checkDType('einsum', options.dtype ?? arrays.map((x) => x.dtype).reduce(promoted));
  const optimize = checkOptimize('einsum', options.optimize ?? true, arrays.length);
  arrays = arrays.map((x) => (x.dtype === dtype ? x : castTo('einsum', x, dtype)));
  const parsed = parseSubscripts(subscripts, arrays);
  const lengths = lengthsOf(parsed, arrays);
  const terms = arrays.map((array, at) => labelled(array, parsed.inputs[at], lengths));
  const result = sumOut(
    contractAll(terms, parsed.output, findPath(parsed, lengths, optimize)),
    new Set(parsed.output),
  );
  const { array } = ordered(result, parsed.output);
  if (options.out !== undefined) checkOut('einsum', options.out, dtype, array.shape);
  if (terms.length === 1) return deliver(viewOf(array, array.shape, array.strides), options.out);
  return deliver(array.flags.cContiguous ? array : castTo('einsum', array, dtype), options.out);
}

/** Contracts as the path says: a step of several operands takes them from left to right. */
function contractAll(terms: readonly Labelled[], output: readonly string[], path: ContractionPath): Labelled {
  const left = [...terms];
  for (const step of path) {
    const chosen = step.map((at) => left[at]);
    for (const at of [...step].sort((a, b) => b - a)) left.splice(at, 1);
    let result = chosen[0];
    for (let at = 1; at < chosen.length; at++) {
      const others = [...chosen.slice(at + 1), ...left];
      const needed = new Set([...output, ...others.flatMap(({ labels }) => labels)]);
      result = contract('einsum', result, chosen[at], needed, output);
    }
    left.push(result);
  }
  return left[0];
}
