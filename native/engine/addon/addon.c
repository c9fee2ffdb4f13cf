/* The addon's surface: what JavaScript finds on the object that `require` gives. src/kernels/native.ts is its only
 * caller and has the types. */
#include "addon.h"
#include "../isa.h"

void *view_bytes(napi_env env, napi_value view, size_t *bytes) {
  static const uint8_t itemsize[] = {[napi_int8_array] = 1,   [napi_uint8_array] = 1,     [napi_uint8_clamped_array] = 1,
                                     [napi_int16_array] = 2,  [napi_uint16_array] = 2,    [napi_int32_array] = 4,
                                     [napi_uint32_array] = 4, [napi_float32_array] = 4,   [napi_float64_array] = 8,
                                     [napi_bigint64_array] = 8, [napi_biguint64_array] = 8};
  napi_typedarray_type type;
  void *data = NULL;
  size_t length = 0;
  *bytes = 0;
  if (napi_get_typedarray_info(env, view, &type, &length, &data, NULL, NULL) != napi_ok) return NULL;
  if ((size_t)type >= sizeof itemsize) return NULL;
  *bytes = length * itemsize[type];
  return data;
}

int32_t int_argument(napi_env env, napi_value value, int32_t missing) {
  int32_t result = missing;
  return napi_get_value_int32(env, value, &result) == napi_ok ? result : missing;
}

napi_value run(napi_env env, napi_callback_info info) {
  napi_value arguments[MAX_ARGUMENTS];
  size_t count = MAX_ARGUMENTS;
  int32_t status = ST_BAD_CALL;
  napi_value result;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) == napi_ok && count >= FIRST_OPERAND) {
    st_entry_fn entry = st_entry(int_argument(env, arguments[0], -1));
    st_call call = {.threads = int_argument(env, arguments[1], 0), .parameter = view_data(env, arguments[2])};
    if (count > MAX_ARGUMENTS) count = MAX_ARGUMENTS;
    for (size_t i = FIRST_OPERAND; i < count; i++) call.operand[i - FIRST_OPERAND] = view_data(env, arguments[i]);
    if (entry && call.parameter) status = entry(&call);
  }
  return napi_create_int32(env, status, &result) == napi_ok ? result : NULL;
}

static napi_value has(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  napi_get_boolean(env, st_entry(int_argument(env, argument, -1)) != NULL, &result);
  return result;
}

static napi_value threads(napi_env env, napi_callback_info info) {
  napi_value argument, result;
  size_t count = 1;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  int32_t asked = int_argument(env, argument, -1);
  if (asked >= 0) st_set_thread_count(asked);
  napi_create_int32(env, st_thread_count(), &result);
  return result;
}

static const char *level_name(int level) {
#ifdef __x86_64__
  return level == ST_AVX512 ? "avx512" : level == ST_AVX2 ? "avx2" : "sse2";
#else
  (void)level;
  return st_isa_name();
#endif
}

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback function;
  } functions[] = {
      {"run", run},           {"runAsync", run_async},          {"has", has},          {"threads", threads},
      {"adviseHuge", advise_huge}, {"discard", discard}, {"adjustMemory", adjust_memory}, {"watch", watch}, {"watched", watched}, {"mapFile", map_file}, {"fillBytes", fill_bytes},
      {"peak", peak},         {"openLapack", open_lapack},
  };
  const struct {
    const char *name;
    const char *text;
  } strings[] = {
      {"isa", st_isa_name()}, {"machineIsa", level_name(st_isa_machine())}, {"tableHash", st_table_hash()}};
  napi_value value;
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    if (napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &value) != napi_ok ||
        napi_set_named_property(env, exports, functions[i].name, value) != napi_ok)
      return NULL;
  }
  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
    if (napi_create_string_utf8(env, strings[i].text, NAPI_AUTO_LENGTH, &value) != napi_ok ||
        napi_set_named_property(env, exports, strings[i].name, value) != napi_ok)
      return NULL;
  }
  return open_background(env) == napi_ok ? exports : NULL;
}
