/** Reductions whose parts are made one after the other by one task give what they give where all parts are tasks. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import * as strided from '../../src/index.js';
import { writeHdf5, writeNpySync, writeZarr } from '../../src/io/index.js';

const folder = mkdtempSync(join(tmpdir(), 'strided-folding-'));
afterAll(() => rmSync(folder, { recursive: true }));
const functions = strided as unknown as Record<string, (...args: unknown[]) => blocked.BlockedArray>;

/** As many blocks side by side as are folded on this machine. */
const side = Math.ceil(Math.sqrt(4 * availableParallelism()));
const days = 7;
// Blocks of 68 KB: they have memory of their own.
const edge = 92;

function weather(): strided.NDArray {
  const rng = strided.defaultRng(5);
  const x = rng.normal(0, 1, [days, side * edge, side * edge]);
  x.setAt([3, 5, ':'], Number.NaN);
  return x;
}

const x = weather();
const sources: Record<string, () => Promise<blocked.BlockedArray>> = {
  async npy() {
    const path = join(folder, 'x.npy');
    writeNpySync(path, x);
    return blocked.fromNpy(path, { chunks: [1, edge, edge] });
  },
  async hdf5() {
    const paths = Array.from({ length: days }, (_, day) => join(folder, `${day}.h5`));
    for (const [day, path] of paths.entries())
      await writeHdf5(path, { t: x.at(day) as strided.NDArray }, { chunks: [edge, edge] });
    return blocked.fromHdf5(paths, 't', { chunks: [1, edge, edge] });
  },
  async zarr() {
    const path = join(folder, 'x.zarr');
    await writeZarr(path, x, { chunks: [1, edge, edge] });
    return blocked.fromZarr(path, { chunks: [1, edge, edge] });
  },
};

/** How many tasks ran, and what came out. */
async function ran(y: blocked.BlockedArray, optimize: boolean) {
  let tasks = 0;
  const callbacks = [{ after: () => tasks++ }];
  const result = await y.compute({ scheduler: 'sync', optimize, callbacks: callbacks as never });
  return { tasks, result };
}

test.each([
  ['npy', ['mean', 'nanmean', 'sum', 'any', 'var']],
  ['hdf5', ['mean', 'max']],
  ['zarr', ['mean', 'nanmin']],
])('over days, from %s', async (name, operations) => {
  const cut = await sources[name]();
  for (const operation of operations) {
    const reduced = functions[operation](cut, { axis: 0 });
    const folded = await ran(reduced, true);
    const plain = await ran(reduced, false);
    expect(folded.tasks, operation).toBe(side ** 2);
    expect(plain.tasks, operation).toBeGreaterThan(folded.tasks);
    const same = strided.arrayEqual(folded.result, plain.result, { equalNan: true });
    expect(same, operation).toBe(true);
  }
});

test('what others need too, or somebody asked for, is not folded away', async () => {
  const cut = await sources.npy();
  const both = { mean: strided.mean(cut, { axis: 0 }), largest: strided.max(cut, { axis: 0 }) };
  let tasks = 0;
  const callbacks = [{ after: () => void tasks++ }];
  const options = { scheduler: 'sync', callbacks } as const;
  const { compute } = await import('../../src/graph/index.js');
  const [{ mean, largest }] = await compute([both], options);
  // Blocks are read once, for both.
  expect(tasks).toBeGreaterThan(days * side ** 2);
  expect(strided.arrayEqual(mean, (await ran(both.mean, false)).result, { equalNan: true })).toBe(true);
  expect(strided.arrayEqual(largest, (await ran(both.largest, false)).result, { equalNan: true })).toBe(true);
});

test('elementwise steps on the way are part of it', async () => {
  const cut = await sources.npy();
  const spread = strided.sum(strided.square(strided.subtract(cut, 1)), { axis: 0 });
  const folded = await ran(spread, true);
  expect(folded.tasks).toBe(side ** 2);
  const plain = await ran(spread, false);
  expect(strided.arrayEqual(folded.result, plain.result, { equalNan: true })).toBe(true);
});
