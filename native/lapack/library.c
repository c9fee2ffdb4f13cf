/* Finding and opening the machine's LAPACK.
 *
 * State: the library in use, a pointer that is set once the whole table is filled. The tables are never freed, because a
 * call on another thread may still read one. */
#ifdef __linux__
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lapack.h"

static _Atomic(const st_lapack *) in_use;

const st_lapack *st_lapack_in_use(void) { return in_use; }

static const char *const names[ST_LAPACK_COUNT][2] = {
#define ROUTINE(number, real, complex) {real, complex},
    ST_LAPACK_ROUTINES(ROUTINE)
#undef ROUTINE
};

/* How libraries spell their symbols, and what that says about their integers. */
static const struct {
  const char *format;
  int wide; /* -1: the configuration says */
} spellings[] = {{"%c%s_", -1}, {"%c%s_64_", 1}, {"scipy_%c%s_64_", 1}, {"scipy_%c%s_", 0}, {"%c%s$NEWLAPACK", 0}};
#define SPELLINGS (sizeof spellings / sizeof *spellings)

static void *symbol(void *library, size_t spelling, int type, int routine) {
  char name[64];
  snprintf(name, sizeof name, spellings[spelling].format, "sdcz"[type], names[routine][type >= 2]);
  return dlsym(library, name);
}

/* A function whose name some builds give a suffix or a prefix. */
static void *openblas_symbol(void *library, const char *name) {
  static const char *const formats[] = {"%s", "%s64_", "scipy_%s64_", "scipy_%s"};
  char spelled[64];
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    snprintf(spelled, sizeof spelled, formats[i], name);
    void *found = dlsym(library, spelled);
    if (found) return found;
  }
  return NULL;
}

static const char *configuration(void *library) {
  const char *(*get)(void) = NULL;
  *(void **)&get = openblas_symbol(library, "openblas_get_config");
  return get ? get() : "";
}

/* Fills the table; returns the name of the first routine that is missing, or NULL. */
static const char *fill(st_lapack *lapack, void *library, const char *config) {
  size_t spelling = 0;
  while (spelling < SPELLINGS && !symbol(library, spelling, 1, ST_LAPACK_GETRF)) spelling++;
  if (spelling == SPELLINGS) return names[ST_LAPACK_GETRF][0];
  for (int routine = 0; routine < ST_LAPACK_COUNT; routine++)
    for (int type = 0; type < 4; type++) {
      void *found = symbol(library, spelling, type, routine);
      if (!found) return names[routine][type >= 2];
      *(void **)&lapack->routine[routine][type] = found;
    }
  lapack->wide = spellings[spelling].wide >= 0 ? spellings[spelling].wide : strstr(config, "USE64BITINT") != NULL;
  *(void **)&lapack->set_threads = openblas_symbol(library, "openblas_set_num_threads");
  return NULL;
}

void st_lapack_open(const char *path, char *text, size_t bytes) {
  if (!*path) {
    in_use = NULL;
    snprintf(text, bytes, "-not asked for");
    return;
  }
  /* RTLD_NODELETE: its threads outlive whoever opened it. */
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  if (!library) {
    const char *reason = dlerror();
    snprintf(text, bytes, "-%s", reason ? reason : "it cannot be opened");
    return;
  }
  const char *config = configuration(library);
  st_lapack *lapack = calloc(1, sizeof *lapack);
  const char *missing = lapack ? fill(lapack, library, config) : "memory";
  if (missing) {
    free(lapack);
    snprintf(text, bytes, "-it has no %s", missing);
    return;
  }
  Dl_info where;
  const char *file = dladdr(*(void **)&lapack->routine[ST_LAPACK_GETRF][1], &where) && where.dli_fname ? where.dli_fname : path;
  in_use = lapack;
  snprintf(text, bytes, "+%s\n%s", file, *config ? config : "LAPACK");
}
