import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DTypeError, FileError, IndexError, StridedError } from '../../src/core/errors.js';
import { openHdf5, writeHdf5 } from '../../src/io/index.js';
import { arange } from '../../src/ops/index.js';
import { arrayOf, counted, type Described, described } from './fixtures.js';

const fixture = fileURLToPath(new URL('../conformance/fixtures/io/hdf5.h5', import.meta.url));
const expected: Record<string, Described> = JSON.parse(readFileSync(fixture.replace('.h5', '.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'strided-hdf5-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that h5py wrote', () => {
  test.each(Object.keys(expected))('%s', async (name) => {
    using file = await openHdf5(fixture);
    const dataset = file.dataset(name);
    expect(described(await dataset.read())).toEqual(expected[name]);
    expect(dataset).toMatchObject({ dtype: expected[name].dtype, shape: expected[name].shape });
  });

  test('groups, attributes, chunks and filters', async () => {
    using file = await openHdf5(fixture);
    expect(file.keys()).toContain('chunked');
    expect(file.attributes).toEqual({ title: 'made by h5py' });
    const dataset = file.dataset('/chunked//plain');
    expect(dataset.attributes).toEqual({ units: 'K', offset: 273.15, range: [0, 40], count: 5 });
    expect(dataset.chunks).toEqual([6, 7, 3]);
    expect(file.dataset('chunked/deflate').filters).toEqual(['shuffle', 'deflate', 'fletcher32']);
    expect(() => file.dataset('chunked')).toThrow(/is a group/);
    expect(() => file.dataset('chunkd')).toThrow(/'chunked'/);
  });

  test.each([
    ['lzf', /compressed with 'lzf' \(filter 32000\)/],
    ['text', /holds strings/],
    ['record', /holds records/],
    ['null', /no elements and no shape/],
    ['broken', /no dataset/],
    ['elsewhere', /no dataset/],
  ])('refuses %s', async (name, message) => {
    using file = await openHdf5(fixture);
    const reading = async () => file.dataset(`refused/${name}`).read();
    await expect(reading()).rejects.toThrow(message);
    await expect(reading()).rejects.toThrow(FileError);
  });

  test('any slices are those of the array', async () => {
    using file = await openHdf5(fixture);
    const whole = arrayOf(expected['chunked/plain']);
    const end = fc.option(fc.integer({ min: -35, max: 35 }));
    const step = fc.integer({ min: -9, max: 9 }).filter((one) => one !== 0);
    const slice = fc.record({ start: end, stop: end, step });
    const index = fc.oneof(slice, fc.integer({ min: -7, max: 6 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('plain', 'deflate'),
        fc.array(index, { maxLength: 3 }),
        async (name, indices) => {
          const part = await file.dataset(`chunked/${name}`).read(...indices);
          expect(described(part)).toEqual(described(whole.at(...indices)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('indices that files cannot be asked for are refused', async () => {
    using file = await openHdf5(fixture);
    const dataset = file.dataset('chunked/plain');
    await expect(dataset.read(20)).rejects.toThrow(IndexError);
    await expect(dataset.read(0, 0, 0, 0)).rejects.toThrow(/4 indices/);
    await expect(dataset.read('newaxis')).rejects.toThrow(/newaxis/);
    await expect(dataset.read([0] as never)).rejects.toThrow(/a list/);
    expect((await dataset.read('...', 0)).shape).toEqual([20, 30]);
  });
});

describe('writing', () => {
  const path = join(folder, 'x.h5');

  test.each(Object.keys(expected).filter((name) => !/bool|float16/.test(name)))('%s', async (name) => {
    const x = arrayOf(expected[name], 'F');
    const attributes = { 'a/b': { n: 3, name: 'ü', list: [1.5, 2] }, '/': { title: 't' } };
    await writeHdf5(path, { 'a/b': x }, { compression: 1, attributes });
    using file = await openHdf5(path);
    expect(described(await file.dataset('a/b').read())).toEqual(expected[name]);
    expect(file.dataset('a/b').attributes).toEqual({ n: 3, name: 'ü', list: [1.5, 2] });
    expect(file.attributes).toEqual({ title: 't' });
  });

  test('in chunks, of views', async () => {
    const x = counted([50, 40]).at('::-2', '3:');
    await writeHdf5(path, { x, y: x.T }, { chunks: [7, 9] });
    using file = await openHdf5(path);
    expect(file.dataset('x').chunks).toEqual([7, 9]);
    expect(described(await file.dataset('x').read())).toEqual(described(x));
    expect(described(await file.dataset('y').read())).toEqual(described(x.T));
  });

  test('what cannot be written leaves the old file', async () => {
    await writeHdf5(path, { x: arange(3) });
    const before = readFileSync(path);
    const bools = counted([2]).asType('bool');
    await expect(writeHdf5(path, { y: arange(3), bools })).rejects.toThrow(DTypeError);
    await expect(writeHdf5(path, { y: arange(3) }, { chunks: [0] })).rejects.toThrow(/chunks is \[0\]/);
    const attributes = { y: { bad: null } };
    await expect(writeHdf5(path, { y: arange(3) }, { attributes })).rejects.toThrow(/attribute bad/);
    await expect(writeHdf5(join(folder, 'none', 'x.h5'), { y: arange(3) })).rejects.toThrow(FileError);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(folder)).toEqual(['x.h5']);
  });
});

describe('files that are none', () => {
  test('missing, a folder, something else', async () => {
    await expect(openHdf5(join(folder, 'none.h5'))).rejects.toThrow(/no such file/);
    await expect(openHdf5(folder)).rejects.toThrow(/directory/);
    await expect(openHdf5(fileURLToPath(import.meta.url))).rejects.toThrow(/signature not found/);
    await expect(openHdf5(3 as never)).rejects.toThrow(/path is number/);
  });

  test('a closed file', async () => {
    const file = await openHdf5(fixture);
    const dataset = file.dataset('scalar');
    file.close();
    file.close();
    await expect(dataset.read()).rejects.toThrow(/closed/);
    expect(() => file.keys()).toThrow(FileError);
  });

  test('cut short or changed anywhere, they give arrays or errors of ours', async () => {
    const bytes = readFileSync(fixture);
    const path = join(folder, 'damaged.h5');
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat(bytes.length - 1), fc.constant(bytes.length)),
        fc.array(change, { maxLength: 8 }),
        async (length, changes) => {
          const damaged = Uint8Array.from(bytes.subarray(0, length));
          for (const { at, to } of changes) if (at < length) damaged[at] = to;
          writeFileSync(path, damaged);
          try {
            using file = await openHdf5(path);
            for (const name of Object.keys(expected)) await file.dataset(name).read();
          } catch (error) {
            expect(error).toBeInstanceOf(StridedError);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
