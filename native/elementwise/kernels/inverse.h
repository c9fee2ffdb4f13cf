/* Inverse trigonometric functions.
 *
 * asin(x) = s + s z P(z) with s = |x| and z = s^2 up to 1/2; above, z = (1 - |x|) / 2, s = sqrt z and
 * asin(|x|) = pi / 2 - 2 (s + s z P(z)). atan(n / d): t = n / d, (n - d) / (n + d) or -d / n, whichever is at most
 * tan(pi / 8), and t + t z P(z) added to 0, pi / 4 or pi / 2. */
#ifndef STRIDED_INVERSE_H
#define STRIDED_INVERSE_H
#include "lanes.h"
#include "polynomials.h"

#define HALF_PI 0x1.921fb54442d18p+0
#define HALF_PI_LOW 0x1.1a62633145c07p-54
#define TAN_EIGHTH 0x1.a827999fcef32p-2

/* s + s z P(z) as s and the rest. */
CORE V asin_rest(V s, V z, int single) { return s * z * (single ? polynomial_asin_f32(z) : polynomial_asin_f64(z)); }

/* What sqrt lost: s + this is sqrt(z) to twice the digits. */
CORE V root_error(V z, V s) {
#if FUSED
  /* At z = 0 there is nothing to divide. */
  return fma_of(-s, s, z) / st_max_f64(s + s, all(SMALLEST_NORMAL));
#else
  return (z - s * s - product_error(s, s, s * s)) / st_max_f64(s + s, all(SMALLEST_NORMAL));
#endif
}

CORE V asin_of(V x, int single) {
  const V magnitude = st_abs_f64(x);
  const M big = (M)(magnitude > 0.5);
  const V z = choose(big, (1 - magnitude) * 0.5, magnitude * magnitude);
  const V s = choose(big, st_sqrt_f64(z), magnitude);
  const V rest = asin_rest(s, z, single);
  const V outer = HALF_PI - (2 * s + (2 * rest - HALF_PI_LOW));
  return with_sign(choose(big, outer, s + rest), x);
}

CORE V acos_of(V x, int single) {
  const V magnitude = st_abs_f64(x);
  const M big = (M)(magnitude > 0.5);
  const V z = choose(big, (1 - magnitude) * 0.5, magnitude * magnitude);
  const V s = choose(big, st_sqrt_f64(z), magnitude);
  const V rest = asin_rest(s, z, single);
  const V sum = s + rest;
  const M negative = (M)(x < 0);
  const V outer = choose(negative, 2 * (HALF_PI - (s + (rest - HALF_PI_LOW))), 2 * sum);
  const V inner = HALF_PI - flip_sign(s + (rest - flip_sign(all(HALF_PI_LOW), sign_bit(x))), sign_bit(x));
  return choose(big, outer, inner);
}

/* The angle of n / d, from 0 to pi / 2, for n >= 0 and d > 0 whose sum is finite. */
CORE V atan_quotient(V n, V d, int single) {
  const M middle = (M)(n > d * TAN_EIGHTH), steep = (M)(n * TAN_EIGHTH > d);
  const V numerator = choose(steep, -d, choose(middle, n - d, n));
  const V denominator = choose(steep, n, choose(middle, n + d, d));
  const V t = numerator / denominator;
  const V z = t * t;
  const V base = choose(steep, all(HALF_PI), keep(middle, all(HALF_PI / 2)));
  if (single) return base + fma_of(t * z, polynomial_atan_f32(z), t);
  const V base_low = choose(steep, all(HALF_PI_LOW), keep(middle, all(HALF_PI_LOW / 2)));
  return base + (t + fma_of(t * z, polynomial_atan_f64(z), base_low));
}

CORE V atan_of(V x, int single) {
  /* Past this the angle is pi / 2 to the last digit, and infinity divided by itself is out of the way. */
  const V magnitude = st_min_f64(all(0x1p80), st_abs_f64(x));
  return with_sign(atan_quotient(magnitude, all(1), single), x);
}

/* The rest of atan2: quadrants. `angle` is that of |y| over |x|. */
CORE V to_quadrant(V angle, V y, V x, int single) {
  const V turned = single ? 2 * HALF_PI - angle : 2 * HALF_PI - (angle - 2 * HALF_PI_LOW);
  const M left = (M)((U)x >> 63) != 0;
  return with_sign(choose(left, turned, angle), y);
}

/* Infinite, zero, huge and tiny coordinates: scaled by a power of two, which leaves the quotient as it is. */
RARE V atan2_rare(V y, V x, V usual, M unusual, int single) {
  V n = st_abs_f64(y), d = st_abs_f64(x);
  const M both_infinite = (M)(n == INF) & (M)(d == INF), both_zero = (M)(n == 0) & (M)(d == 0);
  n = choose(both_infinite, all(1), n);
  d = choose(both_infinite | both_zero, all(1), d);
  const V largest = st_max_f64(n, d);
  const V factor = choose((M)(largest > 0x1p900), all(0x1p-200), choose((M)(largest < 0x1p-800), all(0x1p200), all(1)));
  n = st_min_f64(n, all(0x1.fffffffffffffp1023)) * factor;
  d = st_min_f64(d, all(0x1.fffffffffffffp1023)) * factor;
  V result = atan_quotient(n, d, 0);
  result = choose((M)(st_abs_f64(y) < st_abs_f64(x)) & (M)(st_abs_f64(x) == INF), all(0), result);
  result = choose((M)(st_abs_f64(x) < st_abs_f64(y)) & (M)(st_abs_f64(y) == INF), all(HALF_PI), result);
  result = to_quadrant(result, y, x, single);
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  return choose(unusual, result, usual);
}

CORE V atan2_of(V y, V x, int single) {
  const V n = st_abs_f64(y), d = st_abs_f64(x);
  const V result = to_quadrant(atan_quotient(n, d, single), y, x, single);
  const V largest = st_max_f64(n, d);
  const M unusual = ~((M)(largest < 0x1p900) & (M)(largest > 0x1p-800) & (M)(n == n));
  if (__builtin_expect(st_any_set(unusual), 0)) return atan2_rare(y, x, result, unusual, single);
  return result;
}
#endif
