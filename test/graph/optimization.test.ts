import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Callable,
  compute,
  cull,
  delayed,
  fuse,
  fuseLinear,
  type Graph,
  inlineConstants,
  inlineFunctions,
  type Key,
  Nested,
  optimize,
  Ref,
  removeAliases,
  setDefaults,
  Task,
  valueTask,
} from '../../src/graph/index.js';
import { sync } from '../../src/graph/schedulers/sync.js';
import { drawn, randomGraph } from './drawn.js';

// Functions here count their calls, and those counts are in this thread.
setDefaults({ scheduler: 'sync' });

type Optimization = (graph: Graph, keys: readonly Key[]) => Graph;

const optimizations: Record<string, Optimization> = {
  cull,
  fuseLinear,
  fuse,
  'fuse, wider': (graph, keys) => fuse(graph, keys, { averageWidth: 3 }),
  'fuse, low': (graph, keys) => fuse(graph, keys, { averageWidth: 4, maxHeight: 2, maxWidth: 10 }),
  inlineConstants,
  inlineFunctions: (graph, keys) => inlineFunctions(graph, keys, ({ name }) => name === 'cheap'),
  removeAliases,
  all: (graph, keys) => fuse(inlineConstants(removeAliases(cull(graph, keys), keys), keys), keys),
};

describe.each(Object.entries(optimizations))('%s', (_name, optimization) => {
  test('gives the same results, with no more tasks, and leaves the graph it is given', async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, async ({ graph, keys }) => {
        const before = [...graph];
        const better = optimization(graph, keys);
        expect([...graph]).toEqual(before);
        expect(better.size).toBeLessThanOrEqual(graph.size);
        for (const [key, task] of better) {
          expect(task.key).toBe(key);
          expect(task.needs.every((need) => better.has(need))).toBe(true);
        }
        expect(await sync.run(better, keys, {})).toEqual(await sync.run(graph, keys, {}));
      }),
      { numRuns: 60 },
    );
  });
});

const keysOf = (graph: Graph) => [...graph.keys()].sort().join(' ');

test('culling leaves what nobody needs', () => {
  const graph = drawn('a b c d', { b: 'a', d: 'c' });
  expect(keysOf(cull(graph, ['b']))).toBe('a b');
});

describe('fusion', () => {
  const tree = drawn(
    `
    a   b
    |   |
    c   d
     \\ /
      e
      |
      f
  `,
    { c: 'a', d: 'b', e: 'c d', f: 'e' },
  );

  test('of chains leaves branches', () => {
    expect(keysOf(fuseLinear(tree, ['f']))).toBe('c d f');
    expect(keysOf(fuseLinear(tree, ['f', 'e']))).toBe('c d e f');
    expect(keysOf(fuseLinear(tree, ['f'], { maxHeight: 1 }))).toBe('a b c d e f');
  });

  test('of trees goes as wide as it may', async () => {
    expect(keysOf(fuse(tree, ['f']))).toBe('c d f');
    const one = fuse(tree, ['f'], { averageWidth: 2 });
    expect(keysOf(one)).toBe('f');
    expect(await sync.run(one, ['f'], {})).toEqual(['f(e(c(a()),d(b())))']);
  });

  test('runs nothing twice, and mixes no annotations', async () => {
    let calls = 0;
    const graph: Graph = new Map();
    const one = new Task('one', { name: 'one', run: () => ++calls }, []);
    const twice = new Task('twice', { name: 'twice', run: (a: number, b: number) => a + b }, [
      new Ref('one'),
      new Ref('one'),
    ]);
    const after = new Task('after', { name: 'after', run: (a: number) => a }, [new Ref('twice')], undefined, {
      retries: 2,
    });
    for (const task of [one, twice, after]) graph.set(task.key, task);
    const fused = fuse(graph, ['after'], { averageWidth: 5 });
    expect(keysOf(fused)).toBe('after one twice');
    expect(await sync.run(fused, ['after'], {})).toEqual([2]);
    expect(calls).toBe(1);
  });

  test('goes further where functions work together, and has them make one task of it', async () => {
    const together = (task: Task): Task =>
      new Task(task.key, { name: 'all', run: () => `all ${task.args.length}` }, [], task.needs);
    const one = { name: 'one', run: () => 1, together };
    const two = { name: 'two', run: (a: number, b: number) => a + b, together };
    const other = { name: 'other', run: () => 2 };
    const graph: Graph = new Map();
    const add = (key: string, callable: Callable, ...needs: string[]) =>
      graph.set(
        key,
        new Task(
          key,
          callable,
          needs.map((need) => new Ref(need)),
        ),
      );
    add('a', one);
    add('b', one);
    add('c', other);
    add('ab', two, 'a', 'b');
    add('bc', two, 'ab', 'c');
    const fused = fuseLinear(graph, ['bc']);
    expect(keysOf(fused)).toBe('bc c');
    expect(await sync.run(fused, ['bc'], {})).toEqual(['all 2']);
    expect(keysOf(fuseLinear(graph, ['bc', 'ab']))).toBe('ab bc c');
    expect(keysOf(fuseLinear(graph, ['bc'], { maxHeight: 1 }))).toBe('a ab b bc c');
  });

  test('leaves what stays in the calling thread on its own', () => {
    const graph = drawn('a b c', { b: 'a', c: 'b' });
    const { key, callable, args, needs } = graph.get('c')!;
    graph.set('c', new Task(key, { ...callable!, staysHere: true }, args, needs));
    expect(keysOf(fuseLinear(graph, ['c']))).toBe('b c');
  });

  test('of a chain longer than the stack is cut into pieces that run', async () => {
    const graph: Graph = new Map([['0', valueTask('0', 0)]]);
    const next = { name: 'next', run: (x: number) => x + 1 };
    for (let i = 1; i <= 20_000; i++) graph.set(`${i}`, new Task(`${i}`, next, [new Ref(`${i - 1}`)]));
    const fused = fuseLinear(graph, ['20000']);
    expect(fused.size).toBeLessThan(220);
    expect(await sync.run(fused, ['20000'], {})).toEqual([20_000]);
  });
});

test('inlining puts small values everywhere, others where they are needed once, and leaves lists', () => {
  const bytes = new Uint8Array(2);
  const graph: Graph = new Map();
  const f = { name: 'f', run: () => 0 };
  for (const task of [
    valueTask('n', 1),
    valueTask('list', [1]),
    valueTask('shared', bytes),
    valueTask('own', bytes),
    new Task(
      'x',
      f,
      ['n', 'list', 'shared', 'own'].map((key) => new Ref(key)),
    ),
    new Task(
      'y',
      f,
      ['n', 'shared'].map((key) => new Ref(key)),
    ),
  ])
    graph.set(task.key, task);
  const inlined = inlineConstants(graph, ['x', 'y']);
  expect(keysOf(inlined)).toBe('list shared x y');
  expect(inlined.get('x')!.args).toEqual([1, new Ref('list'), new Ref('shared'), bytes]);
  expect(keysOf(inlineConstants(graph, ['x', 'n']))).toBe('list n shared x');
});

test('other names go, and an only name stays', () => {
  const graph = drawn('a b', { b: 'a' });
  graph.set('c', new Task('c', null, [new Ref('b')]));
  graph.set('d', new Task('d', null, [new Ref('c')]));
  expect(keysOf(removeAliases(graph, ['d']))).toBe('a d');
  expect(keysOf(removeAliases(graph, ['d', 'b']))).toBe('a b d');
});

test('collections are optimised together and stay what they are', async () => {
  let calls = 0;
  const one = delayed(() => ++calls)();
  const add = delayed((a: number, b: number) => a + b);
  const [x, y] = optimize(add(one, 1), add(one, 2));
  expect(await compute([x, y])).toEqual([2, 3]);
  expect(await compute([x, y], { optimize: false })).toEqual([3, 4]);
  expect(calls).toBe(2);
});

test('a task that is fused into a list of another, and gives a promise, is waited for', async () => {
  const read = { name: 'read', run: async (x: number) => x };
  const sum = {
    name: 'sum',
    run: (list: number[], { more }: { more: number }) => list.reduce((a, b) => a + b, more),
  };
  const graph: Graph = new Map();
  for (const at of [1, 2, 3]) graph.set(`read,${at}`, new Task(`read,${at}`, read, [at]));
  const args = [
    new Nested([new Ref('read,1'), 10, new Ref('read,2')]),
    new Nested({ more: new Ref('read,3') }),
  ];
  graph.set('sum', new Task('sum', sum, args));
  const fused = fuse(graph, ['sum'], { averageWidth: 5 });
  expect(fused.size).toBe(1);
  expect(await sync.run(fused, ['sum'], {})).toEqual([16]);
});
