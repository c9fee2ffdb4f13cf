/** Uniform floats in [0, 1): the words a bit generator makes, scaled. */
import type { BitGenerator } from './bit-generator.js';

/** NumPy: random_standard_uniform_fill. */
export function fillUniform(bits: BitGenerator, out: Float64Array): void {
  const { words } = bits;
  for (let at = 0; at < out.length; at++) {
    const word = bits.next();
    out[at] = (words[word + 1] * 2097152 + (words[word] >>> 11)) * 1.1102230246251565e-16;
  }
}

/** NumPy: random_standard_uniform_fill_f. */
export function fillUniform32(bits: BitGenerator, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) out[at] = bits.nextFloat();
}
