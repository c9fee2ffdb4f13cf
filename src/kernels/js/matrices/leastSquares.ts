/** The shortest x that makes ‖a x − b‖ least, from the singular values. */
import { singularValues } from './svd.js';
import { addScaled, innerProduct, type Slots } from './vectors.js';

/**
 * b has max(rows, columns) rows: the first `rows` come in, the first `columns` go out as x. Singular values of at most
 * `cutoff` times the largest count as 0. Returns the rank, or −1 when the singular values are not to be had.
 */
export function leastSquares(
  slots: Slots,
  rows: number,
  columns: number,
  right: number,
  a: Float64Array,
  b: Float64Array,
  s: Float64Array,
  cutoff: number,
): number {
  const found = singularValues(slots, rows, columns, a, 'thin');
  if (found === null || found.u === null || found.vh === null) return -1;
  const { u, vh } = found;
  s.set(found.s);
  const steps = Math.min(rows, columns);
  const height = Math.max(rows, columns);
  let rank = 0;
  while (rank < steps && s[rank] > cutoff * s[0]) rank++;
  const x = new Float64Array(slots * columns);
  const row = new Float64Array(slots * columns);
  for (let j = 0; j < right; j++) {
    x.fill(0);
    for (let k = 0; k < rank; k++) {
      const { re, im } = innerProduct(slots, rows, u, slots * k * rows, b, slots * j * height);
      for (let i = 0; i < columns; i++) {
        row[slots * i] = vh[slots * (i * steps + k)];
        if (slots === 2) row[slots * i + 1] = -vh[slots * (i * steps + k) + 1];
      }
      addScaled(slots, columns, re / s[k], im / s[k], row, 0, x, 0);
    }
    b.fill(0, slots * j * height, slots * (j + 1) * height);
    b.set(x, slots * j * height);
  }
  return rank;
}
