/* The linear algebra entries over the machine's LAPACK.
 *
 * Policy: an entry describes one matrix of its stack (which operands it has, how long they are) and names the function
 * that passes it to LAPACK; `run` does the rest for all of them. A stack of small matrices is shared out to our threads, with
 * OpenBLAS's own held to one; otherwise the matrices go one after the other, with as many threads of OpenBLAS as the call
 * may have. So the two sets of threads never run at once.
 *
 * All scalars are passed as pointers to 8-byte integers: on the little-endian machines we build for, libraries with 4-byte
 * integers read their lower half. Arrays of integers have the library's own width. Arguments were checked in TypeScript,
 * so no routine has reason to call xerbla, which in some libraries ends the process. */
#include <string.h>
#include "../dense/dense.h"
#include "lapack.h"

typedef void *P;
typedef size_t L; /* length of a character argument, as Fortran compilers pass it after all others */

/* One call: the parameters of its entry, by the names that the routines use. */
typedef struct job {
  const st_lapack *lapack;
  const st_call *call;
  int type; /* 0 to 3: s, d, c, z */
  int64_t count, rows, columns, right, flag, wanted;
  double cutoff;
  size_t element, real; /* bytes of an element and of its real part */
  size_t strides[ST_MAX_OPERANDS]; /* bytes of one matrix's part of each operand */
  /* Passes matrix `index`, whose operands are at `o`, to LAPACK; returns its info, or one of the codes below. */
  int (*one)(const struct job *job, char *const *o);
  int info_operand; /* -1: none */
  int64_t per_task;
} job;

#define NO_MEMORY INT32_MIN

static int64_t min64(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t max64(int64_t a, int64_t b) { return a > b ? a : b; }

/* Scratch for one call of a routine. */
typedef struct scratch {
  void *work, *real_work, *integers;
} scratch;

static int64_t real_size(const job *j, const void *first) {
  return (int64_t)(j->real == 4 ? (double)*(const float *)first : *(const double *)first);
}

/* LAPACK says how much work space it wants in the first element, which in single precision may be rounded down. */
static int64_t wanted_size(const job *j, const void *first) {
  int64_t size = real_size(j, first);
  return max64(1, j->real == 4 && size > (1 << 24) ? size + size / (1 << 20) : size);
}

static int get_scratch(const job *j, scratch *s, int64_t work, int64_t real_work, int64_t integers) {
  s->work = st_alloc((size_t)work * j->element);
  s->real_work = real_work > 0 ? st_alloc((size_t)real_work * j->real) : NULL;
  s->integers = integers > 0 ? st_alloc((size_t)integers * 8) : NULL;
  return s->work && (real_work <= 0 || s->real_work) && (integers <= 0 || s->integers);
}

static int end_scratch(scratch *s, int info) {
  st_free(s->work);
  st_free(s->real_work);
  st_free(s->integers);
  return info;
}

#define CALL(j, number, signature) ((signature)(j)->lapack->routine[ST_LAPACK_##number][(j)->type])
#define IS_COMPLEX(j) ((j)->type >= 2)

/* Pivots as int32 counted from 0. */
static void take_pivots(const job *j, const void *from, int32_t *to, int64_t steps) {
  for (int64_t i = 0; i < steps; i++)
    to[i] = (int32_t)(j->lapack->wide ? ((const int64_t *)from)[i] : ((const int32_t *)from)[i]) - 1;
}

static int lu(const job *j, char *const *o) {
  int64_t rows = j->rows, columns = j->columns, steps = min64(rows, columns), info = 0;
  void *pivots = st_alloc((size_t)steps * 8);
  if (!pivots) return NO_MEMORY;
  CALL(j, GETRF, void (*)(P, P, P, P, P, P))(&rows, &columns, o[0], &rows, pivots, &info);
  take_pivots(j, pivots, (int32_t *)o[1], steps);
  st_free(pivots);
  return (int32_t)info;
}

static int solve(const job *j, char *const *o) {
  int64_t n = j->rows, right = j->columns, info = 0;
  void *pivots = st_alloc((size_t)n * 8);
  if (!pivots) return NO_MEMORY;
  CALL(j, GETRF, void (*)(P, P, P, P, P, P))(&n, &n, o[0], &n, pivots, &info);
  if (info == 0)
    CALL(j, GETRS, void (*)(P, P, P, P, P, P, P, P, P, L))
    (j->flag ? "T" : "N", &n, &right, o[0], &n, pivots, o[1], &n, &info, 1);
  st_free(pivots);
  return (int32_t)info;
}

static int cholesky(const job *j, char *const *o) {
  int64_t n = j->rows, info = 0;
  CALL(j, POTRF, void (*)(P, P, P, P, P, L))("U", &n, o[0], &n, &info, 1);
  for (int64_t column = 0; column + 1 < n; column++)
    memset(o[0] + (size_t)(column * n + column + 1) * j->element, 0, (size_t)(n - 1 - column) * j->element);
  return (int32_t)info;
}

static int qr(const job *j, char *const *o) {
  int64_t rows = j->rows, columns = j->columns, steps = min64(rows, columns), q_columns = j->right, info = 0, query = -1;
  double first[2] = {0}, second[2] = {0};
  CALL(j, GEQRF, void (*)(P, P, P, P, P, P, P, P))(&rows, &columns, o[0], &rows, o[1], first, &query, &info);
  if (o[2])
    CALL(j, ORGQR, void (*)(P, P, P, P, P, P, P, P, P))
    (&rows, &q_columns, &steps, o[2], &rows, o[1], second, &query, &info);
  int64_t size = max64(wanted_size(j, first), wanted_size(j, second));
  scratch s;
  if (!get_scratch(j, &s, size, 0, 0)) return end_scratch(&s, NO_MEMORY);
  CALL(j, GEQRF, void (*)(P, P, P, P, P, P, P, P))(&rows, &columns, o[0], &rows, o[1], s.work, &size, &info);
  if (o[2] && info == 0) {
    memcpy(o[2], o[0], (size_t)(rows * min64(columns, q_columns)) * j->element);
    CALL(j, ORGQR, void (*)(P, P, P, P, P, P, P, P, P))
    (&rows, &q_columns, &steps, o[2], &rows, o[1], s.work, &size, &info);
  }
  return end_scratch(&s, (int32_t)info);
}

static void gesdd(const job *j, char *how, char *const *o, const scratch *s, int64_t size, int64_t *info) {
  int64_t rows = j->rows, columns = j->columns, steps = min64(rows, columns);
  int64_t vh_rows = *how == 'A' ? columns : *how == 'S' ? steps : 1, u_rows = *how == 'N' ? 1 : rows;
  double nothing[2];
  void *u = o[3] ? (void *)o[3] : nothing, *vh = o[4] ? (void *)o[4] : nothing;
  if (IS_COMPLEX(j))
    CALL(j, GESDD, void (*)(P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, L))
    (how, &rows, &columns, o[0], &rows, o[1], u, &u_rows, vh, &vh_rows, s->work, &size, s->real_work, s->integers, info, 1);
  else
    CALL(j, GESDD, void (*)(P, P, P, P, P, P, P, P, P, P, P, P, P, P, L))
    (how, &rows, &columns, o[0], &rows, o[1], u, &u_rows, vh, &vh_rows, s->work, &size, s->integers, info, 1);
}

static int svd(const job *j, char *const *o) {
  int64_t steps = min64(j->rows, j->columns), longer = max64(j->rows, j->columns), info = 0;
  char *how = !o[3] ? "N" : j->flag ? "A" : "S";
  double first[2], nothing[2];
  const scratch query = {first, nothing, nothing};
  gesdd(j, how, o, &query, -1, &info);
  int64_t size = wanted_size(j, first);
  int64_t real_work = !IS_COMPLEX(j) ? 0 : steps * max64(5 * steps + 7, 2 * longer + 2 * steps + 1) + 7 * steps;
  scratch s;
  if (!get_scratch(j, &s, size, real_work, 8 * steps)) return end_scratch(&s, NO_MEMORY);
  gesdd(j, how, o, &s, size, &info);
  /* Negative: it has found a NaN. */
  return end_scratch(&s, info == 0 ? 0 : 1);
}

static void syevd(const job *j, char *const *o, const scratch *s, int64_t size, int64_t real_size, int64_t integers,
                  int64_t *info) {
  int64_t n = j->rows;
  char *what = j->wanted ? "V" : "N", *triangle = j->flag ? "U" : "L";
  if (IS_COMPLEX(j))
    CALL(j, SYEVD, void (*)(P, P, P, P, P, P, P, P, P, P, P, P, P, L, L))
    (what, triangle, &n, o[0], &n, o[1], s->work, &size, s->real_work, &real_size, s->integers, &integers, info, 1, 1);
  else
    CALL(j, SYEVD, void (*)(P, P, P, P, P, P, P, P, P, P, P, L, L))
    (what, triangle, &n, o[0], &n, o[1], s->work, &size, s->integers, &integers, info, 1, 1);
}

static int eigh(const job *j, char *const *o) {
  int64_t n = j->rows, info = 0;
  /* The documented sizes; the query's are no larger where they matter. */
  int64_t integers = j->wanted ? 3 + 5 * n : 1;
  int64_t real_size = !IS_COMPLEX(j) ? 0 : j->wanted ? 1 + 5 * n + 2 * n * n : max64(1, n);
  double first[2], nothing[2];
  const scratch query = {first, nothing, nothing};
  syevd(j, o, &query, -1, -1, -1, &info);
  int64_t least = IS_COMPLEX(j) ? (j->wanted ? 2 * n + n * n : n + 1) : j->wanted ? 1 + 6 * n + 2 * n * n : 2 * n + 1;
  int64_t size = max64(wanted_size(j, first), least);
  scratch s;
  if (!get_scratch(j, &s, size, real_size, integers)) return end_scratch(&s, NO_MEMORY);
  syevd(j, o, &s, size, real_size, integers, &info);
  return end_scratch(&s, info == 0 ? 0 : 1);
}

/* Real eigenvalues come as two arrays, and vectors of a pair as real and imaginary part: both become complex. */
static void join(const job *j, const char *parts, const char *packed, char *values, char *vectors) {
  int64_t n = j->rows;
#define JOIN(T)                                                            \
  {                                                                        \
    const T *re = (const T *)parts, *im = re + n, *from = (const T *)packed; \
    T *value = (T *)values, *to = (T *)vectors;                            \
    for (int64_t k = 0; k < n; k++) value[2 * k] = re[k], value[2 * k + 1] = im[k]; \
    for (int64_t k = 0; to && k < n; k++) {                                \
      int pair = im[k] != 0 && k + 1 < n;                                  \
      for (int64_t i = 0; i < n; i++) {                                    \
        T x = from[k * n + i], y = pair ? from[(k + 1) * n + i] : 0;       \
        to[2 * (k * n + i)] = x, to[2 * (k * n + i) + 1] = y;              \
        if (pair) to[2 * ((k + 1) * n + i)] = x, to[2 * ((k + 1) * n + i) + 1] = -y; \
      }                                                                    \
      k += pair;                                                           \
    }                                                                      \
  }
  if (j->real == 4) JOIN(float)
  else JOIN(double)
#undef JOIN
}

static int eig_real(const job *j, char *const *o) {
  int64_t n = j->rows, info = 0, one = 1, query = -1, columns = o[3] ? n : 1;
  char *what = o[3] ? "V" : "N";
  double first[2], nothing[2];
  char *parts = st_alloc((size_t)(2 * n) * j->real);
  char *packed = o[3] ? st_alloc((size_t)(n * n) * j->real) : NULL;
  scratch s = {0};
  if (!parts || (o[3] && !packed)) info = NO_MEMORY;
  typedef void (*geev)(P, P, P, P, P, P, P, P, P, P, P, P, P, P, L, L);
  void *im = parts ? parts + (size_t)n * j->real : NULL, *out = packed ? (void *)packed : nothing;
  if (info == 0) {
    CALL(j, GEEV, geev)
    ("N", what, &n, o[0], &n, parts, im, nothing, &one, out, &columns, first, &query, &info, 1, 1);
    int64_t size = wanted_size(j, first);
    if (!get_scratch(j, &s, size, 0, 0)) info = NO_MEMORY;
    else
      CALL(j, GEEV, geev)
      ("N", what, &n, o[0], &n, parts, im, nothing, &one, out, &columns, s.work, &size, &info, 1, 1);
  }
  if (info == 0) join(j, parts, packed, o[1], o[3]);
  st_free(parts);
  st_free(packed);
  return end_scratch(&s, (int32_t)info);
}

static int eig_complex(const job *j, char *const *o) {
  int64_t n = j->rows, info = 0, one = 1, query = -1, columns = o[3] ? n : 1;
  char *what = o[3] ? "V" : "N";
  double first[2], nothing[2];
  void *vectors = o[3] ? (void *)o[3] : nothing;
  typedef void (*geev)(P, P, P, P, P, P, P, P, P, P, P, P, P, P, L, L);
  CALL(j, GEEV, geev)
  ("N", what, &n, o[0], &n, o[1], nothing, &one, vectors, &columns, first, &query, nothing, &info, 1, 1);
  int64_t size = wanted_size(j, first);
  scratch s;
  if (!get_scratch(j, &s, size, 2 * n, 0)) return end_scratch(&s, NO_MEMORY);
  CALL(j, GEEV, geev)
  ("N", what, &n, o[0], &n, o[1], nothing, &one, vectors, &columns, s.work, &size, s.real_work, &info, 1, 1);
  return end_scratch(&s, (int32_t)info);
}

static int eig(const job *j, char *const *o) { return IS_COMPLEX(j) ? eig_complex(j, o) : eig_real(j, o); }

static void gelsd(const job *j, char *const *o, const scratch *s, int64_t size, int64_t *rank, int64_t *info) {
  int64_t rows = j->rows, columns = j->columns, right = j->right, height = max64(rows, columns);
  float cutoff_f32 = (float)j->cutoff;
  double cutoff_f64 = j->cutoff;
  void *cutoff = j->real == 4 ? (void *)&cutoff_f32 : (void *)&cutoff_f64;
  if (IS_COMPLEX(j))
    CALL(j, GELSD, void (*)(P, P, P, P, P, P, P, P, P, P, P, P, P, P, P))
    (&rows, &columns, &right, o[0], &rows, o[1], &height, o[2], cutoff, rank, s->work, &size, s->real_work, s->integers, info);
  else
    CALL(j, GELSD, void (*)(P, P, P, P, P, P, P, P, P, P, P, P, P, P))
    (&rows, &columns, &right, o[0], &rows, o[1], &height, o[2], cutoff, rank, s->work, &size, s->integers, info);
}

static int lstsq(const job *j, char *const *o) {
  int64_t info = 0, rank = 0;
  double first[2] = {0}, real_first[2] = {0};
  int64_t integer_first[1] = {0};
  const scratch query = {first, real_first, integer_first};
  gelsd(j, o, &query, -1, &rank, &info);
  int64_t size = wanted_size(j, first), real_work = IS_COMPLEX(j) ? wanted_size(j, real_first) : 0;
  int64_t integers = max64(1, j->lapack->wide ? integer_first[0] : (int32_t)integer_first[0]);
  scratch s;
  if (!get_scratch(j, &s, size, real_work, integers)) return end_scratch(&s, NO_MEMORY);
  gelsd(j, o, &s, size, &rank, &info);
  *(int32_t *)o[3] = (int32_t)rank;
  return end_scratch(&s, info == 0 ? 0 : 1);
}

static int run_task(void *context, int64_t task, int thread) {
  (void)thread;
  const job *j = context;
  int64_t end = min64(j->count, (task + 1) * j->per_task);
  for (int64_t index = task * j->per_task; index < end; index++) {
    char *o[ST_MAX_OPERANDS];
    for (int i = 0; i < ST_MAX_OPERANDS; i++) {
      char *operand = j->call->operand[i];
      o[i] = operand ? operand + (size_t)index * j->strides[i] : NULL;
    }
    int info = j->one(j, o);
    if (info == NO_MEMORY) return ST_NO_MEMORY;
    if (j->info_operand >= 0) *(int32_t *)o[j->info_operand] = info;
  }
  return ST_OK;
}

static int nothing_to_do(const job *j) {
  int32_t *info = j->info_operand >= 0 ? j->call->operand[j->info_operand] : NULL;
  for (int64_t i = 0; info && i < j->count; i++) info[i] = 0;
  return ST_OK;
}

/* Below this product of its lengths a matrix is small: handing out its parts costs more than it brings, and where others
 * use the processors too, OpenBLAS's threads wait for each other longer than they work. */
#define SMALL (300.0 * 300 * 300)

static int run(job *j) {
  /* Of an empty matrix LAPACK would say that its leading dimension is wrong. */
  if (j->count == 0 || j->rows == 0 || j->columns == 0) return nothing_to_do(j);
  int threads = j->call->threads > 0 ? j->call->threads : st_thread_count();
  double work = (double)j->rows * (double)j->columns * (double)max64(min64(j->rows, j->columns), j->right);
  int small = work < SMALL, share = small && j->count > 1;
  if (j->lapack->set_threads) j->lapack->set_threads(small ? 1 : threads);
  if (!share) {
    j->per_task = j->count;
    return run_task(j, 0, 0);
  }
  /* Tasks of a few thousand operations at least, and a few for each thread. */
  int64_t most = (j->count + 4 * threads - 1) / (4 * threads);
  int64_t least = 1 + 20000 / (j->rows * j->columns * min64(j->rows, j->columns) + 100);
  j->per_task = max64(most, least);
  return st_parallel_for((j->count + j->per_task - 1) / j->per_task, threads, run_task, j, NULL);
}

/* The job of a call whose parameters start with dtype and count; 0 when there is no LAPACK. */
static int start(job *j, const st_call *call, int (*one)(const job *, char *const *), int info_operand) {
  static const int types[ST_DTYPE_COUNT] = {[ST_F64] = 1, [ST_F32] = 0, [ST_C64] = 2, [ST_C128] = 3};
  const double *q = call->parameter;
  int dtype = (int)q[0];
  *j = (job){.lapack = st_lapack_in_use(), .call = call, .type = types[dtype], .count = (int64_t)q[1], .one = one,
             .info_operand = info_operand, .rows = (int64_t)q[2],
             .real = dtype == ST_F32 || dtype == ST_C64 ? 4 : 8};
  j->element = j->type >= 2 ? 2 * j->real : j->real;
  if (info_operand >= 0) j->strides[info_operand] = 4;
  return j->lapack != NULL;
}

int st_entry_linalgLu(const st_call *call) {
  job j;
  if (!start(&j, call, lu, 2)) return st_dense_lu(call);
  j.columns = (int64_t)call->parameter[3];
  j.strides[0] = (size_t)(j.rows * j.columns) * j.element;
  j.strides[1] = (size_t)min64(j.rows, j.columns) * 4;
  return run(&j);
}

int st_entry_linalgSolve(const st_call *call) {
  job j;
  if (!start(&j, call, solve, 2)) return st_dense_solve(call);
  j.columns = (int64_t)call->parameter[3];
  j.flag = (int64_t)call->parameter[4];
  j.strides[0] = (size_t)(j.rows * j.rows) * j.element;
  j.strides[1] = (size_t)(j.rows * j.columns) * j.element;
  return run(&j);
}

int st_entry_linalgCholesky(const st_call *call) {
  job j;
  if (!start(&j, call, cholesky, 1)) return st_dense_cholesky(call);
  j.columns = j.rows;
  j.strides[0] = (size_t)(j.rows * j.rows) * j.element;
  return run(&j);
}

int st_entry_linalgQr(const st_call *call) {
  job j;
  if (!start(&j, call, qr, -1)) return ST_ABSENT;
  j.columns = (int64_t)call->parameter[3];
  j.right = (int64_t)call->parameter[4];
  j.strides[0] = (size_t)(j.rows * j.columns) * j.element;
  j.strides[1] = (size_t)min64(j.rows, j.columns) * j.element;
  j.strides[2] = (size_t)(j.rows * j.right) * j.element;
  return run(&j);
}

int st_entry_linalgSvd(const st_call *call) {
  job j;
  if (!start(&j, call, svd, 2)) return ST_ABSENT;
  j.columns = (int64_t)call->parameter[3];
  j.flag = (int64_t)call->parameter[4];
  int64_t steps = min64(j.rows, j.columns);
  j.strides[0] = (size_t)(j.rows * j.columns) * j.element;
  j.strides[1] = (size_t)steps * j.real;
  j.strides[3] = (size_t)(j.rows * (j.flag ? j.rows : steps)) * j.element;
  j.strides[4] = (size_t)(j.columns * (j.flag ? j.columns : steps)) * j.element;
  return run(&j);
}

int st_entry_linalgEigh(const st_call *call) {
  job j;
  if (!start(&j, call, eigh, 2)) return ST_ABSENT;
  j.columns = j.rows;
  j.flag = (int64_t)call->parameter[3];
  j.wanted = (int64_t)call->parameter[4];
  j.strides[0] = (size_t)(j.rows * j.rows) * j.element;
  j.strides[1] = (size_t)j.rows * j.real;
  return run(&j);
}

int st_entry_linalgEig(const st_call *call) {
  job j;
  if (!start(&j, call, eig, 2)) return ST_ABSENT;
  j.columns = j.rows;
  j.strides[0] = (size_t)(j.rows * j.rows) * j.element;
  j.strides[1] = (size_t)(2 * j.rows) * j.real;
  j.strides[3] = (size_t)(2 * j.rows * j.rows) * j.real;
  return run(&j);
}

int st_entry_linalgLstsq(const st_call *call) {
  job j;
  if (!start(&j, call, lstsq, 4)) return ST_ABSENT;
  j.columns = (int64_t)call->parameter[3];
  j.right = (int64_t)call->parameter[4];
  j.cutoff = call->parameter[5];
  j.strides[0] = (size_t)(j.rows * j.columns) * j.element;
  j.strides[1] = (size_t)(max64(j.rows, j.columns) * j.right) * j.element;
  j.strides[2] = (size_t)min64(j.rows, j.columns) * j.real;
  j.strides[3] = 4;
  return run(&j);
}
