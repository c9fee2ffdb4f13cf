/* Product-form and bit-packed distances, block by block, against their definitions: sizes around every tile edge. */
#include "check.h"
#include "../distance/job.h"

typedef struct problem {
  int metric, dtype, algorithm, centered;
  int64_t rows_x, rows_y, features;
  const void *x, *y, *weights, *variances;
} problem;

static int status_of_open(const problem *p, st_distance_job *job) {
  return st_distance_open(job, p->metric, p->dtype, p->x, p->y, p->rows_x, p->rows_y, p->features, p->weights,
                          p->variances, 2, 0, p->centered, p->algorithm, 2);
}

/* The whole matrix, by chunks of columns and blocks of rows that start at multiples of the tile. */
static void *matrix_of(const problem *p, int64_t row_tiles, int64_t column_tiles) {
  st_distance_job job;
  int status = status_of_open(p, &job);
  CHECK(status == ST_OK, "open: %d", status);
  char *out = exact((size_t)(p->rows_x * p->rows_y) * job.out_itemsize);
  int64_t chunk = column_tiles * job.column_tile, rows = row_tiles * job.row_tile;
  for (int64_t column = 0; column < p->rows_y; column += chunk) {
    int64_t columns = p->rows_y - column < chunk ? p->rows_y - column : chunk;
    void *packed = st_alloc(st_packed_bytes(&job, columns) + 1);
    job.pack(&job, column, columns, packed);
    for (int64_t row = 0; row < p->rows_x; row += rows)
      job.block(&job, row, p->rows_x - row < rows ? p->rows_x - row : rows, column, columns, packed,
                out + (size_t)(row * p->rows_y + column) * job.out_itemsize, p->rows_y, 0);
    st_free(packed);
  }
  st_distance_close(&job);
  return out;
}

static double weight_at(const problem *p, int64_t f) {
  double weight = p->weights ? value_at(p->weights, p->dtype, f) : 1;
  return p->variances ? weight / value_at(p->variances, p->dtype, f) : weight;
}

static double mean_of(const problem *p, const void *rows, int64_t i) {
  if (p->metric != ST_METRIC_correlation || !p->centered) return 0;
  double sum = 0, weight = 0;
  for (int64_t f = 0; f < p->features; f++) {
    sum += weight_at(p, f) * value_at(rows, p->dtype, i * p->features + f);
    weight += weight_at(p, f);
  }
  return sum / weight;
}

/* The distance, and how far rounding may take it. */
static double expected(const problem *p, int64_t i, int64_t j, double *tolerance) {
  double mean_x = mean_of(p, p->x, i), mean_y = mean_of(p, p->y, j), uv = 0, uu = 0, vv = 0, squared = 0, size = 0;
  for (int64_t f = 0; f < p->features; f++) {
    double u = value_at(p->x, p->dtype, i * p->features + f), v = value_at(p->y, p->dtype, j * p->features + f);
    double w = weight_at(p, f);
    squared += w * (u - v) * (u - v);
    u -= mean_x;
    v -= mean_y;
    uv += w * u * v;
    uu += w * u * u;
    vv += w * v * v;
    size += w * fabs(u * v);
  }
  double unit = (double)(p->features + 6) * unit_roundoff(p->dtype);
  switch (p->metric) {
    case ST_METRIC_dot: *tolerance = unit * size; return uv;
    case ST_METRIC_sqeuclidean: *tolerance = 16 * unit * squared; return squared;
    case ST_METRIC_euclidean:
    case ST_METRIC_seuclidean: *tolerance = 8 * unit * sqrt(squared); return sqrt(squared);
    default: *tolerance = 4 * unit; return 1 - uv / sqrt(uu * vv);
  }
}

static void compare(const problem *p) {
  size_t bytes = (size_t)(p->rows_x * p->rows_y) * (p->dtype == ST_F32 ? 4 : 8);
  void *out = matrix_of(p, 1, 1), *again = matrix_of(p, 8, 5);
  CHECK(memcmp(out, again, bytes) == 0, "blocking changes metric %d, %lld features", p->metric, (long long)p->features);
  for (int64_t i = 0; i < p->rows_x; i++)
    for (int64_t j = 0; j < p->rows_y; j++) {
      double tolerance, want = expected(p, i, j, &tolerance), got = value_at(out, p->dtype, i * p->rows_y + j);
      CHECK(isnan(want) ? isnan(got) : fabs(got - want) <= tolerance, "metric %d dtype %d (%lld,%lld) x %lld: %g, not %g",
            p->metric, p->dtype, (long long)i, (long long)j, (long long)p->features, got, want);
    }
  free(out);
  free(again);
}

static void check_products(int dtype, int64_t rows_x, int64_t rows_y, int64_t features) {
  static const int metrics[] = {ST_METRIC_dot,       ST_METRIC_cosine,    ST_METRIC_correlation,
                                ST_METRIC_euclidean, ST_METRIC_seuclidean, ST_METRIC_sqeuclidean};
  char *x = random_values(dtype, rows_x * features, 0), *y = random_values(dtype, rows_y * features, 0);
  char *weights = random_values(dtype, features, 0), *variances = random_values(dtype, features, 0);
  size_t row_bytes = (size_t)features * (dtype == ST_F32 ? 4 : 8);
  /* Equal rows, which the squared form must not get wrong, in several tiles. */
  for (int64_t i = 0; i < rows_x && i < rows_y; i += 7) memcpy(y + (size_t)i * row_bytes, x + (size_t)i * row_bytes, row_bytes);
  for (int64_t f = 0; f < features; f++) {
    if (dtype == ST_F64) ((double *)weights)[f] += 0.75, ((double *)variances)[f] += 0.75;
    else ((float *)weights)[f] += 0.75f, ((float *)variances)[f] += 0.75f;
  }
  for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
    for (int weighted = 0; weighted < 2; weighted++) {
      problem p = {.metric = metrics[m], .dtype = dtype, .algorithm = 2, .centered = features % 3 != 0, .rows_x = rows_x,
                   .rows_y = rows_y, .features = features, .x = x, .y = y, .weights = weighted ? weights : NULL,
                   .variances = metrics[m] == ST_METRIC_seuclidean ? variances : NULL};
      if (features > 1 || metrics[m] != ST_METRIC_correlation) compare(&p);
    }
  free(x);
  free(y);
  free(weights);
  free(variances);
}

/* Rows far from the origin and close to each other: |x|^2 + |y|^2 - 2xy alone would leave no correct digit. Rows whose
 * squares overflow, and rows that are not finite, give what differences give. */
static void check_hard_rows(int dtype) {
  const int64_t rows = 40, features = 19;
  void *x = random_values(dtype, rows * features, 0);
  for (int64_t i = 0; i < rows * features; i++) {
    double value = value_at(x, dtype, i) + 1e6;
    if (i / features == 11) value = (dtype == ST_F64 ? 1e160 : 1e25) * (1 + 1e-3 * (double)(i % features));
    if (i == 13 * features + 2) value = INFINITY;
    if (i == 29 * features + 18) value = NAN;
    if (dtype == ST_F64) ((double *)x)[i] = value;
    else ((float *)x)[i] = (float)value;
  }
  problem p = {.metric = ST_METRIC_sqeuclidean, .dtype = dtype, .algorithm = 2, .rows_x = rows, .rows_y = rows,
               .features = features, .x = x, .y = x};
  void *out = matrix_of(&p, 2, 1);
  for (int64_t i = 0; i < rows; i++)
    for (int64_t j = 0; j < rows; j++) {
      double want = 0, got = value_at(out, dtype, i * rows + j);
      for (int64_t f = 0; f < features; f++) {
        double difference = value_at(x, dtype, i * features + f) - value_at(x, dtype, j * features + f);
        want += dtype == ST_F64 ? difference * difference : (double)((float)difference * (float)difference);
      }
      if (isnan(want)) CHECK(isnan(got), "(%lld,%lld) %g", (long long)i, (long long)j, got);
      else if (isinf(want)) CHECK(got == want, "(%lld,%lld) %g", (long long)i, (long long)j, got);
      else CHECK(fabs(got - want) <= 40 * unit_roundoff(dtype) * want, "(%lld,%lld) %g %g", (long long)i, (long long)j, got, want);
    }
  free(out);
  free(x);
}

/* A row without length has no direction: NaN, as in SciPy; and no ratio leaves [-1, 1]. */
static void check_cosine_ends(int dtype) {
  const int64_t rows = 30, features = 33;
  char *x = random_values(dtype, rows * features, 0);
  size_t itemsize = dtype == ST_F32 ? 4 : 8;
  memset(x + 5 * features * (int64_t)itemsize, 0, (size_t)features * itemsize);
  for (int64_t f = 0; f < features; f++) {
    double value = value_at(x, dtype, 7 * features + f) * -3;
    if (dtype == ST_F64) ((double *)x)[8 * features + f] = value, ((double *)x)[9 * features + f] = 0.1;
    else ((float *)x)[8 * features + f] = (float)value, ((float *)x)[9 * features + f] = 0.1f;
  }
  for (int metric = 0; metric < 2; metric++) {
    problem p = {.metric = metric ? ST_METRIC_correlation : ST_METRIC_cosine, .dtype = dtype, .centered = 1, .rows_x = rows,
                 .rows_y = rows, .features = features, .x = x, .y = x};
    void *out = matrix_of(&p, 1, 1);
    for (int64_t i = 0; i < rows; i++)
      for (int64_t j = 0; j < rows; j++) {
        double got = value_at(out, dtype, i * rows + j);
        int no_length = i == 5 || j == 5 || (metric && (i == 9 || j == 9));
        CHECK(no_length ? isnan(got) : got >= 0 && got <= 2, "metric %d (%lld,%lld): %g", metric, (long long)i,
              (long long)j, got);
      }
    free(out);
  }
  free(x);
}

static double bit_distance(int metric, double tt, double tf, double ft, double n) {
  double different = tf + ft, ff = n - tt - different;
  switch (metric) {
    case ST_METRIC_dice: return different / (2 * tt + different);
    case ST_METRIC_hamming: return different / n;
    case ST_METRIC_jaccard: return tt + different > 0 ? different / (tt + different) : 0;
    case ST_METRIC_rogerstanimoto: return 2 * different / (n + different);
    case ST_METRIC_russellrao: return (n - tt) / n;
    case ST_METRIC_sokalsneath: return 2 * different / (tt + 2 * different);
    default: return tf * ft > 0 ? 2 * tf * ft / (tt * ff + tf * ft) : 0;
  }
}

static void check_bits(int64_t rows_x, int64_t rows_y, int64_t features) {
  static const int metrics[] = {ST_METRIC_dice,       ST_METRIC_hamming,     ST_METRIC_jaccard, ST_METRIC_rogerstanimoto,
                                ST_METRIC_russellrao, ST_METRIC_sokalsneath, ST_METRIC_yule};
  int64_t width = (features + 63) / 64;
  uint64_t *bits[2];
  for (int side = 0; side < 2; side++) {
    int64_t rows = side ? rows_y : rows_x;
    bits[side] = exact((size_t)(rows * width) * 8);
    memset(bits[side], 0, (size_t)(rows * width) * 8);
    for (int64_t i = 0; i < rows; i++) /* row 1 stays empty, row 2 is full */
      for (int64_t f = 0; f < features; f++)
        if (i == 2 || (i != 1 && random_bits() >> 60 < 6)) bits[side][i * width + f / 64] |= (uint64_t)1 << f % 64;
  }
  for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++) {
    problem p = {.metric = metrics[m], .dtype = ST_BIT, .rows_x = rows_x, .rows_y = rows_y, .features = features,
                 .x = bits[0], .y = bits[1]};
    double *out = matrix_of(&p, 3, 2);
    for (int64_t i = 0; i < rows_x; i++)
      for (int64_t j = 0; j < rows_y; j++) {
        double tt = 0, tf = 0, ft = 0;
        for (int64_t f = 0; f < features; f++) {
          int u = bits[0][i * width + f / 64] >> f % 64 & 1, v = bits[1][j * width + f / 64] >> f % 64 & 1;
          tt += u & v;
          tf += u > v;
          ft += u < v;
        }
        double want = bit_distance(metrics[m], tt, tf, ft, (double)features), got = out[i * rows_y + j];
        CHECK(got == want || (isnan(want) && isnan(got)), "metric %d, %lld features (%lld,%lld): %.17g, not %.17g",
              metrics[m], (long long)features, (long long)i, (long long)j, got, want);
      }
    free(out);
  }
  free(bits[0]);
  free(bits[1]);
}

int main(void) {
  static const int64_t rows[] = {0, 1, 3, 4, 5, 11, 12, 13, 25}, columns[] = {0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 70};
  static const int64_t features[] = {0, 1, 2, 3, 8, 50, 131}, bits[] = {0, 1, 63, 64, 65, 128, 300};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (size_t j = 0; j < sizeof columns / sizeof *columns; j++) {
      int64_t f = (int64_t)((i + j) % 7);
      for (int dtype = ST_F64; dtype <= ST_F32; dtype++) {
        check_products(dtype, rows[i], columns[j], features[f]);
        check_products(dtype, rows[i], columns[j], 17);
      }
      check_bits(rows[i], columns[j], bits[f]);
    }
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++) {
    check_products(dtype, 26, 37, 1100); /* many times the depth that is packed together */
    check_hard_rows(dtype);
    check_cosine_ends(dtype);
  }
  return check_report("product");
}
