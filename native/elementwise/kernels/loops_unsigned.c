/* The loops of unsigned integers on one instruction set. */
#include "../../engine/vector.h"
#include "../loops.h"
#include "integer_rows.h"
#include "macros.h"

#define T uint8_t
#define U uint8_t
#define M uint32_t
#define A uint64_t
#define FN(name) name##_u8
#define IS_SIGNED 0
#define WIDTH 8
#include "integer_body.h"

#define T uint16_t
#define U uint16_t
#define M uint32_t
#define A uint64_t
#define FN(name) name##_u16
#define IS_SIGNED 0
#define WIDTH 16
#include "integer_body.h"

#define T uint32_t
#define U uint32_t
#define M uint32_t
#define A uint64_t
#define FN(name) name##_u32
#define IS_SIGNED 0
#define WIDTH 32
#include "integer_body.h"

#define T uint64_t
#define U uint64_t
#define M uint64_t
#define A uint64_t
#define FN(name) name##_u64
#define IS_SIGNED 0
#define WIDTH 64
#include "integer_body.h"
