/* The ground every C source stands on: status codes, the call, and the loop over tasks. No libc beyond this header's
 * needs: the same sources compile freestanding for WebAssembly. */
#ifndef STRIDED_H
#define STRIDED_H
#include <stddef.h>
#include <stdint.h>

/* ABSENT: this machine lacks what the entry is made of; the reference runs instead. */
enum st_status { ST_OK = 0, ST_CANCELLED = 1, ST_NO_MEMORY = 2, ST_BAD_CALL = 3, ST_ABSENT = 4 };

/* Slots of the control block; must match `control` in src/kernels/backend.ts. */
enum st_control_slot { ST_CANCEL = 0, ST_TASKS_DONE = 1, ST_TASKS_TOTAL = 2 };

#define ST_MAX_OPERANDS 8

typedef struct st_call {
  void *operand[ST_MAX_OPERANDS]; /* NULL where absent */
  const double *parameter;        /* in the order of kernels.def */
  int threads;                    /* at most this many, 0: as many as the pool has */
  int32_t *control;               /* NULL: cannot be cancelled */
} st_call;

/* Element kinds; `dtype` parameters hold these, and `kernelDType` in src/kernels/table.gen.ts has the same numbers. BIT is
 * the packed form of booleans that distances take; the others are the arrays' dtypes. */
enum st_dtype {
  ST_F64 = 0,
  ST_F32 = 1,
  ST_BIT = 2,
  ST_BOOL = 3,
  ST_I8 = 4,
  ST_I16 = 5,
  ST_I32 = 6,
  ST_I64 = 7,
  ST_U8 = 8,
  ST_U16 = 9,
  ST_U32 = 10,
  ST_U64 = 11,
  ST_F16 = 12,
  ST_C64 = 13,
  ST_C128 = 14,
  ST_DTYPE_COUNT
};

/* Runs task(context, 0..tasks-1, thread) on up to `threads` threads, the caller being thread 0. Stops early when the
 * control block says so, and counts tasks done into it. Runs inline on one thread when the pool is busy.
 * Returns ST_OK, ST_CANCELLED, or the first other status a task returned. */
typedef int (*st_task)(void *context, int64_t task, int thread);
int st_parallel_for(int64_t tasks, int threads, st_task task, void *context, int32_t *control);

/* Waits until *counter is at least `least`: in a task, for what tasks of the same job with lower numbers bring about. They
 * have all been taken before it, so somebody is at them. */
void st_wait_for(const int64_t *counter, int64_t least);

/* How many threads st_parallel_for would use for `threads` 0; thread numbers are below this or the count asked for. */
int st_thread_count(void);
#define ST_MAX_THREADS 256

/* Scratch memory, 64-byte aligned; NULL when there is none left. */
void *st_alloc(size_t bytes);
void st_free(void *memory);

/* One function for every ENTRY row: int st_entry_<name>(const st_call *call). */
#define ENTRY(name, operands, parameters) int st_entry_##name(const st_call *call);
#include "kernels.def"

/* Row numbers, as TypeScript sends them. */
#define METRIC(name, dtypes) ST_METRIC_##name,
enum st_metric {
#include "kernels.def"
  ST_METRIC_COUNT
};
#define BINARY(name, kinds, result) ST_BINARY_##name,
enum st_binary {
#include "kernels.def"
  ST_BINARY_COUNT
};
#define UNARY(name, kinds, result) ST_UNARY_##name,
enum st_unary {
#include "kernels.def"
  ST_UNARY_COUNT
};
#define TERNARY(name, kinds, result) ST_TERNARY_##name,
enum st_ternary {
#include "kernels.def"
  ST_TERNARY_COUNT
};
#define REDUCTION(name, kinds, result) ST_REDUCTION_##name,
enum st_reduction {
#include "kernels.def"
  ST_REDUCTION_COUNT
};
#endif
