/* Vectors of one element type, for folds. Included once per type; T is the type, FN(name) the function's name. */
#if IS_F64
typedef int64_t FN(signed_bits);
#else
typedef int32_t FN(signed_bits);
#endif
typedef T FN(vector) __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef FN(signed_bits) FN(mask) __attribute__((vector_size(ST_VECTOR_BYTES)));
typedef T FN(unaligned) __attribute__((vector_size(ST_VECTOR_BYTES), aligned(sizeof(T)), may_alias));

static inline FN(vector) FN(all)(T x) { return x - (FN(vector)){0}; }
/* x where the mask is set, y elsewhere. */
static inline FN(vector) FN(choose)(FN(mask) mask, FN(vector) x, FN(vector) y) {
  return (FN(vector))((mask & (FN(mask))x) | (~mask & (FN(mask))y));
}
