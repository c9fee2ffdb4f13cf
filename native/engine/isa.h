/* Instruction sets: one C source, several objects, chosen once when the library is loaded.
 *
 * A source in a folder called `kernels/` is compiled once for each instruction set of the target, with -DST_ISA=<isa>
 * and that set's flags. Everything it exports carries the set's name:
 *
 *     double ST_NAME(st_norm)(const double *x, int64_t n) { ... }      // st_norm_avx512, st_norm_avx2, st_norm_sse2
 *
 * Sources elsewhere are compiled once, for the baseline, and choose at run time:
 *
 *     ST_DECLARE(double, st_norm, (const double *x, int64_t n));       // one prototype per set; works for data too:
 *     ST_DECLARE(extern const st_row, st_rows, []);
 *     double norm = ST_DISPATCH(st_norm)(x, n);                        // an lvalue: &ST_DISPATCH(name) works too
 *
 * A source in kernels/ must not define anything without ST_NAME that is not static: the linker would keep one copy,
 * perhaps the AVX-512 one, for all sets. The same holds for inline functions of other headers: `static inline`. */
#ifndef STRIDED_ISA_H
#define STRIDED_ISA_H

#define ST_JOIN_(name, isa) name##_##isa
#define ST_JOIN(name, isa) ST_JOIN_(name, isa)
#ifdef ST_ISA
#define ST_NAME(name) ST_JOIN(name, ST_ISA)
#endif

/* What ST_ISA can be, as a number that `#if ST_ISA_LEVEL >= ST_AVX2` can test inside kernels. */
#define ST_BASELINE 0 /* sse2, neon, simd128 */
#define ST_AVX2 1
#define ST_AVX512 2
#if defined(__AVX512F__)
#define ST_ISA_LEVEL ST_AVX512
#elif defined(__AVX2__)
#define ST_ISA_LEVEL ST_AVX2
#else
#define ST_ISA_LEVEL ST_BASELINE
#endif

#if defined(__x86_64__) || defined(_M_X64)
/* The level in use. Reads one variable that a constructor has set before any call can arrive. */
extern int st_isa_level;
static inline int st_isa(void) { return st_isa_level; }
#define ST_DECLARE(type, name, rest) \
  type name##_sse2 rest;             \
  type name##_avx2 rest;             \
  type name##_avx512 rest
#define ST_DISPATCH(name) \
  (*(st_isa() == ST_AVX512 ? &name##_avx512 : st_isa() == ST_AVX2 ? &name##_avx2 : &name##_sse2))
#elif defined(__wasm__)
static inline int st_isa(void) { return ST_BASELINE; }
#define ST_DECLARE(type, name, rest) type name##_simd128 rest
#define ST_DISPATCH(name) (name##_simd128)
#else
static inline int st_isa(void) { return ST_BASELINE; }
#define ST_DECLARE(type, name, rest) type name##_neon rest
#define ST_DISPATCH(name) (name##_neon)
#endif

/* 'avx512', 'avx2', 'sse2', 'neon', 'simd128'. */
const char *st_isa_name(void);
/* The highest level this machine has, whatever STRIDED_ISA asks for. */
int st_isa_machine(void);
/* Whether the machine counts bits of vectors (AVX512_VPOPCNTDQ), for functions with their own target attribute. */
int st_has_vpopcntdq(void);
#endif
