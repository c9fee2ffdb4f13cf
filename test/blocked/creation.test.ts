import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { compute } from '../../src/graph/index.js';
import * as strided from '../../src/index.js';
import { cutArrays, expectFailure, expectSame, here } from './arrays.js';

const { normalizeChunks } = blocked;

describe('chunks', () => {
  test('are what was asked for, whichever way it was said', () => {
    expect(normalizeChunks(4, [10, 3])).toEqual([[4, 4, 2], [3]]);
    expect(normalizeChunks([-1, 2], [10, 3])).toEqual([[10], [2, 1]]);
    expect(normalizeChunks(null, [10, 3])).toEqual([[10], [3]]);
    expect(normalizeChunks({ 0: 5 }, [10, 3])).toEqual([[5, 5], [3]]);
    expect(normalizeChunks({ '-1': 2 } as never, [10, 3])).toEqual([[10], [2, 1]]);
    expect(normalizeChunks([[1, 9], null], [10, 3])).toEqual([[1, 9], [3]]);
    expect(normalizeChunks([3, 7], [10])).toEqual([[3, 7]]);
    expect(normalizeChunks(4, [0, 3])).toEqual([[0], [3]]);
    expect(normalizeChunks('auto', [])).toEqual([]);
  });

  test('that are cut as it fits stay within the bytes, and are nearly equal', () => {
    for (const [shape, bytes] of [
      [[20_000, 20_000], 128 * 2 ** 20],
      [[10, 1_000_000_000], 128 * 2 ** 20],
      [[7, 5, 3], 8],
    ] as const) {
      const chunks = normalizeChunks(bytes === 8 ? '8 B' : 'auto', [...shape], { dtype: 'float64' });
      const largest = chunks.reduce((size, axis) => size * Math.max(...axis), 8);
      expect(largest).toBeLessThanOrEqual(bytes);
      expect(chunks.map((axis) => axis.reduce((a, b) => a + b, 0))).toEqual([...shape]);
    }
    expect(normalizeChunks(['auto', -1], [1000, 1000], { dtype: 'float64' })).toEqual([[1000], [1000]]);
    expect(normalizeChunks(['80 kB', -1], [1000, 1000])[0]).toEqual(new Array(100).fill(10));
  });

  test('that do not fit are refused', () => {
    for (const chunks of [0, 1.5, [2], [[3, 3], 3], 'much', [[-1, 11], 3]] as never[])
      expect(() => normalizeChunks(chunks, [10, 3])).toThrow(strided.ArgumentError);
  });
});

describe('creation', () => {
  test('gives what the functions of arrays give', async () => {
    const chunks = 3;
    await expectSame(blocked.zeros([4, 5], { chunks }), strided.zeros([4, 5]));
    await expectSame(blocked.ones([4, 5], { chunks, dtype: 'int16' }), strided.ones([4, 5], 'int16'));
    await expectSame(blocked.full([4], 2.5, { chunks }), strided.full([4], 2.5));
    await expectSame(blocked.full([4], true, { chunks }), strided.full([4], true));
    await expectSame(blocked.arange(10, { chunks }), strided.arange(10));
    await expectSame(blocked.arange(10, 1, -2, { chunks: 2 }), strided.arange(10, 1, -2));
    await expectSame(blocked.linspace(0, 1, 11, { chunks }), strided.linspace(0, 1, 11));
    await expectSame(blocked.eye(5, { chunks: 2, k: 1, columns: 6 }), strided.eye(5, 6, { k: 1 }));
    expect((await blocked.empty([4, 5], { chunks }).compute()).shape).toEqual([4, 5]);
    await expectSame(blocked.zeros([0, 4]), strided.zeros([0, 4]));
    await expectSame(blocked.ones([]), strided.ones([]));
  });

  test('an array in memory comes back whole, from views of it', async () => {
    await fc.assert(
      fc.asyncProperty(cutArrays(), async ({ x, blocked: b, chunks }) => {
        expect(b.chunks).toEqual(chunks);
        await expectSame(b, x);
      }),
      { numRuns: 30 },
    );
    const x = strided.arange(6);
    const cut = blocked.fromArray(x, { chunks: 3 });
    x.set(9, 0);
    expect((await cut.compute()).get(0)).toBe(9);
    expect((await blocked.fromArray(x).compute()).data).not.toBe(x.data);
  });

  test('functions see the indices of their block, and are held to its shape', async () => {
    const table = blocked.fromFunction((i, j) => i.mul(10).add(j), [3, 5], { chunks: 2 });
    await expectSame(
      table,
      strided.fromfunction((i, j) => i.mul(10).add(j), [3, 5]),
    );
    await expectSame(
      table.at('::2', '::-3'),
      strided.fromfunction((i, j) => i.mul(20).add(4).sub(j.mul(3)), [2, 2]),
    );
    await expectFailure(
      blocked.fromFunction(() => [1, 2], [3]),
      strided.ShapeError,
    );
    await expectSame(
      blocked.fromFunction(() => 7, [3], { chunks: 2 }),
      strided.full([3], 7),
    );
  });

  test('collections become arrays of one block', async () => {
    const inner = blocked.arange(4, { chunks: 2 });
    await expectSame(blocked.fromDelayed(inner, { shape: [4] }), strided.arange(4));
    await expectFailure(blocked.fromDelayed(inner, { shape: [5] }), strided.ShapeError);
    expect(() => blocked.fromDelayed(3 as never, { shape: [1] })).toThrow(strided.ArgumentError);
  });
});

describe('the array', () => {
  test('knows its shape, chunks and bytes', () => {
    const x = blocked.zeros([10, 7], { chunks: [4, 7], dtype: 'float32' });
    expect([x.ndim, x.size, x.nbytes, x.itemsize, x.npartitions]).toEqual([2, 70, 280, 4, 3]);
    expect([x.numblocks, x.chunkSize]).toEqual([
      [3, 1],
      [4, 7],
    ]);
    expect(String(x)).toBe('BlockedArray<zeros, shape=(10, 7), dtype=float32, chunkSize=(4, 7)>');
    expect(blocked.zeros([10]).name).toBe(blocked.zeros([10]).name);
    expect(blocked.zeros([10]).name).not.toBe(blocked.zeros([11]).name);
  });

  test('is drawn with its chunks', () => {
    const picture = blocked.ones([20, 10, 30], { chunks: 10 }).toSvg();
    expect(picture).toContain('(20, 10, 30)');
    expect(picture).toContain('6 tasks');
    expect(picture).toContain('<svg xmlns="http://www.w3.org/2000/svg"');
    expect(blocked.ones([]).toSvg()).toContain('1 tasks');
    expect(blocked.ones([500_000, 500_000]).toSvg()).toContain('2 TB');
  });

  test('gives its blocks', async () => {
    const x = blocked.arange(10, { chunks: 3 });
    await expectSame(x.blocks.at(1), strided.arange(3, 6));
    await expectSame(x.blocks.at([3, 0]), strided.asarray([9, 0, 1, 2]));
    expect(() => x.blocks.at(4)).toThrow(strided.IndexError);
    expect(() => x.blocks.at(null)).toThrow(strided.IndexError);
  });

  test('keeps what was computed', async () => {
    let calls = 0;
    const counted = blocked.fromFunction(
      (i) => {
        calls++;
        return i;
      },
      [4],
      { chunks: 2 },
    );
    const kept = await counted.persist(here);
    expect(kept.name).toBe(counted.name);
    await expectSame(kept, strided.arange(4));
    await expectSame(kept.at('1:3'), strided.asarray([1, 2]));
    expect(calls).toBe(2);
  });

  test('is computed together with others, what they share once', async () => {
    let calls = 0;
    const x = blocked.fromFunction((i) => i.add(0 * calls++), [4], { chunks: 2 });
    const [a, b] = await compute([x, x.at(':3')], here);
    expect([a.toArray(), b.toArray(), calls]).toEqual([[0, 1, 2, 3], [0, 1, 2], 2]);
  });
});
