/* exp and log of whole vectors, without branches. Included once per element type; T is the type, FN(name) the
 * function's name, IS_F64 which type it is. No fused operations: every instruction set gives the same bits.
 *
 * exp: x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts; a Taylor polynomial for exp(r); the power of two in two
 * factors, so that results in the subnormal range round once. Worst of 8 million: 0.94 ULP, float32 1.03.
 * log: x = 2^k m with m in [sqrt(1/2), sqrt(2)), and the polynomial in s = f / (2 + f), f = m - 1, of fdlibm's e_log.c
 * and e_logf.c (Sun Microsystems 1993; the coefficients are theirs). Worst of 8 million: 0.85 ULP, float32 0.84. */

#if IS_F64
typedef int64_t FN(signed_bits);
typedef uint64_t FN(unsigned_bits);
#define MAGIC 0x1.8p52
#define MANTISSA 52
#define BIAS 1023
#else
typedef int32_t FN(signed_bits);
typedef uint32_t FN(unsigned_bits);
#define MAGIC 0x1.8p23f
#define MANTISSA 23
#define BIAS 127
#endif
#define LANES (ST_VECTOR_BYTES / (int)sizeof(T))

typedef T FN(vector) __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef FN(signed_bits) FN(mask) __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef FN(unsigned_bits) FN(bits) __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef T FN(unaligned) __attribute__((vector_size(ST_VECTOR_BYTES), aligned(sizeof(T)), may_alias));
#define V FN(vector)
#define M FN(mask)
#define B FN(bits)

static inline V FN(all)(T x) { return x - (V){0}; }
/* x where the mask is set, y elsewhere. */
static inline V FN(choose)(M mask, V x, V y) { return (V)((mask & (M)x) | (~mask & (M)y)); }

/* 2^k for a whole k that a normal number can have as exponent. */
static inline V FN(power_of_two)(V k) { return (V)(((B)(k + MAGIC) + BIAS) << MANTISSA); }

static inline V FN(exp_of)(V input) {
#if IS_F64
  const T lowest = -746.0, highest = 710.0, log2e = 0x1.71547652b82fep+0;
  const T ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
#else
  const T lowest = -104.0f, highest = 89.0f, log2e = 0x1.715476p+0f;
  const T ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f;
#endif
  V x = FN(choose)(input < lowest, FN(all)(lowest), input);
  x = FN(choose)(x > highest, FN(all)(highest), x);
  V k = (x * log2e + MAGIC) - MAGIC;
  V r = (x - k * ln2_high) - k * ln2_low;
#if IS_F64
  V p = FN(all)(1.0 / 6227020800);
  p = p * r + 1.0 / 479001600;
  p = p * r + 1.0 / 39916800;
  p = p * r + 1.0 / 3628800;
  p = p * r + 1.0 / 362880;
  p = p * r + 1.0 / 40320;
  p = p * r + 1.0 / 5040;
  p = p * r + 1.0 / 720;
  p = p * r + 1.0 / 120;
  p = p * r + 1.0 / 24;
  p = p * r + 1.0 / 6;
  p = p * r + 0.5;
#else
  V p = FN(all)(1.0f / 5040);
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
#endif
  V e = 1 + (r + r * r * p);
  V half = (k * (T)0.5 + MAGIC) - MAGIC;
  return e * FN(power_of_two)(half) * FN(power_of_two)(k - half);
}

static inline V FN(log_of)(V input) {
#if IS_F64
  const T smallest = 0x1p-1022, scale = 0x1p54, shift = 54.0, units = 0x1p52;
  const uint64_t root = 0x3fe6a09e00000000u, one = 0x3ff0000000000000u, fraction = 0x000fffffffffffffu;
  const uint64_t units_bits = 0x4330000000000000u;
  const T ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
#else
  const T smallest = 0x1p-126f, scale = 0x1p25f, shift = 25.0f, units = 0x1p23f;
  const uint32_t root = 0x3f3504f3u, one = 0x3f800000u, fraction = 0x007fffffu;
  const uint32_t units_bits = 0x4b000000u;
  const T ln2_high = 6.9313812256e-01f, ln2_low = 9.0580006145e-06f;
#endif
  const M is_small = input < smallest;
  const V x = FN(choose)(is_small, input * scale, input);
  const B bits = (B)x + (one - root);
  /* The exponent as a float: its bits in the place where a number around 2^52 (2^23) keeps its units. */
  V k = (V)((bits >> MANTISSA) | units_bits) - (units + BIAS);
  k = FN(choose)(is_small, k - shift, k);
  const V f = (V)((bits & fraction) + root) - 1;
  const V s = f / (2 + f);
  const V z = s * s;
  const V w = z * z;
#if IS_F64
  const V odd = z * (6.666666666666735130e-01 +
                     w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860510658591e-01)));
  const V even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
#else
  const V odd = z * (0.66666662693f + w * 0.28498786688f);
  const V even = w * (0.40000972152f + w * 0.24279078841f);
#endif
  const V square = f * f * (T)0.5;
  V result = s * (square + (odd + even)) + k * ln2_low - square + f + k * ln2_high;
  const T infinity = (T)__builtin_inf();
  result = FN(choose)(input == infinity, FN(all)(infinity), result);
  result = FN(choose)(input == 0, FN(all)(-infinity), result);
  return FN(choose)((input < 0) | (input != input), FN(all)((T)__builtin_nan("")), result);
}

/* A loop over whole vectors; what is left, and what does not lie together, passes through one vector in memory. */
#define VECTOR_LOOP(name)                                                                             static void FN(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa) {                   const int64_t unit = sizeof(T);                                                                     int64_t i = 0;                                                                                      if (so == unit && sa == unit) {                                                                       for (; i + LANES <= n; i += LANES) {                                                                  *(FN(unaligned) *)(out + i * unit) = FN(name##_of)(*(const FN(unaligned) *)(a + i * unit));       }                                                                                                 }                                                                                                   for (; i < n; i += LANES) {                                                                           const int64_t left = n - i < LANES ? n - i : LANES;                                                 V x = {0};                                                                                          for (int64_t lane = 0; lane < left; lane++) x[lane] = *(const T *)(a + (i + lane) * sa);            x = FN(name##_of)(x);                                                                               for (int64_t lane = 0; lane < left; lane++) *(T *)(out + (i + lane) * so) = x[lane];              }                                                                                                 }
VECTOR_LOOP(exp)
VECTOR_LOOP(log)

#undef MAGIC
#undef MANTISSA
#undef BIAS
#undef LANES
#undef V
#undef M
#undef B
#undef VECTOR_LOOP
