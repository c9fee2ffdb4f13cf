/* Masks and bits on one instruction set. Without AVX-512, which compresses lanes, elements are all written and the next
 * one goes over those that were not wanted, so that nothing depends on guessing what a mask holds. */
#include "../../engine/vector.h"
#include "../selection.h"

static inline uint64_t load_eight(const uint8_t *bytes) {
  uint64_t word;
  __builtin_memcpy(&word, bytes, 8);
  return word;
}

static int64_t count(const uint8_t *mask, int64_t n) {
  int64_t total = 0, i = 0;
  for (; i + 128 <= n; i += 128) {
    uint8_t some = 0;
    for (int j = 0; j < 128; j++) some = (uint8_t)(some + (mask[i + j] != 0));
    total += some;
  }
  for (; i < n; i++) total += mask[i] != 0;
  return total;
}

/* VALUE is what element i gives. Eight at a time are passed over where none is wanted. */
#define BRANCHLESS(VALUE)                                                  \
  while (done < n && at < room) {                                          \
    const int64_t end = done + 8 <= n ? done + 8 : n;                      \
    if (end == done + 8 && load_eight(mask + done) == 0) done = end;       \
    for (int64_t i = done; i < end && at < room; i++) {                    \
      out[at] = VALUE;                                                     \
      at += mask[i] != 0;                                                  \
    }                                                                      \
    done = end;                                                            \
  }

#if ST_ISA_LEVEL == ST_AVX512
/* 64 bytes of the mask at a time, as bits; LANES of them for each vector. */
#define BY_VECTORS(LANES, STORE, STORE_SOME)                                              \
  for (; done + 64 <= n; done += 64) {                                                                \
    const __m512i bytes = _mm512_loadu_si512(mask + done);                                            \
    uint64_t bits = _mm512_test_epi8_mask(bytes, bytes);                                              \
    for (int64_t i = done; bits != 0; i += LANES, bits >>= LANES) {                                   \
      const uint32_t wanted = (uint32_t)(bits & ((1u << LANES) - 1));                                 \
      const int64_t left = room - at;                                                                 \
      if (left >= LANES) STORE;                                                                       \
      else STORE_SOME;                                                                                \
      at += __builtin_popcount(wanted);                                                               \
    }                                                                                                 \
  }
/* The lanes that there is room for. */
#define FITTING (left > 0 ? (1u << left) - 1 : 0)
#else
#define BY_VECTORS(LANES, STORE, STORE_SOME)
#endif

#define COMPRESS(width, T, VECTORS)                                                                              \
  static void compress_##width(const char *from, const uint8_t *mask, int64_t n, char *to, int64_t room) {       \
    const T *a = (const T *)from;                                                                                \
    T *out = (T *)to;                                                                                            \
    int64_t at = 0, done = 0;                                                                                    \
    VECTORS                                                                                                      \
    BRANCHLESS(a[i])                                                                                       \
  }
#define PICK_16(load) _mm512_maskz_compress_epi32((__mmask16)wanted, load)
#define PICK_8(load) _mm512_maskz_compress_epi64((__mmask8)wanted, load)
#define BYTES_AT _mm512_cvtepi32_epi8(PICK_16(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(a + i)))))
#define WORDS_AT _mm512_cvtepi32_epi16(PICK_16(_mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(a + i)))))
COMPRESS(1, uint8_t,
         BY_VECTORS(16, _mm_storeu_si128((__m128i *)(out + at), BYTES_AT),
                    _mm_mask_storeu_epi8(out + at, (__mmask16)FITTING, BYTES_AT)))
COMPRESS(2, uint16_t,
         BY_VECTORS(16, _mm256_storeu_si256((__m256i *)(out + at), WORDS_AT),
                    _mm256_mask_storeu_epi16(out + at, (__mmask16)FITTING, WORDS_AT)))
COMPRESS(4, uint32_t,
         BY_VECTORS(16, _mm512_storeu_si512(out + at, PICK_16(_mm512_loadu_si512(a + i))),
                    _mm512_mask_storeu_epi32(out + at, (__mmask16)FITTING, PICK_16(_mm512_loadu_si512(a + i)))))
COMPRESS(8, uint64_t,
         BY_VECTORS(8, _mm512_storeu_si512(out + at, PICK_8(_mm512_loadu_si512(a + i))),
                    _mm512_mask_storeu_epi64(out + at, (__mmask8)FITTING, PICK_8(_mm512_loadu_si512(a + i)))))
COMPRESS(16, st_pair, )

static void positions(int64_t start, const uint8_t *mask, int64_t n, int64_t *out, int64_t room) {
  int64_t at = 0, done = 0;
#if ST_ISA_LEVEL == ST_AVX512
  const __m512i lanes = _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7);
#define COUNTED PICK_8(_mm512_add_epi64(_mm512_set1_epi64(start + i), lanes))
  BY_VECTORS(8, _mm512_storeu_si512(out + at, COUNTED),
             _mm512_mask_storeu_epi64(out + at, (__mmask8)FITTING, COUNTED))
#endif
  BRANCHLESS(start + i)
}

#define ONES 0x0101010101010101u

/* 1 in each byte that is not 0. */
static inline uint64_t truths(uint64_t bytes) {
  return (((bytes & 0x7f * ONES) + 0x7f * ONES) | bytes) >> 7 & ONES;
}

/* The product moves byte k to bit 56 + k, or 63 - k, and all others out of the way. */
static void pack(const uint8_t *a, int64_t bytes, int little, uint8_t *out) {
  int64_t i = 0;
#if ST_ISA_LEVEL == ST_AVX512
  const __m512i reversed = _mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607);
  for (; i + 8 <= bytes; i += 8) {
    __m512i v = _mm512_loadu_si512(a + 8 * i);
    if (!little) v = _mm512_shuffle_epi8(v, reversed);
    const uint64_t bits = _mm512_test_epi8_mask(v, v);
    __builtin_memcpy(out + i, &bits, 8);
  }
#endif
  const uint64_t factor = little ? 0x0102040810204080u : 0x8040201008040201u;
  for (; i < bytes; i++) out[i] = (uint8_t)((truths(load_eight(a + 8 * i)) * factor) >> 56);
}

static void unpack(const uint8_t *a, int64_t bytes, int little, uint8_t *out) {
  const uint64_t own = little ? 0x8040201008040201u : 0x0102040810204080u;
  for (int64_t i = 0; i < bytes; i++) {
    const uint64_t eight = truths(a[i] * ONES & own);
    __builtin_memcpy(out + 8 * i, &eight, 8);
  }
}

const st_selections ST_NAME(st_selections_all)[1] = {{
    .count = count,
    .compress = {compress_1, compress_2, compress_4, compress_8, compress_16},
    .positions = positions,
    .pack = pack,
    .unpack = unpack,
}};
