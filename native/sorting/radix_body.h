/* The sort of one run that fits the cache, written once for each form of element: E the element, K its key's type,
 * BITS the key's width, KEY(e) its key, FN(name) the name's suffix, LOW the lowest bit that counts.
 *
 * A radix sort, from the lowest digit up, over at most three digits below the highest bit in which the keys differ;
 * what is still equal in those digits is a short run, except where someone aims at it, and is sorted by itself: so
 * the work is linear whatever the keys. Every step is stable. */

/* Up to this many elements, moving each to its place is faster than counting digits. */
#define INSERTION_FROM_HERE_DOWN 40

static void FN(insertion)(E *x, int64_t n) {
  for (int64_t i = 1; i < n; i++) {
    const E moved = x[i];
    int64_t at = i;
    for (; at > 0 && KEY(x[at - 1]) > KEY(moved); at--) x[at] = x[at - 1];
    x[at] = moved;
  }
}

/* One pass: x to y by the digit at `shift`, whose counts are given. */
static void FN(deal)(const E *x, E *y, int64_t n, int shift, uint32_t mask, uint32_t *counts) {
  uint32_t at = 0;
  for (uint32_t digit = 0; digit <= mask; digit++) {
    const uint32_t count = counts[digit];
    counts[digit] = at;
    at += count;
  }
  for (int64_t i = 0; i < n; i++) {
    const E moved = x[i];
    y[counts[(uint32_t)(KEY(moved) >> shift) & mask]++] = moved;
  }
}

static void FN(radix)(E *x, E *y, int64_t n);

/* Sorts the runs that are equal from bit `shift` up. */
static void FN(finish_runs)(E *x, E *y, int64_t n, int shift) {
  for (int64_t first = 0; first < n;) {
    const K head = KEY(x[first]) >> shift;
    int64_t end = first + 1;
    while (end < n && KEY(x[end]) >> shift == head) end++;
    if (end - first > 1) FN(radix)(x + first, y, end - first);
    first = end;
  }
}

/* Sorts x; y is room for as many elements, of which there are fewer than 2^32. */
static void FN(radix)(E *x, E *y, int64_t n) {
  if (n <= INSERTION_FROM_HERE_DOWN) {
    FN(insertion)(x, n);
    return;
  }
  K differ = 0;
  int disorder = 0;
  for (int64_t i = 1; i < n; i++) {
    differ |= KEY(x[i]) ^ KEY(x[i - 1]);
    disorder |= KEY(x[i]) < KEY(x[i - 1]);
  }
  if (!disorder) return;
  const int top = 64 - __builtin_clzll((uint64_t)differ);
  const int width = n < 3000 ? 8 : 11;
  int digits = (top - LOW + width - 1) / width;
  if (digits > 3) digits = 3;
  const int shift = top - LOW > digits * width ? top - digits * width : LOW;
  const uint32_t mask = (1u << width) - 1;
  uint32_t counts[3][2048];
  for (int digit = 0; digit < digits; digit++)
    for (uint32_t at = 0; at <= mask; at++) counts[digit][at] = 0;
  for (int64_t i = 0; i < n; i++) {
    const K key = KEY(x[i]) >> shift;
    counts[0][(uint32_t)key & mask]++;
    if (digits > 1) counts[1][(uint32_t)(key >> width) & mask]++;
    if (digits > 2) counts[2][(uint32_t)(key >> 2 * width) & mask]++;
  }
  E *from = x, *to = y;
  for (int digit = 0; digit < digits; digit++) {
    const int at = shift + digit * width;
    if (counts[digit][(uint32_t)(KEY(from[0]) >> at) & mask] == n) continue;
    FN(deal)(from, to, n, at, mask, counts[digit]);
    E *dealt = to;
    to = from;
    from = dealt;
  }
  if (from != x) __builtin_memcpy(x, from, (size_t)n * sizeof(E));
  if (shift > LOW) FN(finish_runs)(x, y, n, shift);
}

/* The buckets of a large run: `levels` levels of a search tree over splitters, in the order of a heap from 1. */
static void FN(classify)(const E *x, int64_t n, const E *tree, int levels, uint16_t *bucket) {
  enum { TOGETHER = 16 }; /* searches side by side: each alone would wait for its loads */
  int64_t i = 0;
  for (; i + TOGETHER <= n; i += TOGETHER) {
    uint32_t node[TOGETHER];
    for (int j = 0; j < TOGETHER; j++) node[j] = 1;
    for (int level = 0; level < levels; level++)
      for (int j = 0; j < TOGETHER; j++) node[j] = 2 * node[j] + (KEY(x[i + j]) > KEY(tree[node[j]]));
    for (int j = 0; j < TOGETHER; j++) bucket[i + j] = (uint16_t)(node[j] - (1u << levels));
  }
  for (; i < n; i++) {
    uint32_t node = 1;
    for (int level = 0; level < levels; level++) node = 2 * node + (KEY(x[i]) > KEY(tree[node]));
    bucket[i] = (uint16_t)(node - (1u << levels));
  }
}

/* Writes the elements to their buckets' next places. */
static void FN(place)(const E *x, int64_t n, E *to, const uint16_t *bucket, uint32_t *next) {
  for (int64_t i = 0; i < n; i++) to[next[bucket[i]]++] = x[i];
}

static inline void FN(run_radix)(void *x, void *y, int64_t n) { FN(radix)(x, y, n); }
static void FN(run_classify)(const void *x, int64_t n, const void *tree, int levels, uint16_t *bucket) {
  FN(classify)(x, n, tree, levels, bucket);
}
static void FN(run_place)(const void *x, int64_t n, void *to, const uint16_t *bucket, uint32_t *next) {
  FN(place)(x, n, to, bucket, next);
}

#undef INSERTION_FROM_HERE_DOWN
