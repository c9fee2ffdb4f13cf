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

/* An element stays on the left while it is less than the value, or not greater for the right side: with the value's key
 * raised by one, both are one comparison; a key that cannot be raised is NaN's or the largest integer's, before which
 * everything goes. */
#define SEARCH(dtype, suffix, T, bits)                                                        \
  static void search_##suffix(const search *s, int64_t first, int64_t end) {                  \
    const T *a = s->a, *values = s->values;                                                   \
    for (int64_t i = first; i < end; i += TOGETHER) {                                         \
      const int width = end - i < TOGETHER ? (int)(end - i) : TOGETHER;                       \
      uint##bits##_t bound[TOGETHER];                                                         \
      int64_t base[TOGETHER], all[TOGETHER];                                                  \
      for (int j = 0; j < width; j++) {                                                       \
        const uint##bits##_t key = st_tie_##suffix(values[i + j]);                            \
        all[j] = s->right && key == UINT##bits##_MAX;                                         \
        bound[j] = s->right && !all[j] ? key + 1 : key;                                       \
        base[j] = 0;                                                                          \
      }                                                                                       \
      for (int64_t left = s->n; left > 0;) {                                                  \
        const int64_t half = (left + 1) / 2;                                                  \
        for (int j = 0; j < width; j++)                                                       \
          base[j] += st_tie_##suffix(a[base[j] + half - 1]) < bound[j] ? half : 0;            \
        left -= half;                                                                         \
      }                                                                                       \
      for (int j = 0; j < width; j++) s->out[i + j] = all[j] ? s->n : base[j];                \
    }                                                                                         \
  }
ST_REAL_DTYPES(SEARCH)

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
  return st_parallel_for((job.s.count + TASK_VALUES - 1) / TASK_VALUES, call->threads, search_task, &job, call->control);
}
