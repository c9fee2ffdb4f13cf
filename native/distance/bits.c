/* Prepares the boolean metrics on rows of bits: how many are set in each row, and the block function. */
#include "bits.h"
#include "../engine/isa.h"

ST_DECLARE(extern const st_bits_kernels, st_bits, [1]);

#define PREPARE_ROWS 1024

typedef struct preparation {
  const uint64_t *rows_of[2];
  int64_t count[2], tasks_x, width;
  double *terms[2];
} preparation;

static int bits_set(uint64_t word) {
  word -= word >> 1 & 0x5555555555555555u;
  word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
  word = (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0fu;
  return (int)(word * 0x0101010101010101u >> 56);
}

static int count_rows(void *context, int64_t task, int thread) {
  (void)thread;
  preparation *p = context;
  int of_y = task >= p->tasks_x;
  int64_t start = (of_y ? task - p->tasks_x : task) * PREPARE_ROWS;
  for (int64_t i = start; i < p->count[of_y] && i < start + PREPARE_ROWS; i++) {
    int64_t set = 0;
    for (int64_t word = 0; word < p->width; word++) set += bits_set(p->rows_of[of_y][i * p->width + word]);
    p->terms[of_y][i] = (double)set;
  }
  return ST_OK;
}

static int bit_metric(int metric) {
  switch (metric) {
#define CASE(name) \
  case ST_METRIC_##name: return ST_BIT_##name;
    ST_BIT_METRICS(CASE)
#undef CASE
    default: return -1;
  }
}

int st_bits_prepare(st_distance_job *job, int threads) {
  const st_bits_kernels *kernels = ST_DISPATCH(st_bits);
  int metric = bit_metric(job->metric);
  if (metric < 0) return ST_BAD_CALL;
  /* Whole tiles, so that the last one can read past the last row. */
  int64_t rows_x = job->rows_x + kernels->tile_rows, rows_y = job->rows_y + kernels->tile_columns;
  double *terms = st_distance_own(job, (size_t)(rows_x + rows_y) * sizeof(double));
  if (!terms) return ST_NO_MEMORY;
  for (int64_t i = 0; i < rows_x + rows_y; i++) terms[i] = 0;
  preparation p = {.rows_of = {job->x, job->y}, .count = {job->rows_x, job->rows_y}, .width = job->width,
                   .tasks_x = (job->rows_x + PREPARE_ROWS - 1) / PREPARE_ROWS, .terms = {terms, terms + rows_x}};
  int status = st_parallel_for(p.tasks_x + (job->rows_y + PREPARE_ROWS - 1) / PREPARE_ROWS, threads, count_rows, &p, NULL);
  job->terms_x = p.terms[0];
  job->terms_y = p.terms[1];
  job->row_tile = kernels->tile_rows;
  job->column_tile = kernels->tile_columns;
  job->pack = kernels->pack;
  job->block = st_has_vpopcntdq() ? kernels->counting_block[metric] : kernels->block[metric];
  return status;
}
