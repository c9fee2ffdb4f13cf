/* Every distance entry, every metric and element kind, in every shape that could upset a tile: operands are blocks of
 * exactly their size, so that the sanitizers see one byte too far. The entries must also agree with each other: a
 * condensed matrix, neighbours and counts hold the same bits as the full matrix, whatever the threads. */
#include "check.h"

static const char *const metric_names[] = {
#define METRIC(name, dtypes) #name,
#include "../kernels.def"
};
static const char *const metric_dtypes[] = {
#define METRIC(name, dtypes) dtypes,
#include "../kernels.def"
};

typedef struct problem {
  int metric, dtype;
  int64_t rows_x, rows_y, features;
  void *x, *y, *weights, *matrix;
} problem;

/* The element kind of results. */
static int as_numbers(int dtype) { return dtype == ST_F32 ? ST_F32 : ST_F64; }

static size_t out_size(int dtype) { return dtype == ST_F32 ? 4 : 8; }

/* Repeatable numbers in [0, 1) for each seed: Knuth's MMIX generator. */
static double next_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-53;
}

/* Positive values with some zeros; 0 and 1 for metrics of booleans. */
static void *numbers(int dtype, int64_t count, int boolean, uint64_t seed) {
  void *values = exact((size_t)count * out_size(dtype));
  for (int64_t i = 0; i < count; i++) {
    double value = next_random(&seed);
    value = boolean ? value < 0.4 : value < 0.1 ? 0 : value;
    if (dtype == ST_F32)
      ((float *)values)[i] = (float)value;
    else
      ((double *)values)[i] = value;
  }
  return values;
}

static void *bit_rows(int64_t rows, int64_t features, uint64_t seed) {
  int64_t words = (features + 63) / 64;
  uint64_t *values = exact((size_t)(rows * words) * 8);
  for (int64_t i = 0; i < rows * words; i++) values[i] = 0;
  for (int64_t row = 0; row < rows; row++)
    for (int64_t f = 0; f < features; f++)
      if (next_random(&seed) < 0.4) values[row * words + f / 64] |= (uint64_t)1 << (f % 64);
  return values;
}

static int is_boolean(int metric) {
  return strstr("dice jaccard rogerstanimoto russellrao sokalsneath yule hamming", metric_names[metric]) != NULL;
}

static void *upper_factor(int dtype, int64_t features) {
  void *matrix = numbers(dtype, (features + 1) * features, 0, 5);
  for (int64_t i = 0; i < features; i++)
    for (int64_t j = 0; j < i; j++) {
      if (dtype == ST_F32)
        ((float *)matrix)[i * features + j] = 0;
      else
        ((double *)matrix)[i * features + j] = 0;
    }
  return matrix;
}

static problem make_problem(int metric, int dtype, int64_t rows_x, int64_t rows_y, int64_t features, int weighted) {
  problem p = {.metric = metric, .dtype = dtype, .rows_x = rows_x, .rows_y = rows_y, .features = features};
  const char *name = metric_names[metric];
  if (dtype == ST_BIT) {
    p.x = bit_rows(rows_x, features, 1);
    p.y = bit_rows(rows_y, features, 2);
    return p;
  }
  p.x = numbers(dtype, rows_x * features, is_boolean(metric), 1);
  p.y = numbers(dtype, rows_y * features, is_boolean(metric), 2);
  if (strcmp(name, "seuclidean") == 0)
    p.matrix = numbers(dtype, features, 0, 3);
  else if (strcmp(name, "mahalanobis") == 0)
    p.matrix = upper_factor(dtype, features);
  else if (weighted)
    p.weights = numbers(dtype, features, 0, 4);
  return p;
}

static void free_problem(problem *p) {
  free(p->x);
  free(p->y);
  free(p->weights);
  free(p->matrix);
}

/* NaN payloads are nobody's business; everything else must be the same bits. */
static int same(int dtype, const void *a, int64_t i, const void *b, int64_t j) {
  if (dtype == ST_F32) {
    float u = ((const float *)a)[i], v = ((const float *)b)[j];
    return (isnan(u) && isnan(v)) || memcmp(&u, &v, 4) == 0;
  }
  double u = ((const double *)a)[i], v = ((const double *)b)[j];
  return (isnan(u) && isnan(v)) || memcmp(&u, &v, 8) == 0;
}

static void *full(const problem *p, const void *y, int64_t rows_y, int algorithm, int threads) {
  void *out = exact((size_t)(p->rows_x * rows_y) * out_size(p->dtype));
  const double q[] = {p->metric, p->dtype, (double)p->rows_x, (double)rows_y, (double)p->features, 3, 0, 1, algorithm,
                      (double)rows_y};
  const st_call call = {.operand = {p->x, (void *)y, out, p->weights, p->matrix}, .parameter = q, .threads = threads};
  int status = st_entry_distanceFull(&call);
  CHECK(status == ST_OK, "full %s: status %d", metric_names[p->metric], status);
  return out;
}

static void check_full(const problem *p, int algorithm) {
  void *one = full(p, p->y, p->rows_y, algorithm, 1), *many = full(p, p->y, p->rows_y, algorithm, 3);
  int64_t differ = 0;
  for (int64_t i = 0; i < p->rows_x * p->rows_y; i++) differ += !same(p->dtype, one, i, many, i);
  CHECK(differ == 0, "full %s dtype %d, %d x %d x %d: %d results depend on threads", metric_names[p->metric], p->dtype,
        (int)p->rows_x, (int)p->rows_y, (int)p->features, (int)differ);
  free(one);
  free(many);
}

static void check_condensed(const problem *p) {
  int64_t n = p->rows_x, pairs = n * (n - 1) / 2, differ = 0, at = 0;
  void *out = exact((size_t)pairs * out_size(p->dtype)), *square = full(p, p->x, n, 1, 2);
  const double q[] = {p->metric, p->dtype, (double)n, (double)p->features, 3, 0, 1, 1};
  const st_call call = {.operand = {p->x, out, p->weights, p->matrix}, .parameter = q, .threads = 2};
  int status = st_entry_distanceCondensed(&call);
  CHECK(status == ST_OK, "condensed %s: status %d", metric_names[p->metric], status);
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = i + 1; j < n; j++) differ += !same(p->dtype, out, at++, square, i * n + j);
  CHECK(differ == 0, "condensed %s dtype %d, %d x %d: %d differ from full", metric_names[p->metric], p->dtype, (int)n,
        (int)p->features, (int)differ);
  free(out);
  free(square);
}

/* Neighbours are the k first of the row when sorted by distance, then by column, NaN last. */
static void check_nearest(const problem *p, int64_t k) {
  void *square = full(p, p->y, p->rows_y, 1, 2), *distances = exact((size_t)(p->rows_x * k) * out_size(p->dtype));
  int32_t *indices = exact((size_t)(p->rows_x * k) * 4);
  const double q[] = {p->metric, p->dtype, (double)p->rows_x, (double)p->rows_y, (double)p->features, 3, 0, 1, 1,
                      (double)k, 0};
  const st_call call = {.operand = {p->x, p->y, indices, distances, p->weights, p->matrix}, .parameter = q, .threads = 2};
  int status = st_entry_distanceNearest(&call);
  CHECK(status == ST_OK, "nearest %s: status %d", metric_names[p->metric], status);
  int64_t wrong = 0;
  for (int64_t i = 0; i < p->rows_x; i++)
    for (int64_t r = 0; r < k; r++) {
      int64_t column = indices[i * k + r];
      int known = column >= 0 && column < p->rows_y;
      wrong += !known || !same(p->dtype, distances, i * k + r, square, i * p->rows_y + column);
      if (!known || r == 0) continue;
      double before = value_at(distances, as_numbers(p->dtype), i * k + r - 1), here = value_at(distances, as_numbers(p->dtype), i * k + r);
      int ordered = before < here || (isnan(here) && !isnan(before));
      int tied = before == here || (isnan(here) && isnan(before));
      wrong += !(ordered || (tied && indices[i * k + r - 1] < column));
    }
  CHECK(wrong == 0, "nearest %s dtype %d, %d x %d x %d, k %d: %d wrong", metric_names[p->metric], p->dtype,
        (int)p->rows_x, (int)p->rows_y, (int)p->features, (int)k, (int)wrong);
  free(square);
  free(distances);
  free(indices);
}

static void check_radius(const problem *p, double radius) {
  void *square = full(p, p->y, p->rows_y, 1, 2);
  double *counts = exact((size_t)p->rows_x * 8);
  const double q[] = {p->metric, p->dtype, (double)p->rows_x, (double)p->rows_y, (double)p->features, 3, 0, 1, 1,
                      radius, 0};
  st_call call = {.operand = {p->x, p->y, counts, p->weights, p->matrix}, .parameter = q, .threads = 2};
  CHECK(st_entry_distanceRadiusCount(&call) == ST_OK, "count %s", metric_names[p->metric]);
  int64_t total = 0, at = 0, wrong = 0;
  for (int64_t i = 0; i < p->rows_x; i++) {
    int64_t count = (int64_t)counts[i];
    counts[i] = (double)total;
    total += count;
  }
  int32_t *indices = exact((size_t)total * 4);
  void *distances = exact((size_t)total * out_size(p->dtype));
  call = (st_call){.operand = {p->x, p->y, counts, indices, distances, p->weights, p->matrix}, .parameter = q, .threads = 2};
  CHECK(st_entry_distanceRadiusFill(&call) == ST_OK, "fill %s", metric_names[p->metric]);
  for (int64_t i = 0; i < p->rows_x; i++)
    for (int64_t j = 0; j < p->rows_y; j++) {
      if (!(value_at(square, as_numbers(p->dtype), i * p->rows_y + j) <= radius)) continue;
      wrong += at >= total || indices[at] != j || !same(p->dtype, distances, at, square, i * p->rows_y + j);
      at++;
    }
  CHECK(wrong == 0 && at == total, "radius %s dtype %d: %d wrong, %d of %d", metric_names[p->metric], p->dtype,
        (int)wrong, (int)at, (int)total);
  free(square);
  free(counts);
  free(indices);
  free(distances);
}

static void check_shape(int metric, int dtype, int64_t rows_x, int64_t rows_y, int64_t features, int weighted) {
  problem p = make_problem(metric, dtype, rows_x, rows_y, features, weighted);
  for (int algorithm = 0; algorithm <= 2; algorithm++) check_full(&p, algorithm);
  check_condensed(&p);
  check_nearest(&p, rows_y < 3 ? rows_y : 3);
  check_radius(&p, 0.5);
  free_problem(&p);
}

int main(void) {
  static const int64_t rows[] = {0, 1, 5, 17, 100}, columns[] = {0, 1, 2, 7, 15, 16, 17, 33, 131};
  static const int64_t features[] = {0, 1, 3, 8, 65};
  for (int metric = 0; metric < ST_METRIC_COUNT; metric++)
    for (int dtype = ST_F64; dtype <= ST_BIT; dtype++) {
      if (dtype == ST_BIT && !strstr(metric_dtypes[metric], "bit")) continue;
      int plane = strcmp(metric_names[metric], "haversine") == 0;
      for (int weighted = 0; weighted <= (dtype != ST_BIT && !plane); weighted++)
        for (unsigned f = 0; f < (plane ? 1 : sizeof features / sizeof *features); f++)
          for (unsigned c = 0; c < sizeof columns / sizeof *columns; c++)
            check_shape(metric, dtype, rows[(c + f) % 5], columns[c], plane ? 2 : features[f], weighted);
      check_shape(metric, dtype, 3, 1500, plane ? 2 : 40, 0);
      check_shape(metric, dtype, 200, 40, plane ? 2 : 40, 0);
    }
  return check_report("entries");
}
