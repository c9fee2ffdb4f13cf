/* The loops of complex numbers on one instruction set. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "macros.h"

#define ROW_all(f) f
#define ROW_numbers(f) f
#define ROW_reals(f) 0
#define ROW_inexact(f) f
#define ROW_floats(f) 0
#define ROW_integers(f) 0
#define ROW_bits(f) 0
#define DEVIATION 0

#define PART double
#define T pair_c128
#define FN(name) name##_c128
#define IS_F64 1
#include "complex_body.h"
#undef PART
#undef T
#undef FN
#undef IS_F64

#define PART float
#define T pair_c64
#define FN(name) name##_c64
#define IS_F64 0
#include "complex_body.h"
