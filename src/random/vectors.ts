/** Distributions whose every draw is a vector: each function fills one row after the other, in NumPy's order. */
import type { BitGenerator } from './bits/bit-generator.js';
import { binomial } from './distributions/binomial.js';
import { maskedIndex } from './distributions/bounded.js';
import { beta, standardGamma } from './distributions/gamma.js';
import { hypergeometric } from './distributions/hypergeometric.js';

/** Below this for all of alpha, rows are broken off a stick by beta numbers: gamma numbers would all be 0. */
const smallAlpha = 0.1;

export function fillDirichlet(bits: BitGenerator, alpha: Float64Array, out: Float64Array): void {
  const count = alpha.length;
  if (count > 0 && Math.max(...alpha) < smallAlpha) breakSticks(bits, alpha, out);
  else {
    for (let row = 0; row < out.length; row += count) {
      let sum = 0;
      for (let at = 0; at < count; at++) {
        out[row + at] = standardGamma(bits, alpha[at]);
        sum += out[row + at];
      }
      const inverse = 1 / sum;
      for (let at = 0; at < count; at++) out[row + at] *= inverse;
    }
  }
}

function breakSticks(bits: BitGenerator, alpha: Float64Array, out: Float64Array): void {
  const count = alpha.length;
  const rest = new Float64Array(count + 1);
  for (let at = count - 1; at >= 0; at--) rest[at] = rest[at + 1] + alpha[at];
  out.fill(0);
  if (!(rest[0] > 0)) return;
  for (let row = 0; row < out.length; row += count) {
    let left = 1;
    for (let at = 0; at < count - 1; at++) {
      const share = beta(bits, alpha[at], rest[at + 1]);
      out[row + at] = left * share;
      left *= 1 - share;
      if (rest[at + 1] === 0) break;
    }
    out[row + count - 1] = left;
  }
}

/** One row: how many of `n` fall to each of `p`. NumPy: random_multinomial. */
export function fillMultinomial(bits: BitGenerator, n: number, p: Float64Array, out: Float64Array): void {
  const last = out.length - 1;
  let left = n;
  let leftP = 1;
  out.fill(0);
  for (let at = 0; at < last; at++) {
    out[at] = binomial(bits, left, p[at] / leftP);
    left -= out[at];
    if (left <= 0) break;
    leftP -= p[at];
  }
  if (left > 0) out[last] = left;
}

/** NumPy: random_mvhg_marginals: one hypergeometric number for each colour. */
export function fillMarginals(
  bits: BitGenerator,
  colors: Float64Array,
  total: number,
  sample: number,
  out: Float64Array,
): void {
  const count = colors.length;
  const isLarge = sample > Math.floor(total / 2);
  out.fill(0);
  if (total === 0 || sample === 0) return;
  for (let row = 0; row < out.length; row += count) {
    let wanted = isLarge ? total - sample : sample;
    let left = total;
    for (let at = 0; wanted > 0 && at + 1 < count; at++) {
      left -= colors[at];
      out[row + at] = hypergeometric(bits, colors[at], left, wanted);
      wanted -= out[row + at];
    }
    if (wanted > 0) out[row + count - 1] = wanted;
    if (isLarge) for (let at = 0; at < count; at++) out[row + at] = colors[at] - out[row + at];
  }
}

/** NumPy: random_mvhg_count: the first of all items, shuffled as far as they are wanted. */
export function fillCounted(
  bits: BitGenerator,
  colors: Float64Array,
  total: number,
  sample: number,
  out: Float64Array,
): void {
  const count = colors.length;
  const isLarge = sample > Math.floor(total / 2);
  out.fill(0);
  if (total === 0 || sample === 0 || out.length === 0) return;
  const items = new Uint32Array(total);
  let end = 0;
  for (let color = 0; color < count; color++) {
    items.fill(color, end, end + colors[color]);
    end += colors[color];
  }
  const wanted = isLarge ? total - sample : sample;
  for (let row = 0; row < out.length; row += count) {
    for (let at = 0; at < wanted; at++) {
      const other = at + maskedIndex(bits, total - at - 1);
      const kept = items[other];
      items[other] = items[at];
      items[at] = kept;
      out[row + kept]++;
    }
    if (isLarge) for (let at = 0; at < count; at++) out[row + at] = colors[at] - out[row + at];
  }
}
