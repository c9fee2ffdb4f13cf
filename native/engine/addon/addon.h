/* What the files of the addon share. Numbers that JavaScript passes have been checked in TypeScript: a wrong one is a
 * defect there, and gives a BAD_CALL status or undefined, never a crash. */
#ifndef STRIDED_ADDON_H
#define STRIDED_ADDON_H
#define NAPI_VERSION 8
#include <node_api.h>
#include "../engine.h"

/* What one Node environment (the main thread, or one worker) has of the addon. */
typedef struct environment environment;

/* The call as JavaScript passes it: entry, threads, parameters, operands... */
#define FIRST_OPERAND 3
#define MAX_ARGUMENTS (FIRST_OPERAND + ST_MAX_OPERANDS)

/* The first byte of a typed array, and its length; NULL and 0 for null, undefined and empty arrays. */
static inline void *view_data(napi_env env, napi_value view) {
  void *data = NULL;
  if (napi_get_typedarray_info(env, view, NULL, NULL, &data, NULL, NULL) != napi_ok) return NULL;
  return data;
}
void *view_bytes(napi_env env, napi_value view, size_t *bytes);

int32_t int_argument(napi_env env, napi_value value, int32_t missing);

napi_value run(napi_env env, napi_callback_info info);
napi_value run_async(napi_env env, napi_callback_info info);
/* Creates this environment's share; background calls end when it does. */
napi_status open_background(napi_env env);

napi_value advise_huge(napi_env env, napi_callback_info info);
napi_value discard(napi_env env, napi_callback_info info);
napi_value adjust_memory(napi_env env, napi_callback_info info);
napi_value watch(napi_env env, napi_callback_info info);
napi_value watched(napi_env env, napi_callback_info info);
napi_value open_lapack(napi_env env, napi_callback_info info);
napi_value map_file(napi_env env, napi_callback_info info);
napi_value fill_bytes(napi_env env, napi_callback_info info);
napi_value peak(napi_env env, napi_callback_info info);
#endif
