/* The inner loops of elementwise operations and reductions: tables of functions, one per instruction set.
 *
 * A loop runs along one axis; strides are in bytes, 0 repeats a scalar. An output may be one of the inputs, element
 * for element, but never overlaps them in any other way: TypeScript computes aside where it would. */
#ifndef STRIDED_ELEMENTWISE_LOOPS_H
#define STRIDED_ELEMENTWISE_LOOPS_H
#include "../engine/isa.h"
#include "../strided.h"

typedef void (*st_binary_loop)(int64_t n, char *out, int64_t out_stride, const char *a, int64_t a_stride, const char *b,
                               int64_t b_stride);
typedef void (*st_unary_loop)(int64_t n, char *out, int64_t out_stride, const char *a, int64_t a_stride);
/* Combines n elements into *out. */
typedef void (*st_fold_loop)(int64_t n, char *out, const char *a, int64_t a_stride);

/* By row of kernels.def; [0] is float64, [1] float32. */
typedef struct st_loops {
  st_binary_loop binary[2][ST_BINARY_COUNT];
  st_unary_loop unary[2][ST_UNARY_COUNT];
  st_fold_loop fold[2][ST_REDUCTION_COUNT];
  /* What the fold does with one element: the same along an axis that is kept. */
  st_binary_loop combine[2][ST_REDUCTION_COUNT];
} st_loops;

ST_DECLARE(extern const st_loops, st_elementwise_loops, [1]);

/* Where a run of more than 128 elements is cut in two for a pairwise sum: the order of NumPy and of the reference. */
#define ST_PAIRWISE_BLOCK 128
static inline int64_t st_pairwise_half(int64_t n) {
  int64_t half = n / 2;
  return half - half % 8;
}
#endif
