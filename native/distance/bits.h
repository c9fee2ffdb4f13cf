/* What the bit-packed boolean metrics need from an instruction set. */
#ifndef STRIDED_BITS_H
#define STRIDED_BITS_H
#include "job.h"

/* The boolean metrics in the order of the block tables. */
#define ST_BIT_METRICS(row) \
  row(dice) row(hamming) row(jaccard) row(rogerstanimoto) row(russellrao) row(sokalsneath) row(yule)
#define ST_BIT_NUMBER(name) ST_BIT_##name,
enum st_bit_metric { ST_BIT_METRICS(ST_BIT_NUMBER) ST_BIT_METRIC_COUNT };
#undef ST_BIT_NUMBER

typedef struct st_bits_kernels {
  int tile_rows, tile_columns;
  st_pack_fn pack;
  st_block_fn block[ST_BIT_METRIC_COUNT];
  /* The same where the machine counts the bits of a vector in one instruction. */
  st_block_fn counting_block[ST_BIT_METRIC_COUNT];
} st_bits_kernels;
#endif
