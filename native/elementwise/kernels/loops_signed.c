/* The loops of signed integers on one instruction set. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "integer_rows.h"
#include "macros.h"

#define T int8_t
#define U uint8_t
#define M uint32_t
#define A int64_t
#define FN(name) name##_i8
#define IS_SIGNED 1
#define WIDTH 8
#include "integer_body.h"

#define T int16_t
#define U uint16_t
#define M uint32_t
#define A int64_t
#define FN(name) name##_i16
#define IS_SIGNED 1
#define WIDTH 16
#include "integer_body.h"

#define T int32_t
#define U uint32_t
#define M uint32_t
#define A int64_t
#define FN(name) name##_i32
#define IS_SIGNED 1
#define WIDTH 32
#include "integer_body.h"

#define T int64_t
#define U uint64_t
#define M uint64_t
#define A int64_t
#define FN(name) name##_i64
#define IS_SIGNED 1
#define WIDTH 64
#include "integer_body.h"
