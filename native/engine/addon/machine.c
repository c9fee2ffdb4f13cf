/* The machine: huge pages, accounting, mapped files, its LAPACK, and the loops that find its limits. */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "addon.h"
#include "../../lapack/lapack.h"
#if defined(__linux__) || defined(__APPLE__)
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

#define HUGE_PAGE ((uintptr_t)2 << 20)

/* adviseHuge(view): whether the system was asked to back the view's whole huge pages with such. */
napi_value advise_huge(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1, bytes = 0;
  int advised = 0;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  uintptr_t start = (uintptr_t)view_bytes(env, argument, &bytes);
#ifdef __linux__
  if (start) {
    uintptr_t first = (start + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1), end = (start + bytes) & ~(HUGE_PAGE - 1);
    if (first < end) advised = madvise((void *)first, end - first, MADV_HUGEPAGE) == 0;
  }
#endif
  napi_get_boolean(env, advised, &result);
  return result;
}

/* discard(view): gives the pages of a view nobody will read again back to the system; what is there is lost. */
napi_value discard(napi_env env, napi_callback_info info) {
  napi_value argument;
  size_t count = 1, bytes = 0;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  uintptr_t start = (uintptr_t)view_bytes(env, argument, &bytes);
#ifdef __linux__
  enum { PAGE = 4096 };
  if (start) {
    uintptr_t first = (start + PAGE - 1) & ~(uintptr_t)(PAGE - 1), end = (start + bytes) & ~(uintptr_t)(PAGE - 1);
    if (first < end) madvise((void *)first, end - first, MADV_DONTNEED);
  }
#else
  (void)start;
#endif
  return NULL;
}

/* adjustMemory(bytes): tells the garbage collector of memory it cannot see; negative when it has gone. */
napi_value adjust_memory(napi_env env, napi_callback_info info) {
  napi_value argument;
  size_t count = 1;
  int64_t change = 0, total;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_get_value_int64(env, argument, &change) == napi_ok) napi_adjust_external_memory(env, change, &total);
  return NULL;
}

static void unwatch(napi_env env, void *reference, void *hint) {
  (void)hint;
  napi_delete_reference(env, reference);
}

/* watch(object): a handle to the object that does not keep it. Unlike a WeakRef it does not keep the object until the end
 * of the turn either, so that a loop sees its own garbage. */
napi_value watch(napi_env env, napi_callback_info info) {
  napi_value argument, result = NULL;
  napi_ref reference = NULL;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_create_reference(env, argument, 0, &reference) != napi_ok) return NULL;
  if (napi_create_external(env, reference, unwatch, NULL, &result) == napi_ok) return result;
  napi_delete_reference(env, reference);
  return NULL;
}

/* watched(handle): the object, or undefined where the collector took it. */
napi_value watched(napi_env env, napi_callback_info info) {
  napi_value argument, value = NULL;
  void *reference = NULL;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_get_value_external(env, argument, &reference) == napi_ok && reference)
    napi_get_reference_value(env, reference, &value);
  return value;
}

#if defined(__linux__) || defined(__APPLE__)
static void unmap(napi_env env, void *data, void *hint) {
  (void)env;
  munmap(data, (size_t)(uintptr_t)hint);
}

/* The file's pages, or an errno. Private and writable: a write stays in this process and cannot fault; TypeScript
 * refuses it anyway. */
static int map(const char *path, void **data, size_t *bytes) {
  struct stat facts;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  int failure = fstat(file, &facts) != 0 ? errno : S_ISREG(facts.st_mode) ? 0 : EINVAL;
  if (!failure) {
    *bytes = (size_t)facts.st_size;
    *data = NULL;
    if (*bytes > 0) {
      *data = mmap(NULL, *bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
      if (*data == MAP_FAILED) failure = errno;
    }
  }
  close(file);
  return failure;
}

/* mapFile(path): an ArrayBuffer over the file's pages, or the reason as a string. */
napi_value map_file(napi_env env, napi_callback_info info) {
  napi_value argument, result = NULL;
  size_t count = 1, length = 0, bytes = 0;
  char path[4096];
  void *data = NULL;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_get_value_string_utf8(env, argument, path, sizeof path, &length) != napi_ok || length >= sizeof path - 1)
    return NULL;
  int failure = map(path, &data, &bytes);
  if (failure) {
    napi_create_string_utf8(env, strerror(failure), NAPI_AUTO_LENGTH, &result);
  } else if (bytes == 0) {
    napi_create_arraybuffer(env, 0, &data, &result);
  } else if (napi_create_external_arraybuffer(env, data, bytes, unmap, (void *)(uintptr_t)bytes, &result) != napi_ok) {
    munmap(data, bytes);
    napi_create_string_utf8(env, "this runtime does not allow external memory", NAPI_AUTO_LENGTH, &result);
  }
  return result;
}
#else
napi_value map_file(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value result;
  napi_create_string_utf8(env, "memory-mapped files are not supported on this system", NAPI_AUTO_LENGTH, &result);
  return result;
}
#endif

/* openLapack(path): uses that library, or none for an empty path; "+" and what it is, or "-" and why not. */
napi_value open_lapack(napi_env env, napi_callback_info info) {
  napi_value argument, result = NULL;
  size_t count = 1, length = 0;
  char path[4096], text[4608];
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  if (napi_get_value_string_utf8(env, argument, path, sizeof path, &length) != napi_ok || length >= sizeof path - 1)
    return NULL;
  st_lapack_open(path, text, sizeof text);
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &result);
  return result;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

typedef struct fill {
  char *start;
  size_t bytes, piece;
  int value;
} fill;

static int fill_piece(void *context, int64_t task, int thread) {
  (void)thread;
  const fill *job = context;
  size_t start = (size_t)task * job->piece;
  memset(job->start + start, job->value, start + job->piece < job->bytes ? job->piece : job->bytes - start);
  return ST_OK;
}

/* fillBytes(view, value, threads): seconds that a parallel memset of the view took. */
napi_value fill_bytes(napi_env env, napi_callback_info info) {
  napi_value arguments[3], result;
  size_t count = 3;
  fill job = {.piece = (size_t)1 << 21};
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  job.start = view_bytes(env, arguments[0], &job.bytes);
  job.value = int_argument(env, arguments[1], 0);
  double start = now();
  if (job.start)
    st_parallel_for((int64_t)((job.bytes + job.piece - 1) / job.piece), int_argument(env, arguments[2], 0), fill_piece,
                    &job, NULL);
  napi_create_double(env, now() - start, &result);
  return result;
}

typedef struct peak_run {
  int kind;
  double operations[ST_MAX_THREADS];
} peak_run;

static int peak_task(void *context, int64_t task, int thread) {
  (void)thread;
  peak_run *job = context;
  job->operations[task] = st_peak_operations(job->kind, 4 << 20);
  return ST_OK;
}

/* peak(kind, threads): operations per second of all threads together, best of five. */
napi_value peak(napi_env env, napi_callback_info info) {
  napi_value arguments[2], result;
  size_t count = 2;
  double best = 0;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  int threads = int_argument(env, arguments[1], 0);
  if (threads <= 0) threads = st_thread_count();
  if (threads > ST_MAX_THREADS) threads = ST_MAX_THREADS;
  peak_run job = {.kind = int_argument(env, arguments[0], -1)};
  if (job.kind >= 0 && job.kind < ST_PEAK_COUNT) {
    for (int round = 0; round < 5; round++) {
      double start = now(), sum = 0;
      st_parallel_for(threads, threads, peak_task, &job, NULL);
      for (int i = 0; i < threads; i++) sum += job.operations[i];
      double rate = sum / (now() - start);
      if (rate > best) best = rate;
    }
  }
  napi_create_double(env, best, &result);
  return result;
}
