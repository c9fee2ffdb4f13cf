/* The direct metrics: every pair of rows is compared feature by feature, in one pass, in a fixed order.
 *
 * direct.def is the list of them; kernels/steps.h says what each does with a feature and with the sums at the end;
 * kernels/tile.h is the loop around both; direct.c prepares a job and picks the row. */
#ifndef STRIDED_DISTANCE_DIRECT_H
#define STRIDED_DISTANCE_DIRECT_H
#include "job.h"

#define DIRECT(name, sums, weighted, terms) ST_DIRECT_##name,
enum st_direct_kind {
#include "direct.def"
  ST_DIRECT_COUNT
};

/* What kernels/canberra.h can multiply together safely. */
#define CANBERRA_LEAST_F64 0x1p-100
#define CANBERRA_MOST_F64 0x1p100
#define CANBERRA_ZERO_F64 0x1p-154
#define CANBERRA_LEAST_F32 0x1p-24
#define CANBERRA_MOST_F32 0x1p30
#define CANBERRA_ZERO_F32 0x1p-49

/* A kind compiled for one instruction set and one precision. */
typedef struct st_direct_kernel {
  int64_t row_tile, column_tile;
  st_pack_fn pack;
  st_block_fn block;
} st_direct_kernel;

/* Picks the kind, prepares rows, weights and terms, and sets pack, block and tiles. */
int st_direct_prepare(st_distance_job *job, int threads);
/* Replaces x and y of a mahalanobis job by whitened rows, with their terms, and matrix by transpose(U). */
int st_direct_whiten(st_distance_job *job, int threads);

/* What a metric wants done to every row once, before any pair is compared (kernels/prepare.h). */
enum st_preparation_kind {
  ST_PREPARE_PROBABILITIES, /* rows as jensenshannon.h wants them; terms their divergence from uniform */
  ST_PREPARE_TRUTH,         /* 1 where not 0 */
  ST_PREPARE_SUMS,          /* terms are the sums of the rows; sets `unfit` at a value that is negative or not finite */
  ST_PREPARE_ANGLES,        /* latitude, longitude within [-2 pi, 2 pi]; terms are the cosines of the latitudes */
  ST_PREPARE_RANGE,         /* nothing; sets `unfit` at a value that is neither 0 nor canberra's to multiply */
  ST_PREPARE_SIZES,         /* |x| + canberra's zero */
  ST_PREPARE_WHITENED       /* U (x - centre); terms are the squared sizes that bound its rounding */
};
typedef struct st_preparation {
  enum st_preparation_kind kind;
  const void *rows; /* [count x features] */
  void *out, *terms;
  const void *factor, *centre; /* whitening: transpose(U) [features x features], a row */
  int64_t count, features;
  int32_t unfit;
} st_preparation;

#endif
