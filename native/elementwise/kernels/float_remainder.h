/* Remainders of floats, exact as C's fmod, and from them Python's % and //, as NumPy computes them. Included once per
 * element type by body.h. */

#if IS_F64
#define MANTISSA_BITS 52
#else
#define MANTISSA_BITS 23
#endif

/* Long division, one bit of the quotient at a time: for quotients that the fast way below cannot hold. */
static __attribute__((noinline)) T FN(fmod_slowly)(T x, T y) {
  union { T value; BITS bits; } a = {.value = FABS(x)}, b = {.value = FABS(y)};
  if (!(a.value < (T)__builtin_inf()) || !(b.value > 0)) return (x * y) / (x * y);
  if (b.value != b.value) return y;
  if (a.value < b.value) return x;
  int ea = (int)(a.bits >> MANTISSA_BITS), eb = (int)(b.bits >> MANTISSA_BITS);
  const BITS one = (BITS)1 << MANTISSA_BITS;
  BITS ma = ea ? (a.bits & (one - 1)) | one : a.bits, mb = eb ? (b.bits & (one - 1)) | one : b.bits;
  ea += ea == 0, eb += eb == 0;
  for (; ma < one; ma <<= 1) ea--;
  for (; mb < one; mb <<= 1) eb--;
  for (; ea > eb && ma != 0; ea--) ma = (ma >= mb ? ma - mb : ma) << 1;
  if (ma >= mb) ma -= mb;
  for (; ma < one && ma != 0; ma <<= 1) ea--;
  /* The rest is a multiple of the smallest subnormal: nothing is shifted out. */
  a.bits = ma == 0 ? 0 : ea > 0 ? (ma - one) | (BITS)ea << MANTISSA_BITS : ma >> (1 - ea);
  return COPYSIGN(a.value, x);
}

static inline T FN(fmod_of)(T x, T y) {
#if !IS_F64
  /* Quotients below 2^29 times y are exact in double. */
  const double quotient = (double)x / (double)y;
  if (__builtin_fabs(quotient) < 1) return x;
  if (__builtin_fabs(quotient) < 0x1p29) {
    double rest = (double)x - (double)(int64_t)quotient * (double)y;
    if (rest != 0 && (rest < 0) != (x < 0)) rest += __builtin_copysign((double)y, (double)x);
    return COPYSIGN((T)rest, x);
  }
#elif ST_ISA_LEVEL >= ST_AVX2 || defined(__aarch64__)
  /* The quotient is the true one or one more; the fused product leaves no rounding. */
  const double quotient = x / y;
  if (__builtin_fabs(quotient) < 1) return x;
  if (__builtin_fabs(quotient) < 0x1p52) {
    double rest = __builtin_fma(-(double)(int64_t)quotient, y, x);
    if (rest != 0 && (rest < 0) != (x < 0)) rest += __builtin_copysign(y, x);
    return COPYSIGN(rest, x);
  }
#endif
  return FN(fmod_slowly)(x, y);
}

/* The sign of the divisor, which an exact 0 has too. */
static inline T FN(remainder_of)(T x, T y) {
  T rest = FN(fmod_of)(x, y);
  if (y == 0) return rest;
  if (rest != 0) return (rest < 0) != (y < 0) ? rest + y : rest;
  return COPYSIGN((T)0, y);
}

/* The quotient that goes with that remainder, snapped to the nearest integer. */
static inline T FN(floor_divide_of)(T x, T y) {
  if (y == 0) return x / y;
  const T rest = FN(fmod_of)(x, y);
  T quotient = (x - rest) / y;
  if (rest != 0 && (rest < 0) != (y < 0)) quotient -= 1;
  if (quotient == 0) return COPYSIGN((T)0, x / y);
  const T floored = FN(floor_of)(quotient);
  return quotient - floored > (T)0.5 ? floored + 1 : floored;
}

#undef MANTISSA_BITS
