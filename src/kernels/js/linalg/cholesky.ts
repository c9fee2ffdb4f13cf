/** The Cholesky factor of a Hermitian matrix, column-major. */
import { addScaled, scaleBy, type Slots } from './vectors.js';

/**
 * Overwrites a [n × n], of which only the lower triangle is read, by L with a = L Lᴴ; above the diagonal zeros. Returns
 * 0, or 1 + the place of the first column that shows a not to be positive definite (NaN shows it too).
 */
export function factorCholesky(slots: Slots, n: number, a: Float64Array): number {
  for (let j = 0; j < n; j++) {
    const diagonal = slots * (j * n + j);
    for (let k = 0; k < j; k++) {
      const at = slots * (k * n + j);
      const im = slots === 2 ? a[at + 1] : 0;
      if (a[at] !== 0 || im !== 0) addScaled(slots, n - j, -a[at], im, a, at, a, diagonal);
      a[slots * (j * n + k)] = 0;
      if (slots === 2) a[slots * (j * n + k) + 1] = 0;
    }
    if (!(a[diagonal] > 0)) return j + 1;
    const root = Math.sqrt(a[diagonal]);
    if (slots === 2) a[diagonal + 1] = 0;
    scaleBy(slots, n - j, 1 / root, 0, a, diagonal);
    a[diagonal] = root;
  }
  return 0;
}
