/**
 * What a bit generator is: a source of random 64-bit words, from which all distributions are made.
 *
 * Policy: words are made in blocks by `refill`. Distributions take them through `next`, which says where in `words` the
 * next 64 bits lie: no objects, no BigInts, no calls into a closure. The order in which words are used up is the
 * generator's stream, so block size is invisible. (MT19937, which makes 32 bits at a time, has its own `next`.)
 *
 * State: `register` is what the generator is made of, as it was after the last block was made; `blockStart` is the same
 * from before it. `words[position..end)` are made and unused; `half` is the upper half of a 64-bit word whose lower half
 * was given out by `nextUint32`. `settle` brings the register to where the stream is, for whoever wants to read it.
 */
import { ArgumentError } from '../../core/errors.js';
import { makeWordsByAddon } from '../native.js';
import type { SeedSequence } from './seed-sequence.js';

/** 64-bit words in a full block; the first blocks are smaller, so that few draws cost little. */
const largestBlock = 512;
const firstBlock = 8;

/** What every generator's state has beside its own part, as NumPy's `bit_generator.state` has it. */
export interface HalfState {
  /** Whether a 32-bit half is left over, and which. */
  readonly hasUint32: boolean;
  readonly uinteger: number;
}

export abstract class BitGenerator {
  /** NumPy's name of the generator. */
  abstract readonly name: string;
  readonly seedSequence: SeedSequence;
  /** Pairs of 32-bit words: the lower half of each 64-bit word, then the upper. */
  readonly words = new Uint32Array(2 * largestBlock);
  /** What the generator is made of, in 32-bit words, least significant first. */
  readonly register: Uint32Array;
  protected readonly blockStart: Uint32Array;
  /** 64-bit words that one step of the register makes. */
  protected readonly wordsPerStep: number = 1;
  protected position = 0;
  protected end = 0;
  protected hasHalf = false;
  protected half = 0;
  #nextBlock = firstBlock;

  constructor(seedSequence: SeedSequence, registerWords: number) {
    this.seedSequence = seedSequence;
    this.register = new Uint32Array(registerWords);
    this.blockStart = new Uint32Array(registerWords);
  }

  /** Where the stream is; assign it to go on from there. */
  abstract get state(): object;

  /** Makes the next `count` 64-bit words, at the start of `words`. */
  protected abstract refill(count: number): void;

  /** A generator of the same kind on another seed. */
  protected abstract sibling(seedSequence: SeedSequence): BitGenerator;

  /** Takes the next 64 bits: the index in `words` of their lower half; the upper half is next to it. */
  next(): number {
    if (this.position === this.end) this.#make();
    const at = this.position;
    this.position = at + 2;
    return at;
  }

  #make(): void {
    this.blockStart.set(this.register);
    this.#fillWords(this.#nextBlock);
    this.end = 2 * this.#nextBlock;
    this.position = 0;
    this.#nextBlock = Math.min(2 * this.#nextBlock, largestBlock);
  }

  #fillWords(count: number): void {
    if (!makeWordsByAddon(this, count)) this.refill(count);
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

  /**
   * The next words of the stream as they are.
   * @throws ArgumentError when count is not a non-negative integer
   *
   * NumPy: `BitGenerator.random_raw(count)`.
   */
  randomRaw(count: number): BigUint64Array {
    if (!Number.isSafeInteger(count) || count < 0) throw wrongCount('randomRaw', count);
    const raw = new BigUint64Array(count);
    for (let at = 0; at < count; at++) raw[at] = this.nextRaw();
    return raw;
  }

  protected nextRaw(): bigint {
    const at = this.next();
    return (BigInt(this.words[at + 1]) << 32n) | BigInt(this.words[at]);
  }

  /** `count` independent generators of the same kind. NumPy: `BitGenerator.spawn`. */
  spawn(count: number): BitGenerator[] {
    return this.seedSequence.spawn(count).map((child) => this.sibling(child));
  }

  /** The state as JSON has it, with the generator's name: what `restoreBitGenerator` takes. Large integers are text. */
  toJSON(): { readonly bitGenerator: string; readonly [part: string]: unknown } {
    return { bitGenerator: this.name, ...(plain(this.state) as object) };
  }

  /** Brings the register to where the stream is. What is left of a step of several words stays in `words`. */
  settle(): void {
    if (this.end === 0) return;
    const used = this.position / 2;
    const made = Math.ceil(used / this.wordsPerStep) * this.wordsPerStep;
    this.register.set(this.blockStart);
    this.#fillWords(made);
    this.end = 2 * made;
    if (this.position === this.end) {
      this.position = 0;
      this.end = 0;
    }
  }

  /** Words of the register's last step that are unused, once settled. */
  get unusedWords(): number {
    return (this.end - this.position) / 2;
  }

  /** The left-over 32-bit half, or −1. */
  get leftOver(): number {
    return this.hasHalf ? this.half : -1;
  }

  /** Goes on from the register as it was set, of whose last step `unused` words are left, and half a word or −1. */
  adopt(unused: number, leftOver: number): void {
    this.restart({ hasUint32: leftOver >= 0, uinteger: Math.max(leftOver, 0) });
    if (unused === 0) return;
    this.stepBack();
    this.blockStart.set(this.register);
    this.refill(this.wordsPerStep);
    this.end = 2 * this.wordsPerStep;
    this.position = this.end - 2 * unused;
  }

  /** Undoes one step of the register, where a step makes several words. */
  protected stepBack(): void {}

  protected get halfState(): HalfState {
    return { hasUint32: this.hasHalf, uinteger: this.hasHalf ? this.half : 0 };
  }

  /** Forgets the words made ahead, after the register was set. */
  protected restart(half: HalfState = { hasUint32: false, uinteger: 0 }): void {
    this.position = 0;
    this.end = 0;
    this.hasHalf = half.hasUint32;
    this.half = half.uinteger;
    this.#nextBlock = firstBlock;
  }
}

function wrongCount(operation: string, count: unknown): ArgumentError {
  return new ArgumentError(`count is ${String(count)}; needs a non-negative integer`, {
    operation,
    argument: 'count',
    got: count,
  });
}

/** Bigints as text, typed arrays as lists. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as Uint32Array, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
