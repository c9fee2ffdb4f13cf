import { expect, test } from 'vitest';
import { layoutOf, placeFields } from '../../../src/native/c/layout.js';
import { parseDeclarations } from '../../../src/native/c/parsing/parser.js';
import { writeType } from '../../../src/native/c/types.js';

/** Declarations of functions, written back by us. */
function functionsOf(text: string): string[] {
  return [...parseDeclarations(text).functions.values()].map(({ name, type }) => writeType(type, name));
}

test.each([
  ['double f(double x);', 'double f(double x)'],
  ['int f(void);', 'int f(void)'],
  ['extern int g();', 'int g(void)'],
  ['void h(const double *x, double * restrict y, size_t n);', 'void h(const double *x, double *y, size_t n)'],
  [
    'long unsigned int f(unsigned, short int, signed char);',
    'unsigned long f(unsigned int, short, signed char)',
  ],
  ['char *strdup(const char *const s);', 'char *strdup(const char *const s)'],
  ['int printf(const char *format, ...);', 'int printf(const char *format, ...)'],
  ['void (*signal(int sig, void (*func)(int)))(int);', 'void (*signal(int sig, void (*func)(int)))(int)'],
  ['void qsort(void *b, size_t n, size_t w, int (*c)(const void *, const void *));', null],
  [
    'void f(size_t rows, size_t cols, double a[rows][cols]);',
    'void f(size_t rows, size_t cols, double a[rows][cols])',
  ],
  ['void f(double a[static 3], int b[]);', 'void f(double a[3], int b[])'],
  ['int (f)(int);', 'int f(int)'],
  ['static inline int twice(int x) { return x ? 2 * x : 0; }', 'int twice(int x)'],
  ['float _Complex cexpf(float _Complex z) __attribute__((const)) __asm__("cexpf");', null],
  ['__extension__ extern long long f(int) __attribute__ ((__nothrow__ , __leaf__));', 'long long f(int)'],
  ['int a(int), b(int);', 'int a(int)'],
  ['void f(int (*matrix)[3]);', 'void f(int (*matrix)[3])'],
  ['void apply(double fn(double), double x);', 'void apply(double (*fn)(double), double x)'],
])('%s', (text, written) => {
  const found = functionsOf(text);
  if (written === null) expect(found).toHaveLength(1);
  else expect(found[0]).toBe(written);
});

test('typedefs, structs that point to themselves, unions, enums, bit fields', () => {
  const { structs, typedefs, constants, enums, functions } = parseDeclarations(`
    typedef struct node { struct node *next; int value; } node_t;
    typedef struct { float re, im; } complex_t;
    struct mixed { char c; double d; short s; union { int i; float f; }; char tail[3]; };
    struct flags { unsigned a : 3, b : 7; unsigned : 0; unsigned long c : 40; };
    struct __attribute__((packed)) tight { char c; int i; };
    enum color { RED, GREEN = 5, BLUE, ALL = GREEN | 1 << 4 };
    typedef enum { ON = 'a' } mode_t2;
    node_t *find(node_t *list, enum color c, complex_t z);
  `);
  expect(placeFields(structs.get('mixed')!)).toMatchObject({ size: 32, align: 8 });
  expect(placeFields(structs.get('mixed')!).fields.map(({ name, offset }) => [name, offset])).toEqual([
    ['c', 0],
    ['d', 8],
    ['s', 16],
    ['i', 20],
    ['f', 20],
    ['tail', 24],
  ]);
  expect(placeFields(structs.get('flags')!)).toMatchObject({ size: 16 });
  expect(layoutOf(structs.get('tight')!)).toMatchObject({ size: 5, align: 1 });
  expect(structs.get('node')!.fields![0].type).toMatchObject({ kind: 'pointer', to: structs.get('node') });
  expect(layoutOf(typedefs.get('complex_t')!)).toEqual({ size: 8, align: 4 });
  expect([...enums.get('color')!]).toEqual([
    ['RED', 0n],
    ['GREEN', 5n],
    ['BLUE', 6n],
    ['ALL', 21n],
  ]);
  expect(constants.get('ON')).toBe(97n);
  expect(functions.get('find')!.type.parameters.map(({ name }) => name)).toEqual(['list', 'c', 'z']);
});

test('constants of #define, also by one another, and what the compiler shall fill in', () => {
  const { constants, structs, functions } = parseDeclarations(`
    #define ROWS 0x10u
    #define CELLS (ROWS * 2 + sizeof(int)) /* sizeof is no constant here */
    #define HALF .5f
    #define NAME "a" "b\\n"
    #define SQUARE(x) ((x)*(x))
    #define UNKNOWN ...
    #define EMPTY
    enum { FIRST = ..., SECOND, ... };
    struct opaque { int known; ...; };
    double table[ROWS + 1];
    void f(void);
  `);
  expect(Object.fromEntries(constants)).toMatchObject({ ROWS: 16n, HALF: 0.5, NAME: 'ab\n', UNKNOWN: null });
  expect(constants.has('CELLS')).toBe(false);
  expect(constants.has('SQUARE')).toBe(false);
  expect(constants.get('FIRST')).toBe(null);
  expect(structs.get('opaque')!.partial).toBe(true);
  expect(() => layoutOf(structs.get('opaque')!)).toThrow("sizeof: 'struct opaque' has no size");
  expect(functions.size).toBe(1);
});

test.each([
  ['int f(int', "cdef: line 1: ',' is missing"],
  ['foo bar;', "cdef: line 1: 'foo' is no type"],
  ['\n\nint x', "cdef: line 3: ';' is missing"],
  ['int a[0 - 1];', 'an array has -1 elements'],
  ['struct s { int x; };\nstruct s { int y; };', 'cdef: line 2: struct s is defined twice'],
  ['#if X\nint f(void);\n#endif', '#if needs the preprocessor'],
  ['int ` f;', 'character "`" is no C'],
  ['unsigned float x;', "'unsigned float' is no type"],
  ['int f(void) {', "'{' is never closed"],
  ['int f(int); double f(int);', 'cdef: line 1: f is declared twice, in different ways'],
  ['enum e { A = x };', 'the value of A is no constant expression'],
])('%s is refused with its line', (text, message) => {
  expect(() => parseDeclarations(text)).toThrow(message);
});
