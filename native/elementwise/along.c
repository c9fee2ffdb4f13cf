/* Along one axis: running sums and the like, and the positions of extremes.
 *
 * The axis is the last one of the layout. Where another axis moves less in memory, a stretch of that one goes along
 * together, row by row; else each run goes by itself. Tasks are stretches or runs; only the extreme of one long run is
 * cut, as running sums have an order. */
#include "walk.h"

typedef struct along {
  st_walk w; /* of the other axes; the last one of its is the inner one where `together` */
  int64_t length, step[2]; /* of the axis */
  int operation, dtype, result, together;
  int64_t item;
  const st_loops *loops;
  st_unary_loop first; /* of an element to the result: a cast or a move */
  st_unary_loop cast;  /* of elements to dtype, or NULL */
} along;

/* Takes the last axis off the walk. */
static int open_along(along *g, const st_call *call, int ndim, int source) {
  st_walk *w = &g->w;
  int status = st_walk_open(w, call, call->operand[2], ndim, 2);
  if (status != ST_OK) return status;
  const int last = ndim - 1;
  g->length = w->shape[last];
  for (int array = 0; array < 2; array++) g->step[array] = w->stride[array][last];
  const int64_t inner = last > 0 ? w->stride[1][last - 1] : 0, own = g->step[1];
  g->together = last > 0 && inner != 0 && (inner < 0 ? -inner : inner) < (own < 0 ? -own : own);
  /* A walk has a last axis that it does not step along: the inner one, or one of length 1 in the place of ours. */
  if (g->together) {
    w->ndim = last;
    w->rows = 1;
    for (int axis = 0; axis < last - 1; axis++) w->rows *= w->shape[axis];
  } else {
    w->shape[last] = 1;
  }
  g->loops = st_loops_of(g->dtype);
  if (!g->loops) return ST_BAD_CALL;
  g->item = st_item_size(g->dtype);
  g->cast = st_cast_between(g->dtype, source);
  g->first = ST_DISPATCH(st_casts_all)->cast[g->result][source];
  return ST_OK;
}

/* Running results along one run. */
static void scan_run(const along *g, char *out, const char *a) {
  const int64_t so = g->step[0], sa = g->step[1];
  const st_unary_loop scan = g->loops->scan[g->operation];
  g->first(1, out, so, a, sa);
  if (!g->cast) {
    scan(g->length - 1, out + so, so, a + sa, sa);
    return;
  }
  char buffer[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  for (int64_t done = 1; done < g->length; done += ST_CHUNK) {
    const int64_t count = g->length - done < ST_CHUNK ? g->length - done : ST_CHUNK;
    g->cast(count, buffer, g->item, a + done * sa, sa);
    scan(count, out + done * so, so, buffer, g->item);
  }
}

/* The same for n <= ST_CHUNK runs side by side. */
static void scan_rows(const along *g, int64_t n, char *out, int64_t so, const char *a, int64_t sa) {
  char buffer[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  const st_unary_loop move = ST_DISPATCH(st_casts_all)->cast[g->result][g->result];
  g->first(n, out, so, a, sa);
  for (int64_t k = 1; k < g->length; k++) {
    const char *before = out, *elements = a += g->step[1];
    int64_t stride = sa;
    out += g->step[0];
    if (g->cast) {
      g->cast(n, buffer, g->item, a, sa);
      elements = buffer;
      stride = g->item;
    }
    move(n, out, so, before, so);
    g->loops->combine[g->operation](n, out, so, elements, stride);
  }
}

static void position_rows(const along *g, int64_t n, char *out, int64_t so, const char *a, int64_t sa) {
  char best[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64))), row[ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  int64_t position[ST_CHUNK];
  const st_casts *casts = ST_DISPATCH(st_casts_all);
  const st_unary_loop gather = casts->cast[g->dtype][g->dtype];
  gather(n, best, g->item, a, sa);
  for (int64_t i = 0; i < n; i++) position[i] = 0;
  for (int64_t k = 1; k < g->length; k++) {
    const char *elements = a += g->step[1];
    if (sa != g->item) {
      gather(n, row, g->item, a, sa);
      elements = row;
    }
    g->loops->contest[g->operation](n, best, position, elements, k);
  }
  casts->cast[ST_I64][ST_I64](n, out, so, (const char *)position, sizeof *position);
}

static int scan_task(void *context, int64_t task, int thread) {
  const along *g = context;
  (void)thread;
  st_place place;
  int64_t rows;
  const int64_t n = st_walk_task(&g->w, task, &place, &rows);
  const int last = g->w.ndim - 1;
  for (; rows > 0; rows--, st_walk_step(&g->w, &place)) {
    if (g->together) scan_rows(g, n, place.at[0], g->w.stride[0][last], place.at[1], g->w.stride[1][last]);
    else scan_run(g, place.at[0], place.at[1]);
  }
  return ST_OK;
}

static int position_task(void *context, int64_t task, int thread) {
  const along *g = context;
  (void)thread;
  st_place place;
  int64_t rows;
  const int64_t n = st_walk_task(&g->w, task, &place, &rows);
  const int last = g->w.ndim - 1;
  for (; rows > 0; rows--, st_walk_step(&g->w, &place)) {
    if (g->together) position_rows(g, n, place.at[0], g->w.stride[0][last], place.at[1], g->w.stride[1][last]);
    else *(int64_t *)place.at[0] = g->loops->position[g->operation](g->length, place.at[1], g->step[1]);
  }
  return ST_OK;
}

/* Tasks of about ST_TASK_ELEMENTS elements: stretches of the inner axis, or runs. */
static int64_t cut_along(along *g) {
  st_walk *w = &g->w;
  const int64_t n = w->shape[w->ndim - 1];
  if (g->length == 0 || n == 0 || w->rows == 0) return 0;
  w->stretch = n < ST_CHUNK ? n : ST_CHUNK;
  w->stretches = (n + w->stretch - 1) / w->stretch;
  const int64_t most = w->stretch * g->length < ST_TASK_ELEMENTS ? ST_TASK_ELEMENTS / (w->stretch * g->length) : 1;
  w->rows_per_task = w->stretches > 1 ? 1 : most;
  return (w->rows + w->rows_per_task - 1) / w->rows_per_task * w->stretches;
}

int st_entry_accumulate(const st_call *call) {
#define REDUCTION(name, kinds, result) ST_RESULT_##result,
  static const enum st_result results[] = {
#include "../kernels.def"
  };
  const int operation = (int)call->parameter[0], dtype = (int)call->parameter[1];
  along g = {.operation = operation, .dtype = dtype, .result = st_result_dtype(results[operation], dtype)};
  const int status = open_along(&g, call, (int)call->parameter[2], (int)call->parameter[3]);
  if (status != ST_OK) return status;
  if (!g.loops->scan[operation]) return ST_BAD_CALL;
  return st_parallel_for(cut_along(&g), call->threads, scan_task, &g, call->control);
}

/* One long run in pieces. */
#define PIECE_ELEMENTS 65536
#define MAX_PIECES 4096

typedef struct search {
  const along *g;
  int64_t piece, *found;
} search;

static int search_task(void *context, int64_t task, int thread) {
  const search *s = context;
  const along *g = s->g;
  (void)thread;
  const int64_t first = task * s->piece, left = g->length - first;
  const char *a = g->w.start[1] + first * g->step[1];
  s->found[task] = first + g->loops->position[g->operation](left < s->piece ? left : s->piece, a, g->step[1]);
  return ST_OK;
}

static int search_run(const st_call *call, const along *g) {
  search s = {.g = g, .piece = PIECE_ELEMENTS};
  while (g->length / s.piece > MAX_PIECES / 2) s.piece *= 2;
  const int64_t pieces = (g->length + s.piece - 1) / s.piece;
  s.found = st_alloc((size_t)pieces * sizeof *s.found);
  if (!s.found) return ST_NO_MEMORY;
  const int status = st_parallel_for(pieces, call->threads, search_task, &s, call->control);
  if (status == ST_OK) {
    char best[ST_MAX_ITEM] __attribute__((aligned(16)));
    int64_t position = s.found[0];
    __builtin_memcpy(best, g->w.start[1] + position * g->step[1], (size_t)g->item);
    for (int64_t i = 1; i < pieces; i++)
      g->loops->contest[g->operation](1, best, &position, g->w.start[1] + s.found[i] * g->step[1], s.found[i]);
    *(int64_t *)g->w.start[0] = position;
  }
  st_free(s.found);
  return status;
}

int st_entry_extreme(const st_call *call) {
  const int dtype = (int)call->parameter[1], ndim = (int)call->parameter[2];
  along g = {.operation = (int)call->parameter[0], .dtype = dtype, .result = dtype};
  const int status = open_along(&g, call, ndim, dtype);
  if (status != ST_OK) return status;
  if (ndim == 1 && g.length > PIECE_ELEMENTS) return search_run(call, &g);
  return st_parallel_for(cut_along(&g), call->threads, position_task, &g, call->control);
}
