/* Casts between all dtypes, moves, choices and transposes, on one instruction set.
 *
 * The semantics are those of src/core/cast.ts: integers wrap, floats lose their fraction towards zero and what is then
 * out of range wraps too (NaN and the infinities give 0), complex numbers lose their imaginary part, everything that
 * is not zero is true. Casts to and from float16 go through float32 in a buffer, rounding once. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "half.h"
#include "macros.h"
#include <string.h>

typedef uint8_t bool8;
typedef struct c64 {
  float re, im;
} c64;
typedef struct c128 {
  double re, im;
} c128;

#define BUFFER 512

/* x modulo 2^64, its fraction cut off. */
static uint64_t wrapped(double x) {
  if (!(__builtin_fabs(x) < __builtin_inf())) return 0;
  if (__builtin_fabs(x) < 0x1p63) return (uint64_t)(int64_t)x;
  union { double value; uint64_t bits; } u = {.value = x};
  const int shift = (int)((u.bits >> 52) & 0x7ff) - 1075;
  if (shift > 63) return 0;
  const uint64_t magnitude = ((u.bits & 0xfffffffffffffu) | 0x10000000000000u) << shift;
  return x < 0 ? 0 - magnitude : magnitude;
}

#define CAST_LOOP(to, from, TO, FROM, expression)                                                   \
  static void to##_from_##from(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {      \
    if (so == (int64_t)sizeof(TO) && sa == (int64_t)sizeof(FROM)) {                                 \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                 \
        const FROM x = ((const FROM *)pa)[i];                                                       \
        ((TO *)out)[i] = (expression);                                                              \
      }                                                                                             \
    } else {                                                                                        \
      for (int64_t i = 0; i < n; i++) {                                                             \
        const FROM x = *(const FROM *)(pa + i * sa);                                                \
        *(TO *)(out + i * so) = (expression);                                                       \
      }                                                                                             \
    }                                                                                               \
  }

typedef int32_t float_word;
typedef int64_t double_word;

/* Floats to integers: as the machine converts, by way of VIA; a block in which any is out of range, again one by one. */
#define FLOAT_CAST(to, from, TO, FROM, VIA, low, high)                                              \
  static void to##_from_##from(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {      \
    const int together = so == (int64_t)sizeof(TO) && sa == (int64_t)sizeof(FROM);                  \
    for (int64_t first = 0; first < n; first += BUFFER) {                                           \
      const int64_t count = n - first < BUFFER ? n - first : BUFFER;                                \
      const FROM *a = (const FROM *)pa + first;                                                     \
      TO *o = (TO *)out + first;                                                                    \
      /* As wide as the elements, so that the vectors are. */                                       \
      FROM##_word outside = 0;                                                                      \
      const int64_t fast = together ? count : 0;                                                    \
      INDEPENDENT for (int64_t i = 0; i < fast; i++) {                                              \
        const int inside = (a[i] >= (low)) & (a[i] < (high));                                       \
        outside |= (FROM##_word)!inside;                                                            \
        o[i] = (TO)(VIA)(inside ? a[i] : 0);                                                        \
      }                                                                                             \
      if (together && outside == 0) continue;                                                       \
      for (int64_t i = first; i < first + count; i++)                                               \
        *(TO *)(out + i * so) = (TO)wrapped((double)*(const FROM *)(pa + i * sa));                  \
    }                                                                                               \
  }

/* The real part of complex numbers: the cast of a float with other strides. */
#define PART_CAST(to, from, part)                                                                  \
  static void to##_from_##from(int64_t n, char *out, int64_t so, const char *a, int64_t sa) {      \
    to##_from_##part(n, out, so, a, sa);                                                           \
  }

/* By way of float32 in a buffer. */
#define FROM_HALF(to, TO)                                                                          \
  static void to##_from_f16(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {        \
    uint16_t halves[BUFFER];                                                                       \
    float floats[BUFFER];                                                                          \
    for (int64_t first = 0; first < n; first += BUFFER) {                                          \
      const int64_t count = n - first < BUFFER ? n - first : BUFFER;                               \
      u16_from_u16(count, (char *)halves, 2, pa + first * sa, sa);                                 \
      st_halves_to_floats(count, floats, halves);                                                  \
      to##_from_f32(count, out + first * so, so, (const char *)floats, 4);                         \
    }                                                                                              \
  }
#define TO_HALF(from, by)                                                                          \
  static void f16_from_##from(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {      \
    uint16_t halves[BUFFER];                                                                       \
    float floats[BUFFER];                                                                          \
    for (int64_t first = 0; first < n; first += BUFFER) {                                          \
      const int64_t count = n - first < BUFFER ? n - first : BUFFER;                               \
      by(count, (char *)floats, 4, pa + first * sa, sa);                                           \
      st_floats_to_halves(count, halves, floats);                                                  \
      u16_from_u16(count, out + first * so, so, (const char *)halves, 2);                          \
    }                                                                                              \
  }

/* Moves of one item size: bits only. */
#define MOVE_LOOP(name, T)                                                                         \
  static void name##_from_##name(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {   \
    if (n <= 0) return;                                                                            \
    if (so == (int64_t)sizeof(T) && sa == (int64_t)sizeof(T)) {                                    \
      memcpy(out, pa, (size_t)n * sizeof(T));                                                      \
    } else if (so == (int64_t)sizeof(T) && sa == 0) {                                              \
      const T x = *(const T *)pa;                                                                  \
      for (int64_t i = 0; i < n; i++) ((T *)out)[i] = x;                                           \
    } else if (so == (int64_t)sizeof(T) && sa == 2 * (int64_t)sizeof(T)) {                         \
      INDEPENDENT for (int64_t i = 0; i < n; i++) ((T *)out)[i] = ((const T *)pa)[2 * i];          \
    } else {                                                                                       \
      for (int64_t i = 0; i < n; i++) *(T *)(out + i * so) = *(const T *)(pa + i * sa);            \
    }                                                                                              \
  }
MOVE_LOOP(u8, uint8_t)
MOVE_LOOP(u16, uint16_t)
MOVE_LOOP(u32, uint32_t)
MOVE_LOOP(u64, uint64_t)
MOVE_LOOP(c128, c128)

/* float64 to float32, rounded to odd: a second rounding, to float16, then comes out as if it were the only one. */
static inline float odd(double x) {
  union { float value; uint32_t bits; } u = {.value = (float)x};
  const double back = u.value;
  u.bits -= __builtin_fabs(back) > __builtin_fabs(x);
  u.bits |= (back < x) | (back > x);
  return u.value;
}
CAST_LOOP(odd, f64, float, double, odd(x))

/* Each integer dtype, with its C type. */
#define EACH_INTEGER(DO) \
  DO(i8, int8_t) DO(i16, int16_t) DO(i32, int32_t) DO(i64, int64_t) DO(u8, uint8_t) DO(u16, uint16_t) DO(u32, uint32_t) DO(u64, uint64_t)

/* Integers of one width to each other are moves, found in the table below. */
#define INTEGER_CASTS(from, FROM)               \
  CAST_LOOP(f32, from, float, FROM, (float)x)   \
  CAST_LOOP(f64, from, double, FROM, (double)x) \
  CAST_LOOP(c64, from, c64, FROM, ((c64){(float)x, 0}))   \
  CAST_LOOP(c128, from, c128, FROM, ((c128){(double)x, 0}))
EACH_INTEGER(INTEGER_CASTS)
CAST_LOOP(bool, u8, bool8, uint8_t, x != 0)
CAST_LOOP(bool, u16, bool8, uint16_t, x != 0)
CAST_LOOP(bool, u32, bool8, uint32_t, x != 0)
CAST_LOOP(bool, u64, bool8, uint64_t, x != 0)

/* Narrowing needs no sign; widening does. */
#define WIDEN(to, TO, from, FROM) CAST_LOOP(to, from, TO, FROM, (TO)x)
WIDEN(i16, int16_t, i8, int8_t)
WIDEN(i32, int32_t, i8, int8_t)
WIDEN(i64, int64_t, i8, int8_t)
WIDEN(i32, int32_t, i16, int16_t)
WIDEN(i64, int64_t, i16, int16_t)
WIDEN(i64, int64_t, i32, int32_t)
WIDEN(u16, uint16_t, u8, uint8_t)
WIDEN(u32, uint32_t, u8, uint8_t)
WIDEN(u64, uint64_t, u8, uint8_t)
WIDEN(u32, uint32_t, u16, uint16_t)
WIDEN(u64, uint64_t, u16, uint16_t)
WIDEN(u64, uint64_t, u32, uint32_t)
WIDEN(u8, uint8_t, u16, uint16_t)
WIDEN(u8, uint8_t, u32, uint32_t)
WIDEN(u8, uint8_t, u64, uint64_t)
WIDEN(u16, uint16_t, u32, uint32_t)
WIDEN(u16, uint16_t, u64, uint64_t)
WIDEN(u32, uint32_t, u64, uint64_t)

#define FLOAT_CASTS(from, FROM)                                        \
  CAST_LOOP(bool, from, bool8, FROM, x != 0)                           \
  FLOAT_CAST(i8, from, int8_t, FROM, int32_t, -0x1p31, 0x1p31)         \
  FLOAT_CAST(i16, from, int16_t, FROM, int32_t, -0x1p31, 0x1p31)       \
  FLOAT_CAST(i32, from, int32_t, FROM, int32_t, -0x1p31, 0x1p31)       \
  FLOAT_CAST(i64, from, int64_t, FROM, int64_t, -0x1p63, 0x1p63)       \
  FLOAT_CAST(u32, from, uint32_t, FROM, uint32_t, 0, 0x1p32)           \
  CAST_LOOP(c64, from, c64, FROM, ((c64){(float)x, 0}))                \
  CAST_LOOP(c128, from, c128, FROM, ((c128){(double)x, 0}))
FLOAT_CASTS(f32, float)
FLOAT_CASTS(f64, double)
CAST_LOOP(f32, f64, float, double, (float)x)
CAST_LOOP(f64, f32, double, float, (double)x)

#define COMPLEX_CASTS(from, part) \
  PART_CAST(i8, from, part)       \
  PART_CAST(i16, from, part)      \
  PART_CAST(i32, from, part)      \
  PART_CAST(i64, from, part)      \
  PART_CAST(u32, from, part)
COMPLEX_CASTS(c64, f32)
COMPLEX_CASTS(c128, f64)
CAST_LOOP(bool, c64, bool8, c64, (x.re != 0) | (x.im != 0))
CAST_LOOP(bool, c128, bool8, c128, (x.re != 0) | (x.im != 0))
CAST_LOOP(f32, c64, float, c64, x.re)
CAST_LOOP(f64, c64, double, c64, (double)x.re)
CAST_LOOP(f32, c128, float, c128, (float)x.re)
CAST_LOOP(f64, c128, double, c128, x.re)
CAST_LOOP(odd, c128, float, c128, odd(x.re))
CAST_LOOP(c64, c128, c64, c128, ((c64){(float)x.re, (float)x.im}))
CAST_LOOP(c128, c64, c128, c64, ((c128){(double)x.re, (double)x.im}))

static void f32_from_f32(int64_t n, char *out, int64_t so, const char *a, int64_t sa) { u32_from_u32(n, out, so, a, sa); }
FROM_HALF(bool, bool8)
FROM_HALF(i8, int8_t)
FROM_HALF(i16, int16_t)
FROM_HALF(i32, int32_t)
FROM_HALF(i64, int64_t)
FROM_HALF(u32, uint32_t)
FROM_HALF(f32, float)
FROM_HALF(f64, double)
FROM_HALF(c64, c64)
FROM_HALF(c128, c128)
/* Integers that float32 rounds are beyond float16's range, to which either rounding leads. */
TO_HALF(i8, f32_from_i8)
TO_HALF(i16, f32_from_i16)
TO_HALF(i32, f32_from_i32)
TO_HALF(i64, f32_from_i64)
TO_HALF(u8, f32_from_u8)
TO_HALF(u16, f32_from_u16)
TO_HALF(u32, f32_from_u32)
TO_HALF(u64, f32_from_u64)
TO_HALF(f32, f32_from_f32)
TO_HALF(f64, odd_from_f64)
TO_HALF(c64, f32_from_c64)
TO_HALF(c128, odd_from_c128)

#define WHERE_LOOP(name, T)                                                                                          \
  static void where_##name(int64_t n, char *out, int64_t so, const char *pc, int64_t sc, const char *pa, int64_t sa, \
                           const char *pb, int64_t sb) {                                                             \
    const int64_t unit = sizeof(T);                                                                                  \
    if (n <= 0) return;                                                                                              \
    const uint8_t *c = (const uint8_t *)pc;                                                                          \
    const T *a = (const T *)pa, *b = (const T *)pb;                                                                  \
    T *o = (T *)out;                                                                                                 \
    if (so == unit && sc == 1 && sa == unit && sb == unit) {                                                         \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                  \
        const T x = a[i], y = b[i];                                                                                  \
        o[i] = c[i] ? x : y;                                                                                         \
      }                                                                                                              \
    } else if (so == unit && sc == 1 && sa == unit && sb == 0) {                                                     \
      const T y = *b;                                                                                                \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                  \
        const T x = a[i];                                                                                            \
        o[i] = c[i] ? x : y;                                                                                         \
      }                                                                                                              \
    } else if (so == unit && sc == 1 && sa == 0 && sb == unit) {                                                     \
      const T x = *a;                                                                                                \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                  \
        const T y = b[i];                                                                                            \
        o[i] = c[i] ? x : y;                                                                                         \
      }                                                                                                              \
    } else {                                                                                                         \
      for (int64_t i = 0; i < n; i++) {                                                                              \
        const T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                        \
        *(T *)(out + i * so) = pc[i * sc] ? x : y;                                                                   \
      }                                                                                                              \
    }                                                                                                                \
  }

/* In squares that lie in few cache lines on both sides. */
#define SQUARE 8
#define TRANSPOSE_LOOP(name, T)                                                                              \
  static void transpose_##name(int64_t rows, int64_t columns, char *out, int64_t out_row, const char *a,     \
                               int64_t a_column) {                                                           \
    int64_t top = 0;                                                                                         \
    for (; top + SQUARE <= rows; top += SQUARE) {                                                            \
      int64_t left = 0;                                                                                      \
      for (; left + SQUARE <= columns; left += SQUARE) {                                                     \
        T square[SQUARE][SQUARE];                                                                            \
        for (int j = 0; j < SQUARE; j++) {                                                                   \
          const T *from = (const T *)(a + (left + j) * a_column) + top;                                      \
          for (int i = 0; i < SQUARE; i++) square[i][j] = from[i];                                           \
        }                                                                                                    \
        for (int i = 0; i < SQUARE; i++) memcpy(out + (top + i) * out_row + left * (int64_t)sizeof(T), square[i], sizeof square[i]); \
      }                                                                                                      \
      for (; left < columns; left++) {                                                                       \
        const T *from = (const T *)(a + left * a_column) + top;                                              \
        for (int i = 0; i < SQUARE; i++) ((T *)(out + (top + i) * out_row))[left] = from[i];                 \
      }                                                                                                      \
    }                                                                                                        \
    for (; top < rows; top++) {                                                                              \
      for (int64_t left = 0; left < columns; left++) {                                                       \
        ((T *)(out + top * out_row))[left] = ((const T *)(a + left * a_column))[top];                        \
      }                                                                                                      \
    }                                                                                                        \
  }
WHERE_LOOP(u8, uint8_t)
WHERE_LOOP(u16, uint16_t)
WHERE_LOOP(u32, uint32_t)
WHERE_LOOP(u64, uint64_t)
WHERE_LOOP(c128, c128)
TRANSPOSE_LOOP(u8, uint8_t)
TRANSPOSE_LOOP(u16, uint16_t)
TRANSPOSE_LOOP(u32, uint32_t)
TRANSPOSE_LOOP(u64, uint64_t)
TRANSPOSE_LOOP(c128, c128)

/* A row of the table: casts to one dtype. w and s are the casts from unsigned and signed integers of each width. */
#define TO_ROW(TO, name, moved)                                                                                      \
  [TO] = {[ST_F64] = name##_from_f64, [ST_F32] = name##_from_f32, [ST_F16] = name##_from_f16, [ST_C64] = name##_from_c64, \
          [ST_C128] = name##_from_c128, moved}
#define FROM_INTEGERS(b, s8, s16, s32, s64, w8, w16, w32, w64)                                                  \
  [ST_BOOL] = b, [ST_I8] = s8, [ST_I16] = s16, [ST_I32] = s32, [ST_I64] = s64, [ST_U8] = w8, [ST_U16] = w16,    \
  [ST_U32] = w32, [ST_U64] = w64
#define TO_8 FROM_INTEGERS(u8_from_u8, u8_from_u8, u8_from_u16, u8_from_u32, u8_from_u64, u8_from_u8, u8_from_u16, u8_from_u32, u8_from_u64)
#define TO_16                                                                                                        \
  FROM_INTEGERS(u16_from_u8, i16_from_i8, u16_from_u16, u16_from_u32, u16_from_u64, u16_from_u8, u16_from_u16, u16_from_u32, \
                u16_from_u64)
#define TO_32                                                                                                        \
  FROM_INTEGERS(u32_from_u8, i32_from_i8, i32_from_i16, u32_from_u32, u32_from_u64, u32_from_u8, u32_from_u16, u32_from_u32, \
                u32_from_u64)
#define TO_64                                                                                                        \
  FROM_INTEGERS(u64_from_u8, i64_from_i8, i64_from_i16, i64_from_i32, u64_from_u64, u64_from_u8, u64_from_u16, u64_from_u32, \
                u64_from_u64)
#define TO_OTHER(name)                                                                                               \
  FROM_INTEGERS(name##_from_u8, name##_from_i8, name##_from_i16, name##_from_i32, name##_from_i64, name##_from_u8,   \
                name##_from_u16, name##_from_u32, name##_from_u64)

/* Floats wrap into unsigned integers as into signed ones, but for those of 32 bits, whose range matters. */
const st_casts ST_NAME(st_casts_all)[1] = {{
    .cast =
        {
            TO_ROW(ST_I8, i8, TO_8),
            TO_ROW(ST_U8, i8, TO_8),
            TO_ROW(ST_I16, i16, TO_16),
            TO_ROW(ST_U16, i16, TO_16),
            TO_ROW(ST_I32, i32, TO_32),
            TO_ROW(ST_U32, u32, TO_32),
            TO_ROW(ST_I64, i64, TO_64),
            TO_ROW(ST_U64, i64, TO_64),
            [ST_BOOL] = {[ST_F64] = bool_from_f64, [ST_F32] = bool_from_f32, [ST_F16] = bool_from_f16,
                         [ST_C64] = bool_from_c64, [ST_C128] = bool_from_c128, [ST_BOOL] = u8_from_u8,
                         [ST_I8] = bool_from_u8, [ST_I16] = bool_from_u16, [ST_I32] = bool_from_u32,
                         [ST_I64] = bool_from_u64, [ST_U8] = bool_from_u8, [ST_U16] = bool_from_u16,
                         [ST_U32] = bool_from_u32, [ST_U64] = bool_from_u64},
            [ST_F64] = {[ST_F64] = u64_from_u64, [ST_F32] = f64_from_f32, [ST_F16] = f64_from_f16, [ST_C64] = f64_from_c64,
                        [ST_C128] = f64_from_c128, TO_OTHER(f64)},
            [ST_F32] = {[ST_F64] = f32_from_f64, [ST_F32] = u32_from_u32, [ST_F16] = f32_from_f16, [ST_C64] = f32_from_c64,
                        [ST_C128] = f32_from_c128, TO_OTHER(f32)},
            [ST_F16] = {[ST_F64] = f16_from_f64, [ST_F32] = f16_from_f32, [ST_F16] = u16_from_u16, [ST_C64] = f16_from_c64,
                        [ST_C128] = f16_from_c128, TO_OTHER(f16)},
            [ST_C64] = {[ST_F64] = c64_from_f64, [ST_F32] = c64_from_f32, [ST_F16] = c64_from_f16, [ST_C64] = u64_from_u64,
                        [ST_C128] = c64_from_c128, TO_OTHER(c64)},
            [ST_C128] = {[ST_F64] = c128_from_f64, [ST_F32] = c128_from_f32, [ST_F16] = c128_from_f16,
                         [ST_C64] = c128_from_c64, [ST_C128] = c128_from_c128, TO_OTHER(c128)},
        },
    .where = {where_u8, where_u16, where_u32, where_u64, where_c128},
    .transpose = {transpose_u8, transpose_u16, transpose_u32, transpose_u64, transpose_c128},
}};
