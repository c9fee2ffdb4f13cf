/* Boolean distances on rows of bits, once for each instruction set.
 *
 * One count is made for each pair, of the bits that both rows have (tt); with the bits of each row counted before, it
 * gives all four: tf = |x| - tt, ft = |y| - tt, ff = n - tt - tf - ft. Counts are exact in float64, so every distance
 * is one correctly rounded division of exact integers, as in SciPy. */
#include "../../engine/vector.h"
#include "../bits.h"

typedef uint64_t words __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef uint64_t words_in_memory __attribute__((vector_size(ST_VECTOR_BYTES), aligned(8), may_alias));
#define LANES ST_F64_LANES
#define BIT_ROWS 4
#define BIT_VECTORS 2
#define BIT_COLUMNS (BIT_VECTORS * LANES)

/* How many bits are set in each 64-bit lane: by a table of nibbles where bytes can be looked up, and summed across. */
static inline words count_by_bytes(words v) {
#if ST_ISA_LEVEL == ST_AVX512
  const __m512i nibble = _mm512_set1_epi8(15);
  const __m512i table = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
  __m512i low = _mm512_shuffle_epi8(table, _mm512_and_si512((__m512i)v, nibble));
  __m512i high = _mm512_shuffle_epi8(table, _mm512_and_si512(_mm512_srli_epi16((__m512i)v, 4), nibble));
  return (words)_mm512_sad_epu8(_mm512_add_epi8(low, high), _mm512_setzero_si512());
#elif ST_ISA_LEVEL == ST_AVX2
  const __m256i nibble = _mm256_set1_epi8(15);
  const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
                                         0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
  __m256i low = _mm256_shuffle_epi8(table, _mm256_and_si256((__m256i)v, nibble));
  __m256i high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16((__m256i)v, 4), nibble));
  return (words)_mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
#elif defined(__wasm__)
  v128_t bytes = wasm_i8x16_popcnt((v128_t)v);
  v128_t quads = wasm_u32x4_extadd_pairwise_u16x8(wasm_u16x8_extadd_pairwise_u8x16(bytes));
  return (words)wasm_i64x2_add(wasm_u64x2_shr(quads, 32), wasm_v128_and(quads, wasm_i64x2_const_splat(0xffffffff)));
#else
  v -= v >> 1 & 0x5555555555555555u;
  v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
  v = (v + (v >> 4)) & 0x0f0f0f0f0f0f0f0fu;
#if defined(__x86_64__)
  return (words)_mm_sad_epu8((__m128i)v, _mm_setzero_si128());
#else
  v += v >> 8;
  v += v >> 16;
  return (v + (v >> 32)) & 0xff;
#endif
#endif
}

/* Exact below 2^52: the bits of the count become the low bits of 2^52 + count. */
static inline st_f64v as_f64(words v) { return (st_f64v)(v | 0x4330000000000000u) - st_set_f64(0x1p52); }

/* From the counts to the distance. Only the conventions of 0 / 0 differ: those that say nothing give NaN. */
static inline st_f64v zero_unless(st_i64v mask, st_f64v value) { return (st_f64v)(mask & (st_i64v)value); }
static inline st_f64v finish_dice(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)n;
  return (tf + ft) / (tt + tt + (tf + ft));
}
static inline st_f64v finish_hamming(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)tt;
  return (tf + ft) / n;
}
static inline st_f64v finish_jaccard(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)n;
  st_f64v any = tt + tf + ft;
  return zero_unless((st_i64v)(any > 0), (tf + ft) / any);
}
static inline st_f64v finish_rogerstanimoto(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)tt;
  return 2 * (tf + ft) / (n + (tf + ft));
}
static inline st_f64v finish_russellrao(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)tf, (void)ft;
  return (n - tt) / n;
}
static inline st_f64v finish_sokalsneath(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  (void)n;
  return 2 * (tf + ft) / (tt + 2 * (tf + ft));
}
static inline st_f64v finish_yule(st_f64v tt, st_f64v tf, st_f64v ft, st_f64v n) {
  st_f64v discordant = tf * ft;
  return zero_unless((st_i64v)(discordant > 0),
                     2 * discordant / (tt * (n - tt - tf - ft) + discordant));
}

/* packed[panel][word][BIT_COLUMNS], the last panel padded with rows without bits. */
static void pack(const st_distance_job *job, int64_t column, int64_t columns, void *packed) {
  const uint64_t *from = (const uint64_t *)job->y + column * job->width;
  uint64_t *to = packed;
  for (int64_t j = 0; j < columns; j += BIT_COLUMNS, to += BIT_COLUMNS * job->width)
    for (int64_t lane = 0; lane < (int64_t)BIT_COLUMNS; lane++)
      for (int64_t word = 0; word < job->width; word++)
        to[word * BIT_COLUMNS + lane] = j + lane < columns ? from[(j + lane) * job->width + word] : 0;
}

#define COUNT count_by_bytes
#define COUNTED(name) ST_JOIN(name, bytes)
#define TARGET
#include "bits_body.h"
#undef COUNT
#undef COUNTED
#undef TARGET

#if ST_ISA_LEVEL == ST_AVX512
#define TARGET __attribute__((target("avx512vpopcntdq")))
#define COUNT(v) ((words)_mm512_popcnt_epi64((__m512i)(v)))
#define COUNTED(name) ST_JOIN(name, vpopcntdq)
#include "bits_body.h"
#endif

#define BY_BYTES(name) block_##name##_bytes,
#if ST_ISA_LEVEL == ST_AVX512
#define BY_INSTRUCTION(name) block_##name##_vpopcntdq,
#else
#define BY_INSTRUCTION BY_BYTES
#endif
extern const st_bits_kernels ST_NAME(st_bits)[1];
const st_bits_kernels ST_NAME(st_bits)[1] = {
    {BIT_ROWS, BIT_COLUMNS, pack, {ST_BIT_METRICS(BY_BYTES)}, {ST_BIT_METRICS(BY_INSTRUCTION)}}};
