/* Between memory of any strides and vectors whose lanes are separate transforms. Included once for each element type,
 * after passes.h. Three layouts go by vectors: lanes that lie side by side, as complex numbers or as real ones, and
 * transforms whose own elements do, which are transposed on the way. Everything else goes number by number. */

#define AT(side, l, i) ((side)->base + (side)->lane[l] + (i) * (side)->element)

static inline REAL FN(get)(const char *p) { return *(const UREAL *)p; }
static inline void FN(put)(char *p, REAL value) { *(UREAL *)p = value; }

#if LANES > 1
/* The step between lanes, where all are there and it is the same; else 0. */
static int64_t FN(lane_step)(const st_fft_side *side, int count) {
  if (count < LANES) return 0;
  int64_t step = side->lane[1] - side->lane[0];
  for (int l = 2; l < LANES; l++)
    if (side->lane[l] - side->lane[l - 1] != step) return 0;
  return step;
}

/* Row l of the square becomes lane l of every vector. */
static ST_INLINE void FN(transpose)(VEC *v) {
  for (int half = 1; half < LANES; half *= 2) {
    VEC t[LANES];
    for (int i = 0; i < LANES / 2; i++) {
      t[2 * i] = ST_SHUFFLE(FIRST, LANES, v[i], v[i + LANES / 2]);
      t[2 * i + 1] = ST_SHUFFLE(SECOND, LANES, v[i], v[i + LANES / 2]);
    }
    for (int i = 0; i < LANES; i++) v[i] = t[i];
  }
}

static inline VEC FN(load_vector)(const char *p) { return *(const UVEC *)p; }
static inline void FN(store_vector)(char *p, VEC value) { *(UVEC *)p = value; }
#endif

static void FN(load_singly)(const st_fft_side *side, int64_t from, int64_t to, int count, VEC *re, VEC *im) {
  for (int64_t i = from; i < to; i++) {
    REAL r[LANES] = {0}, m[LANES] = {0};
    for (int l = 0; l < count; l++) {
      const char *p = AT(side, l, i);
      r[l] = FN(get)(p);
      if (side->part) m[l] = FN(get)(p + side->part);
    }
    memcpy(&re[2 * i], r, sizeof r);
    memcpy(&im[2 * i], m, sizeof m);
  }
}

/* Elements [0, n) of `count` transforms; the lanes above are 0. */
static void FN(load)(const st_fft_side *side, int64_t n, int count, CPX *to) {
  VEC *re = side->swap ? &to->im : &to->re, *im = side->swap ? &to->re : &to->im;
  int64_t done = 0;
#if LANES > 1
  const int64_t item = sizeof(REAL), step = FN(lane_step)(side, count);
  if (step == 2 * item && side->part == item) {
    for (; done < n; done++) {
      const char *p = AT(side, 0, done);
      VEC a = FN(load_vector)(p), b = FN(load_vector)(p + sizeof(VEC));
      re[2 * done] = ST_SHUFFLE(EVEN, LANES, a, b);
      im[2 * done] = ST_SHUFFLE(ODD, LANES, a, b);
    }
  } else if (step == item) {
    for (; done < n; done++) {
      const char *p = AT(side, 0, done);
      re[2 * done] = FN(load_vector)(p);
      im[2 * done] = side->part ? FN(load_vector)(p + side->part) : BROADCAST(0);
    }
  } else if (count == LANES && side->part == item && side->element == 2 * item) {
    for (; done + LANES / 2 <= n; done += LANES / 2) {
      VEC v[LANES];
      for (int l = 0; l < LANES; l++) v[l] = FN(load_vector)(AT(side, l, done));
      FN(transpose)(v);
      for (int i = 0; i < LANES / 2; i++) {
        re[2 * (done + i)] = v[2 * i];
        im[2 * (done + i)] = v[2 * i + 1];
      }
    }
  }
#endif
  FN(load_singly)(side, done, n, count, re, im);
}

#if LANES > 1
/* Whether a result of this size, whole cache lines at a time, should go past the cache: it would not stay there, and
 * lines that are written whole need not be read first. */
static inline int FN(goes_past)(const void *first, int64_t count, int64_t step) {
  const int64_t line = 64;
  if (2 * (int64_t)sizeof(VEC) < line || count * step < ST_FFT_PAST_CACHE) return 0;
  return (uintptr_t)first % (uintptr_t)line == 0 && step % line == 0;
}
#endif

static void FN(store_singly)(const st_fft_side *side, int64_t from, int64_t to, int count, const VEC *re,
                             const VEC *im) {
  for (int64_t i = from; i < to; i++) {
    REAL r[LANES], m[LANES];
    memcpy(r, &re[2 * i], sizeof r);
    memcpy(m, &im[2 * i], sizeof m);
    for (int l = 0; l < count; l++) {
      char *p = AT(side, l, i);
      FN(put)(p, r[l]);
      if (side->part) FN(put)(p + side->part, m[l]);
    }
  }
}

/* Elements [0, n) of `count` transforms, scaled. */
static void FN(store)(const st_fft_side *side, int64_t n, int count, REAL scale, CPX *from) {
  VEC *re = side->swap ? &from->im : &from->re, *im = side->swap ? &from->re : &from->im;
  int64_t done = 0;
  const VEC factor = BROADCAST(scale);
#if LANES > 1
  const int64_t item = sizeof(REAL), step = FN(lane_step)(side, count);
  if (step == 2 * item && side->part == item && FN(goes_past)(AT(side, 0, 0), n, side->element)) {
    for (; done < n; done++) {
      REAL *p = (REAL *)AT(side, 0, done);
      VEC a = re[2 * done] * factor, b = im[2 * done] * factor;
      STREAM(p, ST_SHUFFLE(FIRST, LANES, a, b));
      STREAM(p + LANES, ST_SHUFFLE(SECOND, LANES, a, b));
    }
    st_stream_fence();
  } else if (step == 2 * item && side->part == item) {
    for (; done < n; done++) {
      char *p = AT(side, 0, done);
      VEC a = re[2 * done] * factor, b = im[2 * done] * factor;
      FN(store_vector)(p, ST_SHUFFLE(FIRST, LANES, a, b));
      FN(store_vector)(p + sizeof(VEC), ST_SHUFFLE(SECOND, LANES, a, b));
    }
  } else if (step == item) {
    for (; done < n; done++) {
      char *p = AT(side, 0, done);
      FN(store_vector)(p, re[2 * done] * factor);
      if (side->part) FN(store_vector)(p + side->part, im[2 * done] * factor);
    }
  } else if (count == LANES && side->part == item && side->element == 2 * item) {
    for (; done + LANES / 2 <= n; done += LANES / 2) {
      VEC v[LANES];
      for (int i = 0; i < LANES / 2; i++) {
        v[2 * i] = re[2 * (done + i)] * factor;
        v[2 * i + 1] = im[2 * (done + i)] * factor;
      }
      FN(transpose)(v);
      for (int l = 0; l < LANES; l++) FN(store_vector)(AT(side, l, done), v[l]);
    }
  }
#endif
  for (int64_t i = done; i < n; i++) {
    re[2 * i] *= factor;
    im[2 * i] *= factor;
  }
  FN(store_singly)(side, done, n, count, re, im);
}

/* Spectra of real numbers x, where z[j] = x[2j] + i x[2j + 1] has been transformed: with half = length / 2,
 * X[k] = (z[k] + conj z[half - k]) / 2 - i w^k (z[k] - conj z[half - k]) / 2. In place, z[half] new. */
static void FN(split_lanes)(const st_fft_plan *plan, CPX *z) {
  const int64_t half = plan->length / 2;
  const REAL *root = plan->half_root;
  const VEC by_half = BROADCAST((REAL)0.5);
  CPX zero = z[0];
  z[0] = (CPX){zero.re + zero.im, BROADCAST(0)};
  z[half] = (CPX){zero.re - zero.im, BROADCAST(0)};
  for (int64_t k = 1; 2 * k <= half; k++) {
    CPX a = z[k], b = z[half - k];
    CPX even = {(a.re + b.re) * by_half, (a.im - b.im) * by_half};
    CPX odd = FN(rotated)((CPX){(a.im + b.im) * by_half, (b.re - a.re) * by_half}, root[2 * k], root[2 * k + 1]);
    z[k] = FN(add)(even, odd);
    z[half - k] = (CPX){even.re - odd.re, odd.im - even.im};
  }
}

/* The way back, ready for the exchange that turns a forward transform into an inverse one:
 * z[k] = (X[k] + conj X[half - k]) + i conj(w^k) (X[k] - conj X[half - k]). */
static void FN(join_lanes)(const st_fft_plan *plan, CPX *z) {
  const int64_t half = plan->length / 2;
  const REAL *root = plan->half_root;
  z[0] = (CPX){z[0].re - z[half].re, z[0].re + z[half].re};
  for (int64_t k = 1; 2 * k <= half; k++) {
    CPX a = z[k], b = z[half - k];
    CPX even = {a.re + b.re, a.im - b.im};
    CPX odd = FN(rotated)((CPX){-(a.im + b.im), a.re - b.re}, root[2 * k], -root[2 * k + 1]);
    z[k] = (CPX){even.im + odd.im, even.re + odd.re};
    z[half - k] = (CPX){odd.im - even.im, even.re - odd.re};
  }
}

/* Real numbers as the complex ones that every second of them makes. */
static st_fft_side FN(pairs_of)(const st_fft_side *side) {
  st_fft_side pairs = *side;
  pairs.part = side->element;
  pairs.element = 2 * side->element;
  return pairs;
}

static void FN(run_real_to_half)(const st_fft_plan *plan, const st_fft_side *in, const st_fft_side *out, int count,
                                 REAL scale, CPX *x, CPX *y) {
  const int64_t n = plan->length;
  CPX *z;
  if (n % 2 == 0) {
    st_fft_side pairs = FN(pairs_of)(in);
    FN(load)(&pairs, n / 2, count, x);
    z = FN(transform)(plan->packed, x, y);
    FN(split_lanes)(plan, z);
  } else {
    FN(load)(in, n, count, x);
    z = FN(transform)(plan->packed, x, y);
    z[0].im = BROADCAST(0);
  }
  FN(store)(out, n / 2 + 1, count, scale, z);
}

static void FN(run_half_to_real)(const st_fft_plan *plan, const st_fft_side *in, const st_fft_side *out, int count,
                                 REAL scale, CPX *x, CPX *y) {
  const int64_t n = plan->length;
  st_fft_side real = *out;
  FN(load)(in, n / 2 + 1, count, x);
  real.swap = 1;
  if (n % 2 == 0) {
    FN(join_lanes)(plan, x);
    st_fft_side pairs = FN(pairs_of)(&real);
    FN(store)(&pairs, n / 2, count, scale, FN(transform)(plan->packed, x, y));
    return;
  }
  x[0] = (CPX){BROADCAST(0), x[0].re};
  for (int64_t k = 1; k <= n / 2; k++) {
    CPX value = x[k];
    x[k] = (CPX){value.im, value.re};
    x[n - k] = (CPX){-value.im, value.re};
  }
  FN(store)(&real, n, count, scale, FN(transform)(plan->packed, x, y));
}

static void FN(lanes_run)(const st_fft_plan *plan, int kind, const st_fft_side *in, const st_fft_side *out, int count,
                          double scale, void *work) {
  CPX *x = work, *y = x + plan->work + LANES;
  if (kind == ST_FFT_REAL_TO_HALF) {
    FN(run_real_to_half)(plan, in, out, count, (REAL)scale, x, y);
  } else if (kind == ST_FFT_HALF_TO_REAL) {
    FN(run_half_to_real)(plan, in, out, count, (REAL)scale, x, y);
  } else {
    FN(load)(in, plan->length, count, x);
    FN(store)(out, plan->length, count, (REAL)scale, FN(transform)(plan, x, y));
  }
}
