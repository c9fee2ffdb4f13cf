/* The block functions of the boolean metrics, for one way to count bits: COUNT, in functions of TARGET. */

TARGET static inline __attribute__((always_inline)) void COUNTED(tile)(const uint64_t *const row[BIT_ROWS],
                                                                       const uint64_t *right, int64_t width,
                                                                       words both[BIT_ROWS][BIT_VECTORS]) {
  words s[BIT_ROWS][BIT_VECTORS] = {{{0}}};
  for (int64_t word = 0; word < width; word++, right += BIT_COLUMNS) {
    words r[BIT_VECTORS];
#pragma GCC unroll 2
    for (int v = 0; v < BIT_VECTORS; v++) r[v] = *(const words_in_memory *)(right + v * LANES);
#pragma GCC unroll 4
    for (int i = 0; i < BIT_ROWS; i++)
#pragma GCC unroll 2
      for (int v = 0; v < BIT_VECTORS; v++) s[i][v] += COUNT(r[v] & row[i][word]);
  }
#pragma GCC unroll 4
  for (int i = 0; i < BIT_ROWS; i++)
#pragma GCC unroll 2
    for (int v = 0; v < BIT_VECTORS; v++) both[i][v] = s[i][v];
}

TARGET static inline __attribute__((always_inline)) void COUNTED(put)(double *out, int64_t columns, int stream,
                                                                      const st_f64v result[BIT_VECTORS]) {
  if (columns >= (int64_t)BIT_COLUMNS) {
#pragma GCC unroll 2
    for (int v = 0; v < BIT_VECTORS; v++)
      if (stream) st_stream_f64(out + v * LANES, result[v]);
      else st_store_f64(out + v * LANES, result[v]);
    return;
  }
  double tail[BIT_COLUMNS];
#pragma GCC unroll 2
  for (int v = 0; v < BIT_VECTORS; v++) st_store_f64(tail + v * LANES, result[v]);
  for (int64_t j = 0; j < columns; j++) out[j] = tail[j];
}

#define BLOCK(name)                                                                                                   \
  TARGET static void COUNTED(block_##name)(const st_distance_job *job, int64_t row, int64_t rows, int64_t column,     \
                                           int64_t columns, const void *packed, void *out, int64_t out_stride,        \
                                           int stream) {                                                              \
    const double *terms_x = (const double *)job->terms_x + row, *terms_y = (const double *)job->terms_y + column;     \
    const st_f64v n = st_set_f64((double)job->features);                                                              \
    for (int64_t i = 0; i < rows; i += BIT_ROWS) {                                                                    \
      const uint64_t *x[BIT_ROWS];                                                                                    \
      for (int64_t r = 0; r < BIT_ROWS; r++)                                                                          \
        x[r] = (const uint64_t *)job->x + (row + (i + r < rows ? i + r : i)) * job->width;                            \
      for (int64_t j = 0; j < columns; j += BIT_COLUMNS) {                                                            \
        words both[BIT_ROWS][BIT_VECTORS];                                                                            \
        COUNTED(tile)(x, (const uint64_t *)packed + j * job->width, job->width, both);                                \
        for (int r = 0; r < BIT_ROWS && i + r < rows; r++) {                                                          \
          st_f64v result[BIT_VECTORS];                                                                                \
          for (int v = 0; v < BIT_VECTORS; v++) {                                                                     \
            st_f64v tt = as_f64(both[r][v]), tf = st_set_f64(terms_x[i + r]) - tt;                                    \
            result[v] = finish_##name(tt, tf, st_load_f64(terms_y + j + v * LANES) - tt, n);                          \
          }                                                                                                           \
          COUNTED(put)((double *)out + (i + r) * out_stride + j, columns - j, stream, result);                        \
        }                                                                                                             \
      }                                                                                                               \
    }                                                                                                                 \
    if (stream) st_stream_fence();                                                                                    \
  }
ST_BIT_METRICS(BLOCK)
#undef BLOCK
