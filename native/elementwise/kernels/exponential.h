/* Exponentials. x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts, and a polynomial for exp(r). */
#ifndef STRIDED_EXPONENTIAL_H
#define STRIDED_EXPONENTIAL_H
#include "lanes.h"
#include "polynomials.h"

#define LOG2_E 0x1.71547652b82fep+0
/* So few digits that k LN2_HIGH is exact. */
#define LN2_HIGH BY_REAL(0x1.62e42fefa3800p-1, 0x1.62e4p-1)
#define LN2_LOW BY_REAL(0x1.ef35793c76730p-45, 0x1.7f7d1cp-20)
#define LN2 0x1.62e42fefa39efp-1

/* The nearest whole number to x / ln 2, and what that leaves of x. */
CORE V whole_part(V x) { return fma_of(x, all(LOG2_E), all(MAGIC)) - MAGIC; }

CORE V remainder_ln2(V x, V k) {
  return fma_of(-k, all(LN2_LOW), fma_of(-k, all(LN2_HIGH), x));
}

/* e 2^k for e in [1/2, 2], also where the result is subnormal or overflows: then in two factors, rounding once. */
CORE V scale(V e, V k) {
#if ROUGH
  return (V)((M)e + ((M)(k + MAGIC) << MANTISSA));
#elif ST_ISA_LEVEL == ST_AVX512
  return (V)BY_REAL(_mm512_scalef_pd((__m512d)e, (__m512d)k), _mm512_scalef_ps((__m512)e, (__m512)k));
#else
  if (!any_set((M)(abs_of(k) > BIAS - 3))) return (V)((M)e + ((M)(k + MAGIC) << MANTISSA));
  const V half = (k * C(0.5) + MAGIC) - MAGIC;
  return e * power_of_two(half) * power_of_two(k - half);
#endif
}

/* exp(r) 2^k. */
CORE V exp_scaled(V r, V k) {
  const V e = 1 + fma_of(r * r, POLYNOMIAL(exp)(r), r);
  return scale(e, k);
}

CORE V exp_of(V input) {
  const V x = SINGLE ? clamp(input, -105, 90) : clamp(input, -746, 710);
  const V k = whole_part(x);
  return exp_scaled(remainder_ln2(x, k), k);
}

CORE V exp2_of(V input) {
  const V x = SINGLE ? clamp(input, -151, 129) : clamp(input, -1076, 1025);
  const V k = (x + MAGIC) - MAGIC;
  return exp_scaled((x - k) * C(LN2), k);
}

/* exp(x) - 1 from exp(r) - 1 and 2^k, halved so that the largest results do not overflow on the way. */
CORE V expm1_of(V input) {
  const V x = clamp(input, -50, SINGLE ? 89 : 710);
  const V k = whole_part(x);
  const V r = remainder_ln2(x, k);
  const V p = fma_of(r * r, POLYNOMIAL(exp)(r), r);
  const V half = power_of_two(k - 1);
  const V result = 2 * fma_of(p, half, half - C(0.5));
  return with_sign(choose((M)(k == 0), p, result), input);
}
#endif
