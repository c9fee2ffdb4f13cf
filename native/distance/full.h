/* How a full matrix may be computed besides the plain way of full.c. */
#ifndef STRIDED_DISTANCE_FULL_H
#define STRIDED_DISTANCE_FULL_H
#include "job.h"

/* Whether the points are compared with themselves, and computing each pair once pays. */
int st_mirror_fits(const st_distance_job *job);
int st_mirror_run(const st_distance_job *job, void *out, int64_t out_stride, int threads, int32_t *control);
#endif
