/** What the compiler knows about delayed values. The assertions are checked by `tsc`. */
import { expect, expectTypeOf, test } from 'vitest';
import type { NDArray } from '../../src/core/ndarray.js';
import { compute, type Delayed, delayed, persist, setDefaults } from '../../src/graph/index.js';
import { zeros } from '../../src/ops/creation.js';

// Functions here count their calls, and those counts are in this thread.
setDefaults({ scheduler: 'sync' });

test('delayed values know what they come to', async () => {
  const size = delayed((text: string) => text.length);
  const later = delayed(async (n: number) => [n, 'x'] as [number, string]);
  const n = size('abc');
  expectTypeOf(n).toEqualTypeOf<Delayed<number>>();
  expectTypeOf(later(n)).toEqualTypeOf<Delayed<[number, string]>>();
  expectTypeOf(later(n)[1]).toEqualTypeOf<Delayed<string>>();
  expectTypeOf(size(delayed('abc')).toFixed(1)).toEqualTypeOf<Delayed<string>>();
  expectTypeOf(n.compute()).toEqualTypeOf<Promise<number>>();
  expectTypeOf(delayed([n, 'a'])).toExtend<Delayed<(number | string)[]>>();
  expectTypeOf(compute([n, { a: later(n) }, 1])).resolves.toEqualTypeOf<
    [number, { readonly a: [number, string] }, 1]
  >();
  const [kept] = await persist([n]);
  expectTypeOf(kept).toEqualTypeOf<Delayed<number>>();
  expect(await kept.compute()).toBe(3);
});

test('arguments are what the function takes, or what comes to it', async () => {
  const trace = delayed(
    (x: NDArray<'float64', [number, number]>, options?: { k: number }) => x.size + (options?.k ?? 0),
  );
  const x = delayed(() => zeros([2, 3]));
  expect(await trace(x(), { k: delayed(1) }).compute()).toBe(7);
  expectTypeOf(x().shape[0]).toEqualTypeOf<Delayed<2>>();
  // @ts-expect-error a string is no array
  trace('a');
  // @ts-expect-error a delayed string is no array either
  trace(delayed('a'));
  // @ts-expect-error a delayed number cannot be reckoned with
  expect(() => delayed(1) + 1).toThrow();
});

test('tuples are as long as they say', () => {
  const both = delayed((x: number): [number, string] => [x, `${x}`], { nout: 2 });
  const [x, text] = both(1);
  expectTypeOf(x).toEqualTypeOf<Delayed<number>>();
  expectTypeOf(text).toEqualTypeOf<Delayed<string>>();
  const list = delayed((): number[] => [1, 2], { nout: 2 })();
  expectTypeOf(list).toEqualTypeOf<readonly [Delayed<number>, Delayed<number>]>();
  expect(list.length).toBe(2);
});
