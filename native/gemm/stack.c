/* Stacks of products, shared out to the threads; a product itself does not depend on where it is computed. */
#include "gemm.h"

/* Multiplications of a product up to which packing costs more than plain loops. */
#define PLAIN 300

typedef struct stack {
  const st_call *call;
  const st_gemm_kernels *kernels;
  int64_t count, rows, columns, inner, per_task;
  int64_t a_row, a_inner, b_inner, b_column, a_step, b_step;
  const double *offsets;
  size_t part; /* bytes */
  int parts;
} stack;

static int64_t a_offset(const stack *s, int64_t i) { return s->offsets ? (int64_t)s->offsets[i] : i * s->a_step; }
static int64_t b_offset(const stack *s, int64_t i) {
  return s->offsets ? (int64_t)s->offsets[s->count + i] : i * s->b_step;
}

#define MULTIPLY(T)                                                                       \
  static void multiply_##T(const stack *s, const T *a, const T *b, T *out) {              \
    for (int64_t i = 0; i < s->rows; i++)                                                 \
      for (int64_t j = 0; j < s->columns; j++) {                                          \
        T sum = 0;                                                                        \
        for (int64_t k = 0; k < s->inner; k++)                                            \
          sum += a[i * s->a_row + k * s->a_inner] * b[k * s->b_inner + j * s->b_column];  \
        *out++ = sum;                                                                     \
      }                                                                                   \
  }
MULTIPLY(double)
MULTIPLY(float)

/* Real vectors whose elements lie together, from the `first`th on. */
static void run_dots(const stack *s, int64_t first, int64_t end) {
  char *const *operand = (char *const *)s->call->operand;
  int64_t at_once = s->offsets ? 1 : end - first;
  for (int64_t i = first; i < end; i += at_once)
    s->kernels->pair_dots(operand[0] + a_offset(s, i) * (int64_t)s->part, s->a_step,
                          operand[1] + b_offset(s, i) * (int64_t)s->part, s->b_step, at_once, s->inner,
                          operand[2] + (size_t)i * s->part);
}

static int run_task(void *context, int64_t task, int thread) {
  (void)thread;
  const stack *s = context;
  const double *q = s->call->parameter;
  const double parameter[] = {q[0], q[2], q[3], q[4], q[5], q[6], q[7], q[8], q[3] * s->parts};
  int64_t first = task * s->per_task, end = first + s->per_task < s->count ? first + s->per_task : s->count;
  if (s->parts == 1 && s->rows == 1 && s->columns == 1 && s->a_inner == 1 && s->b_inner == 1) {
    run_dots(s, first, end);
    return ST_OK;
  }
  /* Matrices whose b has rows that are runs go straight to their kernel: choosing it costs as much. */
  int is_direct = s->rows > 1 && s->columns > 1 && s->inner > 0 &&
                  st_direct_suits(s->kernels, s->parts, s->inner * s->parts, s->columns * s->parts, s->b_column);
  int is_plain = s->parts == 1 && s->rows * s->columns * s->inner <= PLAIN;
  for (int64_t i = first; i < end; i++) {
    char *a = (char *)s->call->operand[0] + a_offset(s, i) * (int64_t)s->part;
    char *b = (char *)s->call->operand[1] + b_offset(s, i) * (int64_t)s->part;
    char *out = (char *)s->call->operand[2] + (size_t)(i * s->rows * s->columns * s->parts) * s->part;
    if (is_direct) {
      (s->parts == 2 ? s->kernels->direct_complex : s->kernels->direct)(
          a, s->a_row, s->a_inner, b, s->b_inner, s->rows, s->columns * s->parts, s->inner, out, s->columns * s->parts);
    } else if (is_plain) {
      if (s->part == 8) multiply_double(s, (double *)a, (double *)b, (double *)out);
      else multiply_float(s, (float *)a, (float *)b, (float *)out);
    } else {
      const st_call one = {.operand = {a, b, out}, .parameter = parameter, .threads = s->call->threads};
      int status = st_matmul(&one, 0);
      if (status != ST_OK) return status;
    }
  }
  return ST_OK;
}

int st_entry_matmulStack(const st_call *call) {
  const double *q = call->parameter;
  int dtype = (int)q[0];
  stack s = {.call = call, .kernels = st_gemm_kernels_of(dtype), .count = (int64_t)q[1], .rows = (int64_t)q[2],
             .columns = (int64_t)q[3], .inner = (int64_t)q[4], .a_row = (int64_t)q[5], .a_inner = (int64_t)q[6],
             .b_inner = (int64_t)q[7], .b_column = (int64_t)q[8], .a_step = (int64_t)q[9], .b_step = (int64_t)q[10],
             .offsets = call->operand[3], .part = dtype == ST_F64 || dtype == ST_C128 ? 8 : 4,
             .parts = dtype == ST_C64 || dtype == ST_C128 ? 2 : 1};
  if (s.count == 0) return ST_OK;
  int threads = call->threads > 0 ? call->threads : st_thread_count();
  double work = q[2] * q[3] * q[4];
  /* Large products use threads of their own. */
  if (work > 1e7) {
    s.per_task = s.count;
    return run_task(&s, 0, 0);
  }
  /* Of some 40 us at least: less than that, another thread is not awake in time. */
  int64_t least = 1 + (int64_t)(4e5 / (work + 100));
  s.per_task = (s.count + 4 * threads - 1) / (4 * threads);
  if (s.per_task < least) s.per_task = least;
  if (s.per_task >= s.count) {
    s.per_task = s.count;
    return run_task(&s, 0, 0);
  }
  return st_parallel_for((s.count + s.per_task - 1) / s.per_task, threads, run_task, &s, call->control);
}
