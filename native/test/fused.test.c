/* Fused expressions on buffers of exactly their size: (a + b) * 3 with a column b, at every length around chunks and
 * tasks, and its sum, against plain loops and against the reduction of stored elements. */
#include "../elementwise/fused.h"
#include "../random/words.h"
#include "check.h"

#define INPUT(n) (16 + (n))
#define CONSTANT(n) (32 + (n))
enum { UNARY_STEP = ST_STEP_UNARY, BINARY_STEP = ST_STEP_BINARY, CAST_STEP = ST_STEP_CAST };

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

/* Numbers from their places in a stream of Philox, at every place within a step, forwards, backwards and far apart. */
static void test_stream(int64_t first, int64_t stride, int64_t n) {
  static const uint64_t start[6] = {UINT64_MAX - 9, 7, 0, UINT64_MAX, 0x123456789abcdef, 0xfedcba987654321};
  uint64_t *state = exact(sizeof start);
  memcpy(state, start, sizeof start);
  double *out = exact((size_t)n * 8), *expected = exact((size_t)n * 8), constants[2] = {0};
  for (int64_t i = 0; i < n; i++) {
    const int64_t place = first + i * stride;
    words w = {0};
    memcpy(w.s, start, sizeof start);
    philox_advance(&w, (uint64_t)place / 4);
    next_philox(&w);
    expected[i] = unit_f64(w.step[place % 4]);
  }
  const double program[] = {(double)n, (double)first, (double)stride, ST_STEP_STREAM, 0, ST_F64, INPUT(0), 0, -1};
  const double parameters[] = {1, 1, 1};
  const st_call call = {.operand = {out, (double *)program, constants, state}, .parameter = parameters};
  CHECK(st_entry_fused(&call) == ST_OK, "%ld by %ld", (long)first, (long)stride);
  CHECK(memcmp(out, expected, (size_t)n * 8) == 0, "%ld numbers from %ld by %ld", (long)n, (long)first, (long)stride);
  const double misplaced[] = {(double)n, 0, 1, ST_STEP_STREAM, 0, ST_F64, INPUT(1), 0, -1};
  const st_call refused = {.operand = {out, (double *)misplaced, constants, state}, .parameter = parameters};
  CHECK(st_entry_fused(&refused) == ST_BAD_CALL, "a stream without a start");
  free(state), free(out), free(expected);
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
  for (size_t n = 0; n < sizeof lengths / sizeof *lengths; n++)
    for (int64_t first = 0; first < 6; first++) test_stream(first, 1, lengths[n]);
  test_stream(100000, -3, 1000);
  test_stream(1, 500, 600);
  test_refusals();
  return check_report("fused");
}
