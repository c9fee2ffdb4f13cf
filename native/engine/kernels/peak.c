/* The machine's own limits, found by loops of independent additions or fused multiply-adds in registers. */
#include "../vector.h"
#include <stdint.h>

/* Enough chains to hide the latency of a step on every pipe: latency 4 x 2 pipes, and registers to spare. They are
 * variables, not an array: compilers leave an array in memory, and the loop would measure that. */
#define CHAINS 12
#define EACH(DO, V, SET) \
  DO(0, V, SET) DO(1, V, SET) DO(2, V, SET) DO(3, V, SET) DO(4, V, SET) DO(5, V, SET) \
  DO(6, V, SET) DO(7, V, SET) DO(8, V, SET) DO(9, V, SET) DO(10, V, SET) DO(11, V, SET)

#if defined(__x86_64__)
#define ST_REGISTER(v) "+v"(v)
#elif defined(__aarch64__)
#define ST_REGISTER(v) "+w"(v)
#endif

#define START(i, V, SET) V c##i = SET((float)i);
/* The empty statement pins each chain to a register, so that the compiler can neither merge nor drop a step. */
#define ADD(i, V, STEP) \
  c##i = c##i + b;      \
  __asm__ volatile("" : ST_REGISTER(c##i));
#define FMA(i, V, STEP)    \
  c##i = STEP(c##i, a, b); \
  __asm__ volatile("" : ST_REGISTER(c##i));
#define TOTAL(i, V, SET) sum += c##i[0];

#define DEFINE_PEAK(name, V, SET, DO, STEP)                                  \
  double ST_NAME(name)(int64_t rounds) {                                     \
    const V a = SET(1.0000001f), b = SET(1e-9f);                             \
    double sum = a[0];                                                       \
    EACH(START, V, SET)                                                      \
    for (int64_t round = 0; round < rounds; round++) { EACH(DO, V, STEP) }   \
    EACH(TOTAL, V, SET)                                                      \
    return sum;                                                              \
  }

#ifndef __wasm__
DEFINE_PEAK(st_peak_add_f64, st_f64v, st_set_f64, ADD, )
DEFINE_PEAK(st_peak_add_f32, st_f32v, st_set_f32, ADD, )
DEFINE_PEAK(st_peak_fma_f64, st_f64v, st_set_f64, FMA, st_fma_f64)
DEFINE_PEAK(st_peak_fma_f32, st_f32v, st_set_f32, FMA, st_fma_f32)

/* Additions in one round of each loop. */
int ST_NAME(st_peak_lanes)(int single) { return CHAINS * (single ? ST_F32_LANES : ST_F64_LANES); }
#endif
