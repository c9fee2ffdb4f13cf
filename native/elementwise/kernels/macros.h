/* The shapes of loops, for the bodies that list the expressions. T is the element type, FN(name) the name of its
 * functions. x, y and z stand for the elements in an expression. */
#ifndef STRIDED_ELEMENTWISE_MACROS_H
#define STRIDED_ELEMENTWISE_MACROS_H

/* Iterations do not depend on each other: an output is one of the inputs element for element, or apart from them. */
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT _Pragma("GCC ivdep")
#endif

/* The branches differ in what the compiler may assume of strides. */
#define BINARY_LOOP(name, R, expression)                                                                           \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb) { \
    const int64_t unit = sizeof(T);                                                                                \
    R *o = (R *)out;                                                                                               \
    const T *a = (const T *)pa, *b = (const T *)pb;                                                                \
    if (so == (int64_t)sizeof(R) && sa == unit && sb == unit) {                                                    \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = a[i], y = b[i];                                                                                      \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else if (so == (int64_t)sizeof(R) && sa == unit && sb == 0) {                                                \
      if (n <= 0) return;                                                                                          \
      const T y = *b;                                                                                              \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = a[i];                                                                                                \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else if (so == (int64_t)sizeof(R) && sa == 0 && sb == unit) {                                                \
      if (n <= 0) return;                                                                                          \
      const T x = *a;                                                                                              \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T y = b[i];                                                                                                \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else {                                                                                                       \
      for (int64_t i = 0; i < n; i++) {                                                                            \
        T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                            \
        *(R *)(out + i * so) = (R)(expression);                                                                    \
      }                                                                                                            \
    }                                                                                                              \
  }

/* The same for operations whose scalar operands are rare or whose arithmetic costs more than a branch. */
#define BINARY_LOOP_PLAIN(name, R, expression)                                                                     \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb) { \
    R *o = (R *)out;                                                                                               \
    const T *a = (const T *)pa, *b = (const T *)pb;                                                                \
    if (so == (int64_t)sizeof(R) && sa == (int64_t)sizeof(T) && sb == (int64_t)sizeof(T)) {                        \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                \
        T x = a[i], y = b[i];                                                                                      \
        o[i] = (R)(expression);                                                                                    \
      }                                                                                                            \
    } else {                                                                                                       \
      for (int64_t i = 0; i < n; i++) {                                                                            \
        T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb);                                            \
        *(R *)(out + i * so) = (R)(expression);                                                                    \
      }                                                                                                            \
    }                                                                                                              \
  }

#define UNARY_LOOP_TO(name, R, expression)                                             \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) { \
    R *o = (R *)out;                                                                   \
    const T *a = (const T *)pa;                                                        \
    if (so == (int64_t)sizeof(R) && sa == (int64_t)sizeof(T)) {                        \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                    \
        T x = a[i];                                                                    \
        (void)x;                                                                       \
        o[i] = (R)(expression);                                                        \
      }                                                                                \
    } else {                                                                           \
      for (int64_t i = 0; i < n; i++) {                                                \
        T x = *(const T *)(pa + i * sa);                                               \
        (void)x;                                                                       \
        *(R *)(out + i * so) = (R)(expression);                                        \
      }                                                                                \
    }                                                                                  \
  }
#define UNARY_LOOP(name, expression) UNARY_LOOP_TO(name, T, expression)

/* A loop that is another one under a second name. */
#define SAME_UNARY(name, other) \
  static void FN(name)(int64_t n, char *out, int64_t so, const char *a, int64_t sa) { FN(other)(n, out, so, a, sa); }

#define CLIP_LOOP(expression)                                                                                       \
  static void FN(clip)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa, const char *pb, int64_t sb,    \
                       const char *pc, int64_t sc) {                                                                \
    if (so == (int64_t)sizeof(T) && sa == (int64_t)sizeof(T) && sb == 0 && sc == 0) {                               \
      if (n <= 0) return;                                                                                           \
      const T *a = (const T *)pa, y = *(const T *)pb, z = *(const T *)pc;                                           \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                                 \
        T x = a[i];                                                                                                 \
        ((T *)out)[i] = (expression);                                                                               \
      }                                                                                                             \
    } else {                                                                                                        \
      for (int64_t i = 0; i < n; i++) {                                                                             \
        T x = *(const T *)(pa + i * sa), y = *(const T *)(pb + i * sb), z = *(const T *)(pc + i * sc);              \
        *(T *)(out + i * so) = (expression);                                                                        \
      }                                                                                                             \
    }                                                                                                               \
  }

/* Reductions: x is the result so far, of type A, and y the next element. */
#define COMBINE_LOOP(name, A, expression)                                                        \
  static void FN(name##_combine)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) { \
    if (so == (int64_t)sizeof(A) && sa == (int64_t)sizeof(T)) {                                  \
      A *o = (A *)out;                                                                           \
      const T *a = (const T *)pa;                                                                \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                              \
        A x = o[i];                                                                              \
        T y = a[i];                                                                              \
        o[i] = (expression);                                                                     \
      }                                                                                          \
    } else {                                                                                     \
      for (int64_t i = 0; i < n; i++) {                                                          \
        A x = *(A *)(out + i * so);                                                              \
        T y = *(const T *)(pa + i * sa);                                                         \
        *(A *)(out + i * so) = (expression);                                                     \
      }                                                                                          \
    }                                                                                            \
  }
/* Eight rows at a time: a result is read and written once for eight elements, and memory is read in eight streams, so that
 * its latency hides. */
#define ROWS_LOOP(name, A, expression)                                                                            \
  static void FN(name##_rows)(int64_t rows, int64_t n, char *out, const char *pa, int64_t step) {                 \
    A *o = (A *)out;                                                                                              \
    for (; rows >= 8; rows -= 8, pa += 8 * step) {                                                                \
      const T *a = (const T *)pa, *b = (const T *)(pa + step), *c = (const T *)(pa + 2 * step);                   \
      const T *d = (const T *)(pa + 3 * step), *e = (const T *)(pa + 4 * step), *f = (const T *)(pa + 5 * step);  \
      const T *g = (const T *)(pa + 6 * step), *h = (const T *)(pa + 7 * step);                                   \
      INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                               \
        A x = o[i];                                                                                               \
        T y = a[i];                                                                                               \
        x = (expression);                                                                                         \
        y = b[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = c[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = d[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = e[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = f[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = g[i];                                                                                                 \
        x = (expression);                                                                                         \
        y = h[i];                                                                                                 \
        o[i] = (expression);                                                                                      \
      }                                                                                                           \
    }                                                                                                             \
    for (; rows > 0; rows--, pa += step) FN(name##_combine)(n, out, sizeof(A), pa, sizeof(T));                    \
  }
#define FOLD_LOOP(name, A, expression)                                                \
  static void FN(name##_fold)(int64_t n, char *out, const char *pa, int64_t sa) {     \
    A x = *(A *)out;                                                                  \
    if (sa == (int64_t)sizeof(T)) {                                                   \
      for (int64_t i = 0; i < n; i++) {                                               \
        T y = ((const T *)pa)[i];                                                     \
        x = (expression);                                                             \
      }                                                                               \
    } else {                                                                          \
      for (int64_t i = 0; i < n; i++) {                                               \
        T y = *(const T *)(pa + i * sa);                                              \
        x = (expression);                                                             \
      }                                                                               \
    }                                                                                 \
    *(A *)out = x;                                                                    \
  }
#define SCAN_LOOP(name, A, expression)                                                        \
  static void FN(name##_scan)(int64_t n, char *out, int64_t so, const char *pa, int64_t sa) { \
    A x = *(A *)(out - so);                                                                   \
    for (int64_t i = 0; i < n; i++) {                                                         \
      T y = *(const T *)(pa + i * sa);                                                        \
      x = (expression);                                                                       \
      *(A *)(out + i * so) = x;                                                               \
    }                                                                                         \
  }

/* Whether any (all) of a run are true, block by block, so that the first answer ends it. `truth` is of the element y. */
#define TRUTH_BLOCK (4096 / (int64_t)sizeof(T))
#define TRUTH_FOLD(name, start, END, truth)                                                       \
  static void FN(name##_fold)(int64_t n, char *out, const char *pa, int64_t sa) {                 \
    uint8_t *o = (uint8_t *)out;                                                                  \
    int64_t i = 0;                                                                                \
    for (; sa == (int64_t)sizeof(T) && i + TRUTH_BLOCK <= n && !(*o END); i += TRUTH_BLOCK) {     \
      const T *a = (const T *)pa + i;                                                             \
      uint8_t found = 0;                                                                          \
      for (int64_t j = 0; j < TRUTH_BLOCK; j++) {                                                 \
        T y = a[j];                                                                               \
        found |= (uint8_t)((truth) != start);                                                     \
      }                                                                                           \
      if (found) *o = !start;                                                                     \
    }                                                                                             \
    for (; i < n && !(*o END); i++) {                                                             \
      T y = *(const T *)(pa + i * sa);                                                            \
      if ((truth) != start) *o = !start;                                                          \
    }                                                                                             \
  }

/* Counts in a type as wide as the elements, in blocks that it can count. */
#define COUNT_FOLD(name, U, truth)                                                \
  static void FN(name##_fold)(int64_t n, char *out, const char *pa, int64_t sa) { \
    const int64_t block = sizeof(U) == 1 ? 128 : 8192;                            \
    int64_t count = 0, i = 0;                                                     \
    for (; sa == (int64_t)sizeof(T) && i + block <= n; i += block) {              \
      const T *a = (const T *)pa + i;                                             \
      U some = 0;                                                                 \
      for (int64_t j = 0; j < block; j++) {                                       \
        T y = a[j];                                                               \
        some = (U)(some + (U)(truth));                                            \
      }                                                                           \
      count += (int64_t)some;                                                     \
    }                                                                             \
    for (; i < n; i++) {                                                          \
      T y = *(const T *)(pa + i * sa);                                            \
      count += (truth);                                                           \
    }                                                                             \
    *(int64_t *)out += count;                                                     \
  }

/* The extreme of each block by the fold, and a look into a block only where it beats all before it. `beats` is of y
 * against x, and holds for NaN against a number. */
#define POSITION_BLOCK (16384 / (int64_t)sizeof(T))
/* Where y is, which is there; a stretch at a time. W is an integer as wide as the elements. */
#define FIRST_LOOP(W, same)                                                                          \
  static int64_t FN(first_of)(int64_t n, const char *pa, int64_t sa, T y) {                          \
    int64_t i = 0;                                                                                   \
    for (; sa == (int64_t)sizeof(T) && i + 64 <= n; i += 64) {                                       \
      W found = 0;                                                                                   \
      for (int64_t j = 0; j < 64; j++) {                                                             \
        T x = ((const T *)pa)[i + j];                                                                \
        found |= (W)(same);                                                                          \
      }                                                                                              \
      if (!found) continue;                                                                          \
      W first = 64;                                                                                  \
      for (int64_t j = 0; j < 64; j++) {                                                             \
        T x = ((const T *)pa)[i + j];                                                                \
        const W at = (same) ? (W)j : 64;                                                             \
        first = at < first ? at : first;                                                             \
      }                                                                                              \
      return i + (int64_t)first;                                                                     \
    }                                                                                                \
    for (; i < n; i++) {                                                                             \
      T x = *(const T *)(pa + i * sa);                                                               \
      if (same) break;                                                                               \
    }                                                                                                \
    return i;                                                                                        \
  }
#define POSITION_LOOP(name, fold, beats)                                                             \
  static int64_t FN(name##_position)(int64_t n, const char *pa, int64_t sa) {                        \
    T x = *(const T *)pa;                                                                            \
    int64_t found = 0;                                                                               \
    if (!((x) == (x))) return 0;                                                                     \
    for (int64_t i = 0; i < n && x == x; i += POSITION_BLOCK) {                                      \
      const int64_t count = n - i < POSITION_BLOCK ? n - i : POSITION_BLOCK;                         \
      T y = x;                                                                                       \
      FN(fold##_fold)(count, (char *)&y, pa + i * sa, sa);                                           \
      if (!(beats)) continue;                                                                        \
      x = y;                                                                                         \
      found = i + FN(first_of)(count, pa + i * sa, sa, y);                                           \
    }                                                                                                \
    return found;                                                                                    \
  }
#define CONTEST_LOOP(name, beats)                                                                        \
  static void FN(name##_contest)(int64_t n, char *best, int64_t *position, const char *pa, int64_t at) { \
    T *o = (T *)best;                                                                                    \
    const T *a = (const T *)pa;                                                                          \
    INDEPENDENT for (int64_t i = 0; i < n; i++) {                                                        \
      T x = o[i], y = a[i];                                                                              \
      const int wins = (beats);                                                                          \
      o[i] = wins ? y : x;                                                                               \
      position[i] = wins ? at : position[i];                                                             \
    }                                                                                                    \
  }
#endif
