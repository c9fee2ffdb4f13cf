/* The factorizations for one element type: include with T (double or float), PARTS (1, or 2 for complex numbers), DTYPE and
 * NAME defined. No include guard: dense.c includes it four times.
 *
 * Policy (Toledo, "Locality of reference in LU decomposition with partial pivoting", 1997): a matrix is cut in two halves of its
 * columns; the left is factored, the right updated by a triangular system and a product, and factored in turn. Parts of
 * LEAF columns and fewer are done by plain loops. Strides are in elements. */

typedef struct NAME(value) {
  T re, im;
} NAME(value);

static inline NAME(value) NAME(get)(const T *x) { return (NAME(value)){x[0], PARTS == 2 ? x[PARTS - 1] : 0}; }

static inline void NAME(put)(T *x, NAME(value) v) {
  x[0] = v.re;
  if (PARTS == 2) x[PARTS - 1] = v.im;
}

static inline NAME(value) NAME(times)(NAME(value) a, NAME(value) b) {
  if (PARTS == 1) return (NAME(value)){a.re * b.re, 0};
  return (NAME(value)){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

static inline NAME(value) NAME(over)(NAME(value) a, NAME(value) b) {
  if (PARTS == 1) return (NAME(value)){a.re / b.re, 0};
  /* Smith's division: no overflow on the way. */
  if (MAGNITUDE(b.re) >= MAGNITUDE(b.im)) {
    T ratio = b.im / b.re, divisor = b.re + b.im * ratio;
    return (NAME(value)){(a.re + a.im * ratio) / divisor, (a.im - a.re * ratio) / divisor};
  }
  T ratio = b.re / b.im, divisor = b.re * ratio + b.im;
  return (NAME(value)){(a.re * ratio + a.im) / divisor, (a.im * ratio - a.re) / divisor};
}

/* y -= factor x, n elements. */
static inline void NAME(subtract)(int64_t n, NAME(value) factor, const T *x, T *y) {
  if (PARTS == 1) {
    for (int64_t i = 0; i < n; i++) y[i] -= factor.re * x[i];
    return;
  }
  for (int64_t i = 0; i < 2 * n; i += 2) {
    T re = x[i], im = x[i + 1];
    y[i] -= factor.re * re - factor.im * im;
    y[i + 1] -= factor.re * im + factor.im * re;
  }
}

/* c [rows x columns, column-major] -= a b, where a [rows x inner] may be taken conjugated. A negated copy of a goes to the product. */
static int NAME(subtract_product)(int64_t rows, int64_t columns, int64_t inner, const T *a, int64_t a_row, int64_t a_column,
                                  int conjugated, const T *b, int64_t b_row, int64_t b_column, T *c, int64_t c_column) {
  if (rows == 0 || columns == 0 || inner == 0) return ST_OK;
  T *copy = st_alloc((size_t)(rows * inner * PARTS) * sizeof(T));
  if (!copy) return ST_NO_MEMORY;
  for (int64_t k = 0; k < inner; k++)
    for (int64_t i = 0; i < rows; i++) {
      NAME(value) v = NAME(get)(a + (i * a_row + k * a_column) * PARTS);
      NAME(put)(copy + (k * rows + i) * PARTS, (NAME(value)){-v.re, conjugated ? v.im : -v.im});
    }
  /* Column-major, the transposes: cᵀ += bᵀ aᵀ. */
  const double parameter[] = {DTYPE, (double)columns, (double)rows, (double)inner, (double)(b_column * PARTS),
                              (double)(b_row * PARTS), (double)(rows * PARTS), PARTS, (double)(c_column * PARTS)};
  const st_call call = {.operand = {(void *)b, copy, c}, .parameter = parameter};
  int status = st_matmul(&call, 1);
  st_free(copy);
  return status;
}

/* b [n x columns, column-major] by the solution of a x = b for a triangle of any strides, conjugated where asked. */
static int NAME(solve_triangle)(int64_t n, int64_t columns, const T *a, int64_t a_row, int64_t a_column, int lower, int unit,
                                int conjugated, T *b, int64_t b_column) {
  if (n > LEAF) {
    int64_t half = n / 2, rest = n - half;
    const T *second = a + half * (a_row + a_column) * PARTS;
    const T *beside = a + half * (lower ? a_row : a_column) * PARTS;
    T *top = b, *bottom = b + half * PARTS;
    int status;
    if (lower) {
      status = NAME(solve_triangle)(half, columns, a, a_row, a_column, 1, unit, conjugated, top, b_column);
      if (status == ST_OK)
        status = NAME(subtract_product)(rest, columns, half, beside, a_row, a_column, conjugated, top, 1, b_column, bottom,
                                        b_column);
      if (status == ST_OK)
        status = NAME(solve_triangle)(rest, columns, second, a_row, a_column, 1, unit, conjugated, bottom, b_column);
    } else {
      status = NAME(solve_triangle)(rest, columns, second, a_row, a_column, 0, unit, conjugated, bottom, b_column);
      if (status == ST_OK)
        status = NAME(subtract_product)(half, columns, rest, beside, a_row, a_column, conjugated, bottom, 1, b_column, top,
                                        b_column);
      if (status == ST_OK)
        status = NAME(solve_triangle)(half, columns, a, a_row, a_column, 0, unit, conjugated, top, b_column);
    }
    return status;
  }
  for (int64_t j = 0; j < columns; j++)
    for (int64_t step = 0; step < n; step++) {
      int64_t i = lower ? step : n - 1 - step;
      T *column = b + j * b_column * PARTS;
      NAME(value) sum = NAME(get)(column + i * PARTS);
      for (int64_t k = lower ? 0 : i + 1; k < (lower ? i : n); k++) {
        NAME(value) factor = NAME(get)(a + (i * a_row + k * a_column) * PARTS);
        if (conjugated) factor.im = -factor.im;
        NAME(value) product = NAME(times)(factor, NAME(get)(column + k * PARTS));
        sum.re -= product.re, sum.im -= product.im;
      }
      NAME(value) diagonal = NAME(get)(a + i * (a_row + a_column) * PARTS);
      if (conjugated) diagonal.im = -diagonal.im;
      NAME(put)(column + i * PARTS, unit ? sum : NAME(over)(sum, diagonal));
    }
  return ST_OK;
}

/* Exchanges rows first + i and first + pivots[i] of `columns` columns. */
static void NAME(exchange)(int64_t columns, T *a, int64_t a_column, const int32_t *pivots, int64_t count) {
  for (int64_t j = 0; j < columns; j++)
    for (int64_t i = 0; i < count; i++) {
      T *one = a + (j * a_column + i) * PARTS, *other = a + (j * a_column + pivots[i]) * PARTS;
      NAME(value) kept = NAME(get)(one);
      NAME(put)(one, NAME(get)(other));
      NAME(put)(other, kept);
    }
}

/* Plain elimination of few columns; returns 1 + the first pivot that is 0, or 0. */
static int32_t NAME(eliminate)(int64_t rows, int64_t columns, T *a, int64_t a_column, int32_t *pivots) {
  int32_t info = 0;
  int64_t steps = rows < columns ? rows : columns;
  for (int64_t k = 0; k < steps; k++) {
    T *column = a + k * a_column * PARTS, largest = -1;
    int64_t pivot = k;
    for (int64_t i = k; i < rows; i++) {
      NAME(value) v = NAME(get)(column + i * PARTS);
      T size = MAGNITUDE(v.re) + (PARTS == 2 ? MAGNITUDE(v.im) : 0);
      if (size > largest) largest = size, pivot = i;
    }
    pivots[k] = (int32_t)pivot;
    int32_t here = (int32_t)(pivot - k);
    if (here) NAME(exchange)(columns, a + k * PARTS, a_column, &here, 1);
    NAME(value) diagonal = NAME(get)(column + k * PARTS);
    if (diagonal.re == 0 && diagonal.im == 0) {
      if (!info) info = (int32_t)k + 1;
      continue;
    }
    for (int64_t i = k + 1; i < rows; i++)
      NAME(put)(column + i * PARTS, NAME(over)(NAME(get)(column + i * PARTS), diagonal));
    for (int64_t j = k + 1; j < columns; j++) {
      T *other = a + (j * a_column + k) * PARTS;
      NAME(subtract)(rows - k - 1, NAME(get)(other), column + (k + 1) * PARTS, other + PARTS);
    }
  }
  return info;
}

/* a [rows x columns] by L and U; *info as `eliminate`. Pivots count from the first row of a. */
static int NAME(factor)(int64_t rows, int64_t columns, T *a, int64_t a_column, int32_t *pivots, int32_t *info) {
  int64_t steps = rows < columns ? rows : columns;
  if (steps <= LEAF) {
    *info = NAME(eliminate)(rows, columns, a, a_column, pivots);
    return ST_OK;
  }
  int64_t left = steps / 2, right = columns - left, rest = rows - left;
  T *beside = a + left * a_column * PARTS, *corner = beside + left * PARTS;
  int32_t more = 0;
  int status = NAME(factor)(rows, left, a, a_column, pivots, info);
  if (status != ST_OK) return status;
  NAME(exchange)(right, beside, a_column, pivots, left);
  status = NAME(solve_triangle)(left, right, a, 1, a_column, 1, 1, 0, beside, a_column);
  if (status == ST_OK)
    status = NAME(subtract_product)(rest, right, left, a + left * PARTS, 1, a_column, 0, beside, 1, a_column, corner,
                                    a_column);
  if (status == ST_OK) status = NAME(factor)(rest, right, corner, a_column, pivots + left, &more);
  if (status != ST_OK) return status;
  NAME(exchange)(left, a + left * PARTS, a_column, pivots + left, steps - left);
  for (int64_t i = left; i < steps; i++) pivots[i] += (int32_t)left;
  if (!*info && more) *info = more + (int32_t)left;
  return ST_OK;
}

static int NAME(solve)(int64_t n, int64_t columns, T *a, T *b, int transposed, int32_t *pivots, int32_t *info) {
  int status = NAME(factor)(n, n, a, n, pivots, info);
  if (status != ST_OK || *info) return status;
  if (!transposed) {
    NAME(exchange)(columns, b, n, pivots, n);
    status = NAME(solve_triangle)(n, columns, a, 1, n, 1, 1, 0, b, n);
    return status == ST_OK ? NAME(solve_triangle)(n, columns, a, 1, n, 0, 0, 0, b, n) : status;
  }
  status = NAME(solve_triangle)(n, columns, a, n, 1, 1, 0, 0, b, n);
  if (status == ST_OK) status = NAME(solve_triangle)(n, columns, a, n, 1, 0, 1, 0, b, n);
  for (int64_t j = 0; j < columns; j++)
    for (int64_t i = n - 1; i >= 0; i--) {
      int32_t here = (int32_t)(pivots[i] - i);
      if (here) NAME(exchange)(1, b + (j * n + i) * PARTS, n, &here, 1);
    }
  return status;
}

/* a [n x n, row-major, rows a_row apart] by L in its lower triangle. */
static int NAME(cholesky)(int64_t n, T *a, int64_t a_row, int32_t *info) {
  if (n > LEAF) {
    int64_t half = n / 2, rest = n - half;
    T *below = a + half * a_row * PARTS, *corner = below + half * PARTS;
    int status = NAME(cholesky)(half, a, a_row, info);
    if (status != ST_OK || *info) return status;
    /* Row by row of what is below: conj(L₁₁) xᵀ = rowᵀ. */
    status = NAME(solve_triangle)(half, rest, a, a_row, 1, 1, 0, 1, below, a_row);
    /* The corner less X Xᴴ, its lower triangle in strips; row-major, so it is the transpose that is updated. */
    for (int64_t i = 0; i < rest && status == ST_OK; i += STRIP) {
      int64_t rows = rest - i < STRIP ? rest - i : STRIP;
      status = NAME(subtract_product)(i + rows, rows, half, below, a_row, 1, 1, below + i * a_row * PARTS, 1, a_row,
                                      corner + i * a_row * PARTS, a_row);
    }
    if (status == ST_OK) status = NAME(cholesky)(rest, corner, a_row, info);
    if (*info) *info += (int32_t)half;
    return status;
  }
  for (int64_t i = 0; i < n; i++) {
    T *row = a + i * a_row * PARTS;
    T diagonal = row[i * PARTS];
    for (int64_t j = 0; j < i; j++) {
      const T *other = a + j * a_row * PARTS;
      NAME(value) sum = NAME(get)(row + j * PARTS);
      for (int64_t k = 0; k < j; k++) {
        NAME(value) factor = NAME(get)(other + k * PARTS);
        factor.im = -factor.im;
        NAME(value) product = NAME(times)(NAME(get)(row + k * PARTS), factor);
        sum.re -= product.re, sum.im -= product.im;
      }
      T root = other[j * PARTS];
      sum.re /= root, sum.im /= root;
      NAME(put)(row + j * PARTS, sum);
      diagonal -= sum.re * sum.re + sum.im * sum.im;
    }
    if (diagonal <= 0) {
      *info = (int32_t)i + 1;
      return ST_OK;
    }
    NAME(put)(row + i * PARTS, (NAME(value)){ROOT(diagonal), 0});
  }
  return ST_OK;
}

static int NAME(lu_at)(const st_call *call, int64_t index) {
  const double *q = call->parameter;
  int64_t rows = (int64_t)q[2], columns = (int64_t)q[3], steps = rows < columns ? rows : columns;
  int32_t *info = (int32_t *)call->operand[2] + index;
  *info = 0;
  if (steps == 0) return ST_OK;
  return NAME(factor)(rows, columns, (T *)call->operand[0] + index * rows * columns * PARTS, rows,
                      (int32_t *)call->operand[1] + index * steps, info);
}

static int NAME(solve_at)(const st_call *call, int64_t index) {
  const double *q = call->parameter;
  int64_t n = (int64_t)q[2], columns = (int64_t)q[3];
  int32_t *info = (int32_t *)call->operand[2] + index, *pivots = st_alloc((size_t)n * sizeof(int32_t));
  *info = 0;
  if (!pivots) return ST_NO_MEMORY;
  int status = n == 0 ? ST_OK : NAME(solve)(n, columns, (T *)call->operand[0] + index * n * n * PARTS,
                                            (T *)call->operand[1] + index * n * columns * PARTS, (int)q[4], pivots, info);
  st_free(pivots);
  return status;
}

static int NAME(cholesky_at)(const st_call *call, int64_t index) {
  int64_t n = (int64_t)call->parameter[2];
  int32_t *info = (int32_t *)call->operand[1] + index;
  T *a = (T *)call->operand[0] + index * n * n * PARTS;
  *info = 0;
  int status = NAME(cholesky)(n, a, n, info);
  for (int64_t i = 0; i < n; i++)
    for (int64_t slot = (i * n + i + 1) * PARTS; slot < (i + 1) * n * PARTS; slot++) a[slot] = 0;
  return status;
}

#undef T
#undef PARTS
#undef DTYPE
#undef NAME
#undef MAGNITUDE
#undef ROOT
