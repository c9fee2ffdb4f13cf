import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { GraphError } from '../../src/core/errors.js';
import {
  annotate,
  type Collection,
  collectionSymbol,
  compute,
  delayed,
  type Graph,
  nameOf,
  persist,
  Ref,
  setDefaults,
  Task,
} from '../../src/graph/index.js';

// Functions here count their calls, and those counts are in this thread.
setDefaults({ scheduler: 'sync' });

const add = delayed((a: number, b: number) => a + b, { name: 'add' });
const total = delayed((xs: readonly number[]) => xs.reduce((a, b) => a + b, 0), { name: 'total' });

function graphOf(x: Collection): Graph {
  const graph: Graph = new Map();
  x[collectionSymbol]().addTo(graph);
  return graph;
}

describe('delayed functions', () => {
  test('run when they are computed, and shared calls once', async () => {
    let calls = 0;
    const count = delayed((x: number) => {
      calls += 1;
      return x + 1;
    });
    const one = count(0);
    const three = add(one, add(one, 1));
    expect(calls).toBe(0);
    expect(await three.compute()).toBe(3);
    expect(calls).toBe(1);
  });

  test('take delayed values inside lists and objects, and functions that are delayed', async () => {
    const apply = delayed((f: (a: number, b: number) => number, x: { of: number[]; deep: { y: number } }) =>
      f(x.of[0] + x.of[1], x.deep.y),
    );
    const plus = (a: number, b: number) => a * b;
    expect(await apply(delayed(plus), { of: [add(1, 1), 2], deep: { y: add(2, 3) } }).compute()).toBe(20);
    expect(await total([1, add(1, 1), 3]).compute()).toBe(6);
    const same = [1, 2];
    const given = graphOf(delayed((x: unknown) => x)(same));
    expect([...given.values()][0].args[0]).toBe(same);
  });

  test('can be asynchronous, and fail with what they threw', async () => {
    const later = delayed(async (x: number) => x + 1);
    expect(await add(later(1), 1).compute()).toBe(3);
    const fail = delayed(() => {
      throw new RangeError('no');
    });
    await expect(add(fail() as never, 1).compute()).rejects.toThrow('no');
  });

  test('give tuples where the number of results is known', async () => {
    const divide = delayed((a: number, b: number) => [Math.floor(a / b), a % b] as const, { nout: 2 });
    const [quotient, remainder] = divide(17, 5);
    expect(await compute([quotient, remainder, add(quotient, remainder)])).toEqual([3, 2, 5]);
    expect(delayed(() => [], { nout: 0 })()).toEqual([]);
  });

  test('are one task for equal calls where they are pure', async () => {
    let calls = 0;
    const slow = delayed(
      (x: { a: number[] }) => {
        calls += 1;
        return x.a.length;
      },
      { pure: true, name: 'slow' },
    );
    const [a, b, c] = [slow({ a: [1, 2] }), slow({ a: [1, 2] }), slow({ a: [1] })];
    expect(a.key).toBe(b.key);
    expect(a.key).not.toBe(c.key);
    expect(await compute([a, b, c])).toEqual([2, 2, 1]);
    expect(calls).toBe(2);
    expect(add(1, 2).key).not.toBe(add(1, 2).key);
    expect(nameOf(a.key)).toBe('slow');
  });

  test('can have names with commas, or none', () => {
    expect(nameOf(delayed(() => 1, { name: 'a,b' })().key)).toBe('a_b');
    expect(nameOf(delayed(() => 1)().key)).toBe('task');
  });

  test('refuse options that are none, and arguments without end', () => {
    expect(() => delayed(() => [1], { nout: -1 })).toThrow(/delayed: nout is -1; needs an integer/);
    expect(() => delayed(() => 1, { name: 1 as never })).toThrow(/name is 1/);
    expect(() => delayed(() => 1, { retries: -1 })).toThrow(/retries is -1/);
    const circle: unknown[] = [];
    circle.push(circle, circle);
    expect(() => delayed((x: unknown) => x)(circle)).toThrow(/contains itself/);
  });
});

describe('delayed values', () => {
  test('have the attributes, items and methods of the value to come', async () => {
    const made = delayed(() => ({ list: [3, 1, 2], greet: (name: string) => `hello ${name}`, n: 2 }))();
    expect(
      await compute([
        made.n,
        made.list[0],
        made.list.length,
        made.list.slice(1),
        made.greet('you'),
        made.list.at(add(0, 1)),
        delayed('abc').toUpperCase(),
      ]),
    ).toEqual([2, 3, 3, [1, 2], 'hello you', 1, 'ABC']);
    expect(made.n.key).toBe(made.n.key);
    expect(graphOf(made.list.slice(1)).size).toBe(3);
    const timesTwo = delayed(() => (x: number) => x * 2)();
    expect(await timesTwo(4).compute()).toBe(8);
  });

  test('are never computed by being looked at', async () => {
    let calls = 0;
    const d = delayed(() => ++calls)();
    expect(await d).toBe(d);
    expect(await (async () => d)()).toBe(d);
    expect(`${d}`).toBe(`Delayed('${d.key}')`);
    expect(inspect(d)).toBe(`Delayed('${d.key}')`);
    expect(JSON.stringify({ d })).toBe('{}');
    expect('anything' in d).toBe(false);
    expect(calls).toBe(0);
  });

  test('refuse what needs the value', () => {
    const d = delayed(() => 1)() as unknown as { x: number } & number[];
    expect(() => Number(d)).toThrow(GraphError);
    expect(() => [...d]).toThrow(/nout/);
    expect(() => {
      d.x = 1;
    }).toThrow(/cannot be set/);
  });

  test('are made of plain values, and of lists with delayed values', async () => {
    expect(await delayed(5).compute()).toBe(5);
    expect(await delayed([add(1, 2), 4]).compute()).toEqual([3, 4]);
    expect(await delayed(null).compute()).toBe(null);
    const d = add(1, 1);
    expect(delayed(d)).toBe(d);
    expect(delayed([1], { pure: true }).key).toBe(delayed([1], { pure: true }).key);
  });

  test('can be given a key, which must be theirs alone', async () => {
    const named = add(1, 2).named('three');
    expect(named.key).toBe('three');
    expect(await add(named, named).compute()).toBe(6);
    const kept = await named.persist();
    expect(await compute([kept, named])).toEqual([3, 3]);
    const other = total([1]).named('three');
    await expect(compute([named, other])).rejects.toThrow(/two tasks are called 'three'/);
  });

  test('stay delayed when they are persisted', async () => {
    let calls = 0;
    const d = delayed(() => ++calls)();
    const [kept, five] = await persist([d, 5]);
    expect([await kept.compute(), await add(kept, 1).compute(), five]).toEqual([1, 2, 5]);
    expect(calls).toBe(1);
    expect(kept.key).toBe(d.key);
  });
});

test('other collections are finished before they are arguments', async () => {
  const blocks = (optimized: boolean): Collection<number[]> => ({
    [collectionSymbol]: () => ({
      keys: ['b,0', 'b,1'],
      addTo: (graph) => {
        for (const i of [0, 1]) graph.set(`b,${i}`, new Task(`b,${i}`, { name: 'b', run: () => i + 1 }, []));
      },
      finish: (results) => results as number[],
      rebuild: () => blocks(optimized),
      ...(optimized && { optimize: (graph: Graph) => new Map([...graph, ['extra', graph.get('b,0')!]]) }),
    }),
  });
  expect(await total(blocks(false)).compute()).toBe(3);
  const graph = graphOf(total(blocks(true)));
  expect(graph.has('extra')).toBe(true);
  expect(await delayed(blocks(true)).compute()).toEqual([1, 2]);
});

test('annotations are those of the function, of the scope, and of scopes around it', () => {
  const plain = delayed(() => 1);
  const retried = delayed(() => 1, { retries: 3, priority: 1 });
  const [a, b, c, d] = annotate({ retries: 1, resources: { gpu: 1 } }, () => [
    plain(),
    annotate({ priority: 5 }, () => plain()),
    retried(),
    plain().toFixed(1),
  ]);
  const annotationsOf = (x: Collection & { key: string }) => graphOf(x).get(x.key)!.annotations;
  expect(annotationsOf(a)).toEqual({ retries: 1, resources: { gpu: 1 } });
  expect(annotationsOf(b)).toEqual({ retries: 1, resources: { gpu: 1 }, priority: 5 });
  expect(annotationsOf(c)).toEqual({ retries: 3, resources: { gpu: 1 }, priority: 1 });
  expect(annotationsOf(d)?.retries).toBe(1);
  expect(annotationsOf(plain())).toBeUndefined();
  expect(() => annotate({ resources: { gpu: 0 } }, () => 1)).toThrow(/resources.gpu is 0/);
  expect(() => annotate({ priority: Number.NaN }, () => 1)).toThrow(/priority is NaN/);
});

test('a chain of 100000 calls is built and computed without recursion', async () => {
  let d = delayed(0);
  const next = delayed((x: number) => x + 1);
  for (let i = 0; i < 100_000; i++) d = next(d);
  const graph = graphOf(d);
  expect(graph.size).toBe(100_001);
  expect(await d.compute()).toBe(100_000);
});

test('a task lists each need once', () => {
  const x = add(1, 2);
  const task = graphOf(add(x, x)).values().next().value!;
  expect(task.needs).toEqual([x.key]);
  expect(task.args).toEqual([new Ref(x.key), new Ref(x.key)]);
});
