/* Sorting of keys in vectors, where the instruction set can compress lanes: returns 0 where it cannot, and has done
 * nothing. y is room for as many elements; `fallback` sorts what turns out hard. */
#ifndef STRIDED_SORTING_VECTOR_SORT_H
#define STRIDED_SORTING_VECTOR_SORT_H
#include "../engine/isa.h"
#include "../strided.h"

typedef void (*st_plain_sort)(void *x, void *y, int64_t n);

ST_DECLARE(int, st_vector_sort_u32, (uint32_t *x, uint32_t *y, int64_t n, st_plain_sort fallback));
ST_DECLARE(int, st_vector_sort_u64, (uint64_t *x, uint64_t *y, int64_t n, st_plain_sort fallback));
#endif
