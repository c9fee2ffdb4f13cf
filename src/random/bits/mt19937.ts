/**
 * MT19937: the Mersenne Twister (Matsumoto and Nishimura, 1998), 32 bits at a time. Bit-identical with NumPy's, from a
 * SeedSequence as NumPy's MT19937 and from an old-style seed as `numpy.random.RandomState` and Python's `random`.
 *
 * Register: the 624 words that are turned into outputs one by one; `index` is the next. After the last all are renewed.
 * A 64-bit word is two outputs, the upper half first; a float64 takes 27 and 26 bits of two.
 */
import { ArgumentError } from '../../core/errors.js';
import { BitGenerator } from './bit-generator.js';
import { type Seed, SeedSequence, seedWords } from './seed-sequence.js';

/** As NumPy's `bit_generator.state`. */
export interface Mt19937State {
  readonly key: ArrayLike<number>;
  readonly position: number;
}

const size = 624;
const lag = 397;

export class Mt19937 extends BitGenerator {
  readonly name = 'MT19937';
  #index = size - 1;

  /**
   * @param seed what SeedSequence takes, or one
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * defaultRng(new Mt19937(42)).random(); // 0.5419938930062744
   *
   * NumPy: `numpy.random.MT19937`.
   */
  constructor(seed?: Seed | SeedSequence | null) {
    super(seed instanceof SeedSequence ? seed : new SeedSequence(seed), size);
    this.register.set(this.seedSequence.generateState(size));
    this.register[0] = 0x80000000;
  }

  /**
   * The generator that `numpy.random.RandomState(seed)` has: 32 bits of seed by Knuth's recurrence, longer seeds and
   * lists by `init_by_array`.
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * defaultRng(Mt19937.legacy(42)).random(); // 0.3745401188473625, as RandomState(42)
   */
  static legacy(seed: Seed): Mt19937 {
    const bits = new Mt19937(0);
    const words = seedWords(seed);
    if (words.length === 1 && typeof seed !== 'object') fillFromOne(bits.register, words[0]);
    else fillFromMany(bits.register, words.length === 0 ? [0] : words);
    bits.#index = size;
    return bits;
  }

  /** The state as NumPy shows it; assign it to go on from there. */
  override get state(): Mt19937State {
    return { key: this.register.slice(), position: this.#index };
  }

  override set state(to: Mt19937State) {
    if (to.key.length !== size || !(to.position >= 0 && to.position <= size)) {
      throw new ArgumentError(
        `key has ${to.key.length} words, position is ${to.position}; needs 624, and 0 to 624`,
        {
          operation: 'MT19937.state',
          argument: 'state',
        },
      );
    }
    this.register.set(to.key);
    this.#index = to.position;
  }

  protected override sibling(seedSequence: SeedSequence): Mt19937 {
    return new Mt19937(seedSequence);
  }

  override nextUint32(): number {
    if (this.#index === size) {
      renew(this.register);
      this.#index = 0;
    }
    let word = this.register[this.#index++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  override next(): number {
    this.words[1] = this.nextUint32();
    this.words[0] = this.nextUint32();
    return 0;
  }

  override nextDouble(): number {
    const high = this.nextUint32() >>> 5;
    return (high * 67108864 + (this.nextUint32() >>> 6)) / 9007199254740992;
  }

  protected override nextRaw(): bigint {
    return BigInt(this.nextUint32());
  }

  protected override refill(): void {
    // Words come one by one from `nextUint32`: there are no blocks.
  }
}

function renew(register: Uint32Array): void {
  for (let at = 0; at < size; at++) {
    const joint = (register[at] & 0x80000000) | (register[(at + 1) % size] & 0x7fffffff);
    register[at] = register[(at + lag) % size] ^ (joint >>> 1) ^ ((joint & 1) === 1 ? 0x9908b0df : 0);
  }
}

function fillFromOne(register: Uint32Array, seed: number): void {
  register[0] = seed;
  for (let at = 1; at < size; at++) {
    const before = register[at - 1];
    register[at] = Math.imul(1812433253, before ^ (before >>> 30)) + at;
  }
}

function fillFromMany(register: Uint32Array, seed: readonly number[]): void {
  fillFromOne(register, 19650218);
  let at = 1;
  const wrap = () => {
    if (++at < size) return;
    register[0] = register[size - 1];
    at = 1;
  };
  for (let step = 0; step < Math.max(size, seed.length); step++) {
    const before = register[at - 1];
    const from = step % seed.length;
    register[at] = (register[at] ^ Math.imul(before ^ (before >>> 30), 1664525)) + seed[from] + from;
    wrap();
  }
  for (let step = 1; step < size; step++) {
    const before = register[at - 1];
    register[at] = (register[at] ^ Math.imul(before ^ (before >>> 30), 1566083941)) - at;
    wrap();
  }
  register[0] = 0x80000000;
}
