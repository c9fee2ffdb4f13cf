/* exp, log, pow and expm1 as src/random/exact computes them, bit for bit, where the methods are told; and log and pow of
 * float32 numbers. Here the fused operations are the processor's. Included by sources of kernels/: all is static. */
#ifndef STRIDED_RANDOM_EXACT_H
#define STRIDED_RANDOM_EXACT_H
#include <math.h>
#include <string.h>
#include "../strided.h"
#include "tables.gen.h"

typedef union double_bits {
  double value;
  uint64_t bits;
} double_bits;
static inline double double_of(uint64_t bits) { return (double_bits){.bits = bits}.value; }
static inline uint64_t bits_of(double x) { return (double_bits){.value = x}.bits; }
/* 2^k, -1022 <= k <= 1023. */
static inline double power_of_two(int k) { return double_of((uint64_t)(k + 1023) << 52); }

/* What e^(x + rest) is made of: 2^octave scale (1 + polynomial). */
typedef struct exp_parts {
  double scale, polynomial;
  int octave;
} exp_parts;

static inline exp_parts exp_split(double x, double rest) {
  const double shift = 0x1.8p52;
  const double k = fma(x, 184.6649652337873, shift) - shift;
  const double r = fma(k, -1.2864023111638346e-14, fma(k, -0.005415212348111709, x)) + rest;
  const int whole = (int)k, i = whole & 127;
  const double r2 = r * r;
  const double low = fma(fma(0.16666666666665886, r, 0.49999999999996786), r2, double_of(exp_table[2 * i]) + r);
  const double polynomial = fma(r2 * r2, fma(r, 0.008333335853059549, 0.0416666808410674), low);
  return (exp_parts){double_of(exp_table[2 * i + 1] + ((uint64_t)i << 45)), polynomial, (whole - i) / 128};
}

/* |x| >= 512: large, or so small that the last bits may be lost, which is rounded once. */
static __attribute__((noinline)) double exp_far(double x, double rest) {
  if (isnan(x)) return x;
  if (fabs(x) >= 1024) return x > 0 ? INFINITY : 0;
  const exp_parts parts = exp_split(x, rest);
  if (x > 0) {
    const double base = parts.scale * power_of_two(parts.octave - 1009);
    return fma(base, parts.polynomial, base) * 0x1p1009;
  }
  const double base = parts.scale * power_of_two(parts.octave + 1022);
  const double part = base * parts.polynomial;
  double sum = base + part;
  if (sum < 1) {
    const double above = 1 + sum;
    sum = above + (1 - above + sum + (base - sum + part)) - 1;
  }
  return sum * 0x1p-1022;
}

/* e^(x + rest). */
static inline double exp_sum(double x, double rest) {
  if (!(fabs(x) < 512)) return exp_far(x, rest);
  if (fabs(x) < 0x1p-54) return 1 + x;
  const exp_parts parts = exp_split(x, rest);
  return fma(parts.scale, parts.polynomial, parts.scale) * power_of_two(parts.octave);
}
static inline double exact_exp(double x) { return exp_sum(x, 0); }

static double log_near_one(double x) {
  if (x == 1) return 0;
  const double r = x - 1, r2 = r * r, r3 = r * r2, large = r * 0x1p27;
  const double first = fma(r2, 0.19999999999320328, fma(-0.24999999999998432, r, 0.3333333333333352));
  const double second = fma(r2, -0.12499997863982555, fma(0.14285715076560868, r, -0.16666666669929706));
  double third = fma(-0.10000486757818193, r, 0.11110712032936046);
  third = fma(r3, -0.08328363062289341, fma(r2, 0.09181994006195467, third));
  const double upper = r + large - large, square = upper * upper;
  const double high = r - 0.5 * square;
  const double low = fma(-0.5 * (r - upper), r + upper, fma(square, -0.5, r - high));
  return fma(fma(fma(third, r3, second), r3, first), r3, low) + high;
}

#define ST_LN2_HIGH 0.6931471805598903
#define ST_LN2_LOW 5.497923018708371e-14

/* x > 0, neither near one, subnormal nor infinite: no branches, so that loops are vectors. */
static inline double log_plain(double x) {
  const uint64_t bits = bits_of(x), offset = bits - 0x3fe6000000000000ULL;
  const int64_t i = (int64_t)((offset >> 44) & 254);
  const double k = (double)(int)((int64_t)offset >> 52);
  const double z = double_of(bits - (offset & 0xfff0000000000000ULL));
  const double r = fma(z, double_of(log_table[i]), -1);
  const double start = k * ST_LN2_HIGH + double_of(log_table[i + 1]);
  const double high = start + r, low = fma(k, ST_LN2_LOW, start - high + r), r2 = r * r;
  const double upper = fma(r, -0.16667054827627667, 0.20000304511814496);
  const double polynomial = fma(upper, r2, fma(-0.2499999999622955, r, 0.33333333331825593));
  return fma(r * r2, polynomial, fma(r2, -0.5000000000000001, low)) + high;
}

static inline double exact_log(double x) {
  if (x >= 0.9375 && x < 1.064697265625) return log_near_one(x);
  if (!(x >= 0x1p-1022 && x < INFINITY)) return x == 0 ? -INFINITY : x > 0 ? log(x) : NAN;
  return log_plain(x);
}

/* The logarithms of n positive numbers that are not subnormal; those near one, which are few, again one by one. */
static inline void exact_logs(int n, double *restrict out, const double *restrict x) {
  for (int i = 0; i < n; i++) out[i] = log_plain(x[i]);
  for (int i = 0; i < n; i++)
    if (__builtin_expect((x[i] >= 0.9375) & (x[i] < 1.064697265625), 0)) out[i] = log_near_one(x[i]);
}

/* x >= 0, not subnormal nor infinite; 1e-18 < |y| < 1e6. */
static inline double exact_pow(double x, double y) {
  if (x == 0) return y > 0 ? 0 : INFINITY;
  if (x == 1) return 1;
  const uint64_t bits = bits_of(x), offset = bits - 0x3fe6955500000000ULL;
  const int i = 3 * (int)((offset >> 45) & 127);
  const double k = (double)(int)((int64_t)offset >> 52);
  const double z = double_of(bits - (offset & 0xfff0000000000000ULL));
  const double r = fma(z, double_of(pow_table[i]), -1);
  const double start = k * ST_LN2_HIGH + double_of(pow_table[i + 1]);
  const double sum = start + r, half = -0.5 * r, half2 = r * half, high = sum + half2;
  const double inner = fma(fma(r, 1.0000415263675542, -1.142909628459501), half2,
                           fma(-0.6666666663487739, r, 0.7999999995323976));
  const double polynomial = fma(half2, inner, fma(0.5000000000000007, r, -0.6666666666666679));
  const double parts = fma(k, ST_LN2_LOW, double_of(pow_table[i + 2])) + (start - sum + r) + fma(half, r, -half2) +
                       (sum - high + half2);
  const double low = fma(polynomial, r * half2, parts);
  const double logarithm = high + low, exponent = y * logarithm;
  return exp_sum(exponent, fma(y, high - logarithm + low, fma(logarithm, y, -exponent)));
}

/* 2^k (1 + r - e) - 1, taken in the order that loses least. */
static inline double expm1_scaled(int k, double r, double e) {
  if (k == -1) return 0.5 * (r - e) - 0.5;
  if (k == 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k == 1024) return (1 - (e - r)) * 2 * 0x1p1023;
  if (k <= -2 || k > 56) return (1 - (e - r)) * power_of_two(k) - 1;
  if (k < 20) return (1 - power_of_two(-k) - (e - r)) * power_of_two(k);
  return (r - (e + power_of_two(-k)) + 1) * power_of_two(k);
}

static inline double exact_expm1(double x) {
  const double size = fabs(x);
  if (!(size >= 0x1p-54)) return x;
  if (x > 709.782712893384) return INFINITY;
  if (x < -38.81624221801758) return -1;
  int k = 0;
  double r = x, correction = 0;
  if (size > 0.34657287597656256) {
    const double sign = x < 0 ? -1 : 1;
    k = size < 1.0397205352783205 ? (int)sign : (int)(1.4426950408889634 * x + 0.5 * sign);
    const double high = fma(-(double)k, 0.6931471803691238, x), low = (double)k * 1.9082149292705877e-10;
    r = high - low;
    correction = high - r - low;
  }
  const double half = 0.5 * r, half2 = r * half, half4 = half2 * half2;
  const double early = fma(half4, fma(-7.93650757867488e-5, half2, 0.0015873015872548146),
                           fma(half2, -0.033333333333333132, 1));
  const double r1 = fma(half4 * half4, fma(-2.0109921818362437e-7, half2, 4.008217827329362e-6), early);
  const double t = fma(-r1, half, 3);
  const double e = half2 * ((r1 - t) / fma(-r, t, 6));
  if (k == 0) return r - fma(e, r, -half2);
  return expm1_scaled(k, r, fma(e - correction, r, -correction) - half2);
}

/* For each 16th of [0.7, 1.4): 1/c, log c, log2 c. */
static const double inverse32[] = {1.398907162146528,  1.3403141896637998, 1.286432210124115,  1.2367150214269895,
                                   1.1906977166711752, 1.1479821020556429, 1.1082251448272158, 1.0711297413057381,
                                   1.036437278977283,  1,                  0.9492859795739057, 0.8951049428609004,
                                   0.8476821620351103, 0.8050314851692001, 0.7664671008843108, 0.731428603316328};
static const double log_table32[] = {
    -0.33569133332882284, -0.2929040563774074, -0.2518726580937369,  -0.21245868807117255,
    -0.17453945183745634, -0.1380057072319758, -0.10275976698545139, -0.06871392447020525,
    -0.0357891387398228,  0,                   0.05204517742929496,  0.11081431298787942,
    0.1652495223695143,   0.21687389031699977, 0.2659635028121397,   0.3127556664073557};
static const double log2_table32[] = {
    -0.48430022186289673, -0.42257122959194704, -0.3633754347673556,  -0.30651309567405577,
    -0.25180720160537634, -0.19910014943794563, -0.14825100623281615, -0.09913323807318392,
    -0.051632812977629436, 0,                   0.07508531937943004,  0.15987125980713107,
    0.2384046664317681,   0.31288288605863257,  0.38370422656453185,  0.451211048935815};

/* x = 2^k (1 + r) / inverse32[i]. */
static inline double reduce32(float x, int *i, int *k) {
  uint32_t bits;
  memcpy(&bits, &x, 4);
  const uint32_t offset = bits - 0x3f330000;
  *i = (offset >> 19) & 15;
  *k = (int32_t)offset >> 23;
  bits -= offset & 0xff800000;
  memcpy(&x, &bits, 4);
  return (double)x * inverse32[*i] - 1;
}

/* x > 0 and not subnormal. */
static inline float exact_log32(float x) {
  int i, k;
  const double r = reduce32(x, &i, &k), r2 = r * r;
  const double base = log_table32[i] + k * 0.6931471805599453;
  const double polynomial = -0.25089342214237154 * r2 + (0.333456765744066 * r - 0.4999997484802103);
  return (float)(polynomial * r2 + (base + r));
}

/* x >= 0 and not subnormal, y > 0. */
static inline float exact_pow32(float x, float y) {
  if (!(x > 0)) return 0;
  int i, k;
  const double r = reduce32(x, &i, &k), r2 = r * r;
  const double high = 0.288457581109214 * r - 0.36092606229713164;
  const double low =
      (0.480898481472577 * r - 0.7213474675006291) * r2 + (1.4426950408774342 * r + (log2_table32[i] + k));
  const double exponent = y * (high * r2 * r2 + low);
  if (!(fabs(exponent) < 150)) return exponent > 0 ? INFINITY : 0;
  const double part = floor(exponent * 32 + 0.5), rest = exponent - part / 32;
  const int whole = (int)part, row = whole & 31;
  const uint64_t bits = exp_table[8 * row + 1] + ((uint64_t)(4 * row) << 45);
  const double scale = double_of(bits) * power_of_two((whole - row) / 32);
  const double top = 0.05550361559341535 * rest + 0.2402284522445722;
  return (float)((top * rest * rest + (0.6931471806916203 * rest + 1)) * scale);
}
#endif
