/**
 * PCG64: a 128-bit linear congruential generator whose output is the two halves of the state, xored and rotated by
 * the state's top six bits (O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
 * Random Number Generation", 2014: XSL-RR 128/64). Bit-identical with NumPy's PCG64, the default there and here.
 *
 * State: the 128-bit state as it was after the last block was made, in 32-bit words, least significant first.
 */
import { ArgumentError } from '../core/errors.js';
import { BitGenerator } from './bit-generator.js';
import { type Seed, SeedSequence } from './seed-sequence.js';

/** What a PCG64 is made of, as NumPy's `bit_generator.state` has it, so that a stream can move between the two. */
export interface Pcg64State {
  readonly state: bigint;
  readonly inc: bigint;
  /** Whether a 32-bit half is left over, and which. */
  readonly hasUint32: boolean;
  readonly uinteger: number;
}

const multiplier = 0x2360ed051fc65da44385df649fccf645n;
const m0 = 0x9fccf645;
const m1 = 0x4385df64;
const m2 = 0x1fc65da4;
const m3 = 0x2360ed05;
const mask128 = (1n << 128n) - 1n;
const perWord = 1 / 4294967296;

export class Pcg64 extends BitGenerator {
  readonly name = 'PCG64';
  readonly #state = new Uint32Array(4);
  readonly #increment = new Uint32Array(4);

  /**
   * @param seed what SeedSequence takes, or one
   * @example
   * defaultRng(new Pcg64(42)).random(); // 0.7739560485559633, as defaultRng(42)
   *
   * NumPy: `numpy.random.PCG64`.
   */
  constructor(seed?: Seed | SeedSequence | null) {
    super(seed instanceof SeedSequence ? seed : new SeedSequence(seed));
    const words = this.seedSequence.generateState(8);
    // The first 64-bit word is the upper half of the state, the third that of the increment.
    const initial = joined([words[2], words[3], words[0], words[1]]);
    const sequence = joined([words[6], words[7], words[4], words[5]]);
    const increment = ((sequence << 1n) | 1n) & mask128;
    split((increment + initial) * multiplier + increment, this.#state);
    split(increment, this.#increment);
  }

  /** The state as NumPy shows it; assign it to go on from there. */
  get state(): Pcg64State {
    const inc = joined(this.#increment);
    // The words made ahead and not used yet are taken back by going round the whole period but for them.
    const unused = BigInt((this.end - this.position) / 2);
    const state = advanced(joined(this.#state), inc, (1n << 128n) - unused);
    return { state, inc, hasUint32: this.hasHalf, uinteger: this.half };
  }

  set state(to: Pcg64State) {
    if ((to.inc & 1n) === 0n) {
      throw new ArgumentError('inc is even; needs an odd number below 2¹²⁸', {
        operation: 'Pcg64.state',
        argument: 'inc',
        got: to.inc,
      });
    }
    split(to.state, this.#state);
    split(to.inc, this.#increment);
    this.restart();
    this.hasHalf = to.hasUint32;
    this.half = to.uinteger;
  }

  /**
   * Moves as if `delta` 64-bit words had been drawn; negative moves back. A left-over 32-bit half is dropped.
   * NumPy: `PCG64.advance`.
   */
  advance(delta: number | bigint): this {
    const { state, inc } = this.state;
    this.state = { state: advanced(state, inc, BigInt(delta) & mask128), inc, hasUint32: false, uinteger: 0 };
    return this;
  }

  protected override sibling(seedSequence: SeedSequence): Pcg64 {
    return new Pcg64(seedSequence);
  }

  protected override refill(count: number): void {
    const { words } = this;
    const increment = this.#increment;
    const i0 = increment[0];
    const i1 = increment[1];
    const i2 = increment[2];
    const i3 = increment[3];
    const state = this.#state;
    let s0 = state[0];
    let s1 = state[1];
    let s2 = state[2];
    let s3 = state[3];
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
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
  }
}

/** The upper 32 bits of the product of two 32-bit words. */
export function mulHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const cross = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const middle = (Math.imul(aLow, bHigh) + (cross & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (cross >>> 16) + (middle >>> 16)) >>> 0;
}

function joined(words: ArrayLike<number>): bigint {
  let value = 0n;
  for (let at = 3; at >= 0; at--) value = (value << 32n) | BigInt(words[at]);
  return value;
}

function split(value: bigint, words: Uint32Array): void {
  for (let at = 0; at < 4; at++) words[at] = Number((value >> BigInt(32 * at)) & 0xffffffffn);
}

/** The state after `steps` steps, in 128 squarings (F. Brown, "Random Number Generation with Arbitrary Strides"). */
function advanced(state: bigint, increment: bigint, steps: bigint): bigint {
  let stepMultiplier = multiplier;
  let stepIncrement = increment;
  let allMultiplier = 1n;
  let allIncrement = 0n;
  for (let rest = steps & mask128; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) {
      allMultiplier = (allMultiplier * stepMultiplier) & mask128;
      allIncrement = (allIncrement * stepMultiplier + stepIncrement) & mask128;
    }
    stepIncrement = ((stepMultiplier + 1n) * stepIncrement) & mask128;
    stepMultiplier = (stepMultiplier * stepMultiplier) & mask128;
  }
  return (allMultiplier * state + allIncrement) & mask128;
}
