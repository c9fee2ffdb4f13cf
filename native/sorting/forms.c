/* The table of forms: for each real dtype, its values and its positions. */
#include "forms.h"
#include "vector_sort.h"

#define E uint32_t
#define K uint32_t
#define KEY(e) (e)
#define LOW 0
#define FN(name) name##_u32
#include "radix_body.h"
#undef E
#undef K
#undef KEY
#undef LOW
#undef FN

#define E uint64_t
#define K uint64_t
#define KEY(e) (e)
#define LOW 0
#define FN(name) name##_u64
#include "radix_body.h"
#undef LOW
#undef FN

/* A 32-bit key above its position: as numbers, these are in the order of a stable sort. */
#define LOW 32
#define FN(name) name##_packed
#include "radix_body.h"
#undef E
#undef K
#undef KEY
#undef LOW
#undef FN

#define E st_keyed
#define K uint64_t
#define KEY(e) ((e).key)
#define LOW 0
#define FN(name) name##_keyed
#include "radix_body.h"

/* Up to so many keys comparing in vectors is faster than counting digits. */
#define VECTORS_32 20000
#define VECTORS_64 8192

/* As numbers, packed elements sort as any: no two are equal. */
static void sort_u32(void *x, void *y, int64_t n) {
  if (n > VECTORS_32 || !ST_DISPATCH(st_vector_sort_u32)(x, y, n, run_radix_u32)) radix_u32(x, y, n);
}
static void sort_u64(void *x, void *y, int64_t n) {
  if (n > VECTORS_64 || !ST_DISPATCH(st_vector_sort_u64)(x, y, n, run_radix_u64)) radix_u64(x, y, n);
}
static void sort_packed(void *x, void *y, int64_t n) {
  if (n > VECTORS_64 || !ST_DISPATCH(st_vector_sort_u64)(x, y, n, run_radix_packed)) radix_packed(x, y, n);
}
static void sort_keyed(void *x, void *y, int64_t n) { radix_keyed(x, y, n); }

/* Loads and stores. `flip` is all ones for descending order. A stride that the compiler knows lets it use vectors. */
#define LOOP(T, BODY, FUNCTION)                                                \
  if (stride == (int64_t)sizeof(T)) {                                          \
    for (int64_t i = 0; i < n; i++) BODY(((T *)lane)[i], FUNCTION);            \
  } else {                                                                     \
    for (int64_t i = 0; i < n; i++) BODY(*(T *)(lane + i * stride), FUNCTION); \
  }
#define LOAD_VALUE(element, key) to[i] = key(element) ^ flip
#define STORE_VALUE(element, unkey) element = unkey(from[i] ^ flip)
#define LOAD_PACKED(element, key) to[i] = (uint64_t)(key(element) ^ flip) << 32 | (uint32_t)(first + i)
#define LOAD_KEYED(element, key) to[i] = (st_keyed){key(element) ^ flip, (uint64_t)(first + i)}

#define LOADER(name, T, E, bits, BODY, FUNCTION)                                                              \
  static void name(const char *lane, int64_t stride, int64_t first, int64_t n, void *keys, int descending) { \
    const uint##bits##_t flip = descending ? UINT##bits##_MAX : 0;                                            \
    E *to = keys;                                                                                             \
    lane += first * stride;                                                                                   \
    LOOP(const T, BODY, FUNCTION)                                                                             \
  }
#define STORER(name, T, bits, FUNCTION)                                                         \
  static void name(const void *keys, int64_t n, char *lane, int64_t stride, int descending) {  \
    const uint##bits##_t flip = descending ? UINT##bits##_MAX : 0;                              \
    const uint##bits##_t *from = keys;                                                          \
    LOOP(T, STORE_VALUE, FUNCTION)                                                              \
  }

#define FUNCTIONS(dtype, suffix, T, bits)                                   \
  LOADER(load_##suffix, T, uint##bits##_t, bits, LOAD_VALUE, st_key_##suffix) \
  STORER(store_##suffix, T, bits, st_unkey_##suffix)                        \
  INDEX_LOADER_##bits(index_##suffix, T, st_tie_##suffix)
#define INDEX_LOADER_32(name, T, FUNCTION) LOADER(name, T, uint64_t, 32, LOAD_PACKED, FUNCTION)
#define INDEX_LOADER_64(name, T, FUNCTION) LOADER(name, T, st_keyed, 64, LOAD_KEYED, FUNCTION)
ST_REAL_DTYPES(FUNCTIONS)

#define INDEX_STORER(name, E, POSITION)                                                        \
  static void name(const void *keys, int64_t n, char *lane, int64_t stride, int descending) { \
    const E *from = keys;                                                                      \
    (void)descending;                                                                          \
    for (int64_t i = 0; i < n; i++) *(int64_t *)(lane + i * stride) = POSITION;                \
  }
INDEX_STORER(store_index_32, uint64_t, (uint32_t)from[i])
INDEX_STORER(store_index_64, st_keyed, (int64_t)from[i].index)

#define FORM_OF(E, name, load, store) {sizeof(E), load, store, sort_##name, run_classify_##name, run_place_##name}
#define VALUE_ROW(dtype, suffix, T, bits) [dtype] = FORM_OF(uint##bits##_t, u##bits, load_##suffix, store_##suffix),
#define INDEX_ROW(dtype, suffix, T, bits) [dtype] = INDEX_ROW_##bits(index_##suffix),
#define INDEX_ROW_32(load) FORM_OF(uint64_t, packed, load, store_index_32)
#define INDEX_ROW_64(load) FORM_OF(st_keyed, keyed, load, store_index_64)

static const st_sort_form forms[2][ST_DTYPE_COUNT] = {{ST_REAL_DTYPES(VALUE_ROW)}, {ST_REAL_DTYPES(INDEX_ROW)}};

const st_sort_form *st_sort_form_of(int dtype, int indices) {
  const st_sort_form *form = dtype < 0 || dtype >= ST_DTYPE_COUNT ? NULL : &forms[indices != 0][dtype];
  return form && form->bytes ? form : NULL;
}
