/* Vectors as the instruction set at hand has them: one name for each operation, so that a kernel is written once.
 *
 * st_f64v and st_f32v are compiler vector types: + - * / < and the like work on them directly, and `v[i]` reads a lane.
 * What the compiler has no operator for is below. All semantics are the same on every set, with one exception: st_fma
 * is fused where the machine can, and a multiplication and an addition on SSE2 and WebAssembly. */
#ifndef STRIDED_VECTOR_H
#define STRIDED_VECTOR_H
#include <stddef.h>
#include <stdint.h>
#include "isa.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__wasm__)
#include <wasm_simd128.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#if ST_ISA_LEVEL == ST_AVX512
#define ST_VECTOR_BYTES 64
#elif ST_ISA_LEVEL == ST_AVX2
#define ST_VECTOR_BYTES 32
#else
#define ST_VECTOR_BYTES 16
#endif
#define ST_F64_LANES (ST_VECTOR_BYTES / 8)
#define ST_F32_LANES (ST_VECTOR_BYTES / 4)

typedef double st_f64v __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef float st_f32v __attribute__((vector_size(ST_VECTOR_BYTES)));
/* What a comparison gives: all bits set where true. */
typedef int64_t st_i64v __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef int32_t st_i32v __attribute__((vector_size(ST_VECTOR_BYTES)));
/* The same in memory of any alignment. */
typedef double st_f64u __attribute__((vector_size(ST_VECTOR_BYTES), aligned(8), may_alias));
typedef float st_f32u __attribute__((vector_size(ST_VECTOR_BYTES), aligned(4), may_alias));

static inline st_f64v st_load_f64(const double *p) { return *(const st_f64u *)p; }
static inline st_f32v st_load_f32(const float *p) { return *(const st_f32u *)p; }
static inline void st_store_f64(double *p, st_f64v v) { *(st_f64u *)p = v; }
static inline void st_store_f32(float *p, st_f32v v) { *(st_f32u *)p = v; }
static inline st_f64v st_set_f64(double value) { return value - (st_f64v){0}; }
static inline st_f32v st_set_f32(float value) { return value - (st_f32v){0}; }

/* The first `count` lanes, less than all; the others are zeros, or stay as they are, and their memory is not touched. */
#if ST_ISA_LEVEL == ST_AVX512
static inline st_f64v st_load_some_f64(const double *p, int count) {
  return (st_f64v)_mm512_maskz_loadu_pd((__mmask8)((1u << count) - 1), p);
}
static inline st_f32v st_load_some_f32(const float *p, int count) {
  return (st_f32v)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), p);
}
static inline void st_store_some_f64(double *p, st_f64v v, int count) {
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << count) - 1), (__m512d)v);
}
static inline void st_store_some_f32(float *p, st_f32v v, int count) {
  _mm512_mask_storeu_ps(p, (__mmask16)((1u << count) - 1), (__m512)v);
}
#elif ST_ISA_LEVEL == ST_AVX2
static inline __m256i st_some_f64(int count) {
  return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
}
static inline __m256i st_some_f32(int count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}
static inline st_f64v st_load_some_f64(const double *p, int count) {
  return (st_f64v)_mm256_maskload_pd(p, st_some_f64(count));
}
static inline st_f32v st_load_some_f32(const float *p, int count) {
  return (st_f32v)_mm256_maskload_ps(p, st_some_f32(count));
}
static inline void st_store_some_f64(double *p, st_f64v v, int count) {
  _mm256_maskstore_pd(p, st_some_f64(count), (__m256d)v);
}
static inline void st_store_some_f32(float *p, st_f32v v, int count) {
  _mm256_maskstore_ps(p, st_some_f32(count), (__m256)v);
}
#else
static inline st_f64v st_load_some_f64(const double *p, int count) { return (st_f64v){count > 0 ? p[0] : 0, 0}; }
static inline st_f32v st_load_some_f32(const float *p, int count) {
  return (st_f32v){count > 0 ? p[0] : 0, count > 1 ? p[1] : 0, count > 2 ? p[2] : 0, 0};
}
static inline void st_store_some_f64(double *p, st_f64v v, int count) {
  if (count > 0) p[0] = v[0];
}
static inline void st_store_some_f32(float *p, st_f32v v, int count) {
  for (int i = 0; i < count; i++) p[i] = v[i];
}
#endif

/* Stores past the cache: p aligned to ST_VECTOR_BYTES, whole 64-byte lines filled one after the other. */
static inline void st_stream_f64(double *p, st_f64v v) {
#if ST_ISA_LEVEL == ST_AVX512
  _mm512_stream_pd(p, (__m512d)v);
#elif ST_ISA_LEVEL == ST_AVX2
  _mm256_stream_pd(p, (__m256d)v);
#elif defined(__x86_64__)
  _mm_stream_pd(p, (__m128d)v);
#else
  st_store_f64(p, v);
#endif
}
static inline void st_stream_f32(float *p, st_f32v v) {
#if ST_ISA_LEVEL == ST_AVX512
  _mm512_stream_ps(p, (__m512)v);
#elif ST_ISA_LEVEL == ST_AVX2
  _mm256_stream_ps(p, (__m256)v);
#elif defined(__x86_64__)
  _mm_stream_ps(p, (__m128)v);
#else
  st_store_f32(p, v);
#endif
}
/* Makes streamed stores visible before what follows. */
static inline void st_stream_fence(void) {
#if defined(__x86_64__)
  _mm_sfence();
#endif
}

/* a * b + c. */
static inline st_f64v st_fma_f64(st_f64v a, st_f64v b, st_f64v c) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f64v)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f64v)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#elif defined(__aarch64__)
  return (st_f64v)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
#else
  return a * b + c;
#endif
}
static inline st_f32v st_fma_f32(st_f32v a, st_f32v b, st_f32v c) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f32v)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f32v)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__aarch64__)
  return (st_f32v)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#else
  return a * b + c;
#endif
}

/* Correctly rounded. */
static inline st_f64v st_sqrt_f64(st_f64v v) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f64v)_mm512_sqrt_pd((__m512d)v);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f64v)_mm256_sqrt_pd((__m256d)v);
#elif defined(__x86_64__)
  return (st_f64v)_mm_sqrt_pd((__m128d)v);
#elif defined(__wasm__)
  return (st_f64v)wasm_f64x2_sqrt((v128_t)v);
#else
  return (st_f64v)vsqrtq_f64((float64x2_t)v);
#endif
}
static inline st_f32v st_sqrt_f32(st_f32v v) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f32v)_mm512_sqrt_ps((__m512)v);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f32v)_mm256_sqrt_ps((__m256)v);
#elif defined(__x86_64__)
  return (st_f32v)_mm_sqrt_ps((__m128)v);
#elif defined(__wasm__)
  return (st_f32v)wasm_f32x4_sqrt((v128_t)v);
#else
  return (st_f32v)vsqrtq_f32((float32x4_t)v);
#endif
}

/* Clears the sign bit, of NaN too. */
static inline st_f64v st_abs_f64(st_f64v v) {
  return (st_f64v)((st_i64v)v & (INT64_MAX - (st_i64v){0}));
}
static inline st_f32v st_abs_f32(st_f32v v) {
  return (st_f32v)((st_i32v)v & (INT32_MAX - (st_i32v){0}));
}

/* mask ? a : b, lane by lane; mask as a comparison gives it. */
static inline st_f64v st_select_f64(st_i64v mask, st_f64v a, st_f64v b) {
  return (st_f64v)((mask & (st_i64v)a) | (~mask & (st_i64v)b));
}
static inline st_f32v st_select_f32(st_i32v mask, st_f32v a, st_f32v b) {
  return (st_f32v)((mask & (st_i32v)a) | (~mask & (st_i32v)b));
}

/* a > b ? a : b, so b where either is NaN: x86's rule, kept on every set. */
static inline st_f64v st_max_f64(st_f64v a, st_f64v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f64v)_mm512_max_pd((__m512d)a, (__m512d)b);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f64v)_mm256_max_pd((__m256d)a, (__m256d)b);
#elif defined(__x86_64__)
  return (st_f64v)_mm_max_pd((__m128d)a, (__m128d)b);
#elif defined(__wasm__)
  return (st_f64v)wasm_f64x2_pmax((v128_t)b, (v128_t)a);
#else
  return st_select_f64((st_i64v)(a > b), a, b);
#endif
}
static inline st_f32v st_max_f32(st_f32v a, st_f32v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f32v)_mm512_max_ps((__m512)a, (__m512)b);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f32v)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__x86_64__)
  return (st_f32v)_mm_max_ps((__m128)a, (__m128)b);
#elif defined(__wasm__)
  return (st_f32v)wasm_f32x4_pmax((v128_t)b, (v128_t)a);
#else
  return st_select_f32((st_i32v)(a > b), a, b);
#endif
}

/* a < b ? a : b, so b where either is NaN. */
static inline st_f64v st_min_f64(st_f64v a, st_f64v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f64v)_mm512_min_pd((__m512d)a, (__m512d)b);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f64v)_mm256_min_pd((__m256d)a, (__m256d)b);
#elif defined(__x86_64__)
  return (st_f64v)_mm_min_pd((__m128d)a, (__m128d)b);
#elif defined(__wasm__)
  return (st_f64v)wasm_f64x2_pmin((v128_t)b, (v128_t)a);
#else
  return st_select_f64((st_i64v)(a < b), a, b);
#endif
}
static inline st_f32v st_min_f32(st_f32v a, st_f32v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return (st_f32v)_mm512_min_ps((__m512)a, (__m512)b);
#elif ST_ISA_LEVEL == ST_AVX2
  return (st_f32v)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__x86_64__)
  return (st_f32v)_mm_min_ps((__m128)a, (__m128)b);
#elif defined(__wasm__)
  return (st_f32v)wasm_f32x4_pmin((v128_t)b, (v128_t)a);
#else
  return st_select_f32((st_i32v)(a < b), a, b);
#endif
}

/* Not 0 where any lane of either is NaN. */
static inline int st_has_nan_f64(st_f64v a, st_f64v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return _mm512_cmp_pd_mask((__m512d)a, (__m512d)b, _CMP_UNORD_Q);
#elif ST_ISA_LEVEL == ST_AVX2
  return _mm256_movemask_pd(_mm256_cmp_pd((__m256d)a, (__m256d)b, _CMP_UNORD_Q));
#elif defined(__x86_64__)
  return _mm_movemask_pd(_mm_cmpunord_pd((__m128d)a, (__m128d)b));
#elif defined(__wasm__)
  return wasm_v128_any_true((v128_t)((a != a) | (b != b)));
#else
  const st_i64v mask = (st_i64v)((a != a) | (b != b));
  return (mask[0] | mask[1]) != 0;
#endif
}
static inline int st_has_nan_f32(st_f32v a, st_f32v b) {
#if ST_ISA_LEVEL == ST_AVX512
  return _mm512_cmp_ps_mask((__m512)a, (__m512)b, _CMP_UNORD_Q);
#elif ST_ISA_LEVEL == ST_AVX2
  return _mm256_movemask_ps(_mm256_cmp_ps((__m256)a, (__m256)b, _CMP_UNORD_Q));
#elif defined(__x86_64__)
  return _mm_movemask_ps(_mm_cmpunord_ps((__m128)a, (__m128)b));
#elif defined(__wasm__)
  return wasm_v128_any_true((v128_t)((a != a) | (b != b)));
#else
  const st_i64v mask = (st_i64v)((a != a) | (b != b));
  return (mask[0] | mask[1]) != 0;
#endif
}

/* Whether any lane of a comparison's result is true. */
static inline int st_any_set(st_i64v mask) {
#if ST_ISA_LEVEL == ST_AVX512
  return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0;
#elif ST_ISA_LEVEL == ST_AVX2
  return _mm256_movemask_epi8((__m256i)mask) != 0;
#elif defined(__x86_64__)
  return _mm_movemask_epi8((__m128i)mask) != 0;
#elif defined(__wasm__)
  return wasm_v128_any_true((v128_t)mask);
#else
  return (mask[0] | mask[1]) != 0;
#endif
}
#endif
