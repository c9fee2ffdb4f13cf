/* Sweeps over the matrix of distances without making it.
 *
 * Many rows: columns are packed once and shared, PART_BYTES of them at a time; a task is some rows against all of the
 * part. Few rows: every task packs its own columns, a chunk at a time, and the columns of a row are split into segments
 * that are swept side by side. Either way a task computes a block that stays in the second-level cache, has it looked
 * at, and uses its memory again. Cancelling is noticed after each block. */
#include "sweep.h"

#define PART_BYTES ((int64_t)128 << 20)
#define BLOCK_BYTES (256 * 1024)
#define BLOCK_COLUMNS 2048
#define TASKS_PER_THREAD 4

typedef struct sweep {
  const st_distance_job *job;
  st_visit_fn visit;
  void *context;
  int32_t *control;
  int64_t segments, chunk, task_rows, block_rows;
  int64_t stride; /* of a block's rows: a little more than a chunk, so that rows do not share cache sets */
  int64_t part, part_columns;  /* the columns being swept */
  char *shared;                /* packed columns of the part, or NULL: each task packs its own */
  char *scratch;               /* for each thread: a block, then a packed chunk where nothing is shared */
  size_t scratch_bytes, block_bytes;
} sweep;

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t divide_up(int64_t n, int64_t unit) { return (n + unit - 1) / unit; }

static int cancelled(const int32_t *control) {
  return control && __atomic_load_n(&control[ST_CANCEL], __ATOMIC_RELAXED) != 0;
}

static int64_t rows_of_task(const st_distance_job *job, int threads) {
  int64_t rows = ST_TASK_ROWS;
  while (divide_up(job->rows_x, rows) < TASKS_PER_THREAD * threads) {
    int64_t half = divide_up(rows / 2, job->row_tile) * job->row_tile;
    if (half == 0 || half >= rows) break;
    rows = half;
  }
  return rows;
}

static int64_t columns_of_chunk(const st_distance_job *job) {
  int64_t most = BLOCK_COLUMNS / job->column_tile * job->column_tile;
  return smaller(st_chunk_columns(job), most > 0 ? most : job->column_tile);
}

int64_t st_sweep_segments(const st_distance_job *job, int threads) {
  if (threads == 0) threads = st_thread_count();
  if (threads == 1 || job->rows_x > ST_TASK_ROWS || job->rows_x == 0 || job->rows_y == 0) return 1;
  int64_t tasks = divide_up(job->rows_x, rows_of_task(job, threads));
  int64_t wanted = divide_up(TASKS_PER_THREAD * threads, tasks);
  return smaller(wanted, divide_up(job->rows_y, 4 * columns_of_chunk(job)));
}

static int pack_chunk(void *context, int64_t task, int thread) {
  (void)thread;
  sweep *s = context;
  int64_t start = task * s->chunk;
  s->job->pack(s->job, s->part + start, smaller(s->chunk, s->part_columns - start),
               s->shared + (size_t)task * st_packed_bytes(s->job, s->chunk));
  return ST_OK;
}

static int sweep_task(void *context, int64_t task, int thread) {
  sweep *s = context;
  const st_distance_job *job = s->job;
  int64_t segment = task % s->segments, row = task / s->segments * s->task_rows;
  int64_t rows = smaller(s->task_rows, job->rows_x - row), chunks = divide_up(s->part_columns, s->chunk);
  char *block = s->scratch + (size_t)thread * s->scratch_bytes, *own = block + s->block_bytes;
  for (int64_t c = segment * chunks / s->segments; c < (segment + 1) * chunks / s->segments; c++) {
    int64_t column = s->part + c * s->chunk, columns = smaller(s->chunk, s->part + s->part_columns - column);
    const char *packed = s->shared ? s->shared + (size_t)c * st_packed_bytes(job, s->chunk) : own;
    if (!s->shared) job->pack(job, column, columns, own);
    for (int64_t i = 0; i < rows; i += s->block_rows) {
      if (cancelled(s->control)) return ST_CANCELLED;
      int64_t here = smaller(s->block_rows, rows - i);
      job->block(job, row + i, here, column, columns, packed, block, s->stride, 0);
      s->visit(s->context, segment, row + i, here, column, columns, block, s->stride);
    }
  }
  return ST_OK;
}

static int sweep_parts(sweep *s, int64_t part_columns, int threads) {
  const st_distance_job *job = s->job;
  for (s->part = 0; s->part < job->rows_y; s->part += part_columns) {
    s->part_columns = smaller(part_columns, job->rows_y - s->part);
    int status = ST_OK;
    if (s->shared) status = st_parallel_for(divide_up(s->part_columns, s->chunk), threads, pack_chunk, s, NULL);
    if (status == ST_OK)
      status = st_parallel_for(divide_up(job->rows_x, s->task_rows) * s->segments, threads, sweep_task, s, s->control);
    if (status != ST_OK) return status;
  }
  return ST_OK;
}

int st_sweep(const st_distance_job *job, int64_t segments, st_visit_fn visit, void *context, int threads,
             int32_t *control) {
  if (job->rows_x == 0 || job->rows_y == 0) return ST_OK;
  if (threads == 0) threads = st_thread_count();
  sweep s = {.job = job, .visit = visit, .context = context, .control = control, .segments = segments,
             .chunk = columns_of_chunk(job), .task_rows = rows_of_task(job, threads)};
  s.stride = s.chunk + job->column_tile;
  s.block_rows = BLOCK_BYTES / (int64_t)job->out_itemsize / s.chunk / job->row_tile * job->row_tile;
  s.block_rows = smaller(s.block_rows > 0 ? s.block_rows : job->row_tile, s.task_rows);
  s.block_bytes = ((size_t)(s.block_rows * s.stride) * job->out_itemsize + 63) / 64 * 64;
  size_t chunk_bytes = st_packed_bytes(job, s.chunk);
  int64_t part_columns = job->rows_y;
  int share = segments == 1 && job->rows_x > s.task_rows;
  if (share) {
    int64_t chunks = chunk_bytes > 0 ? PART_BYTES / (int64_t)chunk_bytes : 1;
    part_columns = smaller(divide_up(job->rows_y, s.chunk), chunks > 0 ? chunks : 1) * s.chunk;
    s.shared = st_alloc((size_t)(part_columns / s.chunk) * chunk_bytes + 64);
  }
  s.scratch_bytes = s.block_bytes + (share ? 0 : (chunk_bytes + 63) / 64 * 64);
  s.scratch = st_alloc(s.scratch_bytes * (size_t)threads);
  int status = s.scratch && (s.shared || !share) ? sweep_parts(&s, part_columns, threads) : ST_NO_MEMORY;
  st_free(s.scratch);
  st_free(s.shared);
  return status;
}
