/* Elements as keys: unsigned integers whose order is the order of the elements.
 *
 * Integers get their sign bit flipped; floats get every bit flipped when negative and the sign bit otherwise. Any NaN
 * becomes the largest key, so that NaN sorts last; it comes back as a quiet NaN. Keys of descending order are the
 * complements. Elements of 4 bytes and less have 32-bit keys, those of 8 bytes 64-bit keys. */
#ifndef STRIDED_SORTING_KEYS_H
#define STRIDED_SORTING_KEYS_H
#include "../strided.h"

/* A 64-bit key and the position it came from. Of a 32-bit key and its position, one uint64 holds both. */
typedef struct st_keyed {
  uint64_t key, index;
} st_keyed;

static inline uint32_t st_bits_f32(float x) {
  union {
    float value;
    uint32_t bits;
  } u = {x};
  return u.bits;
}
static inline uint64_t st_bits_f64(double x) {
  union {
    double value;
    uint64_t bits;
  } u = {x};
  return u.bits;
}

/* The bits of a float to its key, for each width, without telling NaN apart. */
static inline uint64_t st_fold_64(uint64_t bits) {
  return bits ^ ((uint64_t)((int64_t)bits >> 63) | (uint64_t)1 << 63);
}
static inline uint32_t st_fold_32(uint32_t bits) { return bits ^ ((uint32_t)((int32_t)bits >> 31) | 0x80000000u); }

static inline uint64_t st_key_f64(double x) { return x != x ? UINT64_MAX : st_fold_64(st_bits_f64(x)); }
static inline uint32_t st_key_f32(float x) { return x != x ? UINT32_MAX : st_fold_32(st_bits_f32(x)); }
static inline uint32_t st_key_f16(uint16_t x) {
  if ((x & 0x7fff) > 0x7c00) return 0xffff;
  return (uint16_t)(x & 0x8000 ? ~x : x | 0x8000);
}
/* The same with both zeros equal, where equal elements must keep their order. */
static inline uint64_t st_tie_f64(double x) { return st_key_f64(x + 0.0); }
static inline uint32_t st_tie_f32(float x) { return st_key_f32(x + 0.0f); }
static inline uint32_t st_tie_f16(uint16_t x) { return st_key_f16(x == 0x8000 ? 0 : x); }

static inline uint64_t st_key_i64(int64_t x) { return (uint64_t)x ^ (uint64_t)1 << 63; }
static inline uint64_t st_key_u64(uint64_t x) { return x; }
static inline uint32_t st_key_i32(int32_t x) { return (uint32_t)x ^ 0x80000000u; }
static inline uint32_t st_key_u32(uint32_t x) { return x; }
static inline uint32_t st_key_i16(int16_t x) { return (uint16_t)x ^ 0x8000u; }
static inline uint32_t st_key_u16(uint16_t x) { return x; }
static inline uint32_t st_key_i8(int8_t x) { return (uint8_t)x ^ 0x80u; }
static inline uint32_t st_key_u8(uint8_t x) { return x; }

static inline double st_unkey_f64(uint64_t key) {
  union {
    uint64_t bits;
    double value;
  } u = {key ^ (~(uint64_t)((int64_t)key >> 63) | (uint64_t)1 << 63)};
  return u.value;
}
static inline float st_unkey_f32(uint32_t key) {
  union {
    uint32_t bits;
    float value;
  } u = {key ^ (~(uint32_t)((int32_t)key >> 31) | 0x80000000u)};
  return u.value;
}
static inline uint16_t st_unkey_f16(uint32_t key) { return (uint16_t)(key & 0x8000 ? key ^ 0x8000 : ~key); }
static inline int64_t st_unkey_i64(uint64_t key) { return (int64_t)(key ^ (uint64_t)1 << 63); }
static inline uint64_t st_unkey_u64(uint64_t key) { return key; }
static inline int32_t st_unkey_i32(uint32_t key) { return (int32_t)(key ^ 0x80000000u); }
static inline uint32_t st_unkey_u32(uint32_t key) { return key; }
static inline int16_t st_unkey_i16(uint32_t key) { return (int16_t)(key ^ 0x8000u); }
static inline uint16_t st_unkey_u16(uint32_t key) { return (uint16_t)key; }
static inline int8_t st_unkey_i8(uint32_t key) { return (int8_t)(key ^ 0x80u); }
static inline uint8_t st_unkey_u8(uint32_t key) { return (uint8_t)key; }

/* Every real dtype: X(dtype, suffix, C type, bits of its key). Bools are 0 and 1, and sort as uint8. */
#define ST_REAL_DTYPES(X)      \
  X(ST_F64, f64, double, 64)   \
  X(ST_I64, i64, int64_t, 64)  \
  X(ST_U64, u64, uint64_t, 64) \
  X(ST_F32, f32, float, 32)    \
  X(ST_I32, i32, int32_t, 32)  \
  X(ST_U32, u32, uint32_t, 32) \
  X(ST_F16, f16, uint16_t, 32) \
  X(ST_I16, i16, int16_t, 32)  \
  X(ST_U16, u16, uint16_t, 32) \
  X(ST_I8, i8, int8_t, 32)     \
  X(ST_U8, u8, uint8_t, 32)    \
  X(ST_BOOL, bool, uint8_t, 32)
#define st_key_bool st_key_u8
#define st_unkey_bool st_unkey_u8
/* Integers have no zeros to tell apart. */
#define st_tie_i64 st_key_i64
#define st_tie_u64 st_key_u64
#define st_tie_i32 st_key_i32
#define st_tie_u32 st_key_u32
#define st_tie_i16 st_key_i16
#define st_tie_u16 st_key_u16
#define st_tie_i8 st_key_i8
#define st_tie_u8 st_key_u8
#define st_tie_bool st_key_u8
#endif
