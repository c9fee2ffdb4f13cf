#define ST_REAL_BITS 32
#include "precision.h"
