/** Standard exponential numbers by the ziggurat method, with NumPy's 256 layers and use of bits; see normal.ts. */
import type { BitGenerator } from '../bits/bit-generator.js';
import { log1p, log1p32 } from '../exact/log1p.js';
import { exponentialTables, exponentialTables32, type Ziggurat } from './ziggurat.js';

/** Where the tail begins. */
const r = 7.69711747013105;
const fround = Math.fround;
const r32 = fround(r);
let tables64: Ziggurat | undefined;
let tables32: Ziggurat | undefined;

/** One float64 number. NumPy: random_standard_exponential. */
export function nextExponential(bits: BitGenerator): number {
  tables64 ??= exponentialTables();
  const { k, w, f } = tables64;
  for (;;) {
    const word = bits.next();
    const low = bits.words[word];
    const layer = (low >>> 3) & 0xff;
    const place = bits.words[word + 1] * 2097152 + (low >>> 11);
    const x = place * w[layer];
    if (place < k[layer]) return x;
    if (layer === 0) return r - log1p(-bits.nextDouble());
    if ((f[layer - 1] - f[layer]) * bits.nextDouble() + f[layer] < Math.exp(-x)) return x;
  }
}

/** One float32 number. NumPy: random_standard_exponential_f. */
export function nextExponential32(bits: BitGenerator): number {
  tables32 ??= exponentialTables32();
  const { k, w, f } = tables32;
  for (;;) {
    const word = bits.nextUint32();
    const layer = (word >>> 1) & 0xff;
    const place = word >>> 9;
    const x = fround(place * w[layer]);
    if (place < k[layer]) return x;
    if (layer === 0) return fround(r32 - log1p32(-bits.nextFloat()));
    const height = fround(fround(fround(f[layer - 1] - f[layer]) * bits.nextFloat()) + f[layer]);
    if (height < fround(Math.exp(-x))) return x;
  }
}

/** Fills `out` with float64 numbers. NumPy: random_standard_exponential_fill. */
export function fillExponential(bits: BitGenerator, out: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = nextExponential(bits);
}

/** Fills `out` with float32 numbers. NumPy: random_standard_exponential_fill_f. */
export function fillExponential32(bits: BitGenerator, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) out[at] = nextExponential32(bits);
}

/** Fills `out` by the inverse of the distribution function. NumPy: random_standard_exponential_inv_fill. */
export function fillExponentialInverse(bits: BitGenerator, out: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = -log1p(-bits.nextDouble());
}

/** The same from float32 numbers, rounded to float32. NumPy: random_standard_exponential_inv_fill_f. */
export function fillExponentialInverse32(bits: BitGenerator, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) out[at] = -log1p(-bits.nextFloat());
}
