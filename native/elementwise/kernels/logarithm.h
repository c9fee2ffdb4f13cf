/* Logarithms. x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt 2, s = f / (2 + f), and log(1 + f) = 2 s + s z P(z),
 * z = s^2, written as f - f^2 / 2 + s (f^2 / 2 + z P(z)), in which f stands exactly (the form fdlibm uses).
 * Where float32 is computed in float32, log(1 + f) is a polynomial in f, which saves the division. */
#ifndef STRIDED_LOGARITHM_H
#define STRIDED_LOGARITHM_H
#include "exponential.h"

#define ROOT_BITS BY_REAL(0x3fe6a09e00000000, 0x3f3504f3) /* sqrt(1/2), cut off */
#define ONE_BITS BY_REAL(0x3ff0000000000000, 0x3f800000)
#define FRACTION_BITS BY_REAL(0x000fffffffffffff, 0x007fffff)
#define WHOLE_BITS BY_REAL(0x4330000000000000, 0x4b000000)
/* The upper half of a number's digits. */
#define UPPER_BITS BY_REAL((int64_t)0xffffffff00000000, (int32_t)0xfffff000)
/* Makes subnormal numbers normal. */
#define LIFT BY_REAL(54, 25)

/* Splits a positive normal x into its k and 1 + f. */
CORE V split_exponent(V x, V *k) {
  const M shifted = (M)x + (ONE_BITS - ROOT_BITS);
  /* The exponent as a float: its bits in the place where a number around WHOLE keeps its units. */
  const M exponent = (M)((U)shifted >> MANTISSA);
  *k = (V)(exponent | bits(WHOLE_BITS)) - (WHOLE + BIAS);
  return (V)((shifted & bits(FRACTION_BITS)) + ROOT_BITS);
}

CORE V log_series(V z) { return z * POLYNOMIAL(log)(z); }

/* Where logarithms are not those of a positive normal number: scales up what is subnormal, so that log(x) is
 * log(scaled) - LIFT ln 2, and gives the results of 0, infinity, negative numbers and NaN. */
CORE M is_unusual_log(V x) { return ~((M)(x >= SMALLEST_NORMAL) & (M)(x < INF)); }
CORE V log_special(V x, V result) {
  result = choose((M)(x == INF), all(INF), result);
  result = choose((M)(x == 0), all(-INF), result);
  return choose((M)(x < 0) | (M)(x != x), all(NOT_A_NUMBER), result);
}

/* log(x) + shift ln 2, where `shifted`. */
CORE V log_natural(V x, V shift, int shifted) {
  V k;
  const V f = split_exponent(x, &k) - 1;
  if (shifted) k += shift;
  const V square = f * f * C(0.5);
#if FLOAT
  const V rest = fma_of(f * (f * f), polynomial_log_direct_f32(f), k * C(LN2_LOW));
  return fma_of(k, all(LN2_HIGH), f - (square - rest));
#else
  const V s = f / (2 + f);
  const V z = s * s;
  if (ROUGH) return fma_of(k, all(LN2), fma_of(s, log_series(z), 2 * s));
  return fma_of(k, all(LN2_HIGH), f - (square - fma_of(k, all(LN2_LOW), s * (square + log_series(z)))));
#endif
}

/* The same to another base: high + low is 1 / ln(base), two_high + two_low is log(2). `high` has so few digits
 * that its product with the upper half of a number is exact. */
CORE V log_based(V x, V shift, int shifted, REAL high, REAL low, REAL two_high, REAL two_low) {
  V k;
  const V f = split_exponent(x, &k) - 1;
  if (shifted) k += shift;
  const V square = f * f * C(0.5);
#if FLOAT
  /* float32: a polynomial in f is quicker than the division, and one rounding more than below saves half the rest. */
  const V natural = f - fma_of(-f * (f * f), polynomial_log_direct_f32(f), square);
  return fma_of(k, all(two_high), fma_of(natural, all(high + low), k * two_low));
#else
  const V s = f / (2 + f);
  const V z = s * s;
  if (ROUGH) return fma_of(k, all(two_high + two_low), (high + low) * fma_of(s, log_series(z), 2 * s));
  const V head = (V)((M)(f - square) & bits(UPPER_BITS));
  const V tail = (f - head) - square + s * (square + log_series(z));
  const V product = head * high;
  const V whole = k * two_high;
  const V sum = whole + product;
  /* |whole| > |product|, or it is 0. */
  const V error = product - (sum - whole);
  return sum + (error + fma_of(k, all(two_low), fma_of(head + tail, all(low), tail * high)));
#endif
}

#define LOG_BY(name, call)                                                                           \
  RARE V name##_rare(V x, V usual, M unusual) {                                                      \
    const M is_small = (M)(x < SMALLEST_NORMAL);                                                     \
    const V scaled = choose(is_small, x * C((int64_t)1 << LIFT), x);                                 \
    const V shift = keep(is_small, all(-LIFT));                                                      \
    return choose(unusual, log_special(x, call(scaled, shift, 1)), usual);                           \
  }                                                                                                  \
  CORE V name##_of(V x) {                                                                            \
    const V result = call(x, all(0), 0);                                                             \
    const M unusual = is_unusual_log(x);                                                             \
    if (__builtin_expect(any_set(unusual), 0)) return name##_rare(x, result, unusual);               \
    return result;                                                                                   \
  }
#define LOG2_CALL(x, shift, shifted)                                                                 \
  BY_REAL(log_based(x, shift, shifted, 0x1.7154700000000p+0, 0x1.94ae0bf85ddf4p-22, 1, 0),           \
          log_based(x, shift, shifted, 0x1.714p+0f, 0x1.47652cp-12f, 1, 0))
#define LOG10_CALL(x, shift, shifted)                                                                \
  BY_REAL(log_based(x, shift, shifted, 0x1.bcb7b00000000p-2, 0x1.526e50e32a6abp-26, 0x1.34413509f7800p-2, \
                    0x1.fef311f12b358p-46),                                                          \
          log_based(x, shift, shifted, 0x1.bcap-2f, 0x1.7b1526p-14f, 0x1.344p-2f, 0x1.3509f8p-18f))

/* log(1 + x): u = 1 + x and its rounding error c; f takes up 2^-k c, and what does not fit goes to the end. */
CORE V log1p_core(V x) {
  const V u = 1 + x;
  const V back = u - x;
  V k;
  const V m = split_exponent(u, &k);
  if (ROUGH) {
    /* 1 + x is exact enough unless it is near 1, where k is 0 and f is x itself. */
    const V near = choose((M)(k == 0), x, m - 1);
    const V s = near / (2 + near);
    return fma_of(k, all(LN2), fma_of(s, log_series(s * s), 2 * s));
  }
  const V c = ((1 - back) + (x - (u - back))) * power_of_two(max_of(-k, all(1 - BIAS)));
  const V f = (m - 1) + c;
  const V low = c - (f - (m - 1));
  const V square = f * f * C(0.5);
#if FLOAT
  const V series = f * (f * f) * polynomial_log_direct_f32(f);
#else
  const V s = f / (2 + f);
  const V series = s * (square + log_series(s * s));
#endif
  const V rest = fma_of(k, all(LN2_LOW), fma_of(low, fma_of(f, f, 1 - f), series));
  return fma_of(k, all(LN2_HIGH), f - (square - rest));
}
RARE V log1p_rare(V x, V usual, M unusual) {
  V result = choose((M)(x == INF), all(INF), all(NOT_A_NUMBER));
  result = choose((M)(x == -1), all(-INF), result);
  return choose(unusual, result, usual);
}
CORE V log1p_of(V x) {
  const V result = with_sign(log1p_core(x), x);
  const M unusual = ~((M)(x > -1) & (M)(x < INF));
  if (__builtin_expect(any_set(unusual), 0)) return log1p_rare(x, result, unusual);
  return result;
}
#endif
