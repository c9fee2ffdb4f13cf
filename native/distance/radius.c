/* The pairs within a radius, without the matrix: entries distanceRadiusCount and distanceRadiusFill.
 *
 * Two passes compute the same distances: the first counts each row's pairs, so that the caller can make room, the
 * second fills in column order. A pair at exactly the radius is within it; NaN never is. */
#include "../engine/isa.h"
#include "select.h"
#include "sweep.h"

ST_DECLARE(extern const st_select_kernels, st_select_f64, [1]);
ST_DECLARE(extern const st_select_kernels, st_select_f32, [1]);

typedef struct within {
  const st_select_kernels *select;
  double radius;
  int exclude_self, single;
  double *counts;       /* first pass; second pass: where each row's next pair goes */
  int32_t *indices;
  void *distances;
} within;

/* A float32 distance is compared with a float64 radius as numbers: with the largest float32 that is not above it. */
static double float_at_most(double limit) {
  union { float value; uint32_t bits; } bound = {.value = (float)limit};
  if ((double)bound.value > limit) bound.bits += bound.bits >> 31 ? 1u : (uint32_t)-1;
  return (double)bound.value;
}

static double value_at(const within *w, const void *row, int64_t j) {
  return w->single ? (double)((const float *)row)[j] : ((const double *)row)[j];
}

static void count_pairs(void *context, int64_t segment, int64_t row, int64_t rows, int64_t column, int64_t columns,
                        const void *block, int64_t stride) {
  (void)segment;
  within *w = context;
  for (int64_t i = 0; i < rows; i++) {
    const char *values = (const char *)block + i * stride * (w->single ? 4 : 8);
    int64_t self = row + i - column + w->exclude_self - 1, count = w->select->count_at_most(values, columns, w->radius);
    if (w->exclude_self && self >= 0 && self < columns) count -= value_at(w, values, self) <= w->radius;
    w->counts[row + i] += (double)count;
  }
}

static void fill_pairs(void *context, int64_t segment, int64_t row, int64_t rows, int64_t column, int64_t columns,
                       const void *block, int64_t stride) {
  (void)segment;
  within *w = context;
  for (int64_t i = 0; i < rows; i++) {
    const char *values = (const char *)block + i * stride * (w->single ? 4 : 8);
    int64_t at = (int64_t)w->counts[row + i], self = w->exclude_self ? row + i - column + w->exclude_self - 1 : -1;
    for (int64_t j = 0; (j = w->select->first_at_most(values, j, columns, w->radius)) < columns; j++) {
      if (j == self) continue;
      w->indices[at] = (int32_t)(column + j);
      if (w->single) ((float *)w->distances)[at] = ((const float *)values)[j];
      else ((double *)w->distances)[at] = ((const double *)values)[j];
      at++;
    }
    w->counts[row + i] = (double)at;
  }
}

static int run(const st_call *call, within *w, st_visit_fn visit, const void *weights, const void *matrix) {
  const double *q = call->parameter;
  st_distance_job job;
  int status = st_distance_open(&job, (int)q[0], (int)q[1], call->operand[0], call->operand[1], (int64_t)q[2],
                                (int64_t)q[3], (int64_t)q[4], weights, matrix, q[5], q[6], (int)q[7],
                                st_sweep_algorithm((int)q[0], (int)q[8]), call->threads);
  if (status != ST_OK) return status;
  w->single = job.out_itemsize == sizeof(float);
  w->select = w->single ? ST_DISPATCH(st_select_f32) : ST_DISPATCH(st_select_f64);
  w->radius = w->single ? float_at_most(q[9]) : q[9];
  w->exclude_self = (int)q[10];
  status = st_sweep(&job, 1, visit, w, call->threads, call->control);
  st_distance_close(&job);
  return status;
}

int st_entry_distanceRadiusCount(const st_call *call) {
  within w = {.counts = call->operand[2]};
  for (int64_t i = 0; i < (int64_t)call->parameter[2]; i++) w.counts[i] = 0;
  return run(call, &w, count_pairs, call->operand[3], call->operand[4]);
}

int st_entry_distanceRadiusFill(const st_call *call) {
  int64_t rows = (int64_t)call->parameter[2];
  const double *starts = call->operand[2];
  within w = {.counts = st_alloc((size_t)rows * sizeof(double) + 64), .indices = call->operand[3],
              .distances = call->operand[4]};
  if (!w.counts) return ST_NO_MEMORY;
  for (int64_t i = 0; i < rows; i++) w.counts[i] = starts[i];
  int status = run(call, &w, fill_pairs, call->operand[5], call->operand[6]);
  st_free(w.counts);
  return status;
}
