/**
 * Which positions a random choice takes, by the same algorithms in the same cases as NumPy: with replacement,
 * bounded integers or an inverted cumulative sum; without, a partial shuffle for large shares of large populations,
 * Floyd's algorithm otherwise, and repeated draws when there are probabilities.
 */

import { copyElements } from '../core/copy.js';
import type { DType } from '../core/dtype.js';
import { ArgumentError } from '../core/errors.js';
import { fromData } from '../core/from-data.js';
import type { ArrayLike as Data } from '../core/types.js';
import type { BitGenerator } from './bits/bit-generator.js';
import { boundedIndex } from './distributions/bounded.js';
import { fillStandard } from './fill.js';
import { fillIntegersByAddon } from './native.js';

export interface ChoicePlan {
  readonly population: number;
  readonly count: number;
  readonly replace: boolean;
  readonly shuffle: boolean;
  /** The probability of each member, or null when all are equal. */
  readonly p: Float64Array | null;
}

/** Fills `out` with positions drawn with replacement, each as likely as another, where the addon can. */
export function drawEqualByAddon(bits: BitGenerator, plan: ChoicePlan, out: BigInt64Array): boolean {
  const { population, replace, p } = plan;
  if (!replace || p !== null || population === 0) return false;
  return fillIntegersByAddon(bits, 'int64', out, 0n, BigInt(population - 1));
}

/** The chosen positions, in the order they were drawn. */
export function choosePositions(bits: BitGenerator, plan: ChoicePlan): Float64Array {
  const { population, count, replace, p } = plan;
  if (population === 0 && count > 0) throw wrong('a', 'a is empty; needs one element or more');
  if (!replace && count > population) {
    throw wrong(
      'size',
      `size asks for ${count} of ${population} elements; needs replace: true for more than there are`,
    );
  }
  if (replace) return p === null ? drawEqual(bits, population, count) : drawWeighted(bits, p, count);
  return p === null ? drawDistinct(bits, plan) : drawDistinctWeighted(bits, p, count);
}

const most32 = 2 ** 32;

function drawEqual(bits: BitGenerator, population: number, count: number): Float64Array {
  const positions = new Float64Array(count);
  if (population <= most32) {
    // The same words make the same numbers in 32 bits.
    const drawn = new Uint32Array(count);
    if (fillIntegersByAddon(bits, 'uint32', drawn, 0n, BigInt(Math.max(population - 1, 0)))) {
      positions.set(drawn);
      return positions;
    }
  }
  for (let at = 0; at < count; at++) positions[at] = boundedIndex(bits, population - 1);
  return positions;
}

function drawWeighted(bits: BitGenerator, p: Float64Array, count: number): Float64Array {
  const positions = new Float64Array(count);
  if (count === 0) return positions;
  const cumulative = cumulativeOf(p);
  fillStandard(bits, 'uniform', positions);
  for (let at = 0; at < count; at++) positions[at] = insertionPoint(cumulative, positions[at]);
  return positions;
}

/** Populations up to here are never shuffled in part: Floyd's algorithm is quick enough. */
const smallPopulation = 10000;

function drawDistinct(bits: BitGenerator, { population, count, shuffle }: ChoicePlan): Float64Array {
  const cutoff = shuffle ? 50 : 20;
  if (population > smallPopulation && count > Math.floor(population / cutoff)) {
    const all = Float64Array.from({ length: population }, (_, at) => at);
    shufflePositions(bits, all, Math.max(population - count, 1));
    return all.slice(population - count);
  }
  const positions = new Float64Array(count);
  const taken = new Set<number>();
  for (let last = population - count; last < population; last++) {
    const drawn = boundedIndex(bits, last);
    const position = taken.has(drawn) ? last : drawn;
    taken.add(position);
    positions[last - population + count] = position;
  }
  if (shuffle) shufflePositions(bits, positions, 1);
  return positions;
}

/** Shuffles the places `first` and above, each against all below it. NumPy: _shuffle_int. */
function shufflePositions(bits: BitGenerator, positions: Float64Array, first: number): void {
  for (let at = positions.length - 1; at >= first; at--) {
    const other = boundedIndex(bits, at);
    const kept = positions[other];
    positions[other] = positions[at];
    positions[at] = kept;
  }
}

function drawDistinctWeighted(bits: BitGenerator, p: Float64Array, count: number): Float64Array {
  const possible = p.reduce((sum, probability) => sum + (probability > 0 ? 1 : 0), 0);
  if (possible < count)
    throw wrong('p', `p has ${possible} non-zero entries; needs ${count}, one for each draw`);
  const rest = p.slice();
  const positions = new Float64Array(count);
  let found = 0;
  while (found < count) {
    const draws = new Float64Array(count - found);
    fillStandard(bits, 'uniform', draws);
    for (let at = 0; at < found; at++) rest[positions[at]] = 0;
    const cumulative = cumulativeOf(rest);
    const round = new Set<number>();
    for (const draw of draws) round.add(insertionPoint(cumulative, draw));
    for (const position of round) positions[found++] = position;
  }
  return positions;
}

function cumulativeOf(p: Float64Array): Float64Array {
  const cumulative = new Float64Array(p.length);
  let sum = 0;
  for (let at = 0; at < p.length; at++) {
    sum += p[at];
    cumulative[at] = sum;
  }
  for (let at = 0; at < p.length; at++) cumulative[at] /= sum;
  return cumulative;
}

/** How many entries of the ascending list are at most `value`. NumPy: searchsorted(side='right'). */
function insertionPoint(ascending: Float64Array, value: number): number {
  let low = 0;
  // Which way a random value goes cannot be predicted: the place is moved by arithmetic.
  for (let left = ascending.length; left > 0; ) {
    const half = (left + 1) >>> 1;
    low += half * Number(ascending[low + half - 1] <= value);
    left -= half;
  }
  return low;
}

/** Square roots of the spacing of float64 and float32 at 1: how far from 1 probabilities may sum. */
const tolerances: Partial<Record<DType, number>> = { float32: 3.4526698300124393e-4, float16: 0.03125 };
const tolerance64 = 1.4901161193847656e-8;

/** The probabilities as float64. @throws ArgumentError unless there are `population` of them and they sum to 1 */
export function checkProbabilities(p: Data, population: number): Float64Array {
  const given = fromData('choice', p, undefined, 'p');
  if (given.shape.length !== 1) throw wrong('p', `p has ${given.shape.length} dimensions; needs 1`);
  if (given.shape[0] !== population) {
    throw wrong('p', `p has ${given.shape[0]} entries, a has ${population}; needs one for each`);
  }
  const probabilities = new Float64Array(population);
  copyElements({ data: probabilities, dtype: 'float64', shape: given.shape, strides: [8] }, given);
  let sum = 0;
  let lost = 0;
  for (const probability of probabilities) {
    if (!(probability >= 0)) throw wrong('p', `p holds ${probability}; needs probabilities, 0 or more`);
    const term = probability - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  if (!(Math.abs(sum - 1) <= (tolerances[given.dtype] ?? tolerance64))) {
    throw wrong('p', `p sums to ${sum}; needs probabilities that sum to 1`);
  }
  return probabilities;
}

function wrong(argument: string, message: string): ArgumentError {
  return new ArgumentError(message, { operation: 'choice', argument });
}
