/**
 * Functions of a complex number. Each leaves its result in `result`, so that nothing is boxed.
 *
 * Branch cuts and signed zeros follow C99 annex G, as NumPy does through libm. The inverse functions are those of
 * W. Kahan, "Branch cuts for complex elementary functions, or much ado about nothing's sign bit" (1987), which take
 * both signs of zero the right way without asking for them.
 */

/** The last result: real part, imaginary part. */
export const result = new Float64Array(2);

export function give(re: number, im: number): undefined {
  result[0] = re;
  result[1] = im;
}

const isInfinite = (x: number): boolean => x === Infinity || x === -Infinity;
const withSign = (magnitude: number, sign: number): number =>
  sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude;

/** The absolute value; an infinite part wins over NaN. */
export function magnitude(re: number, im: number): number {
  if (isInfinite(re) || isInfinite(im)) return Infinity;
  return Math.hypot(re, im);
}

/** Smith's algorithm, which NumPy uses too: no overflow where the quotient has none. */
export function divide(xr: number, xi: number, yr: number, yi: number): undefined {
  const absRe = Math.abs(yr);
  const absIm = Math.abs(yi);
  if (absRe >= absIm) {
    if (absRe === 0 && absIm === 0) return give(xr / absRe, xi / absRe);
    const ratio = yi / yr;
    const scale = 1 / (yr + yi * ratio);
    return give((xr + xi * ratio) * scale, (xi - xr * ratio) * scale);
  }
  const ratio = yr / yi;
  const scale = 1 / (yi + yr * ratio);
  give((xr * ratio + xi) * scale, (xi * ratio - xr) * scale);
}

export function reciprocal(re: number, im: number): undefined {
  if (Math.abs(re) <= Math.abs(im)) {
    const ratio = re / im;
    const d = re * ratio + im;
    return give(ratio / d, -1 / d);
  }
  const ratio = im / re;
  const d = re + im * ratio;
  give(1 / d, -ratio / d);
}

/** z / |z|, 0 for 0. */
export function sign(re: number, im: number): undefined {
  if (Number.isNaN(re) || Number.isNaN(im)) return give(NaN, NaN);
  const size = magnitude(re, im);
  if (size === 0) return give(0, 0);
  if (!isInfinite(size)) return give(re / size, im / size);
  if (isInfinite(re) && isInfinite(im)) return give(NaN, NaN);
  isInfinite(re) ? give(withSign(1, re), 0) : give(0, withSign(1, im));
}

export function sqrt(re: number, im: number): undefined {
  if (re === 0 && im === 0) return give(0, im);
  if (isInfinite(im)) return give(Infinity, im);
  if (Number.isNaN(re)) return give(re, NaN);
  if (re === Infinity) return give(re, Number.isNaN(im) ? im : withSign(0, im));
  if (re === -Infinity) return Number.isNaN(im) ? give(im, Infinity) : give(0, withSign(Infinity, im));
  if (Number.isNaN(im)) return give(NaN, NaN);
  // Scaled so that neither re + |z| nor |z| leaves the range.
  const large = Math.abs(re) > 1e300 || Math.abs(im) > 1e300;
  const small = Math.abs(re) < 1e-290 && Math.abs(im) < 1e-290;
  const scale = large ? 0.25 : small ? 2 ** 108 : 1;
  const unscale = large ? 2 : small ? 2 ** -54 : 1;
  const x = re * scale;
  const y = im * scale;
  if (x >= 0) {
    const t = Math.sqrt((x + Math.hypot(x, y)) * 0.5);
    return give(t * unscale, (y / (2 * t)) * unscale);
  }
  const t = Math.sqrt((-x + Math.hypot(x, y)) * 0.5);
  give((Math.abs(y) / (2 * t)) * unscale, withSign(t, y) * unscale);
}

export function exp(re: number, im: number): undefined {
  if (im === 0) return give(Math.exp(re), im);
  if (re === -Infinity && !Number.isFinite(im)) return give(0, 0);
  if (re === Infinity && !Number.isFinite(im)) return give(Infinity, NaN);
  if (re > 709) {
    // In two steps: exp(re) alone may overflow where the product with a small cosine does not.
    const half = Math.exp(re / 2);
    return give(half * Math.cos(im) * half, half * Math.sin(im) * half);
  }
  const e = Math.exp(re);
  give(e * Math.cos(im), e * Math.sin(im));
}

export function expm1(re: number, im: number): undefined {
  if (im === 0) return give(Math.expm1(re), im);
  if (re === -Infinity && !Number.isFinite(im)) return give(-1, 0);
  if (re === Infinity && !Number.isFinite(im)) return give(Infinity, NaN);
  const s = Math.sin(im / 2);
  give(Math.expm1(re) * Math.cos(im) - 2 * s * s, Math.exp(re) * Math.sin(im));
}

/** The logarithm times `factor`, which makes it one to another base. */
export function log(re: number, im: number, factor = 1): undefined {
  give(logMagnitude(re, im) * factor, Math.atan2(im, re) * factor);
}

/** log |z|, exact to the last digits near |z| = 1 too. */
function logMagnitude(re: number, im: number): number {
  const x = Math.max(Math.abs(re), Math.abs(im));
  const y = Math.min(Math.abs(re), Math.abs(im));
  if (x > 0.5 && x < 2) return Math.log1p((x - 1) * (x + 1) + y * y) / 2;
  return Math.log(magnitude(re, im));
}

export function log1p(re: number, im: number): undefined {
  give(Math.log(magnitude(re + 1, im)), Math.atan2(im, re + 1));
}

/** Whole exponents up to 100 by multiplying, as NumPy does; the others through the logarithm. */
export function power(xr: number, xi: number, yr: number, yi: number): undefined {
  if (yr === 0 && yi === 0) return give(1, 0);
  if (xr === 0 && xi === 0) return yr > 0 ? give(0, 0) : give(NaN, NaN);
  if (yi === 0 && Number.isInteger(yr) && Math.abs(yr) < 100) return wholePower(xr, xi, yr);
  log(xr, xi);
  const [logRe, logIm] = result;
  exp(yr * logRe - yi * logIm, yr * logIm + yi * logRe);
}

function wholePower(xr: number, xi: number, exponent: number): undefined {
  let re = 1;
  let im = 0;
  let baseRe = xr;
  let baseIm = xi;
  for (let left = Math.abs(exponent); ; ) {
    if (left & 1) [re, im] = [re * baseRe - im * baseIm, re * baseIm + im * baseRe];
    left >>= 1;
    if (left === 0) break;
    [baseRe, baseIm] = [baseRe * baseRe - baseIm * baseIm, 2 * baseRe * baseIm];
  }
  exponent < 0 ? divide(1, 0, re, im) : give(re, im);
}

export function sinh(re: number, im: number): undefined {
  if (im === 0) return give(Math.sinh(re), im);
  if (re === 0) return Number.isFinite(im) ? give(re * Math.cos(im), Math.sin(im)) : give(re, NaN);
  if (isInfinite(re) && !Number.isFinite(im)) return give(re, NaN);
  if (Math.abs(re) > 709) {
    const half = Math.exp(Math.abs(re) / 2);
    return give(halves(half, Math.cos(im)) * (re < 0 ? -1 : 1), halves(half, Math.sin(im)));
  }
  give(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im));
}

/** half² x / 2, which may be in range where half² is not. */
const halves = (half: number, x: number): number => half * 0.5 * x * half;

export function cosh(re: number, im: number): undefined {
  if (im === 0) return give(Math.cosh(re), withSign(0, re) * im);
  if (re === 0) return Number.isFinite(im) ? give(Math.cos(im), re * Math.sin(im)) : give(NaN, 0);
  if (isInfinite(re) && !Number.isFinite(im)) return give(Infinity, NaN);
  if (Math.abs(re) > 709) {
    const half = Math.exp(Math.abs(re) / 2);
    return give(halves(half, Math.cos(im)), halves(half, Math.sin(im)) * (re < 0 ? -1 : 1));
  }
  give(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im));
}

export function tanh(re: number, im: number): undefined {
  if (im === 0) return give(Math.tanh(re), im);
  if (isInfinite(re)) return give(withSign(1, re), Number.isFinite(im) ? withSign(0, Math.sin(2 * im)) : 0);
  if (Number.isNaN(re)) return give(NaN, NaN);
  if (isInfinite(im) || Number.isNaN(im)) return give(re === 0 ? re : NaN, NaN);
  if (Math.abs(re) > 22)
    return give(withSign(1, re), 4 * Math.sin(im) * Math.cos(im) * Math.exp(-2 * Math.abs(re)));
  const t = Math.tan(im);
  const beta = 1 + t * t;
  const s = Math.sinh(re);
  const rho = Math.sqrt(1 + s * s);
  if (isInfinite(t)) return give(rho / s, 1 / t);
  const d = 1 + beta * s * s;
  give((beta * rho * s) / d, t / d);
}

/** From the hyperbolic function: sin z = -i sinh(iz), and so on. */
export function sin(re: number, im: number): undefined {
  sinh(-im, re);
  give(result[1], -result[0]);
}

export function cos(re: number, im: number): undefined {
  cosh(-im, re);
}

export function tan(re: number, im: number): undefined {
  tanh(-im, re);
  give(result[1], -result[0]);
}

/** Past this the square roots below would lose everything but the leading term. */
const isHuge = (re: number, im: number): boolean => Math.abs(re) > 1e150 || Math.abs(im) > 1e150;
const logTwice = (re: number, im: number): number =>
  isInfinite(re) || isInfinite(im) ? Infinity : Math.log(magnitude(re / 2, im / 2)) + 2 * Math.LN2;

export function asin(re: number, im: number): undefined {
  if (re === 0 && Number.isNaN(im)) return give(re, im);
  if (isHuge(re, im)) return give(Math.atan2(re, Math.abs(im)), withSign(logTwice(re, im), im));
  sqrt(1 - re, -im);
  const [pr, pi] = result;
  sqrt(1 + re, im);
  const [qr, qi] = result;
  give(Math.atan2(re, pr * qr - pi * qi), Math.asinh(pr * qi - pi * qr));
}

export function acos(re: number, im: number): undefined {
  if (re === 0 && Number.isNaN(im)) return give(Math.PI / 2, im);
  if (isHuge(re, im)) return give(Math.atan2(Math.abs(im), re), -withSign(logTwice(re, im), im));
  sqrt(1 - re, -im);
  const [pr, pi] = result;
  sqrt(1 + re, im);
  const [qr, qi] = result;
  give(2 * Math.atan2(pr, qr), Math.asinh(qr * pi - qi * pr));
}

export function acosh(re: number, im: number): undefined {
  if (re === 0 && Number.isNaN(im)) return give(im, Math.PI / 2);
  if (isHuge(re, im)) return give(logTwice(re, im), Math.atan2(im, re));
  sqrt(re - 1, im);
  const [pr, pi] = result;
  sqrt(re + 1, im);
  const [qr, qi] = result;
  give(Math.asinh(pr * qr + pi * qi), 2 * Math.atan2(pi, qr));
}

export function asinh(re: number, im: number): undefined {
  asin(-im, re);
  give(result[1], -result[0]);
}

/** The real part of 1 / z where its squares would leave the range. */
function hugeReciprocal(re: number, im: number): number {
  if (isInfinite(re) || isInfinite(im) || Number.isNaN(re)) return withSign(0, re);
  const ratio = Math.abs(re) >= Math.abs(im) ? im / re : re / im;
  return (Math.abs(re) >= Math.abs(im) ? 1 / re : ratio / im) / (1 + ratio * ratio);
}

export function atanh(re: number, im: number): undefined {
  if (Number.isNaN(im)) return give(re === 0 || isInfinite(re) ? withSign(0, re) : NaN, NaN);
  if (isHuge(re, im)) return give(hugeReciprocal(re, im), withSign(Math.PI / 2, im));
  if (im === 0 && Math.abs(re) <= 1) return give(Math.atanh(re), im);
  const x = Math.abs(re);
  const size = Math.abs(im) > 1e8 || x > 1e8 ? 0 : Math.log1p((4 * x) / ((1 - x) * (1 - x) + im * im)) / 4;
  const angle = Math.atan2(2 * Math.abs(im), (1 - x) * (1 + x) - im * im) / 2;
  const realPart = size === 0 && x !== 0 ? x / (x * x + im * im) : size;
  give(withSign(realPart, re), withSign(angle, im));
}

export function atan(re: number, im: number): undefined {
  atanh(-im, re);
  give(result[1], -result[0]);
}
