/**
 * Large calls as many small ones, for backends that block the thread they run on or copy their operands: each piece
 * is a call of its own over part of the rows and columns. A pair's distance does not depend on the piece it is
 * computed in, so neither do results.
 */
import type { Operand } from './backend.js';
import { type EntryName, entries } from './table.gen.js';

type Numbers = Float64Array | Float32Array;

/** A block of a distance matrix, computed contiguously and then placed row by row. */
export interface Rectangle {
  readonly rows: number;
  readonly columns: number;
  /** The whole result. */
  readonly out: Numbers;
  /** Where the block's row starts in `out`, counted from the block's first column. */
  readonly start: (row: number) => number;
  /** The first column of the block's row that belongs to the result. */
  readonly from: (row: number) => number;
}

export interface Piece {
  readonly entry: EntryName;
  /** With a rectangle, `out` is absent: the backend computes into scratch memory. */
  readonly operands: readonly Operand[];
  readonly params: Float64Array;
  readonly rectangle?: Rectangle;
  /** The share of the whole call, 0 to 1. */
  readonly share: number;
}

/** How much one piece may do, in features of pairs; changed between pieces by who measures them. */
export interface Budget {
  work: number;
}

type Split = (operands: readonly Operand[], params: Float64Array, budget: Budget) => Generator<Piece>;

const bitDType = 2;

/** Slots that one row takes: a word holds 64 features in the bit form. */
function rowWidth(dtype: number, features: number): number {
  return dtype === bitDType ? Math.ceil(features / 64) : features;
}

/** Rows [first, first + count) of a row-major operand. */
function rowsOf(operand: Operand, first: number, count: number, width: number): Operand {
  return (operand as Float64Array).subarray(first * width, (first + count) * width);
}

/** Rows and columns of a block of about `work`: wide rather than tall, because columns are packed once per block. */
function blockShape(work: number, features: number, rowsX: number, rowsY: number): [number, number] {
  const pairs = Math.max(64, work / Math.max(1, features));
  const columns = Math.min(rowsY, Math.max(16, Math.ceil((1.5 * Math.sqrt(pairs)) / 16) * 16));
  const rows = Math.min(rowsX, Math.max(8, Math.floor(pairs / columns / 8) * 8));
  return [rows, columns];
}

/** The parameters of a distanceFull over a block, whichever entry they come from. */
function blockParams(from: readonly number[], rows: number, columns: number): Float64Array {
  const [metric, dtype, features, p, base, centered, algorithm] = from;
  return Float64Array.of(metric, dtype, rows, columns, features, p, base, centered, algorithm, columns);
}

function* splitFull(operands: readonly Operand[], params: Float64Array, budget: Budget): Generator<Piece> {
  const [x, y, out, weights, matrix] = operands;
  const [metric, dtype, rowsX, rowsY, features, p, base, centered, algorithm, outStride] = params;
  const width = rowWidth(dtype, features);
  for (let row = 0; row < rowsX; ) {
    const [rows, columns] = blockShape(budget.work, features, rowsX - row, rowsY);
    for (let column = 0; column < rowsY; column += columns) {
      const count = Math.min(columns, rowsY - column);
      const [first, left] = [row, column];
      yield {
        entry: 'distanceFull',
        operands: [rowsOf(x, row, rows, width), rowsOf(y, column, count, width), null, weights, matrix],
        params: blockParams([metric, dtype, features, p, base, centered, algorithm], rows, count),
        rectangle: {
          rows,
          columns: count,
          out: out as Numbers,
          start: (i) => (first + i) * outStride + left,
          from: () => 0,
        },
        share: (rows * count) / (rowsX * rowsY),
      };
    }
    row += rows;
  }
}

function* splitCondensed(
  operands: readonly Operand[],
  params: Float64Array,
  budget: Budget,
): Generator<Piece> {
  const [x, out, weights, matrix] = operands;
  const [metric, dtype, n, features, p, base, centered, algorithm] = params;
  const width = rowWidth(dtype, features);
  for (let row = 0; row < n - 1; ) {
    const [rows, columns] = blockShape(budget.work, features, n - 1 - row, n - 1 - row);
    for (let column = row + 1; column < n; column += columns) {
      const count = Math.min(columns, n - column);
      const [first, left] = [row, column];
      yield {
        entry: 'distanceFull',
        operands: [rowsOf(x, row, rows, width), rowsOf(x, column, count, width), null, weights, matrix],
        params: blockParams([metric, dtype, features, p, base, centered, algorithm], rows, count),
        rectangle: {
          rows,
          columns: count,
          out: out as Numbers,
          // Row r of the condensed form starts after r rows that are each one shorter than the one before.
          start: (i) => {
            const r = first + i;
            return r * n - (r * (r + 1)) / 2 + left - r - 1;
          },
          from: (i) => Math.max(0, first + i + 1 - left),
        },
        share: (rows * count) / ((n * (n - 1)) / 2 + (rows * n) / 2),
      };
    }
    row += rows;
  }
}

/** Rows of x that a piece against the whole of y takes: enough that preparing y is a small part. */
function rowsAgainstAll(budget: Budget, features: number, rowsX: number, rowsY: number): number {
  const rows = Math.floor(budget.work / Math.max(1, features * rowsY) / 8) * 8;
  return Math.min(rowsX, Math.max(32, rows));
}

/** Splits an entry that compares rows of x with all of y; `rowOperands` says what belongs to rows [row, row + rows). */
function byRows(
  entry: 'distanceNearest' | 'distanceRadiusCount' | 'distanceRadiusFill',
  rowOperands: (operands: readonly Operand[], params: Float64Array, row: number, rows: number) => Operand[],
): Split {
  return function* (operands, params, budget) {
    const [, dtype, rowsX, rowsY, features] = params;
    const excludeSelf = params.length - 1;
    const width = rowWidth(dtype, features);
    for (let row = 0; row < rowsX; ) {
      const rows = rowsAgainstAll(budget, features, rowsX - row, rowsY);
      const own = params.slice();
      own[2] = rows;
      if (params[excludeSelf] !== 0) own[excludeSelf] = params[excludeSelf] + row;
      yield {
        entry,
        operands: [
          rowsOf(operands[0], row, rows, width),
          operands[1],
          ...rowOperands(operands, params, row, rows),
          operands[operands.length - 2],
          operands[operands.length - 1],
        ],
        params: own,
        share: rows / rowsX,
      };
      row += rows;
    }
  };
}

const splitNearest = byRows('distanceNearest', ([, , indices, distances], params, row, rows) => {
  const k = params[9];
  return [rowsOf(indices, row, rows, k), rowsOf(distances, row, rows, k)];
});

const splitRadiusCount = byRows('distanceRadiusCount', ([, , counts], _params, row, rows) => [
  rowsOf(counts, row, rows, 1),
]);

const splitRadiusFill = byRows(
  'distanceRadiusFill',
  ([, , starts, indices, distances], _params, row, rows) => {
    const all = starts as Float64Array;
    const from = all[row];
    const to = row + rows < all.length ? all[row + rows] : (indices as Int32Array).length;
    return [
      all.slice(row, row + rows).map((start) => start - from),
      (indices as Int32Array).subarray(from, to),
      (distances as Float64Array).subarray(from, to),
    ];
  },
);

function* splitMatmul(operands: readonly Operand[], params: Float64Array, budget: Budget): Generator<Piece> {
  const [a, b, out] = operands;
  const [, rowsAll, columns, inner, aRowStride, , , , outStride] = params;
  for (let row = 0; row < rowsAll; ) {
    const wanted = Math.floor(budget.work / Math.max(1, columns * inner) / 8) * 8;
    const rows = Math.min(rowsAll - row, Math.max(64, wanted));
    const own = params.slice();
    own[1] = rows;
    yield {
      entry: 'matmul',
      operands: [
        (a as Float64Array).subarray(row * aRowStride),
        b,
        (out as Float64Array).subarray(row * outStride, (row + rows) * outStride),
      ],
      params: own,
      share: rows / rowsAll,
    };
    row += rows;
  }
}

const splits: { readonly [E in EntryName]?: Split } = {
  distanceFull: splitFull,
  distanceCondensed: splitCondensed,
  distanceNearest: splitNearest,
  distanceRadiusCount: splitRadiusCount,
  distanceRadiusFill: splitRadiusFill,
  matmul: splitMatmul,
};

/** The pieces of a call, made one at a time; an entry that nobody splits is its own single piece. */
export function* piecesOf(
  entry: EntryName,
  operands: readonly Operand[],
  params: Float64Array,
  budget: Budget,
): Generator<Piece> {
  const split = splits[entry];
  if (!split) {
    yield { entry, operands, params, share: 1 };
    return;
  }
  // Callers may leave out trailing optional operands.
  const all = Array.from(entries[entry].operands, (_, i) => operands[i] ?? null);
  yield* split(all, params, budget);
}

/** Copies a computed block to its place in the result. */
export function placeRectangle(rectangle: Rectangle, block: Numbers): void {
  const { rows, columns, out, start, from } = rectangle;
  for (let row = 0; row < rows; row++) {
    const first = Math.min(columns, from(row));
    const values = block.subarray(row * columns + first, (row + 1) * columns);
    if (values.length > 0) out.set(values, start(row) + first);
  }
}
