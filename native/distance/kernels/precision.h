/* One precision of the direct kernels on one instruction set: packing, every row of direct.def, and their table. */
#include "prepare.h"
#include "tile.h"

/* Panels of PANEL columns, feature by feature. Rows of y are read a cache line of features at a time, so that each line
 * is fetched once however many columns a panel has. */
static void pack_panels(const st_distance_job *job, int64_t column, int64_t columns, void *packed) {
  const int64_t width = job->width;
  real *panel = packed;
  for (int64_t c = 0; c < columns; c += PANEL, panel += PANEL * width) {
    const int64_t present = columns - c < PANEL ? columns - c : PANEL;
    const real *y = (const real *)job->y + (column + c) * width;
    if (present == PANEL) {
      for (int64_t f = 0; f < width; f++)
        ST_UNROLL
        for (int i = 0; i < PANEL; i++) panel[f * PANEL + i] = y[i * width + f];
    } else {
      for (int64_t f = 0; f < width; f++) {
        for (int64_t i = 0; i < present; i++) panel[f * PANEL + i] = y[i * width + f];
        for (int64_t i = present; i < PANEL; i++) panel[f * PANEL + i] = 0;
      }
    }
  }
}

#define DIRECT(name, sums, weighted, terms) DEFINE_BLOCK(name)
#include "../direct.def"

st_direct_kernel REAL_NAME(st_direct)(int kind) {
  st_direct_kernel kernel = {1, PANEL, pack_panels, 0};
  switch (kind) {
#define DIRECT(name, sums, weighted, terms)                     \
  case ST_DIRECT_##name:                                        \
    kernel.row_tile = tile_rows(ST_DIRECT_##name, SUMS_##name); \
    kernel.block = block_##name;                                \
    break;
#include "../direct.def"
  default:
    break;
  }
  return kernel;
}

void REAL_NAME(st_prepare_rows)(st_preparation *preparation, int64_t row, int64_t rows, void *scratch) {
  prepare_rows(preparation, row, rows, scratch);
}
