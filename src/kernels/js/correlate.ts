/** The reference for the `correlate` entry. */
import type { Operand } from '../backend.js';
import type { Floats } from './loops/types.js';

/** Results summed side by side, so that the machine has several sums under way. */
const WIDTH = 4;

export function correlate(operands: readonly Operand[], params: Float64Array): void {
  const [x, w, out] = operands as unknown as readonly Floats[];
  const [, n, taps, first, count] = params;
  const inside = (i: number): boolean => i + first >= 0 && i + first + WIDTH - 1 + taps <= n;
  let i = 0;
  while (i < count) {
    if (i + WIDTH <= count && inside(i)) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let tap = 0, at = i + first; tap < taps; tap++, at++) {
        const weight = w[tap];
        s0 += x[at] * weight;
        s1 += x[at + 1] * weight;
        s2 += x[at + 2] * weight;
        s3 += x[at + 3] * weight;
      }
      out[i] = s0;
      out[i + 1] = s1;
      out[i + 2] = s2;
      out[i + 3] = s3;
      i += WIDTH;
      continue;
    }
    let sum = 0;
    const end = Math.min(taps, n - i - first);
    for (let tap = Math.max(0, -(i + first)); tap < end; tap++) sum += x[i + first + tap] * w[tap];
    out[i++] = sum;
  }
}
