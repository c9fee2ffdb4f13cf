/* One pool of threads for the whole process.
 *
 * Policy: helpers are started when first wanted and never end; the thread that calls st_parallel_for takes part, so one
 * thread asks for no helper at all. The pool serves one job at a time: who finds it busy (another worker thread, or a
 * task that starts tasks) runs its own job alone on its own thread, so the machine is never oversubscribed. The library
 * is linked with nodelete, because helpers outlive every environment that uses them. A forked child starts without
 * helpers.
 *
 * State: `owner` is held by the one job the pool serves. `lock` guards everything below it. A helper may enter a job
 * while `job` is set and has places left; the caller clears `job` when the tasks have run out and waits for those inside
 * to leave. Helpers look for the next job for a while before they sleep, because calls often come in rows, and the caller
 * looks for the last helper to leave: waking a thread takes longer than most jobs. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include "../engine.h"
#ifdef __linux__
#include <stdio.h>
#else
#include <unistd.h>
#endif

typedef struct pool_job {
  int64_t tasks;
  st_task task;
  void *context;
  int32_t *control;
  _Atomic int64_t next;
  _Atomic int status;
} pool_job;

static struct {
  pthread_mutex_t owner;
  pthread_mutex_t lock;
  pthread_cond_t work;  /* a job has come */
  pthread_cond_t left;  /* the last helper has left the job */
  pool_job *job;
  int places;           /* helpers that may still enter */
  _Atomic int inside;   /* helpers in the job */
  int next_thread;      /* the number the next helper to enter gets */
  int helpers;          /* started so far */
  _Atomic uint32_t generation; /* counts jobs, for those who spin */
} pool = {.owner = PTHREAD_MUTEX_INITIALIZER,
          .lock = PTHREAD_MUTEX_INITIALIZER,
          .work = PTHREAD_COND_INITIALIZER,
          .left = PTHREAD_COND_INITIALIZER};

static _Atomic int default_threads;

/* About a hundred microseconds. */
#define SPIN_ROUNDS 8000

static inline void spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#ifdef __linux__
/* Cores' worth of time the control group grants, or 0 when it does not say (cgroup v2, then v1). */
static int quota_threads(void) {
  double quota = -1, period = 0;
  FILE *file = fopen("/sys/fs/cgroup/cpu.max", "re");
  if (file) {
    if (fscanf(file, "%lf %lf", &quota, &period) != 2) quota = -1;
    fclose(file);
  } else {
    file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "re");
    if (file) {
      if (fscanf(file, "%lf", &quota) != 1) quota = -1;
      fclose(file);
      file = fopen("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "re");
      if (!file || fscanf(file, "%lf", &period) != 1) quota = -1;
      if (file) fclose(file);
    }
  }
  if (quota <= 0 || period <= 0) return 0;
  int cores = (int)((quota + period - 1) / period);
  return cores < 1 ? 1 : cores;
}
#endif

static int machine_threads(void) {
  int cores = 1;
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) cores = CPU_COUNT(&set);
  int quota = quota_threads();
  if (quota > 0 && quota < cores) cores = quota;
#else
  cores = (int)sysconf(_SC_NPROCESSORS_ONLN);
#endif
  return cores < 1 ? 1 : cores > ST_MAX_THREADS ? ST_MAX_THREADS : cores;
}

void st_set_thread_count(int threads) {
  if (threads > ST_MAX_THREADS) threads = ST_MAX_THREADS;
  atomic_store(&default_threads, threads > 0 ? threads : machine_threads());
}

int st_thread_count(void) {
  int threads = atomic_load(&default_threads);
  if (threads > 0) return threads;
  const char *asked = getenv("STRIDED_NUM_THREADS");
  st_set_thread_count(asked ? atoi(asked) : 0);
  return atomic_load(&default_threads);
}

/* Takes tasks until none are left. */
static void work_on(pool_job *job, int thread) {
  for (;;) {
    if (job->control && __atomic_load_n(&job->control[ST_CANCEL], __ATOMIC_RELAXED)) {
      int expected = ST_OK;
      atomic_compare_exchange_strong(&job->status, &expected, ST_CANCELLED);
    }
    if (atomic_load_explicit(&job->status, memory_order_relaxed) != ST_OK) return;
    int64_t task = atomic_fetch_add_explicit(&job->next, 1, memory_order_relaxed);
    if (task >= job->tasks) return;
    int status = job->task(job->context, task, thread);
    if (status != ST_OK) {
      int expected = ST_OK;
      atomic_compare_exchange_strong(&job->status, &expected, status);
    }
    if (job->control) __atomic_fetch_add(&job->control[ST_TASKS_DONE], 1, __ATOMIC_RELAXED);
  }
}

static void *helper_main(void *unused) {
  (void)unused;
  for (;;) {
    uint32_t seen = atomic_load(&pool.generation);
    for (int round = 0; round < SPIN_ROUNDS && atomic_load_explicit(&pool.generation, memory_order_relaxed) == seen;
         round++)
      spin_pause();
    pthread_mutex_lock(&pool.lock);
    while (!pool.job || pool.places == 0) pthread_cond_wait(&pool.work, &pool.lock);
    pool_job *job = pool.job;
    pool.places--;
    pool.inside++;
    int thread = pool.next_thread++;
    pthread_mutex_unlock(&pool.lock);
    work_on(job, thread);
    pthread_mutex_lock(&pool.lock);
    if (--pool.inside == 0) pthread_cond_signal(&pool.left);
    pthread_mutex_unlock(&pool.lock);
  }
  return NULL;
}

/* A forked child has the memory but not the threads; whatever the parent's locks were doing is nobody's business. */
static void forget_after_fork(void) {
  pool.job = NULL;
  pool.places = pool.inside = pool.helpers = 0;
  pthread_mutex_init(&pool.owner, NULL);
  pthread_mutex_init(&pool.lock, NULL);
  pthread_cond_init(&pool.work, NULL);
  pthread_cond_init(&pool.left, NULL);
}

/* Called with pool.lock held. Fewer helpers than wanted is not an error: the job takes longer. */
static void start_helpers(int wanted) {
  static int watching_forks;
  if (!watching_forks) watching_forks = pthread_atfork(NULL, NULL, forget_after_fork) == 0;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, (size_t)1 << 20);
  while (pool.helpers < wanted) {
    pthread_t thread;
    if (pthread_create(&thread, &attributes, helper_main, NULL) != 0) break;
    pool.helpers++;
  }
  pthread_attr_destroy(&attributes);
}

static void run_with_helpers(pool_job *job, int helpers) {
  pthread_mutex_lock(&pool.lock);
  if (pool.helpers < helpers) start_helpers(helpers);
  pool.job = job;
  pool.places = helpers;
  pool.next_thread = 1;
  atomic_fetch_add(&pool.generation, 1);
  if (helpers == 1)
    pthread_cond_signal(&pool.work);
  else
    pthread_cond_broadcast(&pool.work);
  pthread_mutex_unlock(&pool.lock);
  work_on(job, 0);
  pthread_mutex_lock(&pool.lock);
  pool.job = NULL;
  pthread_mutex_unlock(&pool.lock);
  for (int round = 0; round < SPIN_ROUNDS && atomic_load(&pool.inside) > 0; round++) spin_pause();
  pthread_mutex_lock(&pool.lock);
  while (pool.inside > 0) pthread_cond_wait(&pool.left, &pool.lock);
  pthread_mutex_unlock(&pool.lock);
}

void st_wait_for(const int64_t *counter, int64_t least) {
  for (int round = 0; __atomic_load_n(counter, __ATOMIC_ACQUIRE) < least; round++) {
    if (round < SPIN_ROUNDS) spin_pause();
    else sched_yield();
  }
}

int st_parallel_for(int64_t tasks, int threads, st_task task, void *context, int32_t *control) {
  if (tasks <= 0) return ST_OK;
  pool_job job = {.tasks = tasks, .task = task, .context = context, .control = control};
  if (control) __atomic_fetch_add(&control[ST_TASKS_TOTAL], (int32_t)tasks, __ATOMIC_RELAXED);
  if (threads <= 0) threads = st_thread_count();
  if (threads > ST_MAX_THREADS) threads = ST_MAX_THREADS;
  if (threads > tasks) threads = (int)tasks;
  if (threads > 1 && pthread_mutex_trylock(&pool.owner) == 0) {
    run_with_helpers(&job, threads - 1);
    pthread_mutex_unlock(&pool.owner);
  } else {
    work_on(&job, 0);
  }
  return atomic_load(&job.status);
}
