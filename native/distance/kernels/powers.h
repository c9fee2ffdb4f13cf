/* x^p for x >= 0 and p > 0, both precisions: 2^(p log2 x).
 *
 * float64: log2 x is carried as a high and a low part, by the method of fdlibm's e_pow.c (Sun Microsystems, 1993: high
 * parts of 26 bits whose products are exact, so that no fused operation is needed and every instruction set gives
 * nearly the same); largest error found 0.8 ulp. x is scaled to [sqrt(1/2), sqrt(2)), so s = (x-1)/(x+1) is below
 * 0.172 and 2 atanh(s) = log x needs eight coefficients past s^3 (relative error 2^-68).
 * float32: the same in plain float64, with fewer coefficients (2^-32 before rounding).
 * 0, infinity and NaN come back as they are. */
#ifndef STRIDED_POWERS_H
#define STRIDED_POWERS_H
#include "real.h"

#define P_SPLIT (INT64_MIN >> 36) /* keeps 26 bits of the mantissa */
#define P_SQRT_HALF 0x3FE6A09E667F3BCD
#define P_HUGE 0x1p70 /* a larger p overflows or vanishes for every x but 1 */

ST_INLINE st_f64v p_high(st_f64v v) { return (st_f64v)((st_i64v)v & (P_SPLIT - (st_i64v){0})); }

/* The exponent k with x / 2^k in [sqrt(1/2), sqrt(2)), and that quotient in *scaled. */
ST_INLINE st_f64v p_exponent(st_f64v x, st_f64v *scaled) {
  typedef uint64_t words __attribute__((vector_size(ST_VECTOR_BYTES)));
  const st_i64v tiny = (st_i64v)(x < st_set_f64(0x1p-1022));
  x = st_select_f64(tiny, x * st_set_f64(0x1p54), x);
  words offset = (words)x - (uint64_t)P_SQRT_HALF;
  *scaled = (st_f64v)((words)x - (offset & (uint64_t)(INT64_MIN >> 11)));
  /* k + 2048 in the low bits of 2^52, which is then taken away: a conversion that every instruction set has. */
  words k = ((offset + ((uint64_t)1 << 63)) >> 52) | (uint64_t)0x4330000000000000;
  return (st_f64v)k - st_set_f64(0x1p52 + 2048) - (st_f64v)((st_i64v)st_set_f64(54) & tiny);
}

/* v * 2^n for whole n, in two steps so that the result may be subnormal. */
ST_INLINE st_f64v p_scale(st_f64v v, st_f64v n) {
  const st_f64v round = st_set_f64(0x1.8p52);
  st_f64v half = (n * st_set_f64(0.5) + round) - round, rest = n - half;
  st_i64v first = ((st_i64v)(half + round) << 52) + ((int64_t)1023 << 52);
  st_i64v second = ((st_i64v)(rest + round) << 52) + ((int64_t)1023 << 52);
  return v * (st_f64v)first * (st_f64v)second;
}

ST_INLINE st_f64v power_f64(st_f64v x, double p) {
  if (p > P_HUGE) p = P_HUGE;
  union { double value; int64_t word; } split = {p};
  split.word &= P_SPLIT;
  const st_f64v p_top = st_set_f64(split.value), p_rest = st_set_f64(p - split.value);
  const st_f64v one = st_set_f64(1);
  st_f64v z, k = p_exponent(x, &z);

  /* s = (z - 1) / (z + 1), as s_top + s_rest. */
  st_f64v sum = z + one, difference = z - one, inverse = one / sum;
  st_f64v s = difference * inverse, s_top = p_high(s);
  st_f64v sum_top = p_high(sum), sum_rest = z - (sum_top - one);
  st_f64v s_rest = ((difference - s_top * sum_top) - s_top * sum_rest) * inverse;
  s = s_top + s_rest;

  /* 3 atanh(s) = s (3 + s^2 + s^4 tail). */
  st_f64v w = s * s, tail = st_set_f64(0.1758811424044814);
  tail = st_fma_f64(tail, w, st_set_f64(0.17559022326629214));
  tail = st_fma_f64(tail, w, st_set_f64(0.20002219975572072));
  tail = st_fma_f64(tail, w, st_set_f64(0.23076892194442214));
  tail = st_fma_f64(tail, w, st_set_f64(0.27272727505551897));
  tail = st_fma_f64(tail, w, st_set_f64(0.3333333333247227));
  tail = st_fma_f64(tail, w, st_set_f64(0.4285714285714407));
  tail = st_fma_f64(tail, w, st_set_f64(0.6));
  st_f64v small = st_fma_f64(w * w, tail, s_rest * (s_top + s));
  st_f64v square = s_top * s_top, factor = p_high(st_set_f64(3) + square + small);
  st_f64v factor_rest = small - ((factor - st_set_f64(3)) - square);
  st_f64v product = s_top * factor, product_rest = st_fma_f64(s_rest, factor, factor_rest * s);
  st_f64v atanh_top = p_high(product + product_rest), atanh_rest = product_rest - (atanh_top - product);

  /* log2 x = k + 2 / (3 log 2) * 3 atanh(s). */
  st_f64v log_top = st_set_f64(0x1.ec709d8p-1) * atanh_top;
  st_f64v log_rest = st_fma_f64(st_set_f64(0x1.0e80ff5d27f05p-27), atanh_top, st_set_f64(0x1.ec709dc3a03fdp-1) * atanh_rest);
  st_f64v log2_top = p_high((log_top + log_rest) + k), log2_rest = log_rest - ((log2_top - k) - log_top);

  /* 2^(p log2 x), the exponent limited to where the result is 0 or infinite anyway. */
  st_f64v top = p_top * log2_top, rest = st_fma_f64(p_rest, log2_top, st_set_f64(p) * log2_rest);
  st_f64v exponent = top + rest;
  st_i64v over = (st_i64v)(exponent > st_set_f64(1100)), under = (st_i64v)(exponent < st_set_f64(-1100));
  const st_f64v round = st_set_f64(0x1.8p52);
  st_f64v n = (exponent + round) - round;
  n = st_select_f64(over | under, st_select_f64(over, st_set_f64(1100), st_set_f64(-1100)), n);
  st_f64v f = st_select_f64(over | under, st_set_f64(0), (top - n) + rest), q = st_set_f64(4.4566754822322516e-10);
  q = st_fma_f64(q, f, st_set_f64(7.072586176137311e-09));
  q = st_fma_f64(q, f, st_set_f64(1.0178051727059746e-07));
  q = st_fma_f64(q, f, st_set_f64(1.3215442586644616e-06));
  q = st_fma_f64(q, f, st_set_f64(1.5252733853285594e-05));
  q = st_fma_f64(q, f, st_set_f64(0.00015403530441738451));
  q = st_fma_f64(q, f, st_set_f64(0.0013333558146395995));
  q = st_fma_f64(q, f, st_set_f64(0.009618129107606887));
  q = st_fma_f64(q, f, st_set_f64(0.05550410866482166));
  q = st_fma_f64(q, f, st_set_f64(0.24022650695910097));
  q = st_fma_f64(q, f, st_set_f64(0.6931471805599453));
  st_f64v power = p_scale(st_fma_f64(q, f, one), n);
  return st_select_f64((st_i64v)(x > 0) & (st_i64v)(x < st_set_f64(__builtin_inf())), power, x);
}

/* To 2^-32, for results that are rounded to float32. */
ST_INLINE st_f64v power_for_f32(st_f64v x, double p) {
  if (p > P_HUGE) p = P_HUGE;
  const st_f64v one = st_set_f64(1), round = st_set_f64(0x1.8p52);
  st_f64v z, k = p_exponent(x, &z), s = (z - one) / (z + one), w = s * s;
  st_f64v tail = st_set_f64(0.19818602681375633);
  tail = st_fma_f64(tail, w, st_set_f64(0.2216360866627761));
  tail = st_fma_f64(tail, w, st_set_f64(0.285722774073682));
  tail = st_fma_f64(tail, w, st_set_f64(0.3999999571144774));
  tail = st_fma_f64(tail, w, st_set_f64(0.6666666667013027));
  st_f64v natural = st_fma_f64(w * s, tail, s + s);
  st_f64v exponent = st_set_f64(p) * st_fma_f64(natural, st_set_f64(0x1.71547652b82fep+0), k);
  exponent = st_max_f64(st_min_f64(exponent, st_set_f64(1000)), st_set_f64(-1000));
  st_f64v n = (exponent + round) - round, f = exponent - n, q = st_set_f64(1.5307813102371977e-05);
  q = st_fma_f64(q, f, st_set_f64(0.00015461504738764487));
  q = st_fma_f64(q, f, st_set_f64(0.0013333461619872548));
  q = st_fma_f64(q, f, st_set_f64(0.009618056526907944));
  q = st_fma_f64(q, f, st_set_f64(0.055504109234714515));
  q = st_fma_f64(q, f, st_set_f64(0.2402265092300938));
  q = st_fma_f64(q, f, st_set_f64(0.6931471805542619));
  st_i64v scale = ((st_i64v)(n + round) << 52) + ((int64_t)1023 << 52);
  st_f64v power = st_fma_f64(q, f, one) * (st_f64v)scale;
  return st_select_f64((st_i64v)(x > 0) & (st_i64v)(x < st_set_f64(__builtin_inf())), power, x);
}

#if ST_REAL_BITS == 64
ST_INLINE vec v_power(vec x, double p) { return power_f64(x, p); }
#else
typedef float st_half_f32v __attribute__((vector_size(ST_VECTOR_BYTES / 2)));
typedef union { vec whole; st_half_f32v half[2]; } halves;
ST_INLINE vec v_power(vec x, double p) {
  halves in = {x}, out;
  for (int i = 0; i < 2; i++)
    out.half[i] = __builtin_convertvector(power_for_f32(__builtin_convertvector(in.half[i], st_f64v), p), st_half_f32v);
  return out.whole;
}
#endif
#endif
