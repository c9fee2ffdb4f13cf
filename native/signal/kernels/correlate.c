/* Sliding products of one instruction set. */
#include "../../engine/vector.h"
#include "../correlate.h"

#define T double
#define V st_f64v
#define LANES ST_F64_LANES
#define FN(name) name##_f64
#include "correlate_body.h"
#undef T
#undef V
#undef LANES
#undef FN

#define T float
#define V st_f32v
#define LANES ST_F32_LANES
#define FN(name) name##_f32
#include "correlate_body.h"
