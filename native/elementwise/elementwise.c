/* Elementwise operations, in tasks of about ST_TASK_ELEMENTS elements that threads share: a number of whole inner runs,
 * or a stretch of one run where runs are long. Results do not depend on the cut.
 *
 * Operands whose dtype is not the loop's pass through buffers, a chunk at a time; a repeated one is cast once a run. */
#include "walk.h"

typedef struct elementwise {
  st_walk w;
  st_binary_loop binary;
  st_unary_loop unary;
  st_ternary_loop ternary;
  /* Casts of each array: from the loop's dtype for the result, to it for the others; NULL where there is none. */
  st_unary_loop cast[ST_MAX_ARRAYS];
  int64_t item[ST_MAX_ARRAYS]; /* bytes of an element as the loop sees it */
  int casts;
} elementwise;

static void run(const elementwise *e, int64_t n, char *const *at, const int64_t *stride) {
  if (e->unary) e->unary(n, at[0], stride[0], at[1], stride[1]);
  else if (e->binary) e->binary(n, at[0], stride[0], at[1], stride[1], at[2], stride[2]);
  else e->ternary(n, at[0], stride[0], at[1], stride[1], at[2], stride[2], at[3], stride[3]);
}

static void run_with_casts(const elementwise *e, int64_t n, char *const *at, const int64_t *stride) {
  char buffer[ST_MAX_ARRAYS][ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  char *place[ST_MAX_ARRAYS];
  int64_t step[ST_MAX_ARRAYS];
  for (int array = 0; array < e->w.arrays; array++) {
    const int repeated = array > 0 && stride[array] == 0;
    place[array] = e->cast[array] ? buffer[array] : at[array];
    step[array] = !e->cast[array] ? stride[array] : repeated ? 0 : e->item[array];
    if (e->cast[array] && repeated) e->cast[array](1, buffer[array], e->item[array], at[array], 0);
  }
  for (int64_t first = 0; first < n; first += ST_CHUNK) {
    const int64_t count = n - first < ST_CHUNK ? n - first : ST_CHUNK;
    for (int array = 0; array < e->w.arrays; array++) {
      char *here = at[array] + first * stride[array];
      if (!e->cast[array]) place[array] = here;
      else if (array > 0 && step[array] != 0) e->cast[array](count, buffer[array], step[array], here, stride[array]);
    }
    run(e, count, place, step);
    if (e->cast[0]) e->cast[0](count, at[0] + first * stride[0], stride[0], buffer[0], e->item[0]);
  }
}

static int elementwise_task(void *context, int64_t task, int thread) {
  const elementwise *e = context;
  (void)thread;
  st_place place;
  int64_t rows, stride[ST_MAX_ARRAYS];
  for (int array = 0; array < e->w.arrays; array++) stride[array] = e->w.stride[array][e->w.ndim - 1];
  const int64_t n = st_walk_task(&e->w, task, &place, &rows);
  for (; rows > 0; rows--, st_walk_step(&e->w, &place)) {
    if (e->casts) run_with_casts(e, n, place.at, stride);
    else run(e, n, place.at, stride);
  }
  return ST_OK;
}

/* Opens the walk, and finds the casts between the arrays' dtypes and those of the loop. */
static int open_call(elementwise *e, const st_call *call, int arrays, const int *loop_dtype) {
  const int status = st_walk_open(&e->w, call, call->operand[arrays], (int)call->parameter[2], arrays);
  if (status != ST_OK) return status;
  for (int array = 0; array < arrays; array++) {
    const int own = (int)call->parameter[3 + array];
    e->cast[array] = array == 0 ? st_cast_between(own, loop_dtype[0]) : st_cast_between(loop_dtype[array], own);
    e->item[array] = st_item_size(loop_dtype[array]);
    e->casts |= e->cast[array] != NULL;
  }
  return ST_OK;
}

static int run_call(elementwise *e, const st_call *call) {
  if (!e->binary && !e->unary && !e->ternary) return ST_BAD_CALL;
  const int64_t tasks = st_walk_cut(&e->w);
  return st_parallel_for(tasks, call->threads, elementwise_task, e, call->control);
}

int st_entry_binary(const st_call *call) {
#define BINARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result results[] = {
#include "../kernels.def"
  };
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  const st_loops *loops = st_loops_of(dtype);
  if (!loops) return ST_BAD_CALL;
  const int loop_dtype[] = {st_result_dtype(results[operation], dtype), dtype, dtype};
  elementwise e = {.binary = loops->binary[operation]};
  const int status = open_call(&e, call, 3, loop_dtype);
  return status == ST_OK ? run_call(&e, call) : status;
}

int st_entry_unary(const st_call *call) {
#define UNARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result results[] = {
#include "../kernels.def"
  };
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  const st_loops *loops = st_loops_of(dtype);
  if (!loops) return ST_BAD_CALL;
  const int loop_dtype[] = {st_result_dtype(results[operation], dtype), dtype};
  elementwise e = {.unary = loops->unary[operation]};
  const int status = open_call(&e, call, 2, loop_dtype);
  return status == ST_OK ? run_call(&e, call) : status;
}

int st_entry_ternary(const st_call *call) {
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  elementwise e = {0};
  int loop_dtype[] = {dtype, dtype, dtype, dtype};
  if (operation == ST_TERNARY_where) {
    int power = 0;
    while (1 << power < st_item_size(dtype)) power++;
    e.ternary = ST_DISPATCH(st_casts_all)->where[power];
    loop_dtype[1] = ST_BOOL;
  } else {
    const st_loops *loops = st_loops_of(dtype);
    if (loops) e.ternary = loops->clip;
  }
  const int status = open_call(&e, call, 4, loop_dtype);
  return status == ST_OK ? run_call(&e, call) : status;
}
