/* Canberra's sum of fractions |x - y| / (|x| + |y|) with one division for a group of features: fractions are added as
 * n/d + m/e = (n e + m d) / (d e), which costs three multiplications for a division. All terms are positive, so each
 * group is good to about two ulp.
 *
 * direct.c chooses this only where every value of x and y is 0 or between CANBERRA_LEAST and CANBERRA_MOST, so that the
 * products neither overflow nor lose bits. Preparation leaves |x| + CANBERRA_ZERO in terms_x, one for each element of x:
 * the addition vanishes in rounding beside any other value and makes 0/0 a 0. */
#ifndef STRIDED_CANBERRA_H
#define STRIDED_CANBERRA_H
#include "../direct.h"
#include "shape.h"

#if ST_REAL_BITS == 64
#define CANBERRA_GROUP 6
#else
#define CANBERRA_GROUP 2
#endif

/* One group of `count` features from f on: numerators and denominators multiplied together, then divided. */
ST_INLINE void canberra_group(const int rows, const int count, const int weighted, const st_distance_job *job,
                              const real *x, const real *sizes, const real *again, const real *sizes_again,
                              const real *panel, int64_t f, vec sum[TILE_ROWS][V_VECTORS][MOST_SUMS]) {
  const real *weights = job->weights;
  vec numerator[TILE_ROWS][V_VECTORS], denominator[TILE_ROWS][V_VECTORS];
  ST_UNROLL
  for (int g = 0; g < count; g++) {
    const vec w = weighted ? v_set(weights[f + g]) : v_set(0);
    ST_UNROLL
    for (int v = 0; v < V_VECTORS; v++) {
      const vec y = v_load(panel + (f + g) * PANEL + v * V_LANES), y_size = v_abs(y);
      const real *from = v ? again : x, *size_from = v ? sizes_again : sizes;
      ST_UNROLL
      for (int r = 0; r < rows; r++) {
        const vec difference_size = v_abs(y - v_set(from[r * job->width + f + g]));
        const vec difference = weighted ? w * difference_size : difference_size;
        const vec size = y_size + v_set(size_from[r * job->width + f + g]);
        if (g == 0) {
          numerator[r][v] = difference;
          denominator[r][v] = size;
        } else {
          numerator[r][v] = v_fma(difference, denominator[r][v], numerator[r][v] * size);
          denominator[r][v] *= size;
        }
      }
    }
  }
  ST_UNROLL
  for (int r = 0; r < rows; r++)
    ST_UNROLL
    for (int v = 0; v < V_VECTORS; v++) sum[r][v][0] += v_divide(numerator[r][v], denominator[r][v]);
}

ST_INLINE void accumulate_canberra(const int rows, const int weighted, const st_distance_job *job, int64_t row,
                                   const real *panel, vec sum[TILE_ROWS][V_VECTORS][MOST_SUMS]) {
  const real *x = (const real *)job->x + row * job->width, *sizes = (const real *)job->terms_x + row * job->width;
  const real *again = x, *sizes_again = sizes;
  __asm__("" : "+r"(again), "+r"(sizes_again)); /* read twice, as rows_read_twice in tile.h says */
  int64_t f = 0;
  for (; f + CANBERRA_GROUP <= job->features; f += CANBERRA_GROUP)
    canberra_group(rows, CANBERRA_GROUP, weighted, job, x, sizes, again, sizes_again, panel, f, sum);
  for (; f + 2 <= job->features; f += 2)
    canberra_group(rows, 2, weighted, job, x, sizes, again, sizes_again, panel, f, sum);
  if (f < job->features) canberra_group(rows, 1, weighted, job, x, sizes, again, sizes_again, panel, f, sum);
}
#endif
