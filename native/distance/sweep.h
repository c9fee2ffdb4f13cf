/* Every distance computed once and looked at once: for entries whose result is smaller than the matrix. */
#ifndef STRIDED_SWEEP_H
#define STRIDED_SWEEP_H
#include "job.h"

/* Looks at the distances of rows [row, row + rows) to columns [column, column + columns), block[i * stride + j]. For
 * one row and segment, calls come with ascending columns and never two at a time. */
typedef void (*st_visit_fn)(void *context, int64_t segment, int64_t row, int64_t rows, int64_t column, int64_t columns,
                            const void *block, int64_t stride);

/* The form a search decides by: direct unless the product was asked for, so that ties are ties; where `algorithm` says
 * something else (kernels.def), what it says. */
static inline int st_sweep_algorithm(int metric, int algorithm) {
  if (metric == ST_METRIC_canberra || metric == ST_METRIC_braycurtis || algorithm == 2) return algorithm;
  return 1;
}

/* How many parts the columns of each row should be split into so that few rows still give every thread work. */
int64_t st_sweep_segments(const st_distance_job *job, int threads);

int st_sweep(const st_distance_job *job, int64_t segments, st_visit_fn visit, void *context, int threads,
             int32_t *control);
#endif
