/* Memory without a C library.
 *
 * Policy: one list of free blocks in address order, first fit, neighbours joined when freed; memory grows when nothing
 * fits and never shrinks (the TypeScript side drops the whole instance when it has grown large). Blocks are few and
 * large (operands and scratch of one call), so a list is enough.
 *
 * State: every block starts with a 64-byte header, so that what follows is aligned for any vector and cache line. */
#include "../../strided.h"
#include <string.h>

/* With bulk memory these are single instructions; the functions exist for calls the compiler makes up. */
void *memcpy(void *restrict to, const void *restrict from, size_t bytes) { return __builtin_memcpy(to, from, bytes); }
void *memmove(void *to, const void *from, size_t bytes) { return __builtin_memmove(to, from, bytes); }
void *memset(void *to, int value, size_t bytes) { return __builtin_memset(to, value, bytes); }
int memcmp(const void *a, const void *b, size_t bytes) {
  const unsigned char *left = a, *right = b;
  for (size_t i = 0; i < bytes; i++)
    if (left[i] != right[i]) return left[i] - right[i];
  return 0;
}

#define UNIT 64
#define PAGE 65536

typedef struct block {
  size_t bytes; /* with this header */
  struct block *next;
} block;

extern unsigned char __heap_base;
static block *free_blocks;
static uintptr_t heap_end;

/* A block of `bytes` at the end of memory, or NULL when the machine or the 4 GiB limit says no. */
static block *extend(size_t bytes) {
  if (!heap_end) heap_end = ((uintptr_t)&__heap_base + UNIT - 1) & ~(uintptr_t)(UNIT - 1);
  size_t have = __builtin_wasm_memory_size(0) * (size_t)PAGE;
  if (have == 0) have = (size_t)0 - PAGE; /* all 65536 pages: the product does not fit; the last page stays unused */
  if (bytes > (size_t)0 - PAGE - heap_end) return NULL;
  if (heap_end + bytes > have) {
    size_t pages = (heap_end + bytes - have + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return NULL;
  }
  block *fresh = (block *)heap_end;
  heap_end += bytes;
  fresh->bytes = bytes;
  return fresh;
}

void *st_alloc(size_t bytes) {
  if (bytes > (size_t)0 - 2 * PAGE) return NULL;
  size_t needed = ((bytes + UNIT - 1) & ~(size_t)(UNIT - 1)) + UNIT;
  for (block **link = &free_blocks; *link; link = &(*link)->next) {
    block *found = *link;
    if (found->bytes < needed) continue;
    if (found->bytes >= needed + 2 * UNIT) {
      block *rest = (block *)((char *)found + needed);
      rest->bytes = found->bytes - needed;
      rest->next = found->next;
      found->bytes = needed;
      *link = rest;
    } else {
      *link = found->next;
    }
    return (char *)found + UNIT;
  }
  block *fresh = extend(needed);
  return fresh ? (char *)fresh + UNIT : NULL;
}

static void join_with_next(block *first) {
  block *second = first->next;
  if (!second || (char *)first + first->bytes != (char *)second) return;
  first->bytes += second->bytes;
  first->next = second->next;
}

void st_free(void *memory) {
  if (!memory) return;
  block *freed = (block *)((char *)memory - UNIT), *before = NULL;
  for (block *at = free_blocks; at && at < freed; at = at->next) before = at;
  freed->next = before ? before->next : free_blocks;
  if (before)
    before->next = freed;
  else
    free_blocks = freed;
  join_with_next(freed);
  if (before) join_with_next(before);
}
