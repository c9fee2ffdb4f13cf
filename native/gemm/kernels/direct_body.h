/* Products of small matrices as they lie: where b's rows are runs, packing costs more than it brings. Every element is one sum in
 * the order of depth, so it does not matter where a strip starts. For the element type that element.h has set.
 *
 * A strip is DIRECT_ROWS rows by DIRECT_VECTORS vectors: eight independent sums hide the latency of FMA. Of complex
 * numbers it is one vector wide and has two sums for each: b times the real parts of a, and b times the imaginary ones,
 * whose neighbours change places and signs at the end. */
#define DIRECT_ROWS 4
#define DIRECT_VECTORS 2
#define DIRECT_INLINE static inline __attribute__((always_inline))

typedef struct TYPED(factors) {
  const T *a, *b;
  T *out;
  int64_t a_row, a_inner, b_inner, out_stride, rows, depth;
} TYPED(factors);

/* `lanes`: how many of a single vector are columns. */
DIRECT_INLINE void TYPED(direct_strip)(int rows, int vectors, int lanes, const TYPED(factors) *p, int64_t row,
                                       int64_t column) {
  V s[DIRECT_ROWS][DIRECT_VECTORS] = {{{0}}};
  const T *a = p->a + row * p->a_row, *b = p->b + column;
  for (int64_t f = 0; f < p->depth; f++, a += p->a_inner, b += p->b_inner) {
    V r[DIRECT_VECTORS];
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) r[v] = lanes < (int)LANES ? V_LOAD_SOME(b, lanes) : V_LOAD(b + v * LANES);
#pragma GCC unroll 4
    for (int i = 0; i < rows; i++) {
      V l = V_SET(a[i * p->a_row]);
#pragma GCC unroll 2
      for (int v = 0; v < vectors; v++) s[i][v] = V_FMA(l, r[v], s[i][v]);
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < rows; i++)
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) {
      T *to = p->out + (row + i) * p->out_stride + column + v * LANES;
      if (lanes < (int)LANES) V_STORE_SOME(to, s[i][v], lanes);
      else V_STORE(to, s[i][v]);
    }
}

DIRECT_INLINE void TYPED(complex_strip)(int rows, int lanes, const TYPED(factors) *p, int64_t row, int64_t column) {
  V re[DIRECT_ROWS] = {{0}}, im[DIRECT_ROWS] = {{0}}, sign;
  const T *a = p->a + row * p->a_row, *b = p->b + column;
  for (int64_t f = 0; f < p->depth; f++, a += p->a_inner, b += p->b_inner) {
    V r = lanes < (int)LANES ? V_LOAD_SOME(b, lanes) : V_LOAD(b);
#pragma GCC unroll 4
    for (int i = 0; i < rows; i++) {
      re[i] = V_FMA(V_SET(a[i * p->a_row]), r, re[i]);
      im[i] = V_FMA(V_SET(a[i * p->a_row + 1]), r, im[i]);
    }
  }
#pragma GCC unroll 16
  for (int l = 0; l < (int)LANES; l++) sign[l] = l % 2 == 0 ? -1 : 1;
#pragma GCC unroll 4
  for (int i = 0; i < rows; i++) {
    V sum = V_FMA(ST_SHUFFLE(SWAP, LANE_COUNT, im[i], im[i]), sign, re[i]);
    T *to = p->out + (row + i) * p->out_stride + column;
    if (lanes < (int)LANES) V_STORE_SOME(to, sum, lanes);
    else V_STORE(to, sum);
  }
}

DIRECT_INLINE void TYPED(direct_columns)(int is_complex, int vectors, int lanes, const TYPED(factors) *p, int64_t column) {
  int64_t row = 0;
  for (; row + DIRECT_ROWS <= p->rows; row += DIRECT_ROWS)
    if (is_complex) TYPED(complex_strip)(DIRECT_ROWS, lanes, p, row, column);
    else TYPED(direct_strip)(DIRECT_ROWS, vectors, lanes, p, row, column);
  for (; row < p->rows; row++)
    if (is_complex) TYPED(complex_strip)(1, lanes, p, row, column);
    else TYPED(direct_strip)(1, vectors, lanes, p, row, column);
}

static void TYPED(direct)(const void *a, int64_t a_row, int64_t a_inner, const void *b, int64_t b_inner, int64_t rows,
                          int64_t columns, int64_t depth, void *out, int64_t out_stride) {
  const TYPED(factors) p = {a, b, out, a_row, a_inner, b_inner, out_stride, rows, depth};
  int64_t column = 0;
  if (columns < (int64_t)LANES) {
    TYPED(direct_columns)(0, 1, (int)columns, &p, 0);
    return;
  }
  for (; column + DIRECT_VECTORS * (int64_t)LANES <= columns; column += DIRECT_VECTORS * (int64_t)LANES)
    TYPED(direct_columns)(0, DIRECT_VECTORS, LANES, &p, column);
  for (; column + (int64_t)LANES <= columns; column += (int64_t)LANES) TYPED(direct_columns)(0, 1, LANES, &p, column);
  /* The last vector starts early: what it has in common with the one before it is computed twice, the same. */
  if (column < columns) TYPED(direct_columns)(0, 1, LANES, &p, columns - (int64_t)LANES);
}

static void TYPED(direct_complex)(const void *a, int64_t a_row, int64_t a_inner, const void *b, int64_t b_inner,
                                  int64_t rows, int64_t columns, int64_t depth, void *out, int64_t out_stride) {
  const TYPED(factors) p = {a, b, out, a_row, a_inner, b_inner, out_stride, rows, depth};
  int64_t column = 0;
  if (columns < (int64_t)LANES) {
    TYPED(direct_columns)(1, 1, (int)columns, &p, 0);
    return;
  }
  for (; column + (int64_t)LANES <= columns; column += (int64_t)LANES) TYPED(direct_columns)(1, 1, LANES, &p, column);
  if (column < columns) TYPED(direct_columns)(1, 1, LANES, &p, columns - (int64_t)LANES);
}
#undef DIRECT_ROWS
#undef DIRECT_VECTORS
#undef DIRECT_INLINE
