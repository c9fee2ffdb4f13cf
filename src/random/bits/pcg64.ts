/**
 * PCG64 and PCG64DXSM: a 128-bit linear congruential generator with one of two output functions (O'Neill, "PCG: A Family
 * of Simple Fast Space-Efficient Statistically Good Algorithms for Random Number Generation", 2014). PCG64 gives the two
 * halves of the new state, xored and rotated by the state's top six bits (XSL-RR 128/64); PCG64DXSM multiplies by a
 * 64-bit constant and gives the upper half of the old state, mixed by two multiplications. Bit-identical with NumPy's.
 *
 * Register: the 128-bit state, then the increment.
 */
import { ArgumentError } from '../../core/errors.js';
import { BitGenerator, type HalfState } from './bit-generator.js';
import { type Seed, SeedSequence } from './seed-sequence.js';
import { advanced, joined, mulHigh, split } from './wide.js';

/** What a PCG64 is made of, as NumPy's `bit_generator.state` has it, so that a stream can move between the two. */
export interface Pcg64State extends HalfState {
  readonly state: bigint;
  readonly inc: bigint;
}

const fullMultiplier = 0x2360ed051fc65da44385df649fccf645n;
const m0 = 0x9fccf645;
const m1 = 0x4385df64;
const m2 = 0x1fc65da4;
const m3 = 0x2360ed05;
const cheapMultiplier = 0xda942042e4dd58b5n;
const c0 = 0xe4dd58b5;
const c1 = 0xda942042;
const mask128 = (1n << 128n) - 1n;
/** What `jumped` advances by: 2¹²⁸ over the golden ratio. */
const jump = 0x9e3779b97f4a7c15f39cc0605cedc835n;
const perWord = 1 / 4294967296;

abstract class Pcg extends BitGenerator {
  readonly #multiplier: bigint;

  constructor(seed: Seed | SeedSequence | null | undefined, multiplier: bigint) {
    super(seed instanceof SeedSequence ? seed : new SeedSequence(seed), 8);
    this.#multiplier = multiplier;
    const words = this.seedSequence.generateState(8);
    // The first 64-bit word is the upper half of the state, the third that of the increment.
    const initial = joined([words[2], words[3], words[0], words[1]]);
    const sequence = joined([words[6], words[7], words[4], words[5]]);
    const increment = ((sequence << 1n) | 1n) & mask128;
    // NumPy seeds both kinds with the full multiplier.
    split((increment + initial) * fullMultiplier + increment, this.register, 0, 4);
    split(increment, this.register, 4, 4);
  }

  /** The state as NumPy shows it; assign it to go on from there. */
  override get state(): Pcg64State {
    this.settle();
    return { state: joined(this.register, 0, 4), inc: joined(this.register, 4, 4), ...this.halfState };
  }

  override set state(to: Pcg64State) {
    if ((to.inc & 1n) === 0n) {
      throw new ArgumentError('inc is even; needs an odd number below 2¹²⁸', {
        operation: `${this.name}.state`,
        argument: 'inc',
        got: to.inc,
      });
    }
    split(to.state, this.register, 0, 4);
    split(to.inc, this.register, 4, 4);
    this.restart(to);
  }

  /**
   * Moves as if `delta` 64-bit words had been drawn; negative moves back. A left-over 32-bit half is dropped.
   * NumPy: `PCG64.advance`.
   */
  advance(delta: number | bigint): this {
    const { state, inc } = this.state;
    const there = advanced(state, this.#multiplier, inc, BigInt(delta) & mask128);
    this.state = { state: there, inc, hasUint32: false, uinteger: 0 };
    return this;
  }

  /** A generator far ahead in the same stream: `jumps` times 2¹²⁷·³. NumPy: `PCG64.jumped`. */
  jumped(jumps = 1): this {
    const there = this.sibling(this.seedSequence) as this;
    there.state = this.state;
    return there.advance(jump * BigInt(jumps));
  }
}

export class Pcg64 extends Pcg {
  readonly name = 'PCG64';

  /**
   * @param seed what SeedSequence takes, or one
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * defaultRng(new Pcg64(42)).random(); // 0.7739560485559633, as defaultRng(42)
   *
   * NumPy: `numpy.random.PCG64`.
   */
  constructor(seed?: Seed | SeedSequence | null) {
    super(seed, fullMultiplier);
  }

  protected override sibling(seedSequence: SeedSequence): Pcg64 {
    return new Pcg64(seedSequence);
  }

  protected override refill(count: number): void {
    const { words, register } = this;
    const i0 = register[4];
    const i1 = register[5];
    const i2 = register[6];
    const i3 = register[7];
    let s0 = register[0];
    let s1 = register[1];
    let s2 = register[2];
    let s3 = register[3];
    for (let at = 0; at < 2 * count; at += 2) {
      // state = state · multiplier + increment, word by word; sums of a few words are exact in a double.
      const t0 = (Math.imul(s0, m0) >>> 0) + i0;
      const carry1 = mulHigh(s0, m0) + (t0 >= 4294967296 ? 1 : 0);
      const t1 = (Math.imul(s0, m1) >>> 0) + (Math.imul(s1, m0) >>> 0) + i1 + carry1;
      const carry2 = mulHigh(s0, m1) + mulHigh(s1, m0) + Math.floor(t1 * perWord);
      const products2 = (Math.imul(s0, m2) >>> 0) + (Math.imul(s1, m1) >>> 0) + (Math.imul(s2, m0) >>> 0);
      const t2 = products2 + i2 + carry2;
      const carry3 = mulHigh(s0, m2) + mulHigh(s1, m1) + mulHigh(s2, m0) + Math.floor(t2 * perWord);
      const products3 = (Math.imul(s0, m3) + Math.imul(s1, m2)) | 0;
      s3 = (products3 + ((Math.imul(s2, m1) + Math.imul(s3, m0)) | 0) + i3 + carry3) | 0;
      s0 = t0 | 0;
      s1 = t1 | 0;
      s2 = t2 | 0;
      const turn = s3 >>> 26;
      const low = turn < 32 ? s0 ^ s2 : s1 ^ s3;
      const high = turn < 32 ? s1 ^ s3 : s0 ^ s2;
      // Two shifts, because a shift by 32 would be a shift by 0.
      words[at] = (low >>> turn) | ((high << 1) << (~turn & 31));
      words[at + 1] = (high >>> turn) | ((low << 1) << (~turn & 31));
    }
    register[0] = s0;
    register[1] = s1;
    register[2] = s2;
    register[3] = s3;
  }
}

export class Pcg64Dxsm extends Pcg {
  readonly name = 'PCG64DXSM';

  /**
   * @param seed what SeedSequence takes, or one
   * @throws ArgumentError when a seed is negative or not an integer
   * @example
   * defaultRng(new Pcg64Dxsm(42)).random(); // 0.6684007764691958
   *
   * NumPy: `numpy.random.PCG64DXSM`.
   */
  constructor(seed?: Seed | SeedSequence | null) {
    super(seed, cheapMultiplier);
  }

  protected override sibling(seedSequence: SeedSequence): Pcg64Dxsm {
    return new Pcg64Dxsm(seedSequence);
  }

  protected override refill(count: number): void {
    const { words, register } = this;
    let s0 = register[0];
    let s1 = register[1];
    let s2 = register[2];
    let s3 = register[3];
    for (let at = 0; at < 2 * count; at += 2) {
      // The upper half, xored with itself, times the constant, xored with itself, times the lower half made odd.
      let low = s2 ^ s3;
      let high = s3;
      high = (Math.imul(low, c1) + Math.imul(high, c0) + mulHigh(low, c0)) | 0;
      low = Math.imul(low, c0) ^ (high >>> 16);
      const odd = s0 | 1;
      words[at] = Math.imul(low, odd);
      words[at + 1] = Math.imul(low, s1) + Math.imul(high, odd) + mulHigh(low, odd);
      const t0 = (Math.imul(s0, c0) >>> 0) + register[4];
      const carry1 = mulHigh(s0, c0) + (t0 >= 4294967296 ? 1 : 0);
      const t1 = (Math.imul(s0, c1) >>> 0) + (Math.imul(s1, c0) >>> 0) + register[5] + carry1;
      const carry2 = mulHigh(s0, c1) + mulHigh(s1, c0) + Math.floor(t1 * perWord);
      const t2 = (Math.imul(s1, c1) >>> 0) + (Math.imul(s2, c0) >>> 0) + register[6] + carry2;
      const carry3 = mulHigh(s1, c1) + mulHigh(s2, c0) + Math.floor(t2 * perWord);
      s3 = (((Math.imul(s2, c1) + Math.imul(s3, c0)) | 0) + register[7] + carry3) | 0;
      s0 = t0 | 0;
      s1 = t1 | 0;
      s2 = t2 | 0;
    }
    register[0] = s0;
    register[1] = s1;
    register[2] = s2;
    register[3] = s3;
  }
}
