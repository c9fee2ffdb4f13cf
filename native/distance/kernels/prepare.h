/* Once per row, before any pair: what each kind of direct.h's st_preparation_kind does. Sums are taken in float64 for both
 * precisions. */
#ifndef STRIDED_PREPARE_H
#define STRIDED_PREPARE_H
#include "../direct.h"
#include "jensenshannon.h"
#include "mahalanobis.h"
#include "real.h"

/* Rows times features / (2 sum): see jensenshannon.h. As in SciPy a row with a negative value or a sum of 0 is at distance
 * infinity from everything. */
ST_INLINE void prepare_probabilities(const real *x, int64_t features, real *out, real *term) {
  double sum = 0, divergence = 0;
  int negative = 0;
  for (int64_t f = 0; f < features; f++) {
    sum += x[f];
    negative |= x[f] < 0;
  }
  const int impossible = negative || sum == 0;
  const double half = 0.5 * (double)features;
  for (int64_t f = 0; f < features; f++) out[f] = impossible ? 0 : (real)(x[f] / sum * half);
  for (int64_t f = 0; f < features; f += V_LANES) {
    real u[V_LANES] = {0};
    for (int64_t i = 0; i < V_LANES && f + i < features; i++) u[i] = out[f + i] + out[f + i];
    const vec uv = v_load(u), product = uv * jensenshannon_logarithm(uv);
    for (int i = 0; i < V_LANES; i++) divergence += product[i];
  }
  *term = (real)(impossible ? __builtin_inf() : divergence / (double)features);
}

ST_INLINE int prepare_sum(const real *x, int64_t features, real *term) {
  double sum = 0;
  int unfit = 0;
  for (int64_t f = 0; f < features; f++) {
    sum += x[f];
    unfit |= !(x[f] >= 0);
  }
  *term = (real)sum;
  return unfit || !(*term < (real)__builtin_inf());
}

/* Angles beyond a turn lose whole turns, 2 pi in three parts of which the first two leave the products exact up to 2^27
 * turns. */
ST_INLINE double angle_in_turn(double angle) {
  if (angle >= -0x1.921fb54442d18p+2 && angle <= 0x1.921fb54442d18p+2) return angle;
  const double turns = (angle * 0x1.45f306dc9c883p-3 + 0x1.8p52) - 0x1.8p52;
  return ((angle - turns * 0x1.921fb5p+2) - turns * 0x1.110b46p-24) - turns * 0x1.1a62633145c07p-52;
}

/* cos(angle) = sin(pi / 2 - |angle|), which keeps its bits near the poles; |angle| <= 2 pi. */
ST_INLINE double cosine(double angle) {
  if (angle < 0) angle = -angle;
  double n = (angle * 0x1.45f306dc9c883p-2 + 0x1p52) - 0x1p52; /* nearest multiple of pi */
  if (angle < n * 0x1.921fb54442d18p+1 && n > 0) n -= 1;
  double r = 0x1.921fb54442d18p+0 - (angle - n * 0x1.921fb54442d18p+1) + (0.5 + n) * 0x1.1a62633145c07p-53;
  double z = r * r, q = 2.7222597458015322e-15;
  q = q * z + -7.643098151500266e-13;
  q = q * z + 1.6058943957145344e-10;
  q = q * z + -2.505210696070821e-08;
  q = q * z + 2.755731921213755e-06;
  q = q * z + -0.00019841269841215317;
  q = q * z + 0.008333333333333212;
  q = q * z + -0.16666666666666666;
  const double value = r + r * z * q;
  return (int64_t)n & 1 ? -value : value;
}

ST_INLINE int outside_canberra_range(const real *x, int64_t features) {
  const real least = (real)(ST_REAL_BITS == 64 ? CANBERRA_LEAST_F64 : CANBERRA_LEAST_F32);
  const real most = (real)(ST_REAL_BITS == 64 ? CANBERRA_MOST_F64 : CANBERRA_MOST_F32);
  int outside = 0;
  for (int64_t f = 0; f < features; f++) {
    const real size = x[f] < 0 ? -x[f] : x[f];
    outside |= !((size >= least) & (size <= most)) & (size != 0);
  }
  return outside;
}

/* Rows [row, row + rows); scratch holds 2 * features elements. */
static void prepare_rows(st_preparation *preparation, int64_t row, int64_t rows, void *scratch) {
  const int64_t features = preparation->features;
  int unfit = 0;
  if (preparation->kind == ST_PREPARE_WHITENED) whiten(preparation, row, rows, scratch);
  for (int64_t r = row; r < row + rows; r++) {
    const real *x = (const real *)preparation->rows + r * features;
    real *out = (real *)preparation->out + (preparation->out ? r * features : 0);
    real *term = (real *)preparation->terms + (preparation->terms ? r : 0);
    switch (preparation->kind) {
    case ST_PREPARE_PROBABILITIES:
      prepare_probabilities(x, features, out, term);
      break;
    case ST_PREPARE_TRUTH:
      for (int64_t f = 0; f < features; f++) out[f] = x[f] != 0;
      break;
    case ST_PREPARE_SUMS:
      unfit |= prepare_sum(x, features, term);
      break;
    case ST_PREPARE_ANGLES:
      for (int f = 0; f < 2; f++) out[f] = (real)angle_in_turn(x[f]);
      *term = (real)cosine(out[0]);
      break;
    case ST_PREPARE_RANGE:
      unfit |= outside_canberra_range(x, features);
      break;
    case ST_PREPARE_SIZES:
      for (int64_t f = 0; f < features; f++)
        out[f] = (x[f] < 0 ? -x[f] : x[f]) + (real)(ST_REAL_BITS == 64 ? CANBERRA_ZERO_F64 : CANBERRA_ZERO_F32);
      break;
    case ST_PREPARE_WHITENED:
      break;
    }
  }
  if (unfit) __atomic_store_n(&preparation->unfit, 1, __ATOMIC_RELAXED);
}
#endif
