/**
 * Continuous distributions that are functions of one or two uniform, normal or exponential numbers. Each draws in NumPy's
 * order and rounds as NumPy does; its name in NumPy is random_<name>.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { acos, cos } from '../exact/circle.js';
import { exp } from '../exact/exp.js';
import { expm1 } from '../exact/expm1.js';
import { log } from '../exact/log.js';
import { pow } from '../exact/pow.js';
import { nextExponential } from './exponential.js';
import { nextNormal } from './normal.js';

export function uniform(bits: BitGenerator, low: number, range: number): number {
  return low + range * bits.nextDouble();
}

export function normal(bits: BitGenerator, loc: number, scale: number): number {
  return loc + scale * nextNormal(bits);
}

export function exponential(bits: BitGenerator, scale: number): number {
  return scale * nextExponential(bits);
}

export function standardCauchy(bits: BitGenerator): number {
  const above = nextNormal(bits);
  return above / nextNormal(bits);
}

export function lognormal(bits: BitGenerator, mean: number, sigma: number): number {
  return exp(normal(bits, mean, sigma));
}

export function pareto(bits: BitGenerator, a: number): number {
  return expm1(nextExponential(bits) / a);
}

export function weibull(bits: BitGenerator, a: number): number {
  return a === 0 ? 0 : pow(nextExponential(bits), 1 / a);
}

export function power(bits: BitGenerator, a: number): number {
  return pow(-expm1(-nextExponential(bits)), 1 / a);
}

export function rayleigh(bits: BitGenerator, scale: number): number {
  return scale * Math.sqrt(2 * nextExponential(bits));
}

export function laplace(bits: BitGenerator, loc: number, scale: number): number {
  for (;;) {
    const u = bits.nextDouble();
    if (u >= 0.5) return loc - scale * log(2 - u - u);
    if (u > 0) return loc + scale * log(u + u);
  }
}

export function gumbel(bits: BitGenerator, loc: number, scale: number): number {
  for (;;) {
    const u = 1 - bits.nextDouble();
    if (u < 1) return loc - scale * log(-log(u));
  }
}

export function logistic(bits: BitGenerator, loc: number, scale: number): number {
  for (;;) {
    const u = bits.nextDouble();
    if (u > 0) return loc + scale * log(u / (1 - u));
  }
}

export function triangular(bits: BitGenerator, left: number, mode: number, right: number): number {
  const base = right - left;
  const leftBase = mode - left;
  const u = bits.nextDouble();
  if (u <= leftBase / base) return left + Math.sqrt(u * (leftBase * base));
  return right - Math.sqrt((1 - u) * ((right - mode) * base));
}

export function wald(bits: BitGenerator, mean: number, scale: number): number {
  const z = nextNormal(bits);
  const y = mean * z * z;
  const d = 1 + Math.sqrt(1 + (4 * scale) / y);
  const x = mean * (1 - 2 / d);
  return bits.nextDouble() <= mean / (mean + x) ? x : (mean * mean) / x;
}

/** Below this concentration the distribution is uniform, beyond the other it is normal, to float64's precision. */
const leastKappa = 1e-8;
const mostKappa = 1e6;

/** Best and Fisher's rejection from a wrapped Cauchy distribution ("Efficient Simulation of the von Mises Distribution", 1979). */
export function vonmises(bits: BitGenerator, mu: number, kappa: number): number {
  if (Number.isNaN(kappa)) return Number.NaN;
  if (kappa < leastKappa) return Math.PI * (2 * bits.nextDouble() - 1);
  if (kappa > mostKappa) return wrapped(mu + Math.sqrt(1 / kappa) * nextNormal(bits));
  const s = kappa < 1e-5 ? 1 / kappa + kappa : wrappedCauchy(kappa);
  let w: number;
  for (;;) {
    const z = cos(Math.PI * bits.nextDouble());
    w = (1 + s * z) / (s + z);
    const y = kappa * (s - w);
    const v = bits.nextDouble();
    if (y * (2 - y) - v >= 0 || Math.log(y / v) + 1 - y >= 0) break;
  }
  const angle = acos(w);
  const turned = (bits.nextDouble() < 0.5 ? -angle : angle) + mu;
  const inside = ((Math.abs(turned) + Math.PI) % (2 * Math.PI)) - Math.PI;
  return turned < 0 ? -inside : inside;
}

function wrappedCauchy(kappa: number): number {
  const r = 1 + Math.sqrt(1 + 4 * kappa * kappa);
  const rho = (r - Math.sqrt(2 * r)) / (2 * kappa);
  return (1 + rho * rho) / (2 * rho);
}

function wrapped(angle: number): number {
  if (angle < -Math.PI) return angle + 2 * Math.PI;
  return angle > Math.PI ? angle - 2 * Math.PI : angle;
}
