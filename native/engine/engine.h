/* What the engine's own parts share with each other: the table of entries, threads, memory, the machine's limits. */
#ifndef STRIDED_ENGINE_H
#define STRIDED_ENGINE_H
#include "../strided.h"

typedef int (*st_entry_fn)(const st_call *call);

/* The entry of a row of kernels.def; NULL for a number out of range, or when its source was not linked. */
st_entry_fn st_entry(int number);
int st_entry_count(void);
/* Names the state of kernels.def this was compiled from; TypeScript compares. */
const char *st_table_hash(void);

/* Threads that calls use by default: 0 asks for as many as the machine gives this process. */
void st_set_thread_count(int threads);

/* Loops that do nothing but keep one execution unit busy, for benchmarks that report a fraction of the machine's
 * limit: operations per second of one thread. */
enum st_peak { ST_PEAK_ADD_F64, ST_PEAK_ADD_F32, ST_PEAK_FMA_F64, ST_PEAK_FMA_F32, ST_PEAK_COUNT };
/* Runs about `rounds` rounds; returns the operations done (an FMA counts as two). */
double st_peak_operations(int kind, int64_t rounds);
#endif
