/* The tails of the ziggurats: log(1 + x) with the roundings of src/random/exact/log1p.ts, where the method is told. */
#include <math.h>
#include "words.h"

static inline uint32_t high_word(double x) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  return (uint32_t)(bits >> 32);
}

/* x in [1, 2) or so times 2^k: the fraction of `high` with another exponent, and k. */
static inline double rescaled(double x, uint32_t high) {
  uint64_t bits;
  memcpy(&bits, &x, 8);
  bits = (bits & 0xffffffffULL) | ((uint64_t)high << 32);
  memcpy(&x, &bits, 8);
  return x;
}

double st_random_log1p(double x) {
  if (fabs(x) < 0x1p-29) return fabs(x) < 0x1p-54 ? x : x - x * x * 0.5;
  double k = 0, f = x, correction = 0;
  int near_one = 0;
  if (high_word(x) > 0xbfd2bec3 || (x > 0 && high_word(x) >= 0x3fda827a)) {
    const double sum = 1 + x;
    const uint32_t high = high_word(sum), fraction = high & 0xfffff;
    const int exponent = (int)(high >> 20) - 1023;
    correction = (exponent > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
    k = fraction < 0x6a09e ? exponent : exponent + 1;
    f = rescaled(sum, fraction | (fraction < 0x6a09e ? 0x3ff00000 : 0x3fe00000)) - 1;
    near_one = (fraction < 0x6a09e ? fraction : (0x100000 - fraction) >> 2) == 0;
  }
  const double ln2_high = 0.6931471803691238, ln2_low = 1.9082149292705877e-10;
  const double half = 0.5 * f * f, low = fma(k, ln2_low, correction);
  if (near_one) {
    if (f == 0) return k == 0 ? 0 : fma(k, ln2_high, low);
    const double rest = half * fma(-0.6666666666666666, f, 1);
    return k == 0 ? f - rest : fma(k, ln2_high, -(rest - low - f));
  }
  const double s = f / (2 + f), z = s * s, z2 = z * z, z4 = z2 * z2;
  double polynomial = fma(z, 0.6666666666666735, z2 * fma(0.2857142874366239, z, 0.3999999999940942));
  polynomial = fma(z4, fma(0.1818357216161805, z, 0.22222198432149784), polynomial);
  polynomial = fma(z2 * z4, fma(0.14798198605116586, z, 0.15313837699209373), polynomial);
  const double product = (polynomial + half) * s;
  if (k == 0) return f - (half - product);
  return fma(k, ln2_high, -(half - (low + product) - f));
}

float st_random_log1p32(float x) {
  if (x > -0x1p-29f) return x;
  float f = x, correction = 0, k = 0;
  int near_one = 0;
  uint32_t bits;
  memcpy(&bits, &x, 4);
  if (bits > 0xbe95f61f) {
    const float sum = 1 + x;
    memcpy(&bits, &sum, 4);
    const int exponent = (int)(bits >> 23) - 127;
    const uint32_t fraction = bits & 0x7fffff;
    correction = (exponent > 0 ? 1 - (sum - x) : x - (sum - 1)) / sum;
    k = (float)(fraction < 0x3504f7 ? exponent : exponent + 1);
    bits = fraction | (fraction < 0x3504f7 ? 0x3f800000 : 0x3f000000);
    memcpy(&f, &bits, 4);
    f -= 1;
    near_one = (fraction < 0x3504f7 ? fraction : (0x800000 - fraction) >> 2) == 0;
  }
  const float ln2_high = 6.9313812256e-1f, ln2_low = 9.0580006145e-6f;
  const float low = k * ln2_low + correction, half = 0.5f * f * f;
  if (near_one) {
    if (f == 0) return k == 0 ? 0 : k * ln2_high + (correction + k * ln2_low);
    const float rest = half * (1 - 0.6666666666666666f * f);
    return k == 0 ? f - rest : k * ln2_high - (rest - low - f);
  }
  const float s = f / (2 + f), z = s * s;
  static const float coefficients[] = {6.6666668653e-1f, 4.0000000596e-1f, 2.8571429849e-1f, 2.2222198546e-1f,
                                       1.818357259e-1f,  1.5313838422e-1f, 1.479819864e-1f};
  float polynomial = 0;
  for (int at = 6; at >= 0; at--) polynomial = z * (coefficients[at] + polynomial);
  const float product = s * (half + polynomial);
  if (k == 0) return f - (half - product);
  return k * ln2_high - (half - (product + low) - f);
}
