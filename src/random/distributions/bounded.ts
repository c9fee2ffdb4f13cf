/**
 * Integers in [0, range], each equally likely, by multiplication and rejection (Lemire, "Fast Random Integer
 * Generation in an Interval", 2019), using up the bits exactly as NumPy does for each width of integer:
 * 8- and 16-bit numbers share a 32-bit word, bools take one bit each, and 64-bit numbers take 32 bits when the range
 * allows.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { mulHigh } from '../bits/wide.js';

const full32 = 0xffffffff;

/** A 32-bit number in [0, range], range < 2³² − 1. */
export function bounded32(bits: BitGenerator, range: number): number {
  const span = range + 1;
  let word = bits.nextUint32();
  let low = Math.imul(word, span) >>> 0;
  if (low < span) {
    const threshold = (full32 - range) % span;
    while (low < threshold) {
      word = bits.nextUint32();
      low = Math.imul(word, span) >>> 0;
    }
  }
  return mulHigh(word, span);
}

/** A number in [0, range], range ≤ 2⁵³ − 1. NumPy: random_bounded_uint64. */
export function boundedIndex(bits: BitGenerator, range: number): number {
  if (range === 0) return 0;
  if (range < full32) return bounded32(bits, range);
  if (range === full32) return bits.nextUint32();
  bounded64(bits, Math.floor(range / 4294967296), range >>> 0);
  return drawn.high * 4294967296 + drawn.low;
}

/**
 * A number in [0, range], range ≤ 2⁵³ − 1, by masking and rejection: what NumPy shuffles arrays with.
 * NumPy: random_interval.
 */
export function maskedIndex(bits: BitGenerator, range: number): number {
  if (range === 0) return 0;
  if (range <= full32) {
    const mask = full32 >>> Math.clz32(range);
    let value: number;
    do value = (bits.nextUint32() & mask) >>> 0;
    while (value > range);
    return value;
  }
  const mask = full32 >>> Math.clz32(Math.floor(range / 4294967296));
  for (;;) {
    const word = bits.next();
    const value = ((bits.words[word + 1] & mask) >>> 0) * 4294967296 + bits.words[word];
    if (value <= range) return value;
  }
}

/** What bounded64 drew. */
export const drawn = { low: 0, high: 0 };

/** Draws a 64-bit number in [0, range], 2³² ≤ range < 2⁶⁴ − 1, into `drawn`. */
export function bounded64(bits: BitGenerator, rangeHigh: number, rangeLow: number): void {
  const spanLow = (rangeLow + 1) >>> 0;
  const spanHigh = spanLow === 0 ? rangeHigh + 1 : rangeHigh;
  let threshold: bigint | null = null;
  for (;;) {
    const word = bits.next();
    const low = bits.words[word];
    const high = bits.words[word + 1];
    // The 128-bit product, word by word; `fraction` is its lower half, what is above the number drawn.
    const fraction0 = Math.imul(low, spanLow) >>> 0;
    const sum1 = (Math.imul(low, spanHigh) >>> 0) + (Math.imul(high, spanLow) >>> 0) + mulHigh(low, spanLow);
    const fraction1 = sum1 >>> 0;
    const carry2 = Math.floor(sum1 / 4294967296) + mulHigh(low, spanHigh) + mulHigh(high, spanLow);
    const sum2 = (Math.imul(high, spanHigh) >>> 0) + carry2;
    drawn.low = sum2 >>> 0;
    drawn.high = (mulHigh(high, spanHigh) + Math.floor(sum2 / 4294967296)) >>> 0;
    if (fraction1 > spanHigh || (fraction1 === spanHigh && fraction0 >= spanLow)) return;
    const span = (BigInt(spanHigh) << 32n) | BigInt(spanLow);
    threshold ??= ((1n << 64n) - span) % span;
    if (((BigInt(fraction1) << 32n) | BigInt(fraction0)) >= threshold) return;
  }
}

/** Fills `out` with offset + [0, range] in 32 bits. NumPy: random_bounded_uint32_fill. */
export function fillBounded32(
  bits: BitGenerator,
  out: Int32Array | Uint32Array,
  offset: number,
  range: number,
): void {
  if (range === 0) out.fill(offset);
  else if (range === full32) for (let at = 0; at < out.length; at++) out[at] = offset + bits.nextUint32();
  else for (let at = 0; at < out.length; at++) out[at] = offset + bounded32(bits, range);
}

type Small = Int8Array | Uint8Array | Int16Array | Uint16Array;

/** Fills `out` with offset + [0, range] in 8 or 16 bits. NumPy: random_bounded_uint8_fill, …16_fill. */
export function fillBoundedSmall(bits: BitGenerator, out: Small, offset: number, range: number): void {
  if (range === 0) {
    out.fill(offset);
    return;
  }
  const width = out.BYTES_PER_ELEMENT * 8;
  const full = 2 ** width - 1;
  const span = range + 1;
  const threshold = (full - range) % span;
  let left = 0;
  let word = 0;
  for (let at = 0; at < out.length; at++) {
    let product: number;
    do {
      if (left === 0) {
        word = bits.nextUint32();
        left = 32 / width;
      }
      product = (word & full) * span;
      word >>>= width;
      left--;
      // With the full range span is full + 1 and the threshold 0: every value is taken as it is.
    } while ((product & full) < threshold);
    out[at] = offset + Math.floor(product / (full + 1));
  }
}

/** Fills `out` with zeros and ones, one bit each. NumPy: random_bounded_bool_fill. */
export function fillBool(bits: BitGenerator, out: Uint8Array): void {
  let left = 0;
  let word = 0;
  for (let at = 0; at < out.length; at++) {
    if (left === 0) {
      word = bits.nextUint32();
      left = 32;
    }
    out[at] = word & 1;
    word >>>= 1;
    left--;
  }
}

/** Fills `out` with offset + [0, range] modulo 2⁶⁴. NumPy: random_bounded_uint64_fill. */
export function fillBounded64(
  bits: BitGenerator,
  out: BigInt64Array | BigUint64Array,
  offset: bigint,
  range: bigint,
): void {
  const halves = new Uint32Array(out.buffer, out.byteOffset, out.length * 2);
  const offsetLow = Number(BigInt.asUintN(32, offset));
  const offsetHigh = Number(BigInt.asUintN(32, offset >> 32n));
  const rangeLow = Number(range & 0xffffffffn);
  const rangeHigh = Number(range >> 32n);
  const all = rangeHigh === full32 && rangeLow === full32;
  for (let at = 0; at < halves.length; at += 2) {
    let low = 0;
    let high = 0;
    if (rangeHigh === 0)
      low = rangeLow === full32 ? bits.nextUint32() : rangeLow === 0 ? 0 : bounded32(bits, rangeLow);
    else if (all) {
      const word = bits.next();
      low = bits.words[word];
      high = bits.words[word + 1];
    } else {
      bounded64(bits, rangeHigh, rangeLow);
      low = drawn.low;
      high = drawn.high;
    }
    low += offsetLow;
    halves[at + lowHalf] = low;
    halves[at + 1 - lowHalf] = high + offsetHigh + (low > full32 ? 1 : 0);
  }
}

/** Which half of a 64-bit element comes first in memory: 0 where the lower one does. */
const lowHalf = 1 - new Uint8Array(new Uint16Array([1]).buffer)[0];
