/* What the matrix product needs from an instruction set, for one element type. */
#ifndef STRIDED_GEMM_H
#define STRIDED_GEMM_H
#include "../strided.h"

typedef struct st_gemm_kernels {
  int tile_rows, tile_columns;
  size_t itemsize;
  /* Panels of tile_rows rows / tile_columns columns, packed[panel][depth][width], the last padded with zeros. */
  void (*pack_rows)(const void *a, int64_t row_stride, int64_t depth_stride, int64_t rows, int64_t depth, void *packed);
  void (*pack_columns)(const void *b, int64_t column_stride, int64_t depth_stride, int64_t columns, int64_t depth,
                       void *packed);
  /* The same of complex numbers, two parts each, whose product is one of reals: a row [re, im, …] as it is, and for a
   * column two, [re, −im, …] and [im, re, …]. Depths and columns count parts. */
  void (*pack_complex_rows)(const void *a, int64_t row_stride, int64_t depth_stride, int64_t rows, int64_t depth,
                            void *packed);
  void (*pack_complex_columns)(const void *b, int64_t column_stride, int64_t depth_stride, int64_t columns,
                               int64_t depth, void *packed);
  /* out = or += packed a times packed b. */
  void (*block)(const void *a, const void *b, int64_t rows, int64_t columns, int64_t depth, void *out,
                int64_t out_stride, int accumulate);
  /* out = a times b, neither packed; elements of a row of b and of out are next to each other. */
  void (*direct)(const void *a, int64_t a_row, int64_t a_inner, const void *b, int64_t b_inner, int64_t rows,
                 int64_t columns, int64_t depth, void *out, int64_t out_stride);
  /* The same of complex numbers: strides and columns in parts, depth in numbers. */
  void (*direct_complex)(const void *a, int64_t a_row, int64_t a_inner, const void *b, int64_t b_inner, int64_t rows,
                         int64_t columns, int64_t depth, void *out, int64_t out_stride);
  /* Copies what is above the diagonal to below it, in rows [row, end) of out, which is square. */
  void (*mirror)(void *out, int64_t out_stride, int64_t row, int64_t end);
  /* out[i * out_stride] = a row i times the vector, for rows whose elements are next to each other... */
  void (*row_dots)(const void *a, int64_t row_stride, int64_t rows, int64_t depth, const void *vector, void *out,
                   int64_t out_stride);
  /* ...and inner products of `count` pairs of runs of `depth` elements. */
  void (*pair_dots)(const void *a, int64_t a_step, const void *b, int64_t b_step, int64_t count, int64_t depth, void *out);
  /* For columns whose elements are next to each other: out[0..rows) = sum over columns of a column times its factor. */
  void (*column_sum)(const void *a, int64_t column_stride, int64_t rows, int64_t depth, const void *vector, void *out);
  /* out = the sum of runs of elements, `stride` apart, in their order. */
  void (*add_runs)(const void *runs, int64_t stride, int64_t count, int64_t elements, void *out);
} st_gemm_kernels;

/* A product: out [rows x columns] = or += a [rows x inner] b [inner x columns], strides in parts. */
typedef struct st_gemm_product {
  const st_gemm_kernels *kernels;
  const char *a, *b;
  char *out;
  int accumulate;
  int is_mirrored; /* b is a's transpose: only what is on or above the diagonal is computed, the rest copied */
  int parts;       /* of an element: 2 for complex numbers, whose columns and depths count parts */
  int64_t rows, columns, inner, a_row, a_inner, b_inner, b_column, out_stride;
} st_gemm_product;

/* At most so many elements of depth are summed in one go, so that packed panels stay small. */
#define ST_GEMM_DEPTH 384

/* A product of any operands, which packing sorts out. */
int st_multiply_packed(const st_gemm_product *product, int threads, int32_t *control);

/* The `matmul` entry; accumulate: out += instead of out =. */
int st_matmul(const st_call *call, int accumulate);

/* The kernels of a dtype's real parts. */
const st_gemm_kernels *st_gemm_kernels_of(int dtype);

/* Whether `direct` suits a product with such a b; inner and columns count parts. */
int st_direct_suits(const st_gemm_kernels *kernels, int parts, int64_t inner, int64_t columns, int64_t b_column);

/* A product one of whose operands is a vector: out[rows] = matrix [rows x inner] vector [inner]. Strides in parts. */
typedef struct st_vector_product {
  const st_gemm_kernels *kernels;
  const char *matrix, *vector;
  char *out;
  int64_t rows, inner, row_stride, inner_stride, vector_stride, out_stride;
  int is_complex;
} st_vector_product;

/* Memory is the limit here, and packing would double the traffic. Returns -1 where the strides do not suit; packing
 * then sorts them out. */
int st_multiply_vector(const st_vector_product *product, int threads);
#endif
