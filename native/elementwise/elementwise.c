/* The n-d loop around the inner ones, in tasks of about TASK_ELEMENTS elements that threads share.
 *
 * A task is a number of whole inner runs, or a stretch of one run where runs are long. Elementwise results do not
 * depend on the cut; reductions are cut only where no two tasks touch the same result, and a sum of everything along
 * the same tree that one thread would walk. */
#include "loops.h"

#define TASK_ELEMENTS 32768
#define MAX_NDIM 64
#define MAX_ARRAYS 3

typedef struct walk {
  int ndim, arrays;
  int64_t shape[MAX_NDIM];
  int64_t stride[MAX_ARRAYS][MAX_NDIM];
  char *start[MAX_ARRAYS];
  int64_t rows;          /* inner runs: the product of all lengths but the last */
  int64_t stretch;       /* elements of a run that a task takes */
  int64_t stretches;     /* tasks per run, 1 when a task takes whole runs */
  int64_t rows_per_task;
  st_binary_loop binary;
  st_unary_loop unary;
  st_fold_loop fold;
} walk;

/* Reads the layout operand; the arrays are the operands in order. */
static int open_walk(walk *w, const st_call *call, const double *layout, int ndim, int arrays) {
  if (ndim < 1 || ndim > MAX_NDIM) return ST_BAD_CALL;
  w->ndim = ndim;
  w->arrays = arrays;
  w->rows = 1;
  for (int axis = 0; axis < ndim; axis++) {
    w->shape[axis] = (int64_t)layout[axis];
    if (axis < ndim - 1) w->rows *= w->shape[axis];
  }
  const double *at = layout + ndim;
  for (int array = 0; array < arrays; array++, at += ndim + 1) {
    w->start[array] = (char *)call->operand[array] + (int64_t)at[0];
    for (int axis = 0; axis < ndim; axis++) w->stride[array][axis] = (int64_t)at[1 + axis];
  }
  return ST_OK;
}

/* Decides what a task is; returns how many there are. */
static int64_t cut(walk *w) {
  const int64_t n = w->shape[w->ndim - 1];
  if (n == 0 || w->rows == 0) return 0;
  w->stretch = n < TASK_ELEMENTS ? n : TASK_ELEMENTS;
  w->stretches = (n + w->stretch - 1) / w->stretch;
  w->rows_per_task = w->stretches > 1 ? 1 : (TASK_ELEMENTS + n - 1) / n;
  return (w->rows + w->rows_per_task - 1) / w->rows_per_task * w->stretches;
}

/* The positions at the start of run `row`. */
static void seek(const walk *w, int64_t row, int64_t *index, char **at) {
  for (int array = 0; array < w->arrays; array++) at[array] = w->start[array];
  for (int axis = w->ndim - 2; axis >= 0; axis--) {
    index[axis] = row % w->shape[axis];
    row /= w->shape[axis];
    for (int array = 0; array < w->arrays; array++) at[array] += index[axis] * w->stride[array][axis];
  }
}

/* To the next run. */
static void step(const walk *w, int64_t *index, char **at) {
  for (int axis = w->ndim - 2; axis >= 0; axis--) {
    if (++index[axis] < w->shape[axis]) {
      for (int array = 0; array < w->arrays; array++) at[array] += w->stride[array][axis];
      return;
    }
    for (int array = 0; array < w->arrays; array++) at[array] -= (w->shape[axis] - 1) * w->stride[array][axis];
    index[axis] = 0;
  }
}

static void run(const walk *w, int64_t n, char *const *at) {
  const int last = w->ndim - 1;
  const int64_t out = w->stride[0][last], a = w->stride[1][last];
  if (w->fold) w->fold(n, at[0], at[1], a);
  else if (w->unary) w->unary(n, at[0], out, at[1], a);
  else if (w->arrays == 3) w->binary(n, at[0], out, at[1], a, at[2], w->stride[2][last]);
  else w->binary(n, at[0], out, at[0], out, at[1], a);
}

static int elementwise_task(void *context, int64_t task, int thread) {
  const walk *w = context;
  (void)thread;
  const int last = w->ndim - 1;
  int64_t index[MAX_NDIM];
  char *at[MAX_ARRAYS];
  const int64_t row = task / w->stretches * w->rows_per_task;
  const int64_t first = task % w->stretches * w->stretch;
  seek(w, row, index, at);
  for (int array = 0; array < w->arrays; array++) at[array] += first * w->stride[array][last];
  const int64_t left = w->shape[last] - first;
  const int64_t n = left < w->stretch ? left : w->stretch;
  int64_t rows = w->rows - row < w->rows_per_task ? w->rows - row : w->rows_per_task;
  for (; rows > 0; rows--, step(w, index, at)) run(w, n, at);
  return ST_OK;
}

int st_entry_binary(const st_call *call) {
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  walk w = {0};
  int status = open_walk(&w, call, call->operand[3], (int)call->parameter[2], 3);
  if (status != ST_OK) return status;
  w.binary = ST_DISPATCH(st_elementwise_loops)->binary[dtype][operation];
  return st_parallel_for(cut(&w), call->threads, elementwise_task, &w, call->control);
}

int st_entry_unary(const st_call *call) {
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  walk w = {0};
  int status = open_walk(&w, call, call->operand[2], (int)call->parameter[2], 2);
  if (status != ST_OK) return status;
  w.unary = ST_DISPATCH(st_elementwise_loops)->unary[dtype][operation];
  return st_parallel_for(cut(&w), call->threads, elementwise_task, &w, call->control);
}

/* A reduction in tasks that share no result: along the first axis where that is kept, else along the last. */
typedef struct reduction {
  walk w;
  int axis;
  int64_t tasks;
} reduction;

static int reduction_task(void *context, int64_t task, int thread) {
  const reduction *r = context;
  (void)thread;
  walk w = r->w;
  const int64_t length = w.shape[r->axis];
  const int64_t first = length * task / r->tasks, end = length * (task + 1) / r->tasks;
  for (int array = 0; array < w.arrays; array++) w.start[array] += first * w.stride[array][r->axis];
  w.shape[r->axis] = end - first;
  w.rows = 1;
  for (int axis = 0; axis < w.ndim - 1; axis++) w.rows *= w.shape[axis];
  int64_t index[MAX_NDIM];
  char *at[MAX_ARRAYS];
  seek(&w, 0, index, at);
  for (int64_t row = 0; row < w.rows; row++, step(&w, index, at)) run(&w, w.shape[w.ndim - 1], at);
  return ST_OK;
}

/* A sum or extreme of one long run: the leaves of the pairwise tree that are at most this long are tasks. */
#define LEAF_ELEMENTS 65536
#define MAX_LEAVES 4096

typedef struct leaf {
  int64_t first, count;
  double value; /* holds a float32 exactly too */
} leaf;

typedef struct forest {
  const walk *w;
  int dtype;
  int64_t limit;
  int count;
  leaf *leaves;
} forest;

static void plant(forest *f, int64_t first, int64_t n) {
  if (n <= f->limit) {
    f->leaves[f->count++] = (leaf){first, n, 0};
    return;
  }
  const int64_t half = st_pairwise_half(n);
  plant(f, first, half);
  plant(f, first + half, n - half);
}

static int leaf_task(void *context, int64_t task, int thread) {
  const forest *f = context;
  (void)thread;
  leaf *one = &f->leaves[task];
  const int64_t stride = f->w->stride[1][0];
  const char *a = f->w->start[1] + one->first * stride;
  /* Every leaf starts from what the result was filled with: 0, or a value that everything beats. */
  if (f->dtype == ST_F32) {
    float value = *(const float *)f->w->start[0];
    f->w->fold(one->count, (char *)&value, a, stride);
    one->value = value;
  } else {
    double value = *(const double *)f->w->start[0];
    f->w->fold(one->count, (char *)&value, a, stride);
    one->value = value;
  }
  return ST_OK;
}

/* Adds the leaves up along the tree they came from. */
static double harvest(const forest *f, int operation, int64_t n, int *next) {
  if (n <= f->limit) return f->leaves[(*next)++].value;
  const int64_t half = st_pairwise_half(n);
  const double x = harvest(f, operation, half, next);
  const double y = harvest(f, operation, n - half, next);
  if (operation == ST_REDUCTION_min) return ((x <= y) | (x != x)) ? x : y;
  if (operation == ST_REDUCTION_max) return ((x >= y) | (x != x)) ? x : y;
  return f->dtype == ST_F32 ? (float)x + (float)y : x + y;
}

static int reduce_run(const st_call *call, const walk *w, int operation, int dtype) {
  const int64_t n = w->shape[0];
  forest f = {.w = w, .dtype = dtype, .limit = LEAF_ELEMENTS};
  while (n / f.limit > MAX_LEAVES / 4) f.limit *= 2;
  f.leaves = st_alloc(MAX_LEAVES * sizeof(leaf));
  if (!f.leaves) return ST_NO_MEMORY;
  plant(&f, 0, n);
  int status = st_parallel_for(f.count, call->threads, leaf_task, &f, call->control);
  if (status == ST_OK) {
    int next = 0;
    const double value = harvest(&f, operation, n, &next);
    if (dtype == ST_F32) *(float *)w->start[0] = (float)value;
    else *(double *)w->start[0] = value;
  }
  st_free(f.leaves);
  return status;
}

int st_entry_reduce(const st_call *call) {
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  reduction r = {0};
  walk *w = &r.w;
  int status = open_walk(w, call, call->operand[2], (int)call->parameter[2], 2);
  if (status != ST_OK) return status;
  const st_loops *loops = ST_DISPATCH(st_elementwise_loops);
  const int last = w->ndim - 1;
  const int64_t n = w->shape[last];
  const int folds = w->stride[0][last] == 0;
  if (folds) w->fold = loops->fold[dtype][operation];
  else w->binary = loops->combine[dtype][operation];
  if (w->ndim == 1 && folds && n > LEAF_ELEMENTS) return reduce_run(call, w, operation, dtype);
  const int64_t elements = w->rows * n;
  if (elements == 0) return ST_OK;
  /* An axis that is kept may be cut; where the one that is best is not, one thread does it all. */
  r.axis = w->stride[0][0] != 0 ? 0 : last;
  const int64_t wanted = (elements + TASK_ELEMENTS - 1) / TASK_ELEMENTS;
  const int64_t most = r.axis == last && last > 0 ? (w->shape[last] + 63) / 64 : w->shape[r.axis];
  r.tasks = w->stride[0][r.axis] == 0 ? 1 : wanted < most ? wanted : most;
  return st_parallel_for(r.tasks, call->threads, reduction_task, &r, call->control);
}
