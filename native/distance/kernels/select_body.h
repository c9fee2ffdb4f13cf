/* For the element type that element.h has set. Four vectors at a time: hits are rare, and only then does it matter
 * which lane it was. */

#define FIRST(name, below)                                                                     \
  static int64_t TYPED(name)(const void *values, int64_t start, int64_t count, double limit) { \
    const T *value = values;                                                                   \
    T bound = (T)limit;                                                                        \
    int64_t i = start;                                                                         \
    for (; i + 4 * (int64_t)LANES <= count; i += 4 * LANES) {                                  \
      MASK found = {0};                                                                        \
      for (int v = 0; v < 4; v++) found |= (MASK)(V_LOAD(value + i + v * LANES) below V_SET(bound)); \
      if (st_any_set((st_i64v)found)) break;                                                   \
    }                                                                                          \
    while (i < count && !(value[i] below bound)) i++;                                          \
    return i;                                                                                  \
  }
FIRST(first_below, <)
FIRST(first_at_most, <=)
#undef FIRST

/* Counts stay below the lanes' limit: a lane counts at most `span` values before it is emptied. */
static int64_t TYPED(count_at_most)(const void *values, int64_t count, double limit) {
  const int64_t span = (int64_t)1 << 20;
  const T *value = values;
  T bound = (T)limit;
  int64_t i = 0, total = 0;
  while (i + (int64_t)LANES <= count) {
    MASK found = {0};
    for (int64_t n = 0; n < span && i + (int64_t)LANES <= count; n++, i += LANES)
      found -= (MASK)(V_LOAD(value + i) <= V_SET(bound));
    for (int lane = 0; lane < (int)LANES; lane++) total += found[lane];
  }
  for (; i < count; i++) total += value[i] <= bound;
  return total;
}

extern const st_select_kernels TYPED(st_select)[1];
const st_select_kernels TYPED(st_select)[1] = {{TYPED(first_below), TYPED(first_at_most), TYPED(count_at_most)}};
