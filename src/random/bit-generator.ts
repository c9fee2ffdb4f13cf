/**
 * What a bit generator is: a source of random 64-bit words, from which all distributions are made.
 *
 * Policy: words are made in blocks by `refill`, which is the only thing a new generator has to write (MT19937 will
 * also override `next`, because it makes 32 bits at a time). Distributions take them through `next`, which says
 * where in `words` the next 64 bits lie: no objects, no BigInts, no calls into a closure. The order in which words
 * are used up is the generator's stream, so block size is invisible.
 *
 * State: `words[position..end)` are made and unused; `half` is the upper half of a 64-bit word whose lower half
 * was given out by `nextUint32`.
 */
import type { SeedSequence } from './seed-sequence.js';

/** 64-bit words in a full block; the first blocks are smaller, so that few draws cost little. */
const largestBlock = 256;
const firstBlock = 8;

export abstract class BitGenerator {
  /** NumPy's name of the generator. */
  abstract readonly name: string;
  readonly seedSequence: SeedSequence;
  /** Pairs of 32-bit words: the lower half of each 64-bit word, then the upper. */
  readonly words = new Uint32Array(2 * largestBlock);
  protected position = 0;
  protected end = 0;
  protected hasHalf = false;
  protected half = 0;
  #nextBlock = firstBlock;

  constructor(seedSequence: SeedSequence) {
    this.seedSequence = seedSequence;
  }

  /** Makes the next `count` 64-bit words, at the start of `words`. */
  protected abstract refill(count: number): void;

  /** A generator of the same kind on another seed. */
  protected abstract sibling(seedSequence: SeedSequence): BitGenerator;

  /** Takes the next 64 bits: the index in `words` of their lower half; the upper half is next to it. */
  next(): number {
    if (this.position === this.end) {
      this.refill(this.#nextBlock);
      this.end = 2 * this.#nextBlock;
      this.position = 0;
      this.#nextBlock = Math.min(2 * this.#nextBlock, largestBlock);
    }
    const at = this.position;
    this.position = at + 2;
    return at;
  }

  /** The next 32 bits: the lower, then the upper half of a 64-bit word. */
  nextUint32(): number {
    if (this.hasHalf) {
      this.hasHalf = false;
      return this.half;
    }
    const at = this.next();
    this.half = this.words[at + 1];
    this.hasHalf = true;
    return this.words[at];
  }

  /** The next float64 in [0, 1): 53 bits. */
  nextDouble(): number {
    const at = this.next();
    return (this.words[at + 1] * 2097152 + (this.words[at] >>> 11)) * 1.1102230246251565e-16;
  }

  /** The next float32 in [0, 1): 24 bits. */
  nextFloat(): number {
    return (this.nextUint32() >>> 8) * 5.9604644775390625e-8;
  }

  /** `count` independent generators of the same kind. NumPy: `BitGenerator.spawn`. */
  spawn(count: number): BitGenerator[] {
    return this.seedSequence.spawn(count).map((child) => this.sibling(child));
  }

  /** Forgets the words made ahead, after the state was set. */
  protected restart(): void {
    this.position = 0;
    this.end = 0;
    this.hasHalf = false;
    this.half = 0;
    this.#nextBlock = firstBlock;
  }
}
