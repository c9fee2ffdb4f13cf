/* Looking for small values in a row of distances, as an instruction set does it. Limits are values of the row's own
 * element type; NaN is never below anything. */
#ifndef STRIDED_SELECT_H
#define STRIDED_SELECT_H
#include "../strided.h"

typedef struct st_select_kernels {
  /* The first of values[start..count) that is below the limit, or not above it; count if there is none. */
  int64_t (*first_below)(const void *values, int64_t start, int64_t count, double limit);
  int64_t (*first_at_most)(const void *values, int64_t start, int64_t count, double limit);
  /* How many of values[0..count) are not above the limit. */
  int64_t (*count_at_most)(const void *values, int64_t count, double limit);
} st_select_kernels;
#endif
