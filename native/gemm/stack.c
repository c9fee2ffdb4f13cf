/* Stacks of products, shared out to the threads; a product itself does not depend on where it is computed. */
#include "gemm.h"

/* Multiplications of a product up to which packing costs more than plain loops. */
#define PLAIN 300

typedef struct stack {
  const st_call *call;
  const st_gemm_kernels *kernels;
  int64_t count, rows, columns, inner, per_task;
  size_t part; /* bytes */
  int parts;
} stack;

#define MULTIPLY(T)                                                                                               \
  static void multiply_##T(const stack *s, const T *a, const T *b, T *out) {                                      \
    const double *q = s->call->parameter;                                                                         \
    int64_t a_row = (int64_t)q[5], a_column = (int64_t)q[6], b_row = (int64_t)q[7], b_column = (int64_t)q[8];     \
    for (int64_t i = 0; i < s->rows; i++)                                                                         \
      for (int64_t j = 0; j < s->columns; j++) {                                                                  \
        T sum = 0;                                                                                                \
        for (int64_t k = 0; k < s->inner; k++) sum += a[i * a_row + k * a_column] * b[k * b_row + j * b_column];  \
        *out++ = sum;                                                                                             \
      }                                                                                                           \
  }
MULTIPLY(double)
MULTIPLY(float)

static int run_task(void *context, int64_t task, int thread) {
  (void)thread;
  const stack *s = context;
  const double *q = s->call->parameter, *offsets = s->call->operand[3];
  const double parameter[] = {q[0], q[2], q[3], q[4], q[5], q[6], q[7], q[8], q[3] * s->parts};
  int64_t a_row = (int64_t)q[5], a_inner = (int64_t)q[6], b_inner = (int64_t)q[7];
  /* Real vectors, and matrices whose b has rows that are runs, go straight to their kernels: a call costs as much. */
  int is_dot = s->parts == 1 && s->rows == 1 && s->columns == 1 && a_inner == 1 && b_inner == 1;
  int is_direct = s->parts == 1 && s->rows > 1 && s->columns > 1 && s->inner > 0 &&
                  st_direct_suits(s->kernels, s->inner, s->columns, (int64_t)q[8]);
  int plain = s->parts == 1 && s->rows * s->columns * s->inner <= PLAIN;
  int64_t end = (task + 1) * s->per_task < s->count ? (task + 1) * s->per_task : s->count;
  for (int64_t i = task * s->per_task; i < end; i++) {
    char *a = (char *)s->call->operand[0] + (int64_t)offsets[i] * (int64_t)s->part;
    char *b = (char *)s->call->operand[1] + (int64_t)offsets[s->count + i] * (int64_t)s->part;
    char *out = (char *)s->call->operand[2] + (size_t)(i * s->rows * s->columns * s->parts) * s->part;
    if (is_dot) {
      s->kernels->row_dots(a, 0, 1, s->inner, b, out, 1);
      continue;
    }
    if (is_direct) {
      s->kernels->direct(a, a_row, a_inner, b, b_inner, s->rows, s->columns, s->inner, out, s->columns);
      continue;
    }
    if (plain) {
      if (s->part == 8) multiply_double(s, (double *)a, (double *)b, (double *)out);
      else multiply_float(s, (float *)a, (float *)b, (float *)out);
      continue;
    }
    const st_call one = {.operand = {a, b, out}, .parameter = parameter, .threads = s->call->threads};
    int status = st_matmul(&one, 0);
    if (status != ST_OK) return status;
  }
  return ST_OK;
}

int st_entry_matmulStack(const st_call *call) {
  const double *q = call->parameter;
  int dtype = (int)q[0];
  stack s = {.call = call, .kernels = st_gemm_kernels_of(dtype), .count = (int64_t)q[1], .rows = (int64_t)q[2],
             .columns = (int64_t)q[3], .inner = (int64_t)q[4],
             .part = dtype == ST_F64 || dtype == ST_C128 ? 8 : 4, .parts = dtype == ST_C64 || dtype == ST_C128 ? 2 : 1};
  if (s.count == 0) return ST_OK;
  int threads = call->threads > 0 ? call->threads : st_thread_count();
  double work = q[2] * q[3] * q[4];
  /* Large products use threads of their own. */
  if (work > 1e7) {
    s.per_task = s.count;
    return run_task(&s, 0, 0);
  }
  int64_t least = 1 + (int64_t)(1e5 / (work + 100));
  s.per_task = (s.count + 4 * threads - 1) / (4 * threads);
  if (s.per_task < least) s.per_task = least;
  if (s.per_task >= s.count) {
    s.per_task = s.count;
    return run_task(&s, 0, 0);
  }
  return st_parallel_for((s.count + s.per_task - 1) / s.per_task, threads, run_task, &s, call->control);
}
