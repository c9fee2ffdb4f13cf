/** Products of blocked arrays: matrices, tensors, Einstein sums. */
import type { DType } from '../core/dtype.js';
import { ArgumentError, ShapeError } from '../core/errors.js';
import type { NDArray } from '../core/ndarray.js';
import { promoted } from '../core/promotion.js';
import { formatShape, normalizeAxis } from '../core/shape.js';
import type { TensordotOptions } from '../ops/matmul.js';
import { lengthsOf, parseSubscripts } from '../ops/subscripts.js';
import type { Operand } from '../ops/ufunc.js';
import { BlockedArray } from './blocked-array.js';
import { blockedOf } from './elementwise.js';
import { contraction, type LabelledExpression } from './expressions/contraction.js';
import { checkOptions, handle } from './operations.js';

/** What products of blocked arrays are of: a blocked array, or an array that becomes one block. */
export type BlockedOperand = BlockedArray | Operand;

const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The sum of products, two operands at a time from the left. */
function summed(
  operation: string,
  operands: readonly LabelledExpression[],
  output: readonly string[],
): BlockedArray {
  let [first, ...rest] = operands;
  while (rest.length > 1) {
    const [second, ...later] = rest;
    const needed = new Set([...output, ...later.flatMap(({ labels }) => labels)]);
    const kept = [...new Set([...first.labels, ...second.labels])].filter((label) => needed.has(label));
    const dtype = promoted(first.of.dtype, second.of.dtype) as DType;
    first = { of: contraction(operation, [first, second], kept, dtype), labels: kept };
    rest = later;
  }
  const all = [first, ...rest];
  const dtype = all.map(({ of }) => of.dtype).reduce((a, b) => promoted(a, b) as DType);
  return new BlockedArray(contraction(operation, all, output, dtype));
}

/**
 * Matrix products of blocked arrays, stacks broadcasting, as `strided`'s `matmul` of NDArrays: shapes (…, m, k) and
 * (…, k, n) → (…, m, n). Blocks of the contracted axis are added up in a fixed order, so the result is the same for
 * every scheduler. Dtypes, empty arrays and NaN as there.
 *
 * @throws ShapeError for scalars, inner lengths that differ, or stacks that do not broadcast.
 * @example
 * const x = blocked.arange(6, { chunks: 2 });
 * (await blocked.matmul(x, x).compute()).item(); // 55
 * @see dask.array.matmul
 */
export function matmul(a: BlockedOperand, b: BlockedOperand): BlockedArray {
  const [x, y] = [blockedOf(a), blockedOf(b)];
  for (const [argument, { ndim }] of Object.entries({ a: x, b: y })) {
    if (ndim > 0) continue;
    const needs = 'at least one axis (multiply takes scalars)';
    throw new ShapeError(`${argument} is a scalar; needs ${needs}`, { operation: 'matmul', argument, needs });
  }
  const [rows, inner, columns, ...stacks] = letters;
  const stack = (ndim: number) => stacks.slice(0, Math.max(0, ndim - 2)).reverse();
  const own = [...stack(x.ndim), ...(x.ndim === 1 ? [] : [rows]), inner];
  const other = [...stack(y.ndim), inner, ...(y.ndim === 1 ? [] : [columns])];
  checkLengths('matmul', x.shape[x.ndim - 1], y.shape[Math.max(0, y.ndim - 2)]);
  const output = [...stack(Math.max(x.ndim, y.ndim)), ...own.slice(0, -1), ...other].filter(
    (label, at, all) => label !== inner && all.indexOf(label) === at,
  );
  const ordered = [...output.filter((l) => stacks.includes(l)), ...output.filter((l) => !stacks.includes(l))];
  const operands = [
    { of: x.expression, labels: own },
    { of: y.expression, labels: other },
  ];
  checkStacks('matmul', operands);
  return summed('matmul', operands, ordered);
}

function checkLengths(operation: string, a: number, b: number): void {
  if (a === b) return;
  throw new ShapeError(`b has ${b} along the summed axis, a has ${a}`, {
    operation,
    argument: 'b',
    got: b,
    needs: String(a),
  });
}

/** @throws ShapeError unless axes of one label are as long, or 1 */
function checkStacks(operation: string, operands: readonly LabelledExpression[]): void {
  const lengths = new Map<string, number>();
  for (const { of, labels } of operands) {
    labels.forEach((label, axis) => {
      const known = lengths.get(label) ?? 1;
      const length = of.shape[axis];
      if (known !== 1 && length !== 1 && known !== length) {
        throw new ShapeError(`b has ${length} where a has ${known}, of shape ${formatShape(of.shape)}`, {
          operation,
          argument: 'b',
          got: of.shape,
        });
      }
      if (length !== 1) lengths.set(label, length);
    });
  }
}

/**
 * Sums of products over pairs of axes, as `strided`'s `tensordot`: the axes left of `a`, then those of `b`.
 *
 * @param options `axes`: how many of the last axes of `a` and the first of `b`, or lists of axes; 2
 * @throws ShapeError when axes differ in length; AxisError for axes out of bounds.
 * @example
 * const x = blocked.ones([4, 6], { chunks: 3 });
 * blocked.tensordot(x, x, { axes: [[0], [0]] }).shape; // [6, 6]
 * @see dask.array.tensordot
 */
export function tensordot(
  a: BlockedOperand,
  b: BlockedOperand,
  options: TensordotOptions = {},
): BlockedArray {
  const operation = 'tensordot';
  const axes = options.axes ?? 2;
  const [x, y] = [blockedOf(a), blockedOf(b)];
  const counted = (count: number) => Array.from({ length: count }, (_, at) => at);
  const [left, right] =
    typeof axes === 'number' ? [counted(axes).map((at) => x.ndim - axes + at), counted(axes)] : axes;
  if (left.length !== right.length) {
    throw new ArgumentError(`axes names ${left.length} axes of a and ${right.length} of b`, {
      operation,
      argument: 'axes',
      got: axes,
      needs: 'as many of each',
    });
  }
  const own = letters.slice(0, x.ndim);
  const other = letters.slice(x.ndim, x.ndim + y.ndim);
  left.forEach((axis, at) => {
    const [l, r] = [normalizeAxis(operation, axis, x.ndim), normalizeAxis(operation, right[at], y.ndim)];
    checkLengths(operation, x.shape[l], y.shape[r]);
    other[r] = own[l];
  });
  const output = [...own, ...other].filter((label, _, all) => all.indexOf(label) === all.lastIndexOf(label));
  return summed(
    operation,
    [
      { of: x.expression, labels: own },
      { of: y.expression, labels: other },
    ],
    output,
  );
}

/**
 * NumPy's dot product: over the last axis of `a` and the second last of `b`.
 *
 * @throws ShapeError for scalars, or when the summed axes differ in length.
 * @example
 * (await blocked.dot(blocked.ones(5), blocked.arange(5)).compute()).item(); // 10
 * @see dask.array.dot
 */
export function dot(a: BlockedOperand, b: BlockedOperand): BlockedArray {
  const [x, y] = [blockedOf(a), blockedOf(b)];
  if (x.ndim <= 2 && y.ndim <= 2) return matmul(x, y);
  return tensordot(x, y, { axes: [[x.ndim - 1], [Math.max(0, y.ndim - 2)]] });
}

/**
 * Sums of products over the last axes.
 *
 * @throws ShapeError when they differ in length.
 * @see numpy.inner
 */
export function inner(a: BlockedOperand, b: BlockedOperand): BlockedArray {
  const [x, y] = [blockedOf(a), blockedOf(b)];
  return tensordot(x, y, { axes: [[x.ndim - 1], [y.ndim - 1]] });
}

/**
 * All products of an element of one vector and one of another: shape (a.size, b.size).
 *
 * @throws ShapeError for operands that are no vectors.
 * @example
 * blocked.outer(blocked.arange(3), blocked.arange(4)).shape; // [3, 4]
 * @see dask.array.outer
 */
export function outer(a: BlockedOperand, b: BlockedOperand): BlockedArray {
  const [x, y] = [blockedOf(a), blockedOf(b)];
  for (const [argument, { ndim, shape }] of Object.entries({ a: x, b: y })) {
    if (ndim === 1) continue;
    throw new ShapeError(`${argument} has shape ${formatShape(shape)}; needs one axis`, {
      operation: 'outer',
      argument,
      got: shape,
      needs: 'one axis',
    });
  }
  return tensordot(x, y, { axes: 0 });
}

/**
 * Einstein summation over blocked arrays, as `strided`'s `einsum`: operands are contracted two at a time from the left.
 *
 * @throws ArgumentError for malformed subscripts; ShapeError where they do not fit the operands.
 * @example
 * const x = blocked.ones([4, 6], { chunks: 3 });
 * (await blocked.einsum('ij,ij->i', x, x).compute()).toArray(); // [6, 6, 6, 6]
 * @see dask.array.einsum
 */
export function einsum(subscripts: string, ...operands: readonly BlockedOperand[]): BlockedArray {
  const arrays = operands.map(blockedOf);
  // Subscripts are read from shapes alone.
  const parsed = parseSubscripts(subscripts, arrays as unknown as NDArray[]);
  lengthsOf(parsed, arrays as unknown as NDArray[]);
  const free = letters.filter((letter) => !subscripts.includes(letter));
  const renamed = new Map<string, string>();
  const letterOf = (label: string): string => {
    if (label.length === 1) return label;
    if (!renamed.has(label)) renamed.set(label, free[renamed.size]);
    return renamed.get(label)!;
  };
  return summed(
    'einsum',
    arrays.map(({ expression }, at) => ({ of: expression, labels: parsed.inputs[at].map(letterOf) })),
    parsed.output.map(letterOf),
  );
}

type Options = Readonly<Record<string, unknown>> | undefined;

handle({
  matmul: (a: BlockedOperand, b: BlockedOperand, options: Options) => {
    checkOptions('matmul', options);
    return matmul(a, b);
  },
  dot: (a: BlockedOperand, b: BlockedOperand, options: Options) => {
    checkOptions('dot', options);
    return dot(a, b);
  },
  tensordot,
  einsum: (subscripts: string, ...operands: BlockedOperand[]) => einsum(subscripts, ...operands),
});
