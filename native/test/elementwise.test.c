/* Every elementwise operation, cast and reduction at sizes around the lanes, on blocks of exactly their size, contiguous,
 * repeated, strided and backwards: one result for one pair of elements, whatever the path through the loops; sums
 * against long double; and nothing that depends on the number of threads. */
#include "../elementwise/walk.h"
#include "check.h"

static size_t item_size(int dtype) { return (size_t)st_item_size(dtype); }

/* Elements of any dtype: bools of 0 and 1, floats below a half on a grid, any bits for integers. */
static void *some_values(int dtype, int64_t n) {
  if (dtype == ST_F64 || dtype == ST_F32) return random_values(dtype, n, 0.125);
  if (dtype == ST_C128) return random_values(ST_F64, 2 * n, 0.125);
  if (dtype == ST_C64) return random_values(ST_F32, 2 * n, 0.125);
  const size_t bytes = (size_t)n * item_size(dtype);
  uint8_t *values = exact(bytes);
  for (size_t i = 0; i < bytes; i++) values[i] = (uint8_t)(dtype == ST_BOOL ? random_bits() & 1 : random_bits());
  return values;
}

static int call_entry(int (*entry)(const st_call *), void *o, void *a, void *b, double *layout, const double *parameters,
                      int threads) {
  st_call call = {.operand = {o, a, b ? b : layout, b ? layout : NULL}, .parameter = parameters, .threads = threads};
  return entry(&call);
}

/* Whether an element is the same as another, as bits, all NaN being one value. */
static int same_bits(const void *x, int64_t i, const void *y, int64_t j, int dtype) {
  const size_t size = item_size(dtype);
  if (memcmp((const char *)x + (size_t)i * size, (const char *)y + (size_t)j * size, size) == 0) return 1;
  const int part = dtype == ST_C128 ? ST_F64 : dtype == ST_C64 ? ST_F32 : dtype, parts = part == dtype ? 1 : 2;
  if (part != ST_F64 && part != ST_F32) return 0;
  for (int k = 0; k < parts; k++) {
    const double p = value_at(x, part, i * parts + k), q = value_at(y, part, j * parts + k);
    if (!(p == q || (p != p && q != q))) return 0;
  }
  return 1;
}

static void binary_paths(int operation, int dtype, int result, int64_t n) {
  const double item = (double)item_size(dtype), out_item = (double)item_size(result);
  const double parameters[] = {operation, dtype, 1, result, dtype, dtype};
  void *a = some_values(dtype, n), *b = some_values(dtype, n);
  void *out = exact((size_t)n * item_size(result)), *back = exact((size_t)n * item_size(result));
  void *one = exact(item_size(result));
  const double last = n > 0 ? (double)(n - 1) : 0;
  double forward[] = {(double)n, 0, out_item, 0, item, 0, item};
  double backward[] = {(double)n, last * out_item, -out_item, last * item, -item, last * item, -item};
  CHECK(call_entry(st_entry_binary, out, a, b, forward, parameters, 1) == ST_OK, "%d", operation);
  CHECK(call_entry(st_entry_binary, back, a, b, backward, parameters, 2) == ST_OK, "%d", operation);
  for (int64_t i = 0; i < n; i++) {
    double single[] = {1, 0, 0, (double)i * item, 0, (double)i * item, 0};
    call_entry(st_entry_binary, one, a, b, single, parameters, 1);
    CHECK(same_bits(out, i, one, 0, result), "operation %d of dtype %d, %ld of %ld", operation, dtype, (long)i, (long)n);
    CHECK(same_bits(back, i, one, 0, result), "operation %d of dtype %d backwards, %ld", operation, dtype, (long)i);
  }
  free(a), free(b), free(out), free(back), free(one);
}

/* A row of one operand, or a cast: what `entry` does with one array. */
static void unary_paths(int (*entry)(const st_call *), const double *parameters, int dtype, int result, int64_t n) {
  const double item = (double)item_size(dtype), out_item = (double)item_size(result);
  void *a = some_values(dtype, n);
  void *out = exact((size_t)n * item_size(result)), *back = exact((size_t)n * item_size(result));
  void *one = exact(item_size(result));
  const double last = n > 0 ? (double)(n - 1) : 0;
  double forward[] = {(double)n, 0, out_item, 0, item};
  double backward[] = {(double)n, last * out_item, -out_item, last * item, -item};
  CHECK(call_entry(entry, out, a, NULL, forward, parameters, 1) == ST_OK, "%g", parameters[0]);
  CHECK(call_entry(entry, back, a, NULL, backward, parameters, 2) == ST_OK, "%g", parameters[0]);
  for (int64_t i = 0; i < n; i++) {
    double single[] = {1, 0, 0, (double)i * item, 0};
    call_entry(entry, one, a, NULL, single, parameters, 1);
    CHECK(same_bits(out, i, one, 0, result), "row %g, dtype %d to %d, %ld of %ld", parameters[0], dtype, result, (long)i, (long)n);
    CHECK(same_bits(back, i, one, 0, result), "row %g, dtype %d to %d backwards", parameters[0], dtype, result);
  }
  free(a), free(out), free(back), free(one);
}

static void all_rows(int dtype, int64_t n) {
#define BINARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result binary_results[] = {
#include "../kernels.def"
  };
#define UNARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result unary_results[] = {
#include "../kernels.def"
  };
  const st_loops *loops = st_loops_of(dtype);
  for (int row = 0; loops && row < ST_BINARY_COUNT; row++)
    if (loops->binary[row]) binary_paths(row, dtype, st_result_dtype(binary_results[row], dtype), n);
  for (int row = 0; loops && row < ST_UNARY_COUNT; row++) {
    if (!loops->unary[row]) continue;
    const int result = st_result_dtype(unary_results[row], dtype);
    const double parameters[] = {row, dtype, 1, result, dtype};
    unary_paths(st_entry_unary, parameters, dtype, result, n);
  }
  for (int to = 0; to < ST_DTYPE_COUNT; to++) {
    const double parameters[] = {1, to, dtype};
    if (to != ST_BIT) unary_paths(st_entry_copy, parameters, dtype, to, n);
  }
}

static const int float_reductions[] = {ST_REDUCTION_sum, ST_REDUCTION_min, ST_REDUCTION_max};

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
  const double parameters[] = {operation, dtype, 1, dtype};
  const double item = (double)item_size(dtype);
  void *a = random_values(dtype, n, 0), *out = exact(item_size(dtype)), *threaded = exact(item_size(dtype));
  double layout[] = {(double)n, 0, 0, 0, item};
  start(out, dtype, 1, operation), start(threaded, dtype, 1, operation);
  CHECK(call_entry(st_entry_reduce, out, a, NULL, layout, parameters, 1) == ST_OK, "%ld", (long)n);
  CHECK(call_entry(st_entry_reduce, threaded, a, NULL, layout, parameters, 4) == ST_OK, "%ld", (long)n);
  CHECK(same_bits(out, 0, threaded, 0, dtype), "threads change %ld", (long)n);
  const double want = naive(a, dtype, operation, n, 0, 1);
  /* Pairwise: 16 additions in a lane and one for each doubling, of elements below a half. */
  const double within = operation == ST_REDUCTION_sum ? 40 * unit_roundoff(dtype) * (double)(n + 1) : 0;
  CHECK(fabs(value_at(out, dtype, 0) - want) <= within || (n == 0 && value_at(out, dtype, 0) == want), "run of %ld", (long)n);
  free(a), free(out), free(threaded);
}

static void reduction_axes(int operation, int dtype, int64_t rows, int64_t columns) {
  const double parameters[] = {operation, dtype, 2, dtype};
  const double item = (double)item_size(dtype);
  void *a = random_values(dtype, rows * columns, 0);
  void *by_row = exact((size_t)rows * item_size(dtype)), *by_column = exact((size_t)columns * item_size(dtype));
  double along[] = {(double)rows, (double)columns, 0, item, 0, 0, (double)columns * item, item};
  double across[] = {(double)rows, (double)columns, 0, 0, item, 0, (double)columns * item, item};
  start(by_row, dtype, rows, operation), start(by_column, dtype, columns, operation);
  CHECK(call_entry(st_entry_reduce, by_row, a, NULL, along, parameters, 3) == ST_OK, "%ld", (long)rows);
  CHECK(call_entry(st_entry_reduce, by_column, a, NULL, across, parameters, 3) == ST_OK, "%ld", (long)rows);
  const double within = operation == ST_REDUCTION_sum ? unit_roundoff(dtype) * (double)((rows + columns) * (rows + columns)) : 0;
  for (int64_t i = 0; i < rows; i++) {
    CHECK(fabs(value_at(by_row, dtype, i) - naive(a, dtype, operation, columns, i * columns, 1)) <= within, "row %ld", (long)i);
  }
  for (int64_t j = 0; j < columns; j++) {
    CHECK(fabs(value_at(by_column, dtype, j) - naive(a, dtype, operation, rows, j, columns)) <= within, "column %ld", (long)j);
  }
  free(a), free(by_row), free(by_column);
}

/* A sum of integers adds up whatever the threads and the path, and transposed copies are the same as element by element. */
static void integers_and_planes(int dtype) {
  const int64_t rows = 130, columns = 270;
  const double item = (double)item_size(dtype), count[] = {ST_REDUCTION_countNonzero, dtype, 1, dtype};
  void *a = some_values(dtype, rows * columns), *out = exact((size_t)(rows * columns) * item_size(dtype));
  int64_t *counts = exact(2 * sizeof *counts);
  counts[0] = counts[1] = 0;
  double layout[] = {(double)(rows * columns), 0, 0, 0, item};
  CHECK(call_entry(st_entry_reduce, counts, a, NULL, layout, count, 1) == ST_OK, "%d", dtype);
  CHECK(call_entry(st_entry_reduce, counts + 1, a, NULL, layout, count, 4) == ST_OK, "%d", dtype);
  CHECK(counts[0] == counts[1] && counts[0] > 0, "%ld and %ld of dtype %d", (long)counts[0], (long)counts[1], dtype);
  const double turn[] = {2, dtype, dtype};
  double turned[] = {(double)rows, (double)columns, 0, (double)columns * item, item, 0, item, (double)rows * item};
  CHECK(call_entry(st_entry_copy, out, a, NULL, turned, turn, 3) == ST_OK, "%d", dtype);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < columns; j++) CHECK(same_bits(out, i * columns + j, a, j * rows + i, dtype), "dtype %d", dtype);
  free(a), free(out), free(counts);
}

int main(void) {
  const int64_t sizes[] = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 257, 1000};
  const int64_t few[] = {0, 1, 7, 16, 33, 65, 530};
  for (int dtype = 0; dtype < ST_DTYPE_COUNT; dtype++) {
    if (dtype == ST_BIT) continue;
    const int real = dtype == ST_F64 || dtype == ST_F32;
    for (size_t at = 0; at < (real ? sizeof sizes : sizeof few) / sizeof *sizes; at++) all_rows(dtype, real ? sizes[at] : few[at]);
    if (dtype != ST_F16) integers_and_planes(dtype);
  }
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++) {
    for (size_t which = 0; which < sizeof float_reductions / sizeof *float_reductions; which++) {
      const int operation = float_reductions[which];
      for (size_t at = 0; at < sizeof sizes / sizeof *sizes; at++) reduction_runs(operation, dtype, sizes[at]);
      reduction_runs(operation, dtype, 200003);
      reduction_axes(operation, dtype, 7, 9);
      reduction_axes(operation, dtype, 300, 500);
      reduction_axes(operation, dtype, 3, 40000);
    }
  }
  return check_report("elementwise");
}
