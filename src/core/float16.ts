/**
 * IEEE 754 half precision as raw 16-bit patterns. Reading goes through a table of all 65536 values, made on first
 * use; writing rounds a float64 once, to nearest, ties to even, so no double rounding through float32 can happen.
 */

let table: Float32Array | null = null;
const scratch = new Float64Array(1);
/** Little-endian words of `scratch`: [low, high]. Every platform that runs JavaScript today is little-endian. */
const words = new Uint32Array(scratch.buffer);

/** The value of every half, by its bits. float32 holds each exactly. */
export function float16Table(): Float32Array {
  if (table !== null) return table;
  table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) table[bits] = decode(bits);
  return table;
}

function decode(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The value of the half with these bits. */
export function fromFloat16(bits: number): number {
  return (table ?? float16Table())[bits];
}

/** The bits of the half nearest to `value`; too large gives an infinity, NaN a quiet NaN. */
export function toFloat16(value: number): number {
  scratch[0] = value;
  const high = words[1];
  const sign = (high >>> 16) & 0x8000;
  const exponent = (high >>> 20) & 0x7ff;
  if (exponent === 0x7ff) return (high & 0xfffff) !== 0 || words[0] !== 0 ? sign | 0x7e00 : sign | 0x7c00;
  if (exponent < 1009) {
    // Below 2^-14: a multiple of 2^-24. Adding 2^52 lets the adder round to an integer, ties to even.
    const steps = Math.abs(value) * 16777216 + 4503599627370496 - 4503599627370496;
    return sign | steps;
  }
  if (exponent > 1038) return sign | 0x7c00;
  const half = ((exponent - 1008) << 10) | ((high >>> 10) & 0x3ff);
  const rest = high & 0x3ff;
  // A carry out of the fraction runs into the exponent, and from 65504 into infinity, as it should.
  const up = rest > 0x200 || (rest === 0x200 && (words[0] !== 0 || (half & 1) === 1)) ? 1 : 0;
  return sign | (half + up);
}
