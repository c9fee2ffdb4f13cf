/* A prepared distance computation, and the one function type that computes a block of it.
 *
 * st_distance_open reads an entry's parameters, prepares what the metric needs once (norms, centred or whitened
 * copies, bit counts, packed weights) and picks the block function for the instruction set. The entries (full,
 * condensed, nearest, radius) know nothing of metrics: they pack columns, ask for blocks, and use the results.
 *
 * Every pair is summed over features in ascending order into one accumulator (a fixed, documented number of them
 * where a metric has several sums), whatever the block, tile, thread or chunk: results never depend on those. */
#ifndef STRIDED_DISTANCE_JOB_H
#define STRIDED_DISTANCE_JOB_H
#include "../strided.h"

typedef struct st_distance_job st_distance_job;

/* Packs columns [column, column + columns) of y into `packed` (st_packed_bytes long): transposed panels of one vector
 * tile each, zero-padded to whole panels. */
typedef void (*st_pack_fn)(const st_distance_job *job, int64_t column, int64_t columns, void *packed);

/* Finished distances of rows [row, row + rows) of x to the packed columns, out[i * out_stride + j].
 * `stream`: out rows are 64-byte aligned and will not be read soon, so whole lines may bypass the cache. */
typedef void (*st_block_fn)(const st_distance_job *job, int64_t row, int64_t rows, int64_t column, int64_t columns,
                            const void *packed, void *out, int64_t out_stride, int stream);

struct st_distance_job {
  int metric;  /* enum st_metric */
  int dtype;   /* enum st_dtype */
  int64_t rows_x, rows_y;
  int64_t features;        /* as the user counts them */
  int64_t width;           /* elements (bit: words) in a row of x and y */
  const void *x, *y;       /* as given, or prepared copies */
  const void *raw_x, *raw_y;        /* as given */
  const void *weights;     /* as the block function wants them, or NULL */
  const void *matrix;
  const void *terms_x, *terms_y;    /* per-row values for epilogues (norms, counts), or NULL; terms_y readable up to
                                     * rows_y rounded up to a whole column_tile */
  /* Product form: x in panels of row_tile rows [features][row_tile], as it enters the product (centred, weighted), and
   * the same without weights for pairs that are computed again from their difference; the mean of each row of y. */
  const void *panels_x, *plain_panels_x;
  const double *means_y;
  double p, base, weight_sum;
  double constant[2];      /* numbers that the finish of a direct kind wants, see direct.c */
  int algorithm, centered;
  size_t out_itemsize;
  int64_t row_tile, column_tile;    /* rows and columns of one register tile */
  st_pack_fn pack;
  st_block_fn block;
  void *owned[16];         /* freed by st_distance_close */
};

/* Prepares on up to `threads` threads. On any status but ST_OK nothing is left allocated. */
int st_distance_open(st_distance_job *job, int metric, int dtype, const void *x, const void *y, int64_t rows_x,
                     int64_t rows_y, int64_t features, const void *weights, const void *matrix, double p, double base,
                     int centered, int algorithm, int threads);
void st_distance_close(st_distance_job *job);

/* The other families' parts of st_distance_open. Each sets pack, block, row_tile and column_tile, may replace x, y,
 * weights and the terms by prepared copies, and notes what it allocated with st_distance_own.
 *   product.c: dot, cosine, correlation always; the Euclidean family where `algorithm` asks for it, or where it is
 *              automatic and st_product_chosen says that the shape is worth it. mahalanobis arrives whitened (x and y
 *              are the whitened rows, raw_x and raw_y the rows as given).
 *   bits.c:    every metric of dtype ST_BIT. */
int st_product_chosen(const st_distance_job *job);
int st_product_prepare(st_distance_job *job, int threads);
int st_bits_prepare(st_distance_job *job, int threads);

/* st_alloc for something that lives as long as the job: freed by st_distance_close. NULL when there is no memory. */
void *st_distance_own(st_distance_job *job, size_t bytes);

/* Columns that one packed chunk should hold (about 512 KB), a multiple of column_tile; and its size in bytes. */
int64_t st_chunk_columns(const st_distance_job *job);
size_t st_packed_bytes(const st_distance_job *job, int64_t columns);
#define ST_TASK_ROWS 96
#endif
