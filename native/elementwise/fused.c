/* Fused expressions. An element is made as step by step, by the same loops, so its bits are the same. */
#include "fused.h"
#include "../random/philox.h"

/* Operands of steps: temporaries, inputs and constants are numbered apart. */
#define FIRST_INPUT 16
#define FIRST_CONSTANT 32

static int valid_operand(int operand, int inputs) {
  if (operand < FIRST_INPUT) return operand >= 0 && operand < ST_FUSED_TEMPORARIES;
  return operand >= FIRST_CONSTANT || operand - FIRST_INPUT < inputs;
}

/* Numbers made from their places in a stream, whose start is the memory of an input. */
static int open_stream(st_fused_step *step, const st_call *call, int inputs) {
  const int input = step->a - FIRST_INPUT;
  if (input < 0 || input >= inputs || !call->operand[3 + input]) return ST_BAD_CALL;
  memcpy(step->start, call->operand[3 + input], sizeof step->start);
  step->is_stream = 1;
  step->item = sizeof(double);
  return ST_OK;
}

static int open_step(st_fused_step *step, const double *row, const st_call *call, int inputs) {
  const int kind = (int)row[0], operation = (int)row[1], dtype = (int)row[2];
#define BINARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result binary_results[] = {
#include "../kernels.def"
  };
#define UNARY(name, kinds, result) ST_RESULT_##result,
  static const enum st_result unary_results[] = {
#include "../kernels.def"
  };
  const st_loops *loops = st_loops_of(dtype);
  *step = (st_fused_step){.a = (int)row[3], .b = (int)row[4], .to = (int)row[5]};
  if (step->to >= ST_FUSED_TEMPORARIES || !valid_operand(step->a, inputs)) return ST_BAD_CALL;
  switch (kind) {
    case ST_STEP_UNARY:
      if (loops) step->unary = loops->unary[operation];
      step->item = st_item_size(st_result_dtype(unary_results[operation], dtype));
      break;
    case ST_STEP_BINARY:
      if (!valid_operand(step->b, inputs)) return ST_BAD_CALL;
      if (loops) step->binary = loops->binary[operation];
      step->item = st_item_size(st_result_dtype(binary_results[operation], dtype));
      break;
    case ST_STEP_CAST:
      step->unary = st_cast_between(dtype, operation);
      step->item = st_item_size(dtype);
      break;
    case ST_STEP_STREAM: return open_stream(step, call, inputs);
    default: return ST_BAD_CALL;
  }
  return step->unary || step->binary ? ST_OK : ST_BAD_CALL;
}

int st_fused_open(st_fused *f, const st_call *call, int ndim, int inputs, int steps, const double **rest) {
  if (inputs > ST_FUSED_INPUTS || steps < 1 || steps > ST_FUSED_STEPS) return ST_BAD_CALL;
  const double *program = call->operand[1];
  st_call shifted = *call;
  for (int input = 0; input < inputs; input++) shifted.operand[input] = call->operand[3 + input];
  f->constants = call->operand[2];
  f->steps = steps;
  const double *row = program + ndim + inputs * (ndim + 1);
  for (int number = 0; number < steps; number++, row += 6) {
    st_fused_step *step = &f->step[number];
    if (open_step(step, row, call, inputs) != ST_OK) return ST_BAD_CALL;
    if (step->to >= 0) f->item[step->to] = step->item;
    if (step->is_stream) shifted.operand[step->a - FIRST_INPUT] = NULL;
  }
  const int status = st_walk_open(&f->w, &shifted, program, ndim, inputs);
  if (status != ST_OK) return status;
  *rest = row;
  return ST_OK;
}

int64_t st_fused_size(const st_fused *f) { return f->w.rows * f->w.shape[f->w.ndim - 1]; }

/* Where an operand's next elements are, and how far apart. */
static const char *operand_at(const st_fused *f, int operand, char *const *at, char (*temporary)[ST_CHUNK * ST_MAX_ITEM],
                              int64_t *stride) {
  if (operand >= FIRST_CONSTANT) {
    *stride = 0;
    return f->constants + (operand - FIRST_CONSTANT) * ST_MAX_ITEM;
  }
  if (operand >= FIRST_INPUT) {
    *stride = f->w.stride[operand - FIRST_INPUT][f->w.ndim - 1];
    return at[operand - FIRST_INPUT];
  }
  *stride = f->item[operand];
  return temporary[operand];
}

/* All steps on count <= ST_CHUNK elements of one run. */
static void run_steps(const st_fused *f, int64_t count, char *const *at, char *out) {
  char temporary[ST_FUSED_TEMPORARIES][ST_CHUNK * ST_MAX_ITEM] __attribute__((aligned(64)));
  for (int number = 0; number < f->steps; number++) {
    const st_fused_step *step = &f->step[number];
    int64_t a_stride, b_stride;
    const char *a = operand_at(f, step->a, at, temporary, &a_stride);
    char *to = step->to < 0 ? out : temporary[step->to];
    if (step->is_stream) {
      ST_DISPATCH(st_philox_uniform)(step->start, (uint64_t)(uintptr_t)a, a_stride, count, (double *)to);
    } else if (step->unary) {
      step->unary(count, to, step->item, a, a_stride);
    } else {
      const char *b = operand_at(f, step->b, at, temporary, &b_stride);
      step->binary(count, to, step->item, a, a_stride, b, b_stride);
    }
  }
}

void st_fused_pull(const st_fused *f, int64_t first, int64_t count, char *out) {
  const int last = f->w.ndim - 1;
  const int64_t n = f->w.shape[last], item = f->step[f->steps - 1].item;
  st_place place;
  st_walk_seek(&f->w, first / n, &place);
  int64_t column = first % n;
  for (int array = 0; array < f->w.arrays; array++) place.at[array] += column * f->w.stride[array][last];
  while (count > 0) {
    int64_t now = n - column < count ? n - column : count;
    if (now > ST_CHUNK) now = ST_CHUNK;
    run_steps(f, now, place.at, out);
    out += now * item;
    count -= now;
    column += now;
    for (int array = 0; array < f->w.arrays; array++) place.at[array] += now * f->w.stride[array][last];
    if (column < n) continue;
    for (int array = 0; array < f->w.arrays; array++) place.at[array] -= n * f->w.stride[array][last];
    st_walk_step(&f->w, &place);
    column = 0;
  }
}

typedef struct fused_call {
  st_fused f;
  char *out;
  int64_t size;
} fused_call;

static int fused_task(void *context, int64_t task, int thread) {
  const fused_call *call = context;
  (void)thread;
  const int64_t first = task * ST_TASK_ELEMENTS, left = call->size - first;
  const int64_t item = call->f.step[call->f.steps - 1].item;
  st_fused_pull(&call->f, first, left < ST_TASK_ELEMENTS ? left : ST_TASK_ELEMENTS, call->out + first * item);
  return ST_OK;
}

int st_entry_fused(const st_call *call) {
  fused_call c = {.out = call->operand[0]};
  const double *p = call->parameter, *rest;
  const int status = st_fused_open(&c.f, call, (int)p[0], (int)p[1], (int)p[2], &rest);
  if (status != ST_OK) return status;
  c.size = st_fused_size(&c.f);
  return st_parallel_for((c.size + ST_TASK_ELEMENTS - 1) / ST_TASK_ELEMENTS, call->threads, fused_task, &c, call->control);
}
