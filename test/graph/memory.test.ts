import { expect, test } from 'vitest';
import { callableOf, compute, Ref, Task } from '../../src/graph/index.js';
import { add, full, subtract, sum } from '../../src/index.js';
import { wanted } from './graphs.js';

const count = 40;
const size = 750_000;
const blockBytes = 8 * size;

/** Every block is needed again when something of all of them is known, as for x − sum(x). */
function centred(): Task[] {
  const tasks: Task[] = [];
  const call = (key: string, fn: (...args: never[]) => unknown, ...args: unknown[]) =>
    tasks.push(new Task(key, callableOf(fn), args));
  for (let i = 0; i < count; i++) {
    call(`x,${i}`, full, [size], i);
    call(`s,${i}`, sum, new Ref(`x,${i}`));
    call(`t,${i}`, add, i === 0 ? 0 : new Ref(`t,${i - 1}`), new Ref(`s,${i}`));
  }
  for (let i = 0; i < count; i++) {
    call(`d,${i}`, subtract, new Ref(`x,${i}`), new Ref(`t,${count - 1}`));
    call(`e,${i}`, sum, new Ref(`d,${i}`));
  }
  return tasks;
}

test('results beyond memoryLimit are on disk, not in memory, and come back', async () => {
  const before = process.memoryUsage.rss();
  let most = 0;
  const after = () => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  };
  const keys = Array.from({ length: count }, (_, i) => `e,${i}`);
  const options = { scheduler: 'threads', workers: 2, memoryLimit: '60MB', optimize: false } as const;
  const [sums] = await compute([wanted(centred(), ...keys)], { ...options, callbacks: [{ after }] });
  const total = (size * count * (count - 1)) / 2;
  expect(sums.map(Number)).toEqual(keys.map((_, i) => size * (i - total)));
  // Two workers with their own heaps and what tasks have in hand come on top of the limit; all blocks would be 240 MB.
  expect(most).toBeLessThan(0.75 * count * blockBytes);
});

test('a limit that is none is refused', async () => {
  const list = [new Task('x', callableOf(full), [[1], 1])];
  for (const memoryLimit of ['much', 0, -1, '0GB']) {
    const running = compute([wanted(list, 'x')], { scheduler: 'sync', memoryLimit });
    await expect(running).rejects.toThrow('memoryLimit is');
  }
});
