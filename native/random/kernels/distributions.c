/* Distributions made of several words: the same draws with the same roundings as src/random/distributions, where the
 * methods are told. Words are made in blocks; at the end the generator is moved past those that were used. */
#include "../draws.h"
#include "../exact.h"

#define BLOCK 256

typedef struct stream {
  const draw_call *call;
  words before, after; /* the generator at both ends of the block */
  int at, end;
  uint32_t has_half, half;
  uint64_t block[BLOCK];
} stream;

static __attribute__((noinline)) void refill(stream *s) {
  s->before = s->after;
  s->call->make(&s->after, BLOCK, s->block);
  s->at = 0;
  s->end = BLOCK;
}

static inline uint64_t next_word(stream *s) {
  if (__builtin_expect(s->at == s->end, 0)) refill(s);
  return s->block[s->at++];
}

#define SOURCE stream
#define NEXT next_word
#define FN(name) name##_stream
#include "../ziggurat_body.h"
#define uniform unit_stream

static inline double normal(stream *s) {
  const ziggurat *t = &s->call->normal;
  const uint64_t word = next_word(s), place = (word >> 9) & 0xfffffffffffffULL;
  const int layer = (int)(word & 0xff);
  const double size = (double)(int64_t)place * t->w[layer];
  if (__builtin_expect(!(place < t->k[layer]), 0)) return unlikely_normal_stream(s, t, word);
  return double_of(bits_of(size) | (word & 0x100) << 55);
}

static inline double exponential(stream *s) {
  const ziggurat *t = &s->call->exponential;
  const uint64_t word = next_word(s), place = word >> 11;
  const int layer = (int)((word >> 3) & 0xff);
  if (__builtin_expect(!(place < t->k[layer]), 0)) return unlikely_exponential_stream(s, t, word);
  return (double)(int64_t)place * t->w[layer];
}

static double small_gamma(stream *s, double shape) {
  const double inverse = 1 / shape;
  for (;;) {
    const double u = uniform(s), v = exponential(s);
    if (u <= 1 - shape) {
      const double x = exact_pow(u, inverse);
      if (x <= v) return x;
    } else {
      const double y = -exact_log((1 - u) / shape), x = exact_pow(1 - shape + shape * y, inverse);
      if (x <= v + y) return x;
    }
  }
}

/* What a shape of more than 1 gives; kept from one draw to the next. */
typedef struct gamma_shape {
  double shape, b, c;
} gamma_shape;

static inline gamma_shape gamma_of(double shape) {
  const double b = shape - 1.0 / 3;
  return (gamma_shape){shape, b, 1 / sqrt(9 * b)};
}

static inline double standard_gamma(stream *s, const gamma_shape *g) {
  if (g->shape == 1) return exponential(s);
  if (g->shape < 1) return g->shape == 0 ? 0 : small_gamma(s, g->shape);
  const double b = g->b, c = g->c;
  for (;;) {
    double x, v;
    do {
      x = normal(s);
      v = 1 + c * x;
    } while (v <= 0);
    v = v * v * v;
    const double u = uniform(s);
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (exact_log(u) < 0.5 * x * x + b * (1 - v + exact_log(v))) return b * v;
  }
}

static inline float normal32(stream *s) {
  const ziggurat32 *t = &s->call->normal32;
  const uint32_t word = next32_stream(s), place = word >> 9;
  const float size = (float)(int32_t)place * t->w[word & 0xff];
  if (__builtin_expect(!(place < t->k[word & 0xff]), 0)) return unlikely_normal32_stream(s, t, word);
  return word & 0x100 ? -size : size;
}

static inline float exponential32(stream *s) {
  const ziggurat32 *t = &s->call->exponential32;
  const uint32_t word = next32_stream(s), place = word >> 9;
  const int layer = (int)((word >> 1) & 0xff);
  if (__builtin_expect(!(place < t->k[layer]), 0)) return unlikely_exponential32_stream(s, t, word);
  return (float)(int32_t)place * t->w[layer];
}

static float small_gamma32(stream *s, float shape) {
  const float inverse = 1 / shape, rest = 1 - shape;
  for (;;) {
    const float u = unit_f32(next32_stream(s)), v = exponential32(s);
    if (u <= rest) {
      const float x = exact_pow32(u, inverse);
      if (x <= v) return x;
    } else {
      const float y = -exact_log32((1 - u) / shape), x = exact_pow32(rest + shape * y, inverse);
      if (x <= v + y) return x;
    }
  }
}

static float standard_gamma32(stream *s, float shape) {
  if (shape == 1) return exponential32(s);
  if (shape < 1) return shape == 0 ? 0 : small_gamma32(s, shape);
  const float b = shape - (float)(1.0 / 3), c = 1 / sqrtf(9 * b);
  for (;;) {
    float x, v;
    do {
      x = normal32(s);
      v = 1 + c * x;
    } while (v <= 0);
    v = v * v * v;
    const float u = unit_f32(next32_stream(s)), x2 = x * x;
    if (u < 1 - 0.0331f * x2 * x2) return b * v;
    const float bound = 0.5f * x * x + b * (1 - v + exact_log32(v));
    if (u == 0 || exact_log32(u) < bound) return b * v;
  }
}

/* Rejection from the square (Joehnk), a and b at most 1. */
static double small_beta(stream *s, double a, double b) {
  const double inverse_a = 1 / a, inverse_b = 1 / b;
  for (;;) {
    const double u = uniform(s), v = uniform(s);
    const double x = exact_pow(u, inverse_a), y = exact_pow(v, inverse_b), sum = x + y;
    if (!(sum <= 1 && u + v > 0)) continue;
    if (x > 0 && y > 0) return x / sum;
    const double difference = exact_log(u) / a - exact_log(v) / b;
    if (difference > 0) return exact_exp(-st_random_log1p(exact_exp(-difference)));
    return exact_exp(difference - st_random_log1p(exact_exp(difference)));
  }
}

static inline double laplace(stream *s, double loc, double scale) {
  for (;;) {
    const double u = uniform(s);
    if (u >= 0.5) return loc - scale * exact_log(2 - u - u);
    if (u > 0) return loc + scale * exact_log(u + u);
  }
}

/* A block of uniform numbers that are not 0. */
static void uniforms(stream *s, int n, double *u) {
  for (int i = 0; i < n; i++) {
    do u[i] = uniform(s);
    while (__builtin_expect(u[i] == 0, 0));
  }
}

/* Distributions that are logarithms of one uniform number: words and logarithms by blocks. */
static void draw_gumbel(stream *s, const draw_call *call) {
  double u[BLOCK], inner[BLOCK], *out = call->out;
  for (int64_t first = 0; first < call->n; first += BLOCK) {
    const int n = call->n - first < BLOCK ? (int)(call->n - first) : BLOCK;
    uniforms(s, n, u);
    for (int i = 0; i < n; i++) u[i] = 1 - u[i];
    exact_logs(n, inner, u);
    for (int i = 0; i < n; i++) inner[i] = -inner[i];
    exact_logs(n, u, inner);
    for (int i = 0; i < n; i++) out[first + i] = call->a - call->b * u[i];
  }
}

static void draw_logistic(stream *s, const draw_call *call) {
  double u[BLOCK], odds[BLOCK], *out = call->out;
  for (int64_t first = 0; first < call->n; first += BLOCK) {
    const int n = call->n - first < BLOCK ? (int)(call->n - first) : BLOCK;
    uniforms(s, n, u);
    for (int i = 0; i < n; i++) odds[i] = u[i] / (1 - u[i]);
    exact_logs(n, u, odds);
    for (int i = 0; i < n; i++) out[first + i] = call->a + call->b * u[i];
  }
}

static inline double wald(stream *s, double mean, double scale) {
  const double z = normal(s), y = mean * z * z;
  const double d = 1 + sqrt(1 + 4 * scale / y), x = mean * (1 - 2 / d);
  return uniform(s) <= mean / (mean + x) ? x : mean * mean / x;
}

#include "../counts_body.h"

#define EACH(value) \
  for (int64_t i = 0; i < call->n; i++) out[i] = (value)

static int draw_real(stream *s, const draw_call *call) {
  double *out = call->out;
  const double a = call->a, b = call->b, inverse = 1 / a;
  const gamma_shape whole = gamma_of(a), other = gamma_of(b), half = gamma_of(a / 2), other_half = gamma_of(b / 2);
  switch (call->distribution) {
    case ST_LOGNORMAL:
      EACH(exact_exp(a + b * normal(s)));
      return ST_OK;
    case ST_PARETO:
      EACH(exact_expm1(exponential(s) / a));
      return ST_OK;
    case ST_WEIBULL:
      EACH(exact_pow(exponential(s), inverse));
      return ST_OK;
    case ST_POWER:
      EACH(exact_pow(-exact_expm1(-exponential(s)), inverse));
      return ST_OK;
    case ST_RAYLEIGH:
      EACH(a * sqrt(2 * exponential(s)));
      return ST_OK;
    case ST_LAPLACE:
      EACH(laplace(s, a, b));
      return ST_OK;
    case ST_GUMBEL:
      draw_gumbel(s, call);
      return ST_OK;
    case ST_LOGISTIC:
      draw_logistic(s, call);
      return ST_OK;
    case ST_GAMMA:
      EACH(b * standard_gamma(s, &whole));
      return ST_OK;
    case ST_BETA:
      if (a <= 1 && b <= 1) EACH(small_beta(s, a, b));
      else
        for (int64_t i = 0; i < call->n; i++) {
          const double left = standard_gamma(s, &whole), right = standard_gamma(s, &other);
          out[i] = left / (left + right);
        }
      return ST_OK;
    case ST_CHISQUARE:
      EACH(2 * standard_gamma(s, &half));
      return ST_OK;
    case ST_F:
      for (int64_t i = 0; i < call->n; i++) {
        const double above = 2 * standard_gamma(s, &half) * b;
        out[i] = above / (2 * standard_gamma(s, &other_half) * a);
      }
      return ST_OK;
    case ST_STANDARD_T:
      for (int64_t i = 0; i < call->n; i++) {
        const double above = normal(s), below = standard_gamma(s, &half);
        out[i] = sqrt(a / 2) * above / sqrt(below);
      }
      return ST_OK;
    case ST_STANDARD_CAUCHY:
      for (int64_t i = 0; i < call->n; i++) {
        const double above = normal(s);
        out[i] = above / normal(s);
      }
      return ST_OK;
    case ST_WALD:
      EACH(wald(s, a, b));
      return ST_OK;
    default:
      return ST_BAD_CALL;
  }
}

/* Rows of counts: how many of `a` fall to each of the chances. */
static void draw_multinomial(stream *s, const draw_call *call) {
  const int64_t categories = (int64_t)call->b;
  const binomial_shape first = binomial_of(call->a, call->chances[0]);
  int64_t *row = call->out;
  for (int64_t i = 0; i + categories <= call->n; i += categories, row += categories) {
    double left = call->a, chance_left = 1;
    memset(row, 0, (size_t)categories * sizeof *row);
    for (int64_t at = 0; at + 1 < categories && left > 0; at++) {
      const binomial_shape other = at == 0 ? first : binomial_of(left, call->chances[at] / chance_left);
      const double count = binomial(s, &other);
      row[at] = (int64_t)count;
      left -= count;
      chance_left -= call->chances[at];
    }
    if (left > 0) row[categories - 1] = (int64_t)left;
  }
}

static int draw_count(stream *s, const draw_call *call) {
  int64_t *out = call->out;
  const double a = call->a, b = call->b;
  const gamma_shape shape = gamma_of(a);
  switch (call->distribution) {
    case ST_POISSON: {
      const poisson_mean mean = poisson_of(a);
      EACH(whole_of(poisson(s, &mean)));
      return ST_OK;
    }
    case ST_BINOMIAL: {
      const binomial_shape trials = binomial_of(a, b);
      EACH(whole_of(binomial(s, &trials)));
      return ST_OK;
    }
    case ST_GEOMETRIC: {
      const double rate = a < 0.3333333333333333 ? st_random_log1p(-a) : 0;
      EACH(whole_of(geometric(s, a, rate)));
      return ST_OK;
    }
    case ST_NEGATIVE_BINOMIAL:
      for (int64_t i = 0; i < call->n; i++) {
        const poisson_mean mean = poisson_of((1 - b) / b * standard_gamma(s, &shape));
        out[i] = whole_of(poisson(s, &mean));
      }
      return ST_OK;
    case ST_MULTINOMIAL:
      draw_multinomial(s, call);
      return ST_OK;
    default:
      return ST_BAD_CALL;
  }
}

int ST_NAME(st_random_draw)(const draw_call *call) {
  stream s;
  s.call = call;
  s.before = s.after = *call->state;
  s.at = s.end = 0;
  s.has_half = call->state->has_half;
  s.half = call->state->half;
  int status = ST_OK;
  if (call->dtype == ST_F32) {
    if (call->distribution != ST_GAMMA) return ST_BAD_CALL;
    float *out = call->out;
    EACH(standard_gamma32(&s, (float)call->a));
  } else if (call->distribution >= ST_POISSON) status = draw_count(&s, call);
  else status = draw_real(&s, call);
  call->make(&s.before, s.at, s.block);
  *call->state = s.before;
  call->state->has_half = s.has_half;
  call->state->half = s.half;
  return status;
}
