/* The kernels of one instruction set: vectors and single numbers of both precisions, from the same text. */
#include <string.h>
#include "../fft.h"
#include "shuffle.h"

/* Results of this size leave the second-level cache before they are read again. */
#define ST_FFT_PAST_CACHE (4 << 20)
#define ST_INLINE inline __attribute__((always_inline))
#define ST_FFT_JOIN_(name, suffix) name##_##suffix
#define ST_FFT_JOIN(name, suffix) ST_FFT_JOIN_(name, suffix)
#define FN(name) ST_FFT_JOIN(name, SUFFIX)

typedef struct { st_f64v re, im; } complex_f64v;
typedef struct { st_f32v re, im; } complex_f32v;
typedef struct { double re, im; } complex_f64;
typedef struct { float re, im; } complex_f32;
typedef double unaligned_f64 __attribute__((aligned(4), may_alias));
typedef float unaligned_f32 __attribute__((aligned(4), may_alias));

static inline double fma_plain_f64(double a, double b, double c) { return a * b + c; }
static inline float fma_plain_f32(float a, float b, float c) { return a * b + c; }

#define SUFFIX f64v
#define REAL double
#define UREAL unaligned_f64
#define VEC st_f64v
#define UVEC st_f64u
#define CPX complex_f64v
#define LANES ST_F64_LANE_COUNT
#define FMA st_fma_f64
#define STREAM st_stream_f64
#define BROADCAST(x) st_set_f64(x)
#include "passes.h"
#include "lanes.h"
#include "steps.h"
#include "undefine.h"

#define SUFFIX f32v
#define REAL float
#define UREAL unaligned_f32
#define VEC st_f32v
#define UVEC st_f32u
#define CPX complex_f32v
#define LANES ST_F32_LANE_COUNT
#define FMA st_fma_f32
#define STREAM st_stream_f32
#define BROADCAST(x) st_set_f32(x)
#include "passes.h"
#include "lanes.h"
#include "steps.h"
#include "undefine.h"

#define SUFFIX f64
#define REAL double
#define UREAL unaligned_f64
#define VEC double
#define CPX complex_f64
#define LANES 1
#define FMA fma_plain_f64
#define BROADCAST(x) ((double)(x))
#include "passes.h"
#include "lanes.h"
#include "loops.h"
#include "undefine.h"

#define SUFFIX f32
#define REAL float
#define UREAL unaligned_f32
#define VEC float
#define CPX complex_f32
#define LANES 1
#define FMA fma_plain_f32
#define BROADCAST(x) ((float)(x))
#include "passes.h"
#include "lanes.h"
#include "loops.h"
#include "undefine.h"

#define ALONE(suffix)                                                                                             \
  static void alone_##suffix(const st_fft_plan *plan, int kind, const st_fft_side *in, const st_fft_side *out,   \
                             double scale, void *work) {                                                          \
    lanes_run_##suffix(plan, kind, in, out, 1, scale, work);                                                      \
  }
ALONE(f64)
ALONE(f32)

#define KERNELS(suffix, lane_count, item)                                                                         \
  {.lanes = lane_count, .itemsize = item, .lanes_run = lanes_run_##suffix##v, .alone = alone_##suffix,            \
   .columns = columns_##suffix##v, .rows = rows_##suffix##v, .chirp_in = chirp_in_##suffix,                       \
   .convolve = convolve_##suffix, .chirp_out = chirp_out_##suffix, .split = split_##suffix, .join = join_##suffix,     \
   .mirror = mirror_##suffix}

extern const st_fft_kernels ST_NAME(st_fft)[2];
const st_fft_kernels ST_NAME(st_fft)[2] = {
    KERNELS(f64, ST_F64_LANE_COUNT, 8),
    KERNELS(f32, ST_F32_LANE_COUNT, 4),
};
