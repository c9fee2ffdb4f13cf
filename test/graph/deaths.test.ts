/** Workers that are ended, by tasks or from outside: answers stay right, and nothing is left behind. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { type Callback, callableOf, compute, Ref, shutdown, Task, task } from '../../src/graph/index.js';
import { defaultRng, full, type NDArray, sum } from '../../src/index.js';
import { wanted } from './graphs.js';

const tasks = new URL('./tasks.mjs', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'strided-test-'));
const plus = callableOf((...parts: number[]) => parts.reduce((a, b) => a + b, 0));
const endsOnce = callableOf(task(tasks, 'endsOnce'));

afterEach(shutdown);
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['threads', 'processes'])('%s', (scheduler) => {
  const run = async (list: Task[], keys: string[], options = {}) =>
    (await compute([wanted(list, ...keys)], { scheduler, workers: 2, ...options }))[0];

  test.each([1, 2, 3])('that are killed at random change no answer (seed %i)', async (seed) => {
    const rng = defaultRng(seed);
    const count = 60;
    const list: Task[] = [];
    const deadly: string[] = [];
    for (let i = 0; i < count; i++) {
      // What it needs is among those before it: a tangle, in which deaths come at any place.
      const needs = i === 0 ? [] : [...new Set([0, 1, 2].map(() => Math.floor(Number(rng.random()) * i)))];
      list.push(new Task(`t,${i}`, plus, [1, ...needs.map((need) => new Ref(`t,${need}`))]));
      if (Number(rng.random()) > 0.1) continue;
      const how = scheduler === 'processes' && Number(rng.random()) < 0.5 ? 'kill' : 'exit';
      const file = join(folder, `${scheduler}-${seed}-${i}`);
      list.push(new Task(`d,${i}`, endsOnce, [file, how, new Ref(`t,${i}`)]));
      deadly.push(`d,${i}`);
    }
    expect(deadly.length).toBeGreaterThan(2);
    const key = `t,${count - 1}`;
    const [answer] = (await compute([wanted(list, key)], { scheduler: 'sync' }))[0];
    const results = await run(list, [key, ...deadly], { optimize: false });
    expect(results).toEqual([answer, ...deadly.map(() => 'survived')]);
  });

  test('that are in loops without end are ended by a signal', async () => {
    const beats = new Int32Array(new SharedArrayBuffer(4));
    const controller = new AbortController();
    const workers = new Set<string>();
    const callbacks: Callback[] = [{ before: (_, __, worker) => workers.add(worker) }];
    const files = ['a', 'b'].map((name) => join(folder, `${scheduler}-${name}`));
    const spins = callableOf(task(tasks, 'spins'));
    const list = files.map((file) => new Task(file, spins, [file, beats]));
    const running = run(list, files, { signal: controller.signal, callbacks });
    const aborted = expect(running).rejects.toMatchObject({ name: 'AbortError' });
    while (!files.every((file) => existsSync(file))) await wait(5);
    controller.abort();
    await aborted;
    const ended =
      scheduler === 'threads' ? () => stands(beats) : async () => [...workers].every((pid) => !lives(pid));
    while (!(await ended())) await wait(5);
    expect(await run([new Task('c', plus, [1, 2])], ['c'])).toEqual([3]);
  });

  test('leave no files and no processes', async () => {
    const spillDirectory = mkdtempSync(join(folder, 'spill-'));
    const call = (key: string, fn: (...args: never[]) => unknown, ...args: unknown[]) =>
      new Task(key, callableOf(fn), args);
    const workers = new Set<string>();
    const callbacks: Callback[] = [{ before: (_, __, worker) => workers.add(worker) }];
    const list = Array.from({ length: 6 }, (_, i) => call(`x,${i}`, full, [50_000], i));
    const bad = call('bad', (..._: NDArray[]) => {
      throw new Error('no luck');
    });
    const refs = list.map(({ key }) => new Ref(key));
    list.push(...refs.map((ref) => call(`s,${ref.key}`, sum, ref)));
    list.push(new Task('bad', bad.callable, refs), new Task('all', plus, [1]));
    const options = { spillDirectory, memoryLimit: 1_000_000, callbacks, optimize: false };
    const keys = refs.map(({ key }) => `s,${key}`);
    await run([...list], keys, options);
    await shutdown();
    const before = openFiles();
    expect((await run([...list], keys, options)).map(Number)).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => 50_000 * i),
    );
    await expect(run([...list], ['bad', ...keys], options)).rejects.toThrow('no luck');
    await shutdown();
    const left = () => scheduler === 'processes' && [...workers].some(lives);
    while (left() || openFiles() > before) await wait(5);
    expect(readdirSync(spillDirectory)).toEqual([]);
  });

  test('load TypeScript', async () => {
    const url = new URL('./typed-tasks.ts', import.meta.url).href;
    const list = [
      new Task('h', callableOf(task(url, 'halves')), [2, 5]),
      new Task('r', callableOf(task(url, 'refuses')), ['no']),
    ];
    expect(await run(list, ['h'])).toEqual([{ halves: [1, 2.5] }]);
    const error = await run(list, ['r']).catch((problem) => problem);
    expect(error.cause.stack).toMatch(/typed-tasks\.ts:11:9/);
  });
});

test('a thread that runs out of memory is replaced, and its task given up in the end', async () => {
  await shutdown();
  const greedy = () => {
    const kept: unknown[] = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  };
  // Of threads that start from now on.
  setFlagsFromString('--max-old-space-size=40');
  try {
    const list = [new Task('greedy', callableOf(greedy), []), new Task('fine', plus, [1, 2])];
    const running = compute([wanted(list, 'fine', 'greedy')], { scheduler: 'threads', workers: 1 });
    await expect(running).rejects.toMatchObject({
      key: 'greedy',
      attempts: 4,
      message: expect.stringContaining('its worker ran out of memory, 4 times'),
    });
  } finally {
    setFlagsFromString('--max-old-space-size=0');
  }
});

/** Whether nobody counts any more. */
async function stands(beats: Int32Array): Promise<boolean> {
  const before = Atomics.load(beats, 0);
  await wait(20);
  return Atomics.load(beats, 0) === before;
}

function lives(pid: string): boolean {
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
}

/** Files this process has open. */
function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}
