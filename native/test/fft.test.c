/* Fourier transforms against the sum that defines them: every way a length can take, both dtypes, lines that lie apart,
 * side by side and backwards, real ones and back; threads that change no bit; more lengths than the cache of plans
 * keeps, asked for by several threads at once. */
#include "check.h"

static size_t size_of(int dtype) { return dtype == ST_F64 ? 8 : 4; }

/* Lines of `length` numbers, `parts` slots each: where line l and element i lie, in slots. */
typedef struct lines {
  void *memory;
  int64_t start, step, line, parts;
} lines;

enum layout { ROWS, COLUMNS, BACKWARDS, LAYOUTS };

static lines make_lines(int dtype, int64_t count, int64_t length, int64_t parts, enum layout layout) {
  lines x = {.step = parts, .line = length * parts, .parts = parts};
  if (layout == COLUMNS) x.step = count * parts, x.line = parts;
  if (layout == BACKWARDS) x.step = -2 * parts, x.line = -2 * length * parts, x.start = 2 * (count * length - 1) * parts;
  int64_t slots = layout == BACKWARDS ? x.start + parts : count * length * parts;
  x.memory = random_values(dtype, slots, 0);
  return x;
}

static double part_at(const lines *x, int dtype, int64_t l, int64_t i, int part) {
  return part < x->parts ? value_at(x->memory, dtype, x->start + l * x->line + i * x->step + part) : 0;
}

static int run(int kind, int dtype, int64_t count, int64_t length, const lines *x, const lines *y, double scale,
               int inverse, int threads) {
  double item = (double)size_of(dtype), parameter[] = {kind, dtype, (double)length, 1, scale, inverse};
  double layout[] = {(double)count, (double)y->start * item, (double)y->step * item, (double)y->line * item,
                     (double)x->start * item, (double)x->step * item, (double)x->line * item};
  st_call call = {.operand = {y->memory, x->memory, layout}, .parameter = parameter, .threads = threads};
  return st_entry_fft(&call);
}

/* Element k of line l by the definition; of half spectra (kind 2) the whole is made first. */
static void direct(int kind, int dtype, int64_t length, const lines *x, int64_t l, int64_t k, int inverse, double *sum) {
  sum[0] = sum[1] = 0;
  for (int64_t j = 0; j < length; j++) {
    int64_t from = kind == 2 && 2 * j > length ? length - j : j;
    double re = part_at(x, dtype, l, from, 0), im = part_at(x, dtype, l, from, 1);
    if (kind == 2 && (j == 0 || 2 * j == length)) im = 0;
    if (from != j) im = -im;
    double angle = 2 * 3.14159265358979323846 * (double)(j * k % length) / (double)length;
    double c = cos(angle), s = (kind == 2 || inverse ? 1 : -1) * sin(angle);
    sum[0] += re * c - im * s;
    sum[1] += re * s + im * c;
  }
}

static void compare(int kind, int dtype, int64_t count, int64_t length, enum layout from, enum layout to, int inverse) {
  int64_t half = length / 2 + 1;
  int64_t in_length = kind == 2 ? half : length, out_length = kind == 1 ? half : length;
  lines x = make_lines(dtype, count, in_length, kind % 2 ? 1 : 2, from);
  lines y = make_lines(dtype, count, out_length, kind == 2 ? 1 : 2, to), again = make_lines(dtype, count, out_length, y.parts, to);
  CHECK(run(kind, dtype, count, length, &x, &y, 0.5, inverse, 1) == ST_OK, "length %lld", (long long)length);
  CHECK(run(kind, dtype, count, length, &x, &again, 0.5, inverse, 2) == ST_OK, "length %lld", (long long)length);
  double error = 0, size = 0;
  for (int64_t l = 0; l < count; l += count > 2 ? count - 1 : 1)
    for (int64_t k = 0; k < out_length; k += out_length > 300 ? 37 : 1) {
      double want[2];
      direct(kind, dtype, length, &x, l, k, inverse, want);
      for (int part = 0; part < y.parts; part++) {
        double got = part_at(&y, dtype, l, k, part), difference = got - 0.5 * want[part];
        CHECK(got == part_at(&again, dtype, l, k, part), "threads change length %lld", (long long)length);
        error += difference * difference;
        size += 0.25 * want[part] * want[part];
      }
    }
  /* The definition itself is off by a unit of roundoff for each of its terms at most. */
  CHECK(sqrt(error) <= (32 * unit_roundoff(dtype) + (double)length * 0x1p-53) * sqrt(size) + 1e-30,
        "kind %d dtype %d %lldx%lld layouts %d %d: %g of %g", kind, dtype, (long long)count, (long long)length, from, to,
        sqrt(error), sqrt(size));
  free(x.memory);
  free(y.memory);
  free(again.memory);
}

/* A task of its own transforms: plans are made, found and dropped by several threads. */
static int many_lengths(void *context, int64_t task, int thread) {
  (void)context, (void)thread;
  int64_t length = 1 + task * 7 % 97;
  double memory[2 * 97], parameter[] = {0, ST_F64, (double)length, 0, 1, 0}, layout[] = {0, 16, 0, 16};
  for (int64_t i = 0; i < 2 * length; i++) memory[i] = i == 0;
  st_call call = {.operand = {memory, memory, layout}, .parameter = parameter, .threads = 1};
  int status = st_entry_fft(&call);
  for (int64_t i = 0; i < length; i++) CHECK(fabs(memory[2 * i] - 1) < 1e-14, "length %lld", (long long)length);
  return status;
}

static void test(void) {
  static const int64_t lengths[] = {1,  2,  3,  4,  5,  6,  7,  8,   9,   10,  11,  12,  13,  15,  16,  17,   20,   24,
                                    30, 32, 37, 49, 64, 77, 97, 101, 103, 127, 128, 210, 211, 256, 360, 1000, 1009, 1024};
  static const int64_t counts[] = {1, 2, 5, 19};
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++)
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
      for (size_t j = 0; j < sizeof counts / sizeof *counts; j++)
        for (int kind = 0; kind < 4; kind++) {
          if (lengths[i] > 200 && counts[j] == 5) continue;
          enum layout from = (enum layout)((i + j) % LAYOUTS), to = (enum layout)((i + (size_t)kind) % LAYOUTS);
          compare(kind, dtype, counts[j], lengths[i], from, to, kind % 3 == 0 ? (int)(i % 2) : 0);
          compare(kind, dtype, counts[j], lengths[i], ROWS, ROWS, 0);
          compare(kind, dtype, counts[j], lengths[i], COLUMNS, COLUMNS, 0);
        }
  static const int64_t longer[] = {8192, 16384, 6007, 19683, 20014};
  for (int dtype = ST_F64; dtype <= ST_F32; dtype++)
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++)
      for (int kind = 0; kind < 4; kind++) compare(kind, dtype, 1 + (int64_t)i % 2, longer[i], ROWS, ROWS, 0);
  CHECK(st_parallel_for(400, 2, many_lengths, NULL, NULL) == ST_OK, "many lengths");
}

int main(void) {
  test();
  return check_report("fft");
}
