/* What the parts of the Fourier transform share: plans, where the operands lie, and the kernels of one instruction set.
 *
 * All transforms run forward, sum x[j] exp(-2 pi i j k / n): the inverse one is the forward one between two exchanges of
 * real and imaginary parts, which loading and storing do on the way. */
#ifndef STRIDED_FFT_H
#define STRIDED_FFT_H
#include "../strided.h"

/* REAL_TO_COMPLEX is COMPLEX for all but the entry: its input has no imaginary parts. */
enum st_fft_kind { ST_FFT_COMPLEX, ST_FFT_REAL_TO_HALF, ST_FFT_HALF_TO_REAL, ST_FFT_REAL_TO_COMPLEX };

#define ST_FFT_MAX_FACTORS 48
/* Odd factors up to this have a butterfly of their own, quadratic in the factor; longer ones go through Bluestein. */
#define ST_FFT_MAX_RADIX 101
#define ST_FFT_MAX_LANES 16

/* How to transform one length in one dtype. Tables hold numbers of that dtype, complex ones as pairs. */
typedef struct st_fft_plan {
  int64_t length;
  int dtype;
  /* One pass for each factor, where `is_direct`; long lengths only have the ways below. */
  int is_direct, factor_count;
  int factor[ST_FFT_MAX_FACTORS];
  void *twiddle[ST_FFT_MAX_FACTORS]; /* [length left / factor][factor - 1] */
  void *root[ST_FFT_MAX_FACTORS];    /* [factor]: cosines and sines, for odd factors */
  /* Bluestein: a convolution of length `inner->length`; NULL when the factors are small. */
  struct st_fft_plan *inner;
  void *chirp;  /* [length] */
  void *kernel; /* [inner->length] */
  /* Four steps: the data as a matrix [rows x columns], a pass over columns, a pass over rows. */
  struct st_fft_plan *over_rows, *over_columns; /* of length rows, columns */
  int64_t rows, columns, step_work; /* step_work: as `work` below, for the steps */
  void *middle;         /* for each group of lanes: fine[fine_count], coarse[coarse_count], as vectors */
  int64_t fine_count, coarse_count;
  /* Real transforms of this length: exp(-2 pi i k / length), k <= length / 4; the complex plan they stand on. */
  void *half_root;
  struct st_fft_plan *packed;
  /* Elements that each of the two work buffers needs. */
  int64_t work;
  /* The cache's own. */
  size_t bytes;
  int is_real, users, is_cached;
  struct st_fft_plan *next;
} st_fft_plan;

/* One side of a transform. `part` is the way from a real part to its imaginary part; 0: there are real numbers only.
 * `lane` are the places of the transforms that run side by side. Everything in bytes. */
typedef struct st_fft_side {
  char *base;
  int64_t element, part;
  int64_t lane[ST_FFT_MAX_LANES];
  int swap; /* exchange real and imaginary parts on the way */
} st_fft_side;

typedef struct st_fft_kernels {
  int lanes;
  size_t itemsize; /* of a real number */
  /* `count` transforms side by side; work: two buffers of plan->work + lanes vector pairs. */
  void (*lanes_run)(const st_fft_plan *plan, int kind, const st_fft_side *in, const st_fft_side *out, int count,
                    double scale, void *work);
  /* The same for one transform, without vectors. */
  void (*alone)(const st_fft_plan *plan, int kind, const st_fft_side *in, const st_fft_side *out, double scale, void *work);
  /* Group g of columns into the matrix between the steps, and group g of rows out of it. */
  void (*columns)(const st_fft_plan *plan, const st_fft_side *in, int64_t group, void *between, void *work);
  void (*rows)(const st_fft_plan *plan, const st_fft_side *out, int64_t group, double scale, const void *between, void *work);
  /* Loops of Bluestein and of real transforms over contiguous complex numbers [from, to). */
  void (*chirp_in)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *padded);
  void (*convolve)(const st_fft_plan *plan, int64_t from, int64_t to, void *padded);
  void (*chirp_out)(const st_fft_plan *plan, const st_fft_side *out, int64_t from, int64_t to, double scale, const void *padded);
  void (*split)(const st_fft_plan *plan, const st_fft_side *out, int64_t from, int64_t to, double scale);
  void (*join)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *packed);
  void (*mirror)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *whole);
} st_fft_kernels;

/* The kernels of the instruction set in use, for f64 or f32. */
const st_fft_kernels *st_fft_kernels_for(int dtype);

/* A plan from the cache, or a new one; NULL when there is no memory. Give it back with st_fft_release. */
st_fft_plan *st_fft_acquire(int64_t length, int dtype, int is_real);
void st_fft_release(st_fft_plan *plan);

/* cos and sin of 2 pi k / n, 0 <= k < n, to half an ulp and a little. */
void st_fft_root(int64_t k, int64_t n, double *cosine, double *sine);

/* One complex transform of any length, on up to `threads` threads. */
int st_fft_single(const st_fft_plan *plan, const st_fft_side *in, const st_fft_side *out, double scale, int threads);

/* Bytes of the two work buffers. */
size_t st_fft_work_bytes(const st_fft_plan *plan, int lanes);
#endif
