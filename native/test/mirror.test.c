/* A set of points against itself takes a way of its own (mirror.c). On operands of exactly their size, and with rows of
 * the result apart, it must give the bits that a copy of the points gives the plain way, whatever the threads. */
#include "check.h"

#define ROWS 773
#define FEATURES 97
/* Rows of the result are further apart than their length, and what lies between is nobody's to write. */
#define STRIDE (ROWS + 3)
#define UNTOUCHED 12345.0

static int full(int metric, int dtype, void *x, void *y, void *weights, void *out, int threads) {
  const double parameters[] = {metric, dtype, ROWS, ROWS, FEATURES, 2.5, 0, 1, metric == ST_METRIC_cosine ? 0 : 2, STRIDE};
  const st_call call = {.operand = {x, y, out, weights}, .parameter = parameters, .threads = threads};
  return st_entry_distanceFull(&call);
}

static void compare(int metric, int dtype, int weighted, int threads) {
  const size_t item = dtype == ST_F64 ? 8 : 4, bytes = ((size_t)(ROWS - 1) * STRIDE + ROWS) * item;
  void *x = random_values(dtype, (int64_t)ROWS * FEATURES, 0), *copy = exact((size_t)ROWS * FEATURES * item);
  void *weights = weighted ? random_values(dtype, FEATURES, 0) : NULL;
  for (int f = 0; weighted && f < FEATURES; f++) {
    if (dtype == ST_F64) ((double *)weights)[f] += 0.5;
    else ((float *)weights)[f] += 0.5f;
  }
  memcpy((char *)x + 700 * FEATURES * item, x, FEATURES * item); /* a pair that cancels, far from the diagonal */
  memcpy(copy, x, (size_t)ROWS * FEATURES * item);
  void *itself = exact(bytes), *plain = exact(bytes);
  for (size_t i = 0; i < bytes / item; i++) {
    if (dtype == ST_F64) ((double *)itself)[i] = ((double *)plain)[i] = UNTOUCHED;
    else ((float *)itself)[i] = ((float *)plain)[i] = (float)UNTOUCHED;
  }
  CHECK(full(metric, dtype, x, x, weights, itself, threads) == ST_OK, "metric %d", metric);
  CHECK(full(metric, dtype, x, copy, weights, plain, threads) == ST_OK, "metric %d", metric);
  CHECK(memcmp(itself, plain, bytes) == 0, "metric %d dtype %d weighted %d threads %d", metric, dtype, weighted, threads);
  free(x), free(copy), free(weights), free(itself), free(plain);
}

int main(void) {
  static const int metrics[] = {ST_METRIC_cityblock, ST_METRIC_sqeuclidean, ST_METRIC_euclidean, ST_METRIC_chebyshev,
                                ST_METRIC_cosine,    ST_METRIC_canberra,    ST_METRIC_minkowski, ST_METRIC_jensenshannon};
  for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
    for (int dtype = ST_F64; dtype <= ST_F32; dtype++)
      for (int threads = 1; threads <= 3; threads += 2) {
        compare(metrics[m], dtype, 0, threads);
        if (metrics[m] != ST_METRIC_jensenshannon) compare(metrics[m], dtype, 1, threads);
      }
  return check_report("mirror");
}
