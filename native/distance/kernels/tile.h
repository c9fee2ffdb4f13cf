/* The loop around step() and finish(): a register tile of `rows` rows by V_VECTORS vectors of columns, all features in
 * ascending order, one set of sums per pair.
 *
 * Columns come packed: panels of PANEL columns, feature by feature, so that a tile reads whole vectors of columns one
 * after the other; rows come as they are, one element at a time, broadcast. A tile at the edge computes a whole panel
 * (the packing pads it with zeros) and as many rows as it was compiled for, or one; it stores only what is asked. */
#ifndef STRIDED_TILE_H
#define STRIDED_TILE_H
#include "canberra.h"
#include "mahalanobis.h"
#include "shape.h"
#include "steps.h"
#include <string.h>

#define DIRECT(name, sums, weighted, terms) \
  enum { SUMS_##name = sums, WEIGHTED_##name = weighted, TERMS_##name = terms };
#include "../direct.def"

ST_INLINE int tile_rows(const int kind, const int sums) {
  switch (kind) {
  case ST_DIRECT_canberra:
  case ST_DIRECT_canberraWeighted:
    return ST_ISA_LEVEL == ST_AVX512 ? 3 : V_VECTORS == 2 ? 2 : 1;
  case ST_DIRECT_minkowskiAny:
  case ST_DIRECT_minkowskiHalves:
  case ST_DIRECT_jensenshannon:
  case ST_DIRECT_haversine:
  case ST_DIRECT_canberraWide:
    return 2;
  default:
    if (sums == 1) return TILE_ROWS;
    if (sums == 2) return ST_ISA_LEVEL == ST_AVX512 ? 5 : V_VECTORS == 2 ? TILE_ROWS / 2 : 1;
    return ST_ISA_LEVEL == ST_AVX512 ? 3 : 1;
  }
}

/* Rows whose element is read anew for each vector of columns. On AVX-512 an operation can broadcast its memory operand at
 * no cost, while a broadcast of its own occupies an arithmetic unit for half a cycle (measured on Zen 4): reading twice is
 * cheaper until the load unit is full, which two rows of three do to the shortest steps. */
ST_INLINE int rows_read_twice(const int kind, const int rows) {
#if ST_ISA_LEVEL == ST_AVX512
  switch (kind) {
  case ST_DIRECT_cityblock:
  case ST_DIRECT_cityblockWeighted:
  case ST_DIRECT_braycurtisPositive:
  case ST_DIRECT_chebyshev:
  case ST_DIRECT_chebyshevWeighted:
  case ST_DIRECT_sqeuclideanWeighted:
  case ST_DIRECT_euclideanWeighted:
  case ST_DIRECT_minkowskiCube:
    return rows;
  case ST_DIRECT_sqeuclidean:
  case ST_DIRECT_euclidean:
  case ST_DIRECT_mahalanobis:
    return rows * 2 / 3;
  default:
    return 0;
  }
#else
  (void)kind, (void)rows;
  return 0;
#endif
}

/* The sums of `rows` rows and one panel. */
ST_INLINE void accumulate(const int kind, const int rows, const int weighted, const st_distance_job *job,
                          const real *x, const real *panel, vec sum[TILE_ROWS][V_VECTORS][MOST_SUMS]) {
  const int64_t features = job->features, width = job->width;
  const real *weights = job->weights, *again = x;
  __asm__("" : "+r"(again)); /* the same address, which the compiler must not know, or it would read once */
  for (int64_t f = 0; f < features; f++) {
    vec w = weighted ? v_set(weights[f]) : v_set(0);
    ST_UNROLL
    for (int r = 0; r < rows; r++) {
      ST_UNROLL
      for (int v = 0; v < V_VECTORS; v++) {
        const real *from = v > 0 && r < rows_read_twice(kind, rows) ? again : x;
        step(kind, sum[r][v], v_set(from[r * width + f]), v_load(panel + f * PANEL + v * V_LANES), w, job,
             r * V_VECTORS + v);
      }
    }
  }
}

/* Stores one row of a tile: whole lines past the cache, or whole vectors, or the first `columns` elements. */
ST_INLINE void store_row(real *out, const vec *value, int64_t columns, int stream) {
  if (columns < PANEL) {
    memcpy(out, value, (size_t)columns * sizeof(real));
  } else if (stream) {
    for (int v = 0; v < V_VECTORS; v++) v_stream(out + v * V_LANES, value[v]);
  } else {
    for (int v = 0; v < V_VECTORS; v++) v_store(out + v * V_LANES, value[v]);
  }
}

ST_INLINE void tile(const int kind, const int rows, const int sums, const int weighted, const int terms,
                    const st_distance_job *job, int64_t row, int64_t column, int64_t columns, const real *panel,
                    real *out, int64_t out_stride, int stream) {
  vec sum[TILE_ROWS][V_VECTORS][MOST_SUMS];
  const real *x = (const real *)job->x + row * job->width;
  ST_UNROLL
  for (int r = 0; r < rows; r++)
    ST_UNROLL
    for (int v = 0; v < V_VECTORS; v++)
      ST_UNROLL
      for (int s = 0; s < sums; s++) sum[r][v][s] = v_set(0);

  if (kind == ST_DIRECT_canberra || kind == ST_DIRECT_canberraWeighted)
    accumulate_canberra(rows, weighted, job, row, panel, sum);
  else
    accumulate(kind, rows, weighted, job, x, panel, sum);

  ST_UNROLL
  for (int r = 0; r < rows; r++) {
    vec value[V_VECTORS];
    vec term_x = terms ? v_set(((const real *)job->terms_x)[row + r]) : v_set(0);
    ST_UNROLL
    for (int v = 0; v < V_VECTORS; v++) {
      vec term_y = terms ? v_load((const real *)job->terms_y + column + v * V_LANES) : v_set(0);
      value[v] = finish(kind, sum[r][v], term_x, term_y, job);
      if (kind == ST_DIRECT_mahalanobis) {
        bits close = (bits)(sum[r][v][0] < (term_x + term_y) * v_set((real)job->constant[0]));
        if (v_any(close)) value[v] = mahalanobis_close(job, close, value[v], row + r, column + v * V_LANES);
      }
      if (kind == ST_DIRECT_jensenshannon)
        value[v] = jensenshannon_finish(sum[r][v][0], term_x, term_y, job, x + r * job->width, panel + v * V_LANES);
    }
    store_row(out + r * out_stride, value, columns, stream);
  }
}

/* A block: bands of rows of a tile, and in each band the panels in turn, so that the band stays in the first cache and
 * each row of the result is written from left to right. */
#define DEFINE_BLOCK(name)                                                                                             \
  static void block_##name(const st_distance_job *job, int64_t row, int64_t rows, int64_t column, int64_t columns,     \
                           const void *packed, void *out_bytes, int64_t out_stride, int stream) {                      \
    const int tall = tile_rows(ST_DIRECT_##name, SUMS_##name);                                                         \
    real *out = out_bytes;                                                                                             \
    for (int64_t r = 0; r < rows;) {                                                                                   \
      const int whole = rows - r >= tall;                                                                              \
      const real *panel = packed;                                                                                      \
      for (int64_t c = 0; c < columns; c += PANEL, panel += PANEL * job->width) {                                      \
        if (whole)                                                                                                     \
          tile(ST_DIRECT_##name, tall, SUMS_##name, WEIGHTED_##name, TERMS_##name, job, row + r, column + c,           \
               columns - c, panel, out + r * out_stride + c, out_stride, stream);                                      \
        else                                                                                                           \
          tile(ST_DIRECT_##name, 1, SUMS_##name, WEIGHTED_##name, TERMS_##name, job, row + r, column + c, columns - c, \
               panel, out + r * out_stride + c, out_stride, stream);                                                   \
      }                                                                                                                \
      r += whole ? tall : 1;                                                                                           \
    }                                                                                                                  \
    if (stream) st_stream_fence();                                                                                     \
  }
#endif
