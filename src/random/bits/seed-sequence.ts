/**
 * SeedSequence: turns a seed of any quality into well-mixed state words, and into independent children.
 *
 * Method: Melissa O'Neill's seed_seq ("Developing a seed_seq Alternative", 2015) as NumPy's
 * numpy.random.SeedSequence has it: the seed's 32-bit words are hashed into a pool of four, every pool word is mixed
 * with every other, further words are mixed into all four, and the output hashes the pool round and round.
 */
import { describe } from '../../core/element.js';
import { ArgumentError } from '../../core/errors.js';

/** A seed: non-negative integers of any size. */
export type Seed = number | bigint | readonly (number | bigint)[] | ArrayLike<number | bigint>;

const smallestPool = 4;
/** More than this serves no seed. */
const largestPool = 1024;

export interface SeedSequenceOptions {
  /** Which child this is: the numbers of the spawned ancestors and its own. */
  readonly spawnKey?: readonly number[];
  /** How many children have been spawned before. */
  readonly childrenSpawned?: number;
  /** 32-bit words of entropy that are kept: 4, which is 128 bits, or more. */
  readonly poolSize?: number;
}

/** More at once would not fit in memory. */
const mostChildren = 2 ** 24;

export class SeedSequence {
  /** The seed, as it was given; drawn from the operating system when none was. */
  readonly entropy: Seed;
  readonly spawnKey: readonly number[];
  readonly poolSize: number;
  #childrenSpawned: number;
  readonly #pool: Uint32Array;

  /**
   * @param entropy non-negative integers of any size; left out, 128 bits from the operating system
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * new SeedSequence(42).generateState(2); // Uint32Array [ 3444837047, 2669555309 ]
   *
   * NumPy: `numpy.random.SeedSequence`.
   */
  constructor(entropy?: Seed | null, options: SeedSequenceOptions = {}) {
    this.entropy = entropy ?? systemEntropy();
    this.spawnKey = options.spawnKey ?? [];
    this.poolSize = checkPoolSize(options.poolSize ?? smallestPool);
    this.#childrenSpawned = options.childrenSpawned ?? 0;
    const words = seedWords(this.entropy);
    if (this.spawnKey.length > 0) {
      // Padded so that no seed without children equals a seed with them.
      while (words.length < this.poolSize) words.push(0);
      words.push(...seedWords(this.spawnKey));
    }
    this.#pool = mixedPool(words, this.poolSize);
  }

  get childrenSpawned(): number {
    return this.#childrenSpawned;
  }

  /** `count` words of state; the same each time. NumPy: `generate_state(count)`. */
  generateState(count: number): Uint32Array {
    const state = new Uint32Array(count);
    let constant = 0x8b51f9dd;
    for (let at = 0; at < count; at++) {
      let word = this.#pool[at % this.poolSize] ^ constant;
      constant = Math.imul(constant, 0x58f38ded);
      word = Math.imul(word, constant);
      state[at] = word ^ (word >>> 16);
    }
    return state;
  }

  /**
   * `count` further independent children, never the same ones twice.
   * @throws ArgumentError when `count` is not an integer of 0 to 2²⁴
   *
   * NumPy: `SeedSequence.spawn`.
   */
  spawn(count: number): SeedSequence[] {
    if (!Number.isSafeInteger(count) || count < 0 || count > mostChildren) {
      throw new ArgumentError(`count is ${count}; needs an integer of 0 to ${mostChildren}`, {
        operation: 'spawn',
        argument: 'count',
        got: count,
        needs: `an integer of 0 to ${mostChildren}`,
      });
    }
    const children: SeedSequence[] = [];
    for (let child = 0; child < count; child++) {
      const spawnKey = [...this.spawnKey, this.#childrenSpawned++];
      children.push(new SeedSequence(this.entropy, { spawnKey, poolSize: this.poolSize }));
    }
    return children;
  }
}

function checkPoolSize(size: number): number {
  if (Number.isInteger(size) && size >= smallestPool && size <= largestPool) return size;
  throw new ArgumentError(`poolSize is ${size}; needs an integer of ${smallestPool} to ${largestPool}`, {
    operation: 'SeedSequence',
    argument: 'poolSize',
    got: size,
  });
}

function systemEntropy(): bigint {
  const words = globalThis.crypto.getRandomValues(new Uint32Array(smallestPool));
  let entropy = 0n;
  for (const word of words) entropy = (entropy << 32n) | BigInt(word);
  return entropy;
}

/** The 32-bit words of a seed, least significant first; each number of a list takes one or more. */
export function seedWords(seed: Seed): number[] {
  if (typeof seed !== 'object') return integerWords(seed);
  if (!Number.isInteger(seed.length)) {
    const needs = 'a non-negative integer, or a list of them';
    throw new ArgumentError(`seed is ${describe(seed)}; needs ${needs}`, {
      operation: 'defaultRng',
      argument: 'seed',
      got: seed,
      needs,
    });
  }
  const words: number[] = [];
  for (let at = 0; at < seed.length; at++) words.push(...integerWords(seed[at]));
  return words;
}

function integerWords(value: number | bigint): number[] {
  if (typeof value === 'bigint' ? value < 0n : !(Number.isSafeInteger(value) && value >= 0)) {
    throw new ArgumentError(`seed is ${value}; needs non-negative integers (beyond 2⁵³ as bigints)`, {
      operation: 'defaultRng',
      argument: 'seed',
      got: value,
      needs: 'non-negative integers',
    });
  }
  if (typeof value === 'number' && value <= 0xffffffff) return [value];
  const words: number[] = [];
  for (let rest = BigInt(value); rest > 0n || words.length === 0; rest >>= 32n)
    words.push(Number(rest & 0xffffffffn));
  return words;
}

function mixedPool(words: readonly number[], poolWords: number): Uint32Array {
  const pool = new Uint32Array(poolWords);
  let constant = 0x43b0d7e5;
  const hash = (word: number): number => {
    const keyed = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const product = Math.imul(keyed, constant);
    return product ^ (product >>> 16);
  };
  for (let at = 0; at < poolWords; at++) pool[at] = hash(words[at] ?? 0);
  for (let from = 0; from < poolWords; from++) {
    for (let to = 0; to < poolWords; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  for (let from = poolWords; from < words.length; from++) {
    for (let to = 0; to < poolWords; to++) pool[to] = mix(pool[to], hash(words[from]));
  }
  return pool;
}

function mix(a: number, b: number): number {
  const mixed = Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b);
  return mixed ^ (mixed >>> 16);
}
