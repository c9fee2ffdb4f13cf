import { expect, test } from 'vitest';
import { keepsNothing } from '../../src/graph/engine/packer.js';
import { type Callback, callableOf, compute, Nested, Ref, Task } from '../../src/graph/index.js';
import {
  add,
  arange,
  concatenate,
  full,
  type NDArray,
  reshape,
  split,
  subtract,
  sum,
} from '../../src/index.js';
import { wanted } from './graphs.js';

const count = 40;
const size = 750_000;
const blockBytes = 8 * size;

const limit = 60e6;
const options = { scheduler: 'threads', workers: 2, memoryLimit: limit, optimize: false } as const;

/** Every block is needed again when something of all of them is known, as for x − sum(x). */
function centred(size: number): Task[] {
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
  const keys = Array.from({ length: count }, (_, i) => `e,${i}`);
  const sumsOf = async (size: number, callbacks: Callback[] = []) =>
    (await compute([wanted(centred(size), ...keys)], { ...options, callbacks }))[0].map(Number);
  // Workers have heaps of their own, which come with them.
  await sumsOf(10);
  const before = process.memoryUsage.rss();
  let most = 0;
  const after = () => {
    most = Math.max(most, process.memoryUsage.rss() - before);
  };
  const total = (size * count * (count - 1)) / 2;
  expect(await sumsOf(size, [{ after }])).toEqual(keys.map((_, i) => size * (i - total)));
  // Arguments and results that two workers have in hand come on top; all blocks are 240 MB.
  expect(most).toBeLessThan(limit + 6 * blockBytes);
});

test('what of a result is too small for the disk stays as it is while the rest is there', async () => {
  const n = 100_000;
  const call = (key: string, fn: (...args: never[]) => unknown, ...args: unknown[]) =>
    new Task(key, callableOf(fn), args);
  const last = ([large, small]: NDArray[]) => [large.size, Number(small.at(-1))];
  const list = [
    call('x', arange, n),
    call('parts', split, new Ref('x'), [n - 10]),
    call('last', last, new Ref('parts')),
  ];
  const running = compute([wanted(list, 'last')], { ...options, memoryLimit: 1000 });
  expect((await running)[0][0]).toEqual([n - 10, n - 1]);
});

test('a limit that is none is refused', async () => {
  const list = [new Task('x', callableOf(full), [[1], 1])];
  for (const memoryLimit of ['much', 0, -1, '0GB']) {
    const running = compute([wanted(list, 'x')], { scheduler: 'sync', memoryLimit });
    await expect(running).rejects.toThrow('memoryLimit is');
  }
});

test('memory of what came in a list is given back when nobody needs it, and not before', async () => {
  const block = new Task('block', callableOf(full), [[size], 3]);
  const other = new Task('other', callableOf(full), [[size], 4]);
  const list = () => new Nested([new Ref('block'), { of: new Ref('other') }]);
  // A view of what it is given, by a function that keeps nothing: their memory is one.
  const both = new Task('both', callableOf(concatenate), [new Nested([new Ref('block'), new Ref('other')])]);
  const view = new Task('view', callableOf(reshape), [new Ref('both'), [2, size]]);
  const parts = new Task('parts', callableOf(split), [new Ref('view'), 2]);
  const total = new Task('total', callableOf(sum), [new Ref('parts')]);
  const tasks = [block, other, both, view, parts, total];
  const [[result, kept]] = await compute([wanted(tasks, 'total', 'view')], { ...options, memoryLimit: 1e9 });
  expect(Number(result)).toBe(7 * size);
  expect([(kept as NDArray).get(0, size - 1), (kept as NDArray).get(1, 0)]).toEqual([3, 4]);

  const call = (...args: unknown[]) => new Task('call', callableOf(concatenate), args);
  expect(keepsNothing(call(list()))).toBe(true);
  expect(keepsNothing(call(new Nested([call(list())])))).toBe(true);
  const keeping = new Task(
    'keeping',
    callableOf((x: unknown) => x),
    [new Ref('block')],
  );
  expect(keepsNothing(call(new Nested([{ deep: keeping }])))).toBe(false);
  expect(keepsNothing(call(keeping))).toBe(false);
});
