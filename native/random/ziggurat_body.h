/* Numbers from a source of words, and the slow ways out of the ziggurats. SOURCE is the type of the source, which has the
 * fields has_half and half; FN(name) is the name of its functions, NEXT its next word. */

static inline uint32_t FN(next32)(SOURCE *w) {
  if (w->has_half) {
    w->has_half = 0;
    return w->half;
  }
  const uint64_t word = NEXT(w);
  w->has_half = 1;
  w->half = (uint32_t)(word >> 32);
  return (uint32_t)word;
}

static inline double FN(unit)(SOURCE *w) { return unit_f64(NEXT(w)); }

/* The slow way out of the ziggurat, with the word that led here. */
static __attribute__((noinline)) double FN(unlikely_normal)(SOURCE *w, const ziggurat *t, uint64_t word) {
  for (;;) {
    const int layer = (int)(word & 0xff);
    const uint64_t place = (word >> 9) & 0xfffffffffffffULL;
    const double size = (double)place * t->w[layer], x = word & 0x100 ? -size : size;
    if (place < t->k[layer]) return x;
    if (layer == 0) {
      for (;;) {
        const double beyond = -ST_NORMAL_INVERSE_R * st_random_log1p(-FN(unit)(w));
        const double height = -st_random_log1p(-FN(unit)(w));
        if (height + height > beyond * beyond) {
          return (place >> 8) & 1 ? -(ST_NORMAL_R + beyond) : ST_NORMAL_R + beyond;
        }
      }
    }
    if ((t->f[layer - 1] - t->f[layer]) * FN(unit)(w) + t->f[layer] < exp(-0.5 * x * x)) return x;
    word = NEXT(w);
  }
}

static __attribute__((noinline)) float FN(unlikely_normal32)(SOURCE *w, const ziggurat32 *t, uint32_t word) {
  for (;;) {
    const int layer = (int)(word & 0xff);
    const uint32_t place = word >> 9;
    const float size = (float)place * t->w[layer], x = word & 0x100 ? -size : size;
    if (place < t->k[layer]) return x;
    if (layer == 0) {
      for (;;) {
        const float beyond = -(float)ST_NORMAL_INVERSE_R * st_random_log1p32(-unit_f32(FN(next32)(w)));
        const float height = -st_random_log1p32(-unit_f32(FN(next32)(w)));
        if (height + height > beyond * beyond) {
          return (place >> 8) & 1 ? -((float)ST_NORMAL_R + beyond) : (float)ST_NORMAL_R + beyond;
        }
      }
    }
    const float height = (t->f[layer - 1] - t->f[layer]) * unit_f32(FN(next32)(w)) + t->f[layer];
    if ((double)height < exp(-0.5 * (double)x * (double)x)) return x;
    word = FN(next32)(w);
  }
}

static __attribute__((noinline)) double FN(unlikely_exponential)(SOURCE *w, const ziggurat *t, uint64_t word) {
  for (;;) {
    const int layer = (int)((word >> 3) & 0xff);
    const uint64_t place = word >> 11;
    const double x = (double)(int64_t)place * t->w[layer];
    if (place < t->k[layer]) return x;
    if (layer == 0) return ST_EXPONENTIAL_R - st_random_log1p(-FN(unit)(w));
    if ((t->f[layer - 1] - t->f[layer]) * FN(unit)(w) + t->f[layer] < exp(-x)) return x;
    word = NEXT(w);
  }
}

static __attribute__((noinline)) float FN(unlikely_exponential32)(SOURCE *w, const ziggurat32 *t, uint32_t word) {
  for (;;) {
    const int layer = (int)((word >> 1) & 0xff);
    const uint32_t place = word >> 9;
    const float x = (float)place * t->w[layer];
    if (place < t->k[layer]) return x;
    if (layer == 0) return (float)ST_EXPONENTIAL_R - st_random_log1p32(-unit_f32(FN(next32)(w)));
    const float height = (t->f[layer - 1] - t->f[layer]) * unit_f32(FN(next32)(w)) + t->f[layer];
    if (height < (float)exp(-(double)x)) return x;
    word = FN(next32)(w);
  }
}
