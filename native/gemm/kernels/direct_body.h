/* Products of small matrices as they lie: where b's rows are runs, packing costs more than it brings. Every element is one sum in
 * the order of depth, so it does not matter where a strip starts. For the element type that element.h has set.
 *
 * A strip is DIRECT_ROWS rows by DIRECT_VECTORS vectors: eight independent sums hide the latency of FMA. */
#define DIRECT_ROWS 4
#define DIRECT_VECTORS 2

typedef struct TYPED(factors) {
  const T *a, *b;
  T *out;
  int64_t a_row, a_inner, b_inner, out_stride, depth;
} TYPED(factors);

static inline __attribute__((always_inline)) void TYPED(direct_strip)(int rows, int vectors, const TYPED(factors) *p,
                                                                      int64_t row, int64_t column) {
  V s[DIRECT_ROWS][DIRECT_VECTORS] = {{{0}}};
  const T *a = p->a + row * p->a_row, *b = p->b + column;
  for (int64_t f = 0; f < p->depth; f++, a += p->a_inner, b += p->b_inner) {
    V r[DIRECT_VECTORS];
#pragma GCC unroll 2
    for (int v = 0; v < vectors; v++) r[v] = V_LOAD(b + v * LANES);
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
    for (int v = 0; v < vectors; v++) V_STORE(p->out + (row + i) * p->out_stride + column + v * LANES, s[i][v]);
}

static inline __attribute__((always_inline)) void TYPED(direct_columns)(int vectors, const TYPED(factors) *p, int64_t rows,
                                                                        int64_t column) {
  int64_t row = 0;
  for (; row + DIRECT_ROWS <= rows; row += DIRECT_ROWS) TYPED(direct_strip)(DIRECT_ROWS, vectors, p, row, column);
  for (; row + 2 <= rows; row += 2) TYPED(direct_strip)(2, vectors, p, row, column);
  if (row < rows) TYPED(direct_strip)(1, vectors, p, row, column);
}

/* Fewer columns than a vector has lanes: four, two or one at a time. */
static inline __attribute__((always_inline)) void TYPED(direct_narrow)(int columns, const TYPED(factors) *p, int64_t rows,
                                                                       int64_t column) {
  for (int64_t row = 0; row < rows; row++) {
    const T *a = p->a + row * p->a_row, *b = p->b + column;
    T s[4] = {0};
    for (int64_t f = 0; f < p->depth; f++, a += p->a_inner, b += p->b_inner)
#pragma GCC unroll 4
      for (int j = 0; j < columns; j++) s[j] += *a * b[j];
#pragma GCC unroll 4
    for (int j = 0; j < columns; j++) p->out[row * p->out_stride + column + j] = s[j];
  }
}

static void TYPED(direct)(const void *a, int64_t a_row, int64_t a_inner, const void *b, int64_t b_inner, int64_t rows,
                          int64_t columns, int64_t depth, void *out, int64_t out_stride) {
  const TYPED(factors) p = {a, b, out, a_row, a_inner, b_inner, out_stride, depth};
  int64_t column = 0;
  if (columns < (int64_t)LANES) {
    for (; column + 4 <= columns; column += 4) TYPED(direct_narrow)(4, &p, rows, column);
    for (; column + 2 <= columns; column += 2) TYPED(direct_narrow)(2, &p, rows, column);
    if (column < columns) TYPED(direct_narrow)(1, &p, rows, column);
    return;
  }
  for (; column + DIRECT_VECTORS * (int64_t)LANES <= columns; column += DIRECT_VECTORS * (int64_t)LANES)
    TYPED(direct_columns)(DIRECT_VECTORS, &p, rows, column);
  for (; column + (int64_t)LANES <= columns; column += (int64_t)LANES) TYPED(direct_columns)(1, &p, rows, column);
  /* The last vector starts early: what it has in common with the one before it is computed twice, the same. */
  if (column < columns) TYPED(direct_columns)(1, &p, rows, columns - (int64_t)LANES);
}
#undef DIRECT_ROWS
#undef DIRECT_VECTORS
