/* Sliding products of element type T in vectors V of LANES lanes.
 *
 * A block of results is summed side by side: one weight after the other is multiplied with the stretch of x it meets,
 * ascending, so that every result is summed in the same order whatever block it is in. Near the ends of x some weights
 * meet only part of a block; those, before and after the ones that all have, go one result at a time. */
#define VECTORS 8
#define BLOCK (VECTORS * LANES)

/* The sum of weights [from, to) of one result, added to `sum`, with the roundings that the vectors have. */
static T FN(some)(const st_sliding *s, int64_t i, int64_t from, int64_t to, T sum) {
  const T *x = (const T *)s->x + i + s->first, *w = s->w;
  for (int64_t k = from; k < to; k++) sum = FN(st_fma)(FN(st_set)(x[k]), FN(st_set)(w[k]), FN(st_set)(sum))[0];
  return sum;
}

static int64_t FN(first_weight)(const st_sliding *s, int64_t i) {
  const int64_t missing = -(i + s->first);
  return missing > 0 ? (missing < s->taps ? missing : s->taps) : 0;
}

static int64_t FN(end_weight)(const st_sliding *s, int64_t i) {
  const int64_t left = s->n - i - s->first;
  return left < s->taps ? (left > 0 ? left : 0) : s->taps;
}

static void FN(block)(const st_sliding *s, int64_t i) {
  T *out = (T *)s->out + i;
  /* Weights that all results of the block have: later results miss fewer at the front and more at the end. */
  const int64_t from = FN(first_weight)(s, i);
  int64_t to = FN(end_weight)(s, i + BLOCK - 1);
  if (to < from) to = from;
  V sum[VECTORS];
  for (int v = 0; v < VECTORS; v++) {
    T start[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      const int64_t result = i + v * LANES + lane;
      const int64_t end = from == 0 ? 0 : FN(end_weight)(s, result);
      start[lane] = from == 0 ? 0 : FN(some)(s, result, FN(first_weight)(s, result), end < from ? end : from, 0);
    }
    sum[v] = FN(st_load)(start);
  }
  const T *w = s->w, *x = (const T *)s->x + i + s->first;
  for (int64_t k = from; k < to; k++) {
    const V weight = FN(st_set)(w[k]);
#pragma GCC unroll 8
    for (int v = 0; v < VECTORS; v++) sum[v] = FN(st_fma)(FN(st_load)(x + k + v * LANES), weight, sum[v]);
  }
  for (int v = 0; v < VECTORS; v++) FN(st_store)(out + v * LANES, sum[v]);
  for (int result = 0; result < BLOCK; result++) {
    const int64_t end = FN(end_weight)(s, i + result);
    if (end > to) out[result] = FN(some)(s, i + result, to, end, out[result]);
  }
}

void ST_NAME(FN(st_slide))(const st_sliding *s, int64_t from, int64_t count) {
  T *out = s->out;
  int64_t i = from;
  for (; i + BLOCK <= from + count; i += BLOCK) FN(block)(s, i);
  for (; i < from + count; i++) out[i] = FN(some)(s, i, FN(first_weight)(s, i), FN(end_weight)(s, i), 0);
}
#undef VECTORS
#undef BLOCK
