/** Matrices written to files: right, whole or absent. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AbortError, FileError, MemoryError } from '../../src/core/errors.js';
import { NDArray } from '../../src/core/ndarray.js';
import { cdist, cdistToFile } from '../../src/distance/index.js';
import { readNpy } from '../../src/io/index.js';
import { numbers } from './arrays.js';
import { describeBackends } from './backends.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strided-'));
  path = join(folder, 'd.npy');
});
afterEach(() => rmSync(folder, { recursive: true }));

describeBackends('cdistToFile', () => {
  test.each(['float64', 'float32'] as const)(
    'holds the matrix of cdist, block by block (%s)',
    async (dtype) => {
      const x = numbers(dtype, 57, 9, 1);
      const y = numbers(dtype, 31, 9, 2);
      const seen: number[] = [];
      const memoryBudget = 2 * 5 * 31 * 8;
      const written = await cdistToFile(path, x, y, 'cityblock', {
        memoryBudget,
        onProgress: ({ done }) => seen.push(done),
      });
      const stored = await readNpy(path);
      expect(stored.dtype).toBe(dtype);
      expect(stored.shape).toEqual([57, 31]);
      expect([...(stored.data as Float64Array)]).toEqual([...cdist(x, y, 'cityblock').data]);
      expect(written).toEqual({
        path,
        shape: [57, 31],
        dtype,
        bytes: 128 + 57 * 31 * (dtype === 'float64' ? 8 : 4),
      });
      expect(seen[seen.length - 1]).toBe(57 * 31);
    },
  );
});

test('no rows make an empty matrix', async () => {
  await cdistToFile(path, numbers('float64', 0, 3, 1), numbers('float64', 4, 3, 1));
  expect((await readNpy(path)).shape).toEqual([0, 4]);
});

test('an abort leaves nothing, and an older file as it was', async () => {
  writeFileSync(path, 'older');
  const controller = new AbortController();
  const x = numbers('float64', 2000, 20, 1);
  const writing = cdistToFile(path, x, x, {
    memoryBudget: 2 * 8 * 2000 * 10,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(writing).rejects.toThrow(AbortError);
  expect(readdirSync(folder)).toEqual(['d.npy']);
});

test('an error half way leaves nothing', async () => {
  let calls = 0;
  const metric = () => {
    if (++calls > 500) throw new Error('a defect in the metric');
    return 1;
  };
  const x = numbers('float64', 100, 2, 1);
  const writing = cdistToFile(path, x, x, metric, { memoryBudget: 2 * 8 * 100 });
  await expect(writing).rejects.toThrow('a defect in the metric');
  expect(readdirSync(folder)).toEqual([]);
});

test('a disk that is too small is refused before anything is computed', async () => {
  const data = Float64Array.of();
  const rows = 2 ** 25;
  const x = new NDArray<'float64', readonly [number, number]>({
    data,
    dtype: 'float64',
    shape: [rows, 0],
    strides: [0, 8],
    base: data,
  });
  const writing = cdistToFile(path, x, x, { memoryBudget: 2 ** 30 });
  await expect(writing).rejects.toThrow(MemoryError);
  await expect(writing).rejects.toThrow(`${2 ** 53 + 128} bytes`);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that is not there', async () => {
  const writing = cdistToFile(
    join(folder, 'no', 'd.npy'),
    numbers('float64', 2, 2, 1),
    numbers('float64', 2, 2, 1),
  );
  await expect(writing).rejects.toThrow(FileError);
});
