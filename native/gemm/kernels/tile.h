/* The tile that products and product-form distances share, for the element type that element.h has set.
 *
 * `left` is packed [depth][TILE_ROWS], `right` [depth][TILE_COLUMNS], so both are read forward, once. Each product is
 * added to its one accumulator in the order of depth: results do not depend on where a tile starts. `left` comes from the
 * second-level cache, and is asked for that many elements of depth ahead which hide its latency. */
#define TILE_AHEAD 8
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
#pragma GCC unroll 2
    for (int i = 0; i < TILE_ROWS; i += 64 / (int)sizeof(T)) __builtin_prefetch(left + TILE_AHEAD * TILE_ROWS + i);
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
#undef TILE_AHEAD
