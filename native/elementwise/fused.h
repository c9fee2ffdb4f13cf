/* A fused expression: steps over chunks, so that what is between them stays in the first-level cache. */
#ifndef STRIDED_ELEMENTWISE_FUSED_H
#define STRIDED_ELEMENTWISE_FUSED_H
#include "walk.h"

#define ST_FUSED_INPUTS 5
#define ST_FUSED_STEPS 64
#define ST_FUSED_TEMPORARIES 8

enum st_fused_step_kind { ST_STEP_UNARY, ST_STEP_BINARY, ST_STEP_CAST, ST_STEP_STREAM, ST_STEP_KINDS };

typedef struct st_fused_step {
  st_unary_loop unary; /* casts too */
  st_binary_loop binary;
  int a, b; /* where the operands are: see kernels.def */
  int to;   /* the temporary that holds the result, or -1: the result of all */
  int64_t item; /* bytes of an element of the result */
  int is_stream;
  uint64_t start[6]; /* stream: Philox's counter and key */
} st_fused_step;

typedef struct st_fused {
  st_walk w; /* the inputs alone, in the order of the result's elements; a stream's places are counted from NULL */
  int steps;
  st_fused_step step[ST_FUSED_STEPS];
  int64_t item[ST_FUSED_TEMPORARIES]; /* filled as steps write them; TypeScript keeps a temporary to one dtype */
  const char *constants;
} st_fused;

/* Reads the program of a call whose operands are out, program, constants, inputs; gives where the program ends. */
int st_fused_open(st_fused *f, const st_call *call, int ndim, int inputs, int steps, const double **rest);
int64_t st_fused_size(const st_fused *f);
/* Writes elements first to first + count - 1 of the result, in C order, one after the other. */
void st_fused_pull(const st_fused *f, int64_t first, int64_t count, char *out);
#endif
