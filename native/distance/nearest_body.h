/* Heaps of candidates with VALUE distances. */

/* Whether candidate a is worse than b: farther, NaN farthest of all, and of equals the later one. */
static inline int TYPED(worse)(VALUE a, int32_t index_a, VALUE b, int32_t index_b) {
  if (a != b) return a > b || (a != a && (b == b || index_a > index_b));
  return index_a > index_b;
}

/* Puts a candidate where `hole` is, moving worse ones up. */
static void TYPED(sift_down)(VALUE *distance, int32_t *index, int64_t size, int64_t hole, VALUE value, int32_t at) {
  for (;;) {
    int64_t child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && TYPED(worse)(distance[child + 1], index[child + 1], distance[child], index[child])) child++;
    if (!TYPED(worse)(distance[child], index[child], value, at)) break;
    distance[hole] = distance[child];
    index[hole] = index[child];
    hole = child;
  }
  distance[hole] = value;
  index[hole] = at;
}

static void TYPED(add)(VALUE *distance, int32_t *index, int32_t *found, int64_t k, VALUE value, int32_t at) {
  if (*found == k) {
    if (TYPED(worse)(distance[0], index[0], value, at)) TYPED(sift_down)(distance, index, k, 0, value, at);
    return;
  }
  int64_t hole = (*found)++;
  while (hole > 0 && TYPED(worse)(value, at, distance[(hole - 1) / 2], index[(hole - 1) / 2])) {
    distance[hole] = distance[(hole - 1) / 2];
    index[hole] = index[(hole - 1) / 2];
    hole = (hole - 1) / 2;
  }
  distance[hole] = value;
  index[hole] = at;
}

static void TYPED(visit)(void *context, int64_t segment, int64_t row, int64_t rows, int64_t column, int64_t columns,
                         const void *block, int64_t stride) {
  nearest *n = context;
  for (int64_t i = 0; i < rows; i++) {
    const VALUE *value = (const VALUE *)block + i * stride;
    int64_t slot = (row + i) * n->segments + segment, self = n->exclude_self ? row + i - column + n->exclude_self - 1 : -1;
    VALUE *distance = (VALUE *)n->distances + slot * n->k;
    int32_t *index = n->indices + slot * n->k, *found = n->found + slot;
    int64_t j = 0;
    /* Until the heap is full, and while a NaN is the worst, everything is a candidate. */
    while (j < columns && (*found < n->k || distance[0] != distance[0])) {
      if (j != self) TYPED(add)(distance, index, found, n->k, value[j], (int32_t)(column + j));
      j++;
    }
    /* Columns come in ascending order: one that only equals the worst is the later of the two, and loses. */
    while ((j = n->select->first_below(value, j, columns, (double)distance[0])) < columns) {
      if (j != self) TYPED(sift_down)(distance, index, n->k, 0, value[j], (int32_t)(column + j));
      j++;
    }
  }
}

/* Merges the segments of a row, and sorts what is there by taking the worst off its heap again and again. Where there
 * were fewer than k columns, the rest is index -1, distance NaN. */
static void TYPED(finish)(nearest *n, int64_t row) {
  VALUE *distance = (VALUE *)n->out_distances + row * n->k;
  int32_t *index = n->out_indices + row * n->k, size = n->found[row * n->segments];
  if (n->segments > 1) {
    size = 0;
    for (int64_t segment = 0; segment < n->segments; segment++) {
      int64_t slot = row * n->segments + segment;
      for (int32_t i = 0; i < n->found[slot]; i++)
        TYPED(add)(distance, index, &size, n->k, ((const VALUE *)n->distances)[slot * n->k + i],
                   n->indices[slot * n->k + i]);
    }
  }
  for (int64_t i = size; i < n->k; i++) {
    distance[i] = (VALUE)__builtin_nan("");
    index[i] = -1;
  }
  for (int64_t last = size - 1; last > 0; last--) {
    VALUE value = distance[last];
    int32_t at = index[last];
    distance[last] = distance[0];
    index[last] = index[0];
    TYPED(sift_down)(distance, index, last, 0, value, at);
  }
}
