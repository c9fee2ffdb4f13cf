/* Values of the mathematical functions to more digits than float64 has, for scripts/accuracy.mjs.
 *
 *     reference <function> <digits> < operands > values
 *
 * Operands are float64: all of the first, then, for functions of two, all of the second. Values are pairs of float64,
 * the value and what is left of it. digits: 113 computes with libquadmath, 64 with long double. */
#include <math.h>
#include <quadmath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef __float128 quad;
#define LN2Q 0.693147180559945309417232121458176568Q
#define DEGREES_Q (180 / M_PIq)

static quad exp2_quad(quad x) {
  const quad whole = rintq(x);
  return whole < -20000 ? 0 : whole > 20000 ? INFINITY : ldexpq(expq((x - whole) * LN2Q), (int)whole);
}
static long double exp2_long(long double x) { return exp2l(x); }
static quad deg2rad_quad(quad x) { return x / DEGREES_Q; }
static quad rad2deg_quad(quad x) { return x * DEGREES_Q; }
static long double deg2rad_long(long double x) { return x / 57.295779513082320876798154814105170L; }
static long double rad2deg_long(long double x) { return x * 57.295779513082320876798154814105170L; }
static quad logaddexp_quad(quad x, quad y) {
  return x == y ? x + LN2Q : fmaxq(x, y) + log1pq(expq(-fabsq(x - y)));
}
static quad logaddexp2_quad(quad x, quad y) {
  return x == y ? x + 1 : fmaxq(x, y) + log1pq(expq(-fabsq(x - y) * LN2Q)) / LN2Q;
}

typedef struct unary {
  const char *name;
  quad (*f)(quad);
  long double (*g)(long double);
} unary;
static const unary unaries[] = {
    {"exp", expq, expl},       {"exp2", exp2_quad, exp2_long}, {"expm1", expm1q, expm1l}, {"log", logq, logl},
    {"log2", log2q, log2l},    {"log10", log10q, log10l},      {"log1p", log1pq, log1pl}, {"sin", sinq, sinl},
    {"cos", cosq, cosl},       {"tan", tanq, tanl},            {"asin", asinq, asinl},    {"acos", acosq, acosl},
    {"atan", atanq, atanl},    {"sinh", sinhq, sinhl},         {"cosh", coshq, coshl},    {"tanh", tanhq, tanhl},
    {"asinh", asinhq, asinhl}, {"acosh", acoshq, acoshl},      {"atanh", atanhq, atanhl}, {"cbrt", cbrtq, cbrtl},
    {"sqrt", sqrtq, sqrtl},    {"deg2rad", deg2rad_quad, deg2rad_long}, {"rad2deg", rad2deg_quad, rad2deg_long},
};
typedef struct binary {
  const char *name;
  quad (*f)(quad, quad);
} binary;
static const binary binaries[] = {
    {"power", powq},
    {"atan2", atan2q},
    {"hypot", hypotq},
    {"logaddexp", logaddexp_quad},
    {"logaddexp2", logaddexp2_quad},
};

static void put(quad value) {
  const double head = (double)value;
  const double rest = head - head == 0 ? (double)(value - head) : 0;
  fwrite(&head, sizeof head, 1, stdout);
  fwrite(&rest, sizeof rest, 1, stdout);
}

static double *read_all(size_t *count) {
  size_t room = 1 << 20;
  double *values = malloc(room * sizeof *values);
  *count = 0;
  for (size_t got; (got = fread(values + *count, sizeof *values, room - *count, stdin)) > 0;) {
    *count += got;
    if (*count == room) values = realloc(values, (room *= 2) * sizeof *values);
  }
  return values;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const int long_double = strcmp(argv[2], "64") == 0;
  size_t count;
  const double *x = read_all(&count);
  for (size_t i = 0; i < sizeof unaries / sizeof *unaries; i++) {
    if (strcmp(argv[1], unaries[i].name) != 0) continue;
    for (size_t at = 0; at < count; at++) put(long_double ? (quad)unaries[i].g(x[at]) : unaries[i].f(x[at]));
    return 0;
  }
  for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
    if (strcmp(argv[1], binaries[i].name) != 0) continue;
    for (size_t at = 0; at < count / 2; at++) put(binaries[i].f(x[at], x[count / 2 + at]));
    return 0;
  }
  return 2;
}
