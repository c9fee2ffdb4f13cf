/* Dense matrix product: which way each goes. Vectors to vector.c; a small b whose rows are runs is not packed at all; other
 * small products are packed on the stack and run on the caller's thread, and the rest is packed.c's. */
#include "gemm.h"
#include "../engine/isa.h"

#define STACK_BYTES (24 * 1024)
/* Below this many multiplications waking a thread costs more than it brings. */
#define ALONE (1 << 18)
/* Up to so large a matrix b stays in a second-level cache, unpacked. */
#define DIRECT_BYTES (128 * 1024)

ST_DECLARE(extern const st_gemm_kernels, st_gemm_f64, [1]);
ST_DECLARE(extern const st_gemm_kernels, st_gemm_f32, [1]);

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t round_up(int64_t n, int64_t unit) { return (n + unit - 1) / unit * unit; }

static char *at(const char *base, const st_gemm_product *p, int64_t element) {
  return (char *)base + element * (int64_t)p->kernels->itemsize;
}

static int64_t panel_bytes(const st_gemm_product *p, int64_t lanes, int64_t width) {
  return round_up(round_up(lanes, width) * p->inner * (int64_t)p->kernels->itemsize, 64);
}

/* Whether all panels fit the stack. */
static int is_small(const st_gemm_product *p) {
  return p->inner <= ST_GEMM_DEPTH && panel_bytes(p, p->rows, p->kernels->tile_rows) +
                                              panel_bytes(p, p->columns, p->kernels->tile_columns) <= STACK_BYTES;
}

static int run_small(const st_gemm_product *p) {
  _Alignas(64) char scratch[STACK_BYTES];
  char *columns = scratch + panel_bytes(p, p->rows, p->kernels->tile_rows);
  const st_gemm_kernels *k = p->kernels;
  (p->parts == 2 ? k->pack_complex_rows : k->pack_rows)(p->a, p->a_row, p->a_inner, p->rows, p->inner, scratch);
  (p->parts == 2 ? k->pack_complex_columns : k->pack_columns)(p->b, p->b_column, p->b_inner, p->columns, p->inner, columns);
  k->block(scratch, columns, p->rows, p->columns, p->inner, p->out, p->out_stride, p->accumulate);
  return ST_OK;
}

typedef struct direct_job {
  const st_gemm_product *product;
  int64_t row_block;
} direct_job;

static int multiply_direct(void *context, int64_t task, int thread) {
  (void)thread;
  const direct_job *j = context;
  const st_gemm_product *p = j->product;
  int64_t row = task * j->row_block;
  (p->parts == 2 ? p->kernels->direct_complex : p->kernels->direct)(
      at(p->a, p, row * p->a_row), p->a_row, p->a_inner, p->b, p->b_inner, min64(j->row_block, p->rows - row), p->columns,
      p->inner / p->parts, at(p->out, p, row * p->out_stride), p->out_stride);
  return ST_OK;
}

int st_direct_suits(const st_gemm_kernels *kernels, int parts, int64_t inner, int64_t columns, int64_t b_column) {
  return b_column == parts && inner <= ST_GEMM_DEPTH && inner * columns * (int64_t)kernels->itemsize <= DIRECT_BYTES;
}

/* A product with a small b whose rows are runs; -1 where packing is better. */
static int run_direct(const st_gemm_product *p, int threads, int32_t *control) {
  if (p->accumulate || !st_direct_suits(p->kernels, p->parts, p->inner, p->columns, p->b_column)) return -1;
  direct_job j = {p, p->rows};
  if ((double)p->rows * (double)p->columns * (double)p->inner < 2 * ALONE) return multiply_direct(&j, 0, 0);
  if (threads == 0) threads = st_thread_count();
  if (threads > 1) j.row_block = round_up((p->rows + 4 * threads - 1) / (4 * threads), 4);
  return st_parallel_for((p->rows + j.row_block - 1) / j.row_block, threads, multiply_direct, &j, control);
}

static void zero(const st_gemm_product *p) {
  for (int64_t i = 0; i < p->rows; i++) {
    char *row = at(p->out, p, i * p->out_stride);
    for (int64_t byte = 0; byte < p->columns * (int64_t)p->kernels->itemsize; byte++) row[byte] = 0;
  }
}

/* A column or a row of result; -1 where packing must do it. */
static int run_vector(const st_gemm_product *p, int threads) {
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
  st_gemm_product p = {.kernels = st_gemm_kernels_of(dtype),
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
  return is_small(&p) ? run_small(&p) : st_multiply_packed(&p, call->threads, call->control);
}

int st_entry_matmul(const st_call *call) { return st_matmul(call, 0); }
