/* One element type at a time: include with ELEMENT defined to 64 or 32, and the names below mean float64 or float32.
 * No include guard: a source includes its body twice, once for each type.
 *
 * The register tile: TILE_ROWS rows by TILE_VECTORS vectors of columns, all accumulators in registers.
 *   AVX-512 has 32 registers: 12 x 2, 24 accumulators. AVX2 and 128-bit x86 have 16: 6 x 2 and 3 x 4.
 *   NEON has 32, WebAssembly leaves it to the engine's 16: 6 x 4 and 4 x 2. */
#undef T
#undef V
#undef LANE_COUNT
#undef MASK
#undef LANES
#undef TYPED
#undef V_LOAD
#undef V_LOAD_SOME
#undef V_STORE
#undef V_STORE_SOME
#undef V_STREAM
#undef V_SET
#undef V_FMA
#undef V_SQRT
#undef V_MIN
#undef V_MAX
#undef V_SELECT
#undef T_EPSILON
#undef T_INFINITY

#if ELEMENT == 64
#define T double
#define V st_f64v
#define MASK st_i64v
#define LANES ST_F64_LANES
#define LANE_COUNT ST_F64_LANE_COUNT /* the same for the preprocessor, of fft/kernels/shuffle.h */
#define TYPED(name) ST_NAME(name##_f64)
#define V_LOAD st_load_f64
#define V_LOAD_SOME st_load_some_f64
#define V_STORE st_store_f64
#define V_STORE_SOME st_store_some_f64
#define V_STREAM st_stream_f64
#define V_SET st_set_f64
#define V_FMA st_fma_f64
#define V_SQRT st_sqrt_f64
#define V_MIN st_min_f64
#define V_MAX st_max_f64
#define V_SELECT st_select_f64
#define T_EPSILON 0x1p-53
#define T_INFINITY ((double)__builtin_inf())
#else
#define T float
#define V st_f32v
#define MASK st_i32v
#define LANES ST_F32_LANES
#define LANE_COUNT ST_F32_LANE_COUNT
#define TYPED(name) ST_NAME(name##_f32)
#define V_LOAD st_load_f32
#define V_LOAD_SOME st_load_some_f32
#define V_STORE st_store_f32
#define V_STORE_SOME st_store_some_f32
#define V_STREAM st_stream_f32
#define V_SET st_set_f32
#define V_FMA st_fma_f32
#define V_SQRT st_sqrt_f32
#define V_MIN st_min_f32
#define V_MAX st_max_f32
#define V_SELECT st_select_f32
#define T_EPSILON 0x1p-24f
#define T_INFINITY __builtin_inff()
#endif

#ifndef TILE_ROWS
#if ST_ISA_LEVEL == ST_AVX512
#define TILE_ROWS 12
#define TILE_VECTORS 2
#elif ST_ISA_LEVEL == ST_AVX2
#define TILE_ROWS 6
#define TILE_VECTORS 2
#elif defined(__x86_64__)
#define TILE_ROWS 3
#define TILE_VECTORS 4
#elif defined(__wasm__)
#define TILE_ROWS 4
#define TILE_VECTORS 2
#else
#define TILE_ROWS 6
#define TILE_VECTORS 4
#endif
#endif
#define TILE_COLUMNS (TILE_VECTORS * LANES)
