/* Items picked by number, and items written by number.
 *
 * Policy: every number is checked in the pass that uses it, and one out of bounds reads and writes nothing; the call goes
 * on, says so at its end, and the caller drops what it made. What is written over is only touched when a pass before has
 * found all numbers good. Of several items for one place the last stays: each place is written by one thread, in order.
 *
 * Picks are int64 or int32 along an axis, or float64: bytes from the first item, which the caller has checked. */
#include "selection.h"

/* Picks of a task, and bytes of the items that a task moves. */
#define TASK_PICKS 16384
#define TASK_BYTES 262144

enum mode { RAISE, WRAP, CLIP };

typedef struct picking {
  char *to;         /* gather: the result, items one after the other; scatter: what is written into */
  const char *from; /* gather: what is picked from; scatter: the values */
  const void *picks;
  int64_t item, outer, outer_stride, length, stride, count;
  int64_t values; /* scatter: how many there are, used again from the first */
  int kind, power, mode;
  int64_t around; /* what is added to negative picks */
  int64_t per_task, stretches, rows_per_task;
  int bad[ST_MAX_THREADS];
} picking;

/* A pick out of bounds, by the mode; -1 for none. */
static int64_t stray(const picking *p, int64_t pick) {
  if (p->length <= 0) return -1;
  if (p->mode == CLIP) return pick < 0 ? 0 : p->length - 1;
  if (p->mode == WRAP) {
    const int64_t rest = pick % p->length;
    return rest < 0 ? rest + p->length : rest;
  }
  return -1;
}

static inline int64_t place_of(const picking *p, int64_t pick, int *bad) {
  const int64_t at = pick < 0 ? pick + p->around : pick;
  if (__builtin_expect((uint64_t)at < (uint64_t)p->length, 1)) return at * p->stride;
  const int64_t other = stray(p, pick);
  if (other >= 0) return other * p->stride;
  *bad = 1;
  return -1;
}

/* The byte offset of pick i, -1 where it is bad. */
static inline int64_t offset_i64(const picking *p, int64_t i, int *bad) {
  return place_of(p, ((const int64_t *)p->picks)[i], bad);
}
static inline int64_t offset_i32(const picking *p, int64_t i, int *bad) {
  return place_of(p, ((const int32_t *)p->picks)[i], bad);
}
static inline int64_t offset_f64(const picking *p, int64_t i, int *bad) {
  (void)bad;
  return (int64_t)((const double *)p->picks)[i];
}

typedef void (*pick_loop)(const picking *p, const char *from, char *to, int64_t first, int64_t end, int64_t value,
                          int *bad);

#define IS_BAD_i64(offset) *bad && offset == -1
#define IS_BAD_i32(offset) *bad && offset == -1
#define IS_BAD_f64(offset) 0

#define GATHER_LOOP(kind, width, T)                                                                            \
  static void gather_##kind##_##width(const picking *p, const char *from, char *to, int64_t first, int64_t end, \
                                      int64_t value, int *bad) {                                               \
    T *out = (T *)to;                                                                                          \
    (void)value;                                                                                               \
    for (int64_t i = first; i < end; i++) {                                                                    \
      const int64_t offset = offset_##kind(p, i, bad);                                                         \
      if (IS_BAD_##kind(offset)) return;                                                                       \
      out[i] = *(const T *)(from + offset);                                                                    \
    }                                                                                                          \
  }
#define SCATTER_LOOP(kind, width, T)                                                                            \
  static void scatter_##kind##_##width(const picking *p, const char *from, char *to, int64_t first, int64_t end, \
                                       int64_t value, int *bad) {                                               \
    const T *values = (const T *)from;                                                                          \
    for (int64_t i = first; i < end; i++) {                                                                     \
      const int64_t offset = offset_##kind(p, i, bad);                                                          \
      if (IS_BAD_##kind(offset)) return;                                                                        \
      *(T *)(to + offset) = values[value];                                                                      \
      if (++value == p->values) value = 0;                                                                      \
    }                                                                                                           \
  }
#define ROW_LOOPS(kind)                                                                                         \
  static void gather_##kind##_rows(const picking *p, const char *from, char *to, int64_t first, int64_t end,    \
                                   int64_t value, int *bad) {                                                   \
    (void)value;                                                                                                \
    for (int64_t i = first; i < end; i++) {                                                                     \
      const int64_t offset = offset_##kind(p, i, bad);                                                          \
      if (IS_BAD_##kind(offset)) return;                                                                        \
      __builtin_memcpy(to + i * p->item, from + offset, (size_t)p->item);                                       \
    }                                                                                                           \
  }                                                                                                             \
  static void scatter_##kind##_rows(const picking *p, const char *from, char *to, int64_t first, int64_t end,   \
                                    int64_t value, int *bad) {                                                  \
    for (int64_t i = first; i < end; i++) {                                                                     \
      const int64_t offset = offset_##kind(p, i, bad);                                                          \
      if (IS_BAD_##kind(offset)) return;                                                                        \
      __builtin_memcpy(to + offset, from + value * p->item, (size_t)p->item);                                   \
      if (++value == p->values) value = 0;                                                                      \
    }                                                                                                           \
  }
#define FOR_KIND(kind)         \
  GATHER_LOOP(kind, 1, uint8_t)   \
  GATHER_LOOP(kind, 2, uint16_t)  \
  GATHER_LOOP(kind, 4, uint32_t)  \
  GATHER_LOOP(kind, 8, uint64_t)  \
  GATHER_LOOP(kind, 16, st_pair)  \
  SCATTER_LOOP(kind, 1, uint8_t)  \
  SCATTER_LOOP(kind, 2, uint16_t) \
  SCATTER_LOOP(kind, 4, uint32_t) \
  SCATTER_LOOP(kind, 8, uint64_t) \
  SCATTER_LOOP(kind, 16, st_pair) \
  ROW_LOOPS(kind)
FOR_KIND(i64)
FOR_KIND(i32)
FOR_KIND(f64)

/* By kind of picks and power of the item's bytes; rows of any bytes last. */
#define LOOPS_OF(what, kind) \
  {what##_##kind##_1, what##_##kind##_2, what##_##kind##_4, what##_##kind##_8, what##_##kind##_16, what##_##kind##_rows}
static const pick_loop gathers[3][6] = {LOOPS_OF(gather, i64), LOOPS_OF(gather, i32), LOOPS_OF(gather, f64)};
static const pick_loop scatters[3][6] = {LOOPS_OF(scatter, i64), LOOPS_OF(scatter, i32), LOOPS_OF(scatter, f64)};

/* Whether all picks of a stretch are in bounds, of those that have bounds. */
static int check_task(void *context, int64_t task, int thread) {
  picking *p = context;
  const int64_t first = task * TASK_PICKS, end = first + TASK_PICKS < p->count ? first + TASK_PICKS : p->count;
  int *bad = &p->bad[thread];
  if (p->kind == 0)
    for (int64_t i = first; i < end && !*bad; i++) offset_i64(p, i, bad);
  else
    for (int64_t i = first; i < end && !*bad; i++) offset_i32(p, i, bad);
  return ST_OK;
}

static int any_bad(const picking *p) {
  for (int thread = 0; thread < ST_MAX_THREADS; thread++)
    if (p->bad[thread]) return 1;
  return 0;
}

static int gather_task(void *context, int64_t task, int thread) {
  picking *p = context;
  const int64_t stretch = task % p->stretches, row = task / p->stretches * p->rows_per_task;
  const int64_t first = stretch * p->per_task;
  const int64_t end = first + p->per_task < p->count ? first + p->per_task : p->count;
  const pick_loop loop = gathers[p->kind][p->power < 0 ? 5 : p->power];
  for (int64_t outer = row; outer < row + p->rows_per_task && outer < p->outer; outer++)
    loop(p, p->from + outer * p->outer_stride, p->to + outer * p->count * p->item, first, end, 0, &p->bad[thread]);
  return ST_OK;
}

/* All that is written into one outer row. */
static int scatter_task(void *context, int64_t task, int thread) {
  picking *p = context;
  scatters[p->kind][p->power < 0 ? 5 : p->power](p, p->from, p->to + task * p->outer_stride, 0, p->count,
                                                 task * (p->count % p->values) % p->values, &p->bad[thread]);
  return ST_OK;
}

static int open_picking(picking *p, const st_call *call) {
  const double *q = call->parameter;
  const int dtype = (int)q[6];
  p->picks = call->operand[2];
  p->item = (int64_t)q[0];
  p->outer = (int64_t)q[1];
  p->outer_stride = (int64_t)q[2];
  p->length = (int64_t)q[3];
  p->stride = (int64_t)q[4];
  p->count = (int64_t)q[5];
  p->mode = (int)q[7];
  p->kind = dtype == ST_I64 ? 0 : dtype == ST_I32 ? 1 : dtype == ST_F64 ? 2 : -1;
  p->power = st_item_power(p->item);
  p->around = p->mode == RAISE ? p->length : 0;
  return p->kind < 0 ? ST_BAD_CALL : ST_OK;
}

int st_entry_gather(const st_call *call) {
  picking p = {.to = call->operand[0], .from = call->operand[1]};
  int32_t *info = call->operand[3];
  if (open_picking(&p, call) != ST_OK) return ST_BAD_CALL;
  p.per_task = TASK_BYTES / (p.item > 16 ? p.item : 16);
  if (p.per_task < 1) p.per_task = 1;
  p.stretches = (p.count + p.per_task - 1) / p.per_task;
  p.rows_per_task = p.count > 0 && p.count < p.per_task ? p.per_task / p.count : 1;
  const int64_t tasks = (p.outer + p.rows_per_task - 1) / p.rows_per_task * p.stretches;
  const int status = st_parallel_for(tasks, call->threads, gather_task, &p, call->control);
  info[0] = any_bad(&p);
  return status;
}

int st_entry_scatter(const st_call *call) {
  picking p = {.to = call->operand[0], .from = call->operand[1], .values = (int64_t)call->parameter[8]};
  int32_t *info = call->operand[3];
  if (open_picking(&p, call) != ST_OK || p.values <= 0) return ST_BAD_CALL;
  info[0] = 0;
  if (p.kind != 2) {
    const int64_t tasks = (p.count + TASK_PICKS - 1) / TASK_PICKS;
    const int status = st_parallel_for(tasks, call->threads, check_task, &p, call->control);
    info[0] = any_bad(&p);
    if (status != ST_OK || info[0]) return status;
  }
  return st_parallel_for(p.outer, call->threads, scatter_task, &p, call->control);
}

/* out += the byte offsets of picks along an axis. */
typedef struct adding {
  picking p;
  double *out;
} adding;

static int offsets_task(void *context, int64_t task, int thread) {
  adding *a = context;
  picking *p = &a->p;
  const int64_t first = task * TASK_PICKS, end = first + TASK_PICKS < p->count ? first + TASK_PICKS : p->count;
  int *bad = &p->bad[thread];
  if (p->kind == 0)
    for (int64_t i = first; i < end && !*bad; i++) a->out[i] += (double)offset_i64(p, i, bad);
  else
    for (int64_t i = first; i < end && !*bad; i++) a->out[i] += (double)offset_i32(p, i, bad);
  return ST_OK;
}

int st_entry_offsets(const st_call *call) {
  const double *q = call->parameter;
  const int dtype = (int)q[3];
  adding a = {.out = call->operand[0]};
  picking *p = &a.p;
  int32_t *info = call->operand[2];
  p->picks = call->operand[1];
  p->length = (int64_t)q[0];
  p->stride = (int64_t)q[1];
  p->count = (int64_t)q[2];
  p->kind = dtype == ST_I64 ? 0 : 1;
  p->mode = RAISE;
  p->around = p->length;
  if (dtype != ST_I64 && dtype != ST_I32) return ST_BAD_CALL;
  const int64_t tasks = (p->count + TASK_PICKS - 1) / TASK_PICKS;
  const int status = st_parallel_for(tasks, call->threads, offsets_task, &a, call->control);
  info[0] = any_bad(p);
  return status;
}
