/**
 * Gamma numbers, and what is made of them. Above shape 1 by Marsaglia and Tsang's cube of a normal number ("A Simple
 * Method for Generating Gamma Variables", 2000); below by rejection from two pieces (Ahrens and Dieter, 1974, as NumPy
 * has it). Each function draws in NumPy's order; its name in NumPy is random_<name>.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { exp } from '../exact/exp.js';
import { log } from '../exact/log.js';
import { log1p } from '../exact/log1p.js';
import { pow } from '../exact/pow.js';
import { log32, pow32 } from '../exact/single.js';
import { nextExponential, nextExponential32 } from './exponential.js';
import { nextNormal, nextNormal32 } from './normal.js';
import { poisson } from './poisson.js';

const fround = Math.fround;

export function standardGamma(bits: BitGenerator, shape: number): number {
  if (shape === 1) return nextExponential(bits);
  if (shape === 0) return 0;
  return shape < 1 ? smallGamma(bits, shape) : largeGamma(bits, shape);
}

function smallGamma(bits: BitGenerator, shape: number): number {
  for (;;) {
    const u = bits.nextDouble();
    const v = nextExponential(bits);
    if (u <= 1 - shape) {
      const x = pow(u, 1 / shape);
      if (x <= v) return x;
    } else {
      const y = -log((1 - u) / shape);
      const x = pow(1 - shape + shape * y, 1 / shape);
      if (x <= v + y) return x;
    }
  }
}

function largeGamma(bits: BitGenerator, shape: number): number {
  const b = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    let x: number;
    let v: number;
    do {
      x = nextNormal(bits);
      v = 1 + c * x;
    } while (v <= 0);
    v = v * v * v;
    const u = bits.nextDouble();
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
    // A shape of NaN is never accepted.
    if (Number.isNaN(shape)) return shape;
  }
}

const third32 = fround(1 / 3);
const squeeze32 = fround(0.0331);

export function standardGamma32(bits: BitGenerator, shape: number): number {
  if (shape === 1) return nextExponential32(bits);
  if (shape === 0) return 0;
  return shape < 1 ? smallGamma32(bits, shape) : largeGamma32(bits, shape);
}

function smallGamma32(bits: BitGenerator, shape: number): number {
  const inverse = fround(1 / shape);
  const rest = fround(1 - shape);
  for (;;) {
    const u = bits.nextFloat();
    const v = nextExponential32(bits);
    if (u <= rest) {
      const x = pow32(u, inverse);
      if (x <= v) return x;
    } else {
      const y = -log32(fround(fround(1 - u) / shape));
      const x = pow32(fround(rest + fround(shape * y)), inverse);
      if (x <= fround(v + y)) return x;
    }
  }
}

function largeGamma32(bits: BitGenerator, shape: number): number {
  const b = fround(shape - third32);
  const c = fround(1 / fround(Math.sqrt(fround(9 * b))));
  for (;;) {
    let x: number;
    let v: number;
    do {
      x = nextNormal32(bits);
      v = fround(1 + fround(c * x));
    } while (v <= 0);
    v = fround(fround(v * v) * v);
    const u = bits.nextFloat();
    const x2 = fround(x * x);
    if (u < fround(1 - fround(fround(squeeze32 * x2) * x2))) return fround(b * v);
    const inner = fround(fround(1 - v) + log32(v));
    const bound = fround(fround(fround(0.5 * x) * x) + fround(b * inner));
    if (u === 0 || log32(u) < bound) return fround(b * v);
    if (Number.isNaN(shape)) return shape;
  }
}

export function gamma(bits: BitGenerator, shape: number, scale: number): number {
  return scale * standardGamma(bits, shape);
}

export function chisquare(bits: BitGenerator, df: number): number {
  return 2 * standardGamma(bits, df / 2);
}

export function f(bits: BitGenerator, dfnum: number, dfden: number): number {
  const above = chisquare(bits, dfnum) * dfden;
  return above / (chisquare(bits, dfden) * dfnum);
}

export function noncentralChisquare(bits: BitGenerator, df: number, nonc: number): number {
  if (Number.isNaN(nonc)) return Number.NaN;
  if (nonc === 0) return chisquare(bits, df);
  if (df > 1) {
    const rest = chisquare(bits, df - 1);
    const n = nextNormal(bits) + Math.sqrt(nonc);
    return rest + n * n;
  }
  const i = poisson(bits, nonc / 2);
  return chisquare(bits, df + 2 * i);
}

export function noncentralF(bits: BitGenerator, dfnum: number, dfden: number, nonc: number): number {
  const above = noncentralChisquare(bits, dfnum, nonc) * dfden;
  return above / (chisquare(bits, dfden) * dfnum);
}

export function standardT(bits: BitGenerator, df: number): number {
  const above = nextNormal(bits);
  const below = standardGamma(bits, df / 2);
  return (Math.sqrt(df / 2) * above) / Math.sqrt(below);
}

/** Below this for both, one of the two gamma numbers is all there is. */
const tinyBeta = 3e-103;

export function beta(bits: BitGenerator, a: number, b: number): number {
  if (!(a <= 1 && b <= 1)) {
    const left = standardGamma(bits, a);
    const right = standardGamma(bits, b);
    return left / (left + right);
  }
  if (a < tinyBeta && b < tinyBeta) return (a + b) * bits.nextDouble() < a ? 1 : 0;
  // Jöhnk's rejection from the square.
  for (;;) {
    const u = bits.nextDouble();
    const v = bits.nextDouble();
    const x = pow(u, 1 / a);
    const y = pow(v, 1 / b);
    const sum = x + y;
    if (!(sum <= 1 && u + v > 0)) continue;
    if (x > 0 && y > 0) return x / sum;
    const difference = log(u) / a - log(v) / b;
    if (difference > 0) return exp(-log1p(exp(-difference)));
    return exp(difference - log1p(exp(difference)));
  }
}
