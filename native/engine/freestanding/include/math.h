/* The part of <math.h> that WebAssembly has instructions for. Everything else a kernel needs is in our own C. */
#ifndef STRIDED_FREESTANDING_MATH_H
#define STRIDED_FREESTANDING_MATH_H
#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define HUGE_VAL __builtin_inf()
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)
#define ST_MATH(name)                                                              \
  static inline double name(double x) { return __builtin_##name(x); }              \
  static inline float name##f(float x) { return __builtin_##name##f(x); }
ST_MATH(sqrt)
ST_MATH(fabs)
ST_MATH(floor)
ST_MATH(ceil)
ST_MATH(trunc)
ST_MATH(rint)
#undef ST_MATH
static inline double copysign(double x, double y) { return __builtin_copysign(x, y); }
static inline float copysignf(float x, float y) { return __builtin_copysignf(x, y); }
#endif
