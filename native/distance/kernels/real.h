/* One set of names for both precisions: a source defines ST_REAL_BITS as 64 or 32 and writes its kernels once.
 *
 * real is the element, vec a vector of V_LANES of them, bits the integer vector of the same lanes. Everything is static
 * inline, because each precision and each instruction set has its own. */
#ifndef STRIDED_REAL_H
#define STRIDED_REAL_H
#include "../../engine/vector.h"

#define ST_INLINE static inline __attribute__((always_inline))
/* Before a loop over the places of a register tile: unless it disappears, the sums live in memory. */
#ifdef __clang__
#define ST_UNROLL _Pragma("clang loop unroll(full)")
#else
#define ST_UNROLL _Pragma("GCC unroll 16")
#endif

#if ST_REAL_BITS == 64
typedef double real;
typedef int64_t integer;
typedef st_f64v vec;
typedef st_i64v bits;
#define V_LANES ST_F64_LANES
#define REAL_NAME(name) ST_NAME(name##_f64)
#define V_OP(name) name##_f64
#define MANTISSA_BITS 52
#define EXPONENT_BIAS 1023
#else
typedef float real;
typedef int32_t integer;
typedef st_f32v vec;
typedef st_i32v bits;
#define V_LANES ST_F32_LANES
#define REAL_NAME(name) ST_NAME(name##_f32)
#define V_OP(name) name##_f32
#define MANTISSA_BITS 23
#define EXPONENT_BIAS 127
#endif

#define v_load V_OP(st_load)
#define v_store V_OP(st_store)
#define v_stream V_OP(st_stream)
#define v_set V_OP(st_set)
#define v_fma V_OP(st_fma)
#define v_sqrt V_OP(st_sqrt)
#define v_abs V_OP(st_abs)
#define v_select V_OP(st_select)
#define v_max V_OP(st_max)
#define v_min V_OP(st_min)

ST_INLINE bits v_set_bits(integer value) { return value - (bits){0}; }

ST_INLINE int v_any(bits mask) {
#if ST_ISA_LEVEL == ST_AVX512 && ST_REAL_BITS == 64
  return _mm512_movepi64_mask((__m512i)mask) != 0;
#elif ST_ISA_LEVEL == ST_AVX512
  return _mm512_movepi32_mask((__m512i)mask) != 0;
#elif ST_ISA_LEVEL == ST_AVX2
  return _mm256_movemask_epi8((__m256i)mask) != 0;
#elif defined(__x86_64__)
  return _mm_movemask_epi8((__m128i)mask) != 0;
#elif defined(__wasm__)
  return wasm_v128_any_true((v128_t)mask);
#else
  integer any = 0;
  for (int i = 0; i < V_LANES; i++) any |= mask[i];
  return any != 0;
#endif
}

/* sum + (x != y ? value : 0); NaN differs from everything. */
ST_INLINE vec v_add_where_unequal(vec sum, vec x, vec y, vec value) {
#if ST_ISA_LEVEL == ST_AVX512 && ST_REAL_BITS == 64
  __mmask8 where = _mm512_cmp_pd_mask((__m512d)x, (__m512d)y, _CMP_NEQ_UQ);
  return (vec)_mm512_mask_add_pd((__m512d)sum, where, (__m512d)sum, (__m512d)value);
#elif ST_ISA_LEVEL == ST_AVX512
  __mmask16 where = _mm512_cmp_ps_mask((__m512)x, (__m512)y, _CMP_NEQ_UQ);
  return (vec)_mm512_mask_add_ps((__m512)sum, where, (__m512)sum, (__m512)value);
#else
  return sum + (vec)((bits)(x != y) & (bits)value);
#endif
}

/* sum + (neither x nor y is NaN ? value : 0). */
ST_INLINE vec v_add_where_ordered(vec sum, vec x, vec y, vec value) {
#if ST_ISA_LEVEL == ST_AVX512 && ST_REAL_BITS == 64
  __mmask8 where = _mm512_cmp_pd_mask((__m512d)x, (__m512d)y, _CMP_ORD_Q);
  return (vec)_mm512_mask_add_pd((__m512d)sum, where, (__m512d)sum, (__m512d)value);
#elif ST_ISA_LEVEL == ST_AVX512
  __mmask16 where = _mm512_cmp_ps_mask((__m512)x, (__m512)y, _CMP_ORD_Q);
  return (vec)_mm512_mask_add_ps((__m512)sum, where, (__m512)sum, (__m512)value);
#else
  return sum + (vec)((bits)(x == x) & (bits)(y == y) & (bits)value);
#endif
}

/* numerator / denominator for positive normal denominators whose reciprocal is normal, to within half an ulp and a
 * 2^-30 of one: AVX-512 approximates the reciprocal (14 bits), squares and cubes its error away, and corrects the
 * quotient by its exact remainder, in less time than the divider needs. Elsewhere it is the division. */
ST_INLINE vec v_divide(vec numerator, vec denominator) {
#if ST_ISA_LEVEL == ST_AVX512
#if ST_REAL_BITS == 64
  vec r = (vec)_mm512_rcp14_pd((__m512d)denominator);
  vec error = v_fma(-denominator, r, v_set(1));
  r = v_fma(r, v_fma(error, error, error), r);
#else
  vec r = (vec)_mm512_rcp14_ps((__m512)denominator);
  r = v_fma(r, v_fma(-denominator, r, v_set(1)), r);
#endif
  vec quotient = numerator * r;
  return v_fma(v_fma(-quotient, denominator, numerator), r, quotient);
#else
  return numerator / denominator;
#endif
}

/* 1 / v to within an ulp, under the same conditions. */
ST_INLINE vec v_reciprocal(vec v) {
#if ST_ISA_LEVEL == ST_AVX512
  const vec one = v_set(1);
#if ST_REAL_BITS == 64
  vec r = (vec)_mm512_rcp14_pd((__m512d)v);
  vec error = v_fma(-v, r, one);
  r = v_fma(r, v_fma(error, error, error), r);
#else
  vec r = (vec)_mm512_rcp14_ps((__m512)v);
#endif
  return v_fma(r, v_fma(-v, r, one), r);
#else
  return v_set(1) / v;
#endif
}

/* The larger of |x| and sum, and sum where x is NaN; sum is not negative. */
ST_INLINE vec v_absolute_max(vec x, vec sum) {
#if ST_ISA_LEVEL == ST_AVX512 && ST_REAL_BITS == 64
  return (vec)_mm512_range_pd((__m512d)x, (__m512d)sum, 0x0B);
#elif ST_ISA_LEVEL == ST_AVX512
  return (vec)_mm512_range_ps((__m512)x, (__m512)sum, 0x0B);
#else
  return v_max(v_abs(x), sum);
#endif
}

/* y - x and sum + value by the multipliers: on Zen they are units of their own beside those that add and compare, and a
 * fused multiplication by one gives the same bits. */
ST_INLINE vec v_multiplier_difference(vec x, vec y) {
#if ST_ISA_LEVEL >= ST_AVX2
  return v_fma(x, v_set(-1), y);
#else
  return y - x;
#endif
}
ST_INLINE vec v_accumulate(vec sum, vec value) {
#if ST_ISA_LEVEL >= ST_AVX2
  return v_fma(value, v_set(1), sum);
#else
  return sum + value;
#endif
}
#endif
