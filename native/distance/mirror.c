/* The full matrix of a set of points with itself: each pair is computed once and written twice.
 *
 * Tasks are square blocks on and above the diagonal. A block is computed into scratch that stays in the second-level
 * cache, and leaves it twice: as it is, and transposed. Only for metrics that give the same bits for (x, y) and (y, x),
 * so that a matrix computed whole and one computed in pieces are equal; and only where computing a pair costs more than
 * writing it. */
#include "full.h"
#include "stream.h"

/* Rows and columns of a block: whole tiles of every kernel (2, 3, 4, 6, 12 rows; up to 32 columns). */
#define BLOCK 192
/* A transposed row is gathered and written by cache lines. */
#define LINE_BYTES 64

typedef struct mirror {
  const st_distance_job *job;
  char *out;
  int64_t out_stride, blocks;
  int stream;
  size_t packed_bytes;
  char *scratch[ST_MAX_THREADS]; /* packed columns, then the block */
  int64_t packed_block[ST_MAX_THREADS];
} mirror;

/* Below this many features, writing is the work. */
#define LEAST_FEATURES 96

int st_mirror_fits(const st_distance_job *job) {
  if (job->raw_x != job->raw_y || job->rows_x != job->rows_y || job->rows_x < 4 * BLOCK) return 0;
  if (job->dtype == ST_BIT || job->features < LEAST_FEATURES) return 0;
  /* Sums that add a term of x before one of y, and products that multiply one side by the weights first, do not give
   * the same bits both ways. */
  if (job->metric == ST_METRIC_dice || job->metric == ST_METRIC_jensenshannon) return 0;
  return !(job->weights && job->terms_x);
}

/* Columns of the block become rows of the result. A few columns at a time, from top to bottom, so that their rows are
 * written in order: lines scattered over many rows cost a page look-up each. */
#define TRANSPOSE(name, type)                                                                                     \
  static void name(const type *block, int64_t rows, int64_t columns, type *out, int64_t out_stride, int stream) { \
    enum { LANES = LINE_BYTES / sizeof(type) };                                                                   \
    type lines[LANES][LANES] __attribute__((aligned(LINE_BYTES)));                                                \
    for (int64_t c = 0; c < columns; c += LANES) {                                                                \
      const int64_t wide = columns - c < LANES ? columns - c : LANES;                                             \
      for (int64_t r = 0; r < rows; r += LANES) {                                                                 \
        const int64_t high = rows - r < LANES ? rows - r : LANES;                                                 \
        /* The whole square even at an edge: the scratch is a whole block. */                                     \
        for (int i = 0; i < LANES; i++)                                                                           \
          for (int j = 0; j < LANES; j++) lines[j][i] = block[(r + i) * BLOCK + c + j];                           \
        for (int64_t j = 0; j < wide; j++) {                                                                      \
          type *to = out + (c + j) * out_stride + r;                                                              \
          if (stream)                                                                                             \
            st_stream_copy(to, lines[j], (size_t)high * sizeof(type));                                            \
          else                                                                                                    \
            memcpy(to, lines[j], (size_t)high * sizeof(type));                                                    \
        }                                                                                                         \
      }                                                                                                           \
    }                                                                                                             \
  }
TRANSPOSE(transpose_f64, double)
TRANSPOSE(transpose_f32, float)

static void write_block(const mirror *state, const char *block, int64_t row, int64_t rows, int64_t column,
                        int64_t columns) {
  const size_t item = state->job->out_itemsize;
  for (int64_t i = 0; i < rows; i++) {
    char *to = state->out + (size_t)((row + i) * state->out_stride + column) * item;
    const char *from = block + (size_t)(i * BLOCK) * item;
    if (state->stream)
      st_stream_copy(to, from, (size_t)columns * item);
    else
      memcpy(to, from, (size_t)columns * item);
  }
  if (row == column) return;
  char *mirrored = state->out + (size_t)(column * state->out_stride + row) * item;
  if (item == sizeof(float))
    transpose_f32((const float *)block, rows, columns, (float *)mirrored, state->out_stride, state->stream);
  else
    transpose_f64((const double *)block, rows, columns, (double *)mirrored, state->out_stride, state->stream);
}

static int64_t length_of(const mirror *state, int64_t block) {
  const int64_t left = state->job->rows_x - block * BLOCK;
  return left < BLOCK ? left : BLOCK;
}

static int mirror_task(void *context, int64_t task, int thread) {
  mirror *state = context;
  const st_distance_job *job = state->job;
  /* Column by column of blocks: column j has the blocks 0..j above and on the diagonal. */
  int64_t column = (int64_t)((__builtin_sqrt(8.0 * (double)task + 1) - 1) / 2);
  while ((column + 1) * (column + 2) / 2 <= task) column++;
  while (column * (column + 1) / 2 > task) column--;
  const int64_t row = task - column * (column + 1) / 2;
  if (!state->scratch[thread]) {
    state->scratch[thread] = st_alloc(state->packed_bytes + (size_t)BLOCK * BLOCK * job->out_itemsize);
    if (!state->scratch[thread]) return ST_NO_MEMORY;
    state->packed_block[thread] = -1;
  }
  char *packed = state->scratch[thread], *block = packed + state->packed_bytes;
  const int64_t rows = length_of(state, row), columns = length_of(state, column);
  if (state->packed_block[thread] != column) {
    job->pack(job, column * BLOCK, columns, packed);
    state->packed_block[thread] = column;
  }
  job->block(job, row * BLOCK, rows, column * BLOCK, columns, packed, block, BLOCK, 0);
  write_block(state, block, row * BLOCK, rows, column * BLOCK, columns);
  if (state->stream) st_stream_fence();
  return ST_OK;
}

int st_mirror_run(const st_distance_job *job, void *out, int64_t out_stride, int threads, int32_t *control) {
  mirror state = {.job = job, .out = out, .out_stride = out_stride, .blocks = (job->rows_x + BLOCK - 1) / BLOCK};
  state.stream = (size_t)job->rows_x * (size_t)job->rows_y * job->out_itemsize >= ST_STREAM_BYTES;
  state.packed_bytes = (st_packed_bytes(job, BLOCK) + 63) & ~(size_t)63;
  int used = threads ? threads : st_thread_count();
  if (used > ST_MAX_THREADS) used = ST_MAX_THREADS;
  int status = st_parallel_for(state.blocks * (state.blocks + 1) / 2, used, mirror_task, &state, control);
  for (int i = 0; i < used; i++)
    if (state.scratch[i]) st_free(state.scratch[i]);
  return status;
}
