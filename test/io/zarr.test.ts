import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { ArgumentError, FileError, IndexError, StridedError } from '../../src/core/errors.js';
import { openZarr, openZarrGroup, writeZarr } from '../../src/io/index.js';
import { arange } from '../../src/ops/index.js';
import { arrayOf, counted, type Described, decode, described } from './fixtures.js';

interface Store extends Described {
  readonly name: string;
  readonly files: Record<string, string>;
}
const stores = JSON.parse(
  readFileSync(new URL('../conformance/fixtures/io/zarr.json', import.meta.url), 'utf8'),
) as Store[];
const folder = mkdtempSync(join(tmpdir(), 'strided-zarr-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function laidOut(
  files: Record<string, string>,
  change: (path: string, text: string) => string = same,
): string {
  const path = join(folder, `${count++}.zarr`);
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    const changed = /json|zarray/.test(name) ? change(name, decodeText(bytes)) : decode(bytes);
    writeFileSync(join(path, name), changed);
  }
  return path;
}
const same = (_: string, text: string) => text;
const decodeText = (bytes: string) => Buffer.from(bytes, 'base64').toString();
const named = (name: string) => stores.find((store) => store.name === name)!;

describe('stores that others wrote', () => {
  test.each(stores)('$name', async ({ name, files, dtype, shape, elements }) => {
    const x = await openZarr(laidOut(files));
    expect(described(await x.read())).toEqual({ dtype, shape, elements });
    expect(x).toMatchObject({ dtype, shape, attributes: { name }, format: name.startsWith('v2') ? 2 : 3 });
  });

  test('any slices are those of the array', async () => {
    const names = ['v2 whole chunk', 'v2 Fortran order', 'v3 transpose', 'v3 sharded, index at the end'];
    const open = new Map(
      await Promise.all(
        names.map(async (name) => [name, await openZarr(laidOut(named(name).files))] as const),
      ),
    );
    const end = fc.option(fc.integer({ min: -12, max: 12 }));
    const step = fc.integer({ min: -5, max: 5 }).filter((one) => one !== 0);
    const index = fc.oneof(fc.record({ start: end, stop: end, step }), fc.integer({ min: -7, max: 6 }));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(index, { maxLength: 3 }),
        async (name, indices) => {
          const whole = arrayOf(named(name));
          expect(described(await open.get(name)!.read(...indices))).toEqual(described(whole.at(...indices)));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('only the chunks that are asked for are read', async () => {
    const { files } = named('v3 gzip');
    const { 'c/0/0/0': first, 'zarr.json': metadata } = files;
    const path = laidOut({ 'zarr.json': metadata, 'c/0/0/0': first, 'c/1/0/0': '' });
    const x = await openZarr(path);
    expect((await x.read('1:4:2', ':3')).shape).toEqual([2, 3, 7]);
    await expect(x.read()).rejects.toThrow(FileError);
  });
});

describe('writing', () => {
  const formats = [2, 3] as const;
  const codecs = ['zstd', 'gzip', 'blosc', 'none'] as const;
  const samples = stores.filter(({ name }) => /^v3 ((u?int|float|complex)\d+|bool|scalar|gzip)$/.test(name));

  test.each(formats.flatMap((format) => codecs.map((codec) => ({ format, codec }))))(
    'every dtype in version $format with $codec',
    async ({ format, codec }) => {
      for (const sample of samples) {
        const path = join(folder, `${count++}.zarr`);
        const chunks = sample.shape.map(() => 3);
        const attributes = { units: 'K', list: [1, 'a', null] };
        await writeZarr(path, arrayOf(sample, 'F'), { format, codec, chunks, attributes });
        const x = await openZarr(path);
        const { dtype, shape, elements } = sample;
        expect(described(await x.read())).toEqual({ dtype, shape, elements });
        expect(x).toMatchObject({ format, chunks, attributes });
      }
    },
  );

  test.each(formats)('groups in version %s', async (format) => {
    const path = join(folder, `${count++}.zarr`);
    const x = counted([30, 4]);
    await writeZarr(path, { x, y: x.T.at('::-1') }, { format, attributes: { title: 't' } });
    const group = await openZarrGroup(path);
    expect(group.keys()).toEqual(['x', 'y']);
    expect(group.attributes).toEqual({ title: 't' });
    expect(described(await (await group.array('y')).read())).toEqual(described(x.T.at('::-1')));
    await expect(openZarr(path)).rejects.toThrow(/is a group.*x, y/);
    await expect(openZarrGroup(join(path, 'x'))).rejects.toThrow(/is no Zarr group/);
  });

  test('a store is replaced, anything else is left alone', async () => {
    const place = join(folder, 'replaced');
    mkdirSync(place);
    const path = join(place, 'x.zarr');
    await writeZarr(path, arange(10), { chunks: [1] });
    await writeZarr(path, arange(3));
    expect((await (await openZarr(path)).read()).toArray()).toEqual([0, 1, 2]);
    mkdirSync(join(place, 'mine'));
    writeFileSync(join(place, 'mine', 'notes'), 'a');
    await expect(writeZarr(join(place, 'mine'), arange(3))).rejects.toThrow(/is there already/);
    await expect(writeZarr(join(place, 'none', 'x'), arange(3))).rejects.toThrow(FileError);
    await expect(writeZarr(path, { '../y': arange(3) })).rejects.toThrow(ArgumentError);
    await expect(writeZarr(path, arange(3), { chunks: [1, 2] })).rejects.toThrow(/chunks is \[1,2\]/);
    await expect(writeZarr(path, arange(3), { codec: 'lzma' as never })).rejects.toThrow(/codec is lzma/);
    await expect(writeZarr(path, arange(3), { format: 1 as never })).rejects.toThrow(/format is 1/);
    expect((await (await openZarr(path)).read()).toArray()).toEqual([0, 1, 2]);
    expect(readdirSync(place).sort()).toEqual(['mine', 'x.zarr']);
  });
});

describe('stores that are none', () => {
  const edited = (name: string, from: RegExp, to: string) =>
    openZarr(laidOut(named(name).files, (_, text) => text.replace(from, to)));

  test.each([
    ['v2 float64', /"<f8"/, '"|S4"', /holds "\|S4"/],
    ['v2 float64', /"id": "blosc"/, '"id": "lzma"', /codec 'lzma'/],
    ['v2 float64', /"filters": null/, '"filters": [{"id": "delta"}]', /filter delta/],
    ['v2 float64', /"fill_value": 0.0/, '"fill_value": "x"', /fill value "x"/],
    ['v3 float64', /"float64"/, '"string"', /holds "string"/],
    ['v3 float64', /"regular"/, '"rectilinear"', /chunk grid/],
    ['v3 float64', /"shape": \[5, 7\]/, '"shape": [5, -7]', /has shape/],
    ['v3 float64', /"chunk_shape": \[2, 3\]/, '"chunk_shape": [0, 3]', /chunk_shape \[0,3\]/],
    ['v3 float64', /"name": "bytes"/, '"name": "pickle"', /codec 'pickle'/],
    ['v3 float64', /"default"/, '"md5"', /'md5'/],
    ['v3 float64', /"separator": "\/"/, '"separator": "/../"', /separates/],
    ['v3 transpose', /\[2, 0, 1\]/, '[2, 2, 1]', /transposes/],
    ['v3 float64', /^\{/, '[', /no JSON/],
  ])('%s with %s as %s', async (name, from, to, message) => {
    await expect(edited(name, from, to)).rejects.toThrow(message);
    await expect(edited(name, from, to)).rejects.toThrow(FileError);
  });

  test('missing, empty, a file', async () => {
    await expect(openZarr(join(folder, 'none'))).rejects.toThrow(/no such file/);
    await expect(openZarr(folder)).rejects.toThrow(/is no Zarr array/);
    await expect(openZarr(3 as never)).rejects.toThrow(ArgumentError);
    const x = await openZarr(laidOut(named('v3 gzip').files));
    await expect(x.read(9)).rejects.toThrow(IndexError);
  });

  test('chunks cut short or changed anywhere give arrays or errors of ours', async () => {
    const names = stores
      .map(({ name }) => name)
      .filter((name) => /blosc|gzip|zlib|zstd|lz4|crc|shard/i.test(name));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.nat(),
        fc.nat(255),
        async (name, cut, at, to) => {
          const files = { ...named(name).files };
          const key = Object.keys(files).find((path) => /\d$/.test(path))!;
          const bytes = decode(files[key]);
          const length = cut % 2 === 0 ? bytes.length : cut % bytes.length;
          bytes[at % bytes.length] = to;
          files[key] = Buffer.from(bytes.subarray(0, length)).toString('base64');
          try {
            await (await openZarr(laidOut(files))).read();
          } catch (error) {
            expect(error).toBeInstanceOf(StridedError);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
