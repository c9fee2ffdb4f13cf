import { describe, expectTypeOf, test } from 'vitest';
import type { Complex, NDArray } from '../../../src/index.js';
import type { LibraryOf, Refused } from '../../../src/native/c/prototypes.js';
import type { Pointer } from '../../../src/native/index.js';

/** The library of a text; the types are what is tested. */
function library<const Text extends string, const A = unknown>(
  _text: Text,
  _annotations?: A,
): LibraryOf<Text, A> {
  return new Proxy(
    {},
    { get: () => Object.assign(() => undefined, { async: async () => undefined }) },
  ) as never;
}

type Doubles = NDArray<'float64', readonly number[]> | Float64Array | Pointer | null;

describe('signatures follow from the text', () => {
  test('numbers, arrays, texts, pointers', () => {
    const c = library(`
      double dot(const double *x, double const y[], size_t n);
      unsigned long long wide(int64_t a, unsigned char b, _Bool c);
      const char *name(void); char *copy(const char *text); void nothing();
      double _Complex root(double _Complex z);
    `);
    expectTypeOf(c.dot).parameters.toEqualTypeOf<[Doubles, Doubles, number | bigint]>();
    expectTypeOf(c.dot).returns.toEqualTypeOf<number>();
    expectTypeOf(c.dot.async).returns.toEqualTypeOf<Promise<number>>();
    expectTypeOf(c.wide).parameters.toEqualTypeOf<[number | bigint, number, boolean]>();
    expectTypeOf(c.wide).returns.toEqualTypeOf<number | bigint>();
    expectTypeOf(c.name).returns.toEqualTypeOf<string | null>();
    expectTypeOf(c.copy).returns.toEqualTypeOf<Pointer>();
    expectTypeOf(c.nothing).parameters.toEqualTypeOf<[]>();
    expectTypeOf(c.nothing).returns.toEqualTypeOf<undefined>();
    expectTypeOf(c.root).returns.toEqualTypeOf<Complex>();
  });

  test('beside structs, comments, defines, bodies and callbacks', () => {
    const c = library(`
      /* int commented(void); */ // int lined(void);
      #define LIMIT 12
      typedef struct { int x; struct { int y; } inner; } point;
      enum color { RED, GREEN };
      static inline int twice(int x) { if (x) { return 2 * x; } return 0; }
      int add(int a, int b);
      void move(point *p, double by);
      void sort(void *base, size_t n, int (*compare)(const void *, const void *));
      int counter; double table[3]; const char *title;
    `);
    expectTypeOf(c.twice).parameters.toEqualTypeOf<[number]>();
    expectTypeOf(c.add).parameters.toEqualTypeOf<[number, number]>();
    expectTypeOf(c.move).parameter(1).toEqualTypeOf<number>();
    expectTypeOf(c.sort).parameter(1).toEqualTypeOf<number | bigint>();
    // biome-ignore lint/suspicious/noExplicitAny: a callback's own parameters are not read
    expectTypeOf(c.sort).parameter(2).toEqualTypeOf<((...args: any[]) => any) | Pointer | null>();
    expectTypeOf(c.counter).toEqualTypeOf<number>();
    expectTypeOf(c.table).toEqualTypeOf<unknown[]>();
    expectTypeOf(c.title).toEqualTypeOf<Pointer>();
    // @ts-expect-error: it is commented out
    void c.commented;
    // @ts-expect-error: nor is this one there
    void c.lined;
  });

  test('without what annotations make and compute', () => {
    const c = library(
      'void range(int n, int *out); int split(const double *x, int n, double *whole, float part[n]); void fill(int n, double *x);',
      {
        range: { out: { intent: 'out', size: 'n' } },
        split: { whole: { intent: 'out', size: 'n' }, part: { intent: 'out' } },
        fill: { n: { value: () => 3 }, x: { size: 'n' } },
      },
    );
    expectTypeOf(c.range).parameters.toEqualTypeOf<[number]>();
    expectTypeOf(c.range).returns.toEqualTypeOf<NDArray<'int32', readonly number[]>>();
    expectTypeOf(c.split).parameters.toEqualTypeOf<[Doubles, number]>();
    expectTypeOf(c.split).returns.toEqualTypeOf<
      [number, NDArray<'float64', readonly number[]>, NDArray<'float32', readonly number[]>]
    >();
    expectTypeOf(c.fill).parameters.toEqualTypeOf<[Doubles]>();
  });

  test('variadic functions say why they cannot be called', () => {
    const c = library('int printf(const char *format, ...);');
    expectTypeOf(c.printf).toEqualTypeOf<Refused<'variadic: wrap it in a source for compile(…)'>>();
    // @ts-expect-error: This expression is not callable
    void (() => c.printf('x'));
  });

  test('a text that is not known before, or is C++ too, gives any names', () => {
    const text: string = 'int f(void);';
    // biome-ignore lint/suspicious/noExplicitAny: nothing is known
    expectTypeOf(library(text)).toEqualTypeOf<Record<string, any>>();
    // biome-ignore lint/suspicious/noExplicitAny: nothing is known
    expectTypeOf(library('extern "C" { int f(void); }')).toEqualTypeOf<Record<string, any>>();
  });
});
