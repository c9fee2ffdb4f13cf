/* Packing into the panels that kernels/tile.h reads, for the element type that element.h has set: packed[panel][depth][width],
 * the last panel padded with zeros. */
#include "../../fft/kernels/shuffle.h"

/* Row l of the square becomes lane l of every vector. */
static inline __attribute__((always_inline)) void TYPED(transpose)(V v[LANES]) {
#pragma GCC unroll 4
  for (int half = 1; half < (int)LANES; half *= 2) {
    V t[LANES];
#pragma GCC unroll 8
    for (int i = 0; i < (int)LANES / 2; i++) {
      t[2 * i] = ST_SHUFFLE(FIRST, LANE_COUNT, v[i], v[i + LANES / 2]);
      t[2 * i + 1] = ST_SHUFFLE(SECOND, LANE_COUNT, v[i], v[i + LANES / 2]);
    }
#pragma GCC unroll 16
    for (int i = 0; i < (int)LANES; i++) v[i] = t[i];
  }
}

/* `here` lanes of any strides into one panel, from the `start`th element of depth on. */
static inline __attribute__((always_inline)) void TYPED(pack_singly)(const T *from, int64_t lane_stride,
                                                                     int64_t depth_stride, int here, int64_t start,
                                                                     int64_t depth, int width, T *packed) {
  /* So many elements of depth at a time: the part of the panel that they fill stays in the first-level cache. */
  const int64_t most = 64;
  for (; start < depth; start += most) {
    int64_t end = depth - start < most ? depth : start + most;
    for (int i = 0; i < here; i++)
      for (int64_t f = start; f < end; f++) packed[f * width + i] = from[i * lane_stride + f * depth_stride];
  }
}

/* A whole panel of lanes whose elements lie together, a square at a time. Where the lanes are not a multiple of the
 * vector's, the last square spills into the place of the next element of depth, so it is stored before the others
 * of that, and the last elements of depth go singly. */
static inline __attribute__((always_inline)) void TYPED(pack_lanes)(const T *from, int64_t lane_stride, int64_t depth,
                                                                    int width, T *packed) {
  int64_t f = 0;
  for (; f + (int64_t)LANES < depth; f += LANES)
#pragma GCC unroll 4
    for (int lane = (width - 1) / (int)LANES * (int)LANES; lane >= 0; lane -= (int)LANES) {
      V v[LANES];
#pragma GCC unroll 16
      for (int l = 0; l < (int)LANES; l++)
        v[l] = lane + l < width ? V_LOAD(from + (lane + l) * lane_stride + f) : (V){0};
      TYPED(transpose)(v);
#pragma GCC unroll 16
      for (int i = 0; i < (int)LANES; i++) V_STORE(packed + (f + i) * width + lane, v[i]);
    }
  TYPED(pack_singly)(from, lane_stride, 1, width, f, depth, width, packed);
}

/* Whole panels whose lanes lie together: each row of them is read once, from its beginning to its end. */
static inline __attribute__((always_inline)) void TYPED(pack_runs)(const T *from, int64_t depth_stride, int64_t panels,
                                                                   int64_t depth, int width, T *packed) {
  for (int64_t f = 0; f < depth; f++) {
    const T *source = from + f * depth_stride;
    T *to = packed + f * width;
    for (int64_t panel = 0; panel < panels; panel++, source += width, to += depth * width) {
      int lane = 0;
#pragma GCC unroll 8
      for (; lane + (int)LANES <= width; lane += (int)LANES) V_STORE(to + lane, V_LOAD(source + lane));
#pragma GCC unroll 16
      for (; lane < width; lane++) to[lane] = source[lane];
    }
  }
}

/* Packs `lanes` vectors (rows or columns of a matrix) of `depth` elements into panels of `width`. Strides in elements. */
static inline __attribute__((always_inline)) void TYPED(pack_panels)(const T *source, int64_t lane_stride,
                                                                     int64_t depth_stride, int64_t lanes, int64_t depth,
                                                                     int width, T *packed) {
  int64_t whole = lanes / width, rest = lanes % width;
  if (lane_stride == 1) TYPED(pack_runs)(source, depth_stride, whole, depth, width, packed);
  else
    for (int64_t panel = 0; panel < whole; panel++) {
      const T *from = source + panel * width * lane_stride;
      T *to = packed + panel * width * depth;
      if (depth_stride == 1) TYPED(pack_lanes)(from, lane_stride, depth, width, to);
      else TYPED(pack_singly)(from, lane_stride, depth_stride, width, 0, depth, width, to);
    }
  if (rest == 0) return;
  packed += whole * width * depth;
  for (int64_t i = 0; i < depth * width; i++) packed[i] = 0;
  TYPED(pack_singly)(source + whole * width * lane_stride, lane_stride, depth_stride, (int)rest, 0, depth, width, packed);
}
