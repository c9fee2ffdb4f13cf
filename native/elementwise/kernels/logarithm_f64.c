#define SINGLE 0
#include "logarithm.h"
LOG_BY(log, log_natural)
LOG_BY(log2, LOG2_CALL)
LOG_BY(log10, LOG10_CALL)
UNARY_FUNCTION(log)
UNARY_FUNCTION(log2)
UNARY_FUNCTION(log10)
UNARY_FUNCTION(log1p)
