/* Prepares the metrics that are dot products at heart: rows of x in panels, means and norms, the block function.
 *
 * Which form the Euclidean family takes under `auto`: float64 is always summed from differences, which is as fast
 * where subtraction has its own execution unit and accurate everywhere. float32 takes the product where it has been
 * measured to be faster and the vectors are long enough to pay for its finish. */
#include "product.h"
#include "../engine/isa.h"

ST_DECLARE(extern const st_product_kernels, st_product_f64, [1]);
ST_DECLARE(extern const st_product_kernels, st_product_f32, [1]);

/* Rows that one task prepares: a multiple of every tile. */
#define PREPARE_ROWS 192
/* From this many features on the product is the faster form, for float32 without fused multiply-add. */
#define PRODUCT_FEATURES 16

int st_product_chosen(const st_distance_job *job) {
  return job->dtype == ST_F32 && st_isa() == ST_BASELINE && job->features >= PRODUCT_FEATURES;
}

typedef struct preparation {
  st_distance_job *job;
  const st_product_kernels *kernels;
  const void *weights; /* as they enter the sums: of seuclidean one over the variances */
  double *means_x, *means_y;
  void *terms_x, *terms_y, *panels_x, *plain_panels_x;
  int64_t tasks_x;
  int inverse_root;
} preparation;

static int prepare_rows(void *context, int64_t task, int thread) {
  (void)thread;
  preparation *p = context;
  st_distance_job *job = p->job;
  int of_x = task < p->tasks_x;
  int64_t row = (of_x ? task : task - p->tasks_x) * PREPARE_ROWS, all = of_x ? job->rows_x : job->rows_y;
  int64_t rows = all - row < PREPARE_ROWS ? all - row : PREPARE_ROWS;
  const char *source = (const char *)(of_x ? job->x : job->y) + (size_t)(row * job->width) * p->kernels->itemsize;
  double *means = of_x ? p->means_x : p->means_y;
  char *terms = of_x ? p->terms_x : p->terms_y;
  if (means) p->kernels->row_means(source, rows, job->width, p->weights, means + row);
  if (terms)
    p->kernels->row_terms(source, rows, job->width, means ? means + row : NULL, p->weights, p->inverse_root,
                          terms + (size_t)row * p->kernels->itemsize);
  if (of_x) {
    p->kernels->pack_rows(job, row, rows, means, p->weights, p->panels_x);
    if (p->plain_panels_x != p->panels_x) p->kernels->pack_rows(job, row, rows, means, NULL, p->plain_panels_x);
  }
  return ST_OK;
}

/* seuclidean divides by the variances; a weight multiplies on top. NULL where nothing weighs. */
static int prepare_weights(st_distance_job *job, preparation *p) {
  p->weights = job->weights;
  if (job->metric != ST_METRIC_seuclidean) return ST_OK;
  void *scale = st_distance_own(job, (size_t)job->width * p->kernels->itemsize);
  if (!scale) return ST_NO_MEMORY;
  for (int64_t f = 0; f < job->width; f++) {
    if (job->dtype == ST_F64)
      ((double *)scale)[f] = (job->weights ? ((const double *)job->weights)[f] : 1) / ((const double *)job->matrix)[f];
    else
      ((float *)scale)[f] = (job->weights ? ((const float *)job->weights)[f] : 1) / ((const float *)job->matrix)[f];
  }
  p->weights = scale;
  return ST_OK;
}

static enum st_product_finish finish_of(int metric) {
  switch (metric) {
    case ST_METRIC_dot: return ST_FINISH_DOT;
    case ST_METRIC_cosine:
    case ST_METRIC_correlation: return ST_FINISH_COSINE;
    case ST_METRIC_sqeuclidean: return ST_FINISH_SQUARED;
    default: return ST_FINISH_ROOT;
  }
}

static int64_t round_up(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

/* Rows that only fill the last tile are zero; a term of one keeps their pairs from looking near. */
static void pad_terms(const st_distance_job *job, const preparation *p, int64_t rows_x, int64_t rows_y) {
  for (int64_t i = job->rows_x; i < rows_x + rows_y; i++) {
    if (i == rows_x) i += job->rows_y; /* where y's own begin */
    if (i == rows_x + rows_y) break;
    if (job->dtype == ST_F64) ((double *)p->terms_x)[i] = 1;
    else ((float *)p->terms_x)[i] = 1;
  }
}

/* Everything that st_distance_close will free. */
static int allocate(st_distance_job *job, preparation *p, enum st_product_finish finish) {
  int64_t rows_x = round_up(job->rows_x, p->kernels->tile_rows);
  int64_t rows_y = round_up(job->rows_y, p->kernels->tile_columns);
  size_t itemsize = p->kernels->itemsize, panels = (size_t)(rows_x * job->width) * itemsize;
  int squared = finish == ST_FINISH_SQUARED || finish == ST_FINISH_ROOT, short_of = 0;
  short_of |= !(p->panels_x = st_distance_own(job, panels));
  p->plain_panels_x = p->panels_x;
  if (squared && p->weights) short_of |= !(p->plain_panels_x = st_distance_own(job, panels));
  if (finish != ST_FINISH_DOT) {
    char *terms = st_distance_own(job, (size_t)(rows_x + rows_y) * itemsize);
    short_of |= !terms;
    p->terms_x = terms;
    p->terms_y = terms ? terms + (size_t)rows_x * itemsize : NULL;
    if (terms) pad_terms(job, p, rows_x, rows_y);
  }
  if (job->metric == ST_METRIC_correlation && job->centered) {
    short_of |= !(p->means_x = st_distance_own(job, (size_t)(rows_x + rows_y) * sizeof(double)));
    p->means_y = p->means_x ? p->means_x + rows_x : NULL;
  }
  return short_of ? ST_NO_MEMORY : ST_OK;
}

int st_product_prepare(st_distance_job *job, int threads) {
  preparation p = {.job = job, .kernels = job->dtype == ST_F64 ? ST_DISPATCH(st_product_f64) : ST_DISPATCH(st_product_f32)};
  enum st_product_finish finish = finish_of(job->metric);
  p.inverse_root = finish == ST_FINISH_COSINE;
  int status = prepare_weights(job, &p);
  if (status == ST_OK) status = allocate(job, &p, finish);
  if (status != ST_OK) return status;
  p.tasks_x = (job->rows_x + PREPARE_ROWS - 1) / PREPARE_ROWS;
  int64_t tasks_y = finish == ST_FINISH_DOT ? 0 : (job->rows_y + PREPARE_ROWS - 1) / PREPARE_ROWS;
  status = st_parallel_for(p.tasks_x + tasks_y, threads, prepare_rows, &p, NULL);
  job->panels_x = p.panels_x;
  job->plain_panels_x = p.plain_panels_x;
  job->means_y = p.means_y;
  job->terms_x = p.terms_x;
  job->terms_y = p.terms_y;
  job->weights = p.weights;
  job->row_tile = p.kernels->tile_rows;
  job->column_tile = p.kernels->tile_columns;
  job->pack = p.kernels->pack;
  job->block = p.kernels->block[finish];
  return status;
}
