/* The vector sort for AVX-512, both widths; other sets have none. */
#include "../../engine/vector.h"
#include "../vector_sort.h"

#if ST_ISA_LEVEL == ST_AVX512

#define T uint64_t
#define SIGNED long long
#define V __m512i
#define MASK __mmask8
#define L 8
#define FN(name) name##_u64
#define OP(name) _mm512_##name##64
#define OP_MASK(name) _mm512_##name##64_mask
#define HIGH_1 0xaa
#define HIGH_2 0xcc
#define HIGH_4 0xf0
#define SHUFFLE_1(v) _mm512_shuffle_epi32(v, 0x4e)
#define SHUFFLE_2(v) _mm512_permutex_epi64(v, 0x4e)
#define SHUFFLE_4(v) _mm512_shuffle_i64x2(v, v, 0x4e)
#define MIRROR_4(v) _mm512_permutex_epi64(v, 0x1b)
#define REVERSE(v) _mm512_permutexvar_epi64(_mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0), v)
#define MIRROR_8(v) REVERSE(v)
#include "vector_sort_body.h"
#undef T
#undef SIGNED
#undef MASK
#undef L
#undef FN
#undef OP
#undef OP_MASK
#undef HIGH_1
#undef HIGH_2
#undef HIGH_4
#undef SHUFFLE_1
#undef SHUFFLE_2
#undef SHUFFLE_4
#undef MIRROR_4
#undef MIRROR_8
#undef REVERSE

#define T uint32_t
#define SIGNED int
#define MASK __mmask16
#define L 16
#define FN(name) name##_u32
#define OP(name) _mm512_##name##32
#define OP_MASK(name) _mm512_##name##32_mask
#define HIGH_1 0xaaaa
#define HIGH_2 0xcccc
#define HIGH_4 0xf0f0
#define HIGH_8 0xff00
#define SHUFFLE_1(v) _mm512_shuffle_epi32(v, 0xb1)
#define SHUFFLE_2(v) _mm512_shuffle_epi32(v, 0x4e)
#define SHUFFLE_4(v) _mm512_permutex_epi64(v, 0x4e)
#define SHUFFLE_8(v) _mm512_shuffle_i64x2(v, v, 0x4e)
#define MIRROR_4(v) _mm512_shuffle_epi32(v, 0x1b)
#define MIRROR_8(v) _mm512_shuffle_epi32(_mm512_permutex_epi64(v, 0x4e), 0x1b)
#define REVERSE(v) \
  _mm512_permutexvar_epi32(_mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), v)
#include "vector_sort_body.h"

#else

int ST_NAME(st_vector_sort_u32)(uint32_t *x, uint32_t *y, int64_t n, st_plain_sort fallback) {
  (void)x, (void)y, (void)n, (void)fallback;
  return 0;
}
int ST_NAME(st_vector_sort_u64)(uint64_t *x, uint64_t *y, int64_t n, st_plain_sort fallback) {
  (void)x, (void)y, (void)n, (void)fallback;
  return 0;
}
#endif
