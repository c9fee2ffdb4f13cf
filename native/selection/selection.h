/* Selection: the inner loops over masks and bits, one set per instruction set. */
#ifndef STRIDED_SELECTION_H
#define STRIDED_SELECTION_H
#include "../engine/isa.h"
#include "../strided.h"

typedef struct st_selections {
  /* How many of n bytes are not 0. */
  int64_t (*count)(const uint8_t *mask, int64_t n);
  /* Elements of 1, 2, 4, 8 or 16 bytes, at [0] to [4], where the mask is true; nothing is written beyond `room`. */
  void (*compress[5])(const char *a, const uint8_t *mask, int64_t n, char *out, int64_t room);
  /* start, start + 1 … where the mask is true. */
  void (*positions)(int64_t start, const uint8_t *mask, int64_t n, int64_t *out, int64_t room);
  /* Each eight bytes into one, a bit for each that is not 0; and back. */
  void (*pack)(const uint8_t *a, int64_t bytes, int little, uint8_t *out);
  void (*unpack)(const uint8_t *a, int64_t bytes, int little, uint8_t *out);
} st_selections;

ST_DECLARE(extern const st_selections, st_selections_all, [1]);

/* Items of complex128, which may start at any float. */
typedef struct st_pair {
  uint64_t low, high;
} __attribute__((packed, aligned(4))) st_pair;

/* X(width, type) for the items that move in one go. */
#define ST_ITEMS(X) X(1, uint8_t) X(2, uint16_t) X(4, uint32_t) X(8, uint64_t) X(16, st_pair)

/* 0 to 4 for 1, 2, 4, 8 or 16 bytes; -1 for others. */
static inline int st_item_power(int64_t bytes) {
  for (int power = 0; power <= 4; power++)
    if (bytes == (int64_t)1 << power) return power;
  return -1;
}
#endif
