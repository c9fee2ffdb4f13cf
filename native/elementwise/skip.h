/* Reductions that skip NaN: the inner functions, one set per instruction set and element type. */
#ifndef STRIDED_ELEMENTWISE_SKIP_H
#define STRIDED_ELEMENTWISE_SKIP_H
#include "../engine/isa.h"
#include "../strided.h"

enum st_skip { ST_SKIP_SUM, ST_SKIP_COUNT, ST_SKIP_MIN, ST_SKIP_MAX, ST_SKIP_SQUARES, ST_SKIP_COUNT_OF };

typedef struct st_skips {
  /* One value of n elements that lie side by side; squares are those of the distances from *center. */
  double (*fold[ST_SKIP_COUNT_OF])(const void *a, int64_t n, const void *center);
  /* Adds a row of n elements to n values. */
  void (*row[ST_SKIP_COUNT_OF])(void *out, const void *a, int64_t n, const void *center);
} st_skips;

ST_DECLARE(extern const st_skips, st_skips_f64, [1]);
ST_DECLARE(extern const st_skips, st_skips_f32, [1]);
#endif
