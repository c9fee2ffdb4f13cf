/* One long transform in four steps. Its data are a matrix [rows x columns]: transform the columns, turn element
 * (k, j) by exp(-2 pi i k j / length), transform the rows, read the result by columns. Vectors take LANES columns, then
 * LANES rows, so that one transform fills them as well as many do, and groups of lanes are tasks for threads.
 *
 * Between the two passes the matrix lies in blocks of LANES columns, real parts before imaginary ones, with an odd number
 * of blocks in a row: rows a power of two apart would fall into the same few lines of the cache. */

static inline int64_t FN(row_blocks)(const st_fft_plan *plan) { return ((plan->columns + LANES - 1) / LANES) | 1; }

static void FN(columns)(const st_fft_plan *plan, const st_fft_side *in, int64_t group, void *between, void *work) {
  CPX *x = work, *y = x + plan->step_work + LANES, *matrix = between;
  int64_t first = group * LANES, left = plan->columns - first;
  int count = left < LANES ? (int)left : LANES;
  st_fft_side side = {.base = in->base, .element = plan->columns * in->element, .part = in->part, .swap = in->swap};
  for (int l = 0; l < count; l++) side.lane[l] = (first + l) * in->element;
  FN(load)(&side, plan->rows, count, x);
  CPX *z = FN(transform)(plan->over_rows, x, y);
  const CPX *fine = (const CPX *)plan->middle + group * (plan->fine_count + plan->coarse_count);
  const CPX *coarse = fine + plan->fine_count;
  const int64_t blocks = FN(row_blocks)(plan);
  CPX *to = matrix + group;
  const int past = FN(goes_past)(to, plan->rows, blocks * (int64_t)sizeof(CPX));
  for (int64_t start = 0; start < plan->rows; start += plan->fine_count) {
    const int64_t end = start + plan->fine_count < plan->rows ? start + plan->fine_count : plan->rows;
    const CPX turn = coarse[start / plan->fine_count];
    for (int64_t k = start; k < end; k++) {
      CPX w = fine[k - start], value = z[k];
      if (start > 0) w = (CPX){FMA(w.re, turn.re, -(w.im * turn.im)), FMA(w.re, turn.im, w.im * turn.re)};
      CPX *p = to + k * blocks, result = {FMA(value.re, w.re, -(value.im * w.im)), FMA(value.re, w.im, value.im * w.re)};
      if (past) {
        STREAM((REAL *)&p->re, result.re);
        STREAM((REAL *)&p->im, result.im);
      } else {
        *p = result;
      }
    }
  }
  if (past) st_stream_fence();
}

static void FN(rows)(const st_fft_plan *plan, const st_fft_side *out, int64_t group, double scale, const void *between,
                     void *work) {
  CPX *x = work, *y = x + plan->step_work + LANES;
  const CPX *matrix = between;
  int64_t first = group * LANES, left = plan->rows - first, blocks = FN(row_blocks)(plan);
  int count = left < LANES ? (int)left : LANES;
  const CPX *row[LANES];
  for (int l = 0; l < LANES; l++) row[l] = matrix + (first + (l < count ? l : 0)) * blocks;
  for (int64_t block = 0; block * LANES < plan->columns; block++) {
    VEC re[LANES], im[LANES];
    for (int l = 0; l < LANES; l++) re[l] = row[l][block].re;
    FN(transpose)(re);
    for (int i = 0; i < LANES; i++) x[block * LANES + i].re = re[i];
    for (int l = 0; l < LANES; l++) im[l] = row[l][block].im;
    FN(transpose)(im);
    for (int i = 0; i < LANES; i++) x[block * LANES + i].im = im[i];
  }
  st_fft_side side = {.base = out->base, .element = plan->rows * out->element, .part = out->part, .swap = out->swap};
  for (int l = 0; l < count; l++) side.lane[l] = (first + l) * out->element;
  FN(store)(&side, plan->columns, count, (REAL)scale, FN(transform)(plan->over_columns, x, y));
}
