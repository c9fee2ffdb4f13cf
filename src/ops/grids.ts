/** Grids of coordinates, and the shape that arrays broadcast to. */
import { ArgumentError, ShapeError } from '../core/errors.js';
import { NDArray } from '../core/ndarray.js';
import { broadcastShapes as broadcast, type Shape } from '../core/shape.js';
import { checkShape } from '../core/strides.js';
import type { ArrayLike } from '../core/types.js';
import { asarray } from './asarray.js';

export interface MeshgridOptions {
  /** 'xy' (the default) gives the first array the second axis; 'ij' every array the axis of its place. */
  readonly indexing?: 'xy' | 'ij';
  /** Whether the results keep length 1 on the axes of the other arrays. false. */
  readonly sparse?: boolean;
  /** Whether the results own their memory; false gives read-only views. true. */
  readonly copy?: boolean;
}

/**
 * Grids of coordinates from coordinates along each axis: one array for each argument, all of one shape.
 *
 * Any dtypes, which stay. Arguments are vectors, or numbers, which count as vectors of length 1. None give an
 * empty list; an empty vector gives empty grids.
 *
 * @param arrays the vectors, and last, where wanted, the options.
 * @throws ShapeError for an argument with more than one axis; ArgumentError for an unknown `indexing`.
 * @example
 * const [x, y] = meshgrid([1, 2, 3], [10, 20]);
 * x.toArray(); // [[1, 2, 3], [1, 2, 3]]
 * @see numpy.meshgrid
 */
export function meshgrid(...arrays: readonly (ArrayLike | MeshgridOptions)[]): NDArray[] {
  const last = arrays.at(-1);
  const given = isOptions(last);
  const { indexing = 'xy', sparse = false, copy = true } = given ? last : {};
  if (indexing !== 'xy' && indexing !== 'ij') {
    throw new ArgumentError(`indexing is ${String(indexing)}; needs xy or ij`, {
      operation: 'meshgrid',
      argument: 'indexing',
      got: indexing,
      needs: 'xy or ij',
    });
  }
  const vectors = (given ? arrays.slice(0, -1) : arrays).map((one, i) => vectorOf(one as ArrayLike, i));
  const axes = vectors.map((_, i) => (indexing === 'xy' && i < 2 && vectors.length > 1 ? 1 - i : i));
  const shape = new Array<number>(vectors.length).fill(1);
  vectors.forEach((vector, i) => {
    shape[axes[i]] = vector.size;
  });
  return vectors.map((vector, i) => {
    const own = vector.reshape(shape.map((length, axis) => (axis === axes[i] ? length : 1))) as NDArray;
    const grid = sparse ? own : (own.broadcastTo(shape) as NDArray);
    return copy ? grid.copy('C') : grid;
  });
}

function isOptions(value: unknown): value is MeshgridOptions {
  if (typeof value !== 'object' || value === null || value instanceof NDArray) return false;
  return 'indexing' in value || 'sparse' in value || 'copy' in value;
}

function vectorOf(x: ArrayLike, position: number): NDArray {
  const a = asarray(x) as NDArray;
  if (a.ndim <= 1) return a.reshape([a.size]) as NDArray;
  throw new ShapeError(`argument ${position} has ${a.ndim} axes; needs a vector`, {
    operation: 'meshgrid',
    argument: 'arrays',
    got: a.shape,
    needs: 'at most one axis',
  });
}

/**
 * The shape that arrays of these shapes broadcast to. No shapes give the shape of a scalar, [].
 *
 * @throws ShapeError when they do not broadcast, or one is no shape.
 * @example
 * broadcastShapes([3, 1], [4]); // [3, 4]
 * @see numpy.broadcast_shapes
 */
export function broadcastShapes(...shapes: readonly (Shape | number)[]): number[] {
  return broadcast('broadcastShapes', ...shapes.map((shape) => checkShape('broadcastShapes', shape)));
}
