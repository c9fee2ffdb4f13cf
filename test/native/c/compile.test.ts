import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { asarray, asfortranarray, zeros } from '../../../src/index.js';
import { cdef, dlopen, Memory, type Pointer } from '../../../src/native/index.js';
import { hasCompiler } from './compiler.js';

let cache: string;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'strided-cache-'));
  process.env.STRIDED_CACHE = cache;
});
afterAll(() => {
  delete process.env.STRIDED_CACHE;
  rmSync(cache, { recursive: true });
});

describe.skipIf(process.platform !== 'linux')('libraries that are there', () => {
  test('functions of the C library, typed by their prototypes', () => {
    const c = dlopen(
      null,
      'size_t strlen(const char *s); double strtod(const char *s, char **end); int abs(int x);',
    );
    expectTypeOf(c.abs).parameters.toEqualTypeOf<[number]>();
    expectTypeOf(c.abs(1)).toEqualTypeOf<number>();
    expect(c.strlen('häßlich')).toBe(9);
    expect(c.abs(-3)).toBe(3);
    expect(c.strtod('2.5x', null)).toBe(2.5);
    expect(() => c.abs(2 ** 31)).toThrow(
      "abs: argument 'x' is 2147483648; needs an integer from -2147483648 to 2147483647 (int)",
    );
    // @ts-expect-error: a string is no int
    expect(() => c.abs('1')).toThrow('abs: argument \'x\' is the string "1"; needs an integer');
    expect(() => c.strlen('a\0b')).toThrow('needs a string without \\0 inside');
    // @ts-expect-error: one argument
    expect(() => c.abs()).toThrow('abs: got 0 arguments; needs 1 (x)');
  });

  test('what is not there, and what cannot be called, is said by name', () => {
    expect(() => dlopen('libnowhere.so', 'int f(void);')).toThrow(
      "dlopen: library 'libnowhere.so' could not be opened",
    );
    const c = dlopen(null, 'int no_such_function(int x); int printf(const char *format, ...);');
    expect(() => (c as Record<string, unknown>).no_such_function).toThrow("has no 'no_such_function'");
    expect(() => (c as Record<string, unknown>).printf).toThrow(
      "printf: 'int printf(const char *format, ...)' takes any arguments",
    );
    const inline = cdef('static inline int twice(int x) { return 2 * x; }').dlopen(null);
    expect(() => (inline as Record<string, unknown>).twice).toThrow('needs compile(…)');
  });

  test('qsort with a comparison in TypeScript', () => {
    const ffi = cdef(
      'void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));',
    );
    const c = ffi.dlopen(null) as Record<string, (...args: unknown[]) => unknown>;
    const values = new Float64Array([3, 1, 2]);
    const at = (pointer: Pointer): number => ffi.read(ffi.cast('double *', pointer) as Pointer) as number;
    c.qsort(values, 3, 8, (a: Pointer, b: Pointer) => at(a) - at(b));
    expect([...values]).toEqual([1, 2, 3]);
    const failing = () =>
      c.qsort(values, 3, 8, () => {
        throw new RangeError('no order');
      });
    expect(failing).toThrow('no order');
  });
});

const source = `
#include <errno.h>
#include <complex.h>
#include <stdlib.h>
#include <string.h>
typedef struct { int id; double weight[2]; } item;
struct hidden { char tag; item first; long secret; };
typedef struct { unsigned kind : 3, level : 5; } bits;
typedef union { int i; float f; } word;
typedef int (*visitor)(int index, void *state);
#define LIMIT (3 * 7)
#define NEGATIVE (-5)
#define SQUARE(x) ((x) * (x))
static inline int twice(int x) { return 2 * x; }
double total(const double *x, size_t n) { double s = 0; for (size_t i = 0; i < n; i++) s += x[i]; return s; }
void scale(size_t rows, size_t cols, double a[rows][cols], double by) {
  for (size_t i = 0; i < rows; i++) for (size_t j = 0; j < cols; j++) a[i][j] *= by; }
void range(int n, int *out) { for (int i = 0; i < n; i++) out[i] = i; }
item make_item(int id, double w) { item it = { id, { w, 2 * w } }; return it; }
double item_weight(item it) { return it.weight[0] + it.weight[1]; }
void heavier(item *it, double by) { it->weight[0] += by; }
int hidden_id(const struct hidden *h) { return h->first.id; }
struct hidden *hidden_new(int id) { struct hidden *h = calloc(1, sizeof *h); h->first.id = id; return h; }
void hidden_free(struct hidden *h) { free(h); }
double complex square(double complex z) { return z * z; }
float complex squaref(float complex z) { return z * z; }
int visit(int n, visitor v, void *state) { int sum = 0; for (int i = 0; i < n; i++) sum += v(i, state); return sum; }
int fail(int code) { errno = code; return -1; }
const char *greeting(void) { return "hello"; }
size_t lengths(const char **words, int n) { size_t s = 0; for (int i = 0; i < n; i++) s += strlen(words[i]); return s; }
unsigned long long largest(void) { return ~0ull; }
_Bool flip(_Bool b) { return !b; }
enum color { RED, GREEN = 5 };
enum color next(enum color c) { return c == RED ? GREEN : RED; }
int level_of(bits b) { return b.level; }
word as_float(word w) { w.f = (float)w.i; return w; }
int counter = 41;
`;

const declarations = `
typedef struct { int id; double weight[2]; } item;
struct hidden { item first; ...; };
typedef struct { unsigned kind : 3, level : 5; } bits;
typedef union { int i; float f; } word;
typedef int (*visitor)(int index, void *state);
#define LIMIT ...
#define NEGATIVE ...
int SQUARE(int x);
int twice(int x);
double total(const double *x, size_t n);
void scale(size_t rows, size_t cols, double a[rows][cols], double by);
void range(int n, int *out);
item make_item(int id, double w);
double item_weight(item it);
void heavier(item *it, double by);
int hidden_id(const struct hidden *h);
struct hidden *hidden_new(int id);
void hidden_free(struct hidden *h);
double _Complex square(double _Complex z);
float _Complex squaref(float _Complex z);
int visit(int n, visitor v, void *state);
int fail(int code);
const char *greeting(void);
size_t lengths(const char **words, int n);
unsigned long long largest(void);
_Bool flip(_Bool b);
enum color { RED, GREEN = 5 };
enum color next(enum color c);
int level_of(bits b);
word as_float(word w);
int counter;
`;

describe.skipIf(!hasCompiler)('a source that is compiled', () => {
  const ffi = cdef(declarations);
  // biome-ignore lint/suspicious/noExplicitAny: a text with structs gives a library of any names
  let lib: Record<string, any>;
  beforeAll(async () => {
    lib = await ffi.compile({
      source,
      annotations: { range: { out: { intent: 'out', size: 'n' } }, total: { x: { size: 'n' } } },
    });
  });

  test('macros, inline functions and constants work like others', () => {
    expect(lib.SQUARE(7)).toBe(49);
    expect(lib.twice(21)).toBe(42);
    expect(ffi.constants).toMatchObject({ LIMIT: 21, NEGATIVE: -5, GREEN: 5 });
  });

  test('arrays are checked by dtype, order, length and access, and not copied', () => {
    const x = asarray([1, 2, 3, 4]);
    expect(lib.total(x, 4)).toBe(10);
    expect(lib.total(x.at('1:3'), 2)).toBe(5);
    expect(lib.total(new Float64Array([1, 2]), 2)).toBe(3);
    expect(() => lib.total(x, 5)).toThrow("total: argument 'x' has 4 elements; needs at least 5 (n)");
    expect(() => lib.total(x.at('::2'), 2)).toThrow(
      "total: argument 'x' is not contiguous in C order; needs ascontiguousarray(x)",
    );
    expect(() => lib.total(new Float32Array(4), 4)).toThrow(
      "total: argument 'x' has dtype float32; needs float64",
    );
    expect(() => lib.total(asarray([1, 2], { dtype: 'int32' }), 2)).toThrow(
      "argument 'x' has dtype int32; needs float64",
    );
    expect(() => lib.total(null, 0)).toThrow(
      "total: argument 'x' is null; needs a float64 array, a pointer to double",
    );
    expect(() => lib.total(x, -1)).toThrow("total: argument 'n' is -1; needs an integer from 0");
    const a = zeros([2, 3]).add(1);
    lib.scale(2, 3, a, 4);
    expect(a.toArray()).toEqual([
      [4, 4, 4],
      [4, 4, 4],
    ]);
    expect(() => lib.scale(3, 2, a, 4)).toThrow(
      "scale: argument 'a' has shape (2, 3) but dimension 1 must be 3 (rows)",
    );
    expect(() => lib.scale(2, 3, asfortranarray(a), 4)).toThrow('not contiguous in C order');
    const { writeable } = a.flags;
    expect(writeable).toBe(true);
    expect(() => lib.heavier(Object.freeze(new Float64Array(0)), 1)).toThrow(
      'a list of them, a pointer to item, or null',
    );
  });

  test('arrays with intent out are made and returned', () => {
    expect(lib.range(4).toArray()).toEqual([0, 1, 2, 3]);
    expect(lib.range(0).shape).toEqual([0]);
    expect(() => lib.range(-1)).toThrow("range: size 'n' is -1; needs a length");
  });

  test('structs by value, by pointer, opaque, and with what only the compiler knows', () => {
    expect(lib.make_item(7, 1.5)).toEqual({ id: 7, weight: [1.5, 3] });
    expect(lib.item_weight({ id: 1, weight: [2, 3] })).toBe(5);
    expect(() => lib.item_weight({ id: 1, wait: 3 })).toThrow(
      "item_weight: argument 'it.wait' is 3; needs one of the fields id, weight",
    );
    const plain = { id: 1, weight: [1, 1] };
    lib.heavier(plain, 10);
    expect(plain.weight).toEqual([11, 1]);
    const memory = ffi.new('item *', { id: 3 });
    lib.heavier(memory, 2.5);
    expect(memory.contents).toEqual({ id: 3, weight: [2.5, 0] });
    expect(ffi.sizeof('struct hidden')).toBe(40);
    expect(ffi.offsetof('struct hidden', 'first')).toBe(8);
    const hidden = lib.hidden_new(12);
    expect(lib.hidden_id(hidden)).toBe(12);
    lib.hidden_free(hidden);
    expect(() => lib.hidden_id(ffi.new('item *'))).toThrow("hidden_id: argument 'h' is");
    expect(lib.level_of({ kind: 5, level: 19 })).toBe(19);
    expect(() => lib.level_of({ level: 32 })).toThrow(
      "level_of: argument 'b.level' is 32; needs an integer of 5 bits",
    );
    expect(lib.as_float({ i: 3 }).f).toBe(3);
  });

  test('complex numbers, booleans, enums, wide integers, strings', () => {
    expect(lib.square({ re: 1, im: 2 })).toEqual({ re: -3, im: 4 });
    expect(lib.squaref(2)).toEqual({ re: 4, im: 0 });
    expect(lib.flip(true)).toBe(false);
    expect(lib.next('RED')).toBe(5);
    expect(lib.next(5)).toBe(0);
    expect(() => lib.next('BLUE')).toThrow(
      'next: argument \'c\' is the string "BLUE"; needs one of RED, GREEN',
    );
    expect(lib.largest()).toBe(2n ** 64n - 1n);
    expect(lib.greeting()).toBe('hello');
    expect(lib.lengths(['one', 'three'], 2)).toBe(8);
  });

  test('callbacks with state, errno, variables', () => {
    expect(lib.visit(4, (index: number) => index * 10, null)).toBe(60);
    const callback = ffi.callback('int(int, void *)', (index) => index + 1);
    expect(lib.visit(3, callback, null)).toBe(6);
    callback.free();
    expect(() => lib.visit(3, callback, null)).toThrow('needs a callback that was not freed');
    expect(lib.fail(33)).toBe(-1);
    expect(ffi.errno).toBe(33);
    expect(lib.counter).toBe(41);
    lib.counter = 42;
    expect(lib.counter).toBe(42);
    expect(() => {
      lib.counter = 2 ** 40;
    }).toThrow('needs an integer from');
  });

  test('calls off the event loop', async () => {
    const x = asarray(new Float64Array(1000).fill(2));
    expect(await lib.total.async(x, 1000)).toBe(2000);
    await expect(lib.total.async(x, 1001)).rejects.toThrow('needs at least 1001 (n)');
    expect(await lib.visit.async(3, (index: number) => index, null)).toBe(3);
  });

  test('a source is compiled once, and a wrong declaration not at all', async () => {
    const folders = () => readdirSync(join(cache, 'native'));
    const before = folders();
    await cdef(declarations).compile({ source });
    expect(folders()).toEqual(before);
    await expect(cdef('int total(const double *x, size_t n);').compile({ source })).rejects.toThrow(
      /incompatible|total/,
    );
    await expect(cdef('int f(void);').compile({ source: 'int f(void) { return x; }' })).rejects.toThrow(
      /source:1:.*x/,
    );
    await expect(
      cdef('struct item { int id; };').compile({ source: 'struct item { long id; };' }),
    ).rejects.toThrow('the declaration of struct item has another size');
    expect(folders()).toEqual(before);
    await expect(cdef('int f(void);').compile({ source: '', compiler: 'no-such-cc' })).rejects.toThrow(
      "compile: compiler 'no-such-cc' was not found; install one: apt install gcc",
    );
  });

  test('a header that changed makes another library', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strided-header-'));
    try {
      const compile = async (value: number) => {
        writeFileSync(join(folder, 'value.h'), `#define VALUE ${value}\n`);
        const text = 'int value(void);';
        const made = await cdef(text).compile({
          source: '#include "value.h"\nint value(void) { return VALUE; }',
          includeFolders: [folder],
        });
        return made.value();
      };
      expect(await compile(1)).toBe(1);
      expect(await compile(2)).toBe(2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('functions that do not fit their annotations are refused', () => {
    expect(() => cdef('int f(int n);').dlopen(null, { annotations: { g: {} } })).toThrow(
      "annotations name 'g'",
    );
    const wrong = cdef('int abs(int n);').dlopen(null, { annotations: { abs: { x: { size: 1 } } } });
    expect(() => wrong.abs).toThrow("abs: has no parameter 'x'; needs one of n");
  });
});

test('memory: fields, bounds, pointers that keep it, and use after free', () => {
  const ffi = cdef('struct node { struct node *next; int value; }; typedef struct node node;');
  const tail = ffi.new('node *', { value: 2 });
  const head = ffi.new('node *', { next: tail, value: 1 });
  expect(head.getField('value')).toBe(1);
  const next = head.getField('next') as Pointer;
  expect((ffi.read(next) as { value: number }).value).toBe(2);
  head.setField('value', -5);
  expect((head.contents as { value: number }).value).toBe(-5);
  expect(() => head.setField('value', 1.5)).toThrow("Memory.setField: argument 'value' is 1.5");
  expect(() => head.getField('prev')).toThrow("has no field 'prev'; needs one of next, value");
  const numbers = ffi.new('double[3]', [1, 2]);
  expect(numbers.toArray()).toEqual([1, 2, 0]);
  numbers.asNDArray().set(9, 2);
  expect(numbers.get(2)).toBe(9);
  expect(() => numbers.get(3)).toThrow('Memory.get: index is 3; needs an integer from 0 to 2');
  expect(() => ffi.new('double[2]', [1, 2, 3])).toThrow('index is 2');
  expect(() => ffi.new('double')).toThrow("new: type is 'double'; needs a pointer or an array");
  expect(ffi.string(ffi.new('char[]', 'text'))).toBe('text');
  expect(ffi.cast('unsigned char', -1)).toBe(255);
  numbers.free();
  expect(() => numbers.get(0)).toThrow('the memory was freed');
  expect(numbers).toBeInstanceOf(Memory);
});
