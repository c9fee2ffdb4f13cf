/* Writing results past the cache when nothing says where their rows begin. */
#ifndef STRIDED_STREAM_H
#define STRIDED_STREAM_H
#include "../engine/vector.h"
#include <string.h>

/* From this many bytes on, a result is not kept in the cache for its first reader. */
#define ST_STREAM_BYTES (4 * 1024 * 1024)
/* Columns of a row that are computed into scratch before they are copied out: short enough for the cache, long enough
 * that the partial lines at both ends do not matter. */
#define ST_STRIP_COLUMNS 1024

/* memcpy of floats or doubles whose whole 64-byte lines bypass the cache; moved as floats, because rows of floats may
 * begin at any. End a series of these with st_stream_fence. */
static inline void st_stream_copy(void *to, const void *from, size_t bytes) {
  char *out = to;
  const char *in = from;
  size_t head = (64 - ((uintptr_t)out & 63)) & 63;
  if (head > bytes) head = bytes;
  memcpy(out, in, head);
  out += head, in += head, bytes -= head;
  for (; bytes >= 64; bytes -= 64, out += 64, in += 64)
    for (size_t at = 0; at < 64; at += ST_VECTOR_BYTES)
      st_stream_f32((float *)(out + at), st_load_f32((const float *)(in + at)));
  memcpy(out, in, bytes);
}
#endif
