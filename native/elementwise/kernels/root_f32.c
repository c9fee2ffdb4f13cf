#define SINGLE 1
#include "root.h"
UNARY_FUNCTION(cbrt)
