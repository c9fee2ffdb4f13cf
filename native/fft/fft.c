/* The entry: transforms along one axis of arrays of any strides.
 *
 * Policy: short transforms run side by side in the lanes of vectors, a few groups of lanes to a task. Long ones, and the
 * few that would leave most lanes empty, run one at a time by four steps (kernels/steps.h) or Bluestein's way; where
 * there are as many of them as threads, each is a task, otherwise its parts are. Which way a transform takes depends on
 * the shape alone, never on the number of threads. */
#include "fft.h"
#include <string.h>
#include "../engine/isa.h"

/* Elements below which waking a thread costs more than it brings, and elements of a task. */
#define ALONE_ELEMENTS (1 << 14)
#define TASK_ELEMENTS (1 << 12)
#define CHUNK (1 << 14)
#define STACK_BYTES (16 * 1024)

ST_DECLARE(extern const st_fft_kernels, st_fft, [2]);

const st_fft_kernels *st_fft_kernels_for(int dtype) {
  return dtype == ST_F64 ? &ST_DISPATCH(st_fft)[0] : &ST_DISPATCH(st_fft)[1];
}

size_t st_fft_work_bytes(const st_fft_plan *plan, int lanes) {
  size_t item = plan->dtype == ST_F64 ? 8 : 4, vector = 2 * item * (size_t)lanes;
  return (2 * ((size_t)plan->work + (size_t)lanes) * vector + 63) & ~(size_t)63;
}

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int threads_for(double elements, int threads) {
  if (elements < ALONE_ELEMENTS) return 1;
  return threads ? threads : st_thread_count();
}

/* One transform, or a loop around one, as the context of tasks. */
typedef struct single {
  const st_fft_kernels *kernels;
  const st_fft_plan *plan;
  const st_fft_side *in, *out;
  double scale;
  char *between, *work;
  size_t work_bytes;
  int64_t elements; /* of a loop */
} single;

static int column_group(void *context, int64_t task, int thread) {
  const single *s = context;
  s->kernels->columns(s->plan, s->in, task, s->between, s->work + (size_t)thread * s->work_bytes);
  return ST_OK;
}

static int row_group(void *context, int64_t task, int thread) {
  const single *s = context;
  s->kernels->rows(s->plan, s->out, task, s->scale, s->between, s->work + (size_t)thread * s->work_bytes);
  return ST_OK;
}

static int four_steps(single *s, int threads) {
  const st_fft_plan *plan = s->plan;
  int64_t lanes = s->kernels->lanes, column_groups = (plan->columns + lanes - 1) / lanes;
  size_t vector = 2 * s->kernels->itemsize * (size_t)lanes;
  threads = threads_for((double)plan->length, threads);
  s->work_bytes = (2 * (size_t)(plan->step_work + lanes) * vector + 63) & ~(size_t)63;
  size_t between_bytes = (size_t)plan->rows * (size_t)(column_groups | 1) * vector;
  s->between = st_alloc(between_bytes + (size_t)threads * s->work_bytes);
  if (!s->between) return ST_NO_MEMORY;
  s->work = s->between + between_bytes;
  int status = st_parallel_for(column_groups, threads, column_group, s, NULL);
  if (status == ST_OK) status = st_parallel_for((plan->rows + lanes - 1) / lanes, threads, row_group, s, NULL);
  st_free(s->between);
  return status;
}

static int chirp_in_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->chirp_in(s->plan, s->in, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->between);
  return ST_OK;
}
static int convolve_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->convolve(s->plan, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->between);
  return ST_OK;
}
static int chirp_out_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->chirp_out(s->plan, s->out, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->scale, s->between);
  return ST_OK;
}
static int split_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->split(s->plan, s->out, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->scale);
  return ST_OK;
}
static int join_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->join(s->plan, s->in, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->between);
  return ST_OK;
}
static int mirror_part(void *context, int64_t task, int thread) {
  const single *s = context;
  (void)thread;
  s->kernels->mirror(s->plan, s->in, task * CHUNK, min64((task + 1) * CHUNK, s->elements), s->between);
  return ST_OK;
}

static int loop(single *s, int64_t elements, st_task part, int threads) {
  s->elements = elements;
  return st_parallel_for((elements + CHUNK - 1) / CHUNK, threads_for((double)elements, threads), part, s, NULL);
}

static st_fft_side contiguous(void *base, size_t item, int swap) {
  return (st_fft_side){.base = base, .element = (int64_t)(2 * item), .part = (int64_t)item, .swap = swap};
}

static int bluestein(single *s, int threads) {
  const st_fft_plan *inner = s->plan->inner;
  size_t item = s->kernels->itemsize;
  s->between = st_alloc((size_t)inner->length * 2 * item);
  if (!s->between) return ST_NO_MEMORY;
  st_fft_side side = contiguous(s->between, item, 0);
  int status = loop(s, inner->length, chirp_in_part, threads);
  if (status == ST_OK) status = st_fft_single(inner, &side, &side, 1, threads);
  if (status == ST_OK) status = loop(s, inner->length, convolve_part, threads);
  side.swap = 1;
  if (status == ST_OK) status = st_fft_single(inner, &side, &side, 1, threads);
  if (status == ST_OK) status = loop(s, s->plan->length, chirp_out_part, threads);
  st_free(s->between);
  return status;
}

/* A few numbers: the work fits the stack. */
static int alone(const st_fft_kernels *kernels, const st_fft_plan *plan, int kind, const st_fft_side *in,
                 const st_fft_side *out, double scale) {
  _Alignas(64) char stack[STACK_BYTES];
  size_t bytes = st_fft_work_bytes(plan, 1);
  void *work = bytes <= sizeof stack ? stack : st_alloc(bytes);
  if (!work) return ST_NO_MEMORY;
  kernels->alone(plan, kind, in, out, scale, work);
  if (work != stack) st_free(work);
  return ST_OK;
}

int st_fft_single(const st_fft_plan *plan, const st_fft_side *in, const st_fft_side *out, double scale, int threads) {
  single s = {.kernels = st_fft_kernels_for(plan->dtype), .plan = plan, .in = in, .out = out, .scale = scale};
  if (plan->inner) return bluestein(&s, threads);
  if (plan->over_rows) return four_steps(&s, threads);
  return alone(s.kernels, plan, ST_FFT_COMPLEX, in, out, scale);
}

/* Even lengths: as complex numbers of half the length; odd ones: as complex numbers. */
static int real_to_half(single *s, int threads) {
  const st_fft_plan *plan = s->plan;
  int64_t n = plan->length;
  if (n % 2 == 0) {
    st_fft_side pairs = *s->in;
    pairs.part = pairs.element;
    pairs.element *= 2;
    int status = st_fft_single(plan->packed, &pairs, s->out, 1, threads);
    return status == ST_OK ? loop(s, n / 4 + 1, split_part, threads) : status;
  }
  size_t item = s->kernels->itemsize;
  char *whole = st_alloc((size_t)n * 2 * item);
  if (!whole) return ST_NO_MEMORY;
  st_fft_side side = contiguous(whole, item, 0);
  int status = st_fft_single(plan->packed, s->in, &side, s->scale, threads);
  memset(whole + item, 0, item);
  for (int64_t k = 0; k <= n / 2; k++)
    memcpy(s->out->base + k * s->out->element, whole + (size_t)k * 2 * item, 2 * item);
  st_free(whole);
  return status;
}

static int half_to_real(single *s, int threads) {
  const st_fft_plan *plan = s->plan;
  int64_t n = plan->length, complexes = n % 2 ? n : n / 2;
  size_t item = s->kernels->itemsize;
  st_fft_side real = *s->out;
  real.swap = 1;
  if (n % 2 == 0) {
    real.part = real.element;
    real.element *= 2;
  }
  /* Contiguous results of even lengths hold the complex numbers on the way. */
  int is_own = n % 2 || s->out->element != (int64_t)item;
  s->between = is_own ? st_alloc((size_t)complexes * 2 * item) : s->out->base;
  if (!s->between) return ST_NO_MEMORY;
  st_fft_side side = contiguous(s->between, item, 1);
  int status = n % 2 ? loop(s, n / 2 + 1, mirror_part, threads) : loop(s, n / 4 + 1, join_part, threads);
  if (status == ST_OK) status = st_fft_single(plan->packed, &side, &real, s->scale, threads);
  if (is_own) st_free(s->between);
  return status;
}

/* One call of the entry. */
typedef struct batch {
  const st_fft_kernels *kernels;
  const st_fft_plan *plan;
  int kind, ndim, threads;
  int64_t count; /* transforms */
  const double *shape, *out_strides, *in_strides;
  st_fft_side in, out;
  double scale;
  int64_t task_groups, groups;
  char *work;
  size_t work_bytes;
} batch;

/* Where transform `number` starts, in bytes from the first. */
static void place(const batch *b, int64_t number, int64_t *in, int64_t *out) {
  *in = *out = 0;
  for (int axis = b->ndim - 1; axis >= 0; axis--) {
    int64_t length = (int64_t)b->shape[axis], index = number % length;
    number /= length;
    *in += index * (int64_t)b->in_strides[axis];
    *out += index * (int64_t)b->out_strides[axis];
  }
}

static int run_one(const batch *b, int64_t number, int threads) {
  st_fft_side in = b->in, out = b->out;
  int64_t in_at, out_at;
  place(b, number, &in_at, &out_at);
  in.base += in_at;
  out.base += out_at;
  const st_fft_plan *complex_plan = b->kind == ST_FFT_COMPLEX ? b->plan : b->plan->packed;
  if (b->plan->is_direct && !complex_plan->over_rows && !(complex_plan->inner && complex_plan->inner->over_rows))
    return alone(b->kernels, b->plan, b->kind, &in, &out, b->scale);
  single s = {.kernels = b->kernels, .plan = b->plan, .in = &in, .out = &out, .scale = b->scale};
  if (b->kind == ST_FFT_REAL_TO_HALF) return real_to_half(&s, threads);
  if (b->kind == ST_FFT_HALF_TO_REAL) return half_to_real(&s, threads);
  return st_fft_single(b->plan, &in, &out, b->scale, threads);
}

static int one_task(void *context, int64_t task, int thread) {
  (void)thread;
  return run_one(context, task, 1);
}

static int lanes_task(void *context, int64_t task, int thread) {
  const batch *b = context;
  int64_t lanes = b->kernels->lanes, end = min64((task + 1) * b->task_groups, b->groups);
  for (int64_t group = task * b->task_groups; group < end; group++) {
    st_fft_side in = b->in, out = b->out;
    int64_t first = group * lanes;
    int count = (int)min64(lanes, b->count - first);
    if (4 * count <= lanes || count == 1) {
      for (int l = 0; l < count; l++) {
        int status = run_one(b, first + l, 1);
        if (status != ST_OK) return status;
      }
      continue;
    }
    for (int l = 0; l < count; l++) place(b, first + l, &in.lane[l], &out.lane[l]);
    b->kernels->lanes_run(b->plan, b->kind, &in, &out, count, b->scale, b->work + (size_t)thread * b->work_bytes);
  }
  return ST_OK;
}

static int run_batch(batch *b) {
  int64_t lanes = b->kernels->lanes, length = b->plan->length;
  int threads = threads_for((double)b->count * (double)length, b->threads);
  if (b->count == 1 || !b->plan->is_direct || 4 * b->count <= lanes) {
    if (b->count >= threads && threads > 1) return st_parallel_for(b->count, threads, one_task, b, NULL);
    for (int64_t i = 0; i < b->count; i++) {
      int status = run_one(b, i, threads);
      if (status != ST_OK) return status;
    }
    return ST_OK;
  }
  b->groups = (b->count + lanes - 1) / lanes;
  b->task_groups = TASK_ELEMENTS / (lanes * length) + 1;
  b->work_bytes = st_fft_work_bytes(b->plan, (int)lanes);
  b->work = st_alloc((size_t)threads * b->work_bytes);
  if (!b->work) return ST_NO_MEMORY;
  int status = st_parallel_for((b->groups + b->task_groups - 1) / b->task_groups, threads, lanes_task, b, NULL);
  st_free(b->work);
  return status;
}

int st_entry_fft(const st_call *call) {
  const double *parameter = call->parameter, *layout = call->operand[2];
  int kind = (int)parameter[0], dtype = (int)parameter[1], ndim = (int)parameter[3], inverse = (int)parameter[5];
  int64_t length = (int64_t)parameter[2];
  if (!call->operand[0] || !call->operand[1] || !layout || (dtype != ST_F64 && dtype != ST_F32)) return ST_BAD_CALL;
  if (kind < ST_FFT_COMPLEX || kind > ST_FFT_REAL_TO_COMPLEX || length < 1 || ndim < 0) return ST_BAD_CALL;
  const double *out = layout + ndim, *in = out + 2 + ndim;
  int is_real = kind == ST_FFT_REAL_TO_HALF || kind == ST_FFT_REAL_TO_COMPLEX;
  if (kind == ST_FFT_REAL_TO_COMPLEX) kind = ST_FFT_COMPLEX;
  int64_t item = dtype == ST_F64 ? 8 : 4;
  batch b = {.kernels = st_fft_kernels_for(dtype),
             .kind = kind,
             .ndim = ndim,
             .threads = call->threads,
             .count = 1,
             .shape = layout,
             .out_strides = out + 2,
             .in_strides = in + 2,
             .scale = parameter[4]};
  for (int axis = 0; axis < ndim; axis++) b.count *= (int64_t)layout[axis];
  if (b.count == 0) return ST_OK;
  b.out = (st_fft_side){.base = (char *)call->operand[0] + (int64_t)out[0], .element = (int64_t)out[1], .swap = inverse,
                        .part = kind == ST_FFT_HALF_TO_REAL ? 0 : item};
  b.in = (st_fft_side){.base = (char *)call->operand[1] + (int64_t)in[0], .element = (int64_t)in[1], .swap = inverse,
                       .part = is_real ? 0 : item};
  if (kind != ST_FFT_COMPLEX) b.in.swap = b.out.swap = 0;
  st_fft_plan *plan = st_fft_acquire(length, dtype, kind != ST_FFT_COMPLEX);
  if (!plan) return ST_NO_MEMORY;
  b.plan = plan;
  int status = run_batch(&b);
  st_fft_release(plan);
  return status;
}
