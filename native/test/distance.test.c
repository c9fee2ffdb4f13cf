/* Full and condensed matrices of every directly computed metric against naive loops, at sizes around the tiles and the
 * lanes, with and without weights, in both precisions; special values; and that a result does not depend on where in the
 * matrix, in which form, or on how many threads it was computed. */
#include "check.h"

static const char *const metric_names[] = {
#define METRIC(name, dtypes) #name,
#include "../kernels.def"
};

typedef struct options {
  int metric, dtype;
  double p, base;
  const void *weights, *matrix;
} options;

static double weight_of(const options *o, int64_t f) { return o->weights ? value_at(o->weights, o->dtype, f) : 1; }

/* Sums that several metrics are made of, in long double, from features as doubles. */
typedef struct sums {
  long double absolute, squares, total, canberra, power, unequal, either, both, neither, x_only, y_only, weights, jensen, present,
      square_present, most;
} sums;

static sums sum_pair(const options *o, const double *x, const double *y, int64_t features) {
  sums s = {0};
  long double x_sum = 0, y_sum = 0;
  for (int64_t f = 0; f < features; f++) x_sum += x[f], y_sum += y[f];
  for (int64_t f = 0; f < features; f++) {
    const long double w = weight_of(o, f), d = fabsl((long double)x[f] - y[f]), size = fabsl((long double)x[f]) + fabsl((long double)y[f]);
    s.weights += w;
    s.absolute += w * d;
    s.squares += w * d * d / (o->metric == ST_METRIC_seuclidean ? value_at(o->matrix, o->dtype, f) : 1);
    s.total += w * fabsl((long double)x[f] + y[f]);
    s.canberra += size == 0 ? 0 : w * d / size;
    s.power += w * powl(d, o->p);
    if (w > 0 && d > s.most) s.most = d;
    if (x[f] != y[f]) s.unequal += w;
    s.both += x[f] != 0 && y[f] != 0 ? w : 0;
    s.neither += x[f] == 0 && y[f] == 0 ? w : 0;
    s.x_only += x[f] != 0 && y[f] == 0 ? w : 0;
    s.y_only += x[f] == 0 && y[f] != 0 ? w : 0;
    if (!isnan(x[f]) && !isnan(y[f])) s.present += w, s.square_present += w * d * d;
    const long double p = x[f] / x_sum, q = y[f] / y_sum, m = (p + q) / 2;
    if (p > 0) s.jensen += p * logl(p / m);
    if (q > 0) s.jensen += q * logl(q / m);
  }
  s.either = s.x_only + s.y_only;
  return s;
}

static long double mahalanobis(const options *o, const double *x, const double *y, int64_t features) {
  long double total = 0;
  for (int64_t i = 0; i < features; i++) {
    long double z = 0;
    for (int64_t j = i; j < features; j++) z += value_at(o->matrix, o->dtype, i * features + j) * ((long double)x[j] - y[j]);
    total += z * z;
  }
  return sqrtl(total);
}

static long double haversine(const double *x, const double *y) {
  const long double a = sinl(((long double)x[0] - y[0]) / 2), b = sinl(((long double)x[1] - y[1]) / 2);
  const long double h = a * a + cosl(x[0]) * cosl(y[0]) * b * b;
  return 2 * asinl(sqrtl(h > 1 ? 1 : h));
}

static long double expected(const options *o, const double *x, const double *y, int64_t features) {
  const sums s = sum_pair(o, x, y, features);
  switch (o->metric) {
  case ST_METRIC_cityblock: return s.absolute;
  case ST_METRIC_sqeuclidean: return s.squares;
  case ST_METRIC_euclidean:
  case ST_METRIC_seuclidean: return sqrtl(s.squares);
  case ST_METRIC_chebyshev: return s.most;
  case ST_METRIC_minkowski: return isinf(o->p) ? s.most : powl(s.power, 1 / (long double)o->p);
  case ST_METRIC_canberra: return s.canberra;
  case ST_METRIC_braycurtis: return s.absolute / s.total;
  case ST_METRIC_hamming: return s.unequal / s.weights;
  case ST_METRIC_jaccard: return s.both + s.either == 0 ? 0 : s.either / (s.both + s.either);
  case ST_METRIC_dice: return s.either / (2 * s.both + s.either);
  case ST_METRIC_rogerstanimoto: return 2 * s.either / (s.weights + s.either);
  case ST_METRIC_russellrao: return (s.neither + s.either) / s.weights;
  case ST_METRIC_sokalsneath: return 2 * s.either / (s.both + 2 * s.either);
  case ST_METRIC_yule: {
    const long double half = s.x_only * s.y_only;
    return half == 0 ? 0 : 2 * half / (s.both * s.neither + half);
  }
  case ST_METRIC_jensenshannon: return isnan(s.jensen) ? INFINITY : sqrtl((s.jensen < 0 ? 0 : s.jensen) / (o->base > 0 ? logl(o->base) : 1) / 2);
  case ST_METRIC_nanEuclidean: return sqrtl(s.square_present * s.weights / s.present);
  case ST_METRIC_mahalanobis: return mahalanobis(o, x, y, features);
  default: return haversine(x, y);
  }
}

static int is_boolean(int metric) {
  return metric == ST_METRIC_dice || metric == ST_METRIC_yule || metric == ST_METRIC_sokalsneath || metric == ST_METRIC_jaccard ||
         metric == ST_METRIC_rogerstanimoto || metric == ST_METRIC_russellrao;
}

/* Values the metric is for: probabilities, booleans, angles, missing ones, zeros among the rest. */
static void set_value(void *values, int dtype, int64_t i, double value) {
  if (dtype == ST_F64) ((double *)values)[i] = value;
  else ((float *)values)[i] = (float)value;
}
static void *rows_for(const options *o, int64_t rows, int64_t features) {
  void *values = random_values(o->dtype, rows * features, 0);
  for (int64_t i = 0; i < rows * features; i++) {
    double value = value_at(values, o->dtype, i);
    if (is_boolean(o->metric)) value = value > 0;
    if (o->metric == ST_METRIC_hamming) value = floor(value * 4);
    if (o->metric == ST_METRIC_jensenshannon) value = fabs(value);
    if (o->metric == ST_METRIC_haversine) value *= i % 2 ? 6 : 3;
    if (random_bits() % 16 == 0 && o->metric != ST_METRIC_haversine)
      value = o->metric == ST_METRIC_nanEuclidean && features > 2 ? NAN : 0;
    set_value(values, o->dtype, i, value);
  }
  return values;
}

/* Error allowed at a result, in units of the precision: relative, sums of n roundings; of haversine absolute, because the
 * difference of two angles is rounded, and growing towards antipodes, where the arcsine has no slope; of jensenshannon also absolute, because rows are rounded when
 * they are made probabilities. */
static double tolerance(const options *o, int64_t features, double want) {
  const double unit = o->dtype == ST_F64 ? 0x1p-52 : 0x1p-23;
  if (o->metric == ST_METRIC_haversine) return unit * (8 + 8 / fmax(cos(want / 2), 1e-8));
  double ulps = 4 + (double)features;
  if (o->metric == ST_METRIC_mahalanobis) ulps = 60 * (2 + (double)features);
  if (o->metric == ST_METRIC_minkowski) ulps = (8 + (double)features) * (1 + 1 / o->p);
  return ulps * unit * fabs(want) + (o->metric == ST_METRIC_jensenshannon ? 2 * unit : 0);
}

static int full(const options *o, const void *x, const void *y, int64_t rows_x, int64_t rows_y, int64_t features, void *out,
                int64_t stride, int threads) {
  double parameter[] = {o->metric, o->dtype, (double)rows_x, (double)rows_y, (double)features, o->p, o->base, 1, 1, (double)stride};
  st_call call = {.operand = {(void *)x, (void *)y, out, (void *)o->weights, (void *)o->matrix}, .parameter = parameter, .threads = threads};
  return st_entry_distanceFull(&call);
}

static int condensed(const options *o, const void *x, int64_t rows, int64_t features, void *out, int threads) {
  double parameter[] = {o->metric, o->dtype, (double)rows, (double)features, o->p, o->base, 1, 1};
  st_call call = {.operand = {(void *)x, out, (void *)o->weights, (void *)o->matrix}, .parameter = parameter, .threads = threads};
  return st_entry_distanceCondensed(&call);
}

static double *as_doubles(const void *values, int dtype, int64_t count) {
  double *copy = exact((size_t)count * sizeof(double));
  for (int64_t i = 0; i < count; i++) copy[i] = value_at(values, dtype, i);
  return copy;
}

static void check_pairs(const options *o, const void *x, const void *y, int64_t rows_x, int64_t rows_y, int64_t features, const void *out,
                        int64_t stride) {
  double *dx = as_doubles(x, o->dtype, rows_x * features), *dy = as_doubles(y, o->dtype, rows_y * features);
  for (int64_t i = 0; i < rows_x; i++)
    for (int64_t j = 0; j < rows_y; j++) {
      const double want = (double)expected(o, dx + i * features, dy + j * features, features);
      const double got = value_at(out, o->dtype, i * stride + j);
      const int same = (isnan(want) && isnan(got)) || want == got || fabs(got - want) <= tolerance(o, features, want) + 1e-300;
      CHECK(same, "%s dtype %d p %g w %d (%ld, %ld) of %ldx%ldx%ld: %.17g, expected %.17g", metric_names[o->metric], o->dtype, o->p,
            o->weights != NULL, (long)i, (long)j, (long)rows_x, (long)rows_y, (long)features, got, want);
    }
  free(dx);
  free(dy);
}

/* An upper triangle, and the centre after it. */
static void *upper_factor(int dtype, int64_t features) {
  void *matrix = exact((size_t)(features * features + features) * (dtype == ST_F64 ? 8 : 4));
  for (int64_t f = 0; f < features; f++) set_value(matrix, dtype, features * features + f, 0.1 * (double)f);
  for (int64_t i = 0; i < features; i++)
    for (int64_t j = 0; j < features; j++)
      set_value(matrix, dtype, i * features + j, j < i ? 0 : i == j ? 1 + random_unit() : 0.2 * (random_unit() - 0.5));
  return matrix;
}

static void *positive(int dtype, int64_t count, double zeros) {
  void *values = exact((size_t)count * (dtype == ST_F64 ? 8 : 4));
  for (int64_t i = 0; i < count; i++) set_value(values, dtype, i, random_unit() < zeros ? 0 : 0.25 + random_unit());
  return values;
}

static void check_shape(options o, int64_t rows_x, int64_t rows_y, int64_t features, int weighted) {
  const size_t item = o.dtype == ST_F64 ? 8 : 4;
  void *weights = weighted ? positive(o.dtype, features, 0.2) : NULL, *matrix = NULL;
  if (o.metric == ST_METRIC_mahalanobis) matrix = upper_factor(o.dtype, features);
  if (o.metric == ST_METRIC_seuclidean) matrix = positive(o.dtype, features, 0);
  o.weights = weights;
  o.matrix = matrix;
  void *x = rows_for(&o, rows_x, features), *y = rows_for(&o, rows_y, features);
  const int64_t stride = rows_y + rows_x % 3;
  void *out = exact((size_t)(rows_x * stride) * item), *again = exact((size_t)(rows_x * stride) * item);
  memset(out, 0x55, (size_t)(rows_x * stride) * item);
  memset(again, 0x55, (size_t)(rows_x * stride) * item);
  CHECK(full(&o, x, y, rows_x, rows_y, features, out, stride, 1) == ST_OK, "%s", metric_names[o.metric]);
  check_pairs(&o, x, y, rows_x, rows_y, features, out, stride);
  CHECK(full(&o, x, y, rows_x, rows_y, features, again, stride, 3) == ST_OK, "%s", metric_names[o.metric]);
  CHECK(memcmp(out, again, (size_t)(rows_x * stride) * item) == 0, "%s: threads or padding", metric_names[o.metric]);
  /* One row on its own gives the same bits. */
  if (rows_x > 0 && o.metric != ST_METRIC_mahalanobis && o.metric != ST_METRIC_canberra && o.metric != ST_METRIC_braycurtis) {
    const char *row = (const char *)x + (size_t)((rows_x - 1) * features) * item;
    CHECK(full(&o, row, y, 1, rows_y, features, again, stride, 1) == ST_OK, "%s", metric_names[o.metric]);
    CHECK(memcmp((char *)out + (size_t)((rows_x - 1) * stride) * item, again, (size_t)rows_y * item) == 0, "%s: one row",
          metric_names[o.metric]);
  }
  void *square = exact((size_t)(rows_x * rows_x) * item), *half = exact((size_t)(rows_x * (rows_x - 1) / 2) * item);
  CHECK(full(&o, x, x, rows_x, rows_x, features, square, rows_x, 1) == ST_OK, "%s", metric_names[o.metric]);
  CHECK(condensed(&o, x, rows_x, features, half, 2) == ST_OK, "%s", metric_names[o.metric]);
  for (int64_t i = 0, at = 0; i < rows_x; i++)
    for (int64_t j = i + 1; j < rows_x; j++, at++)
      CHECK(memcmp((char *)square + (size_t)(i * rows_x + j) * item, (char *)half + (size_t)at * item, item) == 0,
            "%s: condensed (%ld, %ld) of %ld", metric_names[o.metric], (long)i, (long)j, (long)rows_x);
  free(square), free(half), free(out), free(again), free(x), free(y), free(weights), free(matrix);
}

static const int metrics[] = {ST_METRIC_braycurtis,     ST_METRIC_canberra,       ST_METRIC_chebyshev,  ST_METRIC_cityblock,   ST_METRIC_dice,
                              ST_METRIC_euclidean,      ST_METRIC_hamming,        ST_METRIC_haversine,  ST_METRIC_jaccard,     ST_METRIC_jensenshannon,
                              ST_METRIC_mahalanobis,    ST_METRIC_minkowski,      ST_METRIC_nanEuclidean, ST_METRIC_rogerstanimoto, ST_METRIC_russellrao,
                              ST_METRIC_seuclidean,     ST_METRIC_sokalsneath,    ST_METRIC_sqeuclidean, ST_METRIC_yule};
static const double exponents[] = {0.5, 1, 1.5, 2, 2.7, 3, 4, 7.5, 11.25, INFINITY};

static int takes_weights(int metric) {
  return metric != ST_METRIC_jensenshannon && metric != ST_METRIC_haversine && metric != ST_METRIC_mahalanobis &&
         metric != ST_METRIC_seuclidean;
}

static void check_metric(int metric, int dtype) {
  static const int64_t sizes[][3] = {{0, 5, 3}, {5, 0, 3}, {1, 1, 1}, {1, 17, 2}, {7, 15, 5}, {8, 16, 8}, {13, 33, 9}, {19, 7, 31}, {3, 70, 130}, {130, 40, 4}};
  for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
    for (int weighted = 0; weighted <= takes_weights(metric); weighted++)
      for (size_t e = 0; e < (metric == ST_METRIC_minkowski ? sizeof exponents / sizeof *exponents : 1); e++) {
        options o = {.metric = metric, .dtype = dtype, .p = exponents[e], .base = s % 2 ? 2 : 0};
        check_shape(o, sizes[s][0], sizes[s][1], metric == ST_METRIC_haversine ? 2 : sizes[s][2], weighted);
      }
}

static void check_one(int metric, const double *x, const double *y, int64_t features, const double *weights, double want) {
  options o = {.metric = metric, .dtype = ST_F64, .p = 2, .weights = weights};
  double out = -1;
  CHECK(full(&o, x, y, 1, 1, features, &out, 1, 1) == ST_OK, "%s", metric_names[metric]);
  CHECK((isnan(want) && isnan(out)) || fabs(out - want) <= 1e-15 * fabs(want) || out == want, "%s: %g, expected %g", metric_names[metric],
        out, want);
}

/* What SciPy 1.17.1 gives for NaN, infinities, zeros and no features at all. */
static void check_special(void) {
  const double zeros[] = {0, 0, 0}, none = 0, nan_row[] = {1, NAN, 3}, plain[] = {1, 2, 5}, inf_row[] = {INFINITY, 2, 3},
               inf_other[] = {INFINITY, 2, 9}, negative[] = {-1, 1, 0}, weights[] = {1, 0, 2.5};
  static const struct { int metric; double zero, missing, infinite, empty; } rows[] = {
      {ST_METRIC_cityblock, 0, NAN, NAN, 0}, {ST_METRIC_sqeuclidean, 0, NAN, NAN, 0},  {ST_METRIC_euclidean, 0, NAN, NAN, 0},
      {ST_METRIC_chebyshev, 0, 2, 6, 0},     {ST_METRIC_canberra, 0, NAN, NAN, 0},     {ST_METRIC_braycurtis, NAN, NAN, NAN, NAN},
      {ST_METRIC_hamming, 0, 2. / 3, 1. / 3, NAN}, {ST_METRIC_jaccard, 0, 0, 0, 0},    {ST_METRIC_jensenshannon, INFINITY, NAN, NAN, INFINITY},
      {ST_METRIC_dice, NAN, NAN, NAN, NAN},      {ST_METRIC_yule, 0, 0, 0, 0},             {ST_METRIC_rogerstanimoto, 0, 0, 0, NAN},
      {ST_METRIC_sokalsneath, NAN, 0, 0, NAN}, {ST_METRIC_russellrao, 1, 0, 0, NAN}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_one(rows[i].metric, zeros, zeros, 3, NULL, rows[i].zero);
    check_one(rows[i].metric, nan_row, plain, 3, NULL, rows[i].missing);
    check_one(rows[i].metric, inf_row, inf_other, 3, NULL, rows[i].infinite);
    check_one(rows[i].metric, &none, &none, 0, NULL, rows[i].empty);
  }
  check_one(ST_METRIC_jensenshannon, negative, plain, 3, NULL, INFINITY);
  check_one(ST_METRIC_chebyshev, (const double[]){1, INFINITY, 3}, (const double[]){2, 9, 7}, 3, weights, 4);
  check_one(ST_METRIC_cityblock, (const double[]){1, INFINITY, 3}, (const double[]){2, 9, 7}, 3, weights, NAN);
  check_one(ST_METRIC_canberra, (const double[]){1e-300, 1e300}, (const double[]){2e-300, 1e300}, 2, NULL, 1. / 3);
}

/* Large enough that results bypass the cache, with rows on a line and off it. */
static void check_streams(int dtype) {
  for (int64_t columns = 1104; columns <= 1105; columns++) {
    options o = {.metric = ST_METRIC_cityblock, .dtype = dtype};
    const int64_t rows = 1030, features = 3;
    const size_t item = dtype == ST_F64 ? 8 : 4;
    void *x = random_values(dtype, rows * features, 0), *y = random_values(dtype, columns * features, 0);
    char *out = aligned_alloc(64, ((size_t)(rows * columns) * item + 64) & ~(size_t)63);
    CHECK(full(&o, x, y, rows, columns, features, out, columns, 2) == ST_OK, "stream");
    check_pairs(&o, x, y, rows, columns, features, out, columns);
    char *half = exact((size_t)(rows * (rows - 1) / 2) * item);
    CHECK(condensed(&o, x, rows, features, half, 2) == ST_OK, "stream");
    CHECK(full(&o, x, x, rows, rows, features, out, rows, 2) == ST_OK, "stream");
    for (int64_t i = 0, at = 0; i < rows; at += rows - 1 - i, i++)
      CHECK(memcmp(out + (size_t)(i * rows + i + 1) * item, half + (size_t)at * item, (size_t)(rows - 1 - i) * item) == 0,
            "condensed row %ld", (long)i);
    free(x), free(y), free(out), free(half);
  }
}

int main(void) {
  for (size_t m = 0; m < sizeof metrics / sizeof *metrics; m++)
    for (int dtype = ST_F64; dtype <= ST_F32; dtype++) check_metric(metrics[m], dtype);
  check_special();
  check_streams(ST_F64);
  check_streams(ST_F32);
  return check_report("distance");
}
