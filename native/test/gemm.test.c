/* The matrix product against three plain loops: sizes around every tile edge, all kinds of strides, both dtypes. */
#include "check.h"

typedef struct matrix {
  void *memory;
  int64_t offset, row_stride, column_stride;
} matrix;

/* How the elements of an operand lie in memory. */
enum layout { ROW_MAJOR, COLUMN_MAJOR, SPREAD, NEGATIVE, LAYOUTS };

static matrix random_matrix(int dtype, int64_t rows, int64_t columns, enum layout layout) {
  matrix m = {.row_stride = columns, .column_stride = 1};
  int64_t elements = rows * columns;
  if (layout == COLUMN_MAJOR) m = (matrix){.row_stride = 1, .column_stride = rows};
  if (layout == SPREAD) {
    m = (matrix){.row_stride = 2 * columns + 1, .column_stride = 2};
    elements = rows > 0 && columns > 0 ? (rows - 1) * m.row_stride + (columns - 1) * 2 + 1 : 0;
  }
  if (layout == NEGATIVE) m = (matrix){.row_stride = -columns, .column_stride = -1, .offset = elements > 0 ? elements - 1 : 0};
  m.memory = random_values(dtype, elements, 0);
  return m;
}

static double element(const matrix *m, int dtype, int64_t i, int64_t j) {
  return value_at(m->memory, dtype, m->offset + i * m->row_stride + j * m->column_stride);
}

static char *first(const matrix *m, int dtype) { return (char *)m->memory + m->offset * (dtype == ST_F64 ? 8 : 4); }

static void multiply(int dtype, int64_t rows, int64_t columns, int64_t inner, const matrix *a, const matrix *b,
                     void *out, int64_t out_stride, int threads) {
  double parameter[] = {dtype, (double)rows, (double)columns, (double)inner, (double)a->row_stride,
                        (double)a->column_stride, (double)b->row_stride, (double)b->column_stride, (double)out_stride};
  st_call call = {.operand = {first(a, dtype), first(b, dtype), out}, .parameter = parameter, .threads = threads};
  int status = st_entry_matmul(&call);
  CHECK(status == ST_OK, "status %d", status);
}

static void compare(int dtype, int64_t rows, int64_t columns, int64_t inner, enum layout left, enum layout right) {
  size_t itemsize = dtype == ST_F64 ? 8 : 4;
  int64_t out_stride = columns + 3, elements = rows > 0 ? (rows - 1) * out_stride + columns : 0;
  matrix a = random_matrix(dtype, rows, inner, left), b = random_matrix(dtype, inner, columns, right);
  void *out = exact((size_t)elements * itemsize), *again = exact((size_t)elements * itemsize);
  memset(out, 0x7f, (size_t)elements * itemsize);
  memset(again, 0x7f, (size_t)elements * itemsize);
  multiply(dtype, rows, columns, inner, &a, &b, out, out_stride, 1);
  multiply(dtype, rows, columns, inner, &a, &b, again, out_stride, 2);
  CHECK(memcmp(out, again, (size_t)elements * itemsize) == 0, "threads change %lldx%lldx%lld", (long long)rows,
        (long long)columns, (long long)inner);
  float gap32;
  double gap64;
  memset(&gap32, 0x7f, sizeof gap32);
  memset(&gap64, 0x7f, sizeof gap64);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < out_stride && i * out_stride + j < elements; j++) {
      double got = value_at(out, dtype, i * out_stride + j), sum = 0, size = 0;
      if (j >= columns) {
        CHECK(got == (dtype == ST_F64 ? gap64 : (double)gap32), "wrote between rows, %g", got);
        continue;
      }
      for (int64_t f = 0; f < inner; f++) {
        double product = element(&a, dtype, i, f) * element(&b, dtype, f, j);
        sum += product;
        size += fabs(product);
      }
      /* Higham's bound for any order of summation, and once more for the reference itself. */
      CHECK(fabs(got - sum) <= 2 * (double)(inner + 1) * unit_roundoff(dtype) * size, "%lldx%lldx%lld (%lld,%lld) %g %g",
            (long long)rows, (long long)columns, (long long)inner, (long long)i, (long long)j, got, sum);
    }
  free(out);
  free(again);
  free(a.memory);
  free(b.memory);
}

/* One value that is not finite reaches its row of the result, and nothing else. */
static void check_not_finite(int dtype, int64_t rows, int64_t columns, int64_t inner, double value) {
  matrix a = random_matrix(dtype, rows, inner, ROW_MAJOR), b = random_matrix(dtype, inner, columns, ROW_MAJOR);
  void *out = exact((size_t)(rows * columns) * 8);
  int64_t at = (rows - 1) * inner + inner / 2;
  if (dtype == ST_F64) ((double *)a.memory)[at] = value;
  else ((float *)a.memory)[at] = (float)value;
  multiply(dtype, rows, columns, inner, &a, &b, out, columns, 2);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++)
      CHECK(!isfinite(value_at(out, dtype, i * columns + j)) == (i == rows - 1), "row %lld of %lld", (long long)i,
            (long long)rows);
  free(out);
  free(a.memory);
  free(b.memory);
}

static void test(void) {
  static const int64_t sizes[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 31, 32, 33};
  static const int64_t large[][3] = {{97, 65, 385}, {25, 4099, 7}, {300, 40, 800}, {1, 700, 300}, {500, 1, 77},
                                     {130, 130, 1},  {2, 2, 5000}};
  int count = (int)(sizeof sizes / sizeof *sizes);
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++) {
    for (int i = 0; i < count; i++)
      for (int j = 0; j < count; j++)
        for (int f = 0; f < count; f += f < 4 ? 1 : 3)
          compare(dtype, sizes[i], sizes[j], sizes[f], (enum layout)((i + f) % LAYOUTS), (enum layout)((j + i) % LAYOUTS));
    for (size_t i = 0; i < sizeof large / sizeof *large; i++)
      for (int layout = 0; layout < LAYOUTS; layout++)
        compare(dtype, large[i][0], large[i][1], large[i][2], (enum layout)layout, (enum layout)((layout + 1) % LAYOUTS));
    check_not_finite(dtype, 13, 17, 9, NAN);
    check_not_finite(dtype, 13, 17, 9, INFINITY);
    check_not_finite(dtype, 7, 1, 40, -INFINITY);
    check_not_finite(dtype, 150, 140, 400, NAN);
  }
}

int main(void) {
  test();
  return check_report("gemm");
}
