/** Reading and writing as untyped code would call them, and arrays disposed of while they are written. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ArgumentError, asarray, ones } from '../../src/index.js';
import * as io from '../../src/io/index.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Untyped = (...args: unknown[]) => unknown;
const call = io as unknown as Record<string, Untyped>;
const x = ones([2, 2]);

describe('arguments that are none', () => {
  test.each<[string, unknown[], string]>([
    ['formatNpy', [undefined], 'x is undefined; needs an NDArray'],
    ['formatNpy', [[1, 2]], 'x is a Array; needs an NDArray'],
    ['formatCsv', [null], 'x is null; needs an NDArray'],
    ['formatNpz', [undefined], 'arrays is undefined; needs arrays by name, or a list'],
    ['formatNpz', [{ a: [1] }], "arrays has no array under 'a'"],
    ['parseNpy', [new ArrayBuffer(8)], 'bytes is a ArrayBuffer; needs a Uint8Array'],
    ['parseNpz', [undefined], 'bytes is undefined; needs a Uint8Array'],
    ['parseCsv', [5], 'text is number; needs a string or a Uint8Array'],
    ['writeNpySync', [undefined, x], 'path is undefined; needs the name of a file'],
    ['writeNpySync', [x, 'x.npy'], 'x is string; needs an NDArray'],
    ['writeNpySync', [new URL('file:///x.npy'), x], 'path is a URL; needs the name of a file'],
    ['writeCsvSync', [x, 'x.csv'], 'x is string; needs an NDArray'],
    ['writeNpzSync', [5, { x }], 'path is number; needs the name of a file'],
    ['writeNpy', [5, x], 'path is number; needs the name of a file'],
    ['writeNpy', ['x.npy', [1]], 'x is a Array; needs an NDArray'],
    ['writeCsv', ['x.csv', undefined], 'x is undefined; needs an NDArray'],
    ['writeNpz', ['x.npz', null], 'arrays is null; needs arrays by name, or a list'],
  ])('%s(%j)', async (name, args, message) => {
    const running = (async () => call[name](...args))();
    await expect(running).rejects.toThrow(ArgumentError);
    await expect(running).rejects.toThrow(`${name}: ${message}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a name with a zero byte cannot name another file', async () => {
    for (const path of ['a\0b.npy', `${folder}/a.npy\0`]) {
      expect(() => io.writeNpySync(path, x)).toThrow(/cannot write it/);
      expect(() => io.readNpySync(path)).toThrow(/cannot read it/);
      expect(() => io.readNpySync(path, { mmap: true })).toThrow(/cannot read it/);
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('an array disposed of while it is written is written as it was', async () => {
  const values = Float64Array.from({ length: 300_000 }, (_, i) => i);
  const make = () => asarray(values).reshape([3000, 100]).copy();
  const path = (name: string) => join(folder, name);
  const writers: [string, (array: typeof x) => Promise<void>, () => Promise<unknown>][] = [
    ['npy', (a) => io.writeNpy(path('d.npy'), a), async () => (await io.readNpy(path('d.npy'))).sum().item()],
    [
      'npz',
      (a) => io.writeNpz(path('d.npz'), { a }),
      async () => (await io.readNpz(path('d.npz'))).get('a').sum().item(),
    ],
    [
      'csv',
      (a) => io.writeCsv(path('d.csv'), a),
      async () =>
        (await io.readCsv(path('d.csv')))
          .toArray()
          .flat()
          .reduce((sum, n) => (sum as number) + (n as number), 0),
    ],
  ];
  for (const [name, write, sum] of writers) {
    const array = make();
    const writing = write(array as never);
    array.dispose();
    const next = ones([3000, 100]);
    await writing;
    expect([name, await sum(), next.at(0, 0).item()]).toEqual([name, (299_999 * 300_000) / 2, 1]);
  }
});
