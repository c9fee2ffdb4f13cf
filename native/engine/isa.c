/* Chooses the instruction set once, when the library is loaded. STRIDED_ISA=sse2|avx2|avx512 lowers the choice, for
 * tests and measurements; asking for more than the machine has is ignored. */
#include "isa.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <stdlib.h>
#include <string.h>

int st_isa_level = ST_BASELINE;

/* Conversion of halves, which not every compiler's __builtin_cpu_supports knows. */
static int has_f16c(void) {
  unsigned eax, ebx, ecx, edx;
  return __get_cpuid(1, &eax, &ebx, &ecx, &edx) && (ecx & bit_F16C);
}

int st_isa_machine(void) {
  /* __builtin_cpu_supports asks the system's saved register state (xgetbv) as well as cpuid. */
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi2") ||
      !__builtin_cpu_supports("popcnt") || !has_f16c())
    return ST_BASELINE;
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl"))
    return ST_AVX512;
  return ST_AVX2;
}

__attribute__((constructor)) static void choose_isa(void) {
  st_isa_level = st_isa_machine();
  const char *asked = getenv("STRIDED_ISA");
  if (!asked) return;
  int level = st_isa_level;
  if (strcmp(asked, "sse2") == 0) level = ST_BASELINE;
  if (strcmp(asked, "avx2") == 0) level = ST_AVX2;
  if (level < st_isa_level) st_isa_level = level;
}

const char *st_isa_name(void) {
  static const char *const names[] = {"sse2", "avx2", "avx512"};
  return names[st_isa_level];
}

int st_has_vpopcntdq(void) { return st_isa() == ST_AVX512 && __builtin_cpu_supports("avx512vpopcntdq"); }

#else

int st_isa_machine(void) { return ST_BASELINE; }
int st_has_vpopcntdq(void) { return 0; }
#ifdef __wasm__
const char *st_isa_name(void) { return "simd128"; }
#else
const char *st_isa_name(void) { return "neon"; }
#endif
#endif
