/* Product-form distances, once for each instruction set and element type. */
#include "../../engine/vector.h"
#include "../product.h"

#define ELEMENT 64
#include "../../gemm/kernels/element.h"
#include "../../gemm/kernels/tile.h"
#include "../../gemm/kernels/pack.h"
#include "product_body.h"
#undef ELEMENT
#define ELEMENT 32
#include "../../gemm/kernels/element.h"
#include "../../gemm/kernels/tile.h"
#include "../../gemm/kernels/pack.h"
#include "product_body.h"
