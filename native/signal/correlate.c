/* Sliding products in tasks of a few thousand results: each result is one sum, so the cut changes nothing. */
#include "correlate.h"

#define TASK_PRODUCTS 262144

typedef struct job {
  st_sliding sliding;
  st_slide slide;
  int64_t count, per_task;
} job;

static int task(void *context, int64_t number, int thread) {
  const job *j = context;
  (void)thread;
  const int64_t from = number * j->per_task;
  const int64_t left = j->count - from;
  j->slide(&j->sliding, from, left < j->per_task ? left : j->per_task);
  return ST_OK;
}

int st_entry_correlate(const st_call *call) {
  const double *q = call->parameter;
  job j = {.sliding = {.x = call->operand[0], .w = call->operand[1], .out = call->operand[2],
                       .n = (int64_t)q[1], .taps = (int64_t)q[2], .first = (int64_t)q[3]},
           .slide = (int)q[0] == ST_F64 ? &ST_DISPATCH(st_slide_f64) : &ST_DISPATCH(st_slide_f32),
           .count = (int64_t)q[4]};
  if (j.count <= 0) return ST_OK;
  /* Whole blocks of results, so that only the last one of all is short. */
  j.per_task = (TASK_PRODUCTS / (j.sliding.taps + 1) / 256 + 1) * 256;
  return st_parallel_for((j.count + j.per_task - 1) / j.per_task, call->threads, task, &j, call->control);
}
