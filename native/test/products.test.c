/* Products beyond those of real matrices: complex ones, a matrix times its own transpose, and stacks, by steps and by
 * offsets, on buffers of exactly their size, against plain loops. */
#include "check.h"

#define N(list) (int)(sizeof list / sizeof *list)

/* Strides count real parts: those of complex numbers are even. */
typedef struct shape {
  int dtype;
  int64_t rows, columns, inner, a_row, a_column, b_row, b_column;
} shape;

static int parts_of(int dtype) { return dtype == ST_C64 || dtype == ST_C128 ? 2 : 1; }
static int part_of(int dtype) { return dtype == ST_F64 || dtype == ST_C128 ? ST_F64 : ST_F32; }
static size_t bytes_of(int dtype) { return (size_t)parts_of(dtype) * (part_of(dtype) == ST_F64 ? 8 : 4); }

static shape make_shape(int dtype, int64_t rows, int64_t columns, int64_t inner, int turn_a, int turn_b) {
  const int64_t p = parts_of(dtype);
  return (shape){dtype, rows, columns, inner, turn_a ? p : inner * p, turn_a ? rows * p : p, turn_b ? p : columns * p,
                 turn_b ? inner * p : p};
}

/* One product of matrices that start at `a` and `b`, by plain loops; `out` is contiguous. */
static void compare(const shape *s, const void *a, int64_t a_start, const void *b, int64_t b_start, const void *out,
                    int64_t out_start, int64_t out_stride) {
  const int parts = parts_of(s->dtype), part = part_of(s->dtype);
  for (int64_t i = 0; i < s->rows; i++)
    for (int64_t j = 0; j < s->columns; j++) {
      double sum[2] = {0, 0}, size = 0;
      for (int64_t f = 0; f < s->inner; f++) {
        const int64_t at = a_start + i * s->a_row + f * s->a_column, bt = b_start + f * s->b_row + j * s->b_column;
        const double x = value_at(a, part, at), y = value_at(b, part, bt);
        const double xi = parts == 2 ? value_at(a, part, at + 1) : 0, yi = parts == 2 ? value_at(b, part, bt + 1) : 0;
        sum[0] += x * y - xi * yi;
        sum[1] += x * yi + xi * y;
        size += (fabs(x) + fabs(xi)) * (fabs(y) + fabs(yi));
      }
      for (int k = 0; k < parts; k++) {
        const double got = value_at(out, part, out_start + i * out_stride + j * parts + k);
        CHECK(fabs(got - sum[k]) <= 4 * (double)(s->inner + 1) * unit_roundoff(part) * size, "dtype %d %lldx%lldx%lld (%lld,%lld) %g %g",
              s->dtype, (long long)s->rows, (long long)s->columns, (long long)s->inner, (long long)i, (long long)j, got, sum[k]);
      }
    }
}

static void multiply(const shape *s, void *a, void *b, void *out, int64_t out_stride, int threads) {
  const double parameter[] = {s->dtype, (double)s->rows, (double)s->columns, (double)s->inner, (double)s->a_row,
                              (double)s->a_column, (double)s->b_row, (double)s->b_column, (double)out_stride};
  const st_call call = {.operand = {a, b, out}, .parameter = parameter, .threads = threads};
  const int status = st_entry_matmul(&call);
  CHECK(status == ST_OK, "status %d", status);
}

/* own: b is a's transpose, on the same memory. */
static void test_product(const shape *given, int own) {
  shape s = *given;
  const int parts = parts_of(s.dtype);
  void *a = random_values(part_of(s.dtype), s.rows * s.inner * parts, 0), *b = a;
  if (own) {
    s.columns = s.rows;
    s.b_row = s.a_column;
    s.b_column = s.a_row;
  } else
    b = random_values(part_of(s.dtype), s.inner * s.columns * parts, 0);
  const size_t bytes = (size_t)(s.rows * s.columns) * bytes_of(s.dtype);
  void *out = exact(bytes), *again = exact(bytes);
  multiply(&s, a, b, out, s.columns * parts, 1);
  multiply(&s, a, b, again, s.columns * parts, 2);
  CHECK(memcmp(out, again, bytes) == 0, "threads change %lldx%lldx%lld", (long long)s.rows, (long long)s.columns,
        (long long)s.inner);
  compare(&s, a, 0, b, 0, out, 0, s.columns * parts);
  for (int64_t i = 0; own && parts == 1 && i < s.rows; i++)
    for (int64_t j = 0; j < i; j++)
      CHECK(value_at(out, part_of(s.dtype), i * s.rows + j) == value_at(out, part_of(s.dtype), j * s.rows + i),
            "(%lld,%lld) of %lld differs from its mirror", (long long)i, (long long)j, (long long)s.rows);
  free(a);
  if (!own) free(b);
  free(out);
  free(again);
}

/* step_b 0: the same b for all; by_offsets: the matrices of a in reverse. */
static void test_stack(const shape *s, int64_t count, int step_b, int by_offsets) {
  const int parts = parts_of(s->dtype), part = part_of(s->dtype);
  const int64_t a_step = s->rows * s->inner * parts, b_step = step_b ? s->inner * s->columns * parts : 0;
  void *a = random_values(part, count * a_step, 0), *b = random_values(part, step_b ? count * b_step : s->inner * s->columns * parts, 0);
  const size_t bytes = (size_t)(count * s->rows * s->columns) * bytes_of(s->dtype);
  void *out = exact(bytes), *again = exact(bytes);
  double *offsets = exact((size_t)(2 * count) * sizeof *offsets);
  for (int64_t i = 0; i < count; i++) {
    offsets[i] = (double)((by_offsets ? count - 1 - i : i) * a_step);
    offsets[count + i] = (double)(i * b_step);
  }
  const double parameter[] = {s->dtype, (double)count, (double)s->rows, (double)s->columns, (double)s->inner, (double)s->a_row,
                              (double)s->a_column, (double)s->b_row, (double)s->b_column, (double)a_step, (double)b_step};
  for (int threads = 1; threads <= 2; threads++) {
    const st_call call = {.operand = {a, b, threads == 1 ? out : again, by_offsets ? offsets : NULL}, .parameter = parameter,
                          .threads = threads};
    const int status = st_entry_matmulStack(&call);
    CHECK(status == ST_OK, "status %d", status);
  }
  CHECK(memcmp(out, again, bytes) == 0, "threads change a stack of %lld", (long long)count);
  for (int64_t i = 0; i < count; i++)
    compare(s, a, (int64_t)offsets[i], b, (int64_t)offsets[count + i], out, i * s->rows * s->columns * parts, s->columns * parts);
  free(a);
  free(b);
  free(out);
  free(again);
  free(offsets);
}

int main(void) {
  static const int dtypes[] = {ST_F64, ST_F32, ST_C64, ST_C128};
  static const int64_t sizes[] = {0, 1, 2, 5, 8, 17, 33}, squares[] = {1, 2, 7, 16, 63, 64, 65, 129};
  static const int64_t large[][3] = {{29, 37, 385}, {130, 3, 400}, {1, 60, 500}, {90, 1, 77}, {70, 70, 1}};
  for (int d = 0; d < N(dtypes); d++)
    for (int turn = 0; turn < 4; turn++) {
      const int dtype = dtypes[d], a = turn & 1, b = turn >> 1;
      for (int i = 0; i < N(sizes); i++)
        for (int j = 0; j < N(sizes); j++)
          for (int f = (i + j) % 2; f < N(sizes); f += 2) {
            const shape s = make_shape(dtype, sizes[i], sizes[j], sizes[f], a, b);
            if (d > 1) test_product(&s, 0);
            if (i == j) test_stack(&s, 1 + f, f & 1, turn > 1);
          }
      for (int i = 0; i < N(large); i++) {
        const shape s = make_shape(dtype, large[i][0], large[i][1], large[i][2], a, b);
        if (d > 1) test_product(&s, 0);
        test_stack(&s, 3, 1, turn == 1);
      }
      const shape many = make_shape(dtype, 4, 4, 4, a, b), middle = make_shape(dtype, 20, 30, 25, a, b);
      test_stack(&many, 1500, 1, turn == 3);
      test_stack(&middle, 30, 0, turn == 2);
      for (int i = 0; i < N(squares) && b == 0; i++)
        for (int f = 0; f < 3; f++) {
          const shape s = make_shape(dtype, squares[i], squares[i], f == 0 ? 1 : f == 1 ? 40 : squares[i] == 65 ? 401 : 9, a, 0);
          test_product(&s, 1);
        }
    }
  return check_report("products");
}
