/* See walk.h. A task is a number of whole inner runs, or a stretch of one run where runs are long. */
#include "walk.h"

int st_walk_open(st_walk *w, const st_call *call, const double *layout, int ndim, int arrays) {
  if (ndim < 1 || ndim > ST_MAX_NDIM) return ST_BAD_CALL;
  w->ndim = ndim;
  w->arrays = arrays;
  w->rows = 1;
  for (int axis = 0; axis < ndim; axis++) {
    w->shape[axis] = (int64_t)layout[axis];
    if (axis < ndim - 1) w->rows *= w->shape[axis];
  }
  const double *at = layout + ndim;
  for (int array = 0; array < arrays; array++, at += ndim + 1) {
    w->start[array] = (char *)call->operand[array] + (int64_t)at[0];
    for (int axis = 0; axis < ndim; axis++) w->stride[array][axis] = (int64_t)at[1 + axis];
  }
  return ST_OK;
}

int64_t st_walk_cut(st_walk *w) {
  const int64_t n = w->shape[w->ndim - 1];
  if (n == 0 || w->rows == 0) return 0;
  w->stretch = n < ST_TASK_ELEMENTS ? n : ST_TASK_ELEMENTS;
  w->stretches = (n + w->stretch - 1) / w->stretch;
  w->rows_per_task = w->stretches > 1 ? 1 : (ST_TASK_ELEMENTS + n - 1) / n;
  return (w->rows + w->rows_per_task - 1) / w->rows_per_task * w->stretches;
}

void st_walk_seek(const st_walk *w, int64_t row, st_place *place) {
  for (int array = 0; array < w->arrays; array++) place->at[array] = w->start[array];
  for (int axis = w->ndim - 2; axis >= 0; axis--) {
    place->index[axis] = row % w->shape[axis];
    row /= w->shape[axis];
    for (int array = 0; array < w->arrays; array++) place->at[array] += place->index[axis] * w->stride[array][axis];
  }
}

void st_walk_step(const st_walk *w, st_place *place) {
  for (int axis = w->ndim - 2; axis >= 0; axis--) {
    const int64_t back = ++place->index[axis] < w->shape[axis] ? -1 : w->shape[axis] - 1;
    for (int array = 0; array < w->arrays; array++) place->at[array] -= back * w->stride[array][axis];
    if (back < 0) return;
    place->index[axis] = 0;
  }
}

int64_t st_walk_task(const st_walk *w, int64_t task, st_place *place, int64_t *rows) {
  const int last = w->ndim - 1;
  const int64_t row = task / w->stretches * w->rows_per_task;
  const int64_t first = task % w->stretches * w->stretch;
  st_walk_seek(w, row, place);
  for (int array = 0; array < w->arrays; array++) place->at[array] += first * w->stride[array][last];
  *rows = w->rows - row < w->rows_per_task ? w->rows - row : w->rows_per_task;
  const int64_t left = w->shape[last] - first;
  return left < w->stretch ? left : w->stretch;
}

const st_loops *st_loops_of(int dtype) {
  switch (dtype) {
    case ST_F64: return ST_DISPATCH(st_loops_f64);
    case ST_F32: return ST_DISPATCH(st_loops_f32);
    case ST_BOOL: return ST_DISPATCH(st_loops_bool);
    case ST_I8: return ST_DISPATCH(st_loops_i8);
    case ST_I16: return ST_DISPATCH(st_loops_i16);
    case ST_I32: return ST_DISPATCH(st_loops_i32);
    case ST_I64: return ST_DISPATCH(st_loops_i64);
    case ST_U8: return ST_DISPATCH(st_loops_u8);
    case ST_U16: return ST_DISPATCH(st_loops_u16);
    case ST_U32: return ST_DISPATCH(st_loops_u32);
    case ST_U64: return ST_DISPATCH(st_loops_u64);
    case ST_C64: return ST_DISPATCH(st_loops_c64);
    case ST_C128: return ST_DISPATCH(st_loops_c128);
    default: return NULL;
  }
}

int st_item_size(int dtype) {
  static const uint8_t sizes[ST_DTYPE_COUNT] = {
      [ST_F64] = 8, [ST_F32] = 4, [ST_BIT] = 8, [ST_BOOL] = 1, [ST_I8] = 1,  [ST_I16] = 2, [ST_I32] = 4,   [ST_I64] = 8,
      [ST_U8] = 1,  [ST_U16] = 2, [ST_U32] = 4, [ST_U64] = 8,  [ST_F16] = 2, [ST_C64] = 8, [ST_C128] = 16,
  };
  return sizes[dtype];
}

st_unary_loop st_cast_between(int to, int from) {
  return to == from ? NULL : ST_DISPATCH(st_casts_all)->cast[to][from];
}

int st_result_dtype(enum st_result rule, int dtype) {
  switch (rule) {
    case ST_RESULT_truth: return ST_BOOL;
    case ST_RESULT_count: return ST_I64;
    case ST_RESULT_magnitude: return dtype == ST_C64 ? ST_F32 : dtype == ST_C128 ? ST_F64 : dtype;
    case ST_RESULT_widened:
      if (dtype >= ST_BOOL && dtype <= ST_I64) return ST_I64;
      return dtype >= ST_U8 && dtype <= ST_U64 ? ST_U64 : dtype;
    default: return dtype;
  }
}
