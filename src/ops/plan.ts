/** Plans: how to walk several arrays of one shape together. See src/kernels/js/loops/drive.ts for their form. */
import type { Shape } from '../core/shape.js';
import { numbersFor } from '../core/slabs.js';

/** Where an array's elements lie; every NDArray says so. */
export interface Placed {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

export interface Plan {
  readonly ndim: number;
  readonly layout: Float64Array;
}

/**
 * The plan for arrays that broadcast to `shape`, the result first. Axes of length 1 are dropped, the others put in
 * the order of memory of the array `leader` (where it does not say, of the first one that does), and axes that every
 * array walks as one are merged. At least one axis is left.
 */
export function planLayout(shape: Shape, arrays: readonly Placed[], leader = 0): Plan {
  if (shape.length === 1) return planVector(shape, arrays);
  const axes = axesInOrder(shape, leader === 0 ? arrays : [arrays[leader], ...arrays]);
  const count = arrays.length;
  const lengths: number[] = [];
  /** The steps of all arrays along the first axis of the plan, then those along the next. */
  const steps: number[] = [];
  for (const axis of axes) {
    const before = steps.length - count;
    const merged = before >= 0 && goesOn(arrays, axis, shape, steps, before);
    if (merged) lengths[lengths.length - 1] *= shape[axis];
    else lengths.push(shape[axis]);
    const at = merged ? before : steps.length;
    for (let array = 0; array < count; array++)
      steps[at + array] = strideOf(arrays[array], axis, shape.length);
  }
  return planOf(arrays, lengths, steps);
}

/** Whether every array's steps along the axis before, which start at `before`, go over `axis` as a whole. */
function goesOn(
  arrays: readonly Placed[],
  axis: number,
  shape: Shape,
  steps: readonly number[],
  before: number,
): boolean {
  for (let array = 0; array < arrays.length; array++) {
    if (steps[before + array] !== strideOf(arrays[array], axis, shape.length) * shape[axis]) return false;
  }
  return true;
}

function planOf(arrays: readonly Placed[], lengths: readonly number[], steps: readonly number[]): Plan {
  const count = arrays.length;
  const ndim = Math.max(lengths.length, 1);
  const layout = numbersFor(ndim + count * (ndim + 1));
  // A plan of one element has an axis that says so, along which nothing moves.
  layout[0] = 1;
  for (let axis = 0; axis < lengths.length; axis++) layout[axis] = lengths[axis];
  for (let array = 0; array < count; array++) {
    const start = ndim + array * (ndim + 1);
    layout[start] = arrays[array].offset;
    for (let axis = 0; axis < lengths.length; axis++) layout[start + 1 + axis] = steps[axis * count + array];
  }
  return { ndim, layout };
}

/** The plan of one axis: there is nothing to drop, to order or to merge. */
function planVector(shape: Shape, arrays: readonly Placed[]): Plan {
  const layout = numbersFor(1 + 2 * arrays.length);
  layout[0] = shape[0];
  for (let array = 0; array < arrays.length; array++) {
    layout[1 + 2 * array] = arrays[array].offset;
    layout[2 + 2 * array] = strideOf(arrays[array], 0, 1);
  }
  return { ndim: 1, layout };
}

function numbersOf(list: readonly number[]): Float64Array {
  const numbers = numbersFor(list.length);
  for (let at = 0; at < list.length; at++) numbers[at] = list[at];
  return numbers;
}

/** The plan with one more axis as its last; the arrays' steps along it are in their order. */
export function withLastAxis(plan: Plan, length: number, steps: readonly number[]): Plan {
  // A plan of one element has an axis that says so.
  const ndim = plan.ndim === 1 && plan.layout[0] === 1 ? 0 : plan.ndim;
  const layout = [...plan.layout.subarray(0, ndim), length];
  for (let array = 0; array < steps.length; array++) {
    const start = plan.ndim + array * (plan.ndim + 1);
    layout.push(...plan.layout.subarray(start, start + 1 + ndim), steps[array]);
  }
  return { ndim: ndim + 1, layout: numbersOf(layout) };
}

/** Bytes from one element to the next on an axis of the common shape: 0 where the array is broadcast. */
function strideOf(array: Placed, axis: number, ndim: number): number {
  const own = axis - (ndim - array.shape.length);
  return own < 0 || array.shape[own] === 1 ? 0 : array.strides[own];
}

/** Axes longer than 1 (all, when one is empty), slowest in memory first. */
function axesInOrder(shape: Shape, arrays: readonly Placed[]): number[] {
  const axes: number[] = [];
  for (let axis = 0; axis < shape.length; axis++) if (shape[axis] !== 1) axes.push(axis);
  // Insertion sort, stable: few axes, and almost always in order already.
  for (let at = 1; at < axes.length; at++) {
    const axis = axes[at];
    let to = at;
    for (; to > 0 && isFaster(axes[to - 1], axis, shape.length, arrays); to--) axes[to] = axes[to - 1];
    axes[to] = axis;
  }
  return axes;
}

/** Whether `axis` moves less in memory than `other`, by the first array that moves on both. */
function isFaster(axis: number, other: number, ndim: number, arrays: readonly Placed[]): boolean {
  for (const array of arrays) {
    const step = Math.abs(strideOf(array, axis, ndim));
    const otherStep = Math.abs(strideOf(array, other, ndim));
    if (step !== 0 && otherStep !== 0 && step !== otherStep) return step < otherStep;
  }
  return false;
}
