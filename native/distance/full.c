/* The full matrix: tasks of some rows of x by a chunk of packed columns of y, each result written once.
 *
 * Tasks go through the rows of one chunk before the next, and each thread keeps the chunk it packed last, so that a
 * chunk is packed about once per thread. Large results bypass the cache: straight from the registers where rows of the
 * result begin on a cache line, through a strip of scratch where they do not. */
#include "full.h"
#include "stream.h"

/* Feature comparisons below which waking threads costs more than it brings. */
#define THREADING_WORK 150000
/* Scratch of a small call lies on the stack. */
#define STACK_BYTES 16384

typedef struct full {
  const st_distance_job *job;
  char *out;
  int64_t out_stride;
  int64_t task_rows, row_blocks, chunk_columns;
  int stream, staged;
  size_t packed_bytes, strip_bytes;
  char *scratch[ST_MAX_THREADS]; /* packed chunk, then strip */
  int64_t packed_chunk[ST_MAX_THREADS];
} full;

static void block_by_strips(const full *state, int64_t row, int64_t rows, int64_t column, int64_t columns,
                            const char *packed, char *strip) {
  const st_distance_job *job = state->job;
  const size_t item = job->out_itemsize;
  const int64_t strip_columns = ST_STRIP_COLUMNS / job->column_tile * job->column_tile;
  for (int64_t r = 0; r < rows; r += job->row_tile) {
    const int64_t band = rows - r < job->row_tile ? rows - r : job->row_tile;
    for (int64_t c = 0; c < columns; c += strip_columns) {
      const int64_t part = columns - c < strip_columns ? columns - c : strip_columns;
      job->block(job, row + r, band, column + c, part, packed + st_packed_bytes(job, c), strip, strip_columns, 0);
      for (int64_t i = 0; i < band; i++)
        st_stream_copy(state->out + (size_t)((row + r + i) * state->out_stride + column + c) * item,
                       strip + (size_t)(i * strip_columns) * item, (size_t)part * item);
    }
  }
  st_stream_fence();
}

static int full_task(void *context, int64_t task, int thread) {
  full *state = context;
  const st_distance_job *job = state->job;
  const int64_t chunk = task / state->row_blocks, row = task % state->row_blocks * state->task_rows;
  const int64_t column = chunk * state->chunk_columns;
  const int64_t rows = job->rows_x - row < state->task_rows ? job->rows_x - row : state->task_rows;
  const int64_t columns = job->rows_y - column < state->chunk_columns ? job->rows_y - column : state->chunk_columns;
  if (!state->scratch[thread]) {
    state->scratch[thread] = st_alloc(state->packed_bytes + state->strip_bytes + 64);
    if (!state->scratch[thread]) return ST_NO_MEMORY;
    state->packed_chunk[thread] = -1;
  }
  char *packed = state->scratch[thread];
  if (state->packed_chunk[thread] != chunk) {
    job->pack(job, column, columns, packed);
    state->packed_chunk[thread] = chunk;
  }
  if (state->staged)
    block_by_strips(state, row, rows, column, columns, packed, packed + state->packed_bytes);
  else
    job->block(job, row, rows, column, columns, packed,
               state->out + (size_t)(row * state->out_stride + column) * job->out_itemsize, state->out_stride,
               state->stream);
  return ST_OK;
}

/* Rows of a task: all that the threads allow for a good balance at the end, in whole tiles. */
static int64_t rows_of_task(const st_distance_job *job, int64_t chunks, int threads) {
  if (threads == 1) return ST_TASK_ROWS / job->row_tile * job->row_tile;
  int64_t rows = job->rows_x * chunks / ((int64_t)threads * 8);
  if (rows > ST_TASK_ROWS) rows = ST_TASK_ROWS;
  rows = rows / job->row_tile * job->row_tile;
  return rows < job->row_tile ? job->row_tile : rows;
}

static int run(const st_call *call, const st_distance_job *job, char *out, int64_t out_stride) {
  char stack[STACK_BYTES] __attribute__((aligned(64)));
  full state;
  const size_t bytes = (size_t)job->rows_x * (size_t)job->rows_y * job->out_itemsize;
  const double work = (double)job->rows_x * (double)job->rows_y * (double)(job->features + 4);
  const int threads = work < THREADING_WORK ? 1 : call->threads ? call->threads : st_thread_count();
  state.job = job;
  state.out = out;
  state.out_stride = out_stride;
  state.chunk_columns = st_chunk_columns(job);
  const int64_t chunks = (job->rows_y + state.chunk_columns - 1) / state.chunk_columns;
  state.task_rows = rows_of_task(job, chunks, threads);
  state.row_blocks = (job->rows_x + state.task_rows - 1) / state.task_rows;
  state.stream = bytes >= ST_STREAM_BYTES;
  state.staged = state.stream && (((uintptr_t)out | (uintptr_t)((size_t)out_stride * job->out_itemsize)) & 63) != 0;
  state.packed_bytes = (st_packed_bytes(job, state.chunk_columns) + 63) & ~(size_t)63;
  state.strip_bytes = state.staged ? (size_t)(job->row_tile * ST_STRIP_COLUMNS) * job->out_itemsize : 0;
  const int used = threads < ST_MAX_THREADS ? threads : ST_MAX_THREADS;
  for (int i = 0; i < used; i++) state.scratch[i] = NULL;
  const int on_stack = used == 1 && state.packed_bytes + state.strip_bytes <= STACK_BYTES;
  if (on_stack) {
    state.scratch[0] = stack;
    state.packed_chunk[0] = -1;
  }
  int status = st_parallel_for(chunks * state.row_blocks, used, full_task, &state, call->control);
  if (!on_stack)
    for (int i = 0; i < used; i++)
      if (state.scratch[i]) st_free(state.scratch[i]);
  return status;
}

int st_entry_distanceFull(const st_call *call) {
  const double *p = call->parameter;
  void *const *operand = call->operand;
  const int64_t rows_x = (int64_t)p[2], rows_y = (int64_t)p[3];
  if (rows_x == 0 || rows_y == 0) return ST_OK;
  st_distance_job job;
  int status = st_distance_open(&job, (int)p[0], (int)p[1], operand[0], operand[1], rows_x, rows_y, (int64_t)p[4],
                                operand[3], operand[4], p[5], p[6], (int)p[7], (int)p[8], call->threads);
  if (status != ST_OK) return status;
  status = st_mirror_fits(&job) ? st_mirror_run(&job, operand[2], (int64_t)p[9], call->threads, call->control)
                                : run(call, &job, operand[2], (int64_t)p[9]);
  st_distance_close(&job);
  return status;
}
