/* Mahalanobis by whitening: with VI = transpose(U) U, the distance of x and y is the Euclidean distance of U x and U y.
 *
 * The rows are centred first (the caller subtracts one common row), and the distance of whitened rows is as good as their
 * rounding: about features * epsilon * (|| |U| |x| || + || |U| |y| ||), squared in the terms. Where the distance is small
 * beside that, U (x - y) is computed from the rows as given, whose difference is rounded once. With
 * constant[0] = MAHALANOBIS_CLOSE the whitened form is used only where it costs at most three bits. */
#ifndef STRIDED_MAHALANOBIS_H
#define STRIDED_MAHALANOBIS_H
#include "../direct.h"
#include "real.h"

/* out = U v, by columns of U (rows of `factor`, its transpose), so that the inner loop is over vectors of results: out[i]
 * sums over j >= i ascending. */
ST_INLINE void multiply_upper(const real *factor, const real *v, int64_t features, real *out, int sizes) {
  for (int64_t i = 0; i < features; i++) out[i] = 0;
  for (int64_t j = 0; j < features; j++) {
    const real *column = factor + j * features;
    const real value = sizes && v[j] < 0 ? -v[j] : v[j];
    if (sizes)
      for (int64_t i = 0; i <= j; i++) out[i] += (column[i] < 0 ? -column[i] : column[i]) * value;
    else
      for (int64_t i = 0; i <= j; i++) out[i] += column[i] * value;
  }
}

/* Rows [row, row + rows); scratch holds 2 * features elements. */
ST_INLINE void whiten(const st_preparation *whitening, int64_t row, int64_t rows, void *scratch) {
  const int64_t features = whitening->features;
  const real *centre = whitening->centre;
  real *centred = scratch, *size = centred + features;
  for (int64_t r = row; r < row + rows; r++) {
    const real *x = (const real *)whitening->rows + r * features;
    for (int64_t f = 0; f < features; f++) centred[f] = x[f] - centre[f];
    multiply_upper(whitening->factor, centred, features, (real *)whitening->out + r * features, 0);
    multiply_upper(whitening->factor, centred, features, size, 1);
    real total = 0;
    for (int64_t f = 0; f < features; f++) total += size[f] * size[f];
    ((real *)whitening->terms)[r] = total;
  }
}

/* `distance` with the lanes of `close` computed again from the rows as given. Close pairs are rare, and U (x - y) costs
 * features^2 / 2, so the sum of squares is taken as it comes. */
static __attribute__((noinline)) vec mahalanobis_close(const st_distance_job *job, bits close, vec distance, int64_t row,
                                                       int64_t column) {
  enum { PIECE = 64 };
  const int64_t features = job->features;
  const real *x = (const real *)job->raw_x + row * features, *factor = job->matrix;
  for (int lane = 0; lane < V_LANES; lane++) {
    if (!close[lane] || column + lane >= job->rows_y) continue;
    const real *y = (const real *)job->raw_y + (column + lane) * features;
    real total = 0;
    for (int64_t first = 0; first < features; first += PIECE) {
      const int64_t last = first + PIECE < features ? first + PIECE : features;
      real whitened[PIECE] = {0};
      for (int64_t j = first; j < features; j++) {
        const real difference = x[j] - y[j], *row_of_factor = factor + j * features + first;
        const int64_t count = (j < last ? j + 1 : last) - first;
        for (int64_t i = 0; i < count; i++) whitened[i] += row_of_factor[i] * difference;
      }
      for (int64_t i = 0; i < last - first; i++) total += whitened[i] * whitened[i];
    }
    distance[lane] = (real)(ST_REAL_BITS == 64 ? __builtin_sqrt((double)total) : __builtin_sqrtf((float)total));
  }
  return distance;
}
#endif
