import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import * as strided from '../../src/index.js';
import { binaryTable, unaryTable } from '../../src/ops/registry.js';
import { cutArrays, expectSame } from './arrays.js';

const functions = strided as unknown as Record<string, (...args: unknown[]) => strided.NDArray>;
const { add, arange, asarray, sin, where, clip, maximum, isclose, round, sqrt } = strided;

test('every elementwise operation takes blocked arrays, by the function and by the method', async () => {
  const x = asarray([1, 2, 3, 4, 6], { dtype: 'int16' });
  const cut = blocked.fromArray(x, { chunks: 2 });
  for (const name of Object.keys(unaryTable)) {
    await expectSame(functions[name](cut) as never, functions[name](x));
    await expectSame((cut as never as Record<string, () => never>)[name](), functions[name](x));
  }
  for (const name of Object.keys(binaryTable)) {
    await expectSame(functions[name](cut, 2) as never, functions[name](x, 2));
    await expectSame(functions[name](x, cut) as never, functions[name](x, x));
    await expectSame(
      (cut as never as Record<string, (y: unknown) => never>)[name](cut),
      functions[name](x, x),
    );
  }
});

test('operands broadcast, whatever their chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 2 }),
      async ({ x, blocked: cut }, single, size, dropped) => {
        const part = x
          .at(...x.shape.map((_, axis) => (single[axis] ? ':1' : ':')))
          .at(...x.shape.slice(0, Math.min(dropped, x.ndim)).map(() => 0)) as strided.NDArray;
        const other = blocked.fromArray(part, { chunks: size });
        await expectSame(add(cut, other), add(x, part));
        await expectSame(add(other, x), add(part, x));
        await expectSame(cut.mul(part as never), x.mul(part as never));
        // Selections reach through what broadcasts.
        const index = x.shape.map((length) => `${Math.min(1, length - 1)}::3`);
        await expectSame(add(cut, other).at(...index), add(x, part).at(...index));
        await expectSame(add(cut, other).at(0, '...', null), add(x, part).at(0, '...', null));
      },
    ),
    { numRuns: 40 },
  );
});

test('choices and comparisons', async () => {
  const x = sin(arange(12)).reshape(3, 4);
  const cut = blocked.fromArray(x, { chunks: [2, 3] });
  await expectSame(where(cut.greater(0), cut, -1), where(x.greater(0), x, -1));
  await expectSame(where(x.greater(0), 0, cut), where(x.greater(0), 0, x));
  await expectSame(clip(cut, -0.5, 0.5), clip(x, -0.5, 0.5));
  await expectSame(clip(cut, null, 0.5), clip(x, null, 0.5));
  await expectSame(maximum(cut, cut.negative()), x.abs());
  await expectSame(isclose(cut, x) as never, isclose(x, x));
  await expectSame(round(cut, 1) as never, round(x, 1));
  await expectSame(add(cut, 1, { dtype: 'float32' } as never) as never, add(x, 1).astype('float32'), 1e-6);
  await expectSame(strided.asType(cut as never, 'int8') as never, x.astype('int8'));
});

test('types follow as they do for arrays', () => {
  const x = blocked.zeros([2, 3], { dtype: 'float32' });
  expectTypeOf(add(x, 1)).toEqualTypeOf<blocked.BlockedArray<'float32', [2, 3]>>();
  expectTypeOf(x.add(strided.zeros(3))).toEqualTypeOf<blocked.BlockedArray<'float64', [2, 3]>>();
  expectTypeOf(sqrt(x)).toEqualTypeOf<blocked.BlockedArray<'float32', [2, 3]>>();
  expectTypeOf(x.greater(0)).toEqualTypeOf<blocked.BlockedArray<'bool', [2, 3]>>();
  expectTypeOf(strided.sum(x, { axis: 0 })).toEqualTypeOf<blocked.BlockedArray<'float32', [3]>>();
  expectTypeOf(add(strided.zeros(3), 1)).toEqualTypeOf<strided.NDArray<'float64', [3]>>();
});

test('what blocked arrays cannot do is refused', () => {
  const x = blocked.zeros([4]);
  expect(() => add(x, 1, { out: strided.zeros(4) })).toThrow(strided.ArgumentError);
  expect(() => add(x, blocked.zeros([3]) as never)).toThrow(strided.ShapeError);
  expect(() => strided.partition(x as never, 1)).toThrow(strided.DTypeError);
  expect(() => strided.bitwiseAnd(x, 1)).toThrow(strided.DTypeError);
});

test('a long chain of operations becomes a graph without recursion', async () => {
  let x: blocked.BlockedArray = blocked.zeros([4], { chunks: 2 });
  for (let at = 0; at < 3000; at++) x = add(x, 1);
  await expectSame(x, strided.full([4], 3000));
  await expectSame(x.at('::2'), strided.full([2], 3000));
});
