/** Loops that answer yes or no, 1 or 0, for every kind of number. Ordering of complex numbers is lexicographic. */
import { hasSignBit } from './float.js';
import type { Bigints, Binary, Floats, Unary } from './types.js';

type FloatTest = Binary<Uint8Array, Floats>;
type BigintTest = Binary<Uint8Array, Bigints>;

export const equal: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] === b[k] ? 1 : 0;
};

export const notEqual: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] !== b[k] ? 1 : 0;
};

export const less: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] < b[k] ? 1 : 0;
};

export const lessEqual: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] <= b[k] ? 1 : 0;
};

export const greater: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] > b[k] ? 1 : 0;
};

export const greaterEqual: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] >= b[k] ? 1 : 0;
};

/** NaN counts as true: it is not zero. */
export const logicalAnd: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] !== 0 && b[k] !== 0 ? 1 : 0;
};

export const logicalOr: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = a[j] !== 0 || b[k] !== 0 ? 1 : 0;
};

export const logicalXor: FloatTest = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = (a[j] !== 0) !== (b[k] !== 0) ? 1 : 0;
};

export const logicalNot: Unary<Uint8Array, Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = a[j] === 0 ? 1 : 0;
};

export const isnan: Unary<Uint8Array, Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Number.isNaN(a[j]) ? 1 : 0;
};

export const isinf: Unary<Uint8Array, Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = a[j] === Infinity || a[j] === -Infinity ? 1 : 0;
};

export const isfinite: Unary<Uint8Array, Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Number.isFinite(a[j]) ? 1 : 0;
};

export const signbit: Unary<Uint8Array, Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = hasSignBit(a[j]) ? 1 : 0;
};

/** A loop for integers, which are never NaN nor infinite. */
export function always(answer: 0 | 1): Unary<Uint8Array, unknown> {
  return (n, o, i, di) => {
    for (; n > 0; n--, i += di) o[i] = answer;
  };
}

function bigintTest(test: (x: bigint, y: bigint) => boolean): BigintTest {
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = test(a[j], b[k]) ? 1 : 0;
  };
}

export const equalBigint = bigintTest((x, y) => x === y);
export const notEqualBigint = bigintTest((x, y) => x !== y);
export const lessBigint = bigintTest((x, y) => x < y);
export const lessEqualBigint = bigintTest((x, y) => x <= y);
export const greaterBigint = bigintTest((x, y) => x > y);
export const greaterEqualBigint = bigintTest((x, y) => x >= y);
export const logicalAndBigint = bigintTest((x, y) => x !== 0n && y !== 0n);
export const logicalOrBigint = bigintTest((x, y) => x !== 0n || y !== 0n);
export const logicalXorBigint = bigintTest((x, y) => (x !== 0n) !== (y !== 0n));

export const logicalNotBigint: Unary<Uint8Array, Bigints> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = a[j] === 0n ? 1 : 0;
};

function complexTest(test: (xr: number, xi: number, yr: number, yi: number) => boolean): FloatTest {
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) o[i] = test(a[j], a[j + 1], b[k], b[k + 1]) ? 1 : 0;
  };
}

const isTrue = (re: number, im: number): boolean => re !== 0 || im !== 0;
// A NaN imaginary part makes every ordering false, as in NumPy; a NaN real part does so by itself.
const ordered = (xi: number, yi: number): boolean => !Number.isNaN(xi) && !Number.isNaN(yi);

export const equalComplex = complexTest((xr, xi, yr, yi) => xr === yr && xi === yi);
export const notEqualComplex = complexTest((xr, xi, yr, yi) => xr !== yr || xi !== yi);
export const lessComplex = complexTest(
  (xr, xi, yr, yi) => (xr < yr && ordered(xi, yi)) || (xr === yr && xi < yi),
);
export const lessEqualComplex = complexTest(
  (xr, xi, yr, yi) => (xr < yr && ordered(xi, yi)) || (xr === yr && xi <= yi),
);
export const greaterComplex = complexTest(
  (xr, xi, yr, yi) => (xr > yr && ordered(xi, yi)) || (xr === yr && xi > yi),
);
export const greaterEqualComplex = complexTest(
  (xr, xi, yr, yi) => (xr > yr && ordered(xi, yi)) || (xr === yr && xi >= yi),
);
export const logicalAndComplex = complexTest((xr, xi, yr, yi) => isTrue(xr, xi) && isTrue(yr, yi));
export const logicalOrComplex = complexTest((xr, xi, yr, yi) => isTrue(xr, xi) || isTrue(yr, yi));
export const logicalXorComplex = complexTest((xr, xi, yr, yi) => isTrue(xr, xi) !== isTrue(yr, yi));

function complexQuestion(test: (re: number, im: number) => boolean): Unary<Uint8Array, Floats> {
  return (n, o, i, di, a, j, dj) => {
    for (; n > 0; n--, i += di, j += dj) o[i] = test(a[j], a[j + 1]) ? 1 : 0;
  };
}

const infinite = (x: number): boolean => x === Infinity || x === -Infinity;

export const logicalNotComplex = complexQuestion((re, im) => !isTrue(re, im));
export const isnanComplex = complexQuestion((re, im) => Number.isNaN(re) || Number.isNaN(im));
export const isinfComplex = complexQuestion((re, im) => infinite(re) || infinite(im));
export const isfiniteComplex = complexQuestion((re, im) => Number.isFinite(re) && Number.isFinite(im));
