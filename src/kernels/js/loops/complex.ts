/** Loops over complex numbers, two slots each. The functions of one operand are in complexMath.ts. */
import * as math from './complexMath.js';
import { roundHalfEven } from './float.js';
import type { Binary, Floats, Unary } from './types.js';

export const addComplex: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const re = a[j] + b[k];
    o[i + 1] = a[j + 1] + b[k + 1];
    o[i] = re;
  }
};

export const subtractComplex: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const re = a[j] - b[k];
    o[i + 1] = a[j + 1] - b[k + 1];
    o[i] = re;
  }
};

export const multiplyComplex: Binary<Floats> = (n, o, i, di, a, j, dj, b, k, dk) => {
  for (; n > 0; n--, i += di, j += dj, k += dk) {
    const re = a[j] * b[k] - a[j + 1] * b[k + 1];
    o[i + 1] = a[j] * b[k + 1] + a[j + 1] * b[k];
    o[i] = re;
  }
};

/** A loop from a function that leaves its result in `math.result`. */
function each(f: (re: number, im: number) => undefined): Unary<Floats> {
  const { result } = math;
  return (n, o, i, di, a, j, dj) => {
    for (; n > 0; n--, i += di, j += dj) {
      f(a[j], a[j + 1]);
      o[i] = result[0];
      o[i + 1] = result[1];
    }
  };
}

function eachPair(f: (xr: number, xi: number, yr: number, yi: number) => undefined): Binary<Floats> {
  const { result } = math;
  return (n, o, i, di, a, j, dj, b, k, dk) => {
    for (; n > 0; n--, i += di, j += dj, k += dk) {
      f(a[j], a[j + 1], b[k], b[k + 1]);
      o[i] = result[0];
      o[i + 1] = result[1];
    }
  };
}

/** The first of the two where `first` says so, else the second. */
function choose(first: (xr: number, xi: number, yr: number, yi: number) => boolean): Binary<Floats> {
  return eachPair((xr, xi, yr, yi) => (first(xr, xi, yr, yi) ? math.give(xr, xi) : math.give(yr, yi)));
}

const hasNaN = (re: number, im: number): boolean => Number.isNaN(re) || Number.isNaN(im);
const atMost = (xr: number, xi: number, yr: number, yi: number): boolean =>
  xr < yr || (xr === yr && xi <= yi);

export const divideComplex = eachPair(math.divide);
export const powerComplex = eachPair(math.power);
export const minimumComplex = choose(
  (xr, xi, yr, yi) => hasNaN(xr, xi) || (!hasNaN(yr, yi) && atMost(xr, xi, yr, yi)),
);
export const maximumComplex = choose(
  (xr, xi, yr, yi) => hasNaN(xr, xi) || (!hasNaN(yr, yi) && atMost(yr, yi, xr, xi)),
);
export const fminComplex = choose(
  (xr, xi, yr, yi) => hasNaN(yr, yi) || (!hasNaN(xr, xi) && atMost(xr, xi, yr, yi)),
);
export const fmaxComplex = choose(
  (xr, xi, yr, yi) => hasNaN(yr, yi) || (!hasNaN(xr, xi) && atMost(yr, yi, xr, xi)),
);

export const negativeComplex = each((re, im) => math.give(-re, -im));
export const positiveComplex = each((re, im) => math.give(re, im));
export const conjComplex = each((re, im) => math.give(re, -im));
export const squareComplex = each((re, im) => math.give(re * re - im * im, re * im + im * re));
export const reciprocalComplex = each(math.reciprocal);
export const signComplex = each(math.sign);
export const roundComplex = each((re, im) => math.give(roundHalfEven(re), roundHalfEven(im)));
export const sqrtComplex = each(math.sqrt);
export const expComplex = each(math.exp);
export const exp2Complex = each((re, im) => math.exp(re * Math.LN2, im * Math.LN2));
export const expm1Complex = each(math.expm1);
export const logComplex = each(math.log);
export const log2Complex = each((re, im) => math.log(re, im, Math.LOG2E));
export const log10Complex = each((re, im) => math.log(re, im, Math.LOG10E));
export const log1pComplex = each(math.log1p);
export const sinComplex = each(math.sin);
export const cosComplex = each(math.cos);
export const tanComplex = each(math.tan);
export const sinhComplex = each(math.sinh);
export const coshComplex = each(math.cosh);
export const tanhComplex = each(math.tanh);
export const asinComplex = each(math.asin);
export const acosComplex = each(math.acos);
export const atanComplex = each(math.atan);
export const asinhComplex = each(math.asinh);
export const acoshComplex = each(math.acosh);
export const atanhComplex = each(math.atanh);

export const sincComplex = each((re, im) => {
  if (re === 0 && im === 0) return math.give(1, 0);
  math.sin(Math.PI * re, Math.PI * im);
  math.divide(math.result[0], math.result[1], Math.PI * re, Math.PI * im);
});

/** Magnitudes: one real slot per element. */
export const absComplex: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = math.magnitude(a[j], a[j + 1]);
};

/** Angles in radians. */
export const angleComplex: Unary<Floats> = (n, o, i, di, a, j, dj) => {
  for (; n > 0; n--, i += di, j += dj) o[i] = Math.atan2(a[j + 1], a[j]);
};
