/* Stacks of matrices through the factorizations of body.h. Small matrices are shared out to the threads; in a large one the
 * matrix products use them. Results do not depend on threads, because those of the products do not. */
#include "dense.h"
#include <math.h>
#include "../gemm/gemm.h"

#define LEAF 16
#define STRIP 192

#define T double
#define PARTS 1
#define DTYPE ST_F64
#define NAME(name) name##_f64
#define MAGNITUDE fabs
#define ROOT sqrt
#include "body.h"
#define T float
#define PARTS 1
#define DTYPE ST_F32
#define NAME(name) name##_f32
#define MAGNITUDE fabsf
#define ROOT sqrtf
#include "body.h"
#define T double
#define PARTS 2
#define DTYPE ST_C128
#define NAME(name) name##_c128
#define MAGNITUDE fabs
#define ROOT sqrt
#include "body.h"
#define T float
#define PARTS 2
#define DTYPE ST_C64
#define NAME(name) name##_c64
#define MAGNITUDE fabsf
#define ROOT sqrtf
#include "body.h"

typedef int (*one_matrix)(const st_call *call, int64_t index);

typedef struct stack {
  const st_call *call;
  one_matrix one;
  int64_t count, per_task;
} stack;

static int run_task(void *context, int64_t task, int thread) {
  (void)thread;
  const stack *s = context;
  int64_t end = (task + 1) * s->per_task < s->count ? (task + 1) * s->per_task : s->count;
  for (int64_t index = task * s->per_task; index < end; index++) {
    int status = s->one(s->call, index);
    if (status != ST_OK) return status;
  }
  return ST_OK;
}

/* `work`: multiplications that one matrix takes, about. */
static int run(const st_call *call, const one_matrix by_type[4], double work) {
  static const int place[ST_DTYPE_COUNT] = {[ST_F64] = 0, [ST_F32] = 1, [ST_C128] = 2, [ST_C64] = 3};
  stack s = {.call = call, .one = by_type[place[(int)call->parameter[0]]], .count = (int64_t)call->parameter[1]};
  int threads = call->threads > 0 ? call->threads : st_thread_count();
  s.per_task = s.count;
  if (s.count > 1 && work < 1e7) {
    int64_t least = 1 + (int64_t)(20000 / (work + 100));
    s.per_task = (s.count + 4 * threads - 1) / (4 * threads);
    if (s.per_task < least) s.per_task = least;
  }
  if (s.count == 0) return ST_OK;
  if (s.per_task >= s.count) return run_task(&s, 0, 0);
  return st_parallel_for((s.count + s.per_task - 1) / s.per_task, threads, run_task, &s, NULL);
}

int st_dense_lu(const st_call *call) {
  static const one_matrix by_type[] = {lu_at_f64, lu_at_f32, lu_at_c128, lu_at_c64};
  double rows = call->parameter[2], columns = call->parameter[3];
  return run(call, by_type, rows * columns * (rows < columns ? rows : columns));
}

int st_dense_solve(const st_call *call) {
  static const one_matrix by_type[] = {solve_at_f64, solve_at_f32, solve_at_c128, solve_at_c64};
  double n = call->parameter[2];
  return run(call, by_type, n * n * (n + call->parameter[3]));
}

int st_dense_cholesky(const st_call *call) {
  static const one_matrix by_type[] = {cholesky_at_f64, cholesky_at_f32, cholesky_at_c128, cholesky_at_c64};
  double n = call->parameter[2];
  return run(call, by_type, n * n * n);
}
