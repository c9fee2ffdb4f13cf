/* The mathematical functions as rows of the loop table: they are compiled from files of their own. */
#define UNARY_ROW(name, suffix)                                                                            \
  void ST_NAME(st_##name##_##suffix)(int64_t n, char *out, int64_t so, const char *a, int64_t sa);         \
  static void name##_##suffix(int64_t n, char *out, int64_t so, const char *a, int64_t sa) {               \
    ST_NAME(st_##name##_##suffix)(n, out, so, a, sa);                                                      \
  }
#define BINARY_ROW(name, suffix)                                                                           \
  void ST_NAME(st_##name##_##suffix)(int64_t n, char *out, int64_t so, const char *a, int64_t sa,          \
                                     const char *b, int64_t sb);                                           \
  static void name##_##suffix(int64_t n, char *out, int64_t so, const char *a, int64_t sa, const char *b,  \
                              int64_t sb) {                                                                \
    ST_NAME(st_##name##_##suffix)(n, out, so, a, sa, b, sb);                                               \
  }
#define ROWS(row, name) row(name, f64) row(name, f32)
ROWS(UNARY_ROW, exp)
ROWS(UNARY_ROW, exp2)
ROWS(UNARY_ROW, expm1)
ROWS(UNARY_ROW, log)
ROWS(UNARY_ROW, log2)
ROWS(UNARY_ROW, log10)
ROWS(UNARY_ROW, log1p)
ROWS(UNARY_ROW, sin)
ROWS(UNARY_ROW, cos)
ROWS(UNARY_ROW, tan)
ROWS(UNARY_ROW, asin)
ROWS(UNARY_ROW, acos)
ROWS(UNARY_ROW, atan)
ROWS(UNARY_ROW, sinh)
ROWS(UNARY_ROW, cosh)
ROWS(UNARY_ROW, tanh)
ROWS(UNARY_ROW, asinh)
ROWS(UNARY_ROW, acosh)
ROWS(UNARY_ROW, atanh)
ROWS(UNARY_ROW, cbrt)
ROWS(BINARY_ROW, power)
ROWS(BINARY_ROW, atan2)
ROWS(BINARY_ROW, hypot)
ROWS(BINARY_ROW, logaddexp)
ROWS(BINARY_ROW, logaddexp2)
#undef UNARY_ROW
#undef BINARY_ROW
#undef ROWS
