#define SINGLE 0
#include "exponential.h"
UNARY_FUNCTION(exp)
UNARY_FUNCTION(exp2)
UNARY_FUNCTION(expm1)
