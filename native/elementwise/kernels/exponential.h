/* Exponentials. x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts, and a polynomial for exp(r). */
#ifndef STRIDED_EXPONENTIAL_H
#define STRIDED_EXPONENTIAL_H
#include "lanes.h"
#include "polynomials.h"

#define LOG2_E 0x1.71547652b82fep+0
/* So few digits that k LN2_HIGH is exact. */
#define LN2_HIGH 0x1.62e42fefa3800p-1
#define LN2_LOW 0x1.ef35793c76730p-45
#define LN2 0x1.62e42fefa39efp-1

CORE V exp_tail(V r, int single) { return single ? polynomial_exp_f32(r) : polynomial_exp_f64(r); }

/* x between low and high; NaN stays. */
CORE V clamp(V x, double low, double high) { return st_min_f64(all(high), st_max_f64(all(low), x)); }

/* The nearest whole number to x and what is left of x, for x in units of ln 2 / factor. */
CORE V whole_part(V x, double factor) { return fma_of(x, all(factor), all(MAGIC)) - MAGIC; }

CORE V remainder_ln2(V x, V k) {
  return fma_of(-k, all(LN2_LOW), fma_of(-k, all(LN2_HIGH), x));
}

/* e 2^k for e in [1/2, 2], also where the result is subnormal or overflows: then in two factors, rounding once. */
CORE V scale(V e, V k, int single) {
  if (single) return (V)((M)e + ((M)(k + MAGIC) << 52));
#if ST_ISA_LEVEL == ST_AVX512
  return (V)_mm512_scalef_pd((__m512d)e, (__m512d)k);
#else
  if (!st_any_set((M)(st_abs_f64(k) > 1020))) return (V)((M)e + ((M)(k + MAGIC) << 52));
  const V half = (k * 0.5 + MAGIC) - MAGIC;
  return e * power_of_two(half) * power_of_two(k - half);
#endif
}

/* exp(r) 2^k. */
CORE V exp_scaled(V r, V k, int single) {
  const V e = 1 + fma_of(r * r, exp_tail(r, single), r);
  return scale(e, k, single);
}

CORE V exp_of(V input, int single) {
  const V x = single ? clamp(input, -105, 90) : clamp(input, -746, 710);
  const V k = whole_part(x, LOG2_E);
  return exp_scaled(remainder_ln2(x, k), k, single);
}

CORE V exp2_of(V input, int single) {
  const V x = single ? clamp(input, -151, 129) : clamp(input, -1076, 1025);
  const V k = (x + MAGIC) - MAGIC;
  return exp_scaled((x - k) * LN2, k, single);
}

/* exp(x) - 1 from exp(r) - 1 and 2^k, halved so that the largest results do not overflow on the way. */
CORE V expm1_of(V input, int single) {
  const V x = clamp(input, -50, single ? 90 : 710);
  const V k = whole_part(x, LOG2_E);
  const V r = remainder_ln2(x, k);
  const V p = fma_of(r * r, exp_tail(r, single), r);
  const V half = power_of_two(k - 1);
  const V result = 2 * fma_of(p, half, half - 0.5);
  return with_sign(choose((M)(k == 0), p, result), input);
}
#endif
