/**
 * Poisson numbers: products of uniform numbers for small means, transformed rejection for others (Hörmann, "The
 * Transformed Rejection Method for Generating Poisson Random Variables", 1993, algorithm PTRS). NumPy: random_poisson.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { exp } from '../exact/exp.js';

/** From this mean on rejection is quicker. */
const largeMean = 10;

export function poisson(bits: BitGenerator, mean: number): number {
  if (mean >= largeMean) return rejected(bits, mean);
  if (mean === 0 || Number.isNaN(mean)) return 0;
  const bound = exp(-mean);
  let count = 0;
  for (let product = bits.nextDouble(); product > bound; product *= bits.nextDouble()) count++;
  return count;
}

function rejected(bits: BitGenerator, mean: number): number {
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const certain = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = bits.nextDouble() - 0.5;
    const v = bits.nextDouble();
    const us = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= certain) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const height = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
    if (height <= -mean + count * logMean - logGamma(count + 1)) return count;
  }
}

const coefficients = [
  8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4,
  8.417508417508418e-4, -1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2,
  1.796443723688307e-1, -1.3924322169059,
];

/** log Γ(x), x > 0 (Zhang and Jin, "Computation of Special Functions", 1996). */
export function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const steps = x < 7 ? Math.floor(7 - x) : 0;
  let at = x + steps;
  const inverse2 = 1 / (at * at);
  let sum = coefficients[9];
  for (let k = 8; k >= 0; k--) sum = sum * inverse2 + coefficients[k];
  let result = sum / at + 0.9189385332046727 + (at - 0.5) * Math.log(at) - at;
  for (let k = 0; k < steps; k++) {
    result -= Math.log(at - 1);
    at -= 1;
  }
  return result;
}
