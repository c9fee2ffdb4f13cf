/** Elements in order, at points, and where conditions are true. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { ArgumentError, AxisError, IndexError, ShapeError } from '../../src/core/errors.js';
import { arange, argsort, compress, extract, greater, type NDArray, sort } from '../../src/index.js';
import { cutArrays, expectSame } from './arrays.js';

/** Holds a blocked result whose length only computing tells to the array it should be. */
async function expectComputed(actual: blocked.BlockedArray, expected: NDArray): Promise<void> {
  expect(actual.shape.some(Number.isNaN)).toBe(true);
  expect(actual.dtype).toBe(expected.dtype);
  const result = await actual.compute();
  expect(result.shape).toEqual(expected.shape);
  expect(result.toArray()).toEqual(expected.toArray());
}

test('sort and argsort along an axis in one block', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.nat(2), fc.boolean(), async ({ x, blocked: cut }, one, descending) => {
      const axis = one % x.ndim;
      const whole = cut.rechunk({ [axis]: -1 });
      await expectSame(sort(whole, { axis, descending }), sort(x, { axis, descending }));
      await expectSame(argsort(whole, { axis, descending }), argsort(x, { axis, descending }));
      await expectSame(sort(cut.rechunk(-1), { axis: null }), sort(x, { axis: null }));
    }),
    { numRuns: 20 },
  );
  const cut = blocked.arange(6, { chunks: 2 });
  expect(() => sort(cut)).toThrow(/axis -1 is in 3 blocks; needs one, as x.rechunk\({ 0: -1 }\)/);
  expect(() => argsort(cut, { axis: null })).toThrow(ArgumentError);
  expect(() => sort(cut, { axis: 1 })).toThrow(AxisError);
  expect(() => sort(cut.rechunk(-1), { kind: 'bogo' as never })).toThrow(ArgumentError);
});

test('several lists and masks select points, as in NDArray', async () => {
  const place = fc.integer({ min: -1, max: 0 });
  const entry = fc.oneof(
    fc.constant('list' as const),
    fc.constant('list' as const),
    fc.constant('one' as const),
    fc.constant(':'),
    fc.constant('::-1'),
    place,
  );
  await fc.assert(
    fc.asyncProperty(
      cutArrays({ min: 2, max: 4 }),
      fc.array(entry, { minLength: 2, maxLength: 4 }),
      fc.array(fc.nat(1000), { maxLength: 12 }),
      async ({ x, blocked: cut }, entries, seeds) => {
        const indices = entries.slice(0, x.ndim).map((one, axis) => {
          const length = x.shape[axis];
          if (one === 'list') return seeds.map((seed) => ((seed * (axis + 3)) % (2 * length)) - length);
          return one === 'one' ? [length - 1] : one;
        });
        await expectSame(cut.at(...indices), x.at(...indices) as never);
      },
    ),
    { numRuns: 100 },
  );
  const x = arange(24).reshape(4, 6);
  const cut = blocked.fromArray(x, { chunks: [3, 2] });
  await expectSame(
    cut.at([true, false, false, true], [5, 0]),
    x.at([true, false, false, true], [5, 0]) as never,
  );
  expect(() => cut.at([0, 1], [0, 1, 2])).toThrow(IndexError);
  expect(() => cut.at([0, 1], null, [0, 1])).toThrow(/expandDims/);
  expect(() => cut.at([0, 1], [0, 6])).toThrow(IndexError);
  expect(() => cut.blocks.at([0, 1], [0, 1])).toThrow(/one at a time/);
});

test('only the blocks that points are in are made', async () => {
  const failing = blocked.fromFunction(
    (rows) => {
      if (rows.at(0, 0).item() !== 0) throw new Error('made a block in vain');
      return rows;
    },
    [4, 4],
    { chunks: 2 },
  );
  expect((await failing.at([1, 0, 1], [3, 0, 0]).compute()).toArray()).toEqual([1, 0, 1]);
});

test('extract and compress leave what the condition says', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.nat(2), fc.double({ min: -1, max: 1 }), async (a, one, limit) => {
      const { x, blocked: cut } = a;
      const axis = one % x.ndim;
      await expectComputed(extract(greater(cut, limit), cut), extract(greater(x, limit), x));
      await expectComputed(extract(greater(x, limit), cut), extract(greater(x, limit), x));
      await expectComputed(extract(greater(cut.rechunk(2), limit), x), extract(greater(x, limit), x));
      const rows = greater(x.at(...x.shape.map((_, at) => (at === axis ? ':' : 0))) as NDArray, limit);
      const wanted = compress(rows, x, { axis });
      await expectSame(compress(rows, cut, { axis }), wanted);
      await expectComputed(compress(blocked.fromArray(rows, { chunks: 3 }), cut, { axis }), wanted);
      await expectComputed(compress(greater(cut.ravel(), limit), cut), extract(greater(x, limit), x));
    }),
    { numRuns: 20 },
  );
  const cut = blocked.ones([2, 3], { chunks: 2 });
  expect(() => extract([true, false], cut)).toThrow(ShapeError);
  expect(() => compress(blocked.ones([2]), cut, { axis: 1 })).toThrow(ShapeError);
  expect(() => compress([[true]], cut, { axis: 1 })).toThrow(ShapeError);
  expect(() => compress([false, false, false, true], cut, { axis: 1 })).toThrow(IndexError);
  expect(() => cut.at(greater(cut, 0) as never)).toThrow(/extract\(mask, x\)/);
});
