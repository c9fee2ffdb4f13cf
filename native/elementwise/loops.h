/* The inner loops of elementwise operations and reductions: tables of functions, one per dtype and instruction set.
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
typedef void (*st_ternary_loop)(int64_t n, char *out, int64_t out_stride, const char *a, int64_t a_stride, const char *b,
                                int64_t b_stride, const char *c, int64_t c_stride);
/* Combines n elements into *out. */
typedef void (*st_fold_loop)(int64_t n, char *out, const char *a, int64_t a_stride);
/* Combines rows of n elements, `step` bytes apart and each lying together, with n results that do too. */
typedef void (*st_rows_loop)(int64_t rows, int64_t n, char *out, const char *a, int64_t step);
/* The position of the first extreme of n > 0 elements, the first NaN before all. */
typedef int64_t (*st_position_loop)(int64_t n, const char *a, int64_t a_stride);
/* Where a[i] beats best[i]: best[i] = a[i], position[i] = at. All contiguous. */
typedef void (*st_contest_loop)(int64_t n, char *best, int64_t *position, const char *a, int64_t at);

/* What one dtype has, by row of kernels.def; NULL where the row leaves it out. */
typedef struct st_loops {
  st_binary_loop binary[ST_BINARY_COUNT];
  st_unary_loop unary[ST_UNARY_COUNT];
  st_ternary_loop clip;
  st_fold_loop fold[ST_REDUCTION_COUNT];
  /* What the fold does with one element, for each of a run: out[i] = out[i] op a[i]. */
  st_unary_loop combine[ST_REDUCTION_COUNT];
  /* The same for many rows, one after the other: sum, prod, min and max. */
  st_rows_loop rows[ST_REDUCTION_COUNT];
  /* out[i] = out[i - 1] op a[i], where out[-1] is there already: sum, prod, min and max. */
  st_unary_loop scan[ST_REDUCTION_COUNT];
  /* [0] smallest, [1] largest. */
  st_position_loop position[2];
  st_contest_loop contest[2];
  /* Contiguous (a - center)^2, center repeated or not: floats. */
  st_binary_loop deviation;
} st_loops;

ST_DECLARE(extern const st_loops, st_loops_f64, [1]);
ST_DECLARE(extern const st_loops, st_loops_f32, [1]);
ST_DECLARE(extern const st_loops, st_loops_bool, [1]);
ST_DECLARE(extern const st_loops, st_loops_i8, [1]);
ST_DECLARE(extern const st_loops, st_loops_i16, [1]);
ST_DECLARE(extern const st_loops, st_loops_i32, [1]);
ST_DECLARE(extern const st_loops, st_loops_i64, [1]);
ST_DECLARE(extern const st_loops, st_loops_u8, [1]);
ST_DECLARE(extern const st_loops, st_loops_u16, [1]);
ST_DECLARE(extern const st_loops, st_loops_u32, [1]);
ST_DECLARE(extern const st_loops, st_loops_u64, [1]);
ST_DECLARE(extern const st_loops, st_loops_c64, [1]);
ST_DECLARE(extern const st_loops, st_loops_c128, [1]);

/* Casts by [to][from], as src/core/cast.ts says; the ones to the same dtype move bits. */
typedef struct st_casts {
  st_unary_loop cast[ST_DTYPE_COUNT][ST_DTYPE_COUNT];
  /* Choices by item size: 1, 2, 4, 8, 16 at [0] to [4]; a is bool. */
  st_ternary_loop where[5];
  /* A block of rows x columns of items whose columns lie together in the output, and whose rows do in the input. */
  void (*transpose[5])(int64_t rows, int64_t columns, char *out, int64_t out_row, const char *a, int64_t a_column);
} st_casts;

ST_DECLARE(extern const st_casts, st_casts_all, [1]);

/* Where a run of more than 128 elements is cut in two for a pairwise sum: the order of NumPy and of the reference. */
#define ST_PAIRWISE_BLOCK 128
static inline int64_t st_pairwise_half(int64_t n) {
  int64_t half = n / 2;
  return half - half % 8;
}
#endif
