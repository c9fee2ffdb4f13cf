/** Uniform floats in [0, 1): the words a bit generator makes, scaled. */
import type { BitGenerator } from '../bits/bit-generator.js';

/** NumPy: random_standard_uniform_fill. */
export function fillUniform(bits: BitGenerator, out: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = bits.nextDouble();
}

/** NumPy: random_standard_uniform_fill_f. */
export function fillUniform32(bits: BitGenerator, out: Float32Array): void {
  for (let at = 0; at < out.length; at++) out[at] = bits.nextFloat();
}
