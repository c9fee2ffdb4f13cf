/* Bit generators as C: one state, and next_<generator> for each, which give what src/random/bits gives.
 *
 * The state arrives as 32-bit words, lower half first: 12 of the generator's register, then whether half a word is left
 * over, then that half, then how many words of Philox's last step are unused. It is copied to a local whose address is never taken where speed matters, so that it stays in
 * registers; what is unlikely works on a copy of the copy. */
#ifndef STRIDED_RANDOM_WORDS_H
#define STRIDED_RANDOM_WORDS_H
#include <string.h>
#include "../strided.h"

enum st_generator { ST_PCG64, ST_PCG64DXSM, ST_SFC64, ST_PHILOX, ST_GENERATOR_COUNT };

typedef unsigned __int128 st_u128;

typedef struct words {
  uint64_t s[6];
  uint64_t step[4]; /* philox: the words of the last step */
  uint32_t unused;  /* philox: how many of them are left */
  uint32_t has_half, half;
} words;

#define ST_WIDE(high, low) (((st_u128)(high) << 64) | (low))
#define ST_PCG_MULTIPLIER ST_WIDE(0x2360ed051fc65da4ULL, 0x4385df649fccf645ULL)
#define ST_PCG_CHEAP 0xda942042e4dd58b5ULL

static inline uint64_t xsl_rr(st_u128 state) {
  const uint64_t folded = (uint64_t)(state >> 64) ^ (uint64_t)state;
  const unsigned turn = (unsigned)(state >> 122);
  return (folded >> turn) | (folded << (-turn & 63));
}

static inline uint64_t next_pcg64(words *w) {
  const st_u128 state = ST_WIDE(w->s[1], w->s[0]) * ST_PCG_MULTIPLIER + ST_WIDE(w->s[3], w->s[2]);
  w->s[0] = (uint64_t)state;
  w->s[1] = (uint64_t)(state >> 64);
  return xsl_rr(state);
}

static inline uint64_t next_pcg64dxsm(words *w) {
  uint64_t high = w->s[1];
  high ^= high >> 32;
  high *= ST_PCG_CHEAP;
  high ^= high >> 48;
  high *= w->s[0] | 1;
  const st_u128 state = ST_WIDE(w->s[1], w->s[0]) * ST_PCG_CHEAP + ST_WIDE(w->s[3], w->s[2]);
  w->s[0] = (uint64_t)state;
  w->s[1] = (uint64_t)(state >> 64);
  return high;
}

static inline uint64_t next_sfc64(words *w) {
  const uint64_t sum = w->s[0] + w->s[1] + w->s[3]++;
  w->s[0] = w->s[1] ^ (w->s[1] >> 11);
  w->s[1] = w->s[2] + (w->s[2] << 3);
  w->s[2] = ((w->s[2] << 24) | (w->s[2] >> 40)) + sum;
  return sum;
}

/* The counter's next value. */
static inline void philox_count(words *w) {
  for (int word = 0; word < 4 && ++w->s[word] == 0; word++) {
  }
}

/* The counter `steps` values on. */
static inline void philox_advance(words *w, uint64_t steps) {
  w->s[0] += steps;
  for (int word = 1, carry = w->s[0] < steps; carry && word < 4; word++) carry = ++w->s[word] == 0;
}

/* One of the ten rounds: x, y, z, v are the words of a step, k and l the keys of this round. */
#define ST_PHILOX_ROUND(x, y, z, v, k, l)                                                                          \
  do {                                                                                                             \
    const st_u128 a = (st_u128)(x) * ST_PHILOX_MULTIPLIER, b = (st_u128)(z) * ST_PHILOX_SECOND_MULTIPLIER;          \
    (x) = (uint64_t)(b >> 64) ^ (y) ^ (k);                                                                         \
    (y) = (uint64_t)b;                                                                                             \
    (z) = (uint64_t)(a >> 64) ^ (v) ^ (l);                                                                         \
    (v) = (uint64_t)a;                                                                                             \
  } while (0)
#define ST_PHILOX_MULTIPLIER 0xd2e7470ee14c6c93ULL
#define ST_PHILOX_SECOND_MULTIPLIER 0xca5a826395121157ULL
#define ST_PHILOX_KEY 0x9e3779b97f4a7c15ULL
#define ST_PHILOX_SECOND_KEY 0xbb67ae8584caa73bULL

static inline uint64_t next_philox(words *w) {
  if (w->unused == 0) {
    philox_count(w);
    uint64_t x = w->s[0], y = w->s[1], z = w->s[2], v = w->s[3], k = w->s[4], l = w->s[5];
    for (int round = 0; round < 10; round++) {
      ST_PHILOX_ROUND(x, y, z, v, k, l);
      k += ST_PHILOX_KEY;
      l += ST_PHILOX_SECOND_KEY;
    }
    w->step[0] = x;
    w->step[1] = y;
    w->step[2] = z;
    w->step[3] = v;
    w->unused = 4;
  }
  return w->step[4 - w->unused--];
}

/* The words of the next two steps at once: the multiplications of one need not wait for the other's. */
static inline void philox_two(words *w, uint64_t out[8]) {
  philox_count(w);
  uint64_t x = w->s[0], y = w->s[1], z = w->s[2], v = w->s[3], k = w->s[4], l = w->s[5];
  philox_count(w);
  uint64_t x2 = w->s[0], y2 = w->s[1], z2 = w->s[2], v2 = w->s[3];
  for (int round = 0; round < 10; round++) {
    ST_PHILOX_ROUND(x, y, z, v, k, l);
    ST_PHILOX_ROUND(x2, y2, z2, v2, k, l);
    k += ST_PHILOX_KEY;
    l += ST_PHILOX_SECOND_KEY;
  }
  out[0] = x, out[1] = y, out[2] = z, out[3] = v;
  out[4] = x2, out[5] = y2, out[6] = z2, out[7] = v2;
}

static inline words words_read(const uint32_t *operand) {
  words w = {0};
  memcpy(w.s, operand, sizeof w.s);
  w.has_half = operand[12];
  w.half = operand[13];
  if (operand[14] > 0) {
    for (int word = 0; word < 4 && w.s[word]-- == 0; word++) {
    }
    next_philox(&w);
    w.unused = operand[14];
  }
  return w;
}

static inline void words_write(uint32_t *operand, const words *w) {
  memcpy(operand, w->s, sizeof w->s);
  operand[12] = w->has_half;
  operand[13] = w->half;
  operand[14] = w->unused;
}

/* PCG64's state `steps` steps on (F. Brown, "Random Number Generation with Arbitrary Strides"). */
static inline void pcg64_advance(words *w, uint64_t steps) {
  st_u128 multiplier = ST_PCG_MULTIPLIER, increment = ST_WIDE(w->s[3], w->s[2]), all = 1, sum = 0;
  for (; steps > 0; steps >>= 1) {
    if (steps & 1) {
      all *= multiplier;
      sum = sum * multiplier + increment;
    }
    increment *= multiplier + 1;
    multiplier *= multiplier;
  }
  const st_u128 state = ST_WIDE(w->s[1], w->s[0]) * all + sum;
  w->s[0] = (uint64_t)state;
  w->s[1] = (uint64_t)(state >> 64);
}

static inline double unit_f64(uint64_t word) { return (double)(word >> 11) * 0x1p-53; }
static inline float unit_f32(uint32_t word) { return (float)(word >> 8) * 0x1p-24f; }

/* Ziggurat tables of 256 rows: below k a point lies inside its layer for certain; widths; densities at the edges. */
typedef struct ziggurat {
  const uint64_t *k;
  const double *w, *f;
} ziggurat;
typedef struct ziggurat32 {
  const uint32_t *k;
  const float *w, *f;
} ziggurat32;

/* log(1 + x), -1 < x <= 1 (float32: <= 0), as src/random/exact/log1p.ts computes it, bit for bit. */
double st_random_log1p(double x);
float st_random_log1p32(float x);

/* Where the tails of the ziggurats begin. */
#define ST_NORMAL_R 3.6541528853610087963519472518
#define ST_NORMAL_INVERSE_R 0.27366123732975827203338247596
#define ST_EXPONENTIAL_R 7.69711747013104972
#endif
