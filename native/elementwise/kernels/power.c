#include "power.h"
BINARY_FUNCTION(power)
BINARY_FUNCTION(hypot)
BINARY_FUNCTION(logaddexp)
BINARY_FUNCTION(logaddexp2)
UNARY_FUNCTION(cbrt)
