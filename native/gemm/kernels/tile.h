/* The tile that products and product-form distances share, for the element type that element.h has set.
 *
 * `left` is packed [depth][TILE_ROWS], `right` [depth][TILE_COLUMNS], so both are read forward, once. Each product is
 * added to its one accumulator in the order of depth: results do not depend on where a tile starts. */
static inline __attribute__((always_inline)) void TYPED(tile_dot)(const T *left, const T *right, int64_t depth,
                                                                  V sum[TILE_ROWS][TILE_VECTORS]) {
  V s[TILE_ROWS][TILE_VECTORS];
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) s[i][v] = (V){0};
  for (int64_t f = 0; f < depth; f++, left += TILE_ROWS, right += TILE_COLUMNS) {
    V r[TILE_VECTORS];
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) r[v] = V_LOAD(right + v * LANES);
#pragma GCC unroll 12
    for (int i = 0; i < TILE_ROWS; i++) {
      V l = V_SET(left[i]);
#pragma GCC unroll 4
      for (int v = 0; v < TILE_VECTORS; v++) s[i][v] = V_FMA(l, r[v], s[i][v]);
    }
  }
#pragma GCC unroll 12
  for (int i = 0; i < TILE_ROWS; i++)
#pragma GCC unroll 4
    for (int v = 0; v < TILE_VECTORS; v++) sum[i][v] = s[i][v];
}

/* How many elements of depth are transposed together: the part of a panel that they fill stays in the first-level cache. */
#define PACK_DEPTH 64

/* Packs `lanes` vectors (rows or columns of a matrix) of `depth` elements into panels of `width`:
 * packed[panel][depth][width], the last panel padded with zeros. Strides in elements. */
static inline __attribute__((always_inline)) void TYPED(pack_panels)(const T *source, int64_t lane_stride,
                                                                     int64_t depth_stride, int64_t lanes, int64_t depth,
                                                                     int width, T *packed) {
  for (int64_t lane = 0; lane < lanes; lane += width, packed += depth * width) {
    int here = lanes - lane < width ? (int)(lanes - lane) : width;
    const T *from = source + lane * lane_stride;
    if (here < width)
      for (int64_t i = 0; i < depth * width; i++) packed[i] = 0;
    if (lane_stride == 1) {
      for (int64_t f = 0; f < depth; f++)
        for (int i = 0; i < here; i++) packed[f * width + i] = from[f * depth_stride + i];
      continue;
    }
    for (int64_t start = 0; start < depth; start += PACK_DEPTH) {
      int64_t end = depth - start < PACK_DEPTH ? depth : start + PACK_DEPTH;
      for (int i = 0; i < here; i++)
        for (int64_t f = start; f < end; f++) packed[f * width + i] = from[i * lane_stride + f * depth_stride];
    }
  }
}
