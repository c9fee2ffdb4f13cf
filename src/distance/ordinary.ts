/**
 * canberra and braycurtis have quick forms for ordinary values, whose last bits may differ from those of the careful
 * forms. Which one is taken is decided here, over all the points: a kernel that sees only a block of them would
 * otherwise decide anew, and a matrix computed in blocks would not have the bits of one computed whole.
 */
import type { KernelMetric } from '../kernels/table.gen.js';
import type { Floats } from './inputs.js';

/** Whether the metric has a quick form at all. */
export function hasQuickForm(metric: KernelMetric): boolean {
  return metric === 'canberra' || metric === 'braycurtis';
}

/** Whether the quick form of `metric` holds for these points: at least as strict as the kernels' own test. */
export function areOrdinary(metric: KernelMetric, points: Floats, features: number): boolean {
  const single = points instanceof Float32Array;
  return metric === 'canberra'
    ? haveModestSizes(points, single ? 2 ** -24 : 2 ** -100, single ? 2 ** 30 : 2 ** 100)
    : arePositive(points, (single ? 2 ** 120 : 2 ** 1000) / Math.max(1, features));
}

/** All 0, or neither so small nor so large that a product of six of them leaves the range. */
function haveModestSizes(points: Floats, least: number, most: number): boolean {
  for (let i = 0; i < points.length; i++) {
    const size = Math.abs(points[i]);
    if (!((size >= least && size <= most) || size === 0)) return false;
  }
  return true;
}

/** None negative, and no row's sum too large. */
function arePositive(points: Floats, most: number): boolean {
  for (let i = 0; i < points.length; i++) if (!(points[i] >= 0 && points[i] <= most)) return false;
  return true;
}
