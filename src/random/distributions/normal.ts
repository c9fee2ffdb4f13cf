/**
 * Standard normal numbers by the ziggurat method (Marsaglia and Tsang, "The Ziggurat Method for Generating Random
 * Variables", 2000), with NumPy's 256 layers and its use of the random bits, so that the numbers are the same.
 *
 * One 64-bit word gives the layer (8 bits), the sign (1) and the place in the layer (52). 99 % of the draws fall
 * inside a layer and end there; the rest are accepted by the density, or come from the tail beyond r.
 */
import type { BitGenerator } from '../bits/bit-generator.js';
import { log1p, log1p32 } from '../exact/log1p.js';
import { normalTables, normalTables32, type Ziggurat } from './ziggurat.js';

/** Where the tail begins, and its reciprocal. */
const r = 3.654152885361009;
const inverseR = 0.2736612373297583;
const fround = Math.fround;
let tables64: Ziggurat | undefined;
let tables32: Ziggurat | undefined;
const r32 = fround(r);
const inverseR32 = fround(inverseR);

/** One float64 number. NumPy: random_standard_normal. */
export function nextNormal(bits: BitGenerator): number {
  tables64 ??= normalTables();
  const { k, w } = tables64;
  const word = bits.next();
  const low = bits.words[word];
  const layer = low & 0xff;
  const place = (bits.words[word + 1] & 0x1fffffff) * 8388608 + (low >>> 9);
  const x = (low & 0x100) === 0 ? place * w[layer] : -(place * w[layer]);
  return place < k[layer] ? x : unlikelyNormal(bits, tables64, layer, x, (low >>> 17) & 1);
}

/** Fills `out` with float64 numbers. NumPy: random_standard_normal_fill. */
export function fillNormal(bits: BitGenerator, out: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = nextNormal(bits);
}

/** Settles a point outside the certain part of its layer; draws anew until one is accepted. */
function unlikelyNormal(
  bits: BitGenerator,
  tables: Ziggurat,
  layer: number,
  x: number,
  tailSign: number,
): number {
  const { k, w, f } = tables;
  for (;;) {
    if (layer === 0) return normalTail(bits, tailSign);
    if ((f[layer - 1] - f[layer]) * bits.nextDouble() + f[layer] < Math.exp(-0.5 * x * x)) return x;
    const word = bits.next();
    const low = bits.words[word];
    const place = (bits.words[word + 1] & 0x1fffffff) * 8388608 + (low >>> 9);
    layer = low & 0xff;
    x = (low & 0x100) === 0 ? place * w[layer] : -(place * w[layer]);
    if (place < k[layer]) return x;
    tailSign = (low >>> 17) & 1;
  }
}

function normalTail(bits: BitGenerator, sign: number): number {
  for (;;) {
    const beyond = -inverseR * log1p(-bits.nextDouble());
    const height = -log1p(-bits.nextDouble());
    if (height + height > beyond * beyond) return sign === 1 ? -(r + beyond) : r + beyond;
  }
}

/** One float32 number, from 32 bits. NumPy: random_standard_normal_f. */
export function nextNormal32(bits: BitGenerator): number {
  tables32 ??= normalTables32();
  const { k, w } = tables32;
  const word = bits.nextUint32();
  const layer = word & 0xff;
  const place = word >>> 9;
  const x = fround((word & 0x100) === 0 ? place * w[layer] : -(place * w[layer]));
  return place < k[layer] ? x : unlikelyNormal32(bits, tables32, layer, x, (word >>> 17) & 1);
}

/** Fills `out` with float32 numbers. NumPy: random_standard_normal_fill_f. */
export function fillNormal32(bits: BitGenerator, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) out[at] = nextNormal32(bits);
}

function unlikelyNormal32(
  bits: BitGenerator,
  tables: Ziggurat,
  layer: number,
  x: number,
  tailSign: number,
): number {
  const { k, w, f } = tables;
  for (;;) {
    if (layer === 0) return normalTail32(bits, tailSign);
    const height = fround(fround(fround(f[layer - 1] - f[layer]) * bits.nextFloat()) + f[layer]);
    if (height < Math.exp(-0.5 * x * x)) return x;
    const word = bits.nextUint32();
    const place = word >>> 9;
    layer = word & 0xff;
    x = fround((word & 0x100) === 0 ? place * w[layer] : -(place * w[layer]));
    if (place < k[layer]) return x;
    tailSign = (word >>> 17) & 1;
  }
}

function normalTail32(bits: BitGenerator, sign: number): number {
  for (;;) {
    const beyond = fround(-inverseR32 * log1p32(-bits.nextFloat()));
    const height = -log1p32(-bits.nextFloat());
    if (fround(height + height) > fround(beyond * beyond)) {
      return sign === 1 ? fround(-(r32 + beyond)) : fround(r32 + beyond);
    }
  }
}
