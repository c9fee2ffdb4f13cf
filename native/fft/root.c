/* Roots of unity, each from its own angle: a recurrence would carry errors along.
 *
 * The angle is brought into the first octant by whole numbers, so exactly; there it is (pi/4) a/n with a <= n, kept as a
 * sum of two doubles, and Taylor's series ends below 2^-60. */
#include "fft.h"

typedef struct pair {
  double high, low;
} pair;

/* a * b without error, by Dekker's splitting: the same on machines with and without a fused operation. */
static pair product(double a, double b) {
  double as = a * 134217729.0, bs = b * 134217729.0;
  double ah = as - (as - a), bh = bs - (bs - b), al = a - ah, bl = b - bh;
  double high = a * b;
  return (pair){high, ((ah * bh - high) + ah * bl + al * bh) + al * bl};
}

/* (pi/4) a / n */
static pair angle(double a, double n) {
  const double quarter = 0.78539816339744828, rest = 3.061616997868383e-17;
  double ratio = a / n;
  pair back = product(ratio, n);
  double ratio_low = ((a - back.high) - back.low) / n;
  pair whole = product(ratio, quarter);
  double low = whole.low + (ratio * rest + ratio_low * quarter), high = whole.high + low;
  return (pair){high, low - (high - whole.high)};
}

static double sine_of(pair x) {
  double z = x.high * x.high;
  double series = -1.0 / 6 + z * (1.0 / 120 + z * (-1.0 / 5040 + z * (1.0 / 362880 + z * (-1.0 / 39916800 +
                  z * (1.0 / 6227020800.0 + z * (-1.0 / 1307674368000.0 + z * (1.0 / 355687428096000.0)))))));
  return x.high + (x.high * z * series + x.low * (1 - 0.5 * z));
}

static double cosine_of(pair x) {
  pair square = product(x.high, x.high);
  double z = square.high, half = 0.5 * z, near = 1 - half;
  double series = 1.0 / 24 + z * (-1.0 / 720 + z * (1.0 / 40320 + z * (-1.0 / 3628800 + z * (1.0 / 479001600.0 +
                  z * (-1.0 / 87178291200.0 + z * (1.0 / 20922789888000.0))))));
  return near + (((1 - near) - half) + (z * z * series - x.high * x.low - 0.5 * square.low));
}

void st_fft_root(int64_t k, int64_t n, double *cosine, double *sine) {
  int64_t eighths = 8 * k;
  int below = eighths > 4 * n;
  if (below) eighths = 8 * n - eighths;
  int left = eighths > 2 * n;
  if (left) eighths = 4 * n - eighths;
  int steep = eighths > n;
  if (steep) eighths = 2 * n - eighths;
  pair x = angle((double)eighths, (double)n);
  double c = cosine_of(x), s = sine_of(x);
  *cosine = (steep ? s : c) * (left ? -1 : 1);
  *sine = (steep ? c : s) * (below ? -1 : 1);
}
