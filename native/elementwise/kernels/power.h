/* Powers and roots.
 *
 * power: exp(y log x), with the logarithm to about 2^-68 in two parts: log(1 + f) = 2 s + 2/3 s z + s z^2 P(z) as in
 * logarithm.h, where s and the first two terms are kept in two parts each.
 * cbrt: a guess from the bits of x, refined once by a series, then by Halley's iteration with a t whose square is exact
 * (W. Kahan's way in fdlibm). */
#ifndef STRIDED_POWER_H
#define STRIDED_POWER_H
#include "logarithm.h"

/* A number in two parts. */
typedef struct pair {
  V high, low;
} pair;

/* log(x) + shift ln 2 for positive normal x. */
CORE pair log_pair(V x, V shift) {
  V k;
  const V m = split_exponent(x, &k);
  k += shift;
  const V f = m - 1, d = m + 1;
  const V inverse = 1 / d;
  const V s = f * inverse;
  const V d_low = m - (d - 1);
  const V product = s * d;
  const V s_low = (((f - product) - product_error(s, d, product)) - s * d_low) * inverse;
  const V z = s * s;
  const V z_low = fma_of(s, s_low + s_low, product_error(s, s, z));
  const V third = all(0x1.5555555555555p-1);
  const V t = z * third;
  const V t_low = product_error(z, third, t) + fma_of(z, all(0x1.5555555555555p-55), z_low * third) +
                  z * z * polynomial_log_tail_f64(z);
  const V u = 2 + t;
  const V u_low = (t - (u - 2)) + t_low;
  const V log_m = s * u;
  const V log_m_low = product_error(s, u, log_m) + fma_of(s, u_low, s_low * u);
  const V whole = k * LN2_HIGH;
  pair result;
  result.high = whole + log_m;
  result.low = (log_m - (result.high - whole)) + fma_of(k, all(LN2_LOW), log_m_low);
  return result;
}

/* x^y for normal x > 0, x 2^shift being meant, and |y| < 2^65. */
CORE V power_core(V x, V shift, V y, int single) {
  if (single) {
    V k;
    const V f = split_exponent(x, &k) - 1;
    const V s = f / (2 + f), z = s * s;
    const V tail = fma_of(z, polynomial_log_tail_f32(z), all(0x1.5555555555555p-1));
    const V logarithm = fma_of(k + shift, all(LN2), fma_of(s * z, tail, s + s));
    const V exponent = clamp(y * logarithm, -105, 90);
    const V n = whole_part(exponent, LOG2_E);
    return exp_scaled(remainder_ln2(exponent, n), n, 1);
  }
  const pair l = log_pair(x, shift);
  V high = y * l.high;
  const V low = product_error(y, l.high, high) + y * l.low;
  /* Past these the result is 0 or infinite, whatever the low part. */
  const V inside = clamp(high, -750, 750);
  const V n = whole_part(inside, LOG2_E);
  const V r = remainder_ln2(inside, n) + keep((M)(inside == high), low);
  return exp_scaled(r, n, 0);
}

/* The nearest whole number; from 2^52 on every number is one. */
CORE V nearest(V x) {
  const V magnitude = st_abs_f64(x);
  return choose((M)(magnitude < 0x1p52), with_sign((magnitude + 0x1p52) - 0x1p52, x), x);
}

/* C99's table: subnormal, negative, infinite and zero x, infinite and huge y, NaN. */
RARE V power_rare(V x, V y, V usual, M unusual) {
  const V magnitude = st_abs_f64(x), y_magnitude = st_abs_f64(y);
  const M small = (M)(magnitude < SMALLEST_NORMAL);
  const V base = choose(small, magnitude * 0x1p54, magnitude);
  V result = power_core(base, keep(small, all(-54)), clamp(y, -0x1p64, 0x1p64), 0);
  const M x_infinite = (M)(magnitude == INF), y_infinite = (M)(y_magnitude == INF);
  const M up = (M)(y > 0);
  const M is_whole = (M)(nearest(y) == y);
  const M is_odd = is_whole & (M)(nearest(y * 0.5) != y * 0.5);
  result = choose((M)(magnitude == 0) | x_infinite, keep(~(x_infinite ^ up), all(INF)), result);
  result = choose(y_infinite, keep(~((M)(magnitude > 1) ^ up), all(INF)), result);
  result = choose(y_infinite & (M)(magnitude == 1), all(1), result);
  result = flip_sign(result, sign_bit(x) & is_odd);
  result = choose((M)(x < 0) & ~x_infinite & ~is_whole & ~y_infinite, all(NOT_A_NUMBER), result);
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  result = choose((M)(x == 1) | (M)(y == 0), all(1), result);
  return choose(unusual, result, usual);
}

CORE V power_of(V x, V y, int single) {
  const V result = power_core(x, all(0), y, single);
  const M unusual = is_unusual_log(x) | ~(M)(st_abs_f64(y) < 0x1p64);
  if (__builtin_expect(st_any_set(unusual), 0)) return power_rare(x, y, result, unusual);
  return result;
}

/* 4/3 of the bits of 1 (its upper half), less what makes the worst error smallest. */
#define CBRT_GUESS (1072693248.0 * 4 / 3 - 71500)
CORE V cbrt_normal(V magnitude, int single) {
  /* The bits of x, as a number, are about its logarithm: a third of them, subtracted, is x^(-1/3) to a few percent. */
  const V logarithm = (V)(((U)magnitude >> 32) | (U)bits(0x4330000000000000)) - 0x1p52;
  const V guessed = fma_of(logarithm, all(-1.0 / 3), all(CBRT_GUESS));
  const V y = (V)((M)(guessed + 0x1p52) << 32);
  const V e = 1 - magnitude * y * (y * y);
  const V series = fma_of(e, fma_of(e, fma_of(e, all(35.0 / 243), all(14.0 / 81)), all(2.0 / 9)), all(1.0 / 3));
  const V root = fma_of(y * e, series, y);
  const V first = magnitude * root * root;
  if (single) {
    /* One Newton step on x^(-1/3) doubles the digits. */
    const V left = 1 - first * root;
    return fma_of(first * left, all(2.0 / 3), first);
  }
  const V t = (V)((M)first & bits((int64_t)0xffffffffc0000000));
  const V quotient = magnitude / (t * t);
  return t + t * ((quotient - t) / (t + t + quotient));
}
RARE V cbrt_rare(V magnitude, V usual, M unusual) {
  const V scaled = cbrt_normal(magnitude * 0x1p54, 0) * 0x1p-18;
  const V result = choose((M)(magnitude < SMALLEST_NORMAL), scaled, magnitude);
  return choose(unusual, choose((M)(magnitude == 0), magnitude, result), usual);
}
CORE V cbrt_of(V x, int single) {
  const V magnitude = st_abs_f64(x);
  V result = cbrt_normal(magnitude, single);
  const M unusual = is_unusual_log(magnitude);
  if (__builtin_expect(st_any_set(unusual), 0)) result = cbrt_rare(magnitude, result, unusual);
  return with_sign(result, x);
}

RARE V hypot_rare(V x, V y, V usual, M unusual) {
  const V larger = st_max_f64(x, y), smaller = st_min_f64(x, y);
  const V factor = choose((M)(larger > 1), all(0x1p-600), all(0x1p600));
  const V back = choose((M)(larger > 1), all(0x1p600), all(0x1p-600));
  const V a = larger * factor, b = smaller * factor;
  V result = st_sqrt_f64(a * a + b * b) * back;
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  result = choose((M)(x == INF) | (M)(y == INF), all(INF), result);
  return choose(unusual, result, usual);
}
CORE V hypot_of(V signed_x, V signed_y, int single) {
  const V x = st_abs_f64(signed_x), y = st_abs_f64(signed_y);
  const V square = x * x;
  const V result = st_sqrt_f64(fma_of(y, y, square));
  if (single) {
    const M infinite = (M)(x == INF) | (M)(y == INF);
    return choose(infinite, all(INF), result);
  }
  const V larger = st_max_f64(x, y);
  const M unusual = ~((M)(larger < 0x1p500) & (M)(larger > 0x1p-450) & (M)(x == x));
  if (__builtin_expect(st_any_set(unusual), 0)) return hypot_rare(x, y, result, unusual);
  return result;
}

/* The larger plus log(1 + base^-|x - y|) to that base; `ln` is the base's logarithm. */
CORE V logaddexp_by(V x, V y, double ln, int single) {
  const V larger = st_max_f64(x, y);
  const V distance = st_abs_f64(x - y);
  const V result = larger + log1p_core(exp_of(-distance * ln, single), single) * (1 / ln);
  /* Equal infinities have no distance, and what is not a number has none to anything. */
  return choose((M)(distance == distance), result, choose((M)(x == y), x, x + y));
}
CORE V logaddexp_of(V x, V y, int single) { return logaddexp_by(x, y, 1, single); }
CORE V logaddexp2_of(V x, V y, int single) { return logaddexp_by(x, y, LN2, single); }
#endif
