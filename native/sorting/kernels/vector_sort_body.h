/* A quicksort in vectors, written once for each width of key: T the key, L how many a vector holds, V the vector,
 * MASK its lane mask, OP(name) an intrinsic for its lanes, FN(name) the name's suffix, REVERSE(v), SHUFFLE_...(v) the
 * lane orders below.
 *
 * Runs of up to 16 vectors are sorted in registers: each vector by itself, then pairs of runs merged by bitonic
 * networks. Longer runs are parted around a pivot from a sample, which vectors do with one comparison and two
 * compressions. Compressed lanes are stored whole, because compressing stores are slow on some machines. */

/* One step of a network: lanes meet their partners, those in `high` keep the greater key. */
static inline __attribute__((always_inline)) V FN(step)(V v, V partner, MASK high) {
  const V low = OP(min_epu)(v, partner);
  return OP(mask_max_epu)(low, high, v, partner);
}

/* The steps that turn a bitonic vector into a sorted one. */
static inline __attribute__((always_inline)) V FN(clean)(V v) {
#if L == 16
  v = FN(step)(v, SHUFFLE_8(v), HIGH_8);
#endif
  v = FN(step)(v, SHUFFLE_4(v), HIGH_4);
  v = FN(step)(v, SHUFFLE_2(v), HIGH_2);
  return FN(step)(v, SHUFFLE_1(v), HIGH_1);
}

/* One vector, sorted: runs of 2, 4, 8 … lanes, each pair of runs first mirrored, then cleaned. */
static inline __attribute__((always_inline)) V FN(sort_lanes)(V v) {
  v = FN(step)(v, SHUFFLE_1(v), HIGH_1);
  v = FN(step)(v, MIRROR_4(v), HIGH_2);
  v = FN(step)(v, SHUFFLE_1(v), HIGH_1);
  v = FN(step)(v, MIRROR_8(v), HIGH_4);
  v = FN(step)(v, SHUFFLE_2(v), HIGH_2);
  v = FN(step)(v, SHUFFLE_1(v), HIGH_1);
#if L == 16
  v = FN(step)(v, REVERSE(v), HIGH_8);
  v = FN(step)(v, SHUFFLE_4(v), HIGH_4);
  v = FN(step)(v, SHUFFLE_2(v), HIGH_2);
  v = FN(step)(v, SHUFFLE_1(v), HIGH_1);
#endif
  return v;
}

/* Two sorted runs of `half` vectors to one. */
static inline __attribute__((always_inline)) void FN(merge)(V *v, const int half) {
  V low[8], high[8];
#pragma GCC unroll 8
  for (int i = 0; i < half; i++) {
    const V mirrored = REVERSE(v[2 * half - 1 - i]);
    low[i] = OP(min_epu)(v[i], mirrored);
    high[i] = OP(max_epu)(v[i], mirrored);
  }
#pragma GCC unroll 8
  for (int i = 0; i < half; i++) {
    v[i] = low[i];
    v[half + i] = high[i];
  }
#pragma GCC unroll 4
  for (int apart = half / 2; apart > 0; apart /= 2) {
#pragma GCC unroll 16
    for (int i = 0; i < 2 * half; i++) {
      if (i & apart) continue;
      const V a = v[i], b = v[i + apart];
      v[i] = OP(min_epu)(a, b);
      v[i + apart] = OP(max_epu)(a, b);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < 2 * half; i++) v[i] = FN(clean)(v[i]);
}

/* Lanes of the vector at `at` that lie within n elements. */
static inline MASK FN(lanes)(int64_t n, int64_t at) {
  const int64_t left = n - at;
  return left >= L ? (MASK)((1u << L) - 1) : left > 0 ? (MASK)((1u << left) - 1) : 0;
}

/* Sorts up to `vectors` vectors of elements in registers, a power of two up to 16. */
static inline __attribute__((always_inline)) void FN(network)(T *x, int64_t n, const int vectors) {
  V v[16];
  const V last = OP(set1_epi)(-1);
#pragma GCC unroll 16
  for (int i = 0; i < vectors; i++) v[i] = FN(sort_lanes)(OP(mask_loadu_epi)(last, FN(lanes)(n, i * L), x + i * L));
#pragma GCC unroll 4
  for (int half = 1; half < vectors; half *= 2) {
#pragma GCC unroll 8
    for (int first = 0; first < vectors; first += 2 * half) FN(merge)(v + first, half);
  }
#pragma GCC unroll 16
  for (int i = 0; i < vectors; i++) OP(mask_storeu_epi)(x + i * L, FN(lanes)(n, i * L), v[i]);
}

static void FN(network_1)(T *x, int64_t n) { FN(network)(x, n, 1); }
static void FN(network_2)(T *x, int64_t n) { FN(network)(x, n, 2); }
static void FN(network_4)(T *x, int64_t n) { FN(network)(x, n, 4); }
static void FN(network_8)(T *x, int64_t n) { FN(network)(x, n, 8); }
static void FN(network_16)(T *x, int64_t n) { FN(network)(x, n, 16); }

static void FN(sort_few)(T *x, int64_t n) {
  if (n <= L) FN(network_1)(x, n);
  else if (n <= 2 * L) FN(network_2)(x, n);
  else if (n <= 4 * L) FN(network_4)(x, n);
  else if (n <= 8 * L) FN(network_8)(x, n);
  else FN(network_16)(x, n);
}

/* The middle of a sample. */
static T FN(pivot)(const T *x, int64_t n) {
  T sample[4 * L];
  const int count = n < 64 * L ? L : 4 * L;
  const int64_t gap = n / count;
  for (int i = 0; i < count; i++) sample[i] = x[i * gap + gap / 2];
  FN(sort_few)(sample, count);
  return sample[count / 2];
}

/* Moves the elements less than the pivot (or not greater, with `equal`) to the front; returns how many there are. The
 * others pass through y. Writing whole vectors is safe: both fronts are behind the one that reads. */
static inline __attribute__((always_inline)) int64_t FN(part)(T *x, T *y, int64_t n, T pivot, const int equal) {
  const V bound = OP(set1_epi)((SIGNED)pivot);
  int64_t left = 0, right = 0, i = 0;
  for (; i + L <= n; i += L) {
    const V v = OP(loadu_epi)(x + i);
    const MASK less = equal ? OP_MASK(cmple_epu)(v, bound) : OP_MASK(cmplt_epu)(v, bound);
    const int count = __builtin_popcount(less);
    OP(storeu_epi)(x + left, OP(maskz_compress_epi)(less, v));
    OP(storeu_epi)(y + right, OP(maskz_compress_epi)((MASK)~less, v));
    left += count;
    right += L - count;
  }
  if (i < n) {
    const MASK lanes = FN(lanes)(n, i);
    const V v = OP(maskz_loadu_epi)(lanes, x + i);
    const MASK less = lanes & (equal ? OP_MASK(cmple_epu)(v, bound) : OP_MASK(cmplt_epu)(v, bound));
    const MASK rest = lanes & (MASK)~less;
    const int count = __builtin_popcount(less), others = __builtin_popcount(rest);
    OP(mask_storeu_epi)(x + left, FN(lanes)(count, 0), OP(maskz_compress_epi)(less, v));
    OP(mask_storeu_epi)(y + right, FN(lanes)(others, 0), OP(maskz_compress_epi)(rest, v));
    left += count;
    right += others;
  }
  __builtin_memcpy(x + left, y, (size_t)right * sizeof(T));
  return left;
}

static void FN(quick)(T *x, T *y, int64_t n, int depth, st_plain_sort fallback) {
  while (n > 16 * L) {
    if (depth-- == 0) {
      fallback(x, y, n);
      return;
    }
    const T pivot = FN(pivot)(x, n);
    int64_t left = FN(part)(x, y, n, pivot, 0);
    if (left == 0) {
      /* The pivot is the least: what is equal to it has its place. */
      left = FN(part)(x, y, n, pivot, 1);
    } else {
      FN(quick)(x, y, left, depth, fallback);
    }
    x += left;
    n -= left;
  }
  if (n > 1) FN(sort_few)(x, n);
}

int ST_NAME(FN(st_vector_sort))(T *x, T *y, int64_t n, st_plain_sort fallback) {
  /* Twice the levels that halving takes: only someone who aims at the sample needs more. */
  FN(quick)(x, y, n, 2 * (64 - __builtin_clzll((uint64_t)n | 1)), fallback);
  return 1;
}
