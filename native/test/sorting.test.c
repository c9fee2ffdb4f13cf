/* The sorting entries on buffers of exactly their size: every dtype, sizes at every limit, keys of few and many values,
 * against the standard library's sort and each other. */
#include "check.h"
#include "../sorting/forms.h"

#define N(list) (int)(sizeof list / sizeof *list)

static const int sizes[] = {1, 2, 7, 8, 9, 16, 17, 40, 41, 63,  65,  127, 129, 255, 257, 513,
                            2999, 3000, 8193, 20001, 65535, 70001};

static int by_key(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Elements of a dtype by number, through memory alone: any bits are an element. */
static void *elements(int bytes, int64_t n, int kind) {
  char *data = exact((size_t)(n * bytes));
  for (int64_t i = 0; i < n; i++) {
    const uint64_t falling = (uint64_t)(n - i) << 20;
    const uint64_t bits = kind == 0 ? random_bits() : kind == 1 ? random_bits() % 3 : kind == 2 ? (uint64_t)i : falling;
    memcpy(data + i * bytes, &bits, (size_t)bytes);
  }
  return data;
}

/* Keys of all elements, as 64-bit numbers. */
static uint64_t *keys_of(int dtype, const void *a, int64_t n, int bytes) {
  const st_sort_form *form = st_sort_form_of(dtype, 0);
  char *keys = exact((size_t)n * form->bytes);
  uint64_t *wide = exact((size_t)n * sizeof *wide);
  form->load(a, bytes, 0, n, keys, 0);
  for (int64_t i = 0; i < n; i++)
    wide[i] = form->bytes == 8 ? ((uint64_t *)(void *)keys)[i] : ((uint32_t *)(void *)keys)[i];
  free(keys);
  return wide;
}

static void test_sort(int dtype, int bytes, int64_t n, int kind) {
  char *a = elements(bytes, n, kind), *out = exact((size_t)(n * bytes));
  int64_t *order = exact((size_t)n * sizeof *order);
  const double parameters[] = {dtype, 1, (double)n, 1, 0, 0, 0};
  const st_call sorts = {.operand = {a, out}, .parameter = parameters};
  const st_call orders = {.operand = {a, order}, .parameter = parameters};
  CHECK(st_entry_sort(&sorts) == ST_OK && st_entry_argsort(&orders) == ST_OK, "%d %ld", dtype, (long)n);
  uint64_t *keys = keys_of(dtype, a, n, bytes), *got = keys_of(dtype, out, n, bytes);
  uint64_t *want = keys_of(dtype, a, n, bytes);
  qsort(want, (size_t)n, sizeof *want, by_key);
  CHECK(memcmp(want, got, (size_t)n * sizeof *want) == 0, "sort of dtype %d, %ld, kind %d", dtype, (long)n, kind);
  int ordered = 1;
  const int zeros = dtype == ST_F64 || dtype == ST_F32 || dtype == ST_F16; /* -0 and 0 are equal to argsort alone */
  for (int64_t i = 0; i < n && !zeros; i++) {
    ordered &= keys[order[i]] == want[i];
    if (i > 0 && want[i] == want[i - 1]) ordered &= order[i] > order[i - 1];
  }
  CHECK(ordered, "argsort of dtype %d, %ld, kind %d", dtype, (long)n, kind);
  free(a), free(out), free(order), free(want), free(keys), free(got);
}

static void test_partition(int64_t n, int kind) {
  int64_t *a = elements(8, n, kind), *out = exact((size_t)n * 8), *sorted = exact((size_t)n * 8);
  const double kth = (double)(n / 3);
  const double all[] = {ST_I64, 1, (double)n, 1, 0, 0, 0}, one[] = {ST_I64, 1, (double)n, 1, 0, 1, 0},
               select[] = {ST_I64, 1, (double)n, 1, 0, 1, 1};
  const st_call sorts = {.operand = {a, sorted}, .parameter = all};
  const st_call parts = {.operand = {a, out, (void *)&kth}, .parameter = one};
  CHECK(st_entry_sort(&sorts) == ST_OK && st_entry_sort(&parts) == ST_OK, "%ld", (long)n);
  int apart = 1;
  for (int64_t i = 0; i < n; i++) apart &= i < n / 3 ? out[i] <= out[n / 3] : out[i] >= out[n / 3];
  CHECK(out[n / 3] == sorted[n / 3] && apart, "partition of %ld, kind %d", (long)n, kind);
  const st_call selects = {.operand = {a, out, (void *)&kth}, .parameter = select};
  CHECK(st_entry_sort(&selects) == ST_OK && out[n / 3] == sorted[n / 3], "selection of %ld, kind %d", (long)n, kind);
  free(a), free(out), free(sorted);
}

static void test_search(int64_t n, int64_t count) {
  int64_t *a = elements(8, n, 2), *values = elements(8, count, 2), *out = exact((size_t)count * 8);
  for (int right = 0; right < 2; right++) {
    const double parameters[] = {ST_I64, (double)n, (double)count, right};
    const st_call call = {.operand = {a, values, out}, .parameter = parameters};
    CHECK(st_entry_searchsorted(&call) == ST_OK, "%ld", (long)n);
    for (int64_t i = 0; i < count; i++) {
      const int64_t want = i < n ? i + right : n;
      CHECK(out[i] == want, "search of %ld among %ld: %ld", (long)i, (long)n, (long)out[i]);
    }
  }
  free(a), free(values), free(out);
}

int main(void) {
  static const int dtypes[][2] = {{ST_F64, 8}, {ST_F32, 4}, {ST_I64, 8}, {ST_U64, 8}, {ST_I32, 4}, {ST_U32, 4},
                                  {ST_F16, 2}, {ST_I16, 2}, {ST_U16, 2}, {ST_I8, 1},  {ST_U8, 1}};
  for (int size = 0; size < N(sizes); size++)
    for (int kind = 0; kind < 4; kind++) {
      for (int dtype = 0; dtype < N(dtypes); dtype++) test_sort(dtypes[dtype][0], dtypes[dtype][1], sizes[size], kind);
      test_partition(sizes[size], kind);
    }
  for (int64_t n = 0; n < 40; n++) test_search(n, 37);
  test_search(5000, 9001);
  return check_report("sorting");
}
