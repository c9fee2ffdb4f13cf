import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { TaskError } from '../../src/core/index.js';
import { cdist } from '../../src/distance/index.js';
import {
  type Callable,
  callableOf,
  compute,
  inline,
  Nested,
  Ref,
  shutdown,
  Task,
  task,
  valueTask,
} from '../../src/graph/index.js';
import { arange, type NDArray, sum } from '../../src/index.js';
import { wanted } from './graphs.js';
import { double, later } from './tasks.mjs';

const tasks = new URL('./tasks.mjs', import.meta.url).href;
const located = new URL('./located.mjs', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'strided-test-'));
const twice = callableOf(task(tasks, 'double', double));
const total = callableOf((...parts: number[]) => parts.reduce((a, b) => a + b, 0));

afterAll(async () => {
  await shutdown();
  rmSync(folder, { recursive: true });
});

/** A task that calls an inline function. */
function call(key: string, fn: Callable | ((...args: never[]) => unknown), ...args: unknown[]): Task {
  return new Task(key, typeof fn === 'function' ? callableOf(fn) : fn, args);
}

describe.each(['sync', 'threads', 'processes'])('%s', (scheduler) => {
  const run = async (list: Task[], keys: string[], options = {}) =>
    (await compute([wanted(list, ...keys)], { scheduler, workers: 2, ...options }))[0];

  test('runs functions of modules and inline ones, with results of others in lists and objects', async () => {
    const graph = [
      valueTask('one', 1),
      call('two', twice, new Ref('one')),
      call('later', callableOf(task(tasks, 'later', later)), new Ref('two')),
      new Task('alias', null, [new Ref('later')]),
      call('nested', (x: { a: number[] }) => x.a.reverse(), new Nested({ a: [new Ref('alias'), 7] })),
      call('inner', total, new Task('x', twice, [new Ref('two')]), new Task('y', null, [5])),
    ];
    expect(await run(graph, ['nested', 'inner', 'one', 'two', 'two'])).toEqual([[7, 2], 9, 1, 2, 2]);
  });

  test('starts what the static order has first, unless priorities say otherwise', async () => {
    const leaves = ['a', 'b', 'c'].map((key) => call(key, twice, 1));
    const wide = call('wide', total, ...leaves.map(({ key }) => new Ref(key)));
    const graph = (priority: number) => [
      new Task('thin', twice, [5], [], { priority }),
      ...leaves,
      wide,
      call('top', total, new Ref('thin'), new Ref('wide')),
    ];
    const begun: string[] = [];
    const options = {
      workers: 1,
      optimize: false,
      callbacks: [{ before: (key: string) => begun.push(key) }],
    };
    expect(await run(graph(0), ['top'], options)).toEqual([16]);
    expect(begun.slice(0, 3)).toEqual(['a', 'b', 'c']);
    begun.length = 0;
    await run(graph(1), ['top'], options);
    expect(begun[0]).toBe('thin');
  });

  test('tasks inside lists and objects may be asynchronous', async () => {
    const inside = (x: number) => new Task(`later,${x}`, callableOf(task(tasks, 'later', later)), [x]);
    const sum = (list: number[], { more }: { more: number[] }) => list[0] + list[1] + more[0];
    const args = [new Nested([inside(1), 10]), new Nested({ more: [inside(2)] })];
    expect(await run([call('sum', sum, ...args)], ['sum'])).toEqual([13]);
  });

  test('adds up many small tasks', async () => {
    const count = 3000;
    const leaves = Array.from({ length: count }, (_, i) => call(`leaf,${i}`, twice, i));
    const refs = leaves.map(({ key }) => new Ref(key));
    const middle = Array.from({ length: 30 }, (_, i) =>
      call(`middle,${i}`, total, ...refs.slice(100 * i, 100 * (i + 1))),
    );
    const top = call('top', total, ...middle.map(({ key }) => new Ref(key)));
    expect(await run([...leaves, ...middle, top], ['top'])).toEqual([count * (count - 1)]);
  });

  test('takes arrays and typed arrays there and back, large and small, in any layout', async () => {
    const large = arange(40_000).reshape(200, 200);
    const graph = [
      call('flip', (x: NDArray) => ({ flipped: x.T, rows: [x.at('::-1')] }), large.at('::2', '1:')),
      call('again', (x: { flipped: NDArray; rows: NDArray[] }) => [x.flipped, x.rows[0]], new Ref('flip')),
      call('small', (x: NDArray) => new Map([['x', x.at(0)]]), arange(6).reshape(2, 3)),
      call('typed', (x: Float64Array) => x.map((v) => v + 1), new Float64Array(20_000).subarray(3)),
      call('bytes', (x: Uint8Array) => x.length, new Uint8Array(100_000).subarray(0, 5)),
      call('sum', callableOf(sum), large),
    ];
    const results = (await run(graph, ['again', 'small', 'typed', 'bytes', 'sum'])) as [
      NDArray[],
      Map<string, NDArray>,
      Float64Array,
      number,
      number,
    ];
    const half = large.at('::2', '1:');
    expect(results[0][0].toArray()).toEqual(half.T.toArray());
    expect(results[0][1].toArray()).toEqual(half.at('::-1').toArray());
    expect(results[1].get('x')!.toArray()).toEqual([0, 1, 2]);
    expect(results[2]).toEqual(new Float64Array(19_997).fill(1));
    expect(results[3]).toBe(5);
    expect(Number(results[4])).toBe((40_000 * 39_999) / 2);
  });

  test('runs native functions, alone and inside others', async () => {
    const x = arange(3000).reshape(300, 10);
    const graph = [
      call('d', callableOf(cdist), x, x, 'cityblock'),
      call('s', callableOf(sum), new Task('d2', callableOf(cdist), [x, x, { metric: 'cityblock' }])),
      call('t', callableOf(sum), new Ref('d')),
    ];
    const [d, s, t] = (await run(graph, ['d', 's', 't'])) as [NDArray, number, number];
    expect(d.toArray()).toEqual(cdist(x, x, 'cityblock').toArray());
    expect(Number(s)).toBe(Number(t));
  });

  test('captured values and functions travel', async () => {
    const factors = arange(3);
    const plus = (x: number) => x + 1;
    const fn = inline((x: number) => plus(x) * Number(factors.at(2)), { captures: { factors, plus } });
    expect(await run([call('a', callableOf(fn), 4)], ['a'])).toEqual([10]);
  });

  test('functions as arguments travel too', async () => {
    const apply = (fn: (x: number) => number, x: number) => fn(x);
    expect(await run([call('a', apply, (x: number) => x * 3, 4)], ['a'])).toEqual([12]);
  });

  test('the first failure rejects, and says which task, with the error as it was thrown', async () => {
    const graph = [
      call('fine', twice, 1),
      call('bad-1', callableOf(task(tasks, 'fails')), 'no luck'),
      call('after', total, new Ref('bad-1'), new Ref('fine')),
    ];
    const error = await run(graph, ['after']).catch((problem) => problem);
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ key: 'bad-1', attempts: 1 });
    expect(error.message).toBe("compute: task 'bad-1' (fails) failed: it threw RangeError: no luck");
    expect(error.cause).toBeInstanceOf(RangeError);
    expect(error.cause.stack).toMatch(/tasks\.mjs:12:9/);
  });

  test('a task is tried again as often as it may be', async () => {
    const flaky = () => {
      const state = globalThis as { tried?: number };
      state.tried = (state.tried ?? 0) + 1;
      if (state.tried % 3 !== 0) throw new Error(`try ${state.tried}`);
      return 'done';
    };
    const one = { scheduler, workers: 1 };
    const graph = [new Task('flaky', callableOf(flaky), [], [], { retries: 2 })];
    expect(await run(graph, ['flaky'], one)).toEqual(['done']);
    const again = run([call('flaky', flaky)], ['flaky'], { ...one, retries: 1 });
    await expect(again).rejects.toThrow("task 'flaky' (flaky) failed, at attempt 2: it threw Error: try");
  });

  test('AbortSignal ends a computation that runs, and one that has not begun', async () => {
    const forever = () => new Promise(() => {});
    const controller = new AbortController();
    const running = run([call('forever', forever)], ['forever'], {
      signal: controller.signal,
      callbacks: [{ before: () => setTimeout(() => controller.abort('enough'), 5) }],
    });
    await expect(running).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
    const late = run([call('a', twice, 1)], ['a'], { signal: AbortSignal.abort() });
    await expect(late).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('callbacks hear of every task, and of results that are let go of', async () => {
    const heard: string[] = [];
    const graph = [
      call('a', twice, 1),
      call('b', (x: number) => new Float64Array(x * 10_000), new Ref('a')),
      call('c', (x: Float64Array) => x.length, new Ref('b')),
    ];
    await run(graph, ['c'], {
      callbacks: [
        {
          start: (all: Map<string, Task>, keys: string[]) => heard.push(`start ${all.size} ${keys}`),
          before: (key: string) => heard.push(`before ${key}`),
          after: ({
            key,
            bytes,
            started,
            ended,
          }: {
            key: string;
            bytes: number;
            started: number;
            ended: number;
          }) => heard.push(`after ${key} ${bytes} ${ended >= started && ended <= performance.now() + 5}`),
          release: (key: string) => heard.push(`release ${key}`),
          finish: (error: unknown) => heard.push(`finish ${error}`),
        },
      ],
      optimize: false,
    });
    expect(heard).toEqual([
      'start 3 c',
      'before a',
      'after a 0 true',
      'before b',
      'after b 160000 true',
      'release a',
      'before c',
      'after c 0 true',
      'release b',
      'finish undefined',
    ]);
  });

  test('a callback that throws ends the computation', async () => {
    const callbacks = [
      {
        after: () => {
          throw new Error('no more');
        },
      },
    ];
    await expect(run([call('a', twice, 1)], ['a'], { callbacks })).rejects.toThrow('no more');
  });

  test('tasks share what they ask for, and are refused more than there is', async () => {
    let most = 0;
    let now = 0;
    const wait = () => new Promise((resolve) => setTimeout(resolve, 2));
    const graph = Array.from(
      { length: 6 },
      (_, i) => new Task(`wait,${i}`, callableOf(wait), [], [], { resources: { gpu: 1 } }),
    );
    const keys = graph.map(({ key }) => key);
    const callbacks = [
      {
        before: () => {
          most = Math.max(most, ++now);
        },
        after: () => {
          now--;
        },
      },
    ];
    await run(graph, keys, { resources: { gpu: 1 }, callbacks, workers: 3 });
    expect(most).toBe(1);
    await expect(run(graph, keys)).rejects.toThrow("task 'wait,0' asks for 1 of 'gpu', and there is 0");
  });

  test('keys that are missing and tasks that need themselves are refused', async () => {
    await expect(run([call('a', twice, new Ref('b'))], ['a'], { optimize: false })).rejects.toThrow(
      "'b' is needed by 'a' and is not in the graph",
    );
    const round = [call('a', twice, new Ref('b')), call('b', twice, new Ref('a'))];
    await expect(run(round, ['a'], { optimize: false })).rejects.toThrow('a → b → a');
  });
});

describe.each(['threads', 'processes'])('%s', (scheduler) => {
  const run = async (list: Task[], keys: string[], options = {}) =>
    (await compute([wanted(list, ...keys)], { scheduler, workers: 2, ...options }))[0];

  test('stacks of inline functions have the place in their file', async () => {
    const { long } = (await import(/* @vite-ignore */ located)) as typeof import('./located.mjs');
    const error = await run([call('a', long, 4)], ['a']).catch((problem) => problem);
    // Line 4, or the next where the test runner puts one before it.
    expect(error.cause.stack).toMatch(/at .*located\.mjs:[45]:20/);
  });

  test('functions that cannot travel are refused before anything runs, or run here on request', async () => {
    let calls = 0;
    const counts = () => ++calls;
    const graph = [call('fine', twice, 1), call('counts', counts)];
    await expect(run(graph, ['counts'])).rejects.toMatchObject({
      name: 'GraphError',
      message: expect.stringContaining("it uses 'calls' from outside"),
    });
    expect(calls).toBe(0);
    expect(await run(graph, ['fine', 'counts'], { mainThread: true })).toEqual([2, 1]);
  });

  test('what cannot be sent fails its own task alone', async () => {
    const gives = call('gives', () => [1, () => 2]);
    await expect(run([gives], ['gives'])).rejects.toThrow(/'gives' .* failed: .*function/);
    const symbol = call('symbol', () => Symbol('s'));
    await expect(run([symbol], ['symbol'])).rejects.toThrow(/'symbol' .* could not be cloned/);
    const takes = call('takes', twice, Promise.resolve(1));
    await expect(run([takes], ['takes'])).rejects.toThrow(/'takes' .* could not be cloned/);
  });

  test.each(scheduler === 'processes' ? ['exit', 'kill'] : ['exit'])(
    'a worker that dies (%s) is replaced, and its task is run again',
    async (how) => {
      const file = join(folder, `${scheduler}-${how}`);
      const others = Array.from({ length: 50 }, (_, i) => call(`other,${i}`, twice, i));
      const graph = [...others, call('ends', callableOf(task(tasks, 'endsOnce')), file, how)];
      const results = await run(graph, ['ends', ...others.map(({ key }) => key)]);
      expect(results).toEqual(['survived', ...others.map((_, i) => 2 * i)]);
    },
  );

  test('a task whose workers always die is given up', async () => {
    const graph = [call('ends', callableOf(task(tasks, 'ends')))];
    await expect(run(graph, ['ends'])).rejects.toMatchObject({
      name: 'TaskError',
      key: 'ends',
      attempts: 4,
      message: expect.stringContaining('its worker ended with code 7, 4 times'),
    });
  });
});
