/* Times and checks distanceFull and distanceCondensed without Node. For measuring and tuning, not a test.
 *
 * Build: node scripts/sanitize.mjs builds the tests of this folder; this one by hand, all of native/distance, its kernels
 * for each instruction set as scripts/native/targets.mjs has them, native/engine/isa.c and native/engine/hosted:
 *     cc -O3 ... native/test/bench_distance.c <objects> -lpthread -lm -o bench_distance
 * Run: bench_distance metric rowsX rowsY features [f64|f32] [threads] [p] [w]     (STRIDED_ISA=avx2|sse2 lowers the set) */
#include "../strided.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const names[] = {
#define METRIC(name, dtypes) #name,
#include "../kernels.def"
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double random_unit(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-53;
}

static void *allocate(size_t bytes) {
  void *memory = aligned_alloc(2 << 20, (bytes + (2 << 20)) & ~(size_t)((2 << 20) - 1));
  if (!memory) exit(1);
  memset(memory, 0, bytes);
  return memory;
}

static void fill(void *to, int64_t count, int f32, uint64_t seed, int truth) {
  for (int64_t i = 0; i < count; i++) {
    double value = random_unit(&seed);
    if (truth) value = value > 0.5;
    if (f32) ((float *)to)[i] = (float)value;
    else ((double *)to)[i] = value;
  }
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  int metric = 0;
  while (metric < ST_METRIC_COUNT && strcmp(names[metric], argv[1])) metric++;
  if (metric == ST_METRIC_COUNT) return 2;
  const int64_t rows_x = atoll(argv[2]), rows_y = atoll(argv[3]), features = atoll(argv[4]);
  const int f32 = argc > 5 && !strcmp(argv[5], "f32"), threads = argc > 6 ? atoi(argv[6]) : 2;
  const double p = argc > 7 ? atof(argv[7]) : 3;
  const int weighted = argc > 8;
  const size_t item = f32 ? 4 : 8;
  const int truth = metric == ST_METRIC_dice || metric == ST_METRIC_yule || metric == ST_METRIC_sokalsneath ||
                    metric == ST_METRIC_rogerstanimoto || metric == ST_METRIC_russellrao || metric == ST_METRIC_jaccard;
  void *x = allocate(rows_x * features * item), *y = allocate(rows_y * features * item);
  void *out = allocate(rows_x * rows_y * item), *w = allocate(features * item), *matrix = allocate((features + 1) * features * item);
  fill(x, rows_x * features, f32, 1, truth);
  fill(y, rows_y * features, f32, 2, truth);
  fill(w, features, f32, 3, 0);
  fill(matrix, features, f32, 4, 0);
  if (metric == ST_METRIC_mahalanobis)
    for (int64_t i = 0; i < features; i++)
      for (int64_t j = 0; j < features; j++) {
        double value = i == j ? 3.4 : j > i ? 0.05 : 0;
        if (f32) ((float *)matrix)[i * features + j] = (float)value;
        else ((double *)matrix)[i * features + j] = value;
      }
  const int takes_matrix = metric == ST_METRIC_mahalanobis || metric == ST_METRIC_seuclidean;
  const int algorithm = getenv("ALGORITHM") ? atoi(getenv("ALGORITHM")) : 0;
  double parameter[] = {metric, f32, (double)rows_x, (double)rows_y, (double)features, p, 0, 1, algorithm, (double)rows_y};
  st_call call = {.operand = {x, y, out, weighted ? w : NULL, takes_matrix ? matrix : NULL}, .parameter = parameter, .threads = threads};
  double best = 1e9, all = 0;
  for (int i = 0; i < 1000 && (i < 3 || all < 1); i++) {
    double start = now();
    int status = st_entry_distanceFull(&call);
    double took = now() - start;
    if (status) return printf("status %d\n", status), 1;
    all += took;
    if (took < best) best = took;
  }
  printf("%-14s %5ldx%-5ld x%-4ld %s t%d%s full %8.5f s  %6.3f ns/kpf", names[metric], (long)rows_x, (long)rows_y, (long)features,
         f32 ? "f32" : "f64", threads, weighted ? " w" : "", best, best / rows_x / rows_y / features * 1e12);
  if (rows_x == rows_y) {
    double condensed[] = {metric, f32, (double)rows_x, (double)features, p, 0, 1, algorithm};
    call = (st_call){.operand = {x, out, weighted ? w : NULL, takes_matrix ? matrix : NULL}, .parameter = condensed, .threads = threads};
    double half = 1e9;
    all = 0;
    for (int i = 0; i < 1000 && (i < 3 || all < 0.5); i++) {
      double start = now();
      int status = st_entry_distanceCondensed(&call);
      double took = now() - start;
      if (status) return printf(" condensed status %d\n", status), 1;
      all += took;
      if (took < half) half = took;
    }
    printf("  condensed %8.5f s (%.2fx)", half, best / half);
  }
  printf("\n");
  return 0;
}
