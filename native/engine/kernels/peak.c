/* The machine's own limits, found by loops of independent additions or fused multiply-adds in registers. */
#include "../vector.h"
#include <stdint.h>

/* Enough chains to hide the latency of an addition on every pipe: latency 4 x 2 pipes, and registers to spare. */
#define CHAINS 12

#define DEFINE_PEAK(name, vector, set, step)                                          \
  double ST_NAME(name)(int64_t rounds) {                                              \
    vector chain[CHAINS];                                                             \
    vector a = set(1.0000001f), b = set(1e-9f);                                       \
    for (int i = 0; i < CHAINS; i++) chain[i] = set((float)i);                        \
    for (int64_t round = 0; round < rounds; round++) {                                \
      for (int i = 0; i < CHAINS; i++) {                                              \
        chain[i] = step;                                                              \
        __asm__ volatile("" : ST_REGISTER(chain[i]));                             \
      }                                                                               \
    }                                                                                 \
    double sum = 0;                                                                   \
    for (int i = 0; i < CHAINS; i++) sum += chain[i][0];                              \
    (void)a, (void)b;                                                                 \
    return sum;                                                                       \
  }

/* The empty statement pins each chain to a register, so that the compiler can neither merge nor drop a step. */
#if defined(__x86_64__)
#define ST_REGISTER(v) "+v"(v)
#elif defined(__aarch64__)
#define ST_REGISTER(v) "+w"(v)
#endif

#ifndef __wasm__
DEFINE_PEAK(st_peak_add_f64, st_f64v, st_set_f64, chain[i] + b)
DEFINE_PEAK(st_peak_add_f32, st_f32v, st_set_f32, chain[i] + b)
DEFINE_PEAK(st_peak_fma_f64, st_f64v, st_set_f64, st_fma_f64(chain[i], a, b))
DEFINE_PEAK(st_peak_fma_f32, st_f32v, st_set_f32, st_fma_f32(chain[i], a, b))

/* Additions in one round of each loop. */
int ST_NAME(st_peak_lanes)(int single) { return CHAINS * (single ? ST_F32_LANES : ST_F64_LANES); }
#endif
