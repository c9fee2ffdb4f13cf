/* Reductions that skip NaN, of one instruction set. Plain C that the compiler vectorises. */
#include "../loops.h"
#include "../skip.h"

#define T double
#define FN(name) name##_f64
#include "skip_body.h"
#undef T
#undef FN

#define T float
#define FN(name) name##_f32
#include "skip_body.h"
