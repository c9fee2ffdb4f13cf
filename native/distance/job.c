/* Opens a distance job: reads what the entry was given, lets the metric's family prepare it, and frees it again.
 *
 * Families: bit-packed booleans (bits.c), dot products (product.c), and direct comparison feature by feature (direct.c).
 * mahalanobis is whitened first and then one of the last two. */
#include "job.h"
#include "direct.h"

/* Bytes of packed y that fit in half of a second-level cache beside the rows and results of a task. */
#define CHUNK_BYTES (512 * 1024)
/* But not so few columns that reading x again for every chunk becomes the work: with 3072 float64 features a chunk of
 * one tile made the product form 1.5 times slower. */
#define CHUNK_TILES 8
#define CHUNK_COLUMNS 16384

enum { AUTOMATIC = 0, DIRECT_ONLY = 1, PRODUCT = 2 };

void *st_distance_own(st_distance_job *job, size_t bytes) {
  for (size_t slot = 0; slot < sizeof job->owned / sizeof *job->owned; slot++) {
    if (job->owned[slot]) continue;
    return job->owned[slot] = st_alloc(bytes ? bytes : 1);
  }
  return NULL;
}

void st_distance_close(st_distance_job *job) {
  for (size_t slot = 0; slot < sizeof job->owned / sizeof *job->owned; slot++) {
    if (job->owned[slot]) st_free(job->owned[slot]);
    job->owned[slot] = NULL;
  }
}

static int is_euclidean(int metric) {
  return metric == ST_METRIC_euclidean || metric == ST_METRIC_sqeuclidean || metric == ST_METRIC_seuclidean ||
         metric == ST_METRIC_mahalanobis;
}

static int prepare(st_distance_job *job, int threads) {
  if (job->dtype == ST_BIT) return st_bits_prepare(job, threads);
  if (job->metric == ST_METRIC_dot || job->metric == ST_METRIC_cosine || job->metric == ST_METRIC_correlation)
    return st_product_prepare(job, threads);
  if (job->metric == ST_METRIC_mahalanobis) {
    int status = st_direct_whiten(job, threads);
    if (status != ST_OK) return status;
  }
  if (is_euclidean(job->metric) &&
      (job->algorithm == PRODUCT || (job->algorithm == AUTOMATIC && st_product_chosen(job))))
    return st_product_prepare(job, threads);
  return st_direct_prepare(job, threads);
}

int st_distance_open(st_distance_job *job, int metric, int dtype, const void *x, const void *y, int64_t rows_x,
                     int64_t rows_y, int64_t features, const void *weights, const void *matrix, double p, double base,
                     int centered, int algorithm, int threads) {
  *job = (st_distance_job){
      .metric = metric,
      .dtype = dtype,
      .rows_x = rows_x,
      .rows_y = rows_y,
      .features = features,
      .width = dtype == ST_BIT ? (features + 63) / 64 : features,
      .x = x,
      .y = y,
      .raw_x = x,
      .raw_y = y,
      .weights = weights,
      .matrix = matrix,
      .p = p,
      .base = base,
      .algorithm = algorithm,
      .centered = centered,
      .out_itemsize = dtype == ST_F32 ? sizeof(float) : sizeof(double),
  };
  int status = prepare(job, threads);
  if (status != ST_OK) st_distance_close(job);
  return status;
}

size_t st_packed_bytes(const st_distance_job *job, int64_t columns) {
  const int64_t whole = (columns + job->column_tile - 1) / job->column_tile * job->column_tile;
  return (size_t)whole * (size_t)job->width * (job->dtype == ST_F32 ? sizeof(float) : 8);
}

int64_t st_chunk_columns(const st_distance_job *job) {
  const int64_t tile = job->column_tile, column_bytes = (int64_t)st_packed_bytes(job, tile) / tile;
  int64_t columns = column_bytes ? CHUNK_BYTES / column_bytes : CHUNK_COLUMNS;
  if (columns > CHUNK_COLUMNS) columns = CHUNK_COLUMNS;
  if (columns < CHUNK_TILES * tile) columns = CHUNK_TILES * tile;
  if (columns > job->rows_y) columns = job->rows_y + tile - 1;
  return columns < tile ? tile : columns / tile * tile;
}
