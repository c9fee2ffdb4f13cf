/**
 * SFC64: Chris Doty-Humphrey's small fast chaotic generator: three 64-bit words that stir each other, and a counter that
 * keeps the period long. Bit-identical with NumPy's.
 *
 * Register: a, b, c and the counter.
 */
import { BitGenerator, type HalfState } from './bit-generator.js';
import { type Seed, SeedSequence } from './seed-sequence.js';
import { joined, split } from './wide.js';

/** As NumPy's `bit_generator.state`: a, b, c and the counter. */
export interface Sfc64State extends HalfState {
  readonly state: readonly [bigint, bigint, bigint, bigint];
}

export class Sfc64 extends BitGenerator {
  readonly name = 'SFC64';

  /**
   * @param seed what SeedSequence takes, or one
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * defaultRng(new Sfc64(42)).random(); // 0.5299360452325557
   *
   * NumPy: `numpy.random.SFC64`.
   */
  constructor(seed?: Seed | SeedSequence | null) {
    super(seed instanceof SeedSequence ? seed : new SeedSequence(seed), 8);
    this.register.set(this.seedSequence.generateState(6));
    this.register[6] = 1;
    this.refill(12);
  }

  /** The state as NumPy shows it; assign it to go on from there. */
  override get state(): Sfc64State {
    this.settle();
    const at = (word: number) => joined(this.register, 2 * word, 2);
    return { state: [at(0), at(1), at(2), at(3)], ...this.halfState };
  }

  override set state(to: Sfc64State) {
    for (let word = 0; word < 4; word++) split(to.state[word], this.register, 2 * word, 2);
    this.restart(to);
  }

  protected override sibling(seedSequence: SeedSequence): Sfc64 {
    return new Sfc64(seedSequence);
  }

  protected override refill(count: number): void {
    const { words, register } = this;
    let [a0, a1, b0, b1, c0, c1, n0, n1] = register;
    for (let at = 0; at < 2 * count; at += 2) {
      const sum0 = a0 + b0 + n0;
      const sum1 = (a1 + b1 + n1 + Math.floor(sum0 / 4294967296)) >>> 0;
      const low = sum0 >>> 0;
      n0 = (n0 + 1) >>> 0;
      if (n0 === 0) n1 = (n1 + 1) >>> 0;
      a0 = (b0 ^ ((b0 >>> 11) | (b1 << 21))) >>> 0;
      a1 = (b1 ^ (b1 >>> 11)) >>> 0;
      const eightfold = c0 + ((c0 << 3) >>> 0);
      b1 = (c1 + ((c1 << 3) | (c0 >>> 29)) + (eightfold > 0xffffffff ? 1 : 0)) >>> 0;
      b0 = eightfold >>> 0;
      const turned0 = ((c0 << 24) | (c1 >>> 8)) >>> 0;
      const turned1 = (c1 << 24) | (c0 >>> 8);
      c0 = turned0 + low;
      c1 = (turned1 + sum1 + (c0 > 0xffffffff ? 1 : 0)) >>> 0;
      c0 >>>= 0;
      words[at] = low;
      words[at + 1] = sum1;
    }
    register.set([a0, a1, b0, b1, c0, c1, n0, n1]);
  }
}
