/** Neighbours, radius searches and their promise forms beyond the laws. */
import { expect, test } from 'vitest';
import {
  argmin,
  argminAsync,
  cdist,
  nearest,
  nearestAsync,
  withinRadius,
  withinRadiusAsync,
} from '../../src/distance/index.js';
import { numbers } from './arrays.js';
import { describeBackends } from './backends.js';

describeBackends('nearest', () => {
  const x = numbers('float32', 40, 12, 1);
  const y = numbers('float32', 90, 12, 2);

  test('among the points themselves, each is left out of its own list, duplicates are not', () => {
    const found = nearest([[0], [0], [5]], null, 2);
    expect(found.indices.toArray()).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
    ]);
    expect(found.distances.toArray()).toEqual([
      [0, 5],
      [0, 5],
      [5, 5],
    ]);
    expect(nearest([[0], [0], [5]], undefined, 1, { excludeSelf: false }).indices.toArray()).toEqual([
      [0],
      [0],
      [2],
    ]);
  });

  test('NaN is farther than everything', () => {
    const found = nearest([[1], [Number.NaN]], [[Number.NaN], [9], [Number.POSITIVE_INFINITY], [2]], 4);
    expect(found.indices.toArray()).toEqual([
      [3, 1, 2, 0],
      [0, 1, 2, 3],
    ]);
    expect(withinRadius([[Number.NaN]], [[1]], Number.POSITIVE_INFINITY).indices.size).toBe(0);
  });

  test('dot looks for the largest', () => {
    const found = nearest(
      [[1, 0]],
      [
        [1, 5],
        [3, 0],
        [-2, 0],
        [3, 1],
      ],
      3,
      'dot',
    );
    expect(found.indices.toArray()).toEqual([[1, 3, 0]]);
    expect(found.distances.toArray()).toEqual([[3, 3, 1]]);
    expect(
      argmin(
        [[1, 0]],
        [
          [1, 5],
          [3, 0],
        ],
        'innerProduct',
      ).distances.toArray(),
    ).toEqual([3]);
    const near = withinRadius(
      [[1, 0]],
      [
        [1, 5],
        [3, 0],
        [-2, 0],
      ],
      1,
      'dot',
    );
    expect([near.indices.toArray(), near.distances.toArray()]).toEqual([
      [0, 1],
      [1, 3],
    ]);
  });

  test.each(['euclidean', 'cosine', 'dot', 'cityblock'] as const)(
    'the promise form of %s gives the same',
    async (metric) => {
      for (const other of [y, null]) {
        const [now, later] = [nearest(x, other, 7, metric), await nearestAsync(x, other, 7, metric)];
        expect(later.indices.data).toEqual(now.indices.data);
        expect([...later.distances.data]).toEqual([...now.distances.data]);
        const radius = cdist(x, y, metric).data[17];
        const [sparse, promised] = [
          withinRadius(x, other, radius, metric),
          await withinRadiusAsync(x, other, radius, metric),
        ];
        expect(promised.indptr.data).toEqual(sparse.indptr.data);
        expect(promised.indices.data).toEqual(sparse.indices.data);
        expect([...promised.distances.data]).toEqual([...sparse.distances.data]);
      }
      const [least, promised] = [argmin(x, y, metric), await argminAsync(x, y, metric)];
      expect(promised.indices.data).toEqual(least.indices.data);
      expect(least.indices.shape).toEqual([40]);
    },
  );

  test('nothing to look for, or nowhere', () => {
    expect(nearest(x, y, 0).indices.shape).toEqual([40, 0]);
    const none = nearest(numbers('float64', 0, 3, 1), numbers('float64', 4, 3, 1), 2);
    expect(none.distances.shape).toEqual([0, 2]);
    expect(
      withinRadius(numbers('float64', 2, 3, 1), numbers('float64', 0, 3, 1), 1).indptr.toArray(),
    ).toEqual([0, 0, 0]);
    expect(() => nearest(x, y, 91)).toThrow('nearest: k is 91; needs at most 90');
    expect(() => nearest(x, null, 40)).toThrow('nearest: k is 40; needs at most 39');
    expect(() => nearest(x, y, 1.5)).toThrow('nearest: k is 1.5; needs an integer');
    expect(() => argmin(x, numbers('float32', 0, 12, 1))).toThrow('argmin: y has no row to choose');
    expect(() => withinRadius(x, y, Number.NaN)).toThrow('withinRadius: radius is NaN; needs a number');
  });

  test('bits and functions', async () => {
    const bits = numbers('bool', 30, 100, 3);
    const wanted = nearest(numbers('bool', 30, 100, 3), null, 4, 'jaccard');
    expect((await nearestAsync(bits, null, 4, 'jaccard')).indices.data).toEqual(wanted.indices.data);
    const own = (u: ArrayLike<number>, v: ArrayLike<number>) => Math.abs(u[0] - v[0]);
    const [now, later] = [nearest(x, y, 3, own), await nearestAsync(x, y, 3, own)];
    expect(later.indices.data).toEqual(now.indices.data);
  });
});
