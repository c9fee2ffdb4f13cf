/* What the mathematical functions share: their loops over arrays, and arithmetic in two parts.
 *
 * A file of functions is compiled once for each element type: SINGLE is 0 for float64, 1 for float32. REAL is what the
 * arithmetic is done in. With fused operations that is the element type; without them float32 results are computed
 * in float64, by shorter ways (ROUGH), and round once at the end. Lanes that need another way (infinities, subnormals,
 * huge arguments) are found by one test per vector and patched. */
#ifndef STRIDED_LANES_H
#define STRIDED_LANES_H
#include "../../engine/vector.h"
#include "../../strided.h"

/* Whether an fma rounds once: then two of them give a product in full. */
#if ST_ISA_LEVEL >= ST_AVX2 || defined(__aarch64__)
#define FUSED 1
#else
#define FUSED 0
#endif

#if SINGLE && FUSED
#define FLOAT 1
#define REAL float
typedef st_f32v V;
typedef st_i32v M;
typedef uint32_t U __attribute__((vector_size(ST_VECTOR_BYTES)));
#define LANES ST_F32_LANES
/* One of two constants or functions, by what is computed in. */
#define BY_REAL(f64, f32) f32
#define VECTOR(name) name##_f32
#else
#define FLOAT 0
#define REAL double
typedef st_f64v V;
typedef st_i64v M;
typedef uint64_t U __attribute__((vector_size(ST_VECTOR_BYTES)));
#define LANES ST_F64_LANES
#define BY_REAL(f64, f32) f64
#define VECTOR(name) name##_f64
#endif
#define ROUGH (SINGLE && !FLOAT)
#if SINGLE
#define POLYNOMIAL(name) polynomial_##name##_f32
#else
#define POLYNOMIAL(name) polynomial_##name##_f64
#endif

#define CORE static inline __attribute__((always_inline))
#define RARE static __attribute__((noinline, cold))
#define C(x) ((REAL)(x))
#define INF C(__builtin_inf())
#define NOT_A_NUMBER C(__builtin_nan(""))
#define SMALLEST_NORMAL BY_REAL(0x1p-1022, 0x1p-126f)
#define LARGEST BY_REAL(0x1.fffffffffffffp1023, 0x1.fffffep127f)
#define MANTISSA BY_REAL(52, 23)
#define BIAS BY_REAL(1023, 127)
#define SIGN_SHIFT BY_REAL(63, 31)
/* Added to a smaller number it leaves the nearest integer in the low bits; subtracted again, that integer. */
#define MAGIC C(BY_REAL(0x1.8p52, 0x1.8p23))
/* From here on every number is whole. */
#define WHOLE C(BY_REAL(0x1p52, 0x1p23))

CORE V all(REAL x) { return VECTOR(st_set)(x); }
CORE M bits(BY_REAL(int64_t, int32_t) x) { return x - (M){0}; }
CORE V choose(M mask, V x, V y) { return VECTOR(st_select)(mask, x, y); }
CORE V fma_of(V a, V b, V c) { return VECTOR(st_fma)(a, b, c); }
CORE V abs_of(V x) { return VECTOR(st_abs)(x); }
CORE V sqrt_of(V x) { return VECTOR(st_sqrt)(x); }
CORE V max_of(V a, V b) { return VECTOR(st_max)(a, b); }
CORE V min_of(V a, V b) { return VECTOR(st_min)(a, b); }
CORE int any_set(M mask) { return st_any_set((st_i64v)mask); }
/* The sign bit, alone. */
CORE M sign_bit(V x) { return (M)x & bits(BY_REAL(INT64_MIN, INT32_MIN)); }
/* x, not negative, with the sign of y. */
CORE V with_sign(V x, V y) { return (V)((M)x | sign_bit(y)); }
CORE V flip_sign(V x, M sign) { return (V)((M)x ^ sign); }
/* x where the mask is set, else 0. */
CORE V keep(M mask, V x) { return (V)(mask & (M)x); }
/* x between low and high; NaN stays. */
CORE V clamp(V x, REAL low, REAL high) { return min_of(all(high), max_of(all(low), x)); }
/* 2^k for whole k of a normal number's exponent. */
CORE V power_of_two(V k) { return (V)(((M)(k + MAGIC) + BIAS) << MANTISSA); }

/* a * b - product, exactly, for product = a * b; where FUSED is 0 neither may be beyond 2^990. */
CORE V product_error(V a, V b, V product) {
#if FUSED
  return fma_of(a, b, -product);
#else
  /* Veltkamp's splitting into halves of 26 bits, Dekker's product of them. */
  const V wide_a = a * 0x1.0000002p27, wide_b = b * 0x1.0000002p27;
  const V a_high = wide_a - (wide_a - a), b_high = wide_b - (wide_b - b);
  const V a_low = a - a_high, b_low = b - b_high;
  return ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
#endif
}

#if ROUGH
#define ELEMENT float
/* As many float32 as V has lanes. */
typedef float half_f32 __attribute__((vector_size(ST_VECTOR_BYTES / 2)));
typedef float half_f32_unaligned __attribute__((vector_size(ST_VECTOR_BYTES / 2), aligned(4), may_alias));
CORE V load(const char *p) { return __builtin_convertvector((half_f32)*(const half_f32_unaligned *)p, V); }
CORE void store(char *p, V v) { *(half_f32_unaligned *)p = __builtin_convertvector(v, half_f32); }
#else
#define ELEMENT REAL
CORE V load(const char *p) { return VECTOR(st_load)((const REAL *)p); }
CORE void store(char *p, V v) { VECTOR(st_store)((REAL *)p, v); }
#endif
#if SINGLE
#define NAME_OF(name) ST_NAME(st_##name##_f32)
#else
#define NAME_OF(name) ST_NAME(st_##name##_f64)
#endif

/* Up to LANES elements one by one; other lanes repeat the first, and therefore decide nothing. */
CORE V gather(const char *p, int64_t stride, int64_t count) {
  V v = all((REAL)*(const ELEMENT *)p);
  for (int64_t lane = 1; lane < count; lane++) v[lane] = (REAL)*(const ELEMENT *)(p + lane * stride);
  return v;
}
CORE void scatter(char *p, int64_t stride, int64_t count, V v) {
  for (int64_t lane = 0; lane < count; lane++) *(ELEMENT *)(p + lane * stride) = (ELEMENT)v[lane];
}

/* A loop over whole vectors; what is left, and what does not lie together, passes through one vector. */
#define UNARY_FUNCTION(name)                                                                        \
  void NAME_OF(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa);                  \
  void NAME_OF(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa) {                 \
    const int64_t unit = sizeof(ELEMENT);                                                           \
    int64_t i = 0;                                                                                  \
    if (so == unit && sa == unit)                                                                   \
      for (; i + LANES <= n; i += LANES) store(out + i * unit, name##_of(load(a + i * unit)));      \
    for (; i < n; i += LANES) {                                                                     \
      const int64_t left = n - i < LANES ? n - i : LANES;                                           \
      scatter(out + i * so, so, left, name##_of(gather(a + i * sa, sa, left)));                     \
    }                                                                                               \
  }

#define BINARY_FUNCTION(name)                                                                       \
  void NAME_OF(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b, int64_t sb); \
  void NAME_OF(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b, int64_t sb) { \
    const int64_t unit = sizeof(ELEMENT);                                                           \
    int64_t i = 0;                                                                                  \
    if (so == unit && (sa == unit || sa == 0) && (sb == unit || sb == 0) && n >= LANES) {           \
      const V a_repeated = all((REAL)*(const ELEMENT *)a), b_repeated = all((REAL)*(const ELEMENT *)b); \
      for (; i + LANES <= n; i += LANES) {                                                          \
        const V x = sa ? load(a + i * unit) : a_repeated;                                           \
        const V y = sb ? load(b + i * unit) : b_repeated;                                           \
        store(out + i * unit, name##_of(x, y));                                                     \
      }                                                                                             \
    }                                                                                               \
    for (; i < n; i += LANES) {                                                                     \
      const int64_t left = n - i < LANES ? n - i : LANES;                                           \
      const V x = gather(a + i * sa, sa, left), y = gather(b + i * sb, sb, left);                   \
      scatter(out + i * so, so, left, name##_of(x, y));                                             \
    }                                                                                               \
  }
#endif
