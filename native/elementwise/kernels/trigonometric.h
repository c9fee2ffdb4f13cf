/* Sine, cosine and tangent.
 *
 * x = k pi / 2 + r with |r| <= pi / 4, polynomials for sin(r) and cos(r), and k modulo 4 says which of them with which
 * sign. pi is cut into parts whose products with k are exact where it matters, and what r loses to rounding is carried
 * as `low`. For float32, sin and cos take x = k pi + r, |r| <= pi / 2, and one polynomial.
 *
 * From LARGE on the digits of 1 / pi are multiplied out as M. H. Payne and R. N. Hanek do ("Radian reduction for
 * trigonometric functions", SIGNUM Newsletter 18, 1983), lane by lane: any float64 is reduced to full precision. */
#ifndef STRIDED_TRIGONOMETRIC_H
#define STRIDED_TRIGONOMETRIC_H
#include "lanes.h"
#include "polynomials.h"

/* k stays below 2^20. */
#define LARGE C(BY_REAL(0x1p20, 0x1p17))
#define INVERSE_PI 0x1.45f306dc9c883p-2

/* x - k pi / 2 as r + low, and k: its lowest two bits count. */
typedef struct angle {
  V r, low;
  M k;
} angle;

CORE angle remove_quarters(V x) {
  angle a;
  const V magic_k = fma_of(x, all(2 * INVERSE_PI), all(MAGIC));
  const V k = magic_k - MAGIC;
  a.k = (M)magic_k;
#if FUSED
  const V part = all(BY_REAL(0x1.1a62633145c07p-54, -0x1.777a5cp-25));
  const V first = fma_of(-k, all(BY_REAL(0x1.921fb54442d18p+0, 0x1.921fb6p+0)), x);
  const V second = k * part;
  const V second_low = fma_of(k, part, -second);
  const V third = k * C(BY_REAL(-0x1.f1976b7ed8fbcp-110, -0x1.ee59dap-50));
#else
  /* Parts of 32 digits: 20 more are left for k. */
  const V head = x - k * 0x1.921fb544p+0;
  const V next = k * 0x1.0b4611a6p-34;
  const V first = head - next;
  const V second = k * 0x1.3198a2ep-69;
  const V second_low = -((head - first) - next);
  const V third = k * 0x1.b839a252049c1p-104;
#endif
  a.r = first - second;
  a.low = ((first - a.r) - second) - second_low - third;
  return a;
}

#if SINGLE
/* The same for float32 arguments and k pi, where k may end in a half. In float32 the first difference is exact where it
 * is small, as x and the first part times k are multiples of 2^-23; then r rounds as often as parts are left. */
CORE V remove_halves(V x, V k) {
#if FLOAT
  const V first = fma_of(-k, all(0x1.921fb6p+1), x);
  return fma_of(-k, all(-0x1.ee59dap-49), fma_of(-k, all(-0x1.777a5cp-24), first));
#else
  return (x - k * 0x1.921fb544p+1) - k * 0x1.0b4611a626331p-33;
#endif
}
#endif

/* Bits [from, from + 192) of 1 / pi as limbs of 32, the first lowest. */
static void pi_window(int from, uint64_t *limbs) {
  const int limb = from / 32, shift = from % 32;
  for (int i = 0; i < 6; i++) {
    const uint64_t pair = (uint64_t)inverse_pi[limb + i] << 32 | inverse_pi[limb + i + 1];
    limbs[5 - i] = (uint32_t)(pair >> (32 - shift));
  }
}

/* x / pi modulo 2 for x >= LARGE, as eight limbs of 32 bits, the first lowest, in units of 2^-255. */
static void turns_of(double x, uint64_t *turns) {
  union {
    double value;
    uint64_t bits;
  } number = {x};
  const int exponent = (int)(number.bits >> 52 & 2047) - 1075;
  const uint64_t whole = (number.bits & 0xfffffffffffffu) | 0x10000000000000u;
  uint64_t window[6], product[9] = {0};
  const int from = exponent > 1 ? exponent - 1 : 0;
  pi_window(from, window);
  for (int i = 0; i < 2; i++) {
    const uint64_t limb = i ? whole >> 32 : (uint32_t)whole;
    uint64_t carry = 0;
    for (int j = 0; j < 6; j++) {
      carry += limb * window[j] + product[i + j];
      product[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
    product[i + 6] = carry;
  }
  /* The product is in units of 2^(exponent - from - 192); up to 2^-255. */
  int up = exponent - from - 192 + 255;
  const int limbs = up / 32;
  up %= 32;
  for (int i = 7; i >= 0; i--) {
    const uint64_t high = i >= limbs ? product[i - limbs] : 0, low = i > limbs ? product[i - limbs - 1] : 0;
    turns[i] = (uint32_t)((high << 32 | low) >> (32 - up));
  }
}

/* The reduction of one huge number. */
static void reduce_huge(double x, double *r, double *low, int64_t *k) {
  uint64_t turns[8];
  turns_of(x < 0 ? -x : x, turns);
  /* The first two bits count quarters; rounding up takes the third. */
  const int up = (int)(turns[7] >> 29 & 1);
  const int64_t quarters = (int64_t)(turns[7] >> 30) + up;
  *k = x < 0 ? -quarters : quarters;
  for (int i = 7; i >= 0; i--) turns[i] = (turns[i] << 2 | (i > 0 ? turns[i - 1] >> 30 : 0)) & 0xffffffffu;
  if (up)
    for (int i = 0; i < 8; i++) turns[i] ^= 0xffffffffu;
  /* The fraction's first 64 bits that are not 0, and how many were before them. */
  int top = 7;
  while (top > 2 && turns[top] == 0) top--;
  const uint64_t first = turns[top] << 32 | turns[top - 1];
  const int zeros = first ? __builtin_clzll(first) : 0;
  const uint64_t fraction = zeros ? first << zeros | turns[top - 2] >> (32 - zeros) : first;
  /* times pi 2^62, high half of the product: good for 62 bits. */
  const uint64_t pi_high = 0xc90fdaa2u, pi_low = 0x2168c235u;
  const uint64_t f_high = fraction >> 32, f_low = (uint32_t)fraction;
  const uint64_t angle = f_high * pi_high + (f_high * pi_low >> 32) + (f_low * pi_high >> 32);
  union {
    uint64_t bits;
    double value;
  } unit = {(uint64_t)(1023 - 63 - 32 * (7 - top) - zeros) << 52};
  const double sign = (x < 0) != up ? -unit.value : unit.value;
  *r = (double)(int64_t)(angle >> 11 << 10) * 2 * sign;
  *low = (double)(int64_t)(angle & 2047) * sign;
}

CORE M is_large(V x) { return (M)(abs_of(x) >= LARGE); }

/* Puts the lanes beyond LARGE right; infinities become NaN. */
RARE angle remove_many_quarters(V x, angle a) {
  const M large = is_large(x);
  for (int lane = 0; lane < LANES; lane++) {
    if (!large[lane]) continue;
    double r = __builtin_nan(""), low = 0;
    int64_t k = 0;
    if (x[lane] - x[lane] == 0) reduce_huge(x[lane], &r, &low, &k);
    a.r[lane] = (REAL)r;
    a.low[lane] = (REAL)(r - a.r[lane] + low);
    a.k[lane] = (BY_REAL(int64_t, int32_t))k;
  }
  return a;
}

CORE angle reduce(V x) {
  const angle a = remove_quarters(x);
  if (__builtin_expect(any_set(is_large(x)), 0)) return remove_many_quarters(x, a);
  return a;
}

CORE V sin_quarter(angle a, V z) { return a.r + fma_of(a.r * z, POLYNOMIAL(sin_quarter)(z), a.low); }
CORE V cos_quarter(angle a, V z) {
  const V half = z * C(0.5), head = 1 - half;
  return head + (((1 - head) - half) + fma_of(z * z, POLYNOMIAL(cos_quarter)(z), -a.r * a.low));
}

/* sin(x + quarters pi / 2). */
CORE V sin_shifted(V x, int quarters) {
  const angle a = reduce(x);
  const V z = a.r * a.r;
  const M k = a.k + quarters;
  return flip_sign(choose((k & 1) != 0, cos_quarter(a, z), sin_quarter(a, z)), (k & 2) << (SIGN_SHIFT - 1));
}

#if SINGLE
CORE V sin_half(V r) { return fma_of(r * (r * r), polynomial_sin_f32(r * r), r); }
RARE V sin_rare(V x, V usual, int quarters) { return choose(is_large(x), sin_shifted(x, quarters), usual); }

/* A sum of 0 and -0 would lose the sign. */
CORE V sin_of(V x) {
  const V magic_k = fma_of(x, all(C(INVERSE_PI)), all(MAGIC));
  const V sine = flip_sign(sin_half(remove_halves(x, magic_k - MAGIC)), (M)magic_k << SIGN_SHIFT);
  const V result = choose((M)(x == 0), x, sine);
  if (__builtin_expect(any_set(is_large(x)), 0)) return sin_rare(x, result, 0);
  return result;
}
/* x = (k - 1/2) pi + r. */
CORE V cos_of(V x) {
  const V magic_k = fma_of(x, all(C(INVERSE_PI)), all(C(0.5))) + MAGIC;
  const V result = flip_sign(sin_half(remove_halves(x, magic_k - MAGIC - C(0.5))), (M)magic_k << SIGN_SHIFT);
  if (__builtin_expect(any_set(is_large(x)), 0)) return sin_rare(x, result, 1);
  return result;
}
#else
/* A sum of 0 and -0 would lose the sign. */
CORE V sin_of(V x) { return choose((M)(x == 0), x, sin_shifted(x, 0)); }
CORE V cos_of(V x) { return sin_shifted(x, 1); }
#endif

CORE V tan_of(V x) {
  const angle a = reduce(x);
  const V z = a.r * a.r;
  const V sine = sin_quarter(a, z), cosine = cos_quarter(a, z);
  const M odd = (a.k & 1) != 0;
  const V result = flip_sign(choose(odd, cosine, sine) / choose(odd, sine, cosine), (a.k & 1) << SIGN_SHIFT);
  return choose((M)(x == 0), x, result);
}
#endif
