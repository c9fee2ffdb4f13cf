/* The Jensen-Shannon divergence of rows p and q of probabilities, sum p log(p / m) + q log(q / m), m = (p + q) / 2.
 *
 * Quickly, with one logarithm per feature: n features, P = p n / 2, u = P + Q, and D the row's own sum p log(p n), which
 * preparation leaves in its term:
 *     divergence = D_p + D_q - 2/n sum u log u
 * Measured from the uniform distribution like this, the sums are hardly larger than the divergence unless the rows are
 * alike. The absolute terms of a row sum to at most D + 2/e, so where the divergence is below 1/16 of that bound it is
 * computed again (jensenshannon_close), by pairs of logarithms that cancel to second order term by term.
 *
 * Logarithms: u = 2^k z, log u = k log 2 + 2 atanh(s), s = (z - 1) / (z + 1). */
#ifndef STRIDED_JENSENSHANNON_H
#define STRIDED_JENSENSHANNON_H
#include "../direct.h"
#include "shape.h"

#if ST_REAL_BITS == 64
typedef uint64_t word;
#define V_LEAST 0x1p-500
#define V_WHOLE 0x1p52 /* integers show in its low bits */
#define V_SQRT_HALF ((word)0x3FE6A09E667F3BCD)
#else
typedef uint32_t word;
#define V_LEAST 0x1p-60f
#define V_WHOLE 0x1p23f
#define V_SQRT_HALF ((word)0x3F3504F3)
#endif
typedef word words __attribute__((vector_size(ST_VECTOR_BYTES)));
#define V_ONE_EXPONENT ((word)1 << MANTISSA_BITS)
#define V_EXPONENT_MASK (~(V_ONE_EXPONENT - 1))

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

/* log u for 0 < u; any finite number for 0. */
ST_INLINE vec jensenshannon_logarithm(vec u) {
  words offset = (words)u - V_SQRT_HALF;
  vec z = (vec)((words)u - (offset & V_EXPONENT_MASK));
  words biased = (offset + ((word)EXPONENT_BIAS << MANTISSA_BITS)) >> MANTISSA_BITS;
  vec k = (vec)(biased | (words)v_set((real)V_WHOLE)) - v_set((real)(V_WHOLE + EXPONENT_BIAS));
  vec s = v_divide(z - v_set(1), z + v_set(1)), w = s * s;
  return v_fma(s * w, jensenshannon_tail(w), v_fma(k, v_set((real)0x1.62e42fefa39efp-1), s + s));
}

/* 2^k m in *scaled, and k, for log(part / m) = k log 2 + log(part / (2^k m)) with that quotient in [2/3, 3/2]: k comes
 * from the difference of the bit patterns, which is log2 of the ratio to within 0.09. part is at least V_LEAST. */
ST_INLINE vec jensenshannon_exponent(vec part, vec twice_m, vec *scaled) {
  words ratio = (words)part - (words)twice_m + (V_ONE_EXPONENT + V_ONE_EXPONENT / 2);
  words exponent = ratio & V_EXPONENT_MASK;
  *scaled = (vec)((words)twice_m + (exponent - V_ONE_EXPONENT));
  words biased = (ratio + ((word)EXPONENT_BIAS << MANTISSA_BITS)) >> MANTISSA_BITS;
  return (vec)(biased | (words)v_set((real)V_WHOLE)) - v_set((real)(V_WHOLE + EXPONENT_BIAS));
}

/* p log(p / m) + q log(q / m). With M = 2^k m, s = (p - M) / (p + M), and likewise for q; where both k are 0 the linear
 * terms 2 (p s_p + q s_q) are taken together, as 4 m ((p - q) / 2)^2 / ((p + m)(q + m)). Values below V_LEAST count as that
 * inside the logarithm, which changes a term by less than V_LEAST times 10^3. */
ST_INLINE vec jensenshannon_term(vec p, vec q) {
  const vec least = v_set((real)V_LEAST), log_of_2 = v_set((real)0x1.62e42fefa39efp-1), zero = v_set(0);
  vec p_log = v_max(p, least), q_log = v_max(q, least), twice_m = p_log + q_log, difference = p - q, p_m, q_m;
  vec p_k = jensenshannon_exponent(p_log, twice_m, &p_m), q_k = jensenshannon_exponent(q_log, twice_m, &q_m);
  vec p_sum = p_log + p_m, q_sum = q_log + q_m, inverse = v_reciprocal(p_sum * q_sum);
  vec p_s = (p_log - p_m) * (q_sum * inverse), q_s = (q_log - q_m) * (p_sum * inverse);
  vec p_w = p_s * p_s, q_w = q_s * q_s;
  const bits near = (bits)(p_k == 0) & (bits)(q_k == 0);
  vec close = (twice_m * inverse) * (difference * (difference * v_set((real)0.5)));
  vec p_linear = v_select(near, zero, v_fma(p_k, log_of_2, p_s + p_s));
  vec q_linear = v_select(near, zero, v_fma(q_k, log_of_2, q_s + q_s));
  vec p_logarithm = v_fma(p_s * p_w, jensenshannon_tail(p_w), p_linear);
  vec q_logarithm = v_fma(q_s * q_w, jensenshannon_tail(q_w), q_linear);
  return v_fma(p, p_logarithm, v_fma(q, q_logarithm, v_select(near, close, zero)));
}

/* The divergence of a row and one vector of packed columns, times n / 2, from terms that do not cancel. */
static __attribute__((noinline)) vec jensenshannon_close(const real *x, const real *columns, int64_t features) {
  vec sum = v_set(0);
  for (int64_t f = 0; f < features; f++) sum += jensenshannon_term(v_set(x[f]), v_load(columns + f * PANEL));
  return sum;
}

/* `sum` is that of u log u; the terms are D, or infinity where a row is no distribution: then so is the distance,
 * whatever the other row holds. constant[0]: 2 log(base); constant[1]: 2 / n. */
ST_INLINE vec jensenshannon_finish(vec sum, vec term_x, vec term_y, const st_distance_job *job, const real *x,
                                   const real *columns) {
  const vec scale = v_set((real)job->constant[1]), infinity = v_set((real)__builtin_inf()), terms = term_x + term_y;
  vec divergence = v_fma(-scale, sum, terms);
  const bits close = (bits)(divergence * v_set(16) < terms + v_set((real)1.5));
  if (v_any(close)) divergence = v_select(close, scale * jensenshannon_close(x, columns, job->features), divergence);
  const bits impossible = (bits)(term_x == infinity) | (bits)(term_y == infinity);
  return v_select(impossible, infinity, v_sqrt(divergence / v_set((real)job->constant[0])));
}
#endif
