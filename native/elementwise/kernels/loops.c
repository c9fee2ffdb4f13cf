/* The loops of one instruction set, in a table. Plain C that the compiler vectorises. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "functions.h"

/* Iterations do not depend on each other: an output is one of the inputs element for element, or apart from them. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

#define T double
#define FN(name) name##_f64
#define IS_F64 1
#include "body.h"
#undef T
#undef FN
#undef IS_F64

#define T float
#define FN(name) name##_f32
#define IS_F64 0
#include "body.h"

const st_loops ST_NAME(st_elementwise_loops)[1] = {{
    .binary =
        {
#define BINARY(name) [ST_BINARY_##name] = name##_f64,
            {
#include "../../kernels.def"
            },
#define BINARY(name) [ST_BINARY_##name] = name##_f32,
            {
#include "../../kernels.def"
            },
        },
    .unary =
        {
#define UNARY(name) [ST_UNARY_##name] = name##_f64,
            {
#include "../../kernels.def"
            },
#define UNARY(name) [ST_UNARY_##name] = name##_f32,
            {
#include "../../kernels.def"
            },
        },
    .fold =
        {
#define REDUCTION(name) [ST_REDUCTION_##name] = name##_fold_f64,
            {
#include "../../kernels.def"
            },
#define REDUCTION(name) [ST_REDUCTION_##name] = name##_fold_f32,
            {
#include "../../kernels.def"
            },
        },
    .combine =
        {
            {[ST_REDUCTION_sum] = add_f64, [ST_REDUCTION_min] = minimum_f64, [ST_REDUCTION_max] = maximum_f64},
            {[ST_REDUCTION_sum] = add_f32, [ST_REDUCTION_min] = minimum_f32, [ST_REDUCTION_max] = maximum_f32},
        },
}};
