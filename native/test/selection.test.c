/* The selection entries on buffers of exactly their size, against plain loops: every item size, stretches around every
 * limit, picks of each kind and mode, and what is out of bounds. */
#include "check.h"

#define N(list) (int)(sizeof list / sizeof *list)
#define ITEMS 5

static const int64_t sizes[] = {0, 1, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 129, 1000, 16385, 70001};
static const int64_t items[] = {1, 2, 4, 8, 16, 24};

static uint8_t *random_bytes(int64_t n) {
  uint8_t *data = exact((size_t)n);
  for (int64_t i = 0; i < n; i++) data[i] = (uint8_t)random_bits();
  return data;
}

/* True about once in `one_in`, as any byte that is not 0; always for 1. */
static uint8_t *random_mask(int64_t n, int one_in, int64_t *count) {
  uint8_t *mask = exact((size_t)n);
  *count = 0;
  for (int64_t i = 0; i < n; i++) {
    mask[i] = random_bits() % (uint64_t)one_in == 0 ? 1 : 0;
    *count += mask[i];
  }
  return mask;
}

static int run(int (*entry)(const st_call *), st_call call, const double *parameter, int threads) {
  call.parameter = parameter;
  call.threads = threads;
  return entry(&call);
}

static void test_compress(int64_t item, int64_t n, int one_in) {
  int64_t count, k = 0;
  uint8_t *a = random_bytes(n * item), *mask = random_mask(n, one_in, &count);
  uint8_t *out = exact((size_t)(count * item)), *wanted = exact((size_t)(count * item));
  for (int64_t i = 0; i < n; i++)
    if (mask[i]) memcpy(wanted + item * k++, a + item * i, (size_t)item);
  for (int threads = 1; threads <= 2; threads++) {
    memset(out, 0x5a, (size_t)(count * item));
    double parameter[] = {(double)item, (double)n, (double)count};
    int status = run(st_entry_compress, (st_call){.operand = {out, a, mask}}, parameter, threads);
    CHECK(status == ST_OK && memcmp(out, wanted, (size_t)(count * item)) == 0, "compress %lld items of %lld",
          (long long)n, (long long)item);
  }
  free(a);
  free(mask);
  free(out);
  free(wanted);
}

static void test_expand(int64_t item, int64_t n, int64_t values, int aligned) {
  int64_t count, k = 0;
  uint8_t *mask = random_mask(n, 3, &count), *from = random_bytes(values * item);
  uint8_t *out = random_bytes(n * item), *wanted = exact((size_t)(n * item));
  memcpy(wanted, out, (size_t)(n * item));
  for (int64_t i = 0; i < n; i++)
    if (mask[i]) memcpy(wanted + item * i, from + item * ((aligned ? i : k++) % values), (size_t)item);
  double parameter[] = {(double)item, (double)n, (double)values, aligned};
  int status = run(st_entry_expand, (st_call){.operand = {out, mask, from}}, parameter, 2);
  CHECK(status == ST_OK && memcmp(out, wanted, (size_t)(n * item)) == 0, "expand %lld items of %lld", (long long)n,
        (long long)item);
  free(mask);
  free(from);
  free(out);
  free(wanted);
}

/* axis_first: each axis in a row of its own, else each element in one. */
static void test_positions(const double *shape, int ndim, int one_in, int axis_first) {
  int64_t n = 1, count, k = 0;
  for (int axis = 0; axis < ndim; axis++) n *= (int64_t)shape[axis];
  uint8_t *mask = random_mask(n, one_in, &count);
  double *exact_shape = exact((size_t)ndim * sizeof *shape);
  memcpy(exact_shape, shape, (size_t)ndim * sizeof *shape);
  int64_t *out = exact((size_t)(count * ndim) * sizeof *out);
  const int64_t axis_stride = axis_first ? count : 1, item_stride = axis_first ? 1 : ndim;
  double parameter[] = {ndim, (double)count, (double)axis_stride, (double)item_stride};
  int status = run(st_entry_positions, (st_call){.operand = {out, mask, exact_shape}}, parameter, 2);
  CHECK(status == ST_OK, "status %d", status);
  for (int64_t i = 0; i < n; i++) {
    if (!mask[i]) continue;
    int64_t rest = i;
    for (int axis = ndim - 1; axis >= 0; axis--) {
      CHECK(out[axis * axis_stride + k * item_stride] == rest % (int64_t)shape[axis], "element %lld, axis %d",
            (long long)i, axis);
      rest /= (int64_t)shape[axis];
    }
    k++;
  }
  free(mask);
  free(exact_shape);
  free(out);
}

static void test_bits(int64_t rows, int64_t n, int little) {
  const int64_t bytes = (n + 7) / 8;
  int64_t count;
  uint8_t *mask = random_mask(rows * n, 2, &count), *packed = exact((size_t)(rows * bytes));
  uint8_t *back = exact((size_t)(rows * n));
  double to[] = {(double)rows, (double)n, little}, from[] = {(double)rows, (double)n, (double)bytes, little};
  memset(packed, 0xff, (size_t)(rows * bytes));
  CHECK(run(st_entry_packBits, (st_call){.operand = {packed, mask}}, to, 2) == ST_OK, "packBits");
  for (int64_t row = 0; row < rows; row++)
    for (int64_t i = 0; i < 8 * bytes; i++) {
      const int bit = packed[row * bytes + i / 8] >> (little ? i % 8 : 7 - i % 8) & 1;
      CHECK(bit == (i < n ? mask[row * n + i] : 0), "bit %lld of %lld", (long long)i, (long long)n);
    }
  CHECK(run(st_entry_unpackBits, (st_call){.operand = {back, packed}}, from, 2) == ST_OK, "unpackBits");
  CHECK(memcmp(back, mask, (size_t)(rows * n)) == 0, "%lld rows of %lld bits and back", (long long)rows, (long long)n);
  free(mask);
  free(packed);
  free(back);
}

enum { RAISE, WRAP, CLIP };

typedef struct picks {
  void *data;
  int64_t *places; /* where they lead; -1: nowhere */
} picks;

/* reach: how far around the bounds picks are drawn, in lengths. */
static picks random_picks(int dtype, int64_t count, int64_t length, int64_t stride, int mode, int reach) {
  const size_t bytes = dtype == ST_I32 ? 4 : 8;
  picks p = {exact((size_t)count * bytes), exact((size_t)count * sizeof(int64_t))};
  for (int64_t i = 0; i < count; i++) {
    int64_t pick = (int64_t)(random_bits() % (uint64_t)(length * (2 * reach + 1))) - reach * length;
    if (dtype == ST_F64) pick = (pick % length + length) % length;
    int64_t at = pick;
    if (mode == WRAP) at = (pick % length + length) % length;
    else if (mode == CLIP) at = pick < 0 ? 0 : pick >= length ? length - 1 : pick;
    else if (pick < 0) at = pick + length;
    p.places[i] = at < 0 || at >= length ? -1 : at;
    if (dtype == ST_I64) ((int64_t *)p.data)[i] = pick;
    else if (dtype == ST_I32) ((int32_t *)p.data)[i] = (int32_t)pick;
    else ((double *)p.data)[i] = (double)(at * stride);
  }
  return p;
}

/* `outer` rows of `length` items, every second of which is picked from or written into. */
static void test_picks(int64_t item, int dtype, int64_t outer, int64_t count, int mode, int reach) {
  const int64_t length = 13, stride = 2 * item, outer_stride = length * stride, bytes = outer * outer_stride;
  picks p = random_picks(dtype, count, length, stride, mode, reach);
  int32_t info = 7, is_bad = 0;
  for (int64_t i = 0; i < count; i++) is_bad |= p.places[i] < 0;
  uint8_t *a = random_bytes(bytes), *out = exact((size_t)(outer * count * item));
  double gather[] = {(double)item, (double)outer, (double)outer_stride, (double)length, (double)stride, (double)count, dtype, mode};
  CHECK(run(st_entry_gather, (st_call){.operand = {out, a, p.data, &info}}, gather, 2) == ST_OK, "gather");
  CHECK(info == (outer > 0 ? is_bad : 0), "gather says %d", info);
  for (int64_t row = 0; row < outer && !is_bad; row++)
    for (int64_t i = 0; i < count; i++)
      CHECK(memcmp(out + (row * count + i) * item, a + row * outer_stride + p.places[i] * stride, (size_t)item) == 0,
            "gather row %lld, pick %lld, items of %lld", (long long)row, (long long)i, (long long)item);

  const int64_t values = count > 3 ? count - 2 : 1;
  uint8_t *from = random_bytes(values * item), *wanted = exact((size_t)bytes);
  memcpy(wanted, a, (size_t)bytes);
  for (int64_t i = 0; i < outer * count && !is_bad; i++)
    memcpy(wanted + i / count * outer_stride + p.places[i % count] * stride, from + i % values * item, (size_t)item);
  double scatter[] = {(double)item, (double)outer, (double)outer_stride, (double)length, (double)stride, (double)count, dtype,
                      mode, (double)values};
  CHECK(run(st_entry_scatter, (st_call){.operand = {a, from, p.data, &info}}, scatter, 2) == ST_OK, "scatter");
  CHECK(info == is_bad, "scatter says %d", info);
  CHECK(memcmp(a, wanted, (size_t)bytes) == 0, "scatter of %lld items of %lld", (long long)count, (long long)item);
  free(a);
  free(out);
  free(from);
  free(wanted);
  free(p.data);
  free(p.places);
}

static void test_offsets(int dtype, int64_t count, int reach) {
  picks p = random_picks(dtype, count, 11, 24, RAISE, reach);
  double *out = exact((size_t)count * sizeof *out), parameter[] = {11, 24, (double)count, dtype};
  int32_t info = 7, is_bad = 0;
  for (int64_t i = 0; i < count; i++) {
    is_bad |= p.places[i] < 0;
    out[i] = (double)i;
  }
  CHECK(run(st_entry_offsets, (st_call){.operand = {out, p.data, &info}}, parameter, 2) == ST_OK, "offsets");
  CHECK(info == is_bad, "offsets says %d", info);
  for (int64_t i = 0; i < count && !is_bad; i++)
    CHECK(out[i] == (double)(i + 24 * p.places[i]), "offset %lld", (long long)i);
  free(out);
  free(p.data);
  free(p.places);
}

int main(void) {
  static const int one_in[] = {1, 2, 50}, dtypes[] = {ST_I64, ST_I32, ST_F64};
  static const int64_t counts[] = {0, 1, 2, 5, 64, 1000, 40001};
  static const double shapes[][3] = {{1, 1, 1}, {5, 7, 3}, {0, 4, 2}, {3, 1, 9000}, {20000, 2, 1}, {40, 40, 40}};
  for (int i = 0; i < N(sizes); i++) {
    for (int k = 0; k < ITEMS; k++) {
      for (int m = 0; m < N(one_in); m++) test_compress(items[k], sizes[i], one_in[m]);
      for (int aligned = 0; aligned < 2; aligned++) test_expand(items[k], sizes[i], 1 + sizes[i] / 3, aligned);
    }
    const double one[] = {(double)sizes[i]};
    for (int m = 0; m < N(one_in); m++) test_positions(one, 1, one_in[m], 1);
    for (int little = 0; little < 2; little++) {
      test_bits(1, sizes[i], little);
      if (sizes[i] < 2000) test_bits(5, sizes[i], little);
    }
  }
  for (int i = 0; i < N(shapes); i++)
    for (int ndim = 2; ndim <= 3; ndim++)
      for (int axis_first = 0; axis_first < 2; axis_first++) test_positions(shapes[i], ndim, 2, axis_first);
  for (int k = 0; k < N(items); k++)
    for (int d = 0; d < N(dtypes); d++)
      for (int c = 0; c < N(counts); c++) {
        const int64_t outer = counts[c] > 1000 ? 2 : 7;
        for (int mode = RAISE; mode <= CLIP; mode++) test_picks(items[k], dtypes[d], outer, counts[c], mode, mode == RAISE ? 0 : 2);
        test_picks(items[k], dtypes[d], outer, counts[c], RAISE, dtypes[d] == ST_F64 ? 0 : 2);
        if (k == 0 && dtypes[d] != ST_F64)
          for (int reach = 0; reach < 3; reach++) test_offsets(dtypes[d], counts[c], reach);
      }
  return check_report("selection");
}
