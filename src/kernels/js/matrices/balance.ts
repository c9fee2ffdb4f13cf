/**
 * Balancing (Parlett and Reinsch, "Balancing a matrix for calculation of eigenvalues and eigenvectors", 1969):
 * exchanges that move eigenvalues already isolated to the ends, and scaling by powers of two that makes rows and columns of
 * the rest about equally long. Neither rounds anything.
 */
import { exchange, type Slots } from './vectors.js';

export interface Balance {
  /** The part between low and high (both in it) is still to be reduced. */
  readonly low: number;
  readonly high: number;
  /** For each row outside low … high the row it was exchanged with; inside, the power of two it was divided by. */
  readonly scale: Float64Array;
}

const radix = 2;

export function balance(slots: Slots, n: number, a: Float64Array): Balance {
  const scale = new Float64Array(n).fill(1);
  let low = 0;
  let high = n - 1;
  const swap = (from: number, to: number): void => {
    scale[to] = from;
    if (from === to) return;
    exchange(slots, high + 1, a, slots * from * n, a, slots * to * n);
    exchangeRows(slots, n, low, a, from, to);
  };
  for (let found = true; found && high > 0; ) {
    found = false;
    for (let row = high; row >= 0 && !found; row--) {
      if (!isAlone(slots, n, a, row, 0, high, true)) continue;
      swap(row, high);
      found = true;
      high--;
    }
  }
  for (let found = true; found && low < high; ) {
    found = false;
    for (let column = low; column <= high && !found; column++) {
      if (!isAlone(slots, n, a, column, low, high, false)) continue;
      swap(column, low);
      found = true;
      low++;
    }
  }
  equalize(slots, n, a, low, high, scale);
  return { low, high, scale };
}

function exchangeRows(slots: Slots, n: number, from: number, a: Float64Array, i: number, j: number): void {
  for (let column = from; column < n; column++)
    exchange(slots, 1, a, slots * (column * n + i), a, slots * (column * n + j));
}

/** Whether the row (or column) has only zeros beside the diagonal, between first and last. */
function isAlone(
  slots: Slots,
  n: number,
  a: Float64Array,
  index: number,
  first: number,
  last: number,
  row: boolean,
): boolean {
  for (let other = first; other <= last; other++) {
    if (other === index) continue;
    const at = slots * (row ? other * n + index : index * n + other);
    if (a[at] !== 0 || (slots === 2 && a[at + 1] !== 0)) return false;
  }
  return true;
}

function equalize(
  slots: Slots,
  n: number,
  a: Float64Array,
  low: number,
  high: number,
  scale: Float64Array,
): void {
  const size = (at: number): number => Math.abs(a[at]) + (slots === 2 ? Math.abs(a[at + 1]) : 0);
  for (let again = true; again; ) {
    again = false;
    for (let i = low; i <= high; i++) {
      let column = 0;
      let row = 0;
      for (let j = low; j <= high; j++) {
        if (j === i) continue;
        column += size(slots * (i * n + j));
        row += size(slots * (j * n + i));
      }
      if (!(column > 0 && row > 0 && Number.isFinite(column + row))) continue;
      const sum = column + row;
      let factor = 1;
      for (; column < row / radix; column *= radix * radix) factor *= radix;
      for (; column >= row * radix; column /= radix * radix) factor /= radix;
      const scaled = scale[i] * factor;
      if (!((column + row) / factor < 0.95 * sum) || !(scaled > 1e-290 && scaled < 1e290)) continue;
      again = true;
      scale[i] = scaled;
      for (let j = low; j < n; j++)
        for (let part = 0; part < slots; part++) a[slots * (j * n + i) + part] /= factor;
      for (let j = slots * i * n; j < slots * (i * n + high + 1); j++) a[j] *= factor;
    }
  }
}

/** Makes eigenvectors of the balanced matrix, columns of v, into those of the matrix itself. */
export function unbalance(slots: Slots, n: number, v: Float64Array, { low, high, scale }: Balance): void {
  for (let i = low; i <= high && i < n; i++) {
    if (scale[i] === 1) continue;
    for (let j = 0; j < n; j++)
      for (let part = 0; part < slots; part++) v[slots * (j * n + i) + part] *= scale[i];
  }
  for (let i = low - 1; i >= 0; i--) if (scale[i] !== i) exchangeRows(slots, n, 0, v, i, scale[i]);
  for (let i = high + 1; i < n; i++) if (scale[i] !== i) exchangeRows(slots, n, 0, v, i, scale[i]);
}
