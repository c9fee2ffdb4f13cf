/** The reference for the `skipNaN` entry: reductions of [outer × n × inner] over the middle axis. */
import type { Operand } from '../backend.js';
import type { Floats } from './loops/types.js';

/** What `operation` can be. */
export const skipOperation = { sum: 0, count: 1, min: 2, max: 3, squares: 4 } as const;

const BLOCK = 128;
const values = new Float64Array(BLOCK);

/** What a step adds: the number itself, 1 for it, or the square of its distance; 0 for NaN. */
type Term = (x: number) => number;

/** Pairwise as NumPy sums: see loops/fold.ts. */
function pairwise(n: number, a: Floats, j: number, term: Term, round: Term): number {
  if (n > BLOCK) {
    const middle = Math.floor(n / 2);
    const half = middle - (middle % 8);
    return round(pairwise(half, a, j, term, round) + pairwise(n - half, a, j + half, term, round));
  }
  for (let i = 0; i < n; i++) values[i] = term(a[j + i]);
  let sum = 0;
  let i = 0;
  if (n >= 8) {
    const r = values.slice(0, 8);
    for (i = 8; i + 8 <= n; i += 8) for (let k = 0; k < 8; k++) r[k] = round(r[k] + values[i + k]);
    const left = round(round(r[0] + r[1]) + round(r[2] + r[3]));
    sum = round(left + round(round(r[4] + r[5]) + round(r[6] + r[7])));
  }
  for (; i < n; i++) sum = round(sum + values[i]);
  return sum;
}

export function skipNaN(operands: readonly Operand[], params: Float64Array): void {
  const [out, a, center] = operands as unknown as readonly Floats[];
  const [operation, , outer, n, inner] = params;
  const isExtreme = operation === skipOperation.min || operation === skipOperation.max;
  const round =
    a instanceof Float32Array && operation !== skipOperation.count ? Math.fround : (x: number) => x;
  out.subarray(0, outer * inner).fill(isExtreme ? NaN : 0);
  for (let at = 0; at < outer * inner; at++) {
    const start = Math.floor(at / inner) * n * inner + (at % inner);
    if (isExtreme) {
      out[at] = extreme(n, a, start, inner, operation === skipOperation.min);
      continue;
    }
    const term = termOf(operation, center?.[at] ?? 0, round);
    if (inner === 1) out[at] = pairwise(n, a, start, term, round);
    else {
      let sum = 0;
      for (let i = 0, j = start; i < n; i++, j += inner) sum = round(sum + term(a[j]));
      out[at] = sum;
    }
  }
}

function termOf(operation: number, center: number, round: Term): Term {
  if (operation === skipOperation.sum) return (x) => (Number.isNaN(x) ? 0 : x);
  if (operation === skipOperation.count) return (x) => (Number.isNaN(x) ? 0 : 1);
  return (x) => {
    const away = round(x - center);
    return Number.isNaN(away) ? 0 : round(away * away);
  };
}

function extreme(n: number, a: Floats, start: number, step: number, least: boolean): number {
  let best = NaN;
  for (let i = 0, j = start; i < n; i++, j += step) {
    const x = a[j];
    if (Number.isNaN(best) || (least ? x < best : x > best)) best = x;
  }
  return best;
}
