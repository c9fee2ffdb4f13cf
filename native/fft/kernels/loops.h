/* The loops around one long transform: Bluestein's chirp and convolution, and the halves of real transforms. Tasks for
 * threads are ranges of elements. Included once for each element type, after lanes.h for one lane. */

static inline CPX FN(element)(const st_fft_side *side, int64_t i) {
  const char *p = side->base + i * side->element;
  REAL re = FN(get)(p), im = side->part ? FN(get)(p + side->part) : 0;
  return side->swap ? (CPX){im, re} : (CPX){re, im};
}

static inline void FN(set_element)(const st_fft_side *side, int64_t i, CPX value) {
  char *p = side->base + i * side->element;
  FN(put)(p, side->swap ? value.im : value.re);
  if (side->part) FN(put)(p + side->part, side->swap ? value.re : value.im);
}

static void FN(chirp_in)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *padded) {
  CPX *x = padded;
  const CPX *chirp = plan->chirp;
  int64_t i = from;
  for (; i < to && i < plan->length; i++) x[i] = FN(rotated)(FN(element)(in, i), chirp[i].re, chirp[i].im);
  for (; i < to; i++) x[i] = (CPX){0, 0};
}

static void FN(convolve)(const st_fft_plan *plan, int64_t from, int64_t to, void *padded) {
  CPX *x = padded;
  const CPX *kernel = plan->kernel;
  for (int64_t i = from; i < to; i++) x[i] = FN(rotated)(x[i], kernel[i].re, kernel[i].im);
}

static void FN(chirp_out)(const st_fft_plan *plan, const st_fft_side *out, int64_t from, int64_t to, double scale,
                          const void *padded) {
  const CPX *x = padded, *chirp = plan->chirp;
  for (int64_t i = from; i < to; i++) {
    CPX value = FN(rotated)(x[i], chirp[i].re, chirp[i].im);
    FN(set_element)(out, i, (CPX){value.re * (REAL)scale, value.im * (REAL)scale});
  }
}

/* Pairs k and length/2 - k of a spectrum, in place, k in [from, to) of 0 to length/4: see split_lanes. */
static void FN(split)(const st_fft_plan *plan, const st_fft_side *out, int64_t from, int64_t to, double scale) {
  const int64_t half = plan->length / 2;
  const CPX *root = plan->half_root;
  const REAL factor = (REAL)scale, by_half = (REAL)(0.5) * (REAL)scale;
  for (int64_t k = from; k < to; k++) {
    CPX a = FN(element)(out, k);
    if (k == 0) {
      FN(set_element)(out, 0, (CPX){(a.re + a.im) * factor, 0});
      FN(set_element)(out, half, (CPX){(a.re - a.im) * factor, 0});
      continue;
    }
    CPX b = FN(element)(out, half - k);
    CPX even = {(a.re + b.re) * by_half, (a.im - b.im) * by_half};
    CPX odd = FN(rotated)((CPX){(a.im + b.im) * by_half, (b.re - a.re) * by_half}, root[k].re, root[k].im);
    FN(set_element)(out, k, FN(add)(even, odd));
    FN(set_element)(out, half - k, (CPX){even.re - odd.re, odd.im - even.im});
  }
}

/* A half spectrum into the complex numbers whose inverse transform is the real result: see join_lanes, of which this
 * leaves out the exchange. */
static void FN(join)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *packed) {
  const int64_t half = plan->length / 2;
  const CPX *root = plan->half_root;
  CPX *z = packed;
  for (int64_t k = from; k < to; k++) {
    CPX a = FN(element)(in, k), b = FN(element)(in, half - k);
    if (k == 0) {
      z[0] = (CPX){a.re + b.re, a.re - b.re};
      continue;
    }
    CPX even = {a.re + b.re, a.im - b.im};
    CPX odd = FN(rotated)((CPX){-(a.im + b.im), a.re - b.re}, root[k].re, -root[k].im);
    z[k] = FN(add)(even, odd);
    z[half - k] = (CPX){even.re - odd.re, odd.im - even.im};
  }
}

/* A half spectrum of an odd length as the whole one: element k in [from, to) of 0 to length/2, and length - k. */
static void FN(mirror)(const st_fft_plan *plan, const st_fft_side *in, int64_t from, int64_t to, void *whole) {
  CPX *x = whole;
  for (int64_t k = from; k < to; k++) {
    CPX value = FN(element)(in, k);
    if (k == 0) {
      x[0] = (CPX){value.re, 0};
      continue;
    }
    x[k] = value;
    x[plan->length - k] = (CPX){value.re, -value.im};
  }
}
