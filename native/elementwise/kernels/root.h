/* Cube roots: a guess of x^(-1/3) from the bits of x, refined once by a series; then, for float64, Halley's iteration
 * with a t whose square is exact (W. Kahan's way in fdlibm), for float32 Newton's with the remainder in two parts. */
#ifndef STRIDED_ROOT_H
#define STRIDED_ROOT_H
#include "logarithm.h"

/* 4/3 of the bits of 1 (their upper half for float64), less what makes the worst error smallest. */
#define CBRT_GUESS BY_REAL(1072693248.0 * 4 / 3 - 71500, 1065353216.0 * 4 / 3 - 572000)

CORE V cbrt_normal(V magnitude) {
  /* The bits of x, as a number, are about its logarithm: a third of them, subtracted, is x^(-1/3) to a few percent. */
#if FLOAT
  const V logarithm = __builtin_convertvector((M)magnitude, V);
  const V y = (V)__builtin_convertvector(fma_of(logarithm, all(-1.0 / 3), all(CBRT_GUESS)), M);
#else
  const V logarithm = (V)(((U)magnitude >> 32) | (U)bits(WHOLE_BITS)) - WHOLE;
  const V y = (V)((M)(fma_of(logarithm, all(-1.0 / 3), all(CBRT_GUESS)) + WHOLE) << 32);
#endif
  const V e = 1 - magnitude * y * (y * y);
  const V series = fma_of(e, fma_of(e, fma_of(e, all(35.0 / 243), all(14.0 / 81)), all(2.0 / 9)), all(1.0 / 3));
  const V root = fma_of(y * e, series, y);
  const V first = magnitude * root * root;
#if SINGLE
  const V square = first * first;
  const V left = fma_of(-square, first, magnitude) - first * product_error(first, first, square);
  return fma_of(left * root * root, all(1.0 / 3), first);
#else
  const V t = (V)((M)first & bits((int64_t)0xffffffffc0000000));
  const V quotient = magnitude / (t * t);
  return t + t * ((quotient - t) / (t + t + quotient));
#endif
}
/* Subnormals are lifted by a power of eight. */
#define CUBE_LIFT C(BY_REAL(0x1p54, 0x1p24))
#define CUBE_DROP C(BY_REAL(0x1p-18, 0x1p-8))
RARE V cbrt_rare(V magnitude, V usual, M unusual) {
  const V lifted = cbrt_normal(magnitude * CUBE_LIFT) * CUBE_DROP;
  const V result = choose((M)(magnitude < SMALLEST_NORMAL), lifted, magnitude);
  return choose(unusual, choose((M)(magnitude == 0), magnitude, result), usual);
}
CORE V cbrt_of(V x) {
  const V magnitude = abs_of(x);
  V result = cbrt_normal(magnitude);
  const M unusual = is_unusual_log(magnitude);
  if (__builtin_expect(any_set(unusual), 0)) result = cbrt_rare(magnitude, result, unusual);
  return with_sign(result, x);
}
#endif
