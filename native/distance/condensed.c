/* The condensed matrix of scipy's pdist: for each row its distances to the rows after it, one row after the other.
 *
 * Only tiles that reach past the diagonal are computed. Rows of the result begin anywhere, so a band of rows is computed
 * into a strip of scratch and copied out, past the cache when the result is large. */
#include "job.h"
#include "stream.h"

#define THREADING_WORK 150000

typedef struct condensed {
  const st_distance_job *job;
  char *out;
  int64_t rows, chunk_columns, task_rows;
  int stream;
  size_t packed_bytes, strip_bytes;
  char *scratch[ST_MAX_THREADS];
  int64_t packed_chunk[ST_MAX_THREADS];
} condensed;

/* Tasks of the chunks before `chunk`: a chunk has those blocks of rows that lie left of its last column. */
static int64_t tasks_before(const condensed *state, int64_t chunk) {
  int64_t tasks = 0;
  for (int64_t c = 0; c < chunk; c++) {
    int64_t last = (c + 1) * state->chunk_columns;
    if (last > state->rows) last = state->rows;
    tasks += (last - 1 + state->task_rows - 1) / state->task_rows;
  }
  return tasks;
}

/* Where the distances of row i and column j > i are. */
static int64_t position(int64_t rows, int64_t i, int64_t j) { return i * rows - i * (i + 1) / 2 + (j - i - 1); }

static void copy_out(const condensed *state, const char *strip, int64_t strip_columns, int64_t row, int64_t band,
                     int64_t column, int64_t columns) {
  const size_t item = state->job->out_itemsize;
  for (int64_t i = row; i < row + band; i++) {
    const int64_t first = column > i ? column : i + 1;
    if (first >= column + columns) continue;
    const char *from = strip + (size_t)((i - row) * strip_columns + (first - column)) * item;
    char *to = state->out + (size_t)position(state->rows, i, first) * item;
    const size_t bytes = (size_t)(column + columns - first) * item;
    if (state->stream)
      st_stream_copy(to, from, bytes);
    else
      memcpy(to, from, bytes);
  }
}

/* A band of rows of one register tile against the columns of a chunk that lie right of its first row. */
static void compute_band(const condensed *state, int64_t row, int64_t band, int64_t column, int64_t columns,
                         const char *packed, char *strip) {
  const st_distance_job *job = state->job;
  const int64_t tile = job->column_tile, strip_columns = ST_STRIP_COLUMNS / tile * tile;
  int64_t c = row + 1 > column ? (row + 1 - column) / tile * tile : 0;
  for (; c < columns; c += strip_columns) {
    const int64_t part = columns - c < strip_columns ? columns - c : strip_columns;
    job->block(job, row, band, column + c, part, packed + st_packed_bytes(job, c), strip, strip_columns, 0);
    copy_out(state, strip, strip_columns, row, band, column + c, part);
  }
}

static int condensed_task(void *context, int64_t task, int thread) {
  condensed *state = context;
  const st_distance_job *job = state->job;
  /* Chunks are few: the last one whose tasks begin at or before this one. */
  int64_t chunk = 0, first = 0;
  for (int64_t next = tasks_before(state, 1); next <= task; chunk++) {
    first = next;
    const int64_t last = (chunk + 2) * state->chunk_columns < state->rows ? (chunk + 2) * state->chunk_columns : state->rows;
    next += (last - 1 + state->task_rows - 1) / state->task_rows;
  }
  const int64_t column = chunk * state->chunk_columns, row = (task - first) * state->task_rows;
  const int64_t columns = state->rows - column < state->chunk_columns ? state->rows - column : state->chunk_columns;
  if (!state->scratch[thread]) {
    state->scratch[thread] = st_alloc(state->packed_bytes + state->strip_bytes + 64);
    if (!state->scratch[thread]) return ST_NO_MEMORY;
    state->packed_chunk[thread] = -1;
  }
  char *packed = state->scratch[thread], *strip = packed + state->packed_bytes;
  if (state->packed_chunk[thread] != chunk) {
    job->pack(job, column, columns, packed);
    state->packed_chunk[thread] = chunk;
  }
  int64_t end = row + state->task_rows;
  if (end > column + columns - 1) end = column + columns - 1;
  for (int64_t r = row; r < end; r += job->row_tile)
    compute_band(state, r, end - r < job->row_tile ? end - r : job->row_tile, column, columns, packed, strip);
  if (state->stream) st_stream_fence();
  return ST_OK;
}

static int run(const st_call *call, const st_distance_job *job, char *out) {
  condensed state;
  const int64_t rows = job->rows_x;
  const double work = (double)rows * (double)rows / 2 * (double)(job->features + 4);
  int threads = work < THREADING_WORK ? 1 : call->threads ? call->threads : st_thread_count();
  if (threads > ST_MAX_THREADS) threads = ST_MAX_THREADS;
  state.job = job;
  state.out = out;
  state.rows = rows;
  state.chunk_columns = st_chunk_columns(job);
  const int64_t chunks = (rows + state.chunk_columns - 1) / state.chunk_columns;
  int64_t task_rows = threads == 1 ? ST_TASK_ROWS : rows * chunks / ((int64_t)threads * 16);
  if (task_rows > ST_TASK_ROWS) task_rows = ST_TASK_ROWS;
  task_rows = task_rows / job->row_tile * job->row_tile;
  state.task_rows = task_rows < job->row_tile ? job->row_tile : task_rows;
  state.stream = (size_t)rows * (size_t)(rows - 1) / 2 * job->out_itemsize >= ST_STREAM_BYTES;
  state.packed_bytes = (st_packed_bytes(job, state.chunk_columns) + 63) & ~(size_t)63;
  state.strip_bytes = (size_t)(job->row_tile * ST_STRIP_COLUMNS) * job->out_itemsize;
  for (int i = 0; i < threads; i++) state.scratch[i] = NULL;
  int status = st_parallel_for(tasks_before(&state, chunks), threads, condensed_task, &state, call->control);
  for (int i = 0; i < threads; i++)
    if (state.scratch[i]) st_free(state.scratch[i]);
  return status;
}

int st_entry_distanceCondensed(const st_call *call) {
  const double *p = call->parameter;
  void *const *operand = call->operand;
  const int64_t rows = (int64_t)p[2];
  if (rows < 2) return ST_OK;
  st_distance_job job;
  int status = st_distance_open(&job, (int)p[0], (int)p[1], operand[0], operand[0], rows, rows, (int64_t)p[3], operand[2],
                                operand[3], p[4], p[5], (int)p[6], (int)p[7], call->threads);
  if (status != ST_OK) return status;
  status = run(call, &job, operand[1]);
  st_distance_close(&job);
  return status;
}
