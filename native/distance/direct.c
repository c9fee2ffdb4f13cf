/* Prepares a job of the direct family: which row of direct.def computes it, and what happens to rows, weights and terms
 * before. The work on rows is done in parallel by kernels/prepare.h. */
#include "direct.h"
#include "../engine/isa.h"

ST_DECLARE(st_direct_kernel, st_direct_f64, (int kind));
ST_DECLARE(st_direct_kernel, st_direct_f32, (int kind));
ST_DECLARE(void, st_prepare_rows_f64, (st_preparation * preparation, int64_t row, int64_t rows, void *scratch));
ST_DECLARE(void, st_prepare_rows_f32, (st_preparation * preparation, int64_t row, int64_t rows, void *scratch));

/* Powers of which minkowski multiplies them out: p = 1/2, 1, 3/2 ... MOST_HALVES / 2. */
#define MOST_HALVES 16
/* mahalanobis computes a pair again where whitening could cost more than three bits, see kernels/mahalanobis.h. */
#define MAHALANOBIS_CLOSE 0.015625
/* Elements a task of row preparation handles. */
#define PREPARE_ELEMENTS 65536

static size_t item_size(const st_distance_job *job) { return job->dtype == ST_F32 ? sizeof(float) : sizeof(double); }

static double element(const st_distance_job *job, const void *values, int64_t i) {
  return job->dtype == ST_F32 ? ((const float *)values)[i] : ((const double *)values)[i];
}

static void set_element(const st_distance_job *job, void *values, int64_t i, double value) {
  if (job->dtype == ST_F32)
    ((float *)values)[i] = (float)value;
  else
    ((double *)values)[i] = value;
}

/* --- rows --- */

typedef struct preparing {
  st_preparation *preparation;
  int dtype;
  int64_t task_rows;
} preparing;

static int prepare_task(void *context, int64_t task, int thread) {
  const preparing *state = context;
  st_preparation *preparation = state->preparation;
  (void)thread;
  void *scratch = NULL;
  if (preparation->kind == ST_PREPARE_WHITENED) {
    scratch = st_alloc((size_t)preparation->features * 2 * sizeof(double) + 64);
    if (!scratch) return ST_NO_MEMORY;
  }
  const int64_t row = task * state->task_rows;
  int64_t rows = preparation->count - row;
  if (rows > state->task_rows) rows = state->task_rows;
  if (state->dtype == ST_F32)
    ST_DISPATCH(st_prepare_rows_f32)(preparation, row, rows, scratch);
  else
    ST_DISPATCH(st_prepare_rows_f64)(preparation, row, rows, scratch);
  if (scratch) st_free(scratch);
  return ST_OK;
}

/* Runs the preparation over its rows. */
static int prepare_all(const st_distance_job *job, st_preparation *preparation, int threads) {
  if (preparation->count == 0) return ST_OK;
  int64_t cost = preparation->features;
  if (preparation->kind == ST_PREPARE_WHITENED) cost *= preparation->features;
  preparing state = {preparation, job->dtype, PREPARE_ELEMENTS / (cost + 1) + 1};
  const int64_t tasks = (preparation->count + state.task_rows - 1) / state.task_rows;
  return st_parallel_for(tasks, tasks > 1 ? threads : 1, prepare_task, &state, NULL);
}

/* Prepares x and y, once where they are the same rows. `copies`, `terms`: which results the kind has. Sets *unfit where
 * one of them turned out so. */
static int prepare_both(st_distance_job *job, st_preparation preparation, int copies, int terms, int threads, int *unfit) {
  const void **rows[2] = {&job->x, &job->y}, **row_terms[2] = {&job->terms_x, &job->terms_y};
  const int64_t counts[2] = {job->rows_x, job->rows_y};
  const int same = job->x == job->y && job->rows_x == job->rows_y;
  const size_t size = item_size(job);
  for (int side = 0; side < 2 - same; side++) {
    preparation.rows = *rows[side];
    preparation.count = counts[side];
    preparation.features = job->features;
    if (copies) {
      preparation.out = st_distance_own(job, (size_t)(counts[side] * job->features) * size);
      if (!preparation.out) return ST_NO_MEMORY;
    }
    if (terms) { /* tiles read whole panels of terms_y */
      const int64_t padded = counts[side] + job->column_tile;
      preparation.terms = st_distance_own(job, (size_t)padded * size);
      if (!preparation.terms) return ST_NO_MEMORY;
      for (int64_t i = counts[side]; i < padded; i++) set_element(job, preparation.terms, i, 0);
    }
    int status = prepare_all(job, &preparation, threads);
    if (status != ST_OK) return status;
    if (copies) *rows[side] = preparation.out;
    if (terms) *row_terms[side] = preparation.terms;
  }
  if (same) {
    job->y = job->x;
    job->terms_y = job->terms_x;
  }
  if (unfit) *unfit = preparation.unfit;
  return ST_OK;
}

static st_direct_kernel kernel_of(const st_distance_job *job, int kind) {
  return job->dtype == ST_F32 ? ST_DISPATCH(st_direct_f32)(kind) : ST_DISPATCH(st_direct_f64)(kind);
}

int st_direct_whiten(st_distance_job *job, int threads) {
  const int64_t features = job->features;
  job->column_tile = kernel_of(job, ST_DIRECT_mahalanobis).column_tile;
  void *factor = st_distance_own(job, (size_t)(features * features) * item_size(job));
  void *centre = st_distance_own(job, (size_t)features * item_size(job));
  if (!factor || !centre) return ST_NO_MEMORY;
  for (int64_t i = 0; i < features; i++)
    for (int64_t j = 0; j < features; j++)
      set_element(job, factor, j * features + i, element(job, job->matrix, i * features + j));
  /* The caller's, not one of these rows: a block of a larger matrix must get the bits it has there. */
  for (int64_t f = 0; f < features; f++) set_element(job, centre, f, element(job, job->matrix, features * features + f));
  job->matrix = factor;
  st_preparation preparation = {.kind = ST_PREPARE_WHITENED, .factor = factor, .centre = centre};
  return prepare_both(job, preparation, 1, 1, threads, NULL);
}

/* --- weights --- */

/* Weights as the kind reads them: given, or ones; with `divisor`, over it; as `masks`, all bits where positive. */
static int prepare_weights(st_distance_job *job, const void *divisor, int masks) {
  void *weights = st_distance_own(job, (size_t)job->features * item_size(job));
  if (!weights) return ST_NO_MEMORY;
  double sum = 0;
  for (int64_t f = 0; f < job->features; f++) {
    double weight = job->weights ? element(job, job->weights, f) : 1;
    sum += weight;
    if (divisor) weight /= element(job, divisor, f);
    if (!masks)
      set_element(job, weights, f, weight);
    else if (job->dtype == ST_F32)
      ((int32_t *)weights)[f] = weight > 0 ? -1 : 0;
    else
      ((int64_t *)weights)[f] = weight > 0 ? -1 : 0;
  }
  job->weights = weights;
  job->weight_sum = sum;
  return ST_OK;
}

/* --- metrics --- */

static int minkowski_kind(st_distance_job *job) {
  const int weighted = job->weights != NULL;
  const double halves = job->p * 2;
  if (job->p == 1) return weighted ? ST_DIRECT_cityblockWeighted : ST_DIRECT_cityblock;
  if (job->p == 2) return weighted ? ST_DIRECT_euclideanWeighted : ST_DIRECT_euclidean;
  if (job->p == 3) return weighted ? ST_DIRECT_minkowskiCubeWeighted : ST_DIRECT_minkowskiCube;
  if (job->p > 1e308) return weighted ? ST_DIRECT_chebyshevWeighted : ST_DIRECT_chebyshev;
  job->constant[0] = halves;
  return halves <= MOST_HALVES && halves == (int)halves ? ST_DIRECT_minkowskiHalves : ST_DIRECT_minkowskiAny;
}

/* The caller's word that some of all its points, if not of these, are unfit for a quick form: every block of a matrix
 * must take the same one. */
enum { ST_CAREFUL = 1 };

static int canberra_kind(st_distance_job *job, int threads, int *kind) {
  int unfit = job->algorithm == ST_CAREFUL;
  int status = unfit ? ST_OK : prepare_both(job, (st_preparation){.kind = ST_PREPARE_RANGE}, 0, 0, threads, &unfit);
  *kind = unfit ? ST_DIRECT_canberraWide : job->weights ? ST_DIRECT_canberraWeighted : ST_DIRECT_canberra;
  if (status != ST_OK || unfit) return status;
  void *sizes = st_distance_own(job, (size_t)(job->rows_x * job->features) * item_size(job));
  if (!sizes) return ST_NO_MEMORY;
  job->terms_x = sizes;
  st_preparation preparation = {
      .kind = ST_PREPARE_SIZES, .rows = job->x, .out = sizes, .count = job->rows_x, .features = job->features};
  return prepare_all(job, &preparation, threads);
}

static int braycurtis_kind(st_distance_job *job, int threads, int *kind) {
  *kind = job->weights ? ST_DIRECT_braycurtisWeighted : ST_DIRECT_braycurtis;
  if (job->weights || job->algorithm == ST_CAREFUL) return ST_OK;
  int unfit = 0;
  int status = prepare_both(job, (st_preparation){.kind = ST_PREPARE_SUMS}, 0, 1, threads, &unfit);
  *kind = unfit ? ST_DIRECT_braycurtis : ST_DIRECT_braycurtisPositive;
  return status;
}

/* a |x - y| / (a |x - y| + x y) of rows of 0 and 1, and the other counts of booleans. */
static int boolean_kind(st_distance_job *job, int threads, int *kind) {
  job->constant[0] = job->metric == ST_METRIC_sokalsneath ? 2 : 1;
  job->constant[1] = 1;
  *kind = job->metric == ST_METRIC_rogerstanimoto ? ST_DIRECT_rogerstanimoto
          : job->metric == ST_METRIC_russellrao   ? ST_DIRECT_russellrao
          : job->metric == ST_METRIC_yule         ? ST_DIRECT_yule
                                                  : ST_DIRECT_booleanRatio;
  return prepare_both(job, (st_preparation){.kind = ST_PREPARE_TRUTH}, 1, 0, threads, NULL);
}

/* Natural logarithm of a base, for jensenshannon: log x = k log 2 + 2 atanh((m - 1) / (m + 1)). */
static double natural_logarithm(double x) {
  int k = 0;
  if (!(x > 0) || !(x < __builtin_inf())) return x == 0 ? -__builtin_inf() : x > 0 ? x : __builtin_nan("");
  for (; x > 1.4142135623730951; k++) x /= 2;
  for (; x < 0.7071067811865476; k--) x *= 2;
  const double s = (x - 1) / (x + 1), w = s * s;
  double term = s, sum = 0;
  for (int i = 1; i < 60; i += 2, term *= w) sum += term / i;
  return k * 0x1.62e42fefa39efp-1 + 2 * sum;
}

static int choose_kind(st_distance_job *job, int threads, int *kind) {
  const int weighted = job->weights != NULL;
  switch (job->metric) {
  case ST_METRIC_cityblock:
    *kind = weighted ? ST_DIRECT_cityblockWeighted : ST_DIRECT_cityblock;
    return ST_OK;
  case ST_METRIC_sqeuclidean:
    *kind = weighted ? ST_DIRECT_sqeuclideanWeighted : ST_DIRECT_sqeuclidean;
    return ST_OK;
  case ST_METRIC_euclidean:
    *kind = weighted ? ST_DIRECT_euclideanWeighted : ST_DIRECT_euclidean;
    return ST_OK;
  case ST_METRIC_seuclidean:
    *kind = ST_DIRECT_euclideanWeighted;
    return ST_OK;
  case ST_METRIC_mahalanobis:
    job->constant[0] = MAHALANOBIS_CLOSE;
    *kind = ST_DIRECT_mahalanobis;
    return ST_OK;
  case ST_METRIC_chebyshev:
    *kind = weighted ? ST_DIRECT_chebyshevWeighted : ST_DIRECT_chebyshev;
    return ST_OK;
  case ST_METRIC_minkowski:
    *kind = minkowski_kind(job);
    return ST_OK;
  case ST_METRIC_canberra:
    return canberra_kind(job, threads, kind);
  case ST_METRIC_braycurtis:
    return braycurtis_kind(job, threads, kind);
  case ST_METRIC_hamming:
    *kind = ST_DIRECT_hamming;
    return ST_OK;
  case ST_METRIC_dice:
    *kind = weighted ? ST_DIRECT_diceWeighted : ST_DIRECT_dice;
    return ST_OK;
  case ST_METRIC_jaccard:
  case ST_METRIC_rogerstanimoto:
  case ST_METRIC_russellrao:
  case ST_METRIC_sokalsneath:
  case ST_METRIC_yule:
    return boolean_kind(job, threads, kind);
  case ST_METRIC_jensenshannon:
    *kind = ST_DIRECT_jensenshannon;
    job->constant[0] = 2 * (job->base > 0 ? natural_logarithm(job->base) : 1);
    job->constant[1] = 2 / (double)job->features;
    return prepare_both(job, (st_preparation){.kind = ST_PREPARE_PROBABILITIES}, 1, 1, threads, NULL);
  case ST_METRIC_nanEuclidean:
    *kind = ST_DIRECT_nanEuclidean;
    return ST_OK;
  case ST_METRIC_haversine:
    if (job->features != 2) return ST_BAD_CALL;
    *kind = ST_DIRECT_haversine;
    return prepare_both(job, (st_preparation){.kind = ST_PREPARE_ANGLES}, 1, 1, threads, NULL);
  default:
    return ST_BAD_CALL;
  }
}

/* Which kinds read weights; the others' are absent or already used. */
static const unsigned char reads_weights[ST_DIRECT_COUNT] = {
#define DIRECT(name, sums, weighted, terms) weighted,
#include "direct.def"
};

int st_direct_prepare(st_distance_job *job, int threads) {
  int kind = 0;
  job->column_tile = kernel_of(job, ST_DIRECT_cityblock).column_tile;
  int status = choose_kind(job, threads, &kind);
  if (status != ST_OK) return status;
  const st_direct_kernel kernel = kernel_of(job, kind);
  job->row_tile = kernel.row_tile;
  job->column_tile = kernel.column_tile;
  job->pack = kernel.pack;
  job->block = kernel.block;
  if (!reads_weights[kind]) return ST_OK;
  return prepare_weights(job, job->metric == ST_METRIC_seuclidean ? job->matrix : NULL,
                         kind == ST_DIRECT_chebyshevWeighted);
}
