/* Nearest neighbours and radius search against sorting the full matrix: the same bits, ties by lower index, NaN last. */
#include "check.h"
#include "../distance/job.h"

typedef struct problem {
  int metric, dtype, exclude_self;
  int64_t rows_x, rows_y, features;
  const void *x, *y;
} problem;

static size_t itemsize_of(const problem *p) { return p->dtype == ST_F32 ? 4 : 8; }

/* The same kernels, one row of x at a time. */
static void *full_matrix(const problem *p) {
  st_distance_job job;
  int status = st_distance_open(&job, p->metric, p->dtype, p->x, p->y, p->rows_x, p->rows_y, p->features, NULL, NULL, 2, 0,
                                1, 1, 1);
  CHECK(status == ST_OK, "open: %d", status);
  void *out = exact((size_t)(p->rows_x * p->rows_y) * itemsize_of(p));
  void *packed = st_alloc(st_packed_bytes(&job, p->rows_y) + 1);
  job.pack(&job, 0, p->rows_y, packed);
  job.block(&job, 0, p->rows_x, 0, p->rows_y, packed, out, p->rows_y, 0);
  st_free(packed);
  st_distance_close(&job);
  return out;
}

typedef struct pair {
  double distance;
  int64_t index;
} pair;

static int by_distance(const void *a, const void *b) {
  const pair *u = a, *v = b;
  if (isnan(u->distance) != isnan(v->distance)) return isnan(u->distance) ? 1 : -1;
  if (u->distance < v->distance || u->distance > v->distance) return u->distance < v->distance ? -1 : 1;
  return u->index < v->index ? -1 : 1;
}

static int same(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static void check_nearest(const problem *p, const void *matrix, int64_t k, int threads) {
  int32_t *indices = exact((size_t)(p->rows_x * k) * 4);
  void *distances = exact((size_t)(p->rows_x * k) * itemsize_of(p));
  double q[] = {p->metric, p->dtype, (double)p->rows_x, (double)p->rows_y, (double)p->features, 2, 0, 1, 0, (double)k,
                p->exclude_self};
  st_call call = {.operand = {(void *)p->x, (void *)p->y, indices, distances}, .parameter = q, .threads = threads};
  int status = st_entry_distanceNearest(&call);
  CHECK(status == ST_OK, "status %d", status);
  pair *row = exact((size_t)p->rows_y * sizeof *row);
  for (int64_t i = 0; i < p->rows_x; i++) {
    int64_t count = 0;
    for (int64_t j = 0; j < p->rows_y; j++)
      if (!p->exclude_self || i != j) row[count++] = (pair){value_at(matrix, p->dtype, i * p->rows_y + j), j};
    qsort(row, (size_t)count, sizeof *row, by_distance);
    for (int64_t n = 0; n < k; n++) {
      double distance = value_at(distances, p->dtype, i * k + n);
      int64_t index = n < count ? row[n].index : -1;
      CHECK(indices[i * k + n] == index && same(distance, n < count ? row[n].distance : NAN),
            "metric %d k %lld row %lld place %lld: %d at %g, not %lld", p->metric, (long long)k, (long long)i, (long long)n,
            indices[i * k + n], distance, (long long)index);
    }
  }
  free(row);
  free(indices);
  free(distances);
}

static void check_radius(const problem *p, const void *matrix, double radius, int threads) {
  double *counts = exact((size_t)p->rows_x * 8), *starts = exact((size_t)p->rows_x * 8);
  double q[] = {p->metric, p->dtype, (double)p->rows_x, (double)p->rows_y, (double)p->features, 2, 0, 1, 0, radius,
                p->exclude_self};
  st_call count = {.operand = {(void *)p->x, (void *)p->y, counts}, .parameter = q, .threads = threads};
  int status = st_entry_distanceRadiusCount(&count);
  CHECK(status == ST_OK, "status %d", status);
  int64_t total = 0;
  for (int64_t i = 0; i < p->rows_x; i++) {
    starts[i] = (double)total;
    total += (int64_t)counts[i];
  }
  int32_t *indices = exact((size_t)total * 4);
  void *distances = exact((size_t)total * itemsize_of(p));
  st_call fill = {.operand = {(void *)p->x, (void *)p->y, starts, indices, distances}, .parameter = q, .threads = threads};
  status = st_entry_distanceRadiusFill(&fill);
  CHECK(status == ST_OK, "status %d", status);
  int64_t at = 0;
  for (int64_t i = 0; i < p->rows_x; i++)
    for (int64_t j = 0; j < p->rows_y; j++) {
      double distance = value_at(matrix, p->dtype, i * p->rows_y + j);
      if (!(distance <= radius) || (p->exclude_self && i == j)) continue;
      CHECK(at < total && indices[at] == j && value_at(distances, p->dtype, at) == distance, "radius %g (%lld,%lld)", radius,
            (long long)i, (long long)j);
      at++;
    }
  CHECK(at == total, "%lld pairs, not %lld", (long long)total, (long long)at);
  free(counts);
  free(starts);
  free(indices);
  free(distances);
}

/* `grid` makes ties; some rows are NaN. */
static void compare(int metric, int dtype, int64_t rows_x, int64_t rows_y, int64_t features, double grid) {
  void *x = random_values(dtype, rows_x * features, grid), *y = random_values(dtype, rows_y * features, grid);
  for (int64_t j = 4; j < rows_y; j += 9) {
    if (dtype == ST_F64) ((double *)y)[j * features] = NAN;
    else ((float *)y)[j * features] = NAN;
  }
  for (int exclude_self = 0; exclude_self < 2; exclude_self++) {
    problem p = {.metric = metric, .dtype = dtype, .exclude_self = exclude_self, .rows_x = rows_x, .rows_y = rows_y,
                 .features = features, .x = x, .y = y};
    void *matrix = full_matrix(&p);
    const int64_t ks[] = {1, 2, 10, rows_y / 2, rows_y, rows_y + 2};
    for (size_t i = 0; i < sizeof ks / sizeof *ks; i++)
      if (ks[i] < 200 || rows_x < 10) check_nearest(&p, matrix, ks[i], 1 + (int)(i % 3));
    const double some = rows_x * rows_y > 0 ? value_at(matrix, dtype, rows_x * rows_y / 2) : 1;
    const double radii[] = {0, some, some * (1 + 1e-10), some * (1 - 1e-10), -1, 1e300, NAN};
    for (size_t i = 0; i < sizeof radii / sizeof *radii; i++) check_radius(&p, matrix, radii[i], 1 + (int)(i % 2));
    free(matrix);
  }
  free(x);
  free(y);
}

int main(void) {
  static const int metrics[] = {ST_METRIC_sqeuclidean, ST_METRIC_cosine, ST_METRIC_cityblock, ST_METRIC_hamming};
  static const int64_t shapes[][3] = {{1, 1, 1},   {3, 2, 1},    {5, 0, 3},     {0, 5, 3},    {13, 17, 4}, {40, 33, 2},
                                      {97, 64, 3}, {200, 70, 5}, {2, 20000, 2}, {1, 9001, 1}, {25, 4200, 3}};
  for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
      for (int dtype = ST_F64; dtype <= ST_F32; dtype++)
        compare(metrics[m], dtype, shapes[s][0], shapes[s][1], shapes[s][2], s % 2 ? 0.25 : 0);
  return check_report("nearest");
}
