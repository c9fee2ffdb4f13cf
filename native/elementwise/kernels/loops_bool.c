/* The loops of bools on one instruction set: bytes of 0 or 1. Arithmetic is logic, as in NumPy; sums count. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "macros.h"

#define T uint8_t
#define FN(name) name##_bool

BINARY_LOOP(add, T, x | y)
BINARY_LOOP(multiply, T, x &y)
BINARY_LOOP(minimum, T, x &y)
BINARY_LOOP(maximum, T, x | y)
BINARY_LOOP_PLAIN(fmin, T, x &y)
BINARY_LOOP_PLAIN(fmax, T, x | y)
BINARY_LOOP(equal, uint8_t, x == y)
BINARY_LOOP(notEqual, uint8_t, x != y)
BINARY_LOOP(less, uint8_t, x < y)
BINARY_LOOP(lessEqual, uint8_t, x <= y)
BINARY_LOOP(greater, uint8_t, x > y)
BINARY_LOOP(greaterEqual, uint8_t, x >= y)
BINARY_LOOP(logicalAnd, uint8_t, (x != 0) & (y != 0))
BINARY_LOOP(logicalOr, uint8_t, (x != 0) | (y != 0))
BINARY_LOOP(logicalXor, uint8_t, (x != 0) ^ (y != 0))
BINARY_LOOP(bitwiseAnd, T, x &y)
BINARY_LOOP(bitwiseOr, T, x | y)
BINARY_LOOP(bitwiseXor, T, x ^ y)

UNARY_LOOP(logicalNot, x == 0)
UNARY_LOOP(bitwiseInvert, 1 - x)
UNARY_LOOP(isnan, 0)
SAME_UNARY(isinf, isnan)
UNARY_LOOP(isfinite, 1)

COUNT_FOLD(sum, uint8_t, y != 0)
COUNT_FOLD(countNonzero, uint8_t, y != 0)
FOLD_LOOP(prod, int64_t, x &y)
FOLD_LOOP(min, T, x &y)
FOLD_LOOP(max, T, x | y)
/* Bytes of 0 and 1 need no comparison; a block at a time, so that the first answer ends it. */
static void FN(any_fold)(int64_t n, char *out, const char *a, int64_t sa) {
  const int64_t block = 4096;
  for (; n > 0 && *out == 0; n -= block, a += block * sa) FN(max_fold)(n < block ? n : block, out, a, sa);
}
static void FN(all_fold)(int64_t n, char *out, const char *a, int64_t sa) {
  const int64_t block = 4096;
  for (; n > 0 && *out != 0; n -= block, a += block * sa) FN(min_fold)(n < block ? n : block, out, a, sa);
}
COMBINE_LOOP(sum, int64_t, x + y)
COMBINE_LOOP(countNonzero, int64_t, x + y)
COMBINE_LOOP(prod, int64_t, x *y)
COMBINE_LOOP(min, T, x &y)
COMBINE_LOOP(max, T, x | y)
COMBINE_LOOP(any, T, x | y)
COMBINE_LOOP(all, T, (x & y) != 0)
ROWS_LOOP(sum, int64_t, x + y)
ROWS_LOOP(prod, int64_t, x *y)
ROWS_LOOP(min, T, x &y)
ROWS_LOOP(max, T, x | y)
SCAN_LOOP(sum, int64_t, x + y)
SCAN_LOOP(prod, int64_t, x *y)
SCAN_LOOP(min, T, x &y)
SCAN_LOOP(max, T, x | y)
FIRST_LOOP(uint8_t, x == y)
POSITION_LOOP(min, min, y < x)
POSITION_LOOP(max, max, y > x)
CONTEST_LOOP(min, y < x)
CONTEST_LOOP(max, y > x)

#define ROW_all(f) f
#define ROW_numbers(f) 0
#define ROW_reals(f) 0
#define ROW_inexact(f) 0
#define ROW_floats(f) 0
#define ROW_integers(f) 0
#define ROW_bits(f) f
#define DEVIATION 0
#include "table.h"
