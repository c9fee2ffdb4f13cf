/* Product-form distances, once for each instruction set and element type. */
#include <math.h>
#include "../../engine/vector.h"
#include "../product.h"

/* Any bit of a comparison's result set? */
static inline int any_set(st_i64v mask) {
#if ST_ISA_LEVEL == ST_AVX512
  return _mm512_test_epi64_mask((__m512i)mask, (__m512i)mask) != 0;
#elif ST_ISA_LEVEL == ST_AVX2
  return _mm256_movemask_epi8((__m256i)mask) != 0;
#elif defined(__x86_64__)
  return _mm_movemask_epi8((__m128i)mask) != 0;
#elif defined(__wasm__)
  return wasm_v128_any_true((v128_t)mask);
#else
  return (mask[0] | mask[1]) != 0;
#endif
}

#define ELEMENT 64
#include "../../gemm/kernels/element.h"
#include "../../gemm/kernels/tile.h"
#include "product_body.h"
#undef ELEMENT
#define ELEMENT 32
#include "../../gemm/kernels/element.h"
#include "../../gemm/kernels/tile.h"
#include "product_body.h"
