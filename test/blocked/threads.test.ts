import { expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import type { Callback } from '../../src/graph/index.js';
import { add, arange, mean, ones, sin, sum, unique } from '../../src/index.js';

test.each(['threads', 'processes'])('blocks are computed by %s', async (scheduler) => {
  const options = { scheduler, workers: 2 };
  const x = blocked.random([300, 300], { seed: 1, chunks: 100 });
  const [here, there] = await Promise.all([
    add(sin(x), x.T).compute({ scheduler: 'sync' }),
    add(sin(x), x.T).compute(options),
  ]);
  expect(there.toArray()).toEqual(here.toArray());
  const average = await mean(x, { axis: 0 }).var().compute(options);
  expect(average.item()).toBeCloseTo(
    (await x.compute({ scheduler: 'sync' })).mean({ axis: 0 }).var().item() as number,
  );
  const places = await x.at('::7').argmax({ axis: 0 }).compute(options);
  expect(places.dtype).toBe('int64');
  const y = blocked.fromArray(arange(100), { chunks: 7 });
  expect((await sum(y.reshape([10, 10]).at([3, 1]), { axis: 1 }).compute(options)).toArray()).toEqual([
    345, 145,
  ]);
  expect((await y.cumsum().at(-1).compute(options)).item()).toBe(4950);
  const distinct = unique(y.floorDivide(30)) as never as blocked.BlockedArray;
  expect((await distinct.compute(options)).toArray()).toEqual([0, 1, 2, 3]);
  const grid = blocked.fromFunction((i, j) => i.mul(2).add(j), [4, 4], { chunks: 2 });
  expect((await grid.compute(options)).get(3, 3)).toBe(9);
});

test.each(['threads', 'processes'])('blocks computed by %s are stored in this thread', async (scheduler) => {
  const options = { scheduler, workers: 2 };
  const workers = new Set<string>();
  const callback: Callback = {
    before: (_key, task, worker) => void workers.add(`${task.callable?.name} ${worker}`),
  };
  const target = ones([6]);
  await blocked.store(sin(blocked.arange(6, { chunks: 3 })), target, { ...options, callbacks: [callback] });
  expect(target.toArray()).toEqual(sin(arange(6)).toArray());
  const [stored, computed] = [true, false].map((is) =>
    [...workers].filter((one) => one.startsWith('store ') === is),
  );
  expect(stored).toEqual(['store main']);
  expect(computed.filter((one) => one.endsWith(' main'))).toEqual([]);
  expect(computed).not.toEqual([]);
  // What puts the results of a collection together is a function of this thread.
  const total = blocked.fromDelayed(blocked.arange(6, { chunks: 3 }), { shape: [6] });
  expect((await total.add(1).compute(options)).toArray()).toEqual([1, 2, 3, 4, 5, 6]);
});
