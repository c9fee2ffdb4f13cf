/**
 * A matrix shrunk to a picture's size by averaging, fed a piece at a time so that the matrix itself may be larger than
 * memory. Each pixel is the plain mean of the values that fall on it: a NaN or an infinity among them shows.
 */

/** Which pixel each row or column of the matrix falls on. */
export interface AxisPixels {
  readonly pixelOf: Int32Array;
  readonly pixels: number;
  /** Rows or columns on one pixel; the last pixel may have fewer. */
  readonly perPixel: number;
}

/**
 * Spreads `length` rows or columns over at most `maxPixels` pixels, the same number on each.
 * @param place where row i is drawn; its own position when left out
 */
export function axisPixels(length: number, maxPixels: number, place?: ArrayLike<number>): AxisPixels {
  const perPixel = Math.max(1, Math.ceil(length / Math.max(1, maxPixels)));
  const pixelOf = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    pixelOf[index] = Math.floor((place === undefined ? index : place[index]) / perPixel);
  }
  return { pixelOf, pixels: Math.ceil(length / perPixel), perPixel };
}

export class BlockMean {
  readonly rows: AxisPixels;
  readonly columns: AxisPixels;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(rows: AxisPixels, columns: AxisPixels) {
    this.rows = rows;
    this.columns = columns;
    this.#sums = new Float64Array(rows.pixels * columns.pixels);
    this.#counts = new Float64Array(rows.pixels * columns.pixels);
  }

  /** Adds values[start … start + columns) as row `row` of the matrix. */
  addRow(row: number, values: ArrayLike<number>, start: number): void {
    const { pixelOf } = this.columns;
    const base = this.rows.pixelOf[row] * this.columns.pixels;
    const sums = this.#sums;
    const counts = this.#counts;
    for (let column = 0; column < pixelOf.length; column++) {
      const at = base + pixelOf[column];
      sums[at] += values[start + column];
      counts[at] += 1;
    }
  }

  /** Adds one value. */
  add(row: number, column: number, value: number): void {
    const at = this.rows.pixelOf[row] * this.columns.pixels + this.columns.pixelOf[column];
    this.#sums[at] += value;
    this.#counts[at] += 1;
  }

  /** The mean on each pixel, row by row. */
  means(): Float64Array {
    return this.#sums.map((sum, at) => sum / this.#counts[at]);
  }
}
