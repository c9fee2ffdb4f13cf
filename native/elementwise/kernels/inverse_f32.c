#define SINGLE 1
#include "inverse.h"
UNARY_FUNCTION(asin)
UNARY_FUNCTION(acos)
UNARY_FUNCTION(atan)
BINARY_FUNCTION(atan2)
