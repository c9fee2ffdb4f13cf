/* Fused expressions on buffers of exactly their size: (a + b) * 3 with a column b, at every length around chunks and
 * tasks, and its sum, against plain loops and against the reduction of stored elements. */
#include "check.h"

#define INPUT(n) (16 + (n))
#define CONSTANT(n) (32 + (n))
enum { UNARY_STEP, BINARY_STEP, CAST_STEP };

static const int64_t lengths[] = {1, 2, 7, 8, 9, 511, 512, 513, 1023, 1025, 4097};
static const int64_t heights[] = {1, 2, 3, 40};

/* The program of (a + b) * 3 for a [rows x n] and b [rows x 1], in float64; gives how many numbers it has. */
static int program_of(double *program, int64_t rows, int64_t n) {
  const double numbers[] = {
      (double)rows, (double)n,                                     /* shape */
      0, (double)(n * 8), 8,                                       /* a */
      0, 8, 0,                                                     /* b */
      BINARY_STEP, ST_BINARY_add, ST_F64, INPUT(0), INPUT(1), 0,   /* t0 = a + b */
      BINARY_STEP, ST_BINARY_multiply, ST_F64, 0, CONSTANT(0), -1, /* t0 * 3 */
  };
  memcpy(program, numbers, sizeof numbers);
  return (int)(sizeof numbers / sizeof *numbers);
}

static void test_shape(int64_t rows, int64_t n) {
  double *a = random_values(ST_F64, rows * n, 0), *b = random_values(ST_F64, rows, 0);
  double *out = exact((size_t)(rows * n) * 8), *constants = exact(16);
  double *program = exact(64 * sizeof(double));
  constants[0] = 3;
  constants[1] = 0;
  const int length = program_of(program, rows, n);
  const double parameters[] = {2, 2, 2};
  const st_call call = {.operand = {out, program, constants, a, b}, .parameter = parameters};
  CHECK(st_entry_fused(&call) == ST_OK, "%ld x %ld", (long)rows, (long)n);
  int same = 1;
  for (int64_t i = 0; i < rows * n; i++) same &= out[i] == (a[i] + b[i / n]) * 3;
  CHECK(same, "%ld x %ld", (long)rows, (long)n);

  /* The sum of all, as if the elements were stored: the same tree, the same bits. */
  const double whole[] = {(double)(rows * n), 0, 0, 0, 1};
  memcpy(program + length, whole, sizeof whole);
  double sum = 0, stored = 0;
  const double reducing[] = {2, 2, 2, ST_REDUCTION_sum, ST_F64, 1};
  const st_call sums = {.operand = {&sum, program, constants, a, b}, .parameter = reducing};
  CHECK(st_entry_fusedReduce(&sums) == ST_OK, "%ld x %ld", (long)rows, (long)n);
  double layout[] = {(double)(rows * n), 0, 0, 0, 8};
  const double plain[] = {ST_REDUCTION_sum, ST_F64, 1, ST_F64};
  const st_call adds = {.operand = {&stored, out, layout}, .parameter = plain};
  CHECK(st_entry_reduce(&adds) == ST_OK, "%ld x %ld", (long)rows, (long)n);
  CHECK(sum == stored, "%ld x %ld: %.17g is not %.17g", (long)rows, (long)n, sum, stored);
  free(a), free(b), free(out), free(constants), free(program);
}

/* What no program may hold is refused, and nothing is touched. */
static void test_refusals(void) {
  double program[64], constants[2] = {3, 0}, a[4] = {0}, b[2] = {0}, out[4] = {7, 7, 7, 7};
  const double parameters[] = {2, 2, 2};
  const st_call call = {.operand = {out, program, constants, a, b}, .parameter = parameters};
  program_of(program, 2, 2);
  program[8 + 3] = INPUT(5);
  CHECK(st_entry_fused(&call) == ST_BAD_CALL, "an input that is not there");
  program_of(program, 2, 2);
  program[8 + 5] = 8;
  CHECK(st_entry_fused(&call) == ST_BAD_CALL, "a temporary beyond the last");
  program_of(program, 2, 2);
  program[8] = 7;
  CHECK(st_entry_fused(&call) == ST_BAD_CALL, "a step of no kind");
  CHECK(out[0] == 7 && out[3] == 7, "the result was written");
}

int main(void) {
  for (size_t row = 0; row < sizeof heights / sizeof *heights; row++)
    for (size_t n = 0; n < sizeof lengths / sizeof *lengths; n++) test_shape(heights[row], lengths[n]);
  test_shape(300, 1000);
  test_refusals();
  return check_report("fused");
}
