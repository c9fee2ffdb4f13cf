/* What a metric does with one feature of one pair (step), and with its sums at the end (finish). `kind` is a constant
 * wherever these are called, so the switches are gone after inlining. Semantics of NaN, infinities and 0/0 are SciPy
 * 1.17's, by the order of the operands. */
#ifndef STRIDED_STEPS_H
#define STRIDED_STEPS_H
#include "../direct.h"
#include "haversine.h"
#include "jensenshannon.h"
#include "powers.h"
#include "real.h"

/* |difference|^(halves / 2) by squaring; at most 2 log2(halves) roundings. */
ST_INLINE vec power_of_halves(vec difference, int halves) {
  vec power = halves & 1 ? v_sqrt(difference) : v_set(1);
  for (int whole = halves >> 1; whole; whole >>= 1) {
    if (whole & 1) power *= difference;
    difference *= difference;
  }
  return power;
}

/* x, y: the feature; w: its weight where the kind has weights. `at` is the pair's place in the tile: metrics that would
 * keep the adders busier than the multipliers move some places' differences over. */
ST_INLINE void step(const int kind, vec *sum, vec x, vec y, vec w, const st_distance_job *job, const int at) {
  const int by_multiplier = ST_ISA_LEVEL == ST_AVX512 ? at % 6 != 0 : at % 2;
  vec d = y - x; /* every use is even in it */
  switch (kind) {
  case ST_DIRECT_cityblock:
  case ST_DIRECT_braycurtisPositive:
    sum[0] = v_accumulate(sum[0], v_abs(d));
    break;
  case ST_DIRECT_cityblockWeighted:
    sum[0] += w * v_abs(d);
    break;
  case ST_DIRECT_sqeuclidean:
  case ST_DIRECT_euclidean:
  case ST_DIRECT_mahalanobis:
    sum[0] = v_fma(d, d, sum[0]);
    break;
  case ST_DIRECT_sqeuclideanWeighted:
  case ST_DIRECT_euclideanWeighted:
    sum[0] = v_fma(w, d * d, sum[0]);
    break;
  case ST_DIRECT_chebyshev: /* a NaN difference leaves the maximum as it is */
    if (by_multiplier) d = v_multiplier_difference(x, y);
    sum[0] = v_absolute_max(d, sum[0]);
    break;
  case ST_DIRECT_chebyshevWeighted: /* weights are masks: features of weight 0 do not count */
    if (by_multiplier) d = v_multiplier_difference(x, y);
    sum[0] = v_absolute_max((vec)((bits)d & (bits)w), sum[0]);
    break;
  case ST_DIRECT_minkowskiCube:
    sum[0] = v_fma(d * d, v_abs(d), sum[0]);
    break;
  case ST_DIRECT_minkowskiCubeWeighted:
    sum[0] = v_fma(d * d, w * v_abs(d), sum[0]);
    break;
  case ST_DIRECT_minkowskiHalves:
    sum[0] = v_fma(w, power_of_halves(v_abs(d), (int)job->constant[0]), sum[0]);
    break;
  case ST_DIRECT_minkowskiAny:
    sum[0] = v_fma(w, v_power(v_abs(d), job->p), sum[0]);
    break;
  case ST_DIRECT_canberraWide: {
    vec size = v_abs(x) + v_abs(y);
    sum[0] += w * v_abs(d) / v_select((bits)(size == 0), v_set(1), size);
    break;
  }
  case ST_DIRECT_braycurtis:
    sum[0] = v_accumulate(sum[0], v_abs(d));
    sum[1] = v_accumulate(sum[1], v_abs(x + y));
    break;
  case ST_DIRECT_braycurtisWeighted:
    sum[0] = v_fma(w, v_abs(d), sum[0]);
    sum[1] = v_fma(w, v_abs(x + y), sum[1]);
    break;
  case ST_DIRECT_hamming:
    sum[0] = v_add_where_unequal(sum[0], x, y, w);
    break;
  case ST_DIRECT_dice: /* as SciPy, which computes with numbers that are not 0 or 1 too */
    sum[0] += v_fma(x, v_set(1) - y, y * (v_set(1) - x));
    sum[1] = v_fma(x, y, sum[1]);
    break;
  case ST_DIRECT_diceWeighted: /* but compares them where there are weights */
    sum[0] = v_add_where_unequal(sum[0], x, y, w);
    sum[1] += (vec)((bits)(x != 0) & (bits)(y != 0) & (bits)w);
    break;
  case ST_DIRECT_booleanRatio: /* one only, both */
    sum[0] = v_fma(w, v_abs(d), sum[0]);
    sum[1] = v_fma(w * x, y, sum[1]);
    break;
  case ST_DIRECT_rogerstanimoto:
    sum[0] = v_fma(w, v_abs(d), sum[0]);
    break;
  case ST_DIRECT_russellrao: /* not both */
    sum[0] = v_fma(w, v_set(1) - x * y, sum[0]);
    break;
  case ST_DIRECT_yule: { /* both, neither, x only, y only */
    vec not_y = v_set(1) - y, not_x = w - w * x;
    sum[0] = v_fma(w * x, y, sum[0]);
    sum[1] = v_fma(not_x, not_y, sum[1]);
    sum[2] = v_fma(w * x, not_y, sum[2]);
    sum[3] = v_fma(not_x, y, sum[3]);
    break;
  }
  case ST_DIRECT_jensenshannon: {
    vec u = x + y;
    sum[0] = v_fma(u, jensenshannon_logarithm(u), sum[0]);
    break;
  }
  case ST_DIRECT_nanEuclidean: /* squares and weights where both are there */
    sum[0] = v_add_where_ordered(sum[0], x, y, w * (d * d));
    sum[1] = v_add_where_ordered(sum[1], x, y, w);
    break;
  case ST_DIRECT_haversine: /* two features: latitude ends in sum[0], longitude in sum[1] */
    sum[0] = sum[1];
    sum[1] = v_square_of_sine(d * v_set((real)0.5));
    break;
  default:
    break;
  }
}

/* term_x, term_y: the rows' prepared values where the kind has them. */
ST_INLINE vec finish(const int kind, const vec *sum, vec term_x, vec term_y, const st_distance_job *job) {
  const vec a = v_set((real)job->constant[0]), b = v_set((real)job->constant[1]);
  switch (kind) {
  case ST_DIRECT_euclidean:
  case ST_DIRECT_euclideanWeighted:
  case ST_DIRECT_mahalanobis:
    return v_sqrt(sum[0]);
  case ST_DIRECT_minkowskiCube:
  case ST_DIRECT_minkowskiCubeWeighted:
  case ST_DIRECT_minkowskiHalves:
  case ST_DIRECT_minkowskiAny:
    return v_power(sum[0], 1 / job->p);
  case ST_DIRECT_braycurtis:
  case ST_DIRECT_braycurtisWeighted:
    return sum[0] / sum[1];
  case ST_DIRECT_braycurtisPositive:
    return sum[0] / (term_x + term_y);
  case ST_DIRECT_hamming:
  case ST_DIRECT_russellrao:
    return sum[0] / v_set((real)job->weight_sum);
  case ST_DIRECT_dice:
  case ST_DIRECT_diceWeighted:
    return sum[0] / v_fma(v_set(2), sum[1], sum[0]);
  case ST_DIRECT_booleanRatio: {
    vec unequal = a * sum[0], total = v_fma(b, sum[1], unequal);
    vec ratio = unequal / total;
    if (job->metric == ST_METRIC_jaccard) ratio = v_select((bits)(total == 0), v_set(0), ratio);
    return ratio;
  }
  case ST_DIRECT_rogerstanimoto:
    return (sum[0] + sum[0]) / (v_set((real)job->weight_sum) + sum[0]);
  case ST_DIRECT_yule: {
    vec half = sum[2] * sum[3];
    vec ratio = (half + half) / v_fma(sum[0], sum[1], half);
    return v_select((bits)(half == 0), v_set(0), ratio);
  }
  case ST_DIRECT_nanEuclidean: {
    vec scaled = sum[0] * (v_set((real)job->weight_sum) / sum[1]);
    return v_sqrt(v_select((bits)(sum[1] == 0), v_set((real)__builtin_nan("")), scaled));
  }
  case ST_DIRECT_haversine:
    return v_haversine_angle(v_fma(term_x * term_y, sum[1], sum[0]));
  default:
    return sum[0];
  }
}
#endif
