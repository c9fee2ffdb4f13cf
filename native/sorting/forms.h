/* The forms elements take while they are sorted, and what can be done with each. */
#ifndef STRIDED_SORTING_FORMS_H
#define STRIDED_SORTING_FORMS_H
#include "keys.h"

typedef struct st_sort_form {
  size_t bytes; /* of one element in this form */
  /* Elements first .. first + n - 1 of a lane, `stride` bytes apart, into this form. */
  void (*load)(const char *lane, int64_t stride, int64_t first, int64_t n, void *keys, int descending);
  /* And back: the values, or where they were (int64). */
  void (*store)(const void *keys, int64_t n, char *lane, int64_t stride, int descending);
  /* Sorts x by way of y. */
  void (*sort)(void *x, void *y, int64_t n);
  void (*classify)(const void *x, int64_t n, const void *tree, int levels, uint16_t *bucket);
  void (*place)(const void *x, int64_t n, void *to, const uint16_t *bucket, uint32_t *next);
} st_sort_form;

/* For values, or with `indices` for their positions; NULL for a dtype that has no keys. */
const st_sort_form *st_sort_form_of(int dtype, int indices);
#endif
