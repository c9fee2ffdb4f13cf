/* Packing, the block product and the matrix-vector products, for the element type that element.h has set. */

static void TYPED(pack_rows)(const void *a, int64_t row_stride, int64_t depth_stride, int64_t rows, int64_t depth,
                             void *packed) {
  TYPED(pack_panels)(a, row_stride, depth_stride, rows, depth, TILE_ROWS, packed);
}

static void TYPED(pack_columns)(const void *b, int64_t column_stride, int64_t depth_stride, int64_t columns,
                                int64_t depth, void *packed) {
  TYPED(pack_panels)(b, column_stride, depth_stride, columns, depth, TILE_COLUMNS, packed);
}

static void TYPED(pack_complex_rows)(const void *a, int64_t row_stride, int64_t depth_stride, int64_t rows, int64_t depth,
                                     void *packed) {
  if (depth_stride == 2) {
    TYPED(pack_panels)(a, row_stride, 1, rows, depth, TILE_ROWS, packed);
    return;
  }
  T *to = packed;
  for (int64_t row = 0; row < rows; row += TILE_ROWS, to += depth * TILE_ROWS) {
    int here = rows - row < TILE_ROWS ? (int)(rows - row) : TILE_ROWS;
    const T *from = (const T *)a + row * row_stride;
    for (int64_t f = 0; f < depth; f += 2, from += depth_stride)
      for (int i = 0; i < TILE_ROWS; i++)
        for (int part = 0; part < 2; part++)
          to[(f + part) * TILE_ROWS + i] = i < here ? from[i * row_stride + part] : 0;
  }
}

/* A whole panel of columns that lie together. */
static void TYPED(pack_complex_run)(const T *from, int64_t depth_stride, int64_t depth, T *to) {
  V sign;
#pragma GCC unroll 16
  for (int l = 0; l < (int)LANES; l++) sign[l] = l % 2 == 0 ? -1 : 1;
  for (int64_t f = 0; f < depth; f += 2, from += depth_stride, to += 2 * TILE_COLUMNS)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) {
      V numbers = V_LOAD(from + v * LANES);
      V_STORE(to + v * LANES, numbers);
      V_STORE(to + TILE_COLUMNS + v * LANES, ST_SHUFFLE(SWAP, LANE_COUNT, numbers, numbers) * sign);
    }
}

static void TYPED(pack_complex_columns)(const void *b, int64_t column_stride, int64_t depth_stride, int64_t columns,
                                        int64_t depth, void *packed) {
  T *to = packed;
  for (int64_t column = 0; column < columns; column += TILE_COLUMNS, to += depth * TILE_COLUMNS) {
    int here = columns - column < TILE_COLUMNS ? (int)(columns - column) / 2 : TILE_COLUMNS / 2;
    const T *from = (const T *)b + column / 2 * column_stride;
    if (here == TILE_COLUMNS / 2 && column_stride == 2) {
      TYPED(pack_complex_run)(from, depth_stride, depth, to);
      continue;
    }
    if (here < TILE_COLUMNS / 2)
      for (int64_t i = 0; i < depth * TILE_COLUMNS; i++) to[i] = 0;
    for (int64_t f = 0; f < depth; f += 2, from += depth_stride) {
      T *real = to + f * TILE_COLUMNS, *imaginary = real + TILE_COLUMNS;
      for (int j = 0; j < here; j++) {
        T re = from[j * column_stride], im = from[j * column_stride + 1];
        real[2 * j] = re;
        real[2 * j + 1] = im;
        imaginary[2 * j] = -im;
        imaginary[2 * j + 1] = re;
      }
    }
  }
}

static inline __attribute__((always_inline)) void TYPED(store_tile)(V sum[TILE_ROWS][TILE_VECTORS], T *out,
                                                                    int64_t out_stride, int accumulate) {
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) {
      T *at = out + i * out_stride + v * LANES;
      V_STORE(at, accumulate ? V_LOAD(at) + sum[i][v] : sum[i][v]);
    }
}

/* A tile that reaches past the last row or column: only what exists is written. */
static void TYPED(store_edge)(V sum[TILE_ROWS][TILE_VECTORS], T *out, int64_t out_stride, int rows, int columns,
                              int accumulate) {
  T tile[TILE_ROWS * TILE_COLUMNS];
  TYPED(store_tile)(sum, tile, TILE_COLUMNS, 0);
  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns; j++) {
      T value = tile[i * TILE_COLUMNS + j];
      out[i * out_stride + j] = accumulate ? out[i * out_stride + j] + value : value;
    }
}

static void TYPED(block)(const void *a, const void *b, int64_t rows, int64_t columns, int64_t depth, void *out,
                         int64_t out_stride, int accumulate) {
  for (int64_t j = 0; j < columns; j += TILE_COLUMNS) {
    const T *right = (const T *)b + j * depth;
    for (int64_t i = 0; i < rows; i += TILE_ROWS) {
      V sum[TILE_ROWS][TILE_VECTORS];
      T *at = (T *)out + i * out_stride + j;
      /* Rows of the result are far apart: they are on their way while the tile is computed. */
      if (rows - i >= TILE_ROWS)
        for (int r = 0; r < TILE_ROWS; r++) {
          __builtin_prefetch(at + r * out_stride, 1);
          __builtin_prefetch(at + r * out_stride + TILE_COLUMNS - 1, 1);
        }
      TYPED(tile_dot)((const T *)a + i * depth, right, depth, sum);
      if (rows - i >= TILE_ROWS && columns - j >= TILE_COLUMNS)
        TYPED(store_tile)(sum, at, out_stride, accumulate);
      else
        TYPED(store_edge)(sum, at, out_stride, rows - i < TILE_ROWS ? (int)(rows - i) : TILE_ROWS,
                          columns - j < TILE_COLUMNS ? (int)(columns - j) : TILE_COLUMNS, accumulate);
    }
  }
}

/* A square above the diagonal at a time. */
static void TYPED(mirror)(void *out, int64_t out_stride, int64_t row, int64_t end) {
  T *to = out;
  for (int64_t i = row; i < end; i += LANES) {
    int64_t rows = end - i < (int64_t)LANES ? end - i : (int64_t)LANES, column = 0;
    if (rows == (int64_t)LANES)
      for (; column + (int64_t)LANES <= i; column += LANES) {
        V v[LANES];
#pragma GCC unroll 16
        for (int l = 0; l < (int)LANES; l++) v[l] = V_LOAD(to + (column + l) * out_stride + i);
        TYPED(transpose)(v);
#pragma GCC unroll 16
        for (int l = 0; l < (int)LANES; l++) V_STORE(to + (i + l) * out_stride + column, v[l]);
      }
    for (int64_t r = i; r < i + rows; r++)
      for (int64_t c = column; c < r; c++) to[r * out_stride + c] = to[c * out_stride + r];
  }
}

/* Four rows at a time and two vectors of each: eight independent sums hide the latency of FMA. A row's sum is the same,
 * alone or among four. */
#define DOT_ROWS 4
static inline __attribute__((always_inline)) void TYPED(some_dots)(int rows, const T *a, int64_t row_stride, int64_t depth,
                                                                   const T *right, int64_t right_stride, T *out,
                                                                   int64_t out_stride) {
  V s[DOT_ROWS][2] = {{{0}}}, sum[DOT_ROWS] = {{0}};
  int64_t f = 0;
  for (; f + 2 * (int64_t)LANES <= depth; f += 2 * LANES)
#pragma GCC unroll 4
    for (int r = 0; r < rows; r++) {
      const T *row = a + r * row_stride + f, *other = right + r * right_stride + f;
      s[r][0] = V_FMA(V_LOAD(row), V_LOAD(other), s[r][0]);
      s[r][1] = V_FMA(V_LOAD(row + LANES), V_LOAD(other + LANES), s[r][1]);
    }
  int has_whole = f + (int64_t)LANES <= depth, rest = (int)(depth - f) - (has_whole ? (int)LANES : 0);
#pragma GCC unroll 4
  for (int r = 0; r < rows; r++) {
    const T *row = a + r * row_stride + f, *other = right + r * right_stride + f;
    if (has_whole) s[r][0] = V_FMA(V_LOAD(row), V_LOAD(other), s[r][0]);
    row += depth - f - rest, other += depth - f - rest;
    if (rest) s[r][1] = V_FMA(V_LOAD_SOME(row, rest), V_LOAD_SOME(other, rest), s[r][1]);
    sum[r] = s[r][0] + s[r][1];
  }
  /* Neighbours are added until one lane is left of each row. */
  int left = DOT_ROWS;
#pragma GCC unroll 4
  for (int width = LANES; width > 1; width /= 2) {
#pragma GCC unroll 2
    for (int i = 0; i < (left + 1) / 2; i++) {
      V one = sum[left == 1 ? i : 2 * i], two = sum[left == 1 ? i : 2 * i + 1];
      sum[i] = ST_SHUFFLE(EVEN, LANE_COUNT, one, two) + ST_SHUFFLE(ODD, LANE_COUNT, one, two);
    }
    left = (left + 1) / 2;
  }
#pragma GCC unroll 4
  for (int r = 0; r < rows; r++) out[r * out_stride] = sum[r / (int)LANES][r % (int)LANES];
}

static void TYPED(row_dots)(const void *a, int64_t row_stride, int64_t rows, int64_t depth, const void *vector,
                            void *out, int64_t out_stride) {
  const T *row = a;
  T *to = out;
  int64_t i = 0;
  for (; i + DOT_ROWS <= rows; i += DOT_ROWS, row += DOT_ROWS * row_stride, to += DOT_ROWS * out_stride)
    TYPED(some_dots)(DOT_ROWS, row, row_stride, depth, vector, 0, to, out_stride);
  for (; i < rows; i++, row += row_stride, to += out_stride)
    TYPED(some_dots)(1, row, row_stride, depth, vector, 0, to, out_stride);
}

static void TYPED(pair_dots)(const void *a, int64_t a_step, const void *b, int64_t b_step, int64_t count, int64_t depth,
                             void *out) {
  const T *one = a, *other = b;
  T *to = out;
  int64_t i = 0;
  for (; i + DOT_ROWS <= count; i += DOT_ROWS, one += DOT_ROWS * a_step, other += DOT_ROWS * b_step)
    TYPED(some_dots)(DOT_ROWS, one, a_step, depth, other, b_step, to + i, 1);
  for (; i < count; i++, one += a_step, other += b_step) TYPED(some_dots)(1, one, a_step, depth, other, b_step, to + i, 1);
}
#undef DOT_ROWS

/* `columns` columns at a time, added in their order. */
static inline __attribute__((always_inline)) void TYPED(add_columns)(int columns, const T *column, int64_t column_stride,
                                                                     int64_t rows, const T *factor, T *to) {
  int64_t i = 0;
  for (; i + (int64_t)LANES <= rows; i += LANES) {
    V s = V_LOAD(to + i);
#pragma GCC unroll 8
    for (int c = 0; c < columns; c++) s = V_FMA(V_SET(factor[c]), V_LOAD(column + c * column_stride + i), s);
    V_STORE(to + i, s);
  }
  int rest = (int)(rows - i);
  if (rest == 0) return;
  V s = V_LOAD_SOME(to + i, rest);
#pragma GCC unroll 8
  for (int c = 0; c < columns; c++) s = V_FMA(V_SET(factor[c]), V_LOAD_SOME(column + c * column_stride + i, rest), s);
  V_STORE_SOME(to + i, s, rest);
}

static void TYPED(column_sum)(const void *a, int64_t column_stride, int64_t rows, int64_t depth, const void *vector,
                              void *out) {
  const T *factor = vector, *column = a;
  T *to = out;
  for (int64_t i = 0; i < rows; i++) to[i] = 0;
  int64_t f = 0;
  for (; f + 8 <= depth; f += 8) TYPED(add_columns)(8, column + f * column_stride, column_stride, rows, factor + f, to);
  for (; f + 2 <= depth; f += 2) TYPED(add_columns)(2, column + f * column_stride, column_stride, rows, factor + f, to);
  if (f < depth) TYPED(add_columns)(1, column + f * column_stride, column_stride, rows, factor + f, to);
}

static void TYPED(add_runs)(const void *runs, int64_t stride, int64_t count, int64_t elements, void *out) {
  T *to = out;
  for (int64_t run = 0; run < count; run++) {
    const T *from = (const T *)runs + run * stride;
    for (int64_t i = 0; i < elements; i++) to[i] = run == 0 ? from[i] : to[i] + from[i];
  }
}

extern const st_gemm_kernels TYPED(st_gemm)[1];
const st_gemm_kernels TYPED(st_gemm)[1] = {{TILE_ROWS, TILE_COLUMNS, sizeof(T), TYPED(pack_rows), TYPED(pack_columns),
                                            TYPED(pack_complex_rows), TYPED(pack_complex_columns), TYPED(block),
                                            TYPED(direct), TYPED(direct_complex), TYPED(mirror), TYPED(row_dots),
                                            TYPED(pair_dots), TYPED(column_sum), TYPED(add_runs)}};
