import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupAxes } from '../../src/blocked/expressions/reshaped.js';
import * as blocked from '../../src/blocked/index.js';
import * as strided from '../../src/index.js';
import { cutArrays, expectSame, here } from './arrays.js';

const functions = strided as unknown as Record<string, (...args: unknown[]) => never>;
const { arange, asarray, sin, zeros } = strided;

/** The same function of the blocked array and of the whole one. */
async function expectAlike(
  { x, cut }: { x: strided.NDArray; cut: blocked.BlockedArray },
  call: (x: never) => unknown,
  tolerance = 0,
): Promise<void> {
  await expectSame(call(cut as never) as never, call(x as never) as never, tolerance);
}

test('axes in another order, more and fewer of them', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays().chain(({ x, blocked: cut }) =>
        fc.record({
          x: fc.constant(x),
          cut: fc.constant(cut),
          order: fc.shuffledSubarray([...x.shape.keys()], { minLength: x.ndim }),
          at: fc.integer({ min: -x.ndim - 1, max: x.ndim }),
        }),
      ),
      async ({ order, at, ...both }) => {
        await expectAlike(both, (x) => functions.transpose(x, order));
        await expectAlike(both, (x: strided.NDArray) => x.T);
        await expectAlike(both, (x) => functions.expandDims(x, at));
        await expectAlike(both, (x) => functions.squeeze(functions.expandDims(x, at)));
        await expectAlike(both, (x) => functions.moveaxis(x, order[0], 0));
        await expectAlike(both, (x) => functions.swapaxes(x, order[0], -1));
        await expectAlike(both, (x) => functions.flip(x, order[0]));
        await expectAlike(both, (x) => functions.flip(x));
        await expectAlike(both, (x: strided.NDArray) =>
          (functions.transpose(x, order) as strided.NDArray).at('::-2'),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('other shapes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<[number[], number[]]>(
        [[24], [4, 6]],
        [[24], [2, 3, 4]],
        [[4, 6], [24]],
        [
          [4, 6],
          [8, 3],
        ],
        [
          [2, 3, 4],
          [6, 4],
        ],
        [
          [2, 3, 4],
          [2, 12],
        ],
        [
          [1, 24],
          [24, 1],
        ],
        [
          [4, 6],
          [1, 4, 1, 6, 1],
        ],
        [
          [6, 4],
          [2, 3, 2, 2],
        ],
        [[1], []],
        [[1, 1], [1]],
      ),
      fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 3 }),
      async ([from, to], sizes) => {
        const x = sin(arange(from.reduce((a, b) => a * b, 1))).reshape(from);
        const cut = blocked.fromArray(x, { chunks: from.map((_, axis) => sizes[axis]) });
        await expectSame(cut.reshape(to), x.reshape(to));
        await expectSame(strided.ravel(cut as never) as never, x.ravel());
      },
    ),
    { numRuns: 40 },
  );
  // What is cut stays cut.
  expect(blocked.zeros([1, 100], { chunks: [1, 10] }).reshape([100]).chunks).toEqual([
    new Array(10).fill(10),
  ]);
  expect(blocked.zeros([100], { chunks: 10 }).reshape([10, 10]).numblocks).toEqual([10, 1]);
  expect(groupAxes([2, 3, 4], [6, 2, 2])).toEqual([
    { from: [0, 1], to: [0] },
    { from: [2], to: [1, 2] },
  ]);
  await expectSame(blocked.zeros([0, 3]).reshape([3, 0]), zeros([3, 0]));
  expect(() => blocked.zeros([4]).reshape([3])).toThrow(strided.ShapeError);
});

test('joined, turned and repeated', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.integer({ min: -7, max: 7 }),
      fc.nat({ max: 2 }),
      async ({ x, blocked: cut }, by, n) => {
        const both = { x, cut };
        const axis = n % x.ndim;
        const part = (a: strided.NDArray) => a.at(...x.shape.map((_, at) => (at === axis ? ':1' : ':')));
        await expectAlike(both, (a) => functions.concatenate([a, part(x), a], axis));
        await expectAlike(both, (a) => functions.concatenate([part(a), a], { axis, dtype: 'float32' }));
        await expectAlike(both, (a) => functions.stack([x, a], n % (x.ndim + 1)));
        await expectAlike(both, (a) => functions.concatenate([a, a], { axis: null }));
        await expectAlike(both, (a) =>
          (functions.concatenate([a, a], axis) as strided.NDArray).at(
            ...x.shape.map((_, at) => (at === axis ? '1::2' : '::-1')),
          ),
        );
        await expectAlike(both, (a) => (functions.stack([x, a], 0) as strided.NDArray).at(1));
        await expectAlike(both, (a) => functions.roll(a, by, { axis }));
        await expectAlike(both, (a) => functions.roll(a, by));
        await expectAlike(both, (a) => functions.tile(a, [2, 1]));
        await expectAlike(both, (a) => functions.repeat(a, 2, { axis }));
        await expectAlike(both, (a) => functions.diff(a, { axis }));
        const wide = [2, ...x.shape];
        await expectSame(cut.broadcastTo(wide, { 0: 1 }), x.broadcastTo(wide));
      },
    ),
    { numRuns: 12 },
  );
});

test('running sums and products', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.nat({ max: 2 }), async ({ x, blocked: cut }, n) => {
      const both = { x, cut };
      const axis = n % x.ndim;
      for (const name of ['cumsum', 'cumprod']) {
        // Blocks add up by themselves first, in another order.
        await expectAlike(both, (a) => functions[name](a, { axis }), 1e-13);
        await expectAlike(both, (a) => functions[name](a), 1e-13);
      }
    }),
    { numRuns: 12 },
  );
  const whole = asarray([1, 2, 3, 4]).astype('int8');
  await expectSame(blocked.fromArray(whole, { chunks: 3 }).cumsum(), strided.cumsum(whole));
});

test('selections reach through axes and joins to what is selected', async () => {
  let calls = 0;
  const source = blocked.fromFunction(
    (i, j) => {
      calls += i.size;
      return i.mul(10).add(j);
    },
    [40, 40],
    { chunks: 40 },
  );
  const x = strided.asType(
    blocked.concatenate([source.T, source.T], 0).expandDims(1) as never,
    'float32',
  ) as never;
  const part = (x as blocked.BlockedArray).at('::10', 0, '::10');
  expect((await part.compute(here)).shape).toEqual([8, 4]);
  // Both halves select the same elements of the source, which are made once.
  expect(calls).toBe(16);
});

test('what does not fit is refused', () => {
  const x = blocked.zeros([3, 4]);
  expect(() => blocked.concatenate([])).toThrow(strided.ArgumentError);
  expect(() => blocked.concatenate([x, blocked.zeros([3, 5])])).toThrow(strided.ShapeError);
  expect(() => blocked.stack([x, blocked.zeros([3, 5])])).toThrow(strided.ShapeError);
  expect(() => x.transpose([0, 0])).toThrow(strided.AxisError);
  expect(() => x.broadcastTo([4, 3])).toThrow(strided.ShapeError);
  expect(() => x.squeeze(0)).toThrow(strided.ShapeError);
  expect(() => strided.moveaxis(x as never, [0, 0], [0, 1])).toThrow(strided.ArgumentError);
});
