import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import {
  type Collection,
  collectionSymbol,
  delayed,
  type Graph,
  Ref,
  Task,
  type TaskEvent,
  visualize,
} from '../../src/graph/index.js';
import { drawn } from './drawn.js';

/** A collection over a graph of a test. */
function over(graph: Graph, ...keys: string[]): Collection {
  return {
    [collectionSymbol]: () => ({
      keys,
      addTo: (to) => {
        for (const [key, task] of graph) to.set(key, task);
      },
      finish: (results) => results,
      rebuild: () => over(graph, ...keys),
    }),
  };
}

const diamond = drawn(
  `
    a
   / \\
  b   c
   \\ /
    d
`,
  { b: 'a', c: 'a', d: 'b c' },
);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strided-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a picture', () => {
  test('as text is a tree, in which nothing is shown twice', async () => {
    expect(await visualize(over(diamond, 'd'), { format: 'text' })).toBe(
      ['d', '├─ b', '│  └─ a', '└─ c', '   └─ a', ''].join('\n'),
    );
    const twice = drawn('a b c d e', { b: 'a', c: 'b', d: 'b', e: 'c d' });
    expect(await visualize(over(twice, 'e'), { format: 'text', color: 'order' })).toBe(
      ['e  #4', '├─ c  #2', '│  └─ b  #1', '│     └─ a  #0', '└─ d  #3', '   └─ b  #1 ↑', ''].join('\n'),
    );
  });

  test('as DOT has a box for each call, an oval for each value, and an arrow for each need', async () => {
    const add = delayed((a: number, b: number) => a + b, { name: 'add "x"\\' });
    const dot = await visualize(add(delayed(7), 1).named('sum'), { format: 'dot', rankDirection: 'LR' });
    expect(dot).toContain('rankdir=LR');
    expect(dot).toContain('n0 [label="sum", tooltip="sum"');
    expect(dot).toMatch(/n1 \[label="7".*shape=ellipse/);
    expect(dot.match(/->/g)).toHaveLength(1);
    expect(dot).toContain('n1 -> n0');
    expect(await visualize(add(1, 2), { format: 'dot' })).toContain('label="add \\"x\\"\\\\"');
  });

  test('as SVG is drawn without any program, and as PNG in its colours', async () => {
    const svg = await visualize(over(diamond, 'd'));
    expectTypeOf(svg).toEqualTypeOf<string>();
    expect(svg).toContain('<svg');
    expect(svg.match(/class="node"/g)).toHaveLength(4);
    const png = await visualize(over(diamond, 'd'), { format: 'png', color: 'order' });
    expectTypeOf(png).toEqualTypeOf<Uint8Array>();
    const { width, height, data, channels } = decode(png);
    const colours = new Set<string>();
    for (let i = 0; i < data.length; i += channels) colours.add(data.slice(i, i + 3).join());
    // The lowest and the highest of viridis, and the ground.
    for (const colour of ['68,1,84', '253,231,37', '255,255,255']) expect(colours).toContain(colour);
    expect(width).toBeGreaterThan(100);
    expect(height).toBeGreaterThan(100);
  });

  test('of many tasks shows layers with their numbers', async () => {
    const load = delayed((i: number) => i, { name: 'load' });
    const total = delayed((xs: number[]) => xs.length, { name: 'total' });
    const many = total(Array.from({ length: 301 }, (_, i) => load(i)));
    expect(await many.visualize({ format: 'text' })).toBe('total\n└─ load × 301\n');
    const few = total([load(1), load(2)]);
    expect(await few.visualize({ format: 'text', collapse: true })).toBe('total\n└─ load × 2\n');
    expect((await many.visualize({ format: 'text', collapse: false })).split('\n')).toHaveLength(303);
    const blocks: Graph = new Map();
    for (const layer of ['x-1', 'y-2']) {
      for (let i = 0; i < 200; i++) {
        const needs = layer === 'y-2' ? [new Ref(`x-1,${i}`), new Ref('x-1,0')] : [];
        blocks.set(`${layer},${i}`, new Task(`${layer},${i}`, { name: 'f' }, needs));
      }
    }
    expect(await visualize(over(blocks, 'y-2,0'), { format: 'dot' })).toContain('label="y\\n200 tasks"');
    // Layers that need each other in turn.
    let x = load(0);
    for (let i = 0; i < 400; i++) x = i % 2 === 0 ? total([x]) : load(x);
    expect(await x.visualize({ format: 'text' })).toContain('load × 201');
  });

  test('can show how long tasks took, and what their results take', async () => {
    const event = (key: string, ended: number, bytes: number) =>
      ({ key, task: diamond.get(key)!, worker: 'main', started: 0, ended, bytes }) satisfies TaskEvent;
    const profile = [event('a', 12.345, 10), event('b', 1500, 2_000_000)];
    const x = over(diamond, 'd');
    expect(await visualize(x, { format: 'text', color: 'duration', profile })).toMatch(
      /b {2}1.5 s\n.*a {2}12.3 ms/,
    );
    expect(await visualize(x, { format: 'text', color: 'memory', profile })).toContain('b  2 MB');
    await expect(visualize(x, { color: 'memory' })).rejects.toThrow(/color is 'memory'; needs profile/);
  });

  test('can show what would run', async () => {
    const text = await visualize(over(drawn('a b c', { b: 'a', c: 'b' }), 'c'), {
      format: 'text',
      optimize: true,
    });
    expect(text).toBe('c\n');
  });

  test('is written whole, in the format its name says', async () => {
    for (const name of ['a.svg', 'a.PNG', 'a.gv', 'a.txt', 'a.dot']) {
      await visualize(over(diamond, 'd'), { path: join(folder, name) });
    }
    expect(readdirSync(folder).sort()).toEqual(['a.PNG', 'a.dot', 'a.gv', 'a.svg', 'a.txt']);
    expect(readFileSync(join(folder, 'a.gv'), 'utf8')).toMatch(/^digraph/);
    expect(readFileSync(join(folder, 'a.PNG')).subarray(1, 4).toString()).toBe('PNG');
    await expect(visualize(over(diamond, 'd'), { path: join(folder, 'no', 'a.svg') })).rejects.toThrow(
      /no such file/,
    );
  });

  test('is refused for cycles and options that are none', async () => {
    const circle = drawn('a b', { a: 'b', b: 'a' });
    await expect(visualize(over(circle, 'a'), { format: 'dot' })).rejects.toThrow(
      /visualize: the graph has a cycle/,
    );
    const x = over(diamond, 'd');
    await expect(visualize(x, { format: 'gif' as never })).rejects.toThrow(
      /format is 'gif'; needs one of svg, png/,
    );
    await expect(visualize(x, { rankDirection: 'UP' as never })).rejects.toThrow(/rankDirection is 'UP'/);
    await expect(visualize(x, { color: 'red' as never })).rejects.toThrow(/color is red/);
    await expect(visualize(5 as never)).rejects.toThrow(/collections is number/);
  });

  test('of nothing is empty', async () => {
    expect(await visualize({ format: 'dot' })).not.toContain('->');
    expect(decode(await visualize({ format: 'png' })).width).toBeGreaterThan(0);
  });
});
