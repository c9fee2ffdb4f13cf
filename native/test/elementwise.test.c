/* Every elementwise operation and reduction at sizes around the lanes, on blocks of exactly their size, contiguous,
 * repeated, strided and backwards: one result for one pair of elements, whatever the path through the loops; sums
 * against long double; and nothing that depends on the number of threads. */
#include "check.h"

static size_t item_size(int dtype) { return dtype == ST_F64 ? 8 : 4; }

static int call_entry(int (*entry)(const st_call *), void *o, void *a, void *b, double *layout, int operation, int dtype,
                      int ndim, int threads) {
  const double parameters[] = {operation, dtype, ndim};
  st_call call = {.operand = {o, a, b ? b : layout, b ? layout : NULL}, .parameter = parameters, .threads = threads};
  return entry(&call);
}

/* The element at i as bits, NaN as one value. */
static uint64_t bits_at(const void *values, size_t size, int64_t i) {
  uint64_t bits = 0;
  memcpy(&bits, (const char *)values + (size_t)i * size, size);
  if (size == 8 && value_at(values, ST_F64, i) != value_at(values, ST_F64, i)) return ~(uint64_t)0;
  if (size == 4 && value_at(values, ST_F32, i) != value_at(values, ST_F32, i)) return ~(uint64_t)0;
  return bits;
}

static void binary_paths(int operation, int dtype, int64_t n) {
  const double item = (double)item_size(dtype);
  const size_t out_size = operation >= ST_BINARY_equal && operation <= ST_BINARY_greaterEqual ? 1 : item_size(dtype);
  const double out_item = (double)out_size;
  void *a = random_values(dtype, n, 0.125), *b = random_values(dtype, n, 0.125);
  void *out = exact((size_t)n * out_size), *back = exact((size_t)n * out_size), *one = exact(out_size);
  const double last = n > 0 ? (double)(n - 1) : 0;
  double forward[] = {(double)n, 0, out_item, 0, item, 0, item};
  double backward[] = {(double)n, last * out_item, -out_item, last * item, -item, last * item, -item};
  CHECK(call_entry(st_entry_binary, out, a, b, forward, operation, dtype, 1, 1) == ST_OK, "%d", operation);
  CHECK(call_entry(st_entry_binary, back, a, b, backward, operation, dtype, 1, 2) == ST_OK, "%d", operation);
  for (int64_t i = 0; i < n; i++) {
    double single[] = {1, 0, 0, (double)i * item, 0, (double)i * item, 0};
    call_entry(st_entry_binary, one, a, b, single, operation, dtype, 1, 1);
    CHECK(bits_at(out, out_size, i) == bits_at(one, out_size, 0), "operation %d, %ld of %ld", operation, (long)i, (long)n);
    CHECK(bits_at(back, out_size, i) == bits_at(one, out_size, 0), "operation %d backwards, %ld", operation, (long)i);
  }
  free(a), free(b), free(out), free(back), free(one);
}

static void unary_paths(int operation, int dtype, int64_t n) {
  const double item = (double)item_size(dtype);
  void *a = random_values(dtype, n, 0.125);
  void *out = exact((size_t)n * item_size(dtype)), *back = exact((size_t)n * item_size(dtype)), *one = exact(item_size(dtype));
  const double last = n > 0 ? (double)(n - 1) : 0;
  double forward[] = {(double)n, 0, item, 0, item};
  double backward[] = {(double)n, last * item, -item, last * item, -item};
  CHECK(call_entry(st_entry_unary, out, a, NULL, forward, operation, dtype, 1, 1) == ST_OK, "%d", operation);
  CHECK(call_entry(st_entry_unary, back, a, NULL, backward, operation, dtype, 1, 2) == ST_OK, "%d", operation);
  for (int64_t i = 0; i < n; i++) {
    double single[] = {1, 0, 0, (double)i * item, 0};
    call_entry(st_entry_unary, one, a, NULL, single, operation, dtype, 1, 1);
    CHECK(bits_at(out, item_size(dtype), i) == bits_at(one, item_size(dtype), 0), "operation %d, %ld", operation, (long)i);
    CHECK(bits_at(back, item_size(dtype), i) == bits_at(one, item_size(dtype), 0), "operation %d backwards", operation);
  }
  free(a), free(out), free(back), free(one);
}

static double start_of(int operation) {
  return operation == ST_REDUCTION_min ? INFINITY : operation == ST_REDUCTION_max ? -INFINITY : 0;
}

static void start(void *out, int dtype, int64_t count, int operation) {
  for (int64_t i = 0; i < count; i++) {
    if (dtype == ST_F64) ((double *)out)[i] = start_of(operation);
    else ((float *)out)[i] = (float)start_of(operation);
  }
}

static double naive(const void *a, int dtype, int operation, int64_t n, int64_t first, int64_t step) {
  long double result = start_of(operation);
  for (int64_t i = 0; i < n; i++) {
    const long double x = value_at(a, dtype, first + i * step);
    if (operation == ST_REDUCTION_min) result = x < result ? x : result;
    else if (operation == ST_REDUCTION_max) result = x > result ? x : result;
    else result += x;
  }
  return (double)result;
}

static void reduction_runs(int operation, int dtype, int64_t n) {
  const double item = (double)item_size(dtype);
  void *a = random_values(dtype, n, 0), *out = exact(item_size(dtype)), *threaded = exact(item_size(dtype));
  double layout[] = {(double)n, 0, 0, 0, item};
  start(out, dtype, 1, operation), start(threaded, dtype, 1, operation);
  CHECK(call_entry(st_entry_reduce, out, a, NULL, layout, operation, dtype, 1, 1) == ST_OK, "%ld", (long)n);
  CHECK(call_entry(st_entry_reduce, threaded, a, NULL, layout, operation, dtype, 1, 4) == ST_OK, "%ld", (long)n);
  CHECK(bits_at(out, item_size(dtype), 0) == bits_at(threaded, item_size(dtype), 0), "threads change %ld", (long)n);
  const double want = naive(a, dtype, operation, n, 0, 1);
  /* Pairwise: 16 additions in a lane and one for each doubling, of elements below a half. */
  const double within = operation == ST_REDUCTION_sum ? 40 * unit_roundoff(dtype) * (double)(n + 1) : 0;
  CHECK(fabs(value_at(out, dtype, 0) - want) <= within || (n == 0 && value_at(out, dtype, 0) == want), "run of %ld", (long)n);
  free(a), free(out), free(threaded);
}

static void reduction_axes(int operation, int dtype, int64_t rows, int64_t columns) {
  const double item = (double)item_size(dtype);
  void *a = random_values(dtype, rows * columns, 0);
  void *by_row = exact((size_t)rows * item_size(dtype)), *by_column = exact((size_t)columns * item_size(dtype));
  double along[] = {(double)rows, (double)columns, 0, item, 0, 0, (double)columns * item, item};
  double across[] = {(double)rows, (double)columns, 0, 0, item, 0, (double)columns * item, item};
  start(by_row, dtype, rows, operation), start(by_column, dtype, columns, operation);
  CHECK(call_entry(st_entry_reduce, by_row, a, NULL, along, operation, dtype, 2, 3) == ST_OK, "%ld", (long)rows);
  CHECK(call_entry(st_entry_reduce, by_column, a, NULL, across, operation, dtype, 2, 3) == ST_OK, "%ld", (long)rows);
  const double within = operation == ST_REDUCTION_sum ? unit_roundoff(dtype) * (double)((rows + columns) * (rows + columns)) : 0;
  for (int64_t i = 0; i < rows; i++) {
    CHECK(fabs(value_at(by_row, dtype, i) - naive(a, dtype, operation, columns, i * columns, 1)) <= within, "row %ld", (long)i);
  }
  for (int64_t j = 0; j < columns; j++) {
    CHECK(fabs(value_at(by_column, dtype, j) - naive(a, dtype, operation, rows, j, columns)) <= within, "column %ld", (long)j);
  }
  free(a), free(by_row), free(by_column);
}

int main(void) {
  const int64_t sizes[] = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 257, 1000};
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++) {
    for (size_t at = 0; at < sizeof sizes / sizeof *sizes; at++) {
      for (int operation = 0; operation < ST_BINARY_COUNT; operation++) binary_paths(operation, dtype, sizes[at]);
      for (int operation = 0; operation < ST_UNARY_COUNT; operation++) unary_paths(operation, dtype, sizes[at]);
      for (int operation = 0; operation < ST_REDUCTION_COUNT; operation++) reduction_runs(operation, dtype, sizes[at]);
    }
    for (int operation = 0; operation < ST_REDUCTION_COUNT; operation++) {
      reduction_runs(operation, dtype, 200003);
      reduction_axes(operation, dtype, 7, 9);
      reduction_axes(operation, dtype, 300, 500);
      reduction_axes(operation, dtype, 3, 40000);
    }
  }
  return check_report("elementwise");
}
