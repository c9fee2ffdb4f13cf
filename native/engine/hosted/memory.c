/* Scratch memory of kernels, from the C library. Large pieces ask for huge pages: scratch is touched at once and
 * whole, so fewer faults are only a gain. */
#include <stdlib.h>
#include "../../strided.h"
#ifdef __linux__
#include <sys/mman.h>
#endif

#define HUGE_PAGE ((size_t)2 << 20)

void *st_alloc(size_t bytes) {
  void *memory = NULL;
  if (bytes > SIZE_MAX / 2) return NULL;
#ifdef __linux__
  if (bytes >= 2 * HUGE_PAGE) {
    if (posix_memalign(&memory, HUGE_PAGE, bytes) != 0) return NULL;
    madvise(memory, bytes & ~(HUGE_PAGE - 1), MADV_HUGEPAGE);
    return memory;
  }
#endif
  return posix_memalign(&memory, 64, bytes ? bytes : 1) == 0 ? memory : NULL;
}

void st_free(void *memory) { free(memory); }
