/** Metrics with a quick form for ordinary values: one unusual point must not make blocks differ from the whole. */
import { expect, test } from 'vitest';
import { cdist, cdistBlocks, nearest, nearestAsync } from '../../src/distance/index.js';
import { defaultRng } from '../../src/random/index.js';
import { describeBackends } from './backends.js';

describeBackends('blocks of a matrix with an unusual point', () => {
  test.each(['canberra', 'braycurtis'] as const)('%s', async (metric) => {
    for (const dtype of ['float64', 'float32'] as const) {
      for (const unusual of [-0.5, 1e-40, 1e37, Number.NaN]) {
        const x = defaultRng(1).random([60, 23]).asType(dtype);
        x.set(unusual, 50, 3);
        const whole = cdist(x, x.copy(), metric);
        for await (const { start, stop, block } of cdistBlocks(x, x.copy(), metric, {
          memoryBudget: 7 * 60 * 8,
        })) {
          expect(block.toArray()).toEqual(whole.at(`${start}:${stop}`).toArray());
        }
        const near = nearest(x, x.copy(), 5, metric);
        const later = await nearestAsync(x, x.copy(), 5, metric);
        expect(later.indices.toArray()).toEqual(near.indices.toArray());
        expect(later.distances.toArray()).toEqual(near.distances.toArray());
        const ordered = whole
          .at(7)
          .toArray()
          .sort((a, b) => a - b);
        expect(near.distances.at(7).toArray()).toEqual(ordered.slice(0, 5));
      }
    }
  });
});
