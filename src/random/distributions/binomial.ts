/**
 * Binomial numbers: inversion where few successes are expected, else rejection under a triangle, two parallelograms and
 * two exponential tails (Kachitvichyanukul and Schmeiser, "Binomial Random Variate Generation", 1988, algorithm BTPE).
 * NumPy: random_binomial.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { exp } from '../exact/exp.js';
import { log } from '../exact/log.js';

/** Expected successes up to which inversion is quicker. */
const fewSuccesses = 30;

export function binomial(bits: BitGenerator, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (p > 0.5) return n - below(bits, n, 1 - p);
  return below(bits, n, p);
}

/** p ≤ ½. */
function below(bits: BitGenerator, n: number, p: number): number {
  return p * n <= fewSuccesses ? inverted(bits, n, p) : rejected(bits, n, p);
}

function inverted(bits: BitGenerator, n: number, p: number): number {
  const q = 1 - p;
  const none = exp(n * log(q));
  const mean = n * p;
  const bound = Math.trunc(Math.min(n, mean + 10 * Math.sqrt(mean * q + 1)));
  let count = 0;
  let probability = none;
  let u = bits.nextDouble();
  while (u > probability) {
    count++;
    if (count > bound) {
      count = 0;
      probability = none;
      u = bits.nextDouble();
    } else {
      u -= probability;
      probability = ((n - count + 1) * p * probability) / (count * q);
    }
  }
  return count;
}

/** The shape of the regions for n and p: kept from one draw to the next. */
interface Regions {
  readonly n: number;
  readonly p: number;
  readonly q: number;
  /** The most likely number. */
  readonly mode: number;
  readonly middle: number;
  readonly left: number;
  readonly right: number;
  readonly c: number;
  readonly tailLeft: number;
  readonly tailRight: number;
  /** Areas: the triangle, and with the parallelograms, with the left tail, with the right one. */
  readonly areas: readonly [number, number, number, number];
}

let regions: Regions | undefined;

function regionsOf(n: number, p: number): Regions {
  if (regions?.n === n && regions.p === p) return regions;
  const q = 1 - p;
  const mean = n * p + p;
  const mode = Math.floor(mean);
  const area1 = Math.floor(2.195 * Math.sqrt(n * p * q) - 4.6 * q) + 0.5;
  const middle = mode + 0.5;
  const left = middle - area1;
  const right = middle + area1;
  const c = 0.134 + 20.5 / (15.3 + mode);
  const slopeLeft = (mean - left) / (mean - left * p);
  const tailLeft = slopeLeft * (1 + slopeLeft / 2);
  const slopeRight = (right - mean) / (right * q);
  const tailRight = slopeRight * (1 + slopeRight / 2);
  const area2 = area1 * (1 + 2 * c);
  const area3 = area2 + c / tailLeft;
  const areas = [area1, area2, area3, area3 + c / tailRight] as const;
  regions = { n, p, q, mode, middle, left, right, c, tailLeft, tailRight, areas };
  return regions;
}

function rejected(bits: BitGenerator, n: number, p: number): number {
  const { q, mode, middle, left, right, c, tailLeft, tailRight, areas } = regionsOf(n, p);
  for (;;) {
    const u = bits.nextDouble() * areas[3];
    let v = bits.nextDouble();
    if (u <= areas[0]) return Math.floor(middle - areas[0] * v + u);
    let count: number;
    if (u <= areas[1]) {
      const x = left + (u - areas[0]) / c;
      v = v * c + 1 - Math.abs(mode - x + 0.5) / areas[0];
      if (v > 1) continue;
      count = Math.floor(x);
    } else if (u <= areas[2]) {
      count = Math.floor(left + Math.log(v) / tailLeft);
      if (count < 0 || v === 0) continue;
      v = v * (u - areas[1]) * tailLeft;
    } else {
      count = Math.floor(right - Math.log(v) / tailRight);
      if (count > n || v === 0) continue;
      v = v * (u - areas[2]) * tailRight;
    }
    if (isAccepted(n, p, q, mode, middle, count, v)) return count;
  }
}

function isAccepted(
  n: number,
  p: number,
  q: number,
  mode: number,
  middle: number,
  count: number,
  v: number,
): boolean {
  const spread = n * p * q;
  const k = Math.abs(count - mode);
  if (!(k > 20 && k < spread / 2 - 1)) return v <= relative(n, p / q, mode, count);
  const rho = (k / spread) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / spread + 0.5);
  const t = (-k * k) / (2 * spread);
  const height = Math.log(v);
  if (height < t - rho) return true;
  if (height > t + rho) return false;
  const x1 = count + 1;
  const f1 = mode + 1;
  const z = n + 1 - mode;
  const w = n - count + 1;
  const bound =
    middle * Math.log(f1 / x1) +
    (n - mode + 0.5) * Math.log(z / w) +
    (count - mode) * Math.log((w * p) / (x1 * q)) +
    stirling(f1) +
    stirling(z) +
    stirling(x1) +
    stirling(w);
  return height <= bound;
}

/** The probability of `count` over that of the most likely number. */
function relative(n: number, odds: number, mode: number, count: number): number {
  const a = odds * (n + 1);
  let ratio = 1;
  for (let i = mode + 1; i <= count; i++) ratio *= a / i - odds;
  for (let i = count + 1; i <= mode; i++) ratio /= a / i - odds;
  return ratio;
}

/** What Stirling's formula lacks of log x!. */
function stirling(x: number): number {
  const x2 = x * x;
  return (13680 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166320;
}
