/* Distances that follow from the dot product of two rows, for the element type that element.h has set.
 *
 *   dot         s = sum x y
 *   squared     d = |x|^2 + |y|^2 - 2 s, and root its square root
 *   cosine      1 - s / (|x| |y|), with the ratio held within [-1, 1]; NaN where a row has no length, as in SciPy
 *
 * The squared form loses what |x|^2 + |y|^2 has in common with 2 s. With u the unit roundoff (2^-53, 2^-24) and n
 * features, its error is at most (n + 4) u (|x|^2 + |y|^2). A pair is kept only where d > NEAR (|x|^2 + |y|^2), so its
 * relative error is at most (n + 4) u / NEAR in d, half of that in its root: 16 and 8 times the bound (n + 2) u of
 * direct differences. Every other pair, and every pair whose terms overflow or are not numbers, is summed again from
 * its differences, a tile at a time, so that even data far from the origin costs no more than both forms together. */
#define NEAR ((T)0.0625)

/* One pass over the tile's features with differences instead of products: what the direct form would give. */
static __attribute__((noinline)) void TYPED(tile_differences)(const T *left, const T *right, const T *weights,
                                                              int64_t depth, V sum[TILE_ROWS][TILE_VECTORS]) {
  V s[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) s[i][v] = (V){0};
  for (int64_t f = 0; f < depth; f++, left += TILE_ROWS, right += TILE_COLUMNS) {
    V weight = V_SET(weights ? weights[f] : 1);
#pragma GCC unroll 12
    for (int i = 0; i < TILE_ROWS; i++) {
      V l = V_SET(left[i]);
#pragma GCC unroll 4
      for (int v = 0; v < TILE_VECTORS; v++) {
        V difference = l - V_LOAD(right + v * LANES);
        s[i][v] = V_FMA(difference * weight, difference, s[i][v]);
      }
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = s[i][v];
}

/* sum becomes |x|^2 + |y|^2 - 2 sum; the near pairs are computed again. */
static inline __attribute__((always_inline)) void TYPED(finish_squared)(const st_distance_job *job, int64_t row,
                                                                        int64_t column, const T *right,
                                                                        V sum[TILE_ROWS][TILE_VECTORS]) {
  const T *terms_x = (const T *)job->terms_x + row, *terms_y = (const T *)job->terms_y + column;
  MASK doubtful = {0};
#pragma GCC unroll 4
  for (int v = 0; v < TILE_VECTORS; v++) {
    V term_y = V_LOAD(terms_y + v * LANES);
#pragma GCC unroll 12
    for (int i = 0; i < TILE_ROWS; i++) {
      V terms = V_SET(terms_x[i]) + term_y;
      sum[i][v] = V_FMA(V_SET(-2), sum[i][v], terms);
      doubtful |= ~(MASK)(sum[i][v] > terms * NEAR);
    }
  }
  if (!st_any_set((st_i64v)doubtful)) return;
  V direct[TILE_ROWS][TILE_VECTORS];
  TYPED(tile_differences)((const T *)job->plain_panels_x + row * job->width, right, job->weights, job->width, direct);
  for (int v = 0; v < TILE_VECTORS; v++)
    for (int i = 0; i < TILE_ROWS; i++) {
      V terms = V_SET(terms_x[i]) + V_LOAD(terms_y + v * LANES);
      sum[i][v] = V_SELECT((MASK)(sum[i][v] > terms * NEAR), sum[i][v], direct[i][v]);
    }
}

static inline __attribute__((always_inline)) void TYPED(finish_cosine)(const st_distance_job *job, int64_t row,
                                                                       int64_t column,
                                                                       V sum[TILE_ROWS][TILE_VECTORS]) {
  const T *terms_x = (const T *)job->terms_x + row, *terms_y = (const T *)job->terms_y + column;
#pragma GCC unroll 4
  for (int v = 0; v < TILE_VECTORS; v++) {
    V term_y = V_LOAD(terms_y + v * LANES);
#pragma GCC unroll 12
    for (int i = 0; i < TILE_ROWS; i++) {
      /* The ratio is the second operand throughout, so that NaN stays. */
      V ratio = sum[i][v] * (V_SET(terms_x[i]) * term_y);
      sum[i][v] = V_SET(1) - V_MAX(V_SET(-1), V_MIN(V_SET(1), ratio));
    }
  }
}

static inline __attribute__((always_inline)) void TYPED(put_tile)(V sum[TILE_ROWS][TILE_VECTORS], T *out,
                                                                  int64_t out_stride, int rows, int stream) {
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++) {
    if (i >= rows) return;
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) {
      T *at = out + i * out_stride + v * LANES;
      if (stream)
        V_STREAM(at, sum[i][v]);
      else
        V_STORE(at, sum[i][v]);
    }
  }
}

static void TYPED(put_edge)(V sum[TILE_ROWS][TILE_VECTORS], T *out, int64_t out_stride, int rows, int columns) {
  T tile[TILE_ROWS * TILE_COLUMNS];
  TYPED(put_tile)(sum, tile, TILE_COLUMNS, TILE_ROWS, 0);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) out[i * out_stride + j] = tile[i * TILE_COLUMNS + j];
}

/* From sums to distances, for one tile, into the result. */
static inline __attribute__((always_inline)) void TYPED(finish_tile)(const st_distance_job *job, int64_t row, int rows,
                                                                     int64_t column, int64_t columns, const T *right,
                                                                     V sum[TILE_ROWS][TILE_VECTORS], T *out,
                                                                     int64_t out_stride, int stream,
                                                                     enum st_product_finish finish) {
  if (finish == ST_FINISH_SQUARED || finish == ST_FINISH_ROOT) TYPED(finish_squared)(job, row, column, right, sum);
  if (finish == ST_FINISH_COSINE) TYPED(finish_cosine)(job, row, column, sum);
  if (finish == ST_FINISH_ROOT)
#pragma GCC unroll 12
    for (int r = 0; r < TILE_ROWS; r++)
#pragma GCC unroll 4
      for (int v = 0; v < TILE_VECTORS; v++) sum[r][v] = V_SQRT(sum[r][v]);
  if (columns >= TILE_COLUMNS)
    TYPED(put_tile)(sum, out, out_stride, rows, stream);
  else
    TYPED(put_edge)(sum, out, out_stride, rows, (int)columns);
}

static inline __attribute__((always_inline)) void TYPED(block)(const st_distance_job *job, int64_t row, int64_t rows,
                                                               int64_t column, int64_t columns, const void *packed,
                                                               void *out, int64_t out_stride, int stream,
                                                               enum st_product_finish finish) {
  const int64_t depth = job->width;
  for (int64_t i = 0; i < rows; i += TILE_ROWS) {
    const T *left = (const T *)job->panels_x + (row + i) * depth;
    int here = rows - i < TILE_ROWS ? (int)(rows - i) : TILE_ROWS;
    for (int64_t j = 0; j < columns; j += TILE_COLUMNS) {
      const T *right = (const T *)packed + j * depth;
      V sum[TILE_ROWS][TILE_VECTORS];
      TYPED(tile_dot)(left, right, depth, sum);
      TYPED(finish_tile)(job, row + i, here, column + j, columns - j, right, sum, (T *)out + i * out_stride + j,
                         out_stride, stream, finish);
    }
  }
  if (stream) st_stream_fence();
}

#define BLOCK(name, finish)                                                                                       \
  static void TYPED(name)(const st_distance_job *job, int64_t row, int64_t rows, int64_t column, int64_t columns, \
                          const void *packed, void *out, int64_t out_stride, int stream) {                        \
    TYPED(block)(job, row, rows, column, columns, packed, out, out_stride, stream, finish);                       \
  }
BLOCK(block_dot, ST_FINISH_DOT)
BLOCK(block_squared, ST_FINISH_SQUARED)
BLOCK(block_root, ST_FINISH_ROOT)
BLOCK(block_cosine, ST_FINISH_COSINE)
#undef BLOCK

static void TYPED(subtract_means)(const double *means, int64_t lanes, int64_t depth, int width, T *packed) {
  for (int64_t lane = 0; lane < lanes; lane++) {
    T *panel = packed + lane / width * width * depth + lane % width;
    for (int64_t f = 0; f < depth; f++) panel[f * width] = (T)((double)panel[f * width] - means[lane]);
  }
}

static void TYPED(pack)(const st_distance_job *job, int64_t column, int64_t columns, void *packed) {
  TYPED(pack_panels)((const T *)job->y + column * job->width, job->width, 1, columns, job->width, TILE_COLUMNS, packed);
  if (job->means_y) TYPED(subtract_means)(job->means_y + column, columns, job->width, TILE_COLUMNS, packed);
}

static void TYPED(pack_rows)(const st_distance_job *job, int64_t row, int64_t rows, const double *means,
                             const void *weights, void *panels) {
  T *to = (T *)panels + row * job->width;
  int64_t depth = job->width;
  TYPED(pack_panels)((const T *)job->x + row * depth, depth, 1, rows, depth, TILE_ROWS, to);
  if (means) TYPED(subtract_means)(means + row, rows, depth, TILE_ROWS, to);
  if (!weights) return;
  for (int64_t i = 0; i < (rows + TILE_ROWS - 1) / TILE_ROWS; i++)
    for (int64_t f = 0; f < depth; f++)
      for (int r = 0; r < TILE_ROWS; r++) to[(i * depth + f) * TILE_ROWS + r] *= ((const T *)weights)[f];
}

/* The mean of what the first mean leaves is added to it: a constant row then has exactly its constant for a mean, and
 * no length (so that its correlation is NaN, not noise). */
static void TYPED(row_means)(const void *x, int64_t rows, int64_t features, const void *weights, double *means) {
  const T *w = weights;
  for (int64_t i = 0; i < rows; i++) {
    const T *row = (const T *)x + i * features;
    double mean = 0;
    for (int pass = 0; pass < 2; pass++) {
      double sum = 0, weight = 0;
      for (int64_t f = 0; f < features; f++) {
        sum += (w ? (double)w[f] : 1) * ((double)row[f] - mean);
        weight += w ? (double)w[f] : 1;
      }
      mean += sum / weight;
    }
    means[i] = mean;
  }
}

/* Summed in float64 and in the order of the features, with FMA where the product has it: in float64 a row's term
 * cancels exactly with its product with itself. Rows go four at a time, because one sum alone waits for itself. */
#define TERM_ROWS 4
static void TYPED(row_terms)(const void *x, int64_t rows, int64_t features, const double *means, const void *weights,
                             int inverse_root, void *terms) {
  const T *w = weights;
  for (int64_t i = 0; i < rows; i += TERM_ROWS) {
    int here = rows - i < TERM_ROWS ? (int)(rows - i) : TERM_ROWS;
    const T *row[TERM_ROWS];
    double sum[TERM_ROWS] = {0}, mean[TERM_ROWS];
    for (int r = 0; r < TERM_ROWS; r++) {
      row[r] = (const T *)x + (i + (r < here ? r : 0)) * features;
      mean[r] = means ? means[i + (r < here ? r : 0)] : 0;
    }
    for (int64_t f = 0; f < features; f++)
#pragma GCC unroll 4
      for (int r = 0; r < TERM_ROWS; r++) {
        T value = (T)((double)row[r][f] - mean[r]);
        double weighted = w ? (double)(value * w[f]) : (double)value;
#if ST_ISA_LEVEL >= ST_AVX2
        sum[r] = __builtin_fma(weighted, (double)value, sum[r]);
#else
        sum[r] += weighted * (double)value;
#endif
      }
    for (int r = 0; r < here; r++) ((T *)terms)[i + r] = (T)(inverse_root ? 1 / __builtin_sqrt(sum[r]) : sum[r]);
  }
}
#undef TERM_ROWS

extern const st_product_kernels TYPED(st_product)[1];
const st_product_kernels TYPED(st_product)[1] = {
    {TILE_ROWS, TILE_COLUMNS, sizeof(T), TYPED(pack),
     {TYPED(block_dot), TYPED(block_squared), TYPED(block_root), TYPED(block_cosine)},
     TYPED(pack_rows), TYPED(row_means), TYPED(row_terms)}};
