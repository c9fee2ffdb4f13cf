/* The machine's own LAPACK, where it has one: found at run time, so that nothing is linked against it. */
#ifndef STRIDED_LAPACK_H
#define STRIDED_LAPACK_H
#include "../strided.h"

/* Routines, with the name of the real and of the complex one. */
#define ST_LAPACK_ROUTINES(ROUTINE) \
  ROUTINE(GETRF, "getrf", "getrf")  \
  ROUTINE(GETRS, "getrs", "getrs")  \
  ROUTINE(POTRF, "potrf", "potrf")  \
  ROUTINE(GEQRF, "geqrf", "geqrf")  \
  ROUTINE(ORGQR, "orgqr", "ungqr")  \
  ROUTINE(GESDD, "gesdd", "gesdd")  \
  ROUTINE(SYEVD, "syevd", "heevd")  \
  ROUTINE(GEEV, "geev", "geev")     \
  ROUTINE(GELSD, "gelsd", "gelsd")
enum st_lapack_routine {
#define ROUTINE(number, real, complex) ST_LAPACK_##number,
  ST_LAPACK_ROUTINES(ROUTINE)
#undef ROUTINE
  ST_LAPACK_COUNT
};

typedef struct st_lapack {
  /* By routine and element type: s, d, c, z. */
  void (*routine[ST_LAPACK_COUNT][4])(void);
  /* Whether its integers have 8 bytes instead of 4. */
  int wide;
  /* OpenBLAS's; NULL in other libraries. */
  void (*set_threads)(int);
} st_lapack;

/* The library in use; NULL when there is none. */
const st_lapack *st_lapack_in_use(void);

/* Opens the library of that path or name and uses it from now on; an empty path puts the one in use away. Libraries are
 * never unloaded. Writes what it is ("+" and a description) or why not ("-" and the reason) to text. */
void st_lapack_open(const char *path, char *text, size_t bytes);
#endif
