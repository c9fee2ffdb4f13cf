/* Reductions of element type T that skip NaN. */

static inline T FN(number)(T x) { return x == x ? x : (T)0; }
static inline T FN(square)(T x, T center) {
  const T away = x - center;
  return away == away ? away * away : (T)0;
}

/* A block in eight running sums, then halves above it: the order of NumPy and of the reference. */
#define PAIRWISE(name, value)                                                                        \
  static T FN(name)(const T *a, int64_t n, T center) {                                               \
    (void)center;                                                                                    \
    if (n > ST_PAIRWISE_BLOCK) {                                                                     \
      const int64_t half = st_pairwise_half(n);                                                      \
      return FN(name)(a, half, center) + FN(name)(a + half, n - half, center);                       \
    }                                                                                                \
    T sum = 0, r[8];                                                                                 \
    int64_t i = 0;                                                                                   \
    if (n >= 8) {                                                                                    \
      for (int k = 0; k < 8; k++) {                                                                  \
        const T x = a[k];                                                                            \
        r[k] = value;                                                                                \
      }                                                                                              \
      for (i = 8; i + 8 <= n; i += 8)                                                                \
        for (int k = 0; k < 8; k++) {                                                                \
          const T x = a[i + k];                                                                      \
          r[k] += value;                                                                             \
        }                                                                                            \
      sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));                       \
    }                                                                                                \
    for (; i < n; i++) {                                                                             \
      const T x = a[i];                                                                              \
      sum += value;                                                                                  \
    }                                                                                                \
    return sum;                                                                                      \
  }
PAIRWISE(pairwise_sum, FN(number)(x))
PAIRWISE(pairwise_squares, FN(square)(x, center))

static double FN(fold_sum)(const void *a, int64_t n, const void *center) {
  (void)center;
  return FN(pairwise_sum)(a, n, 0);
}

static double FN(fold_squares)(const void *a, int64_t n, const void *center) {
  return FN(pairwise_squares)(a, n, *(const T *)center);
}

static double FN(fold_count)(const void *from, int64_t n, const void *center) {
  const T *a = from;
  int64_t count = 0;
  (void)center;
  for (int64_t i = 0; i < n; i++) count += a[i] == a[i];
  return (double)count;
}

/* Sixteen running extremes, which any element that is a number replaces when they are none. */
#define EXTREME(name, better)                                                                        \
  static double FN(fold_##name)(const void *from, int64_t n, const void *center) {                   \
    const T *a = from;                                                                               \
    T r[16];                                                                                         \
    int64_t i = 0;                                                                                   \
    (void)center;                                                                                    \
    for (int k = 0; k < 16; k++) r[k] = (T)__builtin_nan("");                                        \
    for (; i + 16 <= n; i += 16)                                                                     \
      for (int k = 0; k < 16; k++) {                                                                 \
        const T x = a[i + k];                                                                        \
        r[k] = (x better r[k]) | (r[k] != r[k]) ? x : r[k];                                          \
      }                                                                                              \
    for (; i < n; i++) r[0] = a[i] better r[0] || r[0] != r[0] ? a[i] : r[0];                        \
    for (int k = 1; k < 16; k++) r[0] = r[k] better r[0] || r[0] != r[0] ? r[k] : r[0];              \
    return r[0];                                                                                     \
  }                                                                                                  \
  static void FN(row_##name)(void *to, const void *from, int64_t n, const void *center) {            \
    T *out = to;                                                                                     \
    const T *a = from;                                                                               \
    (void)center;                                                                                    \
    for (int64_t i = 0; i < n; i++) out[i] = (a[i] better out[i]) | (out[i] != out[i]) ? a[i] : out[i]; \
  }
EXTREME(min, <)
EXTREME(max, >)

static void FN(row_sum)(void *to, const void *from, int64_t n, const void *center) {
  T *out = to;
  const T *a = from;
  (void)center;
  for (int64_t i = 0; i < n; i++) out[i] += FN(number)(a[i]);
}

static void FN(row_squares)(void *to, const void *from, int64_t n, const void *center) {
  T *out = to;
  const T *a = from, *c = center;
  for (int64_t i = 0; i < n; i++) out[i] += FN(square)(a[i], c[i]);
}

static void FN(row_count)(void *to, const void *from, int64_t n, const void *center) {
  double *out = to;
  const T *a = from;
  (void)center;
  for (int64_t i = 0; i < n; i++) out[i] += a[i] == a[i] ? 1 : 0;
}

const st_skips ST_NAME(FN(st_skips))[1] = {{
    .fold = {[ST_SKIP_SUM] = FN(fold_sum), [ST_SKIP_COUNT] = FN(fold_count), [ST_SKIP_MIN] = FN(fold_min),
             [ST_SKIP_MAX] = FN(fold_max), [ST_SKIP_SQUARES] = FN(fold_squares)},
    .row = {[ST_SKIP_SUM] = FN(row_sum), [ST_SKIP_COUNT] = FN(row_count), [ST_SKIP_MIN] = FN(row_min),
            [ST_SKIP_MAX] = FN(row_max), [ST_SKIP_SQUARES] = FN(row_squares)},
}};
#undef PAIRWISE
#undef EXTREME
