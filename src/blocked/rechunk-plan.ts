/**
 * How an array comes from some chunks into others: at once, or over chunks in between where that takes far fewer pieces.
 *
 * Policy: rows of blocks into columns of blocks at once cut every block into as many pieces as there are blocks. Chunks
 * in between, whose lengths lie geometrically between those before and after, take fewer, and their blocks are never
 * larger than the larger of the two; where the limit allows more, they are grown towards both. Of these ways, the one
 * with the fewest pieces is taken.
 *
 * The problem is that of Dask's `plan_rechunk` and of Rechunker; this way of choosing is our own.
 */
import { type DType, dtypeInfo } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { type Chunks, isKnown, sameAxis, sameChunks, shapeOf } from './chunks.js';

/** How `rechunk` goes about it. */
export interface RechunkOptions {
  /** How many pieces there may be for each block, before or after, until chunks in between are looked for; 4. */
  readonly threshold?: number;
  /** Bytes that blocks in between may have, where those before and after are smaller; 128 MiB. */
  readonly blockSizeLimit?: number;
}

/** Chunks in between are not looked for beyond this many steps: each moves all elements once more. */
const mostBetween = 3;

/**
 * The chunks that an array goes through, the last of them `to`.
 * @throws ArgumentError for a threshold or limit that is not positive
 */
export function rechunkPlan(from: Chunks, to: Chunks, dtype: DType, options: RechunkOptions = {}): Chunks[] {
  const threshold = positive('threshold', options.threshold ?? 4);
  const limit = positive('blockSizeLimit', options.blockSizeLimit ?? 2 ** 27) / dtypeInfo(dtype).itemsize;
  if (sameChunks(from, to)) return [];
  if (!isKnown(from) || !isKnown(to)) return [to];
  const direct = piecesBetween(from, to);
  if (direct <= threshold * (blocksIn(from) + blocksIn(to))) return [to];
  const most = Math.max(limit, largestBlock(from), largestBlock(to));
  let best: { readonly steps: Chunks[]; readonly pieces: number } = { steps: [to], pieces: direct };
  for (let between = 1; between <= mostBetween; between++) {
    for (const grown of [false, true]) {
      const steps = [...stepsBetween(from, to, between, grown ? most : 0), to];
      const pieces = piecesIn(from, steps);
      if (pieces < best.pieces) best = { steps, pieces };
    }
  }
  return best.steps.filter((step, at) => !sameChunks(step, at === 0 ? from : best.steps[at - 1]));
}

function positive(argument: string, value: number): number {
  if (value > 0) return value;
  throw new ArgumentError(`${argument} is ${value}; needs a positive number`, {
    operation: 'rechunk',
    argument,
    got: value,
    needs: 'a positive number',
  });
}

/** Chunks whose lengths lie evenly, by their ratios, between those of `from` and `to`. */
function stepsBetween(from: Chunks, to: Chunks, between: number, most: number): Chunks[] {
  const shape = shapeOf(from);
  const lengths = (chunks: Chunks) => chunks.map((axis, at) => Math.max(1, shape[at] / axis.length));
  const [before, after] = [lengths(from), lengths(to)];
  return Array.from({ length: between }, (_, step) => {
    const share = (step + 1) / (between + 1);
    const sizes = before.map((length, axis) => length ** (1 - share) * after[axis] ** share);
    const room = before.map((length, axis) => Math.max(length, after[axis]));
    const factor = growth(sizes, room, most);
    return sizes.map((size, axis) => {
      if (sameAxis(from[axis], to[axis])) return from[axis];
      const unit = Math.min(Math.max(...from[axis]), Math.max(...to[axis]));
      return cut(shape[axis], Math.min(room[axis], size * factor), unit);
    });
  });
}

/** By how much all sizes can grow, none beyond its room, until a block has `most` elements. */
function growth(sizes: readonly number[], room: readonly number[], most: number): number {
  const elements = (factor: number) =>
    sizes.reduce((product, size, axis) => product * Math.min(room[axis], size * factor), 1);
  let low = 1;
  let high = Math.max(1, ...sizes.map((size, axis) => room[axis] / size));
  if (elements(high) <= most) return high;
  for (let round = 0; round < 40; round++) {
    const middle = (low + high) / 2;
    if (elements(middle) <= most) low = middle;
    else high = middle;
  }
  return low;
}

/** Chunks of at most `size`, of whole `unit`s where they are not smaller: boundaries then fall on others' boundaries. */
function cut(length: number, size: number, unit: number): number[] {
  // What is a rounding error short of a whole number is one.
  const whole = Math.max(1, Math.floor(size * (1 + 1e-12)));
  const step = whole >= unit ? whole - (whole % unit) : whole;
  const chunks = new Array<number>(Math.floor(length / step)).fill(step);
  if (length % step > 0) chunks.push(length % step);
  return chunks.length === 0 ? [0] : chunks;
}

/** How many pieces blocks are cut into when they go from some chunks into others. */
export function piecesBetween(from: Chunks, to: Chunks): number {
  return from.reduce((product, axis, at) => product * overlaps(axis, to[at]), 1);
}

function piecesIn(from: Chunks, steps: readonly Chunks[]): number {
  return steps.reduce((sum, step, at) => sum + piecesBetween(at === 0 ? from : steps[at - 1], step), 0);
}

/** How many pairs of chunks of an axis have elements in common. */
function overlaps(a: readonly number[], b: readonly number[]): number {
  let count = 0;
  let [atA, atB, endA, endB] = [0, 0, a[0], b[0]];
  while (atA < a.length && atB < b.length) {
    count++;
    const end = Math.min(endA, endB);
    if (endA === end) endA += a[++atA];
    if (endB === end) endB += b[++atB];
  }
  return Math.max(1, count);
}

export function blocksIn(chunks: Chunks): number {
  return chunks.reduce((product, axis) => product * axis.length, 1);
}

function largestBlock(chunks: Chunks): number {
  return chunks.reduce((product, axis) => product * Math.max(...axis), 1);
}
