/** The Cholesky factor of a Hermitian matrix. */
import { innerProduct, type Slots, squaredNorm } from './vectors.js';

/**
 * Overwrites a [n × n], row-major, of which only the lower triangle is read, by L with a = L Lᴴ; above the diagonal zeros.
 * Returns 0, or 1 + the place of the first row that shows a not to be positive definite. NaN passes, as in NumPy.
 */
export function factorCholesky(slots: Slots, n: number, a: Float64Array): number {
  for (let i = 0; i < n; i++) {
    const row = slots * i * n;
    for (let j = 0; j < i; j++) {
      const other = slots * j * n;
      const { re, im } = innerProduct(slots, j, a, other, a, row);
      const root = a[other + slots * j];
      a[row + slots * j] = (a[row + slots * j] - re) / root;
      if (slots === 2) a[row + 2 * j + 1] = (a[row + 2 * j + 1] - im) / root;
    }
    const diagonal = row + slots * i;
    const rest = a[diagonal] - squaredNorm(slots, i, a, row);
    if (rest <= 0) return i + 1;
    a[diagonal] = Math.sqrt(rest);
    a.fill(0, diagonal + 1, row + slots * n);
  }
  return 0;
}
