/* One feature of the Jensen-Shannon divergence: p log(p / m) + q log(q / m), m = (p + q) / 2, for p, q >= 0.
 *
 * p = 2^k z m with z in [2/3, 3/2]: log(p / m) = k log 2 + 2 atanh(s), s = (z - 1) / (z + 1) = (p - M) / (p + M) with
 * M = 2^k m, and likewise for q, so one reciprocal serves both logarithms. k comes from the difference of the bit
 * patterns, which is log2 of the ratio to within 0.09.
 * Where p and q are close (both k = 0) the two linear terms cancel to second order; they are then taken together,
 * 2 (p s_p + q s_q) = 4 m ((p - q) / 2)^2 / ((p + m)(q + m)), so that small divergences keep all their bits.
 * Values below V_LEAST count as that inside the logarithm, which changes a term by less than V_LEAST times 10^3. */
#ifndef STRIDED_JENSENSHANNON_H
#define STRIDED_JENSENSHANNON_H
#include "real.h"

#if ST_REAL_BITS == 64
typedef uint64_t word;
#define V_LEAST 0x1p-500
#define V_WHOLE 0x1p52 /* integers show in its low bits */
#else
typedef uint32_t word;
#define V_LEAST 0x1p-60f
#define V_WHOLE 0x1p23f
#endif
typedef word words __attribute__((vector_size(ST_VECTOR_BYTES)));
#define V_ONE_EXPONENT ((word)1 << MANTISSA_BITS)

/* 2^k m in *scaled, and k. twice_m is 2 m; part lies between V_LEAST and 2 m. */
ST_INLINE vec jensenshannon_exponent(vec part, vec twice_m, vec *scaled) {
  words ratio = (words)part - (words)twice_m + (V_ONE_EXPONENT + V_ONE_EXPONENT / 2);
  words exponent = ratio & ~(V_ONE_EXPONENT - 1);
  *scaled = (vec)((words)twice_m + (exponent - V_ONE_EXPONENT));
  words biased = (ratio + ((word)EXPONENT_BIAS << MANTISSA_BITS)) >> MANTISSA_BITS;
  return (vec)(biased | (words)v_set((real)V_WHOLE)) - v_set((real)(V_WHOLE + EXPONENT_BIAS));
}

/* (2 atanh(s) - 2 s) / s^3 by w = s^2 <= 0.04. */
ST_INLINE vec jensenshannon_tail(vec w) {
#if ST_REAL_BITS == 64
  vec tail = v_set(0.15120979419320074);
  tail = v_fma(tail, w, v_set(0.1528340406633245));
  tail = v_fma(tail, w, v_set(0.1818462375798202));
  tail = v_fma(tail, w, v_set(0.22222182495942971));
  tail = v_fma(tail, w, v_set(0.2857142883868142));
  tail = v_fma(tail, w, v_set(0.3999999999932651));
  return v_fma(tail, w, v_set(0.6666666666666694));
#else
  vec tail = v_fma(v_set(0.2996318014599835f), w, v_set(0.3997875055279918f));
  return v_fma(tail, w, v_set(0.6666671453329988f));
#endif
}

ST_INLINE vec jensenshannon_term(vec p, vec q) {
  const vec least = v_set((real)V_LEAST), log_of_2 = v_set((real)0x1.62e42fefa39efp-1);
  vec p_log = v_max(p, least), q_log = v_max(q, least), twice_m = p_log + q_log, difference = p - q;
  vec p_m, q_m;
  vec p_k = jensenshannon_exponent(p_log, twice_m, &p_m), q_k = jensenshannon_exponent(q_log, twice_m, &q_m);
  vec p_sum = p_log + p_m, q_sum = q_log + q_m;
  vec inverse = v_divide(v_set(1), p_sum * q_sum);
  vec p_s = (p_log - p_m) * (q_sum * inverse), q_s = (q_log - q_m) * (p_sum * inverse);
  vec p_w = p_s * p_s, q_w = q_s * q_s;
  vec p_log_m = v_fma(p_k, log_of_2, p_s + p_s), q_log_m = v_fma(q_k, log_of_2, q_s + q_s);
  vec apart = v_fma(p, p_log_m, q * q_log_m);
  vec close = (twice_m * v_set((real)0.5)) * (difference * difference) * inverse;
  vec linear = v_select((bits)(p_k == 0) & (bits)(q_k == 0), close, apart);
  return v_fma(p * p_s, p_w * jensenshannon_tail(p_w), v_fma(q * q_s, q_w * jensenshannon_tail(q_w), linear));
}
#endif
