/* The table of one dtype, from the functions that its body has defined. ROW_<kinds>(f) is f where the body has the rows
 * of that kind, and 0 elsewhere; DEVIATION the loop of that name or 0. */
const st_loops ST_NAME(FN(st_loops))[1] = {{
    .binary =
        {
#define BINARY(name, kinds, result) [ST_BINARY_##name] = ROW_##kinds(FN(name)),
#include "../../kernels.def"
        },
    .unary =
        {
#define UNARY(name, kinds, result) [ST_UNARY_##name] = ROW_##kinds(FN(name)),
#include "../../kernels.def"
        },
    .clip = ROW_reals(FN(clip)),
    .fold =
        {
#define REDUCTION(name, kinds, result) [ST_REDUCTION_##name] = ROW_##kinds(FN(name##_fold)),
#include "../../kernels.def"
        },
    .combine =
        {
#define REDUCTION(name, kinds, result) [ST_REDUCTION_##name] = ROW_##kinds(FN(name##_combine)),
#include "../../kernels.def"
        },
    .rows = {[ST_REDUCTION_sum] = FN(sum_rows),
             [ST_REDUCTION_prod] = FN(prod_rows),
             [ST_REDUCTION_min] = FN(min_rows),
             [ST_REDUCTION_max] = FN(max_rows)},
    .scan = {[ST_REDUCTION_sum] = FN(sum_scan),
             [ST_REDUCTION_prod] = FN(prod_scan),
             [ST_REDUCTION_min] = FN(min_scan),
             [ST_REDUCTION_max] = FN(max_scan)},
    .position = {FN(min_position), FN(max_position)},
    .contest = {FN(min_contest), FN(max_contest)},
    .deviation = DEVIATION,
}};
