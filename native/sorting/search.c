/* searchsorted: for each value, where it would go into a sorted run.
 *
 * Searches go side by side, each halving the same length at the same time without branches, so that their loads, which
 * miss the cache in a large run, wait together instead of one after the other. */
#include "keys.h"

#define TASK_VALUES 4096
#define TOGETHER 16

typedef struct search {
  const void *a;
  const void *values;
  int64_t *out;
  int64_t n, count;
  int right; /* after equal elements instead of before */
} search;

typedef void (*search_range)(const search *s, int64_t first, int64_t end);

/* The searches of one block of up to TOGETHER values, whose bounds are `bound`: LESS(element, bound) says whether an
 * element stays on the left. */
#define HALVE(a, n, width, base, bound, LESS)                                            \
  for (int j = 0; j < width; j++) base[j] = 0;                                           \
  for (int64_t left = n; left > 0;) {                                                    \
    const int64_t half = (left + 1) / 2;                                                 \
    for (int j = 0; j < width; j++) base[j] += LESS(a[base[j] + half - 1], bound[j]) ? half : 0; \
    left -= half;                                                                        \
  }

/* Integers and float16, by keys. With the bound raised by one, "not greater" is "less" too; a key that cannot be raised
 * is NaN's or the largest integer's, before which everything goes. */
#define SEARCH_KEYS(suffix, T, bits)                                             \
  static void search_##suffix(const search *s, int64_t first, int64_t end) {     \
    const T *a = s->a, *values = s->values;                                      \
    for (int64_t i = first; i < end; i += TOGETHER) {                            \
      const int width = end - i < TOGETHER ? (int)(end - i) : TOGETHER;          \
      uint##bits##_t bound[TOGETHER];                                            \
      int64_t base[TOGETHER], all[TOGETHER];                                     \
      for (int j = 0; j < width; j++) {                                          \
        const uint##bits##_t key = st_tie_##suffix(values[i + j]);               \
        all[j] = s->right && key == UINT##bits##_MAX;                            \
        bound[j] = s->right && !all[j] ? key + 1 : key;                          \
      }                                                                          \
      HALVE(a, s->n, width, base, bound, LESS_##suffix)                          \
      for (int j = 0; j < width; j++) s->out[i + j] = all[j] ? s->n : base[j];   \
    }                                                                            \
  }
#define LESS_i64(x, bound) st_key_i64(x) < bound
#define LESS_u64(x, bound) (x) < bound
#define LESS_i32(x, bound) st_key_i32(x) < bound
#define LESS_u32(x, bound) (x) < bound
#define LESS_f16(x, bound) st_tie_f16(x) < bound
#define LESS_i16(x, bound) st_key_i16(x) < bound
#define LESS_u16(x, bound) (x) < bound
#define LESS_i8(x, bound) st_key_i8(x) < bound
#define LESS_u8(x, bound) (x) < bound
#define LESS_bool(x, bound) (x) < bound
SEARCH_KEYS(i64, int64_t, 64)
SEARCH_KEYS(u64, uint64_t, 64)
SEARCH_KEYS(i32, int32_t, 32)
SEARCH_KEYS(u32, uint32_t, 32)
SEARCH_KEYS(f16, uint16_t, 32)
SEARCH_KEYS(i16, int16_t, 32)
SEARCH_KEYS(u16, uint16_t, 32)
SEARCH_KEYS(i8, int8_t, 32)
SEARCH_KEYS(u8, uint8_t, 32)
SEARCH_KEYS(bool, uint8_t, 32)

/* Floats compare as they are: NaN in the array is less than nothing, so it stays on the right, where it lies. A value
 * that is NaN goes behind every number, and for the right side behind everything. */
#define LESS(x, bound) x < bound
#define NOT_GREATER(x, bound) x <= bound
#define SEARCH_FLOATS(suffix, T)                                                          \
  static void search_##suffix(const search *s, int64_t first, int64_t end) {              \
    const T *a = s->a, *values = s->values;                                               \
    const T infinity[1] = {(T)__builtin_inf()};                                           \
    int64_t numbers[1];                                                                   \
    HALVE(a, s->n, 1, numbers, infinity, NOT_GREATER)                                     \
    for (int64_t i = first; i < end; i += TOGETHER) {                                     \
      const int width = end - i < TOGETHER ? (int)(end - i) : TOGETHER;                   \
      const T *bound = values + i;                                                        \
      int64_t base[TOGETHER];                                                             \
      if (s->right) {                                                                     \
        HALVE(a, s->n, width, base, bound, NOT_GREATER)                                   \
      } else {                                                                            \
        HALVE(a, s->n, width, base, bound, LESS)                                          \
      }                                                                                   \
      for (int j = 0; j < width; j++)                                                     \
        s->out[i + j] = bound[j] == bound[j] ? base[j] : s->right ? s->n : numbers[0];    \
    }                                                                                     \
  }
SEARCH_FLOATS(f64, double)
SEARCH_FLOATS(f32, float)

#define ROW(dtype, suffix, T, bits) [dtype] = search_##suffix,
static const search_range ranges[ST_DTYPE_COUNT] = {ST_REAL_DTYPES(ROW)};

typedef struct search_job {
  search s;
  search_range range;
} search_job;

static int search_task(void *context, int64_t task, int thread) {
  const search_job *job = context;
  (void)thread;
  const int64_t first = task * TASK_VALUES, end = first + TASK_VALUES;
  job->range(&job->s, first, end < job->s.count ? end : job->s.count);
  return ST_OK;
}

int st_entry_searchsorted(const st_call *call) {
  const double *parameter = call->parameter;
  const int dtype = (int)parameter[0];
  search_job job = {.s = {.a = call->operand[0],
                          .values = call->operand[1],
                          .out = call->operand[2],
                          .n = (int64_t)parameter[1],
                          .count = (int64_t)parameter[2],
                          .right = parameter[3] != 0}};
  if (dtype < 0 || dtype >= ST_DTYPE_COUNT || !ranges[dtype]) return ST_BAD_CALL;
  job.range = ranges[dtype];
  const int64_t tasks = (job.s.count + TASK_VALUES - 1) / TASK_VALUES;
  return st_parallel_for(tasks, call->threads, search_task, &job, call->control);
}
