#define SINGLE 1
#include "trigonometric.h"
UNARY_FUNCTION(sin)
UNARY_FUNCTION(cos)
UNARY_FUNCTION(tan)
