/** Graphs for tests: drawn ones, whose tasks say who they are, and random ones, whose tasks reckon. */
import fc from 'fast-check';
import { type Graph, Nested, Ref, Task } from '../../src/graph/index.js';

/** The tasks of a drawing, left to right and down, each with what it needs. The drawing says it once more, for people. */
export function drawn(drawing: string, needs: Record<string, string>): Graph {
  const graph: Graph = new Map();
  for (const [key] of drawing.matchAll(/[a-z]\d*/g)) {
    const of = (needs[key] ?? '').split(' ').filter((need) => need !== '');
    const run = (...values: string[]) => `${key}(${values.join()})`;
    graph.set(
      key,
      new Task(
        key,
        { name: key, run },
        of.map((need) => new Ref(need)),
      ),
    );
  }
  return graph;
}

const sum = (xs: readonly number[]) => xs.reduce((a, b) => (a * 31 + b) % 1_000_003, 7);
const callables = [
  { name: 'spread', run: (...xs: number[]) => sum(xs) },
  { name: 'cheap', run: (...xs: number[]) => sum(xs) + 1 },
  { name: 'later', run: async (...xs: number[]) => sum(xs) + 2 },
];
const nested = { name: 'nested', run: (x: { xs: number[] }) => sum(x.xs) };

/** Up to 40 tasks: calls with direct and nested needs, values, and other names of tasks; and some that are asked for. */
export const randomGraph = fc
  .array(
    fc.record({ kind: fc.nat(6), needs: fc.array(fc.nat(1000), { maxLength: 4 }), asked: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) => {
    const graph: Graph = new Map();
    const keys: string[] = [];
    rows.forEach(({ kind, needs, asked }, i) => {
      const key = `t${i}`;
      const refs = i === 0 ? [] : needs.map((need) => new Ref(`t${need % i}`));
      if (asked) keys.push(key);
      if (kind === 0) graph.set(key, new Task(key, null, [i]));
      else if (kind === 1 && refs.length > 0) graph.set(key, new Task(key, null, [refs[0]]));
      else if (kind === 2) graph.set(key, new Task(key, nested, [new Nested({ xs: [...refs, i] })]));
      else if (kind === 3)
        graph.set(key, new Task(key, callables[0], [...refs, i], undefined, { retries: 1 }));
      else graph.set(key, new Task(key, callables[kind % 3], [...refs, i]));
    });
    return { graph, keys: keys.length > 0 ? keys : [`t${rows.length - 1}`] };
  });
