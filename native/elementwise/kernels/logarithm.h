/* Logarithms. x = 2^k (1 + f) with sqrt(1/2) <= 1 + f < sqrt 2, s = f / (2 + f), and log(1 + f) = 2 s + s z P(z),
 * z = s^2, written as f - f^2 / 2 + s (f^2 / 2 + z P(z)), in which f stands exactly (fdlibm's form of it). */
#ifndef STRIDED_LOGARITHM_H
#define STRIDED_LOGARITHM_H
#include "exponential.h"

#define ROOT_BITS 0x3fe6a09e00000000 /* sqrt(1/2), cut off */
#define ONE_BITS 0x3ff0000000000000
#define FRACTION_BITS 0x000fffffffffffff

/* Splits a positive normal x into its k and 1 + f. */
CORE V split_exponent(V x, V *k) {
  const M shifted = (M)x + (ONE_BITS - ROOT_BITS);
  /* The exponent as a float: its bits in the place where a number around 2^52 keeps its units. */
  const M exponent = (M)((U)shifted >> 52);
  *k = (V)(exponent | bits(0x4330000000000000)) - (0x1p52 + 1023);
  return (V)((shifted & bits(FRACTION_BITS)) + ROOT_BITS);
}

CORE V log_series(V z, int single) { return z * (single ? polynomial_log_f32(z) : polynomial_log_f64(z)); }

/* Where logarithms are not those of a positive normal number: scales up what is subnormal, so that log(x) is
 * log(scaled) - 54 ln 2, and gives the results of 0, infinity, negative numbers and NaN. */
CORE M is_unusual_log(V x) { return ~((M)(x >= SMALLEST_NORMAL) & (M)(x < INF)); }
CORE V log_special(V x, V result) {
  result = choose((M)(x == INF), all(INF), result);
  result = choose((M)(x == 0), all(-INF), result);
  return choose((M)(x < 0) | (M)(x != x), all(NOT_A_NUMBER), result);
}

/* log(x) + shift ln 2. */
CORE V log_natural(V x, V shift, int single) {
  V k;
  const V f = split_exponent(x, &k) - 1;
  k += shift;
  const V s = f / (2 + f);
  const V z = s * s;
  if (single) return fma_of(k, all(LN2), fma_of(s, log_series(z, 1), 2 * s));
  const V square = f * f * 0.5;
  return fma_of(k, all(LN2_HIGH), f - (square - fma_of(k, all(LN2_LOW), s * (square + log_series(z, 0)))));
}

/* The same to another base: high + low is 1 / ln(base), two_high + two_low is log(2). `high` has 21 digits, so that its
 * product with a number of 32 is exact. */
CORE V log_based(V x, V shift, double high, double low, double two_high, double two_low, int single) {
  V k;
  const V f = split_exponent(x, &k) - 1;
  k += shift;
  const V s = f / (2 + f);
  const V z = s * s;
  if (single) return fma_of(k, all(two_high + two_low), (high + low) * fma_of(s, log_series(z, 1), 2 * s));
  const V square = f * f * 0.5;
  const V head = (V)((M)(f - square) & bits((int64_t)0xffffffff00000000));
  const V tail = (f - head) - square + s * (square + log_series(z, 0));
  const V product = head * high;
  const V whole = k * two_high;
  const V sum = whole + product;
  /* |whole| > |product|, or it is 0. */
  const V error = product - (sum - whole);
  return sum + (error + fma_of(k, all(two_low), fma_of(head + tail, all(low), tail * high)));
}

#define LOG_BY(name, call)                                                   \
  RARE V name##_rare(V x, V usual, M unusual, int single) {                  \
    const M is_small = (M)(x < SMALLEST_NORMAL);                             \
    const V scaled = choose(is_small, x * 0x1p54, x);                        \
    const V shift = keep(is_small, all(-54));                                \
    (void)single;                                                            \
    return choose(unusual, log_special(x, call(scaled, shift, 0)), usual);   \
  }                                                                          \
  CORE V name##_of(V x, int single) {                                        \
    const V result = call(x, all(0), single);                                \
    const M unusual = is_unusual_log(x);                                     \
    if (__builtin_expect(st_any_set(unusual), 0)) return name##_rare(x, result, unusual, single); \
    return result;                                                           \
  }
#define LOG2_CALL(x, shift, single) \
  log_based(x, shift, 0x1.7154700000000p+0, 0x1.94ae0bf85ddf4p-22, 1, 0, single)
#define LOG10_CALL(x, shift, single)                                                                          \
  log_based(x, shift, 0x1.bcb7b00000000p-2, 0x1.526e50e32a6abp-26, 0x1.34413509f7800p-2, 0x1.fef311f12b358p-46, \
            single)

/* log(1 + x): u = 1 + x and its rounding error c; f takes up 2^-k c, and what does not fit goes to the end. */
CORE V log1p_core(V x, int single) {
  const V u = 1 + x;
  const V back = u - x;
  V k;
  const V m = split_exponent(u, &k);
  if (single) {
    /* 1 + x is exact enough unless it is near 1, where k is 0 and f is x itself. */
    const V near = choose((M)(k == 0), x, m - 1);
    const V s = near / (2 + near);
    return fma_of(k, all(LN2), fma_of(s, log_series(s * s, 1), 2 * s));
  }
  const V c = ((1 - back) + (x - (u - back))) * power_of_two(-k);
  const V f = (m - 1) + c;
  const V low = c - (f - (m - 1));
  const V s = f / (2 + f);
  const V square = f * f * 0.5;
  const V rest = fma_of(k, all(LN2_LOW), fma_of(low, fma_of(f, f, 1 - f), s * (square + log_series(s * s, 0))));
  return fma_of(k, all(LN2_HIGH), f - (square - rest));
}
RARE V log1p_rare(V x, V usual, M unusual) {
  V result = choose((M)(x == INF), all(INF), all(NOT_A_NUMBER));
  result = choose((M)(x == -1), all(-INF), result);
  return choose(unusual, result, usual);
}
CORE V log1p_of(V x, int single) {
  const V result = with_sign(log1p_core(x, single), x);
  const M unusual = ~((M)(x > -1) & (M)(x < INF));
  if (__builtin_expect(st_any_set(unusual), 0)) return log1p_rare(x, result, unusual);
  return result;
}
#endif
