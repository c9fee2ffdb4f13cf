/* The loops of float64 and float32 on one instruction set: plain C that the compiler vectorises. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "functions.h"
#include "macros.h"

#define T double
#define FN(name) name##_f64
#define IS_F64 1
#include "body.h"
#undef T
#undef FN
#undef IS_F64

#undef DEVIATION
#define T float
#define FN(name) name##_f32
#define IS_F64 0
#include "body.h"
