/* The thread pool: every task runs once, whoever calls and however many call at once; cancelling stops it. */
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
#include "check.h"

#define TASKS 500

typedef struct counts {
  int done[TASKS];
  int threads;
} counts;

static int count_task(void *context, int64_t task, int thread) {
  counts *c = context;
  __atomic_fetch_add(&c->done[task], 1, __ATOMIC_RELAXED);
  return thread >= 0 && thread < c->threads ? ST_OK : ST_BAD_CALL;
}

static void each_task_once(int threads, int tasks) {
  counts c = {.threads = threads > 1 ? threads : 1};
  int32_t control[3] = {0};
  CHECK(st_parallel_for(tasks, threads, count_task, &c, control) == ST_OK, "%d threads, %d tasks", threads, tasks);
  for (int i = 0; i < TASKS; i++) CHECK(c.done[i] == (i < tasks), "task %d ran %d times", i, c.done[i]);
  CHECK(control[ST_TASKS_DONE] == tasks && control[ST_TASKS_TOTAL] == tasks, "%d of %d", control[1], control[2]);
}

static int nested_task(void *context, int64_t task, int thread) {
  (void)context, (void)task, (void)thread;
  counts c = {.threads = 1};
  int status = st_parallel_for(20, 4, count_task, &c, NULL);
  for (int i = 0; i < 20; i++)
    if (c.done[i] != 1) return ST_BAD_CALL;
  return status;
}

static int cancel_task(void *context, int64_t task, int thread) {
  (void)thread;
  if (task == 10) __atomic_store_n(&((int32_t *)context)[ST_CANCEL], 1, __ATOMIC_RELAXED);
  return ST_OK;
}

static int failing_task(void *context, int64_t task, int thread) {
  (void)context, (void)thread;
  return task == 7 ? ST_NO_MEMORY : ST_OK;
}

static void *caller(void *unused) {
  (void)unused;
  for (int i = 0; i < 300; i++) each_task_once(1 + i % 5, i);
  return NULL;
}

int main(void) {
  for (int threads = 1; threads <= 6; threads++)
    for (int tasks = 0; tasks <= TASKS; tasks = tasks * 3 + 1) each_task_once(threads, tasks);
  CHECK(st_parallel_for(-1, 2, count_task, NULL, NULL) == ST_OK, "no tasks");
  CHECK(st_parallel_for(30, 3, nested_task, NULL, NULL) == ST_OK, "tasks that start tasks");
  CHECK(st_parallel_for(100, 3, failing_task, NULL, NULL) == ST_NO_MEMORY, "the first failure is returned");
  int32_t control[3] = {0};
  CHECK(st_parallel_for(1 << 20, 3, cancel_task, control, control) == ST_CANCELLED, "cancelled");
  CHECK(control[ST_TASKS_DONE] < 1 << 20, "stopped early");

  pthread_t callers[4];
  for (int i = 0; i < 4; i++) pthread_create(&callers[i], NULL, caller, NULL);
  for (int i = 0; i < 4; i++) pthread_join(callers[i], NULL);

  /* A forked child has no helpers and must not wait for the parent's. ThreadSanitizer does not follow forks. */
#ifndef __SANITIZE_THREAD__
  pid_t child = fork();
  if (child == 0) {
    each_task_once(4, TASKS);
    _exit(check_failures != 0);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child && status == 0, "child ended with %d", status);
#endif
  each_task_once(4, TASKS);
  return check_report("pool");
}
