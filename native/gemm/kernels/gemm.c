/* The innermost part of the matrix product, once for each instruction set and element type. */
#include "../../engine/vector.h"
#include "../gemm.h"

#define ELEMENT 64
#include "element.h"
#include "tile.h"
#include "pack.h"
#include "direct_body.h"
#include "gemm_body.h"
#undef ELEMENT
#define ELEMENT 32
#include "element.h"
#include "tile.h"
#include "pack.h"
#include "direct_body.h"
#include "gemm_body.h"
