/** Distances between the rows of blocks. */
import { type NDArray, newUninitialized } from '../../core/ndarray.js';
import { cdist } from '../../distance/cdist.js';
import { nearest } from '../../distance/nearest.js';
import { add, argsort, asType, concatenate, negative, takeAlongAxis } from '../../ops/index.js';

type Options = Readonly<Record<string, unknown>>;

/** Distances of every row of one block to every row of another. */
export function cdistBlock(xa: NDArray, xb: NDArray, options: Options): NDArray {
  return cdist(xa as never, xb as never, options as never) as NDArray;
}

/** Distances of the rows of the first block to all that come after each, one row after the other. */
export function pdistRows(blocks: readonly NDArray[], options: Options): NDArray {
  const [own] = blocks;
  const all = cdistBlock(own, concatenate([...blocks]) as NDArray, options);
  const [rows, columns] = all.shape;
  const result = newUninitialized('pdist', all.dtype, [rows * columns - (rows * (rows + 1)) / 2]);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const count = columns - row - 1;
    result.setAt([{ start: at, stop: at + count }], all.at(row, { start: row + 1 }));
    at += count;
  }
  return result;
}

/** Distances and places of the nearest rows. */
export interface NearestRows {
  readonly distances: NDArray;
  readonly indices: NDArray;
}

/** The nearest rows in one block, whose first row is row `start` of the whole. */
export function nearestInBlock(
  x: NDArray,
  y: NDArray,
  k: number,
  start: number,
  options: Options,
): NearestRows {
  const { excludeSelf, ...metric } = options;
  const count = Math.min(k, excludeSelf === true ? y.shape[0] - 1 : y.shape[0]);
  if (count === 0) {
    const none = cdistBlock(x, y.at({ stop: 0 }) as NDArray, metric);
    return { distances: none, indices: asType(none, 'int64') };
  }
  const found = nearest(x as never, y as never, count, options as never);
  const { distances, indices } = found as unknown as NearestRows;
  return { distances, indices: add(asType(indices, 'int64'), BigInt(start)) as NDArray };
}

/** The nearest of what was found in several blocks; of equal ones those that come first. */
export function nearestOf(
  parts: readonly NearestRows[],
  k: number,
  which: keyof NearestRows,
  isSimilarity: boolean,
): NDArray {
  const distances = concatenate(
    parts.map((part) => part.distances),
    { axis: 1 },
  ) as NDArray;
  const order = (
    argsort(isSimilarity ? (negative(distances) as NDArray) : distances, { axis: 1, stable: true }) as NDArray
  ).at(':', { stop: k }) as NDArray;
  const from =
    which === 'distances'
      ? distances
      : concatenate(
          parts.map((part) => part.indices),
          { axis: 1 },
        );
  return takeAlongAxis(from as NDArray, order as never, { axis: 1 } as never) as NDArray;
}
