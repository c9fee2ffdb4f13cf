import { expect, test } from 'vitest';
import {
  type Collection,
  collectionSymbol,
  compute,
  type Graph,
  Nested,
  Ref,
  Task,
} from '../../src/graph/index.js';

/** A collection of one task of a graph. */
function one<T>(graph: Graph, key: string): Collection<T> {
  return {
    [collectionSymbol]: () => ({
      keys: [key],
      addTo: (to) => {
        for (const [name, task] of graph) if (!to.has(name)) to.set(name, task);
      },
      finish: ([result]) => result as T,
      rebuild: (known) => one<T>(known, key),
    }),
  };
}

const add = { name: 'add', run: (a: number, b: number) => a + b };
const total = { name: 'total', run: (parts: { of: number[] }) => parts.of.reduce((a, b) => a + b, 0) };

test('tasks see the results they refer to, however deep, and shared ones run once', async () => {
  let calls = 0;
  const counted = { name: 'counted', run: () => ++calls };
  const graph: Graph = new Map();
  for (const task of [
    new Task('one', counted, []),
    new Task('two', add, [new Ref('one'), 1]),
    new Task('all', total, [new Nested({ of: [new Ref('one'), new Ref('two'), 10] })]),
    new Task('inlined', add, [new Task('inner', add, [new Ref('two'), 1]), 100]),
  ])
    graph.set(task.key, task);
  const results = await compute(
    [one<number>(graph, 'all'), { deep: [one<number>(graph, 'inlined'), 'x'] }, 7],
    { scheduler: 'sync' },
  );
  expect(results).toEqual([13, { deep: [103, 'x'] }, 7]);
  expect(calls).toBe(1);
});

test('an inlined task may be asynchronous, however deep in lists and objects it stands', async () => {
  const later = { name: 'later', run: async (x: number) => x + 1 };
  const inner = (x: number) => new Task('later', later, [x]);
  const graph: Graph = new Map([
    [
      'all',
      new Task('all', total, [new Nested({ of: [inner(1), new Task('sum', add, [inner(2), inner(3)])] })]),
    ],
  ]);
  expect(await compute([one<number>(graph, 'all')], { scheduler: 'sync' })).toEqual([9]);
});
