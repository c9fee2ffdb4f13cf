/* What the product-form distances need from an instruction set, for one element type. */
#ifndef STRIDED_PRODUCT_H
#define STRIDED_PRODUCT_H
#include "job.h"

enum st_product_finish { ST_FINISH_DOT, ST_FINISH_SQUARED, ST_FINISH_ROOT, ST_FINISH_COSINE, ST_FINISH_COUNT };

typedef struct st_product_kernels {
  int tile_rows, tile_columns;
  size_t itemsize;
  st_pack_fn pack;
  st_block_fn block[ST_FINISH_COUNT];
  /* Panels of tile_rows rows of x [features][tile_rows]: rows [row, row + rows), `row` a multiple of tile_rows,
   * each less its mean and times the weights, where those are given. */
  void (*pack_rows)(const st_distance_job *job, int64_t row, int64_t rows, const double *means, const void *weights,
                    void *panels);
  /* Mean of each row, weighted where weights are given. */
  void (*row_means)(const void *x, int64_t rows, int64_t features, const void *weights, double *means);
  /* The sum of (weighted) squares of each row less its mean; as one over its root where `inverse_root`. */
  void (*row_terms)(const void *x, int64_t rows, int64_t features, const double *means, const void *weights,
                    int inverse_root, void *terms);
} st_product_kernels;
#endif
