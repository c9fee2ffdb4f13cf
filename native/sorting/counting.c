/* Counting: the bounds of an array, bincount, and histograms of bins of equal width.
 *
 * Counts are integers, which threads may add up in any order. Weighted sums are of one thread, in the order of the
 * elements (histogram: of blocks of 65536, as NumPy adds them), so that they round as NumPy's do. */
#include "keys.h"

#define TASK_ELEMENTS 65536

#define INTEGER_DTYPES(X) \
  X(ST_I64, i64, int64_t) \
  X(ST_U64, u64, uint64_t) \
  X(ST_I32, i32, int32_t) \
  X(ST_U32, u32, uint32_t) \
  X(ST_I16, i16, int16_t) \
  X(ST_U16, u16, uint16_t) \
  X(ST_I8, i8, int8_t) \
  X(ST_U8, u8, uint8_t) \
  X(ST_BOOL, bool, uint8_t)
#define NUMBER_DTYPES(X) \
  X(ST_F64, f64, double) \
  X(ST_F32, f32, float) \
  INTEGER_DTYPES(X)

typedef struct counting {
  const void *a;
  int64_t n;
  int dtype;
  const double *edges, *weights;
  double first, last;
  int64_t bins;
  int64_t *counts[ST_MAX_THREADS]; /* of each thread; [0] is the result */
  double *bounds;                  /* [task][2] */
} counting;

/* How many tasks an array is. */
static int64_t tasks_of(const counting *c) { return (c->n + TASK_ELEMENTS - 1) / TASK_ELEMENTS; }

static int64_t end_of(const counting *c, int64_t task) {
  const int64_t end = (task + 1) * TASK_ELEMENTS;
  return end < c->n ? end : c->n;
}

/* Least and greatest element, NaN when there is one. Four of each, so that they need not wait for each other. */
#define BOUNDS(dtype, suffix, T)                                                      \
  static void bounds_##suffix(const counting *c, int64_t first, int64_t end, double *out) { \
    const T *a = c->a;                                                                \
    T low[4] = {a[first], a[first], a[first], a[first]}, high[4] = {a[first], a[first], a[first], a[first]}; \
    int nan = 0;                                                                      \
    int64_t i = first;                                                                \
    for (; i + 4 <= end; i += 4)                                                      \
      for (int j = 0; j < 4; j++) {                                                   \
        const T x = a[i + j];                                                         \
        low[j] = x < low[j] ? x : low[j];                                             \
        high[j] = x > high[j] ? x : high[j];                                          \
        nan |= x != x;                                                                \
      }                                                                               \
    for (; i < end; i++) {                                                            \
      low[0] = a[i] < low[0] ? a[i] : low[0];                                         \
      high[0] = a[i] > high[0] ? a[i] : high[0];                                      \
      nan |= a[i] != a[i];                                                            \
    }                                                                                 \
    for (int j = 1; j < 4; j++) {                                                     \
      low[0] = low[j] < low[0] ? low[j] : low[0];                                     \
      high[0] = high[j] > high[0] ? high[j] : high[0];                                \
    }                                                                                 \
    out[0] = nan ? __builtin_nan("") : (double)low[0];                                \
    out[1] = nan ? __builtin_nan("") : (double)high[0];                               \
  }
NUMBER_DTYPES(BOUNDS)

static int bounds_task(void *context, int64_t task, int thread) {
  const counting *c = context;
  const int64_t first = task * TASK_ELEMENTS, end = end_of(c, task);
  (void)thread;
  switch (c->dtype) {
#define CASE(dtype, suffix, T) \
  case dtype: bounds_##suffix(c, first, end, c->bounds + 2 * task); return ST_OK;
    NUMBER_DTYPES(CASE)
#undef CASE
    default: return ST_BAD_CALL;
  }
}

int st_entry_bounds(const st_call *call) {
  counting c = {.a = call->operand[0], .dtype = (int)call->parameter[0], .n = (int64_t)call->parameter[1]};
  double *out = call->operand[1];
  const int64_t tasks = tasks_of(&c);
  if (tasks == 0) return ST_BAD_CALL;
  c.bounds = st_alloc((size_t)tasks * 2 * sizeof(double));
  if (!c.bounds) return ST_NO_MEMORY;
  const int status = st_parallel_for(tasks, call->threads, bounds_task, &c, call->control);
  out[0] = c.bounds[0];
  out[1] = c.bounds[1];
  for (int64_t task = 1; task < tasks; task++) {
    const double low = c.bounds[2 * task], high = c.bounds[2 * task + 1];
    if (low != low || low < out[0]) out[0] = low;
    if (high != high || high > out[1]) out[1] = high;
  }
  st_free(c.bounds);
  return status;
}

/* This thread's counts, at zero when they are made; NULL without memory. */
static int64_t *counts_of(counting *c, int thread) {
  if (!c->counts[thread]) {
    int64_t *fresh = st_alloc((size_t)c->bins * sizeof(int64_t));
    for (int64_t bin = 0; fresh && bin < c->bins; bin++) fresh[bin] = 0;
    c->counts[thread] = fresh;
  }
  return c->counts[thread];
}

/* Runs a task that counts into counts_of its thread, and adds the threads up. */
static int count_in_parallel(counting *c, const st_call *call, int64_t *out, st_task task) {
  for (int64_t bin = 0; bin < c->bins; bin++) out[bin] = 0;
  c->counts[0] = out;
  /* With more bins than elements, a table for each thread costs more than it saves. */
  const int threads = c->bins > c->n / 2 ? 1 : call->threads;
  const int status = st_parallel_for(tasks_of(c), threads, task, c, call->control);
  for (int thread = 1; thread < ST_MAX_THREADS; thread++) {
    if (!c->counts[thread]) continue;
    for (int64_t bin = 0; bin < c->bins; bin++) out[bin] += c->counts[thread][bin];
    st_free(c->counts[thread]);
  }
  return status;
}

#define BINCOUNT(dtype, suffix, T)                                                            \
  static void bincount_##suffix(const counting *c, int64_t first, int64_t end, int64_t *out) { \
    const T *a = c->a;                                                                        \
    if (c->weights) {                                                                         \
      double *sums = (double *)out;                                                           \
      for (int64_t i = first; i < end; i++) sums[(int64_t)a[i]] += c->weights[i];             \
    } else {                                                                                  \
      for (int64_t i = first; i < end; i++) out[(int64_t)a[i]]++;                             \
    }                                                                                         \
  }
INTEGER_DTYPES(BINCOUNT)

static int bincount_range(const counting *c, int64_t first, int64_t end, void *out) {
  switch (c->dtype) {
#define CASE(dtype, suffix, T) \
  case dtype: bincount_##suffix(c, first, end, out); return ST_OK;
    INTEGER_DTYPES(CASE)
#undef CASE
    default: return ST_BAD_CALL;
  }
}

static int bincount_task(void *context, int64_t task, int thread) {
  counting *c = context;
  int64_t *counts = counts_of(c, thread);
  return counts ? bincount_range(c, task * TASK_ELEMENTS, end_of(c, task), counts) : ST_NO_MEMORY;
}

int st_entry_bincount(const st_call *call) {
  counting c = {.a = call->operand[0],
                .weights = call->operand[2],
                .dtype = (int)call->parameter[0],
                .n = (int64_t)call->parameter[1],
                .bins = (int64_t)call->parameter[2]};
  if (!c.weights) return count_in_parallel(&c, call, call->operand[1], bincount_task);
  double *sums = call->operand[1];
  for (int64_t bin = 0; bin < c.bins; bin++) sums[bin] = 0;
  return bincount_range(&c, 0, c.n, sums);
}

/* The bin of x, which lies within the outer edges: by its share of the width, put right by the edges themselves. */
static inline int64_t bin_of(const counting *c, double x, double scale) {
  const double share = (x - c->first) * scale; /* NaN where the width overflows */
  int64_t bin = share < (double)c->bins ? (share > 0 ? (int64_t)share : 0) : c->bins - 1;
  bin -= x < c->edges[bin];
  bin += x >= c->edges[bin + 1] && bin != c->bins - 1;
  return bin;
}

#define HISTOGRAM(dtype, suffix, T)                                                            \
  static void histogram_##suffix(const counting *c, int64_t from, int64_t end, int64_t *counts, double *sums) { \
    const T *a = c->a;                                                                         \
    const double scale = (double)c->bins / (c->last - c->first);                               \
    for (int64_t i = from; i < end; i++) {                                                     \
      const double x = (double)a[i];                                                           \
      if (!(x >= c->first && x <= c->last)) continue;                                          \
      const int64_t bin = bin_of(c, x, scale);                                                 \
      if (sums) sums[bin] += c->weights[i];                                                    \
      else counts[bin]++;                                                                      \
    }                                                                                          \
  }
NUMBER_DTYPES(HISTOGRAM)

static int histogram_range(const counting *c, int64_t from, int64_t end, int64_t *counts, double *sums) {
  switch (c->dtype) {
#define CASE(dtype, suffix, T) \
  case dtype: histogram_##suffix(c, from, end, counts, sums); return ST_OK;
    NUMBER_DTYPES(CASE)
#undef CASE
    default: return ST_BAD_CALL;
  }
}

static int histogram_task(void *context, int64_t task, int thread) {
  counting *c = context;
  int64_t *counts = counts_of(c, thread);
  return counts ? histogram_range(c, task * TASK_ELEMENTS, end_of(c, task), counts, NULL) : ST_NO_MEMORY;
}

static int weighted_histogram(const counting *c, double *out) {
  double *sums = st_alloc((size_t)c->bins * sizeof(double));
  if (!sums) return ST_NO_MEMORY;
  int status = ST_OK;
  for (int64_t bin = 0; bin < c->bins; bin++) out[bin] = 0;
  for (int64_t task = 0; task < tasks_of(c) && status == ST_OK; task++) {
    for (int64_t bin = 0; bin < c->bins; bin++) sums[bin] = 0;
    status = histogram_range(c, task * TASK_ELEMENTS, end_of(c, task), NULL, sums);
    for (int64_t bin = 0; bin < c->bins; bin++) out[bin] += sums[bin];
  }
  st_free(sums);
  return status;
}

int st_entry_histogram(const st_call *call) {
  counting c = {.a = call->operand[0],
                .edges = call->operand[1],
                .weights = call->operand[3],
                .dtype = (int)call->parameter[0],
                .n = (int64_t)call->parameter[1],
                .bins = (int64_t)call->parameter[2]};
  c.first = c.edges[0];
  c.last = c.edges[c.bins];
  return c.weights ? weighted_histogram(&c, call->operand[2])
                   : count_in_parallel(&c, call, call->operand[2], histogram_task);
}
