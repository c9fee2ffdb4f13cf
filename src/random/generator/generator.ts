/**
 * Generator: the distributions, drawn from a bit generator. With the same seed and the same calls every number is
 * the one NumPy's `default_rng` draws, bit for bit.
 *
 * The methods come in families, one file and class for each, every class on top of the one before.
 */
import { BitGenerator } from '../bits/bit-generator.js';
import { Pcg64 } from '../bits/pcg64.js';
import type { Seed, SeedSequence } from '../bits/seed-sequence.js';
import { OrderDraws } from './order-draws.js';

/**
 * Random numbers of many distributions. Without a size a method gives one number; with one, a new C-contiguous array.
 * Parameters may be arrays, which are broadcast against each other and the size.
 *
 * @example
 * const rng = new Generator(new Philox(42));
 * rng.normal(0, 1, 3).toArray(); // [-1.1043995228921153, 0.1891281100736375, 0.04600092882122236]
 *
 * NumPy: `numpy.random.Generator`.
 */
export class Generator extends OrderDraws {
  /**
   * Independent generators for parallel work; each call gives new ones.
   * @throws ArgumentError when count is not a non-negative integer
   * @example
   * const [left, right] = defaultRng(42).spawn(2);
   *
   * NumPy: `Generator.spawn`.
   */
  spawn(count: number): Generator[] {
    return this.bitGenerator.spawn(count).map((bits) => new Generator(bits));
  }
}

/**
 * A generator of random numbers: PCG64, seeded.
 *
 * @param seed non-negative integers of any size (a number, a bigint or a list of them), a SeedSequence, a bit
 *   generator, or a Generator, which is returned as it is; left out, a seed from the operating system
 * @throws ArgumentError when a seed is negative or not an integer
 * @example
 * defaultRng(42).random(3).toArray(); // [0.7739560485559633, 0.4388784397520523, 0.8585979199113825]
 *
 * NumPy: `numpy.random.default_rng`.
 */
export function defaultRng(seed?: Seed | SeedSequence | BitGenerator | Generator | null): Generator {
  if (seed instanceof Generator) return seed;
  return new Generator(seed instanceof BitGenerator ? seed : new Pcg64(seed));
}
