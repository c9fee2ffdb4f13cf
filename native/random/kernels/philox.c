/* Philox's uniform numbers from their places in the stream, many steps at once. A product of 64 bits by 64 is made of
 * four of 32 by 32, which vectors have: what the processor's own multiplier does for one step, they do for many. */
#include "../../engine/vector.h"
#include "../philox.h"

#if ST_ISA_LEVEL >= ST_AVX2
#if ST_ISA_LEVEL == ST_AVX512
typedef __m512i lanes;
#define LANES 8
#define OP(name) _mm512_##name
#define set1 _mm512_set1_epi64
#define first_lanes _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7)
/* The lower halves of `low`, the upper ones of `high`. */
#define halves(low, high) _mm512_mask_blend_epi32(0xaaaa, low, high)
#define xor3(a, b, c) _mm512_ternarylogic_epi64(a, b, c, 0x96)
#define and_both _mm512_and_si512
#else
typedef __m256i lanes;
#define LANES 4
#define OP(name) _mm256_##name
#define set1 _mm256_set1_epi64x
#define first_lanes _mm256_setr_epi64x(0, 1, 2, 3)
#define halves(low, high) _mm256_blend_epi32(low, high, 0xaa)
#define xor3(a, b, c) _mm256_xor_si256(_mm256_xor_si256(a, b), c)
#define and_both _mm256_and_si256
#endif
/* Steps in flight: two vectors of them, so that the multiplications of one need not wait for the other's. */
#define GROUPS 2
#define GROUP_WORDS (4 * LANES)

/* The upper and lower 64 bits of x times a constant. */
static inline __attribute__((always_inline)) lanes product(lanes x, uint64_t constant, lanes *low) {
  const lanes c0 = set1((int64_t)(constant & 0xffffffff)), c1 = set1((int64_t)(constant >> 32));
  const lanes x1 = OP(srli_epi64)(x, 32);
  const lanes p00 = OP(mul_epu32)(x, c0), p01 = OP(mul_epu32)(x, c1);
  const lanes p10 = OP(mul_epu32)(x1, c0), p11 = OP(mul_epu32)(x1, c1);
  const lanes middle = OP(add_epi64)(p01, OP(srli_epi64)(p00, 32));
  const lanes other = OP(add_epi64)(p10, and_both(middle, set1(0xffffffff)));
  *low = halves(p00, OP(slli_epi64)(other, 32));
  return OP(add_epi64)(OP(add_epi64)(p11, OP(srli_epi64)(middle, 32)), OP(srli_epi64)(other, 32));
}

#if ST_ISA_LEVEL == ST_AVX512
static inline __m512d unit(lanes word) {
  return _mm512_mul_pd(_mm512_cvtepu64_pd(_mm512_srli_epi64(word, 11)), _mm512_set1_pd(0x1p-53));
}

/* Lane i of the four vectors is step i: its words go next to each other. */
static inline void store_steps(double *out, lanes x, lanes y, lanes z, lanes v) {
  const __m512d a = unit(x), b = unit(y), c = unit(z), d = unit(v);
  const __m512d ab = _mm512_unpacklo_pd(a, b), ab_odd = _mm512_unpackhi_pd(a, b);
  const __m512d cd = _mm512_unpacklo_pd(c, d), cd_odd = _mm512_unpackhi_pd(c, d);
  const __m512i lower = _mm512_setr_epi64(0, 1, 8, 9, 2, 3, 10, 11);
  const __m512i upper = _mm512_setr_epi64(4, 5, 12, 13, 6, 7, 14, 15);
  const __m512d even = _mm512_permutex2var_pd(ab, lower, cd), odd = _mm512_permutex2var_pd(ab_odd, lower, cd_odd);
  const __m512d even2 = _mm512_permutex2var_pd(ab, upper, cd), odd2 = _mm512_permutex2var_pd(ab_odd, upper, cd_odd);
  _mm512_storeu_pd(out, _mm512_shuffle_f64x2(even, odd, 0x44));
  _mm512_storeu_pd(out + 8, _mm512_shuffle_f64x2(even, odd, 0xee));
  _mm512_storeu_pd(out + 16, _mm512_shuffle_f64x2(even2, odd2, 0x44));
  _mm512_storeu_pd(out + 24, _mm512_shuffle_f64x2(even2, odd2, 0xee));
}
#else
/* 32 and 21 bits, each exact as a double, and so is their sum. */
static inline __m256d unit(lanes word) {
  const __m256i one = _mm256_set1_epi64x(0x4330000000000000); /* 2^52, whose last bits count units */
  const __m256d two52 = _mm256_set1_pd(0x1p52);
  const __m256i upper = _mm256_srli_epi64(word, 32);
  const __m256i lower = _mm256_and_si256(_mm256_srli_epi64(word, 11), _mm256_set1_epi64x(0x1fffff));
  const __m256d high = _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(upper, one)), two52);
  const __m256d low = _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(lower, one)), two52);
  return _mm256_add_pd(_mm256_mul_pd(high, _mm256_set1_pd(0x1p-32)), _mm256_mul_pd(low, _mm256_set1_pd(0x1p-53)));
}

static inline void store_steps(double *out, lanes x, lanes y, lanes z, lanes v) {
  const __m256d a = unit(x), b = unit(y), c = unit(z), d = unit(v);
  const __m256d ab = _mm256_unpacklo_pd(a, b), ab_odd = _mm256_unpackhi_pd(a, b);
  const __m256d cd = _mm256_unpacklo_pd(c, d), cd_odd = _mm256_unpackhi_pd(c, d);
  _mm256_storeu_pd(out, _mm256_permute2f128_pd(ab, cd, 0x20));
  _mm256_storeu_pd(out + 4, _mm256_permute2f128_pd(ab_odd, cd_odd, 0x20));
  _mm256_storeu_pd(out + 8, _mm256_permute2f128_pd(ab, cd, 0x31));
  _mm256_storeu_pd(out + 12, _mm256_permute2f128_pd(ab_odd, cd_odd, 0x31));
}
#endif

/* The next GROUPS * LANES steps; the first word of the counter does not overflow on the way. */
static inline void many_steps(words *w, double *out) {
  lanes x[GROUPS], y[GROUPS], z[GROUPS], v[GROUPS];
  lanes k = set1((int64_t)w->s[4]), l = set1((int64_t)w->s[5]);
  for (int group = 0; group < GROUPS; group++) {
    x[group] = OP(add_epi64)(set1((int64_t)(w->s[0] + 1 + (uint64_t)(group * LANES))), first_lanes);
    y[group] = set1((int64_t)w->s[1]);
    z[group] = set1((int64_t)w->s[2]);
    v[group] = set1((int64_t)w->s[3]);
  }
  for (int round = 0; round < 10; round++) {
    for (int group = 0; group < GROUPS; group++) {
      lanes a_low, b_low;
      const lanes a = product(x[group], ST_PHILOX_MULTIPLIER, &a_low);
      const lanes b = product(z[group], ST_PHILOX_SECOND_MULTIPLIER, &b_low);
      x[group] = xor3(b, y[group], k);
      y[group] = b_low;
      z[group] = xor3(a, v[group], l);
      v[group] = a_low;
    }
    k = OP(add_epi64)(k, set1((int64_t)ST_PHILOX_KEY));
    l = OP(add_epi64)(l, set1((int64_t)ST_PHILOX_SECOND_KEY));
  }
  for (int group = 0; group < GROUPS; group++)
    store_steps(out + group * GROUP_WORDS, x[group], y[group], z[group], v[group]);
  w->s[0] += GROUPS * LANES;
}
#endif

/* Whole steps, from the counter on. */
static void whole_steps(words *w, int64_t count, double *out) {
  int64_t i = 0;
#if ST_ISA_LEVEL >= ST_AVX2
  const int64_t most = GROUPS * GROUP_WORDS;
  for (; count - i >= most && w->s[0] < UINT64_MAX - GROUPS * LANES; i += most) many_steps(w, out + i);
#endif
  for (; i + 8 <= count; i += 8) {
    uint64_t word[8];
    philox_two(w, word);
    for (int lane = 0; lane < 8; lane++) out[i + lane] = unit_f64(word[lane]);
  }
  for (; i < count; i++) out[i] = unit_f64(next_philox(w));
}

void ST_NAME(st_philox_uniform)(const uint64_t *start, uint64_t place, int64_t stride, int64_t count, double *out) {
  words w = {0};
  memcpy(w.s, start, sizeof w.s);
  philox_advance(&w, place / 4);
  if (stride == 1) {
    int64_t i = 0;
    for (unsigned skipped = place % 4; skipped > 0; skipped--) next_philox(&w);
    for (; i < count && w.unused > 0; i++) out[i] = unit_f64(next_philox(&w));
    whole_steps(&w, count - i, out + i);
    return;
  }
  uint64_t known = place / 4 - 1; /* none of these */
  for (int64_t i = 0; i < count; i++, place += (uint64_t)stride) {
    if (place / 4 != known) {
      memcpy(w.s, start, sizeof w.s);
      known = place / 4;
      philox_advance(&w, known);
      w.unused = 0;
      next_philox(&w);
    }
    out[i] = unit_f64(w.step[place % 4]);
  }
}
