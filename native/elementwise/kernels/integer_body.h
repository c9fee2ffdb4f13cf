/* All loops for one integer type. T is the type, U the unsigned type of its width, M an unsigned type of at least 32
 * bits in which its arithmetic wraps, A the 64-bit type that its sums have, FN(name) the name of its functions.
 * IS_SIGNED and WIDTH say what it is. Results that do not fit wrap around; division by zero gives 0. */

#if WIDTH == 64
static inline T FN(floor_divide_of)(T x, T y) {
  if (y == 0) return 0;
#if IS_SIGNED
  if (y == -1) return (T)(0 - (M)x);
  const T quotient = x / y;
  return ((x % y != 0) & ((x < 0) != (y < 0))) ? quotient - 1 : quotient;
#else
  return x / y;
#endif
}
#else
/* By a division in double, which no quotient of 32 bits can round to the wrong side of an integer. */
static inline T FN(floor_divide_of)(T x, T y) {
  const double magic = 0x1.8p52, quotient = (double)x / (double)y;
  double floored = (quotient + magic) - magic;
  floored -= floored > quotient;
  floored += magic;
  int64_t bits;
  __builtin_memcpy(&bits, &floored, sizeof bits);
  return y == 0 ? 0 : (T)bits;
}
#endif
static inline T FN(remainder_of)(T x, T y) { return y == 0 ? 0 : (T)((M)x - (M)FN(floor_divide_of)(x, y) * (M)y); }

/* How far from 0; of the smallest number too. */
static inline U FN(magnitude_of)(T x) {
#if IS_SIGNED
  return x < 0 ? (U)(0 - (M)x) : (U)x;
#else
  return x;
#endif
}
/* Euclid's way by halving: what is even is divided by 2, of two odd numbers the greater gives way to the difference. */
static inline U FN(gcd_of)(T x, T y) {
  U a = FN(magnitude_of)(x), b = FN(magnitude_of)(y);
  if (a == 0 || b == 0) return a | b;
  const int twos = __builtin_ctzll((unsigned long long)(a | b));
  a = (U)(a >> __builtin_ctzll((unsigned long long)a));
  while (b != 0) {
    b = (U)(b >> __builtin_ctzll((unsigned long long)b));
    const U least = a < b ? a : b;
    b = a < b ? b - a : a - b;
    a = least;
  }
  return (U)((M)a << twos);
}
static inline T FN(fmod_of)(T x, T y) {
#if IS_SIGNED
  if (y == -1) return 0;
#endif
  return y == 0 ? 0 : (T)(x % y);
}

BINARY_LOOP(add, T, (M)x + (M)y)
BINARY_LOOP(subtract, T, (M)x - (M)y)
BINARY_LOOP(multiply, T, (M)x *(M)y)
BINARY_LOOP_PLAIN(floorDivide, T, FN(floor_divide_of)(x, y))
BINARY_LOOP_PLAIN(remainder, T, FN(remainder_of)(x, y))
BINARY_LOOP_PLAIN(fmod, T, FN(fmod_of)(x, y))
BINARY_LOOP_PLAIN(gcd, T, FN(gcd_of)(x, y))
BINARY_LOOP_PLAIN(lcm, T, (x == 0) | (y == 0) ? 0 : (M)(FN(magnitude_of)(x) / FN(gcd_of)(x, y)) * (M)FN(magnitude_of)(y))
BINARY_LOOP(minimum, T, x <= y ? x : y)
BINARY_LOOP(maximum, T, x >= y ? x : y)
static void FN(fmin)(int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b, int64_t sb) {
  FN(minimum)(n, out, so, a, sa, b, sb);
}
static void FN(fmax)(int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b, int64_t sb) {
  FN(maximum)(n, out, so, a, sa, b, sb);
}
BINARY_LOOP(equal, uint8_t, x == y)
BINARY_LOOP(notEqual, uint8_t, x != y)
BINARY_LOOP(less, uint8_t, x < y)
BINARY_LOOP(lessEqual, uint8_t, x <= y)
BINARY_LOOP(greater, uint8_t, x > y)
BINARY_LOOP(greaterEqual, uint8_t, x >= y)
BINARY_LOOP_PLAIN(logicalAnd, uint8_t, (x != 0) & (y != 0))
BINARY_LOOP_PLAIN(logicalOr, uint8_t, (x != 0) | (y != 0))
BINARY_LOOP_PLAIN(logicalXor, uint8_t, (x != 0) ^ (y != 0))
BINARY_LOOP(bitwiseAnd, T, x &y)
BINARY_LOOP(bitwiseOr, T, x | y)
BINARY_LOOP(bitwiseXor, T, x ^ y)
/* A shift by the width or more, or by less than nothing, pushes every bit out. */
BINARY_LOOP(leftShift, T, (U)y < WIDTH ? (T)((M)x << (y & (WIDTH - 1))) : 0)
BINARY_LOOP(rightShift, T, (T)(x >> ((U)y < WIDTH ? y : WIDTH - 1)) >> ((U)y < WIDTH ? 0 : 1))

UNARY_LOOP(positive, x)
#if IS_SIGNED
UNARY_LOOP(abs, (T)(x < 0 ? 0 - (M)x : (M)x))
UNARY_LOOP(sign, (T)((x > 0) - (x < 0)))
UNARY_LOOP(reciprocal, (T)((x == 1) - (x == -1)))
#else
SAME_UNARY(abs, positive)
UNARY_LOOP(sign, (T)(x > 0))
UNARY_LOOP(reciprocal, (T)(x == 1))
#endif
UNARY_LOOP(negative, (T)(0 - (M)x))
UNARY_LOOP(square, (T)((M)x * (M)x))
SAME_UNARY(conj, positive)
SAME_UNARY(floor, positive)
SAME_UNARY(ceil, positive)
SAME_UNARY(trunc, positive)
SAME_UNARY(round, positive)
UNARY_LOOP_TO(logicalNot, uint8_t, x == 0)
UNARY_LOOP(bitwiseInvert, (T)~x)
UNARY_LOOP(bitwiseCount, (T)__builtin_popcountll((unsigned long long)FN(magnitude_of)(x)))
UNARY_LOOP_TO(isnan, uint8_t, 0)
SAME_UNARY(isinf, isnan)
UNARY_LOOP_TO(isfinite, uint8_t, 1)

CLIP_LOOP((x >= y ? x : y) <= z ? (x >= y ? x : y) : z)

#if WIDTH < 32
/* In blocks that 32 bits can count. */
static void FN(sum_fold)(int64_t n, char *out, const char *pa, int64_t sa) {
  const int64_t block = 16384;
  uint64_t sum = 0;
  int64_t i = 0;
  for (; sa == (int64_t)sizeof(T) && i + block <= n; i += block) {
    M some = 0;
    for (int64_t j = 0; j < block; j++) some += (M)((const T *)pa)[i + j];
#if IS_SIGNED
    sum += (uint64_t)(int32_t)some;
#else
    sum += some;
#endif
  }
  for (; i < n; i++) sum += (uint64_t)(A) * (const T *)(pa + i * sa);
  *(A *)out = (A)((uint64_t) * (A *)out + sum);
}
#else
FOLD_LOOP(sum, A, (A)((uint64_t)x + (uint64_t)(A)y))
#endif
FOLD_LOOP(prod, A, (uint64_t)x *(uint64_t)(A)y)
FOLD_LOOP(min, T, x <= y ? x : y)
FOLD_LOOP(max, T, x >= y ? x : y)
TRUTH_FOLD(any, 0, != 0, y != 0)
TRUTH_FOLD(all, 1, == 0, y != 0)
COUNT_FOLD(countNonzero, U, y != 0)
COMBINE_LOOP(sum, A, (uint64_t)x + (uint64_t)(A)y)
COMBINE_LOOP(prod, A, (uint64_t)x *(uint64_t)(A)y)
COMBINE_LOOP(min, T, x <= y ? x : y)
COMBINE_LOOP(max, T, x >= y ? x : y)
COMBINE_LOOP(any, uint8_t, (x != 0) | (y != 0))
COMBINE_LOOP(all, uint8_t, (x != 0) & (y != 0))
COMBINE_LOOP(countNonzero, int64_t, x + (y != 0))
ROWS_LOOP(sum, A, (uint64_t)x + (uint64_t)(A)y)
ROWS_LOOP(prod, A, (uint64_t)x *(uint64_t)(A)y)
ROWS_LOOP(min, T, x <= y ? x : y)
ROWS_LOOP(max, T, x >= y ? x : y)
SCAN_LOOP(sum, A, (uint64_t)x + (uint64_t)(A)y)
SCAN_LOOP(prod, A, (uint64_t)x *(uint64_t)(A)y)
SCAN_LOOP(min, T, x <= y ? x : y)
SCAN_LOOP(max, T, x >= y ? x : y)
FIRST_LOOP(U, x == y)
POSITION_LOOP(min, min, y < x)
POSITION_LOOP(max, max, y > x)
CONTEST_LOOP(min, y < x)
CONTEST_LOOP(max, y > x)

#include "table.h"
#undef T
#undef U
#undef M
#undef A
#undef FN
#undef IS_SIGNED
#undef WIDTH
