#define SINGLE 0
#include "power.h"
BINARY_FUNCTION(power)
BINARY_FUNCTION(hypot)
BINARY_FUNCTION(logaddexp)
BINARY_FUNCTION(logaddexp2)
