import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { collectionSymbol } from '../../src/graph/index.js';
import * as strided from '../../src/index.js';
import { cutArrays, expectFailure, expectSame } from './arrays.js';

const functions = strided as unknown as Record<string, (...args: unknown[]) => strided.NDArray>;
/** Sums in other orders differ by roundings: of at most 12³ elements no larger than 1. */
const rounding = 1e-13;

const axesOf = (ndim: number) =>
  fc.oneof(
    fc.constant(undefined),
    fc.integer({ min: -ndim, max: ndim - 1 }),
    fc.subarray([...Array(ndim).keys()], { minLength: 1 }),
  );

/** A cut array, axes of it, and whether they are kept. */
const cases = cutArrays().chain(({ x, blocked: cut }) =>
  fc.record({
    x: fc.constant(x),
    cut: fc.constant(cut),
    axis: axesOf(x.ndim),
    keepdims: fc.boolean(),
    splitEvery: fc.constantFrom(2, 3, 16),
  }),
);

describe('over axes, in blocks, as of the whole array', () => {
  test.each(['sum', 'prod', 'min', 'max', 'any', 'all', 'countNonzero', 'mean', 'var', 'std'])(
    '%s',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ x, cut, axis, keepdims, splitEvery }) => {
          const expected = functions[name](x, { axis, keepdims });
          await expectSame(functions[name](cut, { axis, keepdims, splitEvery }) as never, expected, rounding);
        }),
        { numRuns: 15 },
      );
    },
  );

  test.each(['nansum', 'nanprod', 'nanmin', 'nanmax', 'nanmean', 'nanvar', 'nanstd', 'nanmedian', 'median'])(
    '%s with NaN',
    async (name) => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ x, cut, axis, keepdims }) => {
          const withNaN = (a: unknown): unknown => functions.where(functions.greater(a, 0.5), NaN, a);
          const expected = functions[name](withNaN(x), { axis, keepdims });
          await expectSame(functions[name](withNaN(cut), { axis, keepdims }) as never, expected, rounding);
        }),
        { numRuns: 10 },
      );
    },
  );

  test.each(['argmin', 'argmax'])('%s, the first of equal ones', async (name) => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ x, cut, axis, keepdims, splitEvery }) => {
        const one = typeof axis === 'number' ? axis : undefined;
        const coarse = (a: unknown): unknown => functions.round(functions.multiply(a, 2));
        const expected = functions[name](coarse(x), { axis: one, keepdims });
        await expectSame(
          functions[name](coarse(cut), { axis: one, keepdims, splitEvery }) as never,
          expected,
        );
      }),
      { numRuns: 20 },
    );
  });
});

test('dtypes are those of the functions of arrays', async () => {
  for (const dtype of ['bool', 'int8', 'uint16', 'float16', 'float32', 'complex64'] as const) {
    const x = strided
      .asarray([
        [1, 0, 3],
        [1, 1, 2],
      ])
      .astype(dtype);
    const cut = blocked.fromArray(x, { chunks: 2 });
    for (const name of ['sum', 'prod', 'mean', 'std', 'any', 'countNonzero', 'min'])
      await expectSame(functions[name](cut, { axis: 1 }) as never, functions[name](x, { axis: 1 }), 1e-3);
  }
  const x = blocked.ones([4], { dtype: 'int8', chunks: 2 });
  await expectSame(x.sum({ dtype: 'float32' }), strided.full([], 4, 'float32'));
});

test('NaN, empty axes and corrections', async () => {
  const x = strided.asarray([
    [NaN, 1],
    [2, NaN],
  ]);
  const cut = blocked.fromArray(x, { chunks: 1 });
  for (const name of ['min', 'max', 'sum', 'argmin', 'argmax', 'mean'])
    await expectSame(functions[name](cut) as never, functions[name](x));
  await expectSame(strided.nanargmin(cut as never) as never, strided.nanargmin(x));
  const empty = blocked.zeros([0, 3]);
  await expectSame(empty.sum({ axis: 0 }), strided.zeros(3));
  await expectSame(empty.mean({ axis: 0 }), strided.full([3], NaN));
  await expectFailure(empty.max(), strided.ArgumentError);
  const y = strided.arange(7);
  const parts = blocked.fromArray(y, { chunks: [3, 0, 4] });
  await expectSame(parts.var({ correction: 1 }), strided.variance(y, { correction: 1 }), rounding);
  await expectSame(parts.max(), strided.max(y));
  expect(() => parts.sum({ axis: 1 as never })).toThrow(strided.AxisError);
  expect(() => parts.sum({ splitEvery: 1 })).toThrow(strided.ArgumentError);
});

test('moments of a large mean keep their digits', async () => {
  const y = strided.add(strided.sin(strided.arange(4000)), 1e8);
  const spread = await blocked.fromArray(y, { chunks: 7 }).var().compute();
  expect(Math.abs((spread.item() as number) - 0.5)).toBeLessThan(1e-3);
});

test('parts are combined in a tree', () => {
  const graph = new Map();
  blocked.zeros([64], { chunks: 1 }).sum({ splitEvery: 4 })[collectionSymbol]().addTo(graph);
  // 64 blocks, 64 parts, then 16, 4 and 1.
  expect(graph.size).toBe(64 + 64 + 16 + 4 + 1);
});

test('quantiles bring their axes together', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ x, cut, axis, keepdims }) => {
      for (const q of [0.3, [0.25, 1]]) {
        const expected = strided.quantile(x, q, { axis, keepdims } as never);
        await expectSame(strided.quantile(cut, q, { axis, keepdims } as never) as never, expected);
      }
      const expected = strided.percentile(x, 40, { axis } as never);
      await expectSame(strided.percentile(cut, 40, { axis } as never) as never, expected);
    }),
    { numRuns: 15 },
  );
});

test('the largest and where they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      cutArrays(),
      fc.integer({ min: -5, max: 5 }).filter((k) => k !== 0),
      fc.nat({ max: 2 }),
      async ({ x, blocked: cut }, k, at) => {
        const axis = at % x.ndim;
        const sorted = strided.sort(x, { axis, descending: k > 0 }) as strided.NDArray;
        const order = strided.argsort(x, { axis, descending: k > 0 }) as strided.NDArray;
        const first = x.shape.map((_, i) => (i === axis ? `:${Math.abs(k)}` : ':'));
        await expectSame(blocked.topk(cut, k, { axis, splitEvery: 2 }), sorted.at(...first));
        await expectSame(blocked.argtopk(cut, k, { axis, splitEvery: 2 }), order.at(...first));
      },
    ),
    { numRuns: 20 },
  );
  expect(() => blocked.topk(blocked.zeros([3]), 0)).toThrow(strided.ArgumentError);
});

test('counts', async () => {
  const x = strided.sin(strided.arange(40));
  const cut = blocked.fromArray(x.reshape(5, 8), { chunks: 3 });
  const [counts, edges] = strided.histogram(cut, 6, { range: [-1, 1] }) as unknown as [
    blocked.BlockedArray,
    strided.NDArray,
  ];
  const [wanted, wantedEdges] = strided.histogram(x, 6, { range: [-1, 1] });
  expect(edges.toArray()).toEqual(wantedEdges.toArray());
  await expectSame(counts, wanted);
  const [density] = strided.histogram(cut, [-1, 0, 1], { density: true }) as unknown as [
    blocked.BlockedArray,
  ];
  await expectSame(density, strided.histogram(x, [-1, 0, 1], { density: true })[0], rounding);
  expect(() => strided.histogram(cut, 5)).toThrow(strided.ArgumentError);
  const whole = strided.asarray([3, 1, 3, 0, 5], { dtype: 'int32' });
  const parts = blocked.fromArray(whole, { chunks: 2 });
  const found = (await (strided.bincount(parts) as never as blocked.BlockedArray).compute()).toArray();
  expect(found).toEqual(strided.bincount(whole).toArray());
  const distinct = strided.unique(parts) as never as blocked.BlockedArray;
  expect(distinct.shape).toEqual([NaN]);
  expect((await distinct.compute()).toArray()).toEqual([0, 1, 3, 5]);
});

test('weights in histograms and counts, blocked or not', async () => {
  await fc.assert(
    fc.asyncProperty(cutArrays(), fc.boolean(), async ({ x, blocked: cut }, density) => {
      const weights = strided.add(x, 2);
      const options = { range: [-1, 1] as const, density };
      const wanted = strided.histogram(x, 4, { ...options, weights })[0];
      for (const own of [weights, strided.add(cut, 2).rechunk(2)]) {
        const [got] = strided.histogram(cut, 4, { ...options, weights: own });
        await expectSame(got as never, wanted, rounding);
      }
      const places = strided.asType(strided.multiply(strided.abs(x), 9), 'int64').ravel() as strided.NDArray;
      const counted = strided.bincount(blocked.fromArray(places, { chunks: 4 }), {
        weights: strided.add(cut, 2).ravel(),
        minlength: 3,
      }) as never as blocked.BlockedArray;
      const sums = strided.bincount(places, { weights: weights.ravel() as strided.NDArray, minlength: 3 });
      expect(counted.dtype).toBe('float64');
      const found = (await counted.compute()).toArray() as number[];
      expect(found).toHaveLength(sums.size);
      for (const [at, sum] of (sums.toArray() as number[]).entries()) expect(found[at]).toBeCloseTo(sum, 12);
    }),
    { numRuns: 20 },
  );
  const cut = blocked.arange(6, { chunks: 4 });
  const complex = strided.histogram(cut, [0, 3, 6], { weights: strided.full([6], { re: 0, im: 1 }) })[0];
  expect((await (complex as never as blocked.BlockedArray).compute()).toArray()).toEqual([
    { re: 0, im: 3 },
    { re: 0, im: 3 },
  ]);
  expect(() => strided.histogram(cut, [0, 6], { weights: [1, 2] })).toThrow(strided.ShapeError);
  expect(() => strided.histogram(cut, 'auto', { range: [0, 1] })).toThrow(strided.ArgumentError);
  const imaginary = strided.full([6], { re: 0, im: 1 });
  expect(() => strided.histogram(cut, [0, 6], { weights: imaginary, density: true })).toThrow(
    strided.DTypeError,
  );
});
