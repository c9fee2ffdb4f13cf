/**
 * Philox 4×64-10: a counter, encrypted by ten rounds of multiplication under a key (Salmon et al., "Parallel Random
 * Numbers: As Easy as 1, 2, 3", 2011). Each step of the 256-bit counter makes four words, on their own: word i of the
 * stream is word i mod 4 of counter start + 1 + ⌊i / 4⌋, so any part of the stream can be made without the rest.
 * Bit-identical with NumPy's.
 *
 * Register: the counter, then the key.
 */
import { ArgumentError } from '../../core/errors.js';
import { BitGenerator, type HalfState } from './bit-generator.js';
import { type Seed, SeedSequence } from './seed-sequence.js';
import { joined, mulHigh, split } from './wide.js';

export interface PhiloxOptions {
  /** Where the stream starts, below 2²⁵⁶; 0. */
  readonly counter?: number | bigint;
  /** Which stream, below 2¹²⁸; in place of a seed. */
  readonly key?: number | bigint;
}

/** As NumPy's `bit_generator.state`; `buffer` holds the words of the last step, unused from `bufferPosition` on. */
export interface PhiloxState extends HalfState {
  readonly counter: bigint;
  readonly key: bigint;
  readonly buffer: readonly bigint[];
  readonly bufferPosition: number;
}

const counterWords = 8;
const counterBits = 256n;
/** Words of the two multipliers and of what the key grows by from round to round, lower half first. */
const a0 = 0xe14c6c93;
const a1 = 0xd2e7470e;
const b0 = 0x95121157;
const b1 = 0xca5a8263;
const growthA = [0x7f4a7c15, 0x9e3779b9] as const;
const growthB = [0x84caa73b, 0xbb67ae85] as const;
const rounds = 10;

export class Philox extends BitGenerator {
  readonly name = 'Philox';
  protected override readonly wordsPerStep = 4;

  /**
   * @param seed what SeedSequence takes, or one
   * @param options where the counter starts; a key in place of a seed
   * @throws ArgumentError when a seed is negative or not an integer, both seed and key are given, or a counter or key is
   *   out of range
   * @example
   * defaultRng(new Philox(42)).random(); // 0.08607763073528474
   *
   * NumPy: `numpy.random.Philox`.
   */
  constructor(seed?: Seed | SeedSequence | null, { counter = 0n, key }: PhiloxOptions = {}) {
    if (key !== undefined && seed !== undefined && seed !== null)
      throw wrong('key', 'key and seed are both given; needs one of them', key);
    super(seed instanceof SeedSequence ? seed : new SeedSequence(seed), counterWords + 4);
    if (key === undefined) this.register.set(this.seedSequence.generateState(4), counterWords);
    else split(checkRange('key', key, 128n), this.register, counterWords, 4);
    split(checkRange('counter', counter, counterBits), this.register, 0, counterWords);
  }

  /** The state as NumPy shows it; assign it to go on from there. */
  override get state(): PhiloxState {
    this.settle();
    const unused = (this.end - this.position) / 2;
    const buffer = [0, 1, 2, 3].map((word) =>
      unused === 0 ? 0n : joined(this.words, this.end - 8 + 2 * word, 2),
    );
    return {
      counter: joined(this.register, 0, counterWords),
      key: joined(this.register, counterWords, 4),
      buffer,
      bufferPosition: 4 - unused,
      ...this.halfState,
    };
  }

  override set state(to: PhiloxState) {
    split(to.counter, this.register, 0, counterWords);
    split(to.key, this.register, counterWords, 4);
    // The buffer is what the counter makes.
    this.adopt(4 - to.bufferPosition, to.hasUint32 ? to.uinteger : -1);
  }

  /**
   * Moves the counter by `delta` steps of four words; negative moves back. Words of the last step that are unused, and a
   * left-over 32-bit half, are dropped. NumPy: `Philox.advance`.
   */
  advance(delta: number | bigint): this {
    this.settle();
    const counter = joined(this.register, 0, counterWords) + BigInt(delta);
    split(counter & ((1n << counterBits) - 1n), this.register, 0, counterWords);
    this.restart();
    return this;
  }

  /** A generator `jumps` times 2¹²⁸ steps ahead in the same stream. NumPy: `Philox.jumped`. */
  jumped(jumps = 1): Philox {
    const there = this.sibling(this.seedSequence);
    there.state = this.state;
    return there.advance(BigInt(jumps) << 128n);
  }

  protected override sibling(seedSequence: SeedSequence): Philox {
    return new Philox(seedSequence);
  }

  protected override stepBack(): void {
    const counter = joined(this.register, 0, counterWords) - 1n;
    split(counter & ((1n << counterBits) - 1n), this.register, 0, counterWords);
  }

  protected override refill(count: number): void {
    for (let at = 0; at < 2 * count; at += 8) {
      const counter = this.register;
      let word = 0;
      do counter[word] += 1;
      while (counter[word] === 0 && ++word < counterWords);
      encrypt(this.register, this.words, at);
    }
  }
}

/** The four words of the counter and key in `register`, to `out` from `at` on. */
function encrypt(register: Uint32Array, out: Uint32Array, at: number): void {
  let [x0, x1, y0, y1, z0, z1, w0, w1, k0, k1, l0, l1] = register;
  for (let round = 0; round < rounds; round++) {
    // The 128-bit products of x with the first multiplier and of z with the second: lower halves become w and y.
    const xLow = Math.imul(x0, a0) >>> 0;
    const xMiddle = (Math.imul(x0, a1) >>> 0) + (Math.imul(x1, a0) >>> 0) + mulHigh(x0, a0);
    const xCarry = mulHigh(x0, a1) + mulHigh(x1, a0) + Math.floor(xMiddle / 4294967296);
    const xSum = (Math.imul(x1, a1) >>> 0) + xCarry;
    const xTop = mulHigh(x1, a1) + Math.floor(xSum / 4294967296);
    const zLow = Math.imul(z0, b0) >>> 0;
    const zMiddle = (Math.imul(z0, b1) >>> 0) + (Math.imul(z1, b0) >>> 0) + mulHigh(z0, b0);
    const zCarry = mulHigh(z0, b1) + mulHigh(z1, b0) + Math.floor(zMiddle / 4294967296);
    const zSum = (Math.imul(z1, b1) >>> 0) + zCarry;
    const zTop = mulHigh(z1, b1) + Math.floor(zSum / 4294967296);
    x0 = (zSum ^ y0 ^ k0) >>> 0;
    x1 = (zTop ^ y1 ^ k1) >>> 0;
    y0 = zLow;
    y1 = zMiddle >>> 0;
    z0 = (xSum ^ w0 ^ l0) >>> 0;
    z1 = (xTop ^ w1 ^ l1) >>> 0;
    w0 = xLow;
    w1 = xMiddle >>> 0;
    const kSum = k0 + growthA[0];
    k0 = kSum >>> 0;
    k1 = (k1 + growthA[1] + (kSum > 0xffffffff ? 1 : 0)) >>> 0;
    const lSum = l0 + growthB[0];
    l0 = lSum >>> 0;
    l1 = (l1 + growthB[1] + (lSum > 0xffffffff ? 1 : 0)) >>> 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
  out[at + 2] = y0;
  out[at + 3] = y1;
  out[at + 4] = z0;
  out[at + 5] = z1;
  out[at + 6] = w0;
  out[at + 7] = w1;
}

function checkRange(argument: string, value: number | bigint, bits: bigint): bigint {
  const whole = typeof value === 'bigint' || Number.isSafeInteger(value);
  if (whole && value >= 0 && BigInt(value) >> bits === 0n) return BigInt(value);
  throw wrong(argument, `${argument} is ${value}; needs an integer, 0 or more and below 2^${bits}`, value);
}

function wrong(argument: string, message: string, got: unknown): ArgumentError {
  return new ArgumentError(message, { operation: 'Philox', argument, got });
}
