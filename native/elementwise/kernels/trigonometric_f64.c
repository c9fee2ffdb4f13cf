#define SINGLE 0
#include "trigonometric.h"
UNARY_FUNCTION(sin)
UNARY_FUNCTION(cos)
UNARY_FUNCTION(tan)
