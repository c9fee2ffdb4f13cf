/* The kinds of rows that integers have. */
#define ROW_all(f) f
#define ROW_numbers(f) f
#define ROW_reals(f) f
#define ROW_inexact(f) 0
#define ROW_floats(f) 0
#define ROW_integers(f) f
#define ROW_bits(f) f
#define DEVIATION 0
