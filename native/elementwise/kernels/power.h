/* Powers, lengths, and logarithms of sums.
 *
 * power: exp(y log x), with the logarithm to about 2^-68 in two parts: log(1 + f) = 2 s + 2/3 s z + s z^2 P(z) as in
 * logarithm.h, where s and the first two terms are kept in two parts each. */
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
  const V third = all(BY_REAL(0x1.5555555555555p-1, 0x1.555556p-1f));
  const V t = z * third;
  const V third_low = all(BY_REAL(0x1.5555555555555p-55, -0x1.555556p-26f));
  const V t_low = product_error(z, third, t) + fma_of(z, third_low, z_low * third) + z * z * POLYNOMIAL(log_tail)(z);
  const V u = 2 + t;
  const V u_low = (t - (u - 2)) + t_low;
  const V log_m = s * u;
  const V log_m_low = product_error(s, u, log_m) + fma_of(s, u_low, s_low * u);
  const V whole = k * C(LN2_HIGH);
  pair result;
  result.high = whole + log_m;
  result.low = (log_m - (result.high - whole)) + fma_of(k, all(LN2_LOW), log_m_low);
  return result;
}

/* x^y for normal x > 0, x 2^shift being meant, |y| <= MOST being finite. */
CORE V power_core(V x, V shift, V y) {
#if ROUGH
  V k;
  const V f = split_exponent(x, &k) - 1;
  const V s = f / (2 + f), z = s * s;
  const V tail = fma_of(z, polynomial_log_tail_f32(z), all(0x1.5555555555555p-1));
  const V logarithm = fma_of(k + shift, all(LN2), fma_of(s * z, tail, s + s));
  const V exponent = clamp(y * logarithm, -105, 90);
  const V n = whole_part(exponent);
  return exp_scaled(remainder_ln2(exponent, n), n);
#else
  const pair l = log_pair(x, shift);
  const V high = y * l.high;
  const V low = product_error(y, l.high, high) + y * l.low;
  /* Past these the result is 0 or infinite, whatever the low part. */
  const V inside = SINGLE ? clamp(high, -110, 95) : clamp(high, -750, 750);
  const V n = whole_part(inside);
  const V r = remainder_ln2(inside, n) + keep((M)(inside == high), low);
  return exp_scaled(r, n);
#endif
}

/* The nearest whole number; from WHOLE on every number is one. */
CORE V nearest(V x) {
  const V magnitude = abs_of(x);
  return choose((M)(magnitude < WHOLE), with_sign((magnitude + WHOLE) - WHOLE, x), x);
}

/* A larger exponent gives nothing that this does not. */
#define MOST C(BY_REAL(0x1p64, 0x1p34))

/* C99's table: subnormal, negative, infinite and zero x, infinite and huge y, NaN. */
RARE V power_rare(V x, V y, V usual, M unusual) {
  const V magnitude = abs_of(x), y_magnitude = abs_of(y);
  const M small = (M)(magnitude < SMALLEST_NORMAL);
  const V base = choose(small, magnitude * C((int64_t)1 << LIFT), magnitude);
  V result = power_core(base, keep(small, all(-LIFT)), clamp(y, -MOST, MOST));
  const M x_infinite = (M)(magnitude == INF), y_infinite = (M)(y_magnitude == INF);
  const M up = (M)(y > 0);
  const M is_whole = (M)(nearest(y) == y);
  const M is_odd = is_whole & (M)(nearest(y * C(0.5)) != y * C(0.5));
  result = choose((M)(magnitude == 0) | x_infinite, keep(~(x_infinite ^ up), all(INF)), result);
  result = choose(y_infinite, keep(~((M)(magnitude > 1) ^ up), all(INF)), result);
  result = choose(y_infinite & (M)(magnitude == 1), all(1), result);
  result = flip_sign(result, sign_bit(x) & is_odd);
  result = choose((M)(x < 0) & ~x_infinite & ~is_whole & ~y_infinite, all(NOT_A_NUMBER), result);
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  result = choose((M)(x == 1) | (M)(y == 0), all(1), result);
  return choose(unusual, result, usual);
}

CORE V power_of(V x, V y) {
  const V result = power_core(x, all(0), y);
  const M unusual = is_unusual_log(x) | ~(M)(abs_of(y) < MOST);
  if (__builtin_expect(any_set(unusual), 0)) return power_rare(x, y, result, unusual);
  return result;
}

RARE V hypot_rare(V x, V y, V usual, M unusual) {
  const V larger = max_of(x, y), smaller = min_of(x, y);
  const V factor = choose((M)(larger > 1), all(BY_REAL(0x1p-600, 0x1p-80)), all(BY_REAL(0x1p600, 0x1p100)));
  const V back = choose((M)(larger > 1), all(BY_REAL(0x1p600, 0x1p80)), all(BY_REAL(0x1p-600, 0x1p-100)));
  const V a = larger * factor, b = smaller * factor;
  V result = sqrt_of(a * a + b * b) * back;
  result = choose((M)(x != x) | (M)(y != y), all(NOT_A_NUMBER), result);
  result = choose((M)(x == INF) | (M)(y == INF), all(INF), result);
  return choose(unusual, result, usual);
}
CORE V hypot_of(V signed_x, V signed_y) {
  const V x = abs_of(signed_x), y = abs_of(signed_y);
  const V square = x * x;
  const V result = sqrt_of(fma_of(y, y, square));
  if (ROUGH) {
    const M infinite = (M)(x == INF) | (M)(y == INF);
    return choose(infinite, all(INF), result);
  }
  const V larger = max_of(x, y);
  const M unusual = ~((M)(larger < C(BY_REAL(0x1p500, 0x1p60))) & (M)(larger > C(BY_REAL(0x1p-450, 0x1p-50))) & (M)(x == x));
  if (__builtin_expect(any_set(unusual), 0)) return hypot_rare(x, y, result, unusual);
  return result;
}

/* The larger plus log(1 + base^-|x - y|) to that base; `ln` is the base's logarithm. */
CORE V logaddexp_by(V x, V y, REAL ln) {
  const V larger = max_of(x, y);
  const V distance = abs_of(x - y);
  const V result = larger + log1p_core(exp_of(-distance * ln)) * (1 / ln);
  /* Equal infinities have no distance, and what is not a number has none to anything. */
  return choose((M)(distance == distance), result, choose((M)(x == y), x, x + y));
}
CORE V logaddexp_of(V x, V y) { return logaddexp_by(x, y, 1); }
CORE V logaddexp2_of(V x, V y) { return logaddexp_by(x, y, C(LN2)); }
#endif
