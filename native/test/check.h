/* What the C tests share: a check that says where it failed, buffers of exactly the size asked for (so that
 * AddressSanitizer sees a step past either end), reproducible random numbers.
 *
 * Each test is a program of its own: it prints what it checked and exits with the number of failures (at most 100). */
#ifndef STRIDED_TEST_CHECK_H
#define STRIDED_TEST_CHECK_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../engine/isa.h"
#include "../strided.h"

static int check_failures;
static long check_count;

#define CHECK(condition, ...)                                        \
  do {                                                               \
    __atomic_fetch_add(&check_count, 1, __ATOMIC_RELAXED);           \
    if (!(condition)) {                                              \
      if (__atomic_fetch_add(&check_failures, 1, __ATOMIC_RELAXED) < 20) { \
        printf("%s:%d: %s: ", __FILE__, __LINE__, #condition);       \
        printf(__VA_ARGS__);                                         \
        printf(" [%s]\n", st_isa_name());                            \
      }                                                              \
    }                                                                \
  } while (0)

static inline int check_report(const char *name) {
  printf("%s: %ld checks, %d failures\n", name, check_count, check_failures);
  return check_failures < 100 ? check_failures : 100;
}

static inline void *exact(size_t bytes) {
  void *memory = malloc(bytes > 0 ? bytes : 1);
  if (!memory) abort();
  return memory;
}

static uint64_t random_state = 88172645463325252u;
static inline uint64_t random_bits(void) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  return random_state ^= random_state << 17;
}
static inline double random_unit(void) { return (double)(random_bits() >> 11) * 0x1p-53; }

/* `count` values in [-0.5, 0.5) of the dtype, whole multiples of `grid` where that is not 0 (so that ties occur). */
static inline void *random_values(int dtype, int64_t count, double grid) {
  void *values = exact((size_t)count * (dtype == ST_F64 ? 8 : 4));
  for (int64_t i = 0; i < count; i++) {
    double value = random_unit() - 0.5;
    if (grid > 0) value = floor(value / grid) * grid;
    if (dtype == ST_F64) ((double *)values)[i] = value;
    else ((float *)values)[i] = (float)value;
  }
  return values;
}
static inline double value_at(const void *values, int dtype, int64_t i) {
  return dtype == ST_F64 ? ((const double *)values)[i] : (double)((const float *)values)[i];
}
static inline double unit_roundoff(int dtype) { return dtype == ST_F64 ? 0x1p-53 : 0x1p-24; }
#endif
