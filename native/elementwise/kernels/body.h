/* All loops for one element type. T is the type, FN(name) the name of its functions, IS_F64 which type it is. */
#include "vectors.h"

typedef T FN(eight) __attribute__((vector_size(8 * sizeof(T)), aligned(sizeof(T)), may_alias));

/* x and y stand for the elements in `expression`. The branches differ in what the compiler may assume of strides. */
#define BINARY_LOOP(name, R, expression)                                                                           \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb) { \
    const int64_t unit = sizeof(T);                                                                                \
    R *o = (R *)out;                                                                                               \
    const T *a = (const T *)pa, *b = (const T *)pb;                                                                \
    if (so == (int64_t)sizeof(R) && sa == unit && sb == unit) {                                                    \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = a[i], y = b[i];                                                                                      \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else if (so == (int64_t)sizeof(R) && sa == unit && sb == 0) {                                                \
      const T y = n > 0 ? *b : 0;                                                                                  \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = a[i];                                                                                                \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else if (so == (int64_t)sizeof(R) && sa == 0 && sb == unit) {                                                \
      const T x = n > 0 ? *a : 0;                                                                                  \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T y = b[i];                                                                                                \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else {                                                                                                       \
      for (int64_t i = 0; i < n; i++) {                                                                            \
        T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                            \
        *(R *)(out + i * so) = (R)(expression);                                                                    \
      }                                                                                                            \
    }                                                                                                              \
  }

#define UNARY_LOOP(name, expression)                                                        \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) {      \
    T *o = (T *)out;                                                                        \
    const T *a = (const T *)pa;                                                             \
    if (so == (int64_t)sizeof(T) && sa == (int64_t)sizeof(T)) {                             \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                         \
        T x = a[i];                                                                         \
        o[i] = (expression);                                                                \
      }                                                                                     \
    } else {                                                                                \
      for (int64_t i = 0; i < n; i++) {                                                     \
        T x = *(const T *)(pa + i * sa);                                                    \
        *(T *)(out + i * so) = (expression);                                                \
      }                                                                                     \
    }                                                                                       \
  }

#if IS_F64
#define FABS __builtin_fabs
#define COPYSIGN __builtin_copysign
#define SQRT __builtin_sqrt
#define WHOLE 0x1p52
#define DEGREE 0x1.1df46a2529d39p-6
#define RADIAN 0x1.ca5dc1a63c1f8p+5
#else
#define FABS __builtin_fabsf
#define COPYSIGN __builtin_copysignf
#define SQRT __builtin_sqrtf
#define WHOLE 0x1p23f
#define DEGREE 0x1.1df46ap-6f
#define RADIAN 0x1.ca5dc2p+5f
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
/* NaN wins, wherever it stands. */
BINARY_LOOP(minimum, T, ((x <= y) | (x != x)) ? x : y)
BINARY_LOOP(maximum, T, ((x >= y) | (x != x)) ? x : y)
BINARY_LOOP(equal, uint8_t, x == y)
BINARY_LOOP(notEqual, uint8_t, x != y)
BINARY_LOOP(less, uint8_t, x < y)
BINARY_LOOP(lessEqual, uint8_t, x <= y)
BINARY_LOOP(greater, uint8_t, x > y)
BINARY_LOOP(greaterEqual, uint8_t, x >= y)

BINARY_LOOP(nextafter, T, FN(neighbour)(x, y))

UNARY_LOOP(negative, -x)
UNARY_LOOP(abs, FABS(x))
UNARY_LOOP(square, x *x)
UNARY_LOOP(sqrt, SQRT(x))
UNARY_LOOP(reciprocal, 1 / x)
UNARY_LOOP(floor, FN(floor_of)(x))
UNARY_LOOP(ceil, FN(ceil_of)(x))
UNARY_LOOP(trunc, FN(trunc_of)(x))
UNARY_LOOP(round, FN(round_of)(x))
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

/* The extreme in four vectors of lanes; a NaN, once in a lane, stays. */
#define EXTREME_FOLD(name, OP)                                                                                  \
  static void FN(name)(int64_t n, char *out, const char *a, int64_t stride) {                                   \
    const int64_t lanes = ST_VECTOR_BYTES / sizeof(T);                                                          \
    T best = *(T *)out;                                                                                         \
    int64_t i = 0;                                                                                              \
    if (stride == (int64_t)sizeof(T) && n >= 4 * lanes) {                                                       \
      FN(vector) most[4];                                                                                       \
      for (int part = 0; part < 4; part++) most[part] = FN(all)(best);                                          \
      for (; i + 4 * lanes <= n; i += 4 * lanes) {                                                              \
        const FN(unaligned) *from = (const FN(unaligned) *)((const T *)a + i);                                  \
        for (int part = 0; part < 4; part++) {                                                                  \
          FN(vector) x = from[part];                                                                            \
          most[part] = FN(choose)((x OP most[part]) | (x != x), x, most[part]);                                 \
        }                                                                                                       \
      }                                                                                                         \
      for (int64_t lane = 0; lane < 4 * lanes; lane++) {                                                        \
        T x = most[lane / lanes][lane % lanes];                                                                 \
        best = ((x OP best) | (x != x)) ? x : best;                                                               \
      }                                                                                                         \
    }                                                                                                           \
    for (; i < n; i++) {                                                                                        \
      T x = *(const T *)(a + i * stride);                                                                       \
      best = ((x OP best) | (x != x)) ? x : best;                                                                 \
    }                                                                                                           \
    *(T *)out = best;                                                                                           \
  }
EXTREME_FOLD(min_fold, <)
EXTREME_FOLD(max_fold, >)

#undef BINARY_LOOP
#undef UNARY_LOOP
#undef EXTREME_FOLD
#undef FABS
#undef COPYSIGN
#undef SQRT
#undef WHOLE
#undef DEGREE
#undef RADIAN
