/* Products of a matrix and a vector, each element of the result summed in the same order whatever the threads. Rows that lie
 * together are shared out to them. Where columns do, or rows are few, blocks of columns, as many as the matrix's size
 * says, are summed apart, and their sums together; few long columns are cut across instead.
 *
 * Of complex numbers the matrix is read as reals. Where its rows lie together, each row's inner products with [re, −im, …] and
 * with [im, re, …] are the parts of the result; where its columns do, their sums times the real parts and times the
 * imaginary parts are put together at the end. */
#include "gemm.h"

/* Below this many elements waking a thread costs more than it brings. */
#define ALONE (1 << 17)
/* Blocks of columns: at most so many, of at least so many columns and elements. */
#define MOST_BLOCKS 16
#define BLOCK_COLUMNS 64
/* Fewer rows are summed in blocks of columns. */
#define FEW_ROWS 16
#define BLOCK_WORK (1 << 17)

typedef struct job {
  const st_vector_product *product;
  const char *vectors; /* one, or two one after the other */
  char *out;           /* where sums of columns go: two runs of `rows` parts for complex numbers, for each block */
  int64_t rows, inner, per_task;
  int by_rows, in_blocks;
} job;

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }

static const char *step(const char *base, int64_t parts, const job *j) {
  return base + parts * (int64_t)j->product->kernels->itemsize;
}

static int dots(void *context, int64_t task, int thread) {
  (void)thread;
  const job *j = context;
  const st_vector_product *p = j->product;
  int64_t row = task * j->per_task, rows = min64(j->per_task, j->rows - row);
  for (int part = 0; part <= p->is_complex; part++)
    p->kernels->row_dots(step(p->matrix, row * p->row_stride, j), p->row_stride, rows, j->inner,
                         step(j->vectors, part * j->inner, j), (char *)step(p->out, row * p->out_stride + part, j),
                         p->out_stride);
  return ST_OK;
}

static int block_sums(void *context, int64_t task, int thread) {
  (void)thread;
  const job *j = context;
  const st_vector_product *p = j->product;
  int64_t first = task * j->per_task, columns = min64(j->per_task, j->inner - first), runs = task * (1 + p->is_complex);
  for (int part = 0; part <= p->is_complex; part++)
    p->kernels->column_sum(step(p->matrix, first * p->inner_stride, j), p->inner_stride, j->rows, columns,
                           step(j->vectors, part * j->inner + first, j),
                           (char *)step(j->out, (runs + part) * j->rows, j));
  return ST_OK;
}

static int block_dots(void *context, int64_t task, int thread) {
  (void)thread;
  const job *j = context;
  const st_vector_product *p = j->product;
  int64_t first = task * j->per_task, columns = min64(j->per_task, j->inner - first), parts = 1 + p->is_complex;
  for (int part = 0; part < parts; part++)
    p->kernels->row_dots(step(p->matrix, first, j), p->row_stride, j->rows, columns,
                         step(j->vectors, part * j->inner + first, j),
                         (char *)step(j->out, task * parts * j->rows + part, j), parts);
  return ST_OK;
}

static int sums(void *context, int64_t task, int thread) {
  (void)thread;
  const job *j = context;
  const st_vector_product *p = j->product;
  int64_t row = task * j->per_task, rows = min64(j->per_task, j->rows - row);
  for (int part = 0; part <= p->is_complex; part++)
    p->kernels->column_sum(step(p->matrix, row, j), p->inner_stride, rows, j->inner,
                           step(j->vectors, part * j->inner, j), (char *)step(j->out, part * j->rows + row, j));
  return ST_OK;
}

#define EACH_TYPE(body) \
  if (p->kernels->itemsize == 8) body(double) else body(float)

/* The vector as the loops want it: together; for complex numbers twice. */
static void gather(const st_vector_product *p, int by_rows, void *to) {
#define GATHER(T)                                                                             \
  {                                                                                           \
    const T *from = (const T *)p->vector;                                                     \
    T *one = to, *other = one + (by_rows ? 2 : 1) * p->inner;                                 \
    for (int64_t k = 0; k < p->inner; k++) {                                                  \
      T re = from[k * p->vector_stride];                                                      \
      if (!p->is_complex) {                                                                   \
        one[k] = re;                                                                          \
        continue;                                                                             \
      }                                                                                       \
      T im = from[k * p->vector_stride + 1];                                                  \
      if (by_rows) one[2 * k] = re, one[2 * k + 1] = -im, other[2 * k] = im, other[2 * k + 1] = re; \
      else one[k] = re, other[k] = im;                                                        \
    }                                                                                         \
  }
  EACH_TYPE(GATHER)
#undef GATHER
}

/* Sums to where the result goes: as they are, but complex numbers from their columns' sums times re and times im. */
static void deliver(const st_vector_product *p, int by_rows, const void *from) {
#define DELIVER(T)                                                                  \
  {                                                                                 \
    const T *re = from, *im = re + 2 * p->rows;                                     \
    T *to = (T *)p->out;                                                            \
    for (int64_t i = 0; i < p->rows; i++, to += p->out_stride) {                    \
      if (!p->is_complex) to[0] = re[i];                                            \
      else if (by_rows) to[0] = re[2 * i], to[1] = re[2 * i + 1];                   \
      else to[0] = re[2 * i] - im[2 * i + 1], to[1] = re[2 * i + 1] + im[2 * i];    \
    }                                                                               \
  }
  EACH_TYPE(DELIVER)
#undef DELIVER
}

/* Shares the job out, and gives the number of tasks. */
static int64_t cut(job *j, int threads) {
  double work = (double)j->rows * (double)j->inner;
  int64_t blocks = min64(min64(j->inner / BLOCK_COLUMNS, (int64_t)(work / BLOCK_WORK)), MOST_BLOCKS);
  if (blocks > 1 && (!j->by_rows || j->rows < FEW_ROWS)) {
    j->in_blocks = 1;
    j->per_task = ((j->inner + blocks - 1) / blocks + 63) / 64 * 64;
    return (j->inner + j->per_task - 1) / j->per_task;
  }
  /* Whole cache lines for each task, and a few tasks for each thread. */
  j->per_task = threads == 1 ? j->rows : ((j->rows + 4 * threads - 1) / (4 * threads) + 63) / 64 * 64;
  return (j->rows + j->per_task - 1) / j->per_task;
}

static int run(job *j, int64_t tasks, int threads) {
  st_task one = j->by_rows ? (j->in_blocks ? block_dots : dots) : j->in_blocks ? block_sums : sums;
  return tasks == 1 ? one(j, 0, 0) : st_parallel_for(tasks, threads, one, j, NULL);
}

int st_multiply_vector(const st_vector_product *p, int threads) {
  int64_t parts = p->is_complex ? 2 : 1;
  int by_rows = p->inner_stride == parts;
  if (!by_rows && p->row_stride != parts) return -1;
  job j = {.product = p, .vectors = p->vector, .out = p->out, .by_rows = by_rows};
  j.inner = by_rows ? parts * p->inner : p->inner;
  j.rows = by_rows ? p->rows : parts * p->rows;
  if ((double)j.rows * (double)j.inner < ALONE) threads = 1;
  else if (threads == 0) threads = st_thread_count();
  int64_t tasks = cut(&j, threads);
  size_t itemsize = p->kernels->itemsize;
  void *vectors = NULL, *aside = NULL;
  if (p->is_complex || p->vector_stride != 1) {
    vectors = st_alloc((size_t)(parts * parts * p->inner) * itemsize);
    if (!vectors) return ST_NO_MEMORY;
    gather(p, by_rows, vectors);
    j.vectors = vectors;
  }
  /* Sums of complex columns are not yet parts of the result. */
  int64_t elements = parts * j.rows;
  int is_aside = by_rows ? j.in_blocks && p->out_stride != parts : p->is_complex || p->out_stride != 1;
  if (is_aside || j.in_blocks) {
    aside = st_alloc((size_t)(elements * (j.in_blocks ? tasks : 1)) * itemsize);
    if (!aside) {
      st_free(vectors);
      return ST_NO_MEMORY;
    }
    j.out = aside;
  }
  int status = run(&j, tasks, threads);
  if (j.in_blocks && status == ST_OK)
    p->kernels->add_runs(aside, elements, tasks, elements, is_aside ? aside : p->out);
  if (is_aside && status == ST_OK) deliver(p, by_rows, aside);
  st_free(aside);
  st_free(vectors);
  return status;
}
