/* Hyperbolic functions and their inverses.
 *
 * x = k ln 2 + r as for exp. With S = sinh(r), C = cosh(r) from polynomials, and 2 A = 2^k - 2^-k, 2 B = 2^k + 2^-k:
 * sinh(x) = A C + B S and cosh(x) = B C + A S, sums that lose nothing to cancellation; tanh is their quotient. */
#ifndef STRIDED_HYPERBOLIC_H
#define STRIDED_HYPERBOLIC_H
#include "logarithm.h"

typedef struct halves {
  V a, b;       /* A and B, times 2^(1 - down) */
  V sinh, rest; /* S, and C - 1 */
} halves;

/* For magnitude >= 0; powers of two are lowered by `down`, so that the largest does not overflow. */
CORE halves hyperbolic_halves(V magnitude, REAL down) {
  halves h;
  const V k = whole_part(magnitude);
  const V r = remainder_ln2(magnitude, k);
  const V z = r * r;
  h.sinh = fma_of(r * z, POLYNOMIAL(sinh)(z), r);
  h.rest = z * POLYNOMIAL(cosh)(z);
  const V up = power_of_two(k - down), lower = power_of_two(max_of(-k - down, all(1 - BIAS)));
  h.a = up - lower;
  h.b = up + lower;
  return h;
}

CORE V sinh_of(V x) {
  const V magnitude = min_of(all(SINGLE ? 92 : 712), abs_of(x));
  const halves h = hyperbolic_halves(magnitude, 9);
  const V result = (h.a + fma_of(h.a, h.rest, h.b * h.sinh)) * C(0x1p8);
  /* B S is too small on the way where x is. */
  return with_sign(choose((M)(magnitude < C(BY_REAL(0x1p-500, 0x1p-60))), magnitude, result), x);
}

CORE V cosh_of(V x) {
  const V magnitude = min_of(all(SINGLE ? 92 : 712), abs_of(x));
  const halves h = hyperbolic_halves(magnitude, 9);
  return (h.b + fma_of(h.b, h.rest, h.a * h.sinh)) * C(0x1p8);
}

CORE V tanh_of(V x) {
  const V magnitude = min_of(all(25), abs_of(x));
  const halves h = hyperbolic_halves(magnitude, 0);
  const V sine = h.a + fma_of(h.a, h.rest, h.b * h.sinh);
  const V cosine = h.b + fma_of(h.b, h.rest, h.a * h.sinh);
  return with_sign(sine / cosine, x);
}

/* Here x^2 + 1 is x^2 to the last digit. */
#define BEYOND C(BY_REAL(0x1p28, 0x1p13))

/* log(2 x) for large x and infinity. */
CORE V log_twice(V x) {
  V result = log_natural(x, all(1), 1);
  return choose((M)(x == INF), all(INF), result);
}
RARE V asinh_rare(V magnitude, V usual) {
  return choose((M)(magnitude > BEYOND), log_twice(magnitude), choose((M)(magnitude <= BEYOND), usual, magnitude));
}

/* log(|x| + sqrt(x^2 + 1)) as log1p of what it exceeds 1 by. */
CORE V asinh_of(V x) {
  const V magnitude = abs_of(x);
  const V square = magnitude * magnitude;
  V result = log1p_core(magnitude + square / (1 + sqrt_of(square + 1)));
  const M unusual = ~(M)(magnitude <= BEYOND);
  if (__builtin_expect(any_set(unusual), 0)) result = asinh_rare(magnitude, result);
  return with_sign(result, x);
}

RARE V acosh_rare(V x, V usual) {
  return choose((M)(x > BEYOND), log_twice(x), choose((M)(x >= 1), usual, all(NOT_A_NUMBER)));
}

CORE V acosh_of(V x) {
  const V t = x - 1;
  const V result = log1p_core(t + sqrt_of(t * (t + 2)));
  const M unusual = ~((M)(x >= 1) & (M)(x <= BEYOND));
  if (__builtin_expect(any_set(unusual), 0)) return acosh_rare(x, result);
  return result;
}

RARE V atanh_rare(V magnitude, V usual) {
  return choose((M)(magnitude < 1), usual, choose((M)(magnitude == 1), all(INF), all(NOT_A_NUMBER)));
}

/* log1p(2 x / (1 - x)) / 2. */
CORE V atanh_of(V x) {
  const V magnitude = abs_of(x);
  V result = C(0.5) * log1p_core(2 * magnitude / (1 - magnitude));
  const M unusual = ~(M)(magnitude < 1);
  if (__builtin_expect(any_set(unusual), 0)) result = atanh_rare(magnitude, result);
  return with_sign(result, x);
}
#endif
