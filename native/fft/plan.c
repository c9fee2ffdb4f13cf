/* Plans: which way a length is transformed, its tables, and the cache of them.
 *
 * Policy: factors 8, 4 and 2 first, then odd ones, each a pass. Where large primes make that dearer than a convolution
 * of a smooth length, Bluestein's way. Lengths whose work fits the second-level cache can run as lanes of many
 * transforms (direct); lengths with two factors of about equal size also have four steps for a single transform.
 *
 * State: the cache is a list, most recently used first, under a lock that is held for a few steps only. It keeps at most
 * CACHE_PLANS plans and CACHE_BYTES bytes; a plan that is dropped while calls still use it goes with the last of them. */
#include "fft.h"
#include <string.h>

#define CACHE_PLANS 32
#define CACHE_BYTES ((size_t)96 << 20)
/* Work buffers of lanes larger than this leave the second-level cache. */
#define DIRECT_BYTES ((size_t)1 << 20)
/* Up to this length the turns between the four steps are one table; above, products of two. */
#define FULL_TABLE 8192

static struct {
  st_fft_plan *first;
  int locked;
} cache;

static void lock(void) {
  while (__atomic_exchange_n(&cache.locked, 1, __ATOMIC_ACQUIRE)) continue;
}
static void unlock(void) { __atomic_store_n(&cache.locked, 0, __ATOMIC_RELEASE); }

static void destroy(st_fft_plan *plan) {
  if (!plan) return;
  for (int i = 0; i < plan->factor_count; i++) {
    st_free(plan->twiddle[i]);
    st_free(plan->root[i]);
  }
  st_free(plan->chirp);
  st_free(plan->kernel);
  st_free(plan->middle);
  st_free(plan->half_root);
  destroy(plan->inner);
  destroy(plan->over_rows);
  destroy(plan->over_columns);
  destroy(plan->packed);
  st_free(plan);
}

/* Room for `count` complex numbers, counted in the plan's size; NULL when there is none. */
static void *table(st_fft_plan *plan, int64_t count) {
  size_t bytes = (size_t)(count > 0 ? count : 1) * (plan->dtype == ST_F64 ? 16 : 8);
  plan->bytes += bytes;
  return st_alloc(bytes);
}

static void put_real(const st_fft_plan *plan, void *values, int64_t i, double value) {
  if (plan->dtype == ST_F64) ((double *)values)[i] = value;
  else ((float *)values)[i] = (float)value;
}

/* Complex number i becomes exp(-2 pi i k / n). */
static void put_root(const st_fft_plan *plan, void *values, int64_t i, int64_t k, int64_t n) {
  double cosine, sine;
  st_fft_root(k, n, &cosine, &sine);
  put_real(plan, values, 2 * i, cosine);
  put_real(plan, values, 2 * i + 1, -sine);
}

/* The passes of a length, largest powers of two first; the last entries are odd primes. */
static int factorize(int64_t n, int *factor) {
  int count = 0, twos = 0;
  while (n % 2 == 0) n /= 2, twos++;
  while (twos >= 5 || twos == 3) factor[count++] = 8, twos -= 3;
  while (twos >= 2) factor[count++] = 4, twos -= 2;
  if (twos) factor[count++] = 2;
  for (int64_t prime = 3; prime * prime <= n; prime += 2)
    while (n % prime == 0) {
      factor[count++] = prime <= ST_FFT_MAX_RADIX ? (int)prime : 0;
      n /= prime;
    }
  if (n > 1) factor[count++] = n <= ST_FFT_MAX_RADIX ? (int)n : 0;
  return count;
}

/* About how long one element takes, in steps of a pass; 1e9 where a factor has no pass. */
static double cost_of(int64_t n) {
  int factor[ST_FFT_MAX_FACTORS], count = factorize(n, factor);
  double cost = 0;
  for (int i = 0; i < count; i++) {
    int radix = factor[i];
    cost += radix == 0 ? 1e9 : radix == 8 ? 3.5 : radix == 4 ? 2.5 : radix == 2 ? 2 : 1.5 + 0.6 * radix;
  }
  return cost;
}

static int is_smooth(int64_t n) {
  while (n % 2 == 0) n /= 2;
  while (n % 3 == 0) n /= 3;
  while (n % 5 == 0) n /= 5;
  return n == 1;
}

/* The length of Bluestein's convolution: at least 2n - 1, of factors 2, 3 and 5, long ones whole vectors on both sides
 * of four steps. */
static int64_t convolution_length(int64_t n) {
  int64_t unit = n < 256 ? 4 : n < 4096 ? 64 : 256;
  int64_t parts = (2 * n - 1 + unit - 1) / unit;
  while (!is_smooth(parts)) parts++;
  return parts * unit;
}

static int add_passes(st_fft_plan *plan) {
  plan->factor_count = factorize(plan->length, plan->factor);
  int64_t left = plan->length;
  for (int i = 0; i < plan->factor_count; i++) {
    int radix = plan->factor[i];
    int64_t length = left;
    left /= radix;
    plan->twiddle[i] = table(plan, left * (radix - 1));
    plan->root[i] = table(plan, radix);
    if (!plan->twiddle[i] || !plan->root[i]) return 0;
    for (int64_t p = 0; p < left; p++)
      for (int64_t k = 1; k < radix; k++) put_root(plan, plan->twiddle[i], p * (radix - 1) + k - 1, p * k, length);
    for (int k = 0; k < radix; k++) {
      put_root(plan, plan->root[i], k, k, radix);
      double cosine, sine;
      st_fft_root(k, radix, &cosine, &sine);
      put_real(plan, plan->root[i], 2 * k + 1, sine);
    }
  }
  plan->is_direct = 1;
  return 1;
}

static double padding(int64_t n, int lanes) { return (double)((n + lanes - 1) / lanes * lanes) / (double)n; }

/* The rows of the best matrix for four steps; 0 when single numbers are as fast. */
static int64_t best_rows(int64_t n, int lanes, size_t pair_bytes) {
  if (n < 4 * lanes || n < 32) return 0;
  double best = 0.5 * lanes * (cost_of(n) + 2);
  int64_t rows = 0;
  for (int64_t a = 2; a * a <= n; a++) {
    if (n % a) continue;
    for (int side = 0; side < 2; side++) {
      int64_t r = side ? n / a : a, c = n / r;
      double cost = padding(c, lanes) * (cost_of(r) + 3) + padding(r, lanes) * (cost_of(c) + 2);
      int64_t longer = r > c ? r : c;
      double spill = (double)longer * 2 * (double)pair_bytes / (double)DIRECT_BYTES;
      if (spill > 1) cost *= 1 + 0.3 * (spill < 8 ? spill : 8);
      if (cost < best) best = cost, rows = r;
    }
  }
  return rows;
}

static st_fft_plan *build(int64_t length, int dtype, int only_direct);

static int add_steps(st_fft_plan *plan, int64_t rows, int lanes) {
  int64_t n = plan->length, fine = rows;
  plan->rows = rows;
  plan->columns = n / rows;
  plan->step_work = rows > plan->columns ? rows : plan->columns;
  if (n > FULL_TABLE)
    for (fine = 4; fine * fine < rows;) fine *= 2;
  plan->fine_count = fine;
  plan->coarse_count = (rows + fine - 1) / fine;
  plan->over_rows = build(rows, plan->dtype, 1);
  plan->over_columns = build(plan->columns, plan->dtype, 1);
  if (!plan->over_rows || !plan->over_columns) return 0;
  plan->bytes += plan->over_rows->bytes + plan->over_columns->bytes;
  int64_t groups = (plan->columns + lanes - 1) / lanes, entries = fine + plan->coarse_count;
  plan->middle = table(plan, groups * entries * lanes);
  if (!plan->middle) return 0;
  for (int64_t j = 0; j < groups * lanes; j++) {
    int64_t column = j < plan->columns ? j : 0;
    for (int64_t e = 0; e < entries; e++) {
      int64_t row = e < fine ? e : (e - fine) * fine;
      double cosine, sine;
      st_fft_root(row * column % n, n, &cosine, &sine);
      int64_t at = (j / lanes * entries + e) * 2 * lanes + j % lanes;
      put_real(plan, plan->middle, at, cosine);
      put_real(plan, plan->middle, at + lanes, -sine);
    }
  }
  return 1;
}

static int add_bluestein(st_fft_plan *plan) {
  int64_t n = plan->length, m = convolution_length(n);
  size_t item = st_fft_kernels_for(plan->dtype)->itemsize;
  plan->inner = build(m, plan->dtype, 0);
  plan->chirp = table(plan, n);
  plan->kernel = table(plan, m);
  if (!plan->inner || !plan->chirp || !plan->kernel) return 0;
  plan->bytes += plan->inner->bytes;
  plan->is_direct = plan->inner->is_direct;
  plan->work = m;
  memset(plan->kernel, 0, (size_t)m * 2 * item);
  int64_t square = 0; /* i * i mod 2n */
  for (int64_t i = 0; i < n; i++) {
    double cosine, sine;
    st_fft_root(square, 2 * n, &cosine, &sine);
    put_real(plan, plan->chirp, 2 * i, cosine);
    put_real(plan, plan->chirp, 2 * i + 1, -sine);
    for (int side = 0; side < 2; side++) {
      int64_t at = side && i ? m - i : i;
      put_real(plan, plan->kernel, 2 * at, cosine / (double)m);
      put_real(plan, plan->kernel, 2 * at + 1, sine / (double)m);
    }
    square = (square + 2 * i + 1) % (2 * n);
  }
  const st_fft_side side = {.base = plan->kernel, .element = (int64_t)(2 * item), .part = (int64_t)item};
  return st_fft_single(plan->inner, &side, &side, 1, 0) == ST_OK;
}

static int add_ways(st_fft_plan *plan, int only_direct) {
  int64_t n = plan->length;
  const st_fft_kernels *kernels = st_fft_kernels_for(plan->dtype);
  size_t pair_bytes = 2 * kernels->itemsize * (size_t)kernels->lanes;
  plan->work = n;
  if (only_direct) return add_passes(plan);
  if (n > 50) {
    int64_t m = convolution_length(n);
    if (cost_of(n) > (2 * cost_of(m) + 8) * (double)m / (double)n) return add_bluestein(plan);
  }
  int64_t rows = best_rows(n, kernels->lanes, pair_bytes);
  if (rows && !add_steps(plan, rows, kernels->lanes)) return 0;
  return (rows && (size_t)n > DIRECT_BYTES / 2 / pair_bytes) || add_passes(plan);
}

static st_fft_plan *empty_plan(int64_t length, int dtype) {
  st_fft_plan *plan = st_alloc(sizeof *plan);
  if (!plan) return NULL;
  memset(plan, 0, sizeof *plan);
  plan->length = length;
  plan->dtype = dtype;
  plan->bytes = sizeof *plan;
  return plan;
}

static st_fft_plan *build(int64_t length, int dtype, int only_direct) {
  st_fft_plan *plan = empty_plan(length, dtype);
  if (plan && add_ways(plan, only_direct)) return plan;
  destroy(plan);
  return NULL;
}

static st_fft_plan *build_real(int64_t length, int dtype) {
  st_fft_plan *plan = empty_plan(length, dtype);
  if (!plan) return NULL;
  plan->is_real = 1;
  plan->packed = build(length % 2 ? length : length / 2, dtype, 0);
  int is_made = plan->packed != NULL;
  if (is_made && length % 2 == 0) {
    plan->half_root = table(plan, length / 4 + 1);
    is_made = plan->half_root != NULL;
    for (int64_t k = 0; is_made && k <= length / 4; k++) put_root(plan, plan->half_root, k, k, length);
  }
  if (!is_made) {
    destroy(plan);
    return NULL;
  }
  plan->bytes += plan->packed->bytes;
  plan->work = plan->packed->work;
  plan->is_direct = plan->packed->is_direct;
  return plan;
}

/* Takes the plan out of the list at `link`. Under the lock. */
static st_fft_plan *unlink_plan(st_fft_plan **link) {
  st_fft_plan *plan = *link;
  *link = plan->next;
  plan->next = NULL;
  plan->is_cached = 0;
  return plan;
}

static void push_plan(st_fft_plan *plan) {
  plan->next = cache.first;
  plan->is_cached = 1;
  cache.first = plan;
}

/* Drops what the limits leave no room for; returns those that nobody uses, as a list. Under the lock. */
static st_fft_plan *trim(void) {
  st_fft_plan *dropped = NULL;
  size_t bytes = 0;
  int count = 0;
  for (st_fft_plan **link = &cache.first; *link;) {
    bytes += (*link)->bytes;
    if (++count <= CACHE_PLANS && bytes <= CACHE_BYTES) {
      link = &(*link)->next;
      continue;
    }
    bytes -= (*link)->bytes;
    count--;
    st_fft_plan *plan = unlink_plan(link);
    if (plan->users > 0) continue;
    plan->next = dropped;
    dropped = plan;
  }
  return dropped;
}

static st_fft_plan *find(int64_t length, int dtype, int is_real) {
  for (st_fft_plan **link = &cache.first; *link; link = &(*link)->next) {
    st_fft_plan *plan = *link;
    if (plan->length != length || plan->dtype != dtype || plan->is_real != is_real) continue;
    push_plan(unlink_plan(link));
    plan->users++;
    return plan;
  }
  return NULL;
}

st_fft_plan *st_fft_acquire(int64_t length, int dtype, int is_real) {
  lock();
  st_fft_plan *plan = find(length, dtype, is_real);
  unlock();
  if (plan) return plan;
  plan = is_real ? build_real(length, dtype) : build(length, dtype, 0);
  if (!plan) return NULL;
  plan->users = 1;
  lock();
  push_plan(plan);
  st_fft_plan *dropped = trim();
  unlock();
  while (dropped) {
    st_fft_plan *next = dropped->next;
    destroy(dropped);
    dropped = next;
  }
  return plan;
}

void st_fft_release(st_fft_plan *plan) {
  lock();
  int is_last = --plan->users == 0 && !plan->is_cached;
  unlock();
  if (is_last) destroy(plan);
}
