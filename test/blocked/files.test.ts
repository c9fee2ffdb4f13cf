import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import * as blocked from '../../src/blocked/index.js';
import { ArgumentError, DTypeError, FileError, ShapeError } from '../../src/core/errors.js';
import { setDefaults } from '../../src/graph/index.js';
import { arange, type NDArray, zeros } from '../../src/index.js';
import {
  openHdf5,
  openZarr,
  readNpy,
  readNpySync,
  writeHdf5,
  writeNpySync,
  writeZarr,
} from '../../src/io/index.js';
import { cutArrays, expectSame } from './arrays.js';

// Tasks of TypeScript sources; the schedulers have tests of their own.
const before = setDefaults({ scheduler: process.env.STRIDED_SCHEDULER ?? 'sync' });
const folder = mkdtempSync(join(tmpdir(), 'strided-blocked-'));
afterAll(() => {
  setDefaults(before);
  rmSync(folder, { recursive: true });
});
const place = (name: string) => join(folder, name);

const x = arange(24 * 18 * 5).reshape(24, 18, 5);
const end = fc.option(fc.integer({ min: -26, max: 26 }));
const step = fc.integer({ min: -7, max: 7 }).filter((one) => one !== 0);
const index = fc.oneof(fc.record({ start: end, stop: end, step }), fc.integer({ min: -5, max: 4 }));

describe('from files', () => {
  const ways: Record<string, (chunks: number) => Promise<blocked.BlockedArray>> = {
    fromNpy: async (chunks) => {
      writeNpySync(place('x.npy'), x);
      return blocked.fromNpy(place('x.npy'), { chunks });
    },
    'fromNpy in Fortran order': async (chunks) => {
      writeNpySync(place('f.npy'), x.T.copy().T as NDArray);
      return blocked.fromNpy(place('f.npy'), { chunks });
    },
    fromHdf5: async (chunks) => {
      await writeHdf5(place('x.h5'), { x }, { chunks: [5, 4, 5], compression: 1 });
      return blocked.fromHdf5(place('x.h5'), 'x', { chunks });
    },
    fromZarr: async (chunks) => {
      await writeZarr(place('x.zarr'), x, { chunks: [5, 4, 5] });
      return blocked.fromZarr(place('x.zarr'), { chunks });
    },
    'fromHdf5, of several': async (chunks) => {
      const paths = Array.from({ length: 24 }, (_, day) => place(`${day}.h5`));
      for (const [day, path] of paths.entries()) await writeHdf5(path, { x: x.at(day) as NDArray });
      return blocked.fromHdf5(paths, 'x', { chunks });
    },
    'fromZarr, of several': async (chunks) => {
      const paths = Array.from({ length: 24 }, (_, day) => place(`${day}.zarr`));
      for (const [day, path] of paths.entries()) await writeZarr(path, x.at(day) as NDArray);
      return blocked.fromZarr(paths, { chunks });
    },
  };

  test.each(Object.keys(ways))('%s', async (way) => {
    const lazy = await ways[way](7);
    await expectSame(lazy, x as never);
    await fc.assert(
      fc.asyncProperty(fc.array(index, { maxLength: 3 }), async (indices) => {
        await expectSame(lazy.at(...indices), x.at(...indices) as never);
      }),
      { numRuns: 15 },
    );
  });

  test('blocks keep to the chunks of the file', async () => {
    await writeHdf5(place('c.h5'), { x }, { chunks: [5, 4, 5] });
    const lazy = await blocked.fromHdf5(place('c.h5'), 'x', { chunks: '2kB' });
    expect(lazy.chunks).toEqual([[5, 5, 5, 5, 4], [8, 8, 2], [5]]);
    expect((await blocked.fromHdf5(place('c.h5'), 'x')).numblocks).toEqual([1, 1, 1]);
  });

  test('a file that was replaced is another array', async () => {
    const path = place('replaced.npy');
    writeNpySync(path, arange(3));
    const first = blocked.fromNpy(path);
    await first.compute();
    await new Promise((resolve) => setTimeout(resolve, 5));
    writeNpySync(path, arange(3, 6) as NDArray);
    expect((await blocked.fromNpy(path).compute()).toArray()).toEqual([3, 4, 5]);
  });

  test('what is not there or does not fit together is refused', async () => {
    expect(() => blocked.fromNpy(place('none.npy'))).toThrow(FileError);
    expect(() => blocked.fromNpy(3 as never)).toThrow(ArgumentError);
    await expect(blocked.fromHdf5(place('none.h5'), 'x')).rejects.toThrow(FileError);
    await writeHdf5(place('a.h5'), { x: arange(3) });
    await writeHdf5(place('b.h5'), { x: arange(4) });
    await expect(blocked.fromHdf5([place('a.h5'), place('b.h5')], 'x')).rejects.toThrow(ShapeError);
    await expect(blocked.fromHdf5([], 'x')).rejects.toThrow(/empty list/);
    await expect(blocked.fromHdf5(place('a.h5'), 'y')).rejects.toThrow(/'x'/);
    await expect(blocked.fromZarr(place('a.h5'))).rejects.toThrow(FileError);
  });
});

describe('into files', () => {
  test('npy, Zarr and HDF5 hold what the array was', async () => {
    await fc.assert(
      fc.asyncProperty(cutArrays(), async ({ x: whole, blocked: lazy }) => {
        await blocked.toNpy(place('y.npy'), lazy);
        expect(readNpySync(place('y.npy')).toArray()).toEqual(whole.toArray());
        await blocked.toZarr(place('y.zarr'), lazy, { attributes: { a: 1 } });
        const stored = await openZarr(place('y.zarr'));
        expect((await stored.read()).toArray()).toEqual(whole.toArray());
        expect(stored.attributes).toEqual({ a: 1 });
        await blocked.toHdf5(place('y.h5'), { a: lazy, 'b/c': lazy.at('::-1') });
        using file = await openHdf5(place('y.h5'));
        expect((await file.dataset('b/c').read()).toArray()).toEqual(whole.at('::-1').toArray());
      }),
      { numRuns: 15 },
    );
  });

  test('store, into an array and into what takes blocks', async () => {
    const lazy = blocked.fromArray(x, { chunks: 7 });
    const target = zeros([24, 18, 5]);
    await blocked.store(lazy, target);
    expect(target.toArray()).toEqual(x.toArray());
    const seen: number[][] = [];
    await blocked.store(lazy, { write: (block, start) => void seen.push([...start, block.size]) });
    expect(seen).toHaveLength(12);
    await expect(blocked.store(lazy, zeros([3]) as never)).rejects.toThrow(ArgumentError);
    await expect(blocked.store(lazy, {} as never)).rejects.toThrow(/target is object/);
  });

  test('what fails leaves the old file and nothing else', async () => {
    const path = place('kept');
    writeFileSync(path, 'old');
    const before = readdirSync(folder).sort();
    const failing = blocked.fromFunction(
      () => {
        throw new Error('no');
      },
      [4],
      { chunks: 2 },
    );
    await expect(blocked.toNpy(path, failing as never)).rejects.toThrow();
    await expect(blocked.toHdf5(path, { x: failing as never })).rejects.toThrow();
    await expect(blocked.toZarr(path, failing as never)).rejects.toThrow(FileError);
    await expect(blocked.toHdf5(path, { x: blocked.zeros(3, { dtype: 'bool' }) })).rejects.toThrow(
      DTypeError,
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  test('from one file into another', async () => {
    writeNpySync(place('from.npy'), x);
    await blocked.toNpy(place('to.npy'), blocked.fromNpy(place('from.npy'), { chunks: [24, 3, -1] }));
    expect((await readNpy(place('to.npy'))).toArray()).toEqual(x.toArray());
  });
});

describe('stacks of npy files', () => {
  test('hold what the array was, one file for each chunk of the axis', async () => {
    await fc.assert(
      fc.asyncProperty(cutArrays(), fc.nat(2), async ({ x: whole, blocked: lazy, chunks }, one) => {
        const axis = one % whole.ndim;
        await blocked.toNpyStack(place('stack'), lazy, { axis: axis - whole.ndim });
        expect(readdirSync(place('stack'))).toHaveLength(chunks[axis].length + 1);
        const read = blocked.fromNpyStack(place('stack'));
        expect(read.chunks).toEqual(chunks.map((own, at) => (at === axis ? own : [whole.shape[at]])));
        await expectSame(read, whole);
        await expectSame(
          blocked.fromNpyStack(place('stack'), { chunks: 2 }).at('::-2'),
          whole.at('::-2') as never,
        );
      }),
      { numRuns: 15 },
    );
  });

  test('a stack of Dask is read, its axis from its info', async () => {
    const stack = blocked.fromNpyStack('test/conformance/fixtures/io/dask-stack');
    expect(stack.chunks).toEqual([[2], [3, 3]]);
    await expectSame(stack, arange(12).reshape(2, 6) as never);
  });

  test('where there is no info, the lengths or the caller tell the axis', async () => {
    await blocked.toNpyStack(place('bare'), blocked.ones([2, 5], { chunks: 2 }), { axis: 1 });
    rmSync(join(place('bare'), 'info'));
    expect(blocked.fromNpyStack(place('bare')).chunks).toEqual([[2], [2, 2, 1]]);
    rmSync(join(place('bare'), '2.npy'));
    expect(() => blocked.fromNpyStack(place('bare'))).toThrow(/needs axis/);
    expect(blocked.fromNpyStack(place('bare'), { axis: -1 }).shape).toEqual([2, 4]);
  });

  test('what does not fit together is refused, and other folders are left alone', async () => {
    await blocked.toNpyStack(place('odd'), blocked.ones([4, 2], { chunks: 2 }));
    writeNpySync(join(place('odd'), '1.npy'), zeros([2, 3]));
    expect(() => blocked.fromNpyStack(place('odd'))).toThrow(ShapeError);
    rmSync(join(place('odd'), '0.npy'));
    expect(() => blocked.fromNpyStack(place('odd'))).toThrow(/has no 0.npy/);
    expect(() => blocked.fromNpyStack(place('nowhere'))).toThrow(FileError);
    await expect(blocked.toNpyStack(folder, blocked.ones([2]))).rejects.toThrow(FileError);
    await expect(blocked.toNpyStack(place('scalar'), blocked.ones([]))).rejects.toThrow(ShapeError);
  });
});
