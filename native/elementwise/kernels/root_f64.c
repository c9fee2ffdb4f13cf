#define SINGLE 0
#include "root.h"
UNARY_FUNCTION(cbrt)
