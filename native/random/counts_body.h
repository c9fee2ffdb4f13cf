/* Counts, drawn as in src/random/distributions: part of kernels/distributions.c. */

/* Counts as int64; what is too large becomes the largest. */
static inline int64_t whole_of(double count) { return count > 0x1p63 - 1024 ? INT64_MAX : (int64_t)count; }

/* log of the gamma function (Zhang and Jin, "Computation of Special Functions", 1996), x > 0. */
static double log_gamma(double x) {
  static const double coefficients[] = {8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4,
                                        -5.952380952380952e-4, 8.417508417508418e-4, -1.917526917526918e-3,
                                        6.41025641025641e-3, -2.955065359477124e-2, 1.796443723688307e-1,
                                        -1.3924322169059};
  if (x == 1 || x == 2) return 0;
  const int steps = x < 7 ? (int)(7 - x) : 0;
  double at = x + steps;
  const double inverse2 = 1 / (at * at);
  double sum = coefficients[9];
  for (int k = 8; k >= 0; k--) sum = sum * inverse2 + coefficients[k];
  double result = sum / at + 0.9189385332046727 + (at - 0.5) * exact_log(at) - at;
  for (int k = 0; k < steps; k++) {
    result -= exact_log(at - 1);
    at -= 1;
  }
  return result;
}

typedef struct poisson_mean {
  double mean, bound, log_mean, a, b, log_alpha, certain;
} poisson_mean;

static inline poisson_mean poisson_of(double mean) {
  poisson_mean m = {.mean = mean};
  if (mean < 10) m.bound = exact_exp(-mean);
  else {
    m.log_mean = exact_log(mean);
    m.b = 0.931 + 2.53 * sqrt(mean);
    m.a = -0.059 + 0.02483 * m.b;
    m.log_alpha = exact_log(1.1239 + 1.1328 / (m.b - 3.4));
    m.certain = 0.9277 - 3.6224 / (m.b - 2);
  }
  return m;
}

static inline double poisson(stream *s, const poisson_mean *m) {
  if (m->mean < 10) {
    if (m->mean == 0) return 0;
    double count = 0;
    for (double product = uniform(s); product > m->bound; product *= uniform(s)) count++;
    return count;
  }
  for (;;) {
    const double u = uniform(s) - 0.5, v = uniform(s), us = 0.5 - fabs(u);
    const double count = floor((2 * m->a / us + m->b) * u + m->mean + 0.43);
    if (us >= 0.07 && v <= m->certain) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const double height = exact_log(v) + m->log_alpha - exact_log(m->a / (us * us) + m->b);
    if (height <= -m->mean + count * m->log_mean - log_gamma(count + 1)) return count;
  }
}

/* n and the smaller probability p: for inversion the probability of none and the largest count, for rejection the
 * regions of algorithm BTPE. */
typedef struct binomial_shape {
  int is_turned, is_inverted;
  double n, p, q, none, bound;
  double mode, middle, left, right, c, tail_left, tail_right, area[4];
} binomial_shape;

static binomial_shape binomial_of(double n, double probability) {
  binomial_shape b = {.is_turned = probability > 0.5, .n = n};
  const double p = b.is_turned ? 1 - probability : probability, q = 1 - p;
  b.p = p;
  b.q = q;
  b.is_inverted = p * n <= 30;
  if (b.is_inverted) {
    const double mean = n * p;
    b.none = exact_exp(n * exact_log(q));
    b.bound = trunc(fmin(n, mean + 10 * sqrt(mean * q + 1)));
    return b;
  }
  const double mean = n * p + p;
  b.mode = floor(mean);
  b.area[0] = floor(2.195 * sqrt(n * p * q) - 4.6 * q) + 0.5;
  b.middle = b.mode + 0.5;
  b.left = b.middle - b.area[0];
  b.right = b.middle + b.area[0];
  b.c = 0.134 + 20.5 / (15.3 + b.mode);
  const double slope_left = (mean - b.left) / (mean - b.left * p), slope_right = (b.right - mean) / (b.right * q);
  b.tail_left = slope_left * (1 + slope_left / 2);
  b.tail_right = slope_right * (1 + slope_right / 2);
  b.area[1] = b.area[0] * (1 + 2 * b.c);
  b.area[2] = b.area[1] + b.c / b.tail_left;
  b.area[3] = b.area[2] + b.c / b.tail_right;
  return b;
}

static inline double inverted(stream *s, const binomial_shape *b) {
  double count = 0, probability = b->none, u = uniform(s);
  while (u > probability) {
    count++;
    if (count > b->bound) {
      count = 0;
      probability = b->none;
      u = uniform(s);
    } else {
      u -= probability;
      probability = (b->n - count + 1) * b->p * probability / (count * b->q);
    }
  }
  return count;
}

/* What Stirling's formula lacks of log x!. */
static inline double stirling(double x) {
  const double x2 = x * x;
  return (13680 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166320;
}

static int is_accepted(const binomial_shape *b, double count, double v) {
  const double n = b->n, p = b->p, q = b->q, mode = b->mode, spread = n * p * q, k = fabs(count - mode);
  if (!(k > 20 && k < spread / 2 - 1)) {
    const double odds = p / q, a = odds * (n + 1);
    double ratio = 1;
    for (double i = mode + 1; i <= count; i++) ratio *= a / i - odds;
    for (double i = count + 1; i <= mode; i++) ratio /= a / i - odds;
    return v <= ratio;
  }
  const double rho = k / spread * ((k * (k / 3 + 0.625) + 0.16666666666666666) / spread + 0.5);
  const double t = -k * k / (2 * spread), height = exact_log(v);
  if (height < t - rho) return 1;
  if (height > t + rho) return 0;
  const double x1 = count + 1, f1 = mode + 1, z = n + 1 - mode, w = n - count + 1;
  return height <= b->middle * exact_log(f1 / x1) + (n - mode + 0.5) * exact_log(z / w) +
                       (count - mode) * exact_log(w * p / (x1 * q)) + stirling(f1) + stirling(z) + stirling(x1) +
                       stirling(w);
}

static inline double rejected(stream *s, const binomial_shape *b) {
  for (;;) {
    const double u = uniform(s) * b->area[3];
    double v = uniform(s), count;
    if (u <= b->area[0]) return floor(b->middle - b->area[0] * v + u);
    if (u <= b->area[1]) {
      const double x = b->left + (u - b->area[0]) / b->c;
      v = v * b->c + 1 - fabs(b->mode - x + 0.5) / b->area[0];
      if (v > 1) continue;
      count = floor(x);
    } else if (u <= b->area[2]) {
      count = floor(b->left + exact_log(v) / b->tail_left);
      if (count < 0 || v == 0) continue;
      v = v * (u - b->area[1]) * b->tail_left;
    } else {
      count = floor(b->right - exact_log(v) / b->tail_right);
      if (count > b->n || v == 0) continue;
      v = v * (u - b->area[2]) * b->tail_right;
    }
    if (is_accepted(b, count, v)) return count;
  }
}

static inline double binomial(stream *s, const binomial_shape *b) {
  if (b->n == 0 || (b->p == 0 && !b->is_turned)) return 0;
  const double count = b->is_inverted ? inverted(s, b) : rejected(s, b);
  return b->is_turned ? b->n - count : count;
}

/* rate: log(1 - p) where p is below a third. */
static inline double geometric(stream *s, double p, double rate) {
  if (rate < 0) return ceil(-exponential(s) / rate);
  double trials = 1, probability = p, sum = p;
  const double u = uniform(s);
  while (u > sum) {
    probability *= 1 - p;
    sum += probability;
    trials++;
  }
  return trials;
}
