/** Promise forms: the same results, progress, abort, and an event loop that keeps turning. */
import { expect, test } from 'vitest';
import { AbortError } from '../../src/core/errors.js';
import {
  cdist,
  cdistAsync,
  cdistBlocks,
  nearestAsync,
  type Progress,
  pdist,
  pdistAsync,
  withinRadiusAsync,
} from '../../src/distance/index.js';
import { numbers } from './arrays.js';
import { describeBackends } from './backends.js';

/** Turns of the event loop, and the longest wait for one, until `work` settles. */
async function watch<T>(work: Promise<T>): Promise<{ result: T; turns: number; longest: number }> {
  let turns = 0;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    turns++;
  }, 1);
  try {
    return { result: await work, turns, longest };
  } finally {
    clearInterval(timer);
  }
}

describeBackends('promise forms', (backend) => {
  // About half a second on each backend, were it one call.
  const rows = { js: 500, wasm: 2000, native: 5000 }[backend];
  const x = numbers('float64', rows, 30, 1);
  const slow = (u: ArrayLike<number>, v: ArrayLike<number>) => Math.log(Math.exp(u[0] - v[0]) + 1);

  const heavy: [
    string,
    (options: { signal?: AbortSignal; onProgress?: (p: Progress) => void }) => Promise<unknown>,
  ][] = [
    ['cdist', (options) => cdistAsync(x, x, 'canberra', options)],
    ['pdist', (options) => pdistAsync(x, 'canberra', options)],
    ['nearest', (options) => nearestAsync(x, null, 5, 'canberra', options)],
    ['withinRadius', (options) => withinRadiusAsync(x, null, 10, 'canberra', options)],
    ['cdist of a function', (options) => cdistAsync(x, x, slow, options)],
    ['cdist by mahalanobis', (options) => cdistAsync(x, x, 'mahalanobis', options)],
  ];

  test.each(heavy)('%s: the event loop turns, progress grows to the end', async (_, start) => {
    const seen: Progress[] = [];
    const began = performance.now();
    const { turns, longest } = await watch(start({ onProgress: (progress) => seen.push(progress) }));
    const took = performance.now() - began;
    // A call that holds the thread leaves no turn at all; this asks for one in 40 ms, and none is very late.
    if (took > 200) expect(turns).toBeGreaterThan(took / 40);
    expect(longest).toBeLessThan(Math.max(250, took / 3));
    const last = seen[seen.length - 1];
    expect(last.done).toBe(last.total);
    for (let i = 1; i < seen.length; i++) expect(seen[i].done).toBeGreaterThanOrEqual(seen[i - 1].done);
  });

  test.each(heavy)('%s: an abort under way rejects with AbortError and the reason', async (_, start) => {
    const controller = new AbortController();
    setImmediate(() => controller.abort(new Error('no longer needed')));
    const error = await start({ signal: controller.signal }).then(
      () => null,
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(AbortError);
    expect((error as AbortError).cause).toBe(controller.signal.reason);
  });

  test('an error in onProgress ends the call and comes back', async () => {
    const failing = cdistAsync(x, x, 'canberra', {
      onProgress: () => {
        throw new Error('display is gone');
      },
    });
    await expect(failing).rejects.toThrow('display is gone');
  });

  test('results are those of the synchronous forms, also side by side', async () => {
    const a = x.data.subarray(0, 200 * 30);
    const small = { data: a, shape: [200, 30] } as const;
    const other = { data: x.data.subarray(0, 300 * 30), shape: [300, 30] } as const;
    const metrics = ['cityblock', 'cosine', 'jensenshannon', slow] as const;
    const together = await Promise.all(
      metrics.flatMap((metric) => [cdistAsync(small, other, metric), pdistAsync(small, metric)]),
    );
    metrics.forEach((metric, index) => {
      expect(together[2 * index].data).toEqual(cdist(small, other, metric).data);
      expect(together[2 * index + 1].data).toEqual(pdist(small, metric).data);
    });
  });

  test('blocks report progress over the whole, and stop when aborted', async () => {
    const seen: number[] = [];
    const controller = new AbortController();
    const options = {
      memoryBudget: 8 * rows * 100,
      signal: controller.signal,
      onProgress: ({ done }: Progress) => seen.push(done),
    };
    let count = 0;
    const run = async () => {
      for await (const { start, stop } of cdistBlocks(x, x, 'cityblock', options)) {
        expect(stop - start).toBeLessThanOrEqual(100);
        if (++count === 3) controller.abort();
      }
    };
    await expect(run()).rejects.toThrow(AbortError);
    expect(count).toBe(3);
    expect(seen[seen.length - 1]).toBe(300 * rows);
  });
});
