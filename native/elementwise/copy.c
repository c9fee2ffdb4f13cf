/* Copies and casts between any two layouts of one shape.
 *
 * Policy: the axes come in the order of the result's memory. Runs that lie together on both sides move at the speed of
 * memory. Where the source has its neighbours on another axis, the plane of that axis and the last is walked in blocks
 * whose cache lines on both sides stay in the first-level cache. */
#include "walk.h"

/* Sides of a block, in elements: 64 columns of the result's rows, 32 rows. */
#define BLOCK_ROWS 32
#define BLOCK_COLUMNS 256

typedef struct copying {
  st_walk w;
  st_unary_loop cast;
  void (*transpose)(int64_t rows, int64_t columns, char *out, int64_t out_row, const char *a, int64_t a_column);
  int64_t blocks; /* of rows in a plane */
} copying;

static int run_task(void *context, int64_t task, int thread) {
  const copying *c = context;
  (void)thread;
  st_place place;
  int64_t rows;
  const int last = c->w.ndim - 1;
  const int64_t n = st_walk_task(&c->w, task, &place, &rows);
  for (; rows > 0; rows--, st_walk_step(&c->w, &place))
    c->cast(n, place.at[0], c->w.stride[0][last], place.at[1], c->w.stride[1][last]);
  return ST_OK;
}

/* One strip of a plane: BLOCK_ROWS rows, by blocks of columns. */
static int plane_task(void *context, int64_t task, int thread) {
  const copying *c = context;
  (void)thread;
  const st_walk *w = &c->w;
  const int last = w->ndim - 1, across = last - 1;
  st_place place;
  st_walk_seek(w, task / c->blocks * w->shape[across], &place);
  const int64_t top = task % c->blocks * BLOCK_ROWS, left_rows = w->shape[across] - top;
  const int64_t rows = left_rows < BLOCK_ROWS ? left_rows : BLOCK_ROWS;
  for (int64_t left = 0; left < w->shape[last]; left += BLOCK_COLUMNS) {
    const int64_t columns = w->shape[last] - left < BLOCK_COLUMNS ? w->shape[last] - left : BLOCK_COLUMNS;
    char *out = place.at[0] + top * w->stride[0][across] + left * w->stride[0][last];
    const char *a = place.at[1] + top * w->stride[1][across] + left * w->stride[1][last];
    if (c->transpose) {
      c->transpose(rows, columns, out, w->stride[0][across], a, w->stride[1][last]);
    } else {
      for (int64_t row = 0; row < rows; row++)
        c->cast(columns, out + row * w->stride[0][across], w->stride[0][last], a + row * w->stride[1][across], w->stride[1][last]);
    }
  }
  return ST_OK;
}

static void swap_axes(st_walk *w, int one, int other) {
  const int64_t length = w->shape[one];
  w->shape[one] = w->shape[other];
  w->shape[other] = length;
  for (int array = 0; array < w->arrays; array++) {
    const int64_t stride = w->stride[array][one];
    w->stride[array][one] = w->stride[array][other];
    w->stride[array][other] = stride;
  }
}

/* The axis, other than the last, on which the source's neighbours are; -1 where it is the last or none. */
static int source_axis(const st_walk *w, int64_t item) {
  const int last = w->ndim - 1;
  const int64_t own = w->stride[1][last];
  if (own == 0 || own == item || own == -item || w->shape[last] < 8) return -1;
  for (int axis = 0; axis < last; axis++) {
    if ((w->stride[1][axis] == item || w->stride[1][axis] == -item) && w->shape[axis] >= 8) return axis;
  }
  return -1;
}

int st_entry_copy(const st_call *call) {
  const int ndim = (int)call->parameter[0], to = (int)call->parameter[1], from = (int)call->parameter[2];
  copying c = {0};
  const int status = st_walk_open(&c.w, call, call->operand[2], ndim, 2);
  if (status != ST_OK) return status;
  st_walk *w = &c.w;
  const st_casts *casts = ST_DISPATCH(st_casts_all);
  c.cast = casts->cast[to][from];
  if (!c.cast) return ST_BAD_CALL;
  const int64_t item = st_item_size(from);
  const int across = source_axis(w, item);
  const int64_t tasks = st_walk_cut(w);
  if (tasks == 0 || across < 0) return st_parallel_for(tasks, call->threads, run_task, &c, call->control);
  swap_axes(w, across, ndim - 2);
  if (to == from && w->stride[0][ndim - 1] == item && w->stride[1][ndim - 2] == item) {
    int power = 0;
    while (1 << power < item) power++;
    c.transpose = casts->transpose[power];
  }
  c.blocks = (w->shape[ndim - 2] + BLOCK_ROWS - 1) / BLOCK_ROWS;
  const int64_t planes = w->rows / w->shape[ndim - 2];
  return st_parallel_for(planes * c.blocks, call->threads, plane_task, &c, call->control);
}
