/**
 * The same Euclidean distance matrix in the ways a course on array programming goes through: loops, broadcasting, the
 * product trick, and a kernel. Each is written as a reader would write it with this library; only the loops use none.
 */
import type { NDArray } from '../core/ndarray.js';
import type { Shape } from '../core/shape.js';
import { cdist } from '../distance/index.js';
import { add, einsum, expandDims, matmul, maximum, multiply, sqrt, subtract, sum } from '../ops/index.js';

export type Matrix = NDArray<'float64', Shape>;

export interface Way {
  readonly name: string;
  /** What it does, in a few words. */
  readonly how: string;
  /** Bytes of temporary arrays beside the result. */
  readonly extraBytes: number;
  /** How far a distance may be from the loops', relative to the largest distance. */
  readonly tolerance: number;
  /** Gives the matrix, row after row. */
  compute(): Float64Array;
}

/** Rows of x broadcast against all rows at a time, so that the temporaries stay within this many bytes. */
const broadcastBytes = 2 ** 24;

export function euclideanWays(x: Matrix, threads?: number): Way[] {
  const [rows, features] = x.shape;
  const bandRows = Math.max(1, Math.min(rows, Math.floor(broadcastBytes / Math.max(1, rows * features * 8))));
  // Sums of squares in another order differ by a few units in the last place of the largest.
  const rounding = 1e-13;
  // x² + y² − 2xy cancels: half the digits of a small distance are lost.
  const cancellation = 1e-6;
  const most = threads === undefined ? {} : { threads };
  return [
    {
      name: 'loops',
      how: 'three nested for loops over number[][]',
      extraBytes: 0,
      tolerance: 0,
      compute: () => loops(x),
    },
    {
      name: 'broadcasting',
      how: `x[:, newaxis] − x, ${bandRows === rows ? 'all rows' : `${bandRows} rows`} at a time`,
      extraBytes: bandRows * rows * features * 8,
      tolerance: rounding,
      compute: () => broadcasting(x, bandRows),
    },
    {
      name: 'product trick',
      how: 'x² + y² − 2xy, one matrix product',
      extraBytes: rows * rows * 8,
      tolerance: cancellation,
      compute: () => productTrick(x),
    },
    {
      name: 'cdist, 1 thread',
      how: 'the kernel',
      extraBytes: 0,
      tolerance: rounding,
      compute: () => cdist(x, x, { metric: 'euclidean', threads: 1 }).data as Float64Array,
    },
    {
      name: 'cdist',
      how: threads === undefined ? 'the kernel, all threads' : `the kernel, ${threads} threads`,
      extraBytes: 0,
      tolerance: rounding,
      compute: () => cdist(x, x, { metric: 'euclidean', ...most }).data as Float64Array,
    },
  ];
}

function loops(x: Matrix): Float64Array {
  const rows = x.toArray() as number[][];
  const result = new Float64Array(rows.length * rows.length);
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < rows.length; j++) {
      let total = 0;
      for (let feature = 0; feature < rows[i].length; feature++) {
        const difference = rows[i][feature] - rows[j][feature];
        total += difference * difference;
      }
      result[i * rows.length + j] = Math.sqrt(total);
    }
  }
  return result;
}

function broadcasting(x: Matrix, bandRows: number): Float64Array {
  const [rows] = x.shape;
  const result = new Float64Array(rows * rows);
  for (let start = 0; start < rows; start += bandRows) {
    const band = x.at(`${start}:${Math.min(rows, start + bandRows)}`);
    const differences = subtract(expandDims(band, 1), x);
    const squares = multiply(differences, differences, { out: differences });
    const distances = sqrt(sum(squares, { axis: -1 }));
    result.set(distances.data as Float64Array, start * rows);
    // The next band takes this memory over.
    differences.dispose();
  }
  return result;
}

function productTrick(x: Matrix): Float64Array {
  const squares = einsum('ij,ij->i', x, x);
  const sums = add(expandDims(squares, 1), squares);
  const products = matmul(x, x.T);
  const squared = subtract(sums, multiply(products, 2, { out: products }), { out: sums });
  products.dispose();
  // Rounding can leave a tiny negative number where the distance is 0.
  maximum(squared, 0, { out: squared });
  return sqrt(squared, { out: squared }).data as Float64Array;
}
