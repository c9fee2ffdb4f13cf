/* The packed product: BLIS's loops around the register tile of kernels/tile.h, as one job of the pool.
 *
 * Policy. The result is cut into parts, and each part's inner dimension into equal depths; for each of these, operands
 * are packed into panels, by all threads, and blocks of the part computed from them, which a thread takes as they come.
 * A block's panels of a fill part of a 512 KB second-level cache, a part's panels of a and b part of a third-level cache.
 * The depths depend on the inner dimension alone and come in their order, so the result does not depend on threads;
 * NaN and infinities propagate. Operands may have any strides, also zero and negative: packing reads them, nothing else
 * does. A product of complex matrices is one of real matrices of twice the columns and twice the depth, and only packing
 * knows. A matrix times its own transpose is computed on and above the diagonal, then mirrored.
 *
 * State. Steps, one depth of one part each, use two sets of panels by turns, so that threads without a block pack for the
 * next step while others finish this one. Tasks are numbered step by step, packing first, and wait only for tasks with
 * lower numbers: packing for those who use the same set of panels, a block for its panels and for the depth before it. */
#include "gemm.h"

#define ROW_BLOCK_BYTES (192 * 1024)
#define PART_BYTES (3 << 20)
/* Panels that one task packs; multiplications that are worth a task; tasks of a step for each thread. */
#define PACKED_PANELS 4
#define TASK_WORK (1 << 20)
#define TASKS_FOR_THREAD 16
/* Below this many multiplications waking a thread costs more than it brings. */
#define ALONE (1 << 18)
/* Packing space that is kept from product to product, because new memory costs as much as a middle-sized product. */
#define KEPT_BYTES ((size_t)16 << 20)
#define HEADER 64
#define MIRROR_ROWS 64

typedef struct plan {
  const st_gemm_product *product;
  /* How many parts and depths there are, and what is in each but the last ones. */
  int64_t row_parts, column_parts, depths, part_rows, part_columns, depth;
  int64_t row_block, column_block, row_blocks, column_blocks;
  /* Tasks of a step. */
  int64_t row_packs, packs, blocks;
  /* The sets of panels, of rows and of columns. */
  char *rows[2], *columns[2];
  /* Tasks done, of the steps with either set; of each block of every second part, depths done. */
  int64_t packs_done[2], blocks_done[2], *depths_done[2];
} plan;

/* What a step computes. */
typedef struct step {
  int64_t number, part, depth_number, row, rows, column, columns, start, depth;
  int set, is_below; /* is_below: the diagonal, where nothing is computed */
} step;

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t cut(int64_t n, int64_t pieces) { return (n + pieces - 1) / pieces; }
static int64_t round_up(int64_t n, int64_t unit) { return cut(n, unit) * unit; }

static char *at(const char *base, const st_gemm_product *p, int64_t element) {
  return (char *)base + element * (int64_t)p->kernels->itemsize;
}

static step step_of(const plan *l, int64_t number) {
  const st_gemm_product *p = l->product;
  step s = {.number = number, .part = number / l->depths, .depth_number = number % l->depths, .set = (int)(number & 1)};
  s.row = s.part % l->row_parts * l->part_rows;
  s.column = s.part / l->row_parts * l->part_columns;
  s.start = s.depth_number * l->depth;
  s.rows = min64(l->part_rows, p->rows - s.row);
  s.columns = min64(l->part_columns, p->columns - s.column);
  s.depth = min64(l->depth, p->inner - s.start);
  s.is_below = p->is_mirrored && s.row >= s.column + s.columns;
  return s;
}

static void pack_rows(const plan *l, const step *s, int64_t task) {
  const st_gemm_product *p = l->product;
  int64_t most = PACKED_PANELS * p->kernels->tile_rows, row = task * most, rows = min64(most, s->rows - row);
  if (rows <= 0) return;
  (p->parts == 2 ? p->kernels->pack_complex_rows : p->kernels->pack_rows)(
      at(p->a, p, (s->row + row) * p->a_row + s->start / p->parts * p->a_inner), p->a_row, p->a_inner, rows, s->depth,
      at(l->rows[s->set], p, row * s->depth));
}

static void pack_columns(const plan *l, const step *s, int64_t task) {
  const st_gemm_product *p = l->product;
  int64_t most = PACKED_PANELS * p->kernels->tile_columns, column = task * most;
  int64_t columns = min64(most, s->columns - column);
  if (columns <= 0) return;
  int64_t first = s->start / p->parts * p->b_inner + (s->column + column) / p->parts * p->b_column;
  (p->parts == 2 ? p->kernels->pack_complex_columns : p->kernels->pack_columns)(
      at(p->b, p, first), p->b_column, p->b_inner, columns, s->depth, at(l->columns[s->set], p, column * s->depth));
}

/* Rows [row, row + rows) and columns [column, end) of a step, both counted from the part's. */
static void multiply_block(const plan *l, const step *s, int64_t row, int64_t rows, int64_t column, int64_t end) {
  const st_gemm_product *p = l->product;
  const st_gemm_kernels *kernels = p->kernels;
  const char *a = at(l->rows[s->set], p, row * s->depth);
  int64_t first = s->row + row;
  while (column < end) {
    /* Where a block crosses the diagonal, one tile's columns at a time, down to the last row that is not below it. */
    int crosses = p->is_mirrored && first + rows > s->column + column;
    int64_t stop = crosses ? min64(column + kernels->tile_columns, end) : end;
    int64_t here = crosses ? min64(rows, s->column + stop - first) : rows;
    if (here > 0)
      kernels->block(a, at(l->columns[s->set], p, column * s->depth), here, stop - column, s->depth,
                     at(p->out, p, first * p->out_stride + s->column + column), p->out_stride,
                     p->accumulate || s->depth_number > 0);
    column = stop;
  }
}

static void multiply(plan *l, const step *s, int64_t task) {
  int64_t row = task / l->column_blocks * l->row_block, column = task % l->column_blocks * l->column_block;
  int64_t rows = min64(l->row_block, s->rows - row), end = min64(column + l->column_block, s->columns);
  int64_t *done = &l->depths_done[s->part & 1][task], before = s->part * l->depths + s->depth_number;
  st_wait_for(&l->packs_done[s->set], (s->number / 2 + 1) * l->packs);
  if (s->depth_number > 0) st_wait_for(done, before);
  if (!s->is_below && rows > 0) multiply_block(l, s, row, rows, column, end);
  __atomic_store_n(done, before + 1, __ATOMIC_RELEASE);
  __atomic_fetch_add(&l->blocks_done[s->set], 1, __ATOMIC_RELEASE);
}

static int run_task(void *context, int64_t task, int thread) {
  (void)thread;
  plan *l = context;
  int64_t tasks = l->packs + l->blocks, within = task % tasks;
  const step s = step_of(l, task / tasks);
  if (within >= l->packs) {
    multiply(l, &s, within - l->packs);
    return ST_OK;
  }
  st_wait_for(&l->blocks_done[s.set], s.number / 2 * l->blocks);
  if (!s.is_below) {
    if (within < l->row_packs) pack_rows(l, &s, within);
    else pack_columns(l, &s, within - l->row_packs);
  }
  __atomic_fetch_add(&l->packs_done[s.set], 1, __ATOMIC_RELEASE);
  return ST_OK;
}

/* Cuts the product so that a step has a few tasks for each thread, of about the same size. */
static void cut_product(plan *l, int threads) {
  const st_gemm_product *p = l->product;
  int64_t tile_rows = p->kernels->tile_rows, tile_columns = p->kernels->tile_columns;
  l->depths = cut(p->inner, ST_GEMM_DEPTH);
  l->depth = round_up(cut(p->inner, l->depths), p->parts);
  int64_t column_bytes = l->depth * (int64_t)p->kernels->itemsize, most = PART_BYTES / column_bytes;
  l->part_rows = round_up(cut(p->rows, cut(p->rows, most)), tile_rows);
  l->part_columns = round_up(cut(p->columns, cut(p->columns, most)), tile_columns);
  l->row_parts = cut(p->rows, l->part_rows);
  l->column_parts = cut(p->columns, l->part_columns);
  l->row_block = ROW_BLOCK_BYTES / column_bytes / tile_rows * tile_rows;
  l->row_block = round_up(cut(l->part_rows, cut(l->part_rows, l->row_block)), tile_rows);
  l->row_blocks = cut(l->part_rows, l->row_block);
  double work = (double)l->part_rows * (double)l->part_columns * (double)l->depth / TASK_WORK;
  int64_t tasks = work > TASKS_FOR_THREAD * threads ? TASKS_FOR_THREAD * threads : (int64_t)work;
  l->column_blocks = threads == 1 || tasks < l->row_blocks ? 1 : cut(tasks, l->row_blocks);
  l->column_block = round_up(cut(l->part_columns, l->column_blocks), tile_columns);
  l->column_blocks = cut(l->part_columns, l->column_block);
  l->row_packs = cut(l->part_rows, PACKED_PANELS * tile_rows);
  l->packs = l->row_packs + cut(l->part_columns, PACKED_PANELS * tile_columns);
  l->blocks = l->row_blocks * l->column_blocks;
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
  char *whole = space - HEADER;
  st_free(*(size_t *)whole > KEPT_BYTES ? whole : __atomic_exchange_n(&kept, whole, __ATOMIC_ACQ_REL));
}

static int mirror(void *context, int64_t task, int thread) {
  (void)thread;
  const st_gemm_product *p = context;
  p->kernels->mirror(p->out, p->out_stride, task * MIRROR_ROWS, min64((task + 1) * MIRROR_ROWS, p->rows));
  return ST_OK;
}

int st_multiply_packed(const st_gemm_product *p, int threads, int32_t *control) {
  plan l = {.product = p};
  if ((double)p->rows * (double)p->columns * (double)p->inner < ALONE) threads = 1;
  if (threads == 0) threads = st_thread_count();
  cut_product(&l, threads);
  int64_t itemsize = (int64_t)p->kernels->itemsize, steps = l.row_parts * l.column_parts * l.depths;
  int64_t row_bytes = round_up(l.part_rows * l.depth * itemsize, 64);
  int64_t column_bytes = round_up(l.part_columns * l.depth * itemsize, 64);
  int64_t sets = threads > 1 && steps > 1 ? 2 : 1, counters = 2 * l.blocks;
  char *space = take_space((size_t)(sets * (row_bytes + column_bytes) + counters * (int64_t)sizeof(int64_t)));
  if (!space) return ST_NO_MEMORY;
  for (int set = 0; set < 2; set++) {
    l.rows[set] = space + (sets == 2 ? set : 0) * (row_bytes + column_bytes);
    l.columns[set] = l.rows[set] + row_bytes;
    l.depths_done[set] = (int64_t *)(space + sets * (row_bytes + column_bytes)) + set * l.blocks;
  }
  for (int64_t i = 0; i < counters; i++) l.depths_done[0][i] = 0;
  int status = st_parallel_for(steps * (l.packs + l.blocks), threads, run_task, &l, control);
  give_space(space);
  if (status == ST_OK && p->is_mirrored)
    status = st_parallel_for(cut(p->rows, MIRROR_ROWS), threads, mirror, (void *)p, control);
  return status;
}
