/* Passes of the transform (Stockham's self-sorting form, decimation in frequency), on vectors whose lanes are separate
 * transforms. Before a pass the data are x[q + stride (p + m k)], k < radix, after it y[q + stride (radix p + k)]:
 * a butterfly over k, then times exp(-2 pi i p k / (m radix)). Included once for each element type. */

static inline VEC FN(times)(REAL a, VEC b, VEC c) { return FMA(BROADCAST(a), b, c); }

static inline CPX FN(rotated)(CPX x, REAL c, REAL s) {
  VEC cv = BROADCAST(c), sv = BROADCAST(s);
  return (CPX){FMA(x.re, cv, -(x.im * sv)), FMA(x.re, sv, x.im * cv)};
}
static inline CPX FN(add)(CPX a, CPX b) { return (CPX){a.re + b.re, a.im + b.im}; }
static inline CPX FN(sub)(CPX a, CPX b) { return (CPX){a.re - b.re, a.im - b.im}; }
/* -i x */
static inline CPX FN(turned)(CPX x) { return (CPX){x.im, -x.re}; }

static ST_INLINE void FN(butterfly2)(CPX *v, int radix, const REAL *root) {
  (void)radix, (void)root;
  CPX a = v[0], b = v[1];
  v[0] = FN(add)(a, b);
  v[1] = FN(sub)(a, b);
}

static ST_INLINE void FN(four)(CPX *a, CPX *b, CPX *c, CPX *d) {
  CPX s = FN(add)(*a, *c), t = FN(sub)(*a, *c), u = FN(add)(*b, *d), w = FN(turned)(FN(sub)(*b, *d));
  *a = FN(add)(s, u);
  *b = FN(add)(t, w);
  *c = FN(sub)(s, u);
  *d = FN(sub)(t, w);
}

static ST_INLINE void FN(butterfly4)(CPX *v, int radix, const REAL *root) {
  (void)radix, (void)root;
  FN(four)(v, v + 1, v + 2, v + 3);
}

static ST_INLINE void FN(butterfly8)(CPX *v, int radix, const REAL *root) {
  (void)radix, (void)root;
  const VEC half = BROADCAST((REAL)0.70710678118654752440);
  CPX e0 = FN(add)(v[0], v[4]), o0 = FN(sub)(v[0], v[4]), e1 = FN(add)(v[1], v[5]), o1 = FN(sub)(v[1], v[5]);
  CPX e2 = FN(add)(v[2], v[6]), o2 = FN(sub)(v[2], v[6]), e3 = FN(add)(v[3], v[7]), o3 = FN(sub)(v[3], v[7]);
  o1 = (CPX){(o1.re + o1.im) * half, (o1.im - o1.re) * half};
  o2 = FN(turned)(o2);
  o3 = (CPX){(o3.im - o3.re) * half, -((o3.re + o3.im) * half)};
  FN(four)(&e0, &e1, &e2, &e3);
  FN(four)(&o0, &o1, &o2, &o3);
  v[0] = e0, v[1] = o0, v[2] = e1, v[3] = o1, v[4] = e2, v[5] = o2, v[6] = e3, v[7] = o3;
}

/* Any odd radix: x[j] and x[radix - j] share their products. root: cosines and sines of 2 pi j / radix. */
static ST_INLINE void FN(butterfly_odd)(CPX *v, int radix, const REAL *root) {
  const int half = radix / 2;
  CPX sum[ST_FFT_MAX_RADIX / 2 + 1], difference[ST_FFT_MAX_RADIX / 2 + 1];
  CPX first = v[0], total = v[0];
  for (int j = 1; j <= half; j++) {
    sum[j] = FN(add)(v[j], v[radix - j]);
    difference[j] = FN(sub)(v[j], v[radix - j]);
    total = FN(add)(total, sum[j]);
  }
  v[0] = total;
  for (int k = 1; k <= half; k++) {
    CPX even = first;
    CPX odd = {difference[1].re * BROADCAST(root[2 * k + 1]), difference[1].im * BROADCAST(root[2 * k + 1])};
    even.re = FN(times)(root[2 * k], sum[1].re, even.re);
    even.im = FN(times)(root[2 * k], sum[1].im, even.im);
    int at = k;
    for (int j = 2; j <= half; j++) {
      at += k;
      if (at >= radix) at -= radix;
      even.re = FN(times)(root[2 * at], sum[j].re, even.re);
      even.im = FN(times)(root[2 * at], sum[j].im, even.im);
      odd.re = FN(times)(root[2 * at + 1], difference[j].re, odd.re);
      odd.im = FN(times)(root[2 * at + 1], difference[j].im, odd.im);
    }
    v[k] = (CPX){even.re + odd.im, even.im - odd.re};
    v[radix - k] = (CPX){even.re - odd.im, even.im + odd.re};
  }
}

/* One pass; `radix` and `butterfly` are known when it is compiled, except for the pass of any radix. */
#define PASS(name, butterfly, radix_, most)                                                                         \
  static void FN(name)(const CPX *x, CPX *y, int radix, int64_t m, int64_t stride, const REAL *twiddle,            \
                       const REAL *root) {                                                                          \
    (void)radix;                                                                                                    \
    const int r = radix_;                                                                                           \
    CPX v[most];                                                                                                    \
    for (int64_t q = 0; q < stride; q++) { /* p = 0: nothing to turn */                                             \
      for (int k = 0; k < r; k++) v[k] = x[q + stride * m * k];                                                     \
      FN(butterfly)(v, r, root);                                                                                    \
      for (int k = 0; k < r; k++) y[q + stride * k] = v[k];                                                         \
    }                                                                                                               \
    for (int64_t p = 1; p < m; p++) {                                                                               \
      const REAL *w = twiddle + 2 * (r - 1) * p;                                                                    \
      const CPX *from = x + stride * p;                                                                             \
      CPX *to = y + stride * r * p;                                                                                 \
      for (int64_t q = 0; q < stride; q++) {                                                                        \
        for (int k = 0; k < r; k++) v[k] = from[q + stride * m * k];                                                \
        FN(butterfly)(v, r, root);                                                                                  \
        to[q] = v[0];                                                                                               \
        for (int k = 1; k < r; k++) to[q + stride * k] = FN(rotated)(v[k], w[2 * k - 2], w[2 * k - 1]);             \
      }                                                                                                             \
    }                                                                                                               \
  }

PASS(pass2, butterfly2, 2, 2)
PASS(pass3, butterfly_odd, 3, 3)
PASS(pass4, butterfly4, 4, 4)
PASS(pass5, butterfly_odd, 5, 5)
PASS(pass7, butterfly_odd, 7, 7)
PASS(pass8, butterfly8, 8, 8)
PASS(pass11, butterfly_odd, 11, 11)
PASS(pass13, butterfly_odd, 13, 13)
PASS(pass_any, butterfly_odd, radix, ST_FFT_MAX_RADIX)
#undef PASS

typedef void (*FN(pass))(const CPX *, CPX *, int, int64_t, int64_t, const REAL *, const REAL *);

static FN(pass) FN(pass_of)(int radix) {
  switch (radix) {
    case 2: return FN(pass2);
    case 3: return FN(pass3);
    case 4: return FN(pass4);
    case 5: return FN(pass5);
    case 7: return FN(pass7);
    case 8: return FN(pass8);
    case 11: return FN(pass11);
    case 13: return FN(pass13);
    default: return FN(pass_any);
  }
}

/* All passes, from x to the buffer that is returned: x or y. */
static CPX *FN(all_passes)(const st_fft_plan *plan, CPX *x, CPX *y) {
  int64_t left = plan->length, stride = 1;
  for (int i = 0; i < plan->factor_count; i++) {
    int radix = plan->factor[i];
    left /= radix;
    FN(pass_of)(radix)(x, y, radix, left, stride, plan->twiddle[i], plan->root[i]);
    stride *= radix;
    CPX *swap = x;
    x = y;
    y = swap;
  }
  return x;
}

/* Bluestein's way: with j k = (j^2 + k^2 - (k - j)^2) / 2 the transform is a convolution with a chirp. */
static CPX *FN(transform)(const st_fft_plan *plan, CPX *x, CPX *y) {
  const st_fft_plan *inner = plan->inner;
  if (!inner) return FN(all_passes)(plan, x, y);
  const REAL *chirp = plan->chirp, *kernel = plan->kernel;
  for (int64_t i = 0; i < plan->length; i++) x[i] = FN(rotated)(x[i], chirp[2 * i], chirp[2 * i + 1]);
  for (int64_t i = plan->length; i < inner->length; i++) x[i] = (CPX){BROADCAST(0), BROADCAST(0)};
  CPX *spectrum = FN(all_passes)(inner, x, y), *other = spectrum == x ? y : x;
  for (int64_t i = 0; i < inner->length; i++) {
    CPX value = FN(rotated)(spectrum[i], kernel[2 * i], kernel[2 * i + 1]);
    spectrum[i] = (CPX){value.im, value.re};
  }
  CPX *result = FN(all_passes)(inner, spectrum, other);
  for (int64_t i = 0; i < plan->length; i++)
    result[i] = FN(rotated)((CPX){result[i].im, result[i].re}, chirp[2 * i], chirp[2 * i + 1]);
  return result;
}
