/* distinct: the runs of equal elements of a sorted array, or of an array and the order that sorts it. */
#include "keys.h"

typedef struct distinct {
  const void *a;
  const int64_t *order; /* NULL: a is sorted */
  void *values;
  int64_t *counts, *firsts, *inverse; /* each NULL when it is not wanted */
  int64_t n;
  int equal_nan;
} distinct;

/* NaN is the only element that differs from itself. */
#define DISTINCT(dtype, suffix, T, bits)                                                     \
  static int64_t distinct_##suffix(const distinct *d) {                                      \
    const T *a = d->a;                                                                       \
    T *values = d->values;                                                                   \
    int64_t run = -1, start = 0;                                                             \
    uint##bits##_t before = 0;                                                               \
    for (int64_t i = 0; i < d->n; i++) {                                                     \
      const int64_t at = d->order ? d->order[i] : i;                                         \
      const T value = a[at];                                                                 \
      const uint##bits##_t key = st_tie_##suffix(value);                                     \
      const int is_nan = st_is_nan_##suffix(value);                                          \
      if (i == 0 || key != before || (is_nan && !d->equal_nan)) {                            \
        if (run >= 0 && d->counts) d->counts[run] = i - start;                               \
        start = i;                                                                           \
        values[++run] = value;                                                               \
        if (d->firsts) d->firsts[run] = at;                                                  \
      }                                                                                      \
      before = key;                                                                          \
      if (d->inverse) d->inverse[at] = run;                                                  \
    }                                                                                        \
    if (run >= 0 && d->counts) d->counts[run] = d->n - start;                                \
    return run + 1;                                                                          \
  }

#define st_is_nan_f64(x) ((x) != (x))
#define st_is_nan_f32(x) ((x) != (x))
#define st_is_nan_f16(x) (((x) & 0x7fff) > 0x7c00)
#define st_is_nan_i64(x) 0
#define st_is_nan_u64(x) 0
#define st_is_nan_i32(x) 0
#define st_is_nan_u32(x) 0
#define st_is_nan_i16(x) 0
#define st_is_nan_u16(x) 0
#define st_is_nan_i8(x) 0
#define st_is_nan_u8(x) 0
#define st_is_nan_bool(x) 0
ST_REAL_DTYPES(DISTINCT)

int st_entry_distinct(const st_call *call) {
  const distinct d = {.a = call->operand[0],
                      .order = call->operand[6],
                      .values = call->operand[1],
                      .counts = call->operand[3],
                      .firsts = call->operand[4],
                      .inverse = call->operand[5],
                      .n = (int64_t)call->parameter[1],
                      .equal_nan = call->parameter[2] != 0};
  double *found = call->operand[2];
  switch ((int)call->parameter[0]) {
#define CASE(dtype, suffix, T, bits) \
  case dtype: *found = (double)distinct_##suffix(&d); return ST_OK;
    ST_REAL_DTYPES(CASE)
    default: return ST_BAD_CALL;
  }
}
