/**
 * Contraction of labelled arrays, two at a time, as stacks of matrix products.
 *
 * The axes of a pair fall into four groups: labels in both that are still needed (the stack), labels in both that are
 * not (summed), and labels of one alone (rows, columns). Each group is merged into one axis, by strides where
 * possible and by a copy where not, and one stacked product does the rest.
 */
import type { NDArray } from '../core/ndarray.js';
import { sizeOf } from '../core/shape.js';
import { loopKind } from '../kernels/js/loops/work.js';
import { add, multiply } from './elementwise.js';
import { stackedProduct, withAxes } from './product.js';
import { castTo } from './reduction.js';
import { any, sum } from './reductions.js';

/** An array whose axes have names, all different. */
export interface Labelled {
  readonly array: NDArray;
  readonly labels: readonly string[];
}

/** Sums out the labels that nobody needs. */
export function sumOut({ array, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axis = labels.flatMap((label, at) => (needed.has(label) ? [] : [at]));
  if (axis.length === 0) return { array, labels };
  // Sums of bools stay bools here: `or`, as products are `and`.
  const less = array.dtype === 'bool' ? any(array, { axis }) : sum(array, { axis, dtype: array.dtype });
  return { array: less as NDArray, labels: labels.filter((label) => needed.has(label)) };
}

/** The axes in the order of `labels`. */
export function ordered({ array, labels }: Labelled, order: readonly string[]): Labelled {
  const axes = order.map((label) => labels.indexOf(label));
  return {
    array: withAxes(
      array,
      axes.map((axis) => array.shape[axis]),
      axes.map((axis) => array.strides[axis]),
    ),
    labels: order,
  };
}

/** Contracts a pair; `needed` are the labels to keep, `wanted` the order that is best for the result. */
export function contract(
  operation: string,
  a: Labelled,
  b: Labelled,
  needed: ReadonlySet<string>,
  wanted: readonly string[],
): Labelled {
  const inBoth = new Set(a.labels.filter((label) => b.labels.includes(label)));
  const x = sumOut(a, new Set([...needed, ...inBoth]));
  const y = sumOut(b, new Set([...needed, ...inBoth]));
  const byWish = (labels: readonly string[]): string[] =>
    [...labels].sort((one, other) => wanted.indexOf(one) - wanted.indexOf(other));
  const stack = byWish(x.labels.filter((label) => inBoth.has(label) && needed.has(label)));
  const summed = x.labels.filter((label) => inBoth.has(label) && !needed.has(label));
  const rows = byWish(x.labels.filter((label) => !inBoth.has(label)));
  const columns = byWish(y.labels.filter((label) => !inBoth.has(label)));
  // The operand whose free labels come first in the wanted result goes left, which saves a transposition.
  if (rows.length > 0 && columns.length > 0 && wanted.indexOf(columns[0]) < wanted.indexOf(rows[0])) {
    return contract(operation, b, a, needed, wanted);
  }
  if (summed.length === 0) return multiplied(x, y, [...stack, ...rows, ...columns]);
  const left = grouped(operation, x, [stack, rows, summed]);
  const right = grouped(operation, y, [stack, summed, columns]);
  const product = stackedProduct(operation, left, right);
  const lengths = new Map<string, number>();
  for (const { array, labels } of [x, y]) {
    for (const [at, label] of labels.entries()) lengths.set(label, array.shape[at]);
  }
  const labels = [...stack, ...rows, ...columns];
  const shape = labels.map((label) => lengths.get(label)!);
  const strides = new Array<number>(shape.length);
  for (let axis = shape.length - 1, step = product.itemsize; axis >= 0; step *= Math.max(shape[axis--], 1))
    strides[axis] = step;
  return { array: withAxes(product, shape, strides), labels };
}

/** Products of which nothing is summed: elementwise ones, but added to zero as sums are, so that none is −0. */
function multiplied(x: Labelled, y: Labelled, labels: readonly string[]): Labelled {
  const spread = ({ array, labels: own }: Labelled): NDArray =>
    withAxes(
      array,
      labels.map((label) => (own.includes(label) ? array.shape[own.indexOf(label)] : 1)),
      labels.map((label) => (own.includes(label) ? array.strides[own.indexOf(label)] : 0)),
    );
  const product = multiply(spread(x), spread(y)) as NDArray;
  const kind = loopKind[product.dtype];
  if (kind === 'float' || kind === 'complex') add(product, 0, { out: product });
  return { array: product, labels };
}

/** Three axes, one for each group of labels: a view where the strides allow it, a copy otherwise. */
function grouped(operation: string, x: Labelled, groups: readonly (readonly string[])[]): NDArray {
  const { array } = ordered(x, groups.flat());
  const shape: number[] = [];
  const strides: number[] = [];
  let first = 0;
  for (const group of groups) {
    const lengths = array.shape.slice(first, first + group.length);
    const merged = mergedStride(lengths, array.strides.slice(first, first + group.length));
    if (merged === undefined) {
      return grouped(
        operation,
        { array: castTo(operation, array, array.dtype), labels: groups.flat() },
        groups,
      );
    }
    shape.push(sizeOf(lengths));
    strides.push(merged);
    first += group.length;
  }
  return withAxes(array, shape, strides);
}

/** The stride of several axes walked as one, or undefined when that is not one stride. */
function mergedStride(shape: readonly number[], strides: readonly number[]): number | undefined {
  let stride: number | undefined;
  let expected = 0;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (shape[axis] === 0) return 0;
    if (stride === undefined) stride = strides[axis];
    else if (strides[axis] !== expected) return undefined;
    expected = strides[axis] * shape[axis];
  }
  return stride ?? 0;
}
