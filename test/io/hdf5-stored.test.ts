/** Datasets that are read without the HDF5 library, in files of the versions of the format that h5py writes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { StridedError } from '../../src/core/errors.js';
import type { NDArray } from '../../src/core/ndarray.js';
import { hdf5Library } from '../../src/io/hdf5-library.js';
import { lookup3 } from '../../src/io/hdf5-stored/lookup3.js';
import { StoredDataset } from '../../src/io/hdf5-stored/stored-dataset.js';
import { openHdf5, writeHdf5 } from '../../src/io/index.js';
import { arange } from '../../src/ops/index.js';
import { arrayOf, type Described, described } from './fixtures.js';

const versions = ['earliest', 'v108', 'latest'] as const;
const fixture = (name: string) =>
  fileURLToPath(new URL(`../conformance/fixtures/io/hdf5-${name}`, import.meta.url));
const pathOf = (version: string) => fixture(`${version}.h5`);
const expected: Record<string, Described> = JSON.parse(readFileSync(fixture('layouts.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'strided-hdf5-stored-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the library has to read in each version of the format. */
const always = ['holes', 'unwritten', 'compact', 'linked', 'empty'];
const left: Record<(typeof versions)[number], readonly string[]> = {
  earliest: always,
  v108: always,
  latest: [...always, 'grows/first', 'grows/last', 'grows/two'],
};

/** Calls of readInto during `work`, and what they said. */
async function readingsOf(work: () => Promise<unknown>): Promise<boolean[]> {
  const readings: boolean[] = [];
  const { readInto } = StoredDataset.prototype;
  StoredDataset.prototype.readInto = function (...args) {
    const done = readInto.apply(this, args);
    readings.push(done);
    return done;
  };
  try {
    await work();
  } finally {
    StoredDataset.prototype.readInto = readInto;
  }
  return readings;
}

describe.each(versions)('libver %s', (version) => {
  test.each(Object.keys(expected))('%s', async (name) => {
    using file = await openHdf5(pathOf(version));
    let whole: NDArray | undefined;
    const readings = await readingsOf(async () => {
      whole = await file.dataset(name).read();
    });
    expect(described(whole!)).toEqual(expected[name]);
    expect(readings.includes(true)).toBe(!left[version].includes(name));
  });

  test('any slices are those of the array', async () => {
    using file = await openHdf5(pathOf(version));
    const names = Object.keys(expected).filter((name) => !name.startsWith('many'));
    const end = fc.option(fc.integer({ min: -10, max: 10 }));
    const step = fc.integer({ min: -4, max: 4 }).filter((one) => one !== 0);
    const slice = fc.record({ start: end, stop: end, step });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.array(slice, { maxLength: 3 }), async (name, slices) => {
        const whole = arrayOf(expected[name]);
        const indices = slices.slice(0, whole.ndim);
        expect(described(await file.dataset(name).read(...indices))).toEqual(described(whole.at(...indices)));
      }),
      { numRuns: 100 },
    );
  });

  test('damaged anywhere, they give what was there or errors of ours', async () => {
    const bytes = readFileSync(pathOf(version));
    const path = join(folder, 'damaged.h5');
    const names = ['filters/all', 'filters/none', 'grows/bounded', 'contiguous/<float64', 'many-deflated'];
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(bytes.length - 1), fc.constant(bytes.length)),
        fc.array(change, { minLength: 1, maxLength: 40 }),
        async (length, changes) => {
          const damaged = Uint8Array.from(bytes.subarray(0, length));
          for (const { at, to } of changes) if (at < length) damaged[at] = to;
          writeFileSync(path, damaged);
          try {
            using file = await openHdf5(path);
            for (const name of names) await file.dataset(name).read();
          } catch (error) {
            if (!(error instanceof StridedError)) throw error;
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

test('what a checksum guards is never given out changed', async () => {
  const bytes = readFileSync(pathOf('latest'));
  const path = join(folder, 'checked.h5');
  const name = 'filters/fletcher';
  const { data } = arrayOf(expected[name]).at(0, 4, ':3').copy();
  const row = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  // It is in other datasets as well.
  for (let at = bytes.indexOf(row); at >= 0; at = bytes.indexOf(row, at + 1)) bytes[at + 1] ^= 1;
  writeFileSync(path, bytes);
  using file = await openHdf5(path);
  await expect(file.dataset(name).read()).rejects.toThrow(/checksum|Fletcher/i);
  expect(described(await file.dataset(name).read('3:'))).toEqual(described(arrayOf(expected[name]).at('3:')));
});

test('a file cut short in the middle of its elements is refused', async () => {
  const bytes = readFileSync(pathOf('earliest'));
  const path = join(folder, 'short.h5');
  writeFileSync(path, bytes.subarray(0, bytes.length - 5000));
  await expect(openHdf5(path)).rejects.toThrow(StridedError);
});

test('a link into another file is followed, not what lies at the same place in this one', async () => {
  const [here, there] = ['here.h5', 'there.h5'].map((name) => join(folder, name));
  await writeHdf5(here, { 'group/x': arange(6) });
  await writeHdf5(there, { 'group/x': arange(6).multiply(10) });
  const { module } = await hdf5Library('test');
  const writing = module as unknown as {
    open(path: string, mode: number, ...rest: unknown[]): bigint;
    create_external_link(file: bigint, other: string, target: string, name: string): number;
  };
  const id = writing.open(here, 1, false, -1, -1);
  writing.create_external_link(id, there, '/group', 'other');
  module.close_file(id);
  using file = await openHdf5(here);
  expect((await file.dataset('group/x').read()).toArray()).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await file.dataset('other/x').read()).toArray()).toEqual([0, 10, 20, 30, 40, 50]);
});

test('lookup3 gives the sums of its author', () => {
  const text = new TextEncoder().encode('Four score and seven years ago');
  expect(lookup3(new Uint8Array(0))).toBe(0xdeadbeef);
  expect(lookup3(text)).toBe(0x17770551);
});
