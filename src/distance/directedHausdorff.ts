/**
 * The directed Hausdorff distance, by the early-breaking algorithm of Taha and Hanbury (2015), "An efficient
 * algorithm for calculating the exact Hausdorff distance": once a point of `v` is found nearer to a point of `u`
 * than the largest minimum so far, that point of `u` cannot raise it. Shuffled orders make such breaks come early,
 * so that the time is nearly linear for most sets.
 */
import { ArgumentError, ShapeError } from '../core/errors.js';
import { floatsOf, type MatrixInput, readMatrix } from './inputs.js';

/** The directed Hausdorff distance and the pair of rows that has it. */
export interface HausdorffResult {
  readonly distance: number;
  /** The row of `u`. */
  readonly indexU: number;
  /** The row of `v`. */
  readonly indexV: number;
}

/**
 * The largest Euclidean distance from a row of `u` to its nearest row of `v`.
 *
 * @param u [rowsU, features], real
 * @param v [rowsV, features]
 * @param seed orders the search; the distance never depends on it, the pair only where several have that distance
 * @returns `distance` (float64) and the rows `indexU`, `indexV` that have it. Rows that hold NaN are passed over, as
 *   in SciPy; where no pair is left the distance is 0.
 * @throws ShapeError when there are not two dimensions or the columns differ
 * @throws ArgumentError for no rows, or a seed that is no integer
 * @example
 * directedHausdorff([[1, 0], [0, 1], [-1, 0], [0, -1]], [[2, 0], [0, 2], [-2, 0], [0, -4]]).distance; // √5
 *
 * SciPy: `scipy.spatial.distance.directed_hausdorff`, which draws its order from another generator.
 */
export function directedHausdorff(u: MatrixInput, v: MatrixInput, seed = 0): HausdorffResult {
  const operation = 'directedHausdorff';
  const matrixU = readMatrix(operation, 'u', u);
  const matrixV = readMatrix(operation, 'v', v);
  const features = matrixU.columns;
  if (matrixV.columns !== features) {
    throw new ShapeError(`v has ${matrixV.columns} columns, u has ${features}`, {
      operation,
      argument: 'v',
      got: matrixV.columns,
      needs: `${features} columns`,
    });
  }
  for (const [argument, { rows }] of [
    ['u', matrixU],
    ['v', matrixV],
  ] as const) {
    if (rows > 0) continue;
    throw new ArgumentError(`${argument} has no rows; needs at least one`, {
      operation,
      argument,
      got: 0,
      needs: 'at least one row',
    });
  }
  if (!Number.isSafeInteger(seed)) {
    throw new ArgumentError(`seed is ${String(seed)}; needs an integer`, {
      operation,
      argument: 'seed',
      got: seed,
      needs: 'an integer',
    });
  }
  const x = floatsOf(operation, 'u', matrixU, 'float64') as Float64Array;
  const y = floatsOf(operation, 'v', matrixV, 'float64') as Float64Array;
  const random = splitMix32(seed);
  return search(x, y, features, shuffled(matrixU.rows, random), shuffled(matrixV.rows, random));
}

function search(
  x: Float64Array,
  y: Float64Array,
  features: number,
  rowsU: Int32Array,
  rowsV: Int32Array,
): HausdorffResult {
  let largest = 0;
  let indexU = rowsU[0];
  let indexV = rowsV[0];
  for (const i of rowsU) {
    let smallest = Number.POSITIVE_INFINITY;
    let nearest = -1;
    let broke = false;
    for (const j of rowsV) {
      let squared = 0;
      for (let f = 0; f < features; f++) squared += (x[i * features + f] - y[j * features + f]) ** 2;
      if (squared < largest) {
        broke = true;
        break;
      }
      if (squared < smallest || (nearest < 0 && squared === smallest)) {
        smallest = squared;
        nearest = j;
      }
    }
    if (broke || nearest < 0 || smallest < largest) continue;
    largest = smallest;
    indexU = i;
    indexV = nearest;
  }
  return { distance: Math.sqrt(largest), indexU, indexV };
}

/** Fisher and Yates' shuffle of 0 … count − 1. */
function shuffled(count: number, random: () => number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = order[last];
    order[last] = order[other];
    order[other] = kept;
  }
  return order;
}

/** Steele, Lea and Flood (2014), the 32-bit variant: numbers in [0, 1). Any order will do, so quality is no matter. */
function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}
