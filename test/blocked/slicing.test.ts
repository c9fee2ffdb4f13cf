import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { collectionSymbol } from '../../src/graph/index.js';
import { asarray, IndexError, type NDArray, slice } from '../../src/index.js';
import { cutArrays, expectSame } from './arrays.js';

const place = fc.option(fc.integer({ min: -12, max: 12 }), { nil: null });
const step = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -4, max: -1 }));
const ranges = fc.tuple(place, place, step).map(([start, stop, by]) => slice(start, stop, by));

/** An index of an axis of this length. */
const indexOf = (length: number) => fc.oneof(ranges, ranges, fc.integer({ min: -length, max: length - 1 }));

test('ranges, integers and new axes select what they select of an NDArray', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays().chain(({ x, blocked: cut }) =>
        fc.tuple(
          fc.constant(x),
          fc.constant(cut),
          fc.tuple(...x.shape.map(indexOf)),
          fc.nat({ max: x.ndim }),
          fc.boolean(),
        ),
      ),
      async ([x, cut, indices, at, withNew]) => {
        const all = withNew ? [...indices.slice(0, at), null, ...indices.slice(at)] : indices;
        await expectSame(cut.at(...all), x.at(...all));
        // From blocks that are there already nothing can be made alone.
        await expectSame((await cut.persist()).at(...all), x.at(...all));
      },
    ),
    { numRuns: 60 },
  );
});

test('a list of places, in any order and more than once', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays().chain(({ x, blocked: cut }) =>
        fc
          .nat({ max: x.ndim - 1 })
          .chain((axis) =>
            fc.tuple(
              fc.constant(x),
              fc.constant(cut),
              fc.constant(axis),
              fc.array(fc.integer({ min: -x.shape[axis], max: x.shape[axis] - 1 }), { maxLength: 9 }),
              fc.tuple(...x.shape.map(indexOf)),
            ),
          ),
      ),
      async ([x, cut, axis, places, others]) => {
        const all = others.map((other, at) => (at === axis ? places : other));
        await expectSame(cut.at(...all), x.at(...all));
      },
    ),
    { numRuns: 60 },
  );
});

test('a mask of one axis', async () => {
  const x = asarray([3, 1, 4, 1, 5, 9]);
  const mask = x.greater(2) as NDArray<'bool'>;
  await expectSame(blocked.fromArray(x, { chunks: 4 }).at(mask), x.at(mask));
});

test('selections of selections read only the blocks they need', async () => {
  const x = await blocked.arange(100, { chunks: 10 }).persist();
  const part = x.at('20:80').at('::-1').at('3:5');
  expect((await part.compute()).toArray()).toEqual([76, 75]);
  const graph = new Map();
  part[collectionSymbol]().addTo(graph);
  expect(graph.size).toBe(2);
});

test('small chunks left by a slice are joined, where elements can be made in any chunks', () => {
  expect(blocked.zeros([1000], { chunks: 100 }).at('::50').chunks).toEqual([[20]]);
  expect(blocked.zeros([1000], { chunks: 100 }).at('::2').chunks).toEqual([[100, 100, 100, 100, 100]]);
  expect(blocked.zeros([10], { chunks: 5 }).at('1:').chunks).toEqual([[4, 5]]);
});

test('rechunking keeps the elements', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.integer({ min: 1, max: 7 }), async ({ x, blocked: cut }, size) => {
      await expectSame(cut.rechunk(size), x);
      const kept = (await cut.persist()).rechunk(size);
      await expectSame(kept, x);
      await expectSame(kept.at('::2'), x.at('::2'));
    }),
    { numRuns: 30 },
  );
});

test('what is no index is refused', () => {
  const x = blocked.zeros([4, 4]);
  expect(() => x.at(4)).toThrow(IndexError);
  expect(() => x.at(0, 0, 0)).toThrow(IndexError);
  expect(() => x.at('...', '...')).toThrow(IndexError);
  expect(() => x.at([0, 1], [1, 0, 1])).toThrow(IndexError);
  expect(() => x.at([9])).toThrow(IndexError);
  expect(() => x.at([[0]])).toThrow(IndexError);
  expect(() => x.at([true, false])).toThrow(IndexError);
});

test('a blocked array is no index, and the message says what is', () => {
  const x = blocked.arange(6, { chunks: 2 });
  expect(() => x.at(x.greater(2) as never)).toThrow(/index is a blocked array/);
});
