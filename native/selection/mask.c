/* What masks choose: elements that are true, the same written, their positions, and masks as bits.
 *
 * Policy: a mask is cut into stretches of one length, whatever the threads. The true elements of each are counted first,
 * so that every stretch knows where its own begin in the result; then all stretches are written side by side. Counts
 * that no longer agree with the caller's, because someone changes the mask meanwhile, end the call. */
#include "selection.h"

#define STRETCH 16384
/* Positions that are counted apart before they go to their axes. */
#define SOME 512
#define MAX_NDIM 64

typedef struct masking {
  const st_selections *loops;
  const uint8_t *mask;
  int64_t n;
  int64_t *starts; /* of each stretch: how many are true in it, and then before it; the total at the end */
  const char *from;
  char *to;
  int64_t item, values;
  int power, ndim, aligned;
  int64_t shape[MAX_NDIM], axis_stride, item_stride;
} masking;

static int64_t stretches_of(const masking *m) { return (m->n + STRETCH - 1) / STRETCH; }

static int64_t length_of(const masking *m, int64_t stretch) {
  const int64_t left = m->n - stretch * STRETCH;
  return left < STRETCH ? left : STRETCH;
}

static int count_task(void *context, int64_t task, int thread) {
  const masking *m = context;
  (void)thread;
  m->starts[task] = m->loops->count(m->mask + task * STRETCH, length_of(m, task));
  return ST_OK;
}

/* Counts, and runs `write` for each stretch when there are `total`. */
static int by_stretches(masking *m, const st_call *call, int64_t total, st_task write) {
  const int64_t stretches = stretches_of(m);
  m->loops = ST_DISPATCH(st_selections_all);
  m->starts = st_alloc((size_t)(stretches + 1) * sizeof(int64_t));
  if (!m->starts) return ST_NO_MEMORY;
  int status = st_parallel_for(stretches, call->threads, count_task, m, call->control);
  int64_t before = 0;
  for (int64_t i = 0; i < stretches; i++) {
    const int64_t own = m->starts[i];
    m->starts[i] = before;
    before += own;
  }
  m->starts[stretches] = before;
  if (status == ST_OK && total >= 0 && before != total) status = ST_BAD_CALL;
  if (status == ST_OK) status = st_parallel_for(stretches, call->threads, write, m, call->control);
  st_free(m->starts);
  return status;
}

static int compress_task(void *context, int64_t task, int thread) {
  const masking *m = context;
  const int64_t first = task * STRETCH, at = m->starts[task];
  (void)thread;
  m->loops->compress[m->power](m->from + first * m->item, m->mask + first, length_of(m, task), m->to + at * m->item,
                               m->starts[task + 1] - at);
  return ST_OK;
}

int st_entry_compress(const st_call *call) {
  masking m = {.to = call->operand[0], .from = call->operand[1], .mask = call->operand[2],
               .item = (int64_t)call->parameter[0], .n = (int64_t)call->parameter[1]};
  m.power = st_item_power(m.item);
  if (m.power < 0) return ST_BAD_CALL;
  return by_stretches(&m, call, (int64_t)call->parameter[2], compress_task);
}

/* The value that goes to true element k, or with `aligned` to element k of all: counted round the values. */
#define EXPAND(width, T)                                                                   \
  static void expand_##width(const masking *m, int64_t first, int64_t n, int64_t before) { \
    T *out = (T *)m->to + first;                                                           \
    const T *values = (const T *)m->from;                                                  \
    const uint8_t *mask = m->mask + first;                                                 \
    const int64_t count = m->values, each = m->aligned;                                    \
    int64_t k = (each ? first : before) % count;                                           \
    for (int64_t i = 0; i < n; i++) {                                                      \
      const T old = out[i];                                                                \
      out[i] = mask[i] ? values[k] : old;                                                  \
      k += each | (mask[i] != 0);                                                          \
      k = k == count ? 0 : k;                                                              \
    }                                                                                      \
  }
ST_ITEMS(EXPAND)

static void (*const expands[5])(const masking *, int64_t, int64_t, int64_t) = {expand_1, expand_2, expand_4, expand_8,
                                                                               expand_16};

static int expand_task(void *context, int64_t task, int thread) {
  const masking *m = context;
  (void)thread;
  expands[m->power](m, task * STRETCH, length_of(m, task), m->starts[task]);
  return ST_OK;
}

int st_entry_expand(const st_call *call) {
  masking m = {.to = call->operand[0], .from = call->operand[2], .mask = call->operand[1],
               .item = (int64_t)call->parameter[0], .n = (int64_t)call->parameter[1],
               .values = (int64_t)call->parameter[2], .aligned = call->parameter[3] != 0};
  m.power = st_item_power(m.item);
  if (m.power < 0 || m.values <= 0) return ST_BAD_CALL;
  return by_stretches(&m, call, -1, expand_task);
}

/* The flat positions of a few elements as indices of each axis; `index` and `row` are where the walk over rows stands. */
static void spread(const masking *m, const int64_t *flat, int64_t count, int64_t at, int64_t *index, int64_t *row) {
  const int last = m->ndim - 1;
  const int64_t length = m->shape[last];
  int64_t *out = (int64_t *)m->to + at * m->item_stride;
  for (int64_t i = 0; i < count; i++, out += m->item_stride) {
    while (flat[i] >= *row + length) {
      *row += length;
      for (int axis = last - 1; axis >= 0 && ++index[axis] == m->shape[axis]; axis--) index[axis] = 0;
    }
    for (int axis = 0; axis < last; axis++) out[axis * m->axis_stride] = index[axis];
    out[last * m->axis_stride] = flat[i] - *row;
  }
}

static int positions_task(void *context, int64_t task, int thread) {
  const masking *m = context;
  const int64_t first = task * STRETCH, n = length_of(m, task), end = m->starts[task + 1];
  int64_t at = m->starts[task];
  (void)thread;
  if (m->ndim == 1) {
    m->loops->positions(first, m->mask + first, n, (int64_t *)m->to + at, end - at);
    return ST_OK;
  }
  const int last = m->ndim - 1;
  int64_t index[MAX_NDIM], flat[SOME], rest = first / m->shape[last];
  int64_t row = rest * m->shape[last];
  for (int axis = last - 1; axis >= 0; axis--) {
    index[axis] = rest % m->shape[axis];
    rest /= m->shape[axis];
  }
  for (int64_t i = 0; i < n && at < end; i += SOME) {
    const int64_t some = n - i < SOME ? n - i : SOME;
    int64_t found = m->loops->count(m->mask + first + i, some);
    if (found > end - at) found = end - at;
    m->loops->positions(first + i, m->mask + first + i, some, flat, found);
    spread(m, flat, found, at, index, &row);
    at += found;
  }
  return ST_OK;
}

int st_entry_positions(const st_call *call) {
  const double *q = call->parameter, *shape = call->operand[2];
  masking m = {.to = call->operand[0], .mask = call->operand[1], .ndim = (int)q[0], .n = 1,
               .axis_stride = (int64_t)q[2], .item_stride = (int64_t)q[3]};
  if (m.ndim < 1 || m.ndim > MAX_NDIM) return ST_BAD_CALL;
  for (int axis = 0; axis < m.ndim; axis++) m.n *= m.shape[axis] = (int64_t)shape[axis];
  return by_stretches(&m, call, (int64_t)q[1], positions_task);
}

typedef struct packing {
  const uint8_t *a;
  uint8_t *out;
  int64_t rows, bits, bytes; /* of a row: elements on one side, bytes on the other */
  int64_t per_row, stretch;  /* tasks, and bytes of each */
  int little;
} packing;

/* Cuts rows into stretches of whole bytes; returns how many tasks there are. */
static int64_t cut(packing *p) {
  p->stretch = p->bytes < STRETCH / 4 ? (p->bytes > 0 ? p->bytes : 1) : STRETCH / 4;
  p->per_row = (p->bytes + p->stretch - 1) / p->stretch;
  return p->rows * p->per_row;
}

static int pack_task(void *context, int64_t task, int thread) {
  const packing *p = context;
  const int64_t row = task / p->per_row, first = task % p->per_row * p->stretch;
  const int64_t bytes = p->bytes - first < p->stretch ? p->bytes - first : p->stretch;
  const uint8_t *a = p->a + row * p->bits + 8 * first;
  uint8_t *out = p->out + row * p->bytes + first;
  const int64_t bits = p->bits - 8 * first, whole = bits / 8 < bytes ? bits / 8 : bytes;
  (void)thread;
  ST_DISPATCH(st_selections_all)->pack(a, whole, p->little, out);
  if (whole == bytes) return ST_OK;
  int last = 0;
  for (int64_t i = 8 * whole; i < bits; i++) last |= (a[i] != 0) << (p->little ? i & 7 : 7 - (i & 7));
  out[whole] = (uint8_t)last;
  return ST_OK;
}

int st_entry_packBits(const st_call *call) {
  packing p = {.out = call->operand[0], .a = call->operand[1], .rows = (int64_t)call->parameter[0],
               .bits = (int64_t)call->parameter[1], .little = call->parameter[2] != 0};
  p.bytes = (p.bits + 7) / 8;
  return st_parallel_for(cut(&p), call->threads, pack_task, &p, call->control);
}

static int unpack_task(void *context, int64_t task, int thread) {
  const packing *p = context;
  const int64_t row = task / p->per_row, first = task % p->per_row * p->stretch;
  const int64_t bytes = p->bytes - first < p->stretch ? p->bytes - first : p->stretch;
  const uint8_t *a = p->a + row * p->bytes + first;
  uint8_t *out = p->out + row * p->bits + 8 * first;
  int64_t whole = (p->bits - 8 * first) / 8;
  if (whole > bytes) whole = bytes;
  (void)thread;
  if (whole > 0) ST_DISPATCH(st_selections_all)->unpack(a, whole, p->little, out);
  for (int64_t i = whole < 0 ? 0 : 8 * whole; i < p->bits - 8 * first && i < 8 * bytes; i++)
    out[i] = a[i >> 3] >> (p->little ? i & 7 : 7 - (i & 7)) & 1;
  return ST_OK;
}

int st_entry_unpackBits(const st_call *call) {
  packing p = {.out = call->operand[0], .a = call->operand[1], .rows = (int64_t)call->parameter[0],
               .bits = (int64_t)call->parameter[1], .bytes = (int64_t)call->parameter[2],
               .little = call->parameter[3] != 0};
  return st_parallel_for(cut(&p), call->threads, unpack_task, &p, call->control);
}
