/** Loops over integers: up to 32 bits as numbers (see types.ts), 64 bits as bigints. */
import { ArgumentError } from '../../../core/errors.js';
import {
  type Bigints,
  type Binary,
  eachBigint,
  eachBigintPair,
  eachNumber,
  eachPair,
  type Floats,
  type Unary,
} from './types.js';

/** The low 32 bits of the product, which the full one would exceed a double's 53 bits for. */
export const multiplyInt: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = Math.imul(a[j], b[k]);
};

export const squareInt: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.imul(a[j], a[j]);
};

/** Division by zero gives 0, as NumPy's integers do. */
export const floorDivideInt: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = b[k] === 0 ? 0 : Math.floor(a[j] / b[k]);
};

export const remainderInt = eachPair((x, y) => {
  if (y === 0) return 0;
  const r = x % y;
  return r !== 0 && r < 0 !== y < 0 ? r + y : r;
});

function refuseNegativePower(): never {
  throw new ArgumentError('an integer is raised to a negative power; needs floats for that', {
    operation: 'power',
    argument: 'b',
    needs: 'powers of 0 and above, or float arrays',
  });
}

/** Repeated squaring modulo 2^32. */
export const powerInt = eachPair((x, y) => {
  if (y < 0) refuseNegativePower();
  let result = 1;
  for (let base = x, left = y; left > 0; left = Math.floor(left / 2), base = Math.imul(base, base)) {
    if (left % 2 === 1) result = Math.imul(result, base);
  }
  return result;
});

export const bitwiseAnd: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] & b[k];
};

export const bitwiseOr: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] | b[k];
};

export const bitwiseXor: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] ^ b[k];
};

export const bitwiseInvert: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = ~a[j];
};

/** 0 and 1 change places: what inverting a bool means. */
export const invertBool: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = 1 - a[j];
};

/** A shift by the width or more, or by less than nothing, pushes every bit out. */
export const leftShift = eachPair((x, y) => (y >= 0 && y < 32 ? x << y : 0));
/** By division, so that one loop serves signed and unsigned numbers. */
export const rightShift = eachPair((x, y) => (y >= 0 && y < 32 ? Math.floor(x / 2 ** y) : x < 0 ? -1 : 0));

/** 1 / 0 gives 0, as division does (in NumPy it is what the hardware makes of it). */
export const reciprocalInt = eachNumber((x) => (x === 0 ? 0 : Math.trunc(1 / x)));

export const addBigint: Binary<Bigints> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = BigInt.asIntN(64, a[j] + b[k]);
};

export const subtractBigint: Binary<Bigints> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = BigInt.asIntN(64, a[j] - b[k]);
};

export const multiplyBigint: Binary<Bigints> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = BigInt.asIntN(64, a[j] * b[k]);
};

export const minimumBigint: Binary<Bigints> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    // biome-ignore lint/complexity/useMathMinMax: Math.min takes no bigints
    o[i] = b[k] < x ? b[k] : x;
  }
};

export const maximumBigint: Binary<Bigints> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const x = a[j];
    // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigints
    o[i] = b[k] > x ? b[k] : x;
  }
};

export const floorDivideBigint = eachBigintPair((x, y) => {
  if (y === 0n) return 0n;
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
});

export const remainderBigint = eachBigintPair((x, y) => {
  if (y === 0n) return 0n;
  const r = x % y;
  return r !== 0n && r < 0n !== y < 0n ? r + y : r;
});

export const powerBigint = eachBigintPair((x, y) => {
  if (y < 0n) refuseNegativePower();
  let result = 1n;
  for (let base = x, left = y; left > 0n; left >>= 1n, base = BigInt.asIntN(64, base * base)) {
    if (left & 1n) result = BigInt.asIntN(64, result * base);
  }
  return result;
});

export const bitwiseAndBigint = eachBigintPair((x, y) => x & y);
export const bitwiseOrBigint = eachBigintPair((x, y) => x | y);
export const bitwiseXorBigint = eachBigintPair((x, y) => x ^ y);
export const leftShiftBigint = eachBigintPair((x, y) => (y >= 0n && y < 64n ? x << y : 0n));
export const rightShiftBigint = eachBigintPair((x, y) => (y >= 0n && y < 64n ? x >> y : x < 0n ? -1n : 0n));

export const negativeBigint = eachBigint((x) => -x);
export const positiveBigint = eachBigint((x) => x);
export const absBigint = eachBigint((x) => (x < 0n ? -x : x));
export const signBigint = eachBigint((x) => (x > 0n ? 1n : x < 0n ? -1n : 0n));
export const squareBigint = eachBigint((x) => x * x);
export const bitwiseInvertBigint = eachBigint((x) => ~x);
export const reciprocalBigint = eachBigint((x) => (x === 1n || x === -1n ? x : 0n));
