/* The k nearest columns of each row, without the matrix: entry distanceNearest.
 *
 * Policy: blocks of distances come from the same kernels as the full matrix, direct ones unless the product form is
 * asked for, so that indices and distances are exactly what sorting a row of the matrix by (distance, index) gives;
 * NaN sorts last. Each row keeps its k best so far in a heap, the worst on top, in the result itself; a vector scan
 * finds the few values below the worst, so that the heap is seldom touched.
 *
 * Where there are few rows, each segment of columns has heaps of its own, merged in the end. */
#include "../engine/isa.h"
#include "select.h"
#include "sweep.h"

ST_DECLARE(extern const st_select_kernels, st_select_f64, [1]);
ST_DECLARE(extern const st_select_kernels, st_select_f32, [1]);

typedef struct nearest {
  const st_select_kernels *select;
  int64_t k, segments;
  int exclude_self;
  /* [rows][segments][k], and how many of the k are there. */
  int32_t *indices, *found;
  void *distances;
  /* The results. */
  int32_t *out_indices;
  void *out_distances;
} nearest;

#define VALUE double
#define TYPED(name) name##_f64
#include "nearest_body.h"
#undef VALUE
#undef TYPED
#define VALUE float
#define TYPED(name) name##_f32
#include "nearest_body.h"
#undef VALUE
#undef TYPED

static int allocate(nearest *n, int64_t rows, size_t itemsize) {
  n->found = st_alloc((size_t)(rows * n->segments) * sizeof(int32_t) + 64);
  if (!n->found) return ST_NO_MEMORY;
  for (int64_t i = 0; i < rows * n->segments; i++) n->found[i] = 0;
  n->indices = n->out_indices;
  n->distances = n->out_distances;
  if (n->segments == 1) return ST_OK;
  n->indices = st_alloc((size_t)(rows * n->segments * n->k) * sizeof(int32_t) + 64);
  n->distances = st_alloc((size_t)(rows * n->segments * n->k) * itemsize + 64);
  return n->indices && n->distances ? ST_OK : ST_NO_MEMORY;
}

static void release(nearest *n) {
  st_free(n->found);
  if (n->indices != n->out_indices) st_free(n->indices);
  if (n->distances != n->out_distances) st_free(n->distances);
}

int st_entry_distanceNearest(const st_call *call) {
  const double *q = call->parameter;
  int64_t rows_x = (int64_t)q[2], rows_y = (int64_t)q[3];
  const int algorithm = st_sweep_algorithm((int)q[0], (int)q[8]);
  nearest n = {.k = (int64_t)q[9], .exclude_self = (int)q[10], .out_indices = call->operand[2],
               .out_distances = call->operand[3]};
  if (rows_x == 0 || n.k == 0) return ST_OK;
  st_distance_job job;
  int status = st_distance_open(&job, (int)q[0], (int)q[1], call->operand[0], call->operand[1], rows_x, rows_y,
                                (int64_t)q[4], call->operand[4], call->operand[5], q[5], q[6], (int)q[7], algorithm,
                                call->threads);
  if (status != ST_OK) return status;
  int single = job.out_itemsize == sizeof(float);
  n.select = single ? ST_DISPATCH(st_select_f32) : ST_DISPATCH(st_select_f64);
  n.segments = st_sweep_segments(&job, call->threads);
  status = allocate(&n, rows_x, job.out_itemsize);
  if (status == ST_OK)
    status = st_sweep(&job, n.segments, single ? visit_f32 : visit_f64, &n, call->threads, call->control);
  for (int64_t row = 0; status == ST_OK && row < rows_x; row++) (single ? finish_f32 : finish_f64)(&n, row);
  release(&n);
  st_distance_close(&job);
  return status;
}
