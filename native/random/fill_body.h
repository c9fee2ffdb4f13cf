/* Fills for one generator. FN(name) is the name of its functions, NEXT its next word. */
#define SOURCE words
#include "ziggurat_body.h"
#undef SOURCE

static void FN(raw)(words *state, int64_t n, uint64_t *out) {
  words w = *state;
  for (int64_t i = 0; i < n; i++) out[i] = NEXT(&w);
  *state = w;
}

static void FN(uniform_f64)(words *state, int64_t n, double *out, double offset, double factor) {
  words w = *state;
  if (offset == 0 && factor == 1)
    for (int64_t i = 0; i < n; i++) out[i] = unit_f64(NEXT(&w));
  else
    for (int64_t i = 0; i < n; i++) out[i] = offset + factor * unit_f64(NEXT(&w));
  *state = w;
}

static void FN(uniform_f32)(words *state, int64_t n, float *out) {
  words w = *state;
  int64_t i = 0;
  if (n > 0 && w.has_half) {
    out[i++] = unit_f32(w.half);
    w.has_half = 0;
  }
  for (; i + 1 < n; i += 2) {
    const uint64_t word = NEXT(&w);
    out[i] = unit_f32((uint32_t)word);
    out[i + 1] = unit_f32((uint32_t)(word >> 32));
  }
  *state = w;
  if (i < n) out[i] = unit_f32(FN(next32)(state));
}

static void FN(normal_f64)(words *state, const ziggurat *t, int64_t n, double *out, double offset, double factor) {
  words w = *state;
  const uint64_t *k = t->k;
  const double *width = t->w;
  const int scaled = !(offset == 0 && factor == 1);
  for (int64_t i = 0; i < n; i++) {
    const uint64_t word = NEXT(&w);
    const int layer = (int)(word & 0xff);
    const uint64_t place = (word >> 9) & 0xfffffffffffffULL;
    /* The sign bit is set by its place: a branch on it would be mispredicted every second time. */
    double x = (double)(int64_t)place * width[layer];
    uint64_t bits;
    memcpy(&bits, &x, 8);
    bits |= (word & 0x100) << 55;
    memcpy(&x, &bits, 8);
    if (__builtin_expect(!(place < k[layer]), 0)) {
      words copy = w;
      x = FN(unlikely_normal)(&copy, t, word);
      w = copy;
    }
    out[i] = scaled ? offset + factor * x : x;
  }
  *state = w;
}

static void FN(normal_f32)(words *state, const ziggurat32 *t, int64_t n, float *out) {
  words w = *state;
  for (int64_t i = 0; i < n; i++) {
    const uint32_t word = FN(next32)(&w);
    const int layer = (int)(word & 0xff);
    const uint32_t place = word >> 9;
    const float size = (float)(int32_t)place * t->w[layer];
    if (__builtin_expect(place < t->k[layer], 1)) out[i] = word & 0x100 ? -size : size;
    else {
      words copy = w;
      out[i] = FN(unlikely_normal32)(&copy, t, word);
      w = copy;
    }
  }
  *state = w;
}

static void FN(exponential_f64)(words *state, const ziggurat *t, int64_t n, double *out, double factor) {
  words w = *state;
  const uint64_t *k = t->k;
  const double *width = t->w;
  for (int64_t i = 0; i < n; i++) {
    const uint64_t word = NEXT(&w);
    const int layer = (int)((word >> 3) & 0xff);
    const uint64_t place = word >> 11;
    double x = (double)(int64_t)place * width[layer];
    if (__builtin_expect(!(place < k[layer]), 0)) {
      words copy = w;
      x = FN(unlikely_exponential)(&copy, t, word);
      w = copy;
    }
    out[i] = factor * x;
  }
  *state = w;
}

static void FN(exponential_f32)(words *state, const ziggurat32 *t, int64_t n, float *out) {
  words w = *state;
  for (int64_t i = 0; i < n; i++) {
    const uint32_t word = FN(next32)(&w);
    const int layer = (int)((word >> 1) & 0xff);
    const uint32_t place = word >> 9;
    if (__builtin_expect(place < t->k[layer], 1)) out[i] = (float)(int32_t)place * t->w[layer];
    else {
      words copy = w;
      out[i] = FN(unlikely_exponential32)(&copy, t, word);
      w = copy;
    }
  }
  *state = w;
}

/* offset + [0, range] of 64 bits. A range of 32 bits takes half a word for each number. */
static void FN(integers_64)(words *state, int64_t n, uint64_t *out, uint64_t offset, uint64_t range) {
  words w = *state;
  if (range == 0xffffffff)
    for (int64_t i = 0; i < n; i++) out[i] = offset + FN(next32)(&w);
  else if (range < 0xffffffff) {
    const uint32_t span = (uint32_t)range + 1, threshold = (uint32_t)-span % span;
    for (int64_t i = 0; i < n; i++) {
      uint64_t product;
      do product = (uint64_t)FN(next32)(&w) * span;
      while (__builtin_expect((uint32_t)product < threshold, 0));
      out[i] = offset + (product >> 32);
    }
  } else if (range == UINT64_MAX)
    for (int64_t i = 0; i < n; i++) out[i] = offset + NEXT(&w);
  else {
    const uint64_t span = range + 1, threshold = -span % span;
    for (int64_t i = 0; i < n; i++) {
      st_u128 product;
      do product = (st_u128)NEXT(&w) * span;
      while (__builtin_expect((uint64_t)product < threshold, 0));
      out[i] = offset + (uint64_t)(product >> 64);
    }
  }
  *state = w;
}

static void FN(integers_32)(words *state, int64_t n, uint32_t *out, uint32_t offset, uint32_t range) {
  words w = *state;
  if (range == UINT32_MAX)
    for (int64_t i = 0; i < n; i++) out[i] = offset + FN(next32)(&w);
  else {
    const uint32_t span = range + 1, threshold = -span % span;
    for (int64_t i = 0; i < n; i++) {
      uint64_t product;
      do product = (uint64_t)FN(next32)(&w) * span;
      while (__builtin_expect((uint32_t)product < threshold, 0));
      out[i] = offset + (uint32_t)(product >> 32);
    }
  }
  *state = w;
}

/* Numbers of `width` bits, 8 or 16, share a word of 32; bools of range 1 take a bit each. */
static void FN(integers_small)(words *state, int64_t n, void *out, int width, uint32_t offset, uint32_t range) {
  words w = *state;
  const uint32_t full = width == 8 ? 0xff : 0xffff, span = range + 1, threshold = (full - range) % span;
  uint32_t word = 0;
  int left = 0;
  for (int64_t i = 0; i < n; i++) {
    uint32_t product;
    do {
      if (left == 0) {
        word = FN(next32)(&w);
        left = 32 / width;
      }
      product = (word & full) * span;
      word >>= width;
      left--;
    } while ((product & full) < threshold);
    if (width == 8) ((uint8_t *)out)[i] = (uint8_t)(offset + (product >> 8));
    else ((uint16_t *)out)[i] = (uint16_t)(offset + (product >> 16));
  }
  *state = w;
}

static void FN(integers_bool)(words *state, int64_t n, uint8_t *out) {
  words w = *state;
  for (int64_t i = 0; i < n; i += 32) {
    uint32_t word = FN(next32)(&w);
    for (int64_t at = i; at < n && at < i + 32; at++, word >>= 1) out[at] = word & 1;
  }
  *state = w;
}

/* An index in [0, range] by masking and rejection. */
static inline uint64_t FN(masked)(words *w, uint64_t range) {
  uint64_t value;
  if (range <= 0xffffffff) {
    const uint32_t mask = 0xffffffffU >> __builtin_clz((uint32_t)range);
    do value = FN(next32)(w) & mask;
    while (value > range);
  } else {
    const uint64_t mask = ~0ULL >> __builtin_clzll(range);
    do value = NEXT(w) & mask;
    while (value > range);
  }
  return value;
}

#define SHUFFLE(T)                                       \
  {                                                      \
    T *x = data;                                         \
    for (int64_t i = n - 1; i > 0; i--) {                \
      const uint64_t j = FN(masked)(&w, (uint64_t)i);    \
      const T kept = x[j];                               \
      x[j] = x[i];                                       \
      x[i] = kept;                                       \
    }                                                    \
  }

static void FN(shuffle)(words *state, int64_t n, void *data, int itemsize) {
  words w = *state;
  if (itemsize == 1) SHUFFLE(uint8_t)
  else if (itemsize == 2) SHUFFLE(uint16_t)
  else if (itemsize == 4) SHUFFLE(uint32_t)
  else if (itemsize == 8) SHUFFLE(uint64_t)
  else SHUFFLE(st_u128_unaligned)
  *state = w;
}
#undef SHUFFLE
