/* Dense matrix product: BLIS's five loops around the register tile of kernels/tile.h.
 *
 * For each NC columns, for each KC of the inner dimension: pack that part of b once (shared by all threads), then
 * share out MC rows at a time; a thread packs its rows of a and multiplies. KC and the order of its parts are fixed,
 * so that the result does not depend on threads; NaN and infinities propagate. Operands may have any strides, also
 * zero and negative: packing reads them, nothing else does. A product of complex matrices is one of real matrices of
 * twice the columns and twice the depth, and only packing knows.
 *
 * Sizes: a packed block of a (MC x KC) fills about half of a 1 MB second-level cache, a packed part of b (KC x NC)
 * a third-level cache. A small b whose rows are runs is not packed at all; other small products are packed on the stack and
 * run on the caller's thread. A matrix times its own transpose is computed on and above the diagonal, then mirrored. */
#include "gemm.h"
#include "../engine/isa.h"

#define KC 384
#define MC_BYTES (480 * 1024)
#define NC 4096
#define STACK_BYTES (24 * 1024)
/* Below this many multiplications waking a thread costs more than it brings. */
#define ALONE (1 << 18)
/* Up to so large a matrix b stays in a second-level cache, unpacked. */
#define DIRECT_BYTES (128 * 1024)
/* Packing space that is kept from product to product, because new memory costs as much as a middle-sized product. */
#define KEPT_BYTES ((size_t)16 << 20)
#define HEADER 64
#define MIRROR 64

ST_DECLARE(extern const st_gemm_kernels, st_gemm_f64, [1]);
ST_DECLARE(extern const st_gemm_kernels, st_gemm_f32, [1]);

typedef struct product {
  const st_gemm_kernels *kernels;
  const char *a, *b;
  char *out;
  int accumulate;
  int is_mirrored; /* b is a's transpose: only what is on or above the diagonal is computed */
  int parts; /* of an element: 2 for complex numbers, whose columns and depths count parts */
  int64_t rows, columns, inner;
  int64_t a_row, a_inner, b_inner, b_column, out_stride; /* parts */
  /* The part being worked on. */
  int64_t column, part_columns, depth_start, depth;
  int64_t row_block, column_block, column_blocks, pack_block;
  char *packed_b, *packed_a; /* packed_a: one block for each thread */
  size_t packed_a_bytes;
} product;

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t round_up(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

static const char *at(const char *base, const product *p, int64_t element) {
  return base + element * (int64_t)p->kernels->itemsize;
}

static int pack_b(void *context, int64_t task, int thread) {
  (void)thread;
  product *p = context;
  int64_t start = task * p->pack_block;
  int64_t first = p->depth_start / p->parts * p->b_inner + (p->column + start) / p->parts * p->b_column;
  (p->parts == 2 ? p->kernels->pack_complex_columns : p->kernels->pack_columns)(
      at(p->b, p, first), p->b_column, p->b_inner, min64(p->pack_block, p->part_columns - start), p->depth,
      p->packed_b + start * p->depth * (int64_t)p->kernels->itemsize);
  return ST_OK;
}

static int multiply(void *context, int64_t task, int thread) {
  product *p = context;
  int64_t row = task / p->column_blocks * p->row_block, start = task % p->column_blocks * p->column_block;
  int64_t rows = min64(p->row_block, p->rows - row), end = min64(start + p->column_block, p->part_columns);
  if (p->is_mirrored && row - p->column > start)
    start = (row - p->column) / p->kernels->tile_columns * p->kernels->tile_columns;
  if (start >= end) return ST_OK;
  char *packed_a = p->packed_a + (size_t)thread * p->packed_a_bytes;
  (p->parts == 2 ? p->kernels->pack_complex_rows : p->kernels->pack_rows)(
      at(p->a, p, row * p->a_row + p->depth_start / p->parts * p->a_inner), p->a_row, p->a_inner, rows, p->depth,
      packed_a);
  p->kernels->block(packed_a, p->packed_b + start * p->depth * (int64_t)p->kernels->itemsize, rows,
                    end - start, p->depth, (char *)at(p->out, p, row * p->out_stride + p->column + start), p->out_stride,
                    p->accumulate || p->depth_start > 0);
  return ST_OK;
}

/* Splits the part [rows x part_columns] so that every thread gets a few tasks of about the same size. */
static void plan_blocks(product *p, int threads) {
  int64_t tile_rows = p->kernels->tile_rows, tile_columns = p->kernels->tile_columns;
  int64_t most = MC_BYTES / (int64_t)p->kernels->itemsize / p->depth / tile_rows * tile_rows;
  p->row_block = min64(most, round_up(p->rows, tile_rows));
  p->column_blocks = 1;
  int64_t row_blocks = (p->rows + p->row_block - 1) / p->row_block;
  if (threads > 1 && row_blocks < 16 * threads) {
    int64_t wanted = (16 * threads + row_blocks - 1) / row_blocks;
    p->column_blocks = min64(wanted, (p->part_columns + 8 * tile_columns - 1) / (8 * tile_columns));
  }
  p->column_block = round_up((p->part_columns + p->column_blocks - 1) / p->column_blocks, tile_columns);
  p->column_blocks = (p->part_columns + p->column_block - 1) / p->column_block;
  p->pack_block = 4 * tile_columns;
}

static int run(product *p, int threads, int32_t *control) {
  for (p->column = 0; p->column < p->columns; p->column += NC) {
    p->part_columns = min64(NC, p->columns - p->column);
    for (p->depth_start = 0; p->depth_start < p->inner; p->depth_start += KC) {
      p->depth = min64(KC, p->inner - p->depth_start);
      plan_blocks(p, threads);
      int64_t packs = (p->part_columns + p->pack_block - 1) / p->pack_block;
      int64_t tasks = (p->rows + p->row_block - 1) / p->row_block * p->column_blocks;
      int status = st_parallel_for(packs, threads, pack_b, p, NULL);
      if (status == ST_OK) status = st_parallel_for(tasks, threads, multiply, p, control);
      if (status != ST_OK) return status;
    }
  }
  return ST_OK;
}

/* Everything fits the stack: one part, no threads, no allocation. */
static int run_small(product *p) {
  _Alignas(64) char scratch[STACK_BYTES];
  p->column = p->depth_start = 0;
  p->part_columns = p->columns;
  p->depth = p->inner;
  p->row_block = p->rows;
  p->column_block = p->pack_block = p->columns;
  p->column_blocks = 1;
  p->packed_a = scratch;
  p->packed_a_bytes = 0;
  p->packed_b = scratch + (size_t)round_up(round_up(p->rows, p->kernels->tile_rows) * p->inner *
                                               (int64_t)p->kernels->itemsize, 64);
  pack_b(p, 0, 0);
  return multiply(p, 0, 0);
}

/* Below the diagonal what is above it, MIRROR rows at a time. */
static int mirror(void *context, int64_t task, int thread) {
  (void)thread;
  const product *p = context;
  int64_t row = task * MIRROR, rows = min64(row + MIRROR, p->rows), stride = p->out_stride;
#define MIRROR_ROWS(T)                                                                                   \
  {                                                                                                      \
    T *out = (T *)p->out;                                                                                \
    for (int64_t column = 0; column < rows; column += MIRROR)                                            \
      for (int64_t i = row; i < rows; i++)                                                               \
        for (int64_t j = column; j < min64(column + MIRROR, i); j++) out[i * stride + j] = out[j * stride + i]; \
  }
  if (p->kernels->itemsize == 8) MIRROR_ROWS(double)
  else MIRROR_ROWS(float)
#undef MIRROR_ROWS
  return ST_OK;
}

/* The kept space, if it is free and large enough, or new space. Its size is written before it. */
static void *kept;

static char *take_space(size_t bytes) {
  char *space = __atomic_exchange_n(&kept, NULL, __ATOMIC_ACQ_REL);
  if (space && *(size_t *)space >= bytes) return space + HEADER;
  st_free(space);
  space = bytes > SIZE_MAX / 2 ? NULL : st_alloc(bytes + HEADER);
  if (!space) return NULL;
  *(size_t *)space = bytes;
  return space + HEADER;
}

static void give_space(char *space) {
  if (!space) return;
  char *whole = space - HEADER;
  st_free(*(size_t *)whole > KEPT_BYTES ? whole : __atomic_exchange_n(&kept, whole, __ATOMIC_ACQ_REL));
}

static int run_large(product *p, int threads, int32_t *control) {
  int64_t depth = min64(KC, p->inner), itemsize = (int64_t)p->kernels->itemsize;
  if ((double)p->rows * (double)p->columns * (double)p->inner < ALONE) threads = 1;
  if (threads == 0) threads = st_thread_count();
  int64_t all_rows = round_up(p->rows, p->kernels->tile_rows) * depth * itemsize;
  p->packed_a_bytes = (size_t)round_up(min64(MC_BYTES, all_rows), 64);
  size_t b_bytes = (size_t)round_up(round_up(min64(NC, p->columns), p->kernels->tile_columns) * depth * itemsize, 64);
  p->packed_b = take_space(b_bytes + p->packed_a_bytes * (size_t)threads);
  if (!p->packed_b) return ST_NO_MEMORY;
  p->packed_a = p->packed_b + b_bytes;
  int status = run(p, threads, control);
  give_space(p->packed_b);
  if (status == ST_OK && p->is_mirrored)
    status = st_parallel_for((p->rows + MIRROR - 1) / MIRROR, threads, mirror, p, control);
  return status;
}

static int multiply_direct(void *context, int64_t task, int thread) {
  (void)thread;
  const product *p = context;
  int64_t row = task * p->row_block;
  p->kernels->direct(at(p->a, p, row * p->a_row), p->a_row, p->a_inner, p->b, p->b_inner,
                     min64(p->row_block, p->rows - row), p->columns, p->inner, (char *)at(p->out, p, row * p->out_stride),
                     p->out_stride);
  return ST_OK;
}

int st_direct_suits(const st_gemm_kernels *kernels, int64_t inner, int64_t columns, int64_t b_column) {
  return b_column == 1 && inner <= KC && inner * columns * (int64_t)kernels->itemsize <= DIRECT_BYTES;
}

/* A product with a small b whose rows are runs; -1 where packing is better. */
static int run_direct(product *p, int threads, int32_t *control) {
  if (p->parts == 2 || p->accumulate || !st_direct_suits(p->kernels, p->inner, p->columns, p->b_column)) return -1;
  p->row_block = p->rows;
  if ((double)p->rows * (double)p->columns * (double)p->inner < 2 * ALONE) return multiply_direct(p, 0, 0);
  if (threads == 0) threads = st_thread_count();
  if (threads > 1) p->row_block = round_up((p->rows + 4 * threads - 1) / (4 * threads), 4);
  return st_parallel_for((p->rows + p->row_block - 1) / p->row_block, threads, multiply_direct, p, control);
}

static void zero(const product *p) {
  for (int64_t i = 0; i < p->rows; i++) {
    char *row = (char *)at(p->out, p, i * p->out_stride);
    for (int64_t byte = 0; byte < p->columns * (int64_t)p->kernels->itemsize; byte++) row[byte] = 0;
  }
}

/* A column or a row of result; -1 where packing must do it. */
static int run_vector(const product *p, int threads) {
  st_vector_product v = {.kernels = p->kernels, .matrix = p->a, .vector = p->b, .out = p->out, .rows = p->rows,
                         .inner = p->inner / p->parts, .row_stride = p->a_row, .inner_stride = p->a_inner,
                         .vector_stride = p->b_inner, .out_stride = p->out_stride, .is_complex = p->parts == 2};
  if (p->columns == p->parts) return st_multiply_vector(&v, threads);
  if (p->rows != 1) return -1;
  v.matrix = p->b, v.row_stride = p->b_column, v.inner_stride = p->b_inner, v.rows = p->columns / p->parts;
  v.vector = p->a, v.vector_stride = p->a_inner, v.out_stride = p->parts;
  return st_multiply_vector(&v, threads);
}

const st_gemm_kernels *st_gemm_kernels_of(int dtype) {
  return dtype == ST_F64 || dtype == ST_C128 ? ST_DISPATCH(st_gemm_f64) : ST_DISPATCH(st_gemm_f32);
}

int st_matmul(const st_call *call, int accumulate) {
  const double *q = call->parameter;
  int dtype = (int)q[0], parts = dtype == ST_C64 || dtype == ST_C128 ? 2 : 1;
  product p = {.kernels = st_gemm_kernels_of(dtype),
               .a = call->operand[0], .b = call->operand[1], .out = call->operand[2], .parts = parts,
               .rows = (int64_t)q[1], .columns = parts * (int64_t)q[2], .inner = parts * (int64_t)q[3],
               .a_row = (int64_t)q[4], .a_inner = (int64_t)q[5], .b_inner = (int64_t)q[6], .b_column = (int64_t)q[7],
               .out_stride = (int64_t)q[8], .accumulate = accumulate};
  if (p.rows == 0 || p.columns == 0) return ST_OK;
  if (p.inner == 0) {
    if (!accumulate) zero(&p);
    return ST_OK;
  }
  int status = accumulate ? -1 : run_vector(&p, call->threads);
  if (status < 0) status = run_direct(&p, call->threads, call->control);
  if (status >= 0) return status;
  p.is_mirrored = parts == 1 && !accumulate && p.a == p.b && p.rows == p.columns && p.a_row == p.b_column &&
                  p.a_inner == p.b_inner;
  int64_t packed = round_up(p.rows, p.kernels->tile_rows) + round_up(p.columns, p.kernels->tile_columns);
  if (p.inner <= KC && packed * p.inner * (int64_t)p.kernels->itemsize + 64 <= STACK_BYTES) return run_small(&p);
  return run_large(&p, call->threads, call->control);
}

int st_entry_matmul(const st_call *call) { return st_matmul(call, 0); }
