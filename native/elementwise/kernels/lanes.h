/* What the mathematical functions share: their loops over arrays, and arithmetic in two parts.
 *
 * Every function is written once, for a vector of float64 and a constant `single`: 0 for float64 results, 1 for
 * float32 ones, which are computed in float64 too, with shorter polynomials, and round once at the end. Lanes that
 * need another way (infinities, subnormals, huge arguments) are found by one test per vector and patched. */
#ifndef STRIDED_LANES_H
#define STRIDED_LANES_H
#include "../../engine/vector.h"
#include "../../strided.h"

typedef st_f64v V;
typedef st_i64v M;
typedef uint64_t U __attribute__((vector_size(ST_VECTOR_BYTES)));
/* As many float32 as V has lanes. */
typedef float st_f32h __attribute__((vector_size(ST_VECTOR_BYTES / 2)));
typedef float st_f32hu __attribute__((vector_size(ST_VECTOR_BYTES / 2), aligned(4), may_alias));
#define LANES ST_F64_LANES
#define CORE static inline __attribute__((always_inline))
#define RARE static __attribute__((noinline, cold))
#define INF __builtin_inf()
#define NOT_A_NUMBER __builtin_nan("")
#define SMALLEST_NORMAL 0x1p-1022

CORE V all(double x) { return st_set_f64(x); }
CORE M bits(int64_t x) { return x - (M){0}; }
CORE V choose(M mask, V x, V y) { return st_select_f64(mask, x, y); }
CORE V fma_of(V a, V b, V c) { return st_fma_f64(a, b, c); }
/* The sign bit, alone. */
CORE M sign_bit(V x) { return (M)x & bits(INT64_MIN); }
/* x with the sign of y flipped in: of magnitude x, it gives x the sign of y. */
CORE V with_sign(V x, V y) { return (V)((M)x | sign_bit(y)); }
CORE V flip_sign(V x, M sign) { return (V)((M)x ^ sign); }
/* x where the mask is set, else 0. */
CORE V keep(M mask, V x) { return (V)(mask & (M)x); }

/* Added to a number below 2^51 it leaves the nearest integer in the low bits; subtracted again, that integer. */
#define MAGIC 0x1.8p52
/* 2^k for whole k of a normal number's exponent. */
CORE V power_of_two(V k) { return (V)(((M)(k + MAGIC) + 1023) << 52); }

/* Whether an fma rounds once: then two of them give a product in full. */
#if ST_ISA_LEVEL >= ST_AVX2 || defined(__aarch64__)
#define FUSED 1
#else
#define FUSED 0
#endif
/* a * b - product, exactly, for product = a * b; neither may be beyond 2^990. */
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

CORE V load_f64(const char *p) { return st_load_f64((const double *)p); }
CORE void store_f64(char *p, V v) { st_store_f64((double *)p, v); }
CORE V load_f32(const char *p) { return __builtin_convertvector((st_f32h)*(const st_f32hu *)p, V); }
CORE void store_f32(char *p, V v) { *(st_f32hu *)p = __builtin_convertvector(v, st_f32h); }

/* Element by element into a vector whose other lanes repeat the first, which therefore decide nothing. */
#define GATHER(T, v, p, stride, left)                                       \
  do {                                                                      \
    v = all(*(const T *)(p));                                               \
    for (int64_t lane = 1; lane < (left); lane++) v[lane] = *(const T *)((p) + lane * (stride)); \
  } while (0)
#define SCATTER(T, v, p, stride, left) \
  for (int64_t lane = 0; lane < (left); lane++) *(T *)((p) + lane * (stride)) = (T)v[lane]

#define UNARY_ARGUMENTS int64_t n, char *out, int64_t so, const char *a, int64_t sa
#define BINARY_ARGUMENTS int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b, int64_t sb

/* A loop over whole vectors; what is left, and what does not lie together, passes through one vector. */
#define UNARY_LOOP_OF(name, suffix, T, single)                                                      \
  void ST_NAME(st_##name##_##suffix)(UNARY_ARGUMENTS) {                                             \
    const int64_t unit = sizeof(T);                                                                 \
    int64_t i = 0;                                                                                  \
    if (so == unit && sa == unit)                                                                   \
      for (; i + LANES <= n; i += LANES)                                                            \
        store_##suffix(out + i * unit, name##_of(load_##suffix(a + i * unit), single));             \
    for (; i < n; i += LANES) {                                                                     \
      const int64_t left = n - i < LANES ? n - i : LANES;                                           \
      V x;                                                                                          \
      GATHER(T, x, a + i * sa, sa, left);                                                           \
      x = name##_of(x, single);                                                                     \
      SCATTER(T, x, out + i * so, so, left);                                                        \
    }                                                                                               \
  }
#define UNARY_FUNCTION(name)            \
  UNARY_LOOP_OF(name, f64, double, 0)   \
  UNARY_LOOP_OF(name, f32, float, 1)

#define BINARY_LOOP_OF(name, suffix, T, single)                                                     \
  void ST_NAME(st_##name##_##suffix)(BINARY_ARGUMENTS) {                                            \
    const int64_t unit = sizeof(T);                                                                 \
    int64_t i = 0;                                                                                  \
    if (so == unit && (sa == unit || sa == 0) && (sb == unit || sb == 0) && n >= LANES) {           \
      const V a_repeated = all(*(const T *)a), b_repeated = all(*(const T *)b);                     \
      for (; i + LANES <= n; i += LANES) {                                                          \
        const V x = sa ? load_##suffix(a + i * unit) : a_repeated;                                  \
        const V y = sb ? load_##suffix(b + i * unit) : b_repeated;                                  \
        store_##suffix(out + i * unit, name##_of(x, y, single));                                    \
      }                                                                                             \
    }                                                                                               \
    for (; i < n; i += LANES) {                                                                     \
      const int64_t left = n - i < LANES ? n - i : LANES;                                           \
      V x, y;                                                                                       \
      GATHER(T, x, a + i * sa, sa, left);                                                           \
      GATHER(T, y, b + i * sb, sb, left);                                                           \
      x = name##_of(x, y, single);                                                                  \
      SCATTER(T, x, out + i * so, so, left);                                                        \
    }                                                                                               \
  }
#define BINARY_FUNCTION(name)           \
  BINARY_LOOP_OF(name, f64, double, 0)  \
  BINARY_LOOP_OF(name, f32, float, 1)
#endif
