/** Arithmetic on numbers wider than 32 bits, kept in 32-bit words, least significant first. */

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

/** `count` words, from `first` on, as one number. */
export function joined(words: ArrayLike<number>, first = 0, count = words.length): bigint {
  let value = 0n;
  for (let at = first + count - 1; at >= first; at--) value = (value << 32n) | BigInt(words[at]);
  return value;
}

/** Writes the lowest `count` words of `value`. */
export function split(value: bigint, words: Uint32Array, first = 0, count = words.length): void {
  for (let at = 0; at < count; at++) words[first + at] = Number((value >> BigInt(32 * at)) & 0xffffffffn);
}

const mask128 = (1n << 128n) - 1n;

/** One linear congruential generator's step, made `steps` times (F. Brown, "Random Number Generation with Arbitrary Strides"). */
export function advanced(state: bigint, multiplier: bigint, increment: bigint, steps: bigint): bigint {
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
