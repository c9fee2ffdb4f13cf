/* Reductions that skip NaN, of a C-contiguous array [outer x n x inner] over its middle axis.
 *
 * A row of elements side by side (inner 1) is folded along NumPy's pairwise tree; a long one in up to 2^DEPTH subtrees
 * that threads share, cut where the tree is cut, so that neither their number nor the threads' changes a bit. */
#include "loops.h"
#include "skip.h"

#define DEPTH 4
#define ALONE 65536
#define TASK_ELEMENTS 32768

typedef struct job {
  const st_skips *skips;
  const char *a, *center;
  char *out;
  int64_t outer, n, inner, itemsize, out_itemsize;
  int operation, single;
  int64_t rows_per_task, columns_per_task, column_tasks;
  int64_t leaf_start[1 << DEPTH], leaf_count[1 << DEPTH];
  double leaf[1 << DEPTH];
} job;

static void put(const job *j, int64_t at, double value) {
  if (j->out_itemsize == 8) ((double *)j->out)[at] = value;
  else ((float *)j->out)[at] = (float)value;
}

static const void *center_at(const job *j, int64_t at) { return j->center ? j->center + at * j->itemsize : 0; }

static int fold_task(void *context, int64_t task, int thread) {
  const job *j = context;
  (void)thread;
  int64_t end = (task + 1) * j->rows_per_task;
  if (end > j->outer) end = j->outer;
  for (int64_t row = task * j->rows_per_task; row < end; row++)
    put(j, row, j->skips->fold[j->operation](j->a + row * j->n * j->itemsize, j->n, center_at(j, row)));
  return ST_OK;
}

static int row_task(void *context, int64_t task, int thread) {
  const job *j = context;
  (void)thread;
  const int64_t first = task % j->column_tasks * j->columns_per_task, outer = task / j->column_tasks;
  const int64_t left = j->inner - first, count = left < j->columns_per_task ? left : j->columns_per_task;
  char *out = j->out + (outer * j->inner + first) * j->out_itemsize;
  for (int64_t row = 0; row < j->n; row++)
    j->skips->row[j->operation](out, j->a + ((outer * j->n + row) * j->inner + first) * j->itemsize, count,
                                center_at(j, outer * j->inner + first));
  return ST_OK;
}

static int leaf_task(void *context, int64_t task, int thread) {
  job *j = context;
  (void)thread;
  j->leaf[task] = j->skips->fold[j->operation](j->a + j->leaf_start[task] * j->itemsize, j->leaf_count[task], j->center);
  return ST_OK;
}

static int cut(job *j, int64_t start, int64_t n, int depth, int leaves) {
  if (depth == 0) {
    j->leaf_start[leaves] = start;
    j->leaf_count[leaves] = n;
    return leaves + 1;
  }
  const int64_t half = st_pairwise_half(n);
  leaves = cut(j, start, half, depth - 1, leaves);
  return cut(j, start + half, n - half, depth - 1, leaves);
}

static double combine(const job *j, double a, double b) {
  if (j->operation == ST_SKIP_MIN) return b < a || a != a ? b : a;
  if (j->operation == ST_SKIP_MAX) return b > a || a != a ? b : a;
  return j->single ? (double)(float)(a + b) : a + b;
}

static int fold_long(job *j, const st_call *call) {
  cut(j, 0, j->n, DEPTH, 0);
  int status = st_parallel_for(1 << DEPTH, call->threads, leaf_task, j, call->control);
  if (status != ST_OK) return status;
  for (int width = 1; width < 1 << DEPTH; width *= 2)
    for (int i = 0; i < 1 << DEPTH; i += 2 * width) j->leaf[i] = combine(j, j->leaf[i], j->leaf[i + width]);
  put(j, 0, j->leaf[0]);
  return ST_OK;
}

int st_entry_skipNaN(const st_call *call) {
  const double *q = call->parameter;
  const int operation = (int)q[0], is_f64 = (int)q[1] == ST_F64;
  job j = {.skips = is_f64 ? ST_DISPATCH(st_skips_f64) : ST_DISPATCH(st_skips_f32),
           .out = call->operand[0], .a = call->operand[1], .center = call->operand[2],
           .outer = (int64_t)q[2], .n = (int64_t)q[3], .inner = (int64_t)q[4],
           .itemsize = is_f64 ? 8 : 4, .out_itemsize = is_f64 || operation == ST_SKIP_COUNT ? 8 : 4,
           .operation = operation, .single = !is_f64 && operation != ST_SKIP_COUNT};
  if (operation < 0 || operation >= ST_SKIP_COUNT_OF) return ST_BAD_CALL;
  if (j.outer == 0 || j.inner == 0) return ST_OK;
  if (j.inner == 1) {
    if (j.outer == 1 && j.n >= ALONE) return fold_long(&j, call);
    j.rows_per_task = TASK_ELEMENTS / (j.n + 1) + 1;
    return st_parallel_for((j.outer + j.rows_per_task - 1) / j.rows_per_task, call->threads, fold_task, &j, call->control);
  }
  const double start = operation == ST_SKIP_MIN || operation == ST_SKIP_MAX ? __builtin_nan("") : 0;
  for (int64_t i = 0; i < j.outer * j.inner; i++) put(&j, i, start);
  /* Stretches of columns: a result is summed by one task, row after row. */
  j.columns_per_task = j.inner < 512 ? j.inner : 512;
  j.column_tasks = (j.inner + j.columns_per_task - 1) / j.columns_per_task;
  return st_parallel_for(j.outer * j.column_tasks, call->threads, row_task, &j, call->control);
}
