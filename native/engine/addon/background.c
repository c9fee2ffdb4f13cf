/* Calls in the background: each on a thread of its own (a conductor), which shares the pool like any other caller.
 *
 * Policy: the operands are pinned by references until JavaScript has been told. When an environment ends (a worker is
 * terminated, the process exits), its calls are told to stop and waited for, because the memory they write belongs to
 * it; that takes as long as one task. Conductors report through one thread-safe function per environment, which keeps
 * the event loop alive only while calls are under way.
 *
 * State: `running` (guarded by `lock`) holds the calls whose conductor may still touch this environment's memory; a
 * conductor leaves the list as the last thing it does. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "addon.h"

typedef struct background_call {
  struct background_call *next;
  environment *home;
  st_entry_fn entry;
  st_call call;
  int status;
  double *parameters;
  napi_deferred deferred;
  napi_ref pins[ST_MAX_OPERANDS + 1]; /* the operands, then the control block */
  int pinned;
} background_call;

struct environment {
  napi_threadsafe_function report;
  pthread_mutex_t lock;
  pthread_cond_t ended;
  background_call *running;
  int pending; /* promises not settled yet; touched by the environment's thread alone */
};

static void leave(background_call *call) {
  environment *home = call->home;
  background_call **link = &home->running;
  while (*link != call) link = &(*link)->next;
  *link = call->next;
}

static void *conduct(void *argument) {
  background_call *call = argument;
  environment *home = call->home;
  call->status = call->entry(&call->call);
  pthread_mutex_lock(&home->lock);
  leave(call);
  /* Under the lock: close_environment waits for the list to be empty, and `report` lives at least that long. */
  if (napi_call_threadsafe_function(home->report, call, napi_tsfn_nonblocking) != napi_ok) {
    free(call->parameters);
    free(call);
  }
  pthread_cond_signal(&home->ended);
  pthread_mutex_unlock(&home->lock);
  return NULL;
}

/* On the environment's thread: settles the promise with the status. env is NULL when the environment is ending. */
static void settle(napi_env env, napi_value unused, void *context, void *data) {
  (void)unused;
  environment *home = context;
  background_call *call = data;
  if (env) {
    napi_value status;
    napi_handle_scope scope;
    napi_open_handle_scope(env, &scope);
    for (int i = 0; i < call->pinned; i++) napi_delete_reference(env, call->pins[i]);
    napi_create_int32(env, call->status, &status);
    napi_resolve_deferred(env, call->deferred, status);
    napi_close_handle_scope(env, scope);
    if (--home->pending == 0) napi_unref_threadsafe_function(env, home->report);
  }
  free(call->parameters);
  free(call);
}

/* Runs before the thread-safe function's own end, because hooks run in reverse order of their making. */
static void close_environment(void *argument) {
  environment *home = argument;
  pthread_mutex_lock(&home->lock);
  for (background_call *call = home->running; call; call = call->next)
    __atomic_store_n(&call->call.control[ST_CANCEL], 1, __ATOMIC_RELAXED);
  while (home->running) pthread_cond_wait(&home->ended, &home->lock);
  pthread_mutex_unlock(&home->lock);
}

static void free_environment(napi_env env, void *data, void *hint) {
  (void)env, (void)hint;
  environment *home = data;
  pthread_mutex_destroy(&home->lock);
  pthread_cond_destroy(&home->ended);
  free(home);
}

napi_status open_background(napi_env env) {
  environment *home = calloc(1, sizeof *home);
  if (!home) return napi_generic_failure;
  pthread_mutex_init(&home->lock, NULL);
  pthread_cond_init(&home->ended, NULL);
  napi_value name;
  napi_status status = napi_create_string_utf8(env, "strided", NAPI_AUTO_LENGTH, &name);
  if (status == napi_ok)
    status = napi_create_threadsafe_function(env, NULL, NULL, name, 0, 1, home, free_environment, home, settle,
                                             &home->report);
  if (status == napi_ok) status = napi_unref_threadsafe_function(env, home->report);
  if (status == napi_ok) status = napi_set_instance_data(env, home, NULL, NULL);
  if (status == napi_ok) status = napi_add_env_cleanup_hook(env, close_environment, home);
  return status;
}

/* Copies what the conductor needs out of JavaScript's reach, and pins what it will touch. */
static background_call *prepare(napi_env env, environment *home, napi_value *arguments, size_t count) {
  size_t bytes = 0, control_bytes = 0;
  const void *parameters = view_bytes(env, arguments[2], &bytes);
  int32_t *control = view_bytes(env, arguments[FIRST_OPERAND], &control_bytes);
  st_entry_fn entry = st_entry(int_argument(env, arguments[0], -1));
  if (!entry || !parameters || control_bytes < 3 * sizeof *control) return NULL;
  background_call *call = calloc(1, sizeof *call);
  double *copy = malloc(bytes);
  if (!call || !copy) {
    free(call);
    free(copy);
    return NULL;
  }
  memcpy(copy, parameters, bytes);
  call->home = home;
  call->entry = entry;
  call->parameters = copy;
  call->call = (st_call){.threads = int_argument(env, arguments[1], 0), .parameter = copy, .control = control};
  for (size_t i = FIRST_OPERAND; i < count; i++) {
    napi_valuetype type;
    if (napi_typeof(env, arguments[i], &type) != napi_ok || type != napi_object) continue;
    if (i > FIRST_OPERAND) call->call.operand[i - FIRST_OPERAND - 1] = view_data(env, arguments[i]);
    if (napi_create_reference(env, arguments[i], 1, &call->pins[call->pinned]) == napi_ok) call->pinned++;
  }
  return call;
}

/* runAsync(entry, threads, parameters, control, operands...): a promise of the status. */
napi_value run_async(napi_env env, napi_callback_info info) {
  napi_value arguments[MAX_ARGUMENTS + 1], promise = NULL, status;
  size_t count = MAX_ARGUMENTS + 1;
  environment *home = NULL;
  napi_deferred deferred;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok || count <= FIRST_OPERAND ||
      napi_get_instance_data(env, (void **)&home) != napi_ok || napi_create_promise(env, &deferred, &promise) != napi_ok)
    return NULL;
  if (count > MAX_ARGUMENTS + 1) count = MAX_ARGUMENTS + 1;
  background_call *call = prepare(env, home, arguments, count);
  if (!call) {
    napi_create_int32(env, ST_BAD_CALL, &status);
    napi_resolve_deferred(env, deferred, status);
    return promise;
  }
  call->deferred = deferred;
  if (home->pending++ == 0) napi_ref_threadsafe_function(env, home->report);
  pthread_mutex_lock(&home->lock);
  call->next = home->running;
  home->running = call;
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, (size_t)1 << 20);
  int failed = pthread_create(&thread, &attributes, conduct, call);
  pthread_attr_destroy(&attributes);
  if (failed) leave(call);
  pthread_mutex_unlock(&home->lock);
  if (failed) {
    call->status = ST_NO_MEMORY;
    settle(env, NULL, home, call);
  }
  return promise;
}
