/* All loops for one element type. T is the type, FN(name) the name of its functions, IS_F64 which type it is. */
#include "vectors.h"

typedef T FN(eight) __attribute__((vector_size(8 * sizeof(T)), aligned(sizeof(T)), may_alias));

#if IS_F64
#define FABS __builtin_fabs
#define COPYSIGN __builtin_copysign
#define SQRT __builtin_sqrt
#define WHOLE 0x1p52
#define BITS uint64_t
#define DEGREE 0x1.1df46a2529d39p-6
#define RADIAN 0x1.ca5dc1a63c1f8p+5
#define VECTOR_MIN st_min_f64
#define VECTOR_MAX st_max_f64
#define HAS_NAN st_has_nan_f64
#else
#define FABS __builtin_fabsf
#define COPYSIGN __builtin_copysignf
#define SQRT __builtin_sqrtf
#define WHOLE 0x1p23f
#define BITS uint32_t
#define DEGREE 0x1.1df46ap-6f
#define RADIAN 0x1.ca5dc2p+5f
#define VECTOR_MIN st_min_f32
#define VECTOR_MAX st_max_f32
#define HAS_NAN st_has_nan_f32
#endif

/* Halves to even; from WHOLE on every number is whole. */
static inline T FN(round_of)(T x) {
  T magnitude = FABS(x);
  T rounded = (magnitude + WHOLE) - WHOLE;
  return magnitude < WHOLE ? COPYSIGN(rounded, x) : x;
}
/* The sign of x is the sign of the result, also where that is 0. */
static inline T FN(floor_of)(T x) {
  T r = FN(round_of)(x);
  return COPYSIGN(r > x ? r - 1 : r, x);
}
static inline T FN(ceil_of)(T x) {
  T r = FN(round_of)(x);
  return COPYSIGN(r < x ? r + 1 : r, x);
}
static inline T FN(trunc_of)(T x) {
  T r = FN(round_of)(FABS(x));
  return COPYSIGN(r > FABS(x) ? r - 1 : r, x);
}

#include "float_remainder.h"
/* The number next to x on the way to y: its bits count magnitudes. */
static inline T FN(neighbour)(T x, T y) {
  FN(signed_bits) from, one = 1;
  __builtin_memcpy(&from, &x, sizeof x);
  const FN(signed_bits) outwards = ((y > x) == (x > 0)) ? from + 1 : from - 1;
  T moved, smallest;
  __builtin_memcpy(&moved, &outwards, sizeof moved);
  __builtin_memcpy(&smallest, &one, sizeof smallest);
  T result = x == 0 ? COPYSIGN(smallest, y) : moved;
  result = x == y ? y : result;
  return ((x != x) | (y != y)) ? x + y : result;
}

BINARY_LOOP(add, T, x + y)
BINARY_LOOP(subtract, T, x - y)
BINARY_LOOP(multiply, T, x *y)
BINARY_LOOP(divide, T, x / y)
BINARY_LOOP_PLAIN(floorDivide, T, FN(floor_divide_of)(x, y))
BINARY_LOOP_PLAIN(remainder, T, FN(remainder_of)(x, y))
BINARY_LOOP_PLAIN(fmod, T, FN(fmod_of)(x, y))
BINARY_LOOP(heaviside, T, x > 0 ? 1 : x < 0 ? 0 : x == 0 ? y : x)
/* NaN wins, wherever it stands. */
BINARY_LOOP(minimum, T, ((x <= y) | (x != x)) ? x : y)
BINARY_LOOP(maximum, T, ((x >= y) | (x != x)) ? x : y)
/* NaN loses, unless both are. */
BINARY_LOOP(fmin, T, ((x <= y) | (y != y)) ? x : y)
BINARY_LOOP(fmax, T, ((x >= y) | (y != y)) ? x : y)
BINARY_LOOP(copysign, T, COPYSIGN(x, y))
BINARY_LOOP(equal, uint8_t, x == y)
BINARY_LOOP(notEqual, uint8_t, x != y)
BINARY_LOOP(less, uint8_t, x < y)
BINARY_LOOP(lessEqual, uint8_t, x <= y)
BINARY_LOOP(greater, uint8_t, x > y)
BINARY_LOOP(greaterEqual, uint8_t, x >= y)
BINARY_LOOP_PLAIN(logicalAnd, uint8_t, (x != 0) & (y != 0))
BINARY_LOOP_PLAIN(logicalOr, uint8_t, (x != 0) | (y != 0))
BINARY_LOOP_PLAIN(logicalXor, uint8_t, (x != 0) ^ (y != 0))

BINARY_LOOP(nextafter, T, FN(neighbour)(x, y))

UNARY_LOOP(negative, -x)
UNARY_LOOP(positive, x)
SAME_UNARY(conj, positive)
UNARY_LOOP(abs, FABS(x))
/* A negative zero gives 0, NaN itself. */
UNARY_LOOP(sign, x > 0 ? 1 : x < 0 ? -1 : x == 0 ? 0 : x)
UNARY_LOOP(square, x *x)
UNARY_LOOP(sqrt, SQRT(x))
UNARY_LOOP(reciprocal, 1 / x)
UNARY_LOOP(floor, FN(floor_of)(x))
UNARY_LOOP(ceil, FN(ceil_of)(x))
UNARY_LOOP(trunc, FN(trunc_of)(x))
UNARY_LOOP(round, FN(round_of)(x))
UNARY_LOOP_TO(logicalNot, uint8_t, x == 0)
UNARY_LOOP_TO(isnan, uint8_t, x != x)
UNARY_LOOP_TO(isinf, uint8_t, FABS(x) == (T)__builtin_inf())
UNARY_LOOP_TO(isfinite, uint8_t, FABS(x) < (T)__builtin_inf())
UNARY_LOOP_TO(signbit, uint8_t, COPYSIGN((T)1, x) < 0)

/* As maximum, then minimum: NaN anywhere gives NaN. Bounds that repeat go by vectors, which the compiler does not find
 * by itself here. */
static void FN(clip)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb, const char *pc,
                     int64_t sc) {
  const int64_t unit = sizeof(T), lanes = ST_VECTOR_BYTES / sizeof(T);
  int64_t i = 0;
  if (so == unit && sa == unit && sb == 0 && sc == 0 && n >= lanes) {
    const FN(vector) low = FN(all)(*(const T *)pb), high = FN(all)(*(const T *)pc);
    for (; i + lanes <= n; i += lanes) {
      FN(vector) x = *(const FN(unaligned) *)((const T *)pa + i);
      x = FN(choose)((x >= low) | (x != x), x, low);
      *(FN(unaligned) *)((T *)out + i) = FN(choose)((x <= high) | (x != x), x, high);
    }
  }
  for (; i < n; i++) {
    T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb), z = *(const T *)(pc + i * sc);
    x = ((x >= y) | (x != x)) ? x : y;
    *(T *)(out + i * so) = ((x <= z) | (x != x)) ? x : z;
  }
}
UNARY_LOOP(deg2rad, x *DEGREE)
UNARY_LOOP(rad2deg, x *RADIAN)

/* Up to ST_PAIRWISE_BLOCK elements in eight running sums. */
static T FN(block_sum)(int64_t n, const char *a, int64_t stride) {
  if (n < 8) {
    T sum = 0;
    for (int64_t i = 0; i < n; i++) sum += *(const T *)(a + i * stride);
    return sum;
  }
  FN(eight) r;
  int64_t i = 8;
  if (stride == (int64_t)sizeof(T)) {
    r = *(const FN(eight) *)a;
    for (; i + 8 <= n; i += 8) r += *(const FN(eight) *)(a + i * stride);
  } else {
    for (int lane = 0; lane < 8; lane++) r[lane] = *(const T *)(a + lane * stride);
    for (; i + 8 <= n; i += 8) {
      for (int lane = 0; lane < 8; lane++) r[lane] += *(const T *)(a + (i + lane) * stride);
    }
  }
  T sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  for (; i < n; i++) sum += *(const T *)(a + i * stride);
  return sum;
}

static T FN(pairwise)(int64_t n, const char *a, int64_t stride) {
  if (n <= ST_PAIRWISE_BLOCK) return FN(block_sum)(n, a, stride);
  int64_t half = st_pairwise_half(n);
  return FN(pairwise)(half, a, stride) + FN(pairwise)(n - half, a + half * stride, stride);
}

static void FN(sum_fold)(int64_t n, char *out, const char *a, int64_t stride) { *(T *)out += FN(pairwise)(n, a, stride); }

/* The extreme in four vectors of lanes, the last of which may take elements once more; NaN is looked for beside them,
 * and wins. */
#define EXTREME_FOLD(name, BEST, OP)                                                          \
  static void FN(name)(int64_t n, char *out, const char *pa, int64_t stride) {                \
    const int64_t lanes = ST_VECTOR_BYTES / sizeof(T);                                        \
    const T *a = (const T *)pa;                                                               \
    T best = *(T *)out;                                                                       \
    int64_t i = 0;                                                                            \
    if (stride == (int64_t)sizeof(T) && n >= lanes) {                                         \
      FN(vector) most[4];                                                                     \
      int nan = 0;                                                                            \
      for (int part = 0; part < 4; part++) most[part] = FN(all)(best);                        \
      for (; i + 4 * lanes <= n; i += 4 * lanes) {                                            \
        const FN(unaligned) *from = (const FN(unaligned) *)(a + i);                           \
        const FN(vector) x[4] = {from[0], from[1], from[2], from[3]};                         \
        for (int part = 0; part < 4; part++) most[part] = BEST(x[part], most[part]);          \
        nan |= HAS_NAN(x[0], x[1]) | HAS_NAN(x[2], x[3]);                                     \
      }                                                                                       \
      for (; i < n; i += lanes) {                                                             \
        const FN(vector) x = *(const FN(unaligned) *)(a + (i + lanes <= n ? i : n - lanes));  \
        most[0] = BEST(x, most[0]);                                                           \
        nan |= HAS_NAN(x, x);                                                                 \
      }                                                                                       \
      i = n;                                                                                  \
      most[0] = BEST(BEST(most[3], most[2]), BEST(most[1], most[0]));                         \
      T lane[ST_VECTOR_BYTES / sizeof(T)];                                                    \
      *(FN(unaligned) *)lane = most[0];                                                       \
      for (int64_t half = lanes / 2; half > 0; half /= 2)                                     \
        for (int64_t k = 0; k < half; k++) lane[k] = lane[k + half] OP lane[k] ? lane[k + half] : lane[k]; \
      best = nan ? (T)__builtin_nan("") : lane[0];                                            \
    }                                                                                         \
    for (; i < n; i++) {                                                                      \
      T x = *(const T *)(pa + i * stride);                                                    \
      best = ((x OP best) | (x != x)) ? x : best;                                             \
    }                                                                                         \
    *(T *)out = best;                                                                         \
  }
EXTREME_FOLD(min_fold, VECTOR_MIN, <)
EXTREME_FOLD(max_fold, VECTOR_MAX, >)

FOLD_LOOP(prod, T, x *y)
TRUTH_FOLD(any, 0, != 0, y != 0)
TRUTH_FOLD(all, 1, == 0, y != 0)
COUNT_FOLD(countNonzero, BITS, y != 0)
COMBINE_LOOP(sum, T, x + y)
COMBINE_LOOP(prod, T, x *y)
COMBINE_LOOP(min, T, ((x <= y) | (x != x)) ? x : y)
COMBINE_LOOP(max, T, ((x >= y) | (x != x)) ? x : y)
COMBINE_LOOP(any, uint8_t, (x != 0) | (y != 0))
COMBINE_LOOP(all, uint8_t, (x != 0) & (y != 0))
COMBINE_LOOP(countNonzero, int64_t, x + (y != 0))
ROWS_LOOP(sum, T, x + y)
ROWS_LOOP(prod, T, x *y)
/* By vectors, which the compiler does not find by itself where extremes follow each other. */
#define EXTREME_ROWS(name, BEST)                                                                   \
  static void FN(name##_rows)(int64_t rows, int64_t n, char *out, const char *a, int64_t step) {   \
    const int64_t lanes = ST_VECTOR_BYTES / sizeof(T), unit = sizeof(T), whole = n / lanes * lanes; \
    for (; rows >= 8; rows -= 8, a += 8 * step) {                                                  \
      for (int64_t i = 0; i < whole; i += lanes) {                                                 \
        FN(vector) x = *(const FN(unaligned) *)(out + i * unit);                                   \
        for (int row = 0; row < 8; row++) {                                                        \
          const FN(vector) y = *(const FN(unaligned) *)(a + row * step + i * unit);                \
          x = FN(choose)(y != y, y, BEST(y, x));                                                   \
        }                                                                                          \
        *(FN(unaligned) *)(out + i * unit) = x;                                                    \
      }                                                                                            \
      for (int row = 0; row < 8; row++)                                                            \
        FN(name##_combine)(n - whole, out + whole * unit, unit, a + row * step + whole * unit, unit); \
    }                                                                                              \
    for (; rows > 0; rows--, a += step) FN(name##_combine)(n, out, unit, a, unit);                 \
  }
EXTREME_ROWS(min, VECTOR_MIN)
EXTREME_ROWS(max, VECTOR_MAX)
SCAN_LOOP(sum, T, x + y)
SCAN_LOOP(prod, T, x *y)
SCAN_LOOP(min, T, ((x <= y) | (x != x)) ? x : y)
SCAN_LOOP(max, T, ((x >= y) | (x != x)) ? x : y)
FIRST_LOOP(BITS, (x == y) | ((x != x) & (y != y)))
POSITION_LOOP(min, min, (y < x) | (y != y))
POSITION_LOOP(max, max, (y > x) | (y != y))
CONTEST_LOOP(min, (y < x) | ((y != y) & (x == x)))
CONTEST_LOOP(max, (y > x) | ((y != y) & (x == x)))
BINARY_LOOP(deviation, T, (x - y) * (x - y))

#define ROW_all(f) f
#define ROW_numbers(f) f
#define ROW_reals(f) f
#define ROW_inexact(f) f
#define ROW_floats(f) f
#define ROW_integers(f) 0
#define ROW_bits(f) 0
#define DEVIATION FN(deviation)
#include "table.h"

#undef EXTREME_FOLD
#undef EXTREME_ROWS
#undef FABS
#undef COPYSIGN
#undef SQRT
#undef WHOLE
#undef BITS
#undef DEGREE
#undef RADIAN
#undef VECTOR_MIN
#undef VECTOR_MAX
#undef HAS_NAN
