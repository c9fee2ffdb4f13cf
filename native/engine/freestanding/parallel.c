/* The loop over tasks where there is one thread. */
#include "../engine.h"

int st_thread_count(void) { return 1; }

int st_parallel_for(int64_t tasks, int threads, st_task task, void *context, int32_t *control) {
  (void)threads;
  if (control) control[ST_TASKS_TOTAL] += (int32_t)tasks;
  for (int64_t i = 0; i < tasks; i++) {
    if (control && control[ST_CANCEL]) return ST_CANCELLED;
    int status = task(context, i, 0);
    if (status != ST_OK) return status;
    if (control) control[ST_TASKS_DONE]++;
  }
  return ST_OK;
}

/* Tasks run in their order: what a task could wait for is done. */
void st_wait_for(const int64_t *counter, int64_t least) {
  (void)counter;
  (void)least;
}
