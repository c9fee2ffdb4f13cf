import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Graph, order, Task } from '../../src/graph/index.js';
import { indexGraph } from '../../src/graph/order/indexed.js';
import { pressureOf } from '../../src/graph/order/pressure.js';
import { drawn, randomGraph } from './drawn.js';

/** The keys, first to last. */
function sequence(graph: Graph, keys: string[] = []): string[] {
  const places = order(graph, keys);
  return [...places.keys()].sort((a, b) => places.get(a)! - places.get(b)!);
}

function pressure(graph: Graph): { peak: number; mean: number } {
  const places = order(graph);
  const nodes = new Int32Array(graph.size);
  [...graph.keys()].forEach((key, node) => {
    nodes[places.get(key)!] = node;
  });
  return pressureOf(indexGraph('order', graph), nodes);
}

describe('the order', () => {
  test('finishes one branch before the next', () => {
    const graph = drawn(
      `
      a1  a2  a3
      |   |   |
      b1  b2  b3
       \\  |  /
          c
    `,
      { b1: 'a1', b2: 'a2', b3: 'a3', c: 'b1 b2 b3' },
    );
    const keys = sequence(graph).join(' ');
    for (const i of [1, 2, 3]) expect(keys).toContain(`a${i} b${i}`);
  });

  test('goes for the deep branch before the shallow one', () => {
    const graph = drawn(
      `
      s    d1 d2
       \\    \\ /
        \\    d3  d4
         \\    \\ /
          \\   d5
           \\ /
            e
    `,
      { d3: 'd1 d2', d5: 'd3 d4', e: 's d5' },
    );
    expect(sequence(graph).slice(-2)).toEqual(['s', 'e']);
    expect(sequence(graph).indexOf('d4')).toBe(3);
  });

  test('lets go of a shared result as soon as its users can run', () => {
    const graph = drawn(
      `
        a       b
       / \\     / \\
      c   d   e   f
       \\ /     \\ /
        g       h
    `,
      { c: 'a', d: 'a', e: 'b', f: 'b', g: 'c d', h: 'e f' },
    );
    const keys = sequence(graph);
    expect(new Set(keys.slice(0, 4))).toEqual(new Set(['a', 'c', 'd', 'g']));
  });

  test('walks along pairs, two at a time', () => {
    const graph = drawn(
      `
      a1  a2  a3  a4
       \\ / \\ / \\ /
        b1  b2  b3
    `,
      { b1: 'a1 a2', b2: 'a2 a3', b3: 'a3 a4' },
    );
    expect(sequence(graph)).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4', 'b3']);
  });

  test('runs what frees a result at once, though nobody waits for it', () => {
    const graph = drawn(
      `
      a
      |
      b   c
      |\\ /
      x d
    `,
      { b: 'a', x: 'b', d: 'b c' },
    );
    expect(pressure(graph).peak).toBe(2);
    expect(sequence(graph).slice(0, 2)).toEqual(['a', 'b']);
  });

  test('goes for what is wanted first, first', () => {
    const graph = drawn('a b c', { a: '', b: '', c: '' });
    expect(sequence(graph, ['c', 'b'])).toEqual(['c', 'b', 'a']);
  });

  test('of nothing is nothing', () => {
    expect(order(new Map(), []).size).toBe(0);
  });

  test('names the cycle where there is one', () => {
    const graph = drawn('a b c d', { a: 'd', b: 'c', c: 'a b', d: 'c' });
    graph.set('e', new Task('e', null, [], ['b']));
    expect(() => order(graph)).toThrow(/the graph has a cycle: '\w'( needs '\w'){1,3}$/);
    expect(() => order(new Map([['x', new Task('x', null, [], ['x'])]]))).toThrow("'x' needs 'x'");
  });

  test('has every task once, after all that it needs', () => {
    fc.assert(
      fc.property(randomGraph, ({ graph }) => {
        const places = order(graph);
        expect([...places.values()].sort((a, b) => a - b)).toEqual([...graph.keys()].map((_, i) => i));
        for (const [key, task] of graph) {
          for (const need of task.needs) expect(places.get(need)!).toBeLessThan(places.get(key)!);
        }
      }),
    );
  });

  test('of long chains and wide fans takes no recursion and about linear time', () => {
    const graph: Graph = new Map();
    const n = 30_000;
    for (let i = 0; i < n; i++) graph.set(`c${i}`, new Task(`c${i}`, null, [], i === 0 ? [] : [`c${i - 1}`]));
    for (let i = 0; i < n; i++) graph.set(`f${i}`, new Task(`f${i}`, null, [], []));
    graph.set(
      'all',
      new Task(
        'all',
        null,
        [],
        [...graph.keys()].filter((key) => key[0] === 'f'),
      ),
    );
    for (let i = 0; i < n; i++) graph.set(`o${i}`, new Task(`o${i}`, null, [], ['all']));
    expect(order(graph).size).toBe(3 * n + 1);
  });
});

/** @see test/conformance/generate/graph_order.py */
interface Case {
  readonly name: string;
  readonly needs: number[][];
  readonly peak: number;
  readonly mean: number;
}
const fixture = new URL('../conformance/fixtures/graph/order.json', import.meta.url);
const cases: Case[] = JSON.parse(readFileSync(fixture, 'utf8'));

test.each(cases)('no more results are alive than in the order of Dask: $name', ({ needs, peak }) => {
  const graph: Graph = new Map();
  needs.forEach((of, i) => {
    graph.set(`${i}`, new Task(`${i}`, null, [], of.map(String)));
  });
  expect(pressure(graph).peak).toBeLessThanOrEqual(peak);
});
