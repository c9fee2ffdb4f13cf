/* Reductions: elements combined into results whose stride is 0 on the axes that are reduced.
 *
 * Policy: tasks share no result, so nothing depends on their number. Where an axis is kept it is cut; a reduction of
 * one long run is cut along the tree in which NumPy adds floats (or anywhere, for operations that do not round). Only
 * a product of floats has to be one task, whose order would show. What is cast, or made from several arrays, is made
 * a chunk at a time, and chunks are subtrees of the same tree. */
#include "fused.h"

typedef struct reduction {
  st_walk w;
  int operation, dtype, result;
  const st_loops *loops;
  st_unary_loop cast;         /* of the elements to dtype, or NULL */
  st_binary_loop deviation;   /* squared distance from the third array, or NULL */
  const st_fused *fused;      /* what makes the elements, whose places are then their numbers; or NULL */
  int64_t item;               /* bytes of an element in dtype */
  int axis;                   /* the one that is cut */
  int64_t tasks;
} reduction;

/* A run: where the elements lie, and those they are measured from. */
typedef struct run {
  const char *a, *center;
  int64_t stride, center_stride;
} run;

static inline run later(run r, int64_t n) {
  return (run){r.a + n * r.stride, r.center + n * r.center_stride, r.stride, r.center_stride};
}

/* Whether elements lie as they are in memory. */
static int are_there(const reduction *r) { return !r->cast && !r->deviation && !r->fused; }

/* The next count <= ST_CHUNK elements of a run, as loops take them. */
static void pull(const reduction *r, int64_t count, char *buffer, run from) {
  if (r->fused) {
    st_fused_pull(r->fused, (int64_t)(intptr_t)from.a, count, buffer);
    return;
  }
  char cast[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  if (!r->deviation) {
    r->cast(count, buffer, r->item, from.a, from.stride);
    return;
  }
  if (r->cast) {
    r->cast(count, cast, r->item, from.a, from.stride);
    from.a = cast;
    from.stride = r->item;
  }
  r->deviation(count, buffer, r->item, from.a, from.stride, from.center, from.center_stride);
}

static int is_complex(int dtype) { return dtype == ST_C64 || dtype == ST_C128; }
static int is_inexact(int dtype) { return dtype == ST_F64 || dtype == ST_F32 || is_complex(dtype); }

/* Where a run is cut in two: a complex number counts as two floats. */
static int64_t half_of(int dtype, int64_t n) {
  return is_complex(dtype) ? st_pairwise_half(2 * n) / 2 : st_pairwise_half(n);
}

static st_binary_loop joining(const reduction *r) {
  static const uint8_t rows[ST_REDUCTION_COUNT] = {
      [ST_REDUCTION_sum] = ST_BINARY_add,       [ST_REDUCTION_prod] = ST_BINARY_multiply,
      [ST_REDUCTION_min] = ST_BINARY_minimum,   [ST_REDUCTION_max] = ST_BINARY_maximum,
      [ST_REDUCTION_any] = ST_BINARY_logicalOr, [ST_REDUCTION_all] = ST_BINARY_logicalAnd,
      [ST_REDUCTION_countNonzero] = ST_BINARY_add};
  return st_loops_of(r->result)->binary[rows[r->operation]];
}

static void join(const reduction *r, char *out, const char *value) {
  joining(r)(1, out, ST_MAX_ITEM, out, ST_MAX_ITEM, value, ST_MAX_ITEM);
}

/* Folds n elements into out. Sums of floats follow the tree also where elements are made in chunks. */
static void fold(const reduction *r, int64_t n, char *out, run from) {
  if (are_there(r)) {
    r->loops->fold[r->operation](n, out, from.a, from.stride);
    return;
  }
  char buffer[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  if (n <= ST_CHUNK) {
    pull(r, n, buffer, from);
    r->loops->fold[r->operation](n, out, buffer, r->item);
    return;
  }
  if (r->operation == ST_REDUCTION_sum && is_inexact(r->dtype)) {
    char x[ST_MAX_ITEM] __attribute__((aligned(16))) = {0}, y[ST_MAX_ITEM] __attribute__((aligned(16))) = {0};
    const int64_t half = half_of(r->dtype, n);
    fold(r, half, x, from);
    fold(r, n - half, y, later(from, half));
    join(r, x, y);
    join(r, out, x);
    return;
  }
  for (; n > 0; n -= ST_CHUNK, from = later(from, ST_CHUNK)) fold(r, n < ST_CHUNK ? n : ST_CHUNK, out, from);
}

/* Combines n elements with as many results. */
static void combine(const reduction *r, int64_t n, char *out, int64_t out_stride, run from) {
  if (are_there(r)) {
    r->loops->combine[r->operation](n, out, out_stride, from.a, from.stride);
    return;
  }
  char buffer[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  for (int64_t done = 0; done < n; done += ST_CHUNK, from = later(from, ST_CHUNK)) {
    const int64_t count = n - done < ST_CHUNK ? n - done : ST_CHUNK;
    pull(r, count, buffer, from);
    r->loops->combine[r->operation](count, out + done * out_stride, out_stride, buffer, r->item);
  }
}

/* Whether runs along the last axis lie together, one step apart on the axis before, and go into the same results. */
static int rows_together(const reduction *r, const st_walk *w) {
  const int last = w->ndim - 1;
  return last > 0 && are_there(r) && r->loops->rows[r->operation] && w->stride[0][last - 1] == 0 && w->stride[0][last] == st_item_size(r->result) &&
         w->stride[1][last] == r->item;
}

static void combine_rows(const reduction *r, st_walk *w) {
  const int last = w->ndim - 1;
  const int64_t rows = w->shape[last - 1], step = w->stride[1][last - 1];
  w->rows /= rows;
  w->shape[last - 1] = 1;
  st_place place;
  st_walk_seek(w, 0, &place);
  for (int64_t plane = 0; plane < w->rows; plane++, st_walk_step(w, &place))
    r->loops->rows[r->operation](rows, w->shape[last], place.at[0], place.at[1], step);
}

static int axis_task(void *context, int64_t task, int thread) {
  const reduction *r = context;
  (void)thread;
  st_walk w = r->w;
  const int64_t length = w.shape[r->axis];
  const int64_t first = length * task / r->tasks, end = length * (task + 1) / r->tasks;
  for (int array = 0; array < w.arrays; array++) w.start[array] += first * w.stride[array][r->axis];
  w.shape[r->axis] = end - first;
  w.rows = 1;
  for (int axis = 0; axis < w.ndim - 1; axis++) w.rows *= w.shape[axis];
  if (rows_together(r, &w)) {
    combine_rows(r, &w);
    return ST_OK;
  }
  const int last = w.ndim - 1;
  const int64_t n = w.shape[last], out_stride = w.stride[0][last];
  st_place place;
  st_walk_seek(&w, 0, &place);
  for (int64_t row = 0; row < w.rows; row++, st_walk_step(&w, &place)) {
    const run from = {place.at[1], w.arrays > 2 ? place.at[2] : NULL, w.stride[1][last], w.arrays > 2 ? w.stride[2][last] : 0};
    if (out_stride == 0) fold(r, n, place.at[0], from);
    else combine(r, n, place.at[0], out_stride, from);
  }
  return ST_OK;
}

/* One long run: the subtrees of at most this many elements are tasks. */
#define LEAF_ELEMENTS 65536
#define MAX_LEAVES 4096

typedef struct leaf {
  char value[ST_MAX_ITEM];
  int64_t first, count;
} leaf;

typedef struct forest {
  const reduction *r;
  int64_t limit;
  int count;
  leaf *leaves;
} forest;

static void plant(forest *f, int64_t first, int64_t n) {
  if (n <= f->limit) {
    leaf *one = &f->leaves[f->count++];
    one->first = first;
    one->count = n;
    return;
  }
  const int64_t half = half_of(f->r->dtype, n);
  plant(f, first, half);
  plant(f, first + half, n - half);
}

static run whole_run(const reduction *r) {
  const st_walk *w = &r->w;
  return (run){w->start[1], w->arrays > 2 ? w->start[2] : NULL, w->stride[1][0], w->arrays > 2 ? w->stride[2][0] : 0};
}

static int leaf_task(void *context, int64_t task, int thread) {
  const forest *f = context;
  (void)thread;
  leaf *one = &f->leaves[task];
  /* Every leaf starts from what the result was filled with: an identity, or a value that everything beats. */
  __builtin_memcpy(one->value, f->r->w.start[0], (size_t)st_item_size(f->r->result));
  fold(f->r, one->count, one->value, later(whole_run(f->r), one->first));
  return ST_OK;
}

/* Joins the leaves along the tree they came from; the result is in the first of them. */
static leaf *harvest(const forest *f, int64_t n, int *next) {
  if (n <= f->limit) return &f->leaves[(*next)++];
  const int64_t half = half_of(f->r->dtype, n);
  leaf *x = harvest(f, half, next);
  const leaf *y = harvest(f, n - half, next);
  join(f->r, x->value, y->value);
  return x;
}

static int reduce_run(const st_call *call, const reduction *r) {
  const int64_t n = r->w.shape[0];
  forest f = {.r = r, .limit = LEAF_ELEMENTS};
  while (n / f.limit > MAX_LEAVES / 4) f.limit *= 2;
  f.leaves = st_alloc(MAX_LEAVES * sizeof(leaf));
  if (!f.leaves) return ST_NO_MEMORY;
  plant(&f, 0, n);
  const int status = st_parallel_for(f.count, call->threads, leaf_task, &f, call->control);
  if (status == ST_OK) {
    int next = 0;
    __builtin_memcpy(r->w.start[0], harvest(&f, n, &next)->value, (size_t)st_item_size(r->result));
  }
  st_free(f.leaves);
  return status;
}

/* Results of one task where the last axis is kept: few enough to stay in the first-level cache between the rows. */
#define MOST_KEPT 4096
#define LEAST_KEPT 64

static int reduce_call(const st_call *call, reduction *r) {
  const st_walk *w = &r->w;
  const int last = w->ndim - 1;
  const int64_t n = w->shape[last], elements = w->rows * n;
  if (elements == 0) return ST_OK;
  const int folds = w->stride[0][last] == 0;
  const int ordered = r->operation == ST_REDUCTION_prod && is_inexact(r->dtype);
  if (w->ndim == 1 && folds && n > LEAF_ELEMENTS && !ordered) return reduce_run(call, r);
  /* An axis that is kept may be cut; where the one that is best is not, one thread does it all. */
  r->axis = w->stride[0][0] != 0 ? 0 : last;
  const int64_t wanted = (elements + ST_TASK_ELEMENTS - 1) / ST_TASK_ELEMENTS;
  if (w->stride[0][r->axis] == 0) {
    r->tasks = 1;
  } else if (r->axis == last && last > 0) {
    /* As wide as threads allow: memory is read best in long rows. */
    const int64_t threads = call->threads > 0 ? call->threads : st_thread_count();
    const int64_t shares = threads * ((n + threads * MOST_KEPT - 1) / (threads * MOST_KEPT));
    const int64_t most = n < LEAST_KEPT ? 1 : n / LEAST_KEPT;
    r->tasks = wanted == 1 ? 1 : shares < most ? shares : most;
  } else {
    r->tasks = wanted < w->shape[r->axis] ? wanted : w->shape[r->axis];
  }
  return st_parallel_for(r->tasks, call->threads, axis_task, r, call->control);
}

static int open_reduction(reduction *r, int operation, int dtype, int source) {
#define REDUCTION(name, kinds, result) ST_RESULT_##result,
  static const enum st_result results[] = {
#include "../kernels.def"
  };
  r->operation = operation;
  r->dtype = dtype;
  r->result = st_result_dtype(results[operation], dtype);
  r->loops = st_loops_of(dtype);
  r->cast = st_cast_between(dtype, source);
  r->item = st_item_size(dtype);
  return r->loops && r->loops->fold[operation] ? ST_OK : ST_BAD_CALL;
}

int st_entry_reduce(const st_call *call) {
  const double *parameter = call->parameter;
  reduction r = {0};
  int status = open_reduction(&r, (int)parameter[0], (int)parameter[1], (int)parameter[3]);
  if (status == ST_OK) status = st_walk_open(&r.w, call, call->operand[2], (int)parameter[2], 2);
  return status == ST_OK ? reduce_call(call, &r) : status;
}

int st_entry_deviations(const st_call *call) {
  const double *parameter = call->parameter;
  reduction r = {0};
  int status = open_reduction(&r, ST_REDUCTION_sum, (int)parameter[0], (int)parameter[2]);
  if (status == ST_OK) status = st_walk_open(&r.w, call, call->operand[3], (int)parameter[1], 3);
  if (status != ST_OK) return status;
  r.deviation = r.loops->deviation;
  return r.deviation ? reduce_call(call, &r) : ST_BAD_CALL;
}

int st_entry_fusedReduce(const st_call *call) {
  const double *parameter = call->parameter, *layout;
  st_fused fused = {0};
  reduction r = {0};
  int status = st_fused_open(&fused, call, (int)parameter[0], (int)parameter[1], (int)parameter[2], &layout);
  if (status == ST_OK) status = open_reduction(&r, (int)parameter[3], (int)parameter[4], (int)parameter[4]);
  /* The elements have no memory: their numbers stand for places, counted from NULL. */
  st_call placed = {.operand = {call->operand[0], NULL}, .threads = call->threads, .control = call->control};
  if (status == ST_OK) status = st_walk_open(&r.w, &placed, layout, (int)parameter[5], 2);
  if (status != ST_OK) return status;
  r.fused = &fused;
  return reduce_call(call, &r);
}
