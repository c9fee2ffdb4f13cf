/**
 * Hypergeometric numbers: draws one by one for small samples, else the ratio of uniforms (Stadlober, "The Ratio of
 * Uniforms Approach for Generating Discrete Random Variates", 1990, algorithm HRUA*). NumPy: random_hypergeometric.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { maskedIndex } from './bounded.js';

/** Samples smaller than this, or that leave fewer, are drawn one by one. */
const smallSample = 10;

export function hypergeometric(bits: BitGenerator, good: number, bad: number, sample: number): number {
  if (sample >= smallSample && sample <= good + bad - smallSample) return ratio(bits, good, bad, sample);
  return counted(bits, good, bad, sample);
}

function counted(bits: BitGenerator, good: number, bad: number, sample: number): number {
  const total = good + bad;
  const isLarge = sample > Math.floor(total / 2);
  let draws = isLarge ? total - sample : sample;
  let left = total;
  let leftGood = good;
  while (draws > 0 && leftGood > 0 && left > leftGood) {
    left--;
    if (maskedIndex(bits, left) < leftGood) leftGood--;
    draws--;
  }
  if (left === leftGood) leftGood -= draws;
  return isLarge ? leftGood : good - leftGood;
}

/** 2 √(2/e) and 3 − 2 √(3/e). */
const d1 = 1.7155277699214135;
const d2 = 0.8989161620588988;

function ratio(bits: BitGenerator, good: number, bad: number, sample: number): number {
  const total = good + bad;
  const draws = Math.min(sample, total - sample);
  const few = Math.min(good, bad);
  const many = Math.max(good, bad);
  const p = few / total;
  const q = many / total;
  const a = draws * p + 0.5;
  const variance = ((total - draws) * draws * p * q) / (total - 1);
  const c = Math.sqrt(variance + 0.5);
  const h = d1 * c + d2;
  const mode = Math.floor(((draws + 1) * (few + 1)) / (total + 2));
  const height = (k: number) =>
    logFactorial(k) + logFactorial(few - k) + logFactorial(draws - k) + logFactorial(many - draws + k);
  const top = height(mode);
  const bound = Math.min(Math.min(draws, few) + 1, Math.floor(a + 16 * c));
  let count: number;
  for (;;) {
    const u = bits.nextDouble();
    const v = bits.nextDouble();
    const x = a + (h * (v - 0.5)) / u;
    if (!(x >= 0 && x < bound)) continue;
    count = Math.floor(x);
    const t = top - height(count);
    if (u * (4 - u) - 3 <= t) break;
    if (u * (u - t) >= 1) continue;
    if (2 * Math.log(u) <= t) break;
  }
  if (good > bad) count = draws - count;
  return draws < sample ? good - count : count;
}

const smallFactorials = new Float64Array(126);
for (let k = 2; k < smallFactorials.length; k++) smallFactorials[k] = smallFactorials[k - 1] + Math.log(k);

/** log k!. */
function logFactorial(k: number): number {
  if (k < smallFactorials.length) return smallFactorials[k];
  return (k + 0.5) * Math.log(k) - k + (0.9189385332046727 + (1 / k) * (1 / 12 - 1 / (360 * k * k)));
}
