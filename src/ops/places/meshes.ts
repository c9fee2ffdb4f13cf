/** Grids from ranges in text, as NumPy's `mgrid[0:3, 0:1:5j]` and `ogrid` have them. */
import { ArgumentError } from '../../core/errors.js';
import type { NDArray } from '../../core/ndarray.js';
import { meshgrid } from '../grids.js';
import { stack } from '../joining.js';
import { arange, linspace } from '../ranges.js';

/** The points of `start:stop`, `start:stop:step`, or `start:stop:countj`, which has the stop too. */
function pointsOf(operation: string, range: string): NDArray {
  const parts = typeof range === 'string' ? range.split(':') : [];
  const isCount = parts[2]?.endsWith('j') ?? false;
  const [start, stop, step] = parts.map((part, i) =>
    part.trim() === '' ? [0, Number.NaN, 1][i] : Number(i === 2 && isCount ? part.slice(0, -1) : part),
  );
  const fits = [start, stop, step ?? 1].every(Number.isFinite) && parts.length >= 2 && parts.length <= 3;
  if (!fits || step === 0 || (isCount && !(Number.isSafeInteger(step) && step > 0))) {
    const needs = "'start:stop', 'start:stop:step' or 'start:stop:countj'";
    throw new ArgumentError(`a range is ${JSON.stringify(range)}; needs ${needs}`, {
      operation,
      argument: 'ranges',
      got: range,
      needs,
    });
  }
  return (isCount ? linspace(start, stop, step) : arange(start, stop, step)) as NDArray;
}

/**
 * The coordinates of every point of a grid, axis by axis: shape (axes, …lengths); of one range, its points.
 *
 * A range is `'start:stop'`, `'start:stop:step'`, or `'start:stop:5j'` for 5 points from start to stop, both included.
 * → float64, where NumPy has integers for integer ranges. A range without points gives an empty result.
 *
 * @throws ArgumentError for text that is no range.
 * @example
 * mgrid('0:2', '0:1:3j').toArray(); // [[[0, 0, 0], [1, 1, 1]], [[0, 0.5, 1], [0, 0.5, 1]]]
 * @see numpy.mgrid
 */
export function mgrid(first: string, ...rest: readonly string[]): NDArray<'float64'> {
  const points = [first, ...rest].map((range) => pointsOf('mgrid', range));
  if (points.length === 1) return points[0] as never;
  return stack(meshgrid(...points, { indexing: 'ij' })) as never;
}

/**
 * The coordinates of a grid, a vector for each axis, with axes of length 1 so that they broadcast to `mgrid`'s.
 *
 * Ranges as for `mgrid`. → float64.
 *
 * @throws ArgumentError for text that is no range.
 * @example
 * ogrid('0:2', '0:3').map((x) => x.shape); // [[2, 1], [1, 3]]
 * @see numpy.ogrid
 */
export function ogrid(first: string, ...rest: readonly string[]): NDArray<'float64'>[] {
  const points = [first, ...rest].map((range) => pointsOf('ogrid', range));
  return points.map((one, axis) => one.reshape(points.map((_, at) => (at === axis ? one.size : 1)))) as never;
}
