/** Standard exponential numbers by the ziggurat method, with NumPy's 256 layers and use of bits; see normal.ts. */
import type { BitGenerator } from './bit-generator.js';
import { log1p, log1p32 } from './log1p.js';
import { exponentialTables, exponentialTables32 } from './ziggurat.js';

/** Where the tail begins. */
const r = 7.69711747013105;
const fround = Math.fround;
const r32 = fround(r);

/** Fills `out` with float64 numbers. NumPy: random_standard_exponential_fill. */
export function fillExponential(bits: BitGenerator, out: Float64Array): void {
  const { words } = bits;
  const { k, w, f } = exponentialTables();
  for (let at = 0; at < out.length; at++) {
    for (;;) {
      const word = bits.next();
      const low = words[word];
      const layer = (low >>> 3) & 0xff;
      const place = words[word + 1] * 2097152 + (low >>> 11);
      out[at] = place * w[layer];
      if (place < k[layer]) break;
      if (layer === 0) {
        out[at] = r - log1p(-bits.nextDouble());
        break;
      }
      if ((f[layer - 1] - f[layer]) * bits.nextDouble() + f[layer] < Math.exp(-out[at])) break;
    }
  }
}

/** Fills `out` with float32 numbers. NumPy: random_standard_exponential_fill_f. */
export function fillExponential32(bits: BitGenerator, out: Float32Array): void {
  const { k, w, f } = exponentialTables32();
  for (let at = 0; at < out.length; at++) {
    for (;;) {
      const word = bits.nextUint32();
      const layer = (word >>> 1) & 0xff;
      const place = word >>> 9;
      out[at] = place * w[layer];
      if (place < k[layer]) break;
      if (layer === 0) {
        out[at] = r32 - log1p32(-bits.nextFloat());
        break;
      }
      const height = fround(fround(fround(f[layer - 1] - f[layer]) * bits.nextFloat()) + f[layer]);
      if (height < fround(Math.exp(-out[at]))) break;
    }
  }
}
