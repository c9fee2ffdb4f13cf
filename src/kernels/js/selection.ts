/**
 * Keeping the k smallest of a row of distances: ascending, ties by lower index, NaN after every number.
 */
import type { Floats } from './distanceJob.js';

/**
 * Offers one distance to the list at [start, start + k), which holds `count` so far; returns how many it holds now.
 * Offers come in ascending index order, so an equal distance goes behind those already there.
 */
export function offerNearest(
  indices: Int32Array,
  distances: Floats | number[],
  start: number,
  k: number,
  count: number,
  index: number,
  distance: number,
): number {
  if (count === k && !isBefore(distance, distances[start + k - 1])) return count;
  let position = start + (count < k ? count : k - 1);
  while (position > start && isBefore(distance, distances[position - 1])) {
    distances[position] = distances[position - 1];
    indices[position] = indices[position - 1];
    position--;
  }
  distances[position] = distance;
  indices[position] = index;
  return count < k ? count + 1 : k;
}

function isBefore(distance: number, other: number): boolean {
  return distance < other || (Number.isNaN(other) && !Number.isNaN(distance));
}
