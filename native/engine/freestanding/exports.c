/* The module's surface: what src/kernels/wasm.ts calls. Addresses are offsets into the exported memory. */
#include "../engine.h"

#define EXPORT(name) __attribute__((export_name(name)))

EXPORT("has") int wasm_has(int number) { return st_entry(number) != NULL; }

EXPORT("tableHash") const char *wasm_table_hash(void) { return st_table_hash(); }

EXPORT("alloc") void *wasm_alloc(size_t bytes) { return st_alloc(bytes); }

EXPORT("free") void wasm_free(void *memory) { st_free(memory); }

EXPORT("run")
int wasm_run(int number, const double *parameter, void *o0, void *o1, void *o2, void *o3, void *o4, void *o5, void *o6,
             void *o7) {
  const st_call call = {.operand = {o0, o1, o2, o3, o4, o5, o6, o7}, .parameter = parameter, .threads = 1};
  st_entry_fn entry = st_entry(number);
  return entry ? entry(&call) : ST_BAD_CALL;
}
