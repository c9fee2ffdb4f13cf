/* The rearrangements that loading and storing of complex numbers need, for any number of lanes: interleave two vectors,
 * take every second lane of two, transpose a square of vectors. */
#ifndef STRIDED_FFT_SHUFFLE_H
#define STRIDED_FFT_SHUFFLE_H
#include "../../engine/vector.h"

/* Lane numbers of a pair of vectors (a, b) with 2, 4, 8 and 16 lanes. */
#define ST_FIRST_2 0, 2
#define ST_SECOND_2 1, 3
#define ST_EVEN_2 0, 2
#define ST_ODD_2 1, 3
#define ST_FIRST_4 0, 4, 1, 5
#define ST_SECOND_4 2, 6, 3, 7
#define ST_EVEN_4 0, 2, 4, 6
#define ST_ODD_4 1, 3, 5, 7
#define ST_FIRST_8 0, 8, 1, 9, 2, 10, 3, 11
#define ST_SECOND_8 4, 12, 5, 13, 6, 14, 7, 15
#define ST_EVEN_8 0, 2, 4, 6, 8, 10, 12, 14
#define ST_ODD_8 1, 3, 5, 7, 9, 11, 13, 15
#define ST_FIRST_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ST_SECOND_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define ST_EVEN_16 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ST_ODD_16 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
/* Neighbours change places; for shuffles of a vector with itself. */
#define ST_SWAP_2 1, 0
#define ST_SWAP_4 1, 0, 3, 2
#define ST_SWAP_8 1, 0, 3, 2, 5, 4, 7, 6
#define ST_SWAP_16 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14
#define ST_LANES_(what, lanes) ST_##what##_##lanes
#define ST_LANES_OF(what, lanes) ST_LANES_(what, lanes)
#define ST_SHUFFLE_(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#define ST_SHUFFLE(what, lanes, a, b) ST_SHUFFLE_(a, b, ST_LANES_OF(what, lanes))

#if ST_VECTOR_BYTES == 64
#define ST_F64_LANE_COUNT 8
#define ST_F32_LANE_COUNT 16
#elif ST_VECTOR_BYTES == 32
#define ST_F64_LANE_COUNT 4
#define ST_F32_LANE_COUNT 8
#else
#define ST_F64_LANE_COUNT 2
#define ST_F32_LANE_COUNT 4
#endif
#endif
