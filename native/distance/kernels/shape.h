/* The shape of a register tile on each instruction set. */
#ifndef STRIDED_SHAPE_H
#define STRIDED_SHAPE_H
#include "real.h"

/* Vectors in a panel and rows in a tile of a kind with one sum, by measurement: as many accumulators as leave registers
 * for the columns, a row and a constant. Kinds with more sums get fewer rows; kinds whose step is long are not helped by
 * more than two. */
#if ST_ISA_LEVEL >= ST_AVX2
#define V_VECTORS 2
#define TILE_ROWS 6
#elif defined(__wasm__)
#define V_VECTORS 2
#define TILE_ROWS 4
#else
#define V_VECTORS 4
#define TILE_ROWS 3
#endif
#define PANEL (V_VECTORS * V_LANES)
#define MOST_SUMS 4
#endif
