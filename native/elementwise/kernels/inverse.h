/* Inverse trigonometric functions.
 *
 * asin(x) = s + s z P(z) with s = |x| and z = s^2 up to 1/2; above, z = (1 - |x|) / 2, s = sqrt z and
 * asin(|x|) = pi / 2 - 2 (s + s z P(z)). atan(n / d): t = n / d, (n - d) / (n + d) or -d / n, whichever is at most
 * tan(pi / 8), and t + t z P(z) added to 0, pi / 4 or pi / 2. */
#ifndef STRIDED_INVERSE_H
#define STRIDED_INVERSE_H
#include "lanes.h"
#include "polynomials.h"

#define HALF_PI C(BY_REAL(0x1.921fb54442d18p+0, 0x1.921fb6p+0))
#define HALF_PI_LOW C(BY_REAL(0x1.1a62633145c07p-54, -0x1.777a5cp-25))
#define TAN_EIGHTH C(0x1.a827999fcef32p-2)

/* s + s z P(z) as s and the rest. */
CORE V asin_rest(V s, V z) { return s * z * (POLYNOMIAL(asin)(z)); }

CORE V asin_of(V x) {
  const V magnitude = abs_of(x);
  const M big = (M)(magnitude > C(0.5));
  const V z = choose(big, (1 - magnitude) * C(0.5), magnitude * magnitude);
  const V s = choose(big, sqrt_of(z), magnitude);
  const V rest = asin_rest(s, z);
  const V outer = HALF_PI - (2 * s + (2 * rest - HALF_PI_LOW));
  return with_sign(choose(big, outer, s + rest), x);
}

CORE V acos_of(V x) {
  const V magnitude = abs_of(x);
  const M big = (M)(magnitude > C(0.5));
  const V z = choose(big, (1 - magnitude) * C(0.5), magnitude * magnitude);
  const V s = choose(big, sqrt_of(z), magnitude);
  const V rest = asin_rest(s, z);
  const V sum = s + rest;
  const M negative = (M)(x < 0);
  const V outer = choose(negative, 2 * (HALF_PI - (s + (rest - HALF_PI_LOW))), 2 * sum);
  const V inner = HALF_PI - flip_sign(s + (rest - flip_sign(all(HALF_PI_LOW), sign_bit(x))), sign_bit(x));
  return choose(big, outer, inner);
}

/* The angle of n / d, from 0 to pi / 2, for n >= 0 and d > 0 whose sum is finite. */
CORE V atan_quotient(V n, V d) {
  const M middle = (M)(n > d * TAN_EIGHTH), steep = (M)(n * TAN_EIGHTH > d);
  const V numerator = choose(steep, -d, choose(middle, n - d, n));
  const V denominator = choose(steep, n, choose(middle, n + d, d));
  const V t = numerator / denominator;
  const V z = t * t;
  const V base = choose(steep, all(HALF_PI), keep(middle, all(HALF_PI / 2)));
  const V base_low = choose(steep, all(HALF_PI_LOW), keep(middle, all(HALF_PI_LOW / 2)));
  return base + (t + fma_of(t * z, POLYNOMIAL(atan)(z), base_low));
}

CORE V atan_of(V x) {
  /* Past this the angle is pi / 2 to the last digit, and infinity divided by itself is out of the way. */
  const V magnitude = min_of(all(0x1p80), abs_of(x));
  return with_sign(atan_quotient(magnitude, all(1)), x);
}

/* The rest of atan2: quadrants. `angle` is that of |y| over |x|. */
CORE V to_quadrant(V angle, V y, V x) {
  const V turned = 2 * HALF_PI - (angle - 2 * HALF_PI_LOW);
  const M left = (M)x < 0;
  return with_sign(choose(left, turned, angle), y);
}

/* Between these no sum or product of coordinates leaves the range; others are scaled. */
#define FAR C(BY_REAL(0x1p900, 0x1p100))
#define NEAR C(BY_REAL(0x1p-800, 0x1p-80))
#define LIFT_BOTH C(BY_REAL(0x1p200, 0x1p40))

/* Infinite, zero, huge and tiny coordinates: scaled by a power of two, which leaves the quotient as it is. */
RARE V atan2_rare(V y, V x, V usual, M unusual) {
  V n = abs_of(y), d = abs_of(x);
  const M both_infinite = (M)(n == INF) & (M)(d == INF), both_zero = (M)(n == 0) & (M)(d == 0);
  n = choose(both_infinite, all(1), n);
  d = choose(both_infinite | both_zero, all(1), d);
  const V largest = max_of(n, d);
  const V factor = choose((M)(largest >= FAR), all(1 / LIFT_BOTH), choose((M)(largest <= NEAR), all(LIFT_BOTH), all(1)));
  n = min_of(n, all(LARGEST)) * factor;
  d = min_of(d, all(LARGEST)) * factor;
  V result = atan_quotient(n, d);
  result = choose((M)(abs_of(y) < abs_of(x)) & (M)(abs_of(x) == INF), all(0), result);
  result = choose((M)(abs_of(x) < abs_of(y)) & (M)(abs_of(y) == INF), all(HALF_PI), result);
  result = to_quadrant(result, y, x);
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  return choose(unusual, result, usual);
}

CORE V atan2_of(V y, V x) {
  const V n = abs_of(y), d = abs_of(x);
  const V result = to_quadrant(atan_quotient(n, d), y, x);
  const V largest = max_of(n, d);
  const M unusual = ~((M)(largest < FAR) & (M)(largest > NEAR) & (M)(n == n));
  if (__builtin_expect(any_set(unusual), 0)) return atan2_rare(y, x, result, unusual);
  return result;
}
#endif
