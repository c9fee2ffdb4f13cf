/** Words of C and of its compilers that the parser knows. */

/** Words with something in parentheses behind them, between specifiers and declarators. */
export const attributeWords = new Set(
  '__attribute__ __attribute __asm__ __asm asm __declspec _Alignas alignas'.split(' '),
);
/** Words that are stepped over wherever they stand. */
export const silent = new Set(
  '__extension__ _Noreturn __restrict __restrict__ restrict __volatile__ volatile __volatile __cdecl __stdcall _Nonnull _Nullable _Null_unspecified __unaligned __stdcall__ __cdecl__ _cdecl _stdcall'.split(
    ' ',
  ),
);

/** Words that begin a type. */
export const typeWords = new Set(
  (
    'void char short int long float double signed unsigned _Bool bool _Complex __complex__ struct union enum const volatile ' +
    '__const __signed__ __signed __volatile__ restrict __restrict __int128 __int128_t __uint128_t _Float16 _Float32 _Float64 ' +
    '_Float128 _Float32x _Float64x __float128 __extension__ __builtin_va_list __builtin_ms_va_list typedef static extern inline __inline __inline__ ' +
    'register _Noreturn _Thread_local __thread _Atomic __attribute__ _Alignas __typeof__ typeof __typeof'
  ).split(' '),
);
