/* All loops for one complex type: T, a pair of PART. Ordering is by the real part, then the imaginary one; a number is
 * NaN where either part is. */

typedef struct T {
  PART re, im;
} T;
#define MAKE(real, imaginary) ((T){(real), (imaginary)})

#if IS_F64
#define FABS __builtin_fabs
#define SQRT __builtin_sqrt
#define COPYSIGN __builtin_copysign
#define WHOLE 0x1p52
#define BITS uint64_t
#else
#define FABS __builtin_fabsf
#define SQRT __builtin_sqrtf
#define COPYSIGN __builtin_copysignf
#define WHOLE 0x1p23f
#define BITS uint32_t
#endif

/* -x, so that the compiler does not see it: gcc 12 makes a sum beside a difference of products into one fused operation,
 * whatever -ffp-contract says, but leaves two sums alone. */
static inline PART FN(flipped)(PART x) {
  union { PART value; BITS bits; } u = {.value = x};
  u.bits ^= (BITS)1 << (8 * sizeof(PART) - 1);
  return u.value;
}

static inline int FN(unordered)(T x) { return (x.re != x.re) | (x.im != x.im); }
/* A NaN imaginary part makes every ordering false too. */
static inline int FN(ordered)(T x, T y) { return (x.im == x.im) & (y.im == y.im); }
static inline int FN(below)(T x, T y) { return ((x.re < y.re) & FN(ordered)(x, y)) | ((x.re == y.re) & (x.im < y.im)); }
static inline int FN(at_most)(T x, T y) { return ((x.re < y.re) & FN(ordered)(x, y)) | ((x.re == y.re) & (x.im <= y.im)); }
static inline int FN(same_as)(T x, T y) { return (x.re == y.re) & (x.im == y.im); }
static inline int FN(true_of)(T x) { return (x.re != 0) | (x.im != 0); }
static inline T FN(smaller)(T x, T y) { return FN(unordered)(x) || (!FN(unordered)(y) && FN(at_most)(x, y)) ? x : y; }
static inline T FN(larger)(T x, T y) { return FN(unordered)(x) || (!FN(unordered)(y) && FN(at_most)(y, x)) ? x : y; }
static inline T FN(product)(T x, T y) { return MAKE(x.re * y.re + FN(flipped)(x.im) * y.im, x.re * y.im + x.im * y.re); }

/* Smith's algorithm: no overflow where the quotient has none. */
static inline T FN(quotient)(T x, T y) {
  const PART re = FABS(y.re), im = FABS(y.im);
  if (re >= im) {
    if (re == 0 && im == 0) return MAKE(x.re / re, x.im / re);
    const PART ratio = y.im / y.re, scale = 1 / (y.re + y.im * ratio);
    return MAKE((x.re + x.im * ratio) * scale, (x.im + FN(flipped)(x.re) * ratio) * scale);
  }
  const PART ratio = y.re / y.im, scale = 1 / (y.im + y.re * ratio);
  return MAKE((x.re * ratio + x.im) * scale, (x.im * ratio + FN(flipped)(x.re)) * scale);
}
static inline T FN(inverse)(T x) {
  if (FABS(x.re) <= FABS(x.im)) {
    const PART ratio = x.re / x.im, d = x.re * ratio + x.im;
    return MAKE(ratio / d, -1 / d);
  }
  const PART ratio = x.im / x.re, d = x.re + x.im * ratio;
  return MAKE(1 / d, -ratio / d);
}

/* Without overflow, and an infinite part wins over NaN: float32 in double, float64 scaled by a power of two. */
static inline PART FN(magnitude)(T x) {
  const PART re = FABS(x.re), im = FABS(x.im), infinity = (PART)__builtin_inf();
#if IS_F64
  const double larger = re > im ? re : im;
  const double scale = larger > 0x1p500 ? 0x1p-600 : larger < 0x1p-400 ? 0x1p600 : 1;
  const double unscale = larger > 0x1p500 ? 0x1p600 : larger < 0x1p-400 ? 0x1p-600 : 1;
  const double size = SQRT((re * scale) * (re * scale) + (im * scale) * (im * scale)) * unscale;
#else
  const PART size = (PART)__builtin_sqrt((double)re * (double)re + (double)im * (double)im);
#endif
  return ((re == infinity) | (im == infinity)) ? infinity : size;
}

/* Halves to even; from WHOLE on every number is whole. */
static inline PART FN(round_part)(PART x) {
  const PART magnitude = FABS(x), rounded = (magnitude + WHOLE) - WHOLE;
  return magnitude < WHOLE ? COPYSIGN(rounded, x) : x;
}

#define COMPLEX_LOOP(name, expression)                                                                             \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb) { \
    if (so == (int64_t)sizeof(T) && sa == so && sb == so) {                                                        \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = ((const T *)pa)[i], y = ((const T *)pb)[i];                                                          \
        ((T *)out)[i] = (expression);                                                                              \
      }                                                                                                            \
    } else {                                                                                                       \
      for (int64_t i = 0; i < n; i++) {                                                                            \
        T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                            \
        *(T *)(out + i * so) = (expression);                                                                       \
      }                                                                                                            \
    }                                                                                                              \
  }
#define COMPLEX_TEST(name, expression)                                                                             \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb) { \
    for (int64_t i = 0; i < n; i++) {                                                                              \
      T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                              \
      *(uint8_t *)(out + i * so) = (uint8_t)(expression);                                                          \
    }                                                                                                              \
  }
#define COMPLEX_UNARY(name, R, expression)                                             \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) { \
    if (so == (int64_t)sizeof(R) && sa == (int64_t)sizeof(T)) {                        \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                    \
        T x = ((const T *)pa)[i];                                                      \
        ((R *)out)[i] = (expression);                                                  \
      }                                                                                \
    } else {                                                                           \
      for (int64_t i = 0; i < n; i++) {                                                \
        T x = *(const T *)(pa + i * sa);                                               \
        *(R *)(out + i * so) = (expression);                                           \
      }                                                                                \
    }                                                                                  \
  }

COMPLEX_LOOP(add, MAKE(x.re + y.re, x.im + y.im))
COMPLEX_LOOP(subtract, MAKE(x.re - y.re, x.im - y.im))
COMPLEX_LOOP(multiply, FN(product)(x, y))
COMPLEX_LOOP(divide, FN(quotient)(x, y))
COMPLEX_LOOP(minimum, FN(smaller)(x, y))
COMPLEX_LOOP(maximum, FN(larger)(x, y))
COMPLEX_LOOP(fmin, FN(unordered)(y) || (!FN(unordered)(x) && FN(at_most)(x, y)) ? x : y)
COMPLEX_LOOP(fmax, FN(unordered)(y) || (!FN(unordered)(x) && FN(at_most)(y, x)) ? x : y)
COMPLEX_TEST(equal, FN(same_as)(x, y))
COMPLEX_TEST(notEqual, !FN(same_as)(x, y))
COMPLEX_TEST(less, FN(below)(x, y))
COMPLEX_TEST(lessEqual, FN(at_most)(x, y))
COMPLEX_TEST(greater, FN(below)(y, x))
COMPLEX_TEST(greaterEqual, FN(at_most)(y, x))
COMPLEX_TEST(logicalAnd, FN(true_of)(x) & FN(true_of)(y))
COMPLEX_TEST(logicalOr, FN(true_of)(x) | FN(true_of)(y))
COMPLEX_TEST(logicalXor, FN(true_of)(x) ^ FN(true_of)(y))

COMPLEX_UNARY(negative, T, MAKE(-x.re, -x.im))
COMPLEX_UNARY(positive, T, x)
COMPLEX_UNARY(conj, T, MAKE(x.re, -x.im))
COMPLEX_UNARY(square, T, FN(product)(x, x))
COMPLEX_UNARY(reciprocal, T, FN(inverse)(x))
COMPLEX_UNARY(round, T, MAKE(FN(round_part)(x.re), FN(round_part)(x.im)))
COMPLEX_UNARY(abs, PART, FN(magnitude)(x))
COMPLEX_UNARY(logicalNot, uint8_t, !FN(true_of)(x))
COMPLEX_UNARY(isnan, uint8_t, (uint8_t)FN(unordered)(x))
COMPLEX_UNARY(isinf, uint8_t, (FABS(x.re) == (PART)__builtin_inf()) | (FABS(x.im) == (PART)__builtin_inf()))
COMPLEX_UNARY(isfinite, uint8_t, (FABS(x.re) < (PART)__builtin_inf()) & (FABS(x.im) < (PART)__builtin_inf()))

/* Four running sums, in blocks of 64 elements: the order of NumPy and of the reference. */
static T FN(pairwise)(int64_t n, const char *a, int64_t stride) {
  if (n > ST_PAIRWISE_BLOCK / 2) {
    const int64_t half = st_pairwise_half(2 * n) / 2;
    const T x = FN(pairwise)(half, a, stride), y = FN(pairwise)(n - half, a + half * stride, stride);
    return MAKE(x.re + y.re, x.im + y.im);
  }
  T sum = {0, 0}, r[4];
  int64_t i = 0;
  if (n >= 4) {
    for (; i < 4; i++) r[i] = *(const T *)(a + i * stride);
    for (; i + 4 <= n; i += 4) {
      for (int lane = 0; lane < 4; lane++) {
        const T y = *(const T *)(a + (i + lane) * stride);
        r[lane].re += y.re, r[lane].im += y.im;
      }
    }
    sum = MAKE((r[0].re + r[1].re) + (r[2].re + r[3].re), (r[0].im + r[1].im) + (r[2].im + r[3].im));
  }
  for (; i < n; i++) {
    const T y = *(const T *)(a + i * stride);
    sum.re += y.re, sum.im += y.im;
  }
  return sum;
}
static void FN(sum_fold)(int64_t n, char *out, const char *a, int64_t stride) {
  const T sum = FN(pairwise)(n, a, stride);
  ((T *)out)->re += sum.re, ((T *)out)->im += sum.im;
}
FOLD_LOOP(prod, T, FN(product)(x, y))
FOLD_LOOP(min, T, FN(smaller)(x, y))
FOLD_LOOP(max, T, FN(larger)(x, y))
TRUTH_FOLD(any, 0, != 0, FN(true_of)(y))
TRUTH_FOLD(all, 1, == 0, FN(true_of)(y))
COUNT_FOLD(countNonzero, uint64_t, FN(true_of)(y))
COMBINE_LOOP(sum, T, MAKE(x.re + y.re, x.im + y.im))
COMBINE_LOOP(prod, T, FN(product)(x, y))
COMBINE_LOOP(min, T, FN(smaller)(x, y))
COMBINE_LOOP(max, T, FN(larger)(x, y))
COMBINE_LOOP(any, uint8_t, (x != 0) | FN(true_of)(y))
COMBINE_LOOP(all, uint8_t, (x != 0) & FN(true_of)(y))
COMBINE_LOOP(countNonzero, int64_t, x + FN(true_of)(y))
ROWS_LOOP(sum, T, MAKE(x.re + y.re, x.im + y.im))
ROWS_LOOP(prod, T, FN(product)(x, y))
ROWS_LOOP(min, T, FN(smaller)(x, y))
ROWS_LOOP(max, T, FN(larger)(x, y))
SCAN_LOOP(sum, T, MAKE(x.re + y.re, x.im + y.im))
SCAN_LOOP(prod, T, FN(product)(x, y))
SCAN_LOOP(min, T, FN(smaller)(x, y))
SCAN_LOOP(max, T, FN(larger)(x, y))

#define COMPLEX_POSITION(name, beats)                                         \
  static int64_t FN(name##_position)(int64_t n, const char *pa, int64_t sa) { \
    T x = *(const T *)pa;                                                     \
    int64_t found = 0;                                                        \
    for (int64_t i = 1; i < n && !FN(unordered)(x); i++) {                    \
      T y = *(const T *)(pa + i * sa);                                        \
      if (!(FN(unordered)(y) || beats)) continue;                             \
      x = y;                                                                  \
      found = i;                                                              \
    }                                                                         \
    return found;                                                             \
  }
COMPLEX_POSITION(min, FN(below)(y, x))
COMPLEX_POSITION(max, FN(below)(x, y))
CONTEST_LOOP(min, FN(below)(y, x) | (FN(unordered)(y) & !FN(unordered)(x)))
CONTEST_LOOP(max, FN(below)(x, y) | (FN(unordered)(y) & !FN(unordered)(x)))

#include "table.h"
#undef MAKE
#undef FABS
#undef SQRT
#undef COPYSIGN
#undef WHOLE
#undef BITS
#undef COMPLEX_LOOP
#undef COMPLEX_TEST
#undef COMPLEX_UNARY
#undef COMPLEX_POSITION
