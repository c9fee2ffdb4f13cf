/** Discrete distributions by inversion and rejection, drawn in NumPy's order; names in NumPy are random_<name>. */
import type { BitGenerator } from '../bits/bit-generator.js';
import { expm1 } from '../exact/expm1.js';
import { log1p } from '../exact/log1p.js';
import { pow } from '../exact/pow.js';
import { nextExponential } from './exponential.js';
import { gamma } from './gamma.js';
import { poisson } from './poisson.js';

/** What does not fit an int64 becomes the largest. */
const most = 2 ** 63;

export function geometric(bits: BitGenerator, p: number): number {
  if (p < 0.3333333333333333) {
    const trials = Math.ceil(-nextExponential(bits) / log1p(-p));
    return trials >= 9.223372036854776e18 ? most : trials;
  }
  let trials = 1;
  let probability = p;
  let sum = p;
  const u = bits.nextDouble();
  while (u > sum) {
    probability *= 1 - p;
    sum += probability;
    trials++;
  }
  return trials;
}

export function negativeBinomial(bits: BitGenerator, n: number, p: number): number {
  return poisson(bits, gamma(bits, n, (1 - p) / p));
}

/** Kemp, "Efficient Generation of Logarithmically Distributed Pseudo-Random Variables", 1981. */
export function logseries(bits: BitGenerator, p: number): number {
  const r = log1p(-p);
  for (;;) {
    const v = bits.nextDouble();
    if (v >= p) return 1;
    const q = -expm1(r * bits.nextDouble());
    if (v <= q * q) {
      const count = Math.floor(1 + Math.log(v) / Math.log(q));
      if (count < 1 || v === 0) continue;
      return count;
    }
    return v >= q ? 1 : 2;
  }
}

/** Beyond this exponent every number is 1. */
const steepest = 1025;

/** Devroye, "Non-Uniform Random Variate Generation", 1986, cut off at the largest int64. */
export function zipf(bits: BitGenerator, a: number): number {
  if (a >= steepest) return 1;
  const b = 2 ** (a - 1);
  const least = most ** -(a - 1);
  for (;;) {
    const place = bits.nextDouble();
    const u = place * least + (1 - place);
    const v = bits.nextDouble();
    const x = Math.floor(pow(u, -1 / (a - 1)));
    if (x > most || x < 1) continue;
    const t = (1 + 1 / x) ** (a - 1);
    if ((v * x * (t - 1)) / (b - 1) <= t / b) return x;
  }
}
