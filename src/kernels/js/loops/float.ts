/** Loops over floating-point numbers; those without a callback also serve integers of up to 32 bits. */
import { type Binary, eachNumber, eachPair, type Floats, type Unary } from './types.js';

type FloatUnary = Unary<Floats>;
type FloatBinary = Binary<Floats>;

export const add: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] + b[k];
};

export const subtract: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] - b[k];
};

export const multiply: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] * b[k];
};

export const divide: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] / b[k];
};

/** NaN wins, wherever it stands. */
export const minimum: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    const y = b[k];
    o[i] = x <= y || Number.isNaN(x) ? x : y;
  }
};

export const maximum: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    const y = b[k];
    o[i] = x >= y || Number.isNaN(x) ? x : y;
  }
};

/** NaN loses, unless both are. */
export const fmin: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    const y = b[k];
    o[i] = x <= y || Number.isNaN(y) ? x : y;
  }
};

export const fmax: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    const y = b[k];
    o[i] = x >= y || Number.isNaN(y) ? x : y;
  }
};

/** Python's remainder: the sign of the divisor, and an exact 0 keeps that sign too. */
function pythonRemainder(x: number, y: number): number {
  const r = x % y;
  if (r !== 0) return r < 0 !== y < 0 ? r + y : r;
  return y < 0 ? -0 : 0;
}

/** Python's floor division: the quotient that goes with that remainder, snapped to the nearest integer. */
function pythonFloorDivide(x: number, y: number): number {
  if (y === 0) return x / y;
  const r = x % y;
  let quotient = (x - r) / y;
  if (r !== 0 && r < 0 !== y < 0) quotient -= 1;
  if (quotient === 0) return x / y < 0 || Object.is(x / y, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** C's pow: unlike JavaScript's, 1 to any power and (-1) to an infinite one are 1. */
function power(x: number, y: number): number {
  if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
  return x ** y;
}

const signBits = new Float64Array(1);
const signWords = new Int32Array(signBits.buffer);

/** Whether the sign bit is set, for zeros and NaN too. */
export function hasSignBit(x: number): boolean {
  if (x < 0) return true;
  if (x > 0) return false;
  if (x === 0) return 1 / x < 0;
  signBits[0] = x;
  return signWords[1] < 0;
}

function copysign(x: number, y: number): number {
  const magnitude = Math.abs(x);
  return hasSignBit(y) ? -magnitude : magnitude;
}

function hypot(x: number, y: number): number {
  if (x === Infinity || x === -Infinity || y === Infinity || y === -Infinity) return Infinity;
  return Math.hypot(x, y);
}

/** To the nearest integer, halves to the even one, as C's rint. */
export function roundHalfEven(x: number): number {
  const magnitude = Math.abs(x);
  // From 2^52 on every number is an integer; NaN and infinities pass through here too.
  if (!(magnitude < 4503599627370496)) return x;
  const rounded = magnitude + 4503599627370496 - 4503599627370496;
  return hasSignBit(x) ? -rounded : rounded;
}

/** The larger plus what is left of the logarithm; equal infinities have no distance. */
function logaddexp(x: number, y: number): number {
  if (x === y) return x + Math.LN2;
  const larger = Math.max(x, y);
  const distance = Math.abs(x - y);
  return Number.isNaN(distance) ? x + y : larger + Math.log1p(Math.exp(-distance));
}

function logaddexp2(x: number, y: number): number {
  if (x === y) return x + 1;
  const larger = Math.max(x, y);
  const distance = Math.abs(x - y);
  return Number.isNaN(distance) ? x + y : larger + Math.log1p(2 ** -distance) * Math.LOG2E;
}

const nextBits = new BigInt64Array(1);
const nextValue = new Float64Array(nextBits.buffer);
const nextBits32 = new Int32Array(1);
const nextValue32 = new Float32Array(nextBits32.buffer);

/** The number next to x on the way to y; magnitudes are ordered as their bits are. */
export const nextafter: FloatBinary = (n, o, i, di, a, j, dj, b, k, dk) => {
  const single = o instanceof Float32Array;
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    const y = b[k];
    if (!(x < y || x > y)) o[i] = x === y ? y : NaN;
    else if (x === 0) o[i] = (y > 0 ? 1 : -1) * (single ? 2 ** -149 : 2 ** -1074);
    else if (single) {
      nextValue32[0] = x;
      nextBits32[0] += y > x === x > 0 ? 1 : -1;
      o[i] = nextValue32[0];
    } else {
      nextValue[0] = x;
      nextBits[0] += y > x === x > 0 ? 1n : -1n;
      o[i] = nextValue[0];
    }
  }
};

export const floorDivide = eachPair(pythonFloorDivide);
export const remainder = eachPair(pythonRemainder);
export const powerLoop = eachPair(power);
export const atan2 = eachPair(Math.atan2);
export const hypotLoop = eachPair(hypot);
export const copysignLoop = eachPair(copysign);
export const logaddexpLoop = eachPair(logaddexp);
export const logaddexp2Loop = eachPair(logaddexp2);

export const negative: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = -a[j];
};

export const positive: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = a[j];
};

export const abs: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.abs(a[j]);
};

export const square: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) {
    const x = a[j];
    o[i] = x * x;
  }
};

export const sqrt: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.sqrt(a[j]);
};

export const exp: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.exp(a[j]);
};

export const log: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.log(a[j]);
};

export const reciprocal: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = 1 / a[j];
};

export const floor: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.floor(a[j]);
};

export const ceil: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.ceil(a[j]);
};

export const trunc: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.trunc(a[j]);
};

/** -1, 0, 1, or NaN; a negative zero gives 0 as in NumPy. */
export const sign: FloatUnary = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) {
    const x = a[j];
    o[i] = x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : x;
  }
};

export const round = eachNumber(roundHalfEven);
export const cbrt = eachNumber(Math.cbrt);
export const exp2 = eachNumber((x) => 2 ** x);
export const expm1 = eachNumber(Math.expm1);
export const log2 = eachNumber(Math.log2);
export const log10 = eachNumber(Math.log10);
export const log1p = eachNumber(Math.log1p);
export const sin = eachNumber(Math.sin);
export const cos = eachNumber(Math.cos);
export const tan = eachNumber(Math.tan);
export const asin = eachNumber(Math.asin);
export const acos = eachNumber(Math.acos);
export const atan = eachNumber(Math.atan);
export const sinh = eachNumber(Math.sinh);
export const cosh = eachNumber(Math.cosh);
export const tanh = eachNumber(Math.tanh);
export const asinh = eachNumber(Math.asinh);
export const acosh = eachNumber(Math.acosh);
export const atanh = eachNumber(Math.atanh);

/** The factor is of the operands' precision, as in NumPy. */
function times(factor: number): FloatUnary {
  const factor32 = Math.fround(factor);
  return (n, o, i, di, a, j, dj) => {
    const by = o instanceof Float32Array ? factor32 : factor;
    for (; n > 0; n--, i += di, j += dj) o[i] = a[j] * by;
  };
}
export const deg2rad = times(Math.PI / 180);
export const rad2deg = times(180 / Math.PI);
