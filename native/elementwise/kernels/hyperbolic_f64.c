#define SINGLE 0
#include "hyperbolic.h"
UNARY_FUNCTION(sinh)
UNARY_FUNCTION(cosh)
UNARY_FUNCTION(tanh)
UNARY_FUNCTION(asinh)
UNARY_FUNCTION(acosh)
UNARY_FUNCTION(atanh)
