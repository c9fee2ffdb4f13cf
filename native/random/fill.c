/* The entries of random numbers. One thread walks the stream; only PCG64's and Philox's uniform numbers, of which each
 * takes a known part of it, are shared among threads: every task jumps to its place in the stream. */
#include <math.h>
#include "draws.h"
#include "philox.h"

/* Elements of 16 bytes, which need only lie on 8. */
typedef struct st_u128_unaligned {
  uint64_t low, high;
} st_u128_unaligned;

#define NEXT next_pcg64
#define FN(name) name##_pcg64
#include "fill_body.h"
#undef NEXT
#undef FN
#define NEXT next_pcg64dxsm
#define FN(name) name##_pcg64dxsm
#include "fill_body.h"
#undef NEXT
#undef FN
#define NEXT next_sfc64
#define FN(name) name##_sfc64
#include "fill_body.h"
#undef NEXT
#undef FN
#define NEXT next_philox
#define FN(name) name##_philox
#include "fill_body.h"
#undef NEXT
#undef FN

typedef struct generator {
  void (*raw)(words *, int64_t, uint64_t *);
  void (*uniform_f64)(words *, int64_t, double *, double, double);
  void (*uniform_f32)(words *, int64_t, float *);
  void (*normal_f64)(words *, const ziggurat *, int64_t, double *, double, double);
  void (*normal_f32)(words *, const ziggurat32 *, int64_t, float *);
  void (*exponential_f64)(words *, const ziggurat *, int64_t, double *, double);
  void (*exponential_f32)(words *, const ziggurat32 *, int64_t, float *);
  void (*integers_64)(words *, int64_t, uint64_t *, uint64_t, uint64_t);
  void (*integers_32)(words *, int64_t, uint32_t *, uint32_t, uint32_t);
  void (*integers_small)(words *, int64_t, void *, int, uint32_t, uint32_t);
  void (*integers_bool)(words *, int64_t, uint8_t *);
  void (*shuffle)(words *, int64_t, void *, int);
} generator;

#define GENERATOR(id)                                                                                              \
  {                                                                                                                \
    raw_##id, uniform_f64_##id, uniform_f32_##id, normal_f64_##id, normal_f32_##id, exponential_f64_##id,          \
        exponential_f32_##id, integers_64_##id, integers_32_##id, integers_small_##id, integers_bool_##id,         \
        shuffle_##id                                                                                               \
  }
static const generator generators[ST_GENERATOR_COUNT] = {GENERATOR(pcg64), GENERATOR(pcg64dxsm), GENERATOR(sfc64),
                                                         GENERATOR(philox)};

/* Elements of a task; even, so that float32 numbers fill whole words. */
#define TASK_ELEMENTS 65536

typedef struct uniform_job {
  words start;
  int64_t n;
  void *out;
  int is_f32, is_philox;
  double offset, factor;
} uniform_job;

/* Four steps at once, each a quarter of the way: the multiplications of one need not wait for another's. */
static void uniform_four(words *state, int64_t n, double *out, double offset, double factor) {
  const st_u128 a = ST_PCG_MULTIPLIER, c = ST_WIDE(state->s[3], state->s[2]);
  const st_u128 a4 = a * a * a * a, c4 = c * (a * a * a + a * a + a + 1);
  st_u128 s0 = ST_WIDE(state->s[1], state->s[0]), lanes[4];
  for (int lane = 0; lane < 4; lane++) lanes[lane] = s0 = s0 * a + c;
  st_u128 l0 = lanes[0], l1 = lanes[1], l2 = lanes[2], l3 = lanes[3];
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const double x0 = unit_f64(xsl_rr(l0)), x1 = unit_f64(xsl_rr(l1));
    const double x2 = unit_f64(xsl_rr(l2)), x3 = unit_f64(xsl_rr(l3));
    l0 = l0 * a4 + c4;
    l1 = l1 * a4 + c4;
    l2 = l2 * a4 + c4;
    l3 = l3 * a4 + c4;
    out[i] = offset + factor * x0;
    out[i + 1] = offset + factor * x1;
    out[i + 2] = offset + factor * x2;
    out[i + 3] = offset + factor * x3;
  }
  words w = *state;
  pcg64_advance(&w, (uint64_t)i);
  uniform_f64_pcg64(&w, n - i, out + i, offset, factor);
}

/* Philox's numbers, whole steps by their places. */
static void uniform_by_place(words *state, int64_t n, double *out, double offset, double factor) {
  words w = *state;
  int64_t i = 0;
  for (; i < n && w.unused > 0; i++) out[i] = offset + factor * unit_f64(next_philox(&w));
  const int64_t whole = (n - i) / 4 * 4;
  ST_DISPATCH(st_philox_uniform)(w.s, 0, 1, whole, out + i);
  philox_advance(&w, (uint64_t)whole / 4);
  if (!(offset == 0 && factor == 1))
    for (int64_t k = i; k < i + whole; k++) out[k] = offset + factor * out[k];
  i += whole;
  uniform_f64_philox(&w, n - i, out + i, offset, factor);
  *state = w;
}

/* The state `count` words on, of which there are whole steps. */
static void advance(words *w, int is_philox, int64_t count) {
  if (is_philox) philox_advance(w, (uint64_t)count / 4);
  else pcg64_advance(w, (uint64_t)count);
}

static int uniform_task(void *context, int64_t task, int thread) {
  (void)thread;
  uniform_job *job = context;
  const int64_t first = task * TASK_ELEMENTS, left = job->n - first;
  const int64_t n = left < TASK_ELEMENTS ? left : TASK_ELEMENTS;
  words w = job->start;
  advance(&w, job->is_philox, job->is_f32 ? first / 2 : first);
  if (job->is_f32) uniform_f32_pcg64(&w, n, (float *)job->out + first);
  else (job->is_philox ? uniform_by_place : uniform_four)(&w, n, (double *)job->out + first, job->offset, job->factor);
  return ST_OK;
}

/* PCG64's uniform numbers, on all threads. */
static int uniform_parallel(words *w, const st_call *call, int64_t n, int is_f32, double offset, double factor) {
  char *out = call->operand[1];
  if (is_f32 && n > 0 && w->has_half) {
    uniform_f32_pcg64(w, 1, (float *)out);
    out += sizeof(float);
    n--;
  }
  uniform_job job = {*w, n, out, is_f32, 0, offset, factor};
  const int status = st_parallel_for((n + TASK_ELEMENTS - 1) / TASK_ELEMENTS, call->threads, uniform_task, &job,
                                     call->control);
  pcg64_advance(w, (uint64_t)(is_f32 ? n / 2 : n));
  if (is_f32 && n % 2 == 1) next32_pcg64(w);
  return status;
}

/* Philox's float64 uniform numbers, on all threads: what is left of a step, whole tasks, and the rest. */
static int uniform_philox_parallel(words *w, const st_call *call, int64_t n, double offset, double factor) {
  double *out = call->operand[1];
  const int64_t before = (int64_t)w->unused < n ? (int64_t)w->unused : n;
  uniform_f64_philox(w, before, out, offset, factor);
  const int64_t tasks = (n - before) / TASK_ELEMENTS, whole = tasks * TASK_ELEMENTS;
  uniform_job job = {*w, whole, out + before, 0, 1, offset, factor};
  const int status = tasks == 0 ? ST_OK : st_parallel_for(tasks, call->threads, uniform_task, &job, call->control);
  philox_advance(w, (uint64_t)whole / 4);
  uniform_by_place(w, n - before - whole, out + before + whole, offset, factor);
  return status;
}

/* The tables of normal numbers, and after them those of exponential ones, with parameters offset and factor. */
static int draw(words *w, const st_call *call, const generator *g, int kind, int dtype) {
  const uint64_t *k = call->operand[2];
  const double *x = call->operand[3], *f = call->operand[4];
  const uint32_t *k32 = call->operand[2];
  const float *x32 = call->operand[3], *f32 = call->operand[4];
  const draw_call drawn = {.make = g->raw,
                           .state = w,
                           .normal = {k, x, f},
                           .exponential = {k + 256, x + 256, f + 256},
                           .normal32 = {k32, x32, f32},
                           .exponential32 = {k32 + 256, x32 + 256, f32 + 256},
                           .distribution = kind,
                           .dtype = dtype,
                           .n = (int64_t)call->parameter[3],
                           .out = call->operand[1],
                           .a = call->parameter[4],
                           .b = call->parameter[5],
                           .chances = call->operand[2]};
  return ST_DISPATCH(st_random_draw)(&drawn);
}

int st_entry_randomFill(const st_call *call) {
  const int kind = (int)call->parameter[1], dtype = (int)call->parameter[2], id = (int)call->parameter[0];
  if (id < 0 || id >= ST_GENERATOR_COUNT || dtype != (kind >= ST_POISSON ? ST_I64 : dtype == ST_F32 ? ST_F32 : ST_F64))
    return ST_BAD_CALL;
  const int64_t n = (int64_t)call->parameter[3];
  const double offset = call->parameter[4], factor = call->parameter[5];
  const generator *g = &generators[id];
  words w = words_read(call->operand[0]);
  const ziggurat tables = {call->operand[2], call->operand[3], call->operand[4]};
  const ziggurat32 tables32 = {call->operand[2], call->operand[3], call->operand[4]};
  int status = ST_OK;
  if (kind == 0 && id == ST_PCG64) status = uniform_parallel(&w, call, n, dtype == ST_F32, offset, factor);
  else if (kind == 0 && id == ST_PHILOX && dtype == ST_F64)
    status = uniform_philox_parallel(&w, call, n, offset, factor);
  else if (kind == 0 && dtype == ST_F64) g->uniform_f64(&w, n, call->operand[1], offset, factor);
  else if (kind == 0) g->uniform_f32(&w, n, call->operand[1]);
  else if (kind == 1 && dtype == ST_F64) g->normal_f64(&w, &tables, n, call->operand[1], offset, factor);
  else if (kind == 1) g->normal_f32(&w, &tables32, n, call->operand[1]);
  else if (kind == 2 && dtype == ST_F64) g->exponential_f64(&w, &tables, n, call->operand[1], factor);
  else if (kind == 2) g->exponential_f32(&w, &tables32, n, call->operand[1]);
  else status = draw(&w, call, g, kind, dtype);
  words_write(call->operand[0], &w);
  return status;
}

int st_entry_randomIntegers(const st_call *call) {
  const int id = (int)call->parameter[0], dtype = (int)call->parameter[1];
  if (id < 0 || id >= ST_GENERATOR_COUNT) return ST_BAD_CALL;
  const int64_t n = (int64_t)call->parameter[2];
  const uint64_t offset = (uint64_t)call->parameter[4] << 32 | (uint64_t)call->parameter[3];
  const uint64_t range = (uint64_t)call->parameter[6] << 32 | (uint64_t)call->parameter[5];
  const generator *g = &generators[id];
  words w = words_read(call->operand[0]);
  void *out = call->operand[1];
  switch (dtype) {
    case ST_BOOL:
      g->integers_bool(&w, n, out);
      break;
    case ST_I8:
    case ST_U8:
      g->integers_small(&w, n, out, 8, (uint32_t)offset, (uint32_t)range);
      break;
    case ST_I16:
    case ST_U16:
      g->integers_small(&w, n, out, 16, (uint32_t)offset, (uint32_t)range);
      break;
    case ST_I32:
    case ST_U32:
      g->integers_32(&w, n, out, (uint32_t)offset, (uint32_t)range);
      break;
    case ST_I64:
    case ST_U64:
      g->integers_64(&w, n, out, offset, range);
      break;
    default:
      return ST_BAD_CALL;
  }
  words_write(call->operand[0], &w);
  return ST_OK;
}

int st_entry_randomWords(const st_call *call) {
  const int id = (int)call->parameter[0];
  if (id < 0 || id >= ST_GENERATOR_COUNT) return ST_BAD_CALL;
  words w = words_read(call->operand[0]);
  generators[id].raw(&w, (int64_t)call->parameter[1], call->operand[1]);
  words_write(call->operand[0], &w);
  return ST_OK;
}

int st_entry_randomShuffle(const st_call *call) {
  const int id = (int)call->parameter[0], itemsize = (int)call->parameter[1];
  if (id < 0 || id >= ST_GENERATOR_COUNT) return ST_BAD_CALL;
  words w = words_read(call->operand[0]);
  generators[id].shuffle(&w, (int64_t)call->parameter[2], call->operand[1], itemsize);
  words_write(call->operand[0], &w);
  return ST_OK;
}
