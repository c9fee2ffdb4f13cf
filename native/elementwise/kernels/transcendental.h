/* exp and log without branches, so that loops over them vectorise. Included once per element type; T is the type,
 * FN(name) the function's name, IS_F64 which type it is. No fused operations: every instruction set gives the same bits.
 *
 * exp: x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts; a Taylor polynomial for exp(r); the power of two in two
 * factors, so that results in the subnormal range round once. Below 1 ULP.
 * log: x = 2^k m with m in [sqrt(1/2), sqrt(2)), and the polynomial in s = f / (2 + f), f = m - 1, of fdlibm's e_log.c
 * and e_logf.c (Sun Microsystems 1993; the coefficients are theirs). Below 1 ULP. */

#if IS_F64
typedef union { double value; uint64_t bits; } FN(pun);
#define BITS uint64_t
#define MAGIC 0x1.8p52
#define MANTISSA 52
#define BIAS 1023
#else
typedef union { float value; uint32_t bits; } FN(pun);
#define BITS uint32_t
#define MAGIC 0x1.8p23f
#define MANTISSA 23
#define BIAS 127
#endif

static inline BITS FN(to_bits)(T x) {
  FN(pun) pun = {.value = x};
  return pun.bits;
}
static inline T FN(from_bits)(BITS bits) {
  FN(pun) pun = {.bits = bits};
  return pun.value;
}

/* 2^k for a whole k that a normal number can have as exponent. */
static inline T FN(power_of_two)(T k) { return FN(from_bits)((FN(to_bits)(k + MAGIC) + BIAS) << MANTISSA); }

static inline T FN(exp_of)(T input) {
#if IS_F64
  const T lowest = -746.0, highest = 710.0, log2e = 0x1.71547652b82fep+0;
  const T ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
#else
  const T lowest = -104.0f, highest = 89.0f, log2e = 0x1.715476p+0f;
  const T ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f;
#endif
  T x = input < lowest ? lowest : input;
  x = x > highest ? highest : x;
  T k = (x * log2e + MAGIC) - MAGIC;
  T r = (x - k * ln2_high) - k * ln2_low;
#if IS_F64
  T p = 1.0 / 6227020800;
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
  T e = 1.0 + (r + r * r * p);
  T half = (k * 0.5 + MAGIC) - MAGIC;
#else
  T p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  T e = 1.0f + (r + r * r * p);
  T half = (k * 0.5f + MAGIC) - MAGIC;
#endif
  return e * FN(power_of_two)(half) * FN(power_of_two)(k - half);
}

static inline T FN(log_of)(T input) {
#if IS_F64
  const T smallest = 0x1p-1022, scale = 0x1p54, shift = 54.0;
  const BITS root = 0x3fe6a09e00000000u, one = 0x3ff0000000000000u, fraction = 0x000fffffffffffffu;
  const T two_52 = 0x1p52;
  const BITS two_52_bits = 0x4330000000000000u;
  const T ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
#else
  const T smallest = 0x1p-126f, scale = 0x1p25f, shift = 25.0f;
  const BITS root = 0x3f3504f3u, one = 0x3f800000u, fraction = 0x007fffffu;
  const T two_52 = 0x1p23f;
  const BITS two_52_bits = 0x4b000000u;
  const T ln2_high = 6.9313812256e-01f, ln2_low = 9.0580006145e-06f;
#endif
  int is_small = input < smallest;
  T x = is_small ? input * scale : input;
  BITS bits = FN(to_bits)(x) + (one - root);
  /* The exponent as a float: its bits in the place where a number around 2^52 keeps its units. */
  T k = FN(from_bits)((bits >> MANTISSA) | two_52_bits) - (two_52 + BIAS);
  k = is_small ? k - shift : k;
  T f = FN(from_bits)((bits & fraction) + root) - 1;
  T s = f / (2 + f);
  T z = s * s;
  T w = z * z;
#if IS_F64
  T odd = z * (6.666666666666735130e-01 +
               w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  T even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
#else
  T odd = z * (0.66666662693f + w * 0.28498786688f);
  T even = w * (0.40000972152f + w * 0.24279078841f);
#endif
  T square = f * f * (T)0.5;
  T result = s * (square + (odd + even)) + k * ln2_low - square + f + k * ln2_high;
  const T infinity = (T)__builtin_inf();
  result = input == infinity ? infinity : result;
  result = input == 0 ? -infinity : result;
  return (input < 0) | (input != input) ? (T)__builtin_nan("") : result;
}

#undef BITS
#undef MAGIC
#undef MANTISSA
#undef BIAS
