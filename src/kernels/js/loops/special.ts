/** Loops of the rarer functions; those over floats work in float64 and round when they store. */
import { fromFloat16, toFloat16 } from '../../../core/float16.js';
import { hasSignBit } from './float.js';
import { eachBigint, eachBigintPair, eachNumber, eachPair, type Floats, type Unary } from './types.js';

/** C's fmod: the sign of the dividend. */
export const fmod = eachPair((x, y) => x % y);
/** Division by zero gives 0, as NumPy's integers do. */
export const fmodInt = eachPair((x, y) => (y === 0 ? 0 : x % y));
export const fmodBigint = eachBigintPair((x, y) => (y === 0n ? 0n : x % y));

function greatestDivisor(x: number, y: number): number {
  let [a, b] = [Math.abs(x), Math.abs(y)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

function greatestDivisorBigint(x: bigint, y: bigint): bigint {
  let [a, b] = [magnitude(x), magnitude(y)];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

export const gcd = eachPair(greatestDivisor);
export const gcdBigint = eachBigintPair(greatestDivisorBigint);
/** The low 32 bits of the product, as NumPy's integers wrap. */
export const lcm = eachPair((x, y) =>
  x === 0 || y === 0 ? 0 : Math.imul(Math.abs(x) / greatestDivisor(x, y), Math.abs(y)),
);
export const lcmBigint = eachBigintPair((x, y) =>
  x === 0n || y === 0n ? 0n : (magnitude(x) / greatestDivisorBigint(x, y)) * magnitude(y),
);

/** The set bits of an integer of up to 32 bits, by sums of ever wider fields. */
function onesOf(value: number): number {
  let bits = value >>> 0;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  bits = (bits + (bits >>> 4)) & 0x0f0f0f0f;
  return Math.imul(bits, 0x01010101) >>> 24;
}

export const bitwiseCount = eachNumber((x) => onesOf(Math.abs(x)));
export const bitwiseCountBigint = eachBigint((x) => {
  const size = magnitude(x);
  return BigInt(onesOf(Number(size & 0xffffffffn)) + onesOf(Number(size >> 32n)));
});

export const heaviside = eachPair((x, y) => (x < 0 ? 0 : x > 0 ? 1 : x === 0 ? y : x));

const words = new Uint32Array(2);
const double = new Float64Array(words.buffer);
/** Which of the two words holds the exponent. */
const top = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

let powers: Float64Array | undefined;
/** 2^k for -1074 <= k <= 1023, from a table: `2 ** k` takes ten times as long. */
function powerOfTwo(k: number): number {
  powers ??= Float64Array.from({ length: 2098 }, (_, i) => 2 ** (i - 1074));
  return powers[k + 1074];
}

/** In up to three steps, so that neither a factor nor a product before the last leaves the range. */
export const ldexp = eachPair((x, y) => {
  if (x === 0 || !Number.isFinite(x)) return x;
  let n = Math.max(-2200, Math.min(2200, y));
  let result = x;
  for (; n > 1000; n -= 1000) result *= 2 ** 1000;
  // Down by as much as keeps the digits, then the rest at once: what is subnormal rounds once.
  for (; n < -1000 && Math.abs(result) > 2 ** 54; n += 1000) result *= 2 ** -1000;
  return n < -1000 ? result * powerOfTwo(Math.max(-1074, n + 1000)) * 2 ** -1000 : result * powerOfTwo(n);
});

/** The e of x = m 2^e with 1/2 <= |m| < 1; 0 for 0, infinities and NaN. */
function exponentOf(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0;
  double[0] = x;
  const biased = (words[top] >>> 20) & 2047;
  return biased === 0 ? exponentOf(x * 2 ** 54) - 54 : biased - 1022;
}

export const frexpExponent = eachNumber(exponentOf);
export const frexpMantissa = eachNumber((x) => {
  const exponent = exponentOf(x);
  // 2^1074 and more is no number: in two steps.
  return exponent < -1000 ? x * 2 ** 1000 * powerOfTwo(-exponent - 1000) : x * powerOfTwo(-exponent);
});

export const modfWhole = eachNumber(Math.trunc);
export const modfFraction = eachNumber((x) => {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : x < 0 ? -0 : 0;
  const fraction = x - Math.trunc(x);
  return fraction === 0 && hasSignBit(x) ? -0 : fraction;
});

/** One step in bits that count magnitudes, away from 0 or towards it. */
const halfStep = (x: number, away: boolean): number => fromFloat16(toFloat16(x) + (away ? 1 : -1));
export const nextafterHalf = eachPair((x, y) => {
  if (!(x < y || x > y)) return x === y ? y : NaN;
  return x === 0 ? Math.sign(y) * 2 ** -24 : halfStep(x, y > x === x > 0);
});
/** As NumPy has it for float16: towards larger numbers, not away from 0, so never negative. */
export const spacingHalf = eachNumber((x) => {
  if (!Number.isFinite(x)) return NaN;
  const unit = 2 ** (Math.max(-13, x === 0 ? -13 : exponentOf(x)) - 11);
  return x < 0 && (toFloat16(x) & 0x3ff) === 0 && unit > 2 ** -24 ? unit / 2 : unit;
});

/** To the next number away from 0, with the sign of x. */
export const spacing: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  const [digits, lowest] = o instanceof Float32Array ? [24, -125] : [53, -1021];
  for (; n > 0; n--, i += di, j += dj) {
    const x = a[j];
    double[0] = x;
    const high = words[top];
    const biased = (high >>> 20) & 2047;
    const unit = biased === 2047 ? NaN : powerOfTwo(Math.max(lowest, biased - 1022) - digits);
    o[i] = high >>> 31 === 1 && x !== 0 ? -unit : unit;
  }
};

export const sinc = eachNumber((x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)));

/** The series of I0(x) = sum (x/2)^2k / k!^2 up to 30, and its asymptotic one beyond (Abramowitz & Stegun 9.7.1). */
export const i0 = eachNumber((value) => {
  const x = Math.abs(value);
  if (!(x > 30)) {
    const quarter = (x * x) / 4;
    let [term, sum] = [1, 1];
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= quarter / (k * k);
      sum += term;
    }
    return Number.isNaN(x) ? x : sum;
  }
  if (x === Infinity) return x;
  let [term, sum] = [1, 1];
  for (let k = 1; Math.abs(term) > 1e-17 && k < 2 * x; k++) {
    term *= (2 * k - 1) ** 2 / (8 * k * x);
    sum += term;
  }
  // exp(x) alone may overflow where the quotient does not.
  const half = Math.exp(x / 2);
  return half * (sum / Math.sqrt(2 * Math.PI * x)) * half;
});
