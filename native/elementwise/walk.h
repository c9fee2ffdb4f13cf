/* The n-d loop around the inner ones: where a call's arrays lie, and how to go from one inner run to the next. */
#ifndef STRIDED_ELEMENTWISE_WALK_H
#define STRIDED_ELEMENTWISE_WALK_H
#include "loops.h"

/* Elements of a task: enough to pay for handing it to a thread. */
#define ST_TASK_ELEMENTS 32768
/* Elements that are cast at a time: the buffers of three operands stay in the first-level cache. */
#define ST_CHUNK 512
#define ST_MAX_NDIM 64
#define ST_MAX_ARRAYS 5
#define ST_MAX_ITEM 16

typedef struct st_walk {
  int ndim, arrays;
  int64_t shape[ST_MAX_NDIM];
  int64_t stride[ST_MAX_ARRAYS][ST_MAX_NDIM];
  char *start[ST_MAX_ARRAYS];
  int64_t rows;          /* inner runs: the product of all lengths but the last */
  int64_t stretch;       /* elements of a run that a task takes */
  int64_t stretches;     /* tasks per run, 1 when a task takes whole runs */
  int64_t rows_per_task;
} st_walk;

/* Where a walk is: the numbers of its outer axes, and the arrays' positions. */
typedef struct st_place {
  int64_t index[ST_MAX_NDIM];
  char *at[ST_MAX_ARRAYS];
} st_place;

/* Reads the layout operand; the arrays are the first operands in order. */
int st_walk_open(st_walk *w, const st_call *call, const double *layout, int ndim, int arrays);
/* Decides what a task is, of runs that may be cut anywhere; returns how many there are. */
int64_t st_walk_cut(st_walk *w);
/* To the start of run `row`, and from there to the next. */
void st_walk_seek(const st_walk *w, int64_t row, st_place *place);
void st_walk_step(const st_walk *w, st_place *place);
/* To the first run of a task; gives the elements of its runs, and how many they are. */
int64_t st_walk_task(const st_walk *w, int64_t task, st_place *place, int64_t *rows);

/* The loops of a dtype on the instruction set in use; NULL for none. */
const st_loops *st_loops_of(int dtype);
int st_item_size(int dtype);
/* The cast between two dtypes, NULL where they are the same: then nothing is to be done. */
st_unary_loop st_cast_between(int to, int from);

/* What loops write: see kernels.def. */
enum st_result { ST_RESULT_same, ST_RESULT_truth, ST_RESULT_magnitude, ST_RESULT_widened, ST_RESULT_count };
int st_result_dtype(enum st_result rule, int dtype);
#endif
