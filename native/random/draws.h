/* Draws from distributions that are made of several words: what fill.c hands to kernels/distributions.c. */
#ifndef STRIDED_RANDOM_DRAWS_H
#define STRIDED_RANDOM_DRAWS_H
#include "../engine/isa.h"
#include "words.h"

/* As in src/random/native.ts. Real numbers, then counts, which are int64. */
enum st_distribution {
  ST_LOGNORMAL = 3,
  ST_PARETO,
  ST_WEIBULL,
  ST_POWER,
  ST_RAYLEIGH,
  ST_LAPLACE,
  ST_GUMBEL,
  ST_LOGISTIC,
  ST_GAMMA,
  ST_BETA,
  ST_CHISQUARE,
  ST_F,
  ST_STANDARD_T,
  ST_STANDARD_CAUCHY,
  ST_WALD,
  ST_POISSON,
  ST_BINOMIAL,
  ST_GEOMETRIC,
  ST_NEGATIVE_BINOMIAL,
  ST_MULTINOMIAL
};

typedef struct draw_call {
  void (*make)(words *, int64_t, uint64_t *); /* the next words of the generator */
  words *state;
  ziggurat normal, exponential;
  ziggurat32 normal32, exponential32; /* of float32 numbers these */
  int distribution, dtype;
  int64_t n;
  void *out;
  double a, b;
  const double *chances; /* multinomial: b of them */
} draw_call;

ST_DECLARE(int, st_random_draw, (const draw_call *call));
#endif
