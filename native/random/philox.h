/* Philox by place: any part of its stream can be made without the rest. */
#ifndef STRIDED_RANDOM_PHILOX_H
#define STRIDED_RANDOM_PHILOX_H
#include "../engine/isa.h"
#include "words.h"

/* out[i] = the number in [0, 1) of word place + i * stride of the stream behind a counter and key (six words, `start`):
 * words 0 to 3 are those of the next counter. */
ST_DECLARE(void, st_philox_uniform,
           (const uint64_t *start, uint64_t place, int64_t stride, int64_t count, double *out));
#endif
