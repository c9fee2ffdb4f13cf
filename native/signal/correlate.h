/* Sliding products: the inner function, one per instruction set and element type. */
#ifndef STRIDED_SIGNAL_CORRELATE_H
#define STRIDED_SIGNAL_CORRELATE_H
#include "../engine/isa.h"
#include "../strided.h"

typedef struct st_sliding {
  const void *x, *w;
  void *out;
  int64_t n, taps, first;
} st_sliding;

/* Results [from, from + count). */
typedef void (*st_slide)(const st_sliding *s, int64_t from, int64_t count);

ST_DECLARE(void, st_slide_f64, (const st_sliding *s, int64_t from, int64_t count));
ST_DECLARE(void, st_slide_f32, (const st_sliding *s, int64_t from, int64_t count));
#endif
