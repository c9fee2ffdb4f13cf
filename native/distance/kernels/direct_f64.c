#define ST_REAL_BITS 64
#include "precision.h"
