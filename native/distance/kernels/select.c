/* Looking for small values in a row of distances, once for each instruction set and element type. */
#include "../../engine/vector.h"
#include "../select.h"

#define ELEMENT 64
#include "../../gemm/kernels/element.h"
#include "select_body.h"
#undef ELEMENT
#define ELEMENT 32
#include "../../gemm/kernels/element.h"
#include "select_body.h"
